"""
One hundred strings that have made browsers run what they should show, filed as every text that the desk shows, and every page loaded.

The pages are those that the application has: a new one is visited without being named here, unless its address has a part that
PARAMETERS does not know.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from browsing import Watched, served
from drafts import draft, make_reading
from fastapi.routing import APIRoute
from playwright.sync_api import Browser

from according.desk.app import ROUTERS
from according.desk.desk import Desk
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query, Ruling
from according.reliability import SIDE_LONGEST
from according.services.group import group_figures

STRINGS = (Path(__file__).parent / "hostile.txt").read_text("utf8").splitlines()
# Strings in one report: as many as it has a title, a publisher and addresses.
TOGETHER = 4
# Pages that reckon are opened for so many of the figures, those of single reports for all.
RECKONED = 6
# Where a page shows all, there is nothing that only a later one would show.
FEW = 4
# What must not be on any page: something that runs by itself, leads to a script, or changes where forms and links go.
FOUND = """() => [...document.querySelectorAll('*')].flatMap((element) => [
  ...[...element.attributes].filter((one) => /^on|^hx-on|^style$|^srcdoc$/.test(one.name)).map((one) => one.name),
  ...(/^(iframe|object|embed|base|marquee|style|foreignobject)$/i.test(element.tagName) ? [element.tagName] : []),
  ...(element.tagName === 'SCRIPT' && !/^\\/static\\//.test(element.getAttribute('src') || '') ? ['script'] : []),
  ...(['href', 'src', 'action', 'formaction', 'xlink:href'].filter((name) => element.hasAttribute(name))
    .filter((name) => /^\\s*(javascript|data|vbscript)\\s*:/i.test(element.getAttribute(name)))),
]).concat(window.xss ? ['ran'] : [])"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlLedger]:
    """A ledger in which every text is hostile."""
    with open_ledger(str(tmp_path_factory.mktemp("hostile") / "ledger.db")) as ledger:
        ledger.add_all([(reading_of(at), None) for at in range(0, len(STRINGS), TOGETHER)])
        group_figures(ledger)
        for filed, string in zip(ledger.find(Query()), STRINGS, strict=True):
            said = (filed.id, string, string, datetime.now(UTC))
            corrections = [Ruling("correct", *said, field=name, value=string) for name in ("population", "speakers", "place")]
            ledger.file_rulings(corrections if len(string) % 2 else [Ruling("reject", *said)])
            # A side has a hostile speaker, name of who ruled and reason; most of the strings can be a side as well.
            side = string if string.isprintable() and 0 < len(" ".join(string.split())) <= SIDE_LONGEST else "a side"
            ledger.file_ruling(Ruling("side", filed.statement.speakers[0].listed_as, *said[1:], value=side))
        yield ledger


def reading_of(first: int) -> Any:
    """A report that has some of the strings as everything it can have."""
    strings = STRINGS[first : first + TOGETHER]
    said = [
        draft(100 + first + at, string, place=string if at % 2 else "Kursk", speaker=string, by=string) for at, string in enumerate(strings)
    ]
    title, publisher, url, path = strings
    return make_reading(*said, before=" ".join(strings), title=title, publisher=publisher, url=url, path=path, tags=tuple(strings))


@pytest.fixture(scope="module")
def address(book: SqlLedger) -> Iterator[str]:
    with served(Desk(book)) as found:
        yield found


def routes() -> list[APIRoute]:
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and "GET" in route.methods]


def addresses(book: SqlLedger) -> Iterator[str]:
    """Every page by its address, for every report, figure and name that it can be of, and with a hostile value of each parameter."""
    figures = book.find(Query())
    reports = list(dict.fromkeys(filed.filing.id for filed in figures))
    ids = [filed.id for filed in figures]
    for route in routes():
        names = re.findall(r"{(\w+)(?::\w+)?}", route.path)
        whose = {"reports": reports, "add": ["0" * 8]}.get(route.path.split("/")[1], ids[:RECKONED])
        known = {"id": whose, "report": reports[:FEW], "figure": ids[:FEW], "name": [quote(string, safe="") for string in STRINGS]}
        known["form"] = ["svg", "png"] if route.path.endswith("/chart.{form}") else ["csv", "jsonl", "geojson"]
        assert set(names) <= known.keys(), f"{route.path}: say here what stands for {set(names) - known.keys()}"
        for values in zip(*(known[name] for name in names), strict=False) if names else [()]:
            yield re.sub(r"{\w+(?::\w+)?}", "{}", route.path).format(*values)
        asked = [parameter.alias for parameter in route.dependant.query_params]
        one = re.sub(r"{\w+(?::\w+)?}", "{}", route.path).format(*(known[name][0] for name in names))
        yield from (f"{one}?{urlencode({name: string})}" for name in asked for string in STRINGS[:FEW])
    yield from (f"/review?figure={id}" for id in ids[::TOGETHER])
    yield from (f"/{quote(string, safe='')}" for string in STRINGS[::TOGETHER])
    yield from (f"/search?{urlencode({'q': string})}" for string in STRINGS[1::TOGETHER])


def is_file(path: str) -> bool:
    return re.match(r"/api/|/[^%?]*\.[a-z]{3,7}(\?|$)|/speakers/[^?]*\.(csv|jsonl|geojson)(\?|$)", path) is not None


def test_there_are_a_hundred() -> None:
    assert len(set(STRINGS)) == 100


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_hostile_runs(browser: Browser, book: SqlLedger, address: str, scripts: bool) -> None:
    with browser.new_context(java_script_enabled=scripts, service_workers="block") as context:
        watched = Watched(context, address)
        watched.page.on("dialog", lambda dialog: (watched.faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        visited = 0
        for at, path in enumerate(dict.fromkeys(addresses(book))):
            # Without scripts nothing can run; one page in ten shows that it looks the same.
            if not scripts and at % 10:
                continue
            # A file to be kept is no page, and is looked at below.
            if is_file(path):
                continue
            answer = watched.page.goto(address + path)
            assert answer is not None
            assert answer.status < 500, (path, answer.status)
            assert watched.page.evaluate(FOUND) == [], path
            assert watched.faults == [], path
            assert watched.page.url.startswith(address), path
            visited += 1
        assert visited > (150 if scripts else 15)


@pytest.mark.heavy
def test_exports_are_no_pages_and_hold_no_formulas(book: SqlLedger, address: str) -> None:
    with httpx.Client(base_url=address) as client:
        for path in dict.fromkeys(addresses(book)):
            if not is_file(path):
                continue
            answer = client.get(path)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert not answer.headers["content-type"].startswith("text/html") or answer.status_code >= 400, path
            if answer.headers["content-type"].startswith("text/csv"):
                cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
                assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")], path


def test_a_form_shows_what_it_was_sent_as_text(browser: Browser, book: SqlLedger, address: str) -> None:
    figure = book.find(Query())[0].id
    with browser.new_context() as context:
        watched = Watched(context, address)
        for string in STRINGS[::14]:
            page = watched.open(f"/review?figure={figure}")
            page.locator("#correct summary").click()
            page.locator("#to-low").fill(string)
            page.locator("#why-correct").fill(string)
            page.get_by_role("button", name="File the correction").click()
            assert page.locator("#to-low").input_value() == string
            assert page.evaluate(FOUND) == []
        assert watched.faults == []
