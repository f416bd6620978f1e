"""
Which tests are fast: those that need no language model, no PostgreSQL, no loop of crashes, no type checker and no browser, and
take no seconds for what they are.

They are told by what they use, not by hand; while one runs it cannot load the model or start a server.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from backends import Server

from according.language import pipeline

SLOW = ("model", "crash", "types", "browser", "heavy")

# Fixtures that need something slow, each with the marker of it.
SLOW_FIXTURES = {"browser": "browser", "samples": "model"}


def needs_postgres(item: pytest.Item) -> bool:
    """Say whether a test starts PostgreSQL: by the fixture of the server, or as one of the databases that it runs over."""
    spec = getattr(item, "callspec", None)
    over = {value for value in spec.params.values() if isinstance(value, str)} if spec is not None else set()
    return "server" in getattr(item, "fixturenames", ()) or "postgresql" in over


def mark(item: pytest.Item) -> None:
    """Mark a test by what its fixtures need, and one that needs nothing slow."""
    for fixture in SLOW_FIXTURES.keys() & set(getattr(item, "fixturenames", ())):
        item.add_marker(SLOW_FIXTURES[fixture])
    if not needs_postgres(item) and not any(item.get_closest_marker(name) for name in SLOW):
        item.add_marker("fast")


@contextmanager
def nothing_slow() -> Iterator[None]:
    """Fail a test that loads the language model, loaded before or not, or that starts a server; its child processes are free."""
    load = pipeline.load

    def load_another(path: Path = pipeline.MODEL) -> Any:
        if path == pipeline.MODEL:
            pytest.fail("this test loads the language model: mark it with pytest.mark.model")
        return load(path)

    def start_none(*_: object) -> None:
        pytest.fail("this test starts PostgreSQL: let it use the fixture server or url")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", load_another)
        patch.setattr(Server, "__init__", start_none)
        yield
