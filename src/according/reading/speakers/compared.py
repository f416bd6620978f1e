"""
Numbers of another source, named to be compared: "31,000, far fewer than [the 180,000 claimed by Russia]", "the ministry's 195".

Such a number belongs to the source that it is named with, and not to whoever makes the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.parties import describe
from according.reading.grammar.phrases import phrase
from according.reading.speakers.frame import Frame
from according.reading.speakers.marked import SPEAKING_KINDS

# What a definite number may have before it: "the 471", "those 60".
DEFINITE_WORDS = frozenset({"the", "those", "these"})


def number_of_another(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """Return the stretch of a definite number that a verb of saying modifies ("the 471 claimed by ...", "the 45 that X concedes")."""
    for at in range(verb.index - 1, max(verb.index - 8, 0), -1):
        token = sentence[at]
        if token.pos == "NUM" and sentence[at - 1].lower in DEFINITE_WORDS:
            between = sentence.tokens[at + 1 : verb.index]
            told = any(t.pos in ("VERB", "PUNCT") or t.lower in ("and", "or") for t in between)
            return None if told else (at - 1, verb.index - 1)
        if token.text in (",", ";"):
            return None
    return None


def find_owned_numbers(sentence: Sentence, lexicon: Lexicon) -> Iterator[Frame]:
    """Yield the frames of numbers that have an owner and no noun: "more than the interior ministry's 195"."""
    for mark in sentence.tokens[1:-1]:
        number = sentence[mark.index + 1]
        if mark.lower not in ("'s", "’s", "'", "’") or number.pos != "NUM":
            continue
        after = sentence[number.index + 1] if number.index + 1 < len(sentence) else None
        if after is not None and after.pos in ("NOUN", "PROPN", "ADJ", "SYM"):
            continue  # "the army's 12 brigades"
        owner = mark.index - 1
        first, last = phrase(sentence, owner, tail=False)
        words = " ".join(token.text for token in sentence.tokens[first : owner + 1])
        if last <= mark.index and describe(words, lexicon, "speaker")[1] in SPEAKING_KINDS:
            content = ((number.index, number.index),)
            named = (first, owner)
            rule = "speakers.number-of-another"
            yield Frame(mark.index, mark.index, owner, content, "reports", rule, first, mark.index, named=named, alone=True)
