"""Serving a desk over HTTP until it is told to end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing, suppress

import uvicorn

from according.desk.app import make_app
from according.desk.desk import Desk
from according.errors import RequestError

# So many connections may wait to be taken up: two hundred readers at once are no fault.
_BACKLOG = 512


def serve(desk: Desk, host: str, port: int, told: Callable[[str], None]) -> None:
    """
    Serve a desk until the process is interrupted.

    ``port`` 0 takes any that is free. ``told`` is given the desk's address once it can be opened. Raises
    :class:`~according.errors.RequestError` where the address cannot be had.
    """
    with closing(_listen(host, port)) as listening:
        name, taken = listening.getsockname()[:2]
        told(f"http://{f'[{name}]' if ':' in name else name}:{taken}/")
        # Without a log of requests: addresses hold what people search for.
        config = uvicorn.Config(make_app(desk), log_level="warning", access_log=False, server_header=False, lifespan="off")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


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
