"""
Recorders' tables, known by their columns: who publishes them, and for whom their codes of sources stand.

A recorder is the publisher of its table, and never the one who gave a number that it only relays. Who that is stands in the table's
column of sources, or nowhere; then nobody is named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from according.intake.tables.figure_columns import plain_name


@dataclass(frozen=True, slots=True)
class Recorder:
    """A recorder's table: its publisher, and the plain names of columns that it has and no other table has together."""

    publisher: str
    columns: frozenset[str]


_SERIES = frozenset("report_date report_source report_period killed_cum".split())
# UCDP's Georeferenced Event Dataset (version 23.1); the daily series of Tech for Palestine for Gaza and for Lebanon; the
# daily losses of Russia's army as the dataset "2022 Ukraine Russia War" has them, whose rows do not say who counted.
RECORDERS: tuple[Recorder, ...] = (
    Recorder("UCDP", frozenset("type_of_violence dyad_name where_prec deaths_a deaths_b deaths_civilians best high low".split())),
    Recorder("Tech for Palestine", _SERIES | frozenset("injured_cum ext_killed_cum ext_injured_cum".split())),
    Recorder("Tech for Palestine", _SERIES | frozenset("phase killed_cum_reported".split())),
    Recorder("2022 Ukraine Russia War dataset", frozenset({"date", "day", "personnel", "personnel_*"})),
)
# Whom the codes in Tech for Palestine's column of sources stand for, by its documentation.
SOURCE_CODES: Mapping[str, str] = {
    "mohtel": "Gaza Ministry of Health",
    "gmotel": "Gaza Government Media Office",
    "moph_lb": "Lebanon Ministry of Public Health",
}


def find_recorder(headings: Collection[str]) -> Recorder | None:
    """Return the recorder whose table has these headings, ``None`` where none of those known has."""
    names = frozenset(map(plain_name, headings))
    return next((recorder for recorder in RECORDERS if recorder.columns <= names), None)
