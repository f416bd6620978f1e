"""
What figures and relations leave of each true value: intervals narrowed until nothing moves.

Each bound remembers the figures and relations it came from, so that an empty interval names a first suspicion at once. Where the relations
form no ring, what is left can be had: the figures can all be true. In a ring this does not decide, and
:mod:`according.reckoning.checks.solver` does.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

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


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at a row: its number and terms, and how many bounds had moved before."""

    number: int
    terms: Terms
    moved: int


# A bound came from a figure, or from a look at a row, where it is that of one of the terms.
_Source = str | tuple[_Look, int]


class _Narrowing:
    """The state of one propagation."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.low: dict[str, Number] = defaultdict(int)
        self.high: dict[str, Number] = {}
        # Each move of a bound, by value and end: how many had moved before, and what it came from. What all of it came from in the end is
        # asked of an empty interval alone: put together for each move, a row of thousands of values would cost their square.
        self.moves: dict[tuple[str, bool], list[tuple[int, _Source]]] = defaultdict(list)
        self.moved = 0
        self.conflict: Reasons | None = None
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        for number, (terms, _) in enumerate(system.rows):
            for slot, _ in terms:
                self.rows_of[slot].append(number)

    def _raise_low(self, slot: str, value: Number, source: _Source) -> bool:
        if value <= self.low[slot]:
            return False
        self.low[slot] = value
        self._note(slot, False, source)
        return True

    def _cut_high(self, slot: str, value: Number, source: _Source) -> bool:
        if slot in self.high and value >= self.high[slot]:
            return False
        self.high[slot] = value
        self._note(slot, True, source)
        return True

    def _note(self, slot: str, end: bool, source: _Source) -> None:
        self.moves[slot, end].append((self.moved, source))
        self.moved += 1
        # The first empty interval is enough: what is not needed for it is filtered out later.
        if self.conflict is None and slot in self.high and self.low[slot] > self.high[slot]:
            self.conflict = self._explain(slot)

    def _explain(self, slot: str) -> Reasons:
        """Return the figures and rows that both bounds of a value came from."""
        named: set[str | int] = set()
        waiting = [(slot, False, self.moved), (slot, True, self.moved)]
        seen: set[tuple[str, bool, int]] = set()
        # Of a look all other terms are asked for, and for a second one of its bounds that is just the first one's own term.
        asked: dict[int, int | None] = {}
        while waiting:
            slot, end, before = waiting.pop()
            moves = self.moves[slot, end]
            at = bisect_left(moves, before, key=itemgetter(0)) - 1
            # From the outset a value is at least 0, which needs no reason.
            if at < 0 or (slot, end, at) in seen:
                continue
            seen.add((slot, end, at))
            source = moves[at][1]
            if isinstance(source, str):
                named.add(source)
                continue
            look, term = source
            named.add(look.number)
            if id(look) not in asked:
                asked[id(look)] = term
                others = [*look.terms[:term], *look.terms[term + 1 :]]
            else:
                first, asked[id(look)] = asked[id(look)], None
                others = [] if first is None or first == term else [look.terms[first]]
            # A positive term is least at its floor, a negative one at its ceiling: that is the bound that was used.
            waiting += [(other, factor < 0, look.moved) for other, factor in others]
        return frozenset(named)

    def claim(self) -> None:
        for slot, claims in self.system.claims.items():
            for id, (low, high) in claims:
                self._raise_low(slot, low, id)
                if high is not None:
                    self._cut_high(slot, high, id)

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
        look, moved = _Look(number, terms, self.moved), []
        # With one such term only that one is bounded by the rest: all of these have a least.
        for at in open_ends or range(len(terms)):
            slot, factor = terms[at]
            room = divide((least[at] or 0) - total, factor)
            if self._cut_high(slot, room, (look, at)) if factor > 0 else self._raise_low(slot, room, (look, at)):
                moved.append(slot)
        return moved

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
