"""What lists of the desk say of their rows: numbers, days and changes in the words of the command's tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from according.desk.rendering import write_day
from according.exports.words.readings import said_by
from according.exports.words.reckonings import number, range_cells
from according.reckoning.events.event import Count, Event, Telling


def write_days(first: date | None, last: date | None) -> str:
    """
    Return a stretch of days as people write it.

        >>> write_days(date(2025, 1, 27), date(2025, 2, 3))
        '27 January – 3 February 2025'
    """
    if first is None or last is None:
        known = write_day(first or last)
        return f"up to {known}" if first is None and last is not None else f"since {known}" if known else ""
    if first == last:
        return write_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {write_day(last)}"
    return f"{first.day} {first:%B} – {write_day(last)}" if first.year == last.year else f"{write_day(first)} – {write_day(last)}"


def write_told(event: Event) -> str:
    """Return the days of an event's first and last report."""
    return write_days(*event.told)


def range_of(found: Count) -> dict[str, str]:
    """Return the cells of a measure's range: low, best and high."""
    return dict(zip(("low", "best", "high"), range_cells(found.whole.headline, found.unit), strict=True))


def change_of(telling: Telling) -> str:
    """Return what a telling did to its speaker's number, in words: "killed: raised from 40 to “at least 52” (the governor)"."""
    filed = telling.filed
    before = number(telling.before, filed.figure.unit)
    return f"{filed.figure.measure} {telling.change} from {before} to “{filed.figure.number.text}” by {said_by(filed.statement)}"


LIST_WORDS: dict[str, Any] = {"days": write_days, "told": write_told, "range_of": range_of, "change_of": change_of}
