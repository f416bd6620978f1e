"""Speakers in a browser: the list by mouse, by keyboard and without scripts, and what one has said with links to the words."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from browsing import Watched, served
from drafts import draft, make_reading
from playwright.sync_api import expect

from according.desk.desk import Desk
from according.ledger.store import SqlLedger
from according.services.group import group_figures
from according.services.judge import file_rulings

ZELENSKYY = "/speakers/Volodymyr Zelenskyy"


def test_a_speaker_is_found_by_keyboard(watched: Watched) -> None:
    page = watched.open("/speakers")
    watched.look_all("speakers")
    page.get_by_label("name").focus()
    page.keyboard.type("zelenskyy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/speakers?q=zelenskyy")
    page.get_by_role("link", name="Volodymyr Zelenskyy").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/speakers/Volodymyr%20Zelenskyy")
    assert page.get_by_role("heading", level=1).inner_text() == "Volodymyr Zelenskyy"
    watched.look_all("speaker")


def test_each_figure_leads_to_its_words_without_scripts(plain: Watched) -> None:
    page = plain.open(ZELENSKYY)
    rows = page.locator("tbody tr")
    assert rows.count() > 0
    for row in rows.all():
        assert "Zelenskyy" in row.locator("[data-label='said by']").inner_text()
        assert re.search(r"^/reports/\w+\?figure=(\w+)#f-\1$", row.get_by_role("link").first.get_attribute("href") or "")


@pytest.mark.parametrize("name", ["nobody at all", "a/b", "<script>alert(1)</script>", "‮gnihton", "%"])
def test_a_name_that_nobody_has_is_a_problem_told(plain: Watched, name: str) -> None:
    page = plain.page
    answer = page.goto(f"{plain.address}/speakers/{name.replace('%', '%25')}")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("alert").inner_text().startswith("no speaker in the ledger is called")


def test_no_name_holds_the_words(plain: Watched) -> None:
    assert "No speaker's name holds all these words." in plain.open("/speakers?q=zzzzqqq").inner_text("main")


def test_a_reliability_is_set_by_keyboard_shown_everywhere_and_taken_back(watched: Watched, ledger: Any) -> None:
    page = watched.open(ZELENSKYY)
    assert page.locator(".set dl").inner_text().split() == ["reliability", "not", "set", "side", "not", "set"]
    page.get_by_text("Set reliability or side").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("B")
    page.keyboard.press("Tab")
    page.keyboard.type("its counts held")
    page.keyboard.press("Enter")
    page.wait_for_url("**#set")
    expect(page.locator(".set dl")).to_contain_text("B, usually reliable")
    assert "its counts held" in page.locator(".set dl").inner_text()
    [made] = ledger.rulings()
    assert (made.kind, made.subject, made.value, made.why) == ("reliability", "Volodymyr Zelenskyy", "B", "its counts held")
    page.get_by_text("Set reliability or side").click()
    watched.look_all("speaker-set")

    page = watched.open("/speakers?q=zelenskyy")
    assert "reliability B, usually reliable" in page.get_by_role("row", name="Volodymyr Zelenskyy").inner_text()
    watched.look_all("speakers-set")
    page = watched.open("/rulings")
    assert "reliability: B" in page.locator("tbody tr").inner_text()
    watched.look_all("rulings-speaker")

    figure = ledger.latest_by("Volodymyr Zelenskyy", 1)[0][1].id
    page = watched.open(f"/questions/{figure}")
    told = page.locator("a.set-by").first
    assert "reliability B, usually reliable" in told.inner_text()
    watched.look_all("question-set")
    told.click()
    page.wait_for_url("**/speakers/Volodymyr%20Zelenskyy#set")
    page.get_by_role("button", name="Take back the reliability").click()
    page.wait_for_url("**#set")
    expect(page.locator(".set dl div").first).to_contain_text("not set")
    page.get_by_text("2 rulings on this speaker").click()
    assert page.locator(".set .rulings em").inner_text() == "taken back"
    assert watched.faults == []


def test_a_side_is_set_without_scripts(plain: Watched, ledger: Any) -> None:
    page = plain.open(ZELENSKYY)
    page.get_by_text("Set reliability or side").click()
    page.get_by_label("Side").fill("Ukraine")
    page.locator("#why-side").fill("its president")
    page.get_by_role("button", name="Set side").click()
    assert "Ukraine" in page.locator(".set dl").inner_text()
    assert [(one.kind, one.value) for one in ledger.rulings()] == [("side", "Ukraine")]


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"ruling": "reliability", "value": "G", "why": "so"}, 422, "is no reliability; give one of A"),
        ({"ruling": "reliability", "value": "A", "why": " "}, 422, "a ruling needs its reason"),
        ({"ruling": "side", "value": "\u202eUkraine", "why": "so"}, 422, "names no side"),
        ({"ruling": "side", "value": "x" * 81, "why": "so"}, 422, "one to 80 characters"),
        ({"ruling": "accept", "value": "A", "why": "so"}, 422, "is nothing that is set of a speaker"),
        ({}, 422, "is nothing that is set of a speaker"),
    ],
)
def test_what_cannot_be_set_is_told_with_the_form_kept(
    ledger: Any, address: str, form: dict[str, str], status: int, told: str
) -> None:
    answer = httpx.post(address + ZELENSKYY, data={"seen": "", **form})
    assert answer.status_code == status
    assert told in answer.text
    assert ledger.rulings() == []


def test_two_people_do_not_overwrite_each_other(watched: Watched, ledger: Any) -> None:
    page = watched.open(ZELENSKYY)
    page.get_by_text("Set reliability or side").click()
    page.get_by_label("Reliability").select_option("D")
    page.locator("#why-reliability").fill("it did not hold")
    file_rulings(ledger, "reliability", "Volodymyr Zelenskyy", ["A"], who="ben", why="it held")
    page.get_by_role("button", name="Set reliability").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has ruled on this speaker meanwhile")
    assert "set by ben" in page.locator(".set dl").inner_text()
    assert (page.get_by_label("Reliability").input_value(), page.locator("#why-reliability").input_value()) == ("D", "it did not hold")
    watched.look_all("speaker-conflict")
    page.get_by_role("button", name="Set reliability").click()
    page.wait_for_url("**#set")
    assert [one.value for one in ledger.rulings()] == ["A", "D"]


@pytest.mark.parametrize("name", ["a/b", "58a00bb722d84d98", "facade", "%41", "?q=1#x"])
def test_any_name_is_found_and_set(ledger: SqlLedger, plain: Watched, name: str) -> None:
    ledger.add(make_reading(draft(12, "miners", speaker=name)))
    group_figures(ledger)
    page = plain.open("/speakers")
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_text("Set reliability or side").click()
    page.get_by_label("Reliability").select_option("F")
    page.locator("#why-reliability").fill("nothing is known of it")
    page.get_by_role("button", name="Set reliability").click()
    assert "F, reliability cannot be judged" in page.locator(".set dl").inner_text()
    page.get_by_role("button", name="Take back the reliability").click()
    assert page.get_by_role("heading", level=1).inner_text() == name
    assert [(one.subject, one.undoes is None) for one in ledger.rulings()] == [(name, True), (name, False)]


def test_the_api_tells_what_is_set_and_null_where_nothing_is(ledger: Any) -> None:
    with served(Desk(ledger)) as address, httpx.Client(base_url=f"{address}/api") as client:
        assert client.get("/speakers", params={"q": "zelenskyy"}).json()["set"] == []
        unset = {"name": "Volodymyr Zelenskyy", "reliability": None, "side": None}
        assert client.get("/speakers/Volodymyr Zelenskyy").json() == unset
        file_rulings(ledger, "side", "Volodymyr Zelenskyy", ["Ukraine"], who="ann", why="its president")
        told = client.get("/speakers/Volodymyr Zelenskyy").json()
        assert (told["reliability"], told["side"]["value"], told["side"]["who"], told["side"]["why"]) == (
            None, "Ukraine", "ann", "its president",
        )  # fmt: skip
        assert client.get("/speakers", params={"q": "zelenskyy"}).json()["set"] == [told]
        assert client.get("/speakers/nobody").status_code == 404
        figure = ledger.latest_by("Volodymyr Zelenskyy", 1)[0][1].id
        assert client.get(f"/events/{figure}").json()["speakers"] == [told]
        chains = [told["chain"] for told in client.get(f"/questions/{figure}").json()["figures"]]
        assert {(one["name"], one["reliability"], one["side"]) for chain in chains for one in chain if one["side"]} == {
            ("Volodymyr Zelenskyy", None, "Ukraine")
        }
