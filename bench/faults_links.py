"""Connections that are cut or fall silent: nothing acknowledged may be lost, nothing be there by half or twice."""
from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from according.ledger.opening import open_ledger
from faults_kills import REPORTS, Server, look_for_filed
from faults_run import Tally, run, write_reports

# How long a server may be silent in the trial, in place of what is allowed by default.
SILENCE = "?connect_timeout=3&tcp_user_timeout=4000"


@contextmanager
def cutting(server: str, after: int, *, silent: bool) -> Iterator[str]:
    """Let a server be reached through a passage that is cut, or falls silent, after so many bytes to it; gives the address."""
    to, taken = urlsplit(server), socket.socket()
    taken.bind(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    child = os.fork()
    if not child:
        try:
            asyncio.run(_pass_on(taken, to.hostname or "", to.port or 0, after, silent))
        finally:
            os._exit(0)
    taken.close()
    try:
        yield to._replace(netloc=f"{to.username}@127.0.0.1:{port}").geturl()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


async def _pass_on(taken: socket.socket, host: str, port: int, after: int, silent: bool) -> None:
    left = after

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool) -> None:
        nonlocal left
        while data := await reader.read(4096):
            left -= len(data) if counted else 0
            if left < 0 and silent:
                await asyncio.sleep(3600)
            if left < 0:
                os._exit(0)
            writer.write(data)
            await writer.drain()
        writer.close()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, port)
        await asyncio.gather(forward(reader, back, counted=True), forward(there, writer, counted=False))

    async with await asyncio.start_server(meet, sock=taken) as listening:
        await listening.serve_forever()


def cut_connections(server: Server, folder: Path, until: float, seed: int) -> Tally:
    """File reports into PostgreSQL over a connection that is cut, or falls silent, at any moment; then go on over one that holds."""
    tally, chance, turn = Tally(), random.Random(seed), 0
    folder.mkdir(parents=True, exist_ok=True)
    write_reports(folder / "inputs", 0, REPORTS * 3)
    while time.monotonic() < until:
        turn += 1
        silent = turn % 4 == 0
        section = "silent connections" if silent else "cut connections"
        address = server.make(f"cut_{seed}_{turn}")
        open_ledger(address).close()
        with cutting(address, chance.randrange(100, 60_000), silent=silent) as through:
            words = ["add", str(folder / "inputs"), "--json", "--ledger", f"{through}{SILENCE if silent else ''}"]
            ended = run(words, folder)
        tally.tried[section] += 1
        tally.look(section, words, ended)
        look_for_filed(address, ended, section, tally)
        with open_ledger(address) as ledger:
            if wrong := list(ledger.check()):
                tally.fault(section, "half", wrong[0].what)
        if turn % 3 == 0:
            again = run(["add", str(folder / "inputs"), "--ledger", address], folder)
            tally.look(section, ["add"], again, statuses=(0,))
            with open_ledger(address) as ledger:
                if ledger.contents().reports != REPORTS * 3:
                    tally.fault(section, "lost", f"{ledger.contents().reports} reports of {REPORTS * 3} in the end")
        server.tell("postgres", f"DROP DATABASE cut_{seed}_{turn} WITH (FORCE)")
    return tally
