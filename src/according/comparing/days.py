"""
When: the days that a figure covers, and the one day it speaks for.

A figure's *days* are what it is found and grouped by: those of its own words (:func:`own_days`) or, where these settle none, its report's
(:func:`days_of`). The *day* it speaks for is made from them and puts figures in order (:func:`day_of`): the last of its days that had
come when it was told. One speaker's words follow one another by :func:`said_on`.
"""
from __future__ import annotations

from datetime import date
from typing import Literal

from according.records import FiledFigure
from according.statement import Counting, Time

Days = tuple[date, date] | tuple[None, None]
UNKNOWN: Days = (None, None)
# Days of which the first, the last or both may be open.
Stretch = tuple[date | None, date | None]
# How two stretches lie: the very same days, some in common, none, or not known.
DaysRelation = Literal["same", "meet", "apart", "open"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def own_days(time: Time | None) -> Stretch:
    """Return the first and last day that a figure's own words settle; a state as of a day has that day alone."""
    if time is None:
        return None, None
    if time.basis == "as_of":
        return time.last or time.first, time.last or time.first
    return time.first, time.last


def days_of(time: Time | None, published: date | None) -> Days:
    """
    Return the first and last day that a figure covers.

    A figure whose own words settle no day covers the day its report was published; what has gone on since a day lasts until the report's.
    """
    first, last = own_days(time)
    last = last or published
    if last is None:
        return UNKNOWN
    first = first or last
    return min(first, last), max(first, last)


def day_of(filed: FiledFigure) -> date | None:
    """
    Return the day that a figure speaks for: the last of its days, but of days that are not over yet the day its report was published.

    "So far this year" told in June speaks for a day in June. Where a report has no date, the first day of what goes on must do.
    """
    time, published = filed.figure.time, filed.filing.published
    first, last = days_of(time, published)
    if first is None or last is None:
        return own_days(time)[0]
    return published if published is not None and first <= published < last else last


def said_on(filed: FiledFigure, counting: Counting) -> date | None:
    """Return the day that orders one speaker's words: of a total the day it speaks for, of an event's count the day it was told."""
    return day_of(filed) if counting == "running" else filed.filing.published


def days_between(one: Stretch, other: Stretch) -> int:
    """Return how many days lie between two stretches, 0 where they meet or may meet."""
    later = max((day for day in (one[0], other[0]) if day is not None), default=date.min)
    earlier = min((day for day in (one[1], other[1]) if day is not None), default=date.max)
    return max(0, (later - earlier).days) if date.min < later and earlier < date.max else 0


def relate_days(one: Stretch, other: Stretch) -> DaysRelation:
    """Say how the days of two figures lie; where one has no day at all it is not known."""
    if one == (None, None) or other == (None, None):
        return "open"
    if one == other:
        return "same"
    return "apart" if days_between(one, other) else "meet"


def same_time(one: Time | None, other: Time | None) -> bool | None:
    """Say whether two times are the same days; of days that only meet, and of a day beside a state as of it, it is not known."""
    if one is None or other is None:
        return None
    relation = relate_days(own_days(one), own_days(other))
    if relation == "open":
        return _same_words(one, other)
    if relation == "same" and (one.basis == "as_of") == (other.basis == "as_of"):
        return True
    return False if relation == "apart" else None


def _same_words(one: Time, other: Time) -> bool | None:
    """Say the same of times that settle no day, or of which one does not."""
    if own_days(one) == own_days(other):
        return (one.text or "").casefold() == (other.text or "").casefold()
    return False if one.text and other.text else None


def weekday_of(words: str | None) -> str | None:
    """Return the first day of the week that some words name, or ``None``."""
    return next((day for day in _WEEKDAYS if words is not None and day in words.casefold()), None)
