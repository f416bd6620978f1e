"""Interrupts (Ctrl-C): which of them are one, and what the first and the next do."""
from __future__ import annotations

import os
from collections.abc import Callable
from time import monotonic
from types import FrameType

# Seconds after an interrupt within which another one is the same: what signals a group often signals its leader too.
ONE_INTERRUPT = 1.0


def _raise() -> None:
    raise KeyboardInterrupt


class Interrupts:
    """
    What interrupts do, as a handler of their signal: the first ends the work, with all that it has to clear away; the next ends at once.

    In their place ``first`` and ``then`` may be something else that is done.
    """

    def __init__(self, first: Callable[[], object] = _raise, then: Callable[[], object] = lambda: os._exit(130)) -> None:
        self._first, self._then = first, then
        self._since: float | None = None

    def __call__(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Do what this interrupt does."""
        if self._since is None:
            self._since = monotonic()
            self._first()
        # Raised while connections and files are being closed, it would come up as a fault of theirs.
        elif monotonic() - self._since > ONE_INTERRUPT:
            self._then()
