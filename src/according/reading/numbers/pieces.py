"""
A sentence cut into the small pieces that number words are made of, whatever the parser's own cut.

Tokenisers differ on ``23-year-old``, ``$1.5m`` and ``six-thousand``. The number rules read these pieces and give back
token indexes and offsets. So they hold for any tokeniser.
"""
from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Any

from according.language.sentence import Sentence

# Fractions of one character, and what they are of one.
VULGAR = "½¼¾⅓⅔⅕⅛"
VULGAR_FRACTIONS = {mark: unicodedata.numeric(mark) for mark in VULGAR}
# "2 300" is one number, but not behind a month: "On March 2 300 people fled".
_MONTH_WORDS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february"),
    *("march", "april", "june", "july", "august", "september", "october", "november", "december"),
)
# A look-behind of `re` must have one width, so each month has two of its own: "March 2" and "Mar. 2".
_NO_DAY = "".join(rf"(?<!{month}[ \t])(?<!{month}\.[ \t])" for month in _MONTH_WORDS)
# A test compares them with the word list, which is not at hand where the pattern is made.
_SCALES = r"(?:thousand|million|billion|trillion|lakhs?|crores?|mil|mn|bn|mln|bln)"
# The first form that fits is taken, so the longer forms of a number stand before the shorter.
NUMBER_PIECE = re.compile(
    "|".join(
        (
            # Shi'ite, o'clock. First, since most pieces are words.
            r"[^\W\d_]+(?:['’][^\W\d_]+)*",
            # No digit may follow three: "1,2345" has no thousands.
            r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)",  # 1,500.25
            # From its first digits on: from each of "11,11,11," it would be looked for to the end.
            r"(?<!\d,)\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?(?!\d)",  # 12,34,567: lakhs and crores
            # A decimal comma is read before a scale only; elsewhere a comma parts two numbers.
            rf"\d{{1,3}},\d{{1,2}}(?=\s?{_SCALES}\b)",  # 1,5 million
            # Three noughts count nothing by themselves, so these may stand behind a month: "In March 10 000 fled".
            r"\d{1,3}(?:[ \u00a0\u2009\u202f]000)+(?!\d)",  # 10 000
            rf"{_NO_DAY}\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d)",  # 2 300, 1 414 021
            r"\d{1,3}(?:['’]\d{3})+(?!\d)",  # 12'345
            rf"\d*[{VULGAR}]",  # 1½
            # Addresses, hours and places in a row are kept whole, so that none of their parts is read as a count.
            r"\d+(?:\.\d+){2,}",  # 192.168.1.2
            r"\d+(?::\d\d)+",  # 10:30
            r"\d+(?:st|nd|rd|th)\b",  # 155th
            r"\d+(?:\.\d+)?",  # 3.6, 2007
            r"\S",
        )
    )
)
# Empty pieces behind the last. A rule may look a few pieces ahead without a test; before the first, index -1 is empty too.
PAD = 8


class Pieces:
    """
    The pieces of a sentence: ``lower[i]`` in lower case at ``spans[i]``, half-open offsets from the sentence's start ``base``.

    There are ``count`` pieces. Behind them ``lower`` has ``PAD`` empty strings.
    """

    __slots__ = ("_lowered", "_spans", "_starts", "base", "count", "lower", "numerals", "sentence", "text")

    def __init__(self, sentence: Sentence) -> None:
        self.base = sentence.start
        self.sentence = sentence
        self.text = surface(sentence)
        self._lowered = lower_each(self.text)
        self._spans: list[tuple[int, int]] | None = None
        self._starts: list[int] | None = None
        self.lower: list[str] = NUMBER_PIECE.findall(self._lowered)
        self.count = len(self.lower)
        self.lower += [""] * PAD
        # The numerals read so far, by the piece where they begin: ranges and approximators ask for the same one again.
        self.numerals: dict[int, Any] = {}

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the pieces stand, found when first asked for: most sentences have no number."""
        if self._spans is None:
            self._spans, at = [], 0
            for piece in self.lower[: self.count]:
                # Nothing but white space stands between two pieces, and none begins with it.
                start = self._lowered.find(piece, at)
                at = start + len(piece)
                self._spans.append((start, at))
        return self._spans

    def glued(self, at: int) -> bool:
        """Say whether nothing stands between a piece and the one before it; of the first piece it is not so."""
        return 0 < at < self.count and self.spans[at][0] == self.spans[at - 1][1]

    def cased(self, at: int) -> str:
        """Return a piece as the report writes it."""
        return self.text[slice(*self.spans[at])] if 0 <= at < self.count else ""

    def capital(self, at: int) -> bool:
        """Say whether a piece begins with a capital letter."""
        return 0 <= at < self.count and self.text[self.spans[at][0]].isupper()

    def word(self, at: int) -> bool:
        """Say whether a piece is a word of letters."""
        return self.lower[at][:1].isalpha() if 0 <= at < self.count else False

    def digits(self, at: int) -> bool:
        """Say whether a piece begins with a digit."""
        return starts_number(self.lower[at]) if 0 <= at < self.count else False

    def hyphen(self, at: int) -> bool:
        """Say whether a piece is a hyphen that joins its two neighbours."""
        return self.lower[at] in ("-", "‐", "‑") and self.glued(at) and self.glued(at + 1)

    def token(self, at: int) -> int:
        """Return the index of the token in which a piece begins: the last that starts at or before it."""
        if self._starts is None:
            self._starts = [token.start for token in self.sentence.tokens]
        return max(bisect_right(self._starts, self.base + self.spans[at][0]) - 1, 0)


def starts_number(piece: str) -> bool:
    """Say whether a piece begins with a digit or is a fraction of one character."""
    # `isdecimal`, since `isdigit` takes "²" too, which `int` refuses.
    return piece[:1].isdecimal() or piece[:1] in VULGAR_FRACTIONS


def surface(sentence: Sentence) -> str:
    """
    Return the sentence's words with a space for each character between them, or a tab where one parts two cells.

    A tab parts the thousands of no number: "Ward 12<tab>345" is a ward and a count.

    An offset in it is an offset in the report less the sentence's start.
    """
    parts, at = [], sentence.start
    for token in sentence.tokens:
        if (start := token.start) > at:
            parts.append(" " * (start - at) if not token.tabbed else "\t".rjust(start - at))
        at = token.end
        # A word that hides a soft hyphen is shorter than its stretch.
        parts.append(token.text.ljust(at - start))
    return "".join(parts)


def lower_each(text: str) -> str:
    """Return ``text`` in lower case at the same length: a letter whose lower case is longer stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # "İ" becomes two characters in lower case, and every offset behind it would be one too high.
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
