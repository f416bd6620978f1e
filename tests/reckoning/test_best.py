"""Best: whose number is taken, which later one takes its place, and that the reason printed is true of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made import figure

from according.reckoning.answer import Reckoning
from according.reckoning.reckon import reckon_all
from according.records import FiledFigure

BLAST = {"population": "people", "place": "Beirut", "place_country": "LB", "on": "2020-08-04", "counting": "incident"}


def told(low: float | None, day: int, speaker: str, **more: Any) -> FiledFigure:
    said = f"The blast in the port of Beirut on 4 August killed {low:g} people, {speaker} said."
    own = {**BLAST, "speakers": speaker, "report": f"{day} {speaker}", "published": f"2020-08-{day:02}", "said": said, **more}
    return figure("killed", low, **own)


def one(*figures: FiledFigure) -> Reckoning:
    [reckoning] = reckon_all(figures)
    return reckoning


def test_those_who_count_go_before_an_observer() -> None:
    observer, ministry = told(90, 6, "a French intelligence official"), told(135, 5, "Lebanon's health ministry")
    found = one(observer, ministry)
    assert found.headline.best == 135
    assert "Lebanon's health ministry, whose task it is to count" in found.headline.why_best


def test_the_reason_says_whom_a_report_does_not_name_and_not_that_all_are_of_one_origin() -> None:
    found = one(told(31, 6, "Lebanon's prime minister"), told(45, 6, "A hospital official"), told(24, 5, "officials"))
    assert found.headline.best == 45
    # Of the three somebody is known by name or office once alone.
    chosen = "by who is best placed to know, of 3 figures (1 independent origin)"
    # What the words tell is where he is from; that it is his own task nobody says.
    told_of = "a hospital official (not named), of those whose task it is to count, a third party, "
    assert found.headline.why_best.startswith(f"{chosen}: {told_of}")


@pytest.mark.parametrize("speaker", ["Lebanon's prime minister", "an aid worker of no list"])
def test_an_open_number_yields_to_a_later_one_that_it_allows(speaker: str) -> None:
    early, later = told(78, 4, "the Lebanese Red Cross", bound="at_least"), told(154, 7, speaker)
    assert one(early, later).headline.best == 154
    assert one(told(154, 4, "the Lebanese Red Cross"), told(60, 7, "an aid worker of no list")).headline.best == 154


def test_nobody_beside_a_count_is_a_denial_and_no_count() -> None:
    none, counted = told(0, 6, "Lebanon's army"), told(12, 5, "the Lebanese Red Cross")
    found = one(none, counted)
    assert (found.headline.low, found.headline.best, found.headline.high) == (12, 12, 12)
    assert next(item for item in found.figures if item.id == none.id).dropped_by == "none-beside-a-count"
    # Whoever takes their own number back, or speaks where nobody counts, is heard.
    assert one(told(3, 5, "police", publisher="NNA"), told(0, 6, "police", publisher="NNA")).headline.best == 0
    assert one(none).headline.best == 0


def test_a_ceiling_is_stated_and_a_replaced_floor_leaves_nothing_open() -> None:
    ministry = told(500, 4, "Lebanon's health ministry", bound="at_least"), told(471, 5, "Lebanon's health ministry")
    found = one(*ministry, told(50, 5, "a French intelligence official", bound="at_most"))
    assert (found.headline.low, found.headline.best, found.headline.high) == (50, 471, 500)


def test_of_one_day_the_reason_does_not_say_latest() -> None:
    found = one(told(35, 4, "the Lebanese Red Cross", bound="at_least"), told(39, 4, "Lebanon's civil defence"))
    assert found.headline.best == 39
    assert found.headline.why_best.startswith("the sharpest of the latest day, of 2 figures (")


@pytest.mark.parametrize(
    ("seen", "counted", "day", "replaced"), [(4, 10, 5, True), (4, 10, 4, True), (12, 10, 5, False), (4, 10, 3, False)]
)
def test_a_witness_saw_a_part_of_what_is_counted_later(seen: int, counted: int, day: int, replaced: bool) -> None:
    said, rescuers = told(seen, 4, "a witness"), told(counted, day, "the Lebanese Red Cross")
    witness = replace(said, statement=replace(said.statement, speakers=(replace(said.statement.speakers[0], kind="witness"),)))
    found = one(witness, rescuers)
    assert next(item for item in found.figures if item.id == witness.id).superseded_by == (rescuers.id if replaced else None)
    # What was stated stays in the range.
    assert (found.headline.low, found.headline.best) == (min(seen, counted), counted)
