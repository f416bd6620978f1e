"""Why a best number was chosen, in sentences: they are true of the figure, name whom the number came by, and can stand in print."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from made import figure

from according.exports.words.choices import best_sentences
from according.reckoning.reckon import reckon_all
from according.records import FiledFigure
from according.statement import Party

BLAST = {"population": "people", "place": "Beirut", "place_country": "LB", "on": "2020-08-04", "counting": "incident"}


def told(low: float, day: int, speaker: str, by: str = "", **more: Any) -> FiledFigure:
    said = f"The blast in the port of Beirut on 4 August killed {low:g} people, {speaker} said."
    own = {**BLAST, "speakers": speaker, "report": f"{day} {speaker}", "published": f"2020-08-{day:02}", "said": said, **more}
    filed = figure("killed", low, **own)
    if not by:
        return filed
    chain = (Party(0, len(by), by, by, None, None), *filed.statement.speakers)
    return replace(filed, statement=replace(filed.statement, speakers=chain))


def sentences(*figures: FiledFigure) -> str:
    [reckoning] = reckon_all(figures)
    return best_sentences(reckoning)


def test_a_number_alone() -> None:
    found = sentences(told(135, 5, "Lebanon's health ministry"))
    whose = "“135” by Lebanon's health ministry, whose task it is to count, published on 2020-08-05"
    assert found == f"Best is 135 killed: {whose}. It is the only number that is counted here."


def test_who_passed_the_number_on_is_named_before_who_counted() -> None:
    found = sentences(told(135, 5, "Lebanon's health ministry", by="Reuters"), told(90, 6, "a French intelligence official"))
    assert "“135” by Reuters, citing Lebanon's health ministry, whose task it is to count" in found
    assert found.endswith("it was chosen because nobody else who gives a number is placed as well to know.")


def test_of_somebody_not_named_no_more_is_said_than_the_words_tell() -> None:
    found = sentences(told(31, 6, "Lebanon's prime minister"), told(45, 6, "A hospital official"), told(24, 5, "officials"))
    assert "“45” by a hospital official (not named), of those whose task it is to count, a third party, published on" in found
    assert "whose task it is to count, whose" not in found


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ([told(100, 5, "the Lebanese Red Cross"), told(154, 6, "the Lebanese Red Cross")], "it is the latest by those who are placed best"),
        (
            [told(35, 4, "the Lebanese Red Cross", bound="at_least"), told(39, 4, "Lebanon's civil defence")],
            "it is the sharpest of the latest",
        ),
        (
            [told(78, 4, "the Lebanese Red Cross", bound="at_least"), told(154, 7, "Lebanon's prime minister")],
            "it is later than “78” by the Lebanese Red Cross, which leaves open how many.",
        ),
    ],
)
def test_why_before_the_others(figures: list[FiledFigure], reason: str) -> None:
    assert f"it was chosen because {reason}" in sentences(*figures)
