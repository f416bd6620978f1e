"""
Who comes to the desk, and whether they may do what they ask for.

On this machine alone nobody is asked. A desk that others can reach asks everybody: either people log in, or a proxy that is trusted by its
address says who they are. Written for ASGI itself, so that no page goes by it; what is not named here needs the highest role.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from hashlib import sha256
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from according.desk.entering.admission import COOKIE, Admission
from according.desk.entering.sessions import seal_for
from according.desk.telling import tell
from according.errors import LedgerError, RequestError
from according.ledger.account import Account, Role
from according.ledger.base import Ledger
from according.services.people.accounts import read_name

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Anybody may open these: what a page needs to look like one, and the page at which people log in.
_ASKED_OF_NOBODY = ("/static/", "/login")
# What a change needs, by the beginning of its address; anything else is for editors.
_CHANGES: tuple[tuple[str, Role], ...] = (
    ("/review", "reviewer"), ("/rulings", "reviewer"), ("/speakers", "reviewer"), ("/api/rulings", "reviewer"), ("/logout", "reader"),
)  # fmt: skip


class Entry:
    """Find who sends a request, and refuse what they may not do; pages find the person in ``scope["person"]``."""

    def __init__(self, app: ASGIApp, admission: Admission, ledger: Ledger) -> None:
        self.app = app
        self.admission = admission
        self.ledger = ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, peer = Headers(scope=scope), (scope.get("client") or (None,))[0]
        trusted = self.admission.trusts(peer)
        if trusted and headers.get("x-forwarded-proto", "").lower() == "https":
            scope["scheme"] = "https"
        # Who is limited when attempts fail: what a trusted proxy says of the one before it.
        scope["came_from"] = headers.get("x-forwarded-for", "").rpartition(",")[2].strip() or peer if trusted else peer
        answer: ASGIApp = self.app
        if not scope["path"].startswith(_ASKED_OF_NOBODY):
            request = Request(scope, receive)
            try:
                refused = await self._judge(request, trusted)
            except LedgerError as error:
                refused = await tell(request, 503, str(error))
            answer = refused or self.app
        await answer(scope, receive, send)
        session = scope.get("session")
        if session is not None and self.admission.sessions.is_due(session):
            # Whoever asked has the answer already; what cannot be noted now will be with a later page.
            with suppress(LedgerError):
                await run_sync(self.admission.sessions.note, Request(scope).cookies[COOKIE])

    async def _judge(self, request: Request, trusted: bool) -> Response | None:
        """Find the person and return the answer to one who may not do this, ``None`` where they may."""
        scope, path = request.scope, request.url.path
        person, scope["seal"] = await (self._told(request) if self.admission.header and trusted else self._logged_in(request))
        if person is None:
            return await self._ask_who(request)
        scope["person"] = person
        needed = needed_role(request.method, path)
        if not person.may(needed):
            whose = "Whoever runs the desk gives roles: `according user role`."
            told = f"{person.name} has the role {person.role} here; this needs the role {needed}. {whose}"
            return await tell(request, 403, told)
        return None

    async def _told(self, request: Request) -> tuple[Account | None, str | None]:
        """Return the person whom a proxy names; one without an account is a reader."""
        try:
            # Proxies send names as UTF-8, which HTTP itself does not know of.
            name = read_name(request.headers.get(self.admission.header or "", "").encode("latin-1").decode())
        except (RequestError, UnicodeDecodeError):
            return None, None
        seal = hmac.new(self.admission.key, name.encode(), sha256).hexdigest()
        return await run_sync(self.ledger.account_list.find, name) or Account(name, "reader"), seal

    async def _logged_in(self, request: Request) -> tuple[Account | None, str | None]:
        """Return who has logged in, as the account is now: one that was removed, or has another password, is not logged in."""
        token = request.cookies.get(COOKIE, "")
        if self.admission.header or not token:
            return None, None
        session = await run_sync(self.admission.sessions.find, token)
        if session is None:
            return None, None
        request.scope["session"] = session
        return session.account, seal_for(token)

    async def _ask_who(self, request: Request) -> Response:
        if self.admission.header:
            return await tell(request, 403, "This desk is reached through a proxy that says who somebody is, and it said nobody.")
        if request.method in ("GET", "HEAD") and not request.url.path.startswith("/api/"):
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(asked, safe='')}", status_code=303)
        told = "Nobody is logged in any more; nothing was changed. Log in in another tab, then send this again."
        return await tell(request, 401, told)


def needed_role(method: str, path: str) -> Role:
    """Return the role that a request needs."""
    if method in _READING:
        return "editor" if path == "/users" or path.startswith("/users/") else "reader"
    return next((role for start, role in _CHANGES if path == start or path.startswith(start + "/")), "editor")


def person_of(request: Request) -> Account | None:
    """Return who sent a request, ``None`` where the desk asks nobody."""
    person: Account | None = request.scope.get("person")
    return person
