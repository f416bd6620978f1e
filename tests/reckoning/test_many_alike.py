"""Thousands of figures that are all alike, or all of one report: what is asked of them grows with their number, not with its square."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from according.comparing.profile import make_profile
from according.reckoning.questions.assembly import make_question, put_to_questions
from according.reckoning.questions.grouping import find_pairs
from according.reckoning.questions.linking import link_questions
from according.reckoning.reckon import reckon
from according.reckoning.rulings import weigh_rulings
from according.records import FiledFigure, Ruling
from growth import MOST, growth
from reckoning.made import figure

BEGIN = datetime(2024, 5, 1, tzinfo=UTC)


def formula(many: int) -> list[FiledFigure]:
    """Reports that differ in number and serial alone."""
    return [_told(f"report {at}", 3 + at * 7 % 997, "Ostrin", at) for at in range(many)]


def one_report(many: int) -> list[FiledFigure]:
    """A report with a line for each of many towns."""
    return [_told("report", 3 + at * 7 % 997, f"{chr(65 + at % 26)}{at}ville", at, start=100 * at) for at in range(many)]


def _told(report: str, number: int, place: str, serial: int, **more: int) -> FiledFigure:
    said = f"At least {number} people were killed in the blast in {place}, dispatch {serial}, police said."
    return figure(
        "killed", number, population="people", place=place, precision="town", on="2024-05-01", report=report, speakers="police",
        published="2024-05-01", said=said, publisher=f"Outlet {serial}", **more,
    )  # fmt: skip


def rulings(many: int) -> list[Ruling]:
    """A chain of figures that are of one event, and as many rulings that keep its two ends apart."""
    ends = [(f"f{at}", f"f{at + 1}", "same-event") for at in range(many)]
    ends += [(f"f{at}", f"f{many - at}", "not-same-event") for at in range(many // 2)]
    return [Ruling(kind, one, "Ada", "so", BEGIN + timedelta(seconds=at), other) for at, (one, other, kind) in enumerate(ends)]  # type: ignore[arg-type]


def put_formula(many: int) -> Callable[[], object]:
    figures = formula(many)
    return lambda: put_to_questions(figures)


def link_towns(many: int) -> Callable[[], object]:
    questions = [make_question([make_profile(filed)]) for filed in one_report(many)]
    return lambda: link_questions(questions)


def reckon_one(many: int) -> Callable[[], object]:
    question = make_question([make_profile(filed) for filed in formula(many)])
    return lambda: reckon(question)


def weigh(many: int) -> Callable[[], object]:
    given = rulings(many)
    return lambda: weigh_rulings(given)


@pytest.mark.parametrize(
    ("make", "size"), [(put_formula, 150), (link_towns, 200), (reckon_one, 150), (weigh, 200)]
)  # fmt: skip
def test_cost_grows_with_the_work(make: Callable[[int], Callable[[], object]], size: int) -> None:
    make(8)()
    made = {many: make(many) for many in (size, 4 * size)}
    assert growth(lambda many: made[many](), size, tries=1) < MOST


def test_each_is_held_against_a_few_and_its_own_number_is_among_them() -> None:
    # Two told the same number of two days, between hundreds that did not.
    twins = [_told(name, 4_321, "Ostrin", at) for name, at in (("first", 9_001), ("second", 9_002))]
    profiles = [make_profile(filed) for filed in [twins[0], *formula(500), twins[1]]]
    pairs = list(find_pairs(profiles))
    assert len(set(pairs)) == len(pairs) < 100 * len(profiles)
    assert tuple(sorted(filed.id for filed in twins)) in pairs


def test_a_few_are_each_held_against_each() -> None:
    profiles = [make_profile(filed) for filed in formula(100)]
    assert len(list(find_pairs(profiles))) == 100 * 99 // 2
