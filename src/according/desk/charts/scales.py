"""The scales of a chart: which numbers and which days stand on its axes, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# The steps of an axis of numbers, in each power of ten.
_NUMBER_STEPS = (1, 2, 2.5, 5, 10)
# The steps of an axis of days: days, or months.
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, in units of the drawing, and what is written there."""

    at: float
    words: str


def number_steps(highest: float, most: int, *, whole: bool = True) -> list[float]:
    """
    Return round numbers from nought that hold the highest, two of them at least and ``most`` at most.

        >>> number_steps(4700, 6)
        [0, 1000, 2000, 3000, 4000, 5000]
        >>> number_steps(0, 6)
        [0, 1]
    """
    least = max(highest, 1) / (most - 1)
    power = 10.0 ** (len(str(int(least))) - 1) if least >= 1 else 0.1
    step = next(power * step for step in _NUMBER_STEPS if power * step >= least)
    if whole and step != int(step):
        step = float(int(step) + 1)
    steps = [0.0]
    # Of "no one was killed" too an axis is drawn.
    while len(steps) < 2 or steps[-1] < highest:
        steps.append(steps[-1] + step)
    return [int(value) if value == int(value) else value for value in steps]


def day_steps(first: date, last: date, most: int) -> list[date]:
    """Return days at even steps within a stretch, ``most`` at most, on firsts of months where it is long."""
    span = (last - first).days
    for days in _DAY_STEPS:
        if span // days + 1 <= most:
            return [first + timedelta(days) for days in range(0, span + 1, days)]
    for months in _MONTH_STEPS:
        found = list(_firsts(first, last, months))
        if len(found) <= most:
            return found or [first]
    return [first, last]


def write_tick(day: date, *, months: bool, year: bool) -> str:
    """Return a day as an axis names it, short: "27 Jan", or "Jan" where the steps are months, with the year where it begins."""
    words = f"{day:%b}" if months else f"{day.day} {day:%b}"
    return f"{words} {day.year}" if year else words


def _firsts(first: date, last: date, months: int) -> Iterator[date]:
    """Yield the firsts of every so many months, counted from January, within a stretch."""
    year, month = first.year, 1
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            yield day
        month += months
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        if year > 9999:
            return
