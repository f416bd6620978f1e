"""A real browser at a real desk: what tests of pages share."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from according.desk.app import make_app
from according.desk.desk import Desk
from according.desk.serving import Hurried

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
# Both widths and both grounds of every page are looked at; screenshots are kept here.
SHOTS = Path(os.environ.get("ACCORDING_SCREENSHOTS", HERE / "screenshots"))
WIDTHS = (1280, 390)
# What Chromium asks of the network by itself is switched off.
ARGUMENTS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def find_browser() -> str | None:
    """Where Chromium is."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, started; its own sandbox does not start for root."""
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_browser(), args=[*ARGUMENTS, *alone])
        yield started
        started.close()


@contextmanager
def served(desk: Desk, prepare: Callable[[FastAPI], object] = lambda app: None) -> Iterator[str]:
    """A desk at a free port of this machine, in a thread; yields its address. ``prepare`` is given the application before it is served."""
    app = make_app(desk)
    prepare(app)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False, lifespan="off", http=Hurried))
    thread = threading.Thread(target=server.run, name="desk")
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive(), "the desk did not start"
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


class Watched:
    """A page of which everything is noted that it must not do: errors in its console, breaches of its policy, requests elsewhere."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address, self.faults = address, list[str]()
        self.page: Page = context.new_page()
        # The status of a page that tells a problem is no fault of a script.
        self.page.on("console", lambda told: self._note(told.text) if told.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", lambda request: self._look(request.url))

    def _note(self, fault: str) -> None:
        if not fault.startswith("Failed to load resource: the server responded with a status of 4"):
            self.faults.append(fault)

    def _look(self, url: str) -> None:
        if not url.startswith((self.address + "/", "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {url}")

    def open(self, path: str) -> Page:
        """Open a page of the desk."""
        self.page.goto(self.address + path)
        return self.page

    def judge(self) -> list[dict[str, Any]]:
        """What axe-core finds on the page as it is now, of any weight, each with the elements it is about."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf8") + "; undefined")
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [{"rule": one["id"], "help": one["help"], "at": [node["html"] for node in one["nodes"]][:5]} for one in found["violations"]]

    def look(self, name: str, *, scheme: str = "light", width: int = 1280) -> None:
        """Keep a screenshot of the page, in one width and on one ground, and hold it against axe-core and against its own width."""
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.set_viewport_size({"width": width, "height": 900})
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
        assert self.judge() == [], json.dumps(self.judge(), indent=1)
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name} is {wider} pixels wider than a screen of {width}"

    def look_all(self, name: str) -> None:
        """Look at the page in both widths and on both grounds."""
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                self.look(name, scheme=scheme, width=width)
        assert self.faults == []
