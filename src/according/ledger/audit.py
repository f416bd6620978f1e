"""
The check of a ledger: ids, digests, spans and columns are computed again, and what does not fit is told. Nothing is mended.

Not seen is a change of what stands in one place only: times of filing, the title and path of a copy that brought no reading, groups.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, Select, Table, and_, exists, func, select

from according.errors import LedgerError
from according.ledger.database.connection import Door
from according.ledger.database.schema import (
    chains,
    copies,
    figures,
    first_filed,
    groups,
    metadata,
    place_words,
    places,
    population_words,
    populations,
    publishers,
    raws,
    readings,
    reports,
    rulings,
    speakers,
    statements,
)  # fmt: skip
from according.ledger.finding.editions import find_false_editions, find_false_order
from according.ledger.finding.raws import find_unsound
from according.ledger.finding.reports import PAGE, Loaded, load_readings, newest, next_readings
from according.ledger.finding.search import TEXTS, Search
from according.ledger.finding.watched import find_false_alerts, find_odd
from according.ledger.versions import Versions
from according.ledger.writing.batch import figure_line
from according.ledger.writing.decisions import copy_id, reading_id
from according.ledger.writing.rows import DECODING_ERRORS, dump, write_reading
from according.ledger.writing.rulings import find_missing, find_rulings
from according.ledger.writing.soundness import find_false, find_moved, find_unlike, make_chain, make_naming
from according.names.marks import find_marks
from according.report import Report
from according.statement import Problem, Statement

_SHA256 = re.compile("[0-9a-f]{64}")
# A row's number and what is wrong with it.
Numbered = tuple[int, list[Problem]]
Found = TypeVar("Found")
# By what the rows of a table are gone through.
Key = TypeVar("Key", int, str)


def check(door: Door, search: Search) -> Iterator[Problem]:
    """
    Yield what is wrong in a ledger, part by part.

    Where the database fails in one part, that is told and the next part is looked at. Reports, copies and readings are gone through in
    pages. Each page, and each other part, sees the ledger at one moment, so that others can go on writing.
    """
    yield from _once(door, _database)
    for part in (_reports, _copies, _readings):
        yield from _paged(door, part, 0)
    for table in (publishers, populations, places, speakers):
        yield from _paged(door, partial(_namings, table), "")
    yield from _paged(door, _came_as, "")
    for whole in (_loose, find_false_editions, _rulings, _groups, find_odd, find_false_alerts):
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


def _paged(door: Door, part: Callable[[Connection, Key], Iterable[tuple[Key, list[Problem]]]], before: Key) -> Iterator[Problem]:
    """Yield what a part finds in all rows, which come after ``before``, page after page, until one is empty or fails."""
    last: Key | None = before
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
    except DECODING_ERRORS:
        yield from _one_by_one(connection, rows, beside)
    else:
        for row, held in zip(rows, loaded, strict=True):
            yield row.number, list(_reading(row, held, beside))


def _one_by_one(connection: Connection, rows: Iterable[Row[Any]], beside: _Beside) -> Iterator[Numbered]:
    """Yield what is wrong with readings of which one at least cannot be read."""
    for row in rows:
        try:
            [loaded] = load_readings(connection, [row])
        except DECODING_ERRORS as error:
            yield row.number, [_told(f"reading {row.id}: a row of it cannot be read ({error})")]
        else:
            yield row.number, list(_reading(row, loaded, beside))


@dataclass(frozen=True, slots=True)
class _Beside:
    """
    What other tables hold of some readings.

    These are the copy that each was read from, by the reading's number; the chain of speakers by the statement's; and the place in line by
    the figure's.
    """

    copies: Mapping[int, Row[Any]]
    chains: Mapping[int, Sequence[tuple[int, str]]]
    lines: Mapping[int, str]


def _find_beside(connection: Connection, numbers: Sequence[int]) -> _Beside:
    of = select(statements.c.number).where(statements.c.reading.in_(numbers))
    spoken: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(select(chains).where(chains.c.statement.in_(of)).order_by(chains.c.position)):
        spoken[row.statement].append((row.position, row.speaker))
    counted = select(figures.c.number).where(figures.c.statement.in_(of))
    lines = connection.execute(select(groups.c.figure, groups.c.line).where(groups.c.figure.in_(counted)))
    earlier = readings.alias("earlier")
    again = exists().where(earlier.c.report == readings.c.report, earlier.c.copy == copies.c.number, earlier.c.number < readings.c.number)
    # A copy that was filed with the reading has its title and path; a later reading may have others, and the copy stays as it was.
    together = and_(first_filed(copies) == first_filed(readings), ~again).label("together")
    read = select(readings.c.number.label("reading"), copies.c.id, copies.c.path, copies.c.title, copies.c.tags, together)
    rows = connection.execute(read.join(copies, copies.c.number == readings.c.copy).where(readings.c.number.in_(numbers)))
    return _Beside({row.reading: row for row in rows}, spoken, {row.figure: row.line for row in lines})


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
    if (copy := beside.copies.get(row.number)) is not None:
        wanted: dict[str, str | None] = {"id": copy_id(report)}
        if copy.together:
            wanted |= {"path": report.path, "title": report.title, "tags": dump(report.tags)}
        if wrong := find_unlike(_columns(copy), wanted):
            yield _told(f"reading {row.id}: {', '.join(wrong)} of its copy differ from what was received")
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
        # Figures of older readings have no place in line.
        if beside.lines.get(row.number, figure_line(held)) != figure_line(held):
            yield f"groups: the place in line of figure {figure.id} is not what its columns say"


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
    yield from find_false_order(connection)
    yield from _words(connection)


def _words(connection: Connection) -> Iterator[str]:
    """Yield what does not fit between populations and places and the words that they are found by."""
    population, place = population_words.c.population, place_words.c.place
    for named, words, of in ((populations, populations.c.words, population), (places, places.c.name, place)):
        found_by = of.table
        had = sum(len(set(spelt.split())) for spelt in connection.execute(select(words)).scalars())
        kept = connection.execute(select(func.count()).select_from(found_by)).scalar_one()
        if kept != had:
            yield f"{found_by.name}: {kept} words are kept, {named.name} has {had}"
        spaced = " " + words + " "
        strange = func.replace(spaced, " " + found_by.c.word + " ", "") == spaced
        query = select(func.count()).select_from(found_by).join(named, named.c.id == of)
        yield from _some(connection, query.where(strange), f"{found_by.name}: {{}} of words that the {of.name} does not have")


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
        # Figures of older readings count too, and their speakers: nothing that a ruling was said of is removed.
        if (missing := find_missing(connection, ruling)) is not None:
            yield f"ruling {id}: is on {missing}, which is not there"


def _groups(connection: Connection) -> Iterator[str]:
    number = figures.c.number
    # A figure of a newest reading has a row, with or without a group; no other figure has one.
    current = select(number).where(newest(figures.c.reading))
    stale = select(func.count()).select_from(groups).where(groups.c.figure.not_in(current))
    yield from _some(connection, stale, "groups: {} of no newest reading's figure")
    missing = current.where(number.not_in(select(groups.c.figure))).subquery()
    yield from _some(connection, select(func.count()).select_from(missing), "groups: {} of newest readings' figures missing")
