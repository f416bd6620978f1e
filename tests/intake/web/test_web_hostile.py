"""Pages made to exhaust who reads them: a clear problem or a report, in bounded time and memory, and never an entity or a file."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from according.errors import InputError
from according.intake.files import load
from according.intake.source import Source
from according.intake.web.pages import read_page

SAID = "Twelve people were killed in Harim on Monday, the ministry said in a statement to the press."
# In seconds, on a busy machine; each takes less than three alone.
LONGEST = 30


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><h1>Harim</h1>{body}</body></html>".encode()


READ: dict[str, Callable[[], bytes]] = {
    "200 divs deep": lambda: page("<div>" * 200 + f"<p>{SAID}</p>" + "</div>" * 200),
    "80 tables deep": lambda: page("<table><tr><td>" * 80 + f"<p>{SAID}</p>" + "</td></tr></table>" * 80),
    "240 quotations deep": lambda: page("<blockquote>" * 240 + SAID),
    "110 lists deep": lambda: page("<ul><li>" * 110 + SAID),
    "9,000 rows": lambda: page(f"<p>{SAID}</p><table>" + "<tr><td>a</td><td>1</td></tr>" * 9_000 + "</table>"),
    "cells that reach over everything": lambda: page(f"<p>{SAID}</p><table><tr>{'<td colspan=9999 rowspan=9999>a</td>' * 300}</tr></table>"),
    "20,000 links": lambda: page(f"<p>{SAID}</p>" + "<a href=/x>a link of some words</a> " * 20_000),
    "5,000 labels": lambda: page(f"<p>{SAID}</p>" + "<p>Related</p><p><a href=/x>x</a></p>" * 5_000),
    "20,000 line ends": lambda: page(f"<div>{SAID}{'<br>' * 20_000}{SAID}</div>"),
    "10,000 raised marks": lambda: page(f"<p>{SAID}" + "<sup>1</sup>x" * 10_000),
    "a line of 2 MB": lambda: page(f"<p>{SAID * 20_000}</p>"),
    "10,000 attributes": lambda: page(f"<p {' '.join(f'a{number}=b' for number in range(10_000))}>{SAID}</p>"),
    "marks that never end": lambda: page("<" * 100_000 + f" {SAID} " + "&#99999999;" * 1_000),
    "a style that never ends": lambda: page(f"<p>{SAID}</p>", "<style>" + ".a{b:c} " * 50_000 + "@media{" * 20_000 + "</style>"),
    "marks of data that never end": lambda: page(f"<p>{SAID}</p>", "<script type='application/ld+json'>" + '{"@graph":[' * 50_000 + "</script>"),
    "20,000 metas": lambda: page(f"<p>{SAID}</p>", "<meta name=date content=2024-03-03>" * 20_000),
    "zero bytes": lambda: b"<html>" + bytes(1_000_000) + page(f"<p>{SAID}</p>"),
    "nothing closed": lambda: page("<p><b><i>" * 70 + SAID),
    "closed too often": lambda: page(f"</div></p></body></html></table><p>{SAID}</p></div></span>"),
}
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "20,000 divs deep": (lambda: page("<div>" * 20_000 + f"<p>{SAID}</p>"), "its elements nest too deep"),
    "100 MB": (lambda: page(f"<p>{SAID}</p>" * 1_000_000), "bytes, read are up to 20,000,000"),
    "60,000 paragraphs": (lambda: page(f"<p>{SAID}</p>" * 60_000), "more than 50,000 elements"),
    "400,000 attributes": (lambda: page(f"<p {' '.join(f'a{number}' for number in range(400_000))}>{SAID}"), "more than 5,000 attributes"),
    "400,000 attributes with marks": (lambda: page("<p " + "a='>' " * 400_000 + f">{SAID}"), "more than 5,000 attributes"),
    "a comment that never ends": (lambda: b"<!--" * 1_000_000 + page(SAID), "no main text"),
    "bytes of nothing": (lambda: bytes(range(256)) * 4_000, "not a text|undecodable|no main text"),
}


@pytest.mark.parametrize("name", READ)
def test_a_hostile_page_is_read(name: str) -> None:
    data = READ[name]()
    began = time.monotonic()
    assert SAID in read_page(data).text
    assert time.monotonic() - began < LONGEST


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_page_is_refused(name: str) -> None:
    make, why = REFUSED[name]
    data = make()
    began = time.monotonic()
    with pytest.raises(InputError, match=why):
        read_page(data)
    assert time.monotonic() - began < LONGEST


def test_a_file_of_100_mb_is_not_held(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("large") / "large.html"
    with path.open("wb") as file:
        file.write(b"<html><body><p>")
        file.truncate(100_000_000)
    tracemalloc.start()
    with pytest.raises(InputError, match="too long: over 40,000,000 bytes"):
        load(Source(str(path)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000_000


@pytest.mark.parametrize(
    "entities",
    [
        "<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(10)),
        "<!ENTITY k SYSTEM 'file:///etc/passwd'>", "<!ENTITY % k SYSTEM 'http://127.0.0.1/x'> %k;",
    ],
    ids=["laughs", "a file", "an address"],
)  # fmt: skip
@pytest.mark.parametrize("first", ["", "<?xml version='1.0' encoding='utf-8'?>"])
def test_entities_of_a_page_are_not_followed(first: str, entities: str) -> None:
    data = f"{first}<!DOCTYPE html [{entities}]>".encode() + page(f"<p>{SAID} The word is &k; here.</p>")
    text = read_page(data).text
    assert SAID in text
    assert "root:" not in text
    assert len(text) < 2_000


def test_of_a_page_that_nests_too_deep_what_was_read_is_told() -> None:
    taken = read_page(page(f"<p>{SAID}</p>" + "<div>" * 20_000 + "<p>Deep below it says that 40 were wounded.</p>"))
    assert taken.text.endswith(SAID)
    assert "what stands deeper than 255 was not read" in taken.problems[0].what
