"""
Give a day, month or season that is told without a year its year.

Without the day of the report it is the year that brings it nearest to the date told last: after "late 2024", "in January" is January 2025.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from according.reading.times.calendar import Period
from according.reading.times.time_words import TimeMention

# A report that tells of years this far before its own day is read by the dates it tells.
HISTORY_DAYS = 366


@dataclass(frozen=True, slots=True)
class Setting:
    """What a time expression is read against: the report's day, the period told last, and whether it lies ahead."""

    published: date | None
    told: Period | None = None
    future: bool = False
    # The day told last, with its year or without; "the next day" counts from it.
    day: Period | None = None


def by_context(setting: Setting) -> bool:
    """Say whether the dates told give a day its year: the report's own day is unknown, or more than a year behind them."""
    if setting.told is None or setting.published is None:
        return setting.told is not None
    return (setting.published - setting.told.last).days > HISTORY_DAYS


def _gap(period: Period, told: Period) -> int:
    """Weigh the days between two periods; of two as far away, the one before weighs a little more, as a report goes on in time."""
    if period.first > told.last:
        return 2 * (period.first - told.last).days
    return max(0, 2 * (told.first - period.last).days + 1)


def in_year(make: Callable[[int], Period | None], mention: TimeMention, setting: Setting) -> Period | None:
    """
    Put a day, month or season into its year, of which ``make`` makes the period.

    The year is the expression's own, else the one that brings it nearest to the dates told, else the last (or next) by the report's day.
    """
    if years := mention.values("Y"):
        return make(years[-1])
    # "December 7 last year", "in May this year"; but the "last" of "the last week of May" is the week's, and "May 3 last month" is of the
    # year that the report's day gives it.
    if mention.rule != "ordinal_unit" and mention.ids("U")[-1:] == ["year"]:
        away = -1 if mention.has("r") else 1 if mention.has("x") else 0
        return make(min(max(setting.published.year + away, MINYEAR), MAXYEAR)) if setting.published else None
    if by_context(setting) and setting.told:
        # A day or month without a year comes round within a year of any date.
        around = range(max(setting.told.first.year - 1, MINYEAR), min(setting.told.last.year + 1, MAXYEAR) + 1)
        options = [period for year in around if (period := make(year)) is not None]
        told = setting.told
        return min(options, key=lambda period: _gap(period, told), default=None)
    if setting.published is None:
        return None
    return _by_day(make, setting.published, setting.future)


def _by_day(make: Callable[[int], Period | None], published: date, future: bool) -> Period | None:
    """Return the last such period that has begun by the report's day, or with ``future`` the next that is not over by then."""
    # Not further: what has not begun this year began last year.
    order = (0, 1) if future else (0, -1)
    for step in order:
        period = make(published.year + step) if MINYEAR <= published.year + step <= MAXYEAR else None
        if period is not None and (period.last >= published if future else period.first <= published):
            return period
    return None
