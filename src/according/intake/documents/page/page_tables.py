"""
Tables of a page: rows of pieces that stand under one another, as lines with their cells between bars.

A table is known where its columns are plain: no cell reaches into the column of another. All else is left to be read as lines of prose.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from according.intake.documents.page.letters import Piece
from according.intake.documents.page.page_rows import Row, is_number

# Rows a table has at least, unless its cells are a label and a number.
ROWS_LEAST = 2
# In heights of a letter, from baseline to baseline.
GAP_OF_ROWS = 4.0
# In heights of a letter: the lines of one cell stand closer than rows of cells that have room around them.
LINES_OF_A_CELL = 1.3
# In words: of a table one column at least has cells that are mostly this short.
WORDS_OF_A_CELL = 4
# In heights of a letter: columns without a number stand so far apart.
GAP_WITHOUT_NUMBERS = 1.1
# Dots that lead to the page number in a table of contents.
_LEADERS = re.compile(r"(?:\s*[.·…_]){4,}\s*")


@dataclass(slots=True)
class Table:
    """A table's rows, each of them one cell a column, from the row at ``first`` to before that at ``end``."""

    first: int
    end: int
    cells: list[list[str]]


def find_tables(rows: Sequence[Row]) -> list[Table]:
    """Return the tables among the rows of a column, in their order."""
    found: list[Table] = []
    at = 0
    while at < len(rows):
        part = _reach(rows, at)
        first = at
        # Heads that stand so close that they are one piece: the columns below part them.
        while len(part) > 1 and first > (found[-1].end if found else 0) and (head := _fit(rows[first - 1], _bands(part), parted=True)):
            part, first = [head, *part], first - 1
        cells = _cells(part)
        end = first + len(part)
        if cells is not None:
            found.append(Table(first, end, cells))
        at = end if cells is not None else at + 1
    return found


def is_contents(row: Row) -> bool:
    """Say whether a row is one of a table of contents, with dots between its words and a page number: it tells nothing of what happened."""
    match = _LEADERS.search(" ".join(piece.text for piece in row))
    return match is not None and match.string[match.end() :].strip().isdecimal()


def _reach(rows: Sequence[Row], start: int) -> list[Row]:
    """Return the rows that can be one table with the row at ``start``, each in pieces that are cells."""
    part = [rows[start]]
    if len(rows[start]) < 2:
        return part
    for row in rows[start + 1 :]:
        bands, above = _bands(part), part[-1]
        # A wide gap ends a table; so does a line that reaches over its columns.
        if above[0].base - row[0].base > GAP_OF_ROWS * max(above[0].height, row[0].height):
            break
        row = _fit(row, bands) or row
        merged = _merge(bands, row)
        if len(merged) < len(bands) or (len(row) == 1 and not _is_cell(row[0], bands)) or _clash([*part, row], merged):
            break
        part.append(row)
    # The last rows with one piece only are no part of it: a paragraph behind the table.
    while len(part) > 1 and len(part[-1]) < 2:
        part.pop()
    return part


def _bands(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return the left and right edges of the columns of rows."""
    bands: list[tuple[float, float]] = []
    for row in rows:
        bands = _merge(bands, row)
    return bands


def _fit(row: Row, bands: Sequence[tuple[float, float]], parted: bool = False) -> Row | None:
    """
    Return a row with a piece that reaches over several columns parted where it is drawn apart; ``None`` where that fits no columns.

    With ``parted`` only where a piece is parted: a line above a table is no row of it for standing there.
    """
    fitted: Row = []
    for piece in row:
        cells: dict[int, Piece] = {}
        for part in piece.parts or (piece,):
            touched = [at for at, band in enumerate(bands) if part.left < band[1] and band[0] < part.right]
            if len(touched) != 1:
                return None
            held = cells.get(touched[0])
            cells[touched[0]] = part if held is None else replace(held, text=f"{held.text} {part.text}", right=part.right)
        fitted += cells.values() if len(cells) > 1 else [piece]
    return None if parted and len(fitted) < max(len(row) + 1, len(bands)) else fitted


def _merge(bands: list[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """Return the columns' edges when a row is added: what overlaps is one column."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted([*bands, *((piece.left, piece.right) for piece in row)]):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _is_cell(piece: Piece, bands: list[tuple[float, float]]) -> bool:
    """Say whether a piece alone in its row is a cell: inside a column, or a little wider than it."""
    touched = [band for band in bands if piece.left < band[1] and band[0] < piece.right]
    return len(touched) == 1 and piece.right - piece.left < 1.5 * (touched[0][1] - touched[0][0])


def _clash(rows: Sequence[Row], bands: list[tuple[float, float]]) -> bool:
    """Say whether two pieces of one row stand in one column."""
    return any(len({_column(piece, bands) for piece in row}) < len(row) for row in rows)


def _column(piece: Piece, bands: Sequence[tuple[float, float]]) -> int:
    middle = (piece.left + piece.right) / 2
    return min(range(len(bands)), key=lambda at: max(bands[at][0] - middle, middle - bands[at][1], 0.0))


def _cells(rows: Sequence[Row]) -> list[list[str]] | None:
    """Return the cells of rows; ``None`` where they are no table."""
    full = [row for row in rows if len(row) > 1]
    single = len(rows) == 1 and len(full) == 1 and not is_number(rows[0][0].text) and all(is_number(piece.text) for piece in rows[0][1:])
    if len(full) < ROWS_LEAST and not single:
        return None
    bands = _close_up(rows, _bands(rows))
    if len(bands) < 2 or _is_prose(rows, full, bands):
        return None
    cells: list[list[str]] = []
    for group in _cell_rows(rows, len(bands)):
        held = [""] * len(bands)
        for piece in (piece for row in group for piece in row):
            at = _column(piece, bands)
            held[at] = f"{held[at]} {piece.text}".strip()
        cells.append(held)
    return cells


def _is_prose(rows: Sequence[Row], full: Sequence[Row], bands: Sequence[tuple[float, float]]) -> bool:
    """Say whether rows are lines of justified print with wide blanks in them."""
    # Every column runs on in long stretches.
    if min(_words(rows, bands, column) for column in range(len(bands))) > WORDS_OF_A_CELL:
        return True
    # Few rows without a number: then the blanks show it, which are wider in a table.
    gaps = [right.left - left.right for row in full for left, right in itertools.pairwise(row)]
    counted = any(is_number(piece.text) for row in rows for piece in row)
    return not counted and (len(full) <= ROWS_LEAST or min(gaps) < GAP_WITHOUT_NUMBERS * rows[0][0].height)


def _words(rows: Sequence[Row], bands: Sequence[tuple[float, float]], column: int) -> float:
    """Return how many words the cells of a column mostly have."""
    return median(len(piece.text.split()) for row in rows for piece in row if _column(piece, bands) == column)


def _close_up(rows: Sequence[Row], bands: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join neighbouring columns that never both have a cell: a head in the middle above numbers that stand to the right."""
    held = [{at for at, row in enumerate(rows) if any(_column(piece, bands) == column for piece in row)} for column in range(len(bands))]
    joined, rows_of = [bands[0]], [held[0]]
    for band, own in zip(bands[1:], held[1:], strict=True):
        height = rows[0][0].height
        if not (own & rows_of[-1]) and band[0] - joined[-1][1] < 2 * height:
            joined[-1], rows_of[-1] = (joined[-1][0], band[1]), rows_of[-1] | own
        else:
            joined.append(band)
            rows_of.append(own)
    return joined


def _cell_rows(rows: Sequence[Row], columns: int) -> list[list[Row]]:
    """Group the lines of a table into its rows: lines that stand closer than others, where there are two distances, are of one row."""
    steps = [(above[0].base - below[0].base) / max(below[0].height, 0.1) for above, below in itertools.pairwise(rows)]
    parted = any(step >= LINES_OF_A_CELL for step in steps)
    groups = [[rows[0]]]
    for step, row in zip(steps, rows[1:], strict=True):
        if parted and step < LINES_OF_A_CELL and len(row) < columns:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
