"""Lists as files: events, reports, speakers, what is on the map or was found, what waits for review, and what people ruled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from according.desk.api.events import listed_object
from according.desk.api.reports import write_matches
from according.desk.asking import AskedFor
from according.desk.desk import AtDesk, Desk
from according.desk.drawing import draw_places
from according.desk.listing import change_of
from according.desk.pages.atlas import Boxed, find_mapped
from according.desk.pages.review import list_taken_back
from according.desk.saving.files import Places, Table, about_file, save_rows
from according.exports.geojson import event_feature
from according.exports.objects.events import event_object
from according.exports.objects.finds import filing_object
from according.exports.objects.flat import Row
from according.exports.objects.readings import plain_number
from according.exports.objects.rulings import ruling_object
from according.exports.objects.tabled import event_rows, figure_row, filing_row, judged_row, match_row, speaker_row
from according.exports.words.doubts import doubt_words
from according.exports.words.readings import said_by
from according.ledger.finding.named import COUNTED_MOST
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import weigh_rulings
from according.records import Filing, Ruling
from according.records import Query as Asked
from according.services.browsing.changed import Changed, changed_events
from according.services.browsing.mapped import MAPPED_MOST
from according.services.browsing.matches import Matches, find_matches
from according.services.browsing.recent import every_event
from according.services.browsing.spoken import find_opinions
from according.services.filters import FILTER_LONGEST, given_filters
from according.services.people.agreed import Share, find_agreement
from according.services.people.review import Item, find_queue
from according.services.requests import make_query

router = APIRouter(include_in_schema=False)
# Rows of a list that are asked of the ledger together.
_AT_ONCE = 500
_Words = Annotated[str, Query(max_length=FILTER_LONGEST)]


@router.get("/events.{form}")
@router.get("/timeline.{form}")
def save_events(form: Places, desk: AtDesk, filters: AskedFor) -> Response:
    """Save all events that fit the filters."""
    listed = every_event(desk.ledger, make_query(filters))
    about = about_file(desk, "events", given_filters(filters))
    # The events are gone through once, in the form that is asked for.
    return save_rows(
        (row for one in listed for row in event_rows(one.event, one.figure)), about, form, "events",
        objects=lambda: map(listed_object, listed), features=lambda: (event_feature(one.event, one.figure) for one in listed),
    )  # fmt: skip


# The feed itself stands beside these.
@router.get("/feeds/events.{form:ending}")
def save_changed(form: Table, desk: AtDesk) -> Response:
    """Save the events that the newest reports tell of, the latest first, each with what these changed."""
    changed = desk.kept.get(desk.ledger, "changed", lambda: changed_events(desk.ledger))
    about = about_file(desk, "events of the newest reports")
    rows = ({**row, **_changed(one)} for one in changed for row in event_rows(one.event, one.figure))
    objects = ({**event_object(one.event), "figure": one.figure, **_changed(one)} for one in changed)
    return save_rows(rows, about, form, "changed-events", objects=lambda: objects)


@router.get("/reports.{form}")
def save_reports(form: Table, desk: AtDesk) -> Response:
    """Save the list of reports."""
    filings = _every_filing(desk)
    rows = map(filing_row, filings)
    return save_rows(rows, about_file(desk, "reports"), form, "reports", objects=lambda: map(filing_object, filings))


@router.get("/search.{form}")
def save_matches(form: Table, desk: AtDesk, q: _Words = "") -> Response:
    """Save what words are found in, as the page shows it."""
    found = find_matches(desk.ledger, q.strip())
    about = about_file(desk, "search", {"q": q})
    return save_rows(_match_rows(found), about, form, "search", objects=lambda: [write_matches(found)])


@router.get("/speakers.{form}")
def save_speakers(form: Table, desk: AtDesk, q: _Words = "") -> Response:
    """Save the list of speakers in whose names the words stand, with what people set of them."""
    opinions = find_opinions(desk.ledger)
    rows = (speaker_row(name, statements, COUNTED_MOST, opinions.get(name)) for name, statements in _every_speaker(desk, q))
    return save_rows(rows, about_file(desk, "speakers", {"q": q} if q else {}), form, "speakers")


@router.get("/map.{form}")
def save_map(form: Places, desk: AtDesk, filters: AskedFor, box: Boxed = None) -> Response:
    """Save the figures whose places are on a part of the map, each at its place with its precision."""
    found, shown = find_mapped(desk, filters, box)
    what = "figures on the map" + (f", the latest {MAPPED_MOST} alone" if found.more else "")
    about = about_file(desk, what, given_filters(filters) | ({"box": box} if box else {}))
    rows = (figure_row(filed) for circle in draw_places(found.places, shown) for filed in circle.mapped.figures)
    return save_rows(rows, about, form, "map")


@router.get("/review.{form}")
def save_queue(form: Places, desk: AtDesk, before: Annotated[int | None, Query(ge=0)] = None) -> Response:
    """Save what waits for a person, in order, each figure with its doubts."""
    queue = desk.kept.get(desk.ledger, ("review", before), lambda: find_queue(desk.ledger, before=before))
    about = about_file(desk, "figures that wait for review", {} if before is None else {"before": str(before)})
    return save_rows(map(_queue_row, queue.items), about, form, "review")


@router.get("/rulings.{form}")
def save_rulings(form: Table, desk: AtDesk) -> Response:
    """Save all rulings: a table as the page shows them, the newest first, or lines that `according rulings --import` takes."""
    rulings = desk.ledger.rulings()
    about = about_file(desk, "rulings")
    return save_rows(_ruling_rows(desk, rulings), about, form, "rulings", objects=lambda: map(ruling_object, rulings))


@router.get("/agreement.{form}")
def save_agreement(form: Table, desk: AtDesk) -> Response:
    """Save how far people and the machine agree."""
    found = find_agreement(desk.ledger)
    shares = (("is a figure at all", found.figures), ("right in every field", found.whole), *found.kept)
    return save_rows((_share_row(*one) for one in shares), about_file(desk, "agreement between people and machine"), form, "agreement")


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


def _changed(one: Changed) -> Row:
    """Return when the last of the newest reports of an event was filed, and what they changed, as the front page words it."""
    return {"filed": one.filed.isoformat(timespec="seconds"), "changes": "; ".join(map(change_of, one.changes)) or None}


def _queue_row(item: Item) -> Row:
    doubts = "; ".join(doubt_words(doubt.kind, doubt.detail) for doubt in item.doubts) or None
    return {**figure_row(item.filed), "doubts": doubts, "rank": round(item.rank, 3)}


def _ruling_rows(desk: Desk, rulings: Sequence[Ruling]) -> Iterator[Row]:
    """Yield rulings as rows, the newest first, each with the figure that it is on as it is corrected now."""
    taken_back, standing = list_taken_back(rulings), weigh_rulings(rulings)
    newest = rulings[::-1]
    for together in (newest[at : at + _AT_ONCE] for at in range(0, len(newest), _AT_ONCE)):
        on = tuple(dict.fromkeys(ruling.subject for ruling in together))
        held = {filed.id: filed for filed in correct_figures(desk.ledger.find(Asked(figures=on)), standing)}
        yield from (judged_row(one, held.get(one.subject), taken_back=one.id in taken_back) for one in together)


def _share_row(field: str, share: Share) -> Row:
    low, high = share.interval or (None, None)
    return {
        "field": field, "yes": share.many, "no": share.of - share.many, "share": _rounded(share.value), "interval_low": _rounded(low),
        "interval_high": _rounded(high),
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else plain_number(round(value, 4))
