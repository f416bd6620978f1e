"""
Find the first and last day of a report's time expressions, in order, from the day of the report or from the dates around them.

What needs the day of the report ("Wednesday") stays without days where that is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from according.reading.times import calendar
from according.reading.times.calendar import Period
from according.reading.times.time_forms import PERIOD_OF_FORM, looks_back
from according.reading.times.time_words import TimeMention
from according.reading.times.time_years import Setting, by_context
from according.statement import Basis

# How many sentences on a bare year ("in 2003") gives the year of a month or a day, where no date does. It is few, for such a year often
# only looks back.
PASSING = 1
# The rules by which a report tells time from its own day.
BY_DAY = frozenset(("weekday", "ago", "unit", "span", "overnight"))
# The rules that tell a day from which "the next day" counts.
DATED = frozenset(("date", "weekday", "range_dates", "range_days", "relation"))
# The rules that tell one day; the others tell a run of days, during which the event was.
ON = frozenset(("weekday", "date", "ago", "overnight", "relation"))


@dataclass(frozen=True, slots=True)
class Days:
    """
    What an expression comes to: its first and last day, both included.

    Both are ``None`` where it is not settled, one of them where it is open to that side. ``grain`` is the unit by which the ends are
    known, ``anchor`` what the days were reckoned from ("absolute", "published" or "context").
    """

    first: date | None = None
    last: date | None = None
    basis: Basis = "on"
    grain: str | None = None
    anchor: str | None = None


def resolve(mention: TimeMention, setting: Setting) -> Days:
    """Return the days of an expression, read against its setting."""
    period = PERIOD_OF_FORM[mention.rule](mention, setting)
    basis: Basis = "on" if mention.rule in ON and mention.edge is None else "during"
    # "by 4 June", "so far this year": a running total, which holds up to then.
    if mention.edge in ("by", "as_of") or mention.has("z") or mention.rule == "present":
        basis = "as_of"
    if period is None:
        return Days(basis=basis)
    # "three weeks ago" is some day of a week, "two days ago" is the day; a night is one though two days share it.
    if mention.rule in ("ago", "relation") and not mention.has("H") and period.first != period.last:
        basis = "during"
    first, last = _edges(mention.edge, period, setting.published)
    return Days(first, last, basis, period.grain, _anchor(mention, setting))


def resolve_all(
    times: Sequence[Sequence[TimeMention]],
    published: date | None,
    ahead: Callable[[int, TimeMention], bool],
    written: Sequence[date | None] = (),
) -> list[list[Days]]:
    """
    Resolve the expressions of a report in order, sentence by sentence.

    ``times`` holds those of each sentence. ``ahead`` says of one, with the number of its sentence, whether it lies in the future.
    ``written`` holds the day on which each sentence was written, where the entries of a report have days of their own.
    """
    # No report is of such a year, and no event beside it: its day is not believed.
    if published is not None and not calendar.FIRST_YEAR <= published.year <= calendar.LAST_YEAR:
        published = None
    # The first year counts before it is told too: a report that opens with "On 3 May" and then names 2014 is of that May.
    told = _first_year(times)
    # News is read by its own day, whatever years it looks back on.
    if published is not None and _is_news(times):
        told = None
    found: list[list[Days]] = []
    passing: tuple[int, Period | None] = (-1, None)
    day: Period | None = None
    for number, mentions in enumerate(times):
        row = []
        for mention in mentions:
            # "The war of 2003 ended. It broke out in March.": nothing nearer tells the year.
            near = passing[1] if told is None and published is None and number - passing[0] <= PASSING else None
            own = (written[number] if written else None) or published
            days = resolve(mention, Setting(own, told or near, ahead(number, mention), day or told))
            # "by 2 October" and "since 2003" only bound the time: what follows does not count from them.
            if days.first and days.last and days.grain and mention.edge is None:
                period = Period(days.first, days.last, "day")
                day = period if mention.rule in DATED else day
                # "the fires of 1998" look back: what is told next is not of 1998.
                if told is not None and (not mention.has("Y") or _dated(mention)):
                    told = period
                elif told is None:
                    passing = (number, period) if mention.has("Y", "Z") else passing
            row.append(days)
        found.append(row)
    return found


def _dated(mention: TimeMention) -> bool:
    """Say whether an expression dates something within a year that it names; a bare year often only looks back."""
    return mention.has("Z", "Q") or (mention.has("Y") and mention.has("M", "e", "E", "S"))


def _is_news(times: Sequence[Sequence[TimeMention]]) -> bool:
    """Say whether a report tells time by its own day: "Wednesday", "last week"."""
    return any(mention.rule in BY_DAY or mention.has("T") for mentions in times for mention in mentions)


def _first_year(times: Sequence[Sequence[TimeMention]]) -> Period | None:
    """Return the first period that a report dates with its year."""
    for mention in (mention for mentions in times for mention in mentions):
        if _dated(mention) and (period := PERIOD_OF_FORM[mention.rule](mention, Setting(None))) is not None:
            return period
    return None


def _edges(edge: str | None, period: Period, published: date | None) -> tuple[date | None, date | None]:
    """Return the first and last day where a word before a period opens it to one side: "since", "by", "as of", "until", "before"."""
    if edge == "since":
        # Open to the report's day, and never before its own beginning.
        return period.first, max(published, period.first) if published else None
    if edge in ("by", "as_of", "until"):
        return None, period.last
    return (None, calendar.shift(period.first, days=-1)) if edge == "before" else (period.first, period.last)


def _anchor(mention: TimeMention, setting: Setting) -> str:
    """Say what days were reckoned from: a year of their own, the dates around them or the report's day."""
    if mention.has("Y", "Z", "D", "Q"):
        return "absolute"
    if mention.rule == "relation" or looks_back(mention, setting) or (mention.has("M") and by_context(setting)):
        return "context"
    return "published" if setting.published else "context"


