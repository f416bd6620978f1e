"""
How a report came to stand as it does: its readings by one version after the other, and the texts of its page.
"""
from __future__ import annotations

from sqlalchemy import Connection, exists, select

from according.ledger.database.schema import copies, editions, readings, reports
from according.ledger.finding.conditions import starting
from according.ledger.finding.reports import FILINGS, READINGS, filing_of, load_readings
from according.records import ID_SHORTEST, Edition, FiledReading, Filing
from according.statement import Reading


def readings_of(connection: Connection, report: str) -> list[FiledReading]:
    """Return a report's readings, without what they hold, in the order of filing."""
    query = select(readings).join(reports, reports.c.number == readings.c.report).where(reports.c.id == report)
    return [
        FiledReading(row.id, row.filed, row.package, row.model, row.lexicon, row.published, row.title, row.passed_over is not None)
        for row in connection.execute(query.order_by(readings.c.number))
    ]


def reading_called(connection: Connection, report: str, id: str) -> Reading | None:
    """Return one of a report's readings as it was filed, or ``None``."""
    rows = connection.execute(READINGS.where(reports.c.id == report, readings.c.id == id)).all()
    return next((reading for reading, *_ in load_readings(connection, rows)), None)


def editions_of(connection: Connection, report: str) -> list[Edition]:
    """Return which text came in place of which at the addresses at which a report stood, in the order of filing."""
    here, later, earlier = reports.alias("here"), reports.alias("later"), reports.alias("earlier")
    own = select(here.c.number).where(here.c.id == report).scalar_subquery()
    # By each of the three an index leads to few rows.
    fetched = select(copies.c.path).where(copies.c.report == own, copies.c.retrieved.isnot(None))
    replaced = select(editions.c.address).where(editions.c.earlier == own)
    query = select(editions.c.address, later.c.id.label("later"), earlier.c.id.label("earlier"), editions.c.filed)
    query = query.join(later, later.c.number == editions.c.report).join(earlier, earlier.c.number == editions.c.earlier)
    query = query.where(editions.c.address.in_(fetched.union(replaced))).order_by(editions.c.number)
    return [Edition(row.address, row.later, row.earlier, row.filed) for row in connection.execute(query)]


def report_called(connection: Connection, id: str) -> str | None:
    """Return the whole id of the one report whose id begins as given, or ``None``."""
    if len(id) < ID_SHORTEST:
        return None
    found = connection.execute(select(reports.c.id).where(starting(reports.c.id, id)).limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


def latest_filings(connection: Connection, limit: int, before: int | None) -> list[tuple[int, Filing]]:
    """Return the reports that were filed last, each as its first filing behind the number that the next page goes on before."""
    earlier = copies.alias("earlier")
    first = ~exists().where(earlier.c.report == copies.c.report, earlier.c.number < copies.c.number)
    query = FILINGS.where(first, *([] if before is None else [copies.c.number < before]))
    return [(row.number, filing_of(row)) for row in connection.execute(query.order_by(None).order_by(copies.c.number.desc()).limit(limit))]
