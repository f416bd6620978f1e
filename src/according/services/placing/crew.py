"""
Placing and parting by several processes side by side, for an archive of which hundreds of thousands of figures wait.

Figures of different kinds never hang together, so each kind is placed by one process at a time, batch by batch; meanwhile another parts
what was placed. What each has done is kept in the ledger, so that a crew which is stopped has lost no more than its batches.
"""
from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from dataclasses import dataclass

from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.ledger.opening import open_ledger
from according.reckoning.rulings import Standing, weigh_rulings
from according.services.placing.batches import place_batch
from according.services.placing.parting import TOGETHER_MOST, Advance, Parter
from according.services.read import start_processes

logger = logging.getLogger(__name__)

# Figures that one process places at a time: fewer than one that works alone, for all of them hold what lies near theirs at once.
PLACED_EACH = 5_000
# Figures, and profiles of them, that each of them keeps at hand.
KEPT_EACH = 20_000
# Figures that are parted at a time, once so many were placed or nothing is left to place.
PARTED_EACH = 12_000
# A task that parts, beside those that place figures of a kind.
_PARTS = None


def place_side_by_side(ledger: Ledger, jobs: int, advance: Advance | None, extend: Advance | None) -> int:
    """
    Place the figures that wait and part their groups by so many processes, and return how many were placed.

    Groups that are large are left to be parted afterwards, as is all that processes leave which end before their work does. A person's
    Ctrl-C ends the crew once each process has done its task.
    """
    crew = _Crew(ledger, jobs)
    try:
        return crew.work(advance, extend)
    except BrokenProcessPool:
        logger.warning("%s: a process that grouped figures ended (out of memory?); one goes on alone", ledger.name)
        return crew.placed
    finally:
        crew.close()


class _Crew:
    def __init__(self, ledger: Ledger, jobs: int) -> None:
        self.placed = 0
        self._jobs = jobs
        self._waiting = dict(ledger.placings.waiting())
        self._unparted = 0
        self._busy: dict[Future[int], str | None] = {}
        self._pool = start_processes(jobs, _begin, ledger.address)

    def work(self, advance: Advance | None, extend: Advance | None) -> int:
        """Give the processes tasks until nothing is left; return how many figures were placed."""
        # Each figure is parted as well as placed.
        if extend is not None:
            extend(sum(self._waiting.values()))
        while self._give():
            done, _ = wait(self._busy, return_when=FIRST_COMPLETED)
            for future in done:
                many = self._note(self._busy.pop(future), future.result())
                if advance is not None:
                    advance(many)
        return self.placed

    def _give(self) -> bool:
        """Give each process that has none a task; return whether any has one."""
        while len(self._busy) < self._jobs:
            idle = [kind for kind in self._waiting if kind not in self._busy.values()]
            if idle:
                # The kind of which most wait first: it takes longest.
                kind = max(idle, key=self._waiting.__getitem__)
                self._busy[self._pool.submit(_place, kind)] = kind
            elif self._unparted and _PARTS not in self._busy.values() and (self._unparted >= PARTED_EACH or not self._waiting):
                self._busy[self._pool.submit(_part)] = _PARTS
            else:
                break
        return bool(self._busy)

    def _note(self, kind: str | None, many: int) -> int:
        """Note how many figures a task has placed or parted, and return how many of those that waited these are."""
        if kind is _PARTS:
            # Groups that grew are parted again: these are no more of those that waited.
            many = min(many, self._unparted)
            self._unparted = self._unparted - many if many else 0
            return many
        self.placed += many
        self._unparted += many
        self._waiting[kind] -= many
        # What was filed meanwhile is left to the next time.
        if not many or self._waiting[kind] <= 0:
            del self._waiting[kind]
        return many

    def close(self) -> None:
        """Let the processes go."""
        self._pool.shutdown(cancel_futures=True)


# -- in each process -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    ledger: Ledger
    standing: Standing
    profiles: Profiles


# What a process works with, opened once when it starts.
_WORK: ContextVar[_Work] = ContextVar("work")


def _begin(address: str) -> None:
    """Open the ledger at an address to work with it."""
    import atexit

    # One waits for another's turn to write every few seconds, which is no news.
    logging.getLogger("according.ledger").setLevel(logging.ERROR)
    ledger = open_ledger(address, create=False, kept=KEPT_EACH)
    atexit.register(_leave, ledger)
    _WORK.set(_Work(ledger, weigh_rulings(ledger.rulings()), Profiles(KEPT_EACH)))


def _leave(ledger: Ledger) -> None:
    """End the process at once: to let go of hundreds of megabytes of records, one by one, takes it seconds."""
    import os

    ledger.close()
    os._exit(0)


def _place(kind: str) -> int:
    """Place some figures of a kind, and return how many; 0 where none waits."""
    work = _WORK.get()
    return place_batch(work.ledger, PLACED_EACH, work.standing, work.profiles, kind)


def _part() -> int:
    """Part some groups that wait, and return how many figures they have; 0 where none waits."""
    work = _WORK.get()
    return Parter(work.ledger, work.profiles).part(most=PARTED_EACH, most_each=TOGETHER_MOST)
