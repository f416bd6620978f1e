"""A desk over the sample reports, and a browser to open it in. Without Chromium or axe-core these tests skip and say what is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import AXE, Watched, find_browser, launched, served
from playwright.sync_api import Browser

from according.desk.desk import Desk
from according.ledger.opening import open_ledger


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    missing = "no Chromium here" if path is None else "no axe-core here: run `npm ci` in tests/desk" if not AXE.exists() else None
    if missing is not None:
        pytest.fail(missing) if os.environ.get("ACCORDING_NEED_BROWSER") == "1" else pytest.skip(missing)
    with launched() as started:
        yield started


@pytest.fixture
def ledger(samples: Path, tmp_path: Path) -> Iterator[Any]:
    """A copy of the sample ledger, open."""
    shutil.copy(samples, tmp_path / "ledger.db")
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        yield opened


@pytest.fixture
def address(ledger: Any) -> Iterator[str]:
    """The address of a desk over a copy of the sample ledger."""
    with served(Desk(ledger)) as found:
        yield found


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    """A page with scripts at the desk."""
    with browser.new_context(color_scheme="light", reduced_motion="reduce") as context:
        yield Watched(context, address)


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Watched]:
    """A page of a browser that runs no scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield Watched(context, address)
