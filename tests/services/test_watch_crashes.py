"""A watch that is killed at any moment files nothing twice and loses nothing that was acknowledged."""
from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from backends import Open
from loopback import Given, Site
from made_feeds import rss
from watching import page_text

from according.ledger.store import SqlLedger
from according.records import Query
from according.services.watch import add_feed, make_feed

pytestmark = pytest.mark.crash
HERE = Path(__file__).parent
WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)
# A feed names so many pages more each time it is asked, and of those before it changes one.
GROWTH = 3
# So many of the newest it names, as feeds do, until it grows no more; then all.
NAMED = 45


class Growing:
    """A site whose feed grows, and whose pages change, each time the feed is asked."""

    def __init__(self, first: int = 0) -> None:
        self.site = Site()
        self.first = first
        self.killed: dict[int, int] = {}
        self.grows = True
        self.site.given["/feed"] = self.feed

    def feed(self) -> Given:
        if self.grows:
            last = self.first + len(self.killed)
            new = dict.fromkeys(range(last, last + GROWTH), 12)
            if self.killed:
                number = random.choice(sorted(self.killed)[-NAMED:])
                new[number] = self.killed[number] + 1
            self.killed |= new
            self.site.given |= {f"/{number}": Given(page_text(number, killed).encode()) for number, killed in new.items()}
        newest = sorted(self.killed.items(), reverse=True)[: NAMED if self.grows else None]
        return Given(rss([(number, f"No {number}, {killed} killed", WHEN) for number, killed in newest], self.site.url))


class Watching:
    """The process that watches, and what it acknowledged."""

    def __init__(self, url: str, folder: Path) -> None:
        self.told = folder / "acknowledged"
        shared = [str(HERE), str(HERE.parent / "ledger"), str(HERE.parent / "intake" / "feeds")]
        path = os.pathsep.join([*shared, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            [sys.executable, "watching.py", url, str(self.told)], cwd=HERE, env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.later = 0

    def start(self) -> int:
        """Let it watch, two minutes after the time before; return the process that does."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.later += 120
        self.process.stdin.write(f"{self.later}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def wait(self) -> int:
        """Wait until it has come to its end and return how."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def run(self, seconds: float | None = None) -> int:
        """Let it watch, for so many seconds; return how it ended."""
        child = self.start()
        if seconds is not None:
            time.sleep(seconds)
            # It may have come to its end before.
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return self.wait()

    def acknowledged(self) -> set[tuple[str, str]]:
        lines = self.told.read_text().splitlines() if self.told.exists() else []
        return {(url, report) for url, report in (line.split() for line in lines)}


@pytest.fixture
def growing() -> Iterator[Growing]:
    made = Growing()
    yield made
    made.site.close()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[[str], Watching]]:
    """Starts the process that watches, and ends it with the test."""
    started: list[Watching] = []

    def start(url: str) -> Watching:
        started.append(Watching(url, tmp_path))
        return started[-1]

    yield start
    for watching in started:
        watching.process.communicate(timeout=60)


def filed(ledger: SqlLedger) -> list[tuple[str, str]]:
    return [(filing.path or "", report.id) for report in ledger.reports() for filing in ledger.filings(report.id)]


def test_killed_two_hundred_times(url: str, opened: Open, growing: Growing, watch: Callable[[str], Watching]) -> None:
    ledger = opened()
    add_feed(ledger, make_feed(f"{growing.site.url}/feed", every="1m"))
    watching = watch(url)
    chance = random.Random(11)
    random.seed(11)
    assert watching.run() == 0
    began = time.monotonic()
    assert watching.run() == 0
    reach, ended, told = time.monotonic() - began, [], 0
    for _ in range(200 if url.startswith("sqlite") else 50):
        ended.append(watching.run(chance.uniform(0, reach)))
        before, told = told, len(watching.acknowledged())
        # On a busy machine none would come to anything: a little later until one does, then a little sooner.
        reach *= 0.8 if told > before else 1.1
    assert ended.count(signal.SIGKILL) > len(ended) / 3
    # Killed at work, not only before it: some of it was filed and acknowledged meanwhile.
    assert told > 20
    growing.grows = False
    for _ in range(3):
        assert watching.run() == 0
    assert watching.acknowledged() <= set(filed(ledger))
    check_books(ledger, [growing])


def check_books(ledger: SqlLedger, sites: list[Growing]) -> None:
    kept = filed(ledger)
    # A text stands in the ledger once, and was fetched from one page.
    assert len(kept) == len(set(kept)) == len({report for _, report in kept})
    pages = {f"{growing.site.url}/{number}": killed for growing in sites for number, killed in growing.killed.items()}
    assert {path for path, _ in kept} == set(pages)
    # Of each page its last text counts, and nothing else.
    counted = ledger.find(Query())
    assert {filed.filing.path: filed.figure.quantity.low for filed in counted} == pages
    assert len(counted) == len(pages)
    assert list(ledger.check()) == []


def test_two_at_once_of_which_one_is_killed_do_not_double(url: str, opened: Open, watch: Callable[[str], Watching]) -> None:
    ledger, sites, chance = opened(), [Growing(first) for first in (0, 10_000, 20_000)], random.Random(5)
    for growing in sites:
        add_feed(ledger, make_feed(f"{growing.site.url}/feed", every="1m"))
    one, other = watch(url), watch(url)
    for _ in range(12):
        steady, killed = one.start(), other.start()
        time.sleep(chance.uniform(0, 0.6))
        with suppress(ProcessLookupError):
            os.kill(killed, signal.SIGKILL)
        assert steady != killed
        other.wait()
        assert one.wait() == 0
    for growing in sites:
        growing.grows = False
    for _ in range(3):
        assert one.run() == 0
    for growing in sites:
        growing.site.close()
    assert one.acknowledged() <= set(filed(ledger))
    check_books(ledger, sites)
