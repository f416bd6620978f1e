"""Counts of single days are added up beside their total, and the days that have none are named."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from made import figure

from according.reckoning.questions.assembly import find_questions
from according.reckoning.reckon import reckon
from according.reckoning.series.sums import add_daily
from according.reckoning.series.totals import Point
from according.records import FiledFigure
from according.statement import Time


def day(number: int, count: float) -> Point:
    return Point(f"d{number}", date(2027, 7, number), count, count, kind="daily")


def test_days_come_to_their_sum_and_missing_days_are_named() -> None:
    daily = add_daily([day(8, 18), day(4, 26), day(5, 27)], Point("t", date(2027, 7, 8), 1249, 1249))
    assert daily is not None
    assert (daily.total, daily.days, daily.figures) == (71, 3, ("d4", "d5", "d8"))
    assert daily.missing == (date(2027, 7, 6), date(2027, 7, 7))
    assert daily.detail == (
        "the days from 2027-07-04 to 2027-07-08 come to 71 (26 + 27 + 18); the total stands at 1,249 (2027-07-08); "
        "no count for 2027-07-06, 2027-07-07"
    )


def test_one_day_is_no_series_and_a_day_that_is_told_twice_counts_once() -> None:
    assert add_daily([day(4, 26), Point("again", date(2027, 7, 4), 24, 24, kind="daily")], None) is None
    daily = add_daily([day(4, 26), Point("again", date(2027, 7, 4), 24, 24, kind="daily"), day(5, 27)], None)
    assert daily is not None
    assert (daily.total, daily.missing) == (53, ())


def told(low: int, number: int, **more: Any) -> FiledFigure:
    """A figure of the ministry in Lusaka, of the 24 hours up to a day of July or as counted up to then."""
    said = f"The ministry said {low} people have died in Lusaka."
    common = {"population": "people", "place": "Lusaka", "place_country": "ZM", "speakers": "the Lusaka Medical Observatory", "said": said}
    made = figure("killed", low, report=f"{number}", published=f"2027-07-0{number}", **common, **more)
    first = date(2027, 6, 1) if made.figure.counting == "running" else date(2027, 7, number - 1)
    words = "since June 1" if made.figure.counting == "running" else "the past 24 hours"
    time = Time(None, None, words, first, date(2027, 7, number), "during", "day", "published")
    return replace(made, figure=replace(made.figure, time=time))


def test_the_total_s_answer_tells_its_days() -> None:
    totals = [told(low, number, counting="running") for low, number in ((412, 4), (452, 6))]
    days = [told(low, number, counting="period", part_of=of) for low, number, of in ((14, 4, totals[0]), (19, 6, totals[1]))]
    soldiers = told(3, 6, counting="period", part_of=totals[1], kind="military", start=7)
    questions = find_questions([*totals, *days, soldiers])
    by_id = {question.id: question for question in questions}
    whole = next(question for question in questions if question.kind == "running")
    [daily] = reckon(whole, by_id).daily
    assert (daily.total, daily.figures, daily.missing) == (33, tuple(filed.id for filed in days), (date(2027, 7, 5),))
