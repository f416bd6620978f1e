"""Charts as pictures: their size, their ground, their words as letters and as text in the file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import Watched
from PIL import Image, ImageChops

from according.desk.charts import picture
from according.desk.charts.picture import draw_picture
from according.errors import AccordingError, RequestError

TITLE = "Killed: about 300 &amp; more"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60" width="300" height="60" font-family="system-ui, sans-serif">'
    "<title>{words}</title><metadata>{{}}</metadata><text x='10' y='40' font-size='20'>{words}</text></svg>"
)


def opened(png: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(png))
    found.load()
    return found


def ink(png: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of a picture are not white."""
    part = opened(png).convert("L").crop(box)
    return sum(part.histogram()[:200])


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as made:
        yield made


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_picture_has_the_size_of_its_drawing(scale: int) -> None:
    found = opened(draw_picture(DRAWING.format(words=TITLE), scale))
    assert (found.format, found.size) == ("PNG", (300 * scale, 60 * scale))


def test_letters_are_drawn_on_white() -> None:
    with_words, without = (draw_picture(DRAWING.format(words=words)) for words in (TITLE, ""))
    assert opened(with_words).convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert ink(without, (0, 0, 300, 60)) == 0
    difference = ImageChops.difference(*(opened(png).convert("L") for png in (with_words, without))).getbbox()
    assert difference is not None
    left, top, right, bottom = difference
    assert 8 <= left <= 14
    assert right > 200
    assert 20 < top < bottom < 50


def test_a_picture_says_what_it_is() -> None:
    found = opened(draw_picture(DRAWING.format(words=TITLE)))
    assert found.info["Title"] == "Killed: about 300 & more"
    assert found.info["Comment"] == "{}"
    assert found.info["Software"].startswith("According ")


@pytest.mark.parametrize("words", ["Harîm, Šabac, Đà Nẵng", "Курск, Київ", "Αθήνα", "دمشق", "ירושלים", "Երևան, თბილისი"])
def test_names_of_many_scripts_are_drawn(words: str) -> None:
    assert ink(draw_picture(DRAWING.format(words=words)), (0, 0, 300, 60)) > 100


def test_what_the_font_has_no_letter_for_is_refused_and_named() -> None:
    with pytest.raises(RequestError, match="no letter for 中 文; take the chart as SVG"):
        draw_picture(DRAWING.format(words="the 中文 words"))


def test_without_its_font_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(picture, "_FONTS", (str(tmp_path / "gone.ttf"),))
    picture._is_drawn.cache_clear()
    with pytest.raises(AccordingError, match=re.escape("its font is missing")):
        draw_picture(DRAWING.format(words=TITLE))
    picture._is_drawn.cache_clear()


@pytest.mark.parametrize("of", ["events", "questions"])
@pytest.mark.parametrize("wide", ["true", "false"])
def test_charts_of_the_desk_as_pictures(client: httpx.Client, of: str, wide: str) -> None:
    figure = client.get("/api/events").json()["items"][0]["figure"]
    asked = {"wide": wide, "known_at": "2099-01-01"}
    drawing = client.get(f"/{of}/{figure}/chart.svg", params=asked)
    assert (drawing.status_code, drawing.headers["content-type"]) == (200, "image/svg+xml; charset=utf-8"), drawing.text
    wide_of, high_of = (int(re.search(rf'{side}="(\d+)"', drawing.text)[1]) for side in ("width", "height"))  # type: ignore[index]
    answer = client.get(f"/{of}/{figure}/chart.png", params={**asked, "scale": 2})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    found = opened(answer.content)
    assert found.size == (wide_of * 2, high_of * 2)
    assert found.info["Title"] == "Killed: North Korean soldiers killed in Kursk region, total so far"
    about = json.loads(found.info["Comment"])
    assert about["filters"] == {"measure": "killed", "known_at": "2099-01-01"}
    assert '"known_at":"2099-01-01"' in drawing.text.replace("&#34;", '"').replace(" ", "")
    # The title above, the source below.
    assert ink(answer.content, (20, 10, wide_of * 2, 76)) > 500
    assert ink(answer.content, (0, high_of * 2 - 60, wide_of * 2, high_of * 2)) > 300


def test_what_cannot_be_drawn_is_told(client: httpx.Client) -> None:
    figure = client.get("/api/events").json()["items"][0]["figure"]
    for path, status in (
        (f"/events/{figure}/chart.gif", 422), (f"/events/{figure}/chart.png?scale=9", 422), (f"/events/{figure}/chart.png?measure=x", 404),
        ("/events/ffffffff/chart.png", 404), ("/questions/ffffffff/chart.svg", 404),
    ):  # fmt: skip
        assert client.get(path).status_code == status


def test_pages_lead_to_their_pictures(watched: Watched, client: httpx.Client) -> None:
    figure = client.get("/api/events").json()["items"][0]["figure"]
    for path in (f"/events/{figure}", f"/questions/{figure}"):
        page = watched.open(f"{path}?known_at=2099-01-01")
        for words, kind in (("SVG", "image/svg+xml"), ("PNG", "image/png")):
            link = page.get_by_role("link", name=words, exact=True).first.get_attribute("href")
            assert link is not None
            assert "known_at=2099-01-01" in link
            assert client.get(link).headers["content-type"].startswith(kind)
