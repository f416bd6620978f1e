"""What the tools work on: a ledger, opened when it is first asked for, and the text that was read last."""

from __future__ import annotations

import threading

from according.errors import InputError, LedgerError
from according.intake.text import Options, receive
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.services.read import READING_TURN, read_text
from according.statement import Reading

# In seconds: so long a tool waits for its turn to write before it says that the ledger is locked.
_PATIENCE = 10.0


class Keeper:
    """
    Keeps a ledger open for tools that are called in threads.

    Unless ``may_file``, the ledger is opened to be read and nothing that is asked of it can write. It need not be there before it is asked
    for: a text can be read without one.
    """

    def __init__(self, url: str, *, may_file: bool = False) -> None:
        self.may_file = may_file
        self._url = url
        self._lock = threading.Lock()
        self._ledger: SqlLedger | None = None
        self._last: tuple[tuple[str, Options], Reading] | None = None

    @property
    def ledger(self) -> SqlLedger:
        """The ledger; raises :class:`~according.errors.LedgerError` where none can be opened."""
        with self._lock:
            if self._ledger is None:
                self._ledger = open_ledger(self._url, read_only=not self.may_file, wait=_PATIENCE)
            return self._ledger

    def read(self, text: str, options: Options) -> Reading:
        """
        Return the reading of a text, of which nothing is filed; the next page of a long one is not read anew.

        Raises :class:`~according.errors.InputError` for a text that cannot be read.
        """
        if (refused := receive(text, options).refused) is not None:
            raise InputError(refused.what)
        with READING_TURN:
            if self._last is None or self._last[0] != (text, options):
                self._last = ((text, options), read_text(text, options))
            return self._last[1]

    def blame(self, error: Exception) -> LedgerError | None:
        """Return which damaged row a fault may come of, where a ledger was opened."""
        return None if self._ledger is None else self._ledger.blame(error)

    def close(self) -> None:
        """Close the ledger, where it was opened."""
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
            self._ledger = None
