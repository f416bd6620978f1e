"""Parts listed beside their total: by place, of two countries together, behind a colon."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made import figure

from according.reckoning.answer import Check
from according.reckoning.checks.agreement import check_figures
from according.records import FiledFigure
from according.statement import Party


def told(said: str, *counts: tuple[int, str, str | None]) -> list[FiledFigure]:
    """Make the counts of one sentence: each a number, the words for those counted as they follow it, and the name of its place."""
    made = []
    for number, people, place in counts:
        start = said.index(str(number))
        own: dict[str, Any] = {"said": said, "statement": said, "start": start, "counting": "incident", "report": "one"}
        one = figure("killed", number, population=people or None, place=place, place_country="SY", precision="country", **own)
        behind = said.index(people, start) if people else 0
        party = Party(behind, behind + len(people), people, None, "other", None) if people else None
        made.append(_moved(one, said, start, len(str(number)), party))
    return made


def _moved(filed: FiledFigure, said: str, start: int, length: int, party: Party | None) -> FiledFigure:
    number = replace(filed.figure.number, start=start, end=start + length, text=said[start : start + length])
    return replace(filed, figure=replace(filed.figure, number=number, population=party or filed.figure.population),
                   statement=replace(filed.statement, start=0, end=len(said)))  # fmt: skip


def checks(figures: list[FiledFigure], *, holds: bool) -> list[Check]:
    return [check for check in check_figures(figures) if check.rule == "parts-and-total" and check.holds is holds]


@pytest.mark.parametrize(("east", "fails"), [(990, 1), (790, 0), (500, 0)])
def test_places_inside_a_place_come_to_no_more_than_it(east: int, fails: int) -> None:
    said = f"In Syria 1602 people were killed, 812 in government-held areas and {east} in the rebel-held east."
    figures = told(said, (1602, "people", "Syria"), (812, "", None), (east, "", None))
    assert len(checks(figures, holds=False)) == fails


def test_a_count_without_a_place_of_its_own_makes_no_list() -> None:
    said = "In Syria 1602 people were killed, 812 in government-held areas and 990 of them by falling walls."
    assert not checks(told(said, (1602, "people", "Syria"), (812, "", None), (990, "", None)), holds=False)


@pytest.mark.parametrize(("together", "fails"), [(4500, 1), (5021, 0), (5400, 1)])
def test_two_countries_together_are_their_sum(together: int, fails: int) -> None:
    figures = [
        *told("In Turkey 3419 people were killed.", (3419, "people", "Turkey")),
        *told("In Syria 1602 people were killed.", (1602, "people", "Syria")),
        *told(f"In both {together} people were killed.", (together, "people", "Turkey and Syria")),
    ]
    assert len(checks(figures, holds=False)) == fails


@pytest.mark.parametrize(
    ("mark", "tail", "fails"),
    [(":", "2 civilians.", 1), (":", "5 civilians.", 0), (":", "2 civilians and a driver.", 0), (", among them", "2 civilians.", 0)],
)
def test_a_list_behind_a_colon_leaves_nobody_out(mark: str, tail: str, fails: int) -> None:
    said = f"The blast killed 36 people{mark} 17 soldiers, 14 policemen and {tail}"
    last = (int(tail[0]), "civilians", "Syria")
    figures = told(said, (36, "people", "Syria"), (17, "soldiers", "Syria"), (14, "policemen", "Syria"), last)
    assert len(checks(figures, holds=False)) == fails
