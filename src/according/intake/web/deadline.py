"""
Work that has a time limit where what does it has none of its own, as the system's resolver.
"""
from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def work_within(seconds: float, work: Callable[[], Found], late: Exception) -> Found:
    """
    Return what some work gives, or raise what it raises; raises ``late`` where it is not done within so many seconds.

    It goes on then, in a thread that the process does not wait for.
    """
    found: list[Found] = []
    failed: list[BaseException] = []

    def do() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            failed.append(error)

    working = threading.Thread(target=do, daemon=True)
    working.start()
    working.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise late
    return found[0]
