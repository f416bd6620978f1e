"""Parquet to rows, a few at a time (the extra ``tables``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from according.errors import InputError
from according.intake.extras import need
from according.intake.source import Part, Source, open_bytes
from according.intake.tables.tabular import Row, flatten

# Rows that are unpacked together: a text that is kept once for many rows comes out as often.
UNPACKED_TOGETHER = 64
# In bytes: so much of a column is read at a time, and not all of it that a group of rows has.
COLUMN_READ = 1 << 20


def read_parquet(source: Source) -> Iterator[Row]:
    """
    Yield the rows of a file, or of the part of it that is meant.

    Raises :class:`~according.errors.InputError` where it is damaged, and says behind which row.
    """
    parquet, arrow = need("pyarrow.parquet", "tables", "a Parquet file"), need("pyarrow", "tables", "a Parquet file")
    number = 0 if source.part is None else source.part.first
    with open_bytes(source) as file:
        try:
            for batch in _batches(parquet.ParquetFile(file, buffer_size=COLUMN_READ), source.part):
                for record in batch.to_pylist():
                    number += 1
                    yield Row(number, flatten(record))
        except (arrow.ArrowException, OSError) as error:
            what = " ".join(str(error).split())[:120]
            raise InputError(f"damaged or cut behind row {number:,} ({what}); what came before was read") from None


def _batches(table: Any, part: Part | None) -> Iterator[Any]:
    """Yield the rows of a table that are meant, some together, out of those groups of rows alone in which they lie."""
    first, last = (0, table.metadata.num_rows) if part is None else (part.first, part.last)
    begins = list(accumulate((table.metadata.row_group(number).num_rows for number in range(table.num_row_groups)), initial=0))
    groups = [number for number, (begun, ended) in enumerate(pairwise(begins)) if begun < last and ended > first]
    at = begins[groups[0]] if groups else last
    # One thread: reading is done by processes, of which each has a core.
    for batch in table.iter_batches(batch_size=UNPACKED_TOGETHER, row_groups=groups, use_threads=False) if groups else ():
        wanted = batch.slice(min(max(first - at, 0), batch.num_rows), max(last - max(at, first), 0))
        at += batch.num_rows
        if wanted.num_rows:
            yield wanted
        if at >= last:
            return
