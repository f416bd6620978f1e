"""
Where a figure lies among others: which two of one measure and unit are near enough to be compared.

A block is a set of figures that are near one another; two that share none are never compared. :func:`share_block` is the rule. The ledger
finds the same figures by its tables (:mod:`according.ledger.finding.blocks`).
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from according.comparing.days import days_of, weekday_of
from according.names.places import plain
from according.records import FiledFigure
from according.statement import Counting, Place, Time

# In days. Most figures are of one day or a month; the ledger looks through the few of more by themselves (the column ``long``). Among
# others they stand at their end, by so many last days: a year's count is not compared with each day's.
LONG = 31
# By so many days the days of two figures may lie apart.
NEAR_DAYS = 7
# The same of two totals, which the press counts on for a season or for a war's year, and of a total beside another count.
TOTALS_NEAR, TOTAL_NEAR = 365, 60
COUNT_ON: tuple[Counting, ...] = ("running", "period")
# Days of a stretch. What is dated to no more than these is one event and no total: "over the weekend 12 died".
EVENT_LONGEST = 7
# Names and numbers. Two reports may tell of one story where they have so many in common: fewer meet by chance.
STORY_LEAST = 3
# Of two reports of which one has few, so many are enough where they are half of these.
STORY_OF_FEW = 2


# A batch of figures has few days, and each is asked for again and again.
@lru_cache(maxsize=1 << 14)
def later(day: date, days: int) -> date:
    """Return the day so many days later, or earlier where they are negative; at the calendar's ends its first or last day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Where a figure lies among the blocks.

    ``kind`` is its measure and unit, ``place`` the country of its place, ``people`` that of its people. ``first`` and ``last`` are its
    days; of a long stretch ``first`` is 31 days before the last. ``counts_on`` says whether it is a total or a period's count, ``dated``
    whether its own words give it the days of one event. The id of its ``report``, the report's ``marks`` and its ``number`` (low and high)
    tell whether two figures may be of one story. ``site`` is the plain name of a place that is no whole country.
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
    site: str | None = None


def spread_of(filed: FiledFigure) -> Spread:
    """Return where a figure lies among the blocks of its measure and unit."""
    figure = filed.figure
    first, last = days_of(figure.time, filed.filing.published)
    if first is not None and last is not None:
        # "Since January" must not meet all that happened since.
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
        site=_site(figure.place),
    )


def _site(place: Place | None) -> str | None:
    """Return the plain name of a place that is no whole country."""
    if place is None or place.precision == "country":
        return None
    return plain(place.name or place.text)


@lru_cache(maxsize=1 << 12)
def _marks(marks: tuple[str, ...]) -> frozenset[str]:
    """Return a report's marks as a set, one for all figures of the report."""
    return frozenset(marks)


def is_dated(time: Time | None) -> bool:
    """
    Say whether the time that a figure's own words give is that of one event.

    It is where the words settle at most eight days, or name a day of the week and settle no first day.
    """
    if time is None:
        return False
    if time.basis == "as_of":
        # A state as of a day is of that day, whenever the counting began.
        return time.last is not None or weekday_of(time.text) is not None
    if time.first is None:
        return weekday_of(time.text) is not None
    # "Since Monday" has a first day and no last: it counts on.
    return time.last is not None and (time.last - time.first).days <= EVENT_LONGEST


def share_block(one: Spread, other: Spread) -> bool:
    """
    Say whether two figures share a block; the order of the two does not matter.

    They do where their places are of one country and their days near; where the country of a place is not known, their days are near and
    their places have one name or they may be of one story; or where totals count on, see :func:`_count_on` and :func:`_count_there`.
    """
    if one.kind != other.kind:
        return False
    unknown = one.first is None or other.first is None
    if one.place is not None and one.place == other.place:
        # Within a country a figure without days is compared with all: it may be of any day.
        placed = unknown or _meet(one, other)
    elif one.place is None or other.place is None:
        # Without a country that would be the whole ledger: both must have days, or neither.
        when = _meet(one, other) if not unknown else one.first is None and other.first is None
        # Of a village that is in no list two short reports have hardly more than its name in common.
        placed = when and (_same_site(one, other) or may_be_one_story(one, other))
    else:
        placed = False
    # A total is counted on: it is compared with what it was a season ago.
    return placed or _count_there(one, other, unknown) or _count_on(one, other, unknown)


def may_be_one_story(one: Spread, other: Spread) -> bool:
    """Say whether two figures' reports may tell one story, or the figures have the same number."""
    return one.number == other.number or one.report == other.report or share_marks(one.marks, other.marks)


def share_marks(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say by their marks whether two reports may tell one story; a report with fewer than three marks may tell any."""
    return may_share(len(one), len(other), len(one & other))


def may_share(one: int, other: int, shared: int) -> bool:
    """Say whether two reports with so many marks each may tell one story, of which so many are shared."""
    fewest = min(one, other)
    # A headline has hardly any names: three of them cannot be asked for. Of a lead's four, two are half.
    return fewest < STORY_LEAST or shared >= STORY_LEAST or (shared >= STORY_OF_FEW and 2 * shared >= fewest)


def _meet(one: Spread, other: Spread) -> bool:
    """Say whether the days of two figures come within a week of each other; both must have days."""
    return one.first <= later(other.last, NEAR_DAYS) and other.first <= later(one.last, NEAR_DAYS)  # type: ignore[operator]


def _same_site(one: Spread, other: Spread) -> bool:
    """Say whether the places of two figures have one name, and are not of two countries."""
    return one.site is not None and one.site == other.site and (one.place == other.place or None in (one.place, other.place))


def _count_there(one: Spread, other: Spread, unknown: bool) -> bool:
    """
    Say whether one of two figures of one site counts on and may be the toll of the other's event, or both may belong to one total.

    "Nine are confirmed dead", and a month later "the number of dead has risen to 157": few towns have two such tolls.
    """
    return _same_site(one, other) and (one.counts_on or other.counts_on) and (unknown or _near_totals(one, other))


def _count_on(one: Spread, other: Spread, unknown: bool) -> bool:
    """
    Say whether two figures may belong to one total that is counted on, of one people or in one country.

    Their last days come near, as :func:`_near_totals` says, or are ``unknown`` of one.
    """
    people = one.people is not None and one.people == other.people and _may_be_totals(one, other)
    # A country has many totals, one people's losses are few: by the country alone the reports must be of one story. That may be the toll
    # of the other's event, which has a day.
    land = one.place is not None and one.place == other.place and (one.counts_on or other.counts_on)
    return (people or (land and may_be_one_story(one, other))) and (unknown or _near_totals(one, other))


def _near_totals(one: Spread, other: Spread) -> bool:
    """Say whether last days come within a year, where both figures count on, or within 60 days; both must have days."""
    reach = TOTALS_NEAR if one.counts_on and other.counts_on else TOTAL_NEAR
    apart: int = abs((one.last - other.last).days)  # type: ignore[operator]
    return apart <= reach


def _may_be_totals(one: Spread, other: Spread) -> bool:
    """Say whether one of two figures counts on, and the other does too or leaves it open; what is dated to one event does not."""
    return (one.counts_on and (other.counts_on or not other.dated)) or (other.counts_on and not one.dated)
