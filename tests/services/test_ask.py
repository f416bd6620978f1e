"""Questions found in a ledger report by report are those of all its figures at once, in whatever order the reports came."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from drafts import DAY, draft, make_reading

from according.errors import QuestionError
from according.exports.objects.reckonings import reckoning_object
from according.ledger.store import SqlLedger
from according.reckoning.questions.assembly import find_questions
from according.records import Query, Ruling
from according.services.ask import answer, list_questions, question_of
from according.services.group import group_figures
from according.statement import Reading


def report(chance: random.Random) -> Reading:
    """A report of one or two events among a few places and days, so that some are told again and again."""
    drafts = []
    for _ in range(chance.choice((1, 2, 3))):
        day = DAY - timedelta(days=chance.randrange(9))
        drafts.append(
            draft(
                chance.choice((3, 12, 37, 137)),
                chance.choice(("soldiers", "people", "miners")),
                measure=chance.choice(("killed", "killed", "wounded")),
                place=chance.choice(("Kursk", "Kyiv", "Aleppo")),
                days=chance.choice((None, (day, day))),
                speaker=chance.choice(("The army", "Police", None)),
                country=chance.choice((None, "KP")),
                counting=chance.choice(("incident", "incident", "running")),
            )
        )
    return make_reading(*drafts, before=f"Report {chance.randrange(10**9)}.", published=DAY - timedelta(days=chance.randrange(9)))


def figures_of(ledger: SqlLedger) -> set[frozenset[str]]:
    return {frozenset(item.id for item in reckoning.figures) for reckoning in list_questions(ledger, Query())}


@pytest.mark.parametrize("seed", range(2))
def test_one_by_one_is_as_all_at_once(ledger: SqlLedger, seed: int) -> None:
    chance = random.Random(seed)
    for reading in [report(chance) for _ in range(9)]:
        ledger.add(reading)
        if chance.random() < 0.7:
            group_figures(ledger)
    at_once = {frozenset(filed.id for filed in question.figures) for question in find_questions(ledger.find(Query()))}
    assert figures_of(ledger) == at_once
    ledger.forget_groups()
    assert figures_of(ledger) == at_once


def test_a_question_by_its_figure_is_the_one_of_the_list(ledger: SqlLedger) -> None:
    chance = random.Random(11)
    ledger.add_all([(report(chance), None) for _ in range(9)])
    group_figures(ledger)
    for reckoning in list_questions(ledger, Query()):
        again = question_of(ledger, reckoning.figures[0].id, Query()).reckoning
        ours, theirs = reckoning_object(again), reckoning_object(reckoning)
        assert {key: ours[key] for key in ("id", "low", "best", "high", "figures")} == {
            key: theirs[key] for key in ("id", "low", "best", "high", "figures")
        }


def test_a_question_is_found_by_its_id(ledger: SqlLedger) -> None:
    chance = random.Random(12)
    ledger.add_all([(report(chance), None) for _ in range(9)])
    group_figures(ledger)
    wrong = ledger.find(Query(measures=("killed",)))[0]
    ledger.file_ruling(Ruling("correct", wrong.id, "ann", "they lived", datetime(2025, 2, 1, tzinfo=UTC), None, "measure", "wounded"))
    reckonings = list(list_questions(ledger, Query()))
    assert wrong.id in {reckoning.question.figures[0].id for reckoning in reckonings}  # a question that a correction began
    linked = 0
    for reckoning in reckonings:
        again = question_of(ledger, reckoning.question.id, Query()).reckoning.question
        assert again.figures == reckoning.question.figures
        # Asked by itself a question is linked with those of its reports, its place and weeks, and its people.
        assert set(again.linked) <= set(reckoning.question.linked)
        linked += len(again.linked)
    for reckoning in reckonings[:5]:
        assert question_of(ledger, reckoning.question.id[:9], Query()).reckoning.question.id == reckoning.question.id
    assert linked >= 0.8 * sum(len(reckoning.question.linked) for reckoning in reckonings)
    for none in ("0" * 16, reckonings[0].question.id[:5]):
        with pytest.raises(QuestionError, match="no question or figure has this id"):
            question_of(ledger, none, Query())


def test_a_filter_finds_what_leaves_it_open_too(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(137, "soldiers", country="KP", kind="military"), before="One."))
    ledger.add(make_reading(draft(137, "deaths"), before="Two."))
    ledger.add(make_reading(draft(137, "miners"), before="Three."))
    found = answer(ledger, Query(measures=("killed",), country="KP")).reckoning
    assert sorted(item.filed.figure.population.text for item in found.figures if item.filed.figure.population) == ["deaths", "soldiers"]


def test_too_much_says_how_to_narrow(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("according.services.ask.ANSWERED_MOST", 3)
    ledger.add(make_reading(*[draft(number, measure="killed") for number in range(10, 15)]))
    with pytest.raises(QuestionError, match=r"5 figures fit.*place \"Kursk\""):
        answer(ledger, Query(measures=("killed",)))


def test_a_group_that_is_too_large_is_not_put_to_questions_for_one(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(12)
    ledger.add_all([(report(chance), None) for _ in range(9)])
    whole = answer(ledger, Query(measures=("killed",)))
    monkeypatch.setattr("according.services.ask.TOGETHER_MOST", 1)
    alone = answer(ledger, Query(measures=("killed",)))
    assert (whole.grouped, alone.grouped) == (True, False)
    assert alone.reckoning.question.figures == whole.reckoning.question.figures
    by_figure = question_of(ledger, whole.reckoning.figures[0].id, Query()).reckoning
    assert whole.reckoning.figures[0].id in {item.id for item in by_figure.figures}


def test_an_empty_ledger_says_so(ledger: SqlLedger) -> None:
    assert list(list_questions(ledger, Query())) == []
    with pytest.raises(QuestionError, match="no figure yet"):
        answer(ledger, Query(measures=("killed",)))


def test_a_day_before_all_filing_is_told(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12)))
    early = datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(QuestionError, match="no figure was filed by then; without known_at 1 would"):
        answer(ledger, Query(measures=("killed",), known_at=early))
    with pytest.raises(QuestionError, match="no figure was filed by then; leave out more than one of the filters"):
        answer(ledger, Query(measures=("seized",), known_at=early))


def test_a_question_is_linked_alike_by_filter_and_by_id(ledger: SqlLedger) -> None:
    """The figure that fits stands in one report, what the question is linked with in the report of a figure that does not."""
    ledger.add(make_reading(draft(137, speaker="Police"), before="One."))
    ledger.add(make_reading(draft(137, speaker="The army"), draft(20, measure="wounded", speaker="The army"), before="Two."))
    group_figures(ledger)
    query = Query(measures=("killed",), speaker="police")
    by_filter = answer(ledger, query).reckoning
    by_id = question_of(ledger, by_filter.question.id, query).reckoning
    assert [other.label for other in by_id.linked] == [other.label for other in by_filter.linked]
    assert len(by_filter.linked) == 1


def test_a_corrected_figure_moves_to_its_question(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(137, "miners"), before="One."))
    ledger.add(make_reading(draft(137, "miners", place="Aleppo"), before="Two."))
    first, second = ledger.find(Query())
    assert len(figures_of(ledger)) == 2
    wrong = next(filed for filed in (first, second) if filed.figure.place is not None and filed.figure.place.name == "Aleppo")
    ruling = Ruling("correct", wrong.id, "ann", "the dateline", datetime(2025, 2, 1, tzinfo=UTC), None, "place", "Kursk")
    ledger.file_ruling(ruling)
    assert len(figures_of(ledger)) == 1
    ledger.file_ruling(replace(ruling, undoes=ruling.id, when=datetime(2025, 2, 2, tzinfo=UTC)))
    assert len(figures_of(ledger)) == 2
