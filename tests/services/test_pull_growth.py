"""A live page has thousands of texts: what came of it finds its place with no more work for each than for those of a page of few."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from backends import Open
from drafts import draft, make_reading

from according.ledger.opening import open_offer
from according.ledger.sharing import offer as offers
from according.ledger.sharing import succession, takings
from according.ledger.sharing.order import Held
from according.ledger.store import SqlLedger
from according.report import Raw
from according.services.sharing.pull import pull
from growth import TIMES

pytestmark = pytest.mark.heavy

SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
BEGIN = datetime(2025, 1, 27, tzinfo=UTC)
FEW = 40
# Which texts two ledgers fetched, by their numbers and in that order.
FETCHED: dict[str, Callable[[int], tuple[Sequence[int], Sequence[int]]]] = {
    "theirs": lambda many: ([], range(many)),
    "by turns": lambda many: (range(0, many, 2), range(1, many, 2)),
    "theirs came before": lambda many: (range(many // 2, many), range(many)),
    "pages of two texts in either order": lambda many: (range(many), range(many)[::-1]),
}


def fetch(ledger: SqlLedger, numbers: Sequence[int], most: int) -> None:
    """File texts as fetched one after the other, each in its minute where they come in order, so many from one page."""
    for number, minute in zip(numbers, sorted(numbers), strict=True):
        page = f"https://news.example/{number // most}"
        reading = make_reading(draft(10 + number), before=SAME, path=page, url=page, publisher="Example News")
        ledger.clock = lambda at=BEGIN + timedelta(minutes=minute): at  # type: ignore[misc]
        ledger.add(reading, raw=Raw.of(reading.report.text.encode(), "extractor 1", BEGIN))


def count_settling(monkeypatch: pytest.MonkeyPatch, mine: SqlLedger, theirs: SqlLedger) -> int:
    """Pull, and return how many functions were called to give what came its place."""
    called, settle = [0], takings.settle

    def counting(*args: object) -> int:
        def count(frame: object, event: str, given: object) -> None:
            called[0] += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            return settle(*args)  # type: ignore[arg-type]
        finally:
            sys.setprofile(before)

    with monkeypatch.context() as patched, open_offer(theirs.address, name="theirs") as offer:
        patched.setattr(takings, "settle", counting)
        assert pull(mine, offer).refused == []
    return called[0]


@pytest.mark.parametrize("kind", FETCHED)
def test_a_text_among_many_costs_no_more_than_one_among_few(
    kind: str, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All in one transaction, in which all of them are to be placed.
    monkeypatch.setattr(offers, "LISTED_TOGETHER", TIMES * FEW)
    called = []
    for many in (FEW, TIMES * FEW):
        ledgers = [opened(str(tmp_path / f"{name}-{many}.db")) for name in ("mine", "theirs")]
        for ledger, numbers in zip(ledgers, FETCHED[kind](many), strict=True):
            fetch(ledger, numbers, 2 if kind.startswith("pages") else many)
        called.append(count_settling(monkeypatch, *ledgers))
    assert called[1] <= TIMES * called[0]


def test_each_text_of_a_page_is_looked_up_in_few_of_the_parcels_that_it_comes_in(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, together, held = 3 * FEW, FEW // 4, []
    mine, theirs = (opened(str(tmp_path / f"{name}.db")) for name in ("mine", "theirs"))
    for ledger, numbers in ((mine, range(many)), (theirs, range(many)[::-1])):
        fetch(ledger, numbers, many)
    monkeypatch.setattr(offers, "LISTED_TOGETHER", together)
    monkeypatch.setattr(succession, "KEPT_FROM", together)

    def noting(*row: Any) -> Held:
        held.append(row)
        return Held(*row)

    monkeypatch.setattr(succession, "Held", noting)
    with open_offer(theirs.address, name="theirs") as offer:
        assert pull(mine, offer).refused == []
    # When it comes, and once with all others of its page: not in each of a dozen parcels.
    assert many <= len(held) <= 3 * many
    assert [problem.what for problem in mine.check() if "extractor" not in problem.what] == []
