"""Spreadsheets (XLSX) to rows, one at a time (the extra ``tables``)."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from according.errors import InputError
from according.intake.extras import need
from according.intake.source import Source, open_bytes
from according.intake.tables.tabular import Row, as_words, make_row, name_columns

# A workbook's first member may be anything, but its sheets lie in this folder.
_SHEETS = re.compile(rb"PK\x03\x04.{26}xl/", re.DOTALL)
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

    Formulas count as the values that they had when the workbook was saved. Raises :class:`~according.errors.InputError` where it is
    damaged.
    """
    openpyxl = need("openpyxl", "tables", "a spreadsheet")
    number = 0
    with open_bytes(source) as file:
        try:
            _measure(file)
            with warnings.catch_warnings():
                # Of styles and checks that it does not keep; none of them touches what stands in a cell.
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            for sheet in book.worksheets:
                for row in _rows(sheet, sheet.title if len(book.worksheets) > 1 else None):
                    number = row.number
                    yield row
        except _DAMAGE as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())[:120]
            raise InputError(f"damaged or cut behind row {number:,} ({what}); what came before was read") from None


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
    for number, values in enumerate(_quietly(sheet.iter_rows(values_only=True)), 1):
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


def _quietly(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = next(rows, None)
        if values is None:
            return
        yield values
