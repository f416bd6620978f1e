"""Searching in a browser: one box over all kinds, by mouse, by keyboard, and without scripts."""

from __future__ import annotations

import pytest
from browsing import Watched


def test_search_finds_every_kind(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_role("searchbox").fill("Kursk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Kursk")
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings == ["Events", "Reports", "Statements", "Places"]
    assert "Kursk" in page.locator("blockquote").first.inner_text()
    watched.look_all("search")


def test_statement_leads_to_its_words(plain: Watched) -> None:
    page = plain.open("/search?q=Kursk")
    address = page.locator("h2#statements + ul a").first.get_attribute("href") or ""
    assert address.startswith("/reports/")
    assert "#s-" in address


def test_speakers_are_found(plain: Watched) -> None:
    page = plain.open("/search?q=Zelenskyy")
    assert page.get_by_role("link", name="Volodymyr Zelenskyy").first.is_visible()


@pytest.mark.parametrize("words", ["", "   ", "zzzzqqqq", '"', "!?", "<script>alert(1)</script>", "‮gnihton", "a" * 300])
def test_odd_words_are_answered(watched: Watched, words: str) -> None:
    page = watched.open("/search")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="Search").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith(("Search", "Found for"))
    assert watched.faults == []
