"""
GeoJSON (RFC 7946): figures and events at their places, each with how far its place may reach.

A place is known as a point, and a report seldom means that point. ``precision`` says what kind of place it is, and ``radius_km`` how far
from the point what is told of may lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from according.exports.about import About, about_object
from according.exports.objects.readings import Object, dump_line

# In kilometres: half the width that such places commonly have (GeoNames' feature classes P, A2, A1, country), rounded up; a circle of it
# holds most of the place around its middle. A country's own borders are not drawn.
RADII = {"point": 1.0, "city": 10.0, "district": 30.0, "region": 150.0, "country": 500.0}
# What no precision is known of is shown as widely as a region.
RADIUS_UNKNOWN = RADII["region"]


def radius_of(precision: str | None) -> float:
    """Return how far from its point a place may reach, in kilometres."""
    return RADIUS_UNKNOWN if precision is None else RADII.get(precision, RADIUS_UNKNOWN)


def feature_object(row: Mapping[str, Any]) -> Object:
    """
    Return a row as a feature: its ``latitude`` and ``longitude`` are where it lies, the rest are its properties.

    Without coordinates its geometry is null, as RFC 7946 has it for what is not located.
    """
    latitude, longitude, precision = row["latitude"], row["longitude"], row["precision"]
    located = latitude is not None and longitude is not None
    rest = {name: value for name, value in row.items() if name not in ("latitude", "longitude")}
    return {
        "type": "Feature",
        # Longitude first (RFC 7946, 3.1.1).
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if located else None,
        "properties": {**rest, "radius_km": radius_of(precision) if located else None},
    }


def feature_line(row: Mapping[str, Any]) -> str:
    """Return a row as a feature on one line."""
    return dump_line(feature_object(row))


def geojson_file(features: Iterable[str], about: About) -> Iterator[str]:
    """Yield the lines of a collection of features that are written already; what the file is stands in ``about``."""
    yield f'{{"type": "FeatureCollection", "about": {dump_line(about_object(about))}, "features": [\n'
    for at, feature in enumerate(features):
        yield f"{',' if at else ''}{feature}\n"
    yield "]}\n"
