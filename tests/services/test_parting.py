"""Groups are parted into questions once; who asks is told what would be found without that, whatever was filed or ruled since."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from drafts import DAY, draft, make_reading
from test_ask import report

from according.exports.objects.reckonings import reckoning_object
from according.ledger.store import SqlLedger
from according.records import Query, Ruling
from according.services.ask import list_questions, question_of
from according.services.group import group_figures, parted_by_other_rules

NOON = datetime(2025, 2, 1, 12, tzinfo=UTC)


def told(ledger: SqlLedger) -> list[object]:
    return [reckoning_object(reckoning) for reckoning in list_questions(ledger, Query())]


def told_afresh(ledger: SqlLedger) -> list[object]:
    """What is told where nothing is parted; it is parted again after that."""
    noted = ledger.meta("parting")
    ledger.set_meta("parting", "other rules")
    found = told(ledger)
    ledger.set_meta("parting", noted)
    return found


def draw_ruling(ledger: SqlLedger, chance: random.Random, minute: int) -> Ruling:
    """Return a ruling of some kind on figures of one measure."""
    one, other = chance.sample(ledger.find(Query(measures=("killed",))), 2)
    when = NOON + timedelta(minutes=minute)
    kind = chance.choice(("same-event", "not-same-event", "correct", "reject"))
    if kind == "correct":
        return Ruling("correct", one.id, "ann", "misread", when, None, "population", "miners")
    return Ruling(kind, one.id, "ann", "seen", when, None if kind == "reject" else other.id)  # type: ignore[arg-type]


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(3))
def test_the_questions_are_those_of_groups_put_afresh(ledger: SqlLedger, seed: int) -> None:
    chance = random.Random(seed)
    ledger.add_all([(report(chance), None) for _ in range(9)])
    group_figures(ledger)
    assert ledger.partings.waiting() == []
    assert told(ledger) == told_afresh(ledger)
    for turn in range(6):
        if chance.random() < 0.5:
            # Some of it waits for its groups while it is asked for, and some groups have grown and are not parted.
            ledger.add_all([(report(chance), None) for _ in range(2)])
        ruling = draw_ruling(ledger, chance, 2 * turn)
        id = ledger.file_ruling(ruling)
        assert told(ledger) == told_afresh(ledger)
        if chance.random() < 0.5:
            group_figures(ledger)
        if chance.random() < 0.4:
            ledger.file_ruling(replace(ruling, when=NOON + timedelta(minutes=2 * turn + 1), undoes=id))
        assert told(ledger) == told_afresh(ledger)


def test_what_is_parted_is_not_compared_again(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    ledger.add_all([(report(chance), None) for _ in range(9)])
    group_figures(ledger)
    expected = told(ledger)

    def refuse(*_: object) -> None:
        raise AssertionError("a group that is parted was put to questions afresh")

    monkeypatch.setattr("according.services.grouped.put_to_questions", refuse)
    assert told(ledger) == expected
    one, other, *_ = (filed.id for filed in ledger.find(Query(measures=("killed",))))
    ledger.file_ruling(Ruling("not-same-event", one, "ann", "two blasts", NOON, other))
    with pytest.raises(AssertionError, match="afresh"):
        told(ledger)


def test_a_question_is_found_by_its_id_without_a_look_at_every_figure(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(6)
    ledger.add_all([(report(chance), None) for _ in range(9)])
    group_figures(ledger)
    ids = [reckoning.question.id for reckoning in list_questions(ledger, Query())]
    monkeypatch.setattr(SqlLedger, "figure_measures", None)
    assert [question_of(ledger, id, Query()).reckoning.question.id for id in ids] == ids
    monkeypatch.undo()
    # As it is known by a beginning, and where nothing is parted.
    ledger.partings.forget()
    assert [question_of(ledger, id[:9], Query()).reckoning.question.id for id in ids] == ids
    assert question_of(ledger, ids[0], Query()).reckoning.question.id == ids[0]


def test_groups_parted_by_other_rules_are_parted_anew(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30, "miners")))
    assert parted_by_other_rules(ledger)
    group_figures(ledger)
    assert not parted_by_other_rules(ledger)
    ledger.set_meta("parting", "an older one")
    expected = told(ledger)
    group_figures(ledger)
    assert (ledger.partings.waiting(), told(ledger)) == ([], expected)


def test_as_many_are_parted_as_is_wished_and_told(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("according.services.placing.parting.PARTED_TOGETHER", 2)
    ledger.add_all([(make_reading(draft(12, "miners"), before=f"Report {number}."), None) for number in range(4)])
    advanced, extended = list[int](), list[int]()
    group_figures(ledger, advance=advanced.append, extend=extended.append, parted_most=0)
    assert (sum(advanced), extended) == (4, [4])
    assert sum(unparted.figures for unparted in ledger.partings.waiting()) == 4
    group_figures(ledger, advance=advanced.append)
    assert (sum(advanced), ledger.partings.waiting()) == (8, [])


def test_a_large_group_is_parted_anew_once_enough_of_it_is_new(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("according.services.placing.parting.TOGETHER_MOST", 1)
    monkeypatch.setattr("according.services.group.TOGETHER_MOST", 1)
    monkeypatch.setattr("according.services.placing.parting.ANEW_FROM", 0.3)
    one = [make_reading(draft(12, "miners", place="Kyiv", days=(DAY, DAY)), before=f"Report {number}.") for number in range(6)]
    ledger.add_all([(reading, None) for reading in one[:4]])
    group_figures(ledger)
    assert ledger.partings.waiting() == []
    ledger.add(one[4])
    group_figures(ledger)
    assert [unparted[1:3] for unparted in ledger.partings.waiting()] == [(5, 1)]
    ledger.add(one[5])
    group_figures(ledger)
    assert ledger.partings.waiting() == []
    monkeypatch.setattr("according.services.placing.parting.PARTED_MOST", 5)
    ledger.partings.forget()
    group_figures(ledger)
    # So large a group is not parted at all.
    assert [unparted[1:3] for unparted in ledger.partings.waiting()] == [(6, 6)]


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(3))
def test_of_a_large_group_the_questions_that_are_asked_for_are_the_same(
    ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Only what fits is loaded of it; until it is parted anew what came since is put to questions among its reports' figures."""
    chance = random.Random(seed)
    ledger.add_all([(report(chance), None) for _ in range(12)])
    group_figures(ledger)
    figures = [filed.id for filed in ledger.find(Query())]

    def ask() -> list[tuple[list[str], bool]]:
        answers = (question_of(ledger, id, Query()) for id in figures)
        return [(sorted(item.id for item in given.reckoning.figures), given.grouped) for given in answers]

    expected = ask()
    monkeypatch.setattr("according.services.ask.TOGETHER_MOST", 6)
    assert ask() == expected
    assert all(grouped for _, grouped in expected)
    one, other, *_ = max((group for group, _ in expected), key=len)
    ledger.file_ruling(Ruling("not-same-event", one, "ann", "two blasts", NOON, other))
    held = ask()
    assert all(one not in group or other not in group for group, _ in held)
    assert all(id in group for id, (group, _) in zip(figures, held, strict=True))
