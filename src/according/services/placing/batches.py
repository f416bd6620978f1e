"""Placing: the figures that wait, batch by batch, among those near them."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from according.comparing.likeness import joins, may_be_joined
from according.comparing.partition import Partition
from according.comparing.profile import Profiles
from according.comparing.terms import kind_of
from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.questions.grouping import find_pairs
from according.reckoning.rulings import Standing
from according.records import FiledFigure

# Figures that are placed among their neighbours at a time. What is placed later is held against the nearest on both sides, what is placed
# together against each of them once: many small batches compare up to twice as many pairs.
PLACED_TOGETHER = 12_000
# Where so many wait, as in an archive that was just filed, their groups are parted while their figures are at hand.
MANY = 50_000


class Groups(Protocol):
    """
    What placing looks at: the figures near some others, and the groups that figures have.

    A ledger is one, and so is a view of one (:class:`according.services.grouped.Grouped`).
    """

    def neighbours(self, figures: Sequence[FiledFigure], *, grouped: bool = False) -> Sequence[FiledFigure]:
        """Return the figures that share a block with one of the given, without those; only those that have a group if ``grouped``."""

    def groups_of(self, figure_ids: Sequence[str]) -> dict[str, str]:
        """Return the groups of figures, by the figures' ids; one that has none is left out."""

    def members_of(self, groups: Sequence[str]) -> dict[str, str]:
        """Return all figures of some groups by id, each with its group."""


def place_batch(ledger: Ledger, together: int, standing: Standing, profiles: Profiles, kind: str | None = None) -> int:
    """
    Give up to ``together`` figures that wait, of a kind if one is given, their groups, and return how many; 0 where none waits.

    Others may write meanwhile. Where one changed groups of these kinds, fewer figures are placed anew, and take less long: in the end some
    are placed between two turns of others.
    """
    while True:
        # Before anything is read: what changes from here on is seen.
        seen = ledger.placings.changes()
        waiting = ledger.ungrouped(together, kind=kind)
        if not waiting:
            return 0
        batch = correct_figures(waiting, standing)
        # People may have made another kind of a figure than it waits as, and it comes to groups of that.
        kinds = {kind_of(filed.figure.measure, filed.figure.unit) for filed in (*waiting, *batch)}
        if ledger.placings.assign(place(ledger, batch, standing, profiles), kinds=kinds, seen=seen):
            return len(waiting)
        together = max(1, together // 2)


def place(groups: Groups, batch: Sequence[FiledFigure], standing: Standing, profiles: Profiles) -> dict[str, str]:
    """
    Return the group of every figure of a batch, and of every figure whose group the batch joins to another.

    The figures are taken as corrected already; nothing is written.
    """
    # A figure that has no group yet is placed in its own batch, and meets these then.
    near = correct_figures(groups.neighbours(batch, grouped=True), standing)
    group_of = groups.groups_of([filed.id for filed in near])
    new = {filed.id for filed in batch}
    # In order of id: which of a crowd's are held against one another does not depend on who came first.
    known = sorted((filed for filed in (*batch, *near) if filed.id in new or filed.id in group_of), key=lambda filed: filed.id)
    met = {filed.id: profiles.of(filed) for filed in known}
    joined = Partition[str]()
    for filed in batch:
        # A figure that nothing lies near is a group of its own.
        joined.top(filed.id)
    for a, b in find_pairs(met.values(), touching=new):
        # A neighbour brings its whole group along; a new figure stands for itself until it has one.
        one, other = group_of.get(a, a), group_of.get(b, b)
        # What others hold together already need not be compared: of most pairs of a story that saves it.
        if joined.top(one) != joined.top(other) and may_be_joined(met[a], met[b]) and joins(met[a], met[b]):
            joined.join(one, other)
    return _assignments(groups, joined, new)


def _assignments(groups: Groups, joined: Partition[str], new: set[str]) -> dict[str, str]:
    """
    Return the group of every figure whose group is another than before.

    A group is named by its first figure in order of id, so that its name does not depend on the order in which it grew.
    """
    parts = joined.parts()
    # What keeps its name stays as it is, however large: of joined groups the first name is that of the first figure of them all.
    firsts = [min(part) for part in parts]
    renamed = {name for part in parts for name in part if name not in new}.difference(firsts)
    held: dict[str, list[str]] = defaultdict(list)
    for figure, group in groups.members_of(sorted(renamed)).items():
        held[group].append(figure)
    assigned: dict[str, str] = {}
    for part, first in zip(parts, firsts, strict=True):
        for name in part:
            assigned.update(dict.fromkeys([name] if name in new else held[name], first))
    return assigned
