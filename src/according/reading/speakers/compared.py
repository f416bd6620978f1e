"""
Numbers of another source, named to be compared: "31,000, far fewer than [the 180,000 claimed by Russia]", "the ministry's 195".

Such a number belongs to the source that it is named with, and not to whoever makes the comparison. Its frame stands alone.
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
    """
    Return the first and last word of a definite number that a verb of saying modifies, or ``None``.

    "the 471 claimed by ...", "the 45 that X concedes".
    """
    # Seven words back at most: "the 471 bodies in the mass grave claimed by ..."; further back the number is another clause's.
    for at in range(verb.index - 1, max(verb.index - 8, 0), -1):
        token = sentence[at]
        if token.pos == "NUM" and sentence[at - 1].lower in DEFINITE_WORDS:
            # A verb or joint between them begins something else: "the 12 who died and the army claimed".
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
            # "the army's 12 brigades": they are whose they are, and nobody has counted anything.
            continue
        owner = mark.index - 1
        first, last = phrase(sentence, owner, tail=False)
        # Only somebody who speaks gives a number: "Monday's 30", "Velmar's 12" say when and where.
        words = " ".join(token.text for token in sentence.tokens[first : owner + 1])
        if last <= mark.index and describe(words, lexicon, "speaker")[1] in SPEAKING_KINDS:
            content = ((number.index, number.index),)
            named = (first, owner)
            rule = "speakers.number-of-another"
            yield Frame(mark.index, mark.index, owner, content, "reports", rule, first, mark.index, named=named, alone=True)
