"""How many examples a property is tried on: as many as it asks for, and a tenth of them where only the fast tests run."""
from __future__ import annotations

from typing import Any

from hypothesis import settings

ALL = 100
# How long an example takes hangs on what else the machine does, so none has a deadline.
settings.register_profile("all", deadline=None, max_examples=ALL)
settings.register_profile("fast", deadline=None, max_examples=ALL // 10)


def choose(*, fast: bool) -> None:
    """Say which tests run, before any of them is imported."""
    settings.load_profile("fast" if fast else "all")


def examples(many: int, **more: Any) -> settings:
    """The settings of a property that is tried on this many examples when all tests run."""
    return settings(max_examples=max(2, many * settings.default.max_examples // ALL), **more)
