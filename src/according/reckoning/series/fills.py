"""
A day-by-day table of a series, its holes filled by stated rules and labelled (CU5): reported and derived columns stay apart.

A missing total is the one before it plus the day's count. A missing count is the difference of totals. Where both are missing, the growth
between the totals around is spread evenly, in whole people. Only sharp figures of one phase are used (CU4): nothing is filled across a
restart.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from math import floor
from typing import Literal

from according.reckoning.series.running import Series

How = Literal["reported", "from daily", "from totals", "average"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what was reported (``None`` where nothing was) and beside it the filled columns, each with the rule that gave it."""

    day: date
    reported_total: float | None
    reported_daily: float | None
    total: float
    daily: float | None
    how_total: How
    how_daily: How | None


def fill(series: Series) -> tuple[Day, ...]:
    """Return every day from the first sharp total to the last of each phase, with its holes filled."""
    # The count of a week says nothing of its single days, and a rounded one would put its rounding into every day behind it.
    daily = {point.day: point.nominal for point in series.daily if point.sharp and point.days == 1}
    carried = [total for total in series.totals if total.standing == "carries"]
    days: list[Day] = []
    # Phase by phase: between the end of one count and the start of the next nobody counted.
    for _, phase in groupby(carried, key=lambda total: total.phase):
        totals = {total.point.day: total.point.nominal for total in phase}
        days.extend(_fill_phase(totals, daily))
    return tuple(days)


def _fill_phase(totals: Mapping[date, float], daily: Mapping[date, float]) -> Iterator[Day]:
    filled = _fill_totals(totals, daily)
    first, *_ = filled
    yield Day(first[0], first[1], daily.get(first[0]), first[1], daily.get(first[0]), "reported", "reported" if first[0] in daily else None)
    for (_, before, how_before), (day, total, how) in pairwise(filled):
        growth, reported = total - before, daily.get(day)
        how_daily = _how_daily(growth, reported, {how_before, how})
        # Derived growth stands even where a count was reported: the two columns show where they differ.
        yield Day(day, totals.get(day), reported, total, growth, how, how_daily)


def _how_daily(growth: float, reported: float | None, totals: Set[How]) -> How:
    """
    Name the rule for a day's growth, by the rules that gave its total and that of the day before.

    It is "reported" where the day's own count says the same, and "average" where one of the ``totals`` was spread; otherwise it is the
    difference of both, "from totals".
    """
    if reported == growth:
        return "reported"
    return "average" if "average" in totals else "from totals"


def _fill_totals(totals: Mapping[date, float], daily: Mapping[date, float]) -> list[tuple[date, float, How]]:
    known = sorted(totals)
    filled: list[tuple[date, float, How]] = [(known[0], totals[known[0]], "reported")]
    for first, last in pairwise(known):
        filled.extend(_fill_gap(first, last, totals, daily))
        filled.append((last, totals[last], "reported"))
    return filled


def _fill_gap(first: date, last: date, totals: Mapping[date, float], daily: Mapping[date, float]) -> Iterator[tuple[date, float, How]]:
    """Yield the days between two totals: counted on from the first as far as daily counts go, the rest spread evenly."""
    day, total = first, totals[first]
    # Counts that would overshoot the next total contradict it (CU2): from there on the growth is spread.
    while day + ONE_DAY < last and day + ONE_DAY in daily and total + daily[day + ONE_DAY] <= totals[last]:
        day += ONE_DAY
        total += daily[day]
        yield day, total, "from daily"
    yield from _spread(day, total, last, totals[last])


def _spread(first: date, low: float, last: date, high: float) -> Iterator[tuple[date, float, How]]:
    """Yield the days between two, their growth even and in whole people: what is left over falls to the later days."""
    days = (last - first).days
    for n in range(1, days):
        # Rounded down, because people come whole and no day may say more than was reached.
        yield first + n * ONE_DAY, floor(low + (high - low) * n / days), "average"
