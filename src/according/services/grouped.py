"""
The groups of a ledger as whoever asks sees them.

They are the groups that the ledger keeps, and for figures that wait for a group the one that they would be put into. Nothing is written:
a ledger that may only be read answers as any other.
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

# Figures that wait are counted one by one up to this many: of more, it costs less to count those that have a group.
COUNTED = 10_000


def count_waiting(ledger: Ledger, standing: Standing) -> int:
    """
    Return how many figures are not grouped yet, or not as they now are.

    These are figures that were filed since the last grouping, figures whose corrections changed since, and all figures where the groups
    were made by other rules than this version's.
    """
    if made_by_other_rules(ledger):
        # Groups by other rules are made anew, all of them, so every figure waits.
        return ledger.contents().figures
    few = ledger.count_ungrouped(COUNTED)
    waiting = few if few < COUNTED else ledger.count_ungrouped()
    # A figure that was corrected still has the group of its old values; one without a group is among the ungrouped already.
    return waiting + len(ledger.groups_of(changed_corrections(ledger, standing)))


class Grouped:
    """
    A ledger's groups, and beside them those of figures that were taken up while they wait for theirs.

    One is made for one question or one list of questions, and thrown away after it.
    """

    def __init__(self, ledger: Ledger, standing: Standing) -> None:
        self.ledger = ledger
        self.standing = standing
        # Kept here and nowhere else: asking never writes (tests/services/test_asking.py).
        self._assigned: dict[str, str] = {}
        self._profiles = Profiles()

    def take_up(self, figures: Iterable[FiledFigure]) -> None:
        """Place those figures, corrected already, that have no group yet."""
        asked = list(figures)
        known = self.groups_of([filed.id for filed in asked])
        waiting = [filed for filed in asked if filed.id not in known]
        if waiting:
            # Placed as a grouping places them, so that the answer is the one of a ledger whose figures are all grouped.
            self._assigned.update(place(self, waiting, self.standing, self._profiles))

    def neighbours(self, figures: Sequence[FiledFigure], *, grouped: bool = False) -> Sequence[FiledFigure]:
        """Return the figures that share a block with one of the given, without those; maybe a few without a group if ``grouped``."""
        # What was taken up has its group here, and none in the ledger.
        return self.ledger.neighbours(figures, grouped=grouped and not self._assigned)

    def groups_of(self, figure_ids: Sequence[str]) -> dict[str, str]:
        """Return the groups of those figures, by id, that have one."""
        # What was taken up has the last word: it may have joined two groups that are kept apart in the ledger.
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
        # The ledger does not know that a group has grown, so its figures are asked for one by one.
        held = tuple(sorted(self.members_of(groups)))
        return self.ledger.find(Query(figures=held)) if held else ()

    def count_members(self, groups: Sequence[str]) -> int:
        """Return how many figures some groups have."""
        return self.ledger.count_members(groups) if not self._assigned else len(self.members_of(groups))

    def closed(self, figures: Iterable[str]) -> set[str]:
        """Return the groups of some figures, and all groups that people joined to them, through other groups too."""
        groups = set(self.groups_of(sorted(figures)).values())
        # Only groups with a ruled figure in them can be joined: the whole list of groups need not be looked at.
        ruled = self.groups_of(sorted({id for pair in self.standing.events.same for id in pair}))
        joined = self.ruled_together(ruled)
        # Through third groups too: whoever says that A and B, and B and C, are of one event has said it of A and C.
        tops = {joined.top(group) for group in groups & set(ruled.values())}
        return groups | {group for group in ruled.values() if joined.top(group) in tops}

    def ruled_together(self, group_of: Mapping[str, str]) -> Partition[str]:
        """Join the groups of which a person said that figures are of one event."""
        joined = Partition[str]()
        # In a settled order, for a set of texts has another one in every process.
        for a, b in sorted(self.standing.events.same):
            # A ruling may name a figure that has no group, or one that is not asked about.
            if a in group_of and b in group_of:
                joined.join(group_of[a], group_of[b])
        return joined

    def pages(self, size: int) -> Iterator[Sequence[str]]:
        """
        Yield all groups, about ``size`` at a time.

        The first page also has all groups that a person joined, and those of what was taken up.
        """
        ruled = self.groups_of(sorted({id for pair in self.standing.events.same for id in pair}))
        # Together on one page, or a question of joined groups would be cut in two by the end of a page.
        first = {*ruled.values(), *self._assigned.values()}
        page = self.ledger.groups(size)
        if first or page:
            yield sorted({*first, *page})
        while page and (page := self.ledger.groups(size, after=page[-1])):
            # A group on the first page is not listed again.
            yield [group for group in page if group not in first]

    def corrected_members(self, groups: Iterable[str]) -> list[FiledFigure]:
        """Return all figures of some groups, as people corrected them."""
        return list(correct_figures(self.members(tuple(groups)), self.standing))
