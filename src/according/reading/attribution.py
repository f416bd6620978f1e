"""
Who answers for a word: the chain of speakers over a sentence, its quotations and the sentences before it.

A speaker holds only over what the report puts into his mouth: the content of his frame, and one continuing quotation.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from according.language.sentence import Sentence
from according.reading.mentions import base, phrase
from according.reading.quotes import Quotation
from according.reading.speakers import Frame
from according.report import Span

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "i"})
PLURAL_PRONOUNS = frozenset({"they", "them", "both", "we"})
THING_PRONOUNS = frozenset({"it", "which"})
DOCUMENTS = frozenset("note document letter report statement video footage reports notes documents letters".split())


@dataclass(frozen=True, slots=True)
class Voice:
    """A frame in its sentence, with the speaker's words found (a pronoun's are those it stands for)."""

    sentence: int
    frame: Frame
    speakers: tuple[Span, ...]


@dataclass(slots=True)
class Memory:
    """Who has been named so far, for the pronouns that follow."""

    person: Span | None = None
    people: Span | None = None
    body: Span | None = None
    seen: list[Span] = field(default_factory=list)

    def resolve(self, sentence: Sentence, index: int) -> Span | None:
        """Return the words that a speaker's head stands for: its own phrase, or the antecedent of a pronoun."""
        word = sentence[index].lower
        if sentence[index].pos == "PRON" or word in PERSON_PRONOUNS | PLURAL_PRONOUNS | THING_PRONOUNS:
            if word in PERSON_PRONOUNS:
                return self.person
            if word in PLURAL_PRONOUNS:
                return self.people or self.body
            if word in THING_PRONOUNS:
                return self.body
        return speaker_span(sentence, index)

    def remember(self, sentence: Sentence, index: int, span: Span) -> None:
        """Keep a speaker or subject for later pronouns, by what he, she or it can be called."""
        token = sentence[index]
        if token.pos == "PRON":
            return
        if token.has("Number=Plur") or token.lower in ("police", "people", "authorities", "officials"):
            self.people = span
            if token.lower == "police":
                self.body = span
        elif is_person(sentence, index):
            self.person = span
        else:
            self.body = span


def speaker_span(sentence: Sentence, index: int) -> Span:
    """Return the words that name a speaker: his phrase, with a name in apposition left out and a document's making kept."""
    first, last = phrase(sentence, index)
    if sentence[index].lower in DOCUMENTS:
        for child in sentence.children(index, "acl"):
            if child.index == last + 1 and child.has("VerbForm=Part"):
                last = max(last, sentence.subtree(child.index)[-1])
    return sentence.span(first, last)


TITLES = frozenset("president minister spokesman spokeswoman spokesperson general colonel commander chief leader mayor governor official analyst secretary ambassador lawmaker senator officer captain director doctor witness soldier envoy chairman premier chancellor king prince prosecutor judge expert professor activist journalist reporter resident".split())


def is_person(sentence: Sentence, index: int) -> bool:
    """Say whether a phrase names one person: a title or role, or a name of two words that is no organisation's."""
    token = sentence[index]
    if token.lemma in TITLES:
        return True
    first, last = phrase(sentence, index, tail=False)
    words = sentence.tokens[first : last + 1]
    if any(word.lemma in TITLES or word.lower.rstrip(".") in ("mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "sgt", "capt", "sen", "rep") for word in words):
        return True
    named = [word for word in words if word.pos == "PROPN"]
    return token.pos == "PROPN" and 2 <= len(named) <= 3 and not any(word.pos in ("DET", "NOUN", "ADJ") for word in words)


def outside(sentence: Sentence, frame: Frame, index: int) -> bool:
    """
    Say whether a word in a frame's content is the report's own aside (codebook, rulings 5).

    That is a relative clause set off by a comma, or a clause set off by a comma that hangs on the cue itself.
    """
    path = [sentence[index], *sentence.ancestors(index)]
    for token in path:
        if frame.cue <= token.index <= frame.cue_last:
            return False
        if not frame.covers(token.index):
            continue
        if token.dep == "acl:relcl" and _set_off(sentence, token.index, ("which", "who", "where", "whose", "whom", "when")):
            return True
        label = base(token.dep)
        if label == "advcl" and frame.cue <= token.head <= frame.cue_last and _after_comma(sentence, token.index) and token.index > frame.cue:
            return True
    return False


def _set_off(sentence: Sentence, index: int, openers: Sequence[str]) -> bool:
    first = sentence.subtree(index)[0]
    while first < index and sentence[first].pos == "PUNCT":
        first += 1
    words = [sentence[i].lower for i in range(first, min(first + 3, len(sentence)))]
    return any(word in openers for word in words) and first > 0 and sentence[first - 1].text in (",", "—", "–", "-")


def _after_comma(sentence: Sentence, index: int) -> bool:
    first = sentence.subtree(index)[0]
    return sentence[first].text == "," or (first > 0 and sentence[first - 1].text == ",")


def voices_over(sentence: Sentence, voices: Sequence[Voice], index: int) -> list[Voice]:
    """Return the frames of a sentence that a word stands in, outermost first."""
    over = [voice for voice in voices if voice.frame.covers(index) and not outside(sentence, voice.frame, index)]
    return sorted(over, key=lambda voice: (-_reach(voice, over), -voice.frame.size, voice.frame.cue))


def _reach(voice: Voice, others: Sequence[Voice]) -> int:
    """How many other frames stand inside this one."""
    return sum(voice.frame.covers(other.frame.cue) for other in others if other is not voice)


def quotation_at(quotations: Sequence[Quotation], start: int) -> int | None:
    """Return the position of the quotation that holds an offset, or ``None``."""
    low, high = 0, len(quotations)
    while low < high:
        middle = (low + high) // 2
        if quotations[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    return low if low < len(quotations) and quotations[low].start <= start else None
