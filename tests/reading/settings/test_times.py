"""Time expressions and the days they come to: the cases of tests/cases/times.toml, and what must hold for any text."""
from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from by_words import sentence_of
from hypothesis import given
from hypothesis import strategies as st

from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.reading.times import calendar
from according.reading.times.periods import Days, resolve_all
from according.reading.times.time_words import TIME_GRAMMAR, TimeMention, find_times

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "times.toml").read_text(encoding="utf8"))["case"]
WORDS = sorted(form for entry in default().lists["times"] for form in entry.forms)


def read(text: str, published: date | None = None) -> list[tuple[str, TimeMention, Days]]:
    sentence = sentence_of(text)
    mentions = find_times(sentence, default())
    (days,) = resolve_all([mentions], published, lambda number, mention: "will" in text.split())
    return [(sentence.span(m.first, m.last).slice(text), m, d) for m, d in zip(mentions, days, strict=True)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['text'][:60]} {case['published']}" for case in CASES])
def test_case(case):
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = [[words, m.rule, str(d.first or "-"), str(d.last or "-"), d.basis] for words, m, d in read(case["text"], published)]
    assert found == case["expect"]


def test_every_rule_has_a_case_and_some_cases_have_no_time():
    assert {row[1] for case in CASES for row in case["expect"]} == {name for name, _, _ in TIME_GRAMMAR}
    assert sum(not case["expect"] for case in CASES) >= len(TIME_GRAMMAR) // 3


@pytest.mark.parametrize("entry", [e for e in default().lists["times"] if e.kind in ("weekday", "month")], ids=lambda entry: entry.id)
def test_every_weekday_and_month_is_read_in_all_its_forms(entry):
    for form in entry.forms:
        text = f"It happened on 3 {form.capitalize()} 2024" if entry.kind == "month" else f"It happened on {form.capitalize()}"
        sentence = sentence_of(text)
        letters = [word.letter for mention in find_times(sentence, default()) for word in mention.words]
        assert ("M" if entry.kind == "month" else "W") in letters or form.endswith("."), text


def test_examples_of_the_rules_are_read():
    for name, _, example in TIME_GRAMMAR:
        assert read(f"It happened {example}."), name


@pytest.mark.parametrize(
    ("period", "part", "expect"),
    [
        (calendar.year(2024), 3, ("2024-10-01", "2024-12-31")),
        (calendar.year(2024), 1, ("2024-01-01", "2024-03-31")),
        (calendar.month(2025, 1), 2, ("2025-01-11", "2025-01-20")),
        (calendar.month(2024, 2), 3, ("2024-02-21", "2024-02-29")),
        (calendar.week(date(2025, 3, 13)), 1, ("2025-03-10", "2025-03-16")),
    ],
)
def test_early_middle_and_late(period, part, expect):
    third = calendar.third(period, part)
    assert (str(third.first), str(third.last)) == expect


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="no such period"):
        calendar.Period(date(2025, 1, 2), date(2025, 1, 1), "day")


def test_days_at_the_ends_of_the_calendar_stay_in_it():
    assert calendar.shift(date.max, days=1) == date.max
    assert calendar.shift(date.min, months=-1) == date.min
    assert calendar.shift(date(2024, 3, 31), months=-1) == date(2024, 2, 29)
    assert calendar.make_day(2025, 2, 30) is None


@given(
    st.lists(st.sampled_from(WORDS) | st.sampled_from("3 31 2003 1990s 2024-02-30 03/04/2022 x 5th ,".split()), max_size=14),
    st.none() | st.dates(),
)
def test_any_words_read_and_no_period_ends_before_it_begins(words, published):
    text = " ".join(words).title()
    for found, _, days in read(text, published):
        assert found
        assert days.first is None or days.last is None or days.first <= days.last


@given(st.text(max_size=60), st.none() | st.dates())
def test_any_text_reads(text, published):
    for found, _, _ in read(text, published):
        assert found in text


def since_clause(verb: str, published: date | None) -> tuple[str, Days]:
    text = f"It has killed many since the rising {verb} in 2003"
    words = list(sentence_of(text))
    heads = [2, 2, 2, 2, 7, 6, 7, 2, 9, 7]
    labels = ["nsubj", "aux", "root", "obj", "mark", "det", "nsubj", "advcl", "case", "obl"]
    tree = [
        Token(t.index, t.start, t.end, t.text, t.lemma, "VERB" if t.index in (2, 7) else t.pos, "", heads[t.index], labels[t.index])
        for t in words
    ]
    sentence = Sentence(tuple(tree), default())
    (mention,) = find_times(sentence, default())
    ((days,),) = resolve_all([[mention]], published, lambda number, mention: False)
    return sentence.span(mention.first, mention.last).slice(text), days


def test_a_clause_of_since_is_one_time_open_to_the_report():
    words, days = since_clause("began", date(2010, 1, 5))
    assert words == "since the rising began in 2003"
    assert (str(days.first), str(days.last)) == ("2003-01-01", "2010-01-05")
    assert since_clause("began", None)[1].last is None


def test_a_bare_year_dates_no_month_two_sentences_on():
    sentences = [sentence_of(text) for text in ("The war of 2003 ended", "People left", "It happened in March")]
    mentions = [find_times(sentence, default()) for sentence in sentences]
    days = resolve_all(mentions, None, lambda number, mention: False)
    assert days[2][0].first is None


def test_a_part_of_a_year_in_one_word_dates_what_follows():
    for told in ("mid-2024", "mid 2024"):
        sentences = [sentence_of(text) for text in (f"They met in {told}", "It happened in January")]
        days = resolve_all([find_times(sentence, default()) for sentence in sentences], None, lambda number, mention: False)
        assert days[0][0].anchor == "absolute", told
        assert str(days[1][0].first) == "2024-01-01", told


FAR = st.dates(date.min, date.max) | st.sampled_from([date.min, date.max, date(9999, 12, 30), date(1, 1, 2)])


@given(FAR, st.sampled_from([case["text"] for case in CASES]))
def test_no_day_of_a_report_makes_its_times_raise(published: date, text: str) -> None:
    """Near the first and last day of the calendar too, where a day less or a week more is none."""
    for _, _, days in read(text, published):
        assert days.first is None or days.last is None or days.first <= days.last


UNITS = st.sampled_from([*calendar.UNIT_DAYS, *calendar.UNIT_MONTHS])


@given(FAR, st.integers(-5_000, 5_000), UNITS, st.integers(1, 12), st.integers(0, 6))
def test_arithmetic_on_any_day_stays_in_the_calendar(day: date, count: int, unit: str, month: int, weekday: int) -> None:
    months = [calendar.nearest_month(month, day, future=future) for future in (False, True)]
    assert all(date.min <= made.first <= made.last <= date.max for made in (calendar.unit_of(day, unit), *months))
    weekdays = [calendar.nearest_weekday(weekday, day, future=future) for future in (False, True)]
    assert all(date.min <= made <= date.max for made in (calendar.back(day, count, unit), *weekdays))


@pytest.mark.parametrize("text", ["It ended on 31.12.9999.", "It ended on 0001-01-01.", "It ended on 2999-01-01."])
def test_a_day_that_no_event_can_have_is_none(text: str) -> None:
    assert all((days.first, days.last) == (None, None) for _, _, days in read(text, date(2025, 3, 13)))
