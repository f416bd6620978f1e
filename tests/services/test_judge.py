"""Rulings as a person gives them: fields with values as typed, ids cut short."""

from __future__ import annotations

import pytest
from drafts import draft, make_reading

from according.errors import LedgerError
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.ask import answer
from according.services.evidence import find_evidence
from according.services.judge import file_rulings, undo_ruling


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
