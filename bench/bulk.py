"""
Archives: how fast they are read, by how many workers and by which engine, how much memory that takes, and what is left of a run that dies.

    python bench/bulk.py                              all of it, on 2,000 reports; memory on 100,000 short ones
    python bench/bulk.py --only rates --reports 4000
    python bench/bulk.py --only memory kills          some of its sections: rates, memory, kills, echoes

``rates`` reads the same archive with one worker and with two on this machine's cores, with two on a cluster of Ray of its own, and with two
processes of Python's own pool that do the same work without an engine. Each is run several times, one after the other in turn, and the
median counts. Counted are the words between the first shard that is done and the last, so that starting is left out; how long starting
takes is told beside it. ``memory`` is that of all processes together (PSS) in each tenth of a run. ``kills`` ends a run at thirty moments
and looks whether the rows are in the end those of an undisturbed one. ``echoes`` finds the copies.

The reports are those of the package and, where they lie beside the checkout, open reports; each is given other numbers.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import according
from according.bulk.archive import make_plan, make_task
from according.bulk.arrow_tables import TABLES
from according.bulk.engine import fetch_stored
from according.bulk.folder import Done
from according.bulk.shards import Shard
from according.bulk.work import Task, Worker
from according.intake.text import Options

OPEN = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports" / "text"
SAMPLES = Path(according.__file__).parent / "data" / "demo"
# Files that an archive is cut into, each of which is a shard at least.
PARTS = 24
ENGINES: dict[str, tuple[str, ...]] = {
    "native, 1 worker": ("--workers", "1"), "native, 2 workers": ("--workers", "2"),
    "Ray, 2 workers": ("--workers", "2", "--engine", "ray", "--address", "local"),
}  # fmt: skip
POOL = "Python's pool, 2 processes"
# What each is held to, of which other.
ASKED = (("native, 2 workers", "native, 1 worker", 1.85), ("Ray, 2 workers", "native, 2 workers", 0.8), ("native, 2 workers", POOL, 0.95))
KILLS = 30


@dataclass(frozen=True)
class Run:
    """When each shard was done, in seconds since the run was started, with its words; and how long the whole took."""

    done: tuple[tuple[float, int], ...]
    whole: float

    @property
    def rate(self) -> float:
        """Words a second behind the first shard."""
        (first, _), *others = sorted(self.done)
        return sum(words for _, words in others) / (max(at for at, _ in others) - first)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=tuple(SECTIONS), default=tuple(SECTIONS))
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--many", type=int, default=100_000, help="short reports of which the memory is measured")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for section in given.only:
            print(f"\n== {section}", flush=True)
            SECTIONS[section](Path(place), given)


# -- what is read --------------------------------------------------------------------------------------------------


def write_archive(folder: Path, reports: int, longest: int | None = None) -> Path:
    """Write an archive of so many reports as JSON Lines, each cut to a length in characters where one is given."""
    if folder.exists():
        return folder
    folder.mkdir()
    drawn, texts = random.Random(1), load_texts()
    for part in range(PARTS):
        with (folder / f"{part:02}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(part, reports, PARTS):
                text = vary(texts[number % len(texts)][:longest], drawn)
                day = f"{2016 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
                row = {"title": f"Report {number}", "text": text, "date": day, "publisher": f"Outlet {number % 40}"}
                file.write(json.dumps(row) + "\n")
    return folder


def load_texts() -> list[str]:
    """Return the texts of which an archive is made."""
    paths = sorted(SAMPLES.glob("*.txt")) + sorted(OPEN.glob("*"))
    return [path.read_text("utf-8") for path in paths]


def vary(text: str, drawn: random.Random) -> str:
    """Return a text with other numbers of two and three digits."""
    return re.sub(r"(?<![\d.,])\d{2,3}(?![\d.,]\d)", lambda found: str(drawn.randint(2, 999)), text)


# -- how fast ------------------------------------------------------------------------------------------------------


def measure_rates(place: Path, given: argparse.Namespace) -> None:
    """Read an archive in each of the ways, in turn."""
    archive = write_archive(place / "archive", given.reports)
    runs: dict[str, list[Run]] = {name: [] for name in (*ENGINES, POOL)}
    for _ in range(given.rounds):
        for name, options in ENGINES.items():
            runs[name].append(run_command(archive, place / "out", options))
        runs[POOL].append(run_pool(archive, place / "out"))
    for name, held in runs.items():
        rates = [run.rate for run in held]
        words = sum(words for _, words in held[0].done)
        starts = statistics.median(min(at for at, _ in run.done) for run in held)
        whole = statistics.median(run.whole for run in held)
        spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
        told = f"{words:,} words in {whole:.1f} s, the first shard after {starts:.1f} s"
        print(f"{name:28} {statistics.median(rates):8,.0f} words/s ({spread}); {told}")
    for name, other, asked in ASKED:
        ratios = [one.rate / two.rate for one, two in zip(runs[name], runs[other], strict=True)]
        print(f"{name} / {other}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}); asked {asked}")


def run_command(archive: Path, out: Path, options: tuple[str, ...]) -> Run:
    """Read an archive as a user does."""
    shutil.rmtree(out, ignore_errors=True)
    begun, done = time.monotonic(), []
    reading = command(archive, out, *options, "--json")
    with subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            done.append((time.monotonic() - begun, json.loads(line)["words"]))
    assert running.returncode == 0, running.returncode
    return Run(tuple(done), time.monotonic() - begun)


def run_pool(archive: Path, out: Path) -> Run:
    """Read an archive by processes of Python's own pool."""
    shutil.rmtree(out, ignore_errors=True)
    begun, done = time.monotonic(), []
    task = make_task(out, Options())
    task.folder.open()
    shards = make_plan(task.folder, [str(archive)], lambda address: []).waiting
    with ProcessPoolExecutor(2, initializer=_begin, initargs=(task,)) as pool:
        for future in as_completed([pool.submit(_read, shard) for shard in shards]):
            done.append((time.monotonic() - begun, future.result().words))
    return Run(tuple(done), time.monotonic() - begun)


_WORKER: list[Worker] = []


def _begin(task: Task) -> None:
    _WORKER.append(Worker(task, fetch_stored))


def _read(shard: Shard) -> Done:
    return _WORKER[0].read(shard)


def command(archive: Path, out: Path, *options: str) -> list[str]:
    """Return the command that reads an archive."""
    return [sys.executable, "-m", "according", "bulk", "read", str(archive), "--out", str(out), *options]


# -- how much memory -----------------------------------------------------------------------------------------------


def measure_memory(place: Path, given: argparse.Namespace) -> None:
    """Read very many short reports and look at the memory of all processes."""
    archive = write_archive(place / "many", given.many, 400)
    size = sum(path.stat().st_size for path in archive.iterdir())
    begun, held, reports = time.monotonic(), list[tuple[float, int]](), 0
    with subprocess.Popen(command(archive, place / "out-many", "--workers", "2"), stderr=subprocess.PIPE, text=True) as running:
        while running.poll() is None:
            held.append((time.monotonic() - begun, sum(map(memory_of, below(running.pid)))))
            time.sleep(0.5)
        told = running.stderr.read() if running.stderr else ""
    end, reports = time.monotonic() - begun, given.many
    print(f"{reports:,} reports ({size / 1e6:.0f} MB) in {end:.0f} s; {told.strip().splitlines()[-1]}")
    for tenth in range(10):
        most = max((many for at, many in held if tenth <= 10 * at / end < tenth + 1), default=0)
        print(f"tenth {tenth + 1:2}: {most / 1e6:7,.0f} MB at most, all processes together")


def below(pid: int) -> Iterator[int]:
    """Yield a process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = task.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from below(int(child))


def memory_of(pid: int) -> int:
    """Return a process's memory in bytes, what it shares with others by its part."""
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return 1024 * int(found[1]) if found else 0


# -- what dies -----------------------------------------------------------------------------------------------------


def measure_kills(place: Path, given: argparse.Namespace) -> None:
    """End a run at many moments, go on each time, and compare the rows."""
    archive = write_archive(place / "killed", given.reports // 4)
    whole = run_command(archive, place / "whole", ENGINES["native, 2 workers"])
    out, drawn, killed = place / "out-killed", random.Random(2), 0
    for at in range(KILLS):
        with subprocess.Popen(command(archive, out, "--workers", "2"), stderr=subprocess.DEVNULL, start_new_session=True) as running:
            try:
                # Mostly while it reads; some while it starts.
                running.wait(drawn.uniform(0.2, 1.2 * whole.whole / 3))
            except subprocess.TimeoutExpired:
                # Every second time its workers live on for a while, as they would where the machine of the driver dies.
                os.killpg(running.pid, signal.SIGKILL) if at % 2 else running.kill()
                killed += 1
    subprocess.run(command(archive, out, "--workers", "2"), stderr=subprocess.DEVNULL, check=True)
    same = held_rows(out) == held_rows(place / "whole")
    print(f"{killed} of {KILLS} runs killed; the rows are {'exactly' if same else 'NOT'} those of an undisturbed run")


def held_rows(out: Path) -> dict[str, list[dict[str, object]]]:
    """Return all rows of an archive, in order."""
    import pyarrow.parquet as parquet

    files = {table: sorted((out / "shards").glob(f"*/{table}.parquet")) for table in TABLES}
    return {table: [row for path in paths for row in parquet.read_table(path).to_pylist()] for table, paths in files.items()}


# -- copies --------------------------------------------------------------------------------------------------------


def measure_echoes(place: Path, given: argparse.Namespace) -> None:
    """Find the copies in an archive."""
    archive, out = write_archive(place / "archive", given.reports), place / "out"
    subprocess.run(command(archive, out), stderr=subprocess.DEVNULL, check=True)
    begun = time.monotonic()
    found = subprocess.run(
        [sys.executable, "-m", "according", "bulk", "echoes", str(out), "--out", str(place / "pairs.parquet")],
        stderr=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    print(f"{given.reports:,} reports: {found.stderr.strip()}; {time.monotonic() - begun:.1f} s with starting")


SECTIONS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "rates": measure_rates, "memory": measure_memory, "kills": measure_kills, "echoes": measure_echoes,
}  # fmt: skip

if __name__ == "__main__":
    main()
