"""Files for others: CSV that no spreadsheet runs, GeoJSON that says how far a place reaches, and what a file says of itself."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.exports.about import About, about_object, tells_about
from according.exports.geojson import feature_object, geojson_file
from according.exports.objects.readings import dump_line
from according.exports.sheets import csv_file, csv_line

ABOUT = About("events", "3-4-0", datetime(2025, 2, 1, tzinfo=UTC), {"place": 'Kursk,\n"=cmd"'})
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "'=1", "a=1", "=cmd|' /C calc'!A0"]


def cells(line: str) -> list[str]:
    return next(csv.reader(io.StringIO(line, newline="")))


def test_a_file_of_lines_is_known_by_its_first() -> None:
    assert tells_about(dump_line({"about": about_object(ABOUT)}))
    for line in ('{"about": 1, "kind": "accept"}', '{"about"', "[]", '{"kind": "about"}', '{"about": ' + "[" * 5000):
        assert not tells_about(line)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_run(text: str) -> None:
    [cell] = cells(csv_line({"title": text}))
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@", "＝", "－")
    # Nothing of the text is lost.
    assert cell.removeprefix("'") == text.removeprefix("'")


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.text() | NUMBERS | st.none() | st.booleans(), min_size=2))
def test_every_row_is_read_back(values: list[object]) -> None:
    row = {str(at): value for at, value in enumerate(values)}
    read = cells(csv_line(row))  # type: ignore[arg-type]
    assert len(read) == len(values)
    for cell, value in zip(read, values, strict=True):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            # A number stays one: a negative one is no formula.
            assert float(cell) == float(value)
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))


def test_a_file_says_what_it_is() -> None:
    rows = list(csv.reader(io.StringIO("".join(csv_file([{"a": 1, "b": "x"}, {"a": None, "b": "y"}], ABOUT)), newline="")))
    assert rows[1:] == [["a", "b"], ["1", "x"], ["", "y"]]
    [about] = rows[0]
    assert about.startswith("# According")
    for part in ("events", "ledger revision 3-4-0", "2025-02-01", "Kursk"):
        assert part in about
    assert "\n" not in about


@pytest.mark.parametrize("words", ["Fire, killed", 'a "quoted" word', "two\r\nlines", "x,=1+1", "x;@SUM(A1)", "x\t,\u2028-1", ",;,", ""])
def test_what_a_file_is_stands_on_one_unquoted_line(words: str) -> None:
    about = About(f"event 1f: {words}", "3-4-0", datetime(2025, 2, 1, tzinfo=UTC), {"place": words, "measure": words})
    first, rest = "".join(csv_file([{"a": "b"}], about)).split("\r\n", 1)
    assert first.startswith("# According")
    assert not set(first) & set('",\r\n\t')
    assert not any(piece.lstrip()[:1] in ("=", "+", "-", "@") for piece in first.split(";"))
    assert rest == "a\r\nb\r\n"


def test_geojson_says_how_far_a_place_reaches() -> None:
    feature = feature_object({"title": "x", "latitude": 51.7, "longitude": 36.2, "precision": "region"})
    assert feature["geometry"] == {"type": "Point", "coordinates": [36.2, 51.7]}
    assert feature["properties"] == {"title": "x", "precision": "region", "radius_km": 150.0}
    assert feature_object({"latitude": None, "longitude": None, "precision": None})["geometry"] is None
    file = json.loads("".join(geojson_file([json.dumps(feature), json.dumps(feature)], ABOUT)))
    assert (file["type"], len(file["features"]), file["about"]["filters"]["place"]) == ("FeatureCollection", 2, ABOUT.filters["place"])
    assert json.loads("".join(geojson_file([], ABOUT)))["features"] == []
