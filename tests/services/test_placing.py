"""Figures are placed while others write, and by several processes: the groups are those of one that works alone."""
from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from backends import Open
from drafts import draft, make_reading
from test_ask import report

from according.comparing.profile import Profiles
from according.ledger.store import SqlLedger
from according.reckoning.rulings import weigh_rulings
from according.records import Query, Ruling
from according.services.ask import list_questions
from according.services.group import group_figures
from according.services.placing.batches import place_batch


def parted(ledger: SqlLedger) -> tuple[dict[str, str], dict[str, str]]:
    """Return each figure with its group, and with its question."""
    ids = [filed.id for filed in ledger.find(Query())]
    return ledger.groups_of(ids), ledger.partings.of_figures(ids)


def file_many(ledger: SqlLedger) -> None:
    chance = random.Random(11)
    ledger.add_all([(report(chance), None) for _ in range(40)])


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a few figures be many."""
    monkeypatch.setattr("according.services.group.MANY", 5)


@pytest.mark.heavy
@pytest.mark.usefixtures("few")
def test_side_by_side_the_groups_and_questions_are_those_of_one(ledger: SqlLedger) -> None:
    file_many(ledger)
    group_figures(ledger)
    alone = parted(ledger)
    ledger.forget_groups()
    waiting = ledger.count_ungrouped()
    advanced, extended = list[int](), list[int]()
    assert group_figures(ledger, jobs=2, advance=advanced.append, extend=extended.append) == waiting
    assert parted(ledger) == alone
    assert (sum(advanced), sum(extended)) == (2 * waiting, waiting)
    assert (ledger.count_ungrouped(), ledger.partings.waiting()) == (0, [])


@pytest.mark.heavy
@pytest.mark.usefixtures("few")
def test_where_the_processes_end_one_goes_on_alone(
    ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file_many(ledger)
    waiting = ledger.count_ungrouped()
    # No ledger is there, so that each process ends as it begins.
    monkeypatch.setattr(SqlLedger, "address", "/nowhere/at-all.db")
    assert group_figures(ledger, jobs=2) == waiting
    assert (ledger.count_ungrouped(), ledger.partings.waiting()) == (0, [])
    assert "one goes on alone" in caplog.text


@pytest.mark.usefixtures("few")
def test_the_database_cleans_up_after_many(ledger: SqlLedger) -> None:
    file_many(ledger)
    group_figures(ledger)
    with ledger._door.reading() as connection:
        cleaned = ledger._door.is_sqlite or connection.exec_driver_sql(
            "SELECT last_vacuum IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'groups'"
        ).scalar()
    assert cleaned


class Pressed:
    """A ledger in which another writer is quicker, so and so many times."""

    def __init__(self, ledger: SqlLedger, times: int, meanwhile: Callable[[], object]) -> None:
        self.ledger, self.times, self.meanwhile = ledger, times, meanwhile
        self.asked: list[int] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self.ledger, name)

    def ungrouped(self, limit: int, *, kind: str | None = None) -> object:
        self.asked.append(limit)
        found = self.ledger.ungrouped(limit, kind=kind)
        if self.times:
            self.times -= 1
            self.meanwhile()
        return found


def test_what_another_places_meanwhile_is_met(opened: Open) -> None:
    ledger, other = opened(), opened()
    file_many(ledger)

    standing = weigh_rulings(())
    pressed = Pressed(ledger, 3, lambda: place_batch(other, 2, standing, Profiles()))
    while place_batch(pressed, 8, standing, Profiles()):  # type: ignore[arg-type]
        pass
    # Fewer each time, until it is quick enough.
    assert pressed.asked[:5] == [8, 4, 2, 1, 8]
    held = parted(ledger)[0]
    ledger.forget_groups()
    group_figures(ledger)
    assert parted(ledger)[0] == held
    assert list_questions(ledger, Query())


def test_what_people_made_of_another_kind_counts_as_both(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(7, measure="wounded")))
    [filed] = ledger.ungrouped(10)
    ledger.file_ruling(Ruling("correct", filed.id, "ann", "they died", datetime(2025, 2, 1, 12, tzinfo=UTC), None, "measure", "killed"))
    assert place_batch(ledger, 10, weigh_rulings(ledger.rulings()), Profiles(), "wounded people") == 1
    # Who places killed people meanwhile must see that a group of theirs may have come.
    assert {"killed people", "wounded people"} <= ledger.placings.changes().keys()
