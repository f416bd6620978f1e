"""
Filing: readings in, receipts out, in one transaction.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from according.ledger.finding import groups as grouping
from according.ledger.finding.editions import find_stand
from according.ledger.finding.inventory import revision
from according.ledger.finding.search import Search
from according.ledger.sharing.offered import OfferedReading
from according.ledger.versions import Versions
from according.ledger.writing.batch import Batch
from according.ledger.writing.decisions import (
    Arrival,
    Decision,
    Outcome,
    Shelf,
    Stand,
    copy_id,
    decide,
    fetched_from,
    provenance,
)  # fmt: skip
from according.ledger.writing.shelves import Shelves
from according.records import Receipt
from according.report import Raw, Report

# Readings whose rows are written together: enough to be fast, few enough to keep in memory.
READINGS_LOOKED_UP = 300


class Filer:
    """
    Files readings within one transaction, all at the same time ``now``.

    What it knows of reports that were filed very often it takes from what is ``kept``; :meth:`give_back` is to be called when the
    transaction has ended well.
    """

    def __init__(self, connection: Connection, search: Search, versions: Versions, now: datetime, kept: Shelves) -> None:
        self._connection = connection
        self._search = search
        self._versions = versions
        self._batch = Batch(connection, now)
        self._kept, self._shelves = kept, dict[str, Shelf]()
        self._before = self._now = revision(connection)
        # What this transaction has filed of each address, and what stood there before it.
        self._stands: dict[str, Stand | None] = {}

    def file(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """File readings and return what became of each."""
        receipts = []
        for start in range(0, len(arrivals), READINGS_LOOKED_UP):
            page = arrivals[start : start + READINGS_LOOKED_UP]
            # Looked up page by page: what an earlier page filed is in the tables by then.
            self._take({arrival.reading.report.id for arrival in page})
            receipts += [self._file(arrival) for arrival in page]
            self._batch.write(self._search)
            # Small ones are looked up again as quickly, and would be as many as the reports.
            self._shelves = {id: shelf for id, shelf in self._shelves.items() if shelf.is_large}
        self._now = revision(self._connection)
        return receipts

    def give_back(self) -> None:
        """Let the next one know what this one knows; only what is safely filed may be told."""
        self._kept.give_back(self._shelves, self._versions, self._before, self._now)

    def _take(self, ids: set[str]) -> None:
        self._shelves |= self._kept.take(self._connection, ids - self._shelves.keys(), self._versions, self._before)

    def _file(self, arrival: Arrival) -> Receipt:
        report, address = arrival.reading.report, arrival.address
        stand = None if address is None else self._stand(address)
        decision = decide(self._shelves.get(report.id), report, self._versions, stand)
        # Noted on the shelf at once, for the same text may come again in this page.
        if report.id not in self._shelves:
            self._shelves[report.id] = Shelf(self._batch.add_report(report))
        shelf = self._shelves[report.id]
        if decision.copy is not None:
            shelf.copies[decision.copy] = self._batch.add_copy(arrival, decision.copy, shelf.number)
            shelf.filed.add(provenance(report))
        if address is not None:
            self._stands[address] = Stand(shelf.number, report.id, report.text, report.published)
        if decision.reading is None:
            return Receipt(report.id, decision.outcome)
        self._add_reading(arrival, shelf, decision)
        replaces = None
        if address is not None and stand is not None and stand.is_replaced_by(report):
            self._replace(stand, shelf, address)
            replaces = stand.report
        held = arrival.reading.statements
        return Receipt(report.id, decision.outcome, sum(len(statement.figures) for statement in held), len(held), replaces)

    def _add_reading(self, arrival: Arrival, shelf: Shelf, decision: Decision) -> None:
        report = arrival.reading.report
        assert decision.reading is not None
        self._put_aside(shelf)
        copy = shelf.copies[copy_id(report)]
        made = OfferedReading(decision.reading, arrival.reading, self._versions, decision.turn)
        before, shelf.newest = shelf.newest, self._batch.add_reading(made, shelf.number, copy)
        # It follows the one before it, which has followed all others.
        if before is not None:
            self._batch.add_followed(before, shelf.newest)
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

    def _replace(self, stand: Stand, shelf: Shelf, address: str) -> None:
        """Let a later text of a page follow the earlier one, unless another publisher stands by that."""
        assert shelf.newest is not None
        self._batch.add_edition(address, shelf.number, stand.number, shelf.newest)
        if stand.report not in self._shelves:
            self._take({stand.report})
        earlier = self._shelves[stand.report]
        if earlier.filed.has_others(address):
            return
        assert earlier.newest is not None
        self._batch.add_followed(earlier.newest, shelf.newest)
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


def foresee(connection: Connection, kept: Shelves, report: Report, raw: Raw | None, versions: Versions) -> Outcome:
    """Return what would become of a report, were it read by some versions and filed now."""
    address = fetched_from(report, raw)
    now = revision(connection)
    shelves = kept.take(connection, {report.id}, versions, now)
    shelf = shelves.get(report.id)
    stand = None if address is None or shelf is None else find_stand(connection, address)
    outcome = decide(shelf, report, versions, stand).outcome
    kept.give_back(shelves, versions, now, now)
    return outcome
