"""
What a ledger of an archive costs: an archive of made-up readings is filed, and its figures grouped, with ``according bulk load``.

    python bench/bulk_load.py --ledger postgresql://…/empty --figures 100000 1000000
    python bench/bulk_load.py                                   100,000 figures into a file

Each size has a ledger of its own: with several sizes the address is that of a server, and a database is made there for each. Told for each
are the seconds by the clock and those of the cores, of the command and, where its processes are on this machine, of the server;
the most memory that the command took; and what the ledger takes on the disk. The readings are those of ``bench/ledger_scale.py``.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from according.bulk.archive import make_task
from according.bulk.folder import Done
from according.bulk.shards import Shard
from according.bulk.work import Worker
from according.intake.text import Options
from according.services.read import Outcome
from ledger_scale import Maker

# Figures of a shard: as many as one of a few megabytes of text holds.
SHARD = 20_000
TICKS = os.sysconf("SC_CLK_TCK")


class Made(Worker):
    """Writes shards of readings that were made up."""

    maker = Maker(1)

    def _outcomes(self, shard: Shard) -> Iterator[Outcome]:
        figures = 0
        while figures < shard.last - shard.first:
            reading = self.maker.reading()
            figures += sum(len(statement.figures) for statement in reading.statements)
            yield Outcome(reading)


def make_archive(path: Path, figures: int) -> list[Done]:
    """Write an archive of so many figures."""
    Made.maker = Maker(1, int(figures / 3.4))
    task = make_task(path, Options())
    task.folder.open()
    worker = Made(task, lambda path: b"")
    pieces = [Shard(("made-up.jsonl",), ("0",), 0, first=first, last=min(first + SHARD, figures)) for first in range(0, figures, SHARD)]
    return [worker.read(piece) for piece in pieces]


class Server:
    """The database's server: what its processes have cost, and how large a database is."""

    def __init__(self, address: str) -> None:
        self.address = address
        with psycopg.connect(address) as held:
            (folder,) = held.execute("show data_directory").fetchone() or ("",)
        self.master = int((Path(folder) / "postmaster.pid").read_text().split()[0])

    def cores(self) -> float:
        """Return the seconds of its processes so far, those that have ended included."""
        found = [Path("/proc") / str(self.master), *(path for path in Path("/proc").glob("[0-9]*") if _parent(path) == self.master)]
        fields = [(path / "stat").read_text().rpartition(")")[2].split() for path in found if path.exists()]
        # Those who have ended are with their parent.
        return sum(int(value) for one in fields for value in one[11:15]) / TICKS

    def make(self, name: str) -> str:
        """Make an empty database and return its address."""
        with psycopg.connect(self.address, autocommit=True) as held:
            held.execute(f'drop database if exists "{name}"')  # type: ignore[arg-type]
            held.execute(f'create database "{name}"')  # type: ignore[arg-type]
        return urlsplit(self.address)._replace(path=f"/{name}").geturl()

    def size(self, name: str) -> int:
        """Return how many bytes a database takes."""
        with psycopg.connect(self.address) as held:
            return int((held.execute("select pg_database_size(%s)", (name,)).fetchone() or (0,))[0])


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def run(server: Server | None, *command: str) -> dict[str, float]:
    """Run a command to its end and return what it took."""
    before, begun = server.cores() if server else 0.0, time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "according", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"according {' '.join(command[:2])}: {said[-500:]}")
    return {
        "clock": time.monotonic() - begun, "cores": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024,
        "server": server.cores() - before if server else 0.0,
    }  # fmt: skip


def measure(figures: int, server: Server | None, folder: Path) -> None:
    """Make an archive and a ledger of one size and tell what they took."""
    begun = time.monotonic()
    shards = make_archive(folder / f"archive-{figures}", figures)
    held, reports = sum(done.figures for done in shards), sum(done.reports for done in shards)
    print(f"{reports:,} reports with {held:,} figures, made in {time.monotonic() - begun:.0f} s", flush=True)
    name = f"figures_{figures}"
    ledger = server.make(name) if server else str(folder / f"{name}.db")
    took = run(server, "bulk", "load", str(folder / f"archive-{figures}"), "--ledger", ledger)
    cores = took["cores"] + took["server"]
    size = server.size(name) if server else Path(ledger).stat().st_size
    print(f"{cores:.1f} s of the cores ({took['server']:.1f} the server's), {took['clock']:.1f} s by the clock", end=", ")
    print(f"{held / cores:,.0f} figures/s", end=", ")
    print(f"{took['memory']:,.0f} MB at most; {size / 1e6:,.0f} MB on the disk, {size / held:,.0f} bytes a figure")
    print(json.dumps({"figures": held, "reports": reports, "bytes": size, **took}), flush=True)


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, nargs="+", default=[100_000])
    parser.add_argument("--ledger", help="address of a PostgreSQL server on this machine; by default a file")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for figures in wishes.figures:
            measure(figures, Server(wishes.ledger) if wishes.ledger else None, Path(folder))


if __name__ == "__main__":
    main()
