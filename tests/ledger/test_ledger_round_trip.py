"""Whatever is filed comes back as it was: any text, any number, any day, NULs and lone surrogates with it."""
from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backends import BACKENDS, VERSIONS
from drafts import draft, make_reading
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from according.ledger.database.columns import escape, unescape
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.ledger.writing.rows import from_json, to_json
from according.quantity import Quantity
from according.records import Query, Ruling
from according.report import Report, Span
from according.statement import (
    MEASURES,
    Figure,
    Mention,
    Party,
    PassedOver,
    Place,
    Problem,
    Reading,
    Reference,
    Statement,
    Step,
    Time,
)
from drawing import examples

# Everything a Python text may hold, and what databases dislike more often than chance would bring it.
CHARACTERS = st.one_of(
    st.sampled_from("\0\x1a\ud800\udfff\U0010ffff'\"%_\\\n\u2028 aZéß0"), st.characters(exclude_categories=())
)
TEXT = st.text(CHARACTERS, max_size=12)
_count = itertools.count()
NAME = st.none() | TEXT
AT = st.integers(0, 10**7)
NUMBER = st.one_of(st.integers(0, 500), st.integers(0, 10**30), st.sampled_from([2**63, 10**400]), st.floats(0, allow_infinity=True))
QUANTITY = st.one_of(
    st.tuples(NUMBER, NUMBER).map(lambda pair: Quantity(min(pair), max(pair), "range")),
    st.builds(Quantity.at_least, NUMBER), st.builds(Quantity.at_most, NUMBER),
)
MENTION = st.builds(Mention, AT, AT, TEXT)
PARTY = st.builds(Party, AT, AT, TEXT, NAME, NAME, NAME)
DEGREES = st.none() | st.floats(-180, 180)
COUNTRY, PRECISION = st.sampled_from([None, "UA", "PS", "\0"]), st.sampled_from([None, "city", "country"])
PLACE = st.builds(Place, AT, AT, TEXT, NAME, COUNTRY, DEGREES, DEGREES, PRECISION)
DAY = st.none() | st.dates()
TIME = st.builds(Time, st.none() | AT, st.none() | AT, NAME, DAY, DAY, st.sampled_from(["on", "during", "as_of"]), NAME, NAME)
FIGURE = st.builds(
    Figure, TEXT, MENTION, QUANTITY, st.sampled_from(["people", "things", "percent"]), st.sampled_from(MEASURES), st.booleans(),
    st.none() | PARTY, st.none() | PARTY, st.none() | PLACE, st.none() | TIME, st.sampled_from(["asserted", "denied"]),
    st.sampled_from(["incident", "running", "period", "unknown"]), NAME,
)  # fmt: skip
STEP = st.builds(Step, TEXT, AT, AT, TEXT)
STATEMENT = st.builds(
    Statement, TEXT, AT, AT, TEXT, MENTION, st.lists(PARTY, max_size=3).map(tuple), st.none() | MENTION, st.booleans(),
    st.sampled_from(["says", "denies"]), st.sampled_from(["asserted", "planned"]), st.booleans(), st.none() | MENTION, st.none() | PARTY,
    st.none() | TIME, st.lists(FIGURE, max_size=3).map(tuple), st.lists(STEP, max_size=2).map(tuple),
)  # fmt: skip
SPAN = st.tuples(AT, AT).map(lambda pair: Span(min(pair), max(pair)))
REPORT = st.builds(
    Report, TEXT, NAME, NAME, DAY, NAME, NAME, st.sampled_from([None, "en"]), AT, st.none() | SPAN, st.lists(TEXT, max_size=3).map(tuple),
)  # fmt: skip
READING = st.builds(
    Reading, REPORT, st.lists(STATEMENT, max_size=3).map(tuple), st.lists(st.builds(Problem, AT, AT, TEXT), max_size=2).map(tuple),
    st.lists(st.builds(Reference, MENTION, MENTION), max_size=2).map(tuple),
    st.lists(st.builds(PassedOver, MENTION, TEXT), max_size=2).map(tuple),
)  # fmt: skip


@given(st.text(CHARACTERS))
def test_escaping_loses_nothing_and_leaves_nothing_unstorable(text: str) -> None:
    assert unescape(escape(text)) == text
    assert "\0" not in escape(text)
    escape(text).encode("utf8")


def test_plain_text_is_kept_as_it_is() -> None:
    assert escape("Łódź “12” …") == "Łódź “12” …"


@pytest.mark.parametrize("value", [0, 12, 12.0, 10**30, 2**70, 0.1, math.inf])
def test_numbers_stay_what_they_are(value: float) -> None:
    back = from_json(Quantity, to_json(Quantity.exact(value)))
    assert (back.low, type(back.low)) == (value, type(value))


@pytest.fixture(scope="module", params=BACKENDS)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlLedger]:
    """One ledger for all examples."""
    folder: Path = tmp_path_factory.mktemp("kept")
    address = str(folder / "kept.db") if request.param == "sqlite" else request.getfixturevalue("server").make("kept")
    with open_ledger(address) as made:
        yield made


@examples(80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reading=READING)
def test_any_reading_comes_back_as_it_was_filed(kept: SqlLedger, reading: Reading) -> None:
    kept.versions = replace(VERSIONS, lexicon=str(next(_count)))  # each example is a new reading, even of a text met before
    receipt = kept.add(reading)
    assert receipt.outcome in ("new", "reading")
    id = reading.report.id
    assert kept.reading(id) == reading
    assert kept.text(id) == reading.report.text
    figures = [figure for statement in reading.statements for figure in statement.figures]
    found = [filed.figure for filed in kept.find(Query(reports=(id,)))]
    assert sorted(found, key=repr) == sorted(figures, key=repr)
    assert kept.filings(id)


@examples(30)
@given(words=st.text(CHARACTERS, max_size=20))
def test_any_question_is_answered(kept: SqlLedger, words: str) -> None:
    for query in (Query(population=words, perpetrator=words, speaker=words, publisher=words), Query(place=words), Query(text=words),
                  Query(figures=(words,), reports=(words,)), Query(kind=words, country=words)):  # fmt: skip
        assert kept.count(query) == len(kept.find(query))
    kept.search(words)
    kept.figure(words)


def test_a_long_text_and_long_words(ledger: SqlLedger) -> None:
    made = make_reading(draft(12, "x" * 5000, country="KP", place="y" * 5000), before="word " * 500_000 + "zebra", publisher="p" * 5000)
    ledger.add(made)
    assert ledger.reading(made.report.id) == made
    assert [filing.id for filing, _ in ledger.search("zebra")] == [made.report.id]
    assert len(ledger.find(Query(population="x" * 4000))) == len(ledger.find(Query(population="North Korean"))) == 1


def test_rulings_come_back_as_they_were(ledger: SqlLedger) -> None:
    made = make_reading(draft(12))
    ledger.add(made)
    id = made.statements[0].figures[0].id
    ruling = Ruling("correct", id, "\ud800\0", "why\x1a", datetime(2025, 1, 1, 12, 30, tzinfo=UTC), field="low", value=10**30)
    assert ledger.file_ruling(ruling) == ruling.id
    assert ledger.rulings() == [ruling]
