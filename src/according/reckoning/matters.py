"""
What stands on one matter while rulings are added: what was not taken back, and what the last word on the matter does not contradict.

A file of rulings may have thousands on one matter, and each of its lines is held against all that stands before it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from according.reckoning.rulings import contradict
from according.records import Ruling


@dataclass(slots=True, eq=False)
class _Entry:
    """A ruling of a matter, its place in time, how many rulings take it back, and whether it counts, as far as it was looked at."""

    ruling: Ruling
    key: tuple[datetime, str]
    against: int = 0
    counts: bool = False

    def __lt__(self, other: _Entry) -> bool:
        # So that a heap gives the latest first.
        return self.key > other.key

    def takes_back(self, other: _Entry) -> bool:
        """Say whether this would take back another that it names: an undoing is only undone by a later one."""
        return other.ruling.undoes is None or self.key > other.key


class Matter:
    """Rulings on one matter (:func:`according.reckoning.rulings.matter_of`), added in any order."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._undoings: dict[str, list[_Entry]] = defaultdict(list)
        # What must be looked at before anything is answered: all at once, for what takes back may itself be taken back by what comes next.
        self._open: list[_Entry] = []
        # What counts, and some that did once: the latest first, and by what was said the oldest first.
        self._latest: list[_Entry] = []
        self._said: dict[object, list[tuple[tuple[datetime, str], _Entry]]] = defaultdict(list)

    def add(self, ruling: Ruling) -> None:
        """Take in a ruling."""
        id = ruling.id
        if id in self._entries:
            return
        made = self._entries[id] = _Entry(ruling, (ruling.when, id))
        # What takes it back may have come before it.
        made.against = sum(undoing.counts and undoing.takes_back(made) for undoing in self._undoings.get(id, ()))
        if ruling.undoes is not None:
            self._undoings[ruling.undoes].append(made)
        heappush(self._open, made)

    def find_same(self, ruling: Ruling) -> Ruling | None:
        """Return the oldest ruling that stands and by which the same person says the same as another does, or ``None``."""
        self._settle()
        same = self._said.get(_said_by(ruling), [])
        while same and not same[0][1].counts:
            heappop(same)
        while self._latest and not self._latest[0].counts:
            heappop(self._latest)
        # The last word contradicts all that say the same, or none of them.
        return None if not same or contradict(same[0][1].ruling, self._latest[0].ruling) else same[0][1].ruling

    def _settle(self) -> None:
        """Look at what is open, from the latest back: whatever may undo an undoing was looked at before it."""
        while self._open:
            entry = heappop(self._open)
            if entry.counts == (not entry.against):
                continue
            entry.counts = not entry.against
            if entry.ruling.undoes is not None:
                undone = self._entries.get(entry.ruling.undoes)
                if undone is not None and entry.takes_back(undone):
                    undone.against += 1 if entry.counts else -1
                    heappush(self._open, undone)
            elif entry.counts:
                heappush(self._latest, entry)
                heappush(self._said[_said_by(entry.ruling)], (entry.key, entry))


def _said_by(ruling: Ruling) -> tuple[object, ...]:
    # Another person who says the same agrees with the first, which is worth keeping: the name is compared.
    return ruling.kind, _hashed(ruling.value), ruling.who


def _hashed(value: object) -> tuple[object, ...]:
    """Return plain JSON in a form that has a hash, and is equal where the values are."""
    parts: list[object] = []
    # One after another and not each within another: brackets may nest a thousand deep.
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            parts.append((dict, *sorted(one)))
            waiting += [one[key] for key in sorted(one)]
        elif isinstance(one, list):
            parts.append((list, len(one)))
            waiting += one
        else:
            parts.append(one)
    return tuple(parts)
