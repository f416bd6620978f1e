"""
Reckon with days, months and years: what the parts of a time expression come to, given a day to count from.

    >>> month(2024, 2).last
    datetime.date(2024, 2, 29)
    >>> third(year(2024), 3)
    Period(first=datetime.date(2024, 10, 1), last=datetime.date(2024, 12, 31), grain='month')
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

# Years an event can be of. A number beyond them is a mistake or a placeholder. They keep far from the ends of the calendar, since days
# are reckoned with on both sides of an event.
FIRST_YEAR, LAST_YEAR = 1000, 2200
Grain = Literal["day", "week", "month", "year"]
# Which months are early, middle and late in a year. Late 2024 is October to December,
# early its mirror; the middle leaves a month on either side, as "mid-year" does in print.
YEAR_THIRDS = {1: (1, 3), 2: (5, 8), 3: (10, 12)}
# Which days are early, middle and late in a month: tens, mid-January is the 11th to the 20th.
MONTH_THIRDS = {1: (1, 10), 2: (11, 20), 3: (21, 31)}
# How many days or months a unit counts. An hour or a minute away is the same day, for days are all that is told of a time.
UNIT_DAYS = {"minute": 0, "hour": 0, "day": 1, "weekend": 7, "week": 7, "fortnight": 14}
UNIT_MONTHS = {
    "month-unit": 1, "quarter": 3, "year": 12, "decade-unit": 120, "century": 1200,
    "half-year": 6, "half-decade-unit": 60, "half-century": 600,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """
    A run of days, both ends included; ``grain`` is the unit by which its ends are known.

    Raises :class:`ValueError` where the last day lies before the first.
    """

    first: date
    last: date
    grain: Grain

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"no such period: {self.first} to {self.last}")


def make_day(year_: int, month_: int, day_: int) -> Period | None:
    """Return that day, or ``None`` where the calendar has none such (30 February) or no event can be dated so ("31.12.9999")."""
    if not (FIRST_YEAR <= year_ <= LAST_YEAR and 1 <= month_ <= 12 and 1 <= day_ <= monthrange(year_, month_)[1]):
        return None
    return single(date(year_, month_, day_))


def single(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day, "day")


def month(year_: int, month_: int) -> Period:
    """Return the whole month; for a year beyond the calendar, the month of the calendar's nearest year."""
    year_ = min(max(year_, MINYEAR), MAXYEAR)
    return Period(date(year_, month_, 1), date(year_, month_, monthrange(year_, month_)[1]), "month")


def months(year_: int, first: int, last: int) -> Period:
    """Return the months ``first`` to ``last`` of a year; a ``last`` above 12 runs into the next year: 12 to 14 is a winter."""
    year_ = min(max(year_, MINYEAR), MAXYEAR)
    over, end = divmod(last - 1, 12)
    return Period(date(year_, first, 1), month(year_ + over, end + 1).last, "month")


def year(year_: int) -> Period:
    """Return the whole year; for one beyond the calendar, the calendar's nearest."""
    year_ = min(max(year_, MINYEAR), MAXYEAR)
    return Period(date(year_, 1, 1), date(year_, 12, 31), "year")


def week(day: date) -> Period:
    """Return the week of a day, Monday to Sunday (ISO 8601)."""
    # By ``shift``: the week of the calendar's first days would begin before it.
    monday = shift(day, days=-day.weekday())
    return Period(monday, shift(monday, days=6), "week")


def third(period: Period, part: int) -> Period:
    """Return the early (1), middle (2) or late (3) part of a year or of one month; any other period stays whole."""
    if period.grain == "year":
        return months(period.first.year, *YEAR_THIRDS[part])
    # A season and a quarter have the grain of months too, but no tens of days.
    if period.grain != "month" or period.first.month != period.last.month:
        return period
    first, last = MONTH_THIRDS[part]
    return Period(period.first.replace(day=first), period.first.replace(day=min(last, period.last.day)), "day")


def shift(day: date, *, days: int = 0, months: int = 0) -> date:
    """
    Return the day so many months and then days away; below 0 is before.

    The 31st becomes a shorter month's last day. What lies beyond the calendar is its first or last day.
    """
    years, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= years <= MAXYEAR:
        return date.min if years < MINYEAR else date.max
    day = date(years, index + 1, min(day.day, monthrange(years, index + 1)[1]))
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.min if days < 0 else date.max


def back(day: date, count: int, unit: str) -> date:
    """Return the day ``count`` units before another (after, where ``count`` is negative)."""
    return shift(day, days=-count * UNIT_DAYS.get(unit, 0), months=-count * UNIT_MONTHS.get(unit, 0))


def has_length(unit: str) -> bool:
    """Say whether days can be counted in a unit: not in "half", whose whole is not told."""
    return unit in UNIT_DAYS or unit in UNIT_MONTHS


def unit_of(day: date, unit: str) -> Period:
    """
    Return the calendar unit that a day lies in.

    Of a fortnight it is the week, of a weekend Saturday and Sunday, of half a year the month, of half of a longer unit the year, of a unit
    shorter than a day the day.
    """
    if unit in ("week", "weekend", "fortnight"):
        whole = week(day)
        return Period(shift(whole.first, days=5), whole.last, "day") if unit == "weekend" else whole
    if unit == "quarter":
        start = (day.month - 1) // 3 * 3 + 1
        return months(day.year, start, start + 2)
    if unit in ("month-unit", "half-year"):
        return month(day.year, day.month)
    if unit in ("decade-unit", "century"):
        size = 10 if unit == "decade-unit" else 100
        # There is no year 0 for the first decade to begin with.
        start = max(day.year // size * size, 1)
        return Period(date(start, 1, 1), date(min(start + size - 1, MAXYEAR), 12, 31), "year")
    return year(day.year) if unit in ("year", "half-decade-unit", "half-century") else single(day)


def nearest_month(month_: int, around: date, *, future: bool = False) -> Period:
    """Return the last such month that has begun by a day, or with ``future`` the first that has not ended before it."""
    year_ = around.year
    if future:
        return month(year_ + (month_ < around.month), month_)
    return month(max(year_ - (month_ > around.month), MINYEAR), month_)


def nearest_weekday(weekday: int, around: date, *, future: bool = False, other: bool = False) -> date:
    """
    Return the last such weekday on or before a day, or with ``future`` the first on or after it.

    Weekdays count from Monday, 0. ``other`` rules out the day itself: "last Monday" in a report of a Monday.
    """
    if future:
        ahead = (weekday - around.weekday()) % 7
        return shift(around, days=ahead or (7 if other else 0))
    behind = (around.weekday() - weekday) % 7
    return shift(around, days=-(behind or (7 if other else 0)))
