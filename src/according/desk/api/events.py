"""Events and questions as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response

from according.desk.api.answers import (
    A_PAGE,
    AN_OBJECT,
    NONE_SUCH,
    NOT_CHANGED,
    PROBLEMS,
    STREAM,
    After,
    AnyId,
    Many,
    Tagged,
    json_answer,
    lines_answer,
    wants_lines,
)
from according.desk.asking import AskedFor
from according.desk.desk import AtDesk, Desk
from according.exports.objects.events import event_object
from according.exports.objects.readings import Object
from according.exports.objects.reckonings import reckoning_object
from according.records import Query
from according.services.ask import question_of
from according.services.browsing.recent import EVENTS_A_PAGE, EventPage, Listed, every_event, page_events, read_mark, write_mark
from according.services.events import find_event
from according.services.requests import make_query

router = APIRouter(prefix="/api", route_class=Tagged, responses=PROBLEMS | NOT_CHANGED)


@router.get("/events", tags=["events"], response_class=Response, responses=A_PAGE)
def list_events(request: Request, desk: AtDesk, filters: AskedFor, after: After = None, limit: Many = EVENTS_A_PAGE) -> Response:
    """
    List events that have a figure fitting the filters, the one with the latest such figure first.

    Each has the keys of an event (docs/json.md), and `figure`: one of its figures, by which it is found again. With `Accept:
    application/jsonl` all of them stream, a line each.
    """
    query = make_query(filters)
    if wants_lines(request):
        return lines_answer(_every(desk, query))
    mark = read_mark(after)
    page = desk.kept.get(desk.ledger, ("events", query, mark, limit), lambda: page_events(desk.ledger, query, limit=limit, before=mark))
    return json_answer(_page_object(page))


@router.get("/events.jsonl", tags=["events"], response_class=Response, responses=STREAM)
def stream_events(desk: AtDesk, filters: AskedFor) -> Response:
    """Stream all events that fit the filters, a line each, the one with the latest figure that fits first."""
    return lines_answer(_every(desk, make_query(filters)))


@router.get("/events/{id}", tags=["events"], response_class=Response, responses=AN_OBJECT | NONE_SUCH)
def show_event(id: AnyId, desk: AtDesk, filters: AskedFor) -> Response:
    """Show an event whole (docs/json.md), by its id or that of a question or figure in it; of the filters `known_at` counts alone."""
    query = Query(known_at=make_query(filters).known_at)
    found = desk.kept.get(desk.ledger, ("event", id, query), lambda: find_event(desk.ledger, id, query))
    return json_answer(event_object(found.event, ungrouped=found.ungrouped))


@router.get("/questions/{id}", tags=["events"], response_class=Response, responses=AN_OBJECT | NONE_SUCH)
def show_question(id: AnyId, desk: AtDesk, filters: AskedFor) -> Response:
    """Reckon a question (docs/json.md), by its id or that of a figure in it, with those of its figures that fit the filters."""
    query = make_query(filters)
    found = desk.kept.get(desk.ledger, ("question", id, query), lambda: question_of(desk.ledger, id, query))
    return json_answer(reckoning_object(found.reckoning, ungrouped=found.ungrouped))


def listed_object(listed: Listed) -> Object:
    """Return an event of a list with the figure by which it is found again."""
    return {**event_object(listed.event), "figure": listed.figure}


def _page_object(page: EventPage) -> Object:
    following = None if page.after is None else write_mark(page.after)
    return {"items": [listed_object(one) for one in page.events], "next": following, "ungrouped": page.ungrouped}


def _every(desk: Desk, query: Query) -> Iterator[Object]:
    return (listed_object(one) for one in every_event(desk.ledger, query))
