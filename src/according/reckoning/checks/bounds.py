"""
What figures and relations leave of each true value: intervals narrowed until nothing moves.

Each bound remembers the figures and relations it came from, so that an empty interval names a first suspicion at once. Where the relations
form no ring, what is left can be had: the figures can all be true. In a ring this does not decide, and
:mod:`according.reckoning.checks.solver` does.
"""
from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from according.comparing.partition import Partition
from according.reckoning.checks.amounts import Interval, Number, divide
from according.reckoning.checks.constraints import Books, Relation

Terms = tuple[tuple[str, Number], ...]
# What a bound came from: figures by id, relations by their number in the system.
Reasons = frozenset[str | int]
# A ring of relations may narrow for ever by ever less. A relation that has been looked at so often is left to the solver.
LOOKS = 50


@dataclass(frozen=True, slots=True)
class System:
    """
    Rows over true values of at least 0, and the figures that claim an interval for one of these.

    Each of the ``rows`` is its terms and whether they come to just 0; if not, to at most 0. ``claims`` has for each true value the ids of
    its figures with their intervals.
    """

    rows: tuple[tuple[Terms, bool], ...]
    claims: Mapping[str, tuple[tuple[str, Interval], ...]]

    @property
    def slots(self) -> tuple[str, ...]:
        """All true values, in order."""
        return tuple(dict.fromkeys([*self.claims, *(slot for terms, _ in self.rows for slot, _ in terms)]))


@dataclass(frozen=True, slots=True)
class Box:
    """Floor and ceiling of each true value; ``conflict`` holds what cannot all be true, ``settled`` says that nothing more moves."""

    low: Mapping[str, Number]
    high: Mapping[str, Number]
    settled: bool = True
    conflict: Reasons | None = None

    def of(self, slot: str) -> Interval:
        """Return what is left of one true value."""
        return self.low.get(slot, 0), self.high.get(slot)


def make_system(books: Books, intervals: Mapping[str, Interval], figures: Collection[str], relations: Sequence[Relation]) -> System:
    """Return the system of some figures and relations; a relation whose rate is not among the figures, or has no such bound, is dropped."""
    rows = tuple((_scaled(one, intervals), one.equal) for one in standing(relations, intervals, figures))
    touched = [slot for terms, _ in rows for slot, _ in terms]
    # The figures are a set here: without sorting, the order of all that follows would change from run to run.
    slots = dict.fromkeys([*touched, *sorted({books.slot_of[id] for id in figures})])
    return System(rows, {slot: tuple((id, intervals[id]) for id in books.slots.get(slot, ()) if id in figures) for slot in slots})


def standing(relations: Iterable[Relation], intervals: Mapping[str, Interval], figures: Collection[str]) -> list[Relation]:
    """Return the relations that some figures leave standing, in order: the rows of their system."""
    return [one for one in relations if one.rate is None or (one.rate in figures and intervals[one.rate][one.bound == "high"] is not None)]


def _scaled(relation: Relation, intervals: Mapping[str, Interval]) -> Terms:
    """Return the terms of a relation, the first multiplied by the floor or ceiling of its rate."""
    # The rate's bound is a fixed number, so that a share of an unknown force stays linear.
    if relation.rate is None:
        return relation.terms
    (slot, factor), *others = relation.terms
    return ((slot, factor * (intervals[relation.rate][relation.bound == "high"] or 0)), *others)


class _Narrowing:
    """The state of one propagation."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.low: dict[str, Number] = defaultdict(int)
        self.high: dict[str, Number] = {}
        # Kept by value and end: a floor and a ceiling may come from different figures.
        self.why: dict[tuple[str, bool], Reasons] = defaultdict(frozenset)
        self.conflict: Reasons | None = None
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        for number, (terms, _) in enumerate(system.rows):
            for slot, _ in terms:
                self.rows_of[slot].append(number)

    def _raise_low(self, slot: str, value: Number, why: Callable[[], Reasons]) -> bool:
        if value <= self.low[slot]:
            return False
        # Reasons come as a function, so that they are put together only where a bound moves.
        self.low[slot], self.why[slot, False] = value, why()
        self._compare(slot)
        return True

    def _cut_high(self, slot: str, value: Number, why: Callable[[], Reasons]) -> bool:
        if slot in self.high and value >= self.high[slot]:
            return False
        self.high[slot], self.why[slot, True] = value, why()
        self._compare(slot)
        return True

    def _compare(self, slot: str) -> None:
        # The first empty interval is enough: what is not needed for it is filtered out later.
        if self.conflict is None and slot in self.high and self.low[slot] > self.high[slot]:
            self.conflict = self.why[slot, False] | self.why[slot, True]

    def claim(self) -> None:
        for slot, claims in self.system.claims.items():
            for id, (low, high) in claims:
                why: Callable[[], Reasons] = partial(frozenset, (id,))
                self._raise_low(slot, low, why)
                if high is not None:
                    self._cut_high(slot, high, why)

    def run(self) -> bool:
        """Narrow until nothing moves; return whether that came about."""
        looks = [0] * len(self.system.rows)
        # Where nothing is claimed nothing moves at first.
        claimed = (slot for slot, claims in self.system.claims.items() if claims)
        waiting = deque(sorted({row for slot in claimed for row in self.rows_of[slot]}))
        queued = set(waiting)
        while waiting and self.conflict is None:
            number = waiting.popleft()
            queued.discard(number)
            looks[number] += 1
            if looks[number] > LOOKS:
                return False
            for slot in self._look(number):
                # This row is among them: its other terms may find less room now.
                again = [row for row in self.rows_of[slot] if row not in queued]
                waiting.extend(again)
                queued.update(again)
        return True

    def _look(self, number: int) -> list[str]:
        """Narrow by one row; return the true values that moved."""
        terms, equal = self.system.rows[number]
        moved = self._at_most(terms, number)
        # "Just as many" is "at most" read both ways.
        return moved + self._at_most(tuple((slot, -factor) for slot, factor in terms), number) if equal else moved

    def _at_most(self, terms: Terms, number: int) -> list[str]:
        """Narrow each term of a row that comes to at most 0 by the least the others can be; return the true values that moved."""
        least = [self._least(slot, factor) for slot, factor in terms]
        open_ends = [at for at, value in enumerate(least) if value is None]
        # Two terms without an end can each make room for all the rest: nothing follows for any.
        if len(open_ends) > 1:
            return []
        total = sum((value for value in least if value is not None), 0)
        moved = []
        # With one such term only that one is bounded by the rest: all of these have a least.
        for at in open_ends or range(len(terms)):
            slot, factor = terms[at]
            room = divide((least[at] or 0) - total, factor)
            why = partial(self._reasons, terms, at, number)
            if self._cut_high(slot, room, why) if factor > 0 else self._raise_low(slot, room, why):
                moved.append(slot)
        return moved

    def _reasons(self, terms: Terms, at: int, number: int) -> Reasons:
        """Return what the bounds of a row's other terms came from, and the row."""
        # A positive term is least at its floor, a negative one at its ceiling: that is the bound that was used.
        return frozenset((number,)).union(*(self.why[slot, factor < 0] for spot, (slot, factor) in enumerate(terms) if spot != at))

    def _least(self, slot: str, factor: Number) -> Number | None:
        """Return the least that a term can come to, or ``None`` where it has no end."""
        if factor > 0:
            return factor * self.low[slot]
        high = self.high.get(slot)
        return None if high is None else factor * high


def propagate(system: System) -> Box:
    """Narrow all intervals as far as single relations can."""
    state = _Narrowing(system)
    state.claim()
    settled = state.run() if state.conflict is None else True
    return Box(state.low, state.high, settled, state.conflict)


def is_tree(rows: Iterable[tuple[Terms, bool]]) -> bool:
    """Say whether the relations form no ring: then intervals that no single relation can narrow hold a solution."""
    joined = Partition[int | str]()
    return all(joined.join(number, slot) for number, (terms, _) in enumerate(rows) for slot, _ in terms)


def is_solution(system: System, values: Mapping[str, Number]) -> bool:
    """Say whether true values keep every relation; their intervals are not looked at."""
    for terms, equal in system.rows:
        total = sum((factor * values[slot] for slot, factor in terms), 0)
        if total > 0 or (equal and total < 0):
            return False
    return True
