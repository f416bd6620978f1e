"""Disjoint sets (union-find): members that are joined, be it by way of others, are in one part; and who is kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
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


class KeptApart(Generic[Member]):
    """
    Members of parts that are not to be joined: only pairs that were named are looked at, however many members a part has.

    ``part_of`` gives the member by which the part of one is known.
    """

    def __init__(self, pairs: Iterable[tuple[Member, Member]], part_of: Callable[[Member], Member]) -> None:
        self._part_of = part_of
        # By part, those who are kept out of it.
        self._out: dict[Member, set[Member]] = {}
        for one, other in pairs:
            self._out.setdefault(one, set()).add(other)
            self._out.setdefault(other, set()).add(one)

    def forbids(self, one: Member, other: Member) -> bool:
        """Say whether a member of one part is kept apart from one of another."""
        out, part = min(((self._out.get(one, ()), other), (self._out.get(other, ()), one)), key=lambda asked: len(asked[0]))
        return any(self._part_of(member) == part for member in out)

    def join(self, one: Member, other: Member) -> None:
        """Note that a part was put to another one, ``one``, by which it is known from now on."""
        if other in self._out:
            self._out[one] = self._out.get(one, set()) | self._out.pop(other)
