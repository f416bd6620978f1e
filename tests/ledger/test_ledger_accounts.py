"""Accounts and sessions in both databases: a session is there for as long as its account has the same secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from backends import Open

from according.ledger.account import Account, Session
from according.ledger.store import SqlLedger

DAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
ANN = Account("Ann", "editor", "hash of a password")


@pytest.fixture
def book(ledger: SqlLedger) -> SqlLedger:
    ledger.account_list.add(ANN)
    return ledger


def test_a_session_is_found_with_its_account_as_it_is_now(book: SqlLedger, opened: Open) -> None:
    people = book.account_list
    revision = book.revision()
    assert people.begin_session("ab12", ANN, DAY)
    people.change("Ann", role="reader")
    people.note_session("ab12", DAY + timedelta(hours=2))
    found = opened().account_list.find_session("ab12")
    assert found == Session(people.listed()[0], DAY, DAY + timedelta(hours=2))
    assert found.account.role == "reader"
    assert people.find_session("ab") is None
    # Nothing was filed: answers that are kept stay good.
    assert book.revision() == revision


def test_sessions_end_one_by_one_and_with_their_account(book: SqlLedger) -> None:
    people = book.account_list
    for hashed in ("1", "2"):
        assert people.begin_session(hashed, ANN, DAY)
    people.end_session("1")
    people.end_session("1")
    assert [people.find_session(hashed) is not None for hashed in ("1", "2")] == [False, True]
    people.change("Ann", secret="another")
    assert people.find_session("2") is None
    # Who logged in by the secret that was there before.
    assert not people.begin_session("3", ANN, DAY)
    assert people.begin_session("3", Account("Ann", "editor", "another"), DAY)
    assert people.remove("Ann")
    assert people.find_session("3") is None
    assert not people.begin_session("4", ANN, DAY)


def test_old_sessions_are_swept(book: SqlLedger) -> None:
    people, hour = book.account_list, timedelta(hours=1)
    for at in range(4):
        people.begin_session(str(at), ANN, DAY + at * hour)
    people.note_session("0", DAY + 9 * hour)
    people.sweep_sessions(DAY - hour, DAY + 2 * hour)
    assert [people.find_session(str(at)) is not None for at in range(4)] == [True, False, True, True]
    people.sweep_sessions(DAY + hour, DAY)
    assert [people.find_session(str(at)) is not None for at in range(4)] == [False, False, True, True]
