"""Lists and events as files: CSV, JSON Lines and GeoJSON, as shown, each with the filters, the ledger's revision and its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse

from according.desk.api.answers import ID_PATTERN, LINES
from according.desk.api.events import listed_object
from according.desk.api.reports import write_matches
from according.desk.asking import FILTER_LONGEST, AskedFor, given_filters
from according.desk.desk import AtDesk, Desk
from according.desk.drawing import draw_places
from according.desk.pages.atlas import Boxed, find_mapped
from according.exports.about import About, about_object
from according.exports.formats import write_line
from according.exports.geojson import feature_line, geojson_file
from according.exports.objects.events import event_object
from according.exports.objects.finds import filing_object
from according.exports.objects.flat import Row
from according.exports.objects.readings import Object, dump_line
from according.exports.objects.tabled import event_rows, figure_row, filing_row, match_row, speaker_row, weighed_rows
from according.exports.sheets import csv_file
from according.exports.words.readings import said_by
from according.ledger.finding.named import COUNTED_MOST
from according.reckoning.events.event import Event
from according.records import Filing
from according.records import Query as Asked
from according.services.browsing.mapped import MAPPED_MOST
from according.services.browsing.matches import Matches, find_matches
from according.services.browsing.recent import every_event
from according.services.events import find_event
from according.services.requests import make_query, read_day

router = APIRouter()
Table = Literal["csv", "jsonl"]
Places = Literal["csv", "jsonl", "geojson"]
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": LINES, "geojson": "application/geo+json"}
# Rows of a list that are asked of the ledger together.
_AT_ONCE = 500
_Words = Annotated[str, Query(max_length=FILTER_LONGEST)]
_Day = Annotated[str | None, Query(max_length=40, description="A day: of reports published later nothing counts.")]


@router.get("/events.{form}", include_in_schema=False)
@router.get("/timeline.{form}", include_in_schema=False)
def save_events(form: Places, desk: AtDesk, filters: AskedFor) -> Response:
    """Save all events that fit the filters."""
    query, about = make_query(filters), _about(desk, "events", given_filters(filters))
    listed = every_event(desk.ledger, query)
    if form == "csv":
        return _send(csv_file((row for one in listed for row in event_rows(one.event, one.figure)), about), form, "events")
    if form == "geojson":
        return _send(geojson_file((_event_feature(one.event, one.figure) for one in listed), about), form, "events")
    return _send(_lines((listed_object(one) for one in listed), about), form, "events")


@router.get("/events/{id}.{form}", include_in_schema=False)
def save_event(
    id: Annotated[str, Path(pattern=ID_PATTERN)], form: Places, desk: AtDesk, filters: AskedFor, told_by: _Day = None
) -> Response:
    """Save an event: its figures, a row each, at their places, or the whole of it; of the filters the days by which it was known count."""
    query, day = Asked(known_at=make_query(filters).known_at), read_day(told_by, "told_by")
    event = desk.kept.get(desk.ledger, ("event", id, query, day), lambda: find_event(desk.ledger, id, query, told_by=day)).event
    given = {"told_by": "" if day is None else day.isoformat(), "known_at": filters.known_at}
    known = {name: value for name, value in given.items() if value}
    about = _about(desk, f"event {event.id}: {event.title}", known)
    if form == "csv":
        return _send(csv_file(weighed_rows(event), about), form, f"event-{event.id}")
    if form == "geojson":
        return _send(geojson_file((write_line("geojson", "row", row) for row in weighed_rows(event)), about), form, f"event-{event.id}")
    return _send(_lines([event_object(event)], about), form, f"event-{event.id}")


@router.get("/reports.{form}", include_in_schema=False)
def save_reports(form: Table, desk: AtDesk) -> Response:
    """Save the list of reports."""
    about, filings = _about(desk, "reports"), _every_filing(desk)
    if form == "csv":
        return _send(csv_file(map(filing_row, filings), about), form, "reports")
    return _send(_lines(map(filing_object, filings), about), form, "reports")


@router.get("/search.{form}", include_in_schema=False)
def save_matches(form: Table, desk: AtDesk, q: _Words = "") -> Response:
    """Save what words are found in, as the page shows it."""
    about, found = _about(desk, "search", {"q": q}), find_matches(desk.ledger, q.strip())
    if form == "csv":
        return _send(csv_file(_match_rows(found), about), form, "search")
    return _send(_lines([write_matches(found)], about), form, "search")


@router.get("/speakers.{form}", include_in_schema=False)
def save_speakers(form: Table, desk: AtDesk, q: _Words = "") -> Response:
    """Save the list of speakers in whose names the words stand."""
    about = _about(desk, "speakers", {"q": q} if q else {})
    rows = (speaker_row(name, statements, COUNTED_MOST) for name, statements in _every_speaker(desk, q))
    return _send(csv_file(rows, about) if form == "csv" else _lines(rows, about), form, "speakers")


@router.get("/map.{form}", include_in_schema=False)
def save_map(form: Places, desk: AtDesk, filters: AskedFor, box: Boxed = None) -> Response:
    """Save the figures whose places are on a part of the map, each at its place with its precision."""
    found, shown = find_mapped(desk, filters, box)
    what = "figures on the map" + (f", the latest {MAPPED_MOST} alone" if found.more else "")
    about = _about(desk, what, given_filters(filters) | ({"box": box} if box else {}))
    rows = (figure_row(filed) for circle in draw_places(found.places, shown) for filed in circle.mapped.figures)
    if form == "csv":
        return _send(csv_file(rows, about), form, "map")
    return _send(geojson_file(map(feature_line, rows), about) if form == "geojson" else _lines(rows, about), form, "map")


def _about(desk: Desk, what: str, filters: dict[str, str] | None = None) -> About:
    return About(what, desk.ledger.revision(), datetime.now(UTC), filters or {})


def _send(lines: Iterable[str], form: str, name: str) -> Response:
    """Return lines as a file that a browser saves; they are sent as they are made."""
    # A lone surrogate of a report is written as JSON's own escape; CSV has none any more.
    data = (line.encode("utf8", "backslashreplace") for line in lines)
    return StreamingResponse(data, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}.{form}"'})


def _lines(values: Iterable[Object], about: About) -> Iterator[str]:
    """Yield what a file is as its first line, and then a line for each object."""
    yield dump_line({"about": about_object(about)}) + "\n"
    for value in values:
        yield dump_line(value) + "\n"


def _event_feature(event: Event, figure: str) -> str:
    """Return an event at its place, with the range of each measure."""
    places = [item.filed.figure.place for item in event.counts[0].whole.figures]
    precision = next((place.precision for place in places if place is not None and event.place in (place.name, place.text)), None)
    ranges = {
        f"{row['measure']}_{end}" if row["unit"] == "people" else f"{row['measure']}_{row['unit']}_{end}": row[end]
        for row in event_rows(event, figure)
        for end in ("low", "best", "high")
    }
    where = {"place": event.place, "country": event.place_country, "latitude": event.latitude, "longitude": event.longitude}
    told = {"id": event.id, "figure": figure, "title": event.title, **where, "precision": precision, **ranges}
    return write_line("geojson", "row", told)


def _every_filing(desk: Desk) -> Iterator[Filing]:
    before: int | None = None
    while found := desk.ledger.latest_filings(_AT_ONCE, before=before):
        yield from (filing for _, filing in found)
        before = found[-1][0]


def _every_speaker(desk: Desk, words: str) -> Iterator[tuple[str, int]]:
    after = ""
    while found := desk.ledger.speakers(words, _AT_ONCE, after=after):
        # As on the page: who spoke in earlier readings alone answers for nothing now.
        yield from (one for one in found if one[1])
        after = found[-1][0]


def _match_rows(found: Matches) -> Iterator[Row]:
    for one in found.events:
        yield match_row("event", one.event.title, None, None, {"figure": one.figure})
    for filing, passage in found.reports:
        yield match_row("report", filing.title, passage, filing)
    for filing, statement in found.statements:
        yield match_row("statement", said_by(statement), statement.text, filing, {"statement": statement.id})
    for name in found.speakers:
        yield match_row("speaker", name, None)
    for name, country in found.places:
        yield match_row("place", name, country)
