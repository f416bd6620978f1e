"""The list of events: the newest first, page by page, by filters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from according.desk.asking import FILTER_WORDS, AskedFor, write_address
from according.desk.desk import AtDesk
from according.desk.listing import LIST_WORDS
from according.desk.rendering import render
from according.services.browsing.recent import EVENTS_A_PAGE, page_events, read_mark, write_mark
from according.services.filters import given_filters
from according.services.requests import known_values, make_query

router = APIRouter()
After = Annotated[str | None, Query(max_length=100, description="Where the page before ended: its `next`.")]


@router.get("/events", include_in_schema=False)
def list_events(request: Request, desk: AtDesk, filters: AskedFor, after: After = None) -> HTMLResponse:
    """Show a page of the events that fit some filters."""
    query, mark = make_query(filters), read_mark(after)
    page = desk.kept.get(desk.ledger, ("events", query, mark, EVENTS_A_PAGE), lambda: page_events(desk.ledger, query, before=mark))
    following = None if page.after is None else write_address("/events", filters, after=write_mark(page.after))
    return render(
        request, "events.html", page=page, following=following, first_page=after is None, asked=given_filters(filters),
        filter_words=FILTER_WORDS, known=known_values(), address=lambda path: write_address(path, filters), **LIST_WORDS,
    )  # fmt: skip
