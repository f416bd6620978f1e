"""
On which examples a property is tried: as many as it asks for, and a tenth of them where only the fast tests run.

They are the same each time, so that a change is judged by what it changed. ``pytest --hypothesis-seed=random`` tries others.
"""
from __future__ import annotations

from typing import Any

from hypothesis import settings

ALL = 100


def choose(*, fast: bool, anew: bool) -> None:
    """Say which tests run, and whether their examples are drawn anew, before any of them is imported."""
    # How long an example takes hangs on what else the machine does, so none has a deadline.
    settings.register_profile("chosen", deadline=None, max_examples=ALL // 10 if fast else ALL, derandomize=not anew)
    settings.load_profile("chosen")


def examples(many: int, **more: Any) -> settings:
    """The settings of a property that is tried on this many examples when all tests run."""
    return settings(max_examples=max(2, many * settings.default.max_examples // ALL), **more)
