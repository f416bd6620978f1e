"""
The groups of a ledger as whoever asks sees them.

They are the groups that the ledger keeps, and for figures that wait for a group the one that they would be put into. Nothing is written:
a ledger that may only be read answers as any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from according.comparing.partition import Partition
from according.comparing.profile import Profiles, make_outline
from according.ledger.base import Ledger
from according.reckoning.answer import Question
from according.reckoning.corrections import correct_figures
from according.reckoning.questions.assembly import make_question, moment_key, put_to_questions
from according.reckoning.rulings import Standing
from according.records import FiledFigure, Query
from according.services.group import changed_corrections, made_by_other_rules, parted_by_other_rules
from according.services.placing.batches import place

# Figures that wait are counted one by one up to this many: of more, it costs less to count those that have a group.
COUNTED = 10_000
# The questions of a group of so many figures are kept until another such group is put to questions: a list comes back to it page by page.
KEPT_LEAST = 100


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
        self.profiles = Profiles()
        self._changed = changed_corrections(ledger, standing)
        events = standing.events
        # Groups with one of these figures are put to questions afresh: groups are parted without rulings.
        self._ruled = {id for pair in events.same | events.apart for id in pair} | {*standing.corrected, *self._changed}
        self._by_other_rules = parted_by_other_rules(ledger)
        self._put_before: dict[tuple[str, ...], tuple[Question, ...]] = {}

    def count_waiting(self) -> int:
        """
        Return how many figures are not grouped yet, or not as they now are.

        These are figures that were filed since the last grouping, figures whose corrections changed since, and all figures where the groups
        were made by other rules than this version's.
        """
        if made_by_other_rules(self.ledger):
            # Groups by other rules are made anew, all of them, so every figure waits.
            return self.ledger.contents().figures
        few = self.ledger.count_ungrouped(COUNTED)
        waiting = few if few < COUNTED else self.ledger.count_ungrouped()
        # A figure that was corrected still has the group of its old values; one without a group is among the ungrouped already.
        return waiting + len(self.ledger.groups_of(self._changed))

    def take_up(self, figures: Iterable[FiledFigure]) -> None:
        """Place those figures, corrected already, that have no group yet."""
        asked = list(figures)
        known = self.groups_of([filed.id for filed in asked])
        waiting = [filed for filed in asked if filed.id not in known]
        if waiting:
            # Placed as a grouping places them, so that the answer is the one of a ledger whose figures are all grouped.
            self._assigned.update(place(self, waiting, self.standing, self.profiles))

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

    def count_members(self, groups: Sequence[str], most: int) -> int:
        """Return how many figures some groups have; of more than ``most`` no more are counted than show that."""
        return self.ledger.count_members(groups, most) if not self._assigned else len(self.members_of(groups))

    def together(self, figures: Sequence[FiledFigure], most: int) -> Sequence[FiledFigure]:
        """Return all figures that lie in one group with some, none where they are more than ``most``."""
        groups = sorted(self.closed([filed.id for filed in figures]))
        return self.members(groups) if groups and self.count_members(groups, most) <= most else ()

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

    def questions(self, groups: Iterable[str]) -> tuple[Question, ...]:
        """Return the questions of some groups' figures, in order: what lies in another group changes nothing."""
        asked = tuple(sorted(groups))
        figures, group_of, parted = self.members(asked), self.members_of(asked), self._parted(asked)
        joined = self.ruled_together({id: group for id, group in group_of.items() if id in self._ruled})
        held: dict[str, list[FiledFigure]] = defaultdict(list)
        for filed in correct_figures(figures, self.standing):
            held[joined.top(group_of[filed.id])].append(filed)
        questions = (question for together in held.values() for question in self._put(together, parted))
        return tuple(sorted(questions, key=_moment))

    def _put(self, figures: Sequence[FiledFigure], parted: Mapping[str, str]) -> Iterable[Question]:
        """Put the figures of one group to questions: as they were parted, unless a ruling touches the group or it has grown."""
        if not any(filed.id not in parted or filed.id in self._ruled for filed in figures):
            return _make_questions(figures, parted)
        if len(figures) < KEPT_LEAST:
            return put_to_questions(figures, self.standing.events, self.profiles)
        key = tuple(filed.id for filed in figures)
        if key not in self._put_before:
            self._put_before = {key: tuple(put_to_questions(figures, self.standing.events, self.profiles))}
        return self._put_before[key]

    def _parted(self, groups: Sequence[str]) -> Mapping[str, str]:
        """Return the questions of groups' figures as the ledger keeps them; of what was taken up meanwhile none are known."""
        if self._by_other_rules:
            return {}
        return self._unless_taken_up(self.ledger.partings.of_groups(groups))

    def _unless_taken_up(self, parted: Mapping[str, str]) -> dict[str, str]:
        return {id: question for id, question in parted.items() if id not in self._assigned}

    def parted_questions(self, figures: Sequence[FiledFigure], most: int) -> tuple[tuple[Question, ...], list[FiledFigure]]:
        """
        Return the questions that some figures are in, as the ledger has parted its groups, and the figures that are in none of these.

        Those are figures that wait for their question, and figures of a question that a ruling touches. Of groups only these questions are
        loaded; where they have more than ``most`` figures, none is.
        """
        if self._by_other_rules:
            return (), list(figures)
        of = self._unless_taken_up(self.ledger.partings.of_figures([filed.id for filed in figures]))
        members = self.ledger.partings.of_questions(sorted(set(of.values())))
        ruled = {question for id, question in members.items() if id in self._ruled}
        kept = {id: question for id, question in members.items() if question not in ruled}
        if len(kept) > most:
            return (), list(figures)
        given = {filed.id: filed for filed in figures if filed.id in kept}
        others = tuple(sorted(kept.keys() - given.keys()))
        loaded = self.ledger.find(Query(figures=others)) if others else ()
        questions = _make_questions((*given.values(), *loaded), kept)
        return tuple(sorted(questions, key=_moment)), [filed for filed in figures if filed.id not in kept]

    def is_parted(self, groups: Sequence[str]) -> bool:
        """Say whether all figures of some groups are in the questions that they would be put to: none is new, and no ruling touches one."""
        touched = self.groups_of(sorted({*self._ruled, *self._assigned})).values() if self._ruled or self._assigned else ()
        return not self._by_other_rules and set(groups).isdisjoint(touched) and not self.ledger.partings.count_new(groups)


def _make_questions(figures: Iterable[FiledFigure], parted: Mapping[str, str]) -> Iterator[Question]:
    """Yield the questions of some figures as they were parted, each figure with the id of its question."""
    held: dict[str, list[FiledFigure]] = defaultdict(list)
    for filed in figures:
        held[parted[filed.id]].append(filed)
    for together in held.values():
        yield make_question([make_outline(filed) for filed in together])


def _moment(question: Question) -> tuple[date, date, str, int, str]:
    """Return the key by which questions are put in order."""
    return moment_key(question.figures[0])
