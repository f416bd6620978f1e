"""
Which figures cannot all be true: sets from which none can be left out.

Intervals are propagated first and name a suspicion: some figures that clash, not always the fewest. A deletion filter then leaves out what
is not needed, until the set is irreducible, or some hundreds of figures have taken too many looks. Further sets are found by leaving out
each member of those already found in turn (Reiter's hitting-set tree), up to a number and a time.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from according.comparing.partition import Partition
from according.reckoning.checks.bounds import Box, System, is_solution, is_tree, make_system, propagate, standing
from according.reckoning.checks.constraints import RELATIONS, Books, Relation
from according.reckoning.checks.solver import is_feasible

Item = TypeVar("Item")
# What is needed of figures that fail together is found by looking at all but some of them, again and again: two hundred are tried one by
# one with so many looks. Nobody reads a conflict of many hundreds figure by figure, and to try each would cost the square of their number.
LOOKED_MOST = 100_000
Suspects = tuple[list[str], list[Relation]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to look: irreducible sets of one knot of figures, and seconds for all; a person reads no more of either."""

    sets: int = 5
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Knot:
    """Figures tied to one another by relations, however remotely."""

    figures: tuple[str, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    An irreducible set of figures that cannot all be true, and the relations that it takes to say so.

    One of many hundreds may hold some that it does not need (:data:`LOOKED_MOST`).
    """

    figures: tuple[str, ...]
    relations: tuple[Relation, ...]

    @property
    def rules(self) -> frozenset[str]:
        """The rules of its relations; none where one true value is given two numbers."""
        return frozenset(relation.rule for relation in self.relations)


def find_knots(books: Books) -> Iterator[Knot]:
    """
    Yield the knots of some books: those of the rates, then the others in the order of their figures.

    Each rate is held against each origin's losses by itself. In one knot with others, the different numbers of different origins would meet
    in the force that they share, and a mere difference would look like a contradiction.
    """
    place = {id: number for number, id in enumerate(books.figures)}
    tied: dict[tuple[str, tuple[str, ...]], list[Relation]] = {}
    others = []
    for relation in books.relations:
        if relation.rate is None:
            others.append(relation)
        else:
            # The floor and the ceiling of one share, over the same force and losses, are one knot.
            tied.setdefault((relation.rate, tuple(slot for slot, _ in relation.terms)), []).append(relation)
    for (rate, slots), relations in tied.items():
        members = {rate, *(id for slot in slots for id in books.slots[slot])}
        yield Knot(tuple(sorted(members, key=place.__getitem__)), tuple(relations))
    yield from _tie(books, others)


def _tie(books: Books, relations: Sequence[Relation]) -> Iterator[Knot]:
    """Yield the knots of relations between counts."""
    values = Partition[str]()
    for relation in relations:
        for slot, _ in relation.terms[1:]:
            values.join(relation.terms[0][0], slot)
    tied: dict[str, list[Relation]] = {}
    for relation in relations:
        tied.setdefault(values.top(relation.terms[0][0]), []).append(relation)
    members: dict[str, list[str]] = {}
    for id in books.figures:
        members.setdefault(values.top(books.slot_of[id]), []).append(id)
    for knot, ids in members.items():
        # A figure that nothing ties can always be true.
        if len(ids) > 1:
            yield Knot(tuple(ids), tuple(tied.get(knot, ())))


def find_conflicts(books: Books, knot: Knot, limits: Limits, started: float) -> list[Conflict]:
    """Return the irreducible conflicts of a knot, smallest first, up to the limits; ``started`` is the time on the clock at the outset."""
    oracle = _Oracle(books, knot.relations)
    found: list[Conflict] = []
    # The list grows while it is gone through: what leaves out few figures comes first.
    branches: list[frozenset[str]] = [frozenset()]
    listed = {*branches}
    for left_out in branches:
        # The first conflict is looked for whatever the time: whether anything fails at all is never left open.
        if len(found) >= limits.sets or (found and monotonic() - started > limits.seconds):
            break
        # A set that this branch leaves whole is still a conflict: it is not looked for again.
        known = next((conflict for conflict in found if left_out.isdisjoint(conflict.figures)), None)
        conflict = known or oracle.shrink([id for id in knot.figures if id not in left_out])
        if conflict is None:
            continue
        if known is None:
            found.append(conflict)
        # Any other conflict lacks some figure of this one, so each is left out in turn.
        deeper = dict.fromkeys(left_out | {id} for id in conflict.figures)
        branches += [branch for branch in deeper if branch not in listed]
        listed.update(deeper)
    return sorted(_leave_out_shadows(found), key=lambda conflict: len(conflict.figures))


def _leave_out_shadows(found: Sequence[Conflict]) -> Iterator[Conflict]:
    """
    Yield conflicts but those that say by several rules what another says by one, of the same figures but for one.

    Where 600 killed and 4,700 wounded are too many for 4,700 casualties, so are 100 killed by an earlier count and the same wounded.
    """
    # A conflict of one rule, or of one value with two numbers, shows itself; through several rules a reader follows less easily.
    direct = [set(conflict.figures) for conflict in found if len(conflict.rules) <= 1]
    for conflict in found:
        if len(conflict.rules) <= 1 or not any(len(set(conflict.figures) - figures) <= 1 for figures in direct):
            yield conflict


class _Oracle:
    """Answers whether figures of a knot can all be true."""

    def __init__(self, books: Books, relations: Sequence[Relation]) -> None:
        self.books = books
        self.relations = relations

    def suspects(self, figures: Sequence[str], relations: Sequence[Relation] | None = None) -> Suspects | None:
        """Return figures and relations among the given that cannot all be true (not always the fewest), or ``None`` where all can."""
        given = standing(self.relations if relations is None else relations, self.books.allowed, figures)
        system = make_system(self.books, self.books.allowed, frozenset(figures), given)
        box = propagate(system)
        if box.conflict is not None:
            found = [given[reason] for reason in sorted(reason for reason in box.conflict if isinstance(reason, int))]
            # A rate is a figure and a relation at once: where its relation is needed, so is the figure.
            named = {*box.conflict, *(relation.rate for relation in found)}
            return [id for id in figures if id in named], found
        return None if can_be_true(system, box) else (list(figures), given)

    def shrink(self, figures: Sequence[str]) -> Conflict | None:
        """Return an irreducible conflict among figures that cannot all be true, or ``None``."""
        suspects = self.suspects(figures)
        if suspects is None:
            return None
        # Propagation names whatever a bound came from, which may be more than is needed.
        kept = _filter(suspects[0], lambda ids: self.suspects(ids) is not None)
        return Conflict(tuple(kept), self._explain(kept))

    def _explain(self, figures: Sequence[str]) -> tuple[Relation, ...]:
        """Return the fewest relations by which figures cannot all be true; of several ways, one by the earlier rules of the list."""
        order = {rule: number for number, rule in enumerate(RELATIONS)}
        suspects = self.suspects(figures)
        # The filter leaves out what comes first: the rules that stand last in the list go first.
        relations = sorted(suspects[1] if suspects is not None else (), key=lambda relation: -order[relation.rule])
        return tuple(_filter(relations, lambda fewer: self.suspects(figures, fewer) is not None))


def can_be_true(system: System, box: Box) -> bool:
    """Say whether a system without an empty interval has a solution: by its shape, by trying the ends of the box, or by the solver."""
    if box.settled and is_tree(system.rows):
        return True
    floors = {slot: box.of(slot)[0] for slot in system.slots}
    ceilings = {slot: high if (high := box.of(slot)[1]) is not None else floors[slot] for slot in system.slots}
    # Two guesses are far cheaper than the solver, which is loaded by the first question put to it.
    return is_solution(system, floors) or is_solution(system, ceilings) or is_feasible(system)


def _filter(items: list[Item], fails: Callable[[list[Item]], bool]) -> list[Item]:
    """
    Return items of which none can be left out: large pieces are left out first, as long as the rest still fails, then single ones.

    Of some hundreds on not all are tried: after :data:`LOOKED_MOST` looks at an item those that are left are returned.
    """
    # Half of thousands of figures at once, then quarters: few questions, where single ones would be thousands.
    size, looked = max(len(items) // 2, 1), 0
    while True:
        at = 0
        while at < len(items):
            rest = items[:at] + items[at + size :]
            looked += len(rest)
            if looked > LOOKED_MOST:
                return items
            if fails(rest):
                items = rest
            else:
                at += size
        if size == 1:
            return items
        size //= 2
