"""The hand-labelled reports, those of agencies and those of today: no score below its floor."""
from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from according.exports.objects.readings import to_line
from according.intake.source import Source
from according.services.read import Options, read_here

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
# By set, a little below what is reached, so that a floor falls only when something breaks. The last is a ceiling: numbers given to somebody
# who did not give them, the error that we refuse to make.
FLOORS = {
    "dev": {"found_f1": 0.95, "whole_f1": 0.91, "place": 0.88, "time": 0.92, "wrongly_attributed": 0.01},
    "today": {"found_f1": 0.95, "whole_f1": 0.85, "place": 0.82, "time": 0.855, "wrongly_attributed": 0.025},
}
pytestmark = [
    pytest.mark.model,
    pytest.mark.data,
    pytest.mark.skipif(not BENCH.exists(), reason="the labelled reports are not beside the checkout"),
]


@pytest.fixture(scope="module", params=FLOORS)
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, float]]:
    """Return a set and what the shared scorer, loaded by its path, prints for all its reports."""
    folder = BENCH / request.param
    path = tmp_path_factory.mktemp(request.param) / "out.jsonl"
    reports = [Source(str(report)) for report in sorted(folder.glob("*.txt"))]
    path.write_text("".join(to_line(outcome.reading) + "\n" for outcome in read_here(reports, Options())), "utf8")
    spec = importlib.util.spec_from_file_location("score_figures", BENCH / "score_figures.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    printed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["score_figures", str(folder), str(path), "--json"])
        patch.setattr("builtins.print", printed.append)
        assert scorer.main() == 0
    found: dict[str, float] = json.loads(printed[0])
    return request.param, found


def test_no_score_lies_below_its_floor(measured: tuple[str, dict[str, float]]) -> None:
    name, scores = measured
    floors = {score: floor for score, floor in FLOORS[name].items() if score != "wrongly_attributed"}
    assert [(score, scores[score]) for score, floor in floors.items() if scores[score] < floor] == []


def test_hardly_a_number_is_given_to_the_wrong_speaker(measured: tuple[str, dict[str, float]]) -> None:
    name, scores = measured
    assert scores["wrongly_attributed"] <= FLOORS[name]["wrongly_attributed"]
