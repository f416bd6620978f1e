"""What files have in common: what each says of itself, the ways in which rows are written, and how they are sent as they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.convertors import Convertor, register_url_convertor

from according.desk.api.answers import LINES
from according.desk.desk import Desk
from according.exports.about import About, about_object
from according.exports.geojson import feature_line, geojson_file
from according.exports.objects.flat import Row
from according.exports.objects.readings import Object, dump_line
from according.exports.sheets import csv_file

Table = Literal["csv", "jsonl"]
Places = Literal["csv", "jsonl", "geojson"]
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": LINES, "geojson": "application/geo+json"}


class _Ending(Convertor[str]):
    """The ending of a file's address, told apart from a name with a dot in it: "St. Petersburg" is none that ends in " Petersburg"."""

    regex = "csv|jsonl|geojson"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("ending", _Ending())


def about_file(desk: Desk, what: str, filters: Mapping[str, str] | None = None) -> About:
    """Return what a file says of itself that is made now."""
    return About(what, desk.ledger.revision(), datetime.now(UTC), dict(filters or {}))


def save_rows(
    rows: Iterable[Row], about: About, form: str, name: str, *, objects: Callable[[], Iterable[Object]] | None = None,
    features: Callable[[], Iterable[str]] | None = None,
) -> Response:  # fmt: skip
    """
    Return rows as a file of a form that a browser saves under a name.

    ``objects`` makes what stands in lines of JSON in the rows' stead, and ``features`` what stands on a map.
    """
    if form == "csv":
        return send_file(csv_file(rows, about), form, name)
    if form == "geojson":
        return send_file(geojson_file(features() if features else map(feature_line, rows), about), form, name)
    return send_file(write_lines(objects() if objects else rows, about), form, name)


def send_file(lines: Iterable[str], form: str, name: str) -> Response:
    """Return lines as a file that a browser saves; they are sent as they are made."""
    # A lone surrogate of a report is written as JSON's own escape; CSV has none any more.
    data = (line.encode("utf8", "backslashreplace") for line in lines)
    return StreamingResponse(data, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}.{form}"'})


def write_lines(values: Iterable[Object | Row], about: About) -> Iterator[str]:
    """Yield what a file is as its first line, and then a line for each object."""
    yield dump_line({"about": about_object(about)}) + "\n"
    for value in values:
        yield dump_line(dict(value)) + "\n"
