"""
Tables for people: which columns fit a width, and rows as plain lines.

The worthiest column is always there, the others in order of worth as there is room. A cell that is longer than its column is wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

Row = tuple[str, ...]
# Cells between two columns.
COLUMN_GAP = 2
# A column is no narrower than its longest word, up to this: a longer word is cut in two.
WORD_LONGEST = 14
# A short column is not wrapped at all: numbers, days, ids.
UNWRAPPED = 12
# The worthiest column ("how many") is not wrapped up to this: a number and its hedge stay on one line.
WORTHIEST = 20
# Sentences and names in narrower columns make a row of many lines.
ROOMY = {"question": 24, "event": 24, "best is": 24, "what is said": 24, "left out by": 24, "who says so": 12}
# What may stand under its row does where it would have less room than this beside it.
BESIDE = 18
# Where a word that is longer than its line may be cut: a file's name has parts.
_PART = re.compile(r"[^-_/.]*[-_/.]+|[^-_/.]+")


@dataclass(frozen=True, slots=True)
class Table:
    """
    Headings, and rows of as many cells.

    ``worth`` are headings in order of worth; columns that are not named there come last. The columns of ``under`` may stand below their
    row. Raises :class:`ValueError` for a row with more or fewer cells.
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
        """Return the places of the columns that hold something in any row."""
        return [at for at in range(len(self.headings)) if any(row[at] for row in self.rows)]

    def ranked(self) -> list[int]:
        """Return the places of the columns that hold something, worthiest first."""
        place = {heading: number for number, heading in enumerate(self.worth)}
        return sorted(self.filled(), key=lambda at: (place.get(self.headings[at], len(place)), at))


def fit(table: Table, width: int, without: Collection[int] = ()) -> dict[int, int]:
    """
    Return the columns that a width has room for, by their places, each with its width in cells of the screen.

    Columns are taken in order of worth, without those that are named in ``without``, each with the least width it needs. What is left over
    goes to those that wrap most.

        >>> fit(Table(("how many", "of whom", "status"), (("up to 40", "rebels", "estimated"),), ("how many", "of whom")), 20)
        {0: 8, 1: 7}
    """
    taken: dict[int, int] = {}
    for at in (at for at in table.ranked() if at not in without):
        needed = least_width(table, at)
        # A column for which there is no room is passed over: a narrower one that is worth less may still fit.
        if not taken or sum(taken.values()) + needed + COLUMN_GAP * len(taken) <= width:
            # The worthiest column leaves half of a narrow screen to the others.
            taken[at] = needed if taken else min(needed, max(width // 2, 1))
    wanted = {at: max(map(cell_len, table.column(at))) for at in taken}
    for _ in range(width - sum(taken.values()) - COLUMN_GAP * (len(taken) - 1)):
        # Cell by cell to the column with the most lines; of two alike to the first.
        longest = max((at for at in taken if taken[at] < wanted[at]), key=lambda at: (wanted[at] / taken[at], -at), default=None)
        if longest is None:
            break
        taken[longest] += 1
    return dict(sorted(taken.items()))


def least_width(table: Table, at: int) -> int:
    """Return the fewest cells of the screen that a column can be shown in: its longest word, or all of it where it is short."""
    cells = table.column(at)
    widest = max(map(cell_len, cells))
    if widest <= (WORTHIEST if at == table.ranked()[0] else UNWRAPPED):
        return widest
    # Cells of the screen and not characters: a Chinese character takes two.
    word = min(WORD_LONGEST, max(cell_len(word) for cell in cells for word in cell.split() or [""]))
    heading = table.headings[at]
    return min(widest, max(word, BESIDE if heading in table.under else ROOMY.get(heading, 0)))


def breakable(text: str, width: int) -> str:
    """
    Return a text with a space where a word that is longer than a line is cut: where its own parts end.

        >>> breakable("in 2025-04-30-site-adds-up-wrong.txt", 16)
        'in 2025-04-30-site- adds-up-wrong. txt'
    """
    return " ".join(piece for word in text.split(" ") for piece in _pieces(word, width))


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield the pieces of a word, each of as many of its parts as a line has room for; a part that is longer is a piece."""
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
    """Return a table as aligned columns, one row a line, however long; empty columns are left out, and no cell is cut."""
    kept = Table(tuple(headings), tuple(rows)).filled()
    cells = [[row[at] or "-" for at in kept] for row in (tuple(headings), *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
