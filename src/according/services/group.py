"""
Placing: which figures of a ledger hang together, found for those that were filed since the last time.

What is kept are groups, and can be made anew: figures that pairs of alike figures connect. Questions are found inside them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence

from according.comparing.likeness import compare, may_be_tied
from according.comparing.partition import Partition
from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.reckoning.questions.grouping import find_pairs
from according.reckoning.rulings import Standing, correct_figures, weigh_rulings
from according.records import FiledFigure

# Figures that are placed among their neighbours at a time; other writers wait meanwhile, for a second or two.
PLACED_TOGETHER = 1_000
# The rules by which figures are held to lie near one another; another number makes the groups anew.
GROUPING = "2"


def regroup(ledger: Ledger, *, advance: Callable[[int], None] | None = None) -> int:
    """
    Place figures that were filed since the last time among their neighbours, and return how many.

    A group is all figures that pairs of alike figures connect; questions are found inside groups, so that a new report touches
    only the groups it lies near.
    """
    if ledger.meta("grouping") != GROUPING:
        ledger.forget_groups()
        ledger.set_meta("grouping", GROUPING)
    standing = weigh_rulings(ledger.rulings())
    _heed_corrections(ledger, standing)
    placed, profiles = 0, Profiles()
    while ledger.count_ungrouped(1):
        with ledger.placing() as assign:
            batch = ledger.ungrouped(PLACED_TOGETHER)
            assign(_place(ledger, correct_figures(batch, standing), standing, profiles))
        placed += len(batch)
        if advance is not None:
            advance(len(batch))
    return placed


def _heed_corrections(ledger: Ledger, standing: Standing) -> None:
    """Let figures whose corrections changed since they were placed, and what lay with them, be placed again."""
    now = {figure: [ruling.id for ruling in rulings] for figure, rulings in sorted(standing.corrected.items())}
    before: dict[str, list[str]] = json.loads(ledger.meta("corrections") or "{}")
    changed = [figure for figure in sorted({*now, *before}) if now.get(figure) != before.get(figure)]
    if changed:
        ledger.forget_groups(changed)
        ledger.set_meta("corrections", json.dumps(now))


def _place(ledger: Ledger, batch: Sequence[FiledFigure], standing: Standing, profiles: Profiles) -> dict[str, str]:
    """Return the group of every figure of a batch, and of every figure whose group the batch joins to another."""
    near = correct_figures(ledger.neighbours(batch), standing)
    groups = ledger.groups_of([filed.id for filed in near])
    new = {filed.id for filed in batch}
    # A figure that has no group yet is placed in its own batch, and meets these then.
    met = {filed.id: profiles.of(filed) for filed in (*batch, *near) if filed.id in new or filed.id in groups}
    joined = Partition[str]()
    for filed in batch:
        joined.top(filed.id)
    for a, b in find_pairs(met.values(), touching=new):
        if may_be_tied(met[a], met[b]) and compare(met[a], met[b]).joins:
            joined.join(groups.get(a, a), groups.get(b, b))
    return _assignments(ledger, joined, new)


def _assignments(ledger: Ledger, joined: Partition[str], new: set[str]) -> dict[str, str]:
    """Name every group by its first figure in order of id, whatever the order in which it grew; return those whose group is another."""
    parts = joined.parts()
    group_of = ledger.members_of(sorted({part for members in parts for part in members if part not in new}))
    held: dict[str, list[str]] = defaultdict(list)
    for figure, group in group_of.items():
        held[group].append(figure)
    assigned: dict[str, str] = {}
    for part in parts:
        figures = sorted({figure for name in part for figure in held.get(name, [name])})
        assigned.update((figure, figures[0]) for figure in figures if group_of.get(figure) != figures[0])
    return assigned
