"""
When: the days that a figure covers, and the one day it speaks for.

A figure's *days* are what it is found and grouped by (:func:`days_of`). They are those of its own words (:func:`own_days`) or, where
these settle none, the day of its report. The *day* it speaks for puts figures in order (:func:`day_of`). It is the last of its days that
had come when it was told. The figures of one speaker follow one another by another day: see :func:`said_on`.
"""
from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from according.lexicon import default
from according.records import FiledFigure
from according.statement import Counting, Time

Days = tuple[date, date] | tuple[None, None]
UNKNOWN: Days = (None, None)
# Days of which the first, the last or both may be open.
Stretch = tuple[date | None, date | None]
# How two stretches lie: they have the very same days, some in common or none, or it is not known.
DaysRelation = Literal["same", "meet", "apart", "open"]
_NAME = re.compile(r"\b[A-Z][a-z]+\b")
_DAY_OF_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")
# "14:05 AFAD: 24 dead": the clock that opens an entry of a live blog.
_ENTRY_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?![\d.:])")
# "nearly four years ago": the count of years is rounded, so that the beginning may lie half a year off.
_ROUNDED_AGO = re.compile(r"\b(?:nearly|almost|about|around|some|roughly|over|more than|just under|less than|close to)\b.*\bago\b", re.I)
_HALVES = {"year": timedelta(days=183), "month": timedelta(days=15)}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def own_days(time: Time | None) -> Stretch:
    """
    Return the first and last day that a figure's own words settle, each ``None`` where they do not.

    A state as of a day has that day alone.
    """
    if time is None:
        return None, None
    # "As of 30 April 600 have died": when the dying began is not said.
    if time.basis == "as_of":
        return time.last or time.first, time.last or time.first
    return time.first, time.last


def days_of(time: Time | None, published: date | None) -> Days:
    """
    Return the first and last day that a figure covers.

    A figure whose own words settle no day covers the day on which its report was published. What has gone on since a day lasts until the
    report's day. Both are ``None`` where neither the words nor the report give a last day.
    """
    first, last = own_days(time)
    last = last or published
    if last is None:
        return UNKNOWN
    first = first or last
    return min(first, last), max(first, last)


def day_of(filed: FiledFigure) -> date | None:
    """
    Return the day that a figure speaks for: the last of its days, or the day of its report where that lies among them.

    "So far this year" told in June speaks for a day in June. Where a report has no date, what goes on speaks for its first day. The day is
    ``None`` where no day is known.
    """
    time, published = filed.figure.time, filed.filing.published
    first, last = days_of(time, published)
    if first is None or last is None:
        return own_days(time)[0]
    # What is planned lies ahead of the report ("in July"): it speaks for its own last day.
    return published if published is not None and first <= published < last else last


def last_day(figures: Iterable[FiledFigure]) -> date:
    """Return the last day that figures speak for; the calendar's first where none has a day, so that these come first in order."""
    return max(all_days(figures), default=date.min)


def all_days(figures: Iterable[FiledFigure]) -> set[date]:
    """Return the days that figures speak for."""
    return {day for filed in figures if (day := day_of(filed)) is not None}


def said_on(filed: FiledFigure, counting: Counting) -> date | None:
    """
    Return the day by which one speaker's figures follow one another.

    Of a running total it is the day that the total speaks for, of any other count the day on which the report was published.
    """
    # A later report may put an event's toll right, though the event's day stays: the telling is what comes later.
    return day_of(filed) if counting == "running" else filed.filing.published


def course_day(filed: FiledFigure, counting: Counting) -> date | None:
    """Return the day of a figure in the course of its count: that of its telling, else that it speaks for; of a total always the latter."""
    return said_on(filed, counting) or day_of(filed)


def clock_of(text: str) -> tuple[int, int] | None:
    """Return the hour and minute that open an entry of a live blog, or ``None``."""
    found = _ENTRY_CLOCK.match(text)
    return (int(found[1]), int(found[2])) if found is not None and int(found[1]) < 24 and int(found[2]) < 60 else None


def begun_between(first: date, time: Time) -> tuple[date, date]:
    """
    Return the days on one of which began what a time is counted from, whose first day is ``first``.

    "Since March" leaves open on which day of it, "since the coup nearly four years ago" in which half of which year.
    """
    # "Since late January" begins within the month and is of its end.
    month = date(first.year, first.month, monthrange(first.year, first.month)[1])
    ends = {"year": date(first.year, 12, 31), "month": month, "week": first + timedelta(days=6)}
    last = ends.get(time.grain or "", first)
    half = _HALVES.get(time.grain or "") if _ROUNDED_AGO.search(time.text or "") else None
    return (first, last) if half is None else (first - half, last + half)


def days_between(one: Stretch, other: Stretch) -> int:
    """Return how many days two stretches lie apart: 1 from Monday to Tuesday, 0 where they meet or may meet."""
    # A stretch that is open to one side reaches as far as it must to meet the other.
    later = max((day for day in (one[0], other[0]) if day is not None), default=date.min)
    earlier = min((day for day in (one[1], other[1]) if day is not None), default=date.max)
    return max(0, (later - earlier).days) if date.min < later and earlier < date.max else 0


def relate_days(one: Stretch, other: Stretch) -> DaysRelation:
    """Say how two stretches lie; it is not known (``open``) where one of them has no day at all."""
    if one == (None, None) or other == (None, None):
        return "open"
    if one == other:
        return "same"
    return "apart" if days_between(one, other) else "meet"


def same_time(one: Time | None, other: Time | None) -> bool | None:
    """
    Say whether two times are the same days, or ``None`` where it is not known.

    It is not known of days that only meet, and of an event's day beside a state as of that day.
    """
    if one is None or other is None:
        return None
    relation = relate_days(own_days(one), own_days(other))
    if relation == "open":
        return _same_words(one, other)
    # "On Monday 12 died" and "12 had died as of Monday" may count other people.
    if relation == "same" and (one.basis == "as_of") == (other.basis == "as_of"):
        return True
    return False if relation == "apart" else None


def _same_words(one: Time, other: Time) -> bool | None:
    """Say whether two times are the same by their words, where one of them or both settle no day."""
    if own_days(one) == own_days(other):
        return (one.text or "").casefold() == (other.text or "").casefold()
    # A time taken over from the sentences before has no words of its own, and may be the other one.
    return False if one.text and other.text else None


def weekday_of(words: str | None) -> str | None:
    """Return the day of the week that some words name, in lower case, or ``None``; of several the one that comes first in a week."""
    return next((day for day in _WEEKDAYS if words is not None and day in words.casefold()), None)


@lru_cache(maxsize=1 << 10)
def month_of(words: str | None) -> tuple[int, int | None] | None:
    """
    Return the month that some words name and the day of it, ``None`` where they tell none; or ``None`` where they name no month.

        >>> month_of("July 23"), month_of("last July"), month_of("Saturday")
        ((7, 23), (7, None), None)
    """
    # Only with a capital letter: "may" and "march" are words too.
    named = (default().find("times", word.casefold()) for word in _NAME.findall(words or ""))
    month = next((entry.low for entry in named if entry is not None and entry.kind == "month" and entry.low is not None), None)
    if month is None:
        return None
    day = _DAY_OF_MONTH.search(words or "")
    # "June 31" is a slip of the pen.
    return int(month), int(day[1]) if day is not None and 0 < int(day[1]) <= monthrange(2000, int(month))[1] else None
