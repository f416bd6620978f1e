"""
What came in takes its place: among the readings of its report, and among the texts of its page.

The newest reading of a report is the one that was filed last, in whichever ledger. Two texts of one page that two ledgers have fetched are
an earlier and a later one, by the same rule as where one ledger fetched both; of what both ledgers know, the one that is taken from has
told which reading followed which.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import attrgetter

from sqlalchemy import Connection, or_, select

from according.ledger.database.columns import among
from according.ledger.database.schema import copies, editions, first_filed, followed, readings, reports
from according.ledger.finding import groups as grouping
from according.ledger.finding.editions import Event, find_stood_by
from according.ledger.finding.reports import pages
from according.ledger.finding.search import Search
from according.ledger.sharing.fetches import Addresses, reach
from according.ledger.sharing.offered import OfferedEdition, Origin, Parcel
from according.ledger.sharing.order import Held, order_readings, pairs_in
from according.ledger.writing.batch import Batch
from according.ledger.writing.decisions import Stand
from according.report import Report

Pair = tuple[int, int]
# What is known of fewer reports is looked up as quickly; of more it is not kept, for it would only take memory.
KEPT_FROM, KEPT_MOST = 500, 20_000


@dataclass(slots=True)
class Newcomers:
    """
    What was just filed, by the numbers of the rows.

    These are readings with their reports, and copies with the address that each was fetched from, its report, and its first filing.

    ``editions`` are to be filed: each with the numbers of its text, of the earlier text and of its reading.
    """

    readings: dict[int, int] = field(default_factory=dict)
    fetched: dict[int, tuple[str, int, datetime]] = field(default_factory=dict)
    editions: list[tuple[OfferedEdition, int, int, int]] = field(default_factory=list)


def settle(batch: Batch, search: Search, newcomers: Newcomers, parcel: Parcel, known: Known) -> int:
    """Give what came its place, and return how many later texts of pages came to light that no ledger had fetched both texts of."""
    connection, addresses, revealed = known.connection, known.addresses, 0
    known.forget(newcomers.readings.values())
    fresh = [batch.add_edition(one.address, later, earlier, by, one.origin) for one, later, earlier, by in newcomers.editions]
    for number, (one, later, earlier, _) in zip(fresh, newcomers.editions, strict=True):
        addresses.add_edition(one.address, Event(one.origin.filed, True, number, later), earlier)
    batch.write(search)
    for number, (url, report, first) in newcomers.fetched.items():
        addresses.add_copy(url, Event(first, False, number, report))
    for number, (url, _, _) in newcomers.fetched.items():
        # One after the other: what this one shows is known to the next.
        shown = list(_reveal(connection, number, addresses, url))
        for later, earlier, by, origin in shown:
            fresh.append(batch.add_edition(url, later, earlier, by, origin))
            addresses.add_edition(url, Event(origin.filed, True, fresh[-1], later), earlier)
        revealed += len(shown)
    batch.write(search)
    told = _Told(known, newcomers, fresh)
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
    known.add_followed(new)
    return revealed


def _reveal(connection: Connection, copy: int, addresses: Addresses, url: str) -> Iterator[tuple[int, int, int, Origin]]:
    """Yield the later texts of a page that a copy shows: the text, the earlier one, the reading of the text, and since when it stood."""
    origin = connection.execute(select(copies.c.ledger).where(copies.c.number == copy)).scalar_one()
    for earlier, later in addresses[url].around(copy):
        if earlier.report == later.report or addresses.is_later(later.report, earlier.report, url):
            continue
        before, after = (_stand(connection, event, url) for event in (earlier, later))
        if before.is_replaced_by(Report(after.text, published=after.published)):
            first = select(readings.c.number).where(readings.c.report == later.report).order_by(first_filed(readings), readings.c.number)
            yield later.report, earlier.report, connection.execute(first.limit(1)).scalar_one(), Origin(origin, later.first)


def _stand(connection: Connection, event: Event, address: str) -> Stand:
    text = connection.execute(select(reports.c.id, reports.c.text).where(reports.c.number == event.report)).one()
    here = select(copies.c.published).where(copies.c.report == event.report).order_by((copies.c.path == address).desc(), copies.c.number)
    return Stand(event.report, text.id, text.text, connection.execute(here.limit(1)).scalar())


class Known:
    """
    What was looked up of pages and of the readings of their texts, and is kept up while more comes.

    A page that has changed thousands of times comes in many parcels, each of which touches all its texts: looked up for each, they would
    cost the square of their number. What is kept is true as long as nobody else files anything.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.addresses = Addresses(connection)
        self._held: dict[int, list[Held]] = {}
        self._followed: dict[int, set[int]] = {}

    def use(self, connection: Connection) -> None:
        """Look up by another connection what is not known yet."""
        self.connection = self.addresses.connection = connection

    def is_worth_keeping(self) -> bool:
        """Say whether it is more than is looked up as quickly, and not so much that it takes room for nothing."""
        return KEPT_FROM <= len(self._held) <= KEPT_MOST

    def forget(self, texts: Iterable[int]) -> None:
        """Have the readings of some reports looked up anew: they have got new ones."""
        for report in texts:
            self._held.pop(report, None)

    def find_held(self, texts: Set[int]) -> dict[int, Held]:
        """Return the readings of some reports by their numbers, in ascending order."""
        held = select(readings.c.number, readings.c.id, readings.c.report, readings.c.turn, first_filed(readings))
        for page in pages(texts - self._held.keys()):
            self._held |= {report: [] for report in page}
            for row in self.connection.execute(held.where(among(self.connection, readings.c.report, page))).all():
                self._held[row[2]].append(Held(*row))
        found = [one for report in texts for one in self._held[report]]
        return {one.number: one for one in sorted(found, key=attrgetter("number"))}

    def find_followed(self, numbers: Set[int]) -> set[Pair]:
        """Return pairs of each of some readings and one that has followed it."""
        pairs = select(followed.c.reading, followed.c.by)
        for page in pages(numbers - self._followed.keys()):
            self._followed |= {number: set() for number in page}
            for reading, by in self.connection.execute(pairs.where(among(self.connection, followed.c.reading, page))).all():
                self._followed[reading].add(by)
        return {(number, by) for number in numbers for by in self._followed[number]}

    def add_followed(self, pairs: Iterable[Pair]) -> None:
        """Take in that readings were followed by others."""
        for reading, by in pairs:
            if reading in self._followed:
                self._followed[reading].add(by)


class _Told:
    """The readings that what came may touch, and which of them have followed which until now."""

    def __init__(self, known: Known, newcomers: Newcomers, fresh: Collection[int]) -> None:
        connection, of, came = known.connection, editions.c, {*newcomers.readings.values()}
        # Of what was known before, those whose earlier text has new readings.
        touched = or_(among(connection, of.number, fresh), among(connection, of.earlier, came))
        query = select(of.number, of.address, of.report, of.earlier, of.reading)
        self.editions = connection.execute(query.where(touched)).all()
        self.fresh = {*fresh}
        # What was here before held no circle: one that is new has a text of these on it, and otherwise only texts that have followed these.
        ends = {number for edition in self.editions for number in (edition.earlier, edition.report)}
        self.held = known.find_held(known.addresses.find_later(came | ends))
        self._by_report = defaultdict[int, list[Held]](list)
        for one in self.held.values():
            self._by_report[one.report].append(one)
        self.followed = known.find_followed(self.held.keys())

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
    for reading, by in chain(told.followed, across):
        one, other = told.held[reading], told.held.get(by)
        if other is not None and other.report != one.report and newest[one.report] == reading:
            behind[other.report].append(one.report)
            over.add(one.report)
    # A text that stands, and each whose followers lead to one.
    safe = reach(newest.keys() - over, behind)
    if not (caught := [told.held[number] for report, number in newest.items() if report not in safe]):
        return across
    before = {reading for reading, by in told.followed if told.held[reading].report != getattr(told.held.get(by), "report", None)}
    # One at least of each circle is free: what was here before held none.
    free, kept = [one for one in caught if one.number not in before], set[int]()
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
