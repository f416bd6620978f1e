"""Running totals of one source: what stands, what fell and why, what adds up; a drop is told and never mended."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import figure

from according.reckoning.answer import Weighed
from according.reckoning.origins.ends import who_answers
from according.reckoning.origins.publishers import default
from according.reckoning.reckon import reckon_all
from according.reckoning.series.fills import fill
from according.reckoning.series.running import RUNNING, Followed, Series, follow_totals, read_series
from according.reckoning.series.totals import Point

START = date(2025, 1, 1)


def on(day: int) -> date:
    return START + timedelta(days=day)


def points(*numbers: float, **more: Any) -> list[Point]:
    """One total a day; a name is its day."""
    return [Point(f"d{day}", on(day), number, number, **more) for day, number in enumerate(numbers)]


def counts(*numbers: float, first: int = 1, days: int = 1) -> list[Point]:
    return [Point(f"c{day}", on(day), number, number, kind="daily", days=days) for day, number in enumerate(numbers, start=first)]


def kinds(series: Series) -> list[str]:
    return [flag.kind for flag in series.flags]


def test_totals_that_rise_have_no_flag_and_the_last_replaces_all() -> None:
    series = read_series(points(10, 12, 12, 30))
    assert series.flags == ()
    assert series.supersedes == (("d1", "d0"), ("d2", "d1"), ("d3", "d2"))
    assert [total.rebased for total in series.totals] == [10, 12, 12, 30]


def test_a_count_that_begins_anew_is_a_restart_and_replaces_nothing() -> None:
    # Lebanon: 4,047 killed by December 2024; the ministry began again in March 2026.
    series = read_series(points(3961, 4047, 123, 217, 634))
    assert kinds(series) == ["restart"]
    assert series.phases == 2
    assert [total.rebased for total in series.totals] == [3961, 4047, 4170, 4264, 4681]
    assert ("d2", "d1") not in series.supersedes
    assert series.flags[0].figures == ("d1", "d2")
    assert "3%" in series.flags[0].detail


def test_what_was_reported_is_kept_beside_what_is_derived() -> None:
    series = read_series(points(4047, 123, 217))
    assert [total.point.nominal for total in series.totals] == [4047, 123, 217]
    assert [total.rebased for total in series.totals] == [4047, 4170, 4264]


def test_a_small_share_taken_back_is_a_correction_and_replaces_the_total() -> None:
    # Women killed in Gaza, 17 to 23 October 2023.
    series = read_series(points(936, 1032, 1000, 967, 1023, 1119))
    assert kinds(series) == ["correction", "correction"]
    assert series.phases == 1
    assert ("d2", "d1") in series.supersedes


def test_an_old_number_told_once_more_is_a_slip_and_is_set_aside() -> None:
    # Journalists killed in Gaza, in a derived column of December 2023: 97 again on the 24th.
    series = read_series(points(96, 97, 97, 100, 97, 103, 103))
    assert kinds(series) == ["other population"]
    assert [total.standing for total in series.totals][4] == "aside"
    assert "told before" in series.flags[0].detail
    assert ("d5", "d4") in series.supersedes
    assert not [pair for pair in series.supersedes if pair[0] == "d4"]


def test_a_number_that_is_off_for_a_day_is_a_slip() -> None:
    assert kinds(read_series(points(5000, 5010, 5020, 520, 5040, 5050))) == ["other population"]


def test_half_of_the_number_is_a_narrower_definition() -> None:
    # OCHA in May 2024: 14,500 children reported, 7,797 of them identified.
    series = read_series(points(14500, 14500, 7797, 7797, 7797))
    assert kinds(series) == ["narrower definition"]
    assert series.totals[-1].rebased is None


def test_other_people_are_told_from_the_words() -> None:
    one = Point("a", on(0), 300, 300, counted=("military", "RU"))
    other = Point("b", on(1), 280, 280, counted=("civilian", "RU"))
    series = read_series([one, other])
    assert kinds(series) == ["other population"]
    assert series.supersedes == ()


def test_a_drop_at_the_end_says_that_nothing_follows() -> None:
    (flag,) = read_series(points(1000, 950)).flags
    assert flag.kind == "correction"
    assert "nothing follows" in flag.detail


@pytest.mark.parametrize(("low", "high"), [(100, None), (None, 400), (200, 350)], ids=["at least", "at most", "range"])
def test_a_bound_that_allows_the_number_is_no_drop(low: float | None, high: float | None) -> None:
    series = read_series([Point("a", on(0), 300, 300), Point("b", on(1), low, high)])
    assert series.flags == ()
    assert series.supersedes == ()


def test_a_ceiling_below_the_total_is_a_drop() -> None:
    assert kinds(read_series([Point("a", on(0), 300, 300), Point("b", on(1), None, 280)])) == ["correction"]


def test_around_300_replaces_at_least_100() -> None:
    series = read_series([Point("a", on(0), 100, None), Point("b", on(1), 300, 300, rounded=True)])
    assert series.flags == ()
    assert series.supersedes == (("b", "a"),)


def test_a_rounded_number_takes_nothing_back_and_carries_nothing() -> None:
    series = read_series([*points(1032), Point("r", on(1), 1000, 1000, rounded=True), Point("e", on(2), 1040, 1040)])
    assert kinds(series) == ["rounded"]
    assert [(total.standing, total.rebased) for total in series.totals] == [("carries", 1032), ("bounds", None), ("carries", 1040)]
    assert series.supersedes == (("e", "d0"), ("e", "r"))


def test_the_sharper_number_replaces_the_rounded_one() -> None:
    series = read_series([Point("r", on(0), 5000, 5000, rounded=True), Point("e", on(1), 4980, 4980)])
    assert series.flags == ()
    assert series.supersedes == (("e", "r"),)


def test_a_rounded_number_far_below_is_a_drop_all_the_same() -> None:
    assert kinds(read_series([*points(5000), Point("r", on(1), 400, 400, rounded=True)])) == ["restart"]


def test_daily_counts_that_are_the_differences_have_no_flag() -> None:
    assert read_series([*points(10, 15, 21), *counts(5, 6)]).flags == ()


def test_a_daily_count_that_is_not_the_difference_is_flagged() -> None:
    (flag,) = read_series([*points(100, 110, 130), *counts(10, 5)]).flags
    assert (flag.kind, flag.figures, flag.day) == ("difference", ("d1", "c2", "d2"), on(2))
    assert "15 was added" in flag.detail


def test_two_differences_that_cancel_point_to_the_total_between() -> None:
    # Gaza, 26 to 28 August 2024: the total of the 26th was given again on the 27th.
    (flag,) = read_series([*points(40435, 40435, 40534), *counts(41, 58)]).flags
    assert (flag.day, "d1" in flag.figures) == (on(1), True)
    assert "41 too low" in flag.detail


def test_over_a_gap_the_counts_may_come_to_less_but_not_to_more() -> None:
    gap = [Point("a", on(0), 100, 100), Point("b", on(3), 130, 130)]
    assert read_series([*gap, *counts(10, first=3)]).flags == ()
    assert kinds(read_series([*gap, *counts(31, first=3)])) == ["difference"]


def test_a_report_of_several_days_covers_them() -> None:
    gap = [Point("a", on(0), 100, 100), Point("b", on(3), 130, 130)]
    assert read_series([*gap, *counts(30, first=3, days=3)]).flags == ()
    assert kinds(read_series([*gap, *counts(29, first=3, days=3)])) == ["difference"]


def test_differences_are_not_taken_across_a_fall() -> None:
    assert kinds(read_series([*points(4047, 123, 217), *counts(123, 94)])) == ["restart"]


def test_holes_are_filled_by_rule_and_labelled() -> None:
    series = read_series([Point("a", on(0), 100, 100), Point("b", on(4), 131, 131), *counts(7), *counts(11, first=4)])
    days = fill(series)
    assert [(day.total, day.how_total) for day in days] == [
        (100, "reported"), (107, "from daily"), (115, "average"), (123, "average"), (131, "reported"),
    ]  # fmt: skip
    assert [(day.daily, day.how_daily) for day in days[1:]] == [(7, "reported"), (8, "average"), (8, "average"), (8, "average")]
    assert [day.reported_daily for day in days] == [None, 7, None, None, 11]
    assert fill(read_series([])) == ()
    # On the last day nothing is spread: the total before it was counted on from the daily figures.
    counted = fill(read_series([Point("a", on(0), 100, 100), Point("b", on(3), 131, 131), *counts(7, 11)]))
    assert [(day.daily, day.how_daily) for day in counted[1:]] == [(7, "reported"), (11, "reported"), (13, "from totals")]


@pytest.mark.parametrize("values", [(None, None, 1), (3, 2, 1), (1, 1, 0)], ids=["no bound", "reversed", "no day"])
def test_a_point_that_cannot_be_is_refused(values: tuple[float | None, float | None, int]) -> None:
    low, high, days = values
    with pytest.raises(ValueError, match="point p:"):
        Point("p", START, low, high, days=days)


numbers = st.integers(0, 10_000)


@st.composite
def any_points(draw: st.DrawFn) -> list[Point]:
    made = []
    for at in range(draw(st.integers(0, 14))):
        low = draw(st.none() | numbers)
        high = draw(st.none() | numbers) if low is not None else draw(numbers)
        low, high = (high, low) if low is not None and high is not None and high < low else (low, high)
        kind = draw(st.sampled_from(["running", "running", "daily"]))
        made.append(Point(f"p{at}", on(draw(st.integers(0, 20))), low, high, draw(st.booleans()), kind, draw(st.integers(1, 3))))
    return made


@given(st.lists(st.integers(0, 500), max_size=20), st.data())
def test_a_series_that_only_grows_is_never_flagged(steps: list[int], data: st.DataObject) -> None:
    totals = [sum(steps[: at + 1]) for at in range(len(steps))]
    gone = data.draw(st.sets(st.integers(0, max(0, len(steps) - 1))))
    told = [point for at, point in enumerate(points(*totals)) if at not in gone]
    daily = [point for at, point in enumerate(counts(*steps[1:])) if at not in gone]
    series = read_series([*told, *daily])
    assert series.flags == ()
    assert series.phases <= 1


@given(any_points(), st.randoms())
def test_the_order_in_which_points_come_changes_nothing(made: list[Point], random: Any) -> None:
    shuffled = made.copy()
    random.shuffle(shuffled)
    assert read_series(shuffled) == read_series(made)


@given(any_points())
def test_every_total_is_kept_as_it_was_and_replaced_once_at_most_by_a_later_day(made: list[Point]) -> None:
    series, by_id = read_series(made), {point.id: point for point in made}
    assert sorted(total.point.id for total in series.totals) == sorted(point.id for point in made if point.kind == "running")
    earlier = [pair[1] for pair in series.supersedes]
    assert len(earlier) == len(set(earlier))
    assert all(by_id[later].day > by_id[before].day for later, before in series.supersedes)
    assert all(total.point is by_id[total.point.id] for total in series.totals)


@given(any_points())
def test_filled_days_follow_one_another(made: list[Point]) -> None:
    series = read_series(made)
    days = fill(series)
    assert all(day.total >= 0 for day in days)
    assert {day.reported_total for day in days} - {None} <= {total.point.low for total in series.totals}


def weighed(low: float, day: int, speaker: str | tuple[str, ...] = "The Gaza Health Ministry", **more: Any) -> Weighed:
    more = {"counting": "running", "published": on(day), "report": f"report {day}", **more}
    return Weighed(figure("killed", low, speakers=speaker, **more))


def follow(items: Sequence[Weighed], **more: Any) -> Followed:
    return follow_totals(items, who_answers([item.filed for item in items], default()), **more)


def test_totals_are_followed_by_the_speaker_at_the_end_of_the_chain() -> None:
    a, b, c = weighed(100, 0), weighed(300, 2, ("Reuters", "Gaza's Health Ministry")), weighed(250, 1, "The Pentagon")
    followed = follow([c, b, a])
    assert sorted(len(series.totals) for _, series in followed.series) == [1, 2]
    assert followed.superseded_by == {a.id: b.id}
    assert followed.flags == ()


def test_a_report_s_own_total_is_its_publisher_s_or_nobody_s() -> None:
    known = [weighed(100, 0, (), publisher="The Paper"), weighed(90, 1, (), publisher="The Paper")]
    unknown = [weighed(100, 0, ()), weighed(90, 1, ())]
    assert [flag.kind for flag in follow(known).flags] == ["correction"]
    assert follow(unknown).series == ()


@pytest.mark.parametrize(
    "other",
    [
        weighed(90, 1, status="denied"), weighed(90, 1, status="possible"), weighed(90, 1, counting="incident"),
        weighed(9, 1, unit="percent"), weighed(90, 1, published=None),
        Weighed(weighed(90, 1).filed, dropped_by="ruling 1"), Weighed(weighed(90, 1).filed, echo_of="x"),
    ],
    ids=["denied", "possible", "incident", "percent", "no day", "ruled out", "echo"],
)  # fmt: skip
def test_what_is_no_total_is_left_aside(other: Weighed) -> None:
    assert follow([weighed(100, 0), other]).flags == ()


def test_the_toll_of_an_incident_is_followed_on_request() -> None:
    toll = [weighed(10, 0, counting="incident"), weighed(15, 1, counting="incident")]
    assert follow(toll).supersedes == ()
    assert follow(toll, countings=RUNNING | {"incident"}).superseded_by == {toll[0].id: toll[1].id}


def test_the_count_of_a_day_is_checked_against_the_totals() -> None:
    day = weighed(12, 1, counting="period", on=on(1), report="daily")
    assert follow([weighed(100, 0), weighed(112, 1), day]).flags == ()
    assert [flag.kind for flag in follow([weighed(100, 0), weighed(115, 1), day]).flags] == ["difference"]


def test_other_people_of_the_same_speaker_are_told_apart() -> None:
    soldiers = weighed(300, 0, population="soldiers", kind="military")
    civilians = weighed(120, 1, population="civilians", kind="civilian")
    followed = follow([soldiers, civilians])
    assert [flag.kind for flag in followed.flags] == ["other population"]
    assert followed.supersedes == ()


def test_a_fall_tells_what_was_counted_meanwhile() -> None:
    (flag,) = read_series([*points(40_786, 40_819, 40_761), *counts(33, 42)]).flags
    assert (flag.kind, flag.figures) == ("correction", ("d1", "d2", "c2"))
    assert flag.detail.endswith("42 more were counted by day meanwhile, so 100 were taken back")


@pytest.mark.parametrize(("said", "flags"), [("on Tuesday", 1), ("in Tuesday's blast", 0)])
def test_a_days_count_beside_a_total_is_what_it_grew_by(said: str, flags: int) -> None:
    ministry = {"population": "people", "place": "Zambia", "place_country": "ZM", "precision": "country", "publisher": "Reuters",
                "speakers": "Zambia's health ministry"}  # fmt: skip

    def told(low: float, day: int, said: str, **more: Any) -> Any:
        return figure("killed", low, report=str(day), published=f"2027-01-{day}", said=said, **ministry, **more)

    so_far = "people have died of cholera in Zambia so far, the country's health ministry said."
    totals = [told(low, day, f"In all {low} {so_far}", counting="running") for low, day in ((412, 11), (480, 12))]
    day = told(17, 12, f"17 people died {said}.", counting="incident", on="2027-01-12")
    found = next(found for found in reckon_all([*totals, day]) if found.question.kind == "running")
    assert [flag.kind for flag in found.series] == ["difference"] * flags
