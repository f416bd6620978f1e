"""The script that tries other weights: what it moves, what it writes, and what it says where there are no labelled reports."""
from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from according.reading.weights import default, parse_weights

TRAINING = Path(__file__).parents[3] / "training"


@pytest.fixture
def fitting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(TRAINING)
    import fit_weights

    return fit_weights


def test_without_labelled_reports_it_says_so(
    fitting: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fit_weights.py", str(tmp_path)])
    assert fitting.main() == 0
    assert capsys.readouterr().out == f"skipped: {tmp_path / 'score_figures.py'} is not there; give the folder of labelled reports\n"


def test_a_move_changes_one_weight_and_keeps_the_ties_in_order(fitting: ModuleType) -> None:
    for name in fitting.NAMES:
        for (moved, factor), weights in fitting.moves(default(), name):
            [(changed, (old, new))] = fitting.differences(default(), weights).items()
            assert moved == changed == name
            assert new == pytest.approx(old * factor, abs=1e-4) or old == 0
            assert all(one < other for one, other in pairwise(getattr(weights, tie) for tie in fitting.ORDERED))
    # Twice the tie of a clause above would go before that of the event's own clause.
    assert [weights.tie_above for _, weights in fitting.moves(default(), "tie_above")] == [1.6, 1.0]


def test_what_is_written_is_what_is_read(fitting: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(fitting.FILE.read_text("utf8"), "utf8")
    monkeypatch.setattr(fitting, "FILE", path)
    notes = path.read_text("utf8").count("note = ")
    weights = replace(default(), tie_clause=5.0, narrow_common=-0.75)
    fitting.write(weights)
    assert parse_weights(path.read_text("utf8")) == weights
    assert path.read_text("utf8").count("note = ") == notes
