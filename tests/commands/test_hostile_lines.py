"""Command lines, lists and ledgers that a mistake or damage has made: each is answered with one line, and none with a traceback."""
from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from commanding import NIS, run
from drafts import draft, make_reading
from typer.testing import CliRunner

from according.commands import cli
from according.commands.terminal import interrupts
from according.commands.terminal.interrupts import Interrupts
from according.errors import AccordingError, LedgerError, LexiconError
from according.intake.source import Source
from according.intake.text import Options
from according.ledger.opening import open_ledger
from according.services.judge import import_rulings
from according.services.people.correcting import split_speakers
from according.services.read import read_sources, start_processes

# What asks a ledger for all it holds.
ASKING = (("questions",), ("reckon", "--measure", "killed"), ("events",), ("export", "figures"), ("ledger", "check"))
# A column whose rows are read back as something else than text, and what damage may make of it.
DAMAGED = [
    ("figures", "record", '{"measure":'), ("figures", "record", "5"), ("figures", "record", '{"id":1}'), ("statements", "record", "null"),
    ("readings", "received", '{"published":"soon"}'), ("reports", "marks", "7"), ("copies", "filed", "yesterday"),
]  # fmt: skip
BRACKETS = "a = " + "[" * 100_000


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with some figures and a ruling."""
    path = tmp_path_factory.mktemp("book") / "ledger.db"
    with open_ledger(str(path)) as ledger:
        readings = [make_reading(draft(number, speaker=NIS), before=f"No {number}.") for number in (12, 30)]
        ledger.add_all([(reading, None) for reading in readings])
    return path


@pytest.mark.heavy
@pytest.mark.parametrize(("table", "column", "value"), DAMAGED)
def test_a_damaged_row_is_named_by_one_error(book: Path, tmp_path: Path, table: str, column: str, value: str) -> None:
    path = tmp_path / "ledger.db"
    shutil.copy(book, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as damaging:
        damaging.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = 1", (value,))
    told = [told for command in ASKING if (told := error_of(*command, "--ledger", path)) is not None]
    assert all("ledger check" in line and "\n" not in line and len(line) < 1000 for line in told)
    assert told
    assert all("a row is damaged (" in line or "damaged" in line for line in told)


def raise_of(*args: object) -> None:
    """Run a command and raise what it raises."""
    done = CliRunner().invoke(cli.app, [str(arg) for arg in args])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception


def error_of(*args: object) -> str | None:
    """The error of a command, ``None`` where it ends otherwise; what else is raised is none of a command's."""
    try:
        raise_of(*args)
    except AccordingError as error:
        return str(error)
    return None


def test_a_fault_of_whoever_uses_a_damaged_ledger_is_theirs(book: Path, tmp_path: Path) -> None:
    shutil.copy(book, tmp_path / "ledger.db")
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as damaging:
        damaging.execute("UPDATE figures SET record = '5' WHERE number = 1")
    with pytest.raises(KeyError, match="mine"), open_ledger(str(tmp_path / "ledger.db")):
        raise KeyError("mine")


@pytest.mark.parametrize("kind", ["brackets", "folder", "device", "bytes", "nothing"])
def test_a_list_that_is_none_is_told(book: Path, tmp_path: Path, kind: str) -> None:
    path = {"device": Path("/dev/zero")}.get(kind, tmp_path / "list.toml")
    if kind == "folder":
        path.mkdir()
    elif kind in ("brackets", "bytes"):
        path.write_bytes(BRACKETS.encode() if kind == "brackets" else b"\xff\xfe\x00")
    elif not path.exists() and kind == "device":
        pytest.skip("no such device here")
    for args in (["reckon", "--conflicts"], ["reckon", "--publishers"], ["reckon", "--offices"]):
        with pytest.raises(LexiconError, match="nest too deep" if kind == "brackets" else "cannot be read as a list") as error:
            raise_of(*args, path, "--ledger", book)
        assert len(str(error.value)) < 500
    with pytest.raises(LexiconError, match="nest too deep" if kind == "brackets" else "cannot be read as word lists"):
        raise_of("read", "--words", path, path)


def test_rulings_are_imported_within_bounds(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"": "0 rulings filed, 0 known already", "\ufeff\r\n\r\n": "0 rulings filed, 0 known already"}
    for text, told in wanted.items():
        (tmp_path / "rulings.jsonl").write_text(text, "utf8", newline="")
        assert told in run("rulings", "--import", tmp_path / "rulings.jsonl", "--ledger", book).stderr
    if Path("/dev/zero").exists():
        with pytest.raises(LedgerError, match="/dev/zero: too long: over 40,000,000 bytes; split it"):
            raise_of("rulings", "--import", "/dev/zero", "--ledger", book)
    monkeypatch.setattr(sys, "stdin", None)
    with open_ledger(str(book)) as ledger, pytest.raises(LedgerError, match="-: standard input is closed; pipe a text into it"):
        import_rulings(ledger, "-")


def test_a_value_whose_brackets_nest_too_deep_is_told(book: Path) -> None:
    typed = "[" * 100_000
    assert split_speakers(typed) == [typed]
    with open_ledger(str(book), read_only=True) as ledger:
        figure = next(iter(dict(ledger.figure_measures())))
    with pytest.raises(LedgerError, match=r"not a list of speakers; write \[") as error:
        raise_of("judge", "correct", figure, f"speakers={typed}", "--why", "x", "--ledger", book)
    assert len(str(error.value)) < 500


# -- as processes --------------------------------------------------------------------------------------------------


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_is_filed_and_cannot_be_shown_is_told_as_filed(book: Path, tmp_path: Path) -> None:
    shutil.copy(book, tmp_path / "ledger.db")
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        figure = next(iter(dict(ledger.figure_measures())))
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "according", "judge", "reject", figure, "--why", "x", "--ledger", str(tmp_path / "ledger.db")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "ledger.db: what was done is filed, but cannot be shown: the output cannot be written (No space left" in done.stderr
    with open_ledger(str(tmp_path / "ledger.db"), read_only=True) as ledger:
        assert [ruling.kind for ruling in ledger.rulings()] == ["reject"]


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that a process is in")
@pytest.mark.parametrize("words", ["read a.txt", "add a.txt", "events"])
def test_a_folder_that_is_gone_is_told(words: str, tmp_path: Path) -> None:
    line = f"mkdir gone && cd gone && rmdir ../gone && exec {sys.executable} -m according {words}"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "according: the folder that this runs in is not there any more; go to another\n"


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_an_interrupt_while_the_commands_are_loaded_is_quiet() -> None:
    # Stopped where the commands' modules are being loaded: each line tells of one that is.
    command = [sys.executable, "-m", "according", "--version"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.rstrip().endswith("according.exports.words.readings") or "according.commands.screen" in line or "typer" in line:
                process.send_signal(signal.SIGINT)
                break
        told = process.stderr.read()
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "KeyboardInterrupt" not in told


def test_interrupts_within_a_second_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now, then = [10.0], list[str]()
    monkeypatch.setattr(interrupts, "monotonic", lambda: now[0])
    handler = Interrupts(then=lambda: then.append("ended"))
    with pytest.raises(KeyboardInterrupt):
        handler(signal.SIGINT, None)
    for now[0], told in ((10.0, []), (10.9, []), (11.1, ["ended"])):
        handler(signal.SIGINT, None)
        assert then == told


@pytest.mark.model
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("how", ["twice", "and once more", "killed"])
def test_interrupts_of_a_command_and_its_processes_are_quiet_and_leave_none(how: str, tmp_path: Path) -> None:
    for number in range(200):
        text = f"Police said {number} people were killed in Ostrin. This is report {number}.\n" * 20
        (tmp_path / f"{number}.txt").write_text(text, "utf8")
    command = [sys.executable, "-m", "according", "add", str(tmp_path), "--jobs", "2", "--ledger", str(tmp_path / "ledger.db")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        # The two that read, and the one that looks after what they share.
        while process.poll() is None and len(group_of(process.pid)) < 3:
            time.sleep(0.05)
        if how == "killed":
            process.kill()
        else:
            # As `timeout -s INT` sends them: to the command, and to its group.
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
        if how == "and once more":
            time.sleep(1.1)
            process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert ("Traceback" in told, "KeyboardInterrupt" in told) == (False, False), told
    # To a shell both are 130: what comes while Python takes itself apart ends it as the system would.
    assert process.returncode in ((-signal.SIGKILL,) if how == "killed" else (130, -signal.SIGINT))
    until = time.monotonic() + 20
    while group_of(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert group_of(process.pid) == set()


@pytest.mark.heavy
@pytest.mark.parametrize("status", [cli.INTERRUPTED, cli.UNREADABLE])
def test_nothing_is_at_work_any_more_when_a_command_is_left(status: int) -> None:
    # Python would shut what is: in the middle of its own end, which it tells of.
    before = set(threading.enumerate())
    with start_processes(1, print, "") as pool:
        at_work = pool.submit(time.sleep, 60)
        while not at_work.running():
            time.sleep(0.01)
        with pytest.raises(SystemExit) as left:
            cli._leave(status)
        assert left.value.code == status
        assert multiprocessing.active_children() == []
        assert [thread for thread in threading.enumerate() if not thread.daemon and thread not in before] == []


@pytest.mark.model
def test_nothing_is_at_work_any_more_when_all_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Police said 3 people were killed in Ostrin.\n", "utf8")
    before = set(threading.enumerate())
    assert len(list(read_sources([Source(str(tmp_path / "a.txt"))] * 3, Options(), jobs=2))) == 3
    assert multiprocessing.active_children() == []
    assert [thread for thread in threading.enumerate() if not thread.daemon and thread not in before] == []


@pytest.mark.heavy
@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_an_interrupt_ends_the_desk_quietly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "according", "serve", "--ledger", str(tmp_path / "ledger.db"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address is not None
        # Its connection stays open, as a browser's does.
        with httpx.Client() as client:
            assert client.get(address[0]).status_code == 200
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (0, "")


def group_of(leader: int) -> set[int]:
    """The processes of a group but its leader."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, _, rest = stat.read_text().partition(" (")
            state, _, group = rest.rpartition(") ")[2].split()[:3]
            if int(group) == leader != int(number) and state != "Z":
                found.add(int(number))
    return found


@pytest.mark.parametrize(
    "words", [["read", "--", "\ud800"], ["ledger", "backup", "\ud800/c.db"], ["export", "figures", "-o", "\ud800/x.csv", "--form", "csv"]]
)
def test_half_a_character_in_a_name_is_a_clear_line(words: list[str], samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDING_LEDGER", str(samples))
    program = "import json, sys; from according.commands import cli; sys.argv = json.loads(sys.stdin.read()); cli.main()"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, input=json.dumps(["according", *words]), capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, len(done.stderr.splitlines()), "Traceback" in done.stderr) == (1, 1, False), done.stderr
    assert "\\ud800" in done.stderr
