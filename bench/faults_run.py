"""
Commands that are run, killed and held to what they told: what the sections of ``bench/faults.py`` share.

A command is run in a process that is split off from this one, in which everything is loaded already: so a thousand kills fit into minutes,
and each falls into the command's own work and not into its start.
"""
from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "commands"))

from splitting import load_all, point, split_off

__all__ = ["Ended", "Tally", "finish", "load_all", "run", "start", "write_reports"]

# What a command may end with: done, done with something unreadable or wrong, wrong usage, interrupted.
STATUSES = (0, 1, 2, 130)
# Seconds after which a command hangs.
LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended: its exit status (``None`` where it was killed), what it wrote, and the seconds it took."""

    status: int | None
    out: str
    err: str
    seconds: float


@dataclass
class Tally:
    """How often something was tried, and what went wrong: the section, the kind as ``bench/faults.py`` names it, and what."""

    tried: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what another one has counted."""
        self.tried.update(other.tried)
        self.faults += other.faults

    def fault(self, section: str, kind: str, what: str) -> None:
        """Count something that went wrong."""
        self.faults.append((section, kind, what[:600]))

    def look(
        self, section: str, words: Sequence[str], ended: Ended, *, statuses: Sequence[int] = STATUSES, limit: float = LIMIT
    ) -> None:
        """Count what may be wrong with any command, whatever it was to do."""
        named = " ".join(words)[:200]
        if "Traceback" in ended.err:
            self.fault(section, "traceback", f"{named}: {ended.err.strip().splitlines()[-1]}")
        if ended.seconds >= limit:
            self.fault(section, "limit", f"{named}: {ended.seconds:.0f} s")
        elif ended.status is not None and ended.status not in statuses:
            self.fault(section, "other", f"{named}: status {ended.status}: {ended.err.strip()[-300:]}")


def run(
    words: Sequence[str], folder: Path, *, kill: float | None = None, limit: float = LIMIT, largest: int | None = None, given: bytes = b""
) -> Ended:
    """
    Run a command to its end, or kill it -9 after so many seconds.

    ``largest`` is the size in bytes that no file may pass, as on a full disk. What it writes lies in ``folder`` meanwhile.
    """
    child = start(words, folder, largest=largest, given=given)
    begun, killed = time.monotonic(), False
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        spent = time.monotonic() - begun
        if done:
            break
        if not killed and spent >= (limit if kill is None else min(kill, limit)):
            killed = True
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.001)
    return finish(child, None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status), folder, spent)


def start(words: Sequence[str], folder: Path, *, largest: int | None = None, given: bytes = b"") -> int:
    """Start a command in a process of its own and return its number."""

    def settle() -> None:
        base = folder / f"{os.getpid()}"
        base.with_suffix(".in").write_bytes(given)
        for number, name, how in ((0, "in", os.O_RDONLY), (1, "out", os.O_WRONLY | os.O_CREAT), (2, "err", os.O_WRONLY | os.O_CREAT)):
            point(number, base.with_suffix(f".{name}"), how)
        if largest is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return split_off(words, settle)


def finish(child: int, status: int | None, folder: Path, seconds: float) -> Ended:
    """Return what became of a command that has ended, and clear away what it wrote."""
    told = []
    for name in ("out", "err"):
        path = folder / f"{child}.{name}"
        told.append(path.read_text("utf8", errors="replace") if path.exists() else "")
        path.unlink(missing_ok=True)
    (folder / f"{child}.in").unlink(missing_ok=True)
    return Ended(status, *told, seconds)


PLACES = ("Kharkiv", "Mosul", "Aleppo", "Goma", "Kabul", "Khartoum", "Odesa", "Maiduguri", "Sanaa", "Mogadishu")
PEOPLE = ("people", "civilians", "soldiers", "villagers", "police officers", "miners")


def write_reports(folder: Path, first: int, last: int) -> None:
    """Write small reports, always the same for the same numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, last):
        chance = random.Random(number)
        place, people, day = chance.choice(PLACES), chance.choice(PEOPLE), 1 + number % 28
        text = (
            f"Police said {chance.randrange(3, 90)} {people} were killed in an attack on a market in {place} on Tuesday. A hospital in "
            f"{place} said {chance.randrange(3, 200)} {people} were wounded, and officials put the number of missing at "
            f"{chance.randrange(2, 20)}.\n\nThis is report {number}.\n"
        )
        (folder / f"{number:05d}.txt").write_text(f"Date: 2024-03-{day:02d}\n\n{text}", "utf8")
