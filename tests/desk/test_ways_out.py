"""What would mend a contradiction, as pages try it out: several numbers, groups that are set aside, and what another page has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drafts import DAY, draft, make_reading

from according.desk.answers import Mending, Told, show_clashes, tell_figures
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.quantity import Quantity
from according.reckoning.answer import Contradiction, Repair
from according.reckoning.trials import Trial
from according.records import Query
from according.services.ask import question_of
from according.services.group import group_figures


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqlLedger]:
    """What two speakers say of one day's dead; one of them is repeated."""
    with open_ledger(str(tmp_path / "ledger.db")) as made:
        for number, speaker, publisher in ((12, "The army", "One"), (15, "Police", "Two"), (15, "Police", "Three")):
            made.add(make_reading(draft(number, "miners", days=(DAY, DAY), speaker=speaker), before=f"{publisher}.", publisher=publisher))
        group_figures(made)
        yield made


@pytest.fixture
def rows(ledger: SqlLedger) -> list[Told]:
    reckoning = question_of(ledger, ledger.find(Query())[0].id, Query()).reckoning
    return tell_figures(reckoning)


def mending(repair: Repair, rows: list[Told]) -> Mending:
    [clash] = show_clashes([Contradiction(tuple(row.id for row in rows), "they differ", (repair,))], rows)
    [found] = clash.repairs
    return found


def test_numbers_of_several_are_tried_with_those_that_repeat_them(rows: list[Told]) -> None:
    alone, told = (next(row for row in rows if row.used and len(row.together) == many) for many in (1, 2))
    found = mending(Repair(None, None, 20, -0.2, "at most 20 together", together=((alone.id, 9), (told.id, 11))), rows)
    eleven = {Trial(id, Quantity.exact(11)) for id in told.together}
    assert (set(found.trials), found.shared) == ({Trial(alone.id, Quantity.exact(9)), *eleven}, True)
    # The least change of several is no sum that is shared out.
    assert not mending(Repair(None, None, None, 0.2, "together: 9 for 12", together=((alone.id, 9),)), rows).shared


def test_a_way_out_is_tried_without_each_group(rows: list[Told]) -> None:
    alone, told = (next(row for row in rows if row.used and len(row.together) == many) for many in (1, 2))
    found = mending(Repair(None, None, None, None, "other dates", apart=((alone.id,), (told.id,))), rows)
    assert found.without == (("“12” killed", (alone.id,)), ("“15” killed", told.together))
    assert found.trials == ()


def test_what_the_page_does_not_have_is_tried_elsewhere(rows: list[Told]) -> None:
    ways = (Repair("f" * 16, 12, None, 0.2, "more"), Repair(None, None, None, None, "other places", apart=((rows[0].id,), ("f" * 16,))))
    for repair in ways:
        found = mending(repair, rows)
        assert (found.elsewhere, found.trials, found.without) == ("f" * 16, (), ())
