"""
What the counts of single days come to, beside the total, and which days have none.

A daily series stays daily: its counts are questions of their own, and their sum is no total. It is told beside the total, with the days
that are missing, so that nobody takes the one for the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from according.reckoning.answer import Daily
from according.reckoning.series.totals import Point

# From so many days on counts are a series.
SERIES_LEAST = 2
# Counts that are added up in the sentence one by one, and missing days that it names.
ADDED_MOST, MISSING_NAMED = 7, 7


def add_daily(points: Iterable[Point], stands: Point | None) -> Daily | None:
    """Return what one source's counts of single days come to; ``None`` for fewer than two days. ``stands`` is its latest total."""
    by_day: dict[date, list[Point]] = defaultdict(list)
    for point in points:
        by_day[point.day].append(point)
    if len(by_day) < SERIES_LEAST:
        return None
    days = sorted(by_day)
    # Of two counts of one day the later one has more in it, and neither is added to the other.
    told = [max(by_day[day], key=lambda point: (point.nominal, point.id)) for day in days]
    every = (days[0] + timedelta(days=at) for at in range((days[-1] - days[0]).days + 1))
    missing = tuple(day for day in every if day not in by_day)
    total = sum(point.nominal for point in told)
    return Daily(tuple(point.id for point in told), days[0], days[-1], len(days), total, missing, _tell(told, total, missing, stands))


def _tell(told: Sequence[Point], total: float, missing: Sequence[date], stands: Point | None) -> str:
    """Return the sentence: the counts, their sum, the total beside it, and the days without a count."""
    counts = " + ".join(f"{point.nominal:,g}" for point in told) if len(told) <= ADDED_MOST else f"{len(told)} counts"
    beside = "" if stands is None else f"; the total stands at {stands.nominal:,g} ({stands.day})"
    more = f" and {len(missing) - MISSING_NAMED} more days" if len(missing) > MISSING_NAMED else ""
    named = ", ".join(map(str, missing[:MISSING_NAMED])) + more
    gaps = f"; no count for {named}" if missing else ""
    return f"the days from {told[0].day} to {told[-1].day} come to {total:,g} ({counts}){beside}{gaps}"


def by_source(points: Mapping[str, Sequence[Point]], totals: Mapping[str, Point | None]) -> tuple[Daily, ...]:
    """Return the daily series of each source, in order of the sources' names; a sum is never made of two sources' counts."""
    found = (add_daily(of, totals.get(source)) for source, of in sorted(points.items()))
    return tuple(daily for daily in found if daily is not None)
