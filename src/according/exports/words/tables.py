"""
Tables for people: which columns fit a width, and rows as plain lines.

The first columns in order of worth are always there; the others as there is room. A cell that is longer than its column is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

Row = tuple[str, ...]
# Between two columns.
COLUMN_GAP = 2
# A column is no narrower than its longest word, up to this: a longer word is cut in two.
WORD_LONGEST = 14
# A short column is not wrapped at all: numbers, days, ids.
UNWRAPPED = 12
# The worthiest column is wrapped last: how many.
WORTHIEST = 20
# Sentences and names in narrower columns make a row of many lines.
ROOMY = {"question": 24, "best is": 24, "what is said": 24, "left out by": 24, "who says so": 12}
# What may stand under its row does where it would have less room than this beside it.
BESIDE = 18
# Where a word that is longer than its line may be cut: a file's name has parts.
_PART = re.compile(r"[^-_/.]*[-_/.]+|[^-_/.]+")


@dataclass(frozen=True, slots=True)
class Table:
    """
    Headings, rows of as many cells, and the headings in order of worth; those that are not named come last.

    The columns of ``under`` may stand below their row.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    worth: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError("a row has as many cells as there are headings")

    def column(self, at: int) -> list[str]:
        """Return a column's heading and cells."""
        return [self.headings[at], *(row[at] for row in self.rows)]

    def filled(self) -> list[int]:
        """Return the columns that hold something."""
        return [at for at in range(len(self.headings)) if any(row[at] for row in self.rows)]

    def ranked(self) -> list[int]:
        """Return the columns that hold something, worthiest first."""
        place = {heading: number for number, heading in enumerate(self.worth)}
        return sorted(self.filled(), key=lambda at: (place.get(self.headings[at], len(place)), at))


def fit(table: Table, width: int, without: Collection[int] = ()) -> dict[int, int]:
    """
    Return the columns that a width has room for, in the table's order, each with its cells; what is left goes to those that wrap most.

        >>> fit(Table(("how many", "of whom", "status"), (("up to 40", "rebels", "estimated"),), ("how many", "of whom")), 20)
        {0: 8, 1: 7}
    """
    taken: dict[int, int] = {}
    for at in (at for at in table.ranked() if at not in without):
        needed = least_width(table, at)
        if not taken or sum(taken.values()) + needed + COLUMN_GAP * len(taken) <= width:
            taken[at] = needed if taken else min(needed, max(width // 2, 1))
    wanted = {at: max(map(cell_len, table.column(at))) for at in taken}
    for _ in range(width - sum(taken.values()) - COLUMN_GAP * (len(taken) - 1)):
        longest = max((at for at in taken if taken[at] < wanted[at]), key=lambda at: (wanted[at] / taken[at], -at), default=None)
        if longest is None:
            break
        taken[longest] += 1
    return dict(sorted(taken.items()))


def least_width(table: Table, at: int) -> int:
    """Return the fewest cells that a column can be shown in: its longest word, or all of it where it is short."""
    cells = table.column(at)
    widest = max(map(cell_len, cells))
    if widest <= (WORTHIEST if at == table.ranked()[0] else UNWRAPPED):
        return widest
    word = min(WORD_LONGEST, max(cell_len(word) for cell in cells for word in cell.split() or [""]))
    heading = table.headings[at]
    return min(widest, max(word, BESIDE if heading in table.under else ROOMY.get(heading, 0)))


def breakable(text: str, width: int) -> str:
    """
    Return a text with a space where a word longer than a line is cut: where its own parts end.

        >>> breakable("in 2025-04-30-site-adds-up-wrong.txt", 16)
        'in 2025-04-30-site- adds-up-wrong. txt'
    """
    return " ".join(piece for word in text.split(" ") for piece in _pieces(word, width))


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield the pieces of a word, each as long as a line allows: no two of them fit on one."""
    if cell_len(word) <= width:
        yield word
        return
    piece = ""
    for part in _PART.findall(word):
        if piece and cell_len(piece + part) > width:
            yield piece
            piece = ""
        piece += part
    yield piece


def plain_lines(headings: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return aligned columns without lines or cuts, one row a line, however long; empty columns are left out."""
    kept = Table(tuple(headings), tuple(rows)).filled()
    cells = [[row[at] or "-" for at in kept] for row in (tuple(headings), *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
