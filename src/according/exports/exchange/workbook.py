"""
A spreadsheet (XLSX, the extra ``tables``) with the columns of docs/columns.md, and a sheet that says what the file is.

Numbers are numbers and days are days. A report's words are anybody's words: a cell of them is text and never a formula, also after a person
has edited it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any

from according.exports.about import About, about_object
from according.exports.exchange.form import SUBJECTS, Column, Form, Subject, Writer
from according.exports.exchange.own_columns import COLUMNS_VERSION, TABLE_COLUMNS
from according.exports.exchange.own_rows import table_rows, typed_cells
from according.exports.sheets import opens_formula, sound_text
from according.intake.extras import need

# Excel's own bounds: the rows of a sheet, its heading among them, and the characters of a cell, in units of UTF-16.
SHEET_ROWS_MOST, CELL_LONGEST = 1_048_576, 32_767
_CUT = "… [cut]"
# XML has none of these; and what looks like XLSX's escape of a character would be read as that character.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Excel counts days from here on; an earlier one is written as words.
_FIRST_DAY = date(1900, 3, 1)
_WIDTHS = {"text": 24, "count": 9, "offset": 9, "number": 11, "degrees": 11, "day": 11, "moment": 18, "flag": 8}
_BYTES_AT_ONCE = 1 << 20


class _Sheets:
    """Sheets of one book, each begun anew where the one before is full."""

    def __init__(self, openpyxl: Any) -> None:
        self._book = openpyxl.Workbook(write_only=True)
        self._make_cell = openpyxl.cell.WriteOnlyCell
        self._font = openpyxl.styles.Font(bold=True)
        self._letter = openpyxl.utils.get_column_letter
        self._top = openpyxl.styles.Alignment(vertical="top")

    def add(self, title: str, columns: Sequence[Column], rows: Iterable[Iterable[Any]]) -> None:
        """Write rows of cells under the columns' names, which stay in sight."""
        sheet, number, written = self._begin(title, columns), 1, 1
        for row in rows:
            if written == SHEET_ROWS_MOST:
                number, written = number + 1, 1
                sheet = self._begin(f"{title} {number}", columns)
            sheet.append([self._cell(sheet, value) for value in row])
            written += 1

    def save(self, file: Any) -> None:
        """Write the book to a file."""
        self._book.save(file)

    def _begin(self, title: str, columns: Sequence[Column]) -> Any:
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for at, column in enumerate(columns, 1):
            sheet.column_dimensions[self._letter(at)].width = max(_WIDTHS[column.kind], len(column.name) + 2)
        heads = [self._cell(sheet, column.name) for column in columns]
        for head in heads:
            head.font = self._font
        sheet.append(heads)
        return sheet

    def _cell(self, sheet: Any, value: Any) -> Any:
        if isinstance(value, datetime):
            # A cell has no zone: all of these are in UTC, as the column's meaning says.
            value = value.replace(tzinfo=None)
        elif isinstance(value, date) and value < _FIRST_DAY:
            value = value.isoformat()
        if not isinstance(value, str):
            return self._make_cell(sheet, value)
        cell = self._make_cell(sheet)
        # Set behind the library's own look at the text, which takes "=1+1" for a formula and "#N/A" for an error.
        cell._value, cell.data_type = _fitted(value), "s"
        if opens_formula(value):
            # For whoever edits the cell: the sign by which Excel keeps a text one.
            cell.quotePrefix = True
        return cell


def _fitted(text: str) -> str:
    """Return a text as a cell can hold it."""
    sound = _ESCAPE.sub("_x005F_", _NO_XML.sub("\ufffd", text))
    if len(sound.encode("utf-16-le")) <= 2 * CELL_LONGEST:
        return sound
    kept = sound.encode("utf-16-le")[: 2 * (CELL_LONGEST - len(_CUT))].decode("utf-16-le", "ignore")
    return kept + _CUT


def _table(subject: Subject) -> Writer:
    def write(values: Iterable[Any], about: About) -> Iterator[bytes]:
        sheets = _Sheets(need("openpyxl", "tables", "a spreadsheet"))
        columns = TABLE_COLUMNS[subject]
        sheets.add(subject, columns, (typed_cells(columns, row) for row in table_rows(subject, values)))
        sheets.add("about", _TOLD, _about_rows(subject, about))
        # An archive has its list of members at the end and is written whole; on a disk and not in memory.
        with TemporaryFile() as file:
            sheets.save(file)
            file.seek(0)
            while piece := file.read(_BYTES_AT_ONCE):
                yield piece

    return write


_TOLD = (Column("what", "text", "what is told"), Column("told", "text", "what it is"))


def _about_rows(subject: Subject, about: About) -> Iterator[tuple[str, str]]:
    told = about_object(about)
    filters = told.pop("filters")
    yield from ((name.replace("_", " "), sound_text(str(value))) for name, value in told.items())
    yield "version of the columns", COLUMNS_VERSION
    yield from ((f"filter {name}", sound_text(value)) for name, value in filters.items())
    yield from (("what it cannot hold", lack) for lack in _LACKS)
    yield from ((f"column {column.name}", f"{column.meaning} ({column.kind})") for column in TABLE_COLUMNS[subject])


_LACKS = (
    "Of a question or an event its figures are not in it: export figures or questions as well, or take jsonl.",
    "Speakers are one cell: who of them is of what kind and country, and where their words stand, is not in it.",
    f"A text of over {CELL_LONGEST:,} characters is cut, and its end says so; more than {SHEET_ROWS_MOST:,} rows go on in a second sheet.",
    "NUL, other control characters and lone surrogates are written as a sign that stands for them.",
    "A day before March 1900 is text, and a moment has no zone of its own: all are in UTC.",
)
XLSX = Form(
    "xlsx", "Spreadsheet (XLSX)", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    {subject: _table(subject) for subject in SUBJECTS}, lacks=_LACKS, extra="tables", source="ECMA-376",
)  # fmt: skip
