"""The founding report, read whole and scored by the scorers of the shared bench."""
from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from according.exports.objects.readings import to_line
from according.intake.source import Source
from according.services.read import Options, read_here

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
SEED = BENCH / "seed"
pytestmark = [
    pytest.mark.model,
    pytest.mark.data,
    pytest.mark.skipif(not SEED.exists(), reason="the founding report is not beside the checkout"),
]


def scorer(name: str) -> ModuleType:
    """Load a scorer from the shared folder by its path."""
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what ``according read --json`` writes for the report."""
    path = tmp_path_factory.mktemp("seed") / "out.jsonl"
    [outcome] = read_here([Source(str(SEED / "report.txt"))], Options())
    path.write_text(to_line(outcome.reading) + "\n", "utf8")
    return path


@pytest.fixture
def scores(
    output: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> dict[str, float]:
    """Return the scores of the scorer that the test names, run on a folder that holds its own gold file alone."""
    name, gold = request.param
    folder = output.parent / name
    folder.mkdir()
    for file in (gold, "report.txt"):
        (folder / file).write_bytes((SEED / file).read_bytes())
    monkeypatch.setitem(sys.modules, "score_figures", scorer("score_figures"))
    monkeypatch.setattr(sys, "argv", [name, str(folder), str(output), "--json"])
    assert scorer(name).main() == 0
    found: dict[str, float] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("scores", [("score_figures", "report.json")], indirect=True)
def test_every_figure_is_whole(scores: dict[str, float]) -> None:
    assert scores["gold"] == 5
    assert (scores["whole_recall"], scores["found_recall"], scores["wrongly_attributed"]) == (1, 1, 0)


@pytest.mark.parametrize("scores", [("score_statements", "statements.json")], indirect=True)
def test_statements(scores: dict[str, float]) -> None:
    assert scores["statements"] == 12
    assert scores["whole"] >= 11
