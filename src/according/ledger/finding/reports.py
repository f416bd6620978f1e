"""
What a ledger gives back of reports: their filings, and readings as they were filed.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, exists, select

from according.ledger.database.columns import among
from according.ledger.database.schema import copies, figures, followed, publishers, readings, reports, statements
from according.ledger.writing.rows import read, read_all
from according.records import Filing
from according.report import Report
from according.statement import Figure, PassedOver, Problem, Reading, Reference, Statement, Step

# Rows asked for in one query; with their reports' texts fewer.
PAGE, TEXTS = 500, 100
Key = TypeVar("Key", int, str)


def pages(keys: Iterable[Key], size: int = PAGE) -> Iterator[list[Key]]:
    """Cut keys into pages for one query each, ascending: rows that stand together are read together."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def newest(reading: ColumnElement[int], known_at: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that a reading's number is that of its report's newest, or was at a time."""
    # Most readings have not been followed, and have no row there to look for.
    over = exists().where(followed.c.reading == reading)
    if known_at is None:
        return ~over
    there = readings.alias("there")
    known = exists().where(there.c.number == reading, there.c.filed <= known_at)
    # At that time: not followed yet, and filed already.
    return ~over.where(followed.c.filed <= known_at) & known


# Figures of readings that a newer one has followed, which are few; by their statements, for on the readings the figures have no index.
FOLLOWED = figures.c.statement.in_(select(statements.c.number).where(statements.c.reading.in_(select(followed.c.reading))))
FILINGS = (
    select(copies, reports.c.id.label("report_id"), reports.c.marks, publishers.c.name.label("publisher_name"))
    .join(reports, reports.c.number == copies.c.report)
    .outerjoin(publishers, publishers.c.id == copies.c.publisher)
    .order_by(copies.c.number)
)


def filing_of(row: Row[Any]) -> Filing:
    """Return a copy as the filing that it was."""
    marks = tuple(json.loads(row.marks))
    tags = tuple(json.loads(row.tags))
    return Filing(row.report_id, row.path, row.title, row.published, row.publisher_name, row.url, tags, row.filed, marks)


def filings(connection: Connection, report: str) -> list[Filing]:
    """Return a report's filings, the first one first."""
    return [filing_of(row) for row in connection.execute(FILINGS.where(reports.c.id == report))]


def copies_of(
    connection: Connection, numbers: Sequence[int], known_at: datetime | None, *, but: Sequence[int] = ()
) -> dict[int, list[tuple[int, Filing]]]:
    """Return the filings of some reports, each with its number, by the report's number; those numbered in ``but`` are left out."""
    query = FILINGS.where(among(connection, copies.c.report, numbers))
    # Most reports were filed once: nothing more is read of these than that.
    query = query.where(copies.c.number.not_in(but)) if but else query
    found: dict[int, list[tuple[int, Filing]]] = {}
    for row in connection.execute(query if known_at is None else query.where(copies.c.filed <= known_at)):
        found.setdefault(row.report, []).append((row.number, filing_of(row)))
    return found


def first_filings(connection: Connection, after: int) -> list[tuple[int, Filing]]:
    """Return the next reports' first filings after a report's number, each with its own."""
    earlier = copies.alias("earlier")
    first = ~exists().where(earlier.c.report == copies.c.report, earlier.c.number < copies.c.number)
    # The next page goes on behind a report's number, so they come in the order of reports and not of copies.
    query = FILINGS.where(first, copies.c.report > after).order_by(None).order_by(copies.c.report).limit(PAGE)
    return [(row.report, filing_of(row)) for row in connection.execute(query)]


def text_of(connection: Connection, report: str) -> str | None:
    """Return a report's text, or ``None``."""
    return connection.execute(select(reports.c.text).where(reports.c.id == report)).scalar()


# -- readings ------------------------------------------------------------------------------------------------------


READINGS = select(readings, reports.c.text).join(reports, reports.c.number == readings.c.report)


def newest_reading(connection: Connection, report: str, known_at: datetime | None) -> Reading | None:
    """Return a report's newest reading as it was filed, or ``None``."""
    rows = connection.execute(READINGS.where(reports.c.id == report, newest(readings.c.number, known_at)).limit(1)).all()
    return next((reading for reading, *_ in load_readings(connection, rows)), None)


def next_readings(connection: Connection, after: int) -> Sequence[Row[Any]]:
    """Return the next readings after a number, each with its report's text."""
    return connection.execute(READINGS.where(readings.c.number > after).order_by(readings.c.number).limit(TEXTS)).all()


# A reading with the rows of its statements, and for each of these the rows of its figures.
Loaded = tuple[Reading, Sequence[Row[Any]], Sequence[Sequence[Row[Any]]]]


def load_readings(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Loaded]:
    """Yield rows of ``readings`` as the readings they were filed as, each with its rows."""
    numbers = [row.number for row in rows]
    of = select(statements).where(among(connection, statements.c.reading, numbers)).order_by(statements.c.number)
    # All statements in one query and all figures in another, whatever the number of readings.
    said = _by("reading", connection.execute(of))
    within = select(statements.c.number).where(among(connection, statements.c.reading, numbers))
    counted = _by("statement", connection.execute(select(figures).where(figures.c.statement.in_(within)).order_by(figures.c.number)))
    for row in rows:
        held = said.get(row.number, [])
        # The rows go along, for the check of a ledger compares their columns.
        yield _reading(row, held, counted), held, [counted.get(statement.number, ()) for statement in held]


def _by(column: str, rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row._mapping[column], []).append(row)
    return found


def _reading(row: Row[Any], held: Sequence[Row[Any]], counted: dict[int, list[Row[Any]]]) -> Reading:
    report = read(Report, row.received, text=row.text)
    said = tuple(_statement(statement, counted.get(statement.number, ())) for statement in held)
    passed_over = read_all(PassedOver, row.passed_over or "[]")
    return Reading(report, said, read_all(Problem, row.problems), read_all(Reference, row.references), passed_over)


def _statement(row: Row[Any], counted: Iterable[Row[Any]]) -> Statement:
    # Figures and trace have columns of their own, and are put back here.
    held = tuple(read(Figure, figure.record) for figure in counted)
    return read(Statement, row.record, text=row.text, figures=held, trace=read_all(Step, row.trace))


def of_reading(number: int) -> ColumnElement[bool]:
    """Return the condition that a row of ``figures`` is of a reading, for which there is an index on its statement alone."""
    return figures.c.statement.in_(select(statements.c.number).where(statements.c.reading == number))
