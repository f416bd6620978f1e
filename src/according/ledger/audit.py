"""
The check of a ledger: ids, digests, spans and columns are computed again, and what does not fit is told. Nothing is mended.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, exists, func, select

from according.errors import LedgerError
from according.ledger.database.connection import Door
from according.ledger.database.schema import copies, figures, followed, groups, metadata, publishers, readings, reports, rulings, statements
from according.ledger.finding.reports import PAGE, load_readings, newest, next_readings
from according.ledger.finding.search import TEXTS, Search
from according.ledger.versions import Versions
from according.ledger.writing.decisions import copy_id, reading_id
from according.ledger.writing.rows import write_reading
from according.ledger.writing.rulings import find_rulings
from according.ledger.writing.soundness import find_false, find_moved
from according.report import Report
from according.statement import Problem, Reading

_SHA256 = re.compile("[0-9a-f]{64}")
# How damage shows that the database does not see: as JSON that is none, or a record with other fields.
DECODING_ERRORS = (ValueError, TypeError, KeyError)
# A row's number and what is wrong with it.
Numbered = tuple[int, list[Problem]]
Found = TypeVar("Found")


def check(door: Door, search: Search) -> Iterator[Problem]:
    """
    Yield what is wrong in a ledger, part by part.

    Where the database fails in one part, that is told and the next part is looked at. Reports, copies and readings are gone through in
    pages. Each page, and each other part, sees the ledger at one moment, so that others can go on writing.
    """
    yield from _once(door, _database)
    for part in (_reports, _copies, _readings):
        yield from _paged(door, part)
    for whole in (_loose, _rulings, _groups):
        yield from _once(door, whole)
    yield from _once(door, lambda connection: (stray for table in TEXTS for stray in search.strays(connection, table)))


def _told(what: str) -> Problem:
    return Problem(0, 0, what)


def _guarded(door: Door, part: Callable[[Connection], Iterable[Found]]) -> tuple[list[Found], str | None]:
    """Return what a part finds, and how it failed if it did."""
    found: list[Found] = []
    try:
        with door.reading() as connection:
            # The list grows while the part goes on: what was found before a failure is told as well.
            found.extend(part(connection))
    except LedgerError as error:
        return found, str(error)
    except DECODING_ERRORS as error:
        return found, f"{door.name}: a row cannot be read ({error})"
    return found, None


def _once(door: Door, part: Callable[[Connection], Iterable[str]]) -> Iterator[Problem]:
    found, failed = _guarded(door, part)
    yield from map(_told, found if failed is None else [*found, failed])


def _paged(door: Door, part: Callable[[Connection, int], Iterable[Numbered]]) -> Iterator[Problem]:
    """Yield what a part finds in all rows, page after page, until one is empty or fails."""
    last: int | None = 0
    while last is not None:
        rows, failed = _guarded(door, lambda connection, after=last: part(connection, after))  # type: ignore[misc]
        for _, problems in rows:
            yield from problems
        if failed is not None:
            yield _told(failed)
        # A page that failed would fail again at the same row, so the part ends there.
        last = rows[-1][0] if rows and failed is None else None


# -- rows and their hashes -----------------------------------------------------------------------------------------


def _reports(connection: Connection, after: int) -> Iterator[Numbered]:
    for row in connection.execute(select(reports).where(reports.c.number > after).order_by(reports.c.number).limit(PAGE)):
        found = []
        if Report(row.text).id != row.id:
            found.append(_told(f"report {row.id}: the id is not the hash of its text"))
        if len(row.text) != row.characters:
            found.append(_told(f"report {row.id}: has {len(row.text)} characters, had {row.characters} when it was filed"))
        yield row.number, found


def _copies(connection: Connection, after: int) -> Iterator[Numbered]:
    query = select(copies, reports.c.text, publishers.c.name).join(reports, reports.c.number == copies.c.report)
    query = query.outerjoin(publishers, publishers.c.id == copies.c.publisher).where(copies.c.number > after)
    for row in connection.execute(query.order_by(copies.c.number).limit(PAGE)):
        found = []
        if copy_id(Report(row.text, publisher=row.name, url=row.url, published=row.published)) != row.id:
            found.append(_told(f"copy {row.id}: the id is not the hash of its report, publisher, address and day"))
        if row.raw is not None and not _SHA256.fullmatch(row.raw):
            found.append(_told(f"copy {row.id}: {row.raw!r} is no SHA-256 of raw bytes"))
        yield row.number, found


def _readings(connection: Connection, after: int) -> Iterator[Numbered]:
    rows = next_readings(connection, after)
    try:
        # All of a page together, which is fast; only where a row cannot be read is each looked at alone, so that it hides no other.
        loaded = list(load_readings(connection, rows))
    except DECODING_ERRORS:
        yield from _one_by_one(connection, rows)
    else:
        for row, (reading, held) in zip(rows, loaded, strict=True):
            yield row.number, _reading(row, reading, held)


def _one_by_one(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[Numbered]:
    """Yield what is wrong with readings of which one at least cannot be read."""
    for row in rows:
        try:
            [(reading, held)] = load_readings(connection, [row])
        except DECODING_ERRORS as error:
            yield row.number, [_told(f"reading {row.id}: a row of it cannot be read ({error})")]
        else:
            yield row.number, _reading(row, reading, held)


def _reading(row: Row[Any], reading: Reading, held: Sequence[Row[Any]]) -> list[Problem]:
    found = list(find_moved(reading))
    if reading_id(reading.report, Versions(row.package, row.model, row.lexicon)) != row.id:
        found.append(_told(f"reading {row.id}: the id is not the hash of its report, versions, day and title"))
    if write_reading(reading).digest != row.digest:
        found.append(_told(f"reading {row.id}: its statements are not those that were filed"))
    counted = (figure for statement in reading.statements for figure in statement.figures)
    # A figure is found by its columns: they must say what its record says.
    for figure, columns in zip(counted, held, strict=True):
        found += map(_told, find_false(figure, reading.report, columns._mapping))
    return found


# -- rows and each other -------------------------------------------------------------------------------------------


def _database(connection: Connection) -> Iterator[str]:
    """Yield what SQLite itself finds; PostgreSQL has its own tools (``pg_amcheck``)."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield f"database: {said}"


def _loose(connection: Connection) -> Iterator[str]:
    """Yield the rows that name a row which is not there, and those that should have one and do not."""
    for table in metadata.sorted_tables:
        # SQLite checks keys only for a program that asks it to.
        for key in table.foreign_keys:
            missing = ~exists().where(key.column == key.parent).correlate(table)
            yield from _some(connection, select(func.count()).where(key.parent.isnot(None), missing),
                             f"{table.name}: {{}} leading to {key.column.table.name} that are not there")  # fmt: skip
    # A report is filed together with its first copy.
    bare = ~exists().where(copies.c.report == reports.c.number)
    yield from _some(connection, select(func.count()).select_from(reports).where(bare), "reports: {} without a filing")
    later = readings.alias("later")
    after = (later.c.report == readings.c.report) & (later.c.number > readings.c.number)
    # Every reading of a report has a row for each later one, not only for the next.
    pairs = select(readings.c.number, later.c.number).join(later, after)
    untold = pairs.except_(select(followed.c.reading, followed.c.by)).subquery()
    yield from _some(connection, select(func.count()).select_from(untold), "followed: {} missing of readings that a newer one has followed")


def _some(connection: Connection, query: Select[Any], what: str) -> Iterator[str]:
    if number := connection.execute(query).scalar_one():
        yield what.format(f"{number} row{'s' if number > 1 else ''}")


def _rulings(connection: Connection) -> Iterator[str]:
    ids = connection.execute(select(rulings.c.id).order_by(rulings.c.number)).scalars().all()
    for id, ruling in zip(ids, find_rulings(connection, None), strict=True):
        if ruling.id != id:
            yield f"ruling {id}: the id is not the hash of what it says"
        if ruling.undoes is not None and ruling.undoes not in ids:
            yield f"ruling {id}: takes back {ruling.undoes}, which is not there"
        for subject in (ruling.subject, ruling.other):
            # Figures of older readings count too: nothing that a ruling was said of is removed.
            there = (select(table.c.number).where(table.c.id == subject).limit(1) for table in (figures, statements))
            if subject is not None and not any(connection.execute(query).first() for query in there):
                yield f"ruling {id}: is on {subject}, which is not there"


def _groups(connection: Connection) -> Iterator[str]:
    number = figures.c.number
    # A figure of a newest reading has a row, with or without a group; no other figure has one.
    current = select(number).where(newest(figures.c.reading))
    stale = select(func.count()).select_from(groups).where(groups.c.figure.not_in(current))
    yield from _some(connection, stale, "groups: {} of no newest reading's figure")
    missing = current.where(number.not_in(select(groups.c.figure))).subquery()
    yield from _some(connection, select(func.count()).select_from(missing), "groups: {} of newest readings' figures missing")
