"""
What the columns of a table of figures are, by their headings: who is counted and what befell them, and which column has the day, the place
and the source.

A heading with a word that is not known here says something that is not known here ("killed_recovered"), and its numbers are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from according.report import Span
from according.statement import Measure, Precision

Bound = Literal["low", "best", "high"]

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|\*")
_MEASURE_WORDS: Mapping[str, Measure] = {
    **dict.fromkeys(("killed", "deaths", "death", "dead", "died", "fatalities", "fatality", "kia"), "killed"),
    **dict.fromkeys(("injured", "injuries", "injury", "wounded", "wia"), "wounded"),
    **dict.fromkeys(("casualties",), "casualties"),
    **dict.fromkeys(("missing", "mia"), "missing"),
    **dict.fromkeys(("captured", "pow", "pows"), "captured"),
    **dict.fromkeys(("detained", "arrested"), "detained"),
    **dict.fromkeys(("abducted", "kidnapped"), "abducted"),
    **dict.fromkeys(("displaced", "idps"), "displaced"),
    **dict.fromkeys(("surrendered",), "surrendered"),
}  # fmt: skip
_BOUND_WORDS: Mapping[str, Bound] = {
    **dict.fromkeys(("low", "lowest", "lower", "min", "minimum"), "low"),
    **dict.fromkeys(("best",), "best"),
    **dict.fromkeys(("high", "highest", "upper", "max", "maximum"), "high"),
}  # fmt: skip
# Of whom a column counts; the kinds are those of :data:`according.names.parties.KINDS`, ``None`` where none of them fits.
_WHOM_WORDS: Mapping[str, str | None] = {
    **dict.fromkeys(("civilian", "civilians", "civ", "noncombatants"), "civilian"),
    **dict.fromkeys(("child", "children", "girls", "boys", "minors"), "child"),
    **dict.fromkeys(("women", "woman", "female", "females", "men", "man", "male", "males", "elderly"), "other"),
    **dict.fromkeys(("soldier", "soldiers", "military", "troops", "combatant", "combatants"), "military"),
    **dict.fromkeys(("militant", "militants", "fighter", "fighters", "rebels", "insurgents"), "militant"),
    **dict.fromkeys(("police", "policemen"), "police"),
    **dict.fromkeys(("journalist", "journalists", "press"), "journalist"),
    **dict.fromkeys(("medic", "medics", "med", "medical", "health", "paramedics", "doctors"), "medic"),
    **dict.fromkeys(("humanitarians",), "aid-worker"),
    **dict.fromkeys(("aid", "seeker", "seekers", "workers", "civdef", "belligerents", "personnel", "staff", "non"), None),
}  # fmt: skip
# They say no more than that people are counted.
_PLAIN_WORDS = frozenset(
    "number numbers no of the in people persons person count total totals all reported confirmed official n num nb toll new daily".split()
)
_RUNNING_WORDS = frozenset({"cum", "cumulative", "cumulated"})
_SIDE_WORDS = frozenset({"a", "b"})
# Columns that a list of an army's losses has beside that of its people, and tables of other kinds have not.
_MATERIEL = frozenset({"tank", "tanks", "apc", "aircraft", "helicopter", "field_artillery", "mrl", "drone", "personnel_*"})

# A table has the same headings in every row.
HEADINGS_KEPT = 4_096
DAY_HEADINGS = ("date", "report_date", "event_date", "incident_date", "day_date")
# Those of them that are the day of the report itself.
REPORT_DAY_HEADINGS = ("report_date",)
START_HEADINGS = ("date_start", "start_date", "date_from", "from_date", "first_date")
END_HEADINGS = ("date_end", "end_date", "date_to", "to_date", "last_date")
YEAR_HEADINGS = ("year",)
DATED_HEADINGS = frozenset({*DAY_HEADINGS, *START_HEADINGS, *END_HEADINGS})
# In hours.
PERIOD_HEADINGS = ("report_period",)
SOURCE_HEADINGS = ("source", "report_source", "reported_by", "according_to", "said_by", "claimed_by", "source_name", "sources")
# What a recorder has its number from: named, but not the one who gives it.
GROUND_HEADINGS = ("source_original", "source_article", "source_office")
COUNTRY_HEADINGS = ("country", "country_name")
LATITUDE_HEADINGS, LONGITUDE_HEADINGS = ("latitude", "lat"), ("longitude", "lon", "lng")
# From the nearest to the farthest.
PLACE_HEADINGS: Mapping[str, Precision | None] = {
    "where_coordinates": None, "place": None, "location": None, "where": None, "city": "city", "town": "city", "village": "city",
    "adm_2": "district", "admin_2": "district", "admin2": "district", "district": "district", "adm_1": "region", "admin_1": "region",
    "admin1": "region", "governorate": "region", "province": "region", "oblast": "region", "area": None, "country": "country",
    "country_name": "country",
}  # fmt: skip
# A table with one of these has an event in each row, which somebody has coded from what others reported.
_OF_EVENTS = frozenset({"event_id", "event_id_cnty", "incident_id", "event_type", "type_of_violence", "sub_event_type"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What the numbers of a column count.

    ``whom`` is the place of the words in the heading that tell whom, and ``kind`` what these are. ``side`` is the column that names them
    instead. ``stem`` is the heading without the words for the ends of an interval: columns of one stem make one figure.
    """

    measure: Measure
    stem: str
    whom: Span | None = None
    kind: str | None = None
    side: str | None = None
    bound: Bound | None = None
    running: bool = False


@lru_cache(maxsize=HEADINGS_KEPT)
def plain_name(heading: str) -> str:
    """Return a heading in small letters with "_" between its words: "Publication date" and "publicationDate" are "publication_date"."""
    return "_".join(_WORD.findall(heading)).casefold()


@lru_cache(maxsize=HEADINGS_KEPT)
def find_meaning(heading: str, beside: frozenset[str]) -> Meaning | None:
    """
    Return what a column counts, or ``None`` where its heading names no measure or says more than is known here.

    ``beside`` are the plain names of the row's columns: "best" counts deaths beside "deaths_civilians".
    """
    words = [(match[0].casefold(), Span(*match.span())) for match in _WORD.finditer(heading)]
    if not words or not all(_is_known(word) for word, _ in words):
        return None
    measures = {_MEASURE_WORDS[word] for word, _ in words if word in _MEASURE_WORDS}
    bounds = [_BOUND_WORDS[word] for word, _ in words if word in _BOUND_WORDS]
    sides = [f"side_{word}" for word, _ in words if word in _SIDE_WORDS]
    whom = [(word, span) for word, span in words if word in _WHOM_WORDS]
    measure, running = _measure(measures, words, beside), any(word in _RUNNING_WORDS for word, _ in words)
    if measure is None or len(bounds) > 1 or len(sides) > 1 or any(side not in beside for side in sides):
        return None
    if not measures and whom:
        # "personnel" is the column of losses itself, and names nobody's people.
        whom, running = [], True
    kind = next((_WHOM_WORDS[word] for word, _ in whom if _WHOM_WORDS[word] is not None), None)
    return Meaning(
        measure, "_".join(word for word, _ in words if word not in _BOUND_WORDS), Span(whom[0][1].start, whom[-1][1].end) if whom else None,
        kind, next(iter(sides), None), next(iter(bounds), None), running,
    )  # fmt: skip


def _is_known(word: str) -> bool:
    lists: tuple[Collection[str], ...] = (_MEASURE_WORDS, _BOUND_WORDS, _WHOM_WORDS, _PLAIN_WORDS, _RUNNING_WORDS, _SIDE_WORDS)
    return any(word in known for known in lists)


def _measure(measures: Collection[Measure], words: Collection[tuple[str, Span]], beside: Collection[str]) -> Measure | None:
    """Return what befell those counted; of a heading that does not say it, what the columns beside it say."""
    if len(measures) == 1:
        return next(iter(measures))
    held = [word for word, _ in words]
    if not measures and held == ["personnel"] and not _MATERIEL.isdisjoint(beside):
        # An army's losses of people: killed, wounded, captured and missing together.
        return "casualties"
    # The three estimates of an event dataset, beside its deaths by side.
    ends_only = not measures and all(word in _BOUND_WORDS for word in held)
    return "killed" if ends_only and any(name.startswith(("deaths_", "fatalities_")) for name in beside) else None


def counts_people(heading: str) -> bool:
    """Say whether a heading has a word for what befalls people, whatever else it says."""
    return any(word in _MEASURE_WORDS for word in plain_name(heading).split("_"))


def is_coded(beside: Collection[str]) -> bool:
    """Say whether a table's numbers are its publisher's own, made from what the sources reported: a dataset of events."""
    return not _OF_EVENTS.isdisjoint(beside)
