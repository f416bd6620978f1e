"""The gate over our own cases, and the gate itself."""
from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def gate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gate", ROOT / "bench" / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["gate"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
def test_no_score_lies_below_its_floor(gate: ModuleType) -> None:
    cases = list(gate.load_cases())
    if not cases:
        pytest.skip("no cases yet")
    kept = gate.read_floors()
    assert kept.get("corpus") == gate.digest(), "cases changed: run python bench/gate.py --raise"
    results = [gate.score(case) for case in cases]
    assert gate.fallen(gate.scores(results), kept) == [], "\n".join(gate.compare(results, kept))


def test_labels_stand_once(gate: ModuleType) -> None:
    labels = Counter(case["label"] for case in gate.load_cases())
    assert [label for label, count in labels.items() if count > 1] == []


def test_a_case_names_its_numbers_in_order(gate: ModuleType) -> None:
    row = {"number": "12", "measure": "killed"}
    rows = [row, row | {"again": True}, row]
    found = gate.expected({"label": "x", "text": "12 and then 12 and 3", "figure": rows})
    assert [figure.start for figure in found] == [0, 0, 12]
    with pytest.raises(ValueError, match="substring not found"):
        gate.expected({"label": "x", "text": "none", "figure": rows})


def test_what_falls_is_told(gate: ModuleType) -> None:
    good = gate.Result("a", Counter(gold=2, got=2, found=2, value=2, given=1, named=1, right=1, whole=2))
    bad = gate.Result("a", Counter(gold=2, got=3, found=2, value=1, given=1, named=1, right=0, whole=1))
    kept = {"floors": gate.scores([good]), "cases": {"a": good.line, "b": "1 of 1 whole, 0 extra"}}
    assert gate.fallen(gate.scores([good]), kept) == []
    assert "attribution_precision" in gate.fallen(gate.scores([bad]), kept)
    lines = list(gate.compare([bad], kept))
    assert lines[:2] == ["case: a: 2 of 2 whole, 0 extra -> 1 of 2 whole, 1 extra", "case: b: gone"]
    assert any(line.startswith("attribution_precision") and line.endswith("BELOW THE FLOOR") for line in lines)
