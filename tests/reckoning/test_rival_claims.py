"""Rival claims: what excludes what, told once with all who say so, and no repair that nobody would make."""

from __future__ import annotations

from typing import Any

from made import figure

from according.reckoning.answer import Contradiction
from according.reckoning.reckon import reckon_all
from according.records import FiledFigure


def told(low: float | None, day: int, speaker: str, high: Any = ..., **more: Any) -> FiledFigure:
    said = f"The attack on the army base in Inates on 10 December killed so many soldiers, {speaker} said."
    own = {
        "population": "soldiers", "kind": "military", "place": "Inates", "place_country": "NE", "on": "2019-12-10", "counting": "incident",
        "speakers": speaker, "report": f"{day} {speaker}", "published": f"2019-12-{day:02}", "said": said, **more,
    }  # fmt: skip
    return figure("killed", low, low if high is ... else high, **own)


def claims(*figures: FiledFigure) -> list[Contradiction]:
    [reckoning] = reckon_all(figures)
    return [found for found in reckoning.contradictions if found.rule in ("same-moment", "rival-claims")]


def test_three_who_exclude_each_other_are_told_in_one() -> None:
    own, opponent = told(71, 11, "Niger's defence ministry"), told(120, 13, "Islamic State", None)
    third = told(40, 14, "a French intelligence official", 50)
    [found] = claims(own, opponent, third)
    assert set(found.figures) == {own.id, opponent.id, third.id}
    assert found.rule == "rival-claims"
    assert found.detail.endswith("no number fits them all")
    assert [repair.detail.partition(":")[0] for repair in found.repairs] == ["they speak of different things"]


def test_a_toll_that_rises_is_news_and_one_that_falls_elsewhere_is_a_rival() -> None:
    early, late = told(40, 11, "Niger's health ministry"), told(71, 13, "the Red Cross")
    assert not claims(early, late)
    assert claims(told(71, 11, "Niger's health ministry"), told(40, 13, "the Red Cross"))
    # The same speaker's later number is a correction.
    assert not claims(told(71, 11, "Niger's health ministry"), told(40, 13, "Niger's health ministry"))


def test_a_later_denial_is_told_and_no_number_is_asked_for() -> None:
    counted, denied = told(71, 11, "Niger's defence ministry"), told(0, 12, "Islamic State")
    [found] = claims(counted, denied)
    assert [repair.detail.partition(",")[0] for repair in found.repairs] == ["one denies what is counted"]
    # An early "nobody" is only what was known by then.
    assert not claims(told(0, 11, "Niger's defence ministry"), told(71, 12, "the Red Cross"))
