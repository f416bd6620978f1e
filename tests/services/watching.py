"""
A process that watches, started again and again: for each line of its input it forks one that works until it is killed.

    python watching.py LEDGER ACKNOWLEDGED

A line holds how many seconds later it is by then. Each page is written to the file ACKNOWLEDGED, with a hash of its text, once the
ledger has acknowledged it. What is read needs no language model.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backends import VERSIONS
from drafts import draft, make_reading
from loopback import fetch
from made_feeds import rss

from according.intake.feeds.listing import read_feed
from according.intake.text import Received
from according.ledger.opening import open_ledger
from according.ledger.watch_list import SqlWatchList
from according.records import Visit
from according.services import watch
from according.services.read import Outcome
from according.statement import Reading

AROUND = "Rescuers worked through the night in the town, where houses had burnt for hours."


def page_text(number: int, killed: int = 12) -> str:
    return make_reading(draft(killed), before=f"{AROUND} This is what happened in street number {number}.").report.text


def read_pages(items: Any) -> Iterator[Outcome]:
    """Read what was received: the figure of the last sentence."""
    for received in items:
        assert isinstance(received, Received)
        report = received.report
        killed = int(report.text.split(" said ")[1].split()[0])
        made = make_reading(draft(killed), before=report.text[: report.text.index(" The army said")])
        assert made.report.text == report.text
        yield Outcome(Reading(report, made.statements), raw=received.raw)


def work(address: str, acknowledged: str, later: float) -> None:
    told = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    file = SqlWatchList.file

    def file_and_tell(self: SqlWatchList, feed: Any, holder: str, until: datetime, visits: Sequence[Visit], **more: Any) -> Any:
        receipts = file(self, feed, holder, until, visits, **more)
        lines = [f"{visit.page.url} {visit.reading.report.id}\n" for visit in visits if visit.reading is not None]
        os.write(told, "".join(lines if receipts is not None else []).encode())
        return receipts

    SqlWatchList.file = file_and_tell  # type: ignore[method-assign]
    # Few at a time: on a busy machine, too, some are filed before the process is killed.
    watch.PAGES_TOGETHER = 4
    with open_ledger(address) as ledger:
        ledger.versions = VERSIONS
        list(watch.Watcher(ledger, fetch, read_pages, now=lambda: datetime.now(UTC) + timedelta(seconds=later)).run_once())


def load(address: str) -> None:
    """Load what each of the processes would load for itself, so that they spend their time at what they may be killed at."""
    read_feed(rss([(1, "No 1", datetime(2025, 1, 27, tzinfo=UTC))]), "https://news.example/feed")
    open_ledger(address).close()
    with TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "ledger.db")) as ledger:
        ledger.add(make_reading(draft(12)))


def main(address: str, acknowledged: str) -> None:
    load(address)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            work(address, acknowledged, float(line))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
