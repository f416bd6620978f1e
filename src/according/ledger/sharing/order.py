"""
In which order the readings of one report stand, when some come in from another ledger. No database here.
"""
from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A reading as it takes its place: its number and id, its report's number, its turn, and when it was filed first, wherever."""

    number: int
    id: str
    report: int
    turn: int
    first: datetime


def order_readings(held: Sequence[Held], new: Collection[int], followed: Collection[tuple[int, int]]) -> list[Held]:
    """
    Return the readings of one report with the oldest first: those that were here as they stood, and each new one behind what was filed
    before it.

    ``new`` are the numbers of those that came in, and ``followed`` gives pairs of a reading and one that has followed it. What was here
    keeps its order whatever the clocks say, so that there is always one reading that is the newest.
    """
    over = {one.number: sum(reading == one.number for reading, _ in followed) for one in held if one.number not in new}
    ordered = sorted((one for one in held if one.number not in new), key=lambda one: (-over[one.number], one.number))
    for one in sorted((one for one in held if one.number in new), key=lambda one: (one.first, one.number)):
        earlier = [at for at, other in enumerate(ordered, 1) if other.first <= one.first]
        ordered.insert(earlier[-1] if earlier else 0, one)
    return ordered


def pairs_in(ordered: Sequence[Held], new: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a reading and a later one of which at least one is new."""
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if one.number in new or other.number in new:
                yield one.number, other.number
