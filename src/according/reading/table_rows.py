"""
Tables in plain text: rows of cells between bars, tabs or wide blanks, read by their column heads.

A head such as "Killed" gives the cells below it their measure. A column of sources gives each row its speaker, and the first cell of a
row is its place. A number under no such head is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from according.language.layout import in_columns
from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.reading.figures.candidates import Candidate
from according.reading.figures.triggers import Trigger
from according.reading.lines.label_lines import told_of_people
from according.reading.lines.stacked import find_pairs
from according.reading.numbers.expressions import find_numbers
from according.reading.speakers.frame import Frame
from according.report import Span
from according.statement import Measure

# Bars as Markdown writes them, or tabs as a pasted sheet has them.
BAR = re.compile(r"[ ]*\|[ ]*|\t+[ ]*")
# Blanks that part the columns of a table that was typed.
BETWEEN_COLUMNS = re.compile(r"(?<=\S) {2,}(?=\S)")
# Words of an infobox's label at most: "Deaths", "Total civilians killed".
BOX_LABEL = 4
SOURCE_HEADS = frozenset({"source", "sources", "according to", "reported by", "said by"})
TOTAL_LABELS = frozenset({"total", "totals", "overall", "all", "sum", "grand total"})
# Cells a row has at least.
CELLS_LEAST = 2


@dataclass(slots=True)
class Row:
    """
    A row of a table: the position of its sentence, its cells, and what its columns say.

    ``measures`` and ``source`` count columns from nought. ``total`` says that the row sums up the others; ``table`` numbers the tables of
    a text, so that a total is that of its own rows only.
    """

    position: int
    cells: tuple[Span, ...]
    measures: dict[int, Entry] = field(default_factory=dict)
    source: int | None = None
    total: bool = False
    table: int = 0
    # A row of an infobox has its own head in its first cell: "Deaths | 11".
    boxed: bool = False
    # The position of the line above the table, which may tell its days; -1 for none.
    caption: int = -1


def find_rows(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[int, Row]:
    """
    Return the rows of a text's tables, by the positions of their sentences.

    A row is kept only below heads of which one names a measure, and the heads themselves are left out.
    """
    rows: dict[int, Row] = {}
    pairs = {pair.span.start: pair for pair in find_pairs(text, lexicon)}
    heads: Row | None = None
    tables = 0
    previous: Row | None = None
    cells: tuple[Span, ...] = ()
    line_end = -1
    for position, sentence in enumerate(sentences):
        pair = pairs.get(sentence.start)
        if pair is not None:
            if pair.told is not None and sentence.end >= pair.span.end:
                rows[position] = Row(position, (pair.label, pair.value), {1: pair.told}, boxed=True)
            previous = None
            continue
        # A line is cut once, however many sentences it holds: else the time would grow with the square of its length.
        if sentence.start > line_end:
            line = _line_of(text, sentence.start)
            cells, line_end = _cells(text, line), line.end
        row = Row(position, cells) if len(cells) >= CELLS_LEAST else None
        # As many cells as the row before: another number of cells begins another table, with heads of its own.
        follows = row is not None and previous is not None and len(row.cells) == len(previous.cells)
        # "Area | Wounded" below "Area | Killed" begins a table too, and its counts are of the wounded.
        own = _heads(text, row, lexicon) if row is not None else None
        if row is not None and not (follows and heads is not None) and (boxed := _boxed(text, row, lexicon)) is not None:
            rows[position] = boxed
        elif row is not None and (not follows or own is not None):
            heads = replace(own, caption=position - 1) if own is not None else None
            tables += 1
        elif row is not None and heads is not None:
            # Emphasis is no part of the label: "**Total**".
            label = text[row.cells[0].start : row.cells[0].end].strip(" *_:").casefold()
            rows[position] = replace(heads, position=position, cells=row.cells, total=label in TOTAL_LABELS, table=tables)
        previous = row
    return rows


def _line_of(text: str, at: int) -> Span:
    """Return the line that an offset stands in, without its line end."""
    end = text.find("\n", at)
    return Span(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    """Cut a line into its cells. The bars at its edges part nothing; a line without bars or tabs has no cells."""
    # A tab that indents a line of prose parts nothing.
    pattern = BAR
    if "|" not in text[line.start : line.end] and "\t" not in text[line.start : line.end].strip():
        if not in_columns(text, line.start, line.end):
            return ()
        pattern = BETWEEN_COLUMNS
    cells: list[Span] = []
    at = line.start
    for match in pattern.finditer(text, line.start, line.end):
        cells.append(Span(at, match.start()))
        at = match.end()
    cells.append(Span(at, line.end))
    if cells and not cells[0].slice(text).strip():
        cells = cells[1:]
    if text[line.start : line.end].rstrip().endswith("|") and not cells[-1].slice(text).strip() and len(cells) > 1:
        # "| a | b |" closes its last cell; "Total | 12 |" leaves it empty: the bar at the head of the line tells them apart.
        cells = cells[:-1] if text[line.start : line.end].lstrip().startswith("|") else cells
    return tuple(cells)


def _heads(text: str, row: Row, lexicon: Lexicon) -> Row | None:
    """Return a row read as the heads of columns, with what they say; ``None`` where no head names a measure."""
    measures: dict[int, Entry] = {}
    source = None
    for at, cell in enumerate(row.cells):
        words = cell.slice(text).strip(" *_:").casefold()
        if words in SOURCE_HEADS:
            source = at
            continue
        # Any word of a head may tell: "Civilians killed", "Killed (confirmed)".
        told = told_of_people(re.findall(r"[^\W\d_]+", words), lexicon)
        # Only measures of people: the rows' counts are all made counts of people. A cell with a figure in it is data, not a head.
        if told is not None and not any(letter.isdigit() for letter in words):
            measures[at] = told
    return replace(row, measures=measures, source=source) if measures else None


def _boxed(text: str, row: Row, lexicon: Lexicon) -> Row | None:
    """Return a row of an infobox, whose first cell says what the second counts: "Deaths | 11"; ``None`` for any other row."""
    label, value = (row.cells[0].slice(text).strip(" *_:"), row.cells[-1].slice(text).strip(" *_~≈"))
    words = re.findall(r"[^\W_]+", label.casefold())
    # "Deaths (2019)" may be one of many years; "12 killed | 40 injured" has both in each cell.
    shaped = len(row.cells) == CELLS_LEAST and 0 < len(words) <= BOX_LABEL and value[:1].isdigit()
    if not shaped or any(word[0].isdigit() for word in words):
        return None
    told = told_of_people(words, lexicon)
    return replace(row, measures={1: told}, boxed=True) if told is not None else None


def row_candidates(row: Row, sentence: Sentence, lexicon: Lexicon) -> list[Candidate]:
    """Return the counts of a row: the number of each cell under a head for a measure."""
    numbers = find_numbers(sentence, lexicon)
    found = []
    for at, entry in sorted(row.measures.items()):
        cell = row.cells[at]
        # A number that reaches over a bar is none of this cell; "893,270 (+1,180)" gives the first of its two.
        number = next((n for n in numbers if cell.start <= n.start and n.end <= cell.end and n.form in ("digits", "word", "range")), None)
        if number is None or number.percent:
            continue
        # Traps such as a year or an age are for prose: the head has said what the number counts, so its trap is taken off.
        trigger = Trigger(number.core, replace(entry, pattern="count"), "figures.table-cell", (number.core,))
        measure = cast(Measure, entry.kind.partition("/")[0])
        found.append(Candidate(replace(number, trap=None), measure, "people", number.core, trigger, trigger.rule))
        # "893,270 (+1,180)": what the last day added is a part of the total.
        added = next((n for n in numbers if number.end < n.start and n.end <= cell.end), None)
        rising = added is not None and (sentence[added.first].text.startswith("+") or sentence[added.first - 1].text == "+")
        if added is not None and rising and added.form == "digits":
            part = replace(trigger, index=added.core, rule="figures.day-addition", counted=(added.core,))
            found.append(Candidate(replace(added, trap=None), measure, "people", added.core, part, part.rule, subset_of=len(found) - 1))
    return found


def row_frame(row: Row, sentence: Sentence) -> Frame | None:
    """Return the frame by which a row's source says the row, or ``None`` where the table has no sources or the cell is empty."""
    if row.source is None:
        return None
    cell = row.cells[row.source]
    inside = [token.index for token in sentence if cell.start <= token.start < cell.end]
    if not inside:
        return None
    named = (inside[0], inside[-1])
    # A row of nothing but its source says nothing.
    if len(inside) == len(sentence):
        return None
    # The column of sources is mostly the last; where it is the first, what it says stands behind it.
    content = ((0, inside[0] - 1),) if inside[0] else ((inside[-1] + 1, len(sentence) - 1),)
    return Frame(inside[0], inside[0], inside[0], content, "reports", "speakers.table-source", *named, named=named)
