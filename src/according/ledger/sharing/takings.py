"""
Taking in what another ledger offers; what each method promises stands with :class:`according.ledger.state.Takings`.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, select

from according.errors import LedgerError
from according.ledger.database.columns import among
from according.ledger.database.connection import Door
from according.ledger.database.schema import copies, editions, readings, reports, rulings
from according.ledger.finding.inventory import revision
from according.ledger.finding.search import Search
from according.ledger.sharing.offered import Lacking, Listing, OfferedRuling, Origin, Parcel, Refused, Tally
from according.ledger.sharing.succession import Known, Newcomers, settle
from according.ledger.writing.batch import Batch
from according.ledger.writing.decisions import Arrival, fetched_from
from according.ledger.writing.rulings import file_ruling, is_filed, sensible
from according.records import short
from according.report import Report
from according.statement import Reading


class SqlTakings:
    """What a SQL database takes in; ``clock`` tells when. One parcel may come after another, and not two at once."""

    def __init__(self, door: Door, search: Search, clock: Callable[[], datetime]) -> None:
        self._door = door
        self._search = search
        self._clock = clock
        # What one parcel has looked up of large pages, for the next: true at one revision of the ledger.
        self._known: Known | None = None
        self._revision = ""

    def lacking(self, listing: Listing) -> Lacking:
        """Return what of a listing is not here."""
        with self._door.reading() as connection:
            texts, filed, read = (frozenset(ids) - _numbers(connection, table, ids).keys() for table, ids in _tables(listing))
            shown = _editions_here(connection, listing)
        return Lacking(texts, filed, read, tuple(edition for edition in listing.editions if edition.key not in shown))

    def take(self, parcel: Parcel) -> tuple[Tally, Sequence[Refused]]:
        """Take in a parcel in one transaction."""
        if not parcel.reports and not parcel.lacking.editions:
            return Tally(), []
        with self._door.writing([report.id for report in parcel.reports]) as connection:
            known, self._known = self._known, None
            if known is None or self._revision != revision(connection):
                known = Known(connection)
            known.use(connection)
            taken = _Taker(known, self._search, self._clock()).take(parcel)
            now = revision(connection)
        # Only what is safely filed is known.
        if known.is_worth_keeping():
            self._known, self._revision = known, now
        return taken

    def take_rulings(self, offered: Sequence[OfferedRuling], *, only_look: bool = False) -> tuple[Tally, Tally, Sequence[Refused]]:
        """Take in rulings in one transaction, or say what would become of them."""
        with self._door.reading() as connection:
            known = _numbers(connection, rulings, [ruling.id for ruling in offered])
        new = [ruling for ruling in offered if ruling.id not in known]
        refused = [Refused(f"ruling {short(one.id)}", one.damage or "it cannot be read") for one in new if one.ruling is None]
        wanted = [one for one in new if one.ruling is not None]
        came = len(wanted)
        if wanted and not only_look:
            with self._door.writing() as connection:
                now = self._clock()
                wrong = [why for one in wanted if (why := _take_ruling(connection, one, now)) is not None]
            came, refused = came - len(wrong), [*refused, *wrong]
        return Tally(rulings=came), Tally(rulings=len(known)), refused

    def origins(self, report: str) -> Sequence[Origin]:
        """Return from where a report's filings were taken, in the order in which they came."""
        query = select(copies.c.ledger, copies.c.filed_there).join(reports, reports.c.number == copies.c.report)
        query = query.where(reports.c.id == report, copies.c.ledger.isnot(None)).order_by(copies.c.number)
        with self._door.reading() as connection:
            return [Origin(row.ledger, row.filed_there) for row in connection.execute(query)]


def _tables(listing: Listing) -> tuple[tuple[Table, Iterable[str]], ...]:
    return (reports, listing.reports), (copies, listing.copies), (readings, listing.readings)


def _numbers(connection: Connection, table: Table, ids: Iterable[str]) -> dict[str, int]:
    """Return the numbers of the rows of a table with some ids."""
    query = select(table.c.id, table.c.number).where(among(connection, table.c.id, [*ids]))
    return dict(connection.execute(query).all())


def _editions_here(connection: Connection, listing: Listing) -> frozenset[tuple[str, str, str, str]]:
    """Return the keys of the editions that are here of the addresses and earlier texts of a listing's."""
    if not listing.editions:
        return frozenset()
    later, earlier = reports.alias("later"), reports.alias("earlier")
    query = select(editions.c.address, later.c.id, earlier.c.id, readings.c.id).join(later, later.c.number == editions.c.report)
    query = query.join(earlier, earlier.c.number == editions.c.earlier).join(readings, readings.c.number == editions.c.reading)
    at: ColumnElement[bool] = among(connection, editions.c.address, {edition.address for edition in listing.editions})
    # A page may have many more texts than are listed together, and a text may have stood at as many addresses.
    of: ColumnElement[bool] = among(connection, earlier.c.id, {edition.earlier for edition in listing.editions})
    return frozenset((where, one, other, reading) for where, one, other, reading in connection.execute(query.where(at, of)))


def _take_ruling(connection: Connection, offered: OfferedRuling, now: datetime) -> Refused | None:
    """File a ruling, or return why it is not filed."""
    what = f"ruling {short(offered.id)}"
    assert offered.ruling is not None
    if is_filed(connection, offered.id):
        return None
    try:
        # What would have another id here is not the ruling that was made.
        if sensible(offered.ruling).id != offered.id:
            return Refused(what, "its value is none that a ruling is filed with")
        file_ruling(connection, offered.ruling, now, offered.origin)
    except LedgerError as error:
        return Refused(what, str(error))
    return None


class _Taker:
    """Takes in one parcel within one transaction, all of it at the same time ``now``."""

    def __init__(self, known: Known, search: Search, now: datetime) -> None:
        self._connection, self._known = known.connection, known
        self._search = search
        self._batch = Batch(self._connection, now)

    def take(self, parcel: Parcel) -> tuple[Tally, list[Refused]]:
        """File what is not here yet, give it its place among what is, and return how much came."""
        tally, listing, newcomers = Tally(), parcel.listing, Newcomers()
        # Looked up again now that nobody else writes: another may have taken the same meanwhile.
        there, copied, read = (_numbers(self._connection, table, ids) for table, ids in _tables(listing))
        for offered in parcel.reports:
            if offered.id not in there:
                there[offered.id] = self._batch.add_report(Report(offered.text))
                tally.reports += 1
            of = there[offered.id]
            for copy in offered.copies:
                if copy.id not in copied:
                    copied[copy.id] = self._batch.add_copy(Arrival(Reading(copy.report), copy.raw), copy.id, of, copy.origin)
                    tally.copies += 1
                    if (address := fetched_from(copy.report, copy.raw)) is not None:
                        newcomers.fetched[copied[copy.id]] = (address, of, copy.origin.filed)
            for reading in offered.readings:
                if reading.id not in read:
                    read[reading.id] = self._batch.add_reading(reading, of, copied[reading.copy])
                    newcomers.readings[read[reading.id]] = of
                    tally.readings += 1
                    tally.figures += sum(len(statement.figures) for statement in reading.reading.statements)
        self._batch.write(self._search)
        refused = self._take_editions(parcel, newcomers, tally)
        tally.editions += settle(self._batch, self._search, newcomers, parcel, self._known)
        return tally, refused

    def _take_editions(self, parcel: Parcel, newcomers: Newcomers, tally: Tally) -> list[Refused]:
        """Take in the later texts of pages as far as both texts are here, and return those of which one is refused."""
        here = _editions_here(self._connection, parcel.listing)
        new = [edition for edition in parcel.lacking.editions if edition.key not in here]
        ends = _numbers(self._connection, reports, {id for edition in new for id in (edition.report, edition.earlier)})
        read = _numbers(self._connection, readings, {edition.reading for edition in new})
        refused = list[Refused]()
        for edition in new:
            if {edition.report, edition.earlier} <= ends.keys() and edition.reading in read:
                newcomers.editions.append((edition, ends[edition.report], ends[edition.earlier], read[edition.reading]))
                tally.editions += 1
            elif {edition.report, edition.earlier} <= parcel.listing.reports.keys():
                refused.append(Refused(f"later text of {edition.address}", "one of its texts is refused"))
        return refused
