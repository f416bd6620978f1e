"""
Opening a ledger: where it is, and bringing it up to this version of the package.
"""
from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import inspect

from according.errors import LedgerError
from according.ledger.database.connection import WAIT, Door
from according.ledger.database.dsn import name_of, parse
from according.ledger.database.schema import SCHEMA_VERSION
from according.ledger.finding.finder import FIGURES_KEPT
from according.ledger.sharing.offer import Offer
from according.ledger.store import SqlLedger

ENVIRONMENT = "ACCORDING_LEDGER"
# Kept by Alembic: the number of the last migration.
_VERSION_TABLE = "alembic_version"
# How migrations are numbered.
_MIGRATION_NUMBER = re.compile(r"\d{4}")


def default_url() -> str:
    """Return the address of the user's ledger: what ``ACCORDING_LEDGER`` says, else ``ledger.db`` in the user's data folder."""
    if address := os.environ.get(ENVIRONMENT):
        return address
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('according', appauthor=False) / 'ledger.db'}"


def open_ledger(url: str, *, create: bool = True, read_only: bool = False, wait: float = WAIT, kept: int = FIGURES_KEPT) -> SqlLedger:
    """
    Open the ledger at an address: ``sqlite:///PATH``, the path of a file, or ``postgresql://USER@HOST/DATABASE``.

    One that is not there is made, unless ``create`` is false or it is opened to ``read_only``. One of an older version is brought up to
    this one, unless it is opened to ``read_only``: then it is refused. A writer waits its turn for ``wait`` seconds. ``kept``
    figures stay at hand of those that are placed in groups.

    Raises :class:`~according.errors.LedgerError` for what is no ledger, for a ledger of a newer version, and where the database cannot be
    reached.
    """
    create = create and not read_only
    door = _reach(url, create, read_only, wait)
    try:
        _bring_up(door, create, read_only)
        # To make or bring up a ledger files nothing.
        door.has_filed = False
    except BaseException:
        door.close()
        raise
    return SqlLedger(door, kept=kept)


def open_offer(url: str, *, name: str | None = None, wait: float = WAIT) -> Offer:
    """
    Open the ledger at an address to be taken from: to read only, of this or of an older version of the tables.

    ``name`` is what its rows are kept under; without one that is its file's name, or its address without the password. Raises
    :class:`~according.errors.LedgerError` as :func:`open_ledger` does.
    """
    door = _reach(url, False, True, wait)
    try:
        if _version(door) is None:
            raise LedgerError(f"{door.name}: no ledger is there; name another")
        return Offer(door, name or (Path(door.name).name if door.is_sqlite else door.name))
    except BaseException:
        door.close()
        raise


def _reach(url: str, create: bool, read_only: bool, wait: float) -> Door:
    """Return the door to the database at an address, where there is or may be a ledger."""
    parsed = parse(url)
    name = name_of(parsed)
    if parsed.get_backend_name() == "sqlite":
        try:
            _look_for_file(Path(str(parsed.database)), create, ours=ENVIRONMENT not in os.environ and url == default_url())
        except OSError as error:
            raise LedgerError(f"{name}: no ledger can be there ({error.strerror or error}); name another file") from None
        if read_only:
            _take_back(Path(str(parsed.database)))
    # Absolute: whoever works in another folder later means the same file.
    path = Path(str(parsed.database)).absolute() if parsed.get_backend_name() == "sqlite" else None
    return Door(parsed, read_only=read_only, wait=wait, path=path)


def _look_for_file(path: Path, create: bool, *, ours: bool) -> None:
    """Raise LedgerError where no ledger can be; the user's own data folder is made, any other must be there."""
    if path.is_dir():
        raise LedgerError(f"{path}: this is a folder; name a file in it")
    if path.exists():
        # SQLite would wait for a pipe, and write its log beside a device.
        if not path.is_file():
            raise LedgerError(f"{path}: this is a pipe or a device; name a file")
        return
    if not create:
        raise LedgerError(f"{path}: no ledger is there; file a report first, or name another")
    # A folder that a person named is not made: a slip in its name would make an empty ledger beside the one that is meant.
    if ours:
        # Why it cannot be made is told below: the folder is not there.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: the folder {path.parent} is not there; make it first")


def _take_back(path: Path) -> None:
    """
    Let SQLite take back what a process that was killed had begun in a new file, which it cannot where it only reads.

    Whatever is wrong otherwise is told when the file is opened.
    """
    journal = path.with_name(path.name + "-journal")
    with suppress(OSError, sqlite3.Error):
        if journal.stat().st_size:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchall()


def _bring_up(door: Door, create: bool, read_only: bool) -> None:
    """Run the migrations that a ledger lacks, or raise LedgerError where they may not be run."""
    found = _version(door)
    if found == SCHEMA_VERSION:
        return
    if found is None and not create:
        raise LedgerError(f"{door.name}: no ledger is there; file a report first, or name another")
    if read_only:
        raise LedgerError(f"{door.name}: the ledger is of the older version {found}; open it once to write, to make it {SCHEMA_VERSION}")
    # Alembic is loaded only here: a ledger that is up to date does not need it.
    from according.ledger.database.migrations import CommandError, bring_up

    try:
        # Several may open a new ledger at once: one makes it, the others wait their turn and find it made.
        with door.writing() as connection:
            bring_up(connection)
    except CommandError as error:
        told = f"the ledger says it is of version {found}, from which no way leads to {SCHEMA_VERSION}"
        raise LedgerError(f"{door.name}: {told} ({error}); restore a backup") from error


def _version(door: Door) -> str | None:
    """Return the number of a ledger's last migration, ``None`` where nothing is there yet."""
    with door.reading() as connection:
        tables = inspect(connection).get_table_names()
        versioned = _VERSION_TABLE in tables
        versions = connection.exec_driver_sql(f"SELECT version_num FROM {_VERSION_TABLE}").scalars().all() if versioned else []
    # Somebody else's database is left alone.
    if tables and "readings" not in tables:
        raise LedgerError(f"{door.name}: the database holds something else ({', '.join(sorted(tables)[:3])}); name another")
    if not tables:
        return None
    version = str(versions[0]) if len(versions) == 1 else ""
    if not _MIGRATION_NUMBER.fullmatch(version):
        told = ", ".join(repr(str(found)) for found in versions[:3]) or "nothing"
        raise LedgerError(f"{door.name}: the ledger does not say of which version it is ({_VERSION_TABLE} holds {told}); restore a backup")
    # Four digits each, so that the texts compare as the numbers do.
    if version > SCHEMA_VERSION:
        raise LedgerError(f"{door.name}: the ledger is of version {version}, this package knows up to {SCHEMA_VERSION}; upgrade according")
    return version
