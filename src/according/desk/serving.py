"""Serving a desk over HTTP until it is told to end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from according.desk.app import make_app
from according.desk.desk import LOCAL_HOSTS, Desk
from according.desk.entering.admission import Admission
from according.desk.entering.sessions import Sessions
from according.errors import RequestError
from according.ledger.base import Ledger
from according.services.read import passing_seldom

# So many connections may wait to be taken up: two hundred readers at once are no fault.
_BACKLOG = 512
# Beyond so many connections a stranger is told that the desk is busy, rather than the desk's own memory being filled.
CONNECTIONS_MOST = 1_000
# In seconds: how long the head of a request may take to come, and how long its body before it is to come at so many bytes a second; how
# often that is looked at. Whoever sends a byte now and then would else keep a connection for ever, and a thousand of them the desk.
HEAD_LONGEST, BODY_GRACE, LOOKED_EACH = 20.0, 20.0, 2.0
BODY_SLOWEST = 500
# Pages that are made at the same time; each may take two connections to the ledger.
PAGES_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a certificate (its chain, PEM) and of its key, by which pages travel encrypted."""

    chain: Path
    key: Path


def serve(desk: Desk, host: str, port: int, told: Callable[[str], None], certificate: Certificate | None = None) -> None:
    """
    Serve a desk until the process is interrupted.

    ``port`` 0 takes any that is free. ``told`` is given the desk's address once it can be opened. Raises
    :class:`~according.errors.RequestError` where the address cannot be had, or the certificate is none.
    """
    with closing(_listen(host, port)) as listening:
        name, taken = listening.getsockname()[:2]
        # Without a log of requests: addresses hold what people search for. Who sends a request is told by its connection, and only
        # `according.desk.entering.entry` believes a proxy.
        config = uvicorn.Config(
            few_at_once(make_app(desk)), log_level="warning", access_log=False, server_header=False, lifespan="off", proxy_headers=False,
            limit_concurrency=CONNECTIONS_MOST, use_colors=False, http=Hurried,
            ssl_certfile=certificate.chain if certificate else None, ssl_keyfile=certificate.key if certificate else None,
        )  # fmt: skip
        try:
            config.load()
        except OSError as error:
            raise RequestError("certificate", f"the certificate cannot be used ({error}); give its chain and its key as PEM") from None
        told(f"{'https' if certificate else 'http'}://{f'[{name}]' if ':' in name else name}:{taken}/")
        # Answers are kept until the ledger changes: full passes of the collector would go through all of them for each new one.
        with suppress(KeyboardInterrupt), passing_seldom():
            uvicorn.Server(config).run(sockets=[listening])


class Hurried(H11Protocol):
    """A connection that is closed where its request does not come: neither within its time nor at its pace."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look after it."""
        super().connection_made(transport)
        self._stage, self._since, self._came = "", self.loop.time(), 0
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take what comes, and count it."""
        self._came += len(data)
        super().data_received(data)

    def _look(self) -> None:
        """Close it where it is too slow, else look again in a while."""
        if self.transport.is_closing():
            return
        cycle, now = self.cycle, self.loop.time()
        stage = "head" if cycle is None or cycle.response_complete else "body" if cycle.more_body else "answer"
        # Where nothing more is taken in, because a page is not done with what came, it is not the client who is slow.
        if stage != self._stage or self.flow.read_paused:
            self._stage, self._since, self._came = stage, now, 0
        late = now - self._since
        slow = late > HEAD_LONGEST if stage == "head" else late > BODY_GRACE and self._came < BODY_SLOWEST * late
        if slow and stage != "answer":
            self.transport.close()
            return
        self.loop.call_later(LOOKED_EACH, self._look)


def few_at_once(app: ASGIApp) -> ASGIApp:
    """Return the application with as many threads for its pages as help: more would wait for one another and each hold a connection."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        current_default_thread_limiter().total_tokens = PAGES_AT_ONCE
        await app(scope, receive, send)

    return answer


def admit(
    ledger: Ledger, host: str, *, names: Sequence[str] = (), login: bool = False, header: str | None = None, trusted: Sequence[str] = ()
) -> tuple[tuple[str, ...], Admission | None]:
    """
    Return under which names a desk at an address answers, and how it knows who comes; nobody is asked on this machine alone.

    ``login`` asks there too. ``header`` is the one in which proxies at the addresses or networks ``trusted`` say who somebody is. Raises
    :class:`~according.errors.RequestError` where others could reach the desk and nothing says who they are.
    """
    networks = tuple(_network(address) for address in trusted)
    if header is not None and not networks:
        raise RequestError("trust", "anybody could send the header; name the address of the proxy that does, as 127.0.0.1")
    if networks and header is None and not login and is_loopback(host):
        raise RequestError("trust", "there is nothing that the proxy is trusted with; name the header in which it says who somebody is")
    answers = (*LOCAL_HOSTS, *names, *([] if names else _names_of(host)))
    if is_loopback(host) and header is None and not login:
        return answers, None
    if header is None and not any(account.secret for account in ledger.account_list.listed()):
        how = "make an account first (according user add NAME --role editor), or let a proxy that is trusted say who somebody is"
        raise RequestError("host", f"{host}: others could open this desk, and nobody has an account; {how}")
    return answers, Admission(Sessions(ledger.account_list), header, networks)


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches what listens at an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _network(address: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(address, strict=False)
    except ValueError:
        raise RequestError("trust", f"{address!r} is no address; give one as 127.0.0.1, or a network as 10.0.0.0/24") from None


def _names_of(host: str) -> list[str]:
    """Return by which names others reach what listens at an address, as far as this machine knows."""
    try:
        everywhere = ip_address(host).is_unspecified
    except ValueError:
        return [host]
    if not everywhere:
        return [f"[{host}]" if ":" in host else host]
    own = socket.gethostname()
    with suppress(OSError):
        found = {str(row[4][0]).partition("%")[0] for row in socket.getaddrinfo(own, None)}
        return [own, *sorted(f"[{address}]" if ":" in address else address for address in found)]
    return [own]


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise RequestError("host", f"{host}: no such host ({error.strerror})") from None
    listening = socket.socket(family, kind, protocol)
    try:
        # A desk that was ended a moment ago leaves its port to this one. Windows would share the port with another program instead.
        if socket.SO_REUSEADDR and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listening.close()
        what = getattr(error, "strerror", None) or error
        raise RequestError("port", f"{host}, port {port} cannot be had ({what}); give another port, or 0 for any that is free") from None
    return listening
