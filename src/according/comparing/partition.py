"""Disjoint sets (union-find): members that are joined, be it by way of others, are in one part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


class Partition(Generic[Member]):
    """
    Members in disjoint parts; a member that is named for the first time is a part of its own.

    >>> partition = Partition[str]()
    >>> partition.join("a", "b"), partition.join("b", "a")
    (True, False)
    >>> partition.top("c")
    'c'
    >>> partition.parts()
    [['a', 'b'], ['c']]
    """

    def __init__(self) -> None:
        self._above: dict[Member, Member] = {}

    def top(self, member: Member) -> Member:
        """Return the member by which a part is known; after a join it may be another one."""
        above = self._above
        while above.setdefault(member, member) != member:
            # Each step halves the way to the top, so that long chains of joins stay cheap to follow.
            above[member] = member = above[above[member]]
        return member

    def join(self, one: Member, other: Member) -> bool:
        """Put the parts of two members together, and return whether they were two."""
        top, under = self.top(one), self.top(other)
        self._above[under] = top
        return top != under

    def parts(self) -> list[list[Member]]:
        """Return the parts, and the members of each, in the order in which they were named first."""
        found: dict[Member, list[Member]] = defaultdict(list)
        # A copy of the keys, because a look-up of the top rewrites what stands above a member.
        for member in list(self._above):
            found[self.top(member)].append(member)
        # In the order of the first naming, so that the same figures give the same questions.
        return list(found.values())
