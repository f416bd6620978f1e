"""The questions of the sample reports, as a newsroom would put them: what each comes to, and who is behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

import according
from according.comparing.counts import nominal
from according.reckoning.origins.ends import say_answerer

FOLDER = Path(according.__file__).parent / "data" / "demo"
pytestmark = pytest.mark.model
# Each question with best, low, high, how many independent origins, and who gave the best.
NIS = "the National Intelligence Service"
KIRBY = "White House spokesman John Kirby"
EXPECTED = {
    "North Korean soldiers killed in Kursk region, total so far": (2000, 100, 4700, 1, NIS),
    # One site gave the briefing's total as the wounded: what adds up goes first.
    "North Korean soldiers wounded in Kursk region, total so far": (4100, 1000, 4700, 1, NIS),
    # Who was flown home by March is no total.
    "North Korean troops wounded in Kursk region between 2025-01-01 and 2025-03-31": (2000, 2000, 2000, 1, "Lee Seong-kweun"),
    "North Korean troops killed or wounded in Kursk region, total so far": (4700, 300, 4700, 4, NIS),
    "North Korean troops killed or wounded in Kursk between 2024-12-20 and 2024-12-27": (1000, 1000, 1000, 1, KIRBY),
    "North Korean soldiers killed or wounded in Russia, total since 2024-12-01": (50, 33.3, 50, 1, "Oleksandr Syrskyi"),
    "North Korean soldiers sent or present in Russia, total since 2024-12-01": (15000, 11000, 15000, 2, "Lee Seong-kweun"),
}


def test_the_questions_read_as_a_newsroom_would_put_them(tmp_path: Path) -> None:
    with according.open_ledger(tmp_path / "demo.db") as ledger:
        assert all(receipt.refused is None for receipt in ledger.add_files(*sorted(FOLDER.glob("*.txt"))))
        found = {}
        for reckoning in ledger.questions():
            stated = reckoning.headline
            best = [item.filed for item in reckoning.figures if item.current and nominal(item.filed.figure.quantity) == stated.best]
            numbers = (stated.best, round(stated.low or 0, 1), stated.high, stated.origins)
            found[reckoning.question.label] = (numbers, set(map(say_answerer, best)))
    assert {label: numbers for label, (numbers, _) in found.items()} == {label: row[:4] for label, row in EXPECTED.items()}
    assert all(EXPECTED[label][4] in speakers for label, (_, speakers) in found.items())


def test_a_headline_s_word_and_that_of_the_body_it_means_are_one_word(tmp_path: Path) -> None:
    """The service's 600 is up from its 300, which the headline gave to a "spy agency", and not from its earlier 100."""
    with according.open_ledger(tmp_path / "demo.db") as ledger:
        assert all(receipt.refused is None for receipt in ledger.add_files(*sorted(FOLDER.glob("*.txt"))))
        killed = next(count for count in ledger.event("North Korean Kursk").counts if count.measure == "killed")
    course = [(telling.filed.figure.quantity.low, telling.before) for telling in killed.tellings if telling.change == "raised"]
    assert course == [(300, 100), (600, 300), (2000, 600)]
