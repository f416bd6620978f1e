"""CSV and TSV to rows, one at a time: the delimiter and the encoding are found from the first of the file."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import TextIOWrapper
from typing import TYPE_CHECKING

from according.errors import InputError
from according.intake.source import Source
from according.intake.tables.tabular import Row, make_row, name_columns, open_text

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = (",", ";", "\t", "|")
# So many lines show which of them parts the cells.
LINES_LOOKED_AT = 50
# In characters. The longest report read is as long; a quotation mark that is never closed would take in all rows below it.
FIELD_LONGEST = 10_000_000
# In characters: lines are looked at no further.
_SAMPLE_LINE = 65_536
# In these no byte of another letter is that of a quotation mark, a delimiter or a line's end.
_PLAIN_ENCODINGS = ("utf-8", "ascii", "cp125", "iso8859", "koi8")


def read_delimited(source: Source) -> Iterator[Row]:
    """
    Yield the rows below the first line, which holds the headings; of a part of a file those that begin in it.

    A line that is no row is yielded as one that is wrong. Raises :class:`~according.errors.InputError` for what is no text.
    """
    with open_text(replace(source, part=None)) as text:
        delimiter = _look_for_delimiter(text)
        if source.part is None:
            yield from _rows(_open_reader(_lines(text), delimiter))
            return
        headings = _find_headings(_open_reader(_lines(text), delimiter)) if source.part.first else None
    with open_text(source) as text:
        yield from _rows(_open_reader(_lines(text), delimiter), headings, source.part.behind)


def find_row_ends(path: str) -> Iterator[tuple[int, int]]:
    """
    Yield where each row of a file ends, in bytes, and its line: found by the reader of rows itself, so that both are of one mind.

    Of a file in whose encoding a byte of another letter may look like a quotation mark or a line's end none is yielded. Raises
    :class:`~according.errors.InputError` where a row is too long to be read.
    """
    with open_text(Source(path)) as text:
        delimiter, encoding = _look_for_delimiter(text), codecs.lookup(text.encoding).name
    if not encoding.startswith(_PLAIN_ENCODINGS):
        return
    with open(path, "rb") as file:
        marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    # A letter a byte, whatever the letters are.
    with open(path, encoding="latin-1", newline="") as letters:
        counted = _Counted(letters, len(letters.read(len(codecs.BOM_UTF8))) if marked else 0)
        reader = _open_reader(counted, delimiter)
        while (cells := _next_row(reader)) is not None:
            if isinstance(cells, csv.Error) and "field limit" in str(cells):
                raise InputError(f"line {reader.line_num:,}: {cells}")
            yield counted.at, reader.line_num


class _Counted:
    """The lines of a file, and where the last one ends."""

    def __init__(self, text: TextIOWrapper, at: int) -> None:
        self.at = at
        self._lines = _lines(text)

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.at += len(line)
        return line


def _look_for_delimiter(text: TextIOWrapper) -> str:
    """Return the delimiter that the first lines show; the file is at its beginning then."""
    delimiter = find_delimiter([line for _ in range(LINES_LOOKED_AT) if (line := text.readline(_SAMPLE_LINE))])
    text.seek(0)
    return delimiter


def _open_reader(lines: Iterable[str], delimiter: str) -> Reader:
    # Strict: a quotation mark inside a cell that is not doubled would otherwise join two cells without a word.
    return csv.reader(lines, delimiter=delimiter, strict=True)


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
        while line := text.readline(FIELD_LONGEST):
            number += 1
            if len(line) == FIELD_LONGEST:
                raise InputError(f"line {number:,}: over {FIELD_LONGEST:,} characters without a line end; what stands above it was read")
            yield line
    except UnicodeDecodeError as error:
        raise InputError(f"line {number + 1:,}: undecodable as {error.encoding}; what stands above it was read") from None


def _rows(reader: Reader, headings: tuple[str, ...] | None = None, behind: int = 0) -> Iterator[Row]:
    """Yield the rows below the headings, which are the first row where they are not given; so many lines come before."""
    while True:
        # A cell may hold line ends, so the next row need not begin one line further.
        number = behind + reader.line_num + 1
        cells = _next_row(reader)
        if cells is None:
            return
        if isinstance(cells, csv.Error):
            yield Row(number, {}, f"not a row of a table ({cells}); mend its quotation marks")
        elif _is_blank(cells):
            continue
        elif headings is None:
            headings = name_columns(cells)
        else:
            yield make_row(number, headings, cells)


def _find_headings(reader: Reader) -> tuple[str, ...] | None:
    """Return the headings of a table, which are its first row."""
    while (cells := _next_row(reader)) is not None:
        if not (isinstance(cells, csv.Error) or _is_blank(cells)):
            return name_columns(cells)
    return None


def _next_row(reader: Reader) -> list[str] | csv.Error | None:
    """Return the cells of the next row, or why it is none; ``None`` at the end."""
    # The bound is the whole process's: it is given back before anybody else reads a table.
    before = csv.field_size_limit(FIELD_LONGEST)
    try:
        return next(reader)
    except StopIteration:
        return None
    except csv.Error as error:
        return error
    finally:
        csv.field_size_limit(before)


def _is_blank(cells: list[str]) -> bool:
    # A row of nothing but delimiters is a blank line.
    return not any(map(str.strip, cells))
