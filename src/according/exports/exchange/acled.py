"""
A table with ACLED's columns, of events, by ACLED's rules as docs/rule-sets.md has them: one number of deaths, the most conservative.

It is *like* theirs and none of theirs: nobody coded it, no id in it is one of ACLED's, and what only their coders decide stays empty: of
what type the event is, who the actors are, and how precise place and day are.
"""

from __future__ import annotations

from collections.abc import Iterator

from according.exports.exchange.form import Column, Form
from according.exports.exchange.incidents import EMPTY, Incident, incident_table
from according.exports.objects.flat import Row
from according.exports.objects.readings import iso_day, plain_number

_EVENT_CODED = "time_precision disorder_type event_type sub_event_type"
_ACTORS = "actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting region"
_ACLED_COLUMNS = (
    Column("data_id", "text", "the id of the event in the ledger; it is no number of ACLED's"),
    *(Column(name, "text", EMPTY) for name in ("iso", "event_id_cnty", "event_id_no_cnty")),
    Column("event_date", "day", "the first day of the event; notes say where it has several"),
    Column("year", "count", "the year of event_date"),
    *(Column(name, "text", EMPTY) for name in _EVENT_CODED.split()),
    *(Column(name, "text", EMPTY) for name in _ACTORS.split()),
    Column("country", "text", "the country of the place, by name"),
    *(Column(name, "text", EMPTY) for name in ("admin1", "admin2", "admin3")),
    Column("location", "text", "the place that most figures name"),
    Column("latitude", "degrees", "a point for the place; how near, geo_precision would say"),
    Column("longitude", "degrees", "the same"),
    Column("geo_precision", "count", EMPTY),
    Column("source", "text", "the publishers of its reports, each once"),
    Column("source_scale", "text", EMPTY),
    Column("notes", "text", "what the event is called, who answers for the number, a dispute, and who is said by whomever to have done it"),
    Column("fatalities", "count", "the lowest reliable number by docs/rule-sets.md"),
    *(Column(name, "text", EMPTY) for name in ("timestamp", "iso3")),
)


def _row(incident: Incident) -> Row:
    event, first = incident.event, incident.event.first
    publishers = dict.fromkeys(filing.publisher for filing in event.reports if filing.publisher)
    return {
        "data_id": event.id, "event_date": iso_day(first), "year": first.year if first else None, "country": incident.country,
        "location": event.place, "latitude": event.latitude, "longitude": event.longitude, "source": "; ".join(publishers) or None,
        "notes": " ".join(_notes(incident)), "fatalities": plain_number(incident.verdict.best),
    }  # fmt: skip


def _notes(incident: Incident) -> Iterator[str]:
    event = incident.event
    yield f"{event.title}."
    if event.first != event.last:
        yield f"From {event.first} to {event.last}."
    if incident.speakers:
        yield f"Fatalities as said by {'; '.join(incident.speakers)}."
    # What a house leaves out is the same in every row, and stands with the rule-set.
    yield from (f"{note}." for note in incident.verdict.notes if not note.startswith("left out"))
    if event.perpetrators:
        yield f"Said to have done it: {'; '.join(event.perpetrators)}."


ACLED = Form(
    "acled", "ACLED-like CSV", ".csv", "text/csv; charset=utf-8", {"events": incident_table("acled", _ACLED_COLUMNS, _row)},
    lacks=(
        "Types of events, actors and their codes are empty: they are coders' decisions. Nothing says that there is a conflict at all: an "
        "earthquake is a row too, unless filters leave it out.",
        "Who is said to have done it stands in the notes and in no column of actors: a report's blame is no finding.",
        "Only incidents are rows: totals so far and counts of months would count the dead again; where nobody counts dead there is no row.",
        "The precision of place and day, administrative regions and ACLED's own ids are not in it.",
        "Of a number only the lowest is in it: who says which, and where, is in jsonl.",
    ),
    source="ACLED", rules=("acled",), mute=True, columns={"events": _ACLED_COLUMNS},
)  # fmt: skip
