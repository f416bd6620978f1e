"""
What is in a ledger, counted.
"""
from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, Table, func, select

from according.ledger.database.schema import (
    SCHEMA_VERSION,
    copies,
    editions,
    figures,
    publishers,
    readings,
    reports,
    rulings,
    speakers,
    statements,
)  # fmt: skip
from according.ledger.finding.reports import FOLLOWED
from according.records import Contents
from according.statement import MEASURES

# Nothing is ever taken out of these, so that the last row's number is how many there are.
COUNTED_TABLES = (reports, copies, readings, statements, figures, rulings)


# What is filed and ruled grows these. Groups are left out: they are worked out from what is filed.
_LAST_ROWS = select(*(select(func.max(table.c.number)).scalar_subquery() for table in (copies, readings, editions, rulings)))


def contents(connection: Connection, by_measure: bool) -> Contents:
    """Count what is in the ledger; the measures, where asked for, are those of the newest readings' figures, in their own order."""
    counts = {table.name: _last(connection, table) for table in COUNTED_TABLES}
    for table in (publishers, speakers):
        counts[table.name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
    first = connection.execute(select(copies.c.filed).order_by(copies.c.number).limit(1)).scalar()
    last = connection.execute(select(copies.c.filed).order_by(copies.c.number.desc()).limit(1)).scalar()
    found = _measures(connection) if by_measure else Counter[str]()
    measures = tuple((measure, found[measure]) for measure in MEASURES if found[measure])
    return Contents(**counts, first=first, last=last, version=SCHEMA_VERSION, measures=measures)


def _last(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.max(table.c.number))).scalar() or 0


def _measures(connection: Connection) -> Counter[str]:
    """Count all figures by measure, then take away those of the few readings that a newer one has followed."""
    each = select(figures.c.measure, func.count()).group_by(figures.c.measure)
    found: Counter[str] = Counter(dict(connection.execute(each).all()))
    found.subtract(dict(connection.execute(each.where(FOLLOWED)).all()))
    return found


def revision(connection: Connection) -> str:
    """Return a text that changes with every filing and ruling."""
    return "-".join(str(last or 0) for last in connection.execute(_LAST_ROWS).one())
