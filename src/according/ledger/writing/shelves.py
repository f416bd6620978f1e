"""
What a ledger has of the reports that are filed: looked up, and of those that were filed very often kept from one filing to the next.
"""
from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any

from sqlalchemy import Connection, select

from according.ledger.database.schema import copies, followed, publishers, readings, reports
from according.ledger.sharing.order import in_succession
from according.ledger.versions import Versions
from according.ledger.writing.decisions import Provenance, Shelf

# So many are kept, those that were given back last.
SHELVES_KEPT = 8


class Shelves:
    """
    The large shelves of a ledger, kept between transactions.

    Looked up each time, what is there of a text that is filed again and again would cost the square of how often it was filed.
    What is kept counts at one revision of the ledger (:func:`according.ledger.finding.inventory.revision`): where anybody else has filed
    something since, it is looked up anew. Whoever takes a shelf has it alone, and gives it back only when what he filed is safely filed.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._revision: str | None = None
        self._kept: OrderedDict[tuple[str, Versions], Shelf] = OrderedDict()

    def take(self, connection: Connection, ids: Collection[str], versions: Versions, now: str) -> dict[str, Shelf]:
        """Return what the ledger has of some reports, by their ids; ``now`` is the revision that the connection sees."""
        taken = dict[str, Shelf]()
        with self._lock:
            if self._revision == now:
                taken = {id: shelf for id in ids if (shelf := self._kept.pop((id, versions), None)) is not None}
        return taken | find_shelves(connection, [id for id in ids if id not in taken], versions)

    def give_back(self, shelves: Mapping[str, Shelf], versions: Versions, before: str, now: str) -> None:
        """
        Keep the large ones of some shelves.

        They are all that was changed between the revisions ``before`` and ``now``, so that what is kept of the first stays true.
        """
        with self._lock:
            if self._revision != before:
                self._kept.clear()
            for id, shelf in shelves.items():
                # What is kept for other versions knows nothing of what was filed now.
                for kept in [key for key in self._kept if key[0] == id]:
                    del self._kept[kept]
                if shelf.is_large:
                    self._kept[id, versions] = shelf
            while len(self._kept) > SHELVES_KEPT:
                self._kept.popitem(last=False)
            self._revision = now


def find_shelves(connection: Connection, ids: Collection[str], versions: Versions) -> dict[str, Shelf]:
    """Look up what the ledger has of some reports, by their ids."""
    if not ids:
        return {}
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
        shelf.filed.add(by_number[row.number])
    own, later = readings.alias("own"), readings.alias("later")
    pairs = select(own.c.report, followed.c.reading, followed.c.by).join(own, own.c.number == followed.c.reading)
    pairs = pairs.join(later, later.c.number == followed.c.by).where(own.c.report.in_(named), later.c.report == own.c.report)
    followers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for report, reading, by in connection.execute(pairs):
        followers[report].append((reading, by))
    made: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in connection.execute(select(readings).where(readings.c.report.in_(named))):
        made[row.report][row.number] = row
    for report, rows in made.items():
        shelf = shelves[report]
        # The last one met is the newest. Among those that were filed here it is the last filed.
        for row in map(rows.__getitem__, in_succession(rows, followers[report])):
            shelf.newest = shelf.readings[row.id] = row.number
            if (row.package, row.model, row.lexicon) == (versions.package, versions.model, versions.lexicon):
                # A reading's day is its copy's; its title may be a corrected one.
                shelf.read = replace(by_number[row.copy], title=row.title)
    replaced = select(own.c.report, followed.c.reading, followed.c.by, followed.c.filed).join(own, own.c.number == followed.c.reading)
    replaced = replaced.join(later, later.c.number == followed.c.by).where(own.c.report.in_(named), later.c.report != own.c.report)
    for gone in connection.execute(replaced):
        if shelves[gone.report].newest == gone.reading:
            shelves[gone.report].replaced[gone.by] = gone.filed
    return {named[number]: shelf for number, shelf in shelves.items()}
