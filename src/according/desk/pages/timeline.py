"""Events over the days, page by page, with what was counted."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from according.desk.asking import FILTER_WORDS, AskedFor, write_address
from according.desk.desk import AtDesk
from according.desk.drawing import TIMELINE_SHEETS, draw_timeline
from according.desk.listing import LIST_WORDS
from according.desk.pages.events import After
from according.desk.rendering import render
from according.services.browsing.recent import EVENTS_A_PAGE, page_events, read_mark, write_mark
from according.services.filters import given_filters
from according.services.requests import known_values, make_query

router = APIRouter()


@router.get("/timeline", include_in_schema=False)
def show_timeline(request: Request, desk: AtDesk, filters: AskedFor, after: After = None) -> HTMLResponse:
    """Show a page of the events that fit some filters over their days."""
    query, mark = make_query(filters), read_mark(after)
    page = desk.kept.get(desk.ledger, ("events", query, mark, EVENTS_A_PAGE), lambda: page_events(desk.ledger, query, before=mark))
    following = None if page.after is None else write_address("/timeline", filters, after=write_mark(page.after))
    return render(
        request, "timeline.html", page=page, drawings=[draw_timeline(page.events, sheet) for sheet in TIMELINE_SHEETS],
        following=following, first_page=after is None, asked=given_filters(filters), filter_words=FILTER_WORDS, known=known_values(),
        address=lambda path: write_address(path, filters), **LIST_WORDS,
    )  # fmt: skip
