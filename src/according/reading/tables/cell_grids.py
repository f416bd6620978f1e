"""
Grids: the rows and cells of a text's tables, as the layout shows them, before anything is known of what they mean.

A row is a line of cells between bars, tabs or wide blanks. Rows stand one below the other; a short line of its own between rows of bars is
a row of one cell. The line of dashes below a Markdown head is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from according.language.layout import in_columns
from according.lexicon import Lexicon
from according.reading.lines.stacked import Pair, find_pairs
from according.report import Span

_LINE = re.compile(r"[^\r\n]+")
_BAR = re.compile(r"[ ]*\|[ ]*|\t+[ ]*")
# Blanks that part the columns of a table that was typed.
_WIDE_BLANKS = re.compile(r"(?<=\S) {2,}(?=\S)")
# "|---|:--:|", "+-----+-----+": the line that parts a head from its rows.
_RULER = re.compile(r"[ \t]*+(?:[|+][ \t]*+)?:?[-=]{2,}+:?[ \t]*+(?:[|+][ \t]*+:?[-=]{2,}+:?[ \t]*+)*+(?:[|+][ \t]*+)?\Z")
# What may stand at a cell's edges and is no part of its words.
_CELL_EDGE = " \t*_`"
# A line of more is prose, or no table that anybody could read.
ROW_LONGEST = 6_000
CELLS_IN_ROW_MOST = 60
# Cells of a row at least; a row of one cell stands only between others.
CELLS_LEAST = 2
# Words of a row of one cell that has no bar: "Casualties and losses".
SECTION_WORDS = 8
# A caption is a line or two, and no paragraph.
CAPTION_LINES = 2
TITLE_LINE_LONGEST = 240
# Lines below a table that may say whom it is from.
NOTE_LINES = 3
_STOPS = (".", "!", "?", '."', ".”")
# "Table 3.", "Tab. 2:": what a line that is a caption may open with, whatever it ends in.
_NUMBERED = re.compile(r"[ \t#*_]*(?:table|tab\.?|annex|figure)[ \t]+[0-9IVX]+\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Grid:
    """
    The rows of a table, each with its stretch of the text and its cells; a cell's span may be empty.

    ``above`` are the lines over it that may be its caption, the nearest last, ``below`` the lines under it, the nearest first. ``paired``
    says that the table is one of labels and numbers on lines of their own ("Deaths", "41").
    """

    lines: tuple[Span, ...]
    rows: tuple[tuple[Span, ...], ...]
    above: tuple[Span, ...] = ()
    below: tuple[Span, ...] = ()
    paired: bool = False


def find_grids(text: str, lexicon: Lexicon) -> list[Grid]:
    """Return the grids of a text in order, those of labels over their numbers too."""
    pairs = find_pairs(text, lexicon)
    found = [*_paired(text, pairs)]
    if "|" in text or "\t" in text or "   " in text:
        inside = [pair.span for pair in pairs]
        found += [grid for grid in _barred(text) if not any(span.overlaps(line) for span in inside for line in grid.lines)]
    return sorted(found, key=lambda grid: grid.lines[0].start)


def _paired(text: str, pairs: Sequence[Pair]) -> Iterator[Grid]:
    """Yield a grid for each run of pairs that stand together."""
    run: list[Pair] = []
    for pair in pairs:
        if run and text[run[-1].span.end : pair.span.start].strip(" \t\r\n|*_>#-"):
            yield _of_pairs(run)
            run = []
        run.append(pair)
    if run:
        yield _of_pairs(run)


def _of_pairs(run: Sequence[Pair]) -> Grid:
    return Grid(tuple(pair.span for pair in run), tuple((pair.label, pair.value) for pair in run), paired=True)


def _barred(text: str) -> Iterator[Grid]:
    """Yield the grids whose rows are lines of cells."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    at = 0
    while at < len(lines):
        cells = _cells(text, lines[at])
        if len(cells) < CELLS_LEAST:
            at += 1
            continue
        # "| Belligerents |" over the first row of several cells.
        while at > 0 and _is_title(text, lines, at - 1) and not _parted(text, lines[at - 1], lines[at]):
            at -= 1
        end, rows = _block(text, lines, at)
        if rows:
            yield Grid(
                tuple(line for line, _ in rows), tuple(cells for _, cells in rows),
                tuple(_above(text, lines, at)), tuple(lines[end : end + NOTE_LINES]),
            )  # fmt: skip
        at = end


def _block(text: str, lines: Sequence[Span], first: int) -> tuple[int, list[tuple[Span, tuple[Span, ...]]]]:
    """Return where the rows that begin at a line end, and the rows with their cells."""
    rows: list[tuple[Span, tuple[Span, ...]]] = []
    at = first
    while at < len(lines):
        line = lines[at]
        if at > first and _parted(text, lines[at - 1], line):
            break
        if not _RULER.match(line.slice(text)):
            cells = _cells(text, line)
            if len(cells) < CELLS_LEAST:
                if not (_is_section(text, lines, at, rows) or _is_title(text, lines, at)):
                    break
                cells = cells or (_trimmed(text, line),)
            rows.append((line, cells))
        at += 1
    return at, rows


def _is_section(text: str, lines: Sequence[Span], at: int, rows: Sequence[object]) -> bool:
    """Say whether a line without cells is a row of one cell: short, without a stop, and rows stand right above and below."""
    words = lines[at].slice(text).strip()
    behind = lines[at + 1] if at + 1 < len(lines) else None
    if not rows or behind is None or _parted(text, lines[at], behind) or len(_cells(text, behind)) < CELLS_LEAST:
        return False
    return bool(words) and len(words.split()) <= SECTION_WORDS and not words.endswith(_STOPS)


def _is_title(text: str, lines: Sequence[Span], at: int) -> bool:
    """Say whether a line is a row of one cell between bars."""
    words = lines[at].slice(text).strip()
    return words.startswith("|") and not _RULER.match(words) and len(_cells(text, lines[at])) == 1


def _above(text: str, lines: Sequence[Span], first: int) -> list[Span]:
    """Return the lines over a table that may be its caption: short ones without a stop, or with a table's number."""
    found: list[Span] = []
    for at in range(first - 1, max(first - 1 - CAPTION_LINES, -1), -1):
        words = lines[at].slice(text).strip(" \t*_")
        short = 0 < len(words) <= TITLE_LINE_LONGEST and len(_cells(text, lines[at])) < CELLS_LEAST
        if not short or (words.endswith(_STOPS) and not _NUMBERED.match(words)):
            break
        # Of two lines over a table the upper one is the title's first line, and stands right above or is marked as a heading.
        if found and _parted(text, lines[at], found[-1]) and not lines[at].slice(text).lstrip().startswith(("#", "*")):
            break
        found.append(lines[at])
    return found[::-1]


def _parted(text: str, above: Span, below: Span) -> bool:
    """Say whether a blank line stands between two lines."""
    return text.count("\n", above.end, below.start) > 1 or text.count("\r", above.end, below.start) > 1


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    """Cut a line into its cells. The bars at its edges part nothing; a line without bars or tabs has no cells."""
    if line.end - line.start > ROW_LONGEST:
        return ()
    words = text[line.start : line.end]
    # A tab that indents a line of prose parts nothing.
    pattern = _BAR
    if words.strip().startswith("|") and words.count("|") <= 2 and words.strip().endswith("|") and len(words.strip()) > 2:
        return (_trimmed(text, Span(line.start + words.index("|") + 1, line.start + words.rindex("|"))),)
    if "|" not in words and "\t" not in words.strip():
        if not in_columns(text, line.start, line.end):
            return ()
        pattern = _WIDE_BLANKS
    start = line.start + len(words) - len(words.lstrip(" " if "|" in words else " \t"))
    cells: list[Span] = []
    at = start
    for match in pattern.finditer(text, start, line.end):
        cells.append(_trimmed(text, Span(at, match.start())))
        at = match.end()
    cells.append(_trimmed(text, Span(at, line.end)))
    if "|" in words and words.lstrip().startswith("|"):
        # "| a | b |" closes its last cell; "Total | 12 |" leaves it empty: the bar at the head of the line tells them apart.
        cells = cells[1:-1] if words.rstrip().endswith("|") and len(cells) > 2 else cells[1:]
    return tuple(cells) if len(cells) <= CELLS_IN_ROW_MOST else ()


def _trimmed(text: str, span: Span) -> Span:
    """Return a cell without the blanks and the marks of emphasis at its edges."""
    words = span.slice(text)
    start = span.start + len(words) - len(words.lstrip(_CELL_EDGE))
    return Span(start, max(start, span.start + len(words.rstrip(_CELL_EDGE))))
