"""What reaches a terminal: no character that moves its cursor or turns the order of words, wherever it came from."""
from __future__ import annotations

import io
import json
import logging
import os
import pty
import sqlite3
import sys
import unicodedata
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from drafts import draft, make_reading

from according.commands import cli
from according.commands.terminal.streams import PlainStream, bare, guard_streams, tell, write_bytes
from according.exports.unseen import escape_unseen, spell
from according.ledger.opening import open_ledger
from according.records import Query, Ruling
from according.services.group import group_figures

pytestmark = pytest.mark.heavy
# Controls, and what turns, hides or ends words: marks of direction, tags, ends of lines and paragraphs.
CONTROLS = [*map(chr, (*range(0x20), *range(0x7F, 0xA0)))]
FORMATS = [*map(chr, (0xAD, 0x61C, 0x180E, *range(0x200B, 0x200D), *range(0x200E, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)))]
OTHERS = [*map(chr, (0xFEFF, *range(0xFFF9, 0xFFFC), 0xE000, 0xE0001, *range(0xE0020, 0xE0080), 0x1D173, 0x10FFFF))]
HOSTILE = frozenset([*CONTROLS, *FORMATS, *OTHERS])
# A text's line or tab may be one of what is shown.
UNSHOWN = HOSTILE - {"\n", "\t"}
ODD = "a" + "".join(sorted(HOSTILE - {"\n"})) + "z"
# What the system lets stand in a file's name and in an argument.
NAMED = ODD.replace("\0", "").replace("/", "")


def shown(patch: pytest.MonkeyPatch, *args: str) -> tuple[int, str, str]:
    """Run the command as it is run by its own name; return its status and what it wrote."""
    with TemporaryDirectory() as folder, patch.context() as patched, ExitStack() as opened:
        patched.setattr(sys, "argv", ["according", *args])
        for name in ("stdout", "stderr"):
            patched.setattr(sys, name, opened.enter_context(Path(folder, name).open("w", encoding="utf8")))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        out, err = (Path(folder, name).read_text("utf8") for name in ("stdout", "stderr"))
    return int(ended.value.code or 0), out, err


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which each field holds all of them."""
    path = tmp_path_factory.mktemp("hostile") / "ledger.db"
    told = {"title": ODD, "publisher": ODD, "url": f"https://example.org/{ODD}", "path": f"{ODD}.txt", "author": ODD}
    with open_ledger(str(path)) as ledger:
        for number in (300, 600):
            ledger.add(make_reading(
                draft(number, f"miners {ODD}", speaker=f"The army {ODD}", place=f"Kursk {ODD}", by=f"rebels {ODD}"),
                draft(number + 1, f"miners {ODD}", speaker=f"Police {ODD}", place=f"Kursk {ODD}", measure="wounded"),
                before=f"{ODD} {number}.", **told,
            ))  # fmt: skip
        group_figures(ledger)
        figures = [filed.id for filed in ledger.find(Query())]
        now = datetime(2025, 3, 1, tzinfo=UTC)
        for ruling in (
            Ruling("correct", figures[0], ODD, ODD, now, field="place", value=ODD),
            Ruling("same-event", figures[0], ODD, ODD, now, other=figures[2]),
            Ruling("not-same-event", figures[0], f"b{ODD}", ODD, now, other=figures[2]),
            Ruling("side", f"Police {ODD}", ODD, ODD, now, value="rebels"),
        ):  # fmt: skip
            ledger.file_ruling(ruling)
        group_figures(ledger)
    return path


def figure(ledger: Path) -> str:
    with open_ledger(str(ledger), read_only=True) as book:
        return book.find(Query())[0].id


ASKED = [
    ("questions",), ("questions", "--records"), ("reckon", "--measure", "killed", "--rules", "ucdp,ibc,airwars"), ("events", "--wide"),
    ("event", "miners"), ("rulings",), ("ledger",), ("ledger", "check"), ("ledger", "search", "miners"), ("ledger", "show", "FIGURE"),
    ("judge", "accept", "FIGURE", "--who", NAMED), ("list", "measures"), ("reckon", "--place", "Kursk"), ("reckon", "--text", NAMED),
    ("undo", NAMED), ("judge", "reject", NAMED), ("export", "figures", "--form", NAMED),
]  # fmt: skip


@pytest.mark.parametrize("args", ASKED, ids=lambda args: " ".join(args[:2]).replace(NAMED, "ODD"))
def test_nothing_that_a_ledger_holds_moves_a_terminal(hostile: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]) -> None:
    asked = [figure(hostile) if arg == "FIGURE" else arg for arg in args]
    _, out, err = shown(monkeypatch, *asked, *([] if args[0] == "list" else ["--ledger", str(hostile)]))
    assert UNSHOWN & set(out + err) == set()
    # Spelt out, and not left out.
    if asked[0] in ("questions", "reckon", "event", "rulings") and NAMED not in asked:
        assert "\\u202e" in out + err


def test_names_arguments_and_damage_move_no_terminal(tmp_path: Path, hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = NAMED[:40] + "\u202e\x9b\u2028\U000e0041"
    other, odd = tmp_path / "other.db", tmp_path / "odd.db"
    with closing(sqlite3.connect(other)) as made:
        made.execute(f'CREATE TABLE "{NAMED}" (number)')
    odd.write_bytes(hostile.read_bytes())
    with closing(sqlite3.connect(odd)) as made:
        made.execute("UPDATE alembic_version SET version_num = ?", (ODD,))
        made.commit()
    rulings = tmp_path / "rulings.jsonl"
    rulings.write_text(json.dumps({"id": ODD, "kind": ODD, "subject": ODD}) + "\n" + ODD, "utf8")
    (tmp_path / short).mkdir()
    words = tmp_path / "words.toml"
    words.write_text(f'"{NAMED}" = 1\n{ODD}', "utf8")
    book, below = ("--ledger", str(hostile)), str(tmp_path / short / "x" / "y")
    for args in (
        (f"--{NAMED}",), (NAMED,), ("read", NAMED), ("read", f"--{NAMED}", "x"), ("read", "--jobs", NAMED, "x"),
        ("read", "--dates", NAMED, "x"), ("read", str(tmp_path / short)), ("read", f"https://{NAMED}.example/"),
        ("read", "--words", str(words), "x"), ("add", *book, NAMED), ("questions", "--ledger", str(other)),
        ("ledger", "--ledger", str(odd)), ("ledger", "--ledger", below), ("questions", "--ledger", f"postgresql://{NAMED}"),
        ("rulings", *book, "--import", str(rulings)), ("rulings", *book, "--import", NAMED), ("watch", "add", f"https://{NAMED}", *book),
        ("watch", "remove", NAMED, *book), ("serve", *book, "--host", NAMED), ("user", "add", NAMED, *book),
        ("bulk", "file", NAMED, *book), ("export", "figures", "-o", below, *book),
        ("ledger", "backup", *book, below), ("ledger", "pull", NAMED, *book), ("questions", "--from", NAMED, *book),
        ("questions", "--measure", NAMED), ("alert", "add", "--event", NAMED, "--when", NAMED, *book),
    ):  # fmt: skip
        status, out, err = shown(monkeypatch, *args)
        assert (args, UNSHOWN & set(out + err)) == (args, set())
        # A feed is looked at when it is asked.
        assert status or args[:2] == ("watch", "add")
        assert err


def test_json_shows_what_it_holds_and_is_read_as_it_was(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for args in (("rulings",), ("export", "figures"), ("export", "reports"), ("events",)):
        form = () if args[0] == "export" else ("--json",)
        _, out, _ = shown(monkeypatch, *args, *form, "--ledger", str(hostile))
        assert UNSHOWN & set(out) == set()
        assert any(ODD in words(json.loads(line)) for line in out.splitlines())
    assert json.loads(escape_unseen(json.dumps(ODD, ensure_ascii=False))) == ODD


def words(value: object) -> str:
    """All texts in plain JSON."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    return "\n".join(map(words, value)) if isinstance(value, list) else str(value)


def test_every_character_is_seen_or_spelt_out() -> None:
    every = [*map(chr, (*range(0x30000), *range(0xE0000, 0xE1000), *range(0x10FF00, 0x110000)))]
    unseen = {char for char in every if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")} - {"\u200d"}
    assert unseen >= HOSTILE
    assert spell("".join(unseen)).isascii()
    seen = "".join(char for char in every if char not in unseen)
    assert spell(seen) == seen


def test_bytes_go_to_a_pipe_as_they_are_and_to_a_terminal_as_what_they_show(monkeypatch: pytest.MonkeyPatch) -> None:
    data = f"\ufeffwho,how many\r\n{ODD},12\r\n".encode() + b"\xff"
    piped = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", PlainStream(io.TextIOWrapper(piped, encoding="utf8")))
    write_bytes(data)
    assert piped.getvalue() == data
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf8") as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        write_bytes(data)
        got = os.read(ours, 1 << 16).decode("utf8")
    os.close(ours)
    assert (HOSTILE - {"\r", "\n", "\t"}) & set(got) == set()
    assert got.replace("\r\n", "\n").startswith("\\ufeffwho,how many\na\\u0000")
    assert got.rstrip().endswith("\\xff")


def test_what_other_libraries_write_passes_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(kept))
    guard_streams()
    logging.lastResort.emit(logging.LogRecord("x", logging.ERROR, "x", 1, ODD, (), None))  # type: ignore[union-attr]
    sys.excepthook(ValueError, ValueError(ODD), None)
    tell(f"one\nline {ODD}")
    sys.stderr.flush()
    told = kept.getvalue().decode("utf8")
    assert UNSHOWN & set(told) == set()
    assert "according: one line a\\u0000" in told
    assert bare(sys.stderr) is not sys.stderr


@pytest.mark.parametrize(
    "given", ["postgresql://me:QX Zж@h/x", "postgresql:me:QXZж@h", "host=h password=QXZж", "PGPASSWORD='QXZж' psql"]
)
def test_a_password_in_a_wrong_place_is_not_repeated(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    book = ("--ledger", str(hostile))
    for args in (
        (given,), ("ledger", "check", given), ("questions", f"--ledgr={given}"), ("bulk", "load", given),
        ("export", "figures", "--form", given),
        # Not even as the name of a copy.
        ("ledger", "backup", *book, given), ("judge", "accept", given, *book),
        ("rulings", *book, "--import", given), ("ledger", "pull", *book, given), ("read", given),
    ):  # fmt: skip
        status, out, err = shown(monkeypatch, *args)
        assert status, (args, out, err)
        assert not [part for part in ("QX", "Zж") if part in out + err], (args, err)
    assert list(tmp_path.iterdir()) == []
    assert "http://a.example:80/@me" in _told(monkeypatch, "http://a.example:80/@me is gone")


def _told(patch: pytest.MonkeyPatch, line: str) -> str:
    kept = io.StringIO()
    patch.setattr(sys, "stderr", kept)
    tell(line)
    return kept.getvalue()
