"""``according export``: files for other programs, beside a page where they cannot say what they are."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commanding import run
from giving import file_attacks, file_hostile
from typer.testing import CliRunner

from according.commands import cli
from according.exports.exchange.form import SUBJECTS
from according.exports.exchange.forms import FORMS
from according.ledger.store import SqlLedger

pytestmark = pytest.mark.heavy

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = (DOCS / "exchange.md").read_text("utf8")


@pytest.fixture
def books(file_ledger: SqlLedger) -> str:
    """The address of a ledger with some attacks."""
    file_attacks(file_ledger)
    return file_ledger.address


@pytest.mark.parametrize("subject", SUBJECTS)
def test_lines_go_to_standard_output_by_themselves(books: str, subject: str) -> None:
    done = run("export", subject, "--ledger", books)
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == (3 if subject in ("questions", "events") else 4)
    assert done.stderr == ""


@pytest.mark.parametrize(("form", "subject"), [(form.name, subject) for form in FORMS for subject in form.writers])
def test_every_form_writes_all_its_subjects(books: str, tmp_path: Path, form: str, subject: str) -> None:
    done = run("export", subject, "--ledger", books, "--form", form, "-o", f"{tmp_path}/out/")
    [path, *pages] = sorted((tmp_path / "out").iterdir(), key=lambda found: len(found.name))
    assert path.stat().st_size > 0
    assert done.stdout == ""
    assert re.fullmatch(rf"according: written to {re.escape(str(path))}, from \d {subject}\n", done.stderr)
    mute = next(one.mute for one in FORMS if one.name == form)
    assert [page.name for page in pages] == ([f"{path.name}.README.md"] if mute else [])


def test_filters_and_the_limit_narrow_and_are_told(books: str, tmp_path: Path) -> None:
    run("export", "figures", "--ledger", books, "--form", "csv", "--place", "Kyiv", "--limit", 1, "-o", tmp_path / "a.csv")
    [row] = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf8")))
    assert (row["place"], row["number"]) == ("Kyiv", "12")
    assert "- Filters: place = Kyiv\n" in (tmp_path / "a.csv.README.md").read_text("utf8")
    done = run("export", "events", "--ledger", books, "--form", "ucdp", "--house", "best=high", "--limit", 9, "-o", tmp_path / "b.csv")
    assert "from 3 events" in done.stderr
    assert {row["best"] for row in csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text("utf8")))} == {"15", "3"}
    assert "- Filters: house = best=high\n" in (tmp_path / "b.csv.README.md").read_text("utf8")


def test_a_file_in_a_pipe_is_written_as_it_is_and_none_on_a_terminal(books: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(cli.app, ["export", "figures", "--ledger", books, "--form", "xlsx"])
    assert openpyxl.load_workbook(io.BytesIO(done.stdout_bytes)).sheetnames == ["figures", "about"]
    monkeypatch.setattr("according.commands.export.is_terminal", lambda stream: stream is sys.stdout)
    assert "not for a terminal; give -o FILE" in run("export", "figures", "--ledger", books, "--form", "xlsx", status=2).stderr
    assert run("export", "figures", "--ledger", books, "--form", "csv").stdout.startswith("report,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export"], "give one of reports, statements, figures, questions, events"),
        (["export", "speakers"], "'speakers' cannot be exported"),
        (["export", "reports", "--form", "geojson"], "no reports are written as 'geojson'; there is jsonl, csv"),
        (["export", "figures", "--form", "pdf"], "no figures are written as 'pdf'"),
        (["export", "figures", "--json"], "--form jsonl"),
        (["export", "figures", "--place", " "], "no words are given"),
    ],
)
def test_a_wrong_wish_is_told_with_what_there_is(words: list[str], told: str) -> None:
    # A box is drawn around it.
    assert told.replace(" ", "") in re.sub(r"[\s│]", "", run(*words, status=2).stderr)


def test_a_file_that_cannot_be_written_leaves_nothing(books: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["export", "figures", "--ledger", books, "-o", str(tmp_path / "nowhere" / "a.jsonl")])
    assert isinstance(done.exception, OSError)
    assert done.exception.filename == str(tmp_path / "nowhere" / "a.jsonl")


def test_hostile_texts_break_no_file(file_ledger: SqlLedger, tmp_path: Path) -> None:
    file_hostile(file_ledger)
    for form in FORMS:
        for subject in form.writers:
            run("export", subject, "--ledger", file_ledger.address, "--form", form.name, "-o", tmp_path / f"{subject}.{form.name}")
            assert (tmp_path / f"{subject}.{form.name}").stat().st_size > 0


def test_the_forms_are_listed_with_what_they_cannot_hold() -> None:
    shown = run("export", "--list").stdout
    rows = [json.loads(line) for line in run("export", "--list", "--json").stdout.splitlines()]
    assert [row["name"] for row in rows] == [form.name for form in FORMS]
    for row, form in zip(rows, FORMS, strict=True):
        assert (row["subjects"], row["extra"], row["lacks"]) == (list(form.writers), form.extra, list(form.lacks))
        assert f"{form.name} cannot hold:" in shown
        assert form.title in shown


@pytest.mark.parametrize("command", re.findall(r"```sh\naccording (export .*?)\n```", PAGE))
def test_the_commands_of_the_page_do_what_they_say(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    run(*shlex.split(command), "--ledger", samples)
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    asked = shlex.split(command)[shlex.split(command).index("-o") + 1]
    assert (asked if not asked.endswith("/") else "events.csv") in names


@pytest.mark.model
def test_the_python_of_the_page_runs(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in re.findall(r"```sh\naccording (export .*parquet)\n```", PAGE):
        run(*shlex.split(command), "--ledger", samples)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done: dict[str, Any] = {}
    exec(compile(code, "exchange.md", "exec"), done)
    assert [f"# {line}" for line in capsys.readouterr().out.splitlines()] == re.findall(r"^# .*", code, re.MULTILINE)
    assert done["figures"].num_rows > 30
