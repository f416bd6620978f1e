"""A page fetched again with another text: the earlier one stays and no longer counts; answers as known then are as they were."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from backends import VERSIONS, Open
from drafts import Clock, draft, make_reading
from sqlalchemy import text

from according.ledger.store import SqlLedger
from according.records import Query, Receipt
from according.report import Raw
from according.services.evidence import find_evidence
from according.services.group import group_figures
from according.statement import Reading

HERE = "https://news.example/1"
WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)
SOURCE = {"path": HERE, "publisher": "Example News", "url": HERE}
SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
FIRST, SECOND, THIRD = (make_reading(draft(number), before=SAME, **SOURCE) for number in (12, 15, 17))


def fetched(reading: Reading) -> Raw:
    return Raw.of(reading.report.text.encode(), "extractor 1", WHEN)


def file(ledger: SqlLedger, reading: Reading) -> Receipt:
    known = ledger.known(reading.report, raw=fetched(reading))
    receipt = ledger.add(reading, raw=fetched(reading))
    # Whoever looks before it reads is told the same.
    assert (known is not None) == (receipt.outcome == "known")
    return receipt


def numbers(ledger: SqlLedger, **query: object) -> list[float | None]:
    return [filed.figure.quantity.low for filed in ledger.find(Query(**query))]  # type: ignore[arg-type]


def sound(ledger: SqlLedger) -> bool:
    problems = [problem.what for problem in ledger.check() if "extractor" not in problem.what]
    assert problems == []
    return True


@pytest.fixture
def ledger(opened: Open) -> SqlLedger:
    made = opened()
    made.clock = Clock()
    return made


def test_a_later_text_takes_the_place_of_the_earlier(ledger: SqlLedger) -> None:
    assert file(ledger, FIRST) == Receipt(FIRST.report.id, "new", 1, 1)
    before = ledger.clock.now  # type: ignore[attr-defined]
    assert file(ledger, SECOND) == Receipt(SECOND.report.id, "new", 1, 1, replaces=FIRST.report.id)
    assert file(ledger, THIRD).replaces == SECOND.report.id
    assert numbers(ledger) == [17]
    assert numbers(ledger, known_at=before) == [12]
    assert numbers(ledger, known_at=before + timedelta(minutes=1)) == [15]
    assert [ledger.text(reading.report.id) for reading in (FIRST, SECOND)] == [FIRST.report.text, SECOND.report.text]
    assert ledger.contents().measures == (("killed", 1),)
    assert file(ledger, THIRD).outcome == "known"
    assert sound(ledger)


def test_a_page_that_goes_back_to_an_earlier_text_says_that_again(ledger: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        file(ledger, reading)
    at = ledger.clock.now  # type: ignore[attr-defined]
    assert file(ledger, FIRST) == Receipt(FIRST.report.id, "reading", 1, 1, replaces=SECOND.report.id)
    assert numbers(ledger) == [12]
    assert numbers(ledger, known_at=at) == [15]
    # And forth, and back: each time as of then.
    assert [file(ledger, reading).replaces for reading in (FIRST, SECOND, FIRST)] == [None, FIRST.report.id, SECOND.report.id]
    assert numbers(ledger) == [12]
    assert file(ledger, FIRST).outcome == "known"
    assert sound(ledger)


def test_several_texts_of_a_page_in_one_transaction(ledger: SqlLedger) -> None:
    receipts = ledger.add_all([(reading, fetched(reading)) for reading in (FIRST, SECOND, FIRST, SECOND, SECOND)])
    assert [receipt.outcome for receipt in receipts] == ["new", "new", "reading", "reading", "known"]
    assert numbers(ledger) == [15]
    assert sound(ledger)


@pytest.mark.parametrize(("change", "raw"), [
    ({"path": "https://news.example/2"}, True),  # another address
    ({"path": "saved.html"}, True),  # no address
    ({"published": date(2025, 1, 28)}, True),  # another day: a page with each day's numbers
    ({}, False),  # not fetched
])  # fmt: skip
def test_what_is_no_later_text_of_the_page_stands_beside_it(ledger: SqlLedger, change: dict[str, object], raw: bool) -> None:
    file(ledger, FIRST)
    other = replace(SECOND, report=replace(SECOND.report, **change))  # type: ignore[arg-type]
    assert ledger.add(other, raw=fetched(other) if raw else None).replaces is None
    assert sorted(numbers(ledger), key=str) == [12, 15]
    assert sound(ledger)


def test_a_front_page_of_another_story_is_another_report(ledger: SqlLedger) -> None:
    file(ledger, FIRST)
    other = make_reading(draft(200, "miners", place="Kyiv", speaker="Unions"), before="Nothing here is as it was.", **SOURCE)
    assert file(ledger, other).replaces is None
    assert sorted(numbers(ledger), key=str) == [12, 200]


def test_a_day_that_only_one_of_the_texts_has_parts_nothing(ledger: SqlLedger) -> None:
    file(ledger, replace(FIRST, report=replace(FIRST.report, published=None)))
    assert file(ledger, SECOND).replaces == FIRST.report.id


def test_a_text_that_another_publisher_stands_by_goes_on_counting(ledger: SqlLedger) -> None:
    file(ledger, FIRST)
    ledger.add(replace(FIRST, report=replace(FIRST.report, publisher="Other News", path="other.txt", url=None)))
    assert file(ledger, SECOND).replaces == FIRST.report.id
    assert sorted(numbers(ledger), key=str) == [12, 15]
    assert sound(ledger)


def test_a_text_that_another_publisher_brings_later_counts_again(ledger: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        file(ledger, reading)
    mine = replace(FIRST, report=replace(FIRST.report, path="saved.html"))
    assert ledger.add(mine).outcome == "known"
    assert numbers(ledger) == [15]
    other = replace(FIRST, report=replace(FIRST.report, publisher="Other News", path="other.txt", url=None))
    assert [ledger.add(other).outcome, ledger.add(other).outcome] == ["reading", "known"]
    assert sorted(numbers(ledger), key=str) == [12, 15]
    assert sound(ledger)


def test_a_later_text_that_the_ledger_has_from_elsewhere_is_read_as_of_now(ledger: SqlLedger) -> None:
    ledger.add(replace(SECOND, report=replace(SECOND.report, publisher="Other News", path="other.txt", url=None)))
    file(ledger, FIRST)
    at = ledger.clock.now  # type: ignore[attr-defined]
    assert file(ledger, SECOND) == Receipt(SECOND.report.id, "reading", 1, 1, replaces=FIRST.report.id)
    assert numbers(ledger) == [15]
    assert sorted(numbers(ledger, known_at=at), key=str) == [12, 15]
    assert sound(ledger)


def test_a_replaced_text_stays_so_when_it_is_read_by_other_versions(ledger: SqlLedger) -> None:
    for reading in (FIRST, SECOND):
        file(ledger, reading)
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(replace(FIRST, report=replace(FIRST.report, path="saved.html")))
    assert numbers(ledger) == [15]
    file(ledger, SECOND)
    assert numbers(ledger) == [15]
    assert sound(ledger)


def test_groups_hold_the_later_text_alone(ledger: SqlLedger) -> None:
    file(ledger, FIRST)
    group_figures(ledger)
    file(ledger, SECOND)
    assert [filed.figure.quantity.low for filed in ledger.ungrouped(10)] == [15]
    group_figures(ledger)
    assert [filed.figure.quantity.low for filed in ledger.members(ledger.groups())] == [15]
    assert sound(ledger)


def test_evidence_of_a_replaced_figure_says_that_a_later_text_is_filed(ledger: SqlLedger) -> None:
    for reading in (FIRST, SECOND, THIRD, FIRST, THIRD):
        file(ledger, reading)
    for reading, later in ((FIRST, SECOND), (SECOND, THIRD)):
        found = find_evidence(ledger, reading.statements[0].figures[0].id[:8])
        assert (found.filed.figure.quantity.low, found.text) == (reading.statements[0].figures[0].quantity.low, reading.report.text)
        assert found.later in (later.report.id, THIRD.report.id)
    assert find_evidence(ledger, THIRD.statements[0].figures[0].id).later is None


@pytest.mark.parametrize(("tampering", "told"), [
    ("DELETE FROM editions", "followed: 1 row of another report that is no later text of the page"),
    ("DELETE FROM followed", "followed: 1 row missing of texts that a later one of the page has replaced"),
    ("UPDATE editions SET earlier = report", "editions: 1 row that are not the later text"),
    ("UPDATE editions SET filed = '2020-01-01T00:00:00.000000+00:00'", "editions: 1 row that are not the later text"),
    ("UPDATE readings SET turn = 1", "is not the hash of its report, versions, day, title and turn"),
])  # fmt: skip
def test_tampering_is_told(ledger: SqlLedger, tampering: str, told: str) -> None:
    for reading in (FIRST, SECOND):
        file(ledger, reading)
    with ledger._door.writing() as connection:
        connection.execute(text(tampering.replace(":", "\\:")))
    assert any(told in problem.what for problem in ledger.check())
