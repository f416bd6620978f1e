"""Say how two places lie to one another, as far as their names and coordinates tell."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from rapidfuzz.fuzz import ratio

from according.comparing.spots import Spot

# Places this near one another may name one site: a town and its suburb (km).
NEAR_KM = 30.0
# Places this far from one another are not two names for one site, whichever of them a report takes (km).
FAR_KM = 100.0
# From this likeness on (0 to 100, by edits) two names are spellings of one: "slovyansk", "sloviansk".
SPELLING = 82.0
# What is counted there may be what is counted in any place inside.
_ENCLOSING = frozenset({"country", "region"})


def relate_places(a: Spot, b: Spot) -> str:
    """
    Say how two places lie.

    The answer is one of ``same``, ``inside`` (one lies in the other, or may be it by its name), ``near`` (within 30 km), ``country`` (of
    one country, and no more is known), ``apart``, ``unknown`` (of one country, without coordinates) and ``other names`` (the country of one
    is not known).
    """
    if a.name == b.name and (a.country == b.country or None in (a.country, b.country)):
        return "same"
    if a.country is None or b.country is None:
        # "central Baghdad", which is in no list, may lie in Baghdad. "Pavlivka" beside "Indonesia" hardly does.
        return "inside" if _names_within(a.name, b.name) else "other names"
    if a.country != b.country:
        return "apart"
    if a.precision == b.precision == "country":
        # "the US" and "the United States".
        return "same"
    # The countries are one by now: a country holds all places in it.
    if "country" in (a.precision, b.precision) or _names_within(a.name, b.name):
        return "inside"
    return _relate_within_country(a, b)


def far_apart(a: Spot, b: Spot) -> bool:
    """Say whether two places are known to lie far from one another; of a region only the middle is known, which says nothing."""
    distance = None if "region" in (a.precision, b.precision) else _distance(a, b)
    return distance is not None and distance > FAR_KM


def same_place(a: Spot | None, b: Spot | None, *, one_report: bool) -> bool | None:
    """
    Say whether two places are one, so that what is counted there may stand in one sum; ``None`` where they may be one.

    Two reports may put one event at its town and at the town's suburb. One report that names both means two.
    """
    if a is None or b is None:
        return None
    relation = relate_places(a, b)
    if relation in ("same", "apart"):
        return relation == "same"
    # What is counted in a whole region may be what is counted in its town.
    wide = not _ENCLOSING.isdisjoint((a.precision, b.precision))
    may_be_one = wide or (relation in ("near", "inside", "country") and not one_report)
    return None if may_be_one else False


def site_key(spot: Spot | None) -> str | None:
    """
    Return the name that tells a place from all others of its report, ``None`` where the place may hold another or is not known.

    Of two places with a name each, one report counts at both only where the names are one (:func:`same_place`).
    """
    return None if spot is None or spot.precision in _ENCLOSING else spot.name


def _names_within(a: str, b: str) -> bool:
    """Say whether one name holds all words of the other ("central baghdad", "baghdad"), or the two are spellings of one name."""
    # By words and not by letters: "kut" is no part of "kutum".
    one, other = set(a.split()), set(b.split())
    return one <= other or other <= one or spelt_alike(a, b)


def spelt_alike(a: str, b: str) -> bool:
    """Say whether two names are spellings of one."""
    return ratio(a, b) >= SPELLING


def _relate_within_country(a: Spot, b: Spot) -> str:
    """Say how two places of one country lie whose names are not alike."""
    # One of the two is the region itself, the other a place in it.
    if a.region and a.region == b.region and "region" in (a.precision, b.precision):
        return "inside"
    distance = _distance(a, b)
    if distance is None:
        return "unknown"
    if distance <= NEAR_KM:
        return "near"
    # Of a region or district we have the middle and no bounds: unless both are known to lie in a region, that says little up to 300 km.
    wide = not {"region", "district"}.isdisjoint((a.precision, b.precision))
    return "country" if wide and None in (a.region, b.region) and distance <= 10 * NEAR_KM else "apart"


def _distance(a: Spot, b: Spot) -> float | None:
    """Return the great-circle distance in kilometres (haversine, mean radius 6,371 km), or ``None`` without coordinates of both."""
    if None in (a.latitude, b.latitude, a.longitude, b.longitude):
        return None
    one, other = radians(a.latitude), radians(b.latitude)  # type: ignore[arg-type]
    across = radians(b.longitude - a.longitude)  # type: ignore[operator]
    return 2 * 6371 * asin(sqrt(sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(across / 2) ** 2))
