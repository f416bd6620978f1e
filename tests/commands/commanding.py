"""Reports to command with, and the commands as Typer runs them: what tests of the ledger's commands share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from according.commands import cli
from according.errors import AccordingError

NIS = "South Korea's National Intelligence Service"
FIRST = f"Monday, January 13, 2025\n\n{NIS} said around 300 North Korean soldiers have so far been killed in Kursk.\n"
LATER = f"Wednesday, April 30, 2025\n\n{NIS} said about 600 North Korean soldiers have so far been killed in Kursk.\n"
OTHER = "Monday, January 13, 2025\n\nUkraine's army said more than 3,000 North Korean soldiers have so far been killed in Kursk.\n"
BLAST = "Tuesday, May 3, 2016\n\nPolice said a car bomb killed 12 people and wounded 30 in Mosul on Tuesday.\n"
# The names of files, and what is in them.
TEXTS = {"first": FIRST, "later": LATER, "other": OTHER, "blast": BLAST}


def run(*args: object, status: int = 0, text: str | None = None, env_width: int = 120) -> Result:
    done = CliRunner().invoke(cli.app, [str(arg) for arg in args], input=text, env={"COLUMNS": str(env_width)})
    if done.exception is not None and not isinstance(done.exception, SystemExit | AccordingError):
        raise done.exception
    assert (done.exit_code, done.output) == (status, done.output)
    return done


def lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def add(books: Path, *names: str, url: str | None = None) -> str:
    address = url or f"sqlite:///{books / 'ledger.db'}"
    run("add", "--ledger", address, *(books / f"{name}.txt" for name in names))
    return address
