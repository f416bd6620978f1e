"""Disjoint sets (union-find): what is joined, however remotely, is in one part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


class Partition(Generic[Member]):
    """
    Members in parts; one that is named for the first time is a part of its own.

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
        """Return the member by which a part is known; it is another one once the part grows."""
        above = self._above
        while above.setdefault(member, member) != member:
            above[member] = member = above[above[member]]
        return member

    def join(self, one: Member, other: Member) -> bool:
        """Put the parts of two members together; say whether they were two."""
        top, under = self.top(one), self.top(other)
        self._above[under] = top
        return top != under

    def parts(self) -> list[list[Member]]:
        """Return the parts, and the members of each, in the order in which they were named first."""
        found: dict[Member, list[Member]] = defaultdict(list)
        for member in list(self._above):
            found[self.top(member)].append(member)
        return list(found.values())
