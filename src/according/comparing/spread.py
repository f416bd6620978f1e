"""
Where a figure lies among others: which two of one measure and unit are near enough to be compared.

The ledger finds them by blocks (:mod:`according.ledger.finding.blocks`).
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from according.comparing.days import days_of, weekday_of
from according.records import FiledFigure
from according.statement import Counting, Time

# In days. Most figures are of one day or a month; the few of more are looked through one by one (``figures.long``). Among others they
# stand at their end, by so many last days: a year's count is not compared with each day's.
LONG = 31
# Days that two figures' days may lie apart.
NEAR_DAYS = 7
# The same of a total and another total, which the press counts on for a season or a war's year, and of a total and one event's count.
TOTALS_NEAR, TOTAL_NEAR = 365, 60
COUNT_ON: tuple[Counting, ...] = ("running", "period")
# What is dated to so many days is one event and no total.
EVENT_LONGEST = 7
# The fewest names and numbers in common by which two reports may tell of one story.
STORY_LEAST = 3


def later(day: date, days: int) -> date:
    """Return the day so many days later, or earlier; the calendar's first or last day where there is none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Where a figure lies among the blocks.

    ``kind`` is its measure and unit, ``place`` the country of its place, ``people`` that of its people; ``first`` and ``last`` are its
    days, of many only the last. ``counts_on`` says whether it is a total or a period's count, ``dated`` whether its own words give it the
    days of one event. ``report``, its ``marks`` and the ``number`` tell whether two figures may be of one story.
    """

    kind: tuple[str, str]
    place: str | None
    first: date | None
    last: date | None
    people: str | None
    counts_on: bool
    dated: bool
    report: str
    marks: frozenset[str]
    number: tuple[float | None, float | None]


def spread_of(filed: FiledFigure) -> Spread:
    """Return where a figure lies among the blocks of its measure and unit."""
    figure = filed.figure
    first, last = days_of(figure.time, filed.filing.published)
    if first is not None and last is not None:
        first = max(first, later(last, -LONG))
    return Spread(
        kind=(figure.measure, figure.unit),
        place=None if figure.place is None else figure.place.country,
        first=first,
        last=last,
        people=None if figure.population is None else figure.population.country,
        counts_on=figure.counting in COUNT_ON,
        dated=is_dated(figure.time),
        report=filed.filing.id,
        marks=_marks(filed.filing.marks),
        number=(figure.quantity.low, figure.quantity.high),
    )


@lru_cache(maxsize=1 << 12)
def _marks(marks: tuple[str, ...]) -> frozenset[str]:
    return frozenset(marks)


def is_dated(time: Time | None) -> bool:
    """Say whether a time of a figure's own words is that of one event: a day of the week, or few days."""
    if time is None:
        return False
    if time.basis == "as_of":
        return time.last is not None or weekday_of(time.text) is not None
    if time.first is None:
        return weekday_of(time.text) is not None
    return time.last is not None and (time.last - time.first).days <= EVENT_LONGEST


def share_block(one: Spread, other: Spread) -> bool:
    """Say whether two figures share a block, as :func:`according.ledger.finding.blocks.near` finds them."""
    if one.kind != other.kind:
        return False
    unknown = one.first is None or other.first is None
    if one.place is not None and one.place == other.place:
        placed = unknown or _meet(one, other)
    elif one.place is None or other.place is None:
        when = _meet(one, other) if not unknown else one.first is None and other.first is None
        placed = when and may_be_one_story(one, other)
    else:
        placed = False
    return placed or _count_on(one, other, unknown)


def may_be_one_story(one: Spread, other: Spread) -> bool:
    """Say whether two figures' reports may tell one story, or their numbers are one: asked of those that have less in common."""
    return one.number == other.number or one.report == other.report or share_marks(one.marks, other.marks)


def share_marks(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two reports may tell one story; one with very few names, a headline, may tell any."""
    return min(len(one), len(other)) < STORY_LEAST or len(one & other) >= STORY_LEAST


def _meet(one: Spread, other: Spread) -> bool:
    return one.first <= later(other.last, NEAR_DAYS) and other.first <= later(one.last, NEAR_DAYS)  # type: ignore[operator, arg-type]


def _count_on(one: Spread, other: Spread, unknown: bool) -> bool:
    people = one.people is not None and one.people == other.people
    land = one.place is not None and one.place == other.place
    if not (people or land) or not _may_be_totals(one, other) or not (people or may_be_one_story(one, other)):
        return False
    reach = TOTALS_NEAR if one.counts_on and other.counts_on else TOTAL_NEAR
    return unknown or abs((one.last - other.last).days) <= reach  # type: ignore[operator]


def _may_be_totals(one: Spread, other: Spread) -> bool:
    """Say whether one counts on, and the other too, or leaves open whether it does: the count of a day is none."""
    return (one.counts_on and (other.counts_on or not other.dated)) or (other.counts_on and not one.dated)
