"""An event's page in a browser: its chart, its tables, and what the reader tries out, by mouse, by keyboard, and without scripts."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from browsing import Watched, served
from drafts import DAY, draft, make_reading

from according.desk.desk import Desk
from according.desk.guard import EMBEDDED
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.events import list_events
from according.services.group import group_figures


@pytest.fixture(scope="module")
def event(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A figure of the largest event of the sample ledger, of which each test has a copy: the losses in Kursk."""
    with open_ledger(str(shutil.copy(samples, tmp_path_factory.mktemp("event") / "ledger.db"))) as ledger:
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


def test_the_page_says_what_adds_up_beside_what_does_not(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    told = page.get_by_role("heading", name="Adds up").locator("xpath=following-sibling::ul[1]").inner_text()
    # What the command says of each of the event's questions, once.
    assert told.count("600 + 4,100 = 4,700. Said by The New York Editorial") == 1
    assert page.locator(".clashes").get_by_text("600 killed + 4,700 wounded = 5,300").count() == 1


def test_the_page_says_why_a_number_is_the_best(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    killed = page.locator("table.ranges").first.locator("tbody").first
    assert "latest of 6 figures (1 independent origin)" in killed.locator(".whose").inner_text()
    # And in sentences that can be printed: how many, who says so by whom, as of when, and why before the others.
    reason = (
        "Best is 2,000 killed: “About 2,000” by the lawmaker Lee Seong-kweun, citing the National Intelligence Service, a third party, "
        "as of 2 September 2025. Of 6 figures from 1 independent origin it was chosen because it is the latest by those who are placed "
        "best to know."
    )
    assert reason in page.locator("#why + ul li").first.inner_text()
    killed.locator(".label a").click()
    page.wait_for_url("**/questions/*")
    assert page.locator("#why").inner_text() == reason


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
    assert all(href is not None and re.fullmatch(r"/reports/\w+\?figure=(\w+)#f-\1", href) for href in drawn)


def test_a_figure_is_set_aside_and_put_back_by_mouse(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    before = best_of(watched)
    page.get_by_role("link", name="set aside with its 1 echo: “About 2,000”").last.click()
    page.wait_for_url("**without=*")
    page.locator(".tried").wait_for()
    assert "Nothing is filed" in page.get_by_role("status").inner_text()
    after = best_of(watched)
    assert after != before
    assert "the ledger's answer: 100, 2,000, 4,700" in page.locator("table.ranges").first.inner_text()
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


def test_going_back_shows_the_answer_of_before(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    before = best_of(watched)
    page.get_by_role("link", name="set aside with its 1 echo: “About 2,000”").last.click()
    page.wait_for_selector(".tried")
    # The browser keeps no page: what it goes back to is asked for again, and is whole.
    assert page.evaluate("sessionStorage.getItem('htmx-history-cache')") is None
    page.go_back()
    page.wait_for_url(lambda url: "without" not in url)
    page.wait_for_selector(".tried", state="detached")
    assert best_of(watched) == before
    assert page.get_by_role("heading", level=1).count() == 1
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


def test_a_repair_is_tried_out_and_taken_back(watched: Watched, event: str, ledger: Any) -> None:
    page = watched.open(f"/events/{event}")
    before, clash = best_of(watched), page.locator(".clashes > li").filter(has_text="600 killed + 4,700 wounded = 5,300")
    assert clash.count() == 1
    clash.get_by_text("What would mend it").click()
    clash.get_by_role("link", name="try it: at most 4,100 wounded").click()
    page.wait_for_url("**try=*:4100*")
    told = page.get_by_role("status").inner_text()
    assert "with 1 number that you try out and nobody stated. Nothing is filed." in told
    assert "“4,700”" in told
    assert "tried as 4,100" in told
    # What could not be true is true now, the range is another, and the words are those of the report still.
    assert clash.count() == 0
    wounded = page.locator("table.ranges tbody").filter(has_text="the ledger's answer:").first
    assert wounded.count() == 1
    row = page.locator("table.said tr").filter(has_text="tried as 4,100").first
    assert row.locator("mark").text_content() == "4,700"
    watched.look_all("event-tried")
    page.reload()
    assert clash.count() == 0
    page.get_by_role("link", name="take back: “4,700”").click()
    page.locator(".tried").wait_for(state="detached")
    assert clash.count() == 1
    assert best_of(watched) == before
    assert ledger.rulings() == []
    assert watched.faults == []


def test_a_repair_of_a_sum_is_tried_out(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    before, clash = best_of(watched), page.locator(".clashes > li").filter(has_text="600 killed + 4,700 wounded = 5,300")
    clash.get_by_text("What would mend it").click()
    clash.get_by_role("link", name="try it, each by the same share: at most 4,700 killed and wounded together").click()
    page.wait_for_url("**try=*:532*")
    told = page.get_by_role("status").inner_text()
    # Both numbers of the sum are tried; together they are what was stated of both.
    assert ("tried as 532" in told, "tried as 4,168" in told, 532 + 4168) == (True, True, 4700)
    assert clash.count() == 0
    assert "the ledger's answer:" in page.locator("table.ranges").first.inner_text()
    page.get_by_role("link", name="Put all back").click()
    page.locator(".tried").wait_for(state="detached")
    assert (clash.count(), best_of(watched)) == (1, before)
    assert watched.faults == []


def test_a_way_out_is_tried_out_by_keyboard(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    clash = page.locator(".clashes > li").filter(has_text="600 killed + 4,700 wounded = 5,300")
    clash.locator("summary").focus()
    page.keyboard.press("Enter")
    link = clash.get_by_role("link", name="try it without “Some 600” killed, “4,700” wounded: other populations")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**without=*without=*")
    assert "without 2 figures that you set aside" in page.get_by_role("status").inner_text()
    assert clash.count() == 0
    assert watched.faults == []


@pytest.mark.parametrize("path", ["events", "questions"])
def test_every_repair_can_be_tried_out_without_scripts(plain: Watched, event: str, path: str) -> None:
    start = plain.open(f"/{path}/{event}").url
    ways = {
        (clash.locator("p").first.inner_text(), way.inner_text()): [link.get_attribute("href") or "" for link in way.locator("a").all()]
        for clash in plain.page.locator(".clashes > li").all() for way in clash.locator("details li").all()
    }  # fmt: skip
    assert ways
    for (clash, words), links in ways.items():
        assert links, f"nothing tries {words}"
        for link in links:
            page = plain.open(link)
            assert page.url.split("?")[0] == start, words
            told = page.get_by_role("status").inner_text()
            assert "Not the ledger's answer" in told, words
            # What is tried of a linked question is told by its words as well.
            assert "not in what is shown" not in told, words
            # None of the figures can be left out of what cannot be true, so each way makes it true.
            assert clash not in page.locator(".clashes > li > p").all_inner_texts(), words


def test_a_number_of_ones_own_by_keyboard(watched: Watched, event: str) -> None:
    page = watched.open(f"/events/{event}")
    before = best_of(watched)
    link = page.get_by_role("link", name="other number for “About 2,000”").last
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**figure=*")
    # The form is there, with the figure chosen and the number to be typed.
    assert "About 2,000" in (page.locator("select[name=figure] option:checked").text_content() or "")
    page.wait_for_function("() => document.activeElement && document.activeElement.name === 'number'")
    page.keyboard.type("2,500 to 2600")
    page.keyboard.press("Enter")
    page.wait_for_url("**try=*:2500-2600*")
    # Who repeats the number is tried with it.
    assert page.url.count("try=") == 2
    assert "tried as 2,500 to 2,600" in page.get_by_role("status").inner_text()
    assert best_of(watched) != before
    assert "2,500 to 2,600 (tried)" in (page.locator("svg.course.wide").first.text_content() or "")
    assert "With other numbers in the place of 2 of its figures, which were tried out; nobody stated them." in page.content()
    svg = page.locator("a[href*='/chart.svg']").first.get_attribute("href") or ""
    drawn = " ".join(httpx.get(watched.address + svg).text.split())
    assert "with 2 numbers that somebody tried out and nobody stated" in drawn
    # How it was asked for stands in the file.
    assert drawn.partition("<metadata>")[2].partition("</metadata>")[0].count(":2500-2600") == 2
    assert watched.faults == []


def test_another_number_without_scripts(plain: Watched, event: str) -> None:
    page = plain.open(f"/events/{event}?told_by=2025-12-31")
    page.get_by_label("in the place of").select_option(event)
    page.get_by_label("the number").fill("5,000")
    page.get_by_role("button", name="Try", exact=True).click()
    assert "tried as 5,000" in page.get_by_role("status").inner_text()
    assert "told_by=2025-12-31" in page.url
    # Another one beside it: the first stays.
    page.get_by_role("link", name="other number for").last.click()
    page.get_by_label("the number").fill("300-")
    page.get_by_role("button", name="Try", exact=True).click()
    told = page.get_by_role("status").inner_text()
    assert "tried as 5,000" in told
    assert "tried as at least 300" in told
    page.get_by_role("link", name="Put all back").click()
    assert "try=" not in page.url
    page = plain.open(f"/questions/{event}")
    page.get_by_label("the number").fill("7000")
    page.get_by_role("button", name="Try", exact=True).click()
    assert "tried as 7,000" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("number", ["many", "400-300", "1e9", "-", "<b>5</b>", "٣٠٠", "nan", "12345678901", "1" * 60, "5,00"])
def test_what_is_no_number_is_told_and_kept(plain: Watched, event: str, number: str) -> None:
    page = plain.open(f"/events/{event}?figure={event}&number={quote(number)}")
    assert page.get_by_role("alert").inner_text().strip()
    assert page.get_by_label("the number").input_value() == number
    assert page.locator("select[name=figure]").input_value() == event
    assert httpx.get(page.url).status_code == 422


@pytest.mark.parametrize(
    "tried",
    ["x", "58a00bb722d84d98", "58a00bb722d84d98:", "58a00bb722d84d98:-5-", "58a00bb722d84d98:1e400", "<script>:3", "abc:5", "'\n:4"],
)
def test_what_cannot_be_tried_is_refused(address: str, event: str, tried: str) -> None:
    for path in (f"/events/{event}", f"/questions/{event}", f"/events/{event}/chart.svg", f"/events/{event}/embed"):
        answer = httpx.get(address + path, params={"try": tried})
        assert answer.status_code == 422, path
        assert "<script>:3" not in answer.text


def test_so_many_numbers_are_not_tried_together(address: str, event: str) -> None:
    tried = [f"{at:016x}:5" for at in range(101)]
    answer = httpx.get(f"{address}/events/{event}", params={"try": tried})
    assert (answer.status_code, "try up to 100" in answer.text) == (422, True)
    shown = httpx.get(f"{address}/events/{event}", params={"try": tried[:100]})
    assert shown.status_code == 200
    assert shown.text.count("not in what is shown") == 100


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
    page = watched.open(f"/events/{event}/embed?without={event}&try={event}:9999")
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
