"""The stories of the shared bench keep their scores: which figures of several reports answer the same question."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from according.exports.objects.reckonings import reckoning_line
from according.intake.files import find_sources
from according.intake.text import Options
from according.ledger.opening import open_ledger
from according.records import Query
from according.services.add import file_sources
from according.services.ask import list_questions

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
pytestmark = [
    pytest.mark.model,
    pytest.mark.data,
    pytest.mark.skipif(not (BENCH / "stories").exists(), reason="the stories are not beside the checkout"),
]
# What is asked of the reckoning; see docs/questions.md for what it reaches.
FLOORS = {"coverage": 0.90, "all_f1": 0.90, "across_f1": 0.90, "all_precision": 0.92, "across_precision": 0.92}


def test_scores(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "s.db")) as ledger:
        assert all(filed.receipt is not None for filed in file_sources(ledger, find_sources([str(BENCH / "stories")]), Options()))
        lines = [reckoning_line(reckoning) for reckoning in list_questions(ledger, Query())]
    (tmp_path / "q.jsonl").write_text("\n".join(lines) + "\n", "utf8")
    command = [sys.executable, str(BENCH / "score_stories.py"), str(BENCH / "stories"), str(tmp_path / "q.jsonl"), "--json"]
    scores = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    assert {name: scores[name] for name, floor in FLOORS.items() if scores[name] < floor} == {}
