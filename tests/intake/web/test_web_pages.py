"""
Pages to reports, over layouts written for it: every sentence of the report, none of what stands around it, and the day right or none.

The sentences of a page's report are marked with ``data-body``; numbers from 901 to 998 stand in what surrounds it alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring

from according.errors import InputError
from according.intake.extracted import Extracted
from according.intake.files import load
from according.intake.source import Source
from according.intake.web.pages import read_page

CASES = Path(__file__).parents[2] / "cases" / "intake" / "pages"
WANTED: dict[str, dict[str, Any]] = tomllib.loads((CASES / "pages.toml").read_text("utf8"))
FACTS = ("title", "author", "publisher", "url", "published", "published_at", "dated_by")
AROUND = re.compile(r"\b9\d\d\b")


def read(name: str) -> Extracted:
    return read_page((CASES / f"{name}.html").read_bytes())


def sentences(name: str) -> Iterator[str]:
    tree = document_fromstring((CASES / f"{name}.html").read_text("utf8"))
    for part in tree.xpath("//*[@data-body]"):
        # The marks of notes are no words of a sentence.
        yield " ".join(re.sub(r"\[\d\]", "", part.text_content()).split())


def test_every_page_is_told_of() -> None:
    assert {path.stem for path in CASES.glob("*.html")} == {*WANTED, "paywall"}
    assert len(WANTED) + 1 >= 20


@pytest.mark.parametrize("name", WANTED)
def test_the_report_is_there_and_nothing_else(name: str) -> None:
    text = read(name).text
    assert [sentence for sentence in sentences(name) if sentence not in text] == []
    assert [line for line in text.splitlines() if AROUND.search(line)] == []
    # Each once, and in the order of the page.
    found = [text.index(sentence) for sentence in sentences(name)]
    assert found == sorted(found)
    assert all(text.count(sentence) == 1 for sentence in sentences(name))


@pytest.mark.parametrize("name", WANTED)
def test_what_a_page_says_of_itself(name: str) -> None:
    taken = read(name)
    said = {field: getattr(taken.facts, field) for field in FACTS}
    plain = {field: value.isoformat() if hasattr(value, "isoformat") else value for field, value in said.items() if value is not None}
    assert plain == {field: WANTED[name][field] for field in FACTS if field in WANTED[name]}
    assert taken.problems == ()
    assert taken.extractor is not None
    assert taken.extractor.startswith("trafilatura ")


@pytest.mark.parametrize("name", [name for name in WANTED if "rows" in WANTED[name]])
def test_a_table_is_kept_as_rows(name: str) -> None:
    lines = read(name).text.splitlines()
    rows = WANTED[name]["rows"]
    at = lines.index(rows[0])
    assert lines[at : at + len(rows)] == rows
    if "before" in WANTED[name]:
        assert next(line for line in reversed(lines[:at]) if line) == WANTED[name]["before"]


@pytest.mark.parametrize("name", [name for name in WANTED if "headings" in WANTED[name]])
def test_headings_are_kept(name: str) -> None:
    lines = read(name).text.splitlines()
    assert [line for line in lines if line.startswith("## ")] == WANTED[name]["headings"]
    assert lines[0] == f"# {WANTED[name]['title']}"


def test_a_stub_of_a_paywall_is_refused() -> None:
    with pytest.raises(InputError, match="a paywall's stub: .* open the page as a subscriber and save it"):
        read("paywall")


STORY = "<p>Twelve people were killed in Harim on Sunday, the provincial governor said, and 30 others were taken to hospital.</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>", "<html><head><title>Harim</title></head><body></body></html>", "<!doctype html>", "<html><body><p>Go</p></body></html>",
        "<html><body><nav><a href='/'>All of our news from the valley and its towns, day by day</a></nav></body></html>",
        "<html><body><div class='comments'><p>I was there and saw that twelve people were killed in the market.</p></div></body></html>",
        "<html><body><script>document.write('Twelve people were killed in the market of Harim on Sunday')</script></body></html>",
        "<html><body><p hidden>Twelve people were killed in the market of Harim on Sunday, they said.</p></body></html>",
        "<html><body><noscript>Please turn on scripts to read how twelve people were killed in Harim.</noscript></body></html>",
        "<html><frameset><frame src='a.htm'></frameset></html>",
    ],
)  # fmt: skip
def test_a_page_without_a_report_says_so(page: str) -> None:
    with pytest.raises(InputError, match="no main text in this page"):
        read_page(page.encode())


@pytest.mark.parametrize(
    ("style", "hiding"),
    [
        ("", "style='display: none'"), ("", "style='color:red;visibility:hidden'"), ("", "hidden"), ("", "aria-hidden=true"),
        (".gone{color:red;display:none!important}", "class='x gone'"), ("/* a */ #gone { display : none }", "id=gone"), ("", "role=dialog"),
    ],
)  # fmt: skip
def test_what_a_reader_does_not_see_is_not_there(style: str, hiding: str) -> None:
    page = f"<html><head><style>{style}</style></head><body><h1>Harim</h1>{STORY}<p {hiding}>The number of dead is 912.</p>{STORY.replace('Twelve', 'Ten')}"
    assert "912" not in read_page(page.encode()).text


@pytest.mark.parametrize("style", ["@media print{.seen{display:none}}", "@media print{a{b:c} .seen{display:none}}", ".box .seen{display:none}", ".seen{color:red}"])
def test_what_a_reader_sees_is_there(style: str) -> None:
    page = f"<html><head><style>{style}</style></head><body><h1>Harim</h1><div>{STORY}<p class='seen'>The number of dead is 12, he said.</p></div>"
    assert "The number of dead is 12" in read_page(page.encode()).text


def test_a_raised_mark_is_no_digit_of_a_figure() -> None:
    page = f"<h1>Harim</h1>{STORY}<p>The army lost 12<sup>3</sup> men and 40<sup><a href='#n'>[a]</a></sup> guns on the 4<sup>th</sup> of March.</p>"
    assert "The army lost 12 men and 40 guns on the 4th of March." in read_page(f"<html><body>{page}".encode()).text


def test_cells_that_reach_further_stand_in_each_place() -> None:
    table = """<table><tr><th>Town</th><th>Army</th><th>Dead</th></tr><tr><td rowspan=3>Harim</td><td>North</td><td colspan=1>3</td></tr>
        <tr><td>South</td><td>4</td></tr><tr><td colspan=2>5 | 6</td></tr><tr><td>Daran<br>(old town)</td><td rowspan=99999>both</td><td colspan=0>x</td></tr></table>"""
    lines = read_page(f"<html><body><h1>Dead</h1>{STORY}{table}{STORY.replace('Twelve', 'Ten')}".encode()).text.splitlines()
    assert [line for line in lines if line.startswith("|")] == [
        "| Town | Army | Dead |", "| Harim | North | 3 |", "| Harim | South | 4 |", "| Harim | 5 / 6 | 5 / 6 |", "| Daran; (old town) | both | x |",
    ]  # fmt: skip


def test_line_ends_inside_a_block_are_kept() -> None:
    page = f"<html><body><h1>Losses</h1>{STORY}<p>Harim: 3 dead<br>Daran: 4 dead<br><br>Both towns were shelled in the night, it was said.</p>"
    assert "Harim: 3 dead\nDaran: 4 dead\n\nBoth towns were shelled" in read_page(page.encode()).text


def test_words_that_elements_part_stay_two() -> None:
    page = f"<html><body><h1>Losses</h1>{STORY}<p>The army lost<img src=a>12 men<button>Play</button>and 3 gu&shy;ns in the night, it said.</p>"
    assert "The army lost 12 men and 3 guns in the night, it said." in read_page(page.encode()).text


def test_a_folder_gives_its_pages(tmp_path: Path) -> None:
    for suffix in ("html", "htm", "HTML", "xhtml", "txt"):
        path = tmp_path / f"a.{suffix}"
        path.write_text(f"<html><body><h1>Harim</h1>{STORY}</body></html>")
        # Known by its first bytes too, whatever it is called.
        assert load(Source(str(path)))[1].text.startswith("# Harim\n\nTwelve people were killed")


@pytest.mark.parametrize("head", ["\n\n<!-- made by hand --><!DOCTYPE html>", "<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'>", "<!doctype HTML>", "<html>", ""])
def test_a_page_without_a_name_is_known(head: str) -> None:
    data = f"{head}<html lang=en><body><h1>Harim</h1>{STORY}</body></html>".encode()
    assert load(Source("-", data=data))[1].text.startswith("# Harim")


SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://courier.example/2024/03/03/harim
Subject: =?utf-8?Q?Harim?=
Date: Thu, 7 Mar 2024 09:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----MultipartBoundary--x----"


------MultipartBoundary--x----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://courier.example/2024/03/03/harim

<!DOCTYPE html><html><head><meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3DUTF-8"></head><body><h1>Harim</h1><p>Twelve people were ki=
lled in the market of Harim on Sunday, Rima Sal=C3=A9h said, and 30 others were hurt.</p></body></html>

------MultipartBoundary--x----
Content-Type: text/html
Content-Location: https://ads.example/

<html><body><p>Win 912 prizes with us today and tomorrow, and every day of the week.</p></body></html>
------MultipartBoundary--x------
""".replace("\n", "\r\n").encode()


def test_a_page_that_a_browser_saved_with_its_parts(tmp_path: Path) -> None:
    (tmp_path / "saved.mhtml").write_bytes(SAVED)
    for taken in (read_page(SAVED), load(Source(str(tmp_path / "saved.mhtml")))[1], load(Source("-", data=SAVED))[1]):
        assert taken.text.startswith("# Harim\n\nTwelve people were killed in the market of Harim on Sunday, Rima Saléh said")
        assert "912" not in taken.text
        assert taken.facts.url == "https://courier.example/2024/03/03/harim"
        # When it was saved is not when it was published.
        assert (taken.facts.published, taken.facts.dated_by) == (date(2024, 3, 3), "URL")
        assert str(taken.facts.retrieved) == "2024-03-07 09:00:00+00:00"


def test_a_saved_file_without_a_page_says_so() -> None:
    with pytest.raises(InputError, match="none of its parts is HTML"):
        read_page(SAVED.replace(b"text/html", b"image/png"))


@pytest.mark.parametrize("cut", [200, 500, 700, 900])
def test_a_saved_file_that_is_cut_gives_what_is_left_or_says_so(cut: int) -> None:
    try:
        assert "912" not in read_page(SAVED[:cut]).text
    except InputError as error:
        assert "page" in str(error)


def test_a_mail_is_no_saved_page() -> None:
    from according.intake.web.kind import begins_page

    assert not begins_page(SAVED.replace(b"From: <Saved by Blink>", b"From: a@example.org").replace(b"Snapshot-Content-Location", b"X-Place"))
    assert begins_page(SAVED)


def test_where_a_browser_saved_a_page_from_is_known() -> None:
    page = f"<!DOCTYPE html>\n<!-- saved from url=(0046)https://courier.example/harim?id=3 -->\n<html><body><h1>Harim</h1>{STORY}"
    assert read_page(page.encode()).facts.url == "https://courier.example/harim?id=3"


WORDS = "<p>Zürich hospitals took in 12 people who were hurt near “Harim”, a nurse told our reporter.</p>"


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""), ("utf-8", "<meta charset=iso-8859-1>"), ("cp1252", "<meta charset=iso-8859-1>"), ("cp1252", "<meta charset='windows-1252'>"),
        ("cp1252", "<meta http-equiv=content-type content='text/html; charset=windows-1252'>"), ("cp1252", "<meta charset=utf-16>"),
        ("utf-16", ""), ("utf-8-sig", "<meta charset=cp1251>"), ("cp1252", "<meta charset=nonsense>"), ("cp1252", "<meta charset=utf-7>"),
        ("cp1252", "<meta charset=unicode_escape>"), ("cp1252", ""), ("mac-roman", "<meta charset=macintosh>"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(encoding: str, head: str) -> None:
    data = f"<html><head>{head}</head><body><h1>Report</h1>{WORDS}</body></html>".encode(encoding)
    try:
        text = read_page(data).text
    except InputError as error:
        # A wrong name may leave nothing that fits; that is told, never guessed.
        assert "undecodable" in str(error)  # noqa: PT017
    else:
        assert "Zürich hospitals took in 12 people who were hurt near" in text


def test_a_few_damaged_bytes_are_told() -> None:
    data = f"<html><head><meta charset=utf-8></head><body><h1>Report</h1>{WORDS * 3}</body></html>".encode().replace(b"Z\xc3", b"Z", 1)
    taken = read_page(data)
    assert "Z\ufffdrich" in taken.text
    assert "1 characters are not UTF-8, as the page says it is" in taken.problems[0].what
