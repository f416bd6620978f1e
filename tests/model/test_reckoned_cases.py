"""
Cases of several reports, written for the tests: which figures are one question, and what is reckoned of them.

A case is a folder of ``tests/cases/reckoning`` with reports (``NN.md``) and ``expect.json``. A figure is named ``"01:78"``: report 01, its
number's words; ``"01:1,000:killed"`` tells the measure too, ``"01:28#2"`` the second such in the report. ``said`` names some words of
who gives a figure, or ``null`` for nobody.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import according
from according.api.ledgers import Ledger
from according.comparing.partition import Partition

FOLDER = Path(__file__).parents[1] / "cases" / "reckoning"
CASES = sorted(path.parent for path in FOLDER.glob("*/expect.json"))
# What is told though nothing is amiss: a total that was put right or begun anew, a number that was rounded.
HARMLESS = {"correction", "restart", "rounded", "narrower definition", "missing days", "daily sum"}
pytestmark = pytest.mark.model
Figure = dict[str, Any]
Group = list[list[Figure]]


class Case:
    """One case's reports in a ledger of their own, and what is reckoned of them."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.expect = json.loads((folder / "expect.json").read_text("utf8"))
        self.reports = sorted(folder.glob("[0-9][0-9].md"))
        self.ledger = ledger
        assert all(receipt.outcome in ("new", "copy") for receipt in ledger.add_files(*self.reports))
        self.questions = [reckoning.to_dict() for reckoning in ledger.questions()]

    @cached_property
    def figures(self) -> list[Figure]:
        return [{**figure, "question": question["id"]} for question in self.questions for figure in question["figures"]]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """What is told of each question, and of each report by itself."""
        texts = ((path, path.read_text("utf8")) for path in self.reports)
        return [*self.questions, *(according.read(text).to_dict() for _, text in texts)]

    def find(self, name: str) -> list[Figure]:
        name, _, order = name.partition("#")
        stem, number, measure = [*name.split(":"), ""][:3]
        here = [f for f in self.figures if Path(f["report"]["path"]).stem == stem and measure in ("", f["measure"])]
        exact = [f for f in here if f["number"]["text"].casefold() == number.casefold()]
        words = re.compile(rf"(?<![\w.,-]){re.escape(number)}(?![\w-]|[.,]\d)", re.IGNORECASE)
        found = sorted(exact or [f for f in here if words.search(f["number"]["text"])], key=lambda f: f["number"]["start"])
        found = found[int(order) - 1 : int(order)] if order else found
        assert found, f"{name} was not read"
        return found

    def ask(self, filters: Sequence[str]) -> dict[str, Any]:
        names = (name.removeprefix("--").replace("-", "_") for name in filters[::2])
        asked = dict(zip(names, filters[1::2], strict=True))
        return self.ledger.reckon(**asked).to_dict()  # type: ignore[arg-type]

    def told(self, answers: Sequence[dict[str, Any]]) -> list[tuple[str, set[float]]]:
        """What does not fit: the kind or rule, and all numbers of its figures and its words."""
        found = []
        for answer in answers:
            held = {f["id"]: f for f in [*self.figures, *answer.get("figures", ())]}
            held |= {f["id"]: f for statement in answer.get("statements", ()) for f in statement["figures"]}
            rows = [*answer.get("contradictions", ()), *(row for row in answer["checks"] if not row["holds"]), *answer.get("series", ())]
            for row in rows:
                ends = {end for id in row["figures"] if id in held for end in (held[id]["low"], held[id]["high"]) if end is not None}
                words = re.sub(r"\d{4}-\d\d-\d\d", "", row["detail"])
                said = {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", words)}
                found.append((row.get("kind") or row.get("rule"), ends | said))
        return found

    def groups(self, key: str) -> Iterator[tuple[list[str], Group]]:
        for names in self.expect.get(key, ()):
            yield names, [self.find(name) for name in names]

    def echo(self, one: list[Figure], other: list[Figure]) -> bool:
        groups = [set(echo["figures"]) for question in self.questions for echo in question["echoes"]]
        return any(a["origin"] == b["origin"] or any({a["id"], b["id"]} <= group for group in groups) for a in one for b in other)


def shared(group: Group) -> set[str]:
    """The questions that hold a figure of each name."""
    return set.intersection(*({f["question"] for f in row} for row in group))


def one_origin(case: Case, group: Group) -> bool:
    """Whether figures hang together: as echoes, as later words, or in a question of one origin alone."""
    tied = Partition[str]()
    for f in case.figures:
        for other in (f["origin"], f["superseded_by"], f["echo_of"]):
            if other:
                tied.join(f["id"], other)
    alone = defaultdict(bool, {question["id"]: question["origins"] == 1 for question in case.questions})
    return bool(set.intersection(*({f["question"] if alone[f["question"]] else tied.top(f["id"]) for f in row} for row in group)))


def within(value: float | None, want: Any) -> bool:
    if value is None or want is None:
        return value is want
    low, high = want if isinstance(want, list) else (want, want)
    return bool(low <= value <= high)


TESTS: dict[str, Callable[[Case, Group], bool]] = {
    "together": lambda case, group: bool(shared(group)),
    "apart": lambda case, group: not any(shared([a, b]) for a, b in combinations(group, 2)),
    "echo": lambda case, group: all(case.echo(a, b) for a, b in combinations(group, 2)),
    "not_echo": lambda case, group: not any(case.echo(a, b) for a, b in combinations(group, 2)),
    "same_origin": one_origin,
    "stands": lambda case, group: all(
        any(f["used"] and not f["superseded_by"] and not f["echo_of"] for f in row) for row in group
    ),
}


def failures(case: Case) -> Iterator[str]:
    """Yield what a case asks and does not get."""
    for key, holds in TESTS.items():
        yield from (f"{key} {names}" for names, group in case.groups(key) if not holds(case, group))
    for name, speaker in case.expect.get("said", {}).items():
        said = [" ".join(figure["speakers"]) for figure in case.find(name)]
        if not all(words == "" if speaker is None else speaker.casefold() in words.casefold() for words in said):
            yield f"said {name} {speaker}, got {said}"
    for item in case.expect.get("best", ()):
        best = case.ask(item["ask"])["best"]
        wrong = best == item["not"] if "not" in item else not within(best, None if item["low"] is None else [item["low"], item["high"]])
        if wrong:
            yield f"best {item}, got {best}"
    for item in case.expect.get("range", ()):
        answer = case.ask(item["ask"])
        yield from (f"range {item}, got {answer[end]}" for end in ("low", "high") if end in item and not within(answer[end], item[end]))
    for item in case.expect.get("side", ()):
        sides = case.ask(item["ask"])["by_alignment"]
        asked = ((side, item[side]) for side in sides if side in item)
        yield from (f"side {item}, got {sides[side]}" for side, want in asked if not within((sides[side] or {}).get("best"), want))
    for item in case.expect.get("origins", ()):
        if (origins := case.ask(item["ask"])["origins"]) != item["n"]:
            yield f"origins {item}, got {origins}"
    yield from clashes(case)


def clashes(case: Case) -> Iterator[str]:
    """Yield the contradictions that a case asks and does not get, and those that it gets and should not."""
    for item in case.expect.get("contradictions", ()):
        numbers, ask = (item["numbers"], item.get("ask")) if isinstance(item, dict) else (item, None)
        told = case.told(case.lines if ask is None else [case.ask(ask)])
        if not any(set(numbers) <= found for _, found in told):
            yield f"contradiction {numbers}, got {told}"
    if case.expect.get("no_contradictions"):
        yield from (f"contradicts: {kind} {found}" for kind, found in case.told(case.lines) if kind not in HARMLESS)


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_a_case_is_reckoned_as_a_careful_reader_would(folder: Path, tmp_path: Path) -> None:
    with according.open_ledger(tmp_path / "case.db") as ledger:
        assert list(failures(Case(folder, ledger))) == []
