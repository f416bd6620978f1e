"""Pieces of a page on one line: rows, from the head of a page to its foot."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from statistics import median

from according.intake.documents.page.letters import SAME_BASE, Piece

# So many distances of baselines tell which of them are usual; of fewer the usual one is no more than this, in heights of a letter.
STEPS_TOLD = 3
LEADING_MOST = 1.5
# Pieces on one line, from left to right.
Row = list[Piece]


def group_rows(pieces: Iterable[Piece]) -> list[Row]:
    """Return the rows of a page or of a part of it, the uppermost first."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        # The first piece of a row is its highest: a row does not sink from piece to piece.
        if rows and rows[-1][0].base - piece.base < SAME_BASE * min(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return rows


def usual_height(pieces: Iterable[Piece]) -> float:
    """Return the height of most of the letters; 0 where there are none."""
    weighed: dict[float, int] = {}
    for piece in pieces:
        weighed[piece.height] = weighed.get(piece.height, 0) + len(piece.text)
    return max(weighed, key=lambda height: weighed[height]) if weighed else 0.0


def usual_leading(rows: list[Row]) -> float:
    """Return the distance of baselines of rows that follow one another closely; 0 for a single row."""
    steps = sorted(above[0].base - below[0].base for above, below in itertools.pairwise(rows))
    # The smaller half: between paragraphs the distance is greater.
    usual = median(steps[: len(steps) // 2 + 1]) if steps else 0.0
    # Two or three rows may be as many paragraphs.
    return usual if len(steps) >= STEPS_TOLD else min(usual, LEADING_MOST * rows[0][0].height)


def is_number(text: str) -> bool:
    """Say whether a cell holds a number and nothing beside it but marks: "1,205", "34%", "(12)", "-"."""
    bare = text.strip(" ()+~≈><*%").replace(",", "").replace(".", "").replace(" ", "").replace("\u00a0", "")
    return bare.isdecimal() or text in ("-", "–", "—")
