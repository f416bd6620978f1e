"""Serving the tools over standard input and output until the client ends."""

from __future__ import annotations

import os

from according.agents.keeper import Keeper
from according.intake.extras import need
from according.services.read import passing_seldom


def serve(keeper: Keeper) -> None:
    """
    Serve a client that has started this process, until it closes standard input.

    For a process of its own: what the environment tells OpenTelemetry is forgotten. Raises :class:`~according.errors.InputError` where the
    protocol's library is not installed.
    """
    # Before the library is loaded, which looks for whom it could tell of every call.
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        del os.environ[name]
    need("mcp", "mcp", "the server for agents")
    # Here and not above: `according --help` needs none of it.
    import anyio
    from mcp.server.stdio import stdio_server

    from according.agents.server import make_server

    server = make_server(keeper)

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    with passing_seldom():
        try:
            anyio.run(run)
        # A client that was killed takes no answer any more.
        except* OSError:
            pass
