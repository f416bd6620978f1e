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
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, select

from according.comparing.spread import (
    LONG,
    NEAR_DAYS,
    STORY_LEAST,
    STORY_OF_FEW,
    TOTAL_NEAR,
    TOTALS_NEAR,
    Spread,
    later,
    spread_of,
)
from according.ledger.database.columns import among
from according.ledger.database.schema import places, readings, reports
from according.ledger.finding.asked import (
    ANYWHERE,
    LANDS,
    PARTS,
    PARTS_THERE,
    PARTS_TOLD,
    SITES,
    TOTALS,
    TOTALS_THERE,
    TOTALS_TOLD,
    UNPLACED,
    Asked,
)
from according.ledger.finding.reports import pages
from according.ledger.writing.rows import as_real
from according.records import FiledFigure

Window = tuple[date, date]
Number = tuple[float | None, float | None]
# A country, or the name or id of a place; None is what has none.
Where = TypeVar("Where", bound=Hashable)
# Readings whose stories are kept at hand: some months of a large archive.
STORIES_KEPT = 20_000


class Stretches(Generic[Where]):
    """
    Where and on which days something is near some figures.

    ``windows`` are the days at each place, ``never`` the places at which what has no days is near, ``whole`` those at which all is.
    """

    def __init__(self) -> None:
        # Sets: many figures of one place have the same days.
        self.windows: dict[Where, set[Window]] = defaultdict(set)
        self.never: set[Where] = set()
        self.whole: set[Where] = set()
        self._merged: dict[Where, list[Window]] = {}

    def add(self, where: Where, first: date, last: date, reach: int) -> None:
        """Take in some days, and so many before and behind them; all must be in before :meth:`meet` is asked."""
        self.windows[where].add((later(first, -reach), later(last, reach)))

    def add_around(self, where: Where, day: date | None, reach: int) -> None:
        """Take in the days around one, and what has no days; all days where no day is given."""
        if day is None:
            self.whole.add(where)
        else:
            self.never.add(where)
            self.add(where, day, day, reach)

    def renamed(self, names: Mapping[Where, Sequence[str]]) -> Stretches[str]:
        """Return the same stretches at whatever each place is called."""
        made = Stretches[str]()
        made.windows.update((id, windows) for where, windows in self.windows.items() for id in names.get(where, ()))
        made.never.update(id for where in self.never for id in names.get(where, ()))
        made.whole.update(id for where in self.whole for id in names.get(where, ()))
        return made

    def hold(self, where: Where, first: date | None, last: date | None) -> bool:
        """Say whether what is somewhere on some days, or has none, is near."""
        if where in self.whole:
            return True
        return where in self.never if first is None or last is None else self.meet(where, first, last)

    def meet(self, where: Where, first: date, last: date) -> bool:
        """Say whether some days meet the windows of a place."""
        if (merged := self._merged.get(where)) is None:
            merged = self._merged[where] = list(merge(self.windows.get(where, ())))
        # Of the windows that begin in time the last one ends last.
        begun = bisect_right(merged, (last, date.max))
        return begun > 0 and merged[begun - 1][1] >= first


class Told(Generic[Where]):
    """Where and when something is near some figures if it may be of their story (``days``), or has a number that one of them has there."""

    def __init__(self) -> None:
        self.days = Stretches[Where]()
        self.numbers = Stretches[tuple[Where, Number]]()


@dataclass(slots=True)
class Blocks:
    """
    The blocks of some figures of one measure and unit.

    What is near them:

    - ``lands``: whatever happened in a country (block A).
    - ``sites``: whatever happened at a place of one name (block B).
    - ``unplaced`` and ``anywhere``: what has no country, and for figures without one what has any, if it may be of one story (block B).
    - ``totals`` and ``parts`` (block C): totals, and what may be counted in a total, by the country of the people; ``totals_there`` and
      ``parts_there`` by the site; ``totals_told`` and ``parts_told`` by the country of the place, if they may be of one story.

    ``reports`` are the figures' reports, each with its bit, and ``told`` their sets by their marks, as numbers that have these bits.
    ``brief`` is the set of those of which two marks are half; ``unmarked`` says whether one has too few to tell a story.
    """

    lands: Stretches[str] = field(default_factory=Stretches)
    sites: Stretches[str] = field(default_factory=Stretches)
    unplaced: Told[None] = field(default_factory=Told)
    anywhere: Told[None] = field(default_factory=Told)
    totals: Stretches[str] = field(default_factory=Stretches)
    parts: Stretches[str] = field(default_factory=Stretches)
    totals_there: Stretches[str] = field(default_factory=Stretches)
    parts_there: Stretches[str] = field(default_factory=Stretches)
    totals_told: Told[str] = field(default_factory=Told)
    parts_told: Told[str] = field(default_factory=Told)

    reports: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    brief: int = 0
    unmarked: bool = False

    def add(self, spread: Spread) -> None:
        """Take in a figure's blocks."""
        self._add_days(spread)
        # "Twelve were killed on Monday" is dated to one event, and no people's total.
        if spread.people is not None and (spread.counts_on or not spread.dated):
            _count_on(spread, spread.people, self.totals, self.parts)
        if spread.site is not None:
            _count_on(spread, spread.site, self.totals_there, self.parts_there)
        if spread.place is not None:
            _count_on(spread, spread.place, self.totals_told.days, self.parts_told.days)
            _count_on(spread, (spread.place, _number(spread)), self.totals_told.numbers, self.parts_told.numbers)
        # A report may have many figures; its marks are taken in once.
        if spread.report not in self.reports:
            bit = self.reports[spread.report] = 1 << len(self.reports)
            self.unmarked |= len(spread.marks) < STORY_LEAST
            self.brief |= bit if _is_brief(spread.marks) else 0
            for mark in spread.marks:
                self.told[mark] = self.told.get(mark, 0) | bit

    def _add_days(self, spread: Spread) -> None:
        """Take in a figure's blocks A and B."""
        told, number = self.anywhere if spread.place is None else self.unplaced, _number(spread)
        if spread.first is None or spread.last is None:
            told.days.never.add(None)
            told.numbers.never.add((None, number))
            if spread.place is not None:
                self.lands.whole.add(spread.place)
            if spread.site is not None:
                self.sites.never.add(spread.site)
            return
        told.days.add(None, spread.first, spread.last, NEAR_DAYS)
        told.numbers.add((None, number), spread.first, spread.last, NEAR_DAYS)
        if spread.place is not None:
            self.lands.add(spread.place, spread.first, spread.last, NEAR_DAYS)
            self.lands.never.add(spread.place)
        if spread.site is not None:
            self.sites.add(spread.site, spread.first, spread.last, NEAR_DAYS)

    def tells(self, report: str, marks: frozenset[str]) -> bool:
        """Say whether a report may tell the story of one of these figures' reports."""
        if report in self.reports or self.unmarked or len(marks) < STORY_LEAST:
            return True
        # The reports that share one mark, two and three of them with it, all of them in one step for each mark.
        one = two = three = 0
        for mark in marks:
            held = self.told.get(mark, 0)
            three |= two & held
            two |= one & held
            one |= held
        return bool(three | (two if _is_brief(marks) else two & self.brief))


def _is_brief(marks: frozenset[str]) -> bool:
    """Say whether a report has so few marks that :func:`according.comparing.spread.may_share` takes two of them for a story."""
    return len(marks) <= 2 * STORY_OF_FEW


def _number(spread: Spread) -> Number:
    """Return a figure's number as floating point, for so the columns have it."""
    return as_real(spread.number[0]), as_real(spread.number[1])


def _count_on(spread: Spread, where: Where, totals: Stretches[Where], parts: Stretches[Where]) -> None:
    """Take in what a figure is near as a total or a part of one."""
    # A total is near totals for a year, near one event's counts for two months.
    totals.add_around(where, spread.last, TOTALS_NEAR if spread.counts_on else TOTAL_NEAR)
    if spread.counts_on:
        parts.add_around(where, spread.last, TOTAL_NEAR)


def gather(filed: Iterable[FiledFigure]) -> dict[tuple[str, str], Blocks]:
    """Return the blocks of figures by measure and unit."""
    found: dict[tuple[str, str], Blocks] = defaultdict(Blocks)
    for one in filed:
        spread = spread_of(one)
        found[spread.kind].add(spread)
    return found


def merge(windows: Iterable[Window], gap: int = 1) -> Iterator[Window]:
    """Yield windows that are further than ``gap`` days from each other, in order, which together cover the same days and such gaps."""
    held: Window | None = None
    for first, last in sorted(windows):
        # A window from the next day on goes on with the one before: one query for both.
        if held is not None and (first <= held[1] or first <= later(held[1], gap)):
            held = (held[0], max(held[1], last))
        else:
            if held is not None:
                yield held
            held = (first, last)
    if held is not None:
        yield held


def near(connection: Connection, filed: Iterable[FiledFigure], stories: Stories, *, grouped: bool = False) -> set[int]:
    """
    Return the numbers of the figures, of whatever reading, that share a block with one of the given; of those in groups alone if wished.

    A few others are among them: of days or of a story that another of the given has.
    """
    found: set[int] = set()
    for (measure, unit), blocks in gather(filed).items():
        kind = {"measure": measure, "unit": unit}
        for asked, stretches in _sure(connection, blocks):
            found.update(row.number for row in _rows(connection, asked.of(grouped), stretches, kind))
        # No index knows stories: what may be near only by its story or number is fetched, and told apart here.
        told = [
            (row, asked)
            for query, asked in _told(blocks)
            for row in _rows(connection, query.of(grouped), asked.days, kind)
            if row.number not in found
        ]
        readings_met = {row.reading for row, _ in told}
        marks = stories.of(connection, readings_met)
        ours = {reading for reading in readings_met if blocks.tells(*marks[reading])}
        found.update(row.number for row, asked in told if row.reading in ours or _has_number(row, asked))
    return found


def _has_number(row: Row[Any], asked: Told[Any]) -> bool:
    """Say whether a row has a number that one of the figures has there and then."""
    return asked.numbers.hold((row.where, (row.low, row.high)), _begun(row), row.day_last)


def _begun(row: Row[Any]) -> date | None:
    """Return the first day of a row's days: of a long stretch that of its last month."""
    last: date | None = row.day_last
    # Most figures are of one day, and of totals the last day alone counts.
    return last if last is None or row.begun == last else max(row.begun, later(last, -LONG))


def _rows(connection: Connection, asked: Asked, stretches: Stretches[Any], kind: Mapping[str, str]) -> Iterator[Row[Any]]:
    """Yield the rows that are near by some stretches; one may come more than once."""
    for page in _keys(stretches.whole):
        yield from connection.execute(asked.whole, {**kind, "wheres": page}).all()
    for page in _keys(stretches.never - stretches.whole):
        yield from connection.execute(asked.never, {**kind, "wheres": page}).all()
    keys = stretches.windows.keys() - stretches.whole
    # One query for many places, of all days that any of them has: what is of another's days is left out here.
    for first, last in merge((window for where in keys for window in stretches.windows[where]), LONG):
        for page in _keys(keys):
            days = {"first": first, "last": later(last, asked.behind)}
            for row in connection.execute(asked.then, {**kind, "wheres": page, **days}).all():
                if stretches.hold(row.where, _begun(row), row.day_last):
                    yield row


def _keys(wheres: Collection[Any]) -> Iterator[list[Any]]:
    """Cut places into pages for one query each; ``None`` alone is one."""
    return iter([[None]]) if None in wheres else pages(wheres)


def _namings(connection: Connection, sites: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of all namings of some places by their plain names."""
    found: dict[str, tuple[str, ...]] = {}
    for page in pages(sites):
        for id, name in connection.execute(select(places.c.id, places.c.name).where(among(connection, places.c.name, page))):
            found[name] = (*found.get(name, ()), id)
    return found


class Stories:
    """The marks of readings' reports (see :mod:`according.names.marks`); those met lately are kept, for they never change."""

    def __init__(self) -> None:
        self._met: dict[int, tuple[str, frozenset[str]]] = {}

    def of(self, connection: Connection, numbers: set[int]) -> Mapping[int, tuple[str, frozenset[str]]]:
        """Return the report's id and marks by the reading's number."""
        if len(self._met) > STORIES_KEPT:
            # A new dictionary and not the old one emptied: another thread may be looking at that.
            self._met = {}
        met = self._met
        query = select(readings.c.number, reports.c.id, reports.c.marks).join(reports, reports.c.number == readings.c.report)
        for page in pages(numbers - met.keys()):
            for number, id, marks in connection.execute(query.where(among(connection, readings.c.number, page))):
                met[number] = id, frozenset(map(intern, json.loads(marks)))
        return met


def _sure(connection: Connection, blocks: Blocks) -> Iterator[tuple[Asked, Stretches[Any]]]:
    """Yield the queries for figures that share a block whatever their story."""
    yield LANDS, blocks.lands
    yield TOTALS, blocks.totals
    yield PARTS, blocks.parts
    sites = (SITES, blocks.sites), (TOTALS_THERE, blocks.totals_there), (PARTS_THERE, blocks.parts_there)
    # Each figure with a site counts on there, or is near what does.
    named = _namings(connection, {*blocks.totals_there.never, *blocks.totals_there.whole})
    yield from ((asked, stretches.renamed(named)) for asked, stretches in sites)


def _told(blocks: Blocks) -> Iterator[tuple[Asked, Told[Any]]]:
    """Yield the queries for figures that share a block only with those of their own story or number: block B, and C for totals by place."""
    yield TOTALS_TOLD, blocks.totals_told
    yield PARTS_TOLD, blocks.parts_told
    # Without a place it may be near figures of any country, and with one near those without.
    yield ANYWHERE, blocks.anywhere
    yield UNPLACED, blocks.unplaced
