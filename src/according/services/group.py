"""
Grouping: which figures of a ledger hang together, found for those that were filed since the last time.

A group is all figures that pairs of alike figures connect. Questions are found inside groups: each group is parted into them. Groups and
their partings are kept in the ledger and can be made anew from its figures. Only :func:`group_figures` writes; whoever asks looks at the
groups through :class:`according.services.grouped.Grouped`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from according.comparing.likeness import joins, may_be_joined
from according.comparing.partition import Partition
from according.comparing.profile import Profiles
from according.ledger.base import Ledger
from according.ledger.state import Unparted
from according.lexicon import default
from according.reckoning.corrections import correct_figures
from according.reckoning.questions.assembly import find_question_ids, question_id
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
GROUPING = "8"
# The rules by which a group's figures are put to questions; another number, or other word lists, parts the groups anew.
PARTING = "2"
# Groups of more figures are not loaded to answer one question: of a war's figures of years the questions that are asked for are looked at.
TOGETHER_MOST = 5_000
# To part a larger one takes seconds: it is parted anew once so small a share of it is new. Until then its older figures stay as they were.
ANEW_FROM = 1 / 20
# Groups of more figures are not parted; of 20,000 figures it takes 12 s.
PARTED_MOST = 50_000
# Figures whose groups are parted before what was found is kept.
PARTED_TOGETHER = 3_000


# Told how many figures more.
Advance = Callable[[int], None]


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


def group_figures(
    ledger: Ledger, *, advance: Advance | None = None, extend: Advance | None = None, parted_most: int | None = None
) -> int:
    """
    Place figures that were filed since the last time among their neighbours, part their groups into questions, and return how many.

    Questions are found inside groups, so that a new report touches only the groups it lies near. Figures whose corrections changed are
    placed again. ``advance`` is told, after each batch, how many more were placed or parted, ``extend`` how many are to be parted, when
    that is known. With ``parted_most`` only groups of about so many figures are parted now, the others the next time.
    """
    # Forgotten first and noted after that: a run that is stopped in between forgets them again, and none is left half new.
    if made_by_other_rules(ledger):
        ledger.forget_groups()
    if ledger.meta("grouping") != GROUPING:
        ledger.set_meta("grouping", GROUPING)
    if parted_by_other_rules(ledger):
        ledger.partings.forget()
        ledger.set_meta("parting", _parting())
    standing = weigh_rulings(ledger.rulings())
    _heed_corrections(ledger, standing)
    # Tens of thousands of figures are held, and each full pass of the collector would go through them all.
    with passing_seldom():
        profiles = Profiles()
        parting, placed = _Parting(ledger, profiles, advance, extend), 0
        for more in _place_all(ledger, standing, profiles, advance):
            placed += more
            # While its figures are at hand; a group that grows in a later batch, as few do, is parted again.
            if parted_most is None:
                parting.part(most_each=TOGETHER_MOST)
        parting.part(most=parted_most)
    return placed


def _place_all(ledger: Ledger, standing: Standing, profiles: Profiles, advance: Advance | None) -> Iterator[int]:
    """Place all figures that wait, batch by batch; yield how many each batch has."""
    together = PLACED_OF_MANY if ledger.count_ungrouped(MANY) == MANY else PLACED_TOGETHER
    # Asked before each turn: a turn that finds nothing would keep other writers waiting for nothing.
    while ledger.count_ungrouped(1):
        with ledger.placing() as assign:
            # Read inside the turn: what two processes place at once must not part what belongs together.
            batch = ledger.ungrouped(together)
            assign(place(ledger, correct_figures(batch, standing), standing, profiles))
        if advance is not None:
            advance(len(batch))
        yield len(batch)


class _Parting:
    """Parts groups into questions while their figures are placed, and what is left after that."""

    def __init__(self, ledger: Ledger, profiles: Profiles, advance: Advance | None, extend: Advance | None) -> None:
        self._ledger, self._profiles, self._advance, self._extend = ledger, profiles, advance, extend

    def part(self, *, most: int | None = None, most_each: int = PARTED_MOST) -> None:
        """Part the groups that wait and have ``most_each`` figures at most, of about ``most`` figures together."""
        # Of a large backlog no more groups are listed than may be parted now: listing all of a million figures takes seconds.
        listed = self._ledger.partings.waiting(None if most is None else most + PARTED_TOGETHER)
        waiting = [unparted for unparted in listed if unparted.figures <= most_each and _is_due(unparted)]
        if self._extend is not None and waiting:
            self._extend(sum(unparted.figures for unparted in waiting))
        parted = 0
        for turn in _turns(waiting):
            if most is not None and parted >= most:
                return
            self._ledger.partings.keep(_part(self._ledger, turn, self._profiles))
            parted += (many := sum(unparted.figures for unparted in turn))
            if self._advance is not None:
                self._advance(many)


def _is_due(unparted: Unparted) -> bool:
    """Say whether a group is to be parted now: it is small, or as much of it is new as is worth the time."""
    grown = ANEW_FROM * unparted.figures <= unparted.new
    return unparted.figures <= TOGETHER_MOST or (grown and unparted.figures <= PARTED_MOST)


def _turns(waiting: Sequence[Unparted]) -> Iterator[Sequence[Unparted]]:
    """Cut groups into turns of about as many figures as are parted together."""
    turn, together = list[Unparted](), 0
    for unparted in waiting:
        if turn and together + unparted.figures > PARTED_TOGETHER:
            yield turn
            turn, together = [], 0
        turn.append(unparted)
        together += unparted.figures
    if turn:
        yield turn


def _part(ledger: Ledger, waiting: Sequence[Unparted], profiles: Profiles) -> dict[str, dict[str, str]]:
    """Return the questions of the figures of some groups, group by group."""
    # A group of one figure has its name, and need not be looked at.
    alone = ((unparted.group, unparted.measure) for unparted in waiting if unparted.figures == 1)
    parted = {figure: {figure: question_id(measure, figure)} for figure, measure in alone}
    several = [unparted.group for unparted in waiting if unparted.figures > 1]
    group_of, held = ledger.members_of(several), defaultdict[str, list[FiledFigure]](list)
    for filed in ledger.members(several, placing=True):
        # What came to a group between the two looks is not in what is returned, and the group is not kept so.
        if filed.id in group_of:
            held[group_of[filed.id]].append(filed)
    return parted | {group: find_question_ids(figures, profiles) for group, figures in held.items()}


def parted_by_other_rules(ledger: Ledger) -> bool:
    """Say whether a ledger's groups were parted by other rules or word lists than this version's, or never."""
    return ledger.meta("parting") != _parting()


def _parting() -> str:
    """Return the name of the rules and the word lists by which groups are parted here."""
    return f"{PARTING} {default().digest}"


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
