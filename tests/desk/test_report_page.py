"""A report's page in a browser: what is marked on its text, its figures beside it, and the ways from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from backends import VERSIONS
from browsing import Watched, served
from drafts import Clock, draft, make_reading
from playwright.sync_api import Browser

from according.desk.desk import Desk
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.quantity import Quantity
from according.records import Ruling
from according.report import Raw
from according.statement import Mention, PassedOver, Place, Reading, Time

HERE = "https://news.example/1"
SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
# What each of these would do in a page, no page may do.
HOSTILE = '"><script>document.title="broken"</script><img src=x onerror=alert(1)>\u202e{{7*7}}</textarea></title>\0'


def first_report(ledger: SqlLedger) -> str:
    """A sample report with several figures."""
    return next(filing.id for filing in ledger.reports() if "adds-up-wrong" in (filing.path or ""))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[SqlLedger]:
    """A ledger that is filled by hand, without the language model."""
    with open_ledger(str(tmp_path / "made.db")) as ledger:
        ledger.clock, ledger.versions = Clock(), VERSIONS
        yield ledger


@pytest.fixture
def client(made: SqlLedger) -> Iterator[httpx.Client]:
    with served(Desk(made)) as address, httpx.Client(base_url=address) as opened:
        yield opened


@pytest.fixture
def seen(browser: Browser, made: SqlLedger) -> Iterator[Watched]:
    """A page with scripts at a desk over the ledger that is filled by hand."""
    with served(Desk(made)) as address, browser.new_context(reduced_motion="reduce") as context:
        yield Watched(context, address)


# -- in the browser ------------------------------------------------------------------------------------------------


def test_by_mouse_a_number_leads_to_its_row_and_back(watched: Watched, ledger: SqlLedger) -> None:
    page = watched.open(f"/reports/{first_report(ledger)}")
    number = page.locator(".sheet .figure").last
    id = number.get_attribute("data-figure")
    number.click()
    row = page.locator(f"#r-{id}")
    assert "on" in (row.get_attribute("class") or "")
    assert page.locator(f"#r-{id} + tr details").get_attribute("open") is not None
    assert page.url.endswith(f"#r-{id}")
    row.locator("a").click()
    assert page.url.endswith(f"#f-{id}")
    assert page.evaluate("document.activeElement.id") == f"f-{id}"
    assert watched.faults == []


def test_by_keyboard_alone(watched: Watched, ledger: SqlLedger) -> None:
    page = watched.open(f"/reports/{first_report(ledger)}")
    page.locator(".sheet .figure").first.focus()
    id = page.evaluate("document.activeElement.dataset.figure")
    page.keyboard.press("Enter")
    # The row has the focus, and the next key goes on from there.
    assert page.evaluate("document.activeElement.dataset.row") == id
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Space")
    assert page.locator(f"#r-{id} + tr details").get_attribute("open") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.figure") == id
    # Every mark can be reached, in the order of the text.
    page.locator(".sheet a").first.focus()
    order = []
    for _ in range(page.locator(".sheet a").count()):
        order.append(page.evaluate("[...document.querySelectorAll('.sheet a')].indexOf(document.activeElement)"))
        page.keyboard.press("Tab")
    assert order == list(range(len(order)))


def test_without_scripts_the_same_is_there(plain: Watched, ledger: SqlLedger) -> None:
    page = plain.open(f"/reports/{first_report(ledger)}")
    number = page.locator(".sheet .figure").first
    id = number.get_attribute("data-figure")
    number.click()
    assert page.url.endswith(f"#r-{id}")
    assert page.locator(".row:target").count() == 1
    page.locator(f"#r-{id} a").click()
    assert page.locator(".figure:target").count() == 1
    # A browser opens what an address leads into by itself; the summary opens it by hand.
    page.locator(f"#r-{id} + tr summary").click()
    assert page.locator(f"#r-{id} + tr dl").inner_text().startswith("how many")
    assert page.locator(f"#r-{id} + tr .reasons li").count() > 0


def test_how_it_looks(watched: Watched, ledger: SqlLedger) -> None:
    page = watched.open(f"/reports/{first_report(ledger)}")
    page.locator(".sheet .figure").first.click()
    watched.look_all("report")
    watched.open("/reports")
    watched.look_all("reports")


def test_an_address_with_a_figure_shows_both(watched: Watched, ledger: SqlLedger) -> None:
    reading = ledger.reading(first_report(ledger))
    assert reading is not None
    figure = next(figure for statement in reversed(reading.statements) for figure in statement.figures)
    page = watched.open(f"/figures/{figure.id[:10]}")
    assert page.url.endswith(f"/reports/{reading.report.id}#f-{figure.id}")
    assert page.locator(".on").count() == 2
    assert page.locator(f"#f-{figure.id}").inner_text() == figure.number.text


def test_hostile_words_are_shown_and_do_nothing(seen: Watched, made: SqlLedger) -> None:
    reading = hostile()
    made.add(reading)
    page = seen.open(f"/reports/{reading.report.id}")
    assert page.title() != "broken"
    assert "<script>" in page.locator("h1").inner_text()
    assert "\\u202e" in page.locator(".sheet").inner_text()
    assert page.locator("main script, main img, main iframe").count() == 0
    seen.look_all("report-hostile")


def test_how_changes_look(seen: Watched, made: SqlLedger) -> None:
    texts = [make_reading(draft(number), before=SAME, path=HERE, publisher="Example News", url=HERE) for number in (12, 15)]
    for one in texts:
        made.add(one, raw=Raw.of(one.report.text.encode(), "extractor 1", datetime(2025, 1, 27, tzinfo=UTC)))
    page = seen.open(f"/reports/{texts[0].report.id}")
    assert "These figures no longer count" in page.get_by_role("note").inner_text()
    seen.look_all("report-earlier")
    page.get_by_role("link", name="What changed").first.click()
    assert (page.locator("del").all_inner_texts(), page.locator("ins").all_inner_texts()) == (["12 "], ["15 "])
    seen.look_all("changes")


# -- what the pages say --------------------------------------------------------------------------------------------


def hostile() -> Reading:
    """A reading in which all that comes from outside is hostile."""
    reading = make_reading(
        draft(12, HOSTILE, speaker=HOSTILE, place=None), before=HOSTILE, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)",
        path=HOSTILE, author=HOSTILE, tags=(HOSTILE,),
    )  # fmt: skip
    statement, figure = reading.statements[0], reading.statements[0].figures[0]
    words = (0, len(HOSTILE), HOSTILE)
    place, time = Place(*words, name=HOSTILE, country="XX", precision="city"), Time(*words, grain=HOSTILE, anchor=HOSTILE)
    figure = replace(figure, place=place, time=time)
    passed = (PassedOver(Mention(*words), HOSTILE),)
    return replace(reading, statements=(replace(statement, figures=(figure,)),), passed_over=passed)


def test_hostile_words_stay_words(made: SqlLedger, client: httpx.Client) -> None:
    reading = hostile()
    made.add(reading)
    figure = reading.statements[0].figures[0]
    made.file_ruling(Ruling("correct", figure.id, HOSTILE, HOSTILE, datetime(2025, 1, 28, tzinfo=UTC), field="population", value=HOSTILE))
    made.add(replace(reading, statements=()), versions=replace(VERSIONS, package="2"))
    old = made.readings(reading.report.id)[0]
    for path in ("", f"?reading={old.id}", f"/changes?since={old.id}"):
        page = client.get(f"/reports/{reading.report.id}{path}")
        assert page.status_code == 200
        assert "<script>document" not in page.text
        assert "<img" not in page.text
        assert 'href="javascript' not in page.text
        assert "\u202e" not in page.text
        assert "\0" not in page.text
    assert "<script>document" not in client.get("/reports").text


def test_earlier_readings_are_kept_and_compared(made: SqlLedger, client: httpx.Client) -> None:
    reading = make_reading(draft(12), draft(40, "civilians"))
    made.add(reading)
    first, second = reading.statements
    newer = replace(first, figures=(replace(first.figures[0], quantity=Quantity.at_least(12)),))
    made.add(replace(reading, statements=(newer, replace(second, figures=()))), versions=replace(VERSIONS, package="2.0"))
    old, new = made.readings(reading.report.id)
    page = client.get(f"/reports/{reading.report.id}").text
    assert f"?reading={old.id}" in page
    assert "at least 12" in page
    assert "This is an earlier reading" in client.get(f"/reports/{reading.report.id}?reading={old.id}").text
    # Below stands, for paper, by which address a page was opened.
    changes, same = (
        client.get(f"/reports/{reading.report.id}/changes{asked}").text.partition("</main>")[0]
        for asked in ("", f"?since={old.id}&reading={new.id}")
    )
    assert changes == same
    assert [word in changes for word in (">changed<", ">gone<", ">new<")] == [True, True, False]


def test_a_later_text_of_the_page_is_told_and_compared(made: SqlLedger, client: httpx.Client) -> None:
    texts = [make_reading(draft(number), before=SAME, path=HERE, publisher="Example News", url=HERE) for number in (12, 15)]
    for one in texts:
        made.add(one, raw=Raw.of(one.report.text.encode(), "extractor 1", datetime(2025, 1, 27, tzinfo=UTC)))
    first, second = (one.report.id for one in texts)
    page = client.get(f"/reports/{first}").text
    assert "These figures no longer count" in page
    assert "no longer count" not in client.get(f"/reports/{second}").text
    changes = client.get(f"/reports/{second}/changes?since={first}").text
    assert "<del>12 </del><ins>15 </ins>" in changes
    assert ">changed<" in changes
    figure = texts[0].statements[0].figures[0].id
    assert client.get(f"/figures/{figure}").headers["location"] == f"/reports/{first}#f-{figure}"


def test_copies_and_rulings_are_told(made: SqlLedger, client: httpx.Client) -> None:
    reading = make_reading(draft(12), publisher="Example News")
    made.add(reading)
    made.add(replace(reading, report=replace(reading.report, publisher="Example Agency", url=HERE)))
    figure = reading.statements[0].figures[0].id
    ruling = Ruling("reject", figure, "Ada", "counted twice", datetime(2025, 1, 28, tzinfo=UTC))
    made.file_ruling(ruling)
    page = client.get(f"/reports/{reading.report.id}").text
    assert "The same text: <bdi>Example Agency</bdi>" in page
    assert "rejected by a person" in page
    assert "counted twice" in page
    made.file_ruling(Ruling("reject", figure, "Ada", "a slip", datetime(2025, 1, 29, tzinfo=UTC), undoes=ruling.id))
    page = client.get(f"/reports/{reading.report.id}").text
    assert "rejected by a person" not in page
    assert "taken back" in page


def test_a_corrected_speaker_stands_at_the_number_in_place_of_the_one_that_was_read(made: SqlLedger, client: httpx.Client) -> None:
    reading = make_reading(draft(12, speaker="the army"))
    made.add(reading)
    figure = reading.statements[0].figures[0].id
    when = datetime(2025, 1, 28, tzinfo=UTC)
    for field, value in (("speakers", ["the mayor", "the harbour master"]), ("low", 11), ("measure", "casualties")):
        made.file_ruling(Ruling("correct", figure, "Ada", "the text names another", when, field=field, value=value))
    row = re.sub(r"\s+", " ", client.get(f"/reports/{reading.report.id}").text.partition(f'id="r-{figure}"')[2].partition("</tr>")[0])
    assert re.search(r"<s><span class=.hidden.>as read: </span><bdi>the army</bdi></s>", row)
    assert "corrected, who says so: the mayor, citing the harbour master" in row
    assert "corrected, lowest number: 11" in row
    assert "corrected, what happened: killed or wounded" in row


def test_checks_that_fail_stand_on_top(made: SqlLedger, client: httpx.Client) -> None:
    reading = make_reading(draft(12), draft(20, "officers"))
    whole, part = reading.statements
    part = replace(part, figures=(replace(part.figures[0], subset_of=whole.figures[0].id),))
    made.add(replace(reading, statements=(whole, part)))
    page = client.get(f"/reports/{reading.report.id}").text
    assert page.index("Does not add up") < page.index('class="sheet"')
    assert "What would mend it" in page
    assert f'<a href="#r-{whole.figures[0].id}"><bdi>12</bdi></a>' in page


def test_numbers_that_were_passed_over_are_told_with_their_reasons(made: SqlLedger, client: httpx.Client) -> None:
    reading = make_reading(draft(12), before="In 2024 it rained.")
    made.add(replace(reading, passed_over=(PassedOver(Mention(3, 7, "2024"), "numbers.year"),)))
    page = client.get(f"/reports/{reading.report.id}").text
    assert "<bdi>2024</bdi></a>: it is a year" in page
    assert 'href="#p-3" id="n-3">2024</a>' in page


def test_the_list_goes_on_page_by_page(made: SqlLedger, client: httpx.Client) -> None:
    ids = [made.add(make_reading(draft(number), title=f"Title {number}")).report for number in range(1, 121)]
    met: list[str] = []
    path: str | None = "/reports"
    while path is not None:
        page = client.get(path).text
        met += [id for id in reversed(ids) if f"/reports/{id}" in page]
        following = re.search(r'href="(/reports\?before=[^"]+)"', page)
        path = following and following[1]
    assert met == ids[::-1]


def test_a_long_report_is_shown_in_parts_of_bounded_weight(made: SqlLedger, client: httpx.Client) -> None:
    reading = make_reading(*[draft(number + 1, speaker=f"Speaker {number % 90}") for number in range(700)], before="Rain fell. " * 4_000)
    made.add(reading)
    page = client.get(f"/reports/{reading.report.id}")
    assert "Part 1 of" in page.text
    last = reading.statements[-1].figures[0].id
    there = client.get(f"/figures/{last}").headers["location"]
    assert "?part=" in there
    part = client.get(there)
    assert f'id="f-{last}"' in part.text
    # The address that the desk's own links have, and one of a figure that another reading had.
    assert f'id="f-{last}"' in client.get(f"/reports/{reading.report.id}?figure={last}").text
    assert "Part 1 of" in client.get(f"/reports/{reading.report.id}?figure=none").text
    assert max(len(page.content), len(part.content)) < 400_000


@pytest.mark.parametrize(
    "path", ["/reports/" + "0" * 32, "/reports/_", "/figures/" + "0" * 16, "/figures/_", "/reports/%00", "/figures/x/y"]
)
def test_what_is_not_there_is_told(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["part=0", "part=x", "part=" + "9" * 40, "reading=" + "x" * 99, "before=-1"])
def test_wrong_queries_are_told(made: SqlLedger, client: httpx.Client, query: str) -> None:
    id = made.add(make_reading(draft(12))).report
    page = client.get(f"/reports{'' if 'before' in query else f'/{id}'}?{query}")
    assert page.status_code == 422


def test_a_short_id_leads_to_the_whole_one(made: SqlLedger, client: httpx.Client) -> None:
    id = made.add(make_reading(draft(12))).report
    assert client.get(f"/reports/{id[:10]}").headers["location"] == f"/reports/{id}"
    assert client.get(f"/reports/{id}/changes").status_code == 404
