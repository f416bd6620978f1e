"""
Blocks: figures near enough to each other that they may tell of one event. What shares no block is never compared.

Two figures of the same measure and unit share a block

- A, if they have the same country of the place, and days that come within a week of each other or are unknown of one;
- B, if the country of the place is unknown of one, and their days come within a week of each other or are unknown of both;
- C, if their places or their populations are of the same country, one of them counts a running total or a period, and their last days
  are unknown of one, or come within a year where both count so, within 60 days where one does.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from according.ledger.conditions import Condition, hinted
from according.ledger.records import FiledFigure, Silence
from according.ledger.schema import LONG, figures, populations
from according.ledger.spread import NEAR, TOTAL_NEAR, TOTALS, TOTALS_NEAR, later
from according.ledger.terms import UNSAID, days_of
from according.statement import Counting

Window = tuple[date, date]


@dataclass(slots=True)
class Blocks:
    """
    The blocks of some figures of one measure and unit.

    ``windows`` by the place's country (``None``: unknown, where any country's figures are near), ``whole`` the countries of which a
    figure has no days, ``nowhere`` whether one has neither; ``people`` and ``totals`` the last days, by the population's country, of
    totals and of others, ``lands`` and ``events`` the same by the place's country; a last day of ``None`` is near all.
    """

    windows: dict[str | None, list[Window]] = field(default_factory=lambda: defaultdict(list))
    whole: set[str] = field(default_factory=set)
    nowhere: bool = False
    people: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    totals: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    lands: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))
    events: dict[str, list[date | None]] = field(default_factory=lambda: defaultdict(list))

    def add(self, filed: FiledFigure) -> None:
        """Take in a figure's blocks."""
        figure = filed.figure
        country = figure.place.country if figure.place else None
        first, last = days_of(figure.time, filed.filing.published)
        if first is not None and last is not None:
            self.windows[country].append((later(first, -NEAR), later(last, NEAR)))
        elif country is not None:
            self.whole.add(country)
        else:
            self.nowhere = True
        if country is not None:
            (self.lands if figure.counting in TOTALS else self.events)[country].append(last)
        if figure.population is not None and figure.population.country is not None:
            (self.people if figure.counting in TOTALS else self.totals)[figure.population.country].append(last)


def gather(filed: Iterable[FiledFigure]) -> dict[tuple[str, str], Blocks]:
    """Return the blocks of figures by measure and unit."""
    found: dict[tuple[str, str], Blocks] = defaultdict(Blocks)
    for one in filed:
        found[one.figure.measure, one.figure.unit].add(one)
    return found


def merge(windows: Iterable[Window]) -> Iterator[Window]:
    """Yield windows that do not touch, in order, which together cover the same days."""
    held: Window | None = None
    for first, last in sorted(windows):
        if held is not None and first <= later(held[1], 1):
            held = (held[0], max(held[1], last))
        else:
            if held is not None:
                yield held
            held = (first, last)
    if held is not None:
        yield held


def near(connection: Connection, filed: Iterable[FiledFigure], *, silent: Silence | None = None) -> set[int]:
    """
    Return the numbers of the figures, of whatever reading, that share a block with one of the given.

    With ``silent`` of those only whose words leave open who is counted, or where.
    """
    found: set[int] = set()
    for (measure, unit), blocks in gather(filed).items():
        for query, values in _queries(blocks):
            asked = query if silent is None else query.where(_SILENT[silent])
            found.update(connection.execute(asked, {"measure": measure, "unit": unit, **values}).scalars())
    return found


Asked = tuple[Select[int], dict[str, Any]]
_f = figures.c



def _alike(index: str, *conditions: Condition) -> Select[int]:
    same = select(_f.number).where(_f.measure == bindparam("measure"), _f.unit == bindparam("unit"))
    return hinted(same.where(*conditions), index)


_AT, _NOWHERE = _f.place_country == bindparam("country"), _f.place_country.is_(None)
_SHORT = (_f.long == 0, _f.day_last.between(bindparam("first"), bindparam("reach")), _f.day_first <= bindparam("last"))
_LONG = (_f.long == 1, _f.day_last >= bindparam("first"), _f.day_first <= bindparam("last"))
_UNDATED = (_f.long == 0, _f.day_last.is_(None))
_PEOPLE = _alike("ix_figures_people", _f.population_country == bindparam("people"), _f.counting.in_(Counting.__args__))  # type: ignore[attr-defined]
_TOTALS = _alike("ix_figures_people", _f.population_country == bindparam("people"), _f.counting.in_(TOTALS))
_THEN, _NEVER = _f.day_last.between(bindparam("first"), bindparam("last")), _f.day_last.is_(None)
_UNSAID = select(populations.c.id).where(populations.c.country.is_(None), populations.c.words.in_([f" {word}" for word in sorted(UNSAID)]))
_SILENT: dict[Silence, Condition] = {"who": _f.population.is_(None) | _f.population.in_(_UNSAID), "where": _f.place.is_(None)}
_ANYWHERE = (_alike("ix_figures_days", *_SHORT), _alike("ix_figures_days", *_LONG))
_THERE = (_alike("ix_figures_block", _AT, *_SHORT), _alike("ix_figures_block", _AT, *_LONG))
_UNPLACED = (_alike("ix_figures_block", _NOWHERE, *_SHORT), _alike("ix_figures_block", _NOWHERE, *_LONG))
_ALL_THERE, _UNDATED_THERE = _alike("ix_figures_block", _AT), _alike("ix_figures_block", _AT, *_UNDATED)
_NOWHERE_NEVER = _alike("ix_figures_block", _NOWHERE, *_UNDATED)
_NEVER_AT_ALL = _alike("ix_figures_days", *_UNDATED)
_LAND = _alike("ix_figures_block", _AT)
_LAND_TOTALS = _LAND.where(_f.counting.in_(TOTALS))


def _queries(blocks: Blocks) -> Iterator[Asked]:
    placed: list[Window] = []
    for country, windows in blocks.windows.items():
        if country is None:
            yield from _within(_ANYWHERE, windows)
        else:
            placed += windows
            yield from _within(_THERE, windows, country=country)
            yield _UNDATED_THERE, {"country": country}
    yield from _within(_UNPLACED, placed)
    for country in blocks.whole:
        yield _ALL_THERE, {"country": country}
        yield _NOWHERE_NEVER, {}
    if blocks.nowhere:
        yield _NEVER_AT_ALL, {}
    yield from _counted_on("people", (_TOTALS, _PEOPLE), blocks.people, blocks.totals)
    yield from _counted_on("country", (_LAND_TOTALS, _LAND), blocks.lands, blocks.events)


Days = Mapping[str, Sequence[date | None]]


def _counted_on(name: str, queries: tuple[Select[int], Select[int]], totals: Days, events: Days) -> Iterator[Asked]:
    """Yield the queries around totals and around one event's counts, by the country that a query has under a name."""
    of_totals, of_all = queries
    for country, days in totals.items():
        yield from _around((of_totals, TOTALS_NEAR), days, {name: country})
        yield from _around((of_all, TOTAL_NEAR), days, {name: country})
    for country, days in events.items():
        yield from _around((of_totals, TOTAL_NEAR), days, {name: country})


def _around(query: tuple[Select[int], int], days: Sequence[date | None], values: dict[str, Any]) -> Iterator[Asked]:
    """Yield the queries for figures around some last days."""
    found, reach = query
    if None in days:
        yield found, values
        return
    yield found.where(_NEVER), values
    for first, last in merge((later(day, -reach), later(day, reach)) for day in days if day is not None):
        yield found.where(_THEN), {**values, "first": first, "last": last}


def _within(queries: tuple[Select[int], ...], windows: Iterable[Window], **values: str) -> Iterator[Asked]:
    for first, last in merge(windows):
        for query in queries:
            yield query, {**values, "first": first, "last": last, "reach": later(last, LONG)}
