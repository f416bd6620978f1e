"""Answers that are kept until the ledger changes: what was reckoned for one reader need not be reckoned again for the next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

from according.ledger.base import Ledger

# Pages of events, and what the front shows: some hundred kilobytes each.
KEPT_MOST = 128
Answer = TypeVar("Answer")


class _Turn:
    """An answer that somebody reckons, and others wait for."""

    def __init__(self) -> None:
        self.lock = Lock()
        # Empty until it is reckoned; stays so where that fails, and who waits tries it then.
        self.made: list[Any] = []


class Kept:
    """The answers that were asked for last, of the ledger as it is now."""

    def __init__(self, most: int = KEPT_MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        # What is being reckoned, by the state of the ledger and the key; gone when nobody waits for it.
        self._turns: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()
        self._state: Hashable = None

    def get(self, ledger: Ledger, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what is kept under a key, or make it and keep it."""
        # Groups are no part of the revision: what waits for one may be answered otherwise once it has it.
        state = (ledger.revision(), ledger.count_ungrouped(1))
        with self._lock:
            if state != self._state:
                self._held.clear()
                self._state = state
            if key in self._held:
                self._held.move_to_end(key)
                return cast(Answer, self._held[key])
            turn = self._turns.setdefault((state, key), _Turn())
        # Outside the lock: others are answered meanwhile. Two hundred who ask at once for the same wait for the first, who reckons it.
        with turn.lock:
            if not turn.made:
                turn.made.append(make())
            with self._lock:
                # The ledger may have changed meanwhile: for those who asked before that it is an answer still.
                if state == self._state:
                    self._held[key] = turn.made[0]
                    if len(self._held) > self._most:
                        self._held.popitem(last=False)
            return cast(Answer, turn.made[0])
