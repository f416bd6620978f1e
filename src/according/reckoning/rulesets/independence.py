"""
How many sources are independent (CO1, CO2, IB5): different originators, told by different publisher families.

Two figures are independent where they share neither an origin (:attr:`Weighed.origin`, the echo group) nor a publisher's family. The
count is that of the largest set of figures in which all are independent of one another. A publisher whose family is not known is
*unknown* and adds nothing: an unmapped alias would otherwise count as new (CO1).
"""
from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from according.reckoning.answer import Weighed


def origin_of(item: Weighed) -> str:
    """Return the echo group that a figure belongs to."""
    # A figure that echoes nothing is an origin by itself.
    return item.origin or item.id


def count_independent(figures: Iterable[Weighed]) -> int:
    """Return the number of independent sources: pairs of an origin and a known family, none of them used twice."""
    families: dict[str, set[str]] = defaultdict(set)
    for item in figures:
        # CO1: an unknown publisher may be another name of one that is counted already.
        if item.family is not None:
            families[origin_of(item)].add(item.family)
    holders: dict[str, str] = {}
    # A largest matching: neither the number of origins nor that of families is the answer.
    # Two agencies told by the same two papers are two; two agencies told by one paper are one.
    for origin in sorted(families):
        _place(origin, families, holders)
    return len(holders)


def _place(origin: str, families: Mapping[str, set[str]], holders: dict[str, str]) -> None:
    """Give an origin a family of its own, if need be by moving those who hold one to another of theirs (an augmenting path)."""
    came: dict[str, str] = {}
    # By a queue and not by recursion: 1,500 origins in one chain, as in the tests, are more than Python's stack holds.
    waiting = deque([origin])
    while waiting:
        asking = waiting.popleft()
        for family in sorted(families[asking] - came.keys()):
            came[family] = asking
            if family not in holders:
                return _move(family, came, holders)
            # Taken: whoever holds it may have another family to go to.
            waiting.append(holders[family])


def _move(family: str, came: Mapping[str, str], holders: dict[str, str]) -> None:
    # Who holds what before anybody moves; it is read backwards along the way that was found.
    held = {origin: held for held, origin in holders.items()}
    freed: str | None = family
    while freed is not None:
        # Each takes the family that the next one gives up; the origin that asked first held none, and there it ends.
        taker = came[freed]
        holders[freed] = taker
        freed = held.get(taker)


def count_unknown(figures: Iterable[Weighed]) -> int:
    """Return the number of origins of which no publisher's family is known."""
    known: dict[str, bool] = {}
    for item in figures:
        # One paper with a known family is enough for an origin to be known.
        known[origin_of(item)] = known.get(origin_of(item), False) or item.family is not None
    return sum(not family for family in known.values())


def describe_independence(figures: Iterable[Weighed]) -> str:
    """Return both counts as a note."""
    listed = tuple(figures)
    found, unknown = count_independent(listed), count_unknown(listed)
    note = f"CO1: {found} independent source{'' if found == 1 else 's'}"
    return note + (f"; of {unknown} more the publisher's family is unknown, which does not count" if unknown else "")
