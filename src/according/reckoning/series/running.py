"""
Running totals of one source in order: what stands, what was replaced, and every drop with a label (CU1-CU5).

CU1: what was reported and what is derived from it stay apart: a :class:`Total` keeps its point as it was and has ``rebased`` beside it.
CU2: :mod:`.differences`. CU3: a fall opens a new phase (restart, narrower definition) or is a dated correction: :mod:`.drops`. CU4: a
rounded number or a bound holds the series from above or below but carries nothing forward. CU5: :mod:`.fills`.

    >>> days = [date(2025, 1, day) for day in (1, 2, 3)]
    >>> read_series([Point(str(day), day, total, total) for day, total in zip(days, (4047, 123, 217))]).flags[0].kind
    'restart'
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from according.comparing.days import day_of
from according.reckoning.answer import Daily, Flag, Weighed
from according.reckoning.series.daily import is_daily
from according.reckoning.series.differences import check_differences, count_between
from according.reckoning.series.drops import NEARBY, label_drop
from according.reckoning.series.sums import by_source
from according.reckoning.series.totals import Point, differ, order
from according.statement import Counting

# The figures of one series, unless more is asked for.
RUNNING: frozenset[Counting] = frozenset({"running"})
# A sharp total carries the series; a rounded number or a bound only holds it; what counts other people, or a slip, is set aside.
Standing = Literal["carries", "bounds", "aside"]


@dataclass(frozen=True, slots=True)
class Total:
    """
    A running total as reported, with what was made of it.

    ``phase`` counts from 1. ``rebased`` is derived: the count from the first phase on, through restarts; ``None`` where the point carries
    nothing, or where an earlier phase cannot be added to it.
    """

    point: Point
    phase: int
    standing: Standing
    rebased: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """The totals and daily counts of one source, the flags on them, and pairs (later, earlier) of ids where one replaced the other."""

    totals: tuple[Total, ...]
    daily: tuple[Point, ...] = ()
    flags: tuple[Flag, ...] = ()
    supersedes: tuple[tuple[str, str], ...] = ()

    @property
    def phases(self) -> int:
        """How many times the source began to count."""
        return max((total.phase for total in self.totals), default=0)


@dataclass(slots=True)
class _Walk:
    """Where a series stands while it is read."""

    phase: int = 1
    # What earlier phases came to; None where that cannot be added.
    base: float | None = 0.0
    # The total that stands.
    stands: Point | None = None
    # The total below which a figure has fallen. It may differ from the one that stands where both are rounded.
    level: Point | None = None
    # The totals of this phase, without what is set aside.
    before: list[Point] = field(default_factory=list)
    # Those not replaced yet.
    open: list[Point] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    fallen: set[str] = field(default_factory=set)
    supersedes: list[tuple[str, str]] = field(default_factory=list)


def read_series(points: Iterable[Point]) -> Series:
    """Return the series that one source's points make, in whatever order they come."""
    ordered = sorted(points, key=order)
    running = [point for point in ordered if point.kind == "running"]
    daily = tuple(point for point in ordered if point.kind == "daily")
    walk = _Walk()
    for at, point in enumerate(running):
        # Both roundings undone: "about 1,000" after 1,032 may be 1,032.
        if walk.level is None or point.most >= walk.level.least:
            _go_on(walk, point)
        else:
            _fall(walk, walk.level, point, running[at + 1 : at + 1 + NEARBY])
    falls = (_tell_counted(flag, running, daily) for flag in walk.flags)
    flags = sorted((*falls, *_differences(walk, daily)), key=lambda flag: (flag.day or date.min, flag.figures))
    return Series(tuple(walk.totals), daily, tuple(flags), tuple(walk.supersedes))


def _go_on(walk: _Walk, point: Point) -> None:
    """Take up a point that has not fallen: it replaces what it reaches, and where it is rounded down it is flagged (CU4)."""
    stands = walk.stands
    if stands is None or _replaces(point, stands):
        _supersede(walk, point)
        # "At most 400" after 300 does not say how many there are: 300 stands.
        walk.stands = point if point.low is not None else stands
    elif point.rounded and point.high is not None and stands.low is not None and point.high < stands.low:
        detail = f"{point.high:,g} ({point.day}) is a rounded number below {stands.low:,g} ({stands.day}): it takes nothing back"
        walk.flags.append(Flag("rounded", (stands.id, point.id), point.day, detail))
    # "At least 100" after 300 does not lower the level: 250 behind it is still a fall.
    if walk.level is None or point.least >= walk.level.least:
        walk.level = point if point.low is not None else walk.level
    _enter(walk, point)


def _replaces(point: Point, stands: Point) -> bool:
    """Say whether a later total replaces the one that stands: it reaches it, or is the sharper number for a rounded one."""
    if point.low is None or stands.low is None:
        return point.low is not None
    # "About 5,000", then 4,980: the sharper number has taken nothing back.
    return point.low >= stands.low or (stands.rounded and not point.rounded and point.low >= stands.least)


def _fall(walk: _Walk, level: Point, point: Point, after: Sequence[Point]) -> None:
    """Label a fall and go on from it: a new phase, a corrected total, or the old level where the point is set aside (CU3)."""
    label = label_drop(walk.before, level, point, after)
    walk.flags.append(Flag(label.kind, (level.id, point.id), point.day, label.detail))
    # What is set aside moves no level: the next total is held against the one before it.
    if label.kind == "other population":
        walk.totals.append(Total(point, walk.phase, "aside", None))
        # The next total of the same source replaces a slip of its own. A figure of other people is replaced by nothing here.
        if label.blip:
            walk.open.append(point)
        return
    walk.fallen.add(point.id)
    if label.kind == "correction":
        _supersede(walk, point)
    else:
        _begin_phase(walk, restart=label.kind == "restart")
    walk.stands = walk.level = point
    _enter(walk, point)


def _begin_phase(walk: _Walk, *, restart: bool) -> None:
    """Close a phase: only after a restart, and only by a sharp total, can the next be counted on from it (CU4)."""
    closing = walk.stands
    addable = restart and walk.base is not None and closing is not None and closing.sharp
    walk.base = (walk.base or 0.0) + closing.nominal if addable and closing is not None else None
    walk.phase += 1
    # A new count has its own pace, and replaces nothing of the old one: both stand.
    walk.before.clear()
    walk.open.clear()


def _tell_counted(flag: Flag, totals: Sequence[Point], daily: Sequence[Point]) -> Flag:
    """Return the flag of a fallen total with the daily counts that were added to it all the same."""
    if flag.kind != "correction":
        return flag
    level, fallen = (next(point for point in totals if point.id == id) for id in flag.figures)
    counted = count_between(level, fallen, daily)
    if not counted:
        return flag
    added = sum(point.nominal for point in counted)
    taken = level.nominal + added - fallen.nominal
    detail = f"{flag.detail}; {added:,g} more were counted by day meanwhile, so {taken:,g} were taken back"
    return Flag(flag.kind, (*flag.figures, *(point.id for point in counted)), flag.day, detail)


def _supersede(walk: _Walk, point: Point) -> None:
    """Pair a total with all that it replaces: what was said on earlier days and is not replaced yet."""
    # Of one day nothing tells which figure came last. They stand in order of their days: where all are of this one, none is looked at.
    before = bisect_left(walk.open, point.day, key=lambda other: other.day)
    earlier = [other for other in walk.open[:before] if not differ(other, point)]
    walk.supersedes.extend((point.id, other.id) for other in earlier)
    gone = {other.id for other in earlier}
    walk.open[:before] = [other for other in walk.open[:before] if other.id not in gone]


def _enter(walk: _Walk, point: Point) -> None:
    standing: Standing = "carries" if point.sharp else "bounds"
    rebased = walk.base + point.nominal if standing == "carries" and walk.base is not None else None
    walk.totals.append(Total(point, walk.phase, standing, rebased))
    walk.before.append(point)
    walk.open.append(point)


def _differences(walk: _Walk, daily: Sequence[Point]) -> Iterable[Flag]:
    """Check each stretch between falls: what a fall took off is flagged already."""
    stretch: list[Point] = []
    for total in walk.totals:
        if total.point.id in walk.fallen:
            yield from check_differences(stretch, daily)
            stretch = []
        # A bound or a vague number between two totals would only hide what they come to.
        if total.standing != "aside" and total.point.low == total.point.high:
            stretch.append(total.point)
    yield from check_differences(stretch, daily)


@dataclass(frozen=True, slots=True)
class Followed:
    """The totals of a question, by source: its series, all flags, and pairs (later, earlier) where a total replaced another."""

    series: tuple[tuple[str, Series], ...] = ()
    flags: tuple[Flag, ...] = ()
    supersedes: tuple[tuple[str, str], ...] = ()

    @property
    def daily(self) -> tuple[Daily, ...]:
        """What each source's counts of single days come to, beside the total that it gave last."""
        stand = {source: series.totals[-1].point if series.totals else None for source, series in self.series}
        return by_source({source: series.daily for source, series in self.series}, stand)

    @property
    def superseded_by(self) -> Mapping[str, str]:
        """For each figure that was replaced, the one that replaced it."""
        return {earlier: later for later, earlier in self.supersedes}


def follow_totals(
    weighed: Sequence[Weighed], answers: Mapping[str, str], *, countings: Collection[Counting] = RUNNING, days: Collection[str] = ()
) -> Followed:
    """
    Read the running totals of one question, source by source; ``answers`` gives for each figure who answers for it.

    Left aside are echoes, what a ruling or a rule leaves out, shares, what is denied, feared or planned, and figures without a day or a
    known source. ``countings`` says which kinds of count are taken for totals: with ``incident`` among them the rising toll of one event is
    followed as well. ``days`` are the ids of counts that are known to be a day's.
    """
    by_source: dict[str, list[Point]] = defaultdict(list)
    for item in weighed:
        point, key = make_point(item, countings, days), answers.get(item.id)
        if point is not None and key is not None:
            by_source[key].append(point)
    series = tuple((key, read_series(points)) for key, points in sorted(by_source.items()))
    flags = tuple(flag for _, one in series for flag in one.flags)
    return Followed(series, flags, tuple(pair for _, one in series for pair in one.supersedes))


def make_point(item: Weighed, countings: Collection[Counting] = RUNNING, days: Collection[str] = ()) -> Point | None:
    """
    Return a figure as a point of a series: a running total, or the count of a single day; ``None`` where it is neither.

    ``days`` are the ids of figures that are known to count a day, though their words could tell of one event.
    """
    figure, day = item.filed.figure, day_of(item.filed)
    if not item.used or day is None or figure.unit == "percent" or figure.status not in ("asserted", "estimated"):
        return None
    # "40 in the last week" is neither a total nor the count of a day, and cannot be parted into days.
    daily = is_daily(figure, day) or item.filed.id in days
    if figure.counting not in countings and not daily:
        return None
    party, quantity = figure.population, figure.quantity
    # "Other" is a kind that the reading could not name: it tells nobody apart.
    counted = (None, None) if party is None else (None if party.kind == "other" else party.kind, party.country)
    rounded = quantity.bound in ("about", "vague")
    kind: Literal["running", "daily"] = "daily" if item.filed.id in days or (daily and figure.counting not in countings) else "running"
    return Point(item.id, day, quantity.low, quantity.high, rounded, kind, counted=counted)
