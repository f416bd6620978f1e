"""The pictures that the README and docs/desk.md show are of the desk as it is: made here, over the sample reports."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from browsing import SHOTS, Watched

from according.ledger.store import SqlLedger
from according.records import Query

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = (1280, 900)


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
    # Width and height stand in the first bytes of a PNG.
    assert struct.unpack(">II", (PICTURES / f"{name}.png").read_bytes()[16:24]) == SIZE
    assert watched.faults == []
