"""Lines within the width, in pipes and on terminals: the demo's reports read, listed and reckoned by the command itself."""
from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import termios
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len

import according
from according.commands.cli import app

pytestmark = pytest.mark.model
DEMO = Path(according.__file__).parent / "data" / "demo"
REPORTS = [str(DEMO / name) for name in ("2025-04-30-casualties-and-deaths.txt", "2025-01-13-spy-agency.txt")]
ESCAPE = re.compile(r"\x1b\[[\d;]*m")
READ, ASK, RECKON = ("read", *REPORTS), ("questions", "--rules", "ucdp,ibc"), ("reckon", "--measure", "killed", "--rules", "ucdp,ibc")
Run = Callable[..., str]


def run(*args: str) -> None:
    app(list(args), standalone_mode=False)


def set_environment(patch: pytest.MonkeyPatch, more: dict[str, str]) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        patch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", **more}.items():
        patch.setenv(name, value)


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs the command with its output in a pipe."""

    def in_pipe(*args: str, **more: str) -> str:
        stream = StringIO()
        with monkeypatch.context() as patch:
            set_environment(patch, more)
            patch.setattr("sys.stdout", stream)
            run(*args)
        return stream.getvalue()

    return in_pipe


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs the command on a terminal that is so wide."""

    def on_pty(columns: int, *args: str, **more: str) -> str:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        with monkeypatch.context() as patch, ThreadPoolExecutor(1) as reader:
            written = reader.submit(lambda: b"".join(chunks(ours)))
            with open(theirs, "w", encoding="utf8") as stream:
                set_environment(patch, {"COLUMNS": str(columns)} | more)
                patch.setattr("sys.stdout", stream)
                run(*args)
            shown = written.result()
        os.close(ours)
        return shown.decode("utf8").replace("\r\n", "\n")

    return on_pty


def chunks(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:  # the other end is closed
            return
        if not chunk:
            return
        yield chunk


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = str(tmp_path_factory.mktemp("screen") / "demo.db")
    run("add", "--ledger", url, str(DEMO))
    return url


@pytest.fixture
def figures(piped: Run) -> list[dict[str, Any]]:
    readings = map(json.loads, piped(*READ, "--json").splitlines())
    return [figure for reading in readings for statement in reading["statements"] for figure in statement["figures"]]


def words(text: str) -> str:
    """Return a text without the room between its words."""
    return " ".join(ESCAPE.sub("", text).split())


def longest(shown: str) -> int:
    return max(map(cell_len, ESCAPE.sub("", shown).split("\n")))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_a_reading_passes_the_width(piped: Run, on_terminal: Run, columns: int, figures: list[dict[str, Any]]) -> None:
    for shown in (piped(*READ, COLUMNS=str(columns)), on_terminal(columns, *READ)):
        assert longest(shown) <= columns
        lines = iter(ESCAPE.sub("", shown).split("\n"))
        for figure in figures:  # number and measure stand on one line, in the order of the text
            number = words(figure["number"]["text"])
            assert any(line.startswith(number) and figure["measure"] in line for line in lines), number


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("command", [ASK, RECKON])
def test_no_line_of_an_answer_passes_the_width(
    piped: Run, on_terminal: Run, ledger: str, columns: int, command: tuple[str, ...]
) -> None:  # fmt: skip
    for shown in (piped(*command, "--ledger", ledger, COLUMNS=str(columns)), on_terminal(columns, *command, "--ledger", ledger)):
        assert longest(shown) <= columns
        # neither what is asked nor what a rule-set makes of it is lost
        assert {"Korean", "ucdp", "ibc"} <= set(re.findall(r"\w+", words(shown)))


def test_a_pipe_has_a_usual_width(piped: Run) -> None:
    assert longest(piped(*READ)) <= 120


@pytest.mark.parametrize("shape", ["--wide", "--records"])
def test_every_field_is_shown_where_it_is_asked_for(
    piped: Run, on_terminal: Run, shape: str, figures: list[dict[str, Any]]
) -> None:  # fmt: skip
    for shown in (piped(*READ, shape, COLUMNS="60"), on_terminal(60, *READ, shape)):
        told = words(shown)
        for figure in figures:
            named = [figure["number"], figure["population"], figure["perpetrator"], figure["place"]]
            assert [each["text"] for each in named if each is not None and words(each["text"]) not in told] == []
            assert figure["status"] in told


def test_a_record_has_a_line_a_field(piped: Run) -> None:
    lines = piped(*READ, "--records", COLUMNS="20").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("* how many: "))
    assert lines[at + 1].startswith("  of whom: ")
    assert lines[at + 2].startswith("  what happened: ")


def test_the_rule_sets_numbers_stand_in_the_list_of_questions(piped: Run, ledger: str) -> None:
    verdicts = [json.loads(line)["rule_sets"]["ucdp"] for line in piped(*ASK, "--ledger", ledger, "--json").splitlines()]
    assert any(verdict["best"] is not None for verdict in verdicts)
    told = ["no figure left" if verdict["low"] is None else f"best {verdict['best']:,}, {verdict['low']:,}" for verdict in verdicts]
    heading, *rows = piped(*ASK, "--ledger", ledger, "--wide").rstrip("\n").split("\n")
    assert heading.split()[-2:] == ["ucdp", "ibc"]
    assert [what in row for row, what in zip(rows, told, strict=True)] == [True] * len(told)
    under = [line for line in piped(*ASK, "--ledger", ledger, COLUMNS="60").split("\n") if line.startswith("    ucdp: ")]
    assert [what in line for line, what in zip(under, told, strict=True)] == [True] * len(told)


def test_no_side_without_a_figure_is_shown(piped: Run, ledger: str) -> None:
    sides = json.loads(piped(*RECKON, "--ledger", ledger, "--json"))["by_alignment"]
    shown = piped(*RECKON, "--ledger", ledger)
    assert None in sides.values()
    assert {side for side in sides if re.search(rf"^{side} ", shown, re.MULTILINE)} == {side for side in sides if sides[side] is not None}


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}])
def test_a_terminal_without_colour_gets_no_escape_sequence(on_terminal: Run, ledger: str, more: dict[str, str]) -> None:
    assert "\x1b" in on_terminal(80, *RECKON, "--ledger", ledger)
    shown = on_terminal(80, *RECKON, "--ledger", ledger, **more)
    assert "\x1b" not in shown
    assert longest(shown) <= 80


@pytest.mark.parametrize("more", [{}, {"TERM": "dumb"}])
def test_a_terminal_says_how_wide_it_is(on_terminal: Run, ledger: str, more: dict[str, str]) -> None:
    assert longest(on_terminal(70, *RECKON, "--ledger", ledger, COLUMNS="", **more)) <= 70


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_an_event_passes_the_width(piped: Run, on_terminal: Run, ledger: str, columns: int) -> None:
    for command in (("events",), ("event", "Kursk", "North", "Korean")):
        for shown in (piped(*command, "--ledger", ledger, COLUMNS=str(columns)), on_terminal(columns, *command, "--ledger", ledger)):
            assert longest(shown) <= columns
            assert "North Korean soldiers" in words(shown)


def test_the_demo_ends_with_an_event_on_less_than_a_page(piped: Run) -> None:
    shown = piped("demo", COLUMNS="100").split("\n")
    start = max(at for at, line in enumerate(shown) if line.startswith("story "))
    page = shown[start - 1 :]
    assert page[0].startswith("North Korean soldiers")
    assert {"killed, over the days:", "cannot all be true"} <= {line.partition(" (")[0] for line in page}
    assert len(page) < 60


@pytest.mark.parametrize("command", [READ, ("demo",), ASK, RECKON, ("rulings",), ("events",), ("event", "Kursk")])
def test_one_form_at_a_time(piped: Run, ledger: str, command: tuple[str, ...]) -> None:
    url = () if command[0] in ("read", "demo") else ("--ledger", ledger)
    for form in ("--records", "--json"):
        with pytest.raises(typer.BadParameter, match=f"give one of --wide and {form}"):
            piped(*command, *url, "--wide", form)
