"""Runs with a reader that fails in every way a reader can, in this process and in others."""
from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import ModuleType

import pytest

import according
from according.errors import ModelError
from according.intake.source import Source
from according.ledger.store import SqlLedger
from according.report import Report
from according.services.add import file_sources
from according.services.read import (
    FULL_PASS_EACH,
    NOT_THE_REPORTS_FAULT,
    READ_TOGETHER,
    Options,
    Outcome,
    count_cores,
    passing_seldom,
    read_here,
    read_sources,
    settled,
)
from according.statement import Reading

PLAIN = "The army said that they were attacked. "


def read_reports(reports: Iterable[Report], language: object = None) -> Iterator[Reading]:
    for report in reports:
        if "RAISE" in report.text:
            raise ValueError("no\nway")
        if "MODEL" in report.text:
            raise ModelError("no model")
        yield Reading(report)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("according.reading.reader")
    module.read_reports = read_reports  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "according.reading.reader", module)


def write(folder: Path, *words: str) -> list[Source]:
    sources = []
    for number, word in enumerate(words):
        path = folder / f"{number}.txt"
        path.write_text(PLAIN + word, encoding="utf8")
        sources.append(Source(str(path)))
    return sources


@pytest.mark.usefixtures("reader")
def test_one_broken_report_does_not_lose_the_others(tmp_path: Path) -> None:
    sources = write(tmp_path, "a", "RAISE", "b")
    outcomes = list(read_sources([Source("none.txt"), *sources], Options()))
    assert [outcome.path for outcome in outcomes] == ["none.txt", *(source.path for source in sources)]
    assert [outcome.refused is None for outcome in outcomes] == [False, True, False, True]
    assert outcomes[2].refused == "the program failed on it (ValueError: no way); please report this with the text"


@pytest.mark.usefixtures("reader")
def test_a_missing_model_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        list(read_here(write(tmp_path, "a", "MODEL"), Options()))
    assert ModelError in NOT_THE_REPORTS_FAULT


@pytest.mark.usefixtures("reader")
def test_inputs_are_read_as_they_come(tmp_path: Path) -> None:
    sources = write(tmp_path, *"abcdefgh") * 20
    taken: list[Source] = []
    outcomes = read_here((taken.append(source) or source for source in sources), Options())
    next(outcomes)
    assert len(taken) == 16
    assert sum(1 for _ in outcomes) == len(sources) - 1


def test_full_passes_are_as_often_as_before_behind_long_work() -> None:
    before = gc.get_threshold()
    with passing_seldom():
        assert gc.get_threshold() == (*before[:2], FULL_PASS_EACH)
    assert gc.get_threshold() == before


def test_a_command_settles_behind_its_first_batch() -> None:
    # The tests' own process has settled already.
    gc.unfreeze()
    before = gc.get_threshold()
    try:
        kept = [gc.get_freeze_count() > 0 for _ in settled(range(READ_TOGETHER + 2))]
        assert gc.get_threshold() == (*before[:2], FULL_PASS_EACH)
    finally:
        gc.freeze()
        gc.set_threshold(*before)
    assert kept == [False] * READ_TOGETHER + [True, True]


@pytest.mark.usefixtures("reader")
def test_reading_leaves_the_callers_collector_alone(tmp_path: Path) -> None:
    gc.unfreeze()
    before = gc.get_threshold()
    try:
        assert len(list(read_sources(write(tmp_path, *"abcd") * READ_TOGETHER, Options()))) == 4 * READ_TOGETHER
        assert not gc.get_freeze_count()
        assert gc.isenabled()
        assert gc.get_threshold() == before
    finally:
        gc.freeze()


class Pool:
    """Processes that are none: what is given to them is read at once, and counted."""

    started = 0
    batches: list[int] = []

    def __init__(self, jobs: int, **more: object) -> None:
        Pool.started += 1

    def submit(self, work: Callable[..., list[Outcome]], batch: list[Source], options: Options) -> Future[list[Outcome]]:
        Pool.batches.append(len(batch))
        done: Future[list[Outcome]] = Future()
        done.set_result(work(batch, options))
        return done

    def shutdown(self, **more: object) -> None:
        pass


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> type[Pool]:
    Pool.started, Pool.batches = 0, []
    monkeypatch.setattr("according.services.read.Processes", Pool)
    return Pool


@pytest.mark.heavy
@pytest.mark.usefixtures("reader")
def test_every_process_has_a_share_of_few_inputs(tmp_path: Path, pool: type[Pool]) -> None:
    for many, most in ((3, 1), (16, 4), (100, 16)):
        pool.batches = []
        sources = write(tmp_path, *["a"] * many)
        assert [outcome.path for outcome in read_sources(sources, Options(), jobs=4)] == [source.path for source in sources]
        assert (max(pool.batches), pool.batches[-1]) == (most, 1)


@pytest.mark.heavy
@pytest.mark.usefixtures("reader")
def test_a_long_run_starts_its_processes_once(ledger: SqlLedger, tmp_path: Path, pool: type[Pool]) -> None:
    sources = write(tmp_path, *map(str, range(300)))
    filed = list(file_sources(ledger, sources, Options(), jobs=2))
    assert [item.outcome.path for item in filed] == [source.path for source in sources]
    assert {item.receipt.outcome for item in filed if item.receipt is not None} == {"new"}
    assert pool.started == 1


@pytest.mark.heavy
@pytest.mark.skipif(os.name != "posix", reason="plants a reader by PYTHONPATH")
def test_a_dead_worker_does_not_lose_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, types\n"
        "def read_reports(reports, language=None):\n"
        "    from according.statement import Reading\n"
        "    for report in reports:\n"
        "        if 'CRASH' in report.text: os._exit(9)\n"
        "        yield Reading(report)\n"
        "module = types.ModuleType('according.reading.reader'); module.read_reports = read_reports\n"
        "sys.modules['according.reading.reader'] = module\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "reports").mkdir()
    sources = write(tmp_path / "reports", *["a"] * 40, "CRASH", *["b"] * 20, "CRASH", "c")
    outcomes = list(read_sources(sources, Options(), jobs=2))
    assert [outcome.path for outcome in outcomes] == [source.path for source in sources]
    assert [number for number, outcome in enumerate(outcomes) if outcome.refused] == [40, 61]
    assert "ended the process" in str(outcomes[40].refused)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system gives all processes all cores")
def test_cores_are_those_that_this_process_may_use() -> None:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert count_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    asking = [path.name for path in Path(according.__file__).parent.rglob("*.py") if "os.cpu_count" in path.read_text("utf-8")]
    assert asking == ["read.py"]
