"""How time grows with the work: a ratio in one run, which holds on a slow and busy machine too, and no absolute time."""

from __future__ import annotations

import time
from collections.abc import Callable

# So many times the work; linear takes as many times as long, quadratic its square.
TIMES = 4
# Between the two, with room for noise.
MOST = 2 * TIMES
# Below this many seconds a ratio is noise.
LEAST = 0.005


def growth(work: Callable[[int], object], size: int, tries: int = 3) -> float:
    """Return how many times as long the work takes when it is four times as much: CPU time, the least of some tries for each."""
    return least(work, TIMES * size, tries) / max(least(work, size, tries), LEAST)


def least(work: Callable[[int], object], amount: int = 1, tries: int = 3) -> float:
    """Return the least CPU time, in seconds, that some work took in a few tries."""
    spent = []
    for _ in range(tries):
        begin = time.process_time()
        work(amount)
        spent.append(time.process_time() - begin)
    return min(spent)
