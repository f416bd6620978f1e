"""
Copies of a ledger, each a ledger of its own in a SQLite file, made while others read and write.
"""
from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from time import time

from sqlalchemy import URL, Connection, exc, insert, select

from according.errors import LedgerError
from according.ledger.database import connection as connections
from according.ledger.database import failures
from according.ledger.database.connection import Door
from according.ledger.database.dsn import refuse_server
from according.ledger.database.schema import metadata, reports, statements
from according.ledger.finding.search import SqliteSearch

# Rows taken at a time.
ROWS_COPIED = 2000
# How the name of a copy ends that is not whole yet, and after how many seconds in which nobody wrote to it it is taken for left over.
PART, LEFT_AFTER = ".part", 3600


def copy(door: Door, target: Path) -> None:
    """
    Copy a ledger to a file that is not there yet; the file appears when it is whole.

    Of several that copy to one target at once each makes a copy of its own, and the last to be done has its copy there. PostgreSQL's is
    copied row by row: a ledger on a server becomes one in a file.
    """
    refuse_server(str(target))
    # Beside the target: put in its place by a rename, which does not reach another disk. Named by chance: nobody else writes to it.
    part = target.with_name(f"{target.name}.{token_hex(4)}{PART}")
    try:
        if target.exists():
            raise LedgerError(f"{target}: there is a file already; name another")
        if not target.parent.is_dir():
            raise LedgerError(f"{target}: the folder {target.parent} is not there; make it first")
        _clear(target)
        # What cannot be written is told by the system, and not by SQLite as the ledger's own failure.
        part.touch(exist_ok=False)
        (_copy_pages if door.is_sqlite else _copy_rows)(door, target, part)
        # A copy of what is no longer there is none of the ledger.
        door.look_for_file("no copy of it was made")
        _settle(part, target)
    except OSError as error:
        raise LedgerError(f"{target}: the copy cannot be written ({error.strerror}); make room, or name a file elsewhere") from error
    finally:
        _remove(part)


def _clear(target: Path) -> None:
    """Remove the parts that were left by copies to the same target which were killed."""
    # Who copies to it right now has written to its part a moment ago.
    left = [path for path in target.parent.iterdir() if path.name.startswith(f"{target.name}.") and path.name.endswith(PART)]
    for part in left:
        with suppress(OSError):
            if time() - part.stat().st_mtime > LEFT_AFTER:
                _remove(part)


def _remove(part: Path) -> None:
    # SQLite keeps its journal, or a log and its index, beside a file that is open.
    for beside in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            part.with_name(part.name + beside).unlink(missing_ok=True)


def _settle(part: Path, target: Path) -> None:
    """Put a finished copy in its place, for good."""
    # On the disk before it has its name: after a power cut no name may lead to half a copy.
    _sync(part)
    part.replace(target)
    # Then the name itself. Windows opens no folder, and keeps its names by itself.
    with suppress(OSError):
        _sync(target.parent)


def _sync(path: Path) -> None:
    """Have the system write to the disk what it still holds of a file or a folder."""
    # A folder is opened to read only; on Windows a file that is to be written out must be open to write.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_pages(door: Door, target: Path, part: Path) -> None:
    with door.told(), door.engine.connect() as source:
        made = sqlite3.connect(part)
        try:
            # In one step: what others write meanwhile stands in the log beside the file, and would make smaller steps begin anew.
            source.connection.driver_connection.backup(made, pages=-1)  # type: ignore[union-attr]
            # One file, and no log beside it that would have to be copied with it.
            made.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise _blame(error, door, target) from error
        finally:
            made.close()


def _blame(error: sqlite3.Error, door: Door, target: Path) -> LedgerError:
    """
    Return the error of a copy that failed, told of the file whose fault it is.

    SQLite tells both files' failures alike. A full disk, or a file that grew too large, is the copy's failure. So is what cannot be
    written while the ledger can still be read.
    """
    said = " ".join(str(error).split())
    try:
        with door.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM readings").scalar()
    except LedgerError as unreadable:
        return unreadable
    # The copy was made a moment ago, and is nobody else's: what is damaged or held is the ledger, in a page that the count did not read.
    if "malformed" in said or "not a database" in said or failures.is_locked(error):
        return LedgerError(failures.explain(error, door.name, door.wait))
    return _unwritten(target, said)


def _unwritten(target: Path, said: str) -> LedgerError:
    return LedgerError(f"{target}: the copy cannot be written ({said}); make room, or name a file elsewhere")


def _copy_rows(door: Door, target: Path, part: Path) -> None:
    from according.ledger.database.migrations import bring_up

    made = connections.connect(URL.create("sqlite", database=str(part)), read_only=False, wait=door.wait)
    try:
        # One transaction on the server: all tables are of the same moment.
        with door.reading() as source, _told_of(target), made.connect() as copied:
            copied.exec_driver_sql("BEGIN IMMEDIATE")
            bring_up(copied)
            _copy_tables(source, copied)
            copied.exec_driver_sql("COMMIT")
            copied.exec_driver_sql("PRAGMA journal_mode=DELETE")
    finally:
        made.dispose()


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    """Turn a failure of the copy's own database into a LedgerError about it; the server's goes on to who tells it."""
    try:
        yield
    except exc.DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise _unwritten(target, str(error.orig)) from error


def _copy_tables(source: Connection, target: Connection) -> None:
    search = SqliteSearch()
    # In the order of their keys: a row comes after those that it names.
    for table in metadata.sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=ROWS_COPIED)).mappings()
        for page in rows.partitions():
            target.execute(insert(table), [dict(row) for row in page])
            if table in (reports, statements):
                # The words are indexed anew, for PostgreSQL keeps them in another form.
                search.index(target, f"{table.name.removesuffix('s')}_words", [(row["number"], row["text"]) for row in page])
