"""
Pairs of figures that share a block, found without looking at every pair.

:func:`according.comparing.spread.share_block` is the rule. Figures stand in lanes, in order of their days. There is a lane for each country
of a place or of people, and one for each number. The candidates of a figure are a stretch of a few lanes, so that the cost grows with the
pairs that are found and not with all pairs.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from according.comparing.spread import LONG, NEAR_DAYS, TOTAL_NEAR, TOTALS_NEAR, Spread, share_block, share_marks


def pairs_of(spreads: Sequence[Spread], touching: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """
    Yield the pairs of figures that share a block, each once, as their places in ``spreads``.

    With ``touching``, also places in that list, only pairs with one of those figures in them.
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
    """Figures (their places in a list) in order of a day each, and those without a day."""

    dated: list[tuple[int, int]] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)

    def add(self, day: int | None, number: int) -> None:
        """Put a figure into the lane; ``dated`` must be sorted before :meth:`between` is asked."""
        if day is None:
            self.undated.append(number)
        else:
            self.dated.append((day, number))

    def between(self, first: int, last: int) -> list[int]:
        """Return the figures from a first day to a last, both included, and the undated ones; days are those of ``date.toordinal``."""
        # No figure has the number -1, so both cuts lie before the first figure of their day.
        start, end = bisect_left(self.dated, (first, -1)), bisect_left(self.dated, (last + 1, -1))
        return [number for _, number in self.dated[start:end]] + self.undated

    def around(self, day: int | None, reach: int) -> list[int]:
        """Return the figures at most ``reach`` days from a day, and the undated ones; all of them where no day is given."""
        return [number for _, number in self.dated] + self.undated if day is None else self.between(day - reach, day + reach)


class _Named(defaultdict[Hashable, Lane]):
    """Lanes by name, each made when it is first written to."""

    def __init__(self) -> None:
        super().__init__(Lane)

    def named(self, name: Hashable) -> Lane:
        """Return a lane, or an empty one where none has the name; unlike an index it makes none."""
        return self.get(name, _EMPTY)


_EMPTY = Lane()


class Lanes:
    """
    Figures of one measure and unit, in all the lanes in which a block can be found.

    ``numbers`` are the figures' places in ``spreads``.
    """

    def __init__(self, spreads: Sequence[Spread], numbers: Iterable[int]) -> None:
        self._spreads = spreads
        # By the first day: at each country's places, without a place, and all; the same of each number; and at each site. Stretches of
        # more than a week have lanes of their own, so that the others need not be looked at as far back.
        self._places, self._equals, self._sites = _Named(), _Named(), _Named()
        # By the last day, the country of the people, that of the place and the site: totals, and what a total may be told of.
        self._totals, self._open = _Named(), _Named()
        self._stories: dict[Hashable, list[int]] = {}
        # Which reports may tell a report's story: asked once for each two reports, not for each two figures.
        self._told: dict[str, dict[str, bool]] = {}
        for number in numbers:
            self._add(number, spreads[number])
        for lanes in (self._places, self._equals, self._sites, self._totals, self._open):
            for lane in lanes.values():
                lane.dated.sort()

    def _add(self, number: int, spread: Spread) -> None:
        """Put a figure into its lanes."""
        first, last = _ordinals(spread)
        wide = first is not None and last is not None and last - first > NEAR_DAYS
        # Of a figure without a place all others are asked, wherever they are.
        for where in (spread.place, _ANY):
            self._places[where, wide].add(first, number)
            self._equals[where, spread.number, wide].add(first, number)
        if spread.site is not None:
            self._sites[spread.site, wide].add(first, number)
        for land in _lands(spread):
            (self._totals if spread.counts_on else self._open)[land].add(last, number)

    def near(self, number: int) -> set[int]:
        """Return the figures that may share a block with one, without it; a few of them do not, so the rule is asked of each."""
        spread = self._spreads[number]
        first, last = _ordinals(spread)
        found: set[int] = set()
        if spread.place is not None:
            found.update(_meeting(self._places, (spread.place,), first, last))
        # What has a place is near by its story only to what has none: two countries bar one another.
        others = _ANY if spread.place is None else None
        found.update(self._story(spread, others, first, last))
        found.update(_meeting(self._equals, (others, spread.number), first, last))
        if spread.site is not None:
            found.update(_meeting(self._sites, (spread.site,), first, last))
        for land in _lands(spread):
            counted = self._totals.named(land).around(last, TOTALS_NEAR if spread.counts_on else TOTAL_NEAR)
            if spread.counts_on:
                counted += self._open.named(land).around(last, TOTAL_NEAR)
            # The totals of a people and of a site are few. Those of a country are many, and only those of one story are near.
            found.update(self._tellers(spread, counted) if land[0] == "place" else counted)
        found.discard(number)
        return found

    def _tellers(self, spread: Spread, others: Iterable[int]) -> Iterator[int]:
        """Yield those of some figures whose reports may tell a figure's story, or that have its number."""
        # A report tells its own story, however few its marks are.
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
    """Return a figure's first and last day as ordinals."""
    return (None, None) if spread.first is None or spread.last is None else (spread.first.toordinal(), spread.last.toordinal())


def _meeting(lanes: _Named, name: tuple[Hashable, ...], first: int | None, last: int | None) -> list[int]:
    """Return the figures of the lanes of a name whose days may come near some days; all of them where these are not known."""
    narrow, wide = lanes.named((*name, False)), lanes.named((*name, True))
    if first is None or last is None:
        return narrow.around(None, 0) + wide.around(None, 0)
    # Lanes stand by first days: a narrow stretch that is near may begin two weeks before, a long one a month and a week.
    return narrow.between(first - 2 * NEAR_DAYS, last + NEAR_DAYS) + wide.between(first - NEAR_DAYS - LONG, last + NEAR_DAYS)


def _lands(spread: Spread) -> Iterator[tuple[str, str]]:
    """Yield where a total counts on: the country of the people, if an event's day does not bar it, that of the place, and the site."""
    # What is dated to one event is no part of a people's total.
    if spread.people is not None and (spread.counts_on or not spread.dated):
        yield "people", spread.people
    if spread.place is not None:
        yield "place", spread.place
    if spread.site is not None:
        yield "site", spread.site
