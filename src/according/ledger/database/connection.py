"""
The way to the database: addresses, waiting for one's turn, and every failure told as a :class:`~according.errors.LedgerError`.

Transactions are begun and ended here by name, so that a writer asks for its turn before it reads what it builds on.
"""
from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, FromClause, QueuePool, create_engine, event, exc
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from according.errors import LedgerError
from according.ledger.database import failures
from according.ledger.database.dsn import hide, name_of, part_secrets
from according.ledger.database.opened_file import OVERWRITTEN, FileGoneError, OpenedFile

logger = logging.getLogger("according.ledger")

# Times in seconds. A writer that gets its turn within this says nothing: where several file at once, each waits a moment now and then.
QUIET = 3.0
# So long between two tries, where SQLite itself does not wait.
RETRY = 0.05
# A writer that does not get its turn within this gives up.
WAIT = 60.0
# Any number that others are not likely to use: PostgreSQL's lock that a writer of a ledger takes.
LOCK = 0x4ACC04D1
# Connections that are kept open, and how many more may be: a thread that writes reads meanwhile, so that it may need two. With fewer than
# that, writers who wait their turn could hold all, and the one whose turn it is would find none left.
CONNECTIONS_KEPT, CONNECTIONS_MORE = 8, 88
# Kilobytes of pages that a connection keeps: the indexes of a million figures.
CACHE = 64 * 1024
# The one that was used last is handed out first: it has the pages at hand that are asked for now.
_POOL: dict[str, Any] = {"pool_size": CONNECTIONS_KEPT, "max_overflow": CONNECTIONS_MORE, "pool_use_lifo": True}


def connect(url: URL, *, read_only: bool, wait: float, look: Callable[[], None] | None = None) -> Engine:
    """Return the engine for an address; before it opens a file, ``look`` may say that it is not the one that is meant."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(Path(str(url.database)), read_only, wait, look)
    plain, secrets = part_secrets(url)
    try:
        # AUTOCOMMIT: SQLAlchemy begins no transaction by itself. A connection that has lain idle may have been cut off: it is tried first.
        # Without parameters in its messages: they are words of reports, and hashes of passwords.
        how: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_pre_ping": True, "hide_parameters": True, **_POOL}
        engine = create_engine(plain, connect_args={**secrets, "options": _options(secrets, read_only)}, **how)
        from according.ledger.database.silence import LINK_LIMITS, Patient
    except ImportError:
        raise LedgerError(f"{name_of(url)}: psycopg is missing; run: pip install 'according[postgres]'") from None
    event.listen(engine, "do_connect", lambda dialect, record, words, given: Patient.open(*words, **{**LINK_LIMITS, **given}))
    return engine


def _options(secrets: Mapping[str, Any], read_only: bool) -> str:
    """Return what a server is told of each connection: what the address says itself goes before our limits, and after what must be."""
    from according.ledger.database.silence import SESSION_OPTIONS

    given = secrets.get("options", "")
    # A plan for all values of a query that is asked often would look through every figure of a measure: each is planned by its own.
    told = [SESSION_OPTIONS, given if isinstance(given, str) else " ".join(given), "-c plan_cache_mode=force_custom_plan"]
    # The server then refuses to write, whatever it is asked.
    return " ".join(filter(None, [*told, "-c default_transaction_read_only=on" if read_only else ""]))


def _sqlite(path: Path, read_only: bool, wait: float, look: Callable[[], None] | None) -> Engine:
    address = f"{path.absolute().as_uri()}?{_mode(path) if read_only else 'mode=rwc'}"

    def opened() -> sqlite3.Connection:
        if look is not None:
            look()
        # Without a level the driver begins no transaction by itself either; the pool may hand a connection to another thread.
        return sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)

    # Without a path SQLAlchemy takes the database for one in memory and would keep one connection a thread; hence the pool.
    engine = create_engine("sqlite+pysqlite:///", creator=opened, isolation_level="AUTOCOMMIT", poolclass=QueuePool, **_POOL)
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", lambda connection, record: _prepare(connection, read_only, wait))
    return engine


def _mode(path: Path) -> str:
    """
    Return how a file is opened to read only.

    Beside it SQLite keeps what writers have not put into it yet. In a folder that cannot be written it could not look there, and need
    not: nobody writes there, unless one who may was cut off.
    """
    mine = os.access in os.supports_effective_ids
    closed = not os.access(path.parent, os.W_OK, effective_ids=mine) and not path.with_name(path.name + "-wal").exists()
    return "mode=ro&immutable=1" if closed else "mode=ro"


class _Compiler(SQLiteCompiler):
    """SQLAlchemy's own leaves hints (``INDEXED BY``) out for SQLite."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """Return the hint as it is."""
        return text


def _prepare(connection: sqlite3.Connection, read_only: bool, wait: float) -> None:
    # SQLite checks keys only for a connection that asks it to. A negative size of its cache is one in kilobytes.
    # FULL: what has been acknowledged is on the disk before the acknowledgement.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"cache_size=-{CACHE}"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    if not read_only:
        _keep_a_log(connection, wait)


def _keep_a_log(connection: sqlite3.Connection, wait: float) -> None:
    """
    Let SQLite write ahead into a log, so that readers and a writer do not wait for one another.

    Only in a new file or a ledger: a database of somebody else's is not changed by being looked at. SQLite does not wait where several
    processes change a new file's mode at once; so this does.
    """
    until = monotonic() + wait
    while True:
        try:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not names or "readings" in names:
                connection.execute("PRAGMA journal_mode=WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(RETRY)


class _View(local):
    """The connection by which a thread sees one state of the ledger, while it has one."""

    connection: Connection | None = None


class Door:
    """The ledger's database with its name for messages; hands out connections to read and to write."""

    def __init__(self, url: URL, *, read_only: bool, wait: float, path: Path | None = None) -> None:
        self.name = name_of(url)
        self.wait = wait
        self._url = url
        self._file = opened = None if path is None else OpenedFile(path, self.name)
        self.engine = connect(url, read_only=read_only, wait=wait, look=None if opened is None else opened.look_again)
        if opened is not None:
            # Before anything is asked of the file.
            event.listen(self.engine, "connect", lambda connection, record: opened.note(), insert=True)
        self._view = _View()
        # Whether anything was filed from here since the ledger was opened, a report or else.
        self.has_filed = False

    @property
    def address(self) -> str:
        """The address of the database, with its password."""
        return self._url.render_as_string(hide_password=False) if self._file is None else f"sqlite:///{self._file.path}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite's."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees the ledger as it is now, or as :meth:`viewing` does, whatever is filed meanwhile."""
        if self._view.connection is not None:
            yield self._view.connection
            return
        # SQLite's view begins with the first row that is read; from then on it stays, as PostgreSQL's does.
        begin = "BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self.told(), self.engine.connect() as connection:
            connection.exec_driver_sql(begin)
            try:
                yield connection
            finally:
                _end(connection, "ROLLBACK")

    @contextmanager
    def viewing(self) -> Iterator[None]:
        """Let all that this thread reads meanwhile see the ledger as it is now; within another view, as that one sees it."""
        with self.reading() as connection:
            before, self._view.connection = self._view.connection, connection
            try:
                yield
            finally:
                self._view.connection = before

    @contextmanager
    def writing(self, reports: Sequence[str | None] = ()) -> Iterator[Connection]:
        """
        Yield a connection whose turn it is to write; what was written is kept if nothing is raised, else none of it.

        ``reports`` are the names of those that are filed, for a message.
        """
        with self.told(), self.engine.connect() as connection, self._rescued(connection):
            (self._begin_sqlite if self.is_sqlite else self._begin_postgres)(connection)
            try:
                # Looked for once the turn is there: the file may have gone while it was waited for.
                self.look_for_file("nothing of this was filed", reports, connection)
                yield connection
                connection.exec_driver_sql("COMMIT")
            # An interrupt, too, takes back what was written.
            except BaseException:
                _end(connection, "ROLLBACK")
                raise
            # What is acknowledged must be where the next one looks for it.
            self.look_for_file("what was just filed is not in it", reports, connection)
            self.has_filed = True
            if self._file is not None:
                self._file.acknowledge(reports)

    def look_for_file(self, lost: str, reports: Sequence[str | None] = (), connection: Connection | None = None) -> None:
        """Raise LedgerError where the file at the ledger's path is no longer the one that was opened (:meth:`OpenedFile.look`)."""
        if self._file is not None:
            self._file.look(lost, reports, connection)

    @contextmanager
    def _rescued(self, connection: Connection) -> Iterator[None]:
        try:
            yield
        except FileGoneError as gone:
            # What was copied over the file is not mixed with what the log holds.
            if self._file is not None and gone.what != OVERWRITTEN:
                _patience(connection, QUIET)
                self._file.rescue(connection)
                # Put back, the file is opened anew.
                self.engine.dispose()
            raise

    def _begin_sqlite(self, connection: Connection) -> None:
        # First a short wait without a word; only who waits longer says so.
        _patience(connection, min(QUIET, self.wait))
        try:
            # At once and not at the first write: what was read before that could have changed by then.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except exc.OperationalError as error:
            if not failures.is_locked(error) or self.wait <= QUIET:
                raise
            self._say_waiting()
            _patience(connection, self.wait - QUIET)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            _patience(connection, self.wait)

    def _begin_postgres(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")
        # A server may acknowledge before it has written; the ledger does not.
        connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
        # The lock is the transaction's: it goes with it, even if the process is killed.
        if connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({LOCK})").scalar() or self._waits_quietly(connection):
            return
        self._say_waiting()
        _take_lock(connection, self.wait - QUIET)

    def _waits_quietly(self, connection: Connection) -> bool:
        """Say whether the lock comes within a short wait, of which nobody need be told."""
        # A failure ends all of a transaction behind the last savepoint.
        connection.exec_driver_sql("SAVEPOINT quiet")
        try:
            _take_lock(connection, min(QUIET, self.wait))
        except exc.OperationalError as error:
            if not failures.is_locked(error) or self.wait <= QUIET:
                raise
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT quiet")
            return False
        return True

    def _say_waiting(self) -> None:
        logger.warning("%s: waiting for another writer, for up to %g seconds", self.name, self.wait)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn a failure of the database into a LedgerError that says what to do."""
        try:
            yield
        # What SQLite says of a damaged file may hold bytes that are no text, of which Python then complains.
        except (exc.DBAPIError, exc.TimeoutError, sqlite3.Error, UnicodeDecodeError) as error:
            failed, said = error, failures.explain(error, self.name, self.wait)
        else:
            return
        told = hide(said, part_secrets(self._url)[1].values())
        made = LedgerError(told)
        try:
            raise made from (failed if told == said else None)
        finally:
            # What repeats a secret is not even kept behind the error.
            made.__context__ = None

    def confirm(self) -> None:
        """Raise LedgerError where what was filed from here is no longer at the ledger's path, unless that was told already."""
        if self._file is not None and self.has_filed and not self._file.told:
            self.look_for_file("what was filed is not in it")

    def close(self) -> None:
        """Let go of all connections."""
        # Only where something was written, or what is looked at would be written to.
        if self._file is not None and self.has_filed and self._file.is_gone():
            with suppress(exc.SQLAlchemyError, LedgerError), self.engine.connect() as connection:
                self._file.rescue(connection)
        self.has_filed = False
        self.engine.dispose()


def _patience(connection: Connection, seconds: float) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _take_lock(connection: Connection, seconds: float) -> None:
    """Wait for PostgreSQL's lock of writers for so long."""
    # At least a millisecond: 0 would be no limit.
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(seconds * 1000) or 1}ms'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _end(connection: Connection, how: str) -> None:
    """End a transaction; where the database has already ended it, or is gone, there is nothing to end."""
    try:
        connection.exec_driver_sql(how)
    except exc.SQLAlchemyError:
        connection.invalidate()
