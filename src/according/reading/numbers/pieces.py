"""
A sentence cut into the small pieces that number words are made of, whatever the parser's own cut.

Tokenisers differ on ``23-year-old``, ``$1.5m`` and ``six-thousand``; the number rules read these pieces and give back
token indexes and offsets, so that they hold for any of them.
"""
from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Any

from according.language.sentence import Sentence, Token

# Fractions of one character, and what they are of one.
VULGAR = "½¼¾⅓⅔⅕⅛"
VULGAR_FRACTIONS = {mark: unicodedata.numeric(mark) for mark in VULGAR}
# "2 300" is one number, but not behind a month: "On March 2 300 people fled".
_MONTH_WORDS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february"),
    *("march", "april", "june", "july", "august", "september", "october", "november", "december"),
)
_NO_DAY = "".join(rf"(?<!{month} )(?<!{month}\. )" for month in _MONTH_WORDS)
_SCALES = r"(?:thousand|million|billion|trillion|lakh|crore|mn|bn|mln|bln)"
NUMBER_PIECE = re.compile(
    "|".join(
        (
            r"[^\W\d_]+(?:['’][^\W\d_]+)*",  # Shi'ite, o'clock; first, since most pieces are words
            r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)",  # 1,500.25
            r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?(?!\d)",  # 12,34,567: lakhs and crores
            rf"\d{{1,3}},\d{{1,2}}(?=\s?{_SCALES}\b)",  # 1,5 million
            r"\d{1,3}(?:[ \u00a0\u2009\u202f]000)+(?!\d)",  # 10 000
            rf"{_NO_DAY}\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d)",  # 2 300, 1 414 021
            r"\d{1,3}(?:['’]\d{3})+(?!\d)",  # 12'345
            rf"\d*[{VULGAR}]",  # 1½
            r"\d+(?:\.\d+){2,}",  # 192.168.1.2
            r"\d+(?::\d\d)+",  # 10:30
            r"\d+(?:st|nd|rd|th)\b",  # 155th
            r"\d+(?:\.\d+)?",  # 3.6, 2007
            r"\S",
        )
    )
)
PAD = 8  # empty pieces behind the last, so that looking a few pieces ahead or behind needs no test


class Pieces:
    """The pieces of a sentence: ``lower[i]`` at ``spans[i]``, offsets counted from the sentence's start."""

    __slots__ = ("_lowered", "_spans", "base", "count", "lower", "numerals", "sentence", "text")

    def __init__(self, sentence: Sentence) -> None:
        self.base = sentence.start
        self.sentence = sentence
        self.text = surface(sentence)
        self._lowered = lower_each(self.text)
        self._spans: list[tuple[int, int]] | None = None
        self.lower: list[str] = NUMBER_PIECE.findall(self._lowered)
        self.count = len(self.lower)
        self.lower += [""] * PAD
        self.numerals: dict[int, Any] = {}  # the numerals read so far, by the piece where they begin

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where the pieces stand, found when first asked for: most sentences have no number."""
        if self._spans is None:
            self._spans = [match.span() for match in NUMBER_PIECE.finditer(self._lowered)]
        return self._spans

    def glued(self, at: int) -> bool:
        """Say whether nothing stands between a piece and the one before it."""
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
        """Return the index of the token in which a piece begins."""
        return max(bisect_right(self.sentence.tokens, self.base + self.spans[at][0], key=_start) - 1, 0)


def starts_number(piece: str) -> bool:
    """Say whether a piece begins with a digit or is a fraction of one character."""
    return piece[:1].isdecimal() or piece[:1] in VULGAR_FRACTIONS


def _start(token: Token) -> int:
    return token.start


def surface(sentence: Sentence) -> str:
    """Return the sentence's words with a space for each character between them."""
    parts, at = [], sentence.start
    for token in sentence.tokens:
        if (start := token.start) > at:
            parts.append(" " * (start - at))
        parts.append(token.text.ljust(token.end - start))  # a word that hides a soft hyphen is shorter than its stretch
        at = token.end
    return "".join(parts)


def lower_each(text: str) -> str:
    """Return ``text`` in lower case at the same length: a letter whose lower case is longer stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
