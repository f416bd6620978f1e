"""
Filing: readings in, receipts out, in one transaction.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from according.ledger.database.schema import copies, publishers, readings, reports
from according.ledger.finding import groups as grouping
from according.ledger.finding.search import Search
from according.ledger.versions import Versions
from according.ledger.writing.batch import Batch
from according.ledger.writing.decisions import Arrival, Shelf, copy_id, decide
from according.records import Receipt

# Readings whose rows are written together: enough to be fast, few enough to keep in memory.
READINGS_LOOKED_UP = 300


class Filer:
    """Files readings within one transaction, all at the same time ``now``."""

    def __init__(self, connection: Connection, search: Search, versions: Versions, now: datetime) -> None:
        self._connection = connection
        self._search = search
        self._versions = versions
        self._batch = Batch(connection, versions, now)

    def file(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """File readings and return what became of each."""
        receipts = []
        for start in range(0, len(arrivals), READINGS_LOOKED_UP):
            page = arrivals[start : start + READINGS_LOOKED_UP]
            # Looked up page by page: what an earlier page filed is in the tables by then.
            shelves = find_shelves(self._connection, {arrival.reading.report.id for arrival in page}, self._versions)
            receipts += [self._file(arrival, shelves) for arrival in page]
            self._batch.write(self._search)
        return receipts

    def _file(self, arrival: Arrival, shelves: dict[str, Shelf]) -> Receipt:
        report = arrival.reading.report
        decision = decide(shelves.get(report.id), report, self._versions)
        # Noted on the shelf at once, for the same text may come again in this page.
        if report.id not in shelves:
            shelves[report.id] = Shelf(self._batch.add_report(report))
        shelf = shelves[report.id]
        if decision.copy is not None:
            shelf.copies[decision.copy] = self._batch.add_copy(arrival, decision.copy, shelf.number)
        if decision.reading is None:
            return Receipt(report.id, decision.outcome)
        self._put_aside(shelf)
        shelf.newest = self._batch.add_reading(arrival.reading, decision.reading, shelf.number, shelf.copies[copy_id(report)])
        # Before the new reading is on the shelf: it follows all others and not itself.
        self._batch.add_followed(shelf.readings.values(), shelf.newest)
        shelf.readings[decision.reading] = shelf.newest
        shelf.source = (report.publisher, report.url)
        held = arrival.reading.statements
        return Receipt(report.id, decision.outcome, sum(len(statement.figures) for statement in held), len(held))

    def _put_aside(self, shelf: Shelf) -> None:
        """Take the figures of a report's newest reading, which is about to be followed by another, out of their groups."""
        if shelf.newest is None:
            return
        # Its rows must be in the tables before anything can be taken out of them.
        if self._batch.has(shelf.newest):
            self._batch.write(self._search)
        grouping.drop(self._connection, shelf.newest)


def find_shelves(connection: Connection, ids: Collection[str], versions: Versions) -> dict[str, Shelf]:
    """Return what the ledger has of some reports, by their ids."""
    named: dict[int, str] = dict(connection.execute(select(reports.c.number, reports.c.id).where(reports.c.id.in_(ids))).all())
    shelves = {number: Shelf(number) for number in named}
    if not named:
        return {}
    for row in connection.execute(select(copies.c.number, copies.c.id, copies.c.report).where(copies.c.report.in_(named))):
        shelves[row.report].copies[row.id] = row.number
    query = select(readings, copies.c.url, publishers.c.name).join(copies, copies.c.number == readings.c.copy)
    query = query.outerjoin(publishers, publishers.c.id == copies.c.publisher).where(readings.c.report.in_(named))
    # In the order of filing: the last one met is the newest.
    for row in connection.execute(query.order_by(readings.c.number)):
        shelf = shelves[row.report]
        shelf.newest = shelf.readings[row.id] = row.number
        if (row.package, row.model, row.lexicon) == (versions.package, versions.model, versions.lexicon):
            shelf.source = (row.name, row.url)
    return {named[number]: shelf for number, shelf in shelves.items()}
