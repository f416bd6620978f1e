"""
In which order the readings of one report stand, when some come in from another ledger. No database here.
"""
from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Held:
    """A reading as it takes its place: its number and id, its report's number, its turn, and when it was filed first, wherever."""

    number: int
    id: str
    report: int
    turn: int
    first: datetime


def in_succession(numbers: Iterable[int], pairs: Iterable[tuple[int, int]]) -> list[int]:
    """
    Return readings of one report, by their numbers, so that each stands before those that have followed it.

    ``pairs`` are of a reading and one that has followed it: each has one with the next at least. What they leave open, and where damage
    makes a circle of them, the numbers decide.
    """
    later: dict[int, list[int]] = {number: [] for number in numbers}
    before = dict.fromkeys(later, 0)
    for reading, by in pairs:
        if reading in later and by in later:
            later[reading].append(by)
            before[by] += 1
    ready, rest, ordered = sorted(number for number in later if not before[number]), iter(sorted(later)), dict[int, None]()
    while len(ordered) < len(later):
        number = heappop(ready) if ready else next(number for number in rest if number not in ordered)
        if number in ordered:
            continue
        ordered[number] = None
        for by in later[number]:
            before[by] -= 1
            if not before[by]:
                heappush(ready, by)
    return list(ordered)


def order_readings(held: Sequence[Held], new: Collection[int], followed: Collection[tuple[int, int]]) -> list[Held]:
    """
    Return the readings of one report with the oldest first: those that were here as they stood, and each new one behind what was filed
    before it.

    ``new`` are the numbers of those that came in, and ``followed`` gives pairs of a reading and one that has followed it. What was here
    keeps its order whatever the clocks say, so that there is always one reading that is the newest.
    """
    by_number = {one.number: one for one in held}
    here = [by_number[number] for number in in_succession((one.number for one in held if one.number not in new), followed)]
    # The earliest filing from each place on: by that the last one that was filed before a moment is found at once.
    earliest = [one.first for one in here]
    for at in range(len(here) - 2, -1, -1):
        earliest[at] = min(earliest[at], earliest[at + 1])
    behind: dict[int, list[Held]] = defaultdict(list)
    for one in sorted((one for one in held if one.number in new), key=lambda one: (one.first, one.number)):
        behind[bisect_right(earliest, one.first)].append(one)
    return [one for at in range(len(here) + 1) for one in (*here[max(at - 1, 0) : at], *behind[at])]


def pairs_in(ordered: Sequence[Held], new: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a reading and the next one of which at least one is new."""
    for one, other in pairwise(ordered):
        if one.number in new or other.number in new:
            yield one.number, other.number
