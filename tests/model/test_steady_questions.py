"""Which figures are one question depends on what the reports say alone: not on order, file names, blank lines or other news."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import according
from according.api.readings import Reading

FOLDER = Path(__file__).parents[1] / "cases" / "reckoning"
# Rising tolls, a headline and its text, two attacks in one town, an army's losses, and a country's totals.
CASES = ("halabja-depot", "maiduguri-headline", "mosul-two-days", "congo-rwandan-troops", "pakistan-floods-weeks", "derna-thousands")
# Other news of the same measures, elsewhere.
OTHERS = ("izmir-hospital-site", "quetta-scores", "mozambique-cyclone")
pytestmark = pytest.mark.model
# A figure by its report and its place among the figures of that report.
Name = tuple[str, int]


@cache
def read(case: str, *, spaced: bool = False) -> dict[str, Reading]:
    """Return the readings of a case by name, of texts with blank lines between and behind their paragraphs where ``spaced``."""
    texts = {f"{case}/{path.stem}": path.read_text("utf8") for path in sorted((FOLDER / case).glob("[0-9][0-9].md"))}
    if spaced:
        fronts = {name: text.partition("\n---\n") for name, text in texts.items()}
        texts = {name: front + mark + "\n\n" + body.replace("\n", "\n\n") + "\n\n\n" for name, (front, mark, body) in fronts.items()}
    return {name: according.read(text) for name, text in texts.items()}


def group(readings: Sequence[tuple[str, Reading]], path: Path, *, at_once: bool) -> set[frozenset[Name]]:
    """File readings, one by one or all at once, and return which figures are one question."""
    names: dict[str, str] = {}
    with according.open_ledger(path) as ledger:
        for held in [readings] if at_once else [[one] for one in readings]:
            for (name, _), receipt in zip(held, ledger.add(*(reading for _, reading in held)), strict=True):
                names[receipt.report] = name
        figures = [(asked["id"], figure) for asked in (found.to_dict() for found in ledger.questions()) for figure in asked["figures"]]
    order: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for _, figure in figures:
        order[figure["report"]["id"]].append((figure["number"]["start"], figure["id"]))
    groups: dict[str, set[Name]] = defaultdict(set)
    for question, figure in figures:
        at = sorted(order[figure["report"]["id"]]).index((figure["number"]["start"], figure["id"]))
        groups[question].add((names[figure["report"]["id"]], at))
    return {frozenset(members) for members in groups.values()}


def renamed(readings: dict[str, Reading], order: random.Random) -> list[tuple[str, Reading]]:
    """Return readings in another order, as if they had been read from files of other names."""
    found = [(name, replace(reading, report=replace(reading.report, path=f"{order.random()}.txt"))) for name, reading in readings.items()]
    order.shuffle(found)
    return found


@pytest.mark.parametrize("case", CASES)
def test_questions_depend_on_what_reports_say_alone(case: str, tmp_path: Path) -> None:
    told = group(list(read(case).items()), tmp_path / "first.db", at_once=True)
    assert any(len(members) > 1 for members in told)
    others = {name: reading for other in OTHERS for name, reading in read(other).items()}
    for seed in range(3):
        order = random.Random(seed)
        assert group(renamed(read(case), order), tmp_path / f"order{seed}.db", at_once=bool(seed % 2)) == told
        beside = group(renamed(read(case) | others, order), tmp_path / f"others{seed}.db", at_once=bool(seed % 2))
        assert {members for members in beside if any(name.startswith(case) for name, _ in members)} == told
    assert group(renamed(read(case, spaced=True), random.Random(3)), tmp_path / "spaced.db", at_once=False) == told
