"""One search box over events, reports, statements, speakers and places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from according.desk.desk import AtDesk
from according.desk.listing import LIST_WORDS
from according.desk.rendering import render
from according.services.browsing.matches import Matches, find_matches
from according.services.filters import FILTER_LONGEST

router = APIRouter()


@router.get("/search", include_in_schema=False)
def search(request: Request, desk: AtDesk, q: Annotated[str, Query(max_length=FILTER_LONGEST)] = "") -> HTMLResponse:
    """Show what the words are found in."""
    words = q.strip()
    found = desk.kept.get(desk.ledger, ("search", words), lambda: find_matches(desk.ledger, words)) if words else Matches(words)
    return render(request, "search.html", found=found, **LIST_WORDS)
