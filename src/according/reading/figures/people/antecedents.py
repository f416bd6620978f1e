"""
Whom a bare number counts: those of a count before it, or the nearest noun for people in front of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from according.language.sentence import Sentence
from according.names.parties import is_person_noun, is_thing_noun
from according.reading.figures.candidates import Candidate
from according.reading.grammar.phrases import base, is_plural, phrase
from according.reading.grammar.subjects import is_passive
from according.report import Span


class Counted(NamedTuple):
    """A count met so far, the words for whom it counts, and the lemma of its noun."""

    candidate: Candidate
    span: Span
    noun: str


def antecedent(candidate: Candidate, before: Sequence[Counted], sentence: Sentence, start: int = 0) -> Span | None:
    """
    Return the population that a bare number or "others" stands for: that of the nearest count before it of the same unit.

    ``start`` is the first word that may be looked at where no count came before: who speaks is not who is counted. Others than one woman
    are not more women: in "killed a woman and wounded four others" they stay "others".
    """
    others = next((t for t in sentence.tokens[candidate.number.last : candidate.number.last + 3] if t.lower == "others"), None)
    for previous, span, noun in reversed(before):
        # "seven bodies and 12 wounded": the wounded are no bodies. "13 bodies from the river and three from the bank" are all bodies.
        nobody = noun in sentence.lexicon.forms("nobody", "count")
        # "145 fatalities; in the north 64 died": a verb of its own tells of people, and no fatality dies.
        told = candidate.trigger.entry.pattern == "subject" and previous.trigger.entry.pattern == "count"
        if nobody and (previous.measure != candidate.measure or told):
            continue
        # People do not stand for tanks; a share may be of either.
        if previous.unit == candidate.unit or candidate.unit == "percent":
            single = previous.number.quantity.high == 1 and candidate.number.quantity.high != 1
            vague = single and others is not None and noun in sentence.lexicon.forms("nobody", "human", "civilian", "single")
            return Span(others.start, others.end) if vague and others is not None else span
    return _antecedent_noun(candidate, sentence, start)


def _actors(sentence: Sentence, candidate: Candidate) -> set[int]:
    """Return who acts by the verb of a count, or by one that it is joined to: "Soldiers stormed the camp and killed 30"."""
    trigger = candidate.trigger
    # Who loses men is whose they are; of "12 died" the subject suffers.
    if trigger.entry.id == "lose" or trigger.entry.pattern not in ("object", "either", "light"):
        return set()
    actors = {trigger.agent} if trigger.agent is not None else set()
    verb = sentence[trigger.index]
    # "Ten were shot and 20 wounded": a passive hides who acts, and so does one that it is joined to.
    while not is_passive(sentence, verb):
        actors |= {child.index for child in sentence.children(verb.index, "nsubj")}
        if base(verb.dep) not in ("conj", "advcl", "xcomp", "parataxis") or verb.head == verb.index:
            break
        verb = sentence[verb.head]
    return actors


def _antecedent_noun(candidate: Candidate, sentence: Sentence, start: int) -> Span | None:
    """Return the nearest plural noun before the number that a bare count stands for where no count came before, or ``None``."""
    actors = _actors(sentence, candidate)
    for token in reversed(sentence.tokens[start : candidate.number.first]):
        # "Militants attacked a base, killing seven": who acts is not who is counted, nor are the bodies of "one body and several wounded".
        if token.index in actors or token.lemma in sentence.lexicon.forms("nobody", "count"):
            continue
        wanted = (is_thing_noun if candidate.unit == "things" else is_person_noun)(token.lemma, sentence.lexicon)
        if token.lower in ("after", "when", "as") and sentence[token.head].pos in ("VERB", "AUX", "NOUN"):
            # "Troops retake hotel after attack kills dozens": the dozens are not the troops.
            return None
        if token.pos in ("NOUN", "PROPN") and is_plural(token) and wanted:
            first, last = phrase(sentence, token.index, tail=False)
            # "98 people were found, 16 are missing": the number of the ones is none of the others'.
            numbers = [t.index for t in sentence.tokens[first : token.index] if t.pos == "NUM" and sentence[t.index + 1].text != "-"]
            return sentence.span(numbers[-1] + 1 if numbers else first, last)
    return None
