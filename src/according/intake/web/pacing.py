"""
How long to wait between two requests to one host: a second, or what its robots file asks for, and a little by chance.

Chance keeps many readers that were started at one time from coming again at one time.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

# Between two requests to one host, in seconds, where its robots file asks for no other delay.
DELAY = 1.0
# A delay is longer by at most this share of it.
JITTER = 0.25


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where time comes from: seconds that only grow, a sleep, the day and hour, and chance between 0 and 1."""

    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.random


@dataclass(slots=True)
class Pace:
    """When each host was asked last; one is asked again only when its delay is over."""

    clock: Clock = field(default_factory=Clock)
    _free: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str, delay: float = DELAY) -> None:
        """Sleep until a host may be asked, and note that it is asked now; ``delay`` in seconds is what has to lie before the next time."""
        rest = self._free.get(host, 0.0) - self.clock.seconds()
        if rest > 0:
            self.clock.sleep(rest)
        self._free[host] = self.clock.seconds() + delay * (1 + JITTER * self.clock.chance())
