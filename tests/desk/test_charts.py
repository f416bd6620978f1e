"""A chart of stated numbers, laid out: every number stands where its day and its value are, and none covers another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.desk.charts.course import ARROW, LETTER, NARROW, REACH, SHAPES, WIDE, Course, Size, lay_out
from according.desk.charts.marks import DRAWN_MOST, Mark, find_marks
from according.desk.charts.scales import day_steps, number_steps
from according.reckoning.answer import ALIGNMENTS, Range
from according.reckoning.reckon import reckon_all

DAY = date(2026, 3, 3)
NOTHING = Range(None, None, None, 0)


def mark(low: float | None, high: float | None, day: int = 0, **more: object) -> Mark:
    values = {"bound": "exact", "side": "unknown", "words": str(low or high), "told": "told", **more}
    return Mark(f"{low}-{high}-{day}", "report", DAY + timedelta(day), low, high, **values)  # type: ignore[arg-type]


def drawn(marks: list[Mark], size: Size = WIDE, stated: Range = NOTHING, until: date | None = None) -> Course:
    found = lay_out(marks, stated, "people", size, until)
    assert found is not None
    return found


def test_without_a_number_there_is_no_chart() -> None:
    assert lay_out([], NOTHING, "people", WIDE) is None


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
def test_later_days_stand_further_right_and_higher_numbers_further_up(size: Size) -> None:
    low, high = drawn([mark(12, 12), mark(57, 57, 4)], size).marks
    assert low.x < high.x
    assert low.ends[0] > high.ends[0]
    assert (low.top, low.bottom) == (low.ends[0], low.ends[0])


def test_a_range_is_a_bar_and_an_open_end_an_arrow() -> None:
    between, floor, ceiling = drawn([mark(180, 220), mark(100, None, 1), mark(None, 200, 2)]).marks
    assert (between.top, between.bottom, between.opens) == (min(between.ends), max(between.ends), "")
    assert (floor.ends[0] - floor.top, floor.opens) == (ARROW, "up")
    assert (ceiling.bottom - ceiling.ends[0], ceiling.opens) == (ARROW, "down")


def test_each_side_has_a_shape_of_its_own() -> None:
    marks = drawn([mark(at + 1, at + 1, at, side=side) for at, side in enumerate(ALIGNMENTS)])
    assert len({one.shape for one in marks.marks}) == len(SHAPES) == len(ALIGNMENTS)
    assert marks.sides == ALIGNMENTS


def test_the_day_that_is_asked_for_is_on_the_axis() -> None:
    found = drawn([mark(12, 12)], until=DAY + timedelta(9))
    assert found.until is not None
    assert found.until.at > found.marks[0].x
    assert found.until.words == "12 Mar 2026"


def test_long_words_are_cut_but_never_that_a_number_is_only_tried() -> None:
    marks = [mark(2_000, 2_000, words="two thousand people or more"), mark(4_700, None, 20, words="at least 4,700 (tried)")]
    assert [one.label and one.label[2] for one in drawn(marks).marks] == ["two thousand peop…", "at least 4,700 (tried)"]


def test_it_is_told_how_often_a_number_was_told_where_its_words_say_so() -> None:
    assert drawn([mark(12, 12)]).most_told == 1
    assert drawn([mark(12, 12, echoes=1), mark(57, 57, 4, echoes=3)]).most_told == 4


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
def test_millions_have_room(size: Size) -> None:
    found = drawn([mark(6_552_000, 6_552_000)], size, Range(6_552_000, 6_552_000, 6_552_000, 1))
    assert max(len(tick.words) for tick in found.numbers) * LETTER < found.size.left
    assert found.best is not None
    assert size is NARROW or len(found.best.words) * LETTER < found.size.right
    assert drawn([mark(12, 12)], size).size == size


def test_a_speakers_later_word_is_linked() -> None:
    found = drawn([mark(12, 12, later="57-57-4"), mark(57, 57, 4)])
    one, other = found.marks
    assert found.links == ((one.x, one.ends[0], other.x, other.ends[0]),)


QUANTITIES = st.tuples(st.integers(0, 5000), st.integers(0, 400), st.sampled_from(["both", "floor", "ceiling"]))


@given(st.lists(st.tuples(QUANTITIES, st.integers(0, 900)), min_size=1, max_size=25), st.sampled_from([WIDE, NARROW]))
def test_nothing_leaves_the_drawing_and_no_mark_covers_another(given: list[tuple[tuple[int, int, str], int]], size: Size) -> None:
    ends = {"both": lambda low, more: (low, low + more), "floor": lambda low, _: (low, None), "ceiling": lambda low, _: (None, low)}
    found = drawn([mark(*ends[kind](low, more), day=day) for (low, more, kind), day in given], size, Range(0, 12, 5400, 1))
    for one in found.marks:
        assert size.left <= one.x <= size.width - size.right
        assert -ARROW <= one.top <= one.bottom <= found.floor
        if one.label is not None:
            assert size.left < one.label[0]
    # Where there is room: few marks on a wide drawing.
    if len(given) < 8:
        for one, other in combinations(found.marks, 2):
            apart = abs(one.x - other.x) >= 2 * REACH or one.bottom + REACH <= other.top - REACH or other.bottom + REACH <= one.top - REACH
            assert apart, (one, other)


@given(st.floats(0, 1e9), st.integers(3, 8))
def test_an_axis_of_numbers_holds_the_highest(highest: float, most: int) -> None:
    steps = number_steps(highest, most)
    assert steps[0] == 0
    assert steps[-1] >= highest
    assert len(steps) <= most + 1


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(0, 40_000), st.integers(2, 9))
def test_an_axis_of_days_stays_within_them(first: date, span: int, most: int) -> None:
    last = min(first + timedelta(span), date.max)
    steps = day_steps(first, last, most)
    assert 1 <= len(steps) <= max(most, 2)
    assert all(first <= day <= last for day in steps)


def test_echoes_are_folded_and_what_is_left_out_is_marked() -> None:
    how = {"place": "Tavan", "on": DAY, "speakers": "the Ministry of Health of Syria", "published": DAY + timedelta(1)}
    told = [
        figure("killed", 12, report=name, publisher=name, **how)  # type: ignore[arg-type]
        for name in ("Example News", "Coast Herald")
    ]
    denied = figure("killed", 300, place="Tavan", on=DAY, speakers="the army", report="c", published=DAY, status="denied")
    [reckoning] = reckon_all([*told, denied])
    marks, undrawn = find_marks(reckoning)
    assert [(one.low, one.echoes, one.counts) for one in marks] == [(300, 0, False), (12, 1, True)]
    assert undrawn == 0
    assert "repeated once" in marks[1].told


def test_of_very_many_the_latest_are_drawn() -> None:
    told = [
        figure("killed", 10 + at, place="Tavan", as_of=DAY + timedelta(at), speakers=f"source {at}", report=f"r{at}", counting="running")
        for at in range(DRAWN_MOST + 5)
    ]
    found = max(reckon_all(told), key=lambda reckoning: len(reckoning.figures))
    marks, undrawn = find_marks(found)
    assert len(marks) + undrawn == sum(1 for item in found.figures if item.echo_of is None)
    assert len(marks) <= DRAWN_MOST


def test_a_question_of_nobody_has_a_chart() -> None:
    [reckoning] = reckon_all([figure("killed", 0, place="Tavan", on=DAY, speakers="the army", published=DAY)])
    marks, _ = find_marks(reckoning)
    drawn = lay_out(marks, reckoning.headline, "people", WIDE)
    assert drawn is not None
    assert [tick.words for tick in drawn.numbers] == ["0", "1"]
