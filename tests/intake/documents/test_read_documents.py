"""Each kind of document from its bytes to its figures, as ``according read --json`` and ``according ledger show`` give them."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from drawn import draw, lines, picture, rows
from test_office import DOCX, ODT, RTF
from typer.testing import CliRunner

from according.commands import cli


def first_page(canvas: Any) -> None:
    lines(canvas, ["Ministry of Health", "5 March 2024"], y=780)
    lines(canvas, ["At least 12 people were killed in Harim on Monday, the health ministry said."], y=700)


def third_page(canvas: Any) -> None:
    lines(canvas, ["On Sunday 7 soldiers were killed near Qeshwar, the army said."], y=780)
    rows(canvas, [["District", "Killed"], ["Old Harim", "1,205"], ["Qeshwar", "40"]], (60, 260), 700)


def letter() -> bytes:
    made = EmailMessage()
    made["From"], made["Message-ID"], made["Date"] = (
        "Health Ministry <press@example.org>",
        "<1@example.org>",
        "Tue, 05 Mar 2024 09:00:00 +0300",
    )
    made.set_content("At least 12 people were killed in Harim on Monday, the army said.\n")
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="report.pdf")
    return made.as_bytes()


PDF = draw(first_page, picture, third_page)
SAID = "At least 12 people were killed in Harim on Monday, the army said."
MESSAGE = {"id": 7, "type": "message", "date": "2024-03-05T09:00:00", "text": SAID}
TELEGRAM = json.dumps({"name": "Harim News", "type": "public_channel", "messages": [MESSAGE]}).encode()
SLACK = json.dumps(
    [{"type": "message", "user": "U1", "ts": "1709600000.000200", "text": "The army said 12 people were killed on Monday."}]
).encode()


def read(path: Path) -> list[dict[str, Any]]:
    done = CliRunner().invoke(cli.app, ["read", "--json", str(path)])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def figures(reading: dict[str, Any]) -> list[tuple[str, str]]:
    return [(figure["measure"], figure["number"]["text"]) for statement in reading["statements"] for figure in statement["figures"]]


PAGES = [("killed", "At least 12"), ("killed", "7"), ("killed", "1,205"), ("killed", "40")]
OFFICE = [
    ("killed", "At least 12"), ("wounded", "34"), ("killed", "12"), ("wounded", "34"), ("killed", "1,205"), ("wounded", "77"),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("report.pdf", PDF, [PAGES]),
        ("report.docx", DOCX, [OFFICE]),
        ("report.odt", ODT, [OFFICE]),
        ("report.rtf", RTF, [OFFICE]),
        ("report.eml", letter(), [[("killed", "At least 12")], PAGES]),
        ("result.json", TELEGRAM, [[("killed", "At least 12")]]),
        ("2024-03-05.json", SLACK, [[("killed", "12")]]),
    ],
    ids=["PDF", "Word", "OpenDocument", "RTF", "letter", "Telegram", "Slack"],
)  # fmt: skip
def test_the_figures_of_each_kind(tmp_path: Path, name: str, data: bytes, wanted: list[list[tuple[str, str]]]) -> None:
    (tmp_path / name).write_bytes(data)
    found = read(tmp_path / name)
    assert [figures(reading) for reading in found] == wanted
    assert {reading["report"]["published"] for reading in found} == {"2024-03-05"}


@pytest.mark.model
def test_a_figure_s_page_is_known_and_shown(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(PDF)
    (reading,) = read(tmp_path / "report.pdf")
    pages = reading["report"]["pages"]
    assert len(pages) == 3
    (third,) = [figure for statement in reading["statements"] for figure in statement["figures"] if figure["number"]["text"] == "1,205"]
    assert third["number"]["start"] >= pages[2]
    assert [problem["what"][:18] for problem in reading["problems"] if "page 2" in problem["what"]] == ["page 2 has no text"]
    ledger = f"sqlite:///{tmp_path / 'ledger.db'}"
    assert CliRunner().invoke(cli.app, ["add", "--ledger", ledger, str(tmp_path / "report.pdf")]).exit_code == 0
    shown = CliRunner().invoke(cli.app, ["ledger", "--ledger", ledger, "show", third["id"]]).stdout
    assert "killed 1,205 (figure" in shown
    assert ", page 3, characters " in shown
    as_json = json.loads(CliRunner().invoke(cli.app, ["ledger", "--ledger", ledger, "show", "--json", third["id"]]).stdout)
    assert as_json["page"] == 3
    assert CliRunner().invoke(cli.app, ["ledger", "--ledger", ledger, "check"]).exit_code == 0
