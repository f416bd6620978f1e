"""The documentation's site: built as `zensical.toml` says, in a folder that is thrown away, and looked at."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from browsing import WIDTHS
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "zensical.toml").read_text("utf8"))["project"]
# What a reader sees as another thing where two programs read Markdown otherwise.
SHAPES = ("h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "pre", "blockquote", "table", "tr", "td", "img", "em", "strong", "code")
# Attributes by which a page loads something; those of an "a" only lead there.
LOADS = ("//*[not(self::a)]/@src", "//link[not(@rel='canonical' or @rel='prev' or @rel='next')]/@href", "//*/@srcset", "//object/@data")

pytestmark = pytest.mark.heavy


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of a folder, any warning an error; without colours, so that what is printed can be searched."""
    return subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=folder, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def copied(folder: Path) -> Path:
    """Copy what the site is made of: the build leaves a cache beside it."""
    shutil.copy(ROOT / "zensical.toml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("site"))
    done = build(folder)
    assert (done.returncode, "arning" in done.stdout + done.stderr) == (0, False), done.stdout + done.stderr
    return folder / SETTINGS["site_dir"]


def place(site: Path, page: Path) -> Path:
    """Where a page of docs/ stands on the site."""
    return site / "index.html" if page.stem == "index" else site / page.stem / "index.html"


@functools.cache
def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_text("utf8"))


def test_every_page_is_in_the_navigation_once() -> None:
    def named(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            for value in entry.values():
                yield from named(value) if isinstance(value, list) else [value]

    assert sorted(named(SETTINGS["nav"])) == [page.name for page in PAGES], "name it in zensical.toml, nav"


def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path) -> None:
    """Else ``--strict`` could stop to mean something, and nobody would see it."""
    with (copied(tmp_path) / "docs" / "limits.md").open("a", encoding="utf8") as page:
        page.write("\n[no such page](nowhere.md), [no such part](dates.md#nowhere)\n")
    done = build(tmp_path)
    assert done.returncode != 0
    assert ("page does not exist" in done.stderr, "anchor does not exist" in done.stderr) == (True, True), done.stderr


def test_links_and_anchors_of_the_site_lead_somewhere(site: Path) -> None:
    lost = []
    for path in site.rglob("*.html"):
        for target in parsed(path).xpath("//@href | //@src"):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            base = site if parts.path.startswith("/") else path.parent
            found = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            found = found / "index.html" if found.is_dir() else found
            if not found.is_file() or (parts.fragment and not parsed(found).xpath("//*[@id=$name]", name=unquote(parts.fragment))):
                lost.append(f"{path.relative_to(site)}: {target}")
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_one_shape_on_the_site_and_on_a_code_host(page: Path, site: Path) -> None:
    """Dialects of Markdown differ: what is a list or a block of code on the one may be running text on the other."""
    [article] = parsed(place(site, page)).xpath("//article")
    there = lxml.html.fromstring(MarkdownIt("commonmark").enable("table").render(page.read_text("utf8")))
    shapes = [Counter(element.tag for element in tree.iter(*SHAPES)) for tree in (article, there)]
    assert shapes[0] == shapes[1]
    assert "```" not in article.text_content()


def test_nothing_that_a_page_names_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = {target for path in site.rglob("*.html") for query in LOADS for target in parsed(path).xpath(query)}
    styles = "\n".join(path.read_text("utf8") for path in [*site.rglob("*.css"), *site.rglob("*.html")])
    loaded |= set(re.findall(r"(?:url\(|@import )[\"']?((?:https?:)?//[^\"')]+)", styles))
    assert {target for target in loaded if urlsplit(target).netloc} == set()


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The site at a free port of this machine, in a thread; yields its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, name="site")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.browser
def test_a_browser_asks_nobody_but_the_site(browser: Browser, site: Path) -> None:
    """The theme's scripts know addresses from which they would load more; no page makes them, and no page is wider than a telephone."""
    asked, said, wide = [], [], []
    with served(site) as address:
        widths = list(WIDTHS)
        page = browser.new_page(viewport={"width": widths[-1], "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        for path in sorted(site.rglob("index.html")):
            page.goto(f"{address}{path.relative_to(site).as_posix()}", wait_until="networkidle")
            # Loaded at the width that the page before was looked at last, so every second one as on a telephone.
            widths = widths[::-1]
            for width in widths:
                page.set_viewport_size({"width": width, "height": 900})
                page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wide.append(f"{path.parent.name} at {width}")
        page.close()
    assert {url for url in asked if not url.startswith((address, "data:"))} == set()
    assert (said, wide) == ([], [])
