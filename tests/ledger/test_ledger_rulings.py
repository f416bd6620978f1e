"""Rulings: what is taken in, and what is refused with a message that says what to do."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from drafts import Clock, draft, make_reading

from according.errors import ConflictError, LedgerError
from according.exports.objects.rulings import parse_ruling, ruling_line
from according.ledger.store import SqlLedger
from according.records import Ruling

READING = make_reading(draft(12), draft(30))
FIGURE, OTHER = (statement.figures[0].id for statement in READING.statements)
SAID = datetime(2025, 2, 1, 9, 30, tzinfo=UTC)
ACCEPT = Ruling("accept", FIGURE, "Ada", "the report says so", SAID)


@pytest.fixture
def book(ledger: SqlLedger) -> SqlLedger:
    ledger.add(READING)
    return ledger


def test_rulings_are_kept_in_order_and_once(book: SqlLedger) -> None:
    book.clock = clock = Clock()
    first = book.file_ruling(ACCEPT)
    then = clock.now
    assert book.file_ruling(ACCEPT) == first == ACCEPT.id
    correction = Ruling("correct", FIGURE, "Ada", "misread", SAID, field="speakers", value=("The army",))
    second = book.file_ruling(correction)
    pair = Ruling("same-event", FIGURE, "Ben", "one blast", SAID, other=OTHER)
    undo = Ruling("correct", FIGURE, "Ada", "no, it was right", SAID, undoes=second)
    statement = Ruling("reject", READING.statements[0].id, "Ben", "a quotation of a quotation", SAID)
    for ruling in (pair, undo, statement):
        book.file_ruling(ruling)
    kept = replace(correction, value=["The army"])  # as JSON has it
    assert second == kept.id
    assert book.rulings() == [ACCEPT, kept, pair, undo, statement]
    assert book.rulings(known_at=then) == [ACCEPT]
    assert book.contents().rulings == 5


@pytest.mark.parametrize(("changed", "told"), [
    ({"subject": "0" * 16}, "no figure or statement has this id"),
    ({"subject": "\0"}, "no figure or statement has this id"),
    ({"undoes": "0" * 16}, "no ruling has this id"),
    ({"kind": "doubt"}, "there is no such kind"),
    ({"kind": "same-event"}, "name the other"),
    ({"other": OTHER}, "leave the other out"),
    ({"kind": "same-event", "other": "0" * 16}, "no figure or statement has this id"),
    ({"kind": "correct", "field": "colour"}, "this cannot be corrected"),
    ({"kind": "correct", "field": "low", "value": {1, 2}}, "is no value of JSON"),
    ({"when": datetime(2025, 2, 1)}, "has no zone"),
    ({"kind": "reliability", "subject": "The army", "value": "G"}, "is no reliability"),
    ({"kind": "reliability", "subject": "The army"}, "is no reliability"),
    ({"kind": "side", "subject": "The army", "value": ""}, "names no side"),
    ({"kind": "side", "subject": "The navy", "value": "the north"}, "no speaker is called so"),
    ({"kind": "side", "value": "the north"}, "no speaker is called so"),
    ({"kind": "side", "subject": "The army", "value": "the north", "other": FIGURE}, "leave the other out"),
])  # fmt: skip
def test_a_ruling_that_says_nothing_is_refused(book: SqlLedger, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(LedgerError, match=told):
        book.file_ruling(replace(ACCEPT, **changed))
    assert book.rulings() == []


def test_what_is_set_of_a_speaker_is_kept_and_taken_back(book: SqlLedger) -> None:
    made = Ruling("reliability", "The army", "Ada", "it held up", SAID, value="b")
    first = book.file_ruling(made)
    kept = replace(made, value="B")
    assert (first, book.rulings()) == (kept.id, [kept])
    assert book.rulings_on(["The army"]) == {"The army": frozenset({first})}
    with pytest.raises(ConflictError, match="somebody else has ruled on this meanwhile"):
        book.file_rulings([replace(made, value="C")], seen={"The army": frozenset()})
    undo = Ruling("reliability", "The army", "Ada", "a slip", SAID, undoes=first)
    book.file_ruling(undo)
    assert list(book.check()) == []
    assert parse_ruling(ruling_line(kept), 1) == kept


def test_a_speaker_is_there_by_the_very_name(book: SqlLedger) -> None:
    assert [book.has_speaker(name) for name in ("The army", "the army", "army", "", "The army' --")] == [True, False, False, False, False]


@pytest.mark.parametrize("field", ["who", "why"])
def test_a_shared_ruling_says_who_and_why(field: str) -> None:
    line = ruling_line(replace(ACCEPT, **{field: " "}))
    with pytest.raises(LedgerError, match=f"line 3: `{field}` is empty; a ruling says who made it and why"):
        parse_ruling(line, 3)
    assert parse_ruling(ruling_line(ACCEPT), 1) == ACCEPT
