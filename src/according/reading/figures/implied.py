"""
One victim named by a role without a number: "killed the group's leader" counts one.

Only a role brought in for the first time, in the singular, with a definite article or an owner; a name alone counts
nobody, and a role met before points back to somebody already told of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import cast

from according.language.sentence import Sentence
from according.names.parties import is_person_noun
from according.quantity import Quantity
from according.reading.figures.candidates import COLLECTIVES, Candidate
from according.reading.figures.triggers import Trigger
from according.reading.grammar.phrases import phrase
from according.reading.numbers.expressions import Number
from according.statement import Measure

# What befalls one at a time and is told of a role: "arrested the mayor". Nobody is "displaced" or "deployed" so.
SINGLE = frozenset({"killed", "wounded", "captured", "detained", "abducted", "released"})
PATTERNS = frozenset({"object", "subject", "light"})
DEFINITE = frozenset({"the", "its", "their", "his", "her"})
# Words that stand for somebody counted before, or for nobody in particular.
POINTING_BACK = frozenset(
    {"victim", "suspect", "person", "man", "woman", "other", "attacker", "assailant", "bomber", "boy", "girl", "child"}
)


def find_implied(sentence: Sentence, triggers: Sequence[Trigger], met: Collection[str], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the single victims that a sentence names by a role; ``met`` are the nouns of the report so far, casefolded lemmas."""
    # A noun with a number of its own is no single victim a second time.
    taken = {candidate.head for candidate in found}
    for trigger in triggers:
        measure = trigger.entry.kind.partition("/")[0]
        if measure not in SINGLE or trigger.entry.pattern not in PATTERNS or sentence[trigger.index].pos != "VERB":
            continue
        for index in trigger.direct:
            if trigger.entry.id == "lose" and index < trigger.index:
                # "the driver lost control": who loses is not lost.
                continue
            if _speaks_aside(sentence, index, trigger.index):
                continue
            # A role met before is somebody told of before, and perhaps counted: "Two mayors ... The mayor ...".
            if index not in taken and sentence[index].lemma not in met and _is_single_role(sentence, index):
                taken.add(index)
                first, last = phrase(sentence, index, tail=False)
                span = sentence.span(first, last)
                # The number is 1, and its words are the role itself: there is no other evidence.
                number = Number(first, last, span.start, span.end, Quantity.exact(1), False, "word", index)
                yield Candidate(number, cast(Measure, measure), "people", index, trigger, "figures.implied-single", implied=True)


def _speaks_aside(sentence: Sentence, index: int, verb: int) -> bool:
    """Say whether a role is the subject of a verb of saying between it and what befell others: "Ten, the governor said, were killed"."""
    said = sentence[index + 1] if index + 2 < len(sentence) else sentence[index]
    return index < said.index < verb and sentence[said.index + 1].text == "," and sentence.lexicon.find("cues", said.lemma) is not None


def _is_single_role(sentence: Sentence, index: int) -> bool:
    """Say whether a noun is a role of one person, with "the" or an owner, neither counted nor in a list."""
    token = sentence[index]
    single = token.pos == "NOUN" and token.has("Number=Sing") and token.lemma not in POINTING_BACK | COLLECTIVES
    if not single or not is_person_noun(token.lemma, sentence.lexicon):
        return False
    first, _ = phrase(sentence, index, tail=False)
    owned = any(child.dep == "nmod:poss" for child in sentence.children(index))
    # "a mayor" is a number and counted elsewhere; "the mayor and his driver" are two.
    return (owned or sentence[first].lower in DEFINITE) and not sentence.children(index, "nummod", "conj")
