"""The list of events in a browser: filtered, paged, by mouse, by keyboard, and without scripts."""

from __future__ import annotations

from browsing import Watched


def test_events_are_listed(watched: Watched) -> None:
    page = watched.open("/events")
    assert page.locator("table.events tbody").count() > 0
    assert page.get_by_role("columnheader", name="best").is_visible()
    watched.look_all("events")


def test_filters_narrow_the_list(plain: Watched) -> None:
    page = plain.open("/events")
    every = page.locator("table.events tbody").count()
    page.get_by_label("measure").select_option("wounded")
    page.get_by_role("button", name="Show").click()
    assert "measure=wounded" in page.url
    # An event is shown whole: the measure only says which events.
    assert 0 < page.locator("table.events tbody").count() <= every
    assert page.get_by_label("measure").input_value() == "wounded"
    page.get_by_role("link", name="Without filters").click()
    assert page.locator("table.events tbody").count() == every


def test_filters_by_keyboard_alone(watched: Watched) -> None:
    page = watched.open("/events")
    page.get_by_label("where").focus()
    page.keyboard.type("Nowhere at all")
    page.keyboard.press("Enter")
    page.wait_for_url("**place=Nowhere*")
    assert "No event has a figure that fits" in page.locator("#main").inner_text()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_label("publisher").is_visible()
    assert watched.faults == []


def test_a_wrong_filter_is_told(plain: Watched) -> None:
    page = plain.open("/events?first=yesterday-ish")
    assert "is not a date" in page.get_by_role("alert").inner_text()
    assert "is no place in this list" in plain.open("/events?after=nonsense").get_by_role("alert").inner_text()
