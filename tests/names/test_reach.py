"""How far places reach: by their kind, and of lands by where their towns lie."""

from __future__ import annotations

import pytest

from according.names.reach import REACHES, reach_of
from according.statement import Place, Precision


def place(name: str, country: str | None, latitude: float, longitude: float, precision: Precision | None) -> Place:
    return Place(0, len(name), name, name, country, latitude, longitude, precision)


@pytest.mark.parametrize(("name", "country", "at", "precision", "low", "high"), [
    ("a checkpoint", "UA", (50.0, 30.0), "point", 1, 1), ("Kursk", "RU", (51.73, 36.18), "city", 10, 10),
    ("Kursk Oblast", "RU", (51.75, 36.25), "region", 60, 200), ("Russia", "RU", (60.0, 100.0), "country", 1_000, 4_000),
    ("Lebanon", "LB", (33.83, 35.83), "country", 20, 90), ("somewhere", None, (10.0, 10.0), None, 150, 150),
    ("nowhere", "ZZ", (10.0, 10.0), "country", 500, 500),
])  # fmt: skip
def test_places_reach_as_far_as_their_towns(
    name: str, country: str | None, at: tuple[float, float], precision: Precision | None, low: float, high: float
) -> None:  # fmt: skip
    reach = reach_of(place(name, country, *at, precision))
    assert reach is not None
    assert low <= reach <= high


def test_without_a_point_nothing_reaches() -> None:
    assert reach_of(Place(0, 1, "a")) is None
    assert sorted(REACHES.values()) == list(REACHES.values())
