"""Logging in and out, where others than those at this machine can reach the desk; and who may."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from according.desk.desk import AtDesk, Desk
from according.desk.entering.admission import COOKIE, Admission
from according.desk.entering.sessions import LONGEST
from according.desk.rendering import render
from according.errors import LedgerError
from according.ledger.account import Account
from according.services.people.accounts import PASSWORD_LONGEST, check_password

router = APIRouter(include_in_schema=False)
NOT_FITTING = "Name and password do not fit."


@router.get("/login")
def ask_login(request: Request, desk: AtDesk, next: str = "/") -> HTMLResponse:
    """Ask who somebody is."""
    _admission(desk)
    return _page(request, next)


@router.post("/login")
async def log_in(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Form(max_length=400)] = "",
    password: Annotated[str, Form(max_length=PASSWORD_LONGEST)] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Log somebody in, unless the password is wrong or too many were."""
    admission = _admission(desk)
    keys = [("name", name.strip().casefold()), ("from", request.scope.get("came_from"))]
    wait = admission.attempts.wait(keys)
    if wait > 0:
        answer = _page(request, next, name, f"Too many attempts in vain; try again in {int(wait) + 1} seconds.", 429)
        answer.headers["retry-after"] = str(int(wait) + 1)
        return answer
    # Noted before it is known, so that many at once are not all free.
    admission.attempts.fail(keys)
    account = await run_sync(check_password, desk.ledger, name, password)
    if account is None:
        # Which of the two is wrong is told to nobody.
        return _page(request, next, name, NOT_FITTING, 401)
    admission.attempts.clear(keys)
    token = await run_sync(_begin, admission, request.cookies.get(COOKIE, ""), account)
    if token is None:
        return _page(request, next, name, NOT_FITTING, 401)
    told = RedirectResponse(inside(next), status_code=303)
    secure = request.scope["scheme"] == "https"
    told.set_cookie(COOKIE, token, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="strict", secure=secure, path="/")
    return told


@router.post("/logout")
def log_out(request: Request, desk: AtDesk) -> Response:
    """Log somebody out."""
    _admission(desk).sessions.end(request.cookies.get(COOKIE, ""))
    told = RedirectResponse("/login", status_code=303)
    told.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return told


@router.get("/users")
def show_users(request: Request, desk: AtDesk) -> HTMLResponse:
    """Show who may use the desk."""
    return render(request, "users.html", accounts=desk.ledger.account_list.listed())


def _admission(desk: Desk) -> Admission:
    """Return how people are known; raises a 404 where nobody logs in."""
    if desk.admission is None or desk.admission.header is not None:
        raise HTTPException(404, "Nobody logs in at this desk: it is open to this machine alone, or a proxy says who somebody is.")
    return desk.admission


def _begin(admission: Admission, before: str, account: Account) -> str | None:
    """Begin a session in place of the one that the browser had before, and return its token."""
    # One that cannot be ended now ends by itself; nobody is kept from logging in by it.
    with suppress(LedgerError):
        admission.sessions.end(before)
    return admission.sessions.begin(account)


def _page(request: Request, next: str, name: str = "", told: str = "", status: int = 200) -> HTMLResponse:
    return render(request, "login.html", status=status, next=inside(next), name=name[:400], told=told)


def inside(address: str) -> str:
    """Return an address of the desk's own, the front page for any other: a link to the login must not lead elsewhere after it."""
    # Browsers take a backslash for a slash, and pass over line breaks and tabs.
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if own else "/"
