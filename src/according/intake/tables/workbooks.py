"""Spreadsheets (XLSX) to rows (the extra ``tables``), in a process of their own: the file may be made to break its reader."""

from __future__ import annotations

import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from according.errors import InputError
from according.intake.documents.child import Limits, run_in_child
from according.intake.extracted import Extracted
from according.intake.extras import need
from according.intake.source import Source, open_bytes
from according.intake.tables.tabular import Row, as_words, make_row, name_columns

# A workbook's first member may be anything, but its sheets lie in this folder.
_SHEETS = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
# In bytes: as large as any other file that is read whole.
FILE_LARGEST = 40_000_000
# A workbook of 100,000 rows takes 13 seconds.
WORKBOOK_LIMITS = Limits(seconds=300.0)
# In bytes: what all parts of a workbook unpack to. What is larger is better kept as CSV or Parquet.
WORKBOOK_LARGEST = 2 << 30
# A cell far below the others would else be reached over a thousand million blank rows.
BLANK_MOST = 10_000
# What the library raises for parts that are missing or not what they should be.
_DAMAGE = (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, OSError)


def is_workbook(data: bytes) -> bool:
    """Say whether bytes begin as a workbook does: an archive with a folder of sheets."""
    return data.startswith(b"PK\x03\x04") and _SHEETS.search(data) is not None


def read_workbook(source: Source) -> Iterator[Row]:
    """
    Yield the rows of all sheets; the first row of each that is not blank holds its headings.

    Formulas count as the values that they had when the workbook was saved. It is taken apart in a process of its own, within
    :data:`WORKBOOK_LIMITS`. Raises :class:`~according.errors.InputError` where it is damaged, behind what came before.
    """
    with open_bytes(source) as file:
        data = file.read(FILE_LARGEST + 1)
    if len(data) > FILE_LARGEST:
        raise InputError(f"over {FILE_LARGEST:,} bytes; save it as CSV")
    for line in run_in_child("according.intake.tables.workbooks:dump_rows", data, WORKBOOK_LIMITS).text.splitlines():
        number, cells, wrong, sheet = json.loads(line)
        # What is damaged has no number.
        if number is None:
            raise InputError(wrong)
        yield Row(number, cells, wrong, sheet)


def dump_rows(data: bytes) -> Extracted:
    """Return the rows of a workbook as lines of JSON; where it is damaged, the last line has no number and says how."""
    lines, number = [], 0
    try:
        for row in _all_rows(BytesIO(data)):
            number = row.number
            lines.append(json.dumps([row.number, dict(row.cells), row.wrong, row.sheet]))
    except _DAMAGE as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:120]
        lines.append(json.dumps([None, {}, f"damaged or cut behind row {number:,} ({what}); what came before was read", None]))
    return Extracted("\n".join(lines))


def _all_rows(file: BinaryIO) -> Iterator[Row]:
    openpyxl = need("openpyxl", "tables", "a spreadsheet")
    _measure(file)
    with warnings.catch_warnings():
        # Of styles and checks that it does not keep; none of them touches what stands in a cell.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield from _rows(sheet, sheet.title if len(book.worksheets) > 1 else None)


def _measure(file: BinaryIO) -> None:
    """Raise an error for a workbook that unpacks to too much; no part gives more than it says."""
    with zipfile.ZipFile(file) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > WORKBOOK_LARGEST:
        raise InputError(f"unpacks to {size:,} bytes, read are up to {WORKBOOK_LARGEST:,}; save it as CSV")
    file.seek(0)


def _rows(sheet: Any, title: str | None) -> Iterator[Row]:
    # What a sheet says of its own size is often wrong.
    sheet.reset_dimensions()
    headings: tuple[str, ...] | None = None
    blank = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [as_words(value) for value in values]
        if not any(map(str.strip, cells)):
            blank += 1
            if blank > BLANK_MOST:
                yield Row(number, {}, f"over {BLANK_MOST:,} blank rows: nothing below them is read; delete them", title)
                return
            continue
        blank = 0
        if headings is None:
            headings = name_columns(cells)
        else:
            yield make_row(number, headings, cells, title)
