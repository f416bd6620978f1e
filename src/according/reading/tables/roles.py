"""
Roles: what the labels, the rows and the columns of a table are for its cells.

A row and a column are read alike. Its label says what befell those counted, whom, where, when or whose word it is, by its own words or by
the head over the labels ("Governorate", "Source"). So it is all one whether measures stand across or down.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from according.intake.dates import MONTH_WRITTEN
from according.lexicon import Lexicon
from according.names.countries import countries
from according.names.gazetteer import GENERIC_WORDS, Gazetteer, fold
from according.names.nouns import pattern_of
from according.reading.tables.cell_grids import Grid
from according.reading.tables.cell_words import Label, is_side, read_label
from according.report import Span

# What tells something of the cells beside it other than what they count.
_SETTINGS = ("place", "day", "side", "source")
SETTING = frozenset(_SETTINGS)
_MONTH = rf"(?:{MONTH_WRITTEN})\.?"
# A cell that is a day, a month or a year, or looks like one: "12 March 2024", "2024-03-12", "12/03", "Mar 2024", "2023".
DATED_CELL = re.compile(
    rf"\W*(?:[a-z]{{3,9}},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[–-]\s*\d{{1,2}})?\s+{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}(?:\s+\d{{4}})?(?:\s*[–-]\s*{_MONTH}(?:\s+\d{{4}})?)?|\d{{4}}-\d\d(?:-\d\d)?|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?|\d{{4}})\W*\Z",
    re.IGNORECASE,
)
YEAR_CELL = re.compile(r"(?:19|20)\d\d\Z")
# "2019 killed" over a column
_YEAR_LED = re.compile(r"(?:19|20)\d\d\s+[^\W\d]")
DIGIT_IN_CELL = re.compile(r"\d")
_FIGURES = re.compile(r"(?:\d{4}|\d{1,2}[./]\d{1,2})\Z")
# A number at the head of a cell, or of what somebody says in it: "~300", "at least 14", "Per Ukraine: 62,000 killed". The "2023" of
# "Deaths (2023)" is none.
_OPENING_COUNT = re.compile(
    r"(?:\A|[:;]\s*)(?:(?:at least|about|around|over|more than|up to|some|nearly|almost|approx\.?|approximately|c\.|ca\.?)\s*)?"
    r"[~≈<>≥≤+(]*\s*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """
    A label with what it is for the cells that it stands over or beside, and the row of the grid in which it stands; -1 for a caption.

    ``role`` is "measure", "people", "place", "day", "side", "source", "total", "number", "strength", or nothing.
    """

    label: Label
    role: str
    row: int
    # How the trace names it.
    rule: str


@dataclass(slots=True)
class Line:
    """A row with numbers: its labels, the row of one cell over it, and which of its cells hold numbers."""

    row: int
    labels: tuple[Tag, ...]
    section: Tag | None
    values: tuple[int, ...]
    # One cell over all columns.
    spanning: bool = False


@dataclass(slots=True)
class Table:
    """
    A grid with what its rows and columns are.

    ``columns`` holds the tags over each column, ``facts`` those of the rows that tell one thing of every column, by column and role, each
    with its row and in order. ``sided`` says that its columns are the sides of a war. ``refused`` is the reason for which none of its
    numbers counts anybody.
    """

    grid: Grid
    lines: list[Line] = field(default_factory=list)
    columns: list[tuple[Tag, ...]] = field(default_factory=list)
    facts: dict[tuple[int, str], list[tuple[int, Tag]]] = field(default_factory=dict)
    captions: tuple[Tag, ...] = ()
    # The label over the labels, which may tell of all cells: "Deaths | Men | Women".
    corner: Tag | None = None
    sided: bool = False
    refused: str = ""

    @property
    def boxed(self) -> bool:
        """Whether it is a box of labels and values, without heads over its columns."""
        return len(self.columns) == 2 and not self.sided and not any(self.columns)

    def over(self, row: int, column: int) -> list[Tag]:
        """Return the tags over a cell, the nearest first: those of its column, and of the rows that tell one thing of it."""
        found = list(reversed(self.columns[column])) if column < len(self.columns) else []
        for role in _SETTINGS:
            told = self.facts.get((column, role), [])
            above = bisect_left(told, row, key=lambda fact: fact[0])
            # A second "Date" begins the next entry of the box: what stands below is then not of the rows above.
            found += [told[above - 1][1]] if above else [told[0][1]] if len(told) == 1 else []
        return found


@dataclass(slots=True)
class TableText:
    """What a table is read from."""

    text: str
    lexicon: Lexicon
    gazetteer: Gazetteer


def label_of(source: TableText, span: Span) -> Label:
    """Return what the words at a span say."""
    return read_label(source.text, span, source.lexicon)


def tag_of(source: TableText, span: Span, row: int, rule: str, head: str = "", *, sided: bool = False) -> Tag:
    """Return a label as a tag, by the head over the labels where it says what they are, else by its own words."""
    label = label_of(source, span)
    return Tag(label, _role_of(source, label, head, sided=sided), row, rule)


def _role_of(source: TableText, label: Label, head: str, *, sided: bool) -> str:
    """Return what a label is for the cells beside it."""
    words = label.span.slice(source.text)
    if label.role == "total":
        return "total"
    # "of whom children" below "Homs" is no place.
    if head in SETTING and not label.part:
        return head
    if label.role == "strength" and sided:
        return "strength"
    if label.measures:
        return "measure"
    if label.source is not None:
        return "source"
    if label.role in SETTING | {"number"}:
        return label.role
    if DATED_CELL.match(words):
        return "day"
    if label.people is not None:
        return "people"
    return "side" if is_side(words, source.lexicon) else "place" if _is_place(words, source) else ""


def _is_place(words: str, source: TableText) -> bool:
    """Say whether a label is the name of a known place: "Khan Younis", "Aleppo Governorate", "Antakya, Turkey"; not "Bridge"."""
    if not words[:1].isupper():
        return False
    name = fold(words.partition(",")[0].partition("(")[0])
    bare = " ".join(word for word in name.split() if word not in GENERIC_WORDS)
    # Some village somewhere is called as nearly every noun is.
    common = pattern_of(name, source.lexicon) is not None or source.lexicon.find("times", name) is not None
    return not common and (name in source.gazetteer or (bool(bare) and bare in source.gazetteer))


def is_country(words: str) -> bool:
    """Say whether a cell is the name of a country."""
    return words.casefold().strip() in countries()


def is_dated(words: str) -> bool:
    """Say whether a cell is a day, a month or a day in figures; "2023", "12.4" and "3/9" may be numbers."""
    return DATED_CELL.match(words) is not None and _FIGURES.match(words.strip()) is None


def is_count(source: TableText, cell: Span) -> bool:
    """Say whether a cell opens with a number that is no date."""
    words = cell.slice(source.text)
    return _OPENING_COUNT.search(words) is not None and not is_dated(words) and _YEAR_LED.match(words) is None


def is_head_row(source: TableText, row: Sequence[Span]) -> bool:
    """Say whether a row is one of heads: none of its cells opens with a number that is no date, in itself or behind a colon."""
    cells = (cell.slice(source.text) for cell in row[1:])
    years = (YEAR_CELL, _YEAR_LED)
    return not any(_OPENING_COUNT.search(words) and not is_dated(words) and not any(year.match(words) for year in years) for words in cells)


def is_bare(source: TableText, row: Sequence[Span]) -> bool:
    """Say whether a row has but one cell with words, or one text in all its cells: it heads the rows below."""
    return len({cell.slice(source.text) for cell in row if cell.start < cell.end}) == 1


def told_by_caption(table: Table) -> Tag | None:
    """Return the caption or corner that tells of all cells of a table what befell those counted, if one alone does."""
    tags = [tag for tag in (*table.captions, *([table.corner] if table.corner else [])) if len(tag.label.measures) == 1]
    tags = [tag for tag in tags if not tag.label.weak and not tag.label.refused]
    return tags[-1] if tags else None
