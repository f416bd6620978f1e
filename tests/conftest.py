"""
Which tests are fast: those that need neither the language model, nor PostgreSQL, nor a loop of crashes.

``pytest -m fast`` runs them; they are told by what they use, not by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

SLOW = ("model", "crash", "types")


def needs_postgres(item: pytest.Item) -> bool:
    """Say whether a test starts PostgreSQL: by the fixture of the server, or as one of the databases that it runs over."""
    spec = getattr(item, "callspec", None)
    over = {str(value) for value in spec.params.values()} if spec is not None else set()
    return "server" in getattr(item, "fixturenames", ()) or "postgresql" in over


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not needs_postgres(item) and not any(item.get_closest_marker(name) for name in SLOW):
            item.add_marker("fast")


@pytest.fixture(autouse=True)
def light(request: pytest.FixtureRequest) -> Iterator[None]:
    """A fast test loads no language model: whoever writes one that does is told to mark it."""
    loaded = "spacy" in sys.modules
    yield
    if request.node.get_closest_marker("fast"):
        assert loaded or "spacy" not in sys.modules, "this test loads the language model: mark it with pytest.mark.model"
