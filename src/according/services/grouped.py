"""
The groups of a ledger as whoever asks sees them: those that are kept, and over figures that wait for theirs, what these would be.

Nothing is written: a ledger that may only be read answers as any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from according.comparing.partition import Partition
from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import Standing
from according.records import FiledFigure, Query
from according.services.group import changed_corrections, made_by_other_rules, place

# Figures that wait are counted up to this many.
COUNTED = 1_000_000


def count_waiting(ledger: Ledger, standing: Standing) -> int:
    """
    Return how many figures are not grouped yet, or not as they now are.

    These are figures that were filed since the last grouping, figures whose corrections changed since, and all figures where the groups
    were made by other rules than this version's.
    """
    if made_by_other_rules(ledger):
        return ledger.contents().figures
    return ledger.count_ungrouped(COUNTED) + len(changed_corrections(ledger, standing))


class Grouped:
    """A ledger's groups with figures taken up that wait for theirs; for one question or one list of them."""

    def __init__(self, ledger: Ledger, standing: Standing) -> None:
        self.ledger = ledger
        self.standing = standing
        self._assigned: dict[str, str] = {}
        self._profiles = Profiles()

    def take_up(self, figures: Iterable[FiledFigure]) -> None:
        """Place those figures, corrected already, that have no group yet."""
        asked = list(figures)
        known = self.groups_of([filed.id for filed in asked])
        waiting = [filed for filed in asked if filed.id not in known]
        if waiting:
            self._assigned.update(place(self, waiting, self.standing, self._profiles))

    def neighbours(self, figures: Sequence[FiledFigure]) -> Sequence[FiledFigure]:
        """Return the figures that share a block with one of the given, without those."""
        return self.ledger.neighbours(figures)

    def groups_of(self, figure_ids: Sequence[str]) -> dict[str, str]:
        """Return the groups of those figures, by id, that have one."""
        return {**self.ledger.groups_of(figure_ids), **{id: self._assigned[id] for id in figure_ids if id in self._assigned}}

    def members_of(self, groups: Sequence[str]) -> dict[str, str]:
        """Return all figures of some groups by id, each with its group."""
        kept = {id: group for id, group in self.ledger.members_of(groups).items() if id not in self._assigned}
        asked = frozenset(groups)
        return {**kept, **{id: group for id, group in self._assigned.items() if group in asked}}

    def members(self, groups: Sequence[str]) -> Sequence[FiledFigure]:
        """Return all figures of some groups."""
        if not self._assigned:
            return self.ledger.members(groups)
        held = tuple(sorted(self.members_of(groups)))
        return self.ledger.find(Query(figures=held)) if held else ()

    def count_members(self, groups: Sequence[str]) -> int:
        """Return how many figures some groups have."""
        return self.ledger.count_members(groups) if not self._assigned else len(self.members_of(groups))

    def closed(self, figures: Iterable[str]) -> set[str]:
        """Return the groups of some figures and all that people joined to them, however far."""
        groups = set(self.groups_of(sorted(figures)).values())
        ruled = self.groups_of(sorted({id for pair in self.standing.events.same for id in pair}))
        joined = self.ruled_together(ruled)
        tops = {joined.top(group) for group in groups & set(ruled.values())}
        return groups | {group for group in ruled.values() if joined.top(group) in tops}

    def ruled_together(self, group_of: Mapping[str, str]) -> Partition[str]:
        """Join the groups of which a person said that figures are of one event."""
        joined = Partition[str]()
        for group in group_of.values():
            joined.top(group)
        for a, b in sorted(self.standing.events.same):
            if a in group_of and b in group_of:
                joined.join(group_of[a], group_of[b])
        return joined

    def pages(self, size: int) -> Iterator[Sequence[str]]:
        """Yield all groups, about ``size`` at a time; on the first page those that a person joined, and those of what was taken up."""
        ruled = self.groups_of(sorted({id for pair in self.standing.events.same for id in pair}))
        first = sorted({*ruled.values(), *self._assigned.values()})
        page = self.ledger.groups(size)
        if first or page:
            yield sorted({*first, *page})
        while page and (page := self.ledger.groups(size, after=page[-1])):
            yield [group for group in page if group not in first]

    def corrected_members(self, groups: Iterable[str]) -> list[FiledFigure]:
        """Return all figures of some groups, as people corrected them."""
        return list(correct_figures(self.members(tuple(groups)), self.standing))
