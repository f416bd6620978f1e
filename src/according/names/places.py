"""
How a place is called, what it lies inside, and what a place that is asked for covers.

    >>> plain("the Kursk region"), plain("Oblast")
    ('kursk', 'oblast')
    >>> covered("Kursk Oblast")
    Cover(country=None, regions=frozenset({('RU', '41')}), names=('kursk',), inside=False)
    >>> covered("Makiivka").names
    ('makiivka', 'makiyivka')
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from according.names.gazetteer import GENERIC_WORDS, Entry, default, fold
from according.statement import Place


def plain(name: str) -> str:
    """Return a name folded, without "the" and without words for kinds of region; where nothing else is left, these stay."""
    words = fold(name).split()
    # "The" alone is the name that was asked for.
    if words[:1] == ["the"] and len(words) > 1:
        del words[0]
    return " ".join([word for word in words if word not in GENERIC_WORDS] or words)


def name_place(text: str, name: str | None) -> str:
    """
    Return a place as a report spells it; what the gazetteer calls it follows where that is another word.

        >>> name_place("Derna", "Darnah"), name_place("Tikrit", "Tikrīt"), name_place("Kursk region", "Kursk")
        ('Derna (Darnah)', 'Tikrit', 'Kursk region')
    """
    # "the city of Mosul" holds "Mosul": the reader needs no second name.
    if name is None or _holds(fold(text).split(), fold(name).split()):
        return text
    # "Kursk region" and "Kursk Oblast" are one word; "Kursk" alone may be the city.
    same = plain(text) == plain(name) and plain(text) != fold(text)
    return text if same else f"{text} ({name})"


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether some words stand among others, one behind the other."""
    return any(words[at : at + len(part)] == part for at in range(len(words)))


def region_of(place: Place) -> str | None:
    """
    Return GeoNames' code of the first-order region in which a place lies, or ``None`` where it is not settled.

    It is that of the nearest place of its name in its country. Of a place without coordinates it is known only where all places of its
    name in that country lie in one region.
    """
    # A country lies in no region. Without a country, "Georgia" and "Gaza" are of several.
    if place.precision == "country" or not place.country:
        return None
    return _region(place.name or place.text, place.country, place.latitude, place.longitude)


@lru_cache(maxsize=1 << 12)
def _region(name: str, country: str, latitude: float | None, longitude: float | None) -> str | None:
    """Return the region of :func:`region_of` by a place's name, country and coordinates."""
    # Seas lie in no region, and of towns that GeoNames' list of cities lacks none is known.
    entries = [entry for entry in _named(name) if entry.country == country and entry.kind in ("A", "P") and entry.region]
    if latitude is None or longitude is None:
        codes = {entry.region for entry in entries}
        return codes.pop() if len(codes) == 1 else None
    return min(entries, key=lambda entry: _far(entry, latitude, longitude)).region if entries else None


def _far(entry: Entry, latitude: float, longitude: float) -> float:
    """Return how far an entry is, in degrees of latitude and longitude added up: enough to order places of one name."""
    if entry.latitude is None or entry.longitude is None:
        # Last in the order, but not left out: it may be the only place of its name.
        return 360.0
    return abs(entry.latitude - latitude) + abs(entry.longitude - longitude)


def _named(name: str) -> list[Entry]:
    """Return the places of a name, or those of the name without its words for a kind of region."""
    # The name as it stands goes first: "Kursk Oblast" is the region alone, "Kursk" the city too.
    return default().find(name) or default().at(plain(name))


@dataclass(frozen=True, slots=True)
class Cover:
    """
    What a place's name covers when it is asked for.

    That is a whole ``country``; or ``regions`` (country and GeoNames' code) and every place of one of the plain ``names``: the one that is
    asked for, and what the gazetteer calls a town that it knows under that spelling alone.

    ``inside`` says that places in whose name the words stand are covered too: "Gaza City" by "Gaza".
    """

    country: str | None
    regions: frozenset[tuple[str, str]]
    names: tuple[str, ...]
    inside: bool


@lru_cache(maxsize=1000)
def covered(name: str) -> Cover:
    """Return what a place's name covers; a country's name covers the country alone, even where a region is called the same."""
    entries = _named(name)
    # Countries come first in the list: "Georgia" is asked for as the country and not as the state of that name.
    if entries and entries[0].kind == "C":
        return Cover(entries[0].country, frozenset(), (plain(name),), False)
    regions = frozenset((entry.country, entry.region) for entry in entries if entry.kind == "A" and entry.region)
    # A region without a code, a sea or a town is known by its name alone.
    only_regions = bool(entries) and all(entry.kind == "A" and entry.region for entry in entries)
    return Cover(None, regions, (plain(name), *_listed_names(name, entries)), not only_regions)


def _listed_names(name: str, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return what the gazetteer calls the towns that a spelling stands for; none for a spelling that is some town's own name."""
    names = {plain(entry.name) for entry in entries if entry.kind == "P"}
    # "Valencia" is a town of that name, and does not ask for Valence, which is spelt so in Spanish.
    return () if plain(name) in names else tuple(sorted(names))
