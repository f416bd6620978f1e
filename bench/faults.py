"""
Faults: commands killed, files torn and damaged, disks full, connections silent, texts and commands mutated; what is lost and what misleads.

    python bench/faults.py --minutes 10
    python bench/faults.py --only kills-sqlite damaged-columns --minutes 2 --seed 7

The sections share the minutes, on two processes. Told for each is what was tried and what went wrong: reports or rulings that were
acknowledged and are ``lost``, are there by ``half`` or are ``doubled``; a ``traceback``; a command over its ``limit`` of a minute; a
changed answer that is ``unseen`` by ``ledger check``; and what else should not be (``other``). The exit status is 1 where anything did.
Everything happens in a folder of its own, which is removed, and on the loopback address. Linux alone, and with PostgreSQL's programs
where its sections are run. A kill is no loss of power: what the disk itself has promised is not tried here.
"""
from __future__ import annotations

import os

# Before NumPy is loaded: processes are split off from this one, and threads do not come along.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from faults_damage import damage_ledgers, mutate_commands, mutate_texts
from faults_kills import Server, fill_disks, find_binaries, kill_commands, tear_files, write_at_once
from faults_links import cut_connections
from faults_run import Tally, load_all

KINDS = ("lost", "half", "doubled", "traceback", "limit", "unseen", "other")
# Each section's share of the minutes; those with PostgreSQL go to the second process.
SHARES = {
    "kills-sqlite": 6.0, "torn-writes": 0.5, "full-disk": 1.0, "damaged-pages": 1.5, "damaged-columns": 1.5, "mutated-texts": 0.5,
    "kills-postgresql": 6.0, "writers-sqlite": 0.7, "writers-postgresql": 0.8, "connections": 2.0, "mutated-commands": 1.5,
}  # fmt: skip
FIRST = ("kills-sqlite", "torn-writes", "full-disk", "damaged-pages", "damaged-columns", "mutated-texts")
Section = Callable[[float], Tally]


def make_sections(folder: Path, server: Server | None, seed: int) -> dict[str, Section]:
    """Return the sections by name, each a function of the time at which it ends."""
    def file(name: str) -> str:
        return str(folder / f"{name}.db")

    found: dict[str, Section] = {
        "kills-sqlite": lambda until: kill_commands("kills, SQLite", file, folder / "ks", until, seed),
        "torn-writes": lambda until: tear_files(folder / "tw", until, seed),
        "full-disk": lambda until: fill_disks(folder / "fd", until, seed),
        "damaged-pages": lambda until: damage_ledgers(folder / "dp", until, seed, columns=False),
        "damaged-columns": lambda until: damage_ledgers(folder / "dc", until, seed, columns=True),
        "mutated-texts": lambda until: mutate_texts(until, seed),
        "mutated-commands": lambda until: mutate_commands(folder / "mc", until, seed),
        "writers-sqlite": lambda until: write_at_once("writers at once, SQLite", file, folder / "ws", until, seed),
    }
    if server is not None:
        found |= {
            "kills-postgresql": lambda until: kill_commands("kills, PostgreSQL", server.make, folder / "kp", until, seed + 1),
            "writers-postgresql": lambda until: write_at_once("writers at once, PostgreSQL", server.make, folder / "wp", until, seed),
            "connections": lambda until: cut_connections(server, folder / "cc", until, seed),
        }  # fmt: skip
    return found


def run_sections(names: list[str], seconds: float, sections: dict[str, Section]) -> Tally:
    """Run some sections, one after the other, each for its share of the seconds."""
    tally, shares = Tally(), sum(SHARES[name] for name in names)
    # Once, before anything is split off: a kill falls into a command's work and not into its loading.
    load_all()
    for name in names:
        begun = time.monotonic()
        tally.add(sections[name](begun + seconds * SHARES[name] / shares))
        print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return tally


def run_beside(halves: list[list[str]], seconds: float, sections: dict[str, Section]) -> Iterator[Tally]:
    """Run several lists of sections, each in a process of its own, and yield what each found."""
    split, running = multiprocessing.get_context("fork"), []
    for names in halves:
        here, there = split.Pipe(duplex=False)
        running.append((here, split.Process(target=_tell, args=(there, names, seconds, sections))))
        running[-1][1].start()
        # Where it dies the end is known by that.
        there.close()
    for here, process in running:
        try:
            yield here.recv()
        except EOFError:
            yield Tally(faults=[("the bench itself", "other", "a process ended before its sections did; see what it wrote above")])
        process.join()


def _tell(there: Connection, names: list[str], seconds: float, sections: dict[str, Section]) -> None:
    there.send(run_sections(names, seconds, sections))


def show(tally: Tally) -> None:
    """Print what was tried and what went wrong, as a table and as JSON."""
    print(f"{'section':<32}{'tried':>9}" + "".join(f"{kind:>11}" for kind in KINDS))
    counted = Counter((section, kind) for section, kind, _ in tally.faults)
    named = sorted({*tally.tried, *(section for section, _, _ in tally.faults)})
    for name in named:
        print(f"{name:<32}{tally.tried[name]:>9,}" + "".join(f"{counted[name, kind]:>11,}" for kind in KINDS))
    for section, kind, what in tally.faults[:40]:
        print(f"  {section}, {kind}: {what!r}")
    print(json.dumps({"tried": tally.tried, "faults": Counter(kind for _, kind, _ in tally.faults)}))


def main() -> int:
    """Run the sections and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only", nargs="+", choices=sorted(SHARES), default=sorted(SHARES))
    parser.add_argument("--seed", type=int, default=0)
    wishes = parser.parse_args()
    binaries, server = find_binaries(), None
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        os.environ.update(HOME=held, XDG_DATA_HOME=held, XDG_CONFIG_HOME=held, XDG_CACHE_HOME=held)
        try:
            if binaries is not None and {"kills-postgresql", "writers-postgresql", "connections"} & set(wishes.only):
                (folder / "server").mkdir()
                os.chmod(folder, 0o755)
                server = Server(folder / "server", binaries)
            sections = make_sections(folder, server, wishes.seed)
            left = [name for name in wishes.only if name in sections]
            if missing := sorted({*wishes.only} - {*left}):
                print(f"not tried, for there is no PostgreSQL here: {', '.join(missing)}", file=sys.stderr)
            halves = [[name for name in left if (name in FIRST) == first] for first in (True, False)]
            tally = Tally()
            for found in run_beside([names for names in halves if names], wishes.minutes * 60, sections):
                tally.add(found)
        finally:
            if server is not None:
                server.stop()
    show(tally)
    return 1 if tally.faults or missing else 0


if __name__ == "__main__":
    sys.exit(main())
