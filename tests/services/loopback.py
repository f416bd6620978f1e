"""A web server on the loopback address: pages and feeds with ETag, 304, 429 and failures, and a note of what was asked for."""
from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from according.errors import FetchError


@dataclass
class Given:
    """What the server gives at a path."""

    data: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Site:
    """A server whose pages are set by path; ``asked`` counts requests by path and status, ``agents`` their user agents."""

    def __init__(self) -> None:
        self.given: dict[str, Given | Callable[[], Given]] = {}
        self.asked: Counter[tuple[str, int]] = Counter()
        self.posted: list[tuple[str, dict[str, str], bytes]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site._answer(self)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                site.posted.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                site._answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def put(self, path: str, data: bytes | str, status: int = 200, **headers: str) -> None:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        self.given[path] = Given(data.encode() if isinstance(data, str) else data, status, said)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        found = self.given.get(handler.path, Given(b"", 404))
        given = found() if callable(found) else found
        tag = f'"{hashlib.sha256(given.data).hexdigest()[:16]}"'
        unchanged = given.status == 200 and handler.headers.get("If-None-Match") == tag
        status = 304 if unchanged else given.status
        self.asked[handler.path, status] += 1
        handler.send_response(status)
        for name, value in {"ETag": tag, **given.headers}.items():
            handler.send_header(name, value)
        body = b"" if unchanged else given.data
        handler.send_header("Content-Length", str(len(body)))
        # Whoever asked may be gone: some tests kill them.
        with suppress(ConnectionError):
            handler.end_headers()
            handler.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@dataclass(frozen=True)
class Got:
    data: bytes
    url: str
    status: int
    headers: Mapping[str, str]
    retrieved: datetime


def fetch(url: str, etag: str | None = None, modified: str | None = None) -> Got:
    """Fetch an address as whoever fetches for a watch does, without politeness."""
    headers = {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
    try:
        with requests.get(url, headers=headers, timeout=10) as answer:
            data = answer.content
    except requests.RequestException as error:
        raise FetchError(f"{url}: the connection failed ({type(error).__name__})") from None
    said = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status_code not in (200, 304):
        wait = said.get("retry-after")
        raise FetchError(f"{url}: the site answers with {answer.status_code}", answer.status_code, float(wait) if wait else None)
    return Got(data, answer.url, answer.status_code, said, datetime.now(UTC))
