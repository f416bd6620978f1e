"""
Where: a place as two figures are compared by it.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from according.names.gazetteer import GENERIC_WORDS, Gazetteer, default, fold
from according.statement import Place

_POSSESSIVE = re.compile(r"['’]s\b")
# Articles inside Arabic and Spanish names, which are spelt in many ways or left out, and words for what kind of place it is.
_ARTICLES = frozenset("the of al el ad an ar as ash at az ed es et ez la las los de del".split())
KINDS_OF_PLACE = frozenset(
    "area tribal camp refugee city town village district neighbourhood neighborhood suburb valley provinces regions".split()
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: a folded name, its country and region codes, and coordinates in decimal degrees."""

    name: str
    country: str | None
    region: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None


@lru_cache(maxsize=1 << 14)
def spot_of(place: Place) -> Spot:
    """Return where a place is."""
    name = place_key(place.name or place.text)
    return Spot(name, place.country, _region(name, place), place.latitude, place.longitude, place.precision)


@lru_cache(maxsize=1 << 14)
def place_key(name: str) -> str:
    """Return a place's name without case, accents, articles and words for kinds of place."""
    words = [word for word in fold(_POSSESSIVE.sub("", name).replace(",", " ")).split() if word not in _ARTICLES]
    return " ".join([word for word in words if word not in GENERIC_WORDS and word not in KINDS_OF_PLACE] or words) or fold(name)


def _region(name: str, place: Place) -> str | None:
    """Return GeoNames' code of the first-order region that a place is or lies in."""
    return None if place.country is None else _region_of(name, place.country, default())


@lru_cache(maxsize=1 << 14)
def _region_of(name: str, country: str, gazetteer: Gazetteer) -> str | None:
    return next((entry.region for entry in gazetteer.at(name) if entry.country == country and entry.kind in "AP" and entry.region), None)
