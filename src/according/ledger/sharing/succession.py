"""
What came in takes its place: among the readings of its report, and among the texts of its page.

The newest reading of a report is the one that was filed last, in whichever ledger. Two texts of one page that two ledgers have fetched are
an earlier and a later one, by the same rule as where one ledger fetched both; of what both ledgers know, the one that is taken from has
told which reading followed which.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select

from according.ledger.database.columns import among
from according.ledger.database.schema import copies, editions, first_filed, followed, readings, reports
from according.ledger.finding import groups as grouping
from according.ledger.finding.editions import Event, find_events, stood_by
from according.ledger.finding.search import Search
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
    revealed = 0
    for number, address in newcomers.fetched.items():
        # One after the other: what this one shows is known to the next.
        shown = list(_reveal(connection, number, address))
        fresh += [batch.add_edition(address, later, earlier, by, origin) for later, earlier, by, origin in shown]
        batch.write(search)
        revealed += len(shown)
    told = _Told(connection, newcomers, fresh)
    within = {*_within(told, newcomers)} - told.followed
    new = within | _without_circles(told, within, {*_across(connection, told, newcomers, fresh, parcel)} - told.followed)
    for reading, by in sorted(new):
        batch.add_followed([reading], by)
    batch.write(search)
    # What has just given way lies in no group any more; what had before, did so already.
    over = {reading for reading, _ in told.followed}
    for reading in sorted({reading for reading, _ in new} - (over - newcomers.readings.keys())):
        grouping.drop(connection, reading)
    return revealed


def _reveal(connection: Connection, copy: int, address: str) -> Iterator[tuple[int, int, int, Origin]]:
    """Yield the later texts of a page that a copy shows: the text, the earlier one, the reading of the text, and since when it stood."""
    events = find_events(connection, address)
    at = next(at for at, event in enumerate(events) if event.number == copy and not event.edited)
    origin = connection.execute(select(copies.c.ledger).where(copies.c.number == copy)).scalar_one()
    for earlier, later in zip(events[max(0, at - 1) : at + 1], events[max(1, at) : at + 2], strict=False):
        if earlier.report == later.report or _is_told(connection, address, earlier, later):
            continue
        before, after = (_stand(connection, event, address) for event in (earlier, later))
        if before.is_replaced_by(Report(after.text, published=after.published)):
            first = select(readings.c.number).where(readings.c.report == later.report).order_by(first_filed(readings), readings.c.number)
            yield later.report, earlier.report, connection.execute(first.limit(1)).scalar_one(), Origin(origin, later.first)


def _is_told(connection: Connection, address: str, earlier: Event, later: Event) -> bool:
    """Say whether one text is known to have come in place of the other."""
    of = editions.c
    told = select(of.number).where(of.address == address, of.report == later.report, of.earlier == earlier.report)
    return connection.execute(told.limit(1)).first() is not None


def _stand(connection: Connection, event: Event, address: str) -> Stand:
    text = connection.execute(select(reports.c.id, reports.c.text).where(reports.c.number == event.report)).one()
    here = select(copies.c.published).where(copies.c.report == event.report).order_by((copies.c.path == address).desc(), copies.c.number)
    return Stand(event.report, text.id, text.text, connection.execute(here.limit(1)).scalar())


class _Told:
    """The readings that what came may touch, and which of them have followed which until now."""

    def __init__(self, connection: Connection, newcomers: Newcomers, fresh: Sequence[int]) -> None:
        query = select(editions.c.number, editions.c.address, editions.c.report, editions.c.earlier, editions.c.reading)
        found = {*connection.execute(query.where(among(connection, editions.c.number, fresh))).all()}
        touched, seen = {*newcomers.readings.values(), *_ends(found)}, set[int]()
        # All texts of their pages, and of the pages at which these have stood as well.
        while more := touched - seen:
            seen |= more
            named = or_(among(connection, editions.c.earlier, more), among(connection, editions.c.report, more))
            found |= {*connection.execute(query.where(named)).all()}
            touched |= _ends(found)
        self.editions = sorted(found)
        held = select(readings.c.number, readings.c.id, readings.c.report, readings.c.turn, first_filed(readings))
        rows = connection.execute(held.where(among(connection, readings.c.report, touched)).order_by(readings.c.number))
        self.held = {row[0]: Held(*row) for row in rows}
        pairs = select(followed.c.reading, followed.c.by).where(among(connection, followed.c.reading, self.held))
        self.followed = {(reading, by) for reading, by in connection.execute(pairs)}

    def of(self, report: int) -> list[Held]:
        """Return the readings of a report."""
        return [one for one in self.held.values() if one.report == report]


    def newest(self, pairs: Collection[Pair]) -> dict[int, int]:
        """Return the newest reading of each report, by pairs of a reading and one of the same report that has followed it."""
        report = {number: one.report for number, one in self.held.items()}
        over = {reading for reading, by in pairs if report[reading] == report.get(by)}
        return {report: number for number, report in report.items() if number not in over}


def _ends(found: Iterable[Any]) -> set[int]:
    """Return the reports that some editions name."""
    return {number for edition in found for number in (edition.earlier, edition.report)}


def _without_circles(told: _Told, within: set[Pair], across: set[Pair]) -> set[Pair]:
    """
    Return of the new pairs across reports those that leave no circle.

    Two ledgers may have fetched two texts of a page in either order, and each holds the other text for the later one. Then none would
    count. Of such texts, of which each has followed another, the one that was read last stays as it is.
    """
    newest = told.newest(told.followed | within)
    while True:
        followers: dict[int, set[int]] = {report: set() for report in newest}
        for reading, by in told.followed | across:
            one, other = told.held[reading], told.held.get(by)
            if other is not None and other.report != one.report and newest[one.report] == reading:
                followers[one.report].add(other.report)
        # A text that stands, and each whose followers lead to one.
        safe = {report for report, by in followers.items() if not by}
        while more := {report for report, by in followers.items() if report not in safe and by & safe}:
            safe |= more
        if not (caught := followers.keys() - safe):
            return across
        before = {reading for reading, by in told.followed if told.held[reading].report != getattr(told.held.get(by), "report", None)}
        free = [newest[report] for report in caught if newest[report] not in before]
        # One at least is: what was here before held no circle.
        kept = max(free, key=lambda number: (told.held[number].first, number))
        across = {(reading, by) for reading, by in across if reading != kept}


def _within(told: _Told, newcomers: Newcomers) -> Iterator[Pair]:
    """Yield which readings follow one another in the reports that have new ones."""
    by_report: dict[int, list[Held]] = {report: [] for report in newcomers.readings.values()}
    for one in told.held.values():
        if one.report in by_report:
            by_report[one.report].append(one)
    for held in by_report.values():
        if len(held) > 1:
            numbers = {one.number for one in held}
            over = [(reading, by) for reading, by in told.followed if reading in numbers and by in numbers]
            yield from pairs_in(order_readings(held, newcomers.readings, over), newcomers.readings)


def _across(connection: Connection, told: _Told, newcomers: Newcomers, fresh: Iterable[int], parcel: Parcel) -> Iterator[Pair]:
    """Yield which readings of earlier texts of pages are followed by those of the later ones."""
    if not told.editions:
        return
    numbers, new = [edition.number for edition in told.editions], set(fresh)
    # A text that another publisher had brought by then goes on counting.
    kept = set(connection.execute(select(editions.c.number).where(among(connection, editions.c.number, numbers), stood_by())).scalars())
    events: dict[str, list[Event]] = {}
    for edition in told.editions:
        by = told.held[edition.reading]
        for one in told.of(edition.earlier) if edition.number not in kept else ():
            if edition.number not in new and one.number not in newcomers.readings:
                continue
            if {one.id, by.id} <= parcel.listing.knows:
                if (one.id, by.id) in parcel.listing.follows:
                    yield one.number, by.number
                continue
            if edition.address not in events:
                events[edition.address] = find_events(connection, edition.address)
            if one.first < by.first or (one.turn == 0 and not _stands(events[edition.address], one)):
                yield one.number, by.number


def _stands(events: Sequence[Event], one: Held) -> bool:
    """Say whether a reading is of the text that stood at an address when it was made; by other versions it may be read again later."""
    stood = [event.report for event in events if event.first <= one.first]
    return bool(stood) and stood[-1] == one.report
