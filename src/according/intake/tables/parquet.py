"""Parquet to rows, a few at a time (the extra ``tables``)."""

from __future__ import annotations

from collections.abc import Iterator

from according.errors import InputError
from according.intake.extras import need
from according.intake.source import Source, open_bytes
from according.intake.tables.tabular import Row, flatten

# Rows that are unpacked together: a text that is kept once for many rows comes out as often.
UNPACKED_TOGETHER = 64


def read_parquet(source: Source) -> Iterator[Row]:
    """Yield the rows of a file; raises :class:`~according.errors.InputError` where it is damaged, and says behind which row."""
    parquet, arrow = need("pyarrow.parquet", "tables", "a Parquet file"), need("pyarrow", "tables", "a Parquet file")
    number = source.behind
    with open_bytes(source) as file:
        try:
            table = parquet.ParquetFile(file)
            # One thread: reading is done by processes, of which each has a core.
            for batch in table.iter_batches(batch_size=UNPACKED_TOGETHER, use_threads=False):
                for record in batch.to_pylist():
                    number += 1
                    yield Row(number, flatten(record))
        except (arrow.ArrowException, OSError) as error:
            what = " ".join(str(error).split())[:120]
            raise InputError(f"damaged or cut behind row {number:,} ({what}); what came before was read") from None
