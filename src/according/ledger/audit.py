"""
The check of a ledger: ids, digests, seals, spans and columns are computed again, and what does not fit is told.

What can be made again from what was filed is told apart: it is mended where that is asked for. The rest only a backup has.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, Table, exists, func, select

from according.errors import LedgerError
from according.ledger.auditing.derived import (
    FOUND_BY,
    GROUPS,
    INDEXES,
    REBUILDABLE,
    find_false_groups,
    find_false_words,
    find_in_file,
    find_misplaced,
    find_some,
)  # fmt: skip
from according.ledger.auditing.sealed import find_changed, find_gaps
from according.ledger.damage import Damage
from according.ledger.database import failures
from according.ledger.database.connection import Door
from according.ledger.database.schema import (
    accounts,
    alerts,
    chains,
    copies,
    editions,
    feeds,
    metadata,
    notices,
    places,
    populations,
    publishers,
    raws,
    readings,
    reports,
    rulings,
    sessions,
    speakers,
    statements,
)  # fmt: skip
from according.ledger.finding.editions import find_false_editions, find_false_order
from according.ledger.finding.raws import find_unsound
from according.ledger.finding.reports import PAGE, Loaded, load_readings, next_readings
from according.ledger.finding.search import TEXTS, Search
from according.ledger.finding.watched import find_false_alerts, find_odd
from according.ledger.versions import Versions
from according.ledger.writing.decisions import copy_id, reading_id
from according.ledger.writing.rows import DECODING_ERRORS, dump, write_reading
from according.ledger.writing.rulings import find_missing, is_filed, ruling_of
from according.ledger.writing.seals import SEALED
from according.ledger.writing.soundness import find_false, find_moved, find_unlike, make_chain, make_naming
from according.names.marks import find_marks
from according.report import Report
from according.statement import Problem, Statement

# How damage shows here: also as nothing at all in a column that cannot be empty.
_UNREADABLE = (*DECODING_ERRORS, AttributeError, OverflowError, RecursionError)
_SHA256 = re.compile("[0-9a-f]{64}")
# A row's number and what is wrong with it.
Numbered = tuple[int, list[Problem]]
Found = TypeVar("Found")
# By what the rows of a table are gone through.
Key = TypeVar("Key", int, str)


def check(door: Door, search: Search, parts: Collection[str] | None = None) -> Iterator[Damage]:
    """
    Yield what is wrong in a ledger, or in some of its parts.

    Where the database fails in one part, that is told and the next part is looked at. Reports, copies and readings are gone through in
    pages. Each page, and each other part, sees the ledger at one moment, so that others can go on writing.
    """
    for name, part in _parts(door, search):
        if parts is None or name in parts:
            for problem in part:
                yield Damage(problem.start, problem.end, problem.what, name, name in REBUILDABLE)


def _parts(door: Door, search: Search) -> Iterator[tuple[str, Iterator[Problem]]]:
    """Yield the parts by their names, each with what will be found wrong in it."""
    yield "database", _once(door, "database", partial(find_in_file, in_indexes=False))
    yield INDEXES, _once(door, INDEXES, partial(find_in_file, in_indexes=True))
    for table, part in ((reports, _reports), (copies, _copies), (readings, _readings)):
        yield table.name, _paged(door, table.name, part, 0)
    for table in (publishers, populations, places, speakers):
        yield table.name, _paged(door, table.name, partial(_namings, table), "")
    yield raws.name, _paged(door, raws.name, _came_as, "")
    for table in SEALED:
        yield table.name, _once(door, table.name, partial(find_changed, table))
    yield "numbers", _once(door, "numbers", find_gaps)
    yield rulings.name, _paged(door, rulings.name, _rulings, 0)
    for name, whole in (("keys", _loose), (editions.name, find_false_editions), (feeds.name, find_odd), (alerts.name, find_false_alerts)):
        yield name, _once(door, name, whole)
    # What is watched and who may look change, and have no other witness than that they can be read.
    for table in (feeds, alerts, notices, accounts, sessions):
        yield table.name, _once(door, table.name, partial(_read_through, table))
    for name, words in FOUND_BY.items():
        yield name, _once(door, name, partial(find_false_words, one=words))
    for name in TEXTS:
        yield name, _once(door, name, partial(search.strays, table=name))
    yield GROUPS, _paged(door, GROUPS, _misplaced, 0)
    yield GROUPS, _once(door, GROUPS, find_false_groups)


def _read_through(table: Table, connection: Connection) -> Iterator[str]:
    for _ in connection.execute(select(table).execution_options(yield_per=PAGE)):
        yield from ()


def _told(what: str) -> Problem:
    return Problem(0, 0, what)


def _guarded(door: Door, name: str, part: Callable[[Connection], Iterable[Found]]) -> tuple[list[Found], str | None]:
    """Return what a part finds, and how it failed if it did."""
    found: list[Found] = []
    try:
        with door.reading() as connection:
            # The list grows while the part goes on: what was found before a failure is told as well.
            found.extend(part(connection))
    except LedgerError as error:
        return found, f"{name}: cannot be read on from here ({failures.said(error.__cause__ or error)})"
    except _UNREADABLE as error:
        return found, f"{name}: a row cannot be read ({error})"
    return found, None


def _once(door: Door, name: str, part: Callable[[Connection], Iterable[str]]) -> Iterator[Problem]:
    found, failed = _guarded(door, name, part)
    yield from map(_told, found if failed is None else [*found, failed])


def _paged(
    door: Door, name: str, part: Callable[[Connection, Key], Iterable[tuple[Key, list[Problem]]]], before: Key
) -> Iterator[Problem]:  # fmt: skip
    """Yield what a part finds in all rows, which come after ``before``, page after page, until one is empty or fails."""
    last: Key | None = before
    while last is not None:
        rows, failed = _guarded(door, name, lambda connection, after=last: part(connection, after))  # type: ignore[misc]
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
        if dump(find_marks(row.text)) != row.marks:
            found.append(_told(f"report {row.id}: the names and numbers by which its story is known are not those of its text"))
        yield row.number, found


def _copies(connection: Connection, after: int) -> Iterator[Numbered]:
    query = select(copies, reports.c.text, publishers.c.name, raws.c.hash.label("kept"))
    query = query.join(reports, reports.c.number == copies.c.report).outerjoin(raws, raws.c.hash == copies.c.raw)
    query = query.outerjoin(publishers, publishers.c.id == copies.c.publisher).where(copies.c.number > after)
    for row in connection.execute(query.order_by(copies.c.number).limit(PAGE)):
        found = []
        if copy_id(Report(row.text, publisher=row.name, url=row.url, published=row.published)) != row.id:
            found.append(_told(f"copy {row.id}: the id is not the hash of its report, publisher, address and day"))
        if row.extractor is not None and row.kept is None:
            found.append(_told(f"copy {row.id}: the raw bytes are missing that {row.extractor} took its text out of"))
        if row.raw is not None and not _SHA256.fullmatch(row.raw):
            found.append(_told(f"copy {row.id}: {row.raw!r} is no SHA-256 of raw bytes"))
        yield row.number, found


def _came_as(connection: Connection, after: str) -> Iterator[tuple[str, list[Problem]]]:
    return ((hash, list(map(_told, wrong))) for hash, wrong in find_unsound(connection, after))


def _columns(row: Row[Any]) -> Mapping[str, Any]:
    """Return a row's values by the names of its columns."""
    # SQLAlchemy's mapping takes columns for keys as well as names, and so is of another type.
    return cast("Mapping[str, Any]", row._mapping)


def _namings(table: Table, connection: Connection, after: str) -> Iterator[tuple[str, list[Problem]]]:
    for row in connection.execute(select(table).where(table.c.id > after).order_by(table.c.id).limit(PAGE)):
        wrong = find_unlike(_columns(row), make_naming(table.name, _columns(row)))
        yield row.id, [_told(f"{table.name}: {row.id} is not what was named ({', '.join(wrong)})")] if wrong else []


def _readings(connection: Connection, after: int) -> Iterator[Numbered]:
    rows = next_readings(connection, after)
    beside = _find_beside(connection, [row.number for row in rows])
    try:
        # All of a page together, which is fast; only where a row cannot be read is each looked at alone, so that it hides no other.
        loaded = list(load_readings(connection, rows))
    except _UNREADABLE:
        yield from _one_by_one(connection, rows, beside)
    else:
        for row, held in zip(rows, loaded, strict=True):
            yield row.number, list(_reading(row, held, beside))


def _one_by_one(connection: Connection, rows: Iterable[Row[Any]], beside: _Beside) -> Iterator[Numbered]:
    """Yield what is wrong with readings of which one at least cannot be read."""
    for row in rows:
        try:
            [loaded] = load_readings(connection, [row])
        except _UNREADABLE as error:
            yield row.number, [_told(f"reading {row.id}: a row of it cannot be read ({error})")]
        else:
            yield row.number, list(_reading(row, loaded, beside))


@dataclass(frozen=True, slots=True)
class _Beside:
    """
    What other tables hold of some readings.

    These are the id of the copy that each was read from, by the reading's number, and the chain of speakers by the statement's.
    """

    copies: Mapping[int, str]
    chains: Mapping[int, Sequence[tuple[int, str]]]


def _find_beside(connection: Connection, numbers: Sequence[int]) -> _Beside:
    of = select(statements.c.number).where(statements.c.reading.in_(numbers))
    spoken: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(select(chains).where(chains.c.statement.in_(of)).order_by(chains.c.position)):
        spoken[row.statement].append((row.position, row.speaker))
    # Of where and by whom it was published. Its title, path and tags are sealed, and may be those of another filing of the same moment.
    read = select(readings.c.number.label("reading"), copies.c.id).join(copies, copies.c.number == readings.c.copy)
    rows = connection.execute(read.where(readings.c.number.in_(numbers)))
    return _Beside({row.reading: row.id for row in rows}, spoken)


def _reading(row: Row[Any], loaded: Loaded, beside: _Beside) -> Iterator[Problem]:
    reading, rows, held = loaded
    report = reading.report
    yield from find_moved(reading)
    if reading_id(report, Versions(row.package, row.model, row.lexicon), row.turn) != row.id:
        yield _told(f"reading {row.id}: the id is not the hash of its report, versions, day, title and turn")
    if write_reading(reading).digest != row.digest:
        yield _told(f"reading {row.id}: its statements are not those that were filed")
    if wrong := find_unlike(_columns(row), {"published": report.published, "title": report.title}):
        yield _told(f"reading {row.id}: {', '.join(wrong)} in its columns differ from what was received")
    # What leads to no copy is told with the rows that lead nowhere.
    if beside.copies.get(row.number, copy_id(report)) != copy_id(report):
        yield _told(f"reading {row.id}: the id of its copy differs from that of what was received")
    # A figure is found by its columns: they must say what its record says.
    for statement, columns, counted in zip(reading.statements, rows, held, strict=True):
        yield from map(_told, _statement(statement, report, columns, counted, beside))


def _statement(
    statement: Statement, report: Report, columns: Row[Any], counted: Sequence[Row[Any]], beside: _Beside
) -> Iterator[str]:
    if columns.id != statement.id:
        yield f"statement {statement.id}: the id in its column differs from the statement's"
    if list(beside.chains.get(columns.number, ())) != make_chain(statement):
        yield f"statement {statement.id}: the chain of its speakers differs from the statement's"
    for figure, row in zip(statement.figures, counted, strict=True):
        held = _columns(row)
        yield from find_false(figure, statement, report, held)
        if row.reading != columns.reading:
            yield f"figure {figure.id}: is said to be of another reading than its statement"


# -- rows and each other -------------------------------------------------------------------------------------------


def _loose(connection: Connection) -> Iterator[str]:
    """Yield the rows that name a row which is not there, and those that should have one and do not."""
    # Those that are made from others are looked at by themselves.
    for table in (table for table in metadata.sorted_tables if table.name not in REBUILDABLE):
        # SQLite checks keys only for a program that asks it to.
        for key in table.foreign_keys:
            missing = ~exists().where(key.column == key.parent).correlate(table)
            yield from find_some(connection, select(func.count()).where(key.parent.isnot(None), missing),
                             f"{table.name}: {{}} leading to {key.column.table.name} that are not there")  # fmt: skip
    # A report is filed together with its first copy.
    bare = ~exists().where(copies.c.report == reports.c.number)
    yield from find_some(connection, select(func.count()).select_from(reports).where(bare), "reports: {} without a filing")
    yield from find_false_order(connection)


def _rulings(connection: Connection, after: int) -> Iterator[Numbered]:
    for row in connection.execute(select(rulings).where(rulings.c.number > after).order_by(rulings.c.number).limit(PAGE)).all():
        try:
            ruling = ruling_of(row)
        except _UNREADABLE as error:
            yield row.number, [_told(f"ruling {row.id}: it cannot be read ({error})")]
            continue
        found = []
        if ruling.id != row.id:
            found.append(_told(f"ruling {row.id}: the id is not the hash of what it says"))
        if ruling.undoes is not None and not is_filed(connection, ruling.undoes):
            found.append(_told(f"ruling {row.id}: takes back {ruling.undoes}, which is not there"))
        # Figures of older readings count too, and their speakers: nothing that a ruling was said of is removed.
        if (missing := find_missing(connection, ruling)) is not None:
            found.append(_told(f"ruling {row.id}: is on {missing}, which is not there"))
        yield row.number, found


def _misplaced(connection: Connection, after: int) -> Iterator[Numbered]:
    return ((number, list(map(_told, wrong))) for number, wrong in find_misplaced(connection, after))
