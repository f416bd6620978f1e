"""Speakers: who is named in the ledger, what each has said, and what people set of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from according.desk.desk import AtDesk, Desk
from according.desk.listing import write_days
from according.desk.pages.review import list_taken_back, who_rules
from according.desk.rendering import render, speaker_address
from according.errors import ConflictError, LedgerError, RequestError
from according.exports.words.reckonings import left_out_by
from according.exports.words.rulings import opinion_cells, opinion_words
from according.ledger.finding.named import COUNTED_MOST
from according.records import SPEAKER_KINDS
from according.reliability import RELIABILITY_GRADES, SIDE_LONGEST
from according.services.browsing.spoken import find_speaker, page_speakers
from according.services.judge import file_rulings

router = APIRouter()
Words = Annotated[str, Query(max_length=300, description="Words of the name.")]
AfterName = Annotated[str, Query(max_length=1000, description="The name with which the page before ended.")]
After = Annotated[int | None, Query(ge=1, le=2**62, description="Where the page before ended.")]


@router.get("/speakers", include_in_schema=False)
def list_speakers(request: Request, desk: AtDesk, q: Words = "", after: AfterName = "") -> HTMLResponse:
    """Show a page of speakers by name."""
    page = desk.kept.get(desk.ledger, ("speakers", q, after), lambda: page_speakers(desk.ledger, q, after=after))
    return render(
        request, "speakers.html", page=page, words=q, first_page=not after, counted_most=COUNTED_MOST, opinion_cells=opinion_cells
    )


@router.get("/speakers/{name:path}", include_in_schema=False)
def show_speaker(request: Request, desk: AtDesk, name: str, after: After = None) -> HTMLResponse:
    """Show what a speaker has said, and what people set of him."""
    return _page(request, desk, name, after)


@router.post("/speakers/{name:path}", include_in_schema=False)
async def set_opinion(request: Request, desk: AtDesk, name: str) -> Response:
    """File how far somebody relies on a speaker, or his side; what cannot be filed is shown with its reason, and the form as it was."""
    form = {field: value for field, value in (await request.form()).items() if isinstance(value, str)}
    return await run_sync(_file, request, desk, name, form)


def _file(request: Request, desk: Desk, name: str, form: Mapping[str, str]) -> Response:
    kind, seen = form.get("ruling", ""), {name: frozenset(form.get("seen", "").split())}
    try:
        if kind not in SPEAKER_KINDS:
            raise RequestError("ruling", f"{kind[:60]!r} is nothing that is set of a speaker")
        file_rulings(desk.ledger, kind, name, [form.get("value", "")], who=who_rules(request), why=form.get("why", ""), seen=seen)
    except ConflictError:
        told = "Somebody else has ruled on this speaker meanwhile; nothing of yours was filed. Look at both, then send yours again."
        return _page(request, desk, name, None, form=form, told=told, status=409)
    except (LedgerError, RequestError) as error:
        # A value that cannot be is the form's; a ledger that cannot be written is its own.
        return _page(request, desk, name, None, form=form, told=str(error), status=422 if error.__cause__ is None else 503)
    return RedirectResponse(f"{speaker_address(name)}#set", status_code=303)


def _page(
    request: Request, desk: Desk, name: str, after: int | None, *, form: Mapping[str, str] | None = None, told: str = "", status: int = 200
) -> HTMLResponse:
    found = desk.kept.get(desk.ledger, ("speaker", name, after), lambda: find_speaker(desk.ledger, name, before=after))
    return render(
        request, "speaker.html", status=status, found=found, first_page=after is None, days=write_days, left_out_by=left_out_by,
        form=form or {}, told=told, who=who_rules(request), grades=RELIABILITY_GRADES, side_longest=SIDE_LONGEST,
        opinion_words=opinion_words, taken_back=list_taken_back(found.rulings), seen=" ".join(ruling.id for ruling in found.rulings),
    )  # fmt: skip
