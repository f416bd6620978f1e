"""Adding reports: pasted, sent as files or by a link; first what they would be read as, then filed."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from according.desk.desk import AtDesk, Desk
from according.desk.rendering import render
from according.desk.shown import number_words, show, tell_failing
from according.desk.tray import Parcel
from according.desk.uploads import UPLOADS_LONGEST, UPLOADS_MOST, Sent, Upload, receive_form
from according.errors import AccordingError, LedgerError, QuestionError, RequestError
from according.intake.text import Options
from according.intake.web.addresses import is_address
from according.services.papers.drafts import check_draft
from according.services.requests import read_day

router = APIRouter()
# The form's boxes, in their order.
_BOXES = ("text", "link", "published", "publisher", "url", "title")
# In seconds: a short text is read by then, and its reader sees no page of progress.
_SOON = 1.5
# Drafts that are listed on one page.
_LISTED_MOST = 200
_Number = Annotated[int, Query(ge=0, lt=2**31)]


@router.get("/add", include_in_schema=False)
def show_form(request: Request, desk: AtDesk, of: Annotated[str | None, Query(max_length=64)] = None) -> HTMLResponse:
    """Show the form, filled in with what was sent before where ``of`` names it."""
    parcel = None if of is None else desk.tray.get(of)
    return _form(request, Sent(dict(parcel.fields) if parcel else {}), kept=parcel)


@router.post("/add", include_in_schema=False)
async def take_in(request: Request, desk: AtDesk) -> Response:
    """Take in what the form sends, and lead to what it would be read as."""
    sent = Sent()
    try:
        sent = await receive_form(request)
        return await run_in_threadpool(_take, request, desk, sent)
    except (RequestError, LedgerError) as error:
        field = error.field if isinstance(error, RequestError) else "form"
        return await run_in_threadpool(_fail, request, desk, sent, field, error)


@router.get("/add/{id}", include_in_schema=False)
def show_parcel(request: Request, desk: AtDesk, id: str, report: _Number = 0, part: _Number = 1) -> HTMLResponse:
    """Show what was sent: how far it is read, what it would be filed as, or what became of it."""
    parcel = find_parcel(desk, id)
    alone = len(parcel.drafts) == 1
    if parcel.state == "ready" and (alone or report) and report <= len(parcel.drafts):
        at = 0 if alone else report - 1
        if parcel.drafts[at].refused is None and not parcel.failed:
            desk.tray.read(parcel, at)
            parcel.idle.wait(_SOON)
        outcome = parcel.read.get(at)
        values: dict[str, Any] = {"shown": None}
        if outcome is not None and outcome.refused is None:
            failing = tell_failing(check_draft(outcome))
            values = {"shown": show(outcome.reading, part), "failing": failing, "numbers": number_words(outcome.reading)}
        return render(request, "parcel.html", parcel=parcel, at=at, draft=parcel.drafts[at], outcome=outcome, **values)
    counted = Counter(draft.foreseen for draft in parcel.drafts)
    return render(request, "parcel.html", parcel=parcel, at=None, counted=counted, listed=_LISTED_MOST)


@router.post("/add/{id}", include_in_schema=False)
async def decide(request: Request, desk: AtDesk, id: str) -> Response:
    """File what was sent, or throw it away."""
    parcel = find_parcel(desk, id)
    if (await request.form()).get("do") == "drop":
        desk.tray.drop(parcel)
        return RedirectResponse("/add", 303)
    # What could not be filed the last time is tried again.
    desk.tray.file(parcel, desk.ledger)
    await run_in_threadpool(parcel.idle.wait, _SOON)
    return RedirectResponse(f"/add/{parcel.id}", 303)


def find_parcel(desk: Desk, id: str) -> Parcel:
    """Return what was sent, by the id of its page; raises QuestionError for what is no longer kept."""
    parcel = desk.tray.get(id)
    if parcel is None:
        gone = "what was sent is no longer kept here (for an hour, and not when the desk starts anew)"
        raise QuestionError(f"{gone}; go back and send it again")
    return parcel


def _take(request: Request, desk: Desk, sent: Sent) -> Response:
    uploads = _uploads(desk, sent)
    link = sent.get("link")
    if not (uploads or link or sent.get("text")):
        told = sent.told[0] if sent.told else "nothing to read: paste a text, choose a file or give a link"
        raise RequestError("text", told)
    # A path of this machine is none: a page must not read the desk's own files.
    if link and not is_address(link):
        raise RequestError("link", f"{link[:100]!r} is no address of a page; it begins with https:// or http://")
    published, title, publisher, url = (sent.get(name) or None for name in ("published", "title", "publisher", "url"))
    options = Options(read_day(published, "published"), title, publisher, url)
    parcel = Parcel(dict(sent.fields), uploads, options, list(sent.told))
    desk.tray.put(parcel, desk.ledger)
    parcel.idle.wait(_SOON)
    return RedirectResponse(f"/add/{parcel.id}", 303)


def _uploads(desk: Desk, sent: Sent) -> list[Upload]:
    """Return the files that a form sends, with those that the desk keeps of the form as it was sent before."""
    kept = desk.tray.get(sent.get("kept"))
    before = [] if kept is None else [upload for at, upload in enumerate(kept.uploads) if f"keep-{at}" in sent.fields]
    return [*before, *sent.files]


def _fail(request: Request, desk: Desk, sent: Sent, field: str, error: AccordingError) -> HTMLResponse:
    """Show the form again with all that was sent, and what is wrong with it; the files are kept here, for no form can hold them."""
    kept = None
    if uploads := _uploads(desk, sent):
        kept = Parcel(dict(sent.fields), uploads, Options(), state="ready")
        desk.tray.keep(kept)
    status = 503 if isinstance(error, LedgerError) else 422
    what = error.message if isinstance(error, RequestError) else str(error)
    return _form(request, sent, status, kept=kept, wrong={field: what})


def _form(
    request: Request, sent: Sent, status: int = 200, *, kept: Parcel | None = None, wrong: dict[str, str] | None = None
) -> HTMLResponse:
    boxes = {name: sent.fields.get(name, "") for name in _BOXES}
    limits = {"files": UPLOADS_MOST, "bytes": UPLOADS_LONGEST}
    return render(request, "add.html", status, boxes=boxes, kept=kept, wrong=wrong or {}, told=sent.told, limits=limits)
