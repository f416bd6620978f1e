"""A ledger that agents ask, made without a language model: three speakers on two events, of whom two contradict one another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from backends import VERSIONS
from drafts import draft, make_reading
from talking import DAY, HOSTILE

from according.agents.keeper import Keeper
from according.ledger.opening import open_ledger
from according.services.group import group_figures


@pytest.fixture(scope="session")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filed") / "ledger.db"
    with open_ledger(str(path)) as book:
        book.versions = VERSIONS
        book.add(make_reading(draft(12, days=DAY), draft(30, measure="wounded", days=DAY), publisher="The Gazette", title="A strike"))
        book.add(make_reading(draft(20, days=DAY, speaker="The ministry"), publisher="Example News"))
        book.add(make_reading(draft(7, "civilians", place="Aleppo", speaker="A doctor"), title=HOSTILE, before=HOSTILE))
        group_figures(book)
    return path


@pytest.fixture
def path(filed: Path, tmp_path: Path) -> Path:
    """A copy of the ledger."""
    return Path(shutil.copy(filed, tmp_path / "ledger.db"))


@pytest.fixture
def keeper(path: Path) -> Iterator[Keeper]:
    """A keeper that may only look."""
    made = Keeper(str(path))
    yield made
    made.close()
