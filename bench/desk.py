"""
The desk under load: time and weight of every page, first and later looks, clicks in a browser, and two hundred requests at once.

    python bench/desk.py                                       the sample reports, in a ledger that is thrown away
    python bench/desk.py --ledger losses.db                    pages of a ledger (opened to read only, nobody writes)
    python bench/desk.py --ledger copy.db --writing            the same, with a writer: name a copy
    python bench/desk.py --only pages looks                    some of its sections: pages, streams, looks, clicks, crowd
    python bench/desk.py --json                                each section as a line of JSON

Each line is printed as soon as it is known, and each section ends after ``--seconds``; what it did not come to by then is told.
Server time is measured at the server, from the request to the last byte of its answer, for one request after another: by the clock, and as
the time of the processor (core), which says more beside other work. First looks are at what nobody asked for before; a page that has one
address alone is asked of a ledger that was opened anew each time. Weight is that of the page with its scripts and styles before
compression. Everything goes over this machine's own network.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "desk"))
from visits import get_paths

from according.desk.app import make_app
from according.desk.desk import Desk
from according.desk.serving import few_at_once
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Ruling
from according.services.read import passing_seldom
from according.services.samples import file_samples
from desk_pages import ALONE, list_kinds, list_paths

# Requests for each page, of which the median counts; first looks of each kind, and of a page alone; times of each click; requests at once.
TIMES, LOOKS, LOOKS_ALONE, CLICKED, AT_ONCE = 30, 25, 7, 15, 200
# What the desk is held to: milliseconds, and bytes.
TIME_MOST, WEIGHT_MOST = 150.0, 400_000
# Nobody waits longer than so many seconds for a page, one of two hundred who ask at once neither.
PATIENCE = 120.0
# A list of the whole ledger is read for so many seconds: what counts is how soon it begins and how fast it goes.
STREAMED = 2.0
_FILES = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@dataclass
class Bench:
    """A desk that is measured, and how."""

    book: SqlLedger
    address: str
    clock: _Clock
    app: FastAPI
    given: argparse.Namespace
    # What is above its bound.
    over: list[str] = field(default_factory=list)

    def until(self) -> float:
        """When the section that begins now ends."""
        return time.monotonic() + float(self.given.seconds)

    def ask(self, client: httpx.Client, path: str) -> httpx.Response:
        """Ask for a page, and return its answer once the clock has measured it: that is a moment after its last byte came."""
        before = self.clock.answered
        answer = client.get(path)
        while self.clock.answered == before:
            time.sleep(0.0002)
        return answer

    def tell(self, section: str, row: dict[str, Any], above: bool = False, table: str = "") -> None:
        """Print a row of a section, as a row of a ``table`` where it is one."""
        if above:
            self.over.append(f"{section}: {row['what']}")
        if self.given.json:
            print(json.dumps({"section": section, **row}), flush=True)
            return
        cells = (f"{name} {f'{value:,}' if isinstance(value, int | float) else value}" for name, value in row.items() if name != "what")
        line = table.format_map(row) if table else f"{row['what'][:52]:52} " + ", ".join(cells)
        print(line + (" <- above its bound" if above else ""), flush=True)


def main() -> int:
    """Measure, print, and return 1 where something is above its bound or failed."""
    sections: dict[str, Callable[[Bench], None]] = {
        "pages": measure_pages, "streams": measure_streams, "looks": measure_looks, "clicks": measure_clicks, "crowd": measure_crowd,
    }  # fmt: skip
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ledger", metavar="URL")
    arguments.add_argument("--writing", action="store_true", help="rule on figures while others read; the ledger is changed")
    arguments.add_argument("--only", nargs="+", choices=tuple(sections), default=tuple(sections))
    arguments.add_argument("--seconds", type=float, default=60.0, help="the most that each section takes, give or take one request")
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with _opened(given.ledger, given.writing) as book, passing_seldom(), served(book) as (address, clock, app):
        bench = Bench(book, address, clock, app, given)
        bench.tell("ledger", {"what": book.name, "figures": book.contents().figures, "waiting for groups": book.count_ungrouped(1_000_000)})
        for name in given.only:
            if not given.json:
                print(f"\n== {name}; times in ms, weights in kB before compression", flush=True)
            sections[name](bench)
    if bench.over and not given.json:
        print("\nabove their bounds: " + "; ".join(bench.over))
    return 1 if bench.over else 0


@contextmanager
def _opened(url: str | None, writing: bool) -> Iterator[SqlLedger]:
    if url is not None:
        with open_ledger(url, create=False, read_only=not writing) as ledger:
            yield ledger
        return
    with tempfile.TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "desk.db")) as ledger:
        for _ in file_samples(ledger):
            pass
        yield ledger


class _Clock:
    """Measures an application's answers: ``last`` and ``core`` are the last one's, by the clock and of the processor, in milliseconds."""

    def __init__(self, app: Any) -> None:
        self.app, self.last, self.core, self.answered = app, 0.0, 0.0, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        begun, worked = time.perf_counter(), time.process_time()
        await self.app(scope, receive, send)
        # Whoever asks is in this process too, and waits meanwhile.
        self.last, self.core = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)
        self.answered += 1


@contextmanager
def served(book: SqlLedger) -> Iterator[tuple[str, _Clock, FastAPI]]:
    """Serve a desk over a ledger; yields its address, the clock of its answers, and the application."""
    app = make_app(Desk(book))
    clock = _Clock(few_at_once(app))
    server = uvicorn.Server(uvicorn.Config(clock, port=0, log_level="warning", access_log=False, lifespan="off", backlog=512))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", clock, app
    finally:
        server.should_exit = True
        thread.join(10)


def _client(bench: Bench) -> httpx.Client:
    return httpx.Client(base_url=bench.address, timeout=PATIENCE, headers={"accept-encoding": "identity"})


# -- pages ---------------------------------------------------------------------------------------------------------


def measure_pages(bench: Bench) -> None:
    """Ask for every page again and again: all but the first answer may be kept by the desk until the ledger changes."""
    paths, end = list(list_paths(bench.book)), bench.until()
    for at, path in enumerate(paths):
        if time.monotonic() > end:
            bench.tell("pages", {"what": f"{len(paths) - at} more were not come to"}, above=True)
            return
        row = _measure_page(bench, path, min(end, time.monotonic() + float(bench.given.seconds) / 10))
        # Pages that this desk does not have, as the login of one without accounts, are told with their status.
        bench.tell("pages", row, row["status"] >= 500 or row["median"] > TIME_MOST or row["weight"] > WEIGHT_MOST / 1000)


def _measure_page(bench: Bench, path: str, end: float) -> dict[str, Any]:
    took = list[float]()
    with _client(bench) as client:
        answer = bench.ask(client, path)
        first = bench.clock.last
        while len(took) < TIMES and (not took or time.monotonic() < end):
            bench.ask(client, path)
            took.append(bench.clock.last)
        files = {name: len(client.get(name).content) for name in set(_FILES.findall(answer.text))}
    weight = len(answer.content) + sum(files.values())
    return {
        "what": path, "status": answer.status_code, "first": round(first, 1), "median": round(median(took), 1), "p95": _p95(took),
        "page": round(len(answer.content) / 1000), "weight": round(weight / 1000),
    }  # fmt: skip


def _summed(took: list[float]) -> dict[str, float]:
    return {"median": round(median(took), 1), "most": round(max(took), 1)} if took else {}


def _p95(took: list[float]) -> float:
    return round(quantiles(took, n=20)[-1] if len(took) > 1 else took[0], 1)


def measure_streams(bench: Bench) -> None:
    """Read the lists of the whole ledger for a while: they are streamed, and may go on for minutes."""
    with _client(bench) as client:
        for path in (*(path for path in get_paths() if path.endswith(".jsonl")), "/events.csv", "/reports.csv"):
            begun, first, size, ended = time.monotonic(), 0.0, 0, True
            with client.stream("GET", path) as answer:
                for chunk in answer.iter_raw():
                    first, size = first or time.monotonic() - begun, size + len(chunk)
                    if time.monotonic() - begun > STREAMED:
                        ended = False
                        break
                whole = time.monotonic() - begun
            row = {"what": path, "status": answer.status_code, "first bytes": round(1000 * first, 1), "kB a second": size / whole // 1000}
            row["ended"] = "yes" if ended else "no"
            bench.tell("streams", row, answer.status_code >= 500)


# -- first and later looks ------------------------------------------------------------------------------------------


def measure_looks(bench: Bench) -> None:
    """Ask for pages of each kind that nobody asked for before, and then for the same again."""
    kinds = {path: [path] * LOOKS_ALONE for path in ALONE} | list_kinds(bench.book, LOOKS)
    if not bench.given.json:
        heads = ("", "asked", "failed", "first: core", "clock", "most", "later: core", "clock", "page")
        print("{:26} {:>5} {:>6} {:>12} {:>7} {:>7} {:>12} {:>7} {:>8}".format(*heads))
    for kind, paths in kinds.items():
        row = _look(bench, kind, paths, time.monotonic() + float(bench.given.seconds) / len(kinds))
        above = row["failed"] > 0 or row["first core"] > TIME_MOST
        cells = "{what:26} {asked:5} {failed:6} {first core:12} {first:7} {most:7} {later core:12} {later:7} {page:8}"
        bench.tell("looks", row, above, cells)


def _look(bench: Bench, kind: str, paths: Sequence[str], end: float) -> dict[str, Any]:
    firsts, laters, answers = list[tuple[float, float]](), list[tuple[float, float]](), list[httpx.Response]()
    # What another kind of page asked for is not kept for this one.
    bench.app.state.desk = Desk(bench.book)
    with _client(bench) as client:
        for path in paths:
            # Of a page alone nothing is kept by a desk at a ledger that was opened for it.
            with _anew(bench, kind == path):
                answers.append(bench.ask(client, path))
                firsts.append((bench.clock.core, bench.clock.last))
                bench.ask(client, path)
                laters.append((bench.clock.core, bench.clock.last))
            if time.monotonic() > end:
                break
    (core, clock), (later_core, later) = (tuple(round(median(times), 1) for times in zip(*took, strict=True)) for took in (firsts, laters))
    return {
        "what": kind, "asked": len(firsts), "failed": sum(answer.status_code != 200 for answer in answers), "first core": core,
        "first": clock, "most": round(max(core for core, _ in firsts), 1), "later core": later_core, "later": later,
        "page": max(len(answer.content) for answer in answers) // 1000,
    }  # fmt: skip


@contextmanager
def _anew(bench: Bench, is_alone: bool) -> Iterator[None]:
    if not is_alone:
        yield
        return
    before = bench.app.state.desk
    with open_ledger(bench.given.ledger or bench.book.name, create=False, read_only=True) as ledger:
        # The connection is opened before the look is measured.
        ledger.revision()
        bench.app.state.desk = Desk(ledger)
        yield
        bench.app.state.desk = before


# -- clicks --------------------------------------------------------------------------------------------------------


def measure_clicks(bench: Bench) -> None:
    """Click in a browser, and see when what the click does is on the screen; and when a page without scripts is painted first."""
    try:
        from browsing import find_browser, launched
        from clicks import CLICK_MOST, clicks, first_paint, measure
    except ImportError as error:
        bench.tell("clicks", {"what": f"not measured: {error}"})
        return
    newest, _ = bench.book.newest_figures(1)
    if find_browser() is None or not newest:
        bench.tell("clicks", {"what": "not measured: no Chromium, or no figure, here"})
        return
    event, report, end = f"/events/{newest[0].id}", f"/reports/{newest[0].filing.id}", bench.until()
    with launched() as browser:
        for path in ("/", "/events", event, report, "/map", "/review"):
            bench.tell("clicks", {"what": f"first paint without scripts: {path}"} | _summed(first_paint(browser, bench.address + path, 5)))
        for click, times in measure(browser, bench.address, clicks(event, report), CLICKED):
            row = {"what": click.name, "clicked": len(times)} | _summed(times)
            bench.tell("clicks", row, bool(times) and median(times) > CLICK_MOST)
            if time.monotonic() > end:
                bench.tell("clicks", {"what": "the others were not come to"}, above=True)
                return


# -- two hundred at once -------------------------------------------------------------------------------------------


def measure_crowd(bench: Bench) -> None:
    """Ask for pages all at once: those that are kept, different ones, and the kept ones beside a writer where somebody may write."""
    with _client(bench) as client:
        good = [path for path in list_paths(bench.book) if client.get(path).status_code == 200]
    different = list(dict.fromkeys(chain.from_iterable(list_kinds(bench.book, LOOKS).values())))
    # As people would ask: not one kind of page after the other.
    random.Random(1).shuffle(different)
    crowds = {"the desk's pages, again and again": (good, False), f"{min(len(different), AT_ONCE)} different pages": (different, False)}
    if bench.given.writing or not bench.given.ledger:
        crowds["beside a writer"] = (good, True)
    for what, (paths, writing) in crowds.items():
        row = asyncio.run(_crowd(bench, what, paths, writing))
        bench.tell("crowd", row, bool(row["errors"]))


async def _crowd(bench: Bench, what: str, paths: list[str], writing: bool) -> dict[str, Any]:
    done, written = threading.Event(), list[float]()

    def write() -> None:
        figures, _ = bench.book.newest_figures(50)
        while not done.is_set() and figures:
            begun = time.perf_counter()
            filed = figures[len(written) % len(figures)]
            bench.book.file_ruling(Ruling("accept", filed.id, "bench", f"turn {len(written)}", datetime.now(UTC)))
            written.append(1000 * (time.perf_counter() - begun))
            done.wait(0.02)

    writer = threading.Thread(target=write)
    if writing:
        writer.start()
    took, errors = list[float](), list[str]()
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=bench.address, timeout=PATIENCE, limits=limits) as client:

        async def ask(path: str) -> None:
            begun = time.perf_counter()
            try:
                answer = await client.get(path)
                if answer.status_code >= 400:
                    errors.append(f"{path}: {answer.status_code}")
            except httpx.HTTPError as error:
                errors.append(f"{path}: {type(error).__name__}")
            took.append(1000 * (time.perf_counter() - begun))

        begun = time.perf_counter()
        await asyncio.gather(*(ask(paths[at % len(paths)]) for at in range(AT_ONCE)))
        whole = time.perf_counter() - begun
    done.set()
    if writing:
        writer.join()
    return {
        "what": f"{AT_ONCE} at once: {what}", "errors": "; ".join(sorted(set(errors))[:5]),
        "failed": len(errors), "seconds": round(whole, 2), "a second": round(AT_ONCE / whole, 1), "median": round(median(took), 1),
        "slowest": round(max(took), 1), "written meanwhile": len(written), "slowest writing": round(max(written, default=0.0), 1),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
