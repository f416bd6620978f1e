"""Which relations are made of figures, and above all which are not."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from made import figure

from according.comparing.people import read_people, same_people
from according.quantity import Quantity
from according.reckoning.checks.amounts import fraction_of, rounding, widen
from according.reckoning.checks.relations import build_books
from according.records import FiledFigure

Make = Callable[..., FiledFigure]
# Enough to be somebody in particular somewhere.
koreans: Make = partial(figure, population="North Korean soldiers", country="KP", kind="military", place="Kursk", place_country="RU")
soldiers: Make = partial(figure, population="soldiers", kind="military", place="Homs", place_country="SY")


def rules(*figures: FiledFigure, affair: bool = False) -> list[str]:
    return sorted({relation.rule for relation in build_books(figures, affair=affair).relations})


def test_killed_and_wounded_of_one_origin_are_casualties() -> None:
    said = partial(koreans, speakers="NIS")
    assert rules(said("casualties", 4700, start=1), said("killed", 600, start=2), said("wounded", 4100, start=3)) == ["killed-and-wounded"]


def test_words_that_say_killed_and_wounded_make_the_sum_equal() -> None:
    said = partial(koreans, speakers="NIS")
    pair = said("killed", 600, start=2), said("wounded", 4100, start=3)
    both = said("casualties", 4700, said="4,700 were killed or wounded", start=1)
    other = said("casualties", 4700, said="4,700 casualties", start=1)
    assert [[relation.equal for relation in build_books([one, *pair]).relations] for one in (both, other)] == [[True], [False]]


@pytest.mark.parametrize("other", [
    {"country": "RU"}, {"kind": "police"}, {"place": "Homs", "place_country": "SY"}, {"population": "North Korean engineers"},
    {"on": "2025-01-02"}, {"speakers": "Syrskyi"}, {"status": "planned"}, {"status": "possible"}, {"status": "denied"},
    {"implied": True}, {"unit": "things"}, {"counting": "period"}, {"counting": "running"},
])  # fmt: skip
def test_what_is_said_of_others_is_in_no_sum(other: dict[str, object]) -> None:
    said = partial(koreans, on="2025-01-01", speakers="NIS", counting="incident")
    killed = partial(said, **other)  # type: ignore[arg-type]
    assert rules(said("casualties", 10, start=1), killed("killed", 600, start=2)) == []
    assert rules(said("casualties", 10, start=1), said("killed", 600, start=2)) == ["subset"]


def test_two_candidates_make_no_sum() -> None:
    said = partial(koreans, speakers="NIS")
    figures = said("casualties", 4700, start=1), said("killed", 600, start=2), said("killed", 700, start=3), said("wounded", 10, start=4)
    assert rules(*figures) == ["subset"]


def test_a_victim_is_no_total_of_casualties() -> None:
    said = partial(figure, place="Kursk", statement="one")
    assert rules(said("casualties", 1, population="casualties", start=1), said("killed", 54, start=2)) == []
    assert rules(said("casualties", 12, population="victims", start=1), said("killed", 54, start=2)) == []


def test_figures_of_two_reports_need_every_word_unless_of_one_affair() -> None:
    casualties = koreans("casualties", 10, speakers="NIS", report="a", published="2025-01-13")
    told = koreans("killed", 600, speakers="NIS", report="b", published="2025-01-13")
    open_place = figure("killed", 600, population="North Korean soldiers", country="KP", kind="military", speakers="NIS", report="b",
                        published="2025-01-13")  # fmt: skip
    assert rules(casualties, told) == []  # neither says when
    assert rules(casualties, open_place) == []
    assert rules(casualties, told, affair=True) == rules(casualties, open_place, affair=True) == ["subset"]
    days = partial(koreans, speakers="NIS", as_of="2025-01-12", counting="running")
    assert rules(days("casualties", 10, report="a"), days("killed", 600, report="b")) == ["subset"]


def test_news_of_the_hour_is_not_held_against_other_news() -> None:
    said = partial(soldiers, speakers="police", on="2025-01-12", counting="incident", published="2025-01-13")
    assert rules(said("casualties", 10, report="a"), said("killed", 12, report="b"), affair=True) == []
    assert rules(said("casualties", 10, start=1), said("killed", 12, start=2), affair=True) == ["subset"]


def test_another_day_s_briefing_is_another_moment() -> None:
    said = partial(koreans, speakers="NIS")
    january, april = said("casualties", 3000, report="a", published="2025-01-13"), said("killed", 4000, report="b", published="2025-04-30")
    assert rules(january, april, affair=True) == []


def test_a_day_s_dead_are_no_part_of_a_total_without_a_day() -> None:
    said = partial(figure, population="civilians", kind="civilian", place="Avdiivka", counting="incident")
    total = said("casualties", 50, said="50 civilians have been killed and wounded", start=1)
    assert rules(total, said("killed", 1, on="2023-07-07", start=2), said("wounded", 2, on="2023-07-07", start=3), affair=True) == []


def test_parts_that_exclude_one_another_come_to_no_more_than_their_total() -> None:
    whole = figure("killed", 80, population="people", start=1)
    part = partial(figure, "killed", part_of=whole)
    civilians = part(64, population="civilians", kind="civilian", start=2)
    militants = part(16, population="militants", kind="militant", start=3)
    children = part(12, population="children", kind="child", start=4)
    assert rules(whole, civilians, militants) == ["parts-and-total", "subset"]
    assert rules(whole, civilians, children) == ["subset"]


@pytest.mark.parametrize("other", [{"speakers": "the rebels"}, {"unit": "things"}, {"country": "IN"}])
def test_what_the_reading_takes_for_a_part_may_be_none(other: dict[str, object]) -> None:
    whole = figure("released", 3, population="Koreans", country="KR", start=1)
    part = partial(figure, "released", population="men", country="KR", start=2, part_of=whole)
    assert rules(whole, part(2)) == ["subset"]
    assert rules(whole, part(2, **other)) == []


def test_a_report_s_own_part_is_of_the_number_that_it_was_given() -> None:
    whole = figure("killed", 10, speakers="the mayor", population="people", start=1)
    assert rules(whole, figure("killed", 6, population="women", start=2, part_of=whole)) == ["subset"]


def test_the_other_five_are_all_that_was_left() -> None:
    whole = figure("killed", 10, population="people", start=1)
    said = partial(figure, "killed", said="Three were women and the other five men.", statement="one", part_of=whole)
    women, men = said(3, population="women", kind="other"), said(5, population="men", kind="other", start=31)
    # One statement, and the five stand behind "the other" in it.
    told = [whole, women, replace(men, statement=women.statement)]
    assert [one.equal for one in build_books(told).relations if one.rule == "parts-and-total"] == [False, True]


def test_parts_at_places_of_their_own_come_to_no_more_than_their_total() -> None:
    whole = figure("killed", 10, population="people", start=1)
    part = partial(figure, "killed", 6, population="people", part_of=whole)
    homs, hama = part(place="Homs", start=2), part(place="Hama", start=3)
    assert rules(whole, homs, hama) == ["parts-and-total", "subset"]
    assert rules(whole, homs, part(place="Homs", start=3)) == ["subset"]


def test_a_part_that_is_more_than_its_whole_may_be_misread() -> None:
    spaniards = partial(figure, "killed", 5, population="Spaniards", country="ES", start=20)
    servants = figure("killed", 2, population="domestic servants", kind="civilian", start=10)
    people = figure("killed", 2, population="people", start=10)
    assert rules(servants, spaniards(part_of=servants)) == []
    assert rules(people, spaniards(part_of=people)) == ["subset"]


def test_the_losses_of_a_rate_s_own_origin_go_before_others() -> None:
    rate = koreans("casualties", 45, 50, unit="percent", speakers="Syrskyi", start=10)
    force = koreans("deployed", 10000, start=20)
    own, other = koreans("casualties", 4700, speakers="Syrskyi", start=30), koreans("casualties", 3000, speakers="NIS", start=40)
    ties = {relation.terms[1][0] for relation in build_books([rate, force, own, other]).relations if relation.rate is not None}
    assert ties == {own.id}


def test_a_rate_is_of_the_one_force_of_the_same_people() -> None:
    rate = koreans("casualties", 33.3, 50, unit="percent", speakers="Jones", status="possible", start=10)
    force, losses = koreans("deployed", 11000, start=20), koreans("casualties", 3000, speakers="NIS", start=30)
    assert rules(rate, force, losses) == ["casualty-rate", "deployed-ceiling"]
    assert rules(rate, losses) == []
    assert "casualty-rate" not in rules(rate, losses, force, koreans("deployed", 15000, start=40))
    assert "casualty-rate" not in rules(rate, losses, figure("deployed", 11000, population="soldiers", kind="military", start=20))


def test_a_rate_names_its_force() -> None:
    force = figure("killed", 900, population="soldiers", kind="military", speakers="the general", start=11)
    rate = figure("killed", 33.3, unit="percent", population="900 soldiers", kind="military", speakers="the general", start=10)
    losses = figure("killed", 120, population="soldiers", kind="military", speakers="the general", start=40)
    found = build_books([rate, force, losses]).relations
    assert {relation.rule for relation in found} == {"casualty-rate"}
    assert {slot for relation in found for slot, _ in relation.terms} == {force.id, losses.id}


@pytest.mark.parametrize("force", [
    koreans("deployed", 1, start=2), koreans("deployed", 1500, said="another 1,500 soldiers were sent", start=2),
    koreans("deployed", 1500, on="2025-03-01", start=2), koreans("deployed", 1500, on="2025-01-01", counting="incident", start=2),
])  # fmt: skip
def test_not_every_force_bears_the_losses(force: FiledFigure) -> None:
    assert rules(force, koreans("killed", 2000, on="2025-01-31", start=9)) == []


def test_words_borrowed_from_a_force_do_not_make_it_the_one_that_was_hit() -> None:
    bomber = koreans("deployed", 2, start=2, statement="one")
    assert rules(bomber, koreans("killed", 11, start=2, statement="one")) == []


def test_running_totals_of_one_origin_are_in_order_of_their_days() -> None:
    total = partial(koreans, "killed", speakers="NIS", counting="running")
    first, second = total(300, as_of="2025-01-13", report="a"), total(200, as_of="2025-01-14", report="b")
    assert rules(first, second) == ["running-total"]
    assert rules(first, total(200, as_of="2025-01-14", report="b", place="Homs", place_country="SY")) == []
    assert rules(first, koreans("killed", 200, speakers="JCS", counting="running", as_of="2025-01-14", report="b")) == []
    same_day = build_books([first, total(310, as_of="2025-01-13", report="b")])
    assert [len(ids) for ids in same_day.slots.values()] == [2]
    # Two totals of one day are one value: dated totals alone need no value of what was reached by the end of a day.
    later = build_books([first, total(310, as_of="2025-01-13", report="b"), total(320, as_of="2025-01-15", report="c")])
    assert len(later.relations) == 1


def test_a_report_may_bring_yesterday_s_total() -> None:
    total = partial(koreans, "killed", speakers="NIS", counting="running")
    first = total(300, published="2025-01-13", report="a")
    ties = [any(id in dict(relation.terms) for relation in build_books([first, other]).relations if relation.terms[0][0] != id)
            for other in (total(200, published="2025-01-14", report="b"), total(200, published="2025-01-15", report="b"))
            for id in (other.id,)]  # fmt: skip
    assert ties == [False, True]


def test_absurd_numbers_are_in_no_sum() -> None:
    said = partial(koreans, speakers="NIS")
    assert build_books([said("casualties", 4700, start=1), said("killed", 1e30, start=2)]).relations == ()


@pytest.mark.parametrize(("percent", "share"), [
    (33.3, Fraction(1, 3)), (66.7, Fraction(2, 3)), (16.7, Fraction(1, 6)), (50, Fraction(1, 2)), (33, Fraction(33, 100)),
    (12.5, Fraction(1, 8)), (27.3, Fraction(273, 1000)), (0, Fraction(0)), (100, Fraction(1)), (33.4, Fraction(334, 1000)),
])  # fmt: skip
def test_a_third_is_a_third(percent: float, share: Fraction) -> None:
    assert fraction_of(percent) == share


@pytest.mark.parametrize(("number", "low", "high"), [(300, 250, 350), (2700, 2565, 2835), (11000, 10450, 11550), (7, 6.5, 7.5), (0, 0, 0)])
def test_about_hides_its_rounding(number: float, low: float, high: float) -> None:
    assert widen(Quantity.about(number)) == (Fraction(low), Fraction(high))
    assert widen(Quantity.exact(number)) == (number, number)


def test_a_share_of_about_a_half_hides_five_points() -> None:
    assert widen(Quantity.about(50), percent=True) == (Fraction(45, 100), Fraction(55, 100))


@pytest.mark.parametrize(("number", "share"), [(1000, 0.05), (987, 0), (12300, 50 / 12300), (20, 0)])
def test_only_round_numbers_are_rounded(number: float, share: float) -> None:
    assert float(rounding(Quantity.exact(number))) == pytest.approx(share)
    assert rounding(Quantity.at_least(number)) == 0


@pytest.mark.parametrize(("one", "other", "same"), [
    (("North Koreans", "military", "KP"), ("North Korean soldiers", "military", "KP"), True),
    (("North Korean soldiers", "military", "KP"), ("soldiers", "military", None), None),
    (("Taliban fighters", "militant", None), ("suspected Taliban", "militant", None), True),
    (("Taliban fighters", "militant", None), ("Haqqani fighters", "militant", None), False),
    (("soldiers", "military", "KP"), ("soldiers", "military", "RU"), False),
    (("soldiers", "military", "RU"), ("police officers", "police", "RU"), False),
    (("women", "other", None), ("children", "child", None), False),
    (("civilians", "civilian", None), ("people", "other", None), None),
    (("deaths", "other", None), ("people", "other", None), None),
])  # fmt: skip
def test_the_same_people(one: tuple[str, str, str | None], other: tuple[str, str, str | None], same: bool | None) -> None:
    assert same_people(read_people(*one), read_people(*other)) is same
    assert same_people(read_people(*other), read_people(*one)) is same


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_calendar_s_ends_raise_nothing(day: str) -> None:
    """A day before the first and one behind the last are none, and no report is lost for it."""
    running = partial(koreans, speakers="NIS", counting="running")
    dated = running("killed", 600, report="a", as_of=day, published=day), running("killed", 700, report="b", as_of=day, published=day)
    undated = running("killed", 600, report="a", published=day), running("killed", 700, report="b", published=day)
    for pair in (dated, undated):
        assert isinstance(rules(*pair, affair=True), list)
