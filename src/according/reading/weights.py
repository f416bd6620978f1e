"""
How places and times are weighed against each other: one number for each thing that speaks for or against them.

The numbers stand in ``data/weights.toml``, each with what it weighs.

    >>> default().tie_clause
    4.0
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from math import isfinite

from according.errors import LexiconError
from according.statement import Precision


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights by their ids in ``data/weights.toml``, where each has its note."""

    tie_clause: float
    tie_below: float
    tie_noun: float
    tie_above: float
    tie_beside: float
    tie_saying_beside: float
    tie_saying_above: float
    place_least: float
    place_named: float
    place_opening: float
    place_background: float
    place_capital: float
    place_close: float
    place_counted: float
    place_between: float
    place_words: float
    place_within: float
    place_within_side: float
    narrow_point: float
    narrow_district: float
    narrow_city: float
    narrow_region: float
    narrow_country: float
    narrow_unknown: float
    narrow_common: float
    narrow_continent: float
    narrow_bare_side: float
    narrow_country_side: float
    part_of_whole: float
    part_object: float
    part_described: float
    part_befallen: float
    part_cased: float
    part_cased_noun: float
    part_other: float
    part_modifier: float
    part_modifier_country: float
    part_subject: float
    part_subject_country: float
    part_owner: float
    part_ward: float
    part_enemy: float
    part_bound: float
    part_fighting: float
    part_agent: float
    part_acting: float
    told_least: float
    told_narrower: float
    told_inside: float
    told_touched: float
    told_within: float
    again_country: float
    again_town: float
    again_fading: float
    again_called: float
    spoken_country: float
    spoken_people: float
    spoken_region: float
    spoken_town: float
    main_share: float
    main_share_owner: float
    namesake_margin: float
    namesake_main: float
    namesake_spoken: float
    namesake_region: float
    namesake_country: float
    namesake_town: float
    namesake_own: float
    time_least: float
    time_named: float
    time_start: float
    time_opening: float
    time_background: float
    time_loose: float
    time_whole: float
    time_tallied: float
    time_words: float

    def narrow(self, precision: Precision | None) -> float:
        """Return what a place gains for being as narrow as that."""
        kinds: dict[Precision | None, float] = {
            "point": self.narrow_point, "district": self.narrow_district, "city": self.narrow_city, "region": self.narrow_region,
            "country": self.narrow_country, None: self.narrow_unknown,
        }  # fmt: skip
        return kinds[precision]


def parse_weights(source: str) -> Weights:
    """
    Check the rows of a file of weights and build them.

    Raises :class:`~according.errors.LexiconError` for a row that is unknown, missing or there twice, and for one without number or note.
    """
    rows, values = tomllib.loads(source).get("weight", []), dict[str, float]()
    known = [field.name for field in fields(Weights)]
    if not isinstance(rows, list):
        raise LexiconError(f"weights: {rows!r} is no list of rows; write each as a table [[weight]]")
    for row in rows:
        name = row.get("id")
        label = f"weights, row {name!r}"
        if name not in known:
            raise LexiconError(f"{label}: no rule weighs by it; the ids are the fields of according.reading.weights.Weights")
        if name in values:
            raise LexiconError(f"{label}: stands twice; keep one")
        if set(row) != {"id", "value", "note"} or not str(row["note"]).strip():
            raise LexiconError(f"{label}: has {', '.join(row)}; give id, value and note")
        # To Python True is a number; in a file it is a slip.
        if not isinstance(row["value"], int | float) or isinstance(row["value"], bool) or not isfinite(row["value"]):
            raise LexiconError(f"{label}: value is {row['value']!r}; give a number")
        values[name] = float(row["value"])
    if missing := [name for name in known if name not in values]:
        raise LexiconError(f"weights: {', '.join(missing)} missing; add a row for each")
    return Weights(**values)


@cache
def default() -> Weights:
    """Return the package's own weights, loaded once."""
    return parse_weights((files("according") / "data" / "weights.toml").read_text(encoding="utf8"))
