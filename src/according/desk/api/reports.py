"""Reports, figures and what is found by words as JSON; and the reading of a text that is not filed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import HTTPException
from pydantic import BaseModel, Field

from according.desk.api.answers import (
    A_LIST,
    A_PAGE,
    AN_OBJECT,
    NONE_SUCH,
    NOT_CHANGED,
    NOT_JSON,
    PROBLEMS,
    STREAM,
    After,
    AnyId,
    Many,
    Tagged,
    WholeId,
    json_answer,
    lines_answer,
    wants_lines,
)
from according.desk.asking import AskedFor
from according.desk.desk import AtDesk, Desk
from according.exports.objects.events import event_object
from according.exports.objects.evidence import evidence_object
from according.exports.objects.finds import filing_object, found_object, matches_object
from according.exports.objects.readings import Object, iso_day, to_object
from according.exports.objects.rulings import opinion_object
from according.intake.text import Options
from according.ledger.finding.latest import mark_of
from according.services.browsing.holding import Holding
from according.services.browsing.matches import Matches, find_matches
from according.services.browsing.recent import read_mark, write_mark
from according.services.browsing.spoken import find_opinion, page_speakers
from according.services.evidence import find_evidence
from according.services.filters import FILTER_LONGEST
from according.services.read import READING_TURN, UNREAD_LONGEST, read_text
from according.services.requests import make_query, read_day

router = APIRouter(prefix="/api", route_class=Tagged, responses=PROBLEMS | NOT_CHANGED)
LISTED_FIRST = 50
# No speaker's name is longer.
SPEAKER_LONGEST = 1_000
Words = Annotated[str, Query(min_length=1, max_length=FILTER_LONGEST, description="Words; those in quotation marks belong together.")]
AnyWords = Annotated[str, Query(max_length=FILTER_LONGEST, description="Words of the name; all are listed where there are none.")]
AfterName = Annotated[str, Query(max_length=500, description="Where the page before ended: its `next`.")]
AfterNumber = Annotated[int | None, Query(ge=1, lt=2**62, description="Where the page before ended: its `next`.")]
Called = Annotated[str, Path(min_length=1, max_length=SPEAKER_LONGEST, description="The name, as the list has it.")]


class Unread(BaseModel):
    """A text to be read, and what is known of it; nothing of it is filed."""

    text: str = Field(min_length=1, max_length=UNREAD_LONGEST, description="The report.")
    published: str | None = Field(None, max_length=FILTER_LONGEST, description="Its day: 2025-01-27.")
    title: str | None = Field(None, max_length=FILTER_LONGEST, description="Its title.")
    publisher: str | None = Field(None, max_length=FILTER_LONGEST, description="Who published it.")
    url: str | None = Field(None, max_length=2_000, description="Where.")


@router.get("/reports", tags=["reports"], response_class=Response, responses=A_PAGE)
def list_reports(
    request: Request, desk: AtDesk, after: AfterNumber = None, limit: Many = LISTED_FIRST
) -> Response:  # fmt: skip
    """List the reports, the one that was filed last first. With `Accept: application/jsonl` all of them stream, a line each."""
    if wants_lines(request):
        return lines_answer(every_report(desk))
    found = desk.ledger.latest_filings(limit + 1, before=after)
    following = str(found[limit - 1][0]) if len(found) > limit else None
    return json_answer({"items": [filing_object(filing) for _, filing in found[:limit]], "next": following})


@router.get("/reports.jsonl", tags=["reports"], response_class=Response, responses=STREAM)
def stream_reports(desk: AtDesk) -> Response:
    """Stream all reports, a line each, the one that was filed last first."""
    return lines_answer(every_report(desk))


@router.get("/reports/{id}", tags=["reports"], response_class=Response, responses=AN_OBJECT | NONE_SUCH)
def show_report(id: WholeId, desk: AtDesk) -> Response:
    """Show a report's newest reading; it has the keys of a reading (docs/json.md), and `text`."""
    reading = desk.ledger.reading(id)
    if reading is None:
        raise HTTPException(404, f"{id}: no report of the ledger has this id; it takes all 32 digits")
    return json_answer({**to_object(reading), "text": reading.report.text})


@router.get("/figures", tags=["figures"], response_class=Response, responses=A_LIST)
def list_figures(desk: AtDesk, filters: AskedFor, after: After = None, limit: Many = LISTED_FIRST) -> Response:
    """List the figures that fit the filters as they were read, the one with the latest day first, each with its words and its report."""
    query, mark = make_query(filters), read_mark(after)
    found = desk.kept.get(desk.ledger, ("figures", query, mark, limit), lambda: desk.ledger.latest(query, limit, before=mark))
    following = write_mark(mark_of(found[-1])) if len(found) == limit else None
    return json_answer({"items": [found_object(filed) for filed in found], "next": following})


@router.get("/figures/{id}", tags=["figures"], response_class=Response, responses=AN_OBJECT | NONE_SUCH)
def show_figure(id: AnyId, desk: AtDesk) -> Response:
    """Show a figure's evidence: its words where they stand, who says them, in which reports, and the rulings on it."""
    if desk.ledger.figure(id) is None and desk.ledger.replaced_figure(id) is None:
        raise HTTPException(404, f"{id}: no figure of the ledger has this id")
    found = find_evidence(desk.ledger, id)
    return json_answer(evidence_object(found.filed, found.text, found.rulings, found.later, found.origins))


@router.get("/search", tags=["search"], response_class=Response, responses=AN_OBJECT)
def search(q: Words, desk: AtDesk) -> Response:
    """Find words in events, reports, statements, speakers and places."""
    words = q.strip()
    return json_answer(write_matches(desk.kept.get(desk.ledger, ("search", words), lambda: find_matches(desk.ledger, words))))


@router.get("/speakers", tags=["search"], response_class=Response, responses=A_LIST)
def list_speakers(desk: AtDesk, q: AnyWords = "", after: AfterName = "", limit: Many = LISTED_FIRST) -> Response:
    """
    List the speakers in whose names the words stand, or all, by name, each with the number of its statements, counted up to 100.

    `set` has those of them of whom people set a reliability or a side.
    """
    page = page_speakers(desk.ledger, q, after=after, limit=limit)
    items = [{"name": name, "statements": many} for name, many in page.speakers]
    return json_answer({"items": items, "set": [opinion_object(opinion) for opinion in page.opinions.values()], "next": page.after})


@router.get("/speakers/{name:path}", tags=["search"], response_class=Response, responses=AN_OBJECT | NONE_SUCH)
def show_speaker(name: Called, desk: AtDesk) -> Response:
    """Show what people set of a speaker: `reliability` (A to F) and `side`, each null where nobody has; neither is ever inferred."""
    return json_answer(opinion_object(find_opinion(desk.ledger, name)))


@router.get("/places", tags=["search"], response_class=Response, responses=A_LIST)
def list_places(desk: AtDesk, q: AnyWords = "", after: AfterName = "", limit: Many = LISTED_FIRST) -> Response:
    """List the places in whose names the words begin a word, or all, by name in small letters, each with the code of its country."""
    # A place is known by its name and its country: there is a Springfield in several.
    last, _, country = after.rpartition("|")
    found = desk.ledger.places(q, limit + 1, after=(last, country))
    following = f"{found[limit - 1][0]}|{found[limit - 1][1] or ''}" if len(found) > limit else None
    return json_answer({"items": [{"name": name, "country": code} for name, code in found[:limit]], "next": following})


@router.post("/read", tags=["reports"], response_class=Response, responses=AN_OBJECT | NOT_JSON)
def read(sent: Unread) -> Response:
    """Read a text, and file nothing of it; the answer has the keys of a reading (docs/json.md). Where people log in it is for editors."""
    options = Options(read_day(sent.published, "published"), sent.title, sent.publisher, sent.url)
    with READING_TURN:
        return json_answer(to_object(read_text(sent.text, options)))


def write_matches(found: Matches) -> Object:
    """Return what was found as an object."""
    # Numbers that an event's own page does not have would be told of it elsewhere.
    events = [{**event_object(one.event), "figure": one.figure} if one.whole else _told_object(one) for one in found.events]
    return matches_object(found.words, events, found.reports, found.statements, found.speakers, found.places)


def _told_object(found: Holding) -> Object:
    first, last = found.event.told
    return {"figure": found.figure, "title": found.event.title, "told": {"from": iso_day(first), "to": iso_day(last)}}


def every_report(desk: Desk) -> Iterator[Object]:
    """Yield all reports as objects, the one that was filed last first."""
    before: int | None = None
    while found := desk.ledger.latest_filings(LISTED_FIRST, before=before):
        yield from (filing_object(filing) for _, filing in found)
        before = found[-1][0]
