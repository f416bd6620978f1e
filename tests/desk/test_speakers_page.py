"""Speakers in a browser: the list by mouse, by keyboard and without scripts, and what one has said with links to the words."""

from __future__ import annotations

import pytest
from browsing import Watched

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
        assert (row.get_by_role("link").first.get_attribute("href") or "").startswith("/figures/")


@pytest.mark.parametrize("name", ["nobody at all", "a/b", "<script>alert(1)</script>", "‮gnihton", "%"])
def test_a_name_that_nobody_has_is_a_problem_told(plain: Watched, name: str) -> None:
    page = plain.page
    answer = page.goto(f"{plain.address}/speakers/{name.replace('%', '%25')}")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("alert").inner_text().startswith("no speaker in the ledger is called")


def test_no_name_holds_the_words(plain: Watched) -> None:
    assert "No speaker's name holds all these words." in plain.open("/speakers?q=zzzzqqq").inner_text("main")
