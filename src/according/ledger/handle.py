"""
How an open ledger is left: what was filed is still there, and a fault that comes of a damaged row is told as the ledger's.
"""
from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType

from sqlalchemy.exc import NoResultFound

from according.errors import LedgerError, UnshownError
from according.ledger import audit
from according.ledger.database.connection import Door
from according.ledger.finding.search import Search
from according.ledger.writing.rows import DECODING_ERRORS

# How damage that the database does not see shows, also far from where it lies: as a value of another kind, or none.
SIGNS_OF_DAMAGE = (*DECODING_ERRORS, AssertionError, NoResultFound)
# So many seconds a damaged row is looked for; `according ledger check` takes what it needs.
SEARCHED = 10.0


class Handle:
    """What is open, by its ``door``; a ``with`` block closes it."""

    def __init__(self, door: Door, search: Search) -> None:
        self._door = door
        self._search = search
        self._looking = Lock()
        # Whether a search took too long: it is not made again.
        self._gave_up = False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                self._door.confirm()
            # A fault of whoever uses the ledger is theirs.
            elif isinstance(error, SIGNS_OF_DAMAGE) and _is_ours(trace) and (told := self.blame(error)) is not None:
                raise told from error
            # Without a name it is the output that failed. A closed pipe ("| head") is no mishap.
            elif isinstance(error, OSError) and error.filename is None and _is_output(error, trace) and self._door.has_filed:
                why = f"the output cannot be written ({error.strerror or error}); look at it in the ledger"
                raise UnshownError(f"{self.name}: what was done is filed, but cannot be shown: {why}") from error
        finally:
            self.close()

    @property
    def name(self) -> str:
        """The ledger's file, or its address without the password."""
        return self._door.name

    @property
    def address(self) -> str:
        """The address by which another process of this program opens the ledger: with the password, so never for a message."""
        return self._door.address

    def blame(self, error: BaseException) -> LedgerError | None:
        """Return what a fault of the program comes of, where it may be a damaged row: the first that is found; else ``None``."""
        # One at a time, and only for a while: a large ledger takes long, and a desk may fail for several who ask.
        if not isinstance(error, SIGNS_OF_DAMAGE) or not self._looking.acquire(blocking=False):
            return None
        found = SimpleQueue[str | None]()
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        if self._gave_up:
            self._looking.release()
            return self._unexplained(said)
        Thread(target=self._look, args=(found,), daemon=True).start()
        try:
            damaged = found.get(timeout=SEARCHED)
        except Empty:
            self._gave_up = True
            return self._unexplained(said)
        if damaged is None:
            return None
        told = f"a row is damaged ({damaged[:300]}); restore a backup, or see what else is wrong with: according ledger check"
        return LedgerError(f"{self.name}: {told} ({said})")

    def _unexplained(self, said: str) -> LedgerError:
        told = f"what it holds cannot be worked with ({said}); see whether a row is damaged with: according ledger check"
        return LedgerError(f"{self.name}: {told}; if none is, please report this")

    def _look(self, found: SimpleQueue[str | None]) -> None:
        try:
            found.put(next(self._first_problem(), None))
        finally:
            self._looking.release()

    def _first_problem(self) -> Iterator[str]:
        # What the check itself fails of is as damaged.
        try:
            yield from (problem.what for problem in islice(audit.check(self._door, self._search), 1))
        except (LedgerError, *SIGNS_OF_DAMAGE) as error:
            yield str(error)

    def close(self) -> None:
        """Let go of the database."""
        self._door.close()


def _is_output(error: OSError, trace: TracebackType | None) -> bool:
    """Say whether it is a command's output that failed, and no work of whoever has the ledger open."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    return where.startswith("according.commands.") and not isinstance(error, BrokenPipeError)


def _is_ours(trace: TracebackType | None) -> bool:
    """Say whether an error came up from this package."""
    # The first frame is that of the `with` block, whoever's it is.
    while trace is not None:
        if str(trace.tb_frame.f_globals.get("__name__", "")).startswith("according."):
            return True
        trace = trace.tb_next
    return False
