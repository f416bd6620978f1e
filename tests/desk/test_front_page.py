"""The front page in a browser."""

from __future__ import annotations

import pytest
from browsing import Watched, served
from playwright.sync_api import Browser

from according.desk.desk import Desk
from according.ledger.opening import open_ledger


def test_front_page(watched: Watched) -> None:
    page = watched.open("/")
    assert page.get_by_role("heading", level=1).inner_text() == "The ledger"
    # Every number leads on: an event's row to the event, a change to its words, a report's title to the report.
    assert page.locator("#main a[href^='/events/']").count() > 0
    assert page.locator("#main a[href^='/figures/']").count() > 0
    assert page.locator("#main a[href^='/reports/']").count() > 0
    waiting = page.get_by_role("link", name="wait for review").inner_text().partition(" ")[0]
    watched.look_all("front")
    # As many as the queue itself holds.
    page.get_by_role("link", name="wait for review").click()
    assert page.locator(".queue ol li").count() == int(waiting)


def test_contradictions_lead_to_where_they_stand(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_role("link", name="contradictions").first.click()
    page.wait_for_url("**/events/*#*")
    assert page.locator(":target").inner_text() == "What cannot all be true"


def test_front_page_without_scripts(plain: Watched) -> None:
    page = plain.open("/")
    assert "Events of the newest reports" in page.locator("#main").inner_text()
    page.get_by_role("searchbox").fill("Kursk")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/search?q=Kursk")


@pytest.mark.usefixtures("browser")
def test_empty_ledger_says_what_to_do(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    with open_ledger(str(path)) as ledger, served(Desk(ledger)) as address, browser.new_context() as context:
        page = Watched(context, address).open("/")
        assert "Nothing is filed yet" in page.locator("#main").inner_text()
        for other in ("/events", "/search?q=Kursk"):
            assert page.goto(address + other).status == 200
