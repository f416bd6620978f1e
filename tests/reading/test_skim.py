"""Which sentences are worth parsing: nothing that can hold a statement may be left out."""

from __future__ import annotations

import pytest

from according.lexicon import default
from according.reading.skim import worth_parsing
from according.report import Span

TELLING = [
    "Police said the road was open.",
    "Twelve people were killed.",
    "Some 400 soldiers crossed the river.",
    "The group took nine villagers hostage.",
    "\u201cWe are safe.\u201d",
    "The toll rose to 30.",
    "According to the mayor the bridge is closed.",
    "Velmar | 30",
]
IDLE = ["The market opened early.", "Winter is cold there.", "Roads in the north are narrow and old."]


def kept(*sentences: str) -> list[str]:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return [span.slice(text) for span in worth_parsing(text, spans, default())]


@pytest.mark.parametrize("sentence", TELLING)
def test_a_sentence_that_can_tell_is_parsed(sentence: str) -> None:
    assert kept(IDLE[0], IDLE[1], sentence)[-1:] == [sentence]


@pytest.mark.parametrize("sentence", IDLE)
def test_a_sentence_that_tells_nothing_is_left_out(sentence: str) -> None:
    assert kept(sentence) == []


def test_the_sentence_before_a_count_is_parsed() -> None:
    told = "Twelve people were killed."
    assert kept(told, told, IDLE[0], IDLE[1], told, IDLE[2], IDLE[0]) == [told, told, IDLE[1], told]


def test_the_sentence_before_armed_people_is_parsed() -> None:
    told, armed = "Twelve people were killed.", "Some 400 soldiers are there."
    assert kept(told, told, IDLE[0], IDLE[1], armed) == [told, told, IDLE[1], armed]


def test_the_opening_of_a_report_that_tells_something_is_parsed() -> None:
    assert kept(IDLE[0], IDLE[1], IDLE[2], IDLE[0], "Police said so.") == [IDLE[0], IDLE[1], "Police said so."]


@pytest.mark.parametrize("link", ["Read more: Blast kills 5 in Velmar", "RELATED | Twelve die in Harim"])
def test_a_link_to_another_report_is_left_out(link: str) -> None:
    told = "Twelve people were killed."
    assert kept(told, told, link, told) == [told, told, told]


def test_a_total_with_its_addition_is_parsed() -> None:
    assert kept("tanks – 210 (+2)") == ["tanks – 210 (+2)"]
