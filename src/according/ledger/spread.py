"""
Where a figure lies among others: which two of one measure and unit are near enough to be compared (see :mod:`according.ledger.blocks`).
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from according.ledger.records import FiledFigure
from according.ledger.terms import days_of
from according.statement import Counting

# Days that two figures' days may lie apart.
NEAR = 7
# The same of a total and another total, which the press counts on for a season or a war's year, and of a total and one event's count.
TOTALS_NEAR, TOTAL_NEAR = 365, 60
TOTALS: tuple[Counting, ...] = ("running", "period")


def later(day: date, days: int) -> date:
    """Return the day so many days later, or earlier; the calendar's first or last day where there is none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True, slots=True)
class Spread:
    """Where a figure lies among the blocks: its place's country, its days, its people's country, and whether it counts on."""

    place: str | None
    first: date | None
    last: date | None
    people: str | None
    counts_on: bool


def spread_of(filed: FiledFigure) -> Spread:
    """Return where a figure lies among the blocks of its measure and unit."""
    figure = filed.figure
    first, last = days_of(figure.time, filed.filing.published)
    place = None if figure.place is None else figure.place.country
    people = None if figure.population is None else figure.population.country
    return Spread(place, first, last, people, figure.counting in TOTALS)


def share_block(one: Spread, other: Spread) -> bool:
    """Say whether two figures of one measure and unit share a block, as :func:`according.ledger.blocks.near` finds them."""
    unknown = one.first is None or other.first is None
    if one.place is not None and one.place == other.place:
        placed = unknown or _meet(one, other)
    elif one.place is None or other.place is None:
        placed = _meet(one, other) if not unknown else one.first is None and other.first is None
    else:
        placed = False
    return placed or _count_on(one, other, unknown)


def _meet(one: Spread, other: Spread) -> bool:
    return one.first <= later(other.last, NEAR) and other.first <= later(one.last, NEAR)  # type: ignore[operator, arg-type]


def _count_on(one: Spread, other: Spread, unknown: bool) -> bool:
    same = (one.people is not None and one.people == other.people) or (one.place is not None and one.place == other.place)
    if not same or not (one.counts_on or other.counts_on):
        return False
    reach = TOTALS_NEAR if one.counts_on and other.counts_on else TOTAL_NEAR
    return unknown or abs((one.last - other.last).days) <= reach  # type: ignore[operator]
