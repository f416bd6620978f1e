"""
Figures out of the ledger: found by a query, and put together with their statements and reports.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from sys import intern
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Select, func, select, union_all

from according.ledger.database.columns import among
from according.ledger.database.schema import copies, editions, figures, readings, reports, statements
from according.ledger.finding.conditions import conditions, hinted, index_for, meets, starting
from according.ledger.finding.editions import find_replaced
from according.ledger.finding.reports import FOLLOWED, copies_of, newest, pages
from according.ledger.finding.search import Search
from according.ledger.writing.decisions import provenance
from according.ledger.writing.rows import read
from according.records import ID_SHORTEST, FiledFigure, Filing, Query
from according.statement import Figure, Measure, Statement

# Ids named in one statement: SQLite takes 32,766 values, PostgreSQL 65,535.
IDS_TOGETHER = 10_000
# Figures kept at hand while figures are grouped, up to half as many more: with their profiles about half a gigabyte.
FIGURES_KEPT = 40_000
# Figures kept at hand for the next query: one question is found by several that find much the same. About 30 MB.
FOUND_KEPT = 4_000


def fitting(query: Query, search: Search) -> Select[int]:
    """Return the query for the numbers of the figures that fit, of each report's newest reading."""
    return chosen(select(figures.c.number), query, search)


def chosen(of: Select[*tuple[Any, ...]], query: Query, search: Search) -> Select[*tuple[Any, ...]]:
    """Return a query for columns of figures, narrowed down to those that fit, of each report's newest reading."""
    found = of.where(*conditions(query, search), newest(figures.c.reading, query.known_at))
    found = hinted(found, index_for(query))
    if query.first is None and query.last is None:
        return found
    # One query for each way: each can use the index, and both together ("or") could not.
    ways = [found.where(*way) for way in meets(query.first, query.last)]
    return select(union_all(*ways).subquery())


def first_of(found: Select[int], limit: int) -> Select[int]:
    """Return the query for the first of some figures, in order."""
    # The order of :func:`order`, told to the database: what comes behind the first is not loaded.
    rows = select(figures.c.number).join(readings, readings.c.number == figures.c.reading)
    rows = rows.join(reports, reports.c.number == readings.c.report).where(figures.c.number.in_(found))
    return rows.order_by(readings.c.published.nulls_last(), reports.c.id, figures.c.start, figures.c.id).limit(limit)


def find(connection: Connection, query: Query, search: Search, limit: int | None, recent: Recent | None = None) -> list[FiledFigure]:
    """Return the figures that fit a query, in order; those among the recent are not put together again."""
    if limit is None:
        numbers = [number for part in parts(query) for number in connection.execute(fitting(part, search)).scalars()]
        return Loader(connection, query.known_at, recent).load(numbers)
    # Each part has its own first ones; of these together the first are the answer.
    found = [number for part in parts(query) for number in _first(connection, fitting(part, search), limit)]
    return Loader(connection, query.known_at, recent).load(found)[:limit]


def _first(connection: Connection, found: Select[int], limit: int) -> Sequence[int]:
    """Return the numbers of the first of some figures, in order only where there are more."""
    few = connection.execute(found.limit(limit + 1)).scalars().all()
    # Mostly that is all of them: to look up by what they would be put in order takes longer than to find them.
    return few if len(few) <= limit else connection.execute(first_of(found, limit)).scalars().all()


def count(connection: Connection, query: Query, search: Search) -> int:
    """Return how many figures fit a query."""
    return sum(connection.execute(select(func.count()).select_from(fitting(part, search).subquery())).scalar_one() for part in parts(query))


def count_but(connection: Connection, ids: Sequence[str]) -> int:
    """Count the figures of newest readings that neither have one of some ids nor stand in a statement that has one."""
    # Figures are never taken out, so that the last one's number says how many there are; few are of readings that a newer one has followed.
    every = connection.execute(select(func.max(figures.c.number))).scalar() or 0
    gone = connection.execute(select(func.count()).where(FOLLOWED)).scalar_one()
    found = set[int]()
    for at in range(0, len(ids), IDS_TOGETHER):
        some = ids[at : at + IDS_TOGETHER]
        held = figures.c.statement.in_(select(statements.c.number).where(among(connection, statements.c.id, some)))
        # One query for each, which can use its index; both together ("or") could not.
        for of in (among(connection, figures.c.id, some), held):
            found.update(connection.execute(select(figures.c.number).where(of, newest(figures.c.reading))).scalars())
    return every - gone - len(found)


def parts(query: Query) -> Iterator[Query]:
    """Cut a query for more figures or reports than one statement may name into several."""
    # Once at least: without ids the other fields alone ask.
    for ids in range(0, max(1, len(query.figures)), IDS_TOGETHER):
        for of in range(0, max(1, len(query.reports)), IDS_TOGETHER):
            yield replace(query, figures=query.figures[ids : ids + IDS_TOGETHER], reports=query.reports[of : of + IDS_TOGETHER])


def figure(connection: Connection, id: str) -> FiledFigure | None:
    """Return the one figure whose id begins as given, or ``None``."""
    if len(id) < ID_SHORTEST:
        return None
    query = select(figures.c.number).where(starting(figures.c.id, id), newest(figures.c.reading))
    # Two are enough to see that the beginning names more than one.
    found = connection.execute(query.limit(2)).scalars().all()
    return Loader(connection, None).load(found)[0] if len(found) == 1 else None


def replaced_figure(connection: Connection, id: str) -> tuple[FiledFigure, str] | None:
    """Return the one figure of an earlier text of a page whose id begins as given, with the report of the text that came in its place."""
    found = find_replaced(connection, id) if len(id) >= ID_SHORTEST else []
    for row in found if len({row.id for row in found}) == 1 else ():
        # As it was known right before the later text came; a reading that was not the newest then is passed over.
        for figure in Loader(connection, row.filed - timedelta(microseconds=1)).load([row.number]):
            return figure, row.report
    return None


def newest_figures(connection: Connection, limit: int, before: int | None) -> tuple[list[FiledFigure], int | None]:
    """Return figures of newest readings, those filed last before the others, and the number before which the next ones stand."""
    query = select(figures.c.number).order_by(figures.c.number.desc()).limit(limit)
    numbers = connection.execute(query if before is None else query.where(figures.c.number < before)).scalars().all()
    loader, loaded = Loader(connection, None), dict[int, FiledFigure]()
    for page in pages(set(numbers)):
        loaded.update(loader.numbered(page))
    last = numbers[-1] if len(numbers) == limit else None
    return [loaded[number] for number in numbers if number in loaded], last


def figure_measures(connection: Connection) -> Iterator[tuple[str, Measure]]:
    """Yield the id and the measure of every figure of a newest reading."""
    rows = connection.execute(select(figures.c.id, figures.c.measure).where(newest(figures.c.reading)))
    yield from ((row.id, row.measure) for row in rows)


def statement(connection: Connection, id: str) -> str | None:
    """Return the whole id of the one statement whose id begins as given, or ``None``."""
    if len(id) < ID_SHORTEST:
        return None
    query = select(statements.c.id).where(starting(statements.c.id, id), newest(statements.c.reading))
    found = connection.execute(query.limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


def order(filed: FiledFigure) -> tuple[date, str, int, str]:
    """Return what figures are ordered by: published day (undated last), report, place in the text."""
    return filed.filing.published or date.max, filed.filing.id, filed.figure.number.start, filed.figure.id


@dataclass(frozen=True, slots=True)
class _Source:
    """A reading's report, as the filing that goes before all others that are read in the same way, and its copies in that order."""

    filing: Filing
    copies: tuple[Filing, ...]


class Recent:
    """
    Figures that were put together lately, by number, so many and up to half as many more: the same ones are asked for again and again.

    What is filed later may follow a reading or be another copy of its text; all are forgotten then. Several threads may ask: each is given
    the figures of the very ledger that it sees.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._figures: dict[int, FiledFigure] = {}
        self._filed: tuple[int | None, ...] = ()
        self._turn = Lock()

    def kept(self, connection: Connection) -> dict[int, FiledFigure]:
        """Return what is kept, and where more may be put; without all if anything was filed since, and the eldest if they are too many."""
        filed = tuple(connection.execute(_LAST_FILED).one())
        with self._turn:
            # A new dictionary and not the old one emptied: whoever still sees the ledger of before goes on with that.
            if filed != self._filed:
                self._figures, self._filed = {}, filed
            # A dictionary keeps the order in which they came: those that were asked for longest ago stand first.
            if len(self._figures) > 1.5 * self._most:
                self._figures = dict(list(self._figures.items())[-self._most :])
            return self._figures


# An edition that was taken from another ledger may be of reports that are here already.
_LAST_FILED = select(*(select(func.max(table.c.number)).scalar_subquery() for table in (copies, readings, editions)))


class Loader:
    """Puts figures together; what several have in common is fetched once, and what is among the recent not at all."""

    def __init__(self, connection: Connection, known_at: datetime | None, recent: Recent | None = None) -> None:
        self._connection = connection
        self._known_at = known_at
        self._recent: dict[int, FiledFigure] = {}
        # What is kept is of now; an answer as known at a time may be of other readings and copies.
        if recent is not None and known_at is None:
            self._recent = recent.kept(connection)
        self._statements: dict[int, Statement] = {}
        self._sources: dict[int, _Source] = {}

    def load(self, numbers: Iterable[int]) -> list[FiledFigure]:
        """Return the figures with these numbers that are of a newest reading, in order."""
        asked = set(numbers)
        # Gathered apart from the recent ones, which another thread may forget meanwhile.
        found = {number: figure for number in asked if (figure := self._recent.get(number)) is not None}
        # Figures of older readings are asked for as well and not loaded.
        for page in pages(asked - found.keys()):
            found.update(self.numbered(page))
        for number, figure in found.items():
            # Behind those that nobody has asked for since.
            self._recent.pop(number, None)
            self._recent[number] = figure
        return sorted(found.values(), key=order)

    def numbered(self, page: Sequence[int]) -> Iterator[tuple[int, FiledFigure]]:
        """Yield those of the figures with these numbers that are of a newest reading, each with its number."""
        of = figures.c
        asked = among(self._connection, of.number, page), newest(of.reading, self._known_at)
        query = select(of.number, of.statement, of.reading, of.record).where(*asked)
        rows = self._connection.execute(query).all()
        self._fetch_statements({row.statement for row in rows} - self._statements.keys())
        self._fetch_sources({row.reading for row in rows} - self._sources.keys())
        for row in rows:
            source = self._sources[row.reading]
            yield row.number, FiledFigure(source.filing, self._statements[row.statement], read(Figure, row.record), source.copies)

    def _fetch_statements(self, numbers: set[int]) -> None:
        of = statements.c
        query = select(of.number, of.text, of.record).where(among(self._connection, of.number, numbers))
        for row in self._connection.execute(query):
            self._statements[row.number] = read(Statement, row.record, text=row.text)

    def _fetch_sources(self, numbers: set[int]) -> None:
        of = readings.c
        query = select(of.number, of.report, of.received, of.copy, copies.c.filed, reports.c.id, reports.c.marks)
        query = query.join(copies, copies.c.number == of.copy).join(reports, reports.c.number == of.report)
        rows = self._connection.execute(query.where(among(self._connection, of.number, numbers))).all()
        # The filing under which it was read stands for it, or one that is read in the same way and goes before; the others are copies.
        filed = copies_of(self._connection, [row.report for row in rows], self._known_at, but=[row.copy for row in rows])
        for row in rows:
            self._sources[row.number] = _ordered(received(row), [filing for _, filing in filed.get(row.report, ())])


def _ordered(own: Filing, others: Sequence[Filing]) -> _Source:
    if not others:
        return _Source(own, ())
    ranked = sorted((own, *others), key=lambda filing: provenance(filing).precedence)
    first = next(filing for filing in ranked if provenance(filing).is_read_as(provenance(own)))
    rest = tuple(filing for filing in ranked if filing is not first)
    return _Source(replace(first, pages=own.pages), rest)


def received(row: Any) -> Filing:
    """Return the filing under which a reading was made."""
    # Of the report only what a filing has is built: thousands are asked for at once.
    report, marks = json.loads(row.received), tuple(map(intern, json.loads(row.marks)))
    published = report.get("published")
    day = None if published is None else date.fromisoformat(published)
    where = (report.get("path"), report.get("title"), day, report.get("publisher"), report.get("url"))
    return Filing(row.id, *where, tuple(report.get("tags", ())), row.filed, marks, tuple(report.get("pages", ())))
