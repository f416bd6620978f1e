"""The days that a figure covers, the day it speaks for, and how the days of two figures lie."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.comparing.days import day_of, days_between, days_of, own_days, relate_days, said_on, same_time
from according.quantity import Quantity
from according.records import FiledFigure, Filing
from according.statement import Figure, Mention, Statement, Time

TOLD = date(2025, 6, 15)


def timed(first: str | None, last: str | None, basis: Any = "on") -> Time:
    return Time(0, 1, "x", *(None if day is None else date.fromisoformat(day) for day in (first, last)), basis)


def filed(time: Time | None, published: date | None = TOLD) -> FiledFigure:
    made = Figure("id", Mention(0, 1, "1"), Quantity.exact(1), "people", "killed", time=time)
    return FiledFigure(Filing("report", published=published), Statement("s", 0, 1, "x", Mention(0, 1, "x")), made)


@pytest.mark.parametrize(("time", "day"), [
    (None, "2025-06-15"),
    (timed(None, None), "2025-06-15"),
    (timed("2025-06-13", "2025-06-13"), "2025-06-13"),
    (timed("2025-05-01", "2025-05-31", "during"), "2025-05-31"),
    (timed(None, "2025-06-10", "as_of"), "2025-06-10"),
    (timed("2022-02-24", None, "during"), "2025-06-15"),
    # A year that is not over speaks for the day of the report, and not for its last day.
    (timed("2025-01-01", "2025-12-31", "during"), "2025-06-15"),
    # What is planned lies ahead.
    (timed("2025-07-01", "2025-07-31", "during"), "2025-07-31"),
    (timed("2025-06-16", "2025-06-16"), "2025-06-16"),
])  # fmt: skip
def test_the_day_a_figure_speaks_for(time: Time | None, day: str) -> None:
    assert day_of(filed(time)) == date.fromisoformat(day)


def test_a_report_without_a_date_leaves_the_first_day_of_what_goes_on() -> None:
    assert day_of(filed(timed("2022-02-24", None, "during"), None)) == date(2022, 2, 24)
    assert day_of(filed(None, None)) is None


def test_a_total_is_ordered_by_its_day_and_an_event_s_count_by_its_telling() -> None:
    early = filed(timed(None, "2025-06-10", "as_of"))
    assert said_on(early, "running") == date(2025, 6, 10)
    assert said_on(early, "incident") == said_on(early, "unknown") == TOLD


@pytest.mark.parametrize(("one", "other", "relation", "same"), [
    (timed("2025-06-01", "2025-06-01"), timed("2025-06-01", "2025-06-01"), "same", True),
    (timed("2025-06-01", "2025-06-01"), timed("2025-06-01", "2025-06-30", "during"), "meet", None),
    (timed("2025-06-01", "2025-06-01"), timed("2025-06-02", "2025-06-02"), "apart", False),
    (timed("2022-02-24", None, "during"), timed("2025-06-02", "2025-06-02"), "meet", None),
    (timed("2025-06-03", None, "during"), timed("2025-06-02", "2025-06-02"), "apart", False),
    (timed(None, "2025-06-01", "as_of"), timed(None, "2025-06-02", "as_of"), "apart", False),
    (timed(None, "2025-06-01", "as_of"), timed("2025-06-01", "2025-06-01"), "same", None),
    (timed(None, None), timed("2025-06-01", "2025-06-01"), "open", False),
    (timed(None, None), timed(None, None), "open", True),
    (replace(timed(None, None), text=None), timed("2025-06-01", "2025-06-01"), "open", None),
])  # fmt: skip
def test_how_two_times_lie(one: Time, other: Time, relation: str, same: bool | None) -> None:
    for a, b in ((one, other), (other, one)):
        assert relate_days(own_days(a), own_days(b)) == relation
        assert same_time(a, b) is same


DAYS = st.none() | st.dates(date(2025, 5, 1), date(2025, 7, 30))


@given(DAYS, DAYS, st.sampled_from(["on", "during", "as_of"]), DAYS)
def test_the_day_is_one_of_the_days(first: date | None, last: date | None, basis: Any, published: date | None) -> None:
    if first is not None and last is not None and last < first:
        first, last = last, first
    time = Time(0, 1, "x", first, last, basis)
    covered, day = days_of(time, published), day_of(filed(time, published))
    if covered[0] is not None and covered[1] is not None:
        assert covered[0] <= covered[1]
        assert day is not None
        assert covered[0] <= day <= covered[1]
        assert days_between(covered, (day, day)) == 0
        assert days_between(covered, (covered[1] + timedelta(days=3),) * 2) == 3
    else:
        assert day == own_days(time)[0]
