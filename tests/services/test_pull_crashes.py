"""A pull that is killed, again and again, ends in the same state as one that is not, and nothing lands by half."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from backends import Open
from drafts import draft, make_reading
from test_pull import FIRST, SECOND, WHEN, fetch, held, is_sound, numbers, ruled, taken

from according.records import Query

pytestmark = pytest.mark.crash
REPORTS = 40


def test_a_killed_pull_goes_on_where_it_was(url: str, opened: Open, tmp_path: Path) -> None:
    other, whole = opened(str(tmp_path / "other.db")), opened(str(tmp_path / "whole.db"))
    for reading in (FIRST, SECOND):
        fetch(other, reading)
    for number in range(REPORTS):
        other.add(make_reading(draft(12), draft(30, "miners"), before=f"No {number}.", published=WHEN.date()))
    other.file_ruling(ruled(SECOND, "Ana"))
    taken(whole, other)
    ledger = opened()
    for batches in (1, 2, 5, 3):
        started = subprocess.Popen(
            [sys.executable, "pulling.py", url, other.address], cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True,
            env={"PYTHONPATH": ":".join(sys.path)},
        )  # fmt: skip
        assert started.stdout is not None
        for _ in range(batches):
            started.stdout.readline()
        started.kill()
        started.wait()
        started.stdout.close()
        # What came is whole: each report with all its figures, and no earlier text of a page beside its later one.
        assert 12 not in numbers(ledger, publisher="Example News") or ledger.text(SECOND.report.id) is None
        assert len(ledger.find(Query(reports=(make_reading(draft(12), draft(30, "miners"), before="No 1.").report.id,)))) in (0, 2)
        assert is_sound(ledger)
    found = taken(ledger, other)
    assert found.refused == []
    assert held(ledger) == held(whole)
    assert numbers(ledger) == numbers(whole)
    assert is_sound(ledger)
