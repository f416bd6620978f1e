"""The hand-labelled development reports: no score below its floor."""
from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from according.exports.objects.readings import to_line
from according.intake.files import Source
from according.services.read import Options, read_here

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
DEV = BENCH / "dev"
# Below what was reached when the rules were written, so that a floor falls only when something breaks.
FLOORS = {"found_f1": 0.90, "whole_f1": 0.78, "place": 0.70, "time": 0.70}
# The error that we refuse to make: a number given to somebody who did not give it.
WRONGLY_ATTRIBUTED = 0.04
pytestmark = [
    pytest.mark.model,
    pytest.mark.data,
    pytest.mark.skipif(not DEV.exists(), reason="the development reports are not beside the checkout"),
]


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """Return what the shared scorer, loaded by its path, prints for all reports."""
    path = tmp_path_factory.mktemp("dev") / "out.jsonl"
    reports = [Source(str(report)) for report in sorted(DEV.glob("*.txt"))]
    path.write_text("".join(to_line(outcome.reading) + "\n" for outcome in read_here(reports, Options())), "utf8")
    spec = importlib.util.spec_from_file_location("score_figures", BENCH / "score_figures.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    printed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["score_figures", str(DEV), str(path), "--json"])
        patch.setattr("builtins.print", printed.append)
        assert scorer.main() == 0
    found: dict[str, float] = json.loads(printed[0])
    return found


@pytest.mark.parametrize("name", FLOORS)
def test_no_score_lies_below_its_floor(scores: dict[str, float], name: str) -> None:
    assert scores[name] >= FLOORS[name]


def test_hardly_a_number_is_given_to_the_wrong_speaker(scores: dict[str, float]) -> None:
    assert scores["wrongly_attributed"] <= WRONGLY_ATTRIBUTED
