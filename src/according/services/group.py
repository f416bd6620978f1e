"""
Grouping: which figures of a ledger hang together, found for those that were filed since the last time.

A group is all figures that pairs of alike figures connect. Groups are kept in the ledger and can be made anew from its figures.
Questions are found inside groups. Only :func:`group_figures` writes; whoever asks looks at the groups through
:class:`according.services.grouped.Grouped`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from according.comparing.likeness import joins, may_be_joined
from according.comparing.partition import Partition
from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.questions.grouping import find_pairs
from according.reckoning.rulings import Standing, weigh_rulings
from according.records import FiledFigure
from according.services.read import passing_seldom

# Figures that are placed among their neighbours at a time; other writers wait meanwhile, for a second or two.
PLACED_TOGETHER = 3_000
# Where so many wait, as in an archive that was just filed, more are placed at a time: what lies near is looked up once for all of them.
# Others wait for some ten seconds then.
MANY, PLACED_OF_MANY = 50_000, 12_000
# The rules by which figures are held to lie near one another; another number makes the groups anew.
GROUPING = "6"


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


def group_figures(ledger: Ledger, *, advance: Callable[[int], None] | None = None) -> int:
    """
    Place figures that were filed since the last time among their neighbours, and return how many.

    Questions are found inside groups, so that a new report touches only the groups it lies near. Figures whose corrections changed are
    placed again. ``advance`` is told, after each batch, how many more were placed.
    """
    # Forgotten first and noted after that: a run that is stopped in between forgets them again, and none is left half new.
    if made_by_other_rules(ledger):
        ledger.forget_groups()
    if ledger.meta("grouping") != GROUPING:
        ledger.set_meta("grouping", GROUPING)
    standing = weigh_rulings(ledger.rulings())
    _heed_corrections(ledger, standing)
    placed, profiles = 0, Profiles()
    together = PLACED_OF_MANY if ledger.count_ungrouped(MANY) == MANY else PLACED_TOGETHER
    # Tens of thousands of figures are held, and each full pass of the collector would go through them all.
    with passing_seldom():
        # Asked before each turn: a turn that finds nothing would keep other writers waiting for nothing.
        while ledger.count_ungrouped(1):
            with ledger.placing() as assign:
                # Read inside the turn: what two processes place at once must not part what belongs together.
                batch = ledger.ungrouped(together)
                assign(place(ledger, correct_figures(batch, standing), standing, profiles))
            placed += len(batch)
            if advance is not None:
                advance(len(batch))
    return placed


def made_by_other_rules(ledger: Ledger) -> bool:
    """Say whether a ledger's groups were made by other rules than this version's."""
    # `None` is a ledger that was never grouped: it has no groups to forget.
    return ledger.meta("grouping") not in (GROUPING, None)


def changed_corrections(ledger: Ledger, standing: Standing) -> list[str]:
    """Return the figures whose corrections changed since they were grouped."""
    now, before = _corrections(standing), json.loads(ledger.meta("corrections") or "{}")
    # A correction that was taken back counts too: it stands in `before` alone.
    return [figure for figure in sorted({*now, *before}) if now.get(figure) != before.get(figure)]


def _corrections(standing: Standing) -> dict[str, list[str]]:
    # The rulings' ids are enough: a ruling is never changed, so another value comes with another id.
    return {figure: [ruling.id for ruling in rulings] for figure, rulings in sorted(standing.corrected.items())}


def _heed_corrections(ledger: Ledger, standing: Standing) -> None:
    """Let figures whose corrections changed since they were placed be placed again, and all that lay in their groups."""
    # The whole group falls apart: without the figure that moves, nothing may hold the others together.
    if changed := changed_corrections(ledger, standing):
        ledger.forget_groups(changed)
        ledger.set_meta("corrections", json.dumps(_corrections(standing)))


def place(groups: Groups, batch: Sequence[FiledFigure], standing: Standing, profiles: Profiles) -> dict[str, str]:
    """
    Return the group of every figure of a batch, and of every figure whose group the batch joins to another.

    The figures are taken as corrected already; nothing is written.
    """
    # A figure that has no group yet is placed in its own batch, and meets these then.
    near = correct_figures(groups.neighbours(batch, grouped=True), standing)
    group_of = groups.groups_of([filed.id for filed in near])
    new = {filed.id for filed in batch}
    met = {filed.id: profiles.of(filed) for filed in (*batch, *near) if filed.id in new or filed.id in group_of}
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
    # All members are looked up, for the figure that gives a joined group its name may be in none of the pairs.
    group_of: Mapping[str, str] = groups.members_of(sorted({part for members in parts for part in members if part not in new}))
    held: dict[str, list[str]] = defaultdict(list)
    for figure, group in group_of.items():
        held[group].append(figure)
    assigned: dict[str, str] = {}
    for part in parts:
        figures = sorted({figure for name in part for figure in held.get(name, [name])})
        assigned.update((figure, figures[0]) for figure in figures if group_of.get(figure) != figures[0])
    return assigned
