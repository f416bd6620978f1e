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
from according.exports.objects.tabled import event_rows
from according.names.reach import reach_of
from according.reckoning.events.event import Event
from according.statement import Place


def feature_object(row: Mapping[str, Any]) -> Object:
    """
    Return a row as a feature: its ``latitude`` and ``longitude`` are where it lies, the rest are its properties.

    Without coordinates its geometry is null, as RFC 7946 has it for what is not located.
    """
    latitude, longitude = row["latitude"], row["longitude"]
    located = latitude is not None and longitude is not None
    name = row.get("place") or ""
    place = Place(0, 0, name, name, row.get("country"), latitude, longitude, row["precision"])
    rest = {key: value for key, value in row.items() if key not in ("latitude", "longitude")}
    return {
        "type": "Feature",
        # Longitude first (RFC 7946, 3.1.1).
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if located else None,
        "properties": {**rest, "radius_km": reach_of(place)},
    }


def feature_line(row: Mapping[str, Any]) -> str:
    """Return a row as a feature on one line."""
    return dump_line(feature_object(row))


def event_feature(event: Event, figure: str) -> str:
    """Return an event at its place on one line, with the range of each measure; ``figure`` is one of its figures."""
    places = [item.filed.figure.place for item in event.counts[0].whole.figures]
    precision = next((place.precision for place in places if place is not None and event.place in (place.name, place.text)), None)
    ranges = {
        f"{row['measure']}_{end}" if row["unit"] == "people" else f"{row['measure']}_{row['unit']}_{end}": row[end]
        for row in event_rows(event, figure)
        for end in ("low", "best", "high")
    }
    where = {"place": event.place, "country": event.place_country, "latitude": event.latitude, "longitude": event.longitude}
    return feature_line({"id": event.id, "figure": figure, "title": event.title, **where, "precision": precision, **ranges})


def geojson_file(features: Iterable[str], about: About) -> Iterator[str]:
    """Yield the lines of a collection of features that are written already; what the file is stands in ``about``."""
    yield f'{{"type": "FeatureCollection", "about": {dump_line(about_object(about))}, "features": [\n'
    for at, feature in enumerate(features):
        yield f"{',' if at else ''}{feature}\n"
    yield "]}\n"
