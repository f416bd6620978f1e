"""
Why a running total fell (CU3): a restart, a correction, a narrower definition, or another population. A label with its evidence, no
repair.

The first of these that applies is the label:

1. The words count other people: another population.
2. A single figure is taken back at once by the next one (a typing error, an old number told again, a figure of other people): another
   population as well, set aside as a blip. After a fall by a fifth or less this takes more: a number that was told before, or a step back
   up that is faster than any near by.
3. A quarter or less is left, and the count grows from there or too little follows to tell: a restart.
4. Four fifths or more are left: a correction.
5. Whatever lies between is a narrower definition: part of what was counted before.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from according.reckoning.series.totals import Point, differ

Kind = Literal["restart", "correction", "narrower definition", "other population"]
# A count that begins again starts near nothing: Lebanon's began at 3 % (killed) and 4 % (injured) of the phase before. Half the
# identified women and children were left when OCHA went over to identified dead in May 2024 (7,797 of 14,500 children, 4,959 of 9,500
# women): a quarter lies well between the two.
RESTART_SHARE = 0.25
# Corrections take off a small share: 14 % in Israel's of November 2023 (1,400 to 1,200), 3 % in those of the Gaza data.
CORRECTION_SHARE = 0.8
# How many figures before and after a drop tell the usual pace.
NEARBY = 10
# How far back an old number is looked for: further back chance gives the same one.
TOLD_BEFORE = 100
# Where so many figures follow and none is higher, no new count has begun.
NO_GROWTH = 3


@dataclass(frozen=True, slots=True)
class Label:
    """What a drop is taken for, and why; ``blip`` is a single figure of the same people that the next one takes back."""

    kind: Kind
    detail: str
    blip: bool = False


def label_drop(before: Sequence[Point], level: Point, fallen: Point, after: Sequence[Point]) -> Label:
    """Return what the drop from ``level`` to ``fallen`` is: ``before`` and ``after`` are the totals around it, in order."""
    fall = f"falls from {level.nominal:,g} ({level.day}) to {fallen.nominal:,g} ({fallen.day})"
    # The words come before the arithmetic: where other people are counted, no total has fallen.
    if differ(level, fallen):
        return Label("other population", f"{fall}: the words count other people")
    share = max(0.0, fallen.most / level.least) if level.least > 0 else 0.0
    if evidence := _takes_back(before, level, fallen, after, large=share < CORRECTION_SHARE):
        return Label("other population", f"{fall} and {evidence}: a slip, an old number, or other people or another meaning", blip=True)
    fall = f"{fall}, {share:.0%} of it"
    if share <= RESTART_SHARE and _grows(fallen, after):
        return Label("restart", f"{fall}; {_follows(after)}: the count began again")
    if share >= CORRECTION_SHARE:
        return Label("correction", f"{fall}; {_follows(after)}: taken back by the source")
    return Label("narrower definition", f"{fall}; {_follows(after)}: too much for a correction, too little for a new count")


def _takes_back(before: Sequence[Point], level: Point, fallen: Point, after: Sequence[Point], *, large: bool) -> str:
    """Return the evidence that the next figure takes the drop back, or nothing; a small one may be made good by mere growth."""
    # A figure of the same day takes nothing back, for which of the two came last is not known.
    following = next((point for point in after if point.day > fallen.day and not differ(level, point)), None)
    if following is None or following.nominal < level.nominal:
        return ""
    back = f"the next figure is {following.nominal:,g} ({following.day})"
    # A fall by more than a fifth that is made good at once needs no more evidence.
    if large:
        return back
    if same := next((point for point in reversed(before[-TOLD_BEFORE:]) if point.nominal == fallen.nominal and point.id != level.id), None):
        return f"{back}; it was told before ({same.day})"
    usual = max((*_paces(before[-NEARBY:]), *_paces(after[:NEARBY])), default=0.0)
    pace = _pace(fallen, following)
    return f"{back}, a step of {pace:,.3g} a day where {usual:,.3g} was the most near by" if pace > usual else ""


def _paces(points: Sequence[Point]) -> Iterator[float]:
    return (_pace(one, other) for one, other in pairwise(points))


def _pace(one: Point, other: Point) -> float:
    return (other.nominal - one.nominal) / max(1, (other.day - one.day).days)


def _grows(fallen: Point, after: Sequence[Point]) -> bool:
    """Say whether the figures that follow grow, or are too few to tell."""
    return len(after) < NO_GROWTH or any(point.nominal > fallen.nominal for point in after)


def _follows(after: Sequence[Point]) -> str:
    if not after:
        return "nothing follows that would tell more"
    return "then " + ", ".join(f"{point.nominal:,g}" for point in after[:NO_GROWTH])
