"""
The desk under load: server time and weight of every page, and two hundred requests at once while somebody writes.

    python bench/desk.py                                       the sample reports, in a ledger that is thrown away
    python bench/desk.py --ledger losses.db                    pages of a ledger (opened to read only, nobody writes)
    python bench/desk.py --ledger copy.db --writing            the same, with a writer: name a copy
    python bench/desk.py --json                                as JSON

Server time is measured at the server, from the request to the last byte of its answer, for one request after another. Weight is that of the
page with its scripts and styles before compression. Everything goes over this machine's own network.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
import uvicorn
from fastapi.routing import APIRoute

from according.desk.app import ROUTERS, make_app
from according.desk.desk import Desk
from according.desk.serving import few_at_once
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Ruling
from according.services.samples import file_samples

# Requests for each page, of which the median counts, and requests at once.
TIMES, AT_ONCE = 30, 200
# What the desk is held to: milliseconds, and bytes.
TIME_MOST, WEIGHT_MOST = 150.0, 400_000
_FILES = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def main() -> int:
    """Measure, print, and return 1 where something is above its bound or failed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--ledger", metavar="URL")
    arguments.add_argument("--writing", action="store_true", help="rule on figures while others read; the ledger is changed")
    arguments.add_argument("--times", type=int, default=TIMES)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with _opened(given.ledger, given.writing) as book, _served(book) as address:
        paths = list(_paths(book))
        pages = [_measure(address, path, given.times) for path in paths]
        good = [page["path"] for page in pages if page["status"] == 200]
        crowd = asyncio.run(_crowd(address, good, book, given.writing or not given.ledger))
        found = {"figures": book.contents().figures, "pages": pages, "crowd": crowd}
    print(json.dumps(found, indent=1)) if given.json else _show(found)
    good = all(page["status"] < 500 and page["median"] <= TIME_MOST and page["weight"] <= WEIGHT_MOST for page in pages)
    return 0 if good and not crowd["errors"] else 1


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
    """Measures an application's answers: the time of each, in milliseconds, is a header of the next measure."""

    def __init__(self, app: Any) -> None:
        self.app, self.last = app, 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        begun = time.perf_counter()
        await self.app(scope, receive, send)
        self.last = 1000 * (time.perf_counter() - begun)


@contextmanager
def _served(book: SqlLedger) -> Iterator[str]:
    clock = _Clock(few_at_once(make_app(Desk(book))))
    server = uvicorn.Server(uvicorn.Config(clock, port=0, log_level="warning", access_log=False, lifespan="off", backlog=512))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    _served.clock = clock  # type: ignore[attr-defined]
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def _paths(book: SqlLedger) -> Iterator[str]:
    """Yield every page that the desk has, for a newest report and figure; those with other parts in their addresses are left out."""
    newest, _ = book.newest_figures(1)
    known = {"reports": newest[0].filing.id, "add": ""} if newest else {}
    for route in (route for router in ROUTERS for route in router.routes):
        if not isinstance(route, APIRoute) or "GET" not in route.methods:
            continue
        parts = re.findall(r"{(\w+)", route.path)
        id = known.get(route.path.split("/")[1], newest[0].id if newest else "")
        if parts in ([], ["id"]) and (id or not parts):
            yield re.sub(r"{\w+(?::\w+)?}", id, route.path)
    if newest:
        speaker = next((one.called for filed in newest for one in filed.statement.speakers), None)
        yield from ("/search?q=killed", f"/review?figure={newest[0].id}", *([f"/speakers/{speaker}"] if speaker else []))


def _measure(address: str, path: str, times: int) -> dict[str, Any]:
    clock, took = _served.clock, list[float]()  # type: ignore[attr-defined]
    with httpx.Client(base_url=address, timeout=120, headers={"accept-encoding": "identity"}) as client:
        answer = client.get(path)
        first = clock.last
        # A page that takes seconds is not asked for as often.
        for _ in range(times if first < 2000 else 3):
            client.get(path)
            took.append(clock.last)
        files = {name: len(client.get(name).content) for name in set(_FILES.findall(answer.text))}
    weight = len(answer.content) + sum(files.values())
    return {
        "path": path, "status": answer.status_code, "first": round(first, 1), "median": round(median(took), 1),
        "p95": round(quantiles(took, n=20)[-1], 1), "page": len(answer.content), "weight": weight,
    }  # fmt: skip


async def _crowd(address: str, paths: list[str], book: SqlLedger, writing: bool) -> dict[str, Any]:
    """Ask for pages all at once, while rulings are filed one after another where somebody may write."""
    done, written = threading.Event(), list[float]()

    def write() -> None:
        figures, _ = book.newest_figures(50)
        while not done.is_set() and figures:
            begun = time.perf_counter()
            filed = figures[len(written) % len(figures)]
            book.file_ruling(Ruling("accept", filed.id, "bench", f"turn {len(written)}", datetime.now(UTC)))
            written.append(1000 * (time.perf_counter() - begun))
            done.wait(0.02)

    writer = threading.Thread(target=write)
    if writing:
        writer.start()
    took, errors = list[float](), list[str]()
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:

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
        "requests": AT_ONCE, "errors": errors, "seconds": round(whole, 2), "a second": round(AT_ONCE / whole, 1),
        "median": round(median(took), 1), "slowest": round(max(took), 1),
        "written meanwhile": len(written), "slowest writing": round(max(written, default=0.0), 1),
    }  # fmt: skip


def _show(found: dict[str, Any]) -> None:
    print(f"{found['figures']:,} figures; server time in ms, weight in kB before compression\n")
    print(f"{'page':44} {'status':>6} {'first':>8} {'median':>8} {'p95':>8} {'page':>7} {'all':>7}")
    for page in found["pages"]:
        over = " <- above its bound" if page["median"] > TIME_MOST or page["weight"] > WEIGHT_MOST else ""
        sizes = f"{page['page'] / 1000:7.0f} {page['weight'] / 1000:7.0f}"
        print(f"{page['path'][:44]:44} {page['status']:6} {page['first']:8.1f} {page['median']:8.1f} {page['p95']:8.1f} {sizes}{over}")
    print("\n" + ", ".join(f"{name} {value}" for name, value in found["crowd"].items()))


if __name__ == "__main__":
    sys.exit(main())
