"""
The desk's door: which requests come in and how large, and the headers under which every answer goes out.

Written for ASGI itself, so that no page, error or file of the desk goes by it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing from elsewhere, no script and no style that is not a file of the desk.
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "font-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
# A page that is made to stand in other people's pages, which nothing can be sent from.
EMBEDDED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace("form-action 'self'", "form-action 'none'")
# `same-origin` and not `no-referrer`: under that a browser would send a form without saying where it comes from.
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# In bytes: what an address may ask for behind its path, what a form may hold, and what may come where reports are added.
QUERY_MOST, FORM_MOST, UPLOAD_MOST = 8_000, 1 << 20, 1 << 30
# Addresses to which reports are sent; what comes there is not held as a whole (:mod:`according.desk.uploads`).
_UPLOADS = ("/add", "/api/reports", "/api/read")

logger = logging.getLogger("according.desk")


class Guard:
    """
    Let in what was sent to the desk by name and, where it changes anything, from the desk's own pages.

    A page elsewhere can make a browser send a form here, or point a name of its own at this machine. The first is told by the headers
    ``Sec-Fetch-Site`` and ``Origin``, which no page can forge; the second by ``Host``. A program that sends neither header is no browser.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], told: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self.app = app
        self.hosts = frozenset(name.lower() for name in hosts)
        # What is answered where a page fails.
        self.told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        headers, most = Headers(scope=scope), UPLOAD_MOST if scope["path"].startswith(_UPLOADS) else FORM_MOST
        refused = self._judge(scope["method"], headers)
        if refused is not None:
            await PlainTextResponse(refused, status_code=403)(scope, receive, sent)
        elif (large := _too_large(scope, headers, most)) is not None:
            await large(scope, receive, sent)
        else:
            try:
                await self.app(scope, _counted(receive, most), sent)
            # Whatever a page fails of: the answer says so under the desk's own headers, and the next request is answered as ever.
            except Exception as error:
                # The path alone: what stands behind it, and what was sent, is nobody's business in a log.
                logger.exception("the desk failed on %s %s", scope["method"], scope["path"])
                if begun:
                    raise
                await (await self.told(Request(scope), error))(scope, receive, sent)

    def _judge(self, method: str, headers: Headers) -> str | None:
        """Return why a request is refused, ``None`` where it is let in."""
        host = headers.get("host", "")
        if _name(host) not in self.hosts:
            return f"This desk does not answer to the name {host[:100]!r}; open it by the address that it printed when it started.\n"
        if method in _READING:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        foreign = site not in (None, "same-origin", "none") or (origin is not None and urlsplit(origin).netloc != host)
        return "This was sent from another site's page; nothing was changed.\n" if foreign else None


def _too_large(scope: Scope, headers: Headers, most: int) -> Response | None:
    """Return the answer to what says itself that it is too large, ``None`` where it does not."""
    if len(scope.get("query_string", b"")) > QUERY_MOST:
        return PlainTextResponse(f"The address is too long: more than {QUERY_MOST:,} bytes behind the path.\n", status_code=414)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        return PlainTextResponse(_too_much(most) + "\n", status_code=413)
    return None


def _too_much(most: int) -> str:
    return f"This is more than the {most >> 20} MiB that may be sent here; nothing was changed. Large collections: according add FOLDER."


def _counted(receive: Receive, most: int) -> Receive:
    """Return what gives the body on, and refuses it once it is more than it may be, whatever it said of its length."""
    left = most

    async def received() -> Message:
        nonlocal left
        # Whoever asks again after that is refused at once: the rest may never come.
        if left >= 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if left >= 0:
                return message
        raise HTTPException(413, _too_much(most))

    return received


def _name(host: str) -> str:
    """Return a host without its port, in small letters."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _add_headers(headers: MutableHeaders) -> None:
    """Add the headers that the answer does not have by itself."""
    headers.setdefault("content-security-policy", POLICY)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    # Answers follow the ledger, so they are asked for again; files with their hash in the address say otherwise themselves.
    headers.setdefault("cache-control", "no-cache")
