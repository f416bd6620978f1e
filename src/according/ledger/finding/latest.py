"""
What came last: figures by the last day that they cover, reports and statements by when they were filed.

Whoever looks through a ledger page by page gives the place where the page before ended, so that no page costs more than the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from according.comparing.days import days_of
from according.comparing.spread import LONG, later
from according.ledger.database.schema import chains, copies, figures, readings, reports, speakers, statements
from according.ledger.finding.conditions import UNITS, conditions, index_for
from according.ledger.finding.finder import Loader, fitting, parts, received
from according.ledger.finding.named import called
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
# A row of the latest figures: the mark, and the figure's number; and a way to some of them.
Row = tuple[date, str, int]
Way = Select[date, str, int]
_f = figures.c


def mark_of(filed: FiledFigure) -> Mark:
    """Return where a figure stands among the latest."""
    return days_of(filed.figure.time, filed.filing.published)[1] or UNDATED, filed.id


def latest_figures(connection: Connection, query: Query, search: Search, limit: int, before: Mark | None) -> list[FiledFigure]:
    """Return the figures that fit a query and stand before a mark, the latest first."""
    ways = [way for part in parts(query) for way in (_walks if index_for(part) in _BROAD else _sorts)(part, search)]
    found: list[Row] = []
    for way in ways:
        # Each way has its own latest; what stands behind enough of another's is not looked for.
        floor = found[-1][0] if len(found) == limit else UNDATED
        found = sorted([*found, *_take(connection, way, limit, before, floor)], reverse=True)[:limit]
    return sorted(Loader(connection, query.known_at).load(number for *_, number in found), key=mark_of, reverse=True)


def _sorts(query: Query, search: Search) -> Iterator[Way]:
    """Yield the one way to few figures, which are sorted."""
    yield select(_f.day_last, _f.id, _f.number).where(_f.number.in_(fitting(query, search)))


def _walks(query: Query, search: Search) -> Iterator[Way]:
    """Yield the ways to many figures: one measure, unit and length after the other, each walked from its last day back."""
    cover = None if query.place is None else covered(query.place).country
    index = "ix_figures_days" if cover is None else "ix_figures_block"
    fit = [*conditions(query, search), newest(_f.reading, query.known_at)]
    if query.first is not None:
        fit.append(_f.day_last >= query.first)
    if query.last is not None:
        fit.append(_f.day_first <= query.last)
    for measure, unit, long in product(query.measures or MEASURES, UNITS, (0, 1)):
        # Of figures of few days none ends long after the last day that is asked for.
        ends = [_f.day_last <= later(query.last, LONG)] if query.last is not None and not long else []
        of = select(_f.day_last, _f.id, _f.number).where(_f.measure == measure, _f.unit == unit, _f.long == long, *fit, *ends)
        yield of.with_hint(figures, f"INDEXED BY {index}", "sqlite")


def _take(connection: Connection, way: Way, limit: int, before: Mark | None, floor: date) -> Iterator[Row]:
    """Yield the latest rows of a way before a mark that are no older than a day: those with a day, and after them those without."""
    taken = 0
    if before is None or before[0] != UNDATED:
        dated = way.where(_f.day_last >= floor, *_behind(before)).order_by(_f.day_last.desc(), _f.id.desc()).limit(limit)
        for day, id, number in connection.execute(dated):
            taken += 1
            yield day, id, number
    if taken < limit and floor == UNDATED:
        rest = [_f.id < before[1]] if before is not None and before[0] == UNDATED else []
        undated = way.where(_f.day_last.is_(None), *rest).order_by(_f.id.desc()).limit(limit - taken)
        for _, id, number in connection.execute(undated):
            yield UNDATED, id, number


def _behind(before: Mark | None) -> list[ColumnElement[bool]]:
    if before is None:
        return []
    day, id = before
    # The first of the two says nothing that the second does not, but an index can be used for it.
    return [_f.day_last <= day, or_(_f.day_last < day, and_(_f.day_last == day, _f.id < id))]


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
