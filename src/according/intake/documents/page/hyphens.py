"""
Words that a line's end has cut in two: whether the hyphen goes or stays.

The document itself tells first: "casualties" or "anti-aircraft" stands elsewhere in it. Else the shape of the two halves tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

# Before these the hyphen is written in the middle of a line too, or reads as well as none does: "ex-soldiers", "non-combatants".
KEEPS_HYPHEN = frozenset(
    "all anti co counter cross cyber ex extra far first half high intra long low mid multi near neo non north off old one over post pre pro"
    " quasi re second self semi short so south still sub super third trans two ultra un vice well west east".split()
)
_NUMERALS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    " thirty forty fifty sixty seventy eighty ninety hundred thousand million".split()
)
# Each half of "fire-fighters" is long enough to be a word by itself; "at" of "at-tack" is one by chance.
HALF_SHORTEST = 4
SOFT = "\u00ad"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LAST = re.compile(r"[^\W_][\w'’-]*\Z")
_FIRST = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Count the words of a document's lines, in small letters; a word that a line's end cuts is none."""
    counted: Counter[str] = Counter()
    for line in lines:
        words = _WORD.findall(line.casefold())
        counted.update(words[:-1] if line.endswith(("-", SOFT)) else words)
    return counted


def join_lines(above: str, below: str, words: Counter[str]) -> str:
    """Return two lines of one paragraph as one; ``words`` are those of the document, with how often each stands in it."""
    if above.endswith(SOFT):
        return above[:-1] + below
    if not above.endswith("-"):
        return f"{above} {below}"
    first, second = _LAST.search(above[:-1]), _FIRST.match(below)
    # "12 killed -" and a line of its own behind it: a dash, not a hyphen.
    if first is None or second is None:
        return f"{above} {below}" if first is None else above + below
    return (above if _keeps(first[0], second[0], words) else above[:-1]) + below


def _keeps(first: str, second: str, words: Counter[str]) -> bool:
    """Say whether the hyphen between two halves of a word belongs to it."""
    # "COVID-19", "Franco-German", "15-year-old", "mother-in-law"
    if not second[0].islower() or any(letter.isdigit() for letter in first) or "-" in first:
        return True
    first, second = first.casefold(), second.casefold()
    whole, halved = words[first + second], words[f"{first}-{second}"]
    if whole or halved:
        return halved > whole
    if first in _NUMERALS or first in KEEPS_HYPHEN:
        return True
    return min(len(first), len(second)) >= HALF_SHORTEST and bool(words[first]) and bool(words[second])
