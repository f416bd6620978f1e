"""
Whether filed rows are what their seals say, and all still there.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Table, and_, column, exists, func, select, table
from sqlalchemy.sql.expression import TableClause

from according.ledger.database.schema import copies, followed, reports, seals
from according.ledger.finding.inventory import COUNTED_TABLES
from according.ledger.writing.seals import SEALED, SEALED_COLUMNS, SEALED_NOTES, note_kind, seal_stored

# Rows that are fetched together; changed rows that are told one by one, and others that are named, where more are wrong.
FETCHED, TOLD, NAMED = 1000, 1000, 5


def find_changed(of: Table, connection: Connection) -> Iterator[str]:
    """Yield the rows of a table that are not what was filed, and those that were not filed at all or are gone."""
    names = SEALED_COLUMNS[of.name]
    # Without types: what cannot be read is a change as well.
    raw = table(of.name, *map(column, names))
    keys = _keys(raw, of)
    query = select(*keys, seals.c.seal, *(raw.c[name].label(f"held_{name}") for name in names)).outerjoin(seals, _sealed(raw, of))
    unsealed, changed = _Some(), 0
    for row in connection.execute(query.order_by(*keys).execution_options(yield_per=FETCHED)):
        key, (seal, *held) = ", ".join(map(str, row[: len(keys)])), row[len(keys) :]
        if seal is None:
            unsealed.add(key)
        elif seal != seal_stored(of.name, names, held):
            changed += 1
            if changed <= TOLD:
                yield f"{of.name}: row {key} is not what it was when it was filed"
    if changed > TOLD:
        yield f"{of.name}: {changed - TOLD:,} more rows are not what they were when they were filed"
    if unsealed.many:
        yield f"{of.name}: {unsealed.told()} not filed by this program, or without the seal of it"
    gone = _Some()
    lost = select(seals.c.number, seals.c.by).where(seals.c.kind == of.name, ~exists().where(_sealed(raw, of)).correlate(seals))
    for number, by in connection.execute(lost.order_by(seals.c.number, seals.c.by).execution_options(yield_per=FETCHED)):
        gone.add(f"{number}, {by}" if of is followed else str(number))
    if gone.many:
        yield f"{of.name}: {gone.told()} gone"


class _Some:
    """Rows by their keys, counted; of many only the first are kept."""

    def __init__(self) -> None:
        self.many = 0
        self._keys: list[str] = []

    def add(self, key: str) -> None:
        """Count a row."""
        self.many += 1
        if len(self._keys) < NAMED:
            self._keys.append(key)

    def told(self) -> str:
        """Return how many rows there are, and which, as the beginning of a sentence."""
        named = "; ".join(self._keys) + (" ..." if self.many > NAMED else "")
        return f"{self.many:,} row{'' if self.many == 1 else 's'} ({named}) {'is' if self.many == 1 else 'are'}"


def _keys(raw: TableClause, of: Table) -> Sequence[ColumnElement[int]]:
    return [raw.c.reading, raw.c.by] if of is followed else [raw.c.number]


def _sealed(raw: TableClause, of: Table) -> ColumnElement[bool]:
    """Return the condition that a seal is that of a row."""
    number, by = _keys(raw, of) if of is followed else (raw.c.number, 0)
    return and_(seals.c.kind == of.name, seals.c.number == number, seals.c.by == by)


def find_gaps(connection: Connection) -> Iterator[str]:
    """Yield what no seal tells: rows gone from tables that are numbered without a gap, times of reports, seals of nothing."""
    for of in COUNTED_TABLES:
        there, last, first = connection.execute(select(func.count(), func.max(of.c.number), func.min(of.c.number)).select_from(of)).one()
        if there != (last or 0) or first not in (None, 1):
            yield f"{of.name}: rows are numbered from {first} to {last}, and {there:,} are there"
    # A report is filed together with its first copy.
    first = select(copies.c.filed).where(copies.c.report == reports.c.number).order_by(copies.c.number).limit(1).scalar_subquery()
    late = connection.execute(select(func.count()).select_from(reports).where(reports.c.filed != first)).scalar_one()
    if late:
        yield f"reports: {late:,} row{'' if late == 1 else 's'} with another time than that of the first copy"
    notes = [*map(note_kind, SEALED_NOTES)]
    # A note has one seal, and no number.
    numbered = seals.c.kind.in_(notes) & ((seals.c.number != 0) | (seals.c.by != 0))
    strange = seals.c.kind.not_in([*(of.name for of in SEALED), *notes]) | numbered
    odd = connection.execute(select(func.count()).select_from(seals).where(strange)).scalar_one()
    if odd:
        yield f"seals: {odd:,} of no kind of row"
