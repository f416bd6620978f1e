"""
How long a click or a key takes until what it does is on the screen, in a real browser; the test of it and ``bench/desk.py`` share this.

The time begins when the browser takes up the click (its ``timeStamp``) and ends with the frame behind the one that first shows the change,
so that a frame is counted which a reader need not wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

# In milliseconds: what a page is held to, from the click to the change.
CLICK_MOST = 100.0
_ARM = """changed => {
  const shown = new Function("return !!(" + changed + ")");
  if (shown()) throw new Error("it is so before anything was done: " + changed);
  window.took = new Promise((resolve) => {
    const begin = (event) => {
      removeEventListener("click", begin, true);
      removeEventListener("keydown", begin, true);
      const look = () => shown() ? requestAnimationFrame(() => resolve(performance.now() - event.timeStamp)) : requestAnimationFrame(look);
      requestAnimationFrame(look);
    };
    addEventListener("click", begin, true);
    addEventListener("keydown", begin, true);
  });
}"""
# Across pages: the moment of the click is kept for the next page, which knows when it was painted first.
_LEAVE = """() => addEventListener("click", (event) =>
  sessionStorage.setItem("clicked", performance.timeOrigin + event.timeStamp), {capture: true, once: true})"""
_ARRIVED = """() => new Promise((resolve) => {
  const tell = () => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    painted ? resolve(performance.timeOrigin + painted.startTime - Number(sessionStorage.getItem("clicked"))) : requestAnimationFrame(tell);
  };
  tell();
})"""


@dataclass(frozen=True)
class Click:
    """
    Something done on a page: what it is called, where, what is clicked (or ``key`` pressed), and what is so in the page once it shows.

    Without ``shows`` it leads to another page. What is ``asked`` of the desk has its answer kept, for it was asked for once before.
    """

    name: str
    path: str
    at: str = ""
    shows: str = ""
    key: str = ""
    asked: bool = False


def clicks(event: str, report: str) -> list[Click]:
    """What people click most on the pages of an event and a report."""
    return [
        Click("a number in the text", report, ".sheet a.figure >> nth=-1", "document.querySelector('.row.on')"),
        Click("a number in the table", report, ".row a[data-row] >> nth=-1", "document.querySelector('.figure.on')"),
        Click("values and reasons", report, ".more summary >> nth=0", "document.querySelector('.more details[open]')"),
        Click("BibTeX", event, "summary:text('BibTeX')", "document.querySelector('details[open] pre')"),
        Click("a figure set aside", event, "td.do a >> nth=0", "document.querySelector('.tried')", asked=True),
        Click("rule-sets", event, "#compare", "document.querySelector('#compare[href*=\"events\"]:not([href*=\"rules=\"])')", asked=True),
        Click("review: correct", "/review", key="c", shows="document.querySelector('#correct[open]')"),
        Click("review: same event", "/review", key="s", shows="document.querySelector('#pair[open]')"),
        Click("review: reject", "/review", key="r", shows="document.activeElement.id === 'why-reject'"),
        Click("more filters", "/events", ".filters summary", "document.querySelector('.filters details[open]')"),
        Click("to a mark's words", event, "svg.course:visible a >> nth=-1"),
        Click("to the events", event, "nav a[href='/events']"),
    ]  # fmt: skip


def measure(browser: Browser, address: str, made: list[Click], times: int = 5) -> Iterator[tuple[Click, list[float]]]:
    """Yield each click with how long it took, in milliseconds; one that its page has nothing for with none."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for click in made:
            yield click, list(times_of(page, address, click, times))


def first_paint(browser: Browser, address: str, times: int) -> list[float]:
    """How long it takes from the request for a page until something of it is painted, in a browser that runs no scripts."""
    took = []
    with browser.new_context(java_script_enabled=False) as context:
        for _ in range(times):
            page = context.new_page()
            page.goto(address)
            # Asked again and again: where no scripts run, nothing calls back.
            while not (painted := page.evaluate("performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)")):
                page.wait_for_timeout(5)
            took.append(float(painted[0]))
            page.close()
    return took


def times_of(page: Page, address: str, click: Click, times: int) -> Iterator[float]:
    """Yield how long a click takes, each time on the page loaded anew."""
    for at in range(times + click.asked):
        page.goto(address + click.path)
        if click.at and not page.locator(click.at).count():
            return
        took = _time(page, click)
        # The first of what is asked of the desk is reckoned; the others are kept.
        if at or not click.asked:
            yield took


def _time(page: Page, click: Click) -> float:
    act: Callable[[], Any] = (lambda: page.keyboard.press(click.key)) if click.key else page.locator(click.at).click
    if not click.shows:
        page.evaluate(_LEAVE)
        with page.expect_navigation():
            act()
        return float(page.evaluate(_ARRIVED))
    page.evaluate(_ARM, click.shows)
    act()
    return float(page.evaluate("() => window.took"))
