"""GeoJSON (RFC 7946): figures and events at their places, each with what kind of place that is and how far it may reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import Form, Writer
from according.exports.exchange.own_rows import figure_of
from according.exports.geojson import event_feature, feature_line, geojson_file
from according.exports.objects.flat import filed_row
from according.records import FiledFigure


def _collection(feature: Callable[[Any], str]) -> Writer:
    def write(values: Iterable[Any], about: About) -> Iterator[bytes]:
        # A lone surrogate is written as JSON's own escape.
        return (line.encode("utf8", "backslashreplace") for line in geojson_file(map(feature, values), about))

    return write


def _figure(filed: FiledFigure) -> str:
    row = filed_row(filed)
    # A feature has its country under the name that all of the desk's have.
    return feature_line({**row, "country": row["place_country"]})


GEOJSON = Form(
    "geojson", "GeoJSON", ".geojson", "application/geo+json",
    {"figures": _collection(_figure), "events": _collection(lambda event: event_feature(event, figure_of(event)))},
    lacks=(
        "A place is one point, and a report seldom means that point: precision and radius_km say how far it may lie from there.",
        "What has no place, or one of which no point is known, has no geometry (null), and no map shows it.",
        "Borders and areas are not in it, nor are questions, statements and reports, which have no single place.",
        "Of an event its figures are not in it, only the range of each measure.",
    ),
    source="RFC 7946",
)  # fmt: skip
