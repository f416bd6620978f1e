"""
The desk by keyboard alone: every page gone through from its first control to its last and back, and every control used by its key.

The pages are those that the application has: a new one is gone through without being named here, unless its address has a part that only
this file can know.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from backends import VERSIONS
from browsing import served
from drafts import draft, make_reading
from playwright.sync_api import Browser, Page, Route
from visits import addresses, page_paths

from according.desk.desk import Desk
from according.desk.entering.admission import Admission
from according.desk.entering.sessions import Sessions
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Ruling
from according.services.people.accounts import add_account

KEYS = (Path(__file__).parent / "keys.js").read_text("utf8")
# Read without the language model: what it is cannot be told from so little.
TEXT = "Douze personnes ont été tuées à Velmar, a déclaré le ministère de la Défense. Les secours cherchent encore des survivants."
# Parts of a page that only scroll.
SCROLLING_MOST = 5
# Milliseconds until what a control does has begun.
PATIENCE = 1000
# How a control is used by keys; of a list with one choice nothing can be chosen.
TYPED = frozenset({"text", "search", "password", "textarea"})
MOVED = {"date": "01012025", "range": ["ArrowLeft"], "select-one": ["ArrowDown"]}


@pytest.fixture(scope="module")
def book(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlLedger]:
    """The sample ledger with rulings, two readings of one report, and an account."""
    path = tmp_path_factory.mktemp("keys") / "ledger.db"
    shutil.copy(samples, path)
    with open_ledger(str(path)) as ledger:
        figures, _ = ledger.newest_figures(3)
        for filed, kind in zip(figures, ("accept", "reject", "correct"), strict=True):
            said = {"field": "place", "value": "Velmar"} if kind == "correct" else {}
            ledger.file_ruling(Ruling(kind, filed.id, "Ann", "looked at", datetime.now(UTC), **said))  # type: ignore[arg-type]
        reading = make_reading(draft(12), draft(40, "civilians"))
        for version, statements in (("1", reading.statements), ("2", reading.statements[:1])):
            read_twice = ledger.add(replace(reading, statements=statements), versions=replace(VERSIONS, package=version)).report
        add_account(ledger, "editor", "editor", "correct horse battery")
        ledger.__dict__["read_twice"] = read_twice
        yield ledger


@pytest.fixture(scope="module")
def pages(book: SqlLedger) -> Iterator[list[str]]:
    """Every page, at a desk where nobody logs in, and the page where one does."""
    with served(Desk(book)) as address, served(Desk(book, admission=Admission(Sessions(book.account_list)))) as entered:
        parcel = httpx.post(f"{address}/add", files={"text": (None, TEXT)}).headers["location"]
        changes = f"/reports/{book.__dict__['read_twice']}/changes"
        given = {"/login": entered + "/login", "/add/{id}": parcel, "/reports/{id}/changes": changes, "/search": "/search?q=killed"}
        found = dict(addresses(book, page_paths(), given))
        event, figure = found["/events/{id}"], book.newest_figures(1)[0][0].id
        filtered = "/events?measure=killed&publisher=x"
        further = [f"{event}?rules=all&without={figure}&told_by=2025-02-01", f"/review?figure={figure}", filtered]
        # A figure's address leads on to its report, which is gone through already.
        yield [path if path.startswith("http") else address + path for path in (*found.values(), *further) if "/figures/" not in path]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        context.add_init_script(KEYS)
        yield context.new_page()


@pytest.mark.heavy
def test_every_page_is_gone_through_by_tab(page: Page, pages: list[str]) -> None:
    faults = [(address, *fault) for address in pages for fault in dict.fromkeys(walk(page, address))]
    assert faults == [], "\n".join(map(str, faults))


def walk(page: Page, address: str) -> Iterator[Any]:
    """Yield what is wrong with a page for who goes through it by Tab, and back by Shift and Tab."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        yield "no such page", answer and answer.status
        return
    yield from (("without a name", told) for told in unnamed(page))
    many = page.evaluate("keys.begin()")
    every, dates = list(range(many)), page.locator("input[type=date]").count()
    # From the beginning of the page, and back from its last control.
    for key, order in (("Tab", every), ("Shift+Tab", every[-2::-1])):
        page.evaluate("last => keys.turn(last)", -1 if key == "Tab" else many - 1)
        # Some more than there are, for parts that only scroll are stops of their own, and so are day, month, year and calendar of a date.
        for _ in range(len(order) + SCROLLING_MOST + 3 * dates):
            page.keyboard.press(key)
        told = page.evaluate("keys.told()")
        yield from map(tuple, told["faults"])
        # Behind the last one come the browser's own controls, and the page again.
        walked, names = list(dict.fromkeys(told["walked"]))[: len(order)], told["every"]
        if told["walked"].count(order[-1]) > SCROLLING_MOST:
            yield f"nothing leads out by {key}", names[order[-1]]
        yield from ((f"not reached by {key}", names[at]) for at in order if at not in walked)
        wrong = next(((one, due) for one, due in zip(walked, order, strict=False) if one != due), None)
        if wrong is not None:
            yield f"out of order by {key}", *(names[at] for at in wrong)


def unnamed(page: Page) -> Iterator[str]:
    """Yield what can be focused and has no name for who hears the page."""
    session = page.context.new_cdp_session(page)
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        focusable = any(one["name"] == "focusable" and one["value"]["value"] for one in node.get("properties", ()))
        role, name = node.get("role", {}).get("value"), node.get("name", {}).get("value", "")
        # What the link "To the content" leads to is no control.
        if focusable and not node["ignored"] and role not in ("RootWebArea", "main") and not name.strip():
            yield f"{role} {node.get('description', {}).get('value', '')}"
    session.detach()


class Used:
    """A page whose controls are used: what they ask for is noted and not answered, so that the page stays as it is."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked, self.known = page, list[Any](), list[str]()
        page.route("**/*", self._take)
        page.on("download", lambda download: self.asked.append(("kept", download.url)))
        page.on("filechooser", lambda _: self.asked.append("choose files"))

    def _take(self, route: Route) -> None:
        request = route.request
        if self.page.url == "about:blank" or not self.begun or request.resource_type not in ("document", "xhr", "fetch"):
            route.continue_()
            return
        self.asked.append((request.method, request.url, request.post_data))
        route.fulfill(status=204)

    begun = False

    def open(self, address: str) -> list[dict[str, Any]]:
        """Open a page and return a control of each kind that no page before had."""
        self.begun = False
        self.page.goto(address)
        self.begun = True
        kinds: list[dict[str, Any]] = self.page.evaluate("known => keys.kinds(known)", self.known)
        self.known += [control["kind"] for control in kinds]
        return kinds

    def see(self, number: int, act: Callable[[], Any]) -> dict[str, Any]:
        """Return what becomes of an action on a control: what it asks for and what it changes of the page."""
        self.page.evaluate("keys.rest()")
        self.asked = []
        act()
        for _ in range(PATIENCE // 20):
            told = self.page.evaluate(f"keys.since({number})") | {"asked": self.asked}
            if any(told.values()):
                break
            self.page.wait_for_timeout(20)
        # What an action asks for comes in one; what it changes of the page beside that is a moment later there at the latest.
        self.page.wait_for_timeout(20)
        return dict(self.page.evaluate(f"keys.since({number})")) | {"asked": self.asked}

    def press(self, number: int, *pressed: str) -> None:
        """Focus a control and press keys."""
        self.page.evaluate(f"keys.at({number}).focus()")
        for key in pressed:
            self.page.keyboard.press(key)


@pytest.mark.heavy
def test_a_key_does_what_a_click_does(page: Page, pages: list[str]) -> None:
    used, faults = Used(page), list[Any]()
    for address in pages:
        for at, control in enumerate(used.open(address)):
            faults += [(address, control["told"], *fault) for fault in use(used, at, control)]
    page.unroute_all()
    assert faults == [], "\n".join(map(str, faults))
    assert len(used.known) > 80


def use(used: Used, at: int, control: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield what a control does otherwise by its key than by a click; what is typed into or moved through has keys alone."""
    if control["type"] in TYPED or control["type"] in MOVED:
        told = used.see(at, lambda: used.press(at, *MOVED.get(control["type"], "z")))
        if not told["changed"] and not told["asked"] and control["many"] != 1:
            yield ("nothing can be entered",)
        return
    clicked = used.see(at, lambda: used.page.evaluate(f"keys.click({at})"))
    if not any(clicked.values()):
        yield ("a click does nothing",)
    for key in keys_of(control):
        pressed = used.see(at, lambda key=key: used.press(at, key))  # type: ignore[misc]
        if pressed != clicked:
            yield key, clicked, pressed


def keys_of(control: dict[str, Any]) -> tuple[str, ...]:
    if control["tag"] == "a":
        return ("Enter",)
    return ("Space",) if control["type"] in ("checkbox", "radio") else ("Enter", "Space")
