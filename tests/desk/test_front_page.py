"""The front page in a browser."""

from __future__ import annotations

from browsing import Watched


def test_front_page(watched: Watched) -> None:
    page = watched.open("/")
    assert page.get_by_role("heading", level=1).inner_text() == "The ledger"
    watched.look_all("front")
