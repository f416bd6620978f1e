"""
Numbers that somebody else, or a later day, gives for what was counted last: "Jones put the figure at 20", "bringing the total to 340".

What befell those it counts stands with the count before; here a word for the figure alone stands beside the new number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from according.language.sentence import Sentence, Token
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import word_behind
from according.reading.figures.tallies import KNOWN_BY, REACHING, SUMMING, TALLY_REACH
from according.reading.figures.triggers import TALLIES, Trigger
from according.reading.grammar.phrases import DAY_WORDS
from according.reading.numbers.expressions import Number

# Words before a number that is all that is said: "The head doctor said five."
SAID_REACH = 6
# Words between a figure that is named again and its value.
TALLIED_REACH = 7
# Words by which a sum says over which time it counts: "the total since October", "the overall total this year", "the tally so far".
OVER_WHICH_TIME = frozenset({"since", "this", "so", "for", "over", "during"})
# Words between the verb that brings a sum to its number and the word for it: "bringing the overall total".
BROUGHT_REACH = 4
# Measures whose number somebody puts higher or lower later: "put the figure at 20".
SAME_TOLL = frozenset({"killed", "wounded", "casualties", "missing", "displaced", "detained", "captured", "abducted"})


def find_same_toll(sentence: Sentence, numbers: Sequence[Number], found: Sequence[Candidate], last: Candidate | None) -> list[Candidate]:
    """
    Return the numbers that somebody else, or a later day, gives for what was counted last: "Jones put the figure at 20".

    The figure, number or toll must be named with "the", and a verb of putting or revising stand beside it.
    """
    start = found[-1].number.first if found else -1
    last = found[-1] if found else last
    counted = {candidate.number.first for candidate in found}
    if last is None or last.measure not in SAME_TOLL:
        return []
    again = []
    for number in numbers:
        # A number behind the last figure only: what stands before it is not "the figure" named again.
        plain = number.first not in counted and number.form in ("digits", "word", "vague")
        at = (tally_before(sentence, number) or _sum_before(sentence, number) or _said_alone(sentence, number)) if plain else None
        if at is not None and number.first > start:
            trigger = Trigger(at, replace(last.trigger.entry, pattern="toll"), "figures.same-toll", (number.core,))
            again.append(Candidate(number, last.measure, last.unit, number.core, trigger, trigger.rule))
    return again


def _said_alone(sentence: Sentence, number: Number) -> int | None:
    """Return the cue of a sentence that says a number and nothing else, or ``None``: "Three died, he said. [His deputy said five.]"."""
    cue, last = sentence[number.first - 1], len(sentence) - 1
    closes = number.last == last - 1 and sentence[last].text == "."
    plain = cue.pos == "VERB" and cue.lemma in ("say", "report", "claim") and not sentence.children(cue.index, "aux", "mark")
    # A name before the cue and nothing more: "When asked about the cost, he said five".
    alone = number.first <= SAID_REACH and not any(t.pos in ("PUNCT", "SCONJ", "ADP") for t in sentence.tokens[: number.first])
    return cue.index if closes and plain and alone else None


def tally_before(sentence: Sentence, number: Number) -> int | None:
    """Return the word for the figure in "put the figure at 20", "the number was 14", "corrected this to 14", or ``None``."""
    before = sentence.tokens[max(0, number.first - TALLIED_REACH) : number.first]
    after = word_behind(sentence, number)
    if len(before) < 2 or _has_noun(sentence, number):
        return None
    tally = next((t for t in reversed(before) if _names_tally(sentence, t)), None)
    if tally is None:
        return None
    rising = sentence.lexicon.word_class("toll-verbs")
    between = sentence.tokens[tally.index + 1 : number.first]
    # A noun or another clause in between has a number of its own.
    if any(t.text in (";", ",") or t.pos in ("NOUN", "PROPN", "SCONJ") for t in between):
        return None
    # "a figure of 300 for those missing" is of others.
    ends = after is None or after.pos == "PUNCT"
    if ends and tally.lower == "figure" and [t.lower for t in between] == ["of"] and _is_given(sentence, tally):
        return tally.index
    put = any(t.lemma in rising for t in sentence.tokens[max(0, tally.index - 4) : tally.index]) and before[-1].lower in ("at", "to")
    # A pronoun needs its verb before it: "put it at 14", not "it was at 14".
    pronoun = tally.pos in ("PRON", "DET")
    is_so = not pronoun and any(t.lemma in rising for t in between) and (before[-1].lower in ("at", "to") or before[-1].lemma in REACHING)
    return tally.index if put or is_so else None


def _has_noun(sentence: Sentence, number: Number) -> bool:
    """Say whether a noun behind a number says whom it counts, so that other rules read it: "raised the number to 20 soldiers"."""
    after = word_behind(sentence, number)
    return after is not None and after.pos in ("NOUN", "PROPN", "ADJ") and after.lower not in DAY_WORDS


def _sum_before(sentence: Sentence, number: Number) -> int | None:
    """
    Return the word for a sum behind which stands over which time it counts, or ``None``: "bringing the total since October to 2,448".

    A sum that says of what it is ("the total of arrests since October") is a tally of its own.
    """
    to = number.first - 1
    if to < 1 or sentence[to].lower != "to" or _has_noun(sentence, number):
        return None
    for token in reversed(sentence.tokens[max(0, to - TALLY_REACH) : to]):
        if token.text in (";", ",", ":") or token.pos == "CCONJ":
            return None
        if token.lemma in TALLIES | {"toll"} and sentence[token.index + 1].lower in OVER_WHICH_TIME and _names_tally(sentence, token):
            before = sentence.tokens[max(0, token.index - BROUGHT_REACH) : token.index]
            return token.index if any(word.pos == "VERB" and word.lemma in SUMMING for word in before) else None
    return None


def _is_given(sentence: Sentence, tally: Token) -> bool:
    """Say whether a figure is what somebody gives: "The agency gave a preliminary figure of 1,023"."""
    return tally.dep == "obj" and sentence[tally.head].lemma in ("give", "publish", "issue", "release", "cite") and tally.head < tally.index


def _names_tally(sentence: Sentence, token: Token) -> bool:
    """Say whether a word names a figure that is known: "the figure", "its toll", "the ministry's figure"; "put it at"."""
    # "put it at", "corrected this to"
    if token.lower in ("it", "this", "that") and token.pos in ("PRON", "DET"):
        after = sentence[token.index + 1].lower if token.index + 1 < len(sentence) else ""
        return after in ("at", "to") and token.index > 0 and sentence[token.index - 1].pos in ("VERB", "AUX")
    if token.lemma not in TALLIES | {"toll"}:
        return False
    if token.lower == "figure" and _is_given(sentence, token):
        return True
    # "a number of" is a vague count; "the number", "the ministry's figure" is one that is known.
    before = [t.lower for t in sentence.tokens[max(0, token.index - 3) : token.index]]
    return any(word in KNOWN_BY for word in before)
