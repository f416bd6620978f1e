"""
Parquet (the extra ``tables``): the columns of docs/columns.md with their types, row group by row group.

Words are strings, days ``date32``, moments ``timestamp[us, UTC]``, offsets and counts ``int64``, numbers and degrees ``double``. The file's
metadata have ``according.columns``, the version of the columns, ``according.subject``, and ``according.about``, what the file holds; each
field's metadata have its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import RawIOBase
from itertools import islice
from typing import Any

from according.exports.about import About, about_object
from according.exports.exchange.form import SUBJECTS, Column, Form, Subject, Writer
from according.exports.exchange.own_columns import COLUMNS_VERSION, TABLE_COLUMNS
from according.exports.exchange.own_rows import table_rows, typed_cells
from according.exports.objects.readings import dump_line
from according.exports.sheets import sound_text
from according.intake.extras import need

# So many rows are a row group: some megabytes, which a reader of one column skips through.
ROWS_TOGETHER = 10_000


class _Pieces(RawIOBase):
    """A file that is handed on as it is written: what was written since the last time is taken out of it."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        self._at += len(self._held[-1])
        return len(self._held[-1])

    def tell(self) -> int:
        return self._at

    def take(self) -> bytes:
        """Return what was written, and keep none of it."""
        taken, self._held = b"".join(self._held), []
        return taken


def _table(subject: Subject) -> Writer:
    def write(values: Iterable[Any], about: About) -> Iterator[bytes]:
        arrow, parquet = need("pyarrow", "tables", "a Parquet file"), need("pyarrow.parquet", "tables", "a Parquet file")
        schema, pieces, rows = _schema(arrow, subject, about), _Pieces(), table_rows(subject, values)
        with parquet.ParquetWriter(pieces, schema, compression="zstd") as writer:
            while group := list(islice(rows, ROWS_TOGETHER)):
                cells = zip(*(typed_cells(TABLE_COLUMNS[subject], row) for row in group), strict=True)
                arrays = [arrow.array(list(column), field.type) for column, field in zip(cells, schema, strict=True)]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
                yield pieces.take()
        yield pieces.take()

    return write


def arrow_fields(arrow: Any, columns: Iterable[Column]) -> list[Any]:
    """Return columns as Arrow has them, each with its meaning."""
    types = {
        "text": arrow.string(), "count": arrow.int64(), "offset": arrow.int64(), "number": arrow.float64(), "degrees": arrow.float64(),
        "day": arrow.date32(), "moment": arrow.timestamp("us", tz="UTC"), "flag": arrow.bool_(), "json": arrow.string(),
        "bytes": arrow.binary(),
    }  # fmt: skip
    return [arrow.field(column.name, types[column.kind], metadata={"meaning": column.meaning}) for column in columns]


def _schema(arrow: Any, subject: Subject, about: About) -> Any:
    fields = arrow_fields(arrow, TABLE_COLUMNS[subject])
    told = {"columns": COLUMNS_VERSION, "subject": subject, "about": sound_text(dump_line(about_object(about)))}
    return arrow.schema(fields, metadata={f"according.{name}": value for name, value in told.items()})


PARQUET = Form(
    "parquet", "Parquet", ".parquet", "application/vnd.apache.parquet", {subject: _table(subject) for subject in SUBJECTS},
    lacks=(
        "Of a question or an event its figures are not in it: export figures or questions as well, or take jsonl.",
        "Speakers are one text: who of them is of what kind and country, and where their words stand, is not in it.",
        "NUL and lone surrogates are written as a sign that stands for them.",
    ),
    extra="tables", source="https://parquet.apache.org/docs/file-format/",
)  # fmt: skip
