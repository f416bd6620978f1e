"""
The parts of a page in the order in which they are read.

Columns of running text are parted by a white stripe that goes through many rows. What stands in columns and does not run on, such as a
table, is one part: it is read row by row.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from according.intake.documents.page.letters import Piece
from according.intake.documents.page.page_rows import Row, group_rows, usual_height, usual_leading

# In heights of a letter: the white stripe between two columns is at least so wide.
STRIPE_LEAST = 0.8
# A line of running text has so many words at least, ...
RUNNING_TEXT_LEAST = 4
# ... a column of it so many such lines, and so much of its words in them.
LINES_LEAST = 3
SHARE_LEAST = 0.6
# Columns inside columns inside columns are drawings.
COLUMNS_DEEPEST = 4
# In points: lines of two columns that stand level do so by more than chance.
LEVEL = 1.0
# Of the lines of a box beside the text so many stand level with a line of it at most; of a table's cells nearly all do.
LEVEL_SHARE = 0.6
# In heights of a letter, from baseline to baseline: so wide a gap through all columns may part what stands above from what stands below.
GAP_OF_LEVELS = 2.6


def part_columns(pieces: Sequence[Piece], depth: int = 0) -> Iterator[list[Row]]:
    """Yield the parts of a page in reading order, each as its rows from top to bottom."""
    rows = group_rows(pieces)
    held: list[Row] = []
    at = 0
    while at < len(rows):
        end, stripes = _reach(rows, at) if depth < COLUMNS_DEEPEST else (at + 1, [])
        columns = _columns([piece for row in rows[at:end] for piece in row], stripes) if stripes else []
        if len(columns) < 2:
            held.extend(rows[at:end])
            at = end
            continue
        # The end of a paragraph above is no wider than the first column: it stays with its paragraph.
        begin = at + _led_in(held, rows[at:end], columns)
        end -= _led_out(rows[begin:end], columns)
        held.extend(rows[at:begin])
        if held:
            yield held
            held = []
        for level in _levels(rows[begin:end], columns):
            for column in columns:
                within = [piece for piece in level if column[0] <= _middle(piece) < column[1]]
                yield from part_columns(within, depth + 1)
        at = end
    if held:
        yield held


def _middle(piece: Piece) -> float:
    return (piece.left + piece.right) / 2


def _reach(rows: Sequence[Row], start: int) -> tuple[int, list[float]]:
    """Return where the rows end that one white stripe or more goes through, and the middles of these stripes."""
    taken: list[tuple[float, float]] = []
    least = STRIPE_LEAST * usual_height(piece for row in rows[start:] for piece in row)
    best: tuple[int, list[float]] = (start + 1, [])
    for at in range(start, len(rows)):
        taken = _join([*taken, *((piece.left, piece.right) for piece in rows[at])], least)
        stripes = [(left[1] + right[0]) / 2 for left, right in itertools.pairwise(taken)]
        # Rows of one column alone say nothing yet: the other may begin further down.
        if not stripes and best[1]:
            return best
        if stripes:
            best = (at + 1, stripes)
        elif at > start and _covers(rows[at], rows):
            return best
    return best


def _covers(row: Row, rows: Sequence[Row]) -> bool:
    """Say whether a row is so wide that no column can stand beside it."""
    left = min(piece.left for row in rows for piece in row)
    right = max(piece.right for row in rows for piece in row)
    return row[-1].right - row[0].left > 0.8 * (right - left)


def _join(bands: list[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for left, right in sorted(bands):
        if joined and left - joined[-1][1] < least:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def _columns(pieces: Sequence[Piece], stripes: Sequence[float]) -> list[tuple[float, float]]:
    """Return the edges of the columns between those stripes that part running text from another text."""
    cuts = [stripe for stripe in stripes if _parts(pieces, stripe)]
    edges = [float("-inf"), *cuts, float("inf")]
    return list(itertools.pairwise(edges)) if cuts else []


def _parts(pieces: Sequence[Piece], stripe: float) -> bool:
    """Say whether a stripe parts two texts rather than the columns of a table."""
    sides = [group_rows(piece for piece in pieces if (_middle(piece) < stripe) == left) for left in (True, False)]
    running = [_runs_on(side) for side in sides]
    if all(running):
        return not _in_step(*sides)
    return any(running) and not _stands_level(*(sides if running[0] else reversed(sides)))


def _runs_on(rows: Sequence[Row]) -> bool:
    """Say whether rows are lines of running text."""
    lines = [" ".join(piece.text for piece in row) for row in rows]
    long = [
        line
        for row, line in zip(rows, lines, strict=True)
        if len(line.split()) >= RUNNING_TEXT_LEAST and any(len(piece.text.split()) >= RUNNING_TEXT_LEAST for piece in row)
    ]
    return len(long) >= LINES_LEAST and sum(map(len, long)) >= SHARE_LEAST * sum(map(len, lines))


def _in_step(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Say whether two columns of text are cells of a table: three times or more, a new paragraph begins level in both."""
    begins = [_beginnings(side) for side in (left, right)]
    if min(map(len, begins)) < 3:
        return False
    level = sum(any(abs(base - other) < LEVEL for other in begins[1]) for base in begins[0])
    return level >= 0.9 * max(map(len, begins))


def _beginnings(rows: Sequence[Row]) -> list[float]:
    """Return the baselines of the rows that stand further below the one above them than lines of a paragraph do."""
    leading = usual_leading(list(rows))
    return [rows[0][0].base, *(row[0].base for above, row in itertools.pairwise(rows) if above[0].base - row[0].base > 1.25 * leading)]


def _stands_level(text: Sequence[Row], other: Sequence[Row]) -> bool:
    """Say whether the lines beside a text stand level with its own, as the cells of a table do."""
    bases = sorted(row[0].base for row in text)
    level = sum(any(abs(row[0].base - base) < LEVEL for base in bases) for row in other)
    return level > LEVEL_SHARE * len(other)


def _led_in(held: Sequence[Row], rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> int:
    """Return how many of the rows go on the paragraph above the columns: close below it, of its height, at its left edge."""
    if not held:
        return 0
    count, above, leading = 0, held[-1], usual_leading(list(held))
    for row in rows:
        step = above[0].base - row[0].base
        # The first column alone has a line there.
        alone = all(_middle(piece) < columns[0][1] for piece in row)
        if not alone or not 0 < step <= 1.15 * leading or abs(row[0].height - above[0].height) > 0.5:
            break
        count, above = count + 1, row
    return count


def _led_out(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> int:
    """Return how many rows in the first column alone come behind all columns: the page itself tells them last."""
    others = [piece.place for row in rows for piece in row if _middle(piece) >= columns[0][1]]
    count = 0
    for row in reversed(rows):
        if any(_middle(piece) >= columns[0][1] or piece.place < max(others) for piece in row):
            break
        count += 1
    return count


def _levels(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> Iterator[list[Piece]]:
    """
    Part rows of columns where a gap goes through all of them and the page's own order says that all above is read before all below.

    A heading in the middle of a page stands so between the columns above it and those below it.
    """
    level: list[Piece] = []
    for at, row in enumerate(rows):
        if level and _is_break(level, rows[at - 1], row) and _reads_on(level, [piece for later in rows[at:] for piece in later], columns):
            yield level
            level = []
        level.extend(row)
    yield level


def _is_break(level: Sequence[Piece], above: Row, row: Row) -> bool:
    return above[0].base - row[0].base > GAP_OF_LEVELS * usual_height(level)


def _reads_on(above: Sequence[Piece], below: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> bool:
    if max(piece.place for piece in above) > min(piece.place for piece in below):
        return False
    # Told by columns, not row by row: else every gap would look like that.
    first = [piece.place for piece in above if _middle(piece) < columns[0][1]]
    rest = [piece.place for piece in above if _middle(piece) >= columns[0][1]]
    return bool(first) and bool(rest) and (max(first) < min(rest) or max(rest) < min(first))
