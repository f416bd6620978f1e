"""Pages on paper: nothing of the screen's, nothing cut, and written out where each number is found again."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from browsing import Watched

# A4 without its margins, in pixels.
PAPER = 687
# What reaches beyond the sheet, or over its neighbour in a row.
BEYOND = """(width) => [...document.querySelectorAll('main :not(svg *)')].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.right > width + 1;
}).map((one) => one.outerHTML.slice(0, 80)).concat([...document.querySelectorAll('main td')].filter(
  (one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80)))"""


def first_event(watched: Watched) -> str:
    watched.open("/events")
    return watched.page.locator("table.events tbody th a").first.get_attribute("href") or ""


@pytest.mark.parametrize("path", ["event", "question", "report", "/events?measure=killed", "/speakers", "/map", "/timeline", "/reports"])
def test_nothing_is_cut_and_nothing_of_the_screen_is_printed(watched: Watched, path: str) -> None:
    figure = first_event(watched).rpartition("/")[2]
    addresses = {"event": f"/events/{figure}?rules=all", "question": f"/questions/{figure}", "report": f"/figures/{figure}"}
    page = watched.open(addresses.get(path, path))
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": PAPER, "height": 972})
    assert page.evaluate(BEYOND, PAPER) == []
    for hidden in ("header.bar", ".foot", "form", "button", "nav", ".files"):
        assert not [one for one in page.locator(hidden).all() if one.is_visible()], hidden
    # An arrow in a chart says that a number is a floor.
    assert "none" not in page.evaluate("[...document.querySelectorAll('.course .bar')].map(one => getComputedStyle(one).display)")
    # Paper is white, whatever the screen is.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("p.printed").last.is_visible()
    assert watched.faults == []


def test_an_event_on_paper_holds_its_evidence(watched: Watched) -> None:
    page = watched.open(first_event(watched))
    ids = {row.get_attribute("data-address") or "" for row in page.locator(".said .number").all()}
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    # Words may be broken anywhere on a narrow column.
    words = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in document)
    document.close()
    # To the end of the sentence, where it is often said who says so.
    assert "SouthKorea'sNationalIntelligenceServicetoldlawmakersonWednesday,accordingtothesiteIndianDefenceNews." in words
    # Those too that are folded on the screen.
    assert len(ids) > 20
    assert [id for id in ids if id not in words] == []
    assert "Permanentaddress:http://127.0.0.1" in words
    assert "@misc" not in words
    assert "2025-04-30-headline-says-deaths.txt" in words


def test_filters_stand_on_a_printed_list(watched: Watched) -> None:
    page = watched.open("/events?measure=killed&place=Kursk")
    page.emulate_media(media="print")
    told = page.locator("p.printed").first
    assert told.is_visible()
    assert told.inner_text() == "measure: killed; where: Kursk"
