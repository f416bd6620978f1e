"""What becomes of each filing: new, a copy, a newer reading, or nothing."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations
from typing import Any

import pytest
from backends import VERSIONS, Open
from drafts import DAY, Clock, draft, make_reading

from according.errors import LedgerError
from according.ledger.store import SqlLedger
from according.records import NEVER, Filing, Query, Receipt, Ruling
from according.report import Raw
from according.statement import Reading

ONE = make_reading(draft(12), publisher="BBC", url="https://bbc.example/1", title="Twelve killed", path="a.txt", tags=("war",))
NEWER = replace(VERSIONS, package="0.2")


def again(reading: Reading, **report: object) -> Reading:
    """The same text, received otherwise."""
    return replace(reading, report=replace(reading.report, **report))  # type: ignore[arg-type]


def test_a_new_report_is_filed_whole(ledger: SqlLedger) -> None:
    assert ledger.add(ONE, raw=Raw("0" * 64)) == Receipt(ONE.report.id, "new", figures=1, statements=1)
    assert ledger.reading(ONE.report.id) == ONE
    assert ledger.text(ONE.report.id) == ONE.report.text
    [filed] = ledger.find(Query())
    assert filed.figure == ONE.statements[0].figures[0]
    assert filed.statement == replace(ONE.statements[0], figures=(), trace=())
    assert (filed.filing.publisher, filed.filing.title, filed.filing.tags, filed.copies) == ("BBC", "Twelve killed", ("war",), ())


def test_the_same_again_is_known_wherever_the_file_lies(ledger: SqlLedger) -> None:
    ledger.add(ONE)
    assert ledger.known(ONE.report) == Receipt(ONE.report.id, "known")
    assert ledger.add(again(ONE, path="elsewhere/b.txt")).outcome == "known"
    assert ledger.contents().copies == ledger.contents().readings == 1


@pytest.mark.parametrize("changed", [{"publisher": "Reuters"}, {"url": "https://bbc.example/2"}, {"publisher": None, "published": DAY}])
def test_the_same_text_from_elsewhere_is_a_copy(ledger: SqlLedger, changed: dict[str, object]) -> None:
    ledger.add(ONE)
    assert ledger.known(again(ONE, **changed).report) is None
    assert ledger.add(again(ONE, **changed)) == Receipt(ONE.report.id, "copy")
    [filed] = ledger.find(Query())
    assert filed.filing.publisher == "BBC"
    assert [(copy.publisher, copy.url) for copy in filed.copies] == [
        (changed.get("publisher", "BBC"), changed.get("url", "https://bbc.example/1"))
    ]
    assert [filing.publisher for filing in ledger.filings(ONE.report.id)] == ["BBC", changed.get("publisher", "BBC")]


@pytest.mark.parametrize(("changed", "copies"), [({"published": date(2025, 1, 26)}, 2), ({"title": "Thirteen killed"}, 1)])
def test_a_source_that_corrects_day_or_title_is_read_anew(ledger: SqlLedger, changed: dict[str, object], copies: int) -> None:
    ledger.add(ONE)
    assert ledger.add(again(ONE, **changed)).outcome == "reading"
    assert ledger.contents().copies == copies
    assert ledger.reading(ONE.report.id) == again(ONE, **changed)
    assert ledger.add(ONE).outcome == "known"  # it does not go back and forth


def test_a_copy_with_another_day_is_not_read_anew(ledger: SqlLedger) -> None:
    ledger.add(ONE)
    assert ledger.add(again(ONE, publisher="Reuters", published=date(2025, 1, 29))).outcome == "copy"
    assert ledger.reading(ONE.report.id) == ONE


SOURCES: tuple[dict[str, Any], ...] = (
    {"publisher": "BBC", "published": date(2025, 1, 28)}, {"publisher": "Reuters", "published": date(2025, 1, 30)},
    {"publisher": "AFP", "published": date(2025, 1, 28), "url": "https://afp.example/1"}, {"publisher": None, "published": None},
    {"publisher": None, "published": date(2025, 1, 28), "title": "Attack"}, {"publisher": "BBC", "published": date(2025, 1, 29)},
)  # fmt: skip


# Which of them are filed together, in every order.
COMBINED = (*combinations(range(6), 2), *combinations(range(6), 3))


def test_which_of_several_sources_was_filed_first_changes_nothing(ledger: SqlLedger) -> None:
    answers: dict[tuple[int, ...], set[tuple[Filing, ...]]] = defaultdict(set)
    for number, order in enumerate((one for some in COMBINED for one in permutations(some)), 100):
        for at in order:
            ledger.add(make_reading(draft(number), path=f"{at}.txt", **SOURCES[at]))
        [filed] = ledger.find(Query(text=f'"{number}"'))
        assert len(filed.copies) == len(order) - 1
        answers[tuple(sorted(order))].add(tuple(replace(filing, id="", filed=NEVER, marks=()) for filing in (filed.filing, *filed.copies)))
    assert {len(found) for found in answers.values()} == {1}
    # The earliest day, then a publisher who is known, then by name; no day comes last.
    assert [filing.path for filing in next(iter(answers[0, 1, 2]))] == ["2.txt", "0.txt", "1.txt"]
    assert [filing.path for filing in next(iter(answers[0, 3, 4]))] == ["0.txt", "4.txt", "3.txt"]


def test_a_file_that_is_filed_again_with_another_day_corrects_itself(ledger: SqlLedger) -> None:
    mine = again(ONE, publisher=None, url=None, published=date(2025, 1, 20))
    ledger.add(mine)
    assert ledger.add(again(mine, published=date(2025, 1, 29))).outcome == "reading"
    [filed] = ledger.find(Query())
    assert filed.filing.published == date(2025, 1, 29)


def test_a_reading_by_newer_versions_stands_beside_the_older_one_and_answers(ledger: SqlLedger) -> None:
    ledger.add(ONE)
    newer = make_reading(draft(12), draft(30, "civilians"), publisher="BBC")
    shorter = replace(newer, report=ONE.report, statements=())
    ledger.versions = NEWER
    assert ledger.add(shorter) == Receipt(ONE.report.id, "reading")
    assert ledger.find(Query()) == []
    assert ledger.reading(ONE.report.id) == shorter
    assert ledger.contents().readings == 2
    ledger.versions = VERSIONS
    assert ledger.add(ONE).outcome == "known"  # the older versions come back and change nothing
    assert ledger.find(Query()) == []


def test_a_copy_read_by_newer_versions_makes_a_reading(ledger: SqlLedger) -> None:
    ledger.add(ONE)
    ledger.versions = NEWER
    assert ledger.add(again(ONE, publisher="Reuters")).outcome == "reading"
    [filed] = ledger.find(Query())
    # Both are read in the same way: the one whose name comes first stands.
    assert filed.filing.publisher == "BBC"
    assert [copy.publisher for copy in filed.copies] == ["Reuters"]


def test_the_same_twice_in_one_transaction(ledger: SqlLedger) -> None:
    batch = [(ONE, None), (ONE, None), (again(ONE, publisher="Reuters"), None), (again(ONE, title="Other"), None), (ONE, None)]
    assert [receipt.outcome for receipt in ledger.add_all(batch)] == ["new", "known", "copy", "reading", "known"]
    assert len(ledger.find(Query())) == len(ledger.ungrouped(10)) == 1
    assert ledger.add_all([]) == []


def test_all_of_a_batch_or_none(ledger: SqlLedger) -> None:
    bad = replace(ONE, statements=(replace(ONE.statements[0], id=None),))  # type: ignore[arg-type]
    with pytest.raises(LedgerError):
        ledger.add_all([(make_reading(draft(5)), None), (bad, None)])
    assert ledger.contents().reports == 0


def test_what_was_known_at_a_time(ledger: SqlLedger) -> None:
    ledger.clock = clock = Clock()
    before = clock.now
    ledger.add(ONE)
    first = clock.now
    ledger.add(again(ONE, publisher="Reuters"))
    ledger.versions = NEWER
    ledger.add(make_reading(draft(50), publisher="BBC"))
    ledger.add(again(ONE, title="Other"))
    last = clock.now

    def known(at: datetime) -> list[tuple[str | None, int]]:
        return [(filed.filing.title, len(filed.copies)) for filed in ledger.find(Query(known_at=at))]

    assert known(before) == []
    assert known(first) == [("Twelve killed", 0)]
    assert known(first + timedelta(minutes=1)) == [("Twelve killed", 1)]
    assert sorted(known(last), key=str) == sorted([("Other", 1), (None, 0)], key=str)
    assert ledger.reading(ONE.report.id, known_at=first) == ONE
    assert ledger.reading(ONE.report.id, known_at=before) is None
    assert ledger.count(Query(known_at=first)) == 1
    # a publisher that had not carried the report yet had not said it
    assert [ledger.count(Query(publisher="Reuters", known_at=at)) for at in (first, last)] == [0, 1]


def test_reports_come_in_the_order_of_filing(ledger: SqlLedger) -> None:
    readings = [make_reading(draft(number), title=f"No {number}") for number in (30, 10, 20)]
    ledger.add_all([(reading, None) for reading in readings])
    ledger.add(again(readings[0], publisher="BBC"))
    assert [(filing.title, filing.publisher) for filing in ledger.reports()] == [("No 30", None), ("No 10", None), ("No 20", None)]
    assert all(isinstance(filing, Filing) and filing.filed.tzinfo is UTC for filing in ledger.reports())
    assert ledger.filings("0" * 32) == []
    assert ledger.text("0" * 32) is None


def test_contents_are_counted(ledger: SqlLedger) -> None:
    assert ledger.contents().first is None
    ledger.add(make_reading(draft(1), draft(2, measure="wounded"), draft(3, speaker="Police"), publisher="BBC"))
    ledger.versions = NEWER
    ledger.add(make_reading(draft(1), draft(2, measure="wounded"), draft(3, speaker="Police"), publisher="BBC"))
    found = ledger.contents()
    assert (found.reports, found.copies, found.readings, found.statements, found.figures) == (1, 1, 2, 6, 6)
    assert (found.publishers, found.speakers, found.rulings) == (1, 2, 0)
    assert found.measures == (("killed", 2), ("wounded", 1))
    assert found.first == found.last is not None


def test_the_revision_changes_with_every_filing_and_ruling(ledger: SqlLedger) -> None:
    seen = [ledger.revision()]
    ledger.add(ONE)
    seen.append(ledger.revision())
    ledger.add(again(ONE, publisher="Reuters"))
    seen.append(ledger.revision())
    ledger.file_ruling(Ruling("accept", ONE.statements[0].figures[0].id, "me", "checked", datetime.now(UTC)))
    seen.append(ledger.revision())
    ledger.add(ONE)
    assert len(set(seen)) == 4
    assert ledger.revision() == seen[-1]


def test_a_ledger_is_read_while_it_is_opened_twice(opened: Open) -> None:
    one, other = opened(), opened()
    one.add(ONE)
    assert other.find(Query()) == one.find(Query())
    assert other.add(ONE).outcome == "known"


def test_a_reading_by_other_words_than_the_package_s_is_noted_as_such(ledger: SqlLedger) -> None:
    own = replace(VERSIONS, lexicon="own")
    assert [ledger.add(ONE, versions=own).outcome, ledger.add(ONE, versions=own).outcome] == ["new", "known"]
    assert (ledger.known(ONE.report), ledger.known(ONE.report, versions=own)) == (None, Receipt(ONE.report.id, "known"))
    assert [receipt.outcome for receipt in ledger.add_all([(ONE, None)])] == ["reading"]
    assert ledger.versions == VERSIONS
    assert ledger.contents().readings == 2
    assert list(ledger.check()) == []
