"""Adding in a browser: what is sent is shown as it would be read before it is filed, and nothing that was typed is lost."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from browsing import Watched, served
from playwright.sync_api import Page, expect

from according.desk.desk import Desk
from according.errors import LedgerError
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger

pytestmark = pytest.mark.heavy

TEXT = """Ministry and rebels differ over the Velmar attack

VELMAR, Jan 27, 2025 — The defence ministry said on Monday that 12 soldiers were killed in Velmar.

Colonel \u05d0\u05d1\u05d2 said “the rebels claim that 40\u202e soldiers were captured”. It rained for 14 hours.
"""
# Refused before the language model is needed.
FRENCH = "Douze personnes ont été tuées à Velmar, a déclaré le ministère de la Défense. Les secours cherchent encore des survivants."
NOTHING = "nothing to read: paste a text, choose a file or give a link"


@pytest.fixture
def door(empty: Path) -> Iterator[httpx.Client]:
    """A client of a desk over an empty ledger, without a browser and without the language model."""
    with open_ledger(str(empty), read_only=True) as ledger, served(Desk(ledger)) as address, httpx.Client(base_url=address) as opened:
        yield opened


def send_text(door: httpx.Client, text: str) -> str:
    """Send a text and return the page of it, once it is looked through."""
    page = door.post("/add", files={"text": (None, text)}).headers["location"]
    # What tells languages apart is loaded for the first text.
    for _ in range(100):
        if 'id="parcel" hx-get' not in door.get(page).text:
            break
        time.sleep(0.1)
    return str(page)


def send(page: Page) -> None:
    page.get_by_role("button", name="Show what would be read").click()


def settle(page: Page) -> None:
    """Wait until a parcel is not being worked on."""
    expect(page.locator("h1")).to_have_text("What would be read", timeout=60_000)


def saved(page: Page) -> list[dict[str, str]]:
    """The rows of the table that a page gives as a file."""
    address = page.locator(".files").get_by_role("link", name="CSV").get_attribute("href") or ""
    return list(csv.DictReader(httpx.get(urljoin(page.url, address)).text.splitlines()[1:]))


def test_a_pasted_text_is_shown_read_and_then_filed(watched: Watched, ledger: SqlLedger) -> None:
    before = ledger.contents().reports
    page = watched.open("/add")
    watched.look_all("add")
    page.get_by_label("Paste a text").fill(TEXT)
    page.get_by_label("Publisher").fill("Example News")
    send(page)
    settle(page)
    assert "Example News" in page.locator("dl.facts").first.inner_text()
    assert page.locator(".sheet .figure").all_inner_texts() == ["12", "40"]
    assert "14: " in page.locator("main").inner_text()
    page.locator(".sheet .figure").first.click()
    assert page.locator(".row.on").count() == 1
    watched.look_all("add-preview")
    assert ledger.contents().reports == before
    page.get_by_role("button", name="File it").click()
    page.locator(".results").wait_for(timeout=60_000)
    watched.look_all("add-filed")
    assert ledger.contents().reports == before + 1
    assert "2 figures" in page.locator(".results").inner_text()
    # Each number says of which event it is, and leads there.
    named = page.locator(".results .plainly li", has_text="of the event").locator('a[href^="/events/"]')
    assert named.count() == page.locator(".results .plainly li").count() == 2
    assert "which no other report tells of" in page.locator(".results .plainly li").first.inner_text()
    title = named.first.inner_text()
    assert title in httpx.get(watched.address + (named.first.get_attribute("href") or "")).text
    page.locator(".results a").first.click()
    # What was shown is what was filed.
    assert page.locator(".sheet .figure").all_inner_texts() == ["12", "40"]
    filing = ledger.filings(page.url.rsplit("/", 1)[1])[0]
    assert (filing.publisher, ledger.text(filing.id)) == ("Example News", TEXT)


def test_by_keyboard_alone(watched: Watched, ledger: SqlLedger) -> None:
    page = watched.open("/add")
    page.get_by_label("Paste a text").focus()
    page.keyboard.insert_text(TEXT)
    for _ in range(6):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_role("button", name="File it").focus()
    page.keyboard.press("Space")
    page.locator(".results").wait_for(timeout=60_000)
    assert watched.faults == []


def test_many_files_without_scripts(plain: Watched, ledger: SqlLedger, tmp_path: Path) -> None:
    known = next(ledger.reports())
    names = {"a.txt": TEXT, "b.txt": TEXT.replace("12", "13"), "known.txt": ledger.text(known.id) or "", "empty.txt": " "}
    for name, text in names.items():
        (tmp_path / name).write_text(text, "utf8")
    page = plain.open("/add")
    page.get_by_label("choose files").set_input_files([tmp_path / name for name in names])
    send(page)
    settle(page)
    told = page.locator("main table").inner_text()
    assert "cannot be read: empty" in told
    assert "a copy" in told or "known" in told
    assert "4 reports: 2 new" in page.locator("main").inner_text()
    foreseen = {row["path"]: row["foreseen"] for row in saved(page)}
    assert foreseen | {"known.txt": ""} == {"a.txt": "new", "b.txt": "new", "known.txt": "", "empty.txt": "refused"}
    # One of them is read where it is asked for.
    page.locator("main table a").first.click()
    page.locator(".sheet").wait_for(timeout=60_000)
    assert page.locator(".sheet .figure").all_inner_texts() == ["12", "40"]
    page.get_by_role("link", name="Back to all that was sent").click()
    page.get_by_role("button", name="File 3 reports").click()
    # Without scripts the page asks again by itself.
    page.locator(".results").wait_for(timeout=60_000)
    assert page.locator(".results > li").count() == 3
    became = {row["path"]: row for row in saved(page)}
    assert became.keys() == {"a.txt", "b.txt", "known.txt"}
    assert [became["a.txt"][name] for name in ("outcome", "figures", "problem")] == ["new", "2", ""]


def test_what_is_known_is_told_before_and_after(watched: Watched, ledger: SqlLedger) -> None:
    known = next(filing for filing in ledger.reports() if filing.publisher is None)
    for _ in range(2):
        page = watched.open("/add")
        page.get_by_label("Paste a text").fill(ledger.text(known.id) or "")
        send(page)
        settle(page)
        told = page.locator("dl.facts").first.inner_text()
        page.get_by_role("button", name="File it").click()
        page.locator(".results").wait_for(timeout=60_000)
    assert "known: filed already" in told
    assert "known already, nothing was filed" in page.locator(".results").inner_text()


def test_a_form_that_is_wrong_comes_back_as_it_was(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text(TEXT, "utf8")
    page = watched.open("/add")
    boxes = {"Paste a text": "\n\n</textarea><script>alert(1)</script>", "Publisher": '"><b>', "Date": "someday", "Title": "Ein\u05d0"}
    for label, value in boxes.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("choose files").set_input_files(tmp_path / "kept.txt")
    send(page)
    assert "'someday' is not a date" in page.get_by_role("alert").first.inner_text()
    assert {label: page.get_by_label(label).input_value() for label in boxes} == boxes
    assert page.get_by_label("Date").get_attribute("aria-invalid") == "true"
    # No form can hold a file: the desk keeps it.
    assert page.get_by_label("kept.txt").is_checked()
    watched.look_all("add-wrong")
    page.get_by_label("Date").fill("2025-01-27")
    send(page)
    settle(page)
    assert "kept.txt" in page.locator("main").inner_text() or page.locator("main tbody tr").count() == 2


def test_a_ledger_that_cannot_be_written_loses_nothing(watched: Watched, ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    page = watched.open("/add")
    page.get_by_label("Paste a text").fill(TEXT)
    send(page)
    settle(page)

    def full(*_: object, **__: object) -> None:
        raise LedgerError("ledger.db: the disk is full; make room")

    with monkeypatch.context() as patch:
        patch.setattr(SqlLedger, "add_all", full)
        page.get_by_role("button", name="File it").click()
        expect(page.get_by_role("alert")).to_contain_text("the disk is full", timeout=60_000)
    page.get_by_role("button", name="File it").click()
    page.locator(".results").wait_for(timeout=60_000)
    page = watched.open(page.url.replace(watched.address, ""))
    assert page.locator(".results > li").count() == 1


# -- without a browser ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "field", "told"), [
    ({}, "text", NOTHING),
    ({"text": " \n "}, "text", NOTHING),
    ({"text": TEXT, "published": "31 Feb"}, "published", "is not a date"),
    ({"link": "/etc/passwd"}, "link", "is no address"),
    ({"link": "javascript:alert(1)"}, "link", "is no address"),
    ({"link": "-"}, "link", "is no address"),
])  # fmt: skip
def test_what_is_wrong_stands_at_its_box(door: httpx.Client, fields: dict[str, str], field: str, told: str) -> None:
    # As files, so that the form is one with files as a browser's is.
    answer = door.post("/add", files={name: (None, value) for name, value in fields.items()} or {"text": (None, "")})
    assert answer.status_code == 422
    at = answer.text.index(f'id="wrong-{field}"')
    assert told in answer.text[at : at + 300]


INSIDE = ["http://127.0.0.1:1/", "http://localhost/", "http://169.254.169.254/latest/", "http://[::1]/", "http://10.0.0.1/"]


@pytest.mark.parametrize("link", [*INSIDE, "file:///etc/passwd", "ftp://news.example/1"])
def test_a_link_into_the_user_s_own_network_is_not_fetched(door: httpx.Client, link: str) -> None:
    answer = door.post("/add", files={"link": (None, link)}, follow_redirects=True)
    assert answer.status_code == 200
    assert "This cannot be read" in answer.text
    assert "root:" not in answer.text


def test_a_text_in_another_language_is_told_and_not_filed(door: httpx.Client) -> None:
    answer = door.get(send_text(door, FRENCH))
    assert "this looks like French" in answer.text
    assert "File it" not in answer.text
    changed = door.get(f"/add?of={answer.url.path.rsplit('/', 1)[1]}")
    assert FRENCH in changed.text


def test_what_is_thrown_away_is_gone(door: httpx.Client) -> None:
    page = send_text(door, FRENCH)
    assert door.get(page).status_code == 200
    assert door.post(page, data={"do": "drop"}).headers["location"] == "/add"
    assert door.get(page).status_code == 404
    assert "no longer kept" in door.post(page, data={"do": "file"}).text


def test_hostile_names_of_files_are_shown_and_name_no_file_here(door: httpx.Client) -> None:
    name = '../../<img src=x onerror="alert(1)">\u202e.txt'
    files = [("files", (name, b"")), ("files", ("https://127.0.0.1/x.txt", b"")), ("files", ("-", b" "))]
    answer = door.post("/add", files=files, follow_redirects=True)
    assert "<img" not in answer.text
    assert "\u202e" not in answer.text
    assert answer.text.count("cannot be read") >= 3


def test_what_is_to_be_filed_as_a_file_opens_no_formula(door: httpx.Client) -> None:
    page = door.post("/add", files=[("files", ("=1+1.txt", b"")), ("files", ("@SUM(1).txt", b" "))]).headers["location"]
    for _ in range(100):
        if (answer := door.get(f"{page}.csv")).status_code != 409:
            break
        time.sleep(0.1)
    assert [row["path"] for row in csv.DictReader(answer.text.splitlines()[1:])] == ["'=1+1.txt", "'@SUM(1).txt"]
    assert door.get("/add/nothing-here.csv").status_code == 404
