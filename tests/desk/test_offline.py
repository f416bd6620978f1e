"""The desk talks to nobody but who opens it: not when it starts, not when it is used, whatever the environment tells its parts to do."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest
from visits import addresses, get_paths

from according.ledger.opening import open_ledger
from listening import WATCHING, telling

DESK = WATCHING + "from according.commands.cli import main\nmain()\n"
# FastAPI with its own wishes, as a sight of what the desk's test would see.
OTHER = WATCHING + """
import asyncio
from fastapi import FastAPI
async def ask():
    scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [], "root_path": "",
             "scheme": "http", "http_version": "1.1", "client": None, "server": None}
    async def receive(): return {"type": "http.request", "body": b"", "more_body": False}
    async def send(message): pass
    await FastAPI()(scope, receive, send)
asyncio.run(ask())
"""
TEXT = "VELMAR, Jan 27, 2025 - The defence ministry said on Monday that 12 soldiers were killed. More: https://elsewhere.example/page"


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    return telling(tmp_path / "telling")


@contextmanager
def desk_of(ledger: Path, environment: dict[str, str], errors: IO[str]) -> Iterator[str]:
    """A desk in a process of its own, as a user starts it."""
    command = [sys.executable, "-c", DESK, "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as started:
        try:
            assert started.stdout is not None
            said = started.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found is not None, said
            yield found[0]
        finally:
            started.terminate()
            started.wait(30)


def test_a_desk_asks_nobody(samples: Path, tmp_path: Path, told: dict[str, str]) -> None:
    path = shutil.copy(samples, tmp_path / "ledger.db")
    with open_ledger(str(path), read_only=True) as book:
        every = [address for _, address in addresses(book, get_paths(), {})]
        figure = book.newest_figures(1)[0][0].id
    with open(tmp_path / "errors", "w+") as errors:
        with desk_of(path, told, errors) as address, httpx.Client(base_url=address, timeout=60) as client:
            answers = {page: client.get(page).status_code for page in every}
            # Not there: an account, what was handed in an hour ago, and an earlier reading.
            assert {page for page, status in answers.items() if status >= 500} == set()
            assert sum(status == 200 for status in answers.values()) > 30
            ruled = client.post("/review", data={"figure": figure, "ruling": "accept", "why": "seen", "seen": "", "next": ""})
            read = client.post("/api/read", json={"text": TEXT})
            assert (ruled.status_code, read.status_code) == (303, 200), read.text
        errors.seek(0)
        assert errors.read() == ""


@pytest.mark.heavy
def test_what_tells_somebody_would_be_seen(told: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", OTHER], capture_output=True, text=True, env=told, timeout=60, check=False)
    assert "asked outside: socket.sendto" in done.stderr
