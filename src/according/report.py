"""
What was received: a report's text and where it came from.

All offsets in this package count Unicode code points of ``Report.text`` and are half-open.
"""
from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

# Front matter is a few rows: a line of dashes further down closes nothing.
FRONT_MATTER_LONGEST = 20_000
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\r|\n)(?P<rows>.*?)(?:\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)


def match_front_matter(text: str) -> re.Match[str] | None:
    """Return the rows that a text opens with between two lines of dashes (the group ``rows``), or ``None``."""
    return _FRONT_MATTER.match(text, 0, FRONT_MATTER_LONGEST)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        # An empty span is one: it has a place and covers nothing.
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no such span: {self.start} to {self.end}; a span starts at 0 or later and ends at or after its start")

    def slice(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share at least one character."""
        # Half-open: two spans that only touch share nothing.
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Report:
    """
    A text as received, and what is known of where it came from.

    The text is never edited; a report is identified by its hash. ``body`` is the offset at which the body begins: what comes before (a
    dateline, a repeated headline) is not read as a statement. ``headline`` is where the headline stands. ``published_at`` has hour and
    zone, where the source gives them, and ``published`` is its day in that zone; ``dated_by`` says how the day was found where the text
    does not say it ("JSON-LD", "feed"). ``language`` is a code of ISO 639-1. ``tags`` say what it is about, most salient first. ``pages``
    are the offsets at which pages begin, the first at 0; there are none where the report has no pages.
    """

    text: str
    path: str | None = None
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    body: int = 0
    headline: Span | None = None
    tags: tuple[str, ...] = field(default=())
    author: str | None = None
    published_at: datetime | None = None
    dated_by: str | None = None
    pages: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of the text in UTF-8."""
        return _digest(self.text)

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page, from 1, on which an offset lies; ``None`` where the report has no pages."""
        return page_of(self.pages, offset)


def page_of(pages: tuple[int, ...], offset: int) -> int | None:
    """Return the number of the page, from 1, on which an offset lies, by where the pages begin; ``None`` where there are none."""
    return bisect_right(pages, offset) or None


@dataclass(frozen=True, slots=True)
class Raw:
    """
    The bytes that a report came as.

    ``hash`` is their SHA-256 in hexadecimal digits. ``extractor`` is what took the text out of them, with its version; it is ``None``
    where the text is nothing but the bytes decoded, and then the bytes themselves (``data``) are not kept. ``retrieved`` is when they
    were fetched.
    """

    hash: str
    data: bytes | None = field(default=None, repr=False)
    extractor: str | None = None
    retrieved: datetime | None = None

    @classmethod
    def of(cls, data: bytes, extractor: str | None = None, retrieved: datetime | None = None) -> Raw:
        """Return what is kept of bytes."""
        return cls(hashlib.sha256(data).hexdigest(), data if extractor else None, extractor, retrieved)


def make_id(*parts: object) -> str:
    """Return the content hash of the identifying fields: 16 hexadecimal digits of SHA-256."""
    # Between the parts a separator that no one types, or two fields could be taken for two others.
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=16)
def _digest(text: str) -> str:
    """Return a text's id; every statement and figure of a report asks for it."""
    # The text is kept as received, with lone surrogates too, which plain UTF-8 would refuse.
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()[:32]
