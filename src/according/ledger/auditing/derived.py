"""
What is made again from what was filed: groups, the words that namings and texts are found by, a file's indexes. What is wrong with them is
found here, and mended.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, Table, delete, func, select

from according.errors import LedgerError
from according.ledger.database.connection import Door
from according.ledger.database.schema import figures, groups, meta, place_words, places, population_words, populations, seals
from according.ledger.finding import groups as grouping
from according.ledger.finding.reports import newest
from according.ledger.finding.search import TEXTS, Search
from according.ledger.writing.batch import figure_line, insert_all
from according.ledger.writing.namings import word_rows
from according.ledger.writing.seals import SEALED_NOTES, note_kind, seal_note, seal_place

GROUPS, INDEXES = groups.name, "indexes"
# Narrow rows: so many are looked at in one view of the ledger, or written together.
PLACES_CHECKED = 5_000
# How SQLite tells of an index that does not fit its table.
_OF_INDEX = re.compile(r"\b(?:missing from|entries in|entry in) index \S")


class Found(NamedTuple):
    """Words by which namings are found: the column of the words, the naming's own table, and where its words stand."""

    table: Table
    of: Column[str]
    named: Table
    words: Column[str]


FOUND_BY = {
    one.table.name: one
    for one in (
        Found(population_words, population_words.c.population, populations, populations.c.words),
        Found(place_words, place_words.c.place, places, places.c.name),
    )
}
# All that can be made again, in the order in which it is: groups are found by the others.
REBUILDABLE = (INDEXES, *FOUND_BY, *TEXTS, GROUPS)


# -- what is wrong -------------------------------------------------------------------------------------------------


def find_in_file(connection: Connection, *, in_indexes: bool) -> Iterator[str]:
    """Yield what SQLite itself finds, in a file's indexes or elsewhere; PostgreSQL has its own tools (``pg_amcheck``)."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok" and bool(_OF_INDEX.search(said)) == in_indexes:
                yield f"{INDEXES if in_indexes else 'database'}: {' '.join(said.split())}"


def find_misplaced(connection: Connection, after: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the next figures' places after a figure's number, each with what is wrong with it."""
    of, f = groups.c, figures.c
    query = select(of.figure, of.group_id, of.question, of.line, of.seal, f.id, f.measure, f.unit, f.place_country, f.day_last)
    query = query.join(figures, f.number == of.figure).where(of.figure > after).order_by(of.figure).limit(PLACES_CHECKED)
    for row in connection.execute(query):
        found = []
        if row.line != figure_line(row._mapping):  # type: ignore[arg-type]
            found.append(f"groups: the place in line of figure {row.id} is not what its columns say")
        if row.seal != seal_place(row.figure, row.group_id, row.question):
            found.append(f"groups: figure {row.id} is not in the group and question that it was put in")
        yield row.figure, found


def find_false_groups(connection: Connection) -> Iterator[str]:
    """Yield the figures that have no place and should have one, those that have one and should not, and notes that were changed."""
    number = figures.c.number
    # A figure of a newest reading has a row, with or without a group; no other figure has one.
    current = select(number).where(newest(figures.c.reading))
    stale = select(func.count()).select_from(groups).where(groups.c.figure.not_in(current))
    yield from find_some(connection, stale, "groups: {} of no newest reading's figure")
    missing = current.where(number.not_in(select(groups.c.figure))).subquery()
    yield from find_some(connection, select(func.count()).select_from(missing), "groups: {} of newest readings' figures missing")
    noted = dict(connection.execute(select(meta.c.name, meta.c.value).where(meta.c.name.in_(SEALED_NOTES))).all())
    kinds = {note_kind(name): name for name in SEALED_NOTES}
    sealed = dict(connection.execute(select(seals.c.kind, seals.c.seal).where(seals.c.kind.in_(kinds))).all())
    for kind, name in kinds.items():
        if sealed.get(kind) != (seal_note(name, noted[name])["seal"] if name in noted else None):
            yield f"meta: {name} is not what was noted of how groups were made"


def find_false_words(connection: Connection, one: Found) -> Iterator[str]:
    """Yield what does not fit between namings and the words that they are found by."""
    held = connection.execute(select(one.words).execution_options(yield_per=PLACES_CHECKED)).scalars()
    had = sum(len(set(spelt.split())) for spelt in held)
    kept = connection.execute(select(func.count()).select_from(one.table)).scalar_one()
    if kept != had:
        yield f"{one.table.name}: {kept} words are kept, {one.named.name} has {had}"
    spaced = " " + one.words + " "
    strange = func.replace(spaced, " " + one.table.c.word + " ", "") == spaced
    query = select(func.count()).select_from(one.table).outerjoin(one.named, one.named.c.id == one.of)
    query = query.where(strange | one.named.c.id.is_(None))
    yield from find_some(connection, query, f"{one.table.name}: {{}} of words that the {one.of.name} does not have")


def find_some(connection: Connection, query: Select[Any], what: str) -> Iterator[str]:
    """Yield what is wrong with so many rows as a query counts, if it counts any."""
    if number := connection.execute(query).scalar_one():
        yield what.format(f"{number} row{'s' if number > 1 else ''}")


# -- mending it ----------------------------------------------------------------------------------------------------


def rebuild(door: Door, search: Search, part: str) -> None:
    """Make a part again from what was filed; figures wait for their groups then, as they do when they are filed."""
    if part not in REBUILDABLE:
        raise LedgerError(f"{door.name}: {part} cannot be made again from anything else; restore a backup")
    with door.writing() as connection:
        if part == INDEXES:
            connection.exec_driver_sql("REINDEX")
        elif part in TEXTS:
            search.rebuild(connection, part)
        elif part in FOUND_BY:
            _write_words(connection, FOUND_BY[part])
        else:
            grouping.forget(connection, None)
            for name in SEALED_NOTES:
                grouping.set_meta(connection, name, None)


def _write_words(connection: Connection, one: Found) -> None:
    connection.execute(delete(one.table))
    key = one.named.c.id
    query = select(key, one.words).order_by(key).limit(PLACES_CHECKED)
    rows = connection.execute(query).all()
    while rows:
        insert_all(connection, one.table, [row for id, words in rows for row in word_rows(words, one.of.name, id)])
        rows = connection.execute(query.where(key > rows[-1][0])).all()
