"""``add --dry-run`` says what would be read as what, and files nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from according.commands import cli

TEXT = "Tuesday, May 3, 2016\n\nPolice said a car bomb killed 12 people in Mosul on Tuesday.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "blast.txt").write_text(TEXT, "utf8")
    (tmp_path / "empty.txt").write_text("", "utf8")
    return tmp_path


def dry(folder: Path, *more: str) -> Result:
    ledger = folder / "ledger.db"
    done = CliRunner().invoke(cli.app, ["add", "--dry-run", *more, "--ledger", f"sqlite:///{ledger}", str(folder)])
    assert not ledger.exists()
    return done


def test_each_input_is_told_in_its_order(folder: Path) -> None:
    done = dry(folder)
    assert done.exit_code == 1  # one cannot be read
    assert done.stdout.splitlines() == [
        f"2016-05-03 {folder / 'blast.txt'} (plain text): {len(TEXT)} characters",
        f"not read   {folder / 'empty.txt'}: empty: no text in it; give a report with text",
    ]
    assert "1 would be read, 1 could not be; nothing was filed" in done.stderr


def test_as_json(folder: Path) -> None:
    rows = [json.loads(line) for line in dry(folder, "--json", "--publisher", "Example News").stdout.splitlines()]
    assert [row["kind"] for row in rows] == ["plain text", "plain text"]
    assert rows[0]["report"]["publisher"] == "Example News"
    assert (rows[0]["report"]["published"], rows[0]["problem"]) == ("2016-05-03", None)
    assert rows[1]["problem"].startswith("empty")


@pytest.mark.parametrize("args", [("read",), ("read", "--json"), ("add", "--dry-run"), ("add", "--dry-run", "--json"), ("add", "--json")])
def test_a_password_or_token_in_an_address_is_not_told(tmp_path: Path, args: tuple[str, ...]) -> None:
    asked = ("http://me:a/secret@localhost/", "https://me:secret@localhost/x", "http://localhost/x?token=secret")
    book = ("--ledger", str(tmp_path / "ledger.db")) if args == ("add", "--json") else ()
    done = CliRunner().invoke(cli.app, [*args, *book, *asked])
    assert done.exit_code == 1
    assert done.output.count("not fetched") + done.output.count("no address") >= 3
    assert "secret" not in done.output
