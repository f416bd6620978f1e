"""
Copies of a ledger, each a ledger of its own in a SQLite file, made while others read and write.
"""
from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, insert, select

from according.errors import LedgerError
from according.ledger.database import connection as connections
from according.ledger.database.connection import Door
from according.ledger.database.schema import metadata, reports, statements
from according.ledger.finding.search import SqliteSearch

# Rows taken at a time.
PAGE = 2000


def copy(door: Door, target: Path) -> None:
    """
    Copy a ledger to a file that is not there yet; the file appears when it is whole.

    PostgreSQL's is copied row by row: a ledger on a server becomes one in a file.
    """
    if target.exists():
        raise LedgerError(f"{target}: there is a file already; name another")
    if not target.parent.is_dir():
        raise LedgerError(f"{target}: the folder {target.parent} is not there; make it first")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        (_copy_pages if door.is_sqlite else _copy_rows)(door, part)
        _settle(part, target)
    except OSError as error:
        raise LedgerError(f"{target}: the copy cannot be written ({error.strerror}); make room, or name a file elsewhere") from error
    finally:
        for beside in ("", "-wal", "-shm"):
            part.with_name(part.name + beside).unlink(missing_ok=True)


def _settle(part: Path, target: Path) -> None:
    """Put a finished copy in its place, for good."""
    for path in (part, part.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    part.replace(target)


def _copy_pages(door: Door, part: Path) -> None:
    with door.told(), door.engine.connect() as source:
        made = sqlite3.connect(part)
        try:
            # In one step: what others write meanwhile stands in the log beside the file, and would make smaller steps begin anew.
            source.connection.driver_connection.backup(made, pages=-1)  # type: ignore[union-attr]
            made.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        finally:
            made.close()


def _copy_rows(door: Door, part: Path) -> None:
    from according.ledger.database.migrations import bring_up

    made = Door(connections.connect(connections.parse(str(part)), read_only=False, wait=door.wait), str(part), door.wait)
    try:
        with door.reading() as source, made.writing() as target:
            bring_up(target)
            _copy_tables(source, target)
        with made.told(), made.engine.connect() as finished:
            finished.exec_driver_sql("PRAGMA journal_mode=DELETE")
    finally:
        made.close()


def _copy_tables(source: Connection, target: Connection) -> None:
    search = SqliteSearch()
    for table in metadata.sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=PAGE)).mappings()
        for page in rows.partitions():
            target.execute(insert(table), [dict(row) for row in page])
            if table in (reports, statements):
                search.index(target, f"{table.name.removesuffix('s')}_words", [(row["number"], row["text"]) for row in page])
