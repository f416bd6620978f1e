"""
The desk's door: which requests come in, and the headers under which every answer goes out.

Written for ASGI itself, so that no page, error or file of the desk goes by it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
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


class Guard:
    """
    Let in what was sent to the desk by name and, where it changes anything, from the desk's own pages.

    A page elsewhere can make a browser send a form here, or point a name of its own at this machine. The first is told by the headers
    ``Sec-Fetch-Site`` and ``Origin``, which no page can forge; the second by ``Host``. A program that sends neither header is no browser.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        refused = self._judge(scope["method"], Headers(scope=scope))
        answer = self.app if refused is None else PlainTextResponse(refused, status_code=403)
        await answer(scope, receive, sent)

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
