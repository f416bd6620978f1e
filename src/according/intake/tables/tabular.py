"""A row of a table, whatever kind of file it stands in, and what stands in its cells as words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO, TextIOWrapper

from according.intake.decode import SAMPLE, find_encoding
from according.intake.source import Source, open_bytes

# Half of a character beyond the 16 bits: what a byte that does not fit the encoding is kept as.
_BROKEN = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """
    A row of a table: what stands in its cells, by the headings of their columns.

    ``number`` is as people count: the line of a CSV on which the row begins, the row of a sheet, else the row's place from 1. ``wrong``
    says why it is no row that can be read; the others can be all the same. ``sheet`` is the sheet that it stands on, where there are
    several.
    """

    number: int
    cells: Mapping[str, str]
    wrong: str | None = None
    sheet: str | None = None

    def cell(self, heading: str | None) -> str:
        """Return what stands below a heading, without white space around it; nothing where there is no such column."""
        return "" if heading is None else self.cells.get(heading, "").strip()

    def path(self, table: str) -> str:
        """Return the row's path in a table."""
        return f"{table}/{self.number}" if self.sheet is None else f"{table}/{self.sheet}/{self.number}"


@contextmanager
def open_text(source: Source) -> Iterator[TextIOWrapper]:
    """
    Give a file as text, or the part of it that is meant, in the encoding that the first bytes of the file show.

    A byte that does not fit it is kept, and spoils its row alone.
    """
    with open_bytes(source) as file:
        encoding = find_encoding(file.read(SAMPLE))
        # Encodings of two and four bytes a character lose their step at a broken byte.
        errors = "strict" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
        file.seek(source.part.first if source.part is not None else 0)
        held = file if source.part is None else BytesIO(file.read(source.part.last - source.part.first))
        yield TextIOWrapper(held, encoding, errors=errors, newline="")


def without_broken(row: Row) -> Row:
    """Return a row as it is, or one that is wrong where a byte of it did not fit the table's encoding."""
    if any(not cell.isascii() and _BROKEN.search(cell) for cell in row.cells.values()):
        return replace(row, cells={}, wrong="undecodable: a byte in this row does not fit the table's encoding; save the table as UTF-8")
    return row


def name_columns(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the headings of a table's first row: each once, and none empty."""
    named: dict[str, None] = {}
    for at, cell in enumerate(cells, 1):
        heading = " ".join(cell.split()) or f"column {at}"
        again, name = 1, heading
        while name in named:
            again += 1
            name = f"{heading} ({again})"
        named[name] = None
    return tuple(named)


def make_row(number: int, headings: Sequence[str], cells: Sequence[str], sheet: str | None = None) -> Row:
    """Return a row of cells in the order of the headings; those that are missing at its end are empty."""
    if any(map(str.strip, cells[len(headings) :])):
        what = f"{len(cells)} cells below {len(headings)} headings; mend its delimiters or quotation marks"
        return Row(number, {}, what, sheet)
    held = [*cells[: len(headings)], *[""] * (len(headings) - len(cells))]
    return Row(number, dict(zip(headings, held, strict=True)), sheet=sheet)


def flatten(record: Mapping[str, object]) -> dict[str, str]:
    """Return the fields of a record as words; a record inside it gives its fields with its own name before them ("source.name")."""
    cells: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            cells.update({f"{name}.{inner}": as_words(held) for inner, held in value.items()})
        else:
            cells[str(name)] = as_words(value)
    return cells


def as_words(value: object) -> str:
    """Return what stands in a cell as words: a whole number without a point, days and hours in ISO 8601, a list with semicolons."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "" if value != value else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return "; ".join(map(as_words, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, Mapping | bool) else str(value)
