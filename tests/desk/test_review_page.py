"""Review in the browser: by keys, by mouse and without scripts; two people at once; undo; agreement."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from browsing import Watched
from playwright.sync_api import expect

from according.records import Query
from according.services.browsing.recent import page_events
from according.services.people.review import find_queue


def heading(watched: Watched) -> str:
    return watched.page.locator("#opened").inner_text()


def open_first(watched: Watched) -> str:
    watched.open("/review")
    return str(watched.page.locator("form.verdict input[name=figure]").first.get_attribute("value"))


def test_by_keys_alone(watched: Watched, ledger: Any) -> None:
    figure = open_first(watched)
    page = watched.page
    watched.look_all("review")
    first = heading(watched)
    page.keyboard.press("j")
    expect(page.locator("#opened")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator("#opened")).to_have_text(first)
    page.keyboard.press("a")
    expect(page.locator(".just")).to_contain_text("accept")
    [ruling] = ledger.rulings()
    assert (ruling.kind, ruling.subject) == ("accept", figure)
    page.keyboard.press("u")
    expect(page.locator(".just")).to_contain_text("takes back")
    assert heading(watched) == first
    page.keyboard.press("r")
    page.keyboard.type("a slip")
    page.keyboard.press("Enter")
    expect(page.locator(".just")).to_contain_text("reject")
    assert [made.kind for made in ledger.rulings()] == ["accept", "accept", "reject"]
    assert watched.faults == []


def test_a_correction_by_keys(watched: Watched, ledger: Any) -> None:
    figure = open_first(watched)
    page = watched.page
    page.keyboard.press("c")
    # The first field is focused; letters typed there are letters and no keys of the page.
    page.keyboard.press("Control+a")
    page.keyboard.type("12345")
    page.locator("#to-high").fill("12345")
    page.locator("#why-correct").fill("the text says so")
    watched.look_all("review-correcting")
    page.keyboard.press("Enter")
    expect(page.locator(".just")).to_contain_text("lowest number: 12,345")
    assert {(made.field, made.value) for made in ledger.rulings()} == {("low", 12345), ("high", 12345)}
    watched.open(f"/review?figure={figure}")
    assert "read as 4,700" in page.locator(".values").inner_text()
    watched.look_all("review-corrected")
    page.get_by_role("button", name=re.compile("Take back")).first.click()
    expect(page.locator(".just")).to_contain_text("takes back")
    # What was taken back is not offered to be taken back.
    expect(page.locator("#undo")).to_have_count(0)


def test_escape_leaves_a_field_and_keeps_what_was_typed(watched: Watched, ledger: Any) -> None:
    open_first(watched)
    page = watched.page
    for key, field in (("c", "#to-low"), ("r", "#why-reject")):
        page.keyboard.press(key)
        page.keyboard.press("Control+a")
        page.keyboard.type("4321")
        page.keyboard.press("Escape")
        expect(page.locator(field)).not_to_be_focused()
        expect(page.locator(field)).to_have_value("4321")
    page.keyboard.press("a")
    expect(page.locator(".just")).to_contain_text("accept")
    [ruling] = ledger.rulings()
    # Nobody is made to say why.
    assert ruling.why == "no reason given"


def test_from_a_report_to_the_correction_and_to_the_corrected_event(watched: Watched) -> None:
    figure = open_first(watched)
    page = watched.open(f"/figures/{figure}")
    page.locator(f'a[href="/review?figure={figure}#correct"]').click()
    page.locator("#to-speakers-1").fill("the harbour master")
    page.locator("#to-speakers-2").fill("his [deputy]")
    page.locator("#why-correct").fill("the text names another")
    page.get_by_role("button", name="File the correction").click()
    page.get_by_role("link", name="See its event now").click()
    assert page.url.endswith(f"/events/{figure}")
    assert "the harbour master, citing his [deputy]" in page.locator(f"#r-{figure}").text_content()
    page.goto(f"{watched.address}/rulings")
    row = page.locator("table tbody tr").first.inner_text()
    assert "corrected, who says so: the harbour master, citing his [deputy]" in row
    assert "“4,700” North Korean soldiers wounded, the harbour master" in row
    assert page.locator(f'table a[href="/events/{figure}"]').inner_text().startswith("North Korean soldiers killed")


def test_an_event_is_joined_with_one_that_is_named(plain: Watched, ledger: Any) -> None:
    [one, other] = page_events(ledger, Query()).events
    page = plain.open(f"/events/{one.figure}")
    page.get_by_role("link", name="Join it with this one").click()
    page.locator("#pair summary").click()
    offered = page.locator("#pair label", has=page.locator("input[name=other]")).first.inner_text()
    assert other.event.title[:20] in offered
    assert re.search(r"\d{4} · \d+ reports?$", offered.strip())
    # Any other is found by its words.
    page.locator("#find").fill("no such words")
    page.get_by_role("button", name="Look").click()
    assert "No other event holds these words" in page.locator("#pair").inner_text()
    page.locator("#find").fill("Kursk")
    page.get_by_role("button", name="Look").click()
    page.locator("#pair input[name=other]").first.check()
    page.locator("#why-event").fill("one campaign")
    page.get_by_role("button", name="Join the two events").click()
    assert ledger.rulings()[-1].kind == "same-event"
    [joined] = page_events(ledger, Query()).events
    assert {filing.id for filing in joined.event.reports} >= {filing.id for filing in other.event.reports}
    # The event says who joined it and why, and it can be parted again from there.
    page = plain.open(f"/events/{one.figure}")
    told = page.locator("#joined + ul li").inner_text()
    assert f"{ledger.rulings()[-1].who} ruled on" in told
    assert "are of the same event: one campaign" in told
    page.get_by_role("button", name="Part them again").click()
    assert len(page_events(ledger, Query()).events) == 2
    assert plain.open(f"/events/{one.figure}").locator("#joined").count() == 0


def test_keys_can_be_switched_off(watched: Watched, ledger: Any) -> None:
    open_first(watched)
    page = watched.page
    page.locator("#keys").uncheck()
    page.reload()
    expect(page.locator("#keys")).not_to_be_checked()
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_timeout(100)
    assert ledger.rulings() == []
    page.locator("#keys").check()
    page.keyboard.press("a")
    expect(page.locator(".just")).to_contain_text("accept")


def test_without_scripts(plain: Watched, ledger: Any) -> None:
    figure = open_first(plain)
    page = plain.page
    page.locator("#who").fill("Ann  Émile")
    page.get_by_role("button", name="Keep the name").click()
    page.locator("#correct summary").click()
    page.locator("#to-place").fill("")
    page.locator("#why-correct").fill("no place is named")
    page.get_by_role("button", name="File the correction").click()
    [ruling] = ledger.rulings()
    assert (ruling.who, ruling.field, ruling.value, ruling.subject) == ("Ann Émile", "place", None, figure)
    page.get_by_role("button", name=re.compile("Undo")).click()
    assert [made.undoes for made in ledger.rulings()] == [None, ruling.id]
    page.locator("#pair summary").click()
    page.locator("form", has=page.locator("#why-pair")).locator("input[name=other]").first.check()
    page.locator("#why-pair").fill("one blast")
    page.get_by_role("button", name="Same origin", exact=True).click()
    assert ledger.rulings()[-1].kind == "same-origin"


def test_two_people_do_not_overwrite_each_other(watched: Watched, ledger: Any, address: str) -> None:
    figure = open_first(watched)
    page = watched.page
    page.locator("#correct summary").click()
    page.locator("#to-population").fill("miners")
    page.locator("#why-correct").fill("it says miners")
    # Somebody else rules while the form is filled in.
    made = httpx.post(f"{address}/review", data={"figure": figure, "ruling": "reject", "why": "no count", "seen": ""})
    assert made.status_code == 303
    page.get_by_role("button", name="File the correction").click()
    expect(page.get_by_role("alert").first).to_contain_text("somebody else has ruled on this meanwhile")
    assert "reject" in page.locator(".opened .alert").inner_text()
    assert (page.locator("#to-population").input_value(), page.locator("#why-correct").input_value()) == ("miners", "it says miners")
    assert [one.kind for one in ledger.rulings()] == ["reject"]
    watched.look_all("review-conflict")
    # Both were seen now: sent again, it is filed after the other.
    page.get_by_role("button", name="File the correction").click()
    assert [one.kind for one in ledger.rulings()] == ["reject", "correct"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"ruling": "reject", "why": " "}, "a ruling needs its reason"),
        ({"ruling": "correct", "why": "so"}, "nothing was changed"),
        ({"ruling": "correct", "why": "so", "to-low": "many"}, "is no number for low"),
        ({"ruling": "same-event", "why": "so", "other": "0123456789"}, "no figure, statement or event"),
        ({"ruling": "burn", "why": "so"}, "is no kind of ruling"),
    ],
)
def test_what_cannot_be_filed_is_told_with_the_form_kept(ledger: Any, address: str, form: dict[str, str], told: str) -> None:
    figure = ledger.find(Query(), limit=1)[0].id
    answer = httpx.post(f"{address}/review", data={"figure": figure, "seen": "", **form})
    assert (answer.status_code, told in answer.text) == (422, True)
    if "to-low" in form:
        assert 'value="many"' in answer.text
    assert ledger.rulings() == []


def test_what_is_judged_waits_no_more_and_the_order_is_explained(ledger: Any, watched: Watched, address: str) -> None:
    queue = find_queue(ledger)
    assert [item.rank for item in queue.items] == sorted((item.rank for item in queue.items), reverse=True)
    assert queue.items[0].doubts[0].kind == "contradiction"
    assert "cannot be true together" in httpx.get(f"{address}/review").text
    figure = queue.items[0].filed.id
    httpx.post(f"{address}/review", data={"figure": figure, "ruling": "accept", "seen": ""})
    after = find_queue(ledger)
    assert (after.judged, figure in [item.filed.id for item in after.items]) == (1, False)
    assert "1 right as read" in httpx.get(f"{address}/agreement").text
    corrected = {"figure": queue.items[1].filed.id, "ruling": "correct", "why": "so", "seen": "", "to-low": "7", "to-high": "7"}
    httpx.post(f"{address}/review", data=corrected)
    for path in ("agreement", "rulings"):
        watched.open(f"/{path}")
        watched.look_all(path)


def test_an_id_that_is_none_is_told(address: str) -> None:
    answer = httpx.get(f"{address}/review?figure=0123456789")
    assert (answer.status_code, "no figure, statement or event" in answer.text) == (422, True)
