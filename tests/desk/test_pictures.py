"""The pictures that the README and pages of docs/ show are of the program as it is: made here, over sample reports."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

import pytest
from browsing import SHOTS, Watched
from playwright.sync_api import Browser

from according.ledger.store import SqlLedger
from according.records import Query

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = (1280, 900)
CELL = (640, 300)


@pytest.fixture
def pages(ledger: SqlLedger) -> dict[str, str]:
    figures = ledger.find(Query(measures=("killed",), population="North Korean"))
    told = next(filed for filed in figures if "headline" in (filed.filing.path or ""))
    return {"event": f"/events/{figures[0].id}", "report": f"/reports/{told.filing.id}"}


@pytest.mark.parametrize("name", ["event", "report"])
def test_a_picture_of_the_desk(watched: Watched, pages: dict[str, str], name: str) -> None:
    """A committed picture is a copy of the screenshot that this test makes, and has its size."""
    watched.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    page = watched.open(pages[name])
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"picture-{name}.png")
    assert size(name) == SIZE
    assert watched.faults == []


def size(name: str) -> tuple[int, int]:
    """The size of a committed picture: width and height stand in the first bytes of a PNG."""
    width, height = struct.unpack(">II", (PICTURES / f"{name}.png").read_bytes()[16:24])
    return width, height


@pytest.mark.model
def test_a_picture_of_a_notebook_s_cell(browser: Browser) -> None:
    """What docs/notebook.md's first cell shows, on the white of a notebook."""
    cell = re.findall(r"```python\n(.*?)```", (PICTURES.parent / "notebook.md").read_text("utf8"), re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(compile(cell, "notebook.md", "exec"), names)
    page = browser.new_page(viewport={"width": CELL[0], "height": CELL[1]})
    page.set_content(f'<!doctype html><body style="font:15px sans-serif;background:#fff">{names["reading"]._repr_html_()}')
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / "picture-notebook.png")
    page.close()
    assert size("notebook") == CELL
