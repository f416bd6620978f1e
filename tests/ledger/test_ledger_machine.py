"""Any course of filings, rulings and groupings against a dictionary that keeps the same books."""
from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from backends import VERSIONS, Server
from drafts import Clock, draft, make_reading
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query, Ruling
from according.statement import Figure, Reading
from drawing import examples

TEXTS = st.integers(0, 3)
SOURCES = st.sampled_from([(None, None), ("BBC", None), ("BBC", "https://bbc.example"), ("Reuters", None)])
DAYS = st.sampled_from([None, date(2025, 1, 26), date(2025, 1, 27)])
TITLES = st.sampled_from([None, "A title"])


def text_of(number: int) -> Reading:
    return make_reading(draft(12), *(draft(30 + more, measure="wounded") for more in range(number % 3)), before=f"Report {number}.")


@dataclass
class Book:
    """What the dictionary knows of a report: its filings with their titles, and its readings, with the time of each."""

    filings: dict[tuple[Any, ...], datetime] = field(default_factory=dict)
    titles: dict[tuple[Any, ...], str | None] = field(default_factory=dict)
    readings: list[tuple[datetime, tuple[Any, ...], Reading]] = field(default_factory=list)

    def newest(self, at: datetime) -> Reading | None:
        return next((reading for filed, _, reading in reversed(self.readings) if filed <= at), None)

    def reads(self, version: int, source: tuple[str | None, str | None], day: date | None, title: str | None) -> bool:
        """Whether a filing is read: unread text, a source that corrects itself, or one that goes before the one that stands."""
        made = [kept for _, kept, _ in self.readings]
        unread = (version, day, title) not in [read for read, _ in made]
        current = [(*by, *read[1:]) for read, by in made if read[0] == version]
        if not current:
            return unread
        alike = [(*copy, told) for copy, told in self.titles.items() if (copy[2], told) == current[-1][2:]]
        standing = min([current[-1], *alike], key=rank)
        if standing[:2] == source:
            return unread
        copy = (*source, day)
        again = copy in self.titles and self.titles[copy] == title
        return not again and (day, title) != standing[2:] and rank((*source, day, title)) < rank(standing)


def rank(filing: tuple[Any, ...]) -> tuple[Any, ...]:
    publisher, url, day, title = filing
    return (day or date.max, publisher is None, publisher or "", url or "", title or "")


class Machine(RuleBasedStateMachine):
    """Does the same to the ledger and to a dictionary of books."""

    server: Server | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = self.server.emptied() if self.server else str(Path(self.folder.name) / "ledger.db")
        self.clock, self.version = Clock(), 1
        self.books: dict[str, Book] = {}
        self.rulings: list[Ruling] = []
        self.groups: dict[str, str] = {}
        self.ledger = self.open()

    def open(self) -> SqlLedger:
        ledger = open_ledger(self.url)
        ledger.clock, ledger.versions = self.clock, replace(VERSIONS, package=str(self.version))
        return ledger

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @rule(number=TEXTS, source=SOURCES, day=DAYS, title=TITLES)
    def add(self, number: int, source: tuple[str | None, str | None], day: date | None, title: str | None) -> None:
        made = text_of(number)
        reading = replace(made, report=replace(made.report, publisher=source[0], url=source[1], published=day, title=title))
        book = self.books.get(made.report.id)
        expected = "known" if book else "new"
        book = self.books.setdefault(made.report.id, Book())
        copy, version = (*source, day), (self.version, day, title)
        reads = book.reads(self.version, source, day, title)
        receipt = self.ledger.add(reading)
        if copy not in book.filings:
            book.filings[copy], book.titles[copy] = self.clock.now, title
            expected = "copy" if expected == "known" else expected
        if reads:
            self.groups = self.without(book)
            book.readings.append((self.clock.now, (version, source), reading))
            expected = "reading" if expected != "new" else expected
        assert receipt.outcome == expected

    def without(self, book: Book) -> dict[str, str]:
        """The groups that are left when a report is read anew."""
        newest = book.newest(self.clock.now)
        gone = {figure.id for figure in figures_of(newest)} if newest else set()
        broken = {self.groups[id] for id in gone if id in self.groups}
        return {id: group for id, group in self.groups.items() if group not in broken}

    @rule()
    def upgrade(self) -> None:
        self.version += 1
        self.ledger.versions = replace(VERSIONS, package=str(self.version))

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = self.open()

    @precondition(lambda self: self.books)
    @rule(choice=st.integers(0, 99), why=st.text(max_size=3))
    def judge(self, choice: int, why: str) -> None:
        figures = self.current()
        if figures:
            ruling = Ruling("accept", figures[choice % len(figures)].id, "me", why, self.clock())
            assert self.ledger.file_ruling(ruling) == ruling.id
            self.rulings.append(ruling)

    @rule(groups=st.lists(st.sampled_from("abc"), max_size=4))
    def group(self, groups: list[str]) -> None:
        given = {filed.id: group for filed, group in zip(self.ledger.ungrouped(len(groups)), groups, strict=False)}
        self.ledger.placings.assign(given)
        self.groups.update(given)

    def current(self) -> list[Figure]:
        newest = [book.newest(self.clock.now) for book in self.books.values()]
        return [figure for reading in newest if reading for figure in figures_of(reading)]

    @invariant()
    def the_same_is_found(self) -> None:
        assert sorted(filed.id for filed in self.ledger.find(Query())) == sorted(figure.id for figure in self.current())
        wounded = [figure for figure in self.current() if figure.measure == "wounded"]
        assert self.ledger.count(Query(("wounded",))) == len(wounded)

    @invariant()
    def readings_and_filings_are_those_that_were_filed(self) -> None:
        for id, book in self.books.items():
            assert self.ledger.reading(id) == book.newest(self.clock.now)
            assert {(f.publisher, f.url, f.published): f.filed for f in self.ledger.filings(id)} == book.filings

    @precondition(lambda self: self.books)
    @rule(choice=st.integers(0, 99))
    def look_back(self, choice: int) -> None:
        times = [filed for book in self.books.values() for filed, _, _ in book.readings]
        at = times[choice % len(times)]
        known = [book.newest(at) for book in self.books.values()]
        ids = sorted(figure.id for reading in known if reading for figure in figures_of(reading))
        assert sorted(filed.id for filed in self.ledger.find(Query(known_at=at))) == ids

    @invariant()
    def groups_and_rulings_are_kept(self) -> None:
        assert self.ledger.rulings() == self.rulings
        ids = [figure.id for figure in self.current()]
        assert self.ledger.groups_of(ids) == self.groups
        assert sorted(filed.id for filed in self.ledger.ungrouped(99)) == sorted(id for id in ids if id not in self.groups)
        assert self.ledger.groups() == sorted(set(self.groups.values()))

    @rule()
    def check(self) -> None:
        assert list(self.ledger.check()) == []


def figures_of(reading: Reading) -> list[Figure]:
    return [figure for statement in reading.statements for figure in statement.figures]


QUICK = examples(10, stateful_step_count=15, suppress_health_check=list(HealthCheck))


def test_any_course_in_sqlite() -> None:
    run_state_machine_as_test(Machine, settings=QUICK)


def test_any_course_in_postgresql(server: Server) -> None:
    at_server = type("AtServer", (Machine,), {"server": server})
    run_state_machine_as_test(at_server, settings=settings(QUICK, max_examples=4))


@pytest.mark.parametrize("number", range(4))
def test_the_texts_differ(number: int) -> None:
    assert len({text_of(other).report.id for other in range(number + 1)}) == number + 1
