"""How two places lie to one another, as far as their names and coordinates tell."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from rapidfuzz.fuzz import ratio

from according.comparing.spots import Spot

# Places this near one another may name one site: a town and its suburb (km).
NEAR_KM = 30.0
# From this likeness on (0 to 100, by edits) two names are spellings of one: "slavyansk", "sloviansk".
SPELLING = 82.0


def relate_places(a: Spot, b: Spot) -> str:
    """Say how two places lie: ``same``, ``inside``, ``near``, ``country`` (no more is known), ``apart``, ``unknown``, or ``other
    names`` (of which one is not known)."""
    if a.name == b.name and (a.country == b.country or None in (a.country, b.country)):
        return "same"
    if a.country is None or b.country is None:
        return "inside" if _names_within(a.name, b.name) else "other names"
    if a.country != b.country:
        return "apart"
    if a.precision == b.precision == "country":
        return "same"  # "the US" and "the United States"
    if "country" in (a.precision, b.precision) or _names_within(a.name, b.name):
        return "inside"
    return _relate_within_country(a, b)


def same_place(a: Spot | None, b: Spot | None, *, one_report: bool) -> bool | None:
    """
    Say whether two places are one, so that what is counted there may stand in one sum; of those that may be one it is not known.

    Two reports may put one event at its town and at the town's suburb; one report that names both means two.
    """
    if a is None or b is None:
        return None
    relation = relate_places(a, b)
    if relation in ("same", "apart"):
        return relation == "same"
    wide = not {"country", "region"}.isdisjoint((a.precision, b.precision))
    may_be_one = wide or (relation in ("near", "inside", "country") and not one_report)
    return None if may_be_one else False


def _names_within(a: str, b: str) -> bool:
    """Say whether one name holds all words of the other ("central baghdad", "baghdad"), or the two are spellings of one name."""
    one, other = set(a.split()), set(b.split())
    return one <= other or other <= one or ratio(a, b) >= SPELLING


def _relate_within_country(a: Spot, b: Spot) -> str:
    if a.region and a.region == b.region and "region" in (a.precision, b.precision):
        return "inside"
    distance = _distance(a, b)
    if distance is None:
        return "unknown"
    # Where only one of them is a region whose bounds are not known, its middle says little.
    wide = "region" in (a.precision, b.precision) or "district" in (a.precision, b.precision)
    return "near" if distance <= NEAR_KM else "country" if wide and a.region is None and distance <= 10 * NEAR_KM else "apart"


def _distance(a: Spot, b: Spot) -> float | None:
    """Return the great-circle distance in kilometres (haversine, mean radius 6,371 km)."""
    if None in (a.latitude, b.latitude, a.longitude, b.longitude):
        return None
    one, other = radians(a.latitude), radians(b.latitude)  # type: ignore[arg-type]
    across = radians(b.longitude - a.longitude)  # type: ignore[operator]
    return 2 * 6371 * asin(sqrt(sin((other - one) / 2) ** 2 + cos(one) * cos(other) * sin(across / 2) ** 2))
