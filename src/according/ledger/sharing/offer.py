"""
Another ledger, opened to be read only: what it offers, listed by ids and then loaded as far as it is wanted and sound.

It may be of an older version of the tables: what these did not have yet is not asked for. No row of it is trusted: every id and every span
is held against what it is of, as the check of a ledger does.
"""
from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, inspect, literal, null, or_, select

from according.errors import LedgerError
from according.ledger.database.columns import among
from according.ledger.database.connection import Door
from according.ledger.database.schema import copies, editions, followed, publishers, raws, readings, reports, rulings
from according.ledger.finding.reports import load_readings
from according.ledger.sharing.offered import (
    Lacking,
    Listing,
    OfferedCopy,
    OfferedEdition,
    OfferedReading,
    OfferedReport,
    OfferedRuling,
    Origin,
    Parcel,
    Refused,
    Successions,
)
from according.ledger.sharing.order import in_succession
from according.ledger.versions import Versions
from according.ledger.writing.decisions import copy_id
from according.ledger.writing.rows import DECODING_ERRORS, unpack
from according.ledger.writing.rulings import ruling_of
from according.ledger.writing.soundness import find_forged
from according.records import short
from according.report import Raw, Report
from according.statement import Reading

# Reports that are listed, and so taken in one transaction, together; their texts and readings are in memory meanwhile.
LISTED_TOGETHER = 200
# Rulings are small.
RULINGS_TOGETHER = 1000


class Damaged(Exception):
    """A row that is not what its id says, or cannot be read; the message says why."""


class Offer:
    """
    The ledger behind a door, under the name by which its rows are taken.

    Each listing and each load sees it at one moment, so that others can go on filing there: rows are only added.
    """

    def __init__(self, door: Door, name: str) -> None:
        self.name = name
        self.address = door.address
        self._door = door
        with door.reading() as connection:
            inspector = inspect(connection)
            tables = set(inspector.get_table_names())
            ours = (copies, readings, reports, editions, followed, publishers, raws, rulings)
            self._columns = {
                table.name: {column["name"] for column in inspector.get_columns(table.name)} for table in ours if table.name in tables
            }  # fmt: skip

    def __enter__(self) -> Offer:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._door.close()

    def count(self) -> int:
        """Return how many reports it has."""
        with self._door.reading() as connection:
            return connection.execute(select(func.count()).select_from(reports)).scalar_one()

    # -- what there is ---------------------------------------------------------------------------------------------

    def listings(self) -> Iterator[Listing]:
        """Yield its reports by their ids, in the order of filing, with the ids of all that hangs on them."""
        after = 0
        while (listing := self._list(after)) is not None:
            yield listing
            after = listing.last

    def _list(self, after: int) -> Listing | None:
        with self._door.reading() as connection:
            query = select(reports.c.number, reports.c.id).where(reports.c.number > after).order_by(reports.c.number)
            listed = dict(connection.execute(query.limit(LISTED_TOGETHER)).all())
            if not listed:
                return None
            held, read = self._hanging(connection, copies, listed), self._hanging(connection, readings, listed)
            shown = self._editions(connection, listed)
            ends = {id for edition in shown for id in (edition.report, edition.earlier)} - set(listed.values())
            numbers = dict(connection.execute(select(reports.c.number, reports.c.id).where(among(connection, reports.c.id, ends))).all())
            knows = set(read) | set(self._hanging(connection, readings, numbers))
            successions = self._successions(connection, {*listed, *numbers}) if shown else Successions()
            last = max(listed)
        return Listing(last, {id: number for number, id in listed.items()}, held, read, shown, frozenset(knows), successions)

    def _hanging(self, connection: Connection, table: Table, listed: Mapping[int, str]) -> dict[str, tuple[int, str]]:
        """Return the ids of the rows of a table that hang on some reports, each with its number and the report."""
        query = select(table.c.number, table.c.id, table.c.report).where(among(connection, table.c.report, listed))
        return {id: (number, listed[report]) for number, id, report in connection.execute(query.order_by(table.c.number))}

    def _editions(self, connection: Connection, listed: Mapping[int, str]) -> tuple[OfferedEdition, ...]:
        """Return the editions that name one of some reports; what cannot be read of them is left out."""
        if editions.name not in self._columns:
            return ()
        later, earlier = reports.alias("later"), reports.alias("earlier")
        ends = (later.c.id.label("later"), earlier.c.id.label("earlier"), readings.c.id.label("reading"))
        query: Select[Any] = select(editions.c.address, *ends, *self._take(editions, "filed", "ledger", "filed_there"))
        query = query.join(later, later.c.number == editions.c.report).join(earlier, earlier.c.number == editions.c.earlier)
        query = query.join(readings, readings.c.number == editions.c.reading).order_by(editions.c.number)
        named = (among(connection, column, listed) for column in (editions.c.report, editions.c.earlier))
        rows = connection.execute(query.where(or_(*named)))
        return tuple(OfferedEdition(row.address, row.later, row.earlier, row.reading, self._origin(row)) for row in rows)

    def _successions(self, connection: Connection, listed: Collection[int]) -> Successions:
        """Return which readings of some reports were followed by one of another report."""
        own, later = readings.alias("own"), readings.alias("later")
        pairs = select(own.c.report, own.c.number, later.c.number, later.c.report, later.c.id).select_from(followed)
        pairs = pairs.join(own, own.c.number == followed.c.reading).join(later, later.c.number == followed.c.by)
        within, across = defaultdict[int, list[tuple[int, int]]](list), list[tuple[int, int, str]]()
        for report, reading, by, other, id in connection.execute(pairs.where(among(connection, own.c.report, listed))):
            if report == other:
                within[report].append((reading, by))
            else:
                across.append((report, reading, id))
        ids: dict[int, dict[int, str]] = defaultdict(dict)
        given = among(connection, readings.c.report, {report for report, _, _ in across})
        for report, number, id in connection.execute(select(readings.c.report, readings.c.number, readings.c.id).where(given)):
            ids[report][number] = id
        at = {number: place for report, held in ids.items() for place, number in enumerate(in_succession(held, within[report]))}
        until = dict[tuple[int, str], int]()
        for report, reading, by in across:
            until[report, by] = max(at[reading], until.get((report, by), -1))
        return Successions({id: (report, at[number]) for report, held in ids.items() for number, id in held.items()}, until)

    # -- what is handed over ---------------------------------------------------------------------------------------

    def load(self, listing: Listing, lacking: Lacking) -> Parcel:
        """Return what is lacking of a listing as far as it is sound, each report whole; what is not is among the refused."""
        of = (*lacking.reports, *(held[id][1] for held, ids in ((listing.copies, lacking.copies), (listing.readings, lacking.readings))
                                  for id in ids))  # fmt: skip
        wanted, loaded, refused = sorted(set(of), key=listing.reports.__getitem__), list[OfferedReport](), list[Refused]()
        try:
            self._load(wanted, listing, lacking, loaded, refused)
        except (LedgerError, *DECODING_ERRORS):
            # Some row of them cannot even be fetched: each report by itself, so that it takes no other along.
            loaded, refused = [], []
            for report in wanted:
                try:
                    self._load([report], listing, lacking, loaded, refused)
                except (LedgerError, *DECODING_ERRORS) as error:
                    refused.append(Refused(f"report {short(report)}", f"a row of it cannot be read ({_one_line(error)})"))
        return Parcel(listing, lacking, tuple(loaded), tuple(refused))

    def _load(
        self, wanted: Sequence[str], listing: Listing, lacking: Lacking, loaded: list[OfferedReport], refused: list[Refused]
    ) -> None:
        """Load some reports and add them to those loaded, and what is damaged to what is refused."""
        found, wrong = list[OfferedReport](), list[Refused]()
        with self._door.reading() as connection:
            numbers = [listing.reports[report] for report in wanted]
            texts = dict(connection.execute(select(reports.c.id, reports.c.text).where(among(connection, reports.c.number, numbers))).all())
            held = self._load_copies(connection, [listing.copies[id][0] for id in lacking.copies if listing.copies[id][1] in texts])
            read = self._load_readings(connection, [listing.readings[id][0] for id in lacking.readings if listing.readings[id][1] in texts])
            for report in wanted:
                try:
                    found.append(_put_together(report, texts[report], held, read, lacking, wrong))
                except Damaged as damage:
                    wrong.append(Refused(f"report {short(report)}", str(damage)))
        loaded += found
        refused += wrong

    def _load_copies(self, connection: Connection, numbers: Sequence[int]) -> dict[str, list[tuple[str, OfferedCopy | str]]]:
        """Return copies by their reports, each with its id; in place of a damaged one stands what is wrong with it."""
        names = ("id", "path", "url", "published", "title", "tags", "retrieved", "raw", "extractor", "filed", "ledger", "filed_there")
        query = select(*self._take(copies, *names), reports.c.text, reports.c.id.label("of"), publishers.c.name.label("publisher"))
        query = query.join(reports, reports.c.number == copies.c.report)
        query = query.outerjoin(publishers, publishers.c.id == copies.c.publisher)
        if raws.name in self._columns:
            query = query.add_columns(raws.c.data).outerjoin(raws, raws.c.hash == copies.c.raw)
        else:
            query = query.add_columns(null().label("data"))
        found: dict[str, list[tuple[str, OfferedCopy | str]]] = {}
        for row in connection.execute(query.where(among(connection, copies.c.number, numbers)).order_by(copies.c.number)):
            try:
                held: OfferedCopy | str = OfferedCopy(row.id, *_filed_from(row), self._origin(row))
            except (Damaged, *DECODING_ERRORS) as error:
                held = _one_line(error)
            found.setdefault(row.of, []).append((row.id, held))
        return found

    def _load_readings(self, connection: Connection, numbers: Sequence[int]) -> dict[str, list[tuple[str, OfferedReading | str]]]:
        """Return readings by their reports, each with its id; in place of a damaged one stands what is wrong with it."""
        names = ("number", "id", "package", "model", "lexicon", "turn", "received", "problems", "references", "passed_over", "digest",
                 "filed", "ledger", "filed_there")  # fmt: skip
        query = select(*self._take(readings, *names), reports.c.text, reports.c.id.label("of"), copies.c.id.label("copy_id"))
        query = query.join(reports, reports.c.number == readings.c.report).join(copies, copies.c.number == readings.c.copy)
        rows = connection.execute(query.where(among(connection, readings.c.number, numbers)).order_by(readings.c.number)).all()
        found: dict[str, list[tuple[str, OfferedReading | str]]] = {}
        for row, reading in _read_rows(connection, rows):
            wrong = reading if isinstance(reading, str) else find_forged(reading, row)
            held = OfferedReading(
                row.id, reading, Versions(row.package, row.model, row.lexicon), row.turn, row.copy_id, row.passed_over is not None,
                self._origin(row),
            ) if wrong is None and isinstance(reading, Reading) else str(wrong)  # fmt: skip
            found.setdefault(row.of, []).append((row.id, held))
        return found

    def rulings(self) -> Iterator[list[OfferedRuling]]:
        """Yield its rulings, some at a time, in the order of filing."""
        after = 0
        while True:
            with self._door.reading() as connection:
                names = [column.name for column in rulings.c]
                query = select(*self._take(rulings, *names)).where(rulings.c.number > after).order_by(rulings.c.number)
                rows = connection.execute(query.limit(RULINGS_TOGETHER)).all()
            if not rows:
                return
            yield [self._ruling(row) for row in rows]
            after = rows[-1].number

    def _ruling(self, row: Any) -> OfferedRuling:
        try:
            ruling = ruling_of(row)
            damage = None if ruling.id == row.id else "its id is not the hash of what it says"
        except DECODING_ERRORS as error:
            return OfferedRuling(row.id, None, self._origin(row), f"it cannot be read ({_one_line(error)})")
        return OfferedRuling(row.id, ruling if damage is None else None, self._origin(row), damage)

    def _take(self, table: Table, *names: str) -> list[ColumnElement[Any]]:
        """Return columns of a table; those that this version of it does not have yet as what they would hold."""
        there = self._columns[table.name]
        return [table.c[name] if name in there else (literal(0) if name == "turn" else null()).label(name) for name in names]

    def _origin(self, row: Any) -> Origin:
        """Return where a row was filed first: there, unless it was taken from elsewhere itself."""
        return Origin(self.name, row.filed) if row.ledger is None else Origin(row.ledger, row.filed_there)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _filed_from(row: Any) -> tuple[Report, Raw | None]:
    """Return the report as a copy's row says that it was filed, and what it came as; raise Damaged where the row is not its id's."""
    report = Report(row.text, row.path, row.title, row.published, row.publisher, row.url, tags=tuple(json.loads(row.tags)))
    if copy_id(report) != row.id:
        raise Damaged("its id is not the hash of its report, publisher, address and day")
    data = None if row.data is None or row.extractor is None else unpack(row.data)
    if row.extractor is not None and data is None:
        raise Damaged(f"the raw bytes are missing that {row.extractor} took its text out of")
    if data is not None and hashlib.sha256(data).hexdigest() != row.raw:
        raise Damaged("the hash of its raw bytes is not that of the bytes")
    return report, None if row.raw is None else Raw(row.raw, data, row.extractor, row.retrieved)


def _read_rows(connection: Connection, rows: Sequence[Any]) -> Iterator[tuple[Any, Reading | str]]:
    """Yield rows of readings with what they hold, or with what is wrong where that cannot be read."""
    try:
        loaded: list[Reading | str] = [reading for reading, *_ in load_readings(connection, rows)]
    except DECODING_ERRORS as error:
        if len(rows) == 1:
            yield rows[0], f"a row of it cannot be read ({_one_line(error)})"
            return
        # Each alone, so that it hides no other.
        for row in rows:
            yield from _read_rows(connection, [row])
    else:
        yield from zip(rows, loaded, strict=True)


def _put_together(
    report: str, text: str, held: Mapping[str, list[tuple[str, OfferedCopy | str]]],
    read: Mapping[str, list[tuple[str, OfferedReading | str]]], lacking: Lacking, wrong: list[Refused],
) -> OfferedReport:  # fmt: skip
    """Return a report with those of its rows that are sound; raise Damaged where it cannot be taken at all."""
    if Report(text).id != report:
        raise Damaged("its id is not the hash of its text")
    copied, counted, gone = list[OfferedCopy](), list[OfferedReading](), set[str]()
    for id, copy in held.get(report, ()):
        if isinstance(copy, str):
            wrong.append(Refused(f"copy {short(id)} of report {short(report)}", copy))
            gone.add(id)
        else:
            copied.append(copy)
    for id, reading in read.get(report, ()):
        why = reading if isinstance(reading, str) else "the copy that it was read from is refused" if reading.copy in gone else None
        if why is not None:
            wrong.append(Refused(f"reading {short(id)} of report {short(report)}", why))
        elif isinstance(reading, OfferedReading):
            counted.append(reading)
    # A report is filed with a reading or not at all.
    if report in lacking.reports and not counted:
        raise Damaged("none of its readings can be taken")
    return OfferedReport(report, text, tuple(copied), tuple(counted))
