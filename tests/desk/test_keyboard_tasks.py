"""What people do at the desk, from front to end, with no mouse: nothing but keys is sent to the page."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched
from playwright.sync_api import Page, expect

# Words that no one else's report has.
TEXT = "VELMAR, Jan 27, 2025 — The defence ministry said on Monday that 12 soldiers were killed in Velmar.\n"
# Stops of Tab until something is found: more than any page has.
STOPS_MOST = 400
_NAMED = """words => {
  const one = document.activeElement, label = one.labels && one.labels[0];
  const name = one.getAttribute("aria-label") || (label ? label.textContent : one.textContent);
  return one !== document.body && name.replace(/\\s+/g, " ").trim().startsWith(words);
}"""


def tab_to(page: Page, words: str, *, back: bool = False) -> None:
    """Press Tab until what is focused has a name that begins with some words."""
    for _ in range(STOPS_MOST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(_NAMED, words):
            return
    raise AssertionError(f"Tab leads to nothing called {words!r}")


def follow(page: Page, words: str) -> None:
    """Go to a link by Tab and follow it."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def enter(page: Page, words: str, typed: str) -> None:
    """Go to a field by Tab and type into it, in place of what is there."""
    tab_to(page, words)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(typed)


def test_from_a_search_to_the_words_of_a_figure(watched: Watched) -> None:
    page = watched.open("/")
    enter(page, "Search reports", "Kursk")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, "North Korean soldiers killed")
    assert "/events/" in page.url
    follow(page, page.locator("td.how-many a").first.inner_text())
    assert "/reports/" in page.url
    # The figure's words and its row are lit, and its values are unfolded; a key folds them, and unfolds them again.
    assert page.locator(".figure.on, .figure:target").count() == 1
    expect(page.locator(".row.on + .more details")).to_have_attribute("open", "")
    tab_to(page, "Values and reasons")
    row = page.locator("details:has(summary:focus)")
    was = row.get_attribute("open")
    for key in ("Space", "Enter"):
        page.keyboard.press(key)
        assert (row.get_attribute("open") == was) is (key == "Enter")
    follow(page, "Correct this")
    expect(page.locator("#correct")).to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.closest('#correct') !== null")
    assert watched.faults == []


def test_a_report_is_added(watched: Watched, ledger: Any) -> None:
    before = ledger.contents().reports
    page = watched.open("/")
    follow(page, "Add")
    enter(page, "Paste a text", TEXT)
    enter(page, "Date", "2025-01-27")
    enter(page, "Publisher", "Example News")
    tab_to(page, "Show what would be read")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("What would be read", timeout=60_000)
    assert ledger.contents().reports == before
    tab_to(page, "12")
    page.keyboard.press("Enter")
    assert page.locator(".row.on").count() == 1
    # The form stands above the text.
    tab_to(page, "File it", back=True)
    page.keyboard.press("Space")
    page.locator(".results").wait_for(timeout=60_000)
    assert ledger.contents().reports == before + 1
    assert watched.faults == []


def test_a_review_without_its_keys(watched: Watched, ledger: Any) -> None:
    """Every key of the review is a shortcut: all of it can be done by Tab."""
    page = watched.open("/review")
    tab_to(page, "Accept")
    page.keyboard.press("Enter")
    expect(page.locator(".just")).to_contain_text("accept")
    tab_to(page, "Undo")
    page.keyboard.press("Space")
    expect(page.locator(".just")).to_contain_text("takes back")
    enter(page, "Reason to reject", "no count")
    page.keyboard.press("Enter")
    expect(page.locator(".just")).to_contain_text("reject")
    tab_to(page, "Correct")
    page.keyboard.press("Space")
    enter(page, "where", "Velmar")
    enter(page, "Reason", "the text says so")
    page.keyboard.press("Enter")
    expect(page.locator(".just")).to_contain_text("where: Velmar")
    assert [(made.kind, made.field, made.undoes is None) for made in ledger.rulings()] == [
        ("accept", None, True), ("accept", None, False), ("reject", None, True), ("correct", "place", True),
    ]  # fmt: skip
    assert watched.faults == []


@pytest.mark.parametrize("scripts", [True, False])
def test_events_are_filtered_and_kept_as_a_file(watched: Watched, plain: Watched, scripts: bool) -> None:
    page = (watched if scripts else plain).open("/events")
    everything = page.locator("table.events tbody").count()
    tab_to(page, "measure")
    page.keyboard.type("wounded")
    tab_to(page, "Show")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "measure=wounded" in page.url
    assert 0 < page.locator("table.events tbody").count() <= everything
    tab_to(page, "CSV")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    rows = list(csv.reader(Path(saved.value.path()).read_text("utf8").splitlines()))
    assert len(rows) > 1
    assert any("wounded" in cell for row in rows for cell in row)
