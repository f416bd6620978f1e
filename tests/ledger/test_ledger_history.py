"""How a report came to stand: its readings by each version, the texts of its page, and what each reading passed over."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from backends import VERSIONS, Open
from drafts import Clock, draft, make_reading
from sqlalchemy import select, text, update

from according.ledger.database.schema import readings, seals
from according.ledger.store import SqlLedger
from according.ledger.writing.seals import seal_row
from according.report import Raw
from according.statement import Mention, PassedOver, Reading

HERE = "https://news.example/1"
SOURCE = {"path": HERE, "publisher": "Example News", "url": HERE}
SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
FIRST, SECOND = (make_reading(draft(number), before=SAME, **SOURCE) for number in (12, 15))
NEWER = replace(VERSIONS, package="9.9")


@pytest.fixture
def ledger(opened: Open) -> SqlLedger:
    made = opened()
    made.clock = Clock()
    return made


def with_passed_over(reading: Reading) -> Reading:
    return replace(reading, passed_over=(PassedOver(Mention(0, 8, reading.report.text[:8]), "numbers.skimmed"),))


def test_every_reading_can_be_had(ledger: SqlLedger) -> None:
    report = FIRST.report.id
    other = replace(FIRST, statements=())
    ledger.add(FIRST)
    ledger.add(other, versions=NEWER)
    old, new = ledger.readings(report)
    assert (old.package, new.package, new.published) == (VERSIONS.package, "9.9", FIRST.report.published)
    assert (ledger.reading(report, id=old.id), ledger.reading(report, id=new.id)) == (FIRST, other)
    assert ledger.reading(report) == other
    assert ledger.reading(report, id="0" * 16) is None
    assert (ledger.readings("0" * 32), ledger.editions(report)) == ([], [])


def test_a_text_that_its_page_has_replaced_can_be_read_on(ledger: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        ledger.add(reading, raw=Raw.of(reading.report.text.encode(), "extractor 1", datetime(2025, 1, 27, tzinfo=UTC)))
    first, second = FIRST.report.id, SECOND.report.id
    assert [(one.later, one.earlier, one.address) for one in ledger.editions(first)] == [(second, first, HERE)]
    assert ledger.editions(first) == ledger.editions(second)
    assert ledger.reading(first) is None
    assert ledger.reading(first, id=ledger.readings(first)[0].id) == FIRST


def test_a_report_is_found_by_the_beginning_of_its_id(ledger: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        ledger.add(reading)
    id = FIRST.report.id
    assert [ledger.report(part) for part in (id, id[:10], id[:5], "", "_" * 8)] == [id, id, None, None, None]


def test_what_was_passed_over_is_kept_and_checked(ledger: SqlLedger) -> None:
    reading = with_passed_over(FIRST)
    ledger.add(reading)
    assert ledger.reading(FIRST.report.id) == reading
    assert list(ledger.check()) == []
    with ledger._door.writing() as connection:
        connection.execute(text("UPDATE readings SET passed_over = '[]'"))
    told = [problem.what for problem in ledger.check()]
    assert ["not those that were filed" in what for what in told] == [True, False]
    assert told[1] == "readings: row 1 is not what it was when it was filed"


def test_readings_that_were_filed_before_say_that_it_is_not_known(ledger: SqlLedger) -> None:
    ledger.add(FIRST)
    with ledger._door.writing() as connection:
        connection.execute(text("UPDATE readings SET passed_over = NULL"))
        # As a ledger of then is sealed when it is brought up.
        row = connection.execute(select(readings)).one()
        connection.execute(update(seals).where(seals.c.kind == "readings").values(seal=seal_row(readings, row._mapping)["seal"]))
    assert [one.tells_passed_over for one in ledger.readings(FIRST.report.id)] == [False]
    assert ledger.reading(FIRST.report.id) == FIRST
    assert list(ledger.check()) == []
