"""The tray: parcels are kept for a while, one work at a time, and whatever goes wrong is told and loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backends import VERSIONS

from according.desk import tray as module
from according.desk.tray import KEPT_FOR, PARCELS_MOST, Parcel, Tray
from according.desk.uploads import Upload
from according.errors import LedgerError
from according.intake.text import Options
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqlLedger]:
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        opened.versions = VERSIONS
        yield opened


def parcel(*names: str, **fields: str) -> Parcel:
    return Parcel(fields, [Upload(name, b"Twelve people were killed.") for name in names], Options())


def put(tray: Tray, one: Parcel, ledger: SqlLedger) -> Parcel:
    tray.put(one, ledger)
    assert one.idle.wait(10)
    return one


def test_a_parcel_is_looked_through(ledger: SqlLedger) -> None:
    text = "Douze personnes ont été tuées à Velmar, a déclaré le ministère de la Défense. Les secours cherchent encore des survivants."
    held = put(Tray(), parcel("a.txt", "b.png", "c.txt", text=text), ledger)
    assert [draft.foreseen for draft in held.drafts] == ["refused", "new", "new", "new"]
    assert (held.state, held.total, len(held.readable)) == ("ready", 4, 3)
    assert "French" in str(held.drafts[0].refused)


def test_what_was_not_looked_at_for_an_hour_is_forgotten(ledger: SqlLedger) -> None:
    now = [0.0]
    tray = Tray(lambda: now[0])
    held = put(tray, parcel("a", "b"), ledger)
    now[0] = KEPT_FOR - 1
    assert tray.get(held.id) is held
    now[0] += KEPT_FOR - 1
    assert tray.get(held.id) is held
    now[0] += KEPT_FOR + 1
    assert tray.get(held.id) is None
    assert tray.get("nothing") is None


def test_the_parcel_that_was_not_looked_at_for_longest_makes_room(ledger: SqlLedger) -> None:
    now = [0.0]
    tray = Tray(lambda: now[0])
    held = []
    for _ in range(PARCELS_MOST + 1):
        now[0] += 1
        held.append(put(tray, parcel("a", "b"), ledger))
    assert [tray.get(one.id) is not None for one in held] == [False] + [True] * PARCELS_MOST


def test_where_all_are_busy_a_new_one_is_refused_and_told_to_come_again(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(module, "_look", lambda parcel, ledger: (go.wait(10), "ready")[1])
    tray = Tray()
    held = [parcel("a") for _ in range(PARCELS_MOST)]
    for one in held:
        tray.put(one, ledger)
    with pytest.raises(LedgerError, match="nothing is lost"):
        tray.put(parcel("a"), ledger)
    tray.drop(held[0])
    assert tray.get(held[0].id) is held[0]
    go.set()
    assert all(one.idle.wait(10) for one in held)
    tray.drop(held[0])
    assert tray.get(held[0].id) is None


def test_whatever_goes_wrong_is_told_and_the_parcel_can_be_filed_again(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    tray = Tray()
    held = put(tray, parcel("a", "b"), ledger)
    faults: list[Exception] = [LedgerError("the disk is full"), ZeroDivisionError("oh"), MemoryError()]

    def fail(*_: Any) -> Any:
        raise faults.pop(0)

    monkeypatch.setattr(module, "file_sources", fail)
    for told in ("the disk is full", "ZeroDivisionError", "MemoryError"):
        tray.file(held, ledger)
        assert held.idle.wait(10)
        assert told in str(held.failed)
        assert held.state == "ready"
    # The turn was given back each time.
    assert module.READING_TURN.acquire(timeout=1)
    module.READING_TURN.release()


def test_two_who_press_a_button_at_once_begin_one_work(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    go = threading.Event()

    def file(parcel: Parcel, ledger: SqlLedger) -> str:
        begun.append(parcel)
        go.wait(10)
        return "filed"

    tray = Tray()
    held = put(tray, parcel("a", "b"), ledger)
    monkeypatch.setattr(module, "_file", file)
    threads = [threading.Thread(target=tray.file, args=(held, ledger)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    go.set()
    assert held.idle.wait(10)
    assert (len(begun), held.state) == (1, "filed")
    tray.file(held, ledger)
    assert len(begun) == 1


def test_who_waits_for_another_reading_is_told_so(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "read_draft", lambda draft: draft)
    tray = Tray()
    with module.READING_TURN:
        held = parcel("a")
        tray.put(held, ledger)
        for _ in range(1_000):
            if held.waits:
                break
            held.idle.wait(0.01)
        assert (held.waits, held.state) == (True, "reading")
    assert held.idle.wait(10)
    assert (held.waits, held.state, list(held.read)) == (False, "ready", [0])


def test_of_too_many_reports_the_first_are_taken(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPORTS_MOST", 3)
    held = put(Tray(), parcel(*"abcdef"), ledger)
    assert (len(held.drafts), held.told) == (3, ["only the first 3 reports are taken; run `according add` for so many"])
