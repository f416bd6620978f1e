"""A real server on loopback, whose answers a test writes, and a clock that does not wait."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from according.intake.web.addresses import Resolve
from according.intake.web.fetching import Fetcher, Limits
from according.intake.web.pacing import Clock
from according.intake.wishes import Wishes

NOW = datetime(2024, 3, 4, 12, 0, tzinfo=UTC)


class Request(BaseHTTPRequestHandler):
    """One request, with short ways to answer it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = server.routes.get(self.path)
        try:
            if answer is None:
                self.give(b"not here", status=404)
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            # Whoever asked has heard enough.
            self.close_connection = True

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer with a body; ``content_type="text/html"`` is the header ``content-type``."""
        self.begin(status, **{"content_length": str(len(body)), **headers})
        self.wfile.write(body)

    def begin(self, status: int = 200, **headers: str) -> None:
        """Send the head of an answer alone."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Answers by path; ``asked`` are the paths and headers that it was asked with."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.routes: dict[str, Callable[[Request], object]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(routes: Mapping[str, Callable[[Request], object]], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()
    server.routes.update(routes)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Slept(list[float]):
    """A clock on which waiting takes no time, and how long it was waited."""

    def __init__(self) -> None:
        self.at = 0.0

    def sleep(self, seconds: float) -> None:
        self.append(seconds)
        self.at += seconds

    def clock(self, chance: float = 0.0) -> Clock:
        return Clock(seconds=lambda: self.at, sleep=self.sleep, now=lambda: NOW, chance=lambda: chance)


def fetcher(
    server: Server, *, slept: Slept | None = None, resolve: Resolve | None = None, hosts: tuple[str, ...] = (), **limits: object
) -> Fetcher:
    """Return a fetcher that may reach this server alone, beside hosts that are named."""
    held = Limits(**{"robots": False, "seconds": 10.0, **limits})  # type: ignore[arg-type]
    wishes = Wishes(hosts=(f"127.0.0.1:{server.server_port}", *hosts))
    return Fetcher(wishes, held, resolve or resolved({}), (slept if slept is not None else Slept()).clock())


def resolved(names: Mapping[str, str | list[str]]) -> Resolve:
    """Return a resolver of these names; an address in numbers is itself, and every other name is unknown."""

    def resolve(host: str, port: int) -> list[str]:
        if host in names:
            found = names[host]
            return [found] if isinstance(found, str) else found
        try:
            socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
        except OSError:
            raise socket.gaierror(f"unknown: {host}") from None
        return [host]

    return resolve
