"""
Pairs of figures that share a block, found without looking at every pair.

:func:`according.comparing.spread.share_block` is the rule. Figures stand in lanes in order of their days, by the country of their place or
their people and by their number, so that a figure's candidates are a stretch of a few lanes: the cost grows with the pairs that are
found and not with all pairs.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from according.comparing.spread import LONG, NEAR_DAYS, TOTAL_NEAR, TOTALS_NEAR, Spread, share_block, share_marks


def pairs_of(spreads: Sequence[Spread], touching: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """
    Yield the pairs of figures, by their numbers in a list, that share a block, each once.

    With ``touching`` only pairs with one of those figures in them.
    """
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, spread in enumerate(spreads):
        kinds[spread.kind].append(number)
    asked = frozenset(range(len(spreads)) if touching is None else touching)
    for of_kind in kinds.values():
        lanes = Lanes(spreads, of_kind)
        for number in of_kind:
            if number in asked:
                for other in lanes.near(number):
                    # Of two figures that are both asked about the later one meets the earlier.
                    if (other < number or other not in asked) and share_block(spreads[number], spreads[other]):
                        yield number, other


@dataclass(slots=True)
class Lane:
    """Figures in order of a day each, and those without one."""

    dated: list[tuple[int, int]] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)

    def add(self, day: int | None, number: int) -> None:
        """Put a figure into the lane; ``dated`` must be sorted before it is looked at."""
        if day is None:
            self.undated.append(number)
        else:
            self.dated.append((day, number))

    def between(self, first: int, last: int) -> list[int]:
        """Return the figures of some days, both included, and the undated ones."""
        start, end = bisect_left(self.dated, (first, -1)), bisect_left(self.dated, (last + 1, -1))
        return [number for _, number in self.dated[start:end]] + self.undated

    def around(self, day: int | None, reach: int) -> list[int]:
        """Return the figures around a day, and the undated ones; around no day all of them."""
        return [number for _, number in self.dated] + self.undated if day is None else self.between(day - reach, day + reach)


class _Named(defaultdict[Hashable, Lane]):
    """Lanes by name."""

    def __init__(self) -> None:
        super().__init__(Lane)

    def named(self, name: Hashable) -> Lane:
        """Return a lane without making one."""
        return self.get(name, _EMPTY)


_EMPTY = Lane()


class Lanes:
    """Figures of one measure and unit in all the lanes that a block can be found in."""

    def __init__(self, spreads: Sequence[Spread], numbers: Iterable[int]) -> None:
        self._spreads = spreads
        # By the first day, the long ones by themselves: at each country's places, without a place, all; and the same of each number.
        self._places, self._equals = _Named(), _Named()
        # By the last day: totals, and what leaves open whether it is one, by the country of the people and by that of the place.
        self._totals, self._open = _Named(), _Named()
        self._stories: dict[Hashable, list[int]] = {}
        self._told: dict[str, dict[str, bool]] = {}  # which reports may tell a report's story
        for number in numbers:
            self._add(number, spreads[number])
        for lanes in (self._places, self._equals, self._totals, self._open):
            for lane in lanes.values():
                lane.dated.sort()

    def _add(self, number: int, spread: Spread) -> None:
        first, last = _ordinals(spread)
        wide = first is not None and last is not None and last - first > NEAR_DAYS
        for where in (spread.place, _ANY):
            self._places[where, wide].add(first, number)
            self._equals[where, spread.number, wide].add(first, number)
        for land in _lands(spread):
            if spread.counts_on:
                self._totals[land].add(last, number)
            elif not spread.dated:
                self._open[land].add(last, number)

    def near(self, number: int) -> set[int]:
        """Return the figures that may share a block with one, without it; a few of them do not."""
        spread = self._spreads[number]
        first, last = _ordinals(spread)
        found: set[int] = set()
        if spread.place is not None:
            found.update(_meeting(self._places, (spread.place,), first, last))
        others = _ANY if spread.place is None else None
        found.update(self._story(spread, others, first, last))
        found.update(_meeting(self._equals, (others, spread.number), first, last))
        if spread.counts_on or not spread.dated:
            for land in _lands(spread):
                counted = self._totals.named(land).around(last, TOTALS_NEAR if spread.counts_on else TOTAL_NEAR)
                if spread.counts_on:
                    counted += self._open.named(land).around(last, TOTAL_NEAR)
                found.update(counted if land[0] == "people" else self._tellers(spread, counted))
        found.discard(number)
        return found

    def _tellers(self, spread: Spread, others: Iterable[int]) -> Iterator[int]:
        """Yield those of some figures that may be of one story with one."""
        told = self._told.setdefault(spread.report, {spread.report: True})
        for number in others:
            other = self._spreads[number]
            if (tells := told.get(other.report)) is None:
                tells = told[other.report] = share_marks(spread.marks, other.marks)
            if tells or other.number == spread.number:
                yield number

    def _story(self, spread: Spread, others: str | None, first: int | None, last: int | None) -> list[int]:
        """Return the figures of some days whose reports may tell a report's story; those of one report share the answer."""
        key = (spread.report, others, first, last)
        if (met := self._stories.get(key)) is None:
            met = self._stories[key] = list(self._tellers(spread, _meeting(self._places, (others,), first, last)))
        return met


# Wherever a figure's place is.
_ANY = "any"


def _ordinals(spread: Spread) -> tuple[int, int] | tuple[None, None]:
    return (None, None) if spread.first is None or spread.last is None else (spread.first.toordinal(), spread.last.toordinal())


def _meeting(lanes: _Named, name: tuple[Hashable, ...], first: int | None, last: int | None) -> list[int]:
    """Return the figures whose days may come near some days; where these are unknown, all."""
    narrow, wide = lanes.named((*name, False)), lanes.named((*name, True))
    if first is None or last is None:
        return narrow.around(None, 0) + wide.around(None, 0)
    return narrow.between(first - 2 * NEAR_DAYS, last + NEAR_DAYS) + wide.between(first - NEAR_DAYS - LONG, last + NEAR_DAYS)


def _lands(spread: Spread) -> Iterator[tuple[str, str]]:
    """Yield the countries in which a total counts on: that of the people and that of the place."""
    if spread.people is not None:
        yield "people", spread.people
    if spread.place is not None:
        yield "place", spread.place
