"""Rulings as a person gives them: fields with values as typed, ids cut short."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from backends import Open
from drafts import draft, make_reading

from according.errors import LedgerError
from according.exports.objects.rulings import ruling_line
from according.ledger.store import SqlLedger
from according.reckoning.rulings import Opinion
from according.records import Query, Ruling
from according.services.ask import answer
from according.services.browsing.spoken import find_opinion, find_speaker, page_speakers
from according.services.evidence import find_evidence
from according.services.judge import file_rulings, import_rulings, undo_ruling


def filed(ledger: SqlLedger) -> str:
    """The id of the one figure that is filed."""
    ledger.add(make_reading(draft(12)))
    return ledger.find(Query())[0].id


def test_a_country_is_corrected_by_the_name_that_a_filter_takes(ledger: SqlLedger) -> None:
    figure = filed(ledger)
    for text, code in (("the United States", "US"), ("Gambia", "GM"), ("kp", "KP"), ("null", None)):
        [judged] = file_rulings(ledger, "correct", figure, [f"country={text}"], who="ann", why="the text says so")
        assert judged.ruling.value == code
    with pytest.raises(LedgerError, match=r"\A'North Corea' is no country; did you mean North Korea\?"):
        file_rulings(ledger, "correct", figure, ["country=North Corea"], who="ann", why="the text says so")


def test_an_id_that_is_too_short_is_told_as_that(ledger: SqlLedger) -> None:
    figure = filed(ledger)
    [judged] = file_rulings(ledger, "accept", figure, [], who="ann", why="checked")
    with pytest.raises(LedgerError, match=r"no ruling has this id \(six digits or more\)"):
        undo_ruling(ledger, judged.ruling.id[:5], who="ann", why="a slip")
    with pytest.raises(LedgerError, match=r"no figure, statement or event of the ledger has this id \(six digits or more\)"):
        file_rulings(ledger, "reject", figure[:5], [], who="ann", why="a slip")
    assert undo_ruling(ledger, judged.ruling.id[:6], who="ann", why="a slip").undoes == judged.ruling.id


def test_a_ruling_on_a_statement_is_evidence_of_its_figures(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30, "miners")))
    [one, other] = ledger.find(Query())
    [judged] = file_rulings(ledger, "reject", one.statement.id, [], who="ann", why="a quotation of a quotation")
    assert answer(ledger, Query(figures=(one.id,))).reckoning.figures[0].dropped_by == f"ruling {judged.ruling.id}"
    assert find_evidence(ledger, one.id).rulings == (judged.ruling,)
    assert find_evidence(ledger, other.id).rulings == ()


def test_what_is_set_of_a_speaker_is_filed_once_shared_and_taken_back(ledger: SqlLedger, opened: Open, tmp_path: Path) -> None:
    filed(ledger)
    rule = partial(file_rulings, ledger, "reliability", "The army", who="ann", why="it held up")
    [made] = rule(["b"])
    assert (made.ruling.value, made.known, rule(["B"])[0].known) == ("B", False, True)
    [sided] = file_rulings(ledger, "side", "The army", ["the north"], who="ben", why="its army")
    opinion = find_opinion(ledger, "The army")
    assert opinion == Opinion("The army", made.ruling, sided.ruling)
    assert page_speakers(ledger).opinions == {"The army": opinion}
    assert find_speaker(ledger, "The army").rulings == (made.ruling, sided.ruling)

    (tmp_path / "rulings.jsonl").write_text("".join(ruling_line(one) + "\n" for one in ledger.rulings()), "utf8")
    other = opened(str(tmp_path / "other.db"))
    with pytest.raises(LedgerError, match="line 1: no speaker of the ledger is called 'The army'; `according ledger show FIGURE`"):
        import_rulings(other, str(tmp_path / "rulings.jsonl"))
    other.add(make_reading(draft(700)))
    assert import_rulings(other, str(tmp_path / "rulings.jsonl")) == (2, 0)
    assert import_rulings(other, str(tmp_path / "rulings.jsonl")) == (0, 2)
    assert find_opinion(other, "The army") == opinion

    undo_ruling(ledger, made.ruling.id, who="ann", why="a slip")
    assert find_opinion(ledger, "The army") == Opinion("The army", None, sided.ruling)
    assert len(find_speaker(ledger, "The army").rulings) == 3


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("reliability", "The armi", ["B"]), r"no speaker of the ledger is called 'The armi'; `according ledger show"),
        (("reliability", "army", ["B"]), r"no speaker of the ledger is called 'army'; did you mean 'The army'\?"),
        (("reliability", "The army", []), "give the name, in quotation marks, and a letter from A to F"),
        (("side", "The army", ["the", "north"]), "give the name, in quotation marks, and its words"),
        (("reliability", "The army", ["G"]), "'G' is no reliability"), (("side", "The army", ["\u202e"]), "names no side"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_of_a_speaker_is_told(ledger: SqlLedger, given: tuple[str, str, list[str]], told: str) -> None:
    filed(ledger)
    with pytest.raises(LedgerError, match=told):
        file_rulings(ledger, *given, who="ann", why="so")
    assert ledger.rulings() == []


def test_what_is_set_of_a_speaker_makes_no_figure_wait_and_leaves_none(ledger: SqlLedger) -> None:
    filed(ledger)
    assert ledger.count_ungrouped() == 1
    file_rulings(ledger, "reliability", "The army", ["F"], who="ann", why="nothing is known of it")
    # It says nothing of figures, so nothing is grouped for it.
    assert ledger.count_ungrouped() == 1


@pytest.mark.parametrize("takes_back", [False, True])
def test_a_file_on_one_matter_looks_at_each_ruling_a_few_times(
    ledger: SqlLedger, tmp_path: Path, takes_back: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure, reads = filed(ledger), []
    made = Ruling.id.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(Ruling, "id", property(lambda ruling: reads.append(1) or made(ruling)))  # type: ignore[func-returns-value]
    spent = []
    for many in (20, 80):
        rulings = []
        for at in range(many):
            when = datetime(2025, 1, 1, at // 60, at % 60, tzinfo=UTC)
            undone = rulings[-1].id if takes_back and at % 2 else None
            rulings.append(Ruling("accept", figure, f"reader {many} {at}", "so", when, undoes=undone))
        (tmp_path / "rulings.jsonl").write_text("".join(ruling_line(one) + "\n" for one in rulings), "utf8")
        before = len(reads)
        assert import_rulings(ledger, str(tmp_path / "rulings.jsonl")) == (many, 0)
        spent.append(len(reads) - before)
    # Those that were there before are looked at once more; a file held against itself, line by line, would be sixteen times as much.
    assert spent[1] < 6 * spent[0]
