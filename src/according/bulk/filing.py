"""
An archive into a ledger: the readings that its tables hold, filed as if they had been read here.

What is filed already is passed over by the ledger itself, so a load that was stopped is gone on with by loading again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from according.bulk.arrow_tables import TABLES, TableName
from according.bulk.folder import Done, Folder
from according.bulk.table_rows import REFUSED, Row, restore
from according.errors import ArchiveError
from according.intake.extras import need
from according.ledger.base import Ledger
from according.ledger.versions import Versions
from according.records import Receipt
from according.statement import Reading

# Filed in one transaction.
LOADED_TOGETHER = 256
# Rows of a file that are unpacked at a time.
_UNPACKED = 1_000


def find_archive(path: Path) -> Folder:
    """Return the archive in a folder; raises :class:`~according.errors.ArchiveError` where there is none, or one of another version."""
    folder = Folder(path, {})
    about = folder.read_about()
    if about is None:
        raise ArchiveError(f"{path}: no archive; `according bulk read` makes one")
    if about.get("schema") != folder.about["schema"]:
        held, wanted = about.get("schema"), folder.about["schema"]
        raise ArchiveError(f"{path}: its tables are of version {held}, and {wanted} is loaded; read the archive anew")
    folder.about = about
    return folder


def load_archive(folder: Folder, ledger: Ledger) -> Iterator[Receipt]:
    """
    File what an archive holds, many reports in each transaction, and yield a receipt for each report.

    An answer comes only for what is safely filed. Raises :class:`~according.errors.ArchiveError` for a damaged table.
    """
    versions = Versions(*(folder.about[name] for name in ("package", "model", "lexicon")))
    # In the order of the inputs, so that the same archive makes the same ledger wherever it was read.
    for done in sorted(folder.finished(), key=lambda one: (one.paths, one.first)):
        readings = restore_shard(folder, done)
        while batch := list(islice(readings, LOADED_TOGETHER)):
            yield from ledger.add_all([(reading, None) for reading in batch], versions=versions)


def restore_shard(folder: Folder, done: Done) -> Iterator[Reading]:
    """Yield the readings of a finished shard, in order."""
    tables: dict[TableName, _Rows] = {table: _Rows(folder.path / "shards" / done.id / f"{table}.parquet") for table in TABLES}
    for report in tables["reports"].rows:
        parts = [tables[table].of(report["ordinal"]) for table in ("statements", "figures", "problems")]
        statements, figures, problems = parts
        try:
            yield restore(report, statements, figures, (row for row in problems if row["kind"] != REFUSED))
        except (ValueError, KeyError, TypeError) as error:
            where = f"{folder.path / 'shards' / done.id}: report {report.get('ordinal')}"
            raise ArchiveError(f"{where} is damaged ({error}); remove that folder and read the archive again") from None


class _Rows:
    """The rows of a table, of one report at a time; reports are asked for in order."""

    def __init__(self, path: Path) -> None:
        self.rows = _read(path)
        self._grouped = groupby(self.rows, key=itemgetter("ordinal"))
        self._next: tuple[int, list[Row]] | None = None

    def of(self, ordinal: int) -> list[Row]:
        """Return the rows of a report."""
        while self._next is None or self._next[0] < ordinal:
            found = next(self._grouped, None)
            if found is None:
                return []
            self._next = found[0], list(found[1])
        return self._next[1] if self._next[0] == ordinal else []


def _read(path: Path) -> Iterator[Row]:
    parquet, arrow = need("pyarrow.parquet", "bulk", "an archive"), need("pyarrow", "bulk", "an archive")
    try:
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=_UNPACKED, use_threads=False):
            yield from batch.to_pylist()
    except (arrow.ArrowException, OSError) as error:
        what = " ".join(str(error).split())[:120]
        raise ArchiveError(f"{path}: damaged ({what}); remove its folder and read the archive again") from None


def count_reports(shards: Iterable[Done]) -> int:
    """Return how many reports finished shards hold."""
    return sum(done.reports for done in shards)
