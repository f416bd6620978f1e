"""
Blocks: figures near enough to each other that they may tell of one event. What shares no block is never compared.

Two figures of the same measure and unit share a block

- A, if they have the same country of the place, and days that come within a week of each other or are unknown of one;
- B, if the country of the place is unknown of one, their days come within a week of each other or are unknown of both, and they have one
  site or may be of one story;
- C, if one of them counts a running total or a period. They must have one site; or the same country of the place, and may be of one
  story; or the same country of the population, and the other counts so too or leaves it open. Their last days are unknown of one, or come
  within a year where both count so, within 60 days where one does.

Two figures have one site if their places, which are no whole countries, have one name, and not two countries.

Two figures may be of one story if they are of one report, have the same number, or their reports have names and numbers in common; also
if a report has too few of these to tell, as a headline has.

Of days more than a month apart, only the last month counts in A and B: a year's count is not compared with each day's.
"""
from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, Connection, Select, bindparam, literal_column, select

from according.comparing.spread import (
    COUNT_ON,
    LONG,
    NEAR_DAYS,
    STORY_LEAST,
    STORY_OF_FEW,
    TOTAL_NEAR,
    TOTALS_NEAR,
    Spread,
    later,
    may_share,
    spread_of,
)
from according.ledger.database.schema import figures, places, readings, reports
from according.ledger.finding.conditions import COUNTINGS, Condition, hinted
from according.ledger.finding.reports import pages
from according.ledger.writing.rows import as_real
from according.records import FiledFigure

Window = tuple[date, date]
# The ids of places that have one name.
Namings = tuple[str, ...]
Days = Sequence[date | None]
# Readings whose stories are kept at hand: some months of a large archive.
STORIES_KEPT = 50_000


@dataclass(slots=True)
class Blocks:
    """
    The blocks of some figures of one measure and unit.

    - ``windows``: the days near the figures, by the country of their place. ``None`` is an unknown country: any country's figures are
      near these.
    - ``whole``: the countries of which a figure has no days. ``nowhere``: whether a figure has neither country nor days.
    - ``people`` and ``others``: the last days by the country of the population; of totals, and of what leaves open whether it is one.
    - ``lands`` and ``events``: the same by the country of the place, of totals and of all other figures; ``there`` and ``then`` by the
      site. A last day of ``None`` is near all.
    - ``reports``: the figures' reports, with the number of their marks. ``told``: the same by their marks. ``unmarked``: whether one has
      too few marks to tell a story.
    - ``numbers``: the figures' numbers.
    """

    windows: dict[str | None, list[Window]] = field(default_factory=lambda: defaultdict(list))
    whole: set[str] = field(default_factory=set)
    nowhere: bool = False
    people: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    others: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    lands: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    events: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    there: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    then: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))

    reports: dict[str, int] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unmarked: bool = False
    numbers: set[tuple[float | None, float | None]] = field(default_factory=set)

    def add(self, spread: Spread) -> None:
        """Take in a figure's blocks."""
        if spread.first is not None and spread.last is not None:
            # Wider by a week at both ends: then what meets the window is near.
            self.windows[spread.place].append((later(spread.first, -NEAR_DAYS), later(spread.last, NEAR_DAYS)))
        elif spread.place is not None:
            self.whole.add(spread.place)
        else:
            self.nowhere = True
        # A report may have many figures; its marks are taken in once.
        if spread.report not in self.reports:
            self.reports[spread.report] = len(spread.marks)
            self.unmarked |= len(spread.marks) < STORY_LEAST
            for mark in spread.marks:
                self.told[mark].add(spread.report)
        # As floating point, for so the columns have them.
        self.numbers.add((as_real(spread.number[0]), as_real(spread.number[1])))
        if spread.site is not None:
            (self.there if spread.counts_on else self.then)[spread.site].append(spread.last)
        if spread.place is not None:
            (self.lands if spread.counts_on else self.events)[spread.place].append(spread.last)
        # "Twelve were killed on Monday" is dated to one event, and no people's total.
        if spread.people is not None and (spread.counts_on or not spread.dated):
            (self.people if spread.counts_on else self.others)[spread.people].append(spread.last)

    def tells(self, report: str, marks: frozenset[str]) -> bool:
        """Say whether a report may tell the story of one of these figures' reports."""
        if report in self.reports or self.unmarked or len(marks) < STORY_LEAST:
            return True
        # Only reports that share a mark are looked at, however many there are.
        known = marks & self.told.keys()
        if len(known) < STORY_OF_FEW:
            return False
        shared = Counter(other for mark in known for other in self.told[mark])
        return any(may_share(len(marks), self.reports[other], count) for other, count in shared.items())


def gather(filed: Iterable[FiledFigure]) -> dict[tuple[str, str], Blocks]:
    """Return the blocks of figures by measure and unit."""
    found: dict[tuple[str, str], Blocks] = defaultdict(Blocks)
    for one in filed:
        spread = spread_of(one)
        found[spread.kind].add(spread)
    return found


def merge(windows: Iterable[Window]) -> Iterator[Window]:
    """Yield windows that do not touch, in order, which together cover the same days."""
    held: Window | None = None
    for first, last in sorted(windows):
        # A window from the next day on goes on with the one before: one query for both.
        if held is not None and first <= later(held[1], 1):
            held = (held[0], max(held[1], last))
        else:
            if held is not None:
                yield held
            held = (first, last)
    if held is not None:
        yield held


def near(connection: Connection, filed: Iterable[FiledFigure], stories: Stories) -> set[int]:
    """
    Return the numbers of the figures, of whatever reading, that share a block with one of the given.

    A few others are among them: of days or of a story that another of the given has.
    """
    found: set[int] = set()
    for (measure, unit), blocks in gather(filed).items():
        kind = {"measure": measure, "unit": unit}
        named = _namings(connection, {*blocks.there, *blocks.then})
        for query, values in (*_queries(blocks), *_there(blocks, named)):
            found.update(connection.execute(query, {**kind, **values}).scalars())
        # No index knows stories: what may be near only by its story or number is fetched, and told apart here.
        told = {row.number: row for query, values in _told(blocks) for row in connection.execute(query, {**kind, **values})}
        readings_met = {row.reading for row in told.values()}
        marks = stories.of(connection, readings_met)
        ours = {reading for reading in readings_met if blocks.tells(*marks[reading])}
        sites = {id for ids in named.values() for id in ids}
        found.update(
            number for number, row in told.items()
            if row.reading in ours or (row.low, row.high) in blocks.numbers or row.place in sites
        )  # fmt: skip
    return found


def _namings(connection: Connection, sites: Collection[str]) -> dict[str, Namings]:
    """Return the ids of all namings of some places by their plain names."""
    found: dict[str, Namings] = {}
    for page in pages(sites):
        for id, name in connection.execute(select(places.c.id, places.c.name).where(places.c.name.in_(page))):
            found[name] = (*found.get(name, ()), id)
    return found


class Stories:
    """The marks of readings' reports (see :mod:`according.names.marks`); those met lately are kept, for they never change."""

    def __init__(self) -> None:
        self._met: dict[int, tuple[str, frozenset[str]]] = {}

    def of(self, connection: Connection, numbers: set[int]) -> Mapping[int, tuple[str, frozenset[str]]]:
        """Return the report's id and marks by the reading's number."""
        if len(self._met) > STORIES_KEPT:
            self._met.clear()
        query = select(readings.c.number, reports.c.id, reports.c.marks).join(reports, reports.c.number == readings.c.report)
        for page in pages(numbers - self._met.keys()):
            for number, id, marks in connection.execute(query.where(readings.c.number.in_(page))):
                self._met[number] = id, frozenset(json.loads(marks))
        return self._met


Asked = tuple[Select[int], dict[str, Any]]
_f = figures.c


def _alike(index: str, *conditions: Condition, columns: Sequence[Column[Any]] = (_f.number,)) -> Select[Any]:
    same = select(*columns).where(_f.measure == bindparam("measure"), _f.unit == bindparam("unit"))
    return hinted(same.where(*conditions), index)


class Dated(NamedTuple):
    """A query, the same for what has no days, and for last days from ``first`` to ``last``."""

    whole: Select[Any]
    never: Select[Any]
    then: Select[Any]


def _dated(query: Select[Any]) -> Dated:
    return Dated(
        query, query.where(_f.day_last.is_(None)), query.where(_f.day_last.between(bindparam("first"), bindparam("last")))
    )  # fmt: skip


# Queries are made once, with names for what they are asked with, and then only filled in.
_AT, _NOWHERE = _f.place_country == bindparam("country"), _f.place_country.is_(None)
# The days of what is long are its last ones.
_DAYS = (
    (_f.long == 0, _f.day_last.between(bindparam("first"), bindparam("reach")), _f.day_first <= bindparam("last")),
    (_f.long == 1, _f.day_last.between(bindparam("first"), bindparam("reach"))),
)
_UNDATED = (_f.long == 0, _f.day_last.is_(None))
# The words stand in the query: as parameters of a list they would be put in anew each time, at more cost than the query's.
_ANY_COUNTING, _COUNTS_ON = (_f.counting.in_([literal_column(f"'{word}'") for word in words]) for words in (COUNTINGS, COUNT_ON))
_ANY_LENGTH = _f.long.in_([literal_column("0"), literal_column("1")])
# All countings are named where any will do: in the index they stand before the days.
_PEOPLE = _dated(_alike("ix_figures_people", _f.population_country == bindparam("people"), _ANY_COUNTING))
_TOTALS = _dated(_alike("ix_figures_people", _f.population_country == bindparam("people"), _COUNTS_ON))
_AT_PLACES = _alike("ix_figures_place", _f.place.in_(bindparam("places", expanding=True)))
_SITED, _SITED_TOTALS = _dated(_AT_PLACES), _dated(_AT_PLACES.where(_COUNTS_ON))
_THERE = tuple(_alike("ix_figures_block", _AT, *days) for days in _DAYS)
_UNDATED_THERE = _alike("ix_figures_block", _AT, *_UNDATED)
_ALL_THERE = _alike("ix_figures_block", _AT, _ANY_LENGTH)
# What may be near only by its story is looked at first.
_TOLD = (_f.number, _f.reading, _f.low, _f.high, _f.place)
_OF_LAND = _alike("ix_figures_block", _AT, _ANY_LENGTH, columns=_TOLD)
_LAND, _LAND_TOTALS = _dated(_OF_LAND), _dated(_OF_LAND.where(_COUNTS_ON))
_UNPLACED = tuple(_alike("ix_figures_block", _NOWHERE, *days, columns=_TOLD) for days in _DAYS)
_ANYWHERE = tuple(_alike("ix_figures_days", *days, columns=_TOLD) for days in _DAYS)
_NOWHERE_NEVER = _alike("ix_figures_block", _NOWHERE, *_UNDATED, columns=_TOLD)
_NEVER_AT_ALL = _alike("ix_figures_days", *_UNDATED, columns=_TOLD)


def _queries(blocks: Blocks) -> Iterator[Asked]:
    """Yield the queries for blocks A and C, but for places of totals."""
    for country, windows in blocks.windows.items():
        if country is not None:
            yield from _within(_THERE, windows, country=country)
            yield _UNDATED_THERE, {"country": country}
    # What has no days is near all figures of its country.
    for country in blocks.whole:
        yield _ALL_THERE, {"country": country}
    yield from _counted_on("people", (_TOTALS, _PEOPLE), blocks.people, blocks.others)


def _there(blocks: Blocks, named: Mapping[str, Namings]) -> Iterator[Asked]:
    """Yield the queries for block C at the sites of figures, of which ``named`` gives the namings."""
    totals, others = ({named[site]: days for site, days in at.items() if site in named} for at in (blocks.there, blocks.then))
    yield from _counted_on("places", (_SITED_TOTALS, _SITED), totals, others)


def _told(blocks: Blocks) -> Iterator[Asked]:
    """Yield the queries for figures that share a block only with those of their own story or number: block B, and C for totals by place."""
    yield from _counted_on("country", (_LAND_TOTALS, _LAND), blocks.lands, blocks.events)
    # Without a place it may be near figures of any country, and with one near those without.
    yield from _within(_ANYWHERE, blocks.windows.get(None, ()))
    yield from _within(_UNPLACED, (window for country, windows in blocks.windows.items() if country is not None for window in windows))
    if blocks.whole:
        yield _NOWHERE_NEVER, {}
    if blocks.nowhere:
        yield _NEVER_AT_ALL, {}


Where = TypeVar("Where", str, Namings)


def _counted_on(
    name: str, queries: tuple[Dated, Dated], totals: Mapping[Where, Days], events: Mapping[Where, Days]
) -> Iterator[Asked]:
    """Yield the queries around totals and around one event's counts, by the country or namings that a query has under a name."""
    of_totals, of_all = queries
    for where, days in totals.items():
        # A total is near totals for a year, near one event's counts for two months.
        yield from _around((of_totals, TOTALS_NEAR), days, {name: where})
        yield from _around((of_all, TOTAL_NEAR), days, {name: where})
    for where, days in events.items():
        yield from _around((of_totals, TOTAL_NEAR), days, {name: where})


def _around(query: tuple[Dated, int], days: Days, values: dict[str, Any]) -> Iterator[Asked]:
    """Yield the queries for figures around some last days."""
    found, reach = query
    # One total without days is near all: the others need no query of their own.
    if None in days:
        yield found.whole, values
        return
    # What has no days is near every one of these.
    yield found.never, values
    for first, last in merge((later(day, -reach), later(day, reach)) for day in days if day is not None):
        yield found.then, {**values, "first": first, "last": last}


def _within(queries: tuple[Select[int], ...], windows: Iterable[Window], **values: str) -> Iterator[Asked]:
    for first, last in merge(windows):
        for query in queries:
            # What is not long and ends later has begun later as well.
            yield query, {**values, "first": first, "last": last, "reach": later(last, LONG)}
