"""The Python door to a ledger: everything the commands can do, over hand-made readings and a real file."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest
from drafts import draft, make_reading

import according
from according.api.ledgers import Ledger
from according.api.results import Event, Receipt, Reckoning
from according.errors import LedgerError, QuestionError, RequestError
from according.services.filters import Filters

ARMY = make_reading(draft(12, "soldiers", place="Kyiv", speaker="The army"), draft(30, "soldiers", measure="wounded", place="Kyiv"))
POLICE = make_reading(draft(14, "soldiers", place="Kyiv", speaker="Police"), before="Later.", published=date(2025, 1, 28))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return according.open_ledger(tmp_path / "door.db")


def test_a_ledger_closes_with_its_block(tmp_path: Path) -> None:
    with according.open_ledger(tmp_path / "door.db") as ledger:
        assert [receipt.outcome for receipt in ledger.add(ARMY)] == ["new"]
        assert [receipt.to_dict()["outcome"] for receipt in ledger.add(ARMY)] == ["known"]
    with according.open_ledger(tmp_path / "door.db", read_only=True) as again:
        assert again.contents().to_dict()["figures"] == 2
        with pytest.raises(LedgerError, match=r"cannot be written|read only"):
            again.add(POLICE)


def test_questions_and_reckonings_are_those_of_the_commands(ledger: Ledger) -> None:
    ledger.add(ARMY, POLICE)
    listed = list(ledger.questions(measure="killed", country=None, first=date(2025, 1, 1)))
    assert [type(found) for found in listed] == [Reckoning]
    killed = ledger.reckon(measure="killed", place="Kyiv", rules="ucdp,ibc")
    assert (killed.low, killed.high, killed.ungrouped, killed.grouped) == (12, 14, 0, True)
    assert killed.best in (12, 14)
    assert [name for name, _ in killed.rule_sets] == ["ucdp", "ibc"]
    assert killed.to_dict()["figures"] == listed[0].to_dict()["figures"]
    assert ledger.reckon(question=killed.question.id).question.id == killed.question.id
    with pytest.raises(FrozenInstanceError):
        killed.headline = None  # type: ignore[misc, assignment]


def test_events_are_those_of_the_commands(ledger: Ledger) -> None:
    ledger.add(ARMY, POLICE)
    [event] = ledger.events(place="Kyiv")
    assert type(event) is Event
    assert [(count.measure, count.whole.headline.high) for count in event.counts] == [("killed", 14), ("wounded", 30)]
    found = ledger.event("soldiers Kyiv")
    assert (found.id, found.others, found.ungrouped) == (event.id, (), 0)
    assert ledger.event(event.id[:8]).to_dict() == event.to_dict()
    assert json.loads(json.dumps(event.to_dict()))["measures"][0]["whole"]["best"] == event.counts[0].whole.headline.best
    shown = event._repr_html_()
    assert shown.count("<table>") >= 3
    assert "Kyiv" in shown
    with pytest.raises(QuestionError):
        ledger.event("volcano")


def test_what_waits_for_its_group_is_told(ledger: Ledger) -> None:
    ledger.add(ARMY, group=False)
    assert ledger.reckon(measure="killed").ungrouped == 2
    assert next(ledger.questions()).to_dict()["ungrouped"] == 2
    assert ledger.group() == 2
    assert ledger.reckon(measure="killed").ungrouped == 0


def test_rulings_are_filed_taken_back_and_listed(ledger: Ledger) -> None:
    ledger.add(ARMY, POLICE)
    figure = ledger.reckon(measure="killed").figures[0]
    made = ledger.judge("correct", figure.id, why="the text says so", who="ann", low=13, high=13)
    assert [ruling.to_dict()["field"] for ruling in made] == ["low", "high"]
    assert ledger.reckon(question=figure.id).low == 13
    for ruling in made:
        assert ledger.undo(ruling.id, why="a slip").undoes == ruling.id
    assert ledger.reckon(question=figure.id).low == 12
    assert len(ledger.rulings()) == 4
    [rejected] = ledger.judge("reject", figure.id, why="the headline's slip")
    assert rejected.who
    [kind] = ledger.judge("correct", figure.id, why="they were police", kind="police")
    assert (kind.field, kind.value) == ("kind", "police")


def test_what_a_ruling_does_not_take_is_refused(ledger: Ledger) -> None:
    ledger.add(ARMY, POLICE)
    one, other = (ledger.reckon(measure=measure).figures[0].id for measure in ("killed", "wounded"))
    with pytest.raises(LedgerError, match="is on two figures; give both ids and nothing more"):
        ledger.judge("not-same-event", one, other, why="two blasts", low=3)
    with pytest.raises(LedgerError, match="write a correction as FIELD=VALUE"):
        ledger.judge("correct", one, other, why="the text says so", low=3)
    assert ledger.rulings() == []


def test_a_file_that_cannot_be_read_has_an_outcome_of_its_own(ledger: Ledger, tmp_path: Path) -> None:
    [receipt] = ledger.add_files(tmp_path / "none.txt")
    assert (receipt.outcome, receipt.report, receipt.to_dict()["outcome"]) == ("refused", "", "refused")
    assert "no such file" in str(receipt.refused)


def test_search_evidence_and_check(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(ARMY)
    [match] = ledger.search("soldiers")
    assert "soldiers" in match.to_dict()["passage"]
    figure = ledger.reckon(measure="killed").figures[0].id
    evidence = ledger.evidence(figure[:10])
    start, end = evidence.filed.figure.number.start, evidence.filed.figure.number.end
    assert evidence.text[start:end] == evidence.to_dict()["figure"]["number"]["text"] == "12"
    assert list(ledger.check()) == []
    ledger.backup(tmp_path / "copy.db")
    assert according.open_ledger(tmp_path / "copy.db", read_only=True).contents().figures == 2


def test_everything_that_is_answered_is_plain_json(ledger: Ledger) -> None:
    receipts = ledger.add(ARMY, POLICE)
    reckoning = ledger.reckon(measure="killed")
    [ruling] = ledger.judge("accept", reckoning.figures[0].id, why="checked")
    found = [*receipts, reckoning, ruling, *ledger.search("soldiers"), ledger.evidence(reckoning.figures[0].id), ledger.contents()]
    assert all(json.loads(json.dumps(record.to_dict())) for record in found)


WRONG = [({"measure": "kiled"}, "measure"), ({"country": "North Corea"}, "country"), ({"first": "soon"}, "first")]


@pytest.mark.parametrize(("filters", "field"), WRONG)
def test_a_value_that_is_none_says_whose_it_is(ledger: Ledger, filters: dict[str, str], field: str) -> None:
    with pytest.raises(RequestError, match=r"did you mean|write it as") as caught:
        ledger.reckon(**filters)
    assert caught.value.field == field


def test_an_unknown_filter_and_an_empty_ledger(ledger: Ledger) -> None:
    with pytest.raises(TypeError, match="'measures' is no filter; there are as_of, country"):
        ledger.reckon(measures="killed")
    with pytest.raises(QuestionError, match="the ledger holds no figure yet"):
        ledger.reckon()


def test_every_filter_is_one_of_the_commands() -> None:
    from according.commands.options import OPTIONS

    assert set(Filters.__dataclass_fields__) <= set(OPTIONS)


@pytest.mark.model
def test_files_are_filed_and_told_one_by_one(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Police said 12 people were killed in Mosul on Monday, and 30 were wounded.", "utf8")
    receipts = list(ledger.add_files(tmp_path / "a.txt", tmp_path / "none.txt", published="2016-05-03", publisher="A paper"))
    assert [type(receipt) for receipt in receipts] == [Receipt, Receipt]
    assert [receipt.to_dict()["outcome"] for receipt in receipts] == ["new", "refused"]
    assert receipts[1].refused
    answered = ledger.reckon(measure="killed", publisher="A paper")
    assert (answered.best, answered.ungrouped) == (12, 0)


@pytest.mark.model
def test_files_have_their_own_dates(ledger: Ledger, tmp_path: Path) -> None:
    for name in ("a.txt", "b 2025-01-28.txt"):
        (tmp_path / name).write_text("Police said 12 people were killed in Mosul on Monday.\n" + name, "utf8")
    table = tmp_path / "dates.csv"
    table.write_text("path,date,publisher\na.txt,2025-01-29,A paper\n", "utf8")
    receipts = list(ledger.add_files(tmp_path, dates=table, date_pattern="%Y-%m-%d"))
    assert [receipt.outcome for receipt in receipts] == ["new", "new"]
    [reckoning] = ledger.questions()
    assert {figure.filed.filing.published for figure in reckoning.figures} == {date(2025, 1, 28), date(2025, 1, 29)}
    table.write_text("path,date\na.txt,soon\nz.txt,2025-01-29\n", "utf8")
    with pytest.raises(RequestError, match=r"line 2: 'soon' is not a date.*no input is called z\.txt") as caught:
        next(ledger.add_files(tmp_path, dates=table))
    assert caught.value.field == "dates"
