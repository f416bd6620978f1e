"""
The file of a ledger while it is open: whether the path still leads to it.

A file that is open stays open when it is removed or when another takes its name. What is filed then goes where nobody will look for it, so
nothing is acknowledged before the path was looked at. A file is known by its device and number (inode; on Windows the file's index).
"""
from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, exc

from according.errors import LedgerError

# Beside its file SQLite keeps a log of what it has not put into it yet, and the log's index.
LOG, INDEX = "-wal", "-shm"
# Where a connection keeps which log it writes.
_NOTED = "log"
# Reports that a message names.
REPORTS_NAMED = 3
# What may have been done to a file.
REMOVED, REPLACED, OVERWRITTEN = "removed", "replaced by another file", "overwritten"
# Behind the name of a log that is taken away from another file and could not be put into its own.
LEFT = ".left"

_Identity = tuple[int, int]


class FileGoneError(LedgerError):
    """A ledger whose file is not what it was when it was opened; ``what`` became of it."""

    def __init__(self, message: str, what: str) -> None:
        super().__init__(message)
        self.what = what


class OpenedFile:
    """Which file was opened under a path; ``name`` is what messages call it."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self._name = name
        # SQLite keeps the log beside the file itself, not beside a link to it.
        self._real = os.path.realpath(path)
        self._file: _Identity | None = None
        self._size = 0
        self._kept = 0
        # Whether it was told that the file is gone.
        self.told = False

    def look_again(self) -> None:
        """Raise LedgerError where a further connection would open another file, or make one: SQLite would take the log for that one's."""
        if self._file is not None:
            self.look("nothing of this was done")

    def note(self) -> None:
        """Note which file the first connection has opened; raise :class:`LedgerError` where a later one has opened another."""
        found = _find(self.path)
        if found is not None and self._file is None:
            self._file = _identity(found)
            self._real = os.path.realpath(self.path)
        self.look("nothing of this was done")

    def acknowledge(self, reports: Sequence[str | None]) -> None:
        """Note that reports are filed, so that a message can say how many are in a file that goes later."""
        self._kept += len(reports)

    def look(self, lost: str, reports: Sequence[str | None] = (), connection: Connection | None = None) -> None:
        """
        Raise LedgerError where the path no longer leads to the file that was opened, or its log is another.

        ``lost`` says what that means, and for which reports. The log is looked for where a ``connection`` is in a transaction.
        """
        what = self._what_became(connection)
        if what is None:
            return
        self.told = True
        of = f" ({_named(reports)})" if reports else ""
        told = f"{self._name}: the ledger was {what} while it was open, and {lost}{of}; {self._next(what)}, and file again"
        raise FileGoneError(told, what)

    def _next(self, what: str) -> str:
        """Return what became of the reports that were acknowledged since the file was opened, and what to do."""
        before = f"the {'report' if self._kept == 1 else _number(self._kept)} filed before"
        if what in (REMOVED, REPLACED):
            return f"{before} went with it; put it back" if self._kept else "put it back"
        return f"look whether it still has {before if self._kept else 'all it had'}"

    def _what_became(self, connection: Connection | None) -> str | None:
        """Return what was done to the file, or ``None`` where it is what it was."""
        found = _find(self.path)
        if found is None:
            return REMOVED
        if _identity(found) != self._file:
            return REPLACED
        if found.st_size < self._size and connection is not None and found.st_size < _pages(connection):
            return OVERWRITTEN
        self._size = found.st_size
        return None if connection is None else self._what_became_of_log(connection)

    def _what_became_of_log(self, connection: Connection) -> str | None:
        log = _find(Path(self._real + LOG))
        # In a transaction the connection has its log open; what is found the first time is that.
        if _NOTED not in connection.info and log is not None:
            connection.info[_NOTED] = _identity(log)
        if log is not None and _identity(log) == connection.info[_NOTED]:
            return None
        # A file that is kept without a log has none to part from.
        if _NOTED not in connection.info and connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            return None
        return f"parted from its log ({self._name}{LOG} was {'removed' if log is None else 'replaced'})"

    def is_gone(self) -> bool:
        """Say whether the path leads to no file, or to another."""
        found = _find(self.path)
        return found is None or _identity(found) != self._file

    def rescue(self, connection: Connection) -> None:
        """
        Put what the log holds into the file that is open, wherever that lies now, and take the log from beside a file that it is not of.

        SQLite would take a log that was left for that of the file which has come in place: it would put pages of one into the other.
        """
        log = _find(Path(self._real + LOG))
        if log is not None and _identity(log) != connection.info.get(_NOTED):
            return
        with suppress(exc.SQLAlchemyError, OSError):
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            # Where somebody reads on, what the log holds is not all in the file: beside that, put back, it goes on being its log.
            if not self.is_gone() or (busy and not self.path.exists()):
                return
            if busy:
                os.replace(self._real + LOG, self._real + LOG + LEFT)
            else:
                os.unlink(self._real + LOG)
            os.unlink(self._real + INDEX)


def _find(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _identity(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino


def _pages(connection: Connection) -> int:
    """Return how many bytes the pages of a database take."""
    count, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0 for name in ("page_count", "page_size"))
    return int(count) * int(size)


def _number(count: int) -> str:
    return f"{count:,} report{'s' if count != 1 else ''}"


def _named(reports: Sequence[str | None]) -> str:
    """Return how many reports there are, and the names of the first of those that have one."""
    names = [name[:200] for name in reports if name]
    more = len(reports) - len(names[:REPORTS_NAMED])
    told = ", ".join([*names[:REPORTS_NAMED], *([f"{more:,} more"] if more else [])])
    return f"{_number(len(reports))}: {told}" if names else _number(len(reports))
