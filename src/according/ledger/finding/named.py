"""Speakers and places that a ledger names, found by words of their names."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from according.comparing.terms import asked, words_of
from according.ledger.database.schema import chains, places, speakers, statements
from according.ledger.finding.reports import newest
from according.ledger.finding.search import Phrase
from according.names.gazetteer import fold

# What a speaker is called: his name, or the words for him where he has none.
CALLED = func.coalesce(speakers.c.name, speakers.c.text)
# Statements of one speaker are counted so far.
COUNTED_MOST = 100
# Speakers whose names are looked through one by one, in a tenth of a second.
LOOKED_THROUGH = 20_000


def speakers_called(connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[str]:
    """Return what speakers are called in whose names, or the words for them, all phrases stand."""
    if not wanted:
        return []
    # The shortest first: who looks for "army" means the army before the army's spokesman in a town.
    query = select(CALLED).where(_holding(wanted)).group_by(CALLED).order_by(func.length(CALLED), CALLED).limit(limit)
    return [name for name in connection.execute(query).scalars() if name]


def list_speakers(connection: Connection, wanted: Sequence[Phrase], limit: int, after: str) -> list[tuple[str, int]]:
    """Return what speakers are called that come after a name, in the order of their names, each with the number of its statements."""
    # Both databases are asked for all and sort none: neither knows without more that "a doctor" and "Élodie" stand before "White House".
    names = connection.execute(select(CALLED).where(_holding(wanted)).distinct()).scalars()
    behind = _sorting(after)
    shown = nsmallest(limit, (name for name in names if name and _sorting(name) > behind), key=_sorting)
    return [(name, _count_statements(connection, name)) for name in shown]


def _sorting(name: str) -> tuple[str, str]:
    """Return the key by which names are put in order as people do it: whatever their case and accents."""
    return fold(name), name


def called(name: str) -> ColumnElement[bool]:
    """Return the condition that a speaker has that very name."""
    return CALLED.in_((name,))


def is_speaker(connection: Connection, name: str) -> bool:
    """Say whether a speaker of any reading has that very name."""
    return connection.execute(select(speakers.c.id).where(called(name)).limit(1)).first() is not None


def speakers_with(connection: Connection, words: str) -> list[str] | None:
    """
    Return the ids of speakers one of whom is in every chain whose names hold some words.

    ``None`` where the words name nobody in particular, or the speakers are too many to be looked through.
    """
    terms = asked(words)
    rows = connection.execute(select(speakers.c.id, speakers.c.text, speakers.c.name).limit(LOOKED_THROUGH + 1)).all() if terms else []
    if not rows or len(rows) > LOOKED_THROUGH:
        return None
    # The longest word, which few others have.
    word = max((word for term, _ in terms for word in term), key=len)
    return [row.id for row in rows if f" {word}" in words_of(row.text, row.name)]


def _holding(wanted: Sequence[Phrase]) -> ColumnElement[bool]:
    """Return the condition that all phrases stand in a speaker's name or in the words for him."""
    words = func.lower(speakers.c.text + " " + func.coalesce(speakers.c.name, ""))
    return and_(true(), *(words.contains(" ".join(phrase), autoescape=True) for phrase in wanted))


def _count_statements(connection: Connection, name: str) -> int:
    """Return how many statements of newest readings a speaker of that very name is a speaker of, counted up to COUNTED_MOST."""
    namings = connection.execute(select(speakers.c.id).where(called(name))).scalars().all()
    of = select(statements.c.number).select_from(chains).join(statements, statements.c.number == chains.c.statement)
    of = of.where(chains.c.speaker.in_(namings), newest(statements.c.reading)).limit(COUNTED_MOST)
    return connection.execute(select(func.count()).select_from(of.subquery())).scalar_one()


def places_called(connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[tuple[str, str | None]]:
    """Return the places in whose names all phrases begin a word, each as its folded name and its country's code, the shortest first."""
    if not wanted:
        return []
    name = places.c.name
    query = select(name, places.c.country).where(_beginning(wanted)).group_by(name, places.c.country)
    rows = connection.execute(query.order_by(func.length(name), name, places.c.country).limit(limit))
    return [(row.name, row.country) for row in rows]


def list_places(connection: Connection, wanted: Sequence[Phrase], limit: int, after: tuple[str, str]) -> list[tuple[str, str | None]]:
    """Return the places in whose names all phrases begin a word and that come after one, in the order of their names and countries."""
    name = places.c.name
    # The names first, by their index: to put all places in order takes a third of a second where there are many. One more, for all places
    # of the first may have been told.
    names = select(name).where(_beginning(wanted), name >= after[0]).distinct().order_by(name).limit(limit + 1)
    rows = connection.execute(select(name, places.c.country).where(name.in_(names)).distinct())
    found = sorted((row.name, row.country or "") for row in rows)
    return [(name, country or None) for name, country in found if (name, country) > after][:limit]


def _beginning(wanted: Sequence[Phrase]) -> ColumnElement[bool]:
    """Return the condition that all phrases begin a word in a place's name."""
    name = places.c.name
    begun = (or_(name.startswith(words, autoescape=True), name.contains(f" {words}", autoescape=True)) for words in map(" ".join, wanted))
    return and_(true(), *begun)
