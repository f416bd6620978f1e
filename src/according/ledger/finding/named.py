"""Speakers and places that a ledger names, found by words of their names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, or_, select

from according.ledger.database.schema import places, speakers
from according.ledger.finding.search import Phrase


def speakers_called(connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[str]:
    """Return what speakers are called in whose names, or the words for them, all phrases stand."""
    called = func.coalesce(speakers.c.name, speakers.c.text)
    words = func.lower(speakers.c.text + " " + func.coalesce(speakers.c.name, ""))
    held = and_(*(words.contains(" ".join(phrase), autoescape=True) for phrase in wanted))
    # The shortest first: who looks for "army" means the army before the army's spokesman in a town.
    query = select(called).where(held).group_by(called).order_by(func.length(called), called).limit(limit)
    return [name for name in connection.execute(query).scalars() if name]


def places_called(connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[tuple[str, str | None]]:
    """Return the places in whose names all phrases begin a word, each as its folded name and its country's code."""
    name = places.c.name
    begun = [or_(name.startswith(words, autoescape=True), name.contains(f" {words}", autoescape=True)) for words in map(" ".join, wanted)]
    query = select(name, places.c.country).where(*begun).group_by(name, places.c.country)
    rows = connection.execute(query.order_by(func.length(name), name, places.c.country).limit(limit))
    return [(row.name, row.country) for row in rows]
