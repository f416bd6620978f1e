"""
Rows of distinct namings: a population, a place, a speaker, a publisher stand in the ledger once, under the hash of what they are.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any

from according.comparing.terms import words_of
from according.names.places import plain, region_of
from according.report import make_id
from according.statement import Party, Place

Row = dict[str, Any]


def publisher_row(name: str) -> Row:
    """Return a publisher's row; nobody has said yet to which family it belongs."""
    return {"id": make_id("publisher", name), "name": name, "words": words_of(name), "family": None}


# The same few come again and again. A row that is kept is shared: nobody may change it.
@lru_cache(maxsize=20_000)
def speaker_row(text: str, name: str | None, kind: str | None, country: str | None) -> Row:
    """Return a speaker's row."""
    return {"id": make_id("speaker", text, name, kind, country), "text": text, "name": name, "kind": kind, "country": country}


def population_row(party: Party) -> Row:
    """Return a population's row: what it is found by."""
    # Where the words stand in a report is left out, so that the same people are one row.
    return population_of(words_of(party.text, party.name), party.country, party.kind)


@lru_cache(maxsize=20_000)
def population_of(words: str, country: str | None, kind: str | None) -> Row:
    """Return the row of a population that is found by folded words."""
    return {"id": make_id("population", words, country, kind), "words": words, "country": country, "kind": kind}


def word_rows(words: str, naming: str, id: str) -> list[Row]:
    """Return a row for each word of a naming (``population``, ``place``) that has an id."""
    # "Baden Baden" has one word.
    return [{"word": word, naming: id} for word in dict.fromkeys(words.split())]


def place_row(place: Place) -> Row:
    """Return a place's row: what it is found by, and where it lies."""
    # "Kursk" and "the Kursk region" have one name here; country, region and coordinates tell them apart where they differ.
    latitude, longitude = _degrees(place.latitude), _degrees(place.longitude)
    return place_of(plain(place.name or place.text), place.country, region_of(place), latitude, longitude)


def _degrees(value: float | None) -> float | None:
    """Return a coordinate as its column gives it back: 36 as 36.0 and no zero below zero, so that the id stays its hash."""
    return None if value is None else value + 0.0


@lru_cache(maxsize=20_000)
def place_of(name: str, country: str | None, region: str | None, latitude: float | None, longitude: float | None) -> Row:
    """Return the row of a place that is found by a plain name."""
    id = make_id("place", name, country, region, latitude, longitude)
    return {"id": id, "name": name, "country": country, "region": region, "latitude": latitude, "longitude": longitude}
