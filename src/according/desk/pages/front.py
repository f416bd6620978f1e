"""The front page: what is new in the ledger, what it changed, and what waits for a person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from according.desk.desk import AtDesk, Desk
from according.desk.listing import LIST_WORDS
from according.desk.rendering import render
from according.records import Contents, Filing
from according.services.browsing.changed import Changed, changed_events
from according.services.browsing.unruled import count_unruled

router = APIRouter()
# Rows of the two tables.
REPORTS_SHOWN, CHANGED_SHOWN = 10, 8


@router.get("/", include_in_schema=False)
def show_front(request: Request, desk: AtDesk) -> HTMLResponse:
    """Show what is in the ledger."""
    contents, changed, newest, unruled = desk.kept.get(desk.ledger, "front", lambda: _reckon_front(desk))
    return render(request, "front.html", contents=contents, changed=changed, newest=newest, unruled=unruled, **LIST_WORDS)


def _reckon_front(desk: Desk) -> tuple[Contents, list[Changed], list[Filing], int]:
    """Return what the ledger holds, its events that changed most, its newest reports, and how many figures no person has looked at."""
    contents = desk.ledger.contents(by_measure=False)
    changed = sorted(changed_events(desk.ledger), key=lambda one: one.weight, reverse=True)
    newest = [filing for _, filing in desk.ledger.latest_filings(REPORTS_SHOWN)]
    return contents, changed[:CHANGED_SHOWN], newest, count_unruled(desk.ledger)
