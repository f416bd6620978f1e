"""The sample reports: what they are, and what is read in them."""
from __future__ import annotations

from pathlib import Path

import pytest

import according
from according.intake.text import receive

FOLDER = Path(according.__file__).parent / "data" / "demo"
TEXTS = {path.stem: path.read_text("utf8") for path in sorted(FOLDER.glob("*.txt"))}
LAST_LINE = "Sample report written for According; its facts are public."


def test_there_are_enough() -> None:
    assert len(TEXTS) >= 8


@pytest.mark.parametrize("name", TEXTS)
def test_each_says_what_it_is_and_has_a_title(name: str) -> None:
    received = receive(TEXTS[name])
    assert TEXTS[name].rstrip().endswith(LAST_LINE)
    told = {problem.what[:16] for problem in received.problems}
    assert (received.refused, told - {"no date is given"}, received.report.language) == (None, set(), "en")
    assert received.report.title
    assert received.report.published is None or name.startswith(received.report.published.isoformat())


# What the public record says, and by whom; see each report. A sample is read in full, or its miss stands here as known.
EXPECTED = [
    ("2024-12-17-us-official", "several hundred", "casualties", ["a US military official"]),
    ("2024-12-19-lawmaker-briefed", "At least 100", "killed", ["Lee Seong-kweun", "the National Intelligence Service"]),
    ("2024-12-19-lawmaker-briefed", "nearly 1,000", "wounded", ["Lee Seong-kweun", "the National Intelligence Service"]),
    ("2024-12-19-lawmaker-briefed", "11,000", "deployed", ["the National Intelligence Service"]),
    ("2024-12-23-joint-chiefs", "around 1,100", "casualties", ["South Korea's Joint Chiefs of Staff"]),
    ("2024-12-23-zelenskyy", "More than 3,000", "casualties", ["President Volodymyr Zelenskyy", "Oleksandr Syrskyi"]),
    ("2024-12-27-white-house", "1,000", "casualties", ["White House spokesman John Kirby"]),
    ("2025-01-13-spy-agency", "around 300", "killed", ["a lawmaker", "South Korea's National Intelligence Service"]),
    ("2025-01-13-spy-agency", "2,700", "wounded", ["a lawmaker", "South Korea's National Intelligence Service"]),
    ("2025-01-officials-and-commander", "About a third", "casualties", ["Ukrainian and American officials"]),
    ("2025-01-officials-and-commander", "Nearly half", "casualties", ["Oleksandr Syrskyi"]),
    ("2025-04-30-casualties-and-deaths", "4,700", "casualties", ["the lawmaker Lee Seong-kweun", "the National Intelligence Service"]),
    ("2025-04-30-casualties-and-deaths", "600", "killed", ["the lawmaker Lee Seong-kweun", "the National Intelligence Service"]),
    ("2025-04-30-casualties-and-deaths", "About 15,000", "deployed", ["the lawmaker Lee Seong-kweun"]),
    ("2025-09-02-toll-rises", "About 2,000", "killed", ["the lawmaker Lee Seong-kweun", "the National Intelligence Service"]),
]


@pytest.mark.model
@pytest.mark.parametrize(("name", "number", "measure", "speakers"), EXPECTED, ids=[f"{row[0]}: {row[1]}" for row in EXPECTED])
def test_who_says_how_many(name: str, number: str, measure: str, speakers: list[str]) -> None:
    reading = according.read(TEXTS[name])
    found = {(figure.number.text, figure.measure): statement for statement in reading.statements for figure in statement.figures}
    assert (number, measure) in found
    named = [speaker.text for speaker in found[number, measure].speakers]
    assert len(named) == len(speakers)
    assert all(ours in theirs or theirs in ours for ours, theirs in zip(speakers, named, strict=True)), named
