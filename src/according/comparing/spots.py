"""
Where: what two figures' places are compared by.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from according.names.gazetteer import GENERIC_WORDS, Gazetteer, default, fold
from according.statement import Place

_POSSESSIVE = re.compile(r"['’]s\b")
# Articles inside Arabic and Spanish names, which are spelt in many ways or left out: "Nahr el-Bared", "Nahr al-Bared".
_ARTICLES = frozenset("the of al el ad an ar as ash at az ed es et ez la las los de del".split())
# "the town of Kut", "Kut district": the kind of place that one report adds and the other does not.
KINDS_OF_PLACE = frozenset(
    "area tribal camp refugee city town village district neighbourhood neighborhood suburb valley provinces regions".split()
)


@dataclass(frozen=True, slots=True)
class Spot:
    """
    What a place is compared by.

    ``name`` is its :func:`place_key`, ``country`` its code (ISO 3166-1 alpha-2), ``region`` GeoNames' code of the first-order region that
    it is or lies in. Coordinates are in decimal degrees. What is not known is ``None``.
    """

    name: str
    country: str | None
    region: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None


@lru_cache(maxsize=1 << 14)
def spot_of(place: Place) -> Spot:
    """Return what a place is compared by."""
    # The gazetteer's name goes before the report's: "Derna" and "Darnah" are one there.
    name = place_key(place.name or place.text)
    return Spot(name, place.country, _region(name, place), place.latitude, place.longitude, place.precision)


@lru_cache(maxsize=1 << 14)
def place_key(name: str) -> str:
    """
    Return a place's name without case, accents, possessives, articles and words for kinds of place.

    Where nothing else is left, the words for kinds of place stay, and then the articles.
    """
    words = [word for word in fold(_POSSESSIVE.sub("", name).replace(",", " ")).split() if word not in _ARTICLES]
    return " ".join([word for word in words if word not in GENERIC_WORDS and word not in KINDS_OF_PLACE] or words) or fold(name)


def _region(name: str, place: Place) -> str | None:
    """Return GeoNames' code of the first-order region that a place is or lies in."""
    return None if place.country is None else _region_of(name, place.country, default())


@lru_cache(maxsize=1 << 14)
def _region_of(name: str, country: str, gazetteer: Gazetteer) -> str | None:
    """Return the region of the first place of a name in a country: regions stand before towns in the list."""
    return next((entry.region for entry in gazetteer.at(name) if entry.country == country and entry.kind in "AP" and entry.region), None)
