"""
Daily figures must equal the differences of totals (CU2): where they do not, a flag, and never a repair.

Totals of successive reports are compared with the daily counts between them. Where some of the days have no count, the counts may only
not exceed the difference. Two neighbouring differences that cancel each other point to the total between them, and are one flag.
"""
from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from according.comparing.spread import later
from according.reckoning.answer import Flag
from according.reckoning.series.totals import Point


@dataclass(frozen=True, slots=True)
class Span:
    """
    Two successive totals and the daily counts between them.

    ``least`` and ``most`` say by how much the totals grew more than the counts; below 0 the counts are more. Bounds and rounding leave the
    two apart.
    """

    first: Point
    last: Point
    daily: tuple[Point, ...]
    least: float
    most: float

    @property
    def exact(self) -> float | None:
        """By how much the totals grew more than the counts, where that is one number."""
        return self.least if self.least == self.most else None


def check_differences(totals: Sequence[Point], daily: Iterable[Point]) -> tuple[Flag, ...]:
    """
    Return a flag for every pair of successive totals that the daily counts between them contradict.

    ``totals`` are in order. Of several totals of one day the last counts. Two neighbouring differences that cancel are one flag.
    """
    # A daily count is of the whole day, so it is held against the total that the day ended with.
    last_of_day = list({point.day: point for point in totals}.values())
    by_day = _by_day(daily)
    days = sorted(by_day)
    spans = (_span(first, last, by_day, days) for first, last in pairwise(last_of_day))
    return _merge([span for span in spans if span is not None and (span.least > 0 or span.most < 0)])


def count_between(first: Point, last: Point, daily: Iterable[Point]) -> tuple[Point, ...]:
    """Return the daily counts of the days behind one total and up to another."""
    return tuple(point for point in daily if first.day < point.day <= last.day and later(point.day, -point.days) >= first.day)


def _by_day(daily: Iterable[Point]) -> dict[date, list[Point]]:
    found: dict[date, list[Point]] = defaultdict(list)
    for point in daily:
        found[point.day].append(point)
    return found


def _span(first: Point, last: Point, by_day: dict[date, list[Point]], days: Sequence[date]) -> Span | None:
    """Return what two totals and the counts between them come to; ``None`` where no count lies there."""
    between = days[bisect_right(days, first.day) : bisect_right(days, last.day)]
    # A count of several days that reaches back behind the first total is in that total in part.
    counts = [[point for point in by_day[day] if later(point.day, -point.days) >= first.day] for day in between]
    counts = [points for points in counts if points]
    if not counts:
        return None
    covered = sum(max(point.days for point in points) for points in counts)
    # Several counts of one day by one source: any of them may be meant.
    sum_least = sum(min(point.least for point in points) for points in counts)
    sum_most = sum(max(point.most for point in points) for points in counts)
    # A day without a count may hold any number: the counts can then be too many, but not too few.
    gap = covered < (last.day - first.day).days
    least = float("-inf") if gap else last.least - first.most - sum_most
    return Span(first, last, tuple(point for points in counts for point in points), least, last.most - first.least - sum_least)


def _merge(spans: Sequence[Span]) -> tuple[Flag, ...]:
    """Return a flag for each span that does not add up, and one for two neighbours that cancel each other."""
    flags: list[Flag] = []
    at = 0
    while at < len(spans):
        # One wrong total makes two differences, the same number up and then down: it is told once, by the total itself.
        if at + 1 < len(spans) and _cancel(spans[at], spans[at + 1]):
            flags.append(_wrong_total(spans[at], spans[at + 1]))
            at += 2
        else:
            flags.append(_difference(spans[at]))
            at += 1
    return tuple(flags)


def _cancel(one: Span, other: Span) -> bool:
    # Only differences that are one number each can be known to be the same.
    return one.last is other.first and one.exact is not None and other.exact is not None and one.exact == -other.exact


def _wrong_total(one: Span, other: Span) -> Flag:
    ids = (one.first.id, *(point.id for point in one.daily), one.last.id, *(point.id for point in other.daily), other.last.id)
    by = one.exact or 0.0
    way = "high" if by > 0 else "low"
    detail = f"the total of {one.last.day}, {one.last.nominal:,g}, is {abs(by):,g} too {way} for the daily figures up to {other.last.day}"
    return Flag("difference", ids, one.last.day, detail)


def _difference(span: Span) -> Flag:
    grown, counted = span.last.nominal - span.first.nominal, sum(point.nominal for point in span.daily)
    # The flag says which way they differ and what that often is; who is wrong it does not say.
    more = "was added besides: a correction or late additions" if span.least > 0 else "more was counted by day than the total grew"
    detail = (
        f"the total grows by {grown:,g} from {span.first.nominal:,g} ({span.first.day}) to {span.last.nominal:,g} ({span.last.day}), "
        f"the daily figures come to {counted:,g}: "
        f"{abs(grown - counted):,g} {more}"
    )
    return Flag("difference", (span.first.id, *(point.id for point in span.daily), span.last.id), span.last.day, detail)
