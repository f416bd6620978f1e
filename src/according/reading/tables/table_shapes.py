"""
Table shapes: which rows of a grid are heads, which hold labels with numbers, and which tell one thing of every column.

A box of an encyclopedia has no heads: a row or a heading names its sides, and each column below is of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from according.lexicon import Lexicon
from according.names.gazetteer import Gazetteer
from according.reading.tables.cell_grids import Grid, find_grids
from according.reading.tables.cell_words import is_side
from according.reading.tables.roles import (
    DIGIT_IN_CELL,
    SETTING,
    YEAR_CELL,
    Line,
    Table,
    TableText,
    Tag,
    is_bare,
    is_count,
    is_country,
    is_head_row,
    label_of,
    tag_of,
    told_by_caption,
)
from according.report import Span

# What opens the lines of a side's cell that name who only supports it.
_SUPPORT = re.compile(r"\s*(?:;|[/•(])\s*(?:with |supported|support|backed|aided)", re.IGNORECASE)
# Rows that are asked whether a column holds labels, and words that a label has at most.
_ROWS_ASKED = 60
_WORDS_OF_LABEL = 5
_LETTERS = re.compile(r"[^\W\d_]{3}")


def find_tables(text: str, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Table]:
    """Return the tables of a text in which something may be counted, in order."""
    source = TableText(text, lexicon, gazetteer)
    parts = [part for grid in find_grids(text, lexicon) for part in _parted(source, grid)]
    return [table for part in parts if (table := _read(source, part)) is not None]


def _parted(source: TableText, grid: Grid) -> list[Grid]:
    """Cut a grid where a row of heads stands below rows with numbers: "Area | Wounded" begins a table of its own."""
    starts, counted = [0], False
    for at, row in enumerate(grid.rows):
        # "Area | Wounded": every cell but the first names a measure, or one does and none is empty.
        if counted and len(row) > 1 and is_head_row(source, row) and any(label_of(source, cell).measures for cell in row[1:]):
            starts.append(at)
            counted = False
        counted = counted or has_counts(source, row)
    ends = [*starts[1:], len(grid.rows)]
    return [
        replace(grid, lines=grid.lines[start:end], rows=grid.rows[start:end], above=grid.above if start == 0 else ())
        for start, end in zip(starts, ends, strict=True)
    ]  # fmt: skip


def has_counts(source: TableText, row: Sequence[Span]) -> bool:
    """Say whether a row has numbers behind its first cell; a row of nothing but years there is a head."""
    cells = [cell for cell in row[1:] if is_count(source, cell) and not label_of(source, cell).refused]
    shares = any(is_count(source, cell) for cell in row[1:])
    if not cells:
        return shares and not is_head_row(source, row)
    return len(row) == 2 or not all(YEAR_CELL.match(cell.slice(source.text).strip()) for cell in cells)


def _read(source: TableText, grid: Grid) -> Table | None:
    """Return a grid as a table, or ``None`` where nothing in it can be a count of people."""
    over = grid.above[-1] if grid.above else None
    # "Belligerents" on a line of its own, right over the row that names them.
    if over is not None and over.slice(source.text).strip(" \t|*_:").casefold() in source.lexicon.word_class("table-sides"):
        grid = replace(grid, lines=(over, *grid.lines), rows=((over,), *grid.rows), above=grid.above[:-1])
    table = Table(grid)
    captions = [label_of(source, span) for span in grid.above]
    table.captions = tuple(Tag(label, "measure" if label.measures else "", -1, "tables.caption") for label in captions)
    sides = _find_sides(source, grid)
    if sides is not None:
        table.sided = True
        tags = {at: Tag(label_of(source, cell), "side", _row_of(grid, cell), "tables.column-head") for at, cell in sides.items()}
        table.facts = {(at, "side"): [(-1, tag)] for at, tag in tags.items()}
    first = _read_heads(source, table)
    _read_lines(source, table, first)
    table.refused = _refusal(source, table)
    return table if _may_count(table) else None


def _find_sides(source: TableText, grid: Grid) -> dict[int, Span] | None:
    """
    Return the sides of a war by the columns of a grid; ``None`` where its columns are none.

    A row or a heading over it names them ("Belligerents"), or the first row of text has but names of countries and forces and a row
    below tells of losses or of strength.
    """
    plain = [" ".join(row[0].slice(source.text).casefold().split()).strip(" :") if row else "" for row in grid.rows]
    losing = source.lexicon.word_class("table-losses") | source.lexicon.word_class("table-strength")
    # Below the last of them nothing can be said of sides.
    last = max((at for at, label in enumerate(plain) if label in losing or label in source.lexicon.word_class("table-sides")), default=-1)
    for at, row in enumerate(grid.rows[: last + 2]):
        cells = dict(enumerate(row))
        heading = plain[at] in source.lexicon.word_class("table-sides") and is_bare(source, row)
        if len(row) > 1 and plain[at] in source.lexicon.word_class("table-sides") and not heading:
            cells.pop(0)
        elif len(row) < 2 or not (at and plain[at - 1] in source.lexicon.word_class("table-sides") and is_bare(source, grid.rows[at - 1])):
            named = [cell.slice(source.text) for cell in row if cell.start < cell.end]
            known = len(named) > 1 and all(is_country(words) or is_side(words, source.lexicon) for words in named)
            if not known or plain[last] in source.lexicon.word_class("table-sides"):
                continue
        sides = {column: _first_lines(source.text, cell) for column, cell in cells.items() if cell.start < cell.end}
        if sides and not any(label_of(source, cell).measures or is_count(source, cell) for cell in sides.values()):
            return sides
    return None


def _first_lines(text: str, cell: Span) -> Span:
    """Return a side without those who only support it: "Harran; Supported by: Velmar"."""
    found = _SUPPORT.search(text, cell.start, cell.end)
    return Span(cell.start, found.start()) if found is not None and found.start() > cell.start else cell


def _read_heads(source: TableText, table: Table) -> int:
    """Read the heads of a table into its columns, and return the first row below them."""
    grid = table.grid
    first = 0
    heads: list[int] = []
    while first < len(grid.rows) and not (table.sided or has_counts(source, grid.rows[first]) or _is_fact(source, grid.rows[first])):
        # Below a row of heads one cell alone opens the first section.
        if is_bare(source, grid.rows[first]) and any(not is_bare(source, grid.rows[at]) for at in heads):
            break
        heads.append(first)
        first += 1
    width = max(len(row) for row in grid.rows)
    table.columns = [() for _ in range(width)]
    for level, at in enumerate(heads):
        for column, cell in enumerate(_spread(source, grid.rows[at], width, lower=level + 1 < len(heads))):
            if cell is not None and cell.start < cell.end:
                table.columns[column] = (*table.columns[column], tag_of(source, cell, at, "tables.column-head", sided=table.sided))
        _carry(source, table, grid.rows[at], at)
    if heads and len(grid.rows[heads[-1]]) > 1 and table.columns[0]:
        table.corner = table.columns[0][-1]
    return first


def _spread(source: TableText, row: Sequence[Span], width: int, *, lower: bool) -> list[Span | None]:
    """
    Return the cells of a row of heads over the columns.

    Of two rows of heads the upper one has each head once: an empty cell behind it is under it too, and where the empty cells were left out
    each head goes over equally many columns.
    """
    if len(row) == 1:
        # A title over all.
        return [None, *([row[0]] * (width - 1))] if lower else [row[0], *([None] * (width - 1))]
    if not lower:
        return [*row, *([None] * (width - len(row)))]
    if len(row) < width and (width - 1) % (len(row) - 1) == 0:
        times = (width - 1) // (len(row) - 1)
        return [row[0], *(cell for cell in row[1:] for _ in range(times))]
    found: list[Span | None] = []
    for at, cell in enumerate(row):
        # An empty first cell is the corner's.
        found.append(cell if cell.start < cell.end or at == 0 else found[-1] if at > 1 else None)
    return [*found, *([None] * (width - len(found)))]


def _carry(source: TableText, table: Table, row: Sequence[Span], at: int) -> None:
    """Give the heads behind "Killed: men" what it tells, as long as they name people: "Killed: men | women | children"."""
    told: Tag | None = None
    for column, cell in enumerate(row):
        words = cell.slice(source.text)
        label = label_of(source, cell)
        mark = words.find(":")
        if mark > 0 and label.measures:
            head = label_of(source, Span(cell.start, cell.start + mark))
            told = Tag(head, "measure", at, "tables.column-head") if head.measures and words[mark + 1 :].strip() else None
        elif told is not None and not label.measures and (label.people is not None or label.role == "total"):
            table.columns[column] = (*table.columns[column][:-1], told, table.columns[column][-1])
        else:
            told = None


def _is_fact(source: TableText, row: Sequence[Span]) -> bool:
    """Say whether a row tells where, when or whose word it is of each column: "Date | 6 February 2023", "Governorate | Homs | Hama"."""
    role = label_of(source, row[0]).role if len(row) > 1 else ""
    labels = [label_of(source, cell) for cell in row[1:] if cell.start < cell.end]
    if role not in SETTING or not labels:
        return False
    # "Province | Men | Women" is a row of heads; the sides of a war are people too.
    people = role in ("day", "place") and any(label.people is not None for label in labels)
    return not people and all(not label.measures and label.role in ("", "day") and not label.refused for label in labels)


def _read_lines(source: TableText, table: Table, first: int) -> None:
    """Read the rows below the heads: those of one cell, those that tell one thing of every column, and those with numbers."""
    grid, section = table.grid, None
    heads = {at: tags[-1] for at, tags in enumerate(table.columns) if tags and _names_role(tags[-1])}
    # "Combatants" over numbers are those counted.
    settled = {at: tag.role for at, tag in heads.items() if tag.role in SETTING and (at == 0 or tag.role != "side")}
    labels = [0, *(at for at in range(1, len(table.columns)) if at in settled or _holds_labels(source, grid, at, first))]
    # A first column of numbers under a measure holds no labels.
    if table.columns[0] and table.columns[0][-1].role == "measure" and all(is_count(source, r[0]) for r in grid.rows[first:] if r):
        labels = labels[1:]
    # Where the sides begin with the first column no row has a label of its own: "Ukraine | Russia".
    unlabelled = (0, "side") in table.facts
    before: dict[int, tuple[int, Span]] = {}
    # The labels of the last row that tells no part of another.
    whole: tuple[Tag, ...] = ()
    for at in range(first, len(grid.rows)):
        row = grid.rows[at]
        if is_bare(source, row) and _LETTERS.search(words := next(c.slice(source.text) for c in row if c.start < c.end)):
            spanning = next(cell for cell in row if cell.start < cell.end)
            if not is_count(source, spanning):
                section = tag_of(source, spanning, at, "tables.section", sided=table.sided)
                before = {}
                continue
            # "Civilians: 12,300 killed" over all columns is of no one side.
            if len(row) == 1 and words:
                table.lines.append(Line(at, (), section, (0,), spanning=True))
                whole = ()
                continue
        if 0 not in settled and _told_of_columns(source, table, at):
            continue
        # "Killed: 12 | Injured: 40": each cell has its own label.
        told = DIGIT_IN_CELL.search(row[0].slice(source.text)) is not None and bool(label_of(source, row[0]).measures)
        own = [] if unlabelled or told else labels
        tags = []
        for column in own:
            # A label that spans several rows stands in the first of them, and the first cell of the others is empty.
            if column < len(row) and row[column].start < row[column].end:
                before[column] = (at, row[column])
            elif row[0].start < row[0].end or settled.get(column) == "source":
                before.pop(column, None)
            if column in before:
                own_row, cell = before[column]
                tags.append(tag_of(source, cell, own_row, "tables.row-label", settled.get(column, ""), sided=table.sided))
        if tags and tags[0].label.part:
            # "of which children" tells its people; what befell them, where and when stands in the row of which they are a part.
            tags += whole
        values = tuple(column for column, cell in enumerate(row) if column not in own and DIGIT_IN_CELL.search(cell.slice(source.text)))
        if values:
            table.lines.append(line := Line(at, tuple(tags), section, values))
            whole = whole if _is_part(line) else line.labels


def _holds_labels(source: TableText, grid: Grid, column: int, first: int) -> bool:
    """Say whether a column holds words that tell of its rows, and no numbers: "Killed", "Injured" under "Outcome"."""
    cells = [row[column] for row in grid.rows[first : first + _ROWS_ASKED] if column < len(row) and row[column].start < row[column].end]
    short = all(not DIGIT_IN_CELL.search(words := cell.slice(source.text)) and len(words.split()) <= _WORDS_OF_LABEL for cell in cells)
    return short and any(label_of(source, cell).measures for cell in cells)


def _is_part(line: Line) -> bool:
    """Say whether a row tells a part of the row above it."""
    return bool(line.labels) and line.labels[0].label.part


def _names_role(tag: Tag) -> bool:
    """Say whether a head names by itself what its cells are ("Governorate"); "Aleppo" is a place and names none."""
    return tag.label.role in SETTING


def _told_of_columns(source: TableText, table: Table, at: int) -> bool:
    """Take a row that tells one thing of every column into the table's facts, and say whether it is one."""
    row = table.grid.rows[at]
    if not _is_fact(source, row):
        return False
    role = label_of(source, row[0]).role
    for column, cell in enumerate(row):
        # The sides have been found before.
        if column and cell.start < cell.end and not (role == "side" and table.sided):
            # The last cell of a short row is of all the columns that are left: "Date | 6 February 2023" in a box of three.
            last = len(table.columns) if len(row) == 2 else column + 1
            for own in range(column, last):
                table.facts.setdefault((own, role), []).append((at, Tag(label_of(source, cell), role, at, "tables.column-head")))
    return True


def _row_of(grid: Grid, cell: Span) -> int:
    """Return the row in which a cell stands."""
    return next(at for at, row in enumerate(grid.rows) if any(other.start <= cell.start < max(other.end, other.start + 1) for other in row))


def _refusal(source: TableText, table: Table) -> str:
    """Return why no number of a table counts anybody: it is one of a game, an election, or of births and deaths."""
    games = source.lexicon.word_class("table-of-games")
    tags = [*(tag for tags in table.columns for tag in tags), *(tag for line in table.lines for tag in line.labels)]
    words = {word for tag in tags for word in re.findall(r"[^\W\d_]+(?:/[^\W\d_]+)?", tag.label.span.slice(source.text).casefold())}
    return "numbers.not-counted" if words & games else ""


def _may_count(table: Table) -> bool:
    """Say whether something in a table tells what befell people, and numbers stand under or beside it."""
    tags = [*(tag for tags in table.columns for tag in tags), *(tag for line in table.lines for tag in (*line.labels, line.section) if tag)]
    told = any(tag.role in ("measure", "strength") for tag in tags)
    return bool(table.lines) and (told or (told_by_caption(table) is not None and bool(table.columns[1:])))
