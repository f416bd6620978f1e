"""CSV and TSV to rows, one at a time: the delimiter and the encoding are found from the first of the file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper
from typing import TYPE_CHECKING

from according.errors import InputError
from according.intake.source import Source, open_bytes
from according.intake.tables.tabular import Row, make_row, name_columns, open_text

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
# So many lines show which of them parts the cells.
LINES_LOOKED_AT = 50
# In characters. The longest report read is as long; a quotation mark that is never closed would take in all rows below it.
CELL_LONGEST = 10_000_000
# In characters: lines are looked at no further.
_SAMPLE_LINE = 65_536


def read_delimited(source: Source) -> Iterator[Row]:
    """
    Yield the rows below the first line, which holds the headings.

    A line that is no row is yielded as one that is wrong. Raises :class:`~according.errors.InputError` for what is no text.
    """
    with open_bytes(source) as file:
        text = open_text(file)
        sample = [line for _ in range(LINES_LOOKED_AT) if (line := text.readline(_SAMPLE_LINE))]
        delimiter = find_delimiter(sample)
        text.seek(0)
        # Strict: a quotation mark inside a cell that is not doubled would otherwise join two cells without a word.
        yield from _rows(csv.reader(_lines(text), delimiter=delimiter, strict=True))


def find_delimiter(sample: list[str]) -> str:
    """Return the mark that cuts the most lines into as many cells as the first, two at least; a comma where none does."""
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        cut = csv.reader(sample, delimiter=delimiter)
        try:
            widths = [len(cells) for cells in cut if cells]
        except csv.Error:
            continue
        # As wide as the headings are: a comma in the texts of some rows is none of the table's.
        agreeing = Counter(widths)[widths[0]] if widths else 0
        if widths and widths[0] > 1 and (agreeing, widths[0]) > most:
            best, most = delimiter, (agreeing, widths[0])
    return best


def _lines(text: TextIOWrapper) -> Iterator[str]:
    number = 0
    try:
        while line := text.readline(CELL_LONGEST):
            number += 1
            if len(line) == CELL_LONGEST:
                raise InputError(f"line {number:,}: over {CELL_LONGEST:,} characters without a line end; what stands above it was read")
            yield line
    except UnicodeDecodeError as error:
        raise InputError(f"line {number + 1:,}: undecodable as {error.encoding}; what stands above it was read") from None


def _rows(reader: Reader) -> Iterator[Row]:
    headings: tuple[str, ...] | None = None
    while True:
        # A cell may hold line ends, so the next row need not begin one line further.
        number = reader.line_num + 1
        # The bound is the whole process's: it is given back before anybody else reads a table.
        before = csv.field_size_limit(CELL_LONGEST)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, {}, f"not a row of a table ({error}); mend its quotation marks")
            continue
        finally:
            csv.field_size_limit(before)
        # A row of nothing but delimiters is a blank line.
        if not any(map(str.strip, cells)):
            continue
        if headings is None:
            headings = name_columns(cells)
        else:
            yield make_row(number, headings, cells)
