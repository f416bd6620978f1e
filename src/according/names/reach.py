"""
How far a place reaches: the gazetteer has a point for it, and a report seldom means that point.

Of a region it is as far as nine of ten of its towns lie from the point, of a country half of them: a wider circle would lie on its
neighbours. No border is looked at, so none is taken sides in.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from according.names.gazetteer import default
from according.names.places import region_of
from according.statement import Place

# In kilometres, of places of which no towns tell: a site, a town with its suburbs, what is run from a larger town, and beyond.
REACHES = {"point": 1.0, "city": 10.0, "district": 30.0, "region": 150.0, "country": 500.0}
# The part of a region's and of a country's towns that the circle holds, and the fewest that tell its width.
REGION_HELD, COUNTRY_HELD, TOWNS_FEWEST = 0.9, 0.5, 5


def reach_of(place: Place) -> float | None:
    """Return how far from its point a place may reach, in kilometres; ``None`` without a point."""
    if place.latitude is None or place.longitude is None:
        return None
    usual = REACHES.get(place.precision or "region", REACHES["region"])
    if place.precision not in ("country", "region") or place.country is None:
        return usual
    region = region_of(place) if place.precision == "region" else None
    if place.precision == "region" and region is None:
        return usual
    return _reach(place.country, region, place.latitude, place.longitude) or usual


@lru_cache(maxsize=1 << 10)
def _reach(country: str, region: str | None, latitude: float, longitude: float) -> float | None:
    towns = _towns().get((country, region), ())
    if len(towns) < TOWNS_FEWEST:
        return None
    away = sorted(_kilometres(latitude, longitude, *town) for town in towns)
    return max(round(away[int(len(away) * (COUNTRY_HELD if region is None else REGION_HELD))]), REACHES["city"])


@lru_cache(maxsize=1)
def _towns() -> dict[tuple[str, str | None], list[tuple[float, float]]]:
    """Return where the towns of each country lie, and those of each of its regions."""
    found: dict[tuple[str, str | None], list[tuple[float, float]]] = defaultdict(list)
    for town in default().towns():
        if town.latitude is not None and town.longitude is not None:
            for region in {None, town.region}:
                found[town.country, region].append((town.latitude, town.longitude))
    return found


def _kilometres(latitude: float, longitude: float, other: float, across: float) -> float:
    """Return the great-circle distance (haversine, mean radius 6,371 km)."""
    one, two = radians(latitude), radians(other)
    turn = radians(across - longitude)
    return 2 * 6371 * asin(min(1.0, sqrt(sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(turn / 2) ** 2)))
