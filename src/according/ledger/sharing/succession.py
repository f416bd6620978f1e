"""
What came in takes its place: among the readings of its report, and among the texts of its page.

The newest reading of a report is the one that was filed last, in whichever ledger. Two texts of one page that two ledgers have fetched are
an earlier and a later one, by the same rule as where one ledger fetched both; of what both ledgers know, the one that is taken from has
told which reading followed which.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, or_, select

from according.ledger.database.columns import among
from according.ledger.database.schema import copies, editions, first_filed, followed, readings, reports
from according.ledger.finding import groups as grouping
from according.ledger.finding.editions import Event, find_stood_by
from according.ledger.finding.reports import pages
from according.ledger.finding.search import Search
from according.ledger.sharing.fetches import Address, Addresses, reach
from according.ledger.sharing.offered import OfferedEdition, Origin, Parcel
from according.ledger.sharing.order import Held, order_readings, pairs_in
from according.ledger.writing.batch import Batch
from according.ledger.writing.decisions import Stand
from according.report import Report

Pair = tuple[int, int]


@dataclass(slots=True)
class Newcomers:
    """
    What was just filed, by the numbers of the rows: readings with their reports, copies with the address that each was fetched from.

    ``editions`` are to be filed: each with the numbers of its text, of the earlier text and of its reading.
    """

    readings: dict[int, int] = field(default_factory=dict)
    fetched: dict[int, str] = field(default_factory=dict)
    editions: list[tuple[OfferedEdition, int, int, int]] = field(default_factory=list)


def settle(connection: Connection, batch: Batch, search: Search, newcomers: Newcomers, parcel: Parcel) -> int:
    """Give what came its place, and return how many later texts of pages came to light that no ledger had fetched both texts of."""
    fresh = [batch.add_edition(one.address, later, earlier, by, one.origin) for one, later, earlier, by in newcomers.editions]
    batch.write(search)
    addresses, revealed = Addresses(connection), 0
    for number, url in newcomers.fetched.items():
        # One after the other: what this one shows is known to the next.
        shown = list(_reveal(connection, number, addresses[url]))
        for later, earlier, by, origin in shown:
            fresh.append(batch.add_edition(url, later, earlier, by, origin))
            addresses[url].add_edition(fresh[-1], origin.filed, later, earlier)
        revealed += len(shown)
    batch.write(search)
    told = _Told(connection, addresses, newcomers, fresh)
    within = {*_within(told, newcomers)} - told.followed
    newest = told.newest(told.followed | within)
    new = within | _without_circles(told, newest, {*_across(connection, told, newest, addresses, newcomers, parcel)} - told.followed)
    for reading, by in sorted(new):
        batch.add_followed(reading, by)
    batch.write(search)
    # What has just given way lies in no group any more; what had before, did so already.
    over = {reading for reading, _ in told.followed}
    for reading in sorted({reading for reading, _ in new} - (over - newcomers.readings.keys())):
        grouping.drop(connection, reading)
    return revealed


def _reveal(connection: Connection, copy: int, address: Address) -> Iterator[tuple[int, int, int, Origin]]:
    """Yield the later texts of a page that a copy shows: the text, the earlier one, the reading of the text, and since when it stood."""
    origin = connection.execute(select(copies.c.ledger).where(copies.c.number == copy)).scalar_one()
    for earlier, later in address.around(copy):
        if earlier.report == later.report or later.report in address.later.get(earlier.report, ()):
            continue
        before, after = (_stand(connection, event, address.url) for event in (earlier, later))
        if before.is_replaced_by(Report(after.text, published=after.published)):
            first = select(readings.c.number).where(readings.c.report == later.report).order_by(first_filed(readings), readings.c.number)
            yield later.report, earlier.report, connection.execute(first.limit(1)).scalar_one(), Origin(origin, later.first)


def _stand(connection: Connection, event: Event, address: str) -> Stand:
    text = connection.execute(select(reports.c.id, reports.c.text).where(reports.c.number == event.report)).one()
    here = select(copies.c.published).where(copies.c.report == event.report).order_by((copies.c.path == address).desc(), copies.c.number)
    return Stand(event.report, text.id, text.text, connection.execute(here.limit(1)).scalar())


class _Told:
    """The readings that what came may touch, and which of them have followed which until now."""

    def __init__(self, connection: Connection, addresses: Addresses, newcomers: Newcomers, fresh: Collection[int]) -> None:
        of, came = editions.c, {*newcomers.readings.values()}
        # Of what was known before, those whose earlier text has new readings.
        touched = or_(among(connection, of.number, fresh), among(connection, of.earlier, came))
        query = select(of.number, of.address, of.report, of.earlier, of.reading)
        self.editions = connection.execute(query.where(touched)).all()
        self.fresh = {*fresh}
        # What was here before held no circle: one that is new has a text of these on it, and otherwise only texts that have followed these.
        reports = addresses.find_later(came | {number for edition in self.editions for number in (edition.earlier, edition.report)})
        held = select(readings.c.number, readings.c.id, readings.c.report, readings.c.turn, first_filed(readings))
        rows = [row for page in pages(reports) for row in connection.execute(held.where(among(connection, readings.c.report, page)))]
        self.held = {row[0]: Held(*row) for row in sorted(rows)}
        self._by_report = defaultdict[int, list[Held]](list)
        for one in self.held.values():
            self._by_report[one.report].append(one)
        pairs = select(followed.c.reading, followed.c.by)
        self.followed = {
            (reading, by) for page in pages(self.held)
            for reading, by in connection.execute(pairs.where(among(connection, followed.c.reading, page)))
        }  # fmt: skip

    def of(self, report: int) -> list[Held]:
        """Return the readings of a report."""
        return self._by_report[report]

    def newest(self, pairs: Collection[Pair]) -> dict[int, int]:
        """Return the newest reading of each report, by pairs of a reading and one of the same report that has followed it."""
        report = {number: one.report for number, one in self.held.items()}
        over = {reading for reading, by in pairs if report[reading] == report.get(by)}
        return {report: number for number, report in report.items() if number not in over}


def _without_circles(told: _Told, newest: Mapping[int, int], across: set[Pair]) -> set[Pair]:
    """
    Return of the new pairs across reports those that leave no circle.

    Two ledgers may have fetched two texts of a page in either order, and each holds the other text for the later one. Then none would
    count. Of such texts, of which each has followed another, the one that was read last stays as it is.
    """
    # By each text, those that it has followed.
    behind, over = defaultdict[int, list[int]](list), set[int]()
    for reading, by in told.followed | across:
        one, other = told.held[reading], told.held.get(by)
        if other is not None and other.report != one.report and newest[one.report] == reading:
            behind[other.report].append(one.report)
            over.add(one.report)
    # A text that stands, and each whose followers lead to one.
    safe = reach(newest.keys() - over, behind)
    before = {reading for reading, by in told.followed if told.held[reading].report != getattr(told.held.get(by), "report", None)}
    # One at least of each circle is free: what was here before held none.
    free = [told.held[number] for report, number in newest.items() if report not in safe and number not in before]
    kept = set[int]()
    for one in sorted(free, key=lambda one: (one.first, one.number), reverse=True):
        # With one that stays, those that lead to it are safe.
        if one.report not in safe:
            kept.add(one.number)
            safe |= reach([one.report], behind, safe)
    return {(reading, by) for reading, by in across if reading not in kept}


def _within(told: _Told, newcomers: Newcomers) -> Iterator[Pair]:
    """Yield which readings follow one another in the reports that have new ones."""
    over = defaultdict[int, list[Pair]](list)
    for reading, by in told.followed:
        if by in told.held and told.held[reading].report == told.held[by].report:
            over[told.held[reading].report].append((reading, by))
    for report in dict.fromkeys(newcomers.readings.values()):
        if len(held := told.of(report)) > 1:
            yield from pairs_in(order_readings(held, newcomers.readings, over[report]), newcomers.readings)


def _across(
    connection: Connection, told: _Told, newest: Mapping[int, int], addresses: Addresses, newcomers: Newcomers, parcel: Parcel
) -> Iterator[Pair]:
    """Yield which readings of earlier texts of pages are followed by those of the later ones."""
    if not told.editions:
        return
    # A text that another publisher had brought by then goes on counting.
    kept = find_stood_by(connection, [edition.number for edition in told.editions])
    for edition in told.editions:
        # What gave way to a reading of its own report has done so already.
        by, one = told.held[edition.reading], told.held[newest[edition.earlier]]
        if edition.number in kept or (edition.number not in told.fresh and one.number not in newcomers.readings):
            continue
        if {one.id, by.id} <= parcel.listing.knows:
            if parcel.listing.successions.tell(one.id, by.id):
                yield one.number, by.number
        # By other versions a text may be read again when it stands no more.
        elif one.first < by.first or (one.turn == 0 and addresses[edition.address].find_stand(one.first) != one.report):
            yield one.number, by.number
