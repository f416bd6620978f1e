"""Asking never writes: a file and a folder that cannot be written, and a database role that may only select, answer like any other."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backends import VERSIONS, Server, as_nobody
from drafts import draft, make_reading
from test_ask import report
from typer.testing import CliRunner

from according.commands import cli
from according.exports.objects.reckonings import reckoning_object
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.ledger.versions import current
from according.records import Query, Ruling
from according.services import ask, grouped
from according.services.ask import answer, count_ungrouped, list_questions, question_of
from according.services.group import group_figures

COMMANDS = (
    ("questions",), ("questions", "--json", "--measure", "killed"), ("reckon", "--measure", "killed"), ("rulings",), ("ledger",),
    ("ledger", "check"), ("ledger", "search", "soldiers"), ("events",), ("events", "--json"), ("event", "soldiers"),
)  # fmt: skip


def fill(ledger: SqlLedger, *, grouped: bool) -> None:
    chance = random.Random(3)
    ledger.versions = VERSIONS
    ledger.add_all([(report(chance), None) for _ in range(5)])
    if grouped:
        group_figures(ledger)
    ledger.add(make_reading(draft(137, "soldiers", country="KP"), before="One more."))


def ask_some(url: str) -> list[str]:
    """What the first commands print of a ledger."""
    return [printed(command, url) for command in COMMANDS[:3]]


def ask_all(url: str) -> list[str]:
    """What every command that asks prints of a ledger; a figure's evidence too."""
    with open_ledger(url, read_only=True) as ledger:
        figure = ledger.find(Query(measures=("killed",)))[0].id
    return [printed(command, url) for command in (*COMMANDS, ("ledger", "show", figure), ("reckon", "--question", figure, "--json"))]


def printed(command: tuple[str, ...], url: str) -> str:
    done = CliRunner().invoke(cli.app, [*command, "--ledger", url])
    assert done.exit_code == 0, (command, done.output)
    return done.output.replace(url, "")


@pytest.mark.heavy
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no rights of this kind here")
@pytest.mark.parametrize(("closed", "grouped"), [("file", True), ("folder", False)])
def test_every_question_is_answered_from_what_cannot_be_written(folder: Path, closed: str, grouped: bool) -> None:
    path = folder / "ledger.db"
    with open_ledger(str(path)) as made:
        fill(made, grouped=grouped)
    before = path.read_bytes()
    path.chmod(0o444)
    if closed == "folder":
        folder.chmod(0o555)
    current()  # once read, the package's own files need not be readable to nobody
    copy = str(shutil.copy(path, tempfile.mkdtemp(dir="/tmp")))
    # What a command imports only when it is asked is read now: nobody may not look into the folder of the tests' environment.
    ask_all(copy)
    writable = ask_some(copy)
    with as_nobody():
        told = ask_all(str(path))
    assert told[:3] == writable
    assert path.read_bytes() == before


@pytest.mark.parametrize("grouped", [True, False])
def test_every_question_is_answered_to_a_role_that_may_only_select(server: Server, grouped: bool) -> None:
    url = server.emptied()
    with open_ledger(url) as made:
        fill(made, grouped=grouped)
        revision, waiting = made.revision(), made.count_ungrouped()
    server.tell(
        "ledger",
        "DROP OWNED BY reader" if "reader" in _roles(server) else "CREATE ROLE reader LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
    )
    reader = url.replace("ledger@", "reader@")
    assert ask_all(reader)[:3] == ask_some(url)
    with open_ledger(url) as made:
        assert (made.revision(), made.count_ungrouped()) == (revision, waiting)


def _roles(server: Server) -> set[str]:
    import psycopg

    with psycopg.connect(server.url("ledger")) as connection:
        return {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}


@pytest.mark.parametrize(("seed", "few"), [(0, 500), (2, 0)])
def test_figures_that_wait_are_taken_up_for_the_answer(
    ledger: SqlLedger, seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is placed in memory: the list is that of a ledger whose figures were all grouped, and nothing is written."""
    monkeypatch.setattr("according.services.ask.WAITING_FEW", few)
    chance = random.Random(seed)
    for part in range(3):
        ledger.add_all([(report(chance), None) for _ in range(4)])
        if part == 0:
            group_figures(ledger)
    some = ledger.find(Query(measures=("killed",)))
    ledger.file_ruling(Ruling("same-event", some[0].id, "ann", "one blast", datetime(2025, 2, 1, tzinfo=UTC), some[-1].id))
    waiting = ledger.count_ungrouped()
    asked = _answers(ledger)
    alone = [_object(lambda id=filed.id: question_of(ledger, id, Query()).reckoning) for filed in some[::3]]
    assert waiting > 0
    assert (ledger.count_ungrouped(), count_ungrouped(ledger)) == (waiting, waiting)
    group_figures(ledger)
    assert _answers(ledger) == asked
    if few:
        assert [_object(lambda id=filed.id: question_of(ledger, id, Query()).reckoning) for filed in some[::3]] == alone


def _answers(ledger: SqlLedger) -> list[object]:
    return [reckoning_object(reckoning) for reckoning in list_questions(ledger, Query())]


def _object(asked: Callable[[], object]) -> object:
    made = reckoning_object(asked())  # type: ignore[arg-type]
    return {key: made[key] for key in ("id", "low", "best", "high", "figures")}


def test_an_answer_says_how_many_figures_wait(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger, grouped=True)
    told = answer(ledger, Query(measures=("killed",)))
    assert (told.grouped, told.ungrouped) == (True, 1)
    monkeypatch.setattr("according.services.ask.WAITING_MOST", 0)
    assert (answer(ledger, Query(measures=("killed",))).grouped, answer(ledger, Query(measures=("killed",))).ungrouped) == (False, 1)
    monkeypatch.undo()
    group_figures(ledger)
    assert answer(ledger, Query(measures=("killed",))).ungrouped == 0


def test_groups_made_by_other_rules_are_told(ledger: SqlLedger) -> None:
    fill(ledger, grouped=True)
    ledger.set_meta("grouping", "an older one")
    assert count_ungrouped(ledger) == ledger.contents().figures
    group_figures(ledger)
    assert count_ungrouped(ledger) == 0


def test_a_correction_that_was_not_grouped_is_told(ledger: SqlLedger) -> None:
    fill(ledger, grouped=True)
    group_figures(ledger)
    wrong = ledger.find(Query(measures=("killed",)))[0]
    ledger.file_ruling(Ruling("correct", wrong.id, "ann", "they lived", datetime(2025, 2, 1, tzinfo=UTC), None, "measure", "wounded"))
    assert count_ungrouped(ledger) == 1
    group_figures(ledger)
    assert count_ungrouped(ledger) == 0


def test_a_figure_that_waits_and_was_corrected_waits_once(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30, "miners")))
    group_figures(ledger)
    ledger.add(make_reading(draft(40, "teachers"), before="More."))
    for filed in ledger.find(Query()):
        ledger.file_ruling(Ruling("correct", filed.id, "ann", "they lived", datetime(2025, 2, 1, tzinfo=UTC), None, "measure", "wounded"))
    assert (ledger.count_ungrouped(), count_ungrouped(ledger)) == (1, 3)


def test_services_that_ask_hold_no_way_to_write() -> None:
    """No asking module names a method that writes."""
    writes = "add add_all rule rule_all file_ruling file_rulings assign placing forget_groups set_meta".split()
    for module in (ask, grouped):
        source = Path(str(module.__file__)).read_text("utf8")
        assert [word for word in writes if f"ledger.{word}(" in source] == []
        assert "group_figures" not in source
