"""A query means the same in SQL and in Python: of drawn reports, copies, queries and corrections, both choose the same figures."""
from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from backends import VERSIONS, Server
from drafts import DAY, draft, make_reading
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from according.ledger.finding.fitness import fits
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import weigh_rulings
from according.records import FiledFigure, Query, Ruling
from according.services.ask import list_questions
from according.services.group import group_figures
from according.statement import Reading
from drawing import examples

PEOPLE = ("soldiers", "North Korean troops", "miners", "bodies", "The Children of Łódź", "people", "women", "policemen")
PLACES = ("Kursk", "Kursk Oblast", "Sudzha", "Kyiv", "Gaza City", "Syria", "Aleppo", "Georgia Avenue", "Georgia", None)
SPEAKERS = ("The army", "Kim's General Staff", "The Health Ministry", None)
DOERS = ("Russian forces", "Israel", "Wagner", None)
PUBLISHERS = ("BBC", "The Kyiv Post", "Reuters", "New York Times", "", None)
COUNTRIES = ("KP", "RU", "GE", None)
KINDS = ("military", "civilian", "police", None)
ASKED = {
    "population": ("North Korean", "soldier", "Korean", "troops", "bodies", "woman", "women", "police", "Georgia", "", "_", "%"),
    "perpetrator": ("Russia", "Russian force", "Israeli", "wagner", "s", ""),
    "speaker": ("army", "general staff", "ministries", "Kims", "Korean", ""),
    "publisher": ("bbc", "the kyiv", "post", "Times", "new reuters", "new times", ""),
    "place": ("Russia", "Kursk", "the Kursk region", "Sudzha", "Gaza", "Syria", "Georgia", "Ukraine", "Aleppo", "Kyiv", "Avenue", ""),
    "country": ("KP", "RU", "GE", "FR"),
    "kind": ("military", "civilian"),
}
days = st.none() | st.integers(-80, 20).map(lambda n: DAY + timedelta(days=n))


def _stretch(ends: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    first, last = ends
    return (last, first) if first is not None and last is not None and first > last else ends


stretches = st.none() | st.tuples(days, days).map(_stretch)
drafts = st.builds(
    draft, st.integers(10, 99), st.sampled_from(PEOPLE), measure=st.sampled_from(("killed", "wounded")), country=st.sampled_from(COUNTRIES),
    kind=st.sampled_from(KINDS), place=st.sampled_from(PLACES), placed=st.sampled_from(("", "RU", "GE", None)),
    by=st.sampled_from(DOERS), speaker=st.sampled_from(SPEAKERS), days=stretches, basis=st.sampled_from(("on", "during", "as_of")),
    counting=st.sampled_from(("incident", "running")),
)  # fmt: skip


@st.composite
def filings(draw: st.DrawFn) -> list[Reading]:
    """Readings in the order in which they are filed, some of them of one text from several publishers."""
    made = []
    for held in draw(st.lists(st.lists(drafts, min_size=1, max_size=3), min_size=1, max_size=3)):
        reading = make_reading(*held, publisher=draw(st.sampled_from(PUBLISHERS)), published=draw(days))
        copies = draw(st.lists(st.tuples(st.sampled_from(PUBLISHERS), days), max_size=2))
        made += [reading, *(_copy(reading, publisher, published) for publisher, published in copies)]
    return made


def _copy(reading: Reading, publisher: str | None, published: date | None) -> Reading:
    return replace(reading, report=replace(reading.report, publisher=publisher, published=published))


words = st.fixed_dictionaries({}, optional={name: st.sampled_from(asked) for name, asked in ASKED.items()})
rest = st.fixed_dictionaries({}, optional={
    "first": days, "last": days, "speaking": st.booleans(), "text": st.sampled_from(("killing", "soldier", '"were killed"', "!")),
    "measures": st.sampled_from((("killed",), ("killed", "wounded"))),
})  # fmt: skip
queries = st.one_of(words, st.builds(lambda one, other: {**one, **other}, words, rest)).map(lambda fields: Query(**fields))
VALUES: dict[str, Sequence[Any]] = {
    "status": ("denied", "possible"), "measure": ("killed", "wounded"), "population": (*PEOPLE, None), "perpetrator": DOERS,
    "place": (*PLACES, "Donetsk"), "country": COUNTRIES, "kind": KINDS, "from": ("2025-01-01", "2024-12-01", None),
    "to": ("2025-01-20", "2025-03-01", None), "basis": ("on", "as_of", "during"), "low": (1, 500), "counting": ("running", "period"),
    "speakers": ("The Health Ministry", ["Reuters", "The army"], None),
}  # fmt: skip
Correction = tuple[int, str, Any]  # which figure, field, value
corrections: st.SearchStrategy[Correction] = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.tuples(st.integers(0, 99), st.just(name), st.sampled_from(VALUES[name]))
)


def rule(ledger: SqlLedger, drawn: Sequence[Correction]) -> None:
    every = ledger.find(Query())
    for at, (which, name, value) in enumerate(drawn):
        when = datetime(2025, 2, 1, 9, at, tzinfo=UTC)
        ledger.file_ruling(Ruling("correct", every[which % len(every)].id, "Ada", "misread", when, field=name, value=value))


def as_corrected(ledger: SqlLedger) -> list[FiledFigure]:
    return list(correct_figures(ledger.find(Query()), weigh_rulings(ledger.rulings())))


def as_readings(made: Sequence[Reading], figures: Sequence[FiledFigure]) -> list[Reading]:
    """The readings as if they had said what they were corrected to."""
    told = {filed.statement.id: replace(filed.statement, figures=(filed.figure,)) for filed in figures}
    return [replace(reading, statements=tuple(told.get(one.id, one) for one in reading.statements)) for reading in made]


def hold_together(ledger: SqlLedger, other: SqlLedger, made: Sequence[Reading], query: Query, drawn: Sequence[Correction]) -> None:
    """Ask both bodies: of the figures as read, and of the same as corrected, which the other ledger was given as read."""
    ledger.add_all([(reading, None) for reading in made])
    worded = Query(text=query.text)
    assert {filed.id for filed in ledger.find(worded) if fits(filed, query)} == {filed.id for filed in ledger.find(query)}
    rule(ledger, drawn)
    figures = as_corrected(ledger)
    other.add_all([(reading, None) for reading in as_readings(made, figures)])
    in_sql = {filed.id for filed in other.find(query)}
    held = {filed.id for filed in ledger.find(worded)}
    assert {filed.id for filed in figures if filed.id in held and fits(filed, query)} == in_sql


@given(made=filings(), query=queries, drawn=st.lists(corrections, max_size=4))
@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_a_file(empty: Path, made: list[Reading], query: Query, drawn: list[Correction]) -> None:
    with TemporaryDirectory() as folder:
        paths = [str(shutil.copy(empty, Path(folder) / name)) for name in ("one.db", "other.db")]
        with open_ledger(paths[0]) as ledger, open_ledger(paths[1]) as other:
            ledger.versions = other.versions = VERSIONS
            hold_together(ledger, other, made, query, drawn)


@pytest.fixture(scope="module")
def second(server: Server) -> str:
    """A second database for the ledger that is given what was corrected."""
    open_ledger(server.make("corrected")).close()
    return "corrected"


@given(made=filings(), query=queries, drawn=st.lists(corrections, max_size=4))
@examples(12)
def test_on_a_server(server: Server, second: str, made: list[Reading], query: Query, drawn: list[Correction]) -> None:
    with open_ledger(server.emptied()) as ledger, open_ledger(server.emptied(second)) as other:
        ledger.versions = other.versions = VERSIONS
        hold_together(ledger, other, made, query, drawn)


def test_a_corrected_figure_is_found_by_its_copies_and_by_the_stems_of_its_words(file_ledger: SqlLedger) -> None:
    reading = make_reading(draft(12, "miners"), publisher="BBC")
    file_ledger.add_all([(reading, None), (_copy(reading, "Reuters", DAY), None)])
    group_figures(file_ledger)
    [filed] = file_ledger.find(Query())
    when = datetime(2025, 2, 1, tzinfo=UTC)
    file_ledger.file_ruling(Ruling("correct", filed.id, "Ada", "misread", when, field="status", value="possible"))
    for query in (Query(publisher="Reuters"), Query(text="killing")):
        [reckoning] = list_questions(file_ledger, query)
        assert [held.id for held in reckoning.question.figures] == [filed.id], query
    assert list(list_questions(file_ledger, Query(text="drowned"))) == []
