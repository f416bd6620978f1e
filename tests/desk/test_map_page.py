"""The map and the timeline in a browser: moved by links and by keys, with the same facts beside them, and without scripts."""

from __future__ import annotations

import pytest
from browsing import Watched


def test_map_shows_places_as_areas(watched: Watched) -> None:
    page = watched.open("/map")
    # A region is no point: it is drawn as wide as regions are.
    assert page.locator("svg.world ellipse.area").count() > 0
    assert page.get_by_role("row", name="Kursk").first.is_visible()
    assert page.locator("path.land").bounding_box() is not None
    watched.look_all("map")
    watched.open("/map?box=-180,-70,180,85")
    assert page.locator("svg.world ellipse.ring").count() > 0
    watched.look("map-world")


def test_map_moves_by_links_alone(plain: Watched) -> None:
    page = plain.open("/map")
    seen = {page.url}
    for words in ("closer", "wider", "west", "east", "north", "south", "world", "fit"):
        page.get_by_role("link", name=words, exact=True).click()
        assert page.locator("svg.world").is_visible()
        seen.add(page.url)
    assert len(seen) > 6
    page.locator("svg.world a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?place=*")


@pytest.mark.parametrize("box", ["1", "a,b,c,d", "10,10,0,0", "0,0,999,10", "nan,0,1,1", "inf,0,1,1", "0,0,0,0"])
def test_a_wrong_box_is_told(plain: Watched, box: str) -> None:
    assert "is no part of the world" in plain.open(f"/map?box={box}").get_by_role("alert").inner_text()


def test_timeline_has_its_table(watched: Watched) -> None:
    page = watched.open("/timeline")
    assert page.locator("svg.timeline rect.days").count() > 0
    assert page.locator("svg.timeline.wide a").count() == page.locator("table.events tbody").count()
    watched.look_all("timeline")
    # On a narrow screen nothing of it lies beside the screen: the newest days are at the right.
    page.set_viewport_size({"width": 390, "height": 800})
    narrow = page.locator("svg.timeline.narrow")
    assert not page.locator("svg.timeline.wide").is_visible()
    assert narrow.locator("a").count() == page.locator("table.events tbody").count()
    ends = [box["x"] + box["width"] for each in narrow.locator("rect, text").all() if (box := each.bounding_box()) is not None]
    assert max(ends) <= 390


def test_timeline_without_scripts(plain: Watched) -> None:
    page = plain.open("/timeline?measure=wounded")
    assert page.locator("table.events tbody").count() > 0
    assert "No event has a figure that fits" in plain.open("/timeline?place=Nowhere+at+all").locator("#main").inner_text()
