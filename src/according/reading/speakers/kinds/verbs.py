"""
Verbs of saying: who speaks by them, the stretch that is the frame, and what is told in it.

One verb may stand in several entries of the list of cues, as "release" of a statement and of a video; each is read by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.lexicon import Entry
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import subject
from according.reading.speakers.content import find_content
from according.reading.speakers.cues import is_passive_cue, is_refused
from according.reading.speakers.frame import CONCERNS, QUOTATION, Frame, find_segment
from according.reading.speakers.kinds.claims import is_doubted
from according.reading.speakers.kinds.compared import number_of_another
from according.reading.speakers.kinds.passives import passive, said_by, shown
from according.reading.speakers.naming.cue_speakers import find_speaker
from according.reading.speakers.naming.owners import can_count
from according.reading.speakers.naming.sources import quoted_run, quoted_source, second_source

# What a death or a find does to a toll as well as somebody who counts: "it will raise the toll to 12".
RAISING = frozenset({"raise", "bring", "lower", "push", "take"})
# Verbs that go on with a quotation and are else no cue: "the trend will continue".
QUOTATION_ONLY = frozenset({"continue", "go", "joke", "shout", "repeat", "recall"})
# Verbs whose subject hears what whoever stands behind "from" says: "learned from the army that ...".
LEARNING = frozenset({"learn", "hear"})
# What is claimed or denied without a toll: "claimed responsibility for the blast that killed 15".
BLAME = frozenset({"responsibility", "credit", "involvement"})


@dataclass(frozen=True, slots=True)
class Saying:
    """
    A verb of saying whose speaker is found, with the first and last word of its frame.

    ``speaker`` is his head word, ``named`` his first and last word where the tree has lost them. ``via`` holds the head words of speaker
    and second speaker where one quotes the other, see :func:`~according.reading.speakers.naming.sources.quoted_source`.
    """

    verb: Token
    speaker: int
    named: tuple[int, int] | None
    via: tuple[int, int | None] | None
    first: int
    last: int


def verb_frame(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """Return the frame of a verb of saying, read by one of its entries, or ``None`` where it says nothing."""
    if _says_nothing(sentence, verb):
        return None
    if entry.pattern == "show":
        return shown(sentence, verb, entry)
    if (frame := said_by(sentence, verb, entry)) is not None:
        return frame
    if is_passive_cue(sentence, verb):
        return passive(sentence, verb, entry)
    saying = _find_saying(sentence, verb)
    return None if saying is None else _reported(sentence, saying, entry)


def _find_saying(sentence: Sentence, verb: Token) -> Saying | None:
    """Return a verb of saying with its speaker and the stretch of its frame, or ``None`` where nobody speaks by it."""
    speaker, named = find_speaker(sentence, verb)
    if verb.lemma in LEARNING:
        # "learned from the army that ...": the army says it; else nobody does.
        speaker, named = next((t.index for t in sentence.children(verb.index, "obl") if sentence.has_case(t.index, "from")), None), None
    via = quoted_source(sentence, verb)
    if via is not None:
        speaker, named = via[0], None
    if speaker is None or speaker == verb.index or _is_noun_behind_article(sentence, verb, named) or _is_event(sentence, verb, speaker):
        return None
    first, last = find_segment(sentence, verb, speaker)
    # The words of a name that the tree has lost belong to the frame, and must not stand in what is said before it.
    first = min(first, named[0]) if named is not None and named[1] < verb.index else first
    if via is not None and (quoted := subject(sentence, sentence[verb.head])) in via and quoted is not None and quoted < first:
        # "..., the military official was quoted as saying": the frame opens at the official, not at "saying".
        run = quoted_run(sentence, verb, quoted)
        first = run[0] if run is not None else next(at for at in sentence.subtree(quoted) if sentence[at].pos != "PUNCT")
    return Saying(verb, speaker, named, via, first, last)


def _reported(sentence: Sentence, saying: Saying, entry: Entry) -> Frame | None:
    """Return the frame of a verb of saying with what is told in it, or ``None`` where nothing is."""
    verb, speaker, first, last = saying.verb, saying.speaker, saying.first, saying.last
    content, rule = find_content(sentence, verb, entry, first, last)
    # "the 45 that the government concedes": the number belongs to whom the relative clause names, unless the clause reports more.
    of_number = number_of_another(sentence, verb) if verb.dep == "acl:relcl" and first > 0 and speaker < verb.index else None
    if of_number is not None and not (content and rule == "speakers.clausal-complement"):
        return Frame(verb.index, verb.index, speaker, (of_number,), entry.kind, "speakers.number-of-another", first, last,
                     named=saying.named, alone=True)  # fmt: skip
    if not content or _only_has(sentence, saying, entry):
        return None
    objects = sentence.children(verb.index, "obj")
    second, words = second_source(sentence, verb, saying.via, (first, speaker), content)
    return Frame(
        cue=min([verb.index, *(t.index for t in sentence.children(verb.index, "aux") if t.index < verb.index)]),
        cue_last=max([verb.index, *(t.index for t in objects if t.lemma in CONCERNS and t.index > verb.index)]),
        speaker=speaker,
        content=content,
        stance=entry.kind,
        rule=rule,
        first=first,
        last=last,
        via=second,
        evidence=speaker if sentence[speaker].lemma in sentence.lexicon.word_class("evidence-nouns") else None,
        named=saying.named,
        via_named=words,
        alone=_stands_alone(sentence, verb, speaker, rule),
        # What is demanded or planned has not happened, and who claims responsibility gives no toll.
        counts=entry.kind not in ("demands", "plans")
        and not (entry.kind in ("claims", "denies") and any(t.lemma in BLAME for t in objects)),
    )


def _is_event(sentence: Sentence, verb: Token, speaker: int) -> bool:
    """Say whether the subject of a cue is what has happened, which says nothing: "it will raise the toll to 12", "This put it at 12"."""
    who = sentence[speaker]
    # So does a body that was found "in one of the mosques", which a tree may take for the subject.
    return who.lower in ("this", "that") or (verb.lemma in RAISING and (who.lower == "it" or who.pos == "NUM"))


def _only_has(sentence: Sentence, saying: Saying, entry: Entry) -> bool:
    """Say whether the subject of a verb of counting is where they were, and nobody who counts: "the north has recorded seven deaths"."""
    verb, who = saying.verb, sentence[saying.speaker]
    recorded = entry.id == "record"
    if not recorded and verb.lemma != "report":
        return False
    # Who "it" is the report has said before; `attribution` asks then whether it can count. Brackets hold a body's short form: "The Harim
    # Data Project (HDP) recorded 1,200 deaths".
    short = sentence[verb.index - 1].text == ")" and sentence[verb.index - 2].text.isupper()
    if saying.named is not None or who.pos == "PRON" or short or can_count(sentence, who):
        return False
    # "The north has reported the highest number of deaths": whoever counted them, they were there.
    return recorded or _most(sentence, verb)


def _most(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb's object is the most or the least of its kind: "the highest number of deaths", "the most deaths"."""
    below = [word for noun in sentence.children(verb.index, "obj") for word in sentence.children(noun.index, "amod")]
    return any(word.has("Degree=Sup") for word in below)


def _says_nothing(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb of saying has no speaker by its place or form: "the reported deaths", "a town identified by an agency"."""
    named = verb.lemma == "identify" and base(verb.dep) == "acl"
    if verb.dep == "amod" or named or (verb.has("VerbForm=Part") and base(verb.dep) in ("compound", "case")):
        return True
    # "urged them to acknowledge": nobody has acknowledged.
    if is_refused(sentence, verb) or any(t.lower == "to" for t in sentence.children(verb.index, "mark")):
        return True
    # "Ex-leader charged over 1,400 deaths" accuses nobody.
    if verb.lemma == "charge" and not sentence.children(verb.index, "ccomp"):
        return True
    # "The official continued that 24 were rescued": a clause says it as marks do.
    that = verb.index + 1 < len(sentence) and sentence[verb.index + 1].lower == "that"
    return verb.lemma in QUOTATION_ONLY and not that and not any(t.text in QUOTATION for t in sentence)


def _stands_alone(sentence: Sentence, verb: Token, speaker: int, rule: str) -> bool:
    """Say whether nobody around a frame says what it holds: its claim is doubted, or its cue stands in a relative clause."""
    # "had no reason to believe an alleged statement from the rebels claiming ...": whoever doubts it does not say it.
    gerund = verb.lower.endswith("ing")
    doubted = verb if gerund else sentence[speaker]
    claimed = gerund or doubted.lemma in sentence.lexicon.word_class("claiming-nouns")
    if claimed and is_doubted(sentence, doubted):
        return True
    # Only a clause that the cue takes behind it; in front of a cue a relative clause is not what it reports.
    return rule in ("speakers.clausal-complement", "speakers.leading-cue") and _in_relative(sentence, verb, speaker)


def _is_noun_behind_article(sentence: Sentence, verb: Token, named: tuple[int, int] | None) -> bool:
    """Say whether a cue is a noun after all: in "denied a rebel claim that 12 had died" one rebel would claim with an "s"."""
    # "arrested at least two suspects": two of what, says the word itself.
    if verb.index and sentence[verb.index - 1].pos == "NUM" and verb.lower.endswith("s"):
        return True
    one = named is not None and named[1] == verb.index - 1 and sentence[named[0]].lower in ("a", "an")
    return one and verb.lower == verb.lemma and not sentence.children(verb.index, "aux")


def _in_relative(sentence: Sentence, verb: Token, speaker: int) -> bool:
    """
    Say whether a cue stands in a relative clause of a noun that says nothing, where another's word stands alone.

    "The army said it struck targets in fighting that the group said killed six": the army does not say that six died.
    """
    first = sentence.subtree(speaker)[0] if speaker < verb.index else verb.index
    before = sentence[first - 1] if first > 1 else verb
    noun = sentence[first - 2] if first > 1 else verb
    # Behind a noun of saying "that" opens its clause: "in a statement that the group said ...".
    return before.lower in ("that", "which", "whom") and noun.pos in ("NOUN", "PROPN") and not sentence.lexicon.find("cues", noun.lemma)
