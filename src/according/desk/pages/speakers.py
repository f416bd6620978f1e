"""Speakers: who is named in the ledger, and what each has said."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from according.desk.desk import AtDesk
from according.desk.listing import write_days
from according.desk.rendering import render
from according.exports.words.reckonings import left_out_by
from according.ledger.finding.named import COUNTED_MOST
from according.services.browsing.spoken import find_speaker, page_speakers

router = APIRouter()
Words = Annotated[str, Query(max_length=300, description="Words of the name.")]
AfterName = Annotated[str, Query(max_length=1000, description="The name with which the page before ended.")]
After = Annotated[int | None, Query(ge=1, le=2**62, description="Where the page before ended.")]


@router.get("/speakers", include_in_schema=False)
def list_speakers(request: Request, desk: AtDesk, q: Words = "", after: AfterName = "") -> HTMLResponse:
    """Show a page of speakers by name."""
    page = desk.kept.get(desk.ledger, ("speakers", q, after), lambda: page_speakers(desk.ledger, q, after=after))
    return render(request, "speakers.html", page=page, words=q, first_page=not after, counted_most=COUNTED_MOST)


@router.get("/speakers/{name:path}", include_in_schema=False)
def show_speaker(request: Request, desk: AtDesk, name: str, after: After = None) -> HTMLResponse:
    """Show what a speaker has said."""
    found = desk.kept.get(desk.ledger, ("speaker", name, after), lambda: find_speaker(desk.ledger, name, before=after))
    return render(request, "speaker.html", found=found, first_page=after is None, days=write_days, left_out_by=left_out_by)
