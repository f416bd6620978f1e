"""
One request over one connection that is cut at its deadline, whatever the other side does.

A time limit on each read does not bound the whole: a host that sends one byte a second keeps every one of them. So a watch closes the
connection from outside when the time is over, in the middle of a handshake, a header or a body.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial

from according.errors import InputError
from according.intake.web.addresses import Address, Guard
from according.intake.web.deadline import work_within
from according.version import __version__

# Said with every request: who asks, without a page that would say more, for there is none.
USER_AGENT = f"according/{__version__} (reads reports for the person who runs it; has no homepage)"
# In seconds: a host that says nothing for so long is not waited for.
SILENCE_LONGEST = 15.0
# An address that does not answer by then gives way to the host's next one.
CONNECT_LONGEST = 8.0


@contextmanager
def request(
    address: Address, guard: Guard, seconds: float, headers: Mapping[str, str], body: bytes | None = None
) -> Iterator[http.client.HTTPResponse]:
    """
    Ask for an address, or post a ``body`` to it, and give the answer, whose body is not read yet.

    ``seconds`` bounds the whole block. The name is resolved and judged here, and the connection goes to the very address that was judged.
    Raises :class:`~according.errors.InputError` where the address is refused or does not answer, and for what goes wrong in the block.
    """
    end = time.monotonic() + seconds
    ips = find_ips(address, guard, seconds)
    try:
        with _connect(address, ips, end) as connected, _watch(connected, end):
            line = http.client.HTTPConnection(address.host, address.port)
            line.sock = connected if address.scheme == "http" else _encrypt(connected, address)
            with line.sock:
                said = {"User-Agent": USER_AGENT, "Connection": "close", **headers}
                line.request("GET" if body is None else "POST", address.target, body, headers=said)
                with line.getresponse() as answer:
                    yield answer
    except ssl.SSLCertVerificationError as error:
        why = f"its certificate is not good ({error.verify_message.rstrip('.')}); check the address, or save the page and give the file"
        raise InputError(f"{address.shown}: not fetched: {why}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= end or isinstance(error, TimeoutError):
            raise InputError(f"{address.shown}: not fetched: no whole answer within {seconds:.0f} s; try again later") from None
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{address.shown}: not fetched: the connection failed ({why}); check the address and try again later") from None


def find_ips(address: Address, guard: Guard, seconds: float) -> tuple[str, ...]:
    """Return what :meth:`Guard.find_ips` gives, within so many seconds: the system's resolver has no time limit of its own."""
    late = f"{address.shown}: not fetched: no answer where {address.host} is within {seconds:.0f} s; check the connection"
    return work_within(seconds, partial(guard.find_ips, address), InputError(late))


def _connect(address: Address, ips: tuple[str, ...], end: float) -> socket.socket:
    """Connect to the first of the addresses that answers."""
    failed: OSError = TimeoutError("no time left")
    for ip in ips:
        rest = end - time.monotonic()
        if rest <= 0:
            break
        try:
            connected = socket.create_connection((ip, address.port), min(CONNECT_LONGEST, rest))
        except OSError as error:
            failed = error
        else:
            connected.settimeout(min(SILENCE_LONGEST, rest))
            return connected
    raise failed


@contextmanager
def _watch(connected: socket.socket, end: float) -> Iterator[None]:
    """Shut a connection down when its time is over."""
    # A second handle of the same connection: encryption takes the first one away.
    with connected.dup() as handle:
        over = threading.Event()
        watch = threading.Timer(max(0.0, end - time.monotonic()), _shut, (handle, over))
        watch.daemon = True
        watch.start()
        try:
            yield
        except Exception:
            # Whatever it looks like from inside: the time was over.
            if not over.is_set():
                raise
        finally:
            watch.cancel()
            # Else it could be shutting a handle that is closed here.
            watch.join()
        # A body of unknown length looks whole where it was cut.
        if over.is_set():
            raise TimeoutError("cut at its deadline")


def _shut(handle: socket.socket, over: threading.Event) -> None:
    over.set()
    try:
        handle.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The other side was quicker.
        return


def _encrypt(connected: socket.socket, address: Address) -> ssl.SSLSocket:
    # The certificate is that of the name that was asked for, not of the address that was connected to.
    return _trust().wrap_socket(connected, server_hostname=address.host)


@cache
def _trust() -> ssl.SSLContext:
    import certifi

    # Beside the system's own: not every Python finds those.
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
