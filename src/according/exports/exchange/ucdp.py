"""
A table with the 49 columns of UCDP's Georeferenced Event Dataset (GED 20.1), of events, by UCDP's rules as docs/rule-sets.md has them.

It is *like* theirs and none of theirs: nobody coded it, no id in it is one of UCDP's, and what only their coders decide stays empty: which
conflict and dyad, who is which side, of what type the violence is, and how precise place and day are.
"""

from __future__ import annotations

from according.exports.exchange.form import Column, Form
from according.exports.exchange.incidents import EMPTY, Incident, incident_table
from according.exports.objects.flat import Row
from according.exports.objects.readings import iso_day, plain_number

_CODED = (
    "active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name "
    "side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b"
)
_SIDES = "empty, which is not zero: no side is known to be UCDP's side a or b"
_UCDP_COLUMNS = (
    Column("id", "text", "the id of the event in the ledger; it is no number of UCDP's"),
    Column("relid", "text", EMPTY),
    Column("year", "count", "the year of date_start"),
    *(Column(name, "text", EMPTY) for name in _CODED.split()),
    Column("number_of_sources", "count", "how many reports tell of the event"),
    Column("source_article", "text", "the reports' ids in the ledger, with semicolons"),
    Column("source_office", "text", "their publishers, in the same order; the place of one that is not known is empty"),
    Column("source_date", "text", "their days"),
    Column("source_headline", "text", "their titles"),
    Column("source_original", "text", "who answers for the numbers that low, best and high rest on"),
    Column("where_prec", "count", EMPTY),
    Column("where_coordinates", "text", "the place that most figures name"),
    *(Column(name, "text", EMPTY) for name in ("where_description", "adm_1", "adm_2")),
    Column("latitude", "degrees", "a point for the place; how near, where_prec would say"),
    Column("longitude", "degrees", "the same"),
    Column("geom_wkt", "text", "the same as well-known text"),
    Column("priogrid_gid", "count", EMPTY),
    Column("country", "text", "the country of the place, by name"),
    *(Column(name, "text", EMPTY) for name in ("country_id", "region", "event_clarity", "date_prec")),
    Column("date_start", "day", "the first day of the event"),
    Column("date_end", "day", "its last day"),
    Column("deaths_a", "count", _SIDES),
    Column("deaths_b", "count", _SIDES),
    Column("deaths_civilians", "count", "best, where the reports call all those who were killed civilians; else empty"),
    Column("deaths_unknown", "count", "best, where they do not; else empty"),
    Column("best", "count", "UCDP's best estimate by docs/rule-sets.md: the low end unless `--house best=…` says otherwise"),
    Column("high", "count", "the highest reliable estimate"),
    Column("low", "count", "the lowest reliable estimate"),
    *(Column(name, "count", EMPTY) for name in ("gwnoa", "gwnob")),
)


def _row(incident: Incident) -> Row:
    event, verdict, first = incident.event, incident.verdict, incident.event.first
    best = plain_number(verdict.best)
    civilians = incident.dead.question.population_kind == "civilian"
    located = event.latitude is not None and event.longitude is not None
    return {
        "id": event.id, "year": first.year if first else None, "number_of_sources": len(event.reports),
        "source_article": incident.told("id"), "source_office": incident.told("publisher"), "source_date": incident.told("published"),
        "source_headline": incident.told("title"), "source_original": "; ".join(incident.speakers) or None,
        "where_coordinates": event.place, "latitude": event.latitude, "longitude": event.longitude,
        "geom_wkt": f"POINT ({event.longitude} {event.latitude})" if located else None, "country": incident.country,
        "date_start": iso_day(first), "date_end": iso_day(event.last),
        "deaths_civilians": best if civilians else None, "deaths_unknown": None if civilians else best,
        "best": best, "high": plain_number(verdict.high), "low": plain_number(verdict.low),
    }  # fmt: skip


UCDP = Form(
    "ucdp", "UCDP GED-like CSV", ".csv", "text/csv; charset=utf-8", {"events": incident_table("ucdp", _UCDP_COLUMNS, _row)},
    lacks=(
        "Conflict, dyad, sides and type of violence are empty: they are coders' decisions. Nothing says that there is a conflict at all: "
        "an earthquake is a row too, unless filters leave it out.",
        "deaths_a and deaths_b are empty, all dead are unknown, or civilians where reports call all of them so; none is divided up.",
        "Only incidents are rows: totals so far and counts of months would count the dead again; where nobody counts dead there is no row.",
        "The precision of place and day, regions, grid cells, and whether an actor passes 25 deaths in a year are not in it.",
        "Of a number only the range is in it: who says which, and where, is in jsonl.",
    ),
    source="UCDP GED 20.1", rules=("ucdp",), mute=True, columns={"events": _UCDP_COLUMNS},
)  # fmt: skip
