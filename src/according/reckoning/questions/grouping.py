"""
Which figures answer the same question: pairs that are alike enough, joined where no other candidate is as good.

The result depends on the set of figures alone and not on their order: pairs are joined from the most alike downwards, ties by id.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from according.comparing.likeness import JOINED, compare, may_be_joined
from according.comparing.pairs import candidates_of
from according.comparing.partition import KeptApart
from according.comparing.profile import Profile

# Two candidates that exclude one another and are this near in likeness leave the matter open: neither is taken.
MARGIN = 0.75
# Two groups are compared by at most this many of each: a total of thousands of figures is known by a few.
REPRESENTATIVES = 6
# How far below the bar of a pair the mean of all pairs of two groups may lie.
SLACK = 2.5

Pair = tuple[str, str]


def pair(a: str, b: str) -> Pair:
    """Return two ids as one key, whatever their order."""
    return (a, b) if a <= b else (b, a)


@dataclass(frozen=True, slots=True)
class Said:
    """What people ruled of pairs: of one event, or not of one event."""

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


NOTHING_SAID = Said()
NOTHING_JOINED: frozenset[Pair] = frozenset()


@dataclass(slots=True)
class Grouping:
    """
    Figures in groups, while they are being joined.

    ``group_of`` gives each figure its group, which is named by its first member in order of id; ``members`` gives the figures of a group.
    ``apart`` are the figures that somebody kept out of one another's groups. ``known`` keeps the scores of the pairs that
    were compared, and whether they join.
    """

    profiles: Mapping[str, Profile]
    said: Said
    members: dict[str, list[str]] = field(default_factory=dict)
    group_of: dict[str, str] = field(default_factory=dict)
    apart: KeptApart[str] = field(init=False)
    known: dict[Pair, tuple[float, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Put each figure into a group of its own."""
        self.members, self.group_of = {id: [id] for id in self.profiles}, {id: id for id in self.profiles}
        # Rulings are asked of every member and not of a few: a person meant that very pair.
        here = ((a, b) for a, b in self.said.apart if a in self.profiles and b in self.profiles)
        self.apart = KeptApart(here, self.group_of.__getitem__)

    def score(self, a: str, b: str) -> float:
        """Return how alike two figures are; see :class:`according.comparing.likeness.Likeness`."""
        return self._likeness(a, b)[0]

    def joins(self, a: str, b: str) -> bool:
        """Say whether two figures may be put to one question."""
        return self._likeness(a, b)[1]

    def _likeness(self, a: str, b: str) -> tuple[float, bool]:
        """Compare two figures once."""
        key = pair(a, b)
        # A pair is asked about again and again: when it is ranked, when candidates are weighed, when groups are fitted. Its reasons, for
        # which nobody asks here, would be most of the memory.
        if (met := self.known.get(key)) is None:
            likeness = compare(self.profiles[a], self.profiles[b])
            met = self.known[key] = likeness.score, likeness.joins
        return met

    def join(self, a: str, b: str) -> None:
        """Put the groups of two figures together."""
        # The lower name stays, so that a group's name does not depend on which of two joined the other.
        one, other = sorted((self.group_of[a], self.group_of[b]))
        few, many = sorted((self.members[one], moved := self.members.pop(other)), key=len)
        for member in moved:
            self.group_of[member] = one
        # In order of id, for its few are asked for at each join.
        for member in few:
            insort(many, member)
        self.members[one] = many
        self.apart.join(one, other)


def group_figures(profiles: Iterable[Profile], said: Said = NOTHING_SAID) -> list[list[Profile]]:
    """Return the figures in groups of one question each; every figure is in exactly one group."""
    # In order of id, so that the order in which figures come changes nothing.
    by_id = {profile.id: profile for profile in sorted(profiles, key=lambda profile: profile.id)}
    state = Grouping(by_id, said)
    # What a person keeps apart is no candidate of anything; the cheap question stands before the dear one.
    near = (pair for pair in find_pairs(by_id.values()) if pair not in said.apart and may_be_joined(by_id[pair[0]], by_id[pair[1]]))
    joinable = [(a, b) for a, b in near if state.joins(a, b)]
    # Two blasts of one town, and a report that says only "12 died": it may be of either, so it is put to neither.
    open_ends = _ambiguous(state, joinable, NOTHING_JOINED)
    _join_ranked(state, (key for key in joinable if key not in open_ends))
    # A ruling joins what is one question without it, and only then settles what two candidates left open: so every question without the
    # ruling is part of one with it, and no figure leaves a group because another joined it.
    for a, b in sorted(said.same):
        if a in by_id and b in by_id and _may_be_ruled_one(state, a, b):
            state.join(a, b)
    _join_ranked(state, open_ends - _ambiguous(state, joinable, said.same) if said.same else ())
    return [[by_id[id] for id in members] for _, members in sorted(state.members.items())]


def _join_ranked(state: Grouping, pairs: Iterable[Pair]) -> None:
    """Join the groups of pairs that fit as wholes, from the most alike downwards."""
    # The surest first: what they join is what a doubtful pair is then held against as a whole.
    for a, b in sorted(pairs, key=lambda key: (-state.score(*key), key)):
        if state.group_of[a] != state.group_of[b] and _fit(state, state.group_of[a], state.group_of[b]):
            state.join(a, b)


def _may_be_ruled_one(state: Grouping, a: str, b: str) -> bool:
    """Say whether a ruling puts two figures together: of one measure and unit, and nobody kept any of their groups apart."""
    one, other = state.profiles[a].filed.figure, state.profiles[b].filed.figure
    groups = state.group_of[a], state.group_of[b]
    # All members: a ruling that joins two figures must not bring together two others that one keeps apart.
    return groups[0] != groups[1] and (one.measure, one.unit) == (other.measure, other.unit) and not state.apart.forbids(*groups)


def find_pairs(profiles: Iterable[Profile], touching: Collection[str] | None = None) -> Iterator[Pair]:
    """
    Yield the pairs that may be worth comparing, each once: those of one measure and unit that share a block and have something in common.

    A few others are among them. With ``touching`` only pairs with one of those figures in them. A ledger finds neighbours by the same rule
    (:mod:`according.ledger.finding.blocks`), so that figures filed one by one are grouped as all at once.
    """
    held = list(profiles)
    asked = None if touching is None else {number for number, profile in enumerate(held) if profile.id in touching}
    for a, b in candidates_of(held, asked):
        yield pair(held[a].id, held[b].id)


def _ambiguous(state: Grouping, joinable: Sequence[Pair], same: Collection[Pair]) -> set[Pair]:
    """
    Return the pairs that must be left open.

    They are those of a figure with several candidates that are as good as one another, where two of these exclude each other and no
    ruling in ``same`` has said that they are one.
    """
    candidates: dict[str, list[str]] = defaultdict(list)
    for a, b in joinable:
        candidates[a].append(b)
        candidates[b].append(a)
    found: set[Pair] = set()
    for figure, others in candidates.items():
        # Only candidates near the best one count: a much weaker one leaves nothing open.
        scores = {other: state.score(figure, other) for other in others}
        best = max(scores.values())
        near = sorted(other for other, score in scores.items() if score > best - MARGIN)[: 2 * REPRESENTATIVES]
        if any(_exclude(state, a, b, same) for a, b in combinations(near, 2)):
            # Those that exclude nobody are left open as well: through one of them the figure would join a side after all.
            found.update(pair(figure, other) for other in near)
    return found


def _exclude(state: Grouping, a: str, b: str, same: Collection[Pair]) -> bool:
    return pair(a, b) in state.said.apart or (pair(a, b) not in same and state.score(a, b) < 0)


def _fit(state: Grouping, one: str, other: str) -> bool:
    """Say whether two groups are alike as wholes: no pair is barred, and the mean is not far below what joins a pair."""
    # A chain of pairs alike would join what its two ends exclude, so the groups are held against each other as wholes.
    if state.apart.forbids(one, other):
        return False
    scores = [state.score(a, b) for a, b in product(_few(state.members[one]), _few(state.members[other]))]
    return min(scores) >= 0 and sum(scores) / len(scores) >= JOINED - SLACK


def _few(members: Sequence[str]) -> Sequence[str]:
    """Return up to so many of some figures in order of id."""
    # Spread over the ids, which are hashes: a few that nothing has picked.
    return members if len(members) <= REPRESENTATIVES else members[:: len(members) // REPRESENTATIVES + 1]
