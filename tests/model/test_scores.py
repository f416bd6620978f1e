"""The shipped weights keep the scores that the rules were written for."""
from __future__ import annotations

from pathlib import Path

import pytest

from according.language import pipeline

pytestmark = [pytest.mark.model, pytest.mark.data]
ROOT = Path(__file__).resolve().parents[2]
TREEBANKS = ROOT.parent / "shared" / "data" / "ud"
# A little below what the shipped weights reach (84.09 and 83.89): below that, retraining has gone wrong. The first,
# narrower model had 81.5 and 83.6.
FLOORS = {"ewt-test": 83.9, "gum-test": 83.7}


@pytest.mark.skipif(not TREEBANKS.exists(), reason="the treebanks are not beside the checkout")
@pytest.mark.parametrize("split", FLOORS)
def test_attachment(split: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "training")
    from evaluate import score

    assert score(TREEBANKS, split, pipeline.MODEL)["LAS"] >= FLOORS[split]
