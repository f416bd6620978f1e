"""
What came last: figures by the last day that they cover, reports and statements by when they were filed.

Whoever looks through a ledger page by page gives the place where the page before ended, so that no page costs more than the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, bindparam, exists, or_, select

from according.comparing.days import days_of
from according.comparing.spread import LONG, later
from according.ledger.database.schema import chains, copies, figures, readings, reports, speakers, statements
from according.ledger.finding.conditions import UNITS, conditions, hinted, index_for, publishers_called
from according.ledger.finding.finder import Loader, chosen, parts, received
from according.ledger.finding.named import called, speakers_with
from according.ledger.finding.reports import FILINGS, filing_of, newest
from according.ledger.finding.search import Phrase, Search
from according.ledger.writing.rows import read
from according.names.places import covered
from according.records import FiledFigure, Filing, Mark, Query
from according.statement import MEASURES, Statement

# The day of figures that cover none.
UNDATED = date.min
# What is narrowed down by one of these, or by none, may be most of the ledger: it is walked day by day and not sorted.
_BROAD = frozenset({None, "ix_figures_days", "ix_figures_block", "ix_figures_people"})
# So many figures that fit are sorted, in some hundredths of a second; where there are more, a walk soon meets the latest.
SORTED_MOST = 4_000
# A row of the latest figures: the mark, and the figure's number.
Row = tuple[date, str, int]
_f = figures.c
_MARKED = select(_f.day_last, _f.id, _f.number)


def mark_of(filed: FiledFigure) -> Mark:
    """Return where a figure stands among the latest."""
    return days_of(filed.figure.time, filed.filing.published)[1] or UNDATED, filed.id


def latest_figures(connection: Connection, query: Query, search: Search, limit: int, before: Mark | None) -> list[FiledFigure]:
    """Return the figures that fit a query and stand before a mark, the latest first."""
    found: list[Row] = []
    for part in parts(query):
        few = _few(connection, part, search)
        if few is not None:
            behind = (row for row in few if before is None or row[:2] < before)
            found = sorted([*found, *behind], reverse=True)[:limit]
            continue
        walk = _Walk(_kind_of(part, search), before, part)
        # One measure, unit and length after the other, as the indexes have them.
        for kind in _kinds(connection, part):
            # Each has its own latest; what stands behind enough of another's is not looked for.
            floor = found[-1][0] if len(found) == limit else UNDATED
            found = sorted([*found, *walk.take(connection, kind, limit, floor)], reverse=True)[:limit]
    return sorted(Loader(connection, query.known_at).load(number for *_, number in found), key=mark_of, reverse=True)


def _few(connection: Connection, query: Query, search: Search) -> list[Row] | None:
    """Return the rows of all figures that fit, or ``None`` where they are too many to be sorted."""
    if index_for(query) not in _BROAD:
        found = chosen(_MARKED, query, search)
    elif (said := _said_by_few(connection, query)) is not None:
        held = [*conditions(query, search), newest(_f.reading, query.known_at), *_meeting(query)]
        found = hinted(_MARKED.where(_f.statement.in_(said), *held), "ix_figures_statement")
    else:
        return None
    # Where they stand comes with them: to name each of some thousand again takes longer than to look it up.
    rows = [(day or UNDATED, id, number) for day, id, number in connection.execute(found.limit(SORTED_MOST + 1))]
    return rows if len(rows) <= SORTED_MOST else None


def _all(connection: Connection, found: Select[int]) -> Sequence[int] | None:
    """Return all of some numbers, or ``None`` where they are too many to be sorted."""
    numbers = connection.execute(found.limit(SORTED_MOST + 1)).scalars().all()
    return numbers if len(numbers) <= SORTED_MOST else None


def _said_by_few(connection: Connection, query: Query) -> Sequence[int] | None:
    """Return statements among which all are that fit, for a speaker or a publisher of not many; ``None`` where neither is asked for."""
    if query.speaker and (ids := speakers_with(connection, query.speaker)) is not None:
        said = _all(connection, select(chains.c.statement).where(chains.c.speaker.in_(ids)))
        if said is not None:
            return said
    if query.publisher:
        known = connection.execute(publishers_called(query.publisher)).scalars().all()
        filed = _all(connection, select(copies.c.report).where(copies.c.publisher.in_(known))) if known else ()
        held = select(statements.c.number).join(readings, readings.c.number == statements.c.reading)
        return None if filed is None else _all(connection, held.where(readings.c.report.in_(filed)))
    return None


def _meeting(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.first is not None:
        yield _f.day_last >= query.first
    if query.last is not None:
        yield _f.day_first <= query.last


def _kind_of(query: Query, search: Search) -> Select[date, str, int]:
    """Return the query for the figures of one measure, unit and length that fit, the days apart on which they end."""
    cover = None if query.place is None else covered(query.place).country
    fit = [*conditions(query, search), newest(_f.reading, query.known_at), *_meeting(replace(query, first=None))]
    of = _MARKED.where(_f.measure == bindparam("measure"), _f.unit == bindparam("unit"), _f.long == bindparam("long"), *fit)
    return of.with_hint(figures, f"INDEXED BY {'ix_figures_days' if cover is None else 'ix_figures_block'}", "sqlite")


def _kinds(connection: Connection, query: Query) -> Iterator[dict[str, Any]]:
    """Yield each measure, unit and length that figures of the ledger may have which fit a query."""
    held = connection.execute(_HELD).one()
    for (measure, unit), is_held in zip(_COUNTED, held, strict=True):
        if is_held and measure in (query.measures or MEASURES):
            yield from ({"measure": measure, "unit": unit, "long": long} for long in (0, 1))


# What may be counted of whom, and whether the ledger has any of it: of most there is none, and to ask for its latest takes as long.
_COUNTED = tuple(product(MEASURES, UNITS))
_HELD = select(*(exists().where(_f.measure == measure, _f.unit == unit) for measure, unit in _COUNTED))


class _Walk:
    """
    The way to some figures from their last day back, behind a mark.

    Its queries are made once and asked with the values of each kind of figure: to make a query takes ten times as long as to answer it.
    """

    def __init__(self, of: Select[date, str, int], before: Mark | None, query: Query) -> None:
        self._first, self._last = query.first, query.last
        self._before = before
        # One bound to either side: of two, SQLite would look one up in its index, and maybe the wider.
        dated = of.where(_f.day_last >= bindparam("floor"), _f.day_last <= bindparam("ceiling"), *_behind(before))
        self._dated = dated.order_by(_f.day_last.desc(), _f.id.desc()).limit(bindparam("most", type_=Integer))
        rest = of.where(_f.day_last.is_(None), *([] if before is None or before[0] != UNDATED else [_f.id < before[1]]))
        self._undated = rest.order_by(_f.id.desc()).limit(bindparam("most", type_=Integer))

    def take(self, connection: Connection, kind: Mapping[str, Any], limit: int, floor: date) -> Iterator[Row]:
        """Yield the latest rows of a kind that are no older than a day: those with a day, and after them those without."""
        taken = 0
        if self._before is None or self._before[0] != UNDATED:
            ends = {"floor": max(floor, self._first or UNDATED), "ceiling": self._ceiling(kind), "most": limit}
            for day, id, number in connection.execute(self._dated, {**kind, **ends}):
                taken += 1
                yield day, id, number
        # Without a day a figure meets no days that are asked for.
        if taken < limit and floor == UNDATED and self._first is None and self._last is None:
            for _, id, number in connection.execute(self._undated, {**kind, "most": limit - taken}):
                yield UNDATED, id, number

    def _ceiling(self, kind: Mapping[str, Any]) -> date:
        """Return the last day on which figures of a kind can end: of few days none ends long after the last day that is asked for."""
        last = later(self._last, LONG) if self._last is not None and not kind["long"] else date.max
        return last if self._before is None else min(last, self._before[0])


def _behind(before: Mark | None) -> list[ColumnElement[bool]]:
    if before is None:
        return []
    day, id = before
    return [or_(_f.day_last < day, and_(_f.day_last == day, _f.id < id))]


def latest_by(connection: Connection, speaker: str, limit: int, before: int | None) -> list[tuple[int, FiledFigure]]:
    """Return the figures, filed last, of whose statements a speaker of that very name is a speaker, each behind its number."""
    found: set[int] = set()
    behind = []
    if before is not None:
        last = select(_f.statement).where(_f.number == before).scalar_subquery()
        behind = [_f.number < before, chains.c.statement <= last]
    for naming in connection.execute(select(speakers.c.id).where(called(speaker))).scalars():
        # Naming by naming: so each walks its index from the last statement back, and nobody's many figures are sorted.
        way = select(_f.number).select_from(chains).join(figures, _f.statement == chains.c.statement)
        way = way.where(chains.c.speaker == naming, newest(_f.reading), *behind)
        found |= set(connection.execute(way.order_by(chains.c.statement.desc(), _f.number.desc()).limit(limit)).scalars())
    numbers = sorted(found, reverse=True)[:limit]
    loader = Loader(connection, None)
    # All at once; what is loaded stays at hand for the look at each.
    loader.load(numbers)
    return [(number, filed) for number in numbers for filed in loader.load([number])]


def latest_filings(connection: Connection, limit: int, before: int | None) -> list[tuple[int, Filing]]:
    """Return the reports that were filed last, each as its first filing behind the number that the next page goes on before."""
    earlier = copies.alias("earlier")
    first = ~exists().where(earlier.c.report == copies.c.report, earlier.c.number < copies.c.number)
    query = FILINGS.where(first, *([] if before is None else [copies.c.number < before]))
    return [(row.number, filing_of(row)) for row in connection.execute(query.order_by(None).order_by(copies.c.number.desc()).limit(limit))]


def latest_statements(connection: Connection, search: Search, wanted: Sequence[Phrase], limit: int) -> list[tuple[Filing, Statement]]:
    """Return the statements of newest readings that hold some phrases and were filed last, each with its report."""
    of = statements.c
    held = select(of.text, of.record, readings.c.received, copies.c.filed, reports.c.id, reports.c.marks)
    held = held.join(readings, readings.c.number == of.reading).join(copies, copies.c.number == readings.c.copy)
    held = held.join(reports, reports.c.number == readings.c.report)
    held = held.where(of.number.in_(search.holding("statement_words", wanted)), newest(of.reading))
    rows = connection.execute(held.order_by(of.number.desc()).limit(limit))
    return [(received(row), read(Statement, row.record, text=row.text)) for row in rows]
