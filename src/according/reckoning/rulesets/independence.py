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
    return item.origin or item.id


def count_independent(figures: Iterable[Weighed]) -> int:
    """Return the number of independent sources: pairs of an origin and a known family, none of them used twice."""
    families: dict[str, set[str]] = defaultdict(set)
    for item in figures:
        if item.family is not None:
            families[origin_of(item)].add(item.family)
    holders: dict[str, str] = {}
    for origin in sorted(families):
        _place(origin, families, holders)
    return len(holders)


def _place(origin: str, families: Mapping[str, set[str]], holders: dict[str, str]) -> None:
    """Give an origin a family of its own, if need be by moving those who hold one to another of theirs (an augmenting path)."""
    came: dict[str, str] = {}
    waiting = deque([origin])
    while waiting:
        asking = waiting.popleft()
        for family in sorted(families[asking] - came.keys()):
            came[family] = asking
            if family not in holders:
                return _move(family, came, holders)
            waiting.append(holders[family])


def _move(family: str, came: Mapping[str, str], holders: dict[str, str]) -> None:
    held = {origin: held for held, origin in holders.items()}
    freed: str | None = family
    while freed is not None:
        taker = came[freed]
        holders[freed] = taker
        freed = held.get(taker)


def count_unknown(figures: Iterable[Weighed]) -> int:
    """Return the number of origins of which no publisher's family is known."""
    known: dict[str, bool] = {}
    for item in figures:
        known[origin_of(item)] = known.get(origin_of(item), False) or item.family is not None
    return sum(not family for family in known.values())


def describe_independence(figures: Iterable[Weighed]) -> str:
    """Return both counts as a note."""
    listed = tuple(figures)
    found, unknown = count_independent(listed), count_unknown(listed)
    note = f"CO1: {found} independent source{'' if found == 1 else 's'}"
    return note + (f"; of {unknown} more the publisher's family is unknown, which does not count" if unknown else "")
