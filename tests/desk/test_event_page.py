"""An event's page in a browser: its chart, its tables, and what the reader tries out, by mouse, by keyboard, and without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from browsing import Watched, served
from drafts import DAY, draft, make_reading

from according.desk.desk import Desk
from according.desk.guard import EMBEDDED
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.events import list_events
from according.services.group import group_figures


@pytest.fixture
def event(ledger: Any) -> str:
    """A figure of the sample ledger's largest event: the losses in Kursk."""
    largest = max(list_events(ledger, Query()), key=lambda found: found.figures)
    return largest.counts[0].whole.question.figures[0].id


def best_of(watched: Watched) -> list[str]:
    """The best numbers of the table of ranges."""
    return watched.page.locator("table.ranges").first.locator("td.best").all_inner_texts()


def test_an_event_page(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    assert "North Korean soldiers killed" in page.get_by_role("heading", level=1).inner_text()
    assert "best 2,000" in page.locator(".lead").inner_text()
    # One of the two drawings is shown, with a name and a description.
    shown = page.locator("svg.course:visible").first
    assert shown.locator("title").first.text_content()
    assert "A table on this page says each" in (shown.locator("desc").text_content() or "")
    watched.look_all("event")


def test_the_page_says_why_a_number_is_the_best(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    killed = page.locator("table.ranges").first.locator("tbody").first
    assert "latest of 6 figures from one origin" in killed.locator(".whose").inner_text()
    killed.locator(".label a").click()
    page.wait_for_url("**/questions/*")
    assert "Best is: latest of 6 figures from one origin" in page.locator("#main").inner_text()


def test_the_page_leads_to_its_files_and_to_joining(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}?told_by=2025-01-31")
    with page.expect_download() as saved:
        page.locator(".files").get_by_role("link", name="CSV").click()
    assert saved.value.suggested_filename.startswith("event-")
    page.get_by_role("link", name="Join it with this one").click()
    page.wait_for_url("**/review?figure=*#pair")
    assert page.get_by_role("button", name="Same event", exact=True).is_visible()


def test_a_mark_leads_to_its_words_and_so_does_the_table(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    marks = page.locator("svg.course.wide").first.locator("a")
    rows = page.locator("table.said").first.locator("td.how-many a")
    drawn = {marks.nth(at).get_attribute("href") for at in range(marks.count())}
    told = {rows.nth(at).get_attribute("href") for at in range(rows.count())}
    # Echoes are folded into the mark of the number that they repeat.
    assert drawn < told
    assert all(href is not None and href.startswith("/figures/") for href in drawn)


def test_a_figure_is_set_aside_and_put_back_by_mouse(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    before = best_of(watched)
    page.get_by_role("link", name="set aside with its 1 echo: “About 2,000”").last.click()
    page.wait_for_url("**without=*")
    page.locator(".tried").wait_for()
    assert "Nothing is filed" in page.get_by_role("status").inner_text()
    after = best_of(watched)
    assert after != before
    assert "with all figures: 100, 2,000, 4,700" in page.locator("table.ranges").first.inner_text()
    # The address keeps it.
    page.reload()
    assert best_of(watched) == after
    watched.look_all("event-without")
    page.get_by_role("link", name="Put all back").click()
    page.wait_for_url(lambda url: "without" not in url)
    page.locator(".tried").wait_for(state="detached")
    assert best_of(watched) == before
    assert watched.faults == []


def test_by_keyboard_alone(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    link = page.get_by_role("link", name="set aside with its 1 echo: “About 2,000”").last
    name = link.get_attribute("id")
    link.focus()
    page.keyboard.press("Enter")
    page.locator(".tried").wait_for()
    # The reader stays where they were.
    page.wait_for_function("id => document.activeElement && document.activeElement.id === id", arg=name)
    page.locator("#told-by-slider").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**told_by=2024-12-17*")
    page.get_by_text("As published by 17 December 2024").wait_for()
    assert watched.faults == []


def test_without_scripts_every_form_works(plain: Watched, event: str) -> None:
    page = plain.open(f"/events/{event}")
    page.get_by_label("published by").fill("2025-01-13")
    page.get_by_role("button", name="Show").click()
    assert "told_by=2025-01-13" in page.url
    assert "best 300" in page.locator(".lead").inner_text()
    assert "as of 13 Jan 2025" in (page.locator("svg.course.wide").first.text_content() or "")
    page.get_by_role("link", name="Compare what UCDP").click()
    assert page.get_by_role("rowheader", name="ucdp").count() > 0
    page.get_by_role("link", name="All that is known now").click()
    assert "best 2,000" in page.locator(".lead").inner_text()
    page.get_by_role("link", name="set aside").first.click()
    assert "Not the ledger's answer" in page.get_by_role("status").inner_text()


def test_what_was_not_known_yet_is_told(plain: Watched, event: str) -> None:
    page = plain.open(f"/events/{event}?told_by=2020-01-01")
    assert "Nothing of this event had been published by then" in page.locator("#main").inner_text()
    page = plain.open(f"/events/{event}?known_at=2020-01-01")
    assert "Nothing of this event had been filed by then" in page.locator("#main").inner_text()
    assert "is not a date" in plain.open(f"/events/{event}?told_by=soon").get_by_role("alert").inner_text()
    assert "no event" in plain.open("/events/nonsense").get_by_role("alert").inner_text()


def test_rule_sets_and_questions_are_shown(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}?rules=all")
    assert page.get_by_role("rowheader", name="airwars").count() > 0
    page = watched.open(f"/questions/{event}")
    assert page.get_by_role("heading", name="Echoes, counted once").is_visible()
    assert page.locator("table.said tbody tr").count() == 13
    watched.look_all("question")


def test_a_cited_answer_is_found_again(plain: Watched, event: str) -> None:
    page = plain.open(f"/events/{event}")
    lead = page.locator(".lead").inner_text()
    page.get_by_text("BibTeX").click()
    assert "@misc{according-" in page.get_by_label("BibTeX").inner_text()
    page.goto(page.locator("#cite ~ p a").first.get_attribute("href") or "")
    assert page.locator(".lead").inner_text() == lead
    assert "at the revision that was cited" in page.get_by_role("status").inner_text()


def test_an_embedded_event(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}/embed?without={event}")
    # What somebody tried out does not stand in other people's pages.
    assert "best 2,000" in page.locator("main").inner_text()
    assert page.locator("form, script").count() == 0
    watched.look_all("embed")
    assert httpx.get(page.url).headers["content-security-policy"] == EMBEDDED


def test_a_chart_as_a_file_stands_by_itself(address: str, event: str) -> None:
    for wide in ("true", "false"):
        answer = httpx.get(f"{address}/events/{event}/chart.svg?wide={wide}")
        assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
        root = ElementTree.fromstring(answer.text)
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert "ledger revision" in answer.text
    assert httpx.get(f"{address}/events/{event}/chart.svg?measure=seized").status_code == 404


def test_hostile_words_stay_words(ledger: SqlLedger) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e&\"'"
    for at in range(2):
        ledger.add(make_reading(
            draft(12 + at, "miners", place="Kyiv", days=(DAY, DAY), speaker=f"Police {hostile}"), before=f"A mine {at}.", title=hostile,
            publisher=hostile, published=DAY + timedelta(at),
        ))  # fmt: skip
    group_figures(ledger)
    [found] = list_events(ledger, Query(population="miners"))
    figure = found.counts[0].whole.question.figures[0].id
    with served(Desk(ledger)) as address:
        for path in (f"/events/{figure}", f"/events/{figure}/embed", f"/questions/{figure}", f"/events/{figure}/chart.svg"):
            text = httpx.get(address + path).text
            assert "<img" not in text
            assert "\u202e" not in text, path
        ElementTree.fromstring(text)
