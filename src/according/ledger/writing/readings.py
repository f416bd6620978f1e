"""
Filing: readings in, receipts out, in one transaction.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from according.ledger.database.schema import copies, followed, publishers, readings, reports
from according.ledger.finding import groups as grouping
from according.ledger.finding.editions import find_stand
from according.ledger.finding.search import Search
from according.ledger.sharing.offered import OfferedReading
from according.ledger.versions import Versions
from according.ledger.writing.batch import Batch
from according.ledger.writing.decisions import (
    Arrival,
    Decision,
    Outcome,
    Provenance,
    Shelf,
    Stand,
    copy_id,
    decide,
    fetched_from,
    provenance,
)  # fmt: skip
from according.records import Receipt
from according.report import Raw, Report

# Readings whose rows are written together: enough to be fast, few enough to keep in memory.
READINGS_LOOKED_UP = 300


class Filer:
    """Files readings within one transaction, all at the same time ``now``."""

    def __init__(self, connection: Connection, search: Search, versions: Versions, now: datetime) -> None:
        self._connection = connection
        self._search = search
        self._versions = versions
        self._batch = Batch(connection, now)
        # What this transaction has filed of each address, and what stood there before it.
        self._stands: dict[str, Stand | None] = {}

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
        report, address = arrival.reading.report, arrival.address
        stand = None if address is None else self._stand(address)
        decision = decide(shelves.get(report.id), report, self._versions, stand)
        # Noted on the shelf at once, for the same text may come again in this page.
        if report.id not in shelves:
            shelves[report.id] = Shelf(self._batch.add_report(report))
        shelf = shelves[report.id]
        if decision.copy is not None:
            shelf.copies[decision.copy] = self._batch.add_copy(arrival, decision.copy, shelf.number)
            shelf.filed.append(provenance(report))
        if address is not None:
            others = frozenset(shelf.publishers - {report.publisher})
            self._stands[address] = Stand(shelf.number, report.id, report.text, report.published, others)
        if decision.reading is None:
            return Receipt(report.id, decision.outcome)
        self._add_reading(arrival, shelf, decision)
        replaces = None
        if address is not None and stand is not None and stand.is_replaced_by(report):
            self._replace(stand, shelves, shelf, address)
            replaces = stand.report
        held = arrival.reading.statements
        return Receipt(report.id, decision.outcome, sum(len(statement.figures) for statement in held), len(held), replaces)

    def _add_reading(self, arrival: Arrival, shelf: Shelf, decision: Decision) -> None:
        report = arrival.reading.report
        assert decision.reading is not None
        self._put_aside(shelf)
        copy = shelf.copies[copy_id(report)]
        made = OfferedReading(decision.reading, arrival.reading, self._versions, decision.turn)
        shelf.newest = self._batch.add_reading(made, shelf.number, copy)
        # Before the new reading is on the shelf: it follows all others and not itself.
        self._batch.add_followed(shelf.readings.values(), shelf.newest)
        shelf.readings[decision.reading] = shelf.newest
        shelf.read = provenance(report)
        if decision.revives:
            shelf.replaced = {}
        elif shelf.replaced:
            # A text that its page has replaced stays so, by whatever versions it is read.
            self._batch.add_replaced(shelf.newest, shelf.replaced)
            self._put_aside(shelf)

    def _stand(self, address: str) -> Stand | None:
        """Return what was fetched from an address last."""
        if address not in self._stands:
            self._stands[address] = find_stand(self._connection, address)
        return self._stands[address]

    def _replace(self, stand: Stand, shelves: dict[str, Shelf], shelf: Shelf, address: str) -> None:
        """Let a later text of a page follow the earlier one, unless another publisher stands by that."""
        assert shelf.newest is not None
        self._batch.add_edition(address, shelf.number, stand.number, shelf.newest)
        if stand.others:
            return
        if stand.report not in shelves:
            shelves |= find_shelves(self._connection, {stand.report}, self._versions)
        earlier = shelves[stand.report]
        self._batch.add_followed(earlier.readings.values(), shelf.newest)
        earlier.replaced[shelf.newest] = self._batch.now
        self._put_aside(earlier)

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
    came = (copies.c.published, copies.c.url, copies.c.title, copies.c.path, publishers.c.name)
    filed = select(copies.c.number, copies.c.id, copies.c.report, *came).where(copies.c.report.in_(named))
    by_number: dict[int, Provenance] = {}
    for row in connection.execute(filed.outerjoin(publishers, publishers.c.id == copies.c.publisher)):
        shelf = shelves[row.report]
        shelf.copies[row.id] = row.number
        by_number[row.number] = Provenance(row.published, row.name, row.url, row.title, row.path)
        shelf.filed.append(by_number[row.number])
    query = select(readings).where(readings.c.report.in_(named))
    # The one that most others have given way to is the newest: the last one met. Among those that were filed here it is the last filed.
    own, later = readings.alias("own"), readings.alias("later")
    by = select(func.count()).select_from(followed).join(later, later.c.number == followed.c.by)
    over = by.where(followed.c.reading == readings.c.number, later.c.report == readings.c.report).scalar_subquery()
    for made in connection.execute(query.order_by(over.desc(), readings.c.number)):
        shelf = shelves[made.report]
        shelf.newest = shelf.readings[made.id] = made.number
        if (made.package, made.model, made.lexicon) == (versions.package, versions.model, versions.lexicon):
            # A reading's day is its copy's; its title may be a corrected one.
            shelf.read = replace(by_number[made.copy], title=made.title)
    replaced = select(own.c.report, followed.c.reading, followed.c.by, followed.c.filed).join(own, own.c.number == followed.c.reading)
    replaced = replaced.join(later, later.c.number == followed.c.by).where(own.c.report.in_(named), later.c.report != own.c.report)
    for gone in connection.execute(replaced):
        if shelves[gone.report].newest == gone.reading:
            shelves[gone.report].replaced[gone.by] = gone.filed
    return {named[number]: shelf for number, shelf in shelves.items()}


def foresee(connection: Connection, report: Report, raw: Raw | None, versions: Versions) -> Outcome:
    """Return what would become of a report, were it read by some versions and filed now."""
    address = fetched_from(report, raw)
    shelf = find_shelves(connection, {report.id}, versions).get(report.id)
    stand = None if address is None or shelf is None else find_stand(connection, address)
    return decide(shelf, report, versions, stand).outcome
