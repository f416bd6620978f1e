"""
What is printed on every page of a document and is no part of its account: running heads and feet, and page numbers.

A line is one where it stands at the same height on several pages with the same words, or with a number that counts the pages.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from according.intake.documents.page.letters import Piece
from according.intake.documents.page.page_rows import Row, group_rows

# A head or a foot has at most so many lines.
LINES_MOST = 4
# In points: a line that returns stands at the same height.
SAME_HEIGHT = 3.0
_ADDRESS = re.compile(r"(?:https?|file):/\S*\Z")
_PAGE_COUNT = re.compile(r"\d{1,4}(?:/| of )\d{1,4}\Z")
_NUMBER = re.compile(r"\d{1,4}")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*(?P<number>\d{1,4})(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*\Z", re.IGNORECASE)


def drop_running(pages: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Return the pieces of pages without their running heads, feet and page numbers."""
    edges = [_edges(pieces) for pieces in pages]
    met: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for page, inward in enumerate(edges):
        # Of a page of a few lines none is counted twice.
        for piece in {id(piece): piece for rows in inward for row in rows for piece in row}.values():
            for key in _keys(piece, page):
                met[key].append((page, piece.base))
    kept = []
    for page, (pieces, inward) in enumerate(zip(pages, edges, strict=True)):
        running = {id(piece) for rows in inward for piece in _running(rows, page, met)}
        outermost = [rows[0] for rows in inward if rows]
        # "3" alone in the last line of the third page needs no other page to show what it is.
        running.update(id(row[0]) for row in outermost if len(row) == 1 and len(pieces) > 1 and _is_own_number(row[0], page))
        running.update(id(piece) for row in _print_marks(outermost) for piece in row)
        running -= {id(piece) for piece in _heads_of_tables(pieces, running)}
        kept.append([piece for piece in pieces if id(piece) not in running])
    return kept


def _edges(pieces: list[Piece]) -> tuple[list[Row], list[Row]]:
    """Return the rows at the head of a page from the first downwards, and those at its foot from the last upwards."""
    rows = group_rows(pieces)
    return rows[:LINES_MOST], rows[: -LINES_MOST - 1 : -1]


def _running(rows: list[Row], page: int, met: dict[tuple[str, int], list[tuple[int, float]]]) -> Iterator[Piece]:
    """Yield what returns on other pages, inwards as far as each row has some of it: a line of the account may return by chance."""
    for row in rows:
        returning = [piece for piece in row if _returns(piece, page, met)]
        if not returning:
            return
        yield from returning


def _keys(piece: Piece, page: int) -> list[tuple[str, int]]:
    """Return what is the same about a running line on all pages: its words, or its words around a number that counts the pages."""
    keys = [(piece.text, -1)]
    for match in _NUMBER.finditer(piece.text):
        keys.append((f"{piece.text[: match.start()]}\0{piece.text[match.end() :]}", int(match[0]) - page))
    return keys


def _returns(piece: Piece, page: int, met: dict[tuple[str, int], list[tuple[int, float]]]) -> bool:
    return any(
        other != page and abs(base - piece.base) < SAME_HEIGHT
        for key in _keys(piece, page)
        for other, base in met[key]
    )  # fmt: skip


def _is_own_number(piece: Piece, page: int) -> bool:
    number = _PAGE_NUMBER.match(piece.text)
    return number is not None and int(number["number"]) == page + 1


def _print_marks(outermost: list[Row]) -> list[Row]:
    """Return the first and the last line of a page where a browser printed them: address, count of pages, hour of printing."""
    pieces = [piece.text for row in outermost for piece in row]
    printed = any(map(_ADDRESS.match, pieces)) and any(map(_PAGE_COUNT.match, pieces))
    return outermost if printed else []


def _heads_of_tables(pieces: list[Piece], running: set[int]) -> list[Piece]:
    """Return what is repeated because a table goes on over the page: a row whose cells stand above the cells of the next."""
    found: list[Piece] = []
    every = group_rows(pieces)
    for above, below in itertools.pairwise(every):
        if len(above) < 2 or not all(id(piece) in running for piece in above) or any(id(piece) in running for piece in below):
            continue
        over = sum(any(cell.left < piece.right and piece.left < cell.right for cell in below) for piece in above)
        # A head in two halves stands above a page of two columns too, but not as close.
        if over >= 2 and len(below) >= len(above) and above[0].base - below[0].base < 2.5 * above[0].height:
            found += above
    return found
