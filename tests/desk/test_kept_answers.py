"""Kept answers: reckoned once for all who ask at once, and anew when the ledger has changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from drafts import draft, make_reading

from according.desk.kept import Kept
from according.ledger.opening import open_ledger
from according.records import Query, Ruling


def test_many_who_ask_at_once_wait_for_one(tmp_path: Path) -> None:
    kept, begun, made = Kept(), Barrier(8), list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        ledger.add(make_reading(draft(600)))

        def ask(_: int) -> int:
            begun.wait(10)
            return kept.get(ledger, "key", make)

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(ask, range(8))) == [1] * 8
        [filed] = ledger.find(Query())
        ledger.file_ruling(Ruling("accept", filed.id, "Ann", "seen", datetime.now(UTC)))
        assert kept.get(ledger, "key", make) == 2


def test_what_fails_is_tried_again(tmp_path: Path) -> None:
    kept, tried = Kept(), list[int]()

    def fail() -> int:
        tried.append(1)
        raise ValueError("no")

    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        for _ in range(2):
            with pytest.raises(ValueError, match="no"):
                kept.get(ledger, "key", fail)
        assert (len(tried), kept.get(ledger, "key", lambda: 5), kept.get(ledger, "key", fail)) == (2, 5, 5)
