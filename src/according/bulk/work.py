"""
One shard, from its inputs to its tables: what every engine's worker does.

Who dies over a shard leaves the folder that he began. A shard over which so many died is given up, and a row says so: one report that
takes its process down does not hold up an archive.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from according.bulk.arrow_tables import TABLES, TableName, arrow_schema
from according.bulk.folder import Done, Folder
from according.bulk.shards import Shard, is_stored
from according.bulk.table_rows import REFUSED, Rows, process
from according.errors import InputError
from according.intake.catalogue import Catalogue
from according.intake.extras import need
from according.intake.source import Source
from according.intake.text import Options
from according.intake.unpacking import unpack
from according.report import Report
from according.services.read import READ_TOGETHER, Outcome, pass_seldom, read_here, settle
from according.services.words import find_language
from according.statement import Reading

# Workers that may die over a shard before it is given up.
DEATHS_MOST = 2
# Rows of a table that are written together: what a worker holds, and what readers of the files unpack at a time.
WRITTEN_TOGETHER = 4_000
# What opens a file in a store of objects and gives its bytes.
Fetcher = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Task:
    """
    What all shards are read by: the folder with what it is made by, the options, and a file of a user's own words.

    ``pattern`` says where files' names hold their dates.
    """

    path: str
    about: dict[str, str]
    options: Options
    words: str | None = None
    pattern: str | None = None

    @property
    def folder(self) -> Folder:
        """The folder that the archive is read into."""
        return Folder(Path(self.path), self.about)


class Worker:
    """Reads shards one after the other; the model and the word lists are loaded once."""

    def __init__(self, task: Task, fetch: Fetcher) -> None:
        pass_seldom()
        self._folder = task.folder
        self._task = task
        self._language = None if task.words is None else find_language(task.words)
        self._fetch = fetch

    def read(self, shard: Shard) -> Done:
        """
        Read a shard into its folder.

        Raises OSError where it cannot be written.
        """
        made, died = self._folder.begin(shard)
        try:
            outcomes = self._give_up(shard, died) if died > DEATHS_MOST else self._outcomes(shard)
            done = self._write(shard, made, outcomes)
            self._folder.finish(made, done)
        except BaseException:
            # Nobody died over it: it is not counted as if he had.
            shutil.rmtree(made, ignore_errors=True)
            found = self._folder.find(shard.id)
            if found is None:
                raise
            # Another worker has done it meanwhile: where this one was thought dead.
            done = found
        settle()
        return done

    def _outcomes(self, shard: Shard) -> Iterator[Outcome]:
        options = self._task.options
        if self._task.pattern is not None or shard.facts:
            # What is said of a shard's inputs came with it: of all inputs it would be sent to every worker.
            facts = dict(zip(shard.paths, shard.facts, strict=True)) if shard.facts else {}
            options = replace(options, catalogue=Catalogue(facts, self._task.pattern))
        return read_here(unpack(self._sources(shard), options.wishes), options, self._language)

    def _give_up(self, shard: Shard, died: int) -> Iterator[Outcome]:
        what = f"reading it ended the process {died} times (out of memory?); give it more memory, or split it, and read it anew"
        return (Outcome(Reading(Report("", path=path)), what) for path in shard.paths)

    def _sources(self, shard: Shard) -> Iterator[Source]:
        for path in shard.paths:
            if shard.refused is not None:
                yield Source(path, shard.refused)
                continue
            try:
                yield self._source(shard, path)
            except (OSError, InputError) as error:
                yield Source(path, f"cannot be read: {error}; check the name and the disk, or the key of the store")

    def _source(self, shard: Shard, path: str) -> Source:
        if is_stored(path):
            return Source(path, data=self._fetch(path))
        return Source(path, part=shard.part)

    def _write(self, shard: Shard, made: Path, outcomes: Iterable[Outcome]) -> Done:
        told = Counter[str]()
        with _Tables(made, self._folder.about) as tables:
            waiting, ordinal = iter(outcomes), 0
            while batch := list(islice(waiting, READ_TOGETHER)):
                rows = process(batch, shard.id, ordinal)
                ordinal += len(batch)
                told.update(_count(rows))
                tables.add(rows)
        return Done(shard.id, shard.paths, shard.stamps, shard.first, shard.cut, **told)


def _count(rows: Rows) -> dict[str, int]:
    """Return how much some rows hold, as a finished shard tells it."""
    tables = rows.tables
    return {
        "reports": len(tables["reports"]), "words": sum(row["words"] for row in tables["reports"]),
        "statements": len(tables["statements"]), "figures": len(tables["figures"]),
        "refused": sum(row["kind"] == REFUSED for row in tables["problems"]),
    }  # fmt: skip


@dataclass(slots=True)
class _Tables:
    """The four files of a shard; a table without a row has its file too."""

    folder: Path
    about: dict[str, str]
    _writers: dict[TableName, Any] = field(default_factory=dict)
    _waiting: Rows = field(default_factory=Rows)

    def __enter__(self) -> _Tables:
        parquet = need("pyarrow.parquet", "bulk", "an archive")
        told = {f"according.{name}": value for name, value in self.about.items()}
        for table in TABLES:
            path = self.folder / f"{table}.parquet"
            self._writers[table] = parquet.ParquetWriter(path, arrow_schema(table, told), compression="zstd")
        return self

    def __exit__(self, kind: type[BaseException] | None, *fault: object) -> None:
        if kind is None:
            for table in TABLES:
                self._flush(table)
        for writer in self._writers.values():
            writer.close()

    def add(self, rows: Rows) -> None:
        """Take rows in, and write those of a table once they are many."""
        for table, added in rows.tables.items():
            self._waiting.tables[table] += added
            if len(self._waiting.tables[table]) >= WRITTEN_TOGETHER:
                self._flush(table)

    def _flush(self, table: TableName) -> None:
        arrow, held = need("pyarrow", "bulk", "an archive"), self._waiting.tables[table]
        if held:
            self._writers[table].write_table(arrow.Table.from_pylist(held, schema=self._writers[table].schema))
            self._waiting.tables[table] = []

