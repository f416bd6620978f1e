"""One ledger, many threads: what a desk does to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from drafts import draft, make_reading

from according.errors import ConflictError
from according.ledger.store import SqlLedger
from according.records import Query, Ruling
from according.services.group import group_figures
from according.services.judge import file_rulings

THREADS = 16


def test_many_read_while_several_write(ledger: SqlLedger) -> None:
    """Writers that wait their turn, and need a second connection in it, leave one to whoever has the turn."""
    start = Barrier(THREADS)

    def work(at: int) -> None:
        start.wait()
        for turn in range(3):
            if at % 2:
                ledger.add(make_reading(draft(100 * at + turn + 7, f"miners{at}"), before=f"{at} {turn}"))
                group_figures(ledger)
            else:
                found = ledger.find(Query())
                # What stands near a figure is looked up in what the threads keep together.
                near = ledger.neighbours(found[:5])
                assert {filed.id for filed in near}.isdisjoint(filed.id for filed in found[:5])
                ledger.ungrouped(10)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    assert len(ledger.find(Query())) == 3 * THREADS // 2
    assert ledger.count_ungrouped() == 0


def test_of_two_who_rule_at_once_one_is_told(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12)))
    filed = ledger.find(Query())[0]
    seen = {filed.id: frozenset[str](), filed.statement.id: frozenset[str]()}
    start = Barrier(THREADS)

    def rule(at: int) -> bool:
        start.wait()
        try:
            file_rulings(ledger, "reject" if at % 2 else "accept", filed.id, [], who=f"person {at}", why="so", seen=seen, most=0)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        assert sum(pool.map(rule, range(THREADS))) == 1
    assert len(ledger.rulings()) == 1


def test_what_was_seen_is_no_conflict(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30, "miners")))
    one, other = (filed.id for filed in ledger.find(Query()))
    first = Ruling("accept", one, "ann", "so", datetime.now(UTC))
    pair = Ruling("not-same-event", other, "ann", "so", datetime.now(UTC), one)
    ledger.file_rulings([first, pair])
    assert ledger.rulings_on([one, other]) == {one: {first.id, pair.id}, other: {pair.id}}
    second = Ruling("reject", one, "ben", "no", datetime.now(UTC))
    with pytest.raises(ConflictError, match="somebody else has ruled on this meanwhile"):
        ledger.file_rulings([second], seen={one: frozenset({first.id})})
    ledger.file_rulings([second], seen={one: frozenset({first.id, pair.id})})
    assert len(ledger.rulings()) == 3


def test_the_newest_figures_come_page_by_page(ledger: SqlLedger) -> None:
    for at in range(5):
        ledger.add(make_reading(draft(10 + at), before=str(at)))
    met, before = list[float | None](), None
    while True:
        page, before = ledger.newest_figures(2, before=before)
        met += [filed.figure.quantity.low for filed in page]
        if before is None:
            break
    assert met == [14, 13, 12, 11, 10]


def test_a_thread_that_has_a_view_sees_one_state(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12)))
    with ThreadPoolExecutor(1) as others:
        with ledger.viewing():
            assert len(ledger.find(Query())) == 1
            others.submit(ledger.add, make_reading(draft(30, "miners"), before="Later.")).result()
            # A view within a view sees what that one sees, and its end does not end it.
            with ledger.viewing():
                assert len(ledger.find(Query())) == 1
            assert len(ledger.find(Query())) == 1
            assert ledger.contents().reports == 1
            assert len(others.submit(ledger.find, Query()).result()) == 2
        assert len(ledger.find(Query())) == 2


def test_a_view_ends_with_what_is_raised_in_it(ledger: SqlLedger) -> None:
    def ask_in_vain() -> None:
        with ledger.viewing():
            assert not ledger.find(Query())
            raise ValueError("asked in vain")

    with pytest.raises(ValueError, match="asked in vain"):
        ask_in_vain()
    ledger.add(make_reading(draft(12)))
    assert len(ledger.find(Query())) == 1
