"""
Pairs of figures that share a block, found without looking at every pair.

:func:`according.comparing.spread.share_block` is the rule. Figures stand in lanes, in order of their days. There is a lane for each country
of a place or of people, and one for each number. The candidates of a figure are a stretch of a few lanes, and the figures of the reports
that share marks with its own, so that the cost grows with the pairs that are found and not with all pairs.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from according.comparing.spread import LONG, NEAR_DAYS, STORY_LEAST, TOTAL_NEAR, TOTALS_NEAR, Spread, may_share, share_block


def pairs_of(spreads: Sequence[Spread], touching: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """
    Yield the pairs of figures that share a block, each once, as their places in ``spreads``.

    With ``touching``, also places in that list, only pairs with one of those figures in them.
    """
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, spread in enumerate(spreads):
        kinds[spread.kind].append(number)
    asked = frozenset(range(len(spreads)) if touching is None else touching)
    tellers = Tellers(spreads)
    for of_kind in kinds.values():
        lanes = Lanes(spreads, of_kind, tellers)
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


class Tellers:
    """Which reports share marks enough to tell one story, found by the marks and not by looking at every two reports."""

    def __init__(self, spreads: Iterable[Spread]) -> None:
        self._marks = {spread.report: spread.marks for spread in spreads}
        self._told: dict[str, list[str]] = defaultdict(list)
        for report, marks in self._marks.items():
            for mark in marks:
                self._told[mark].append(report)
        self._found: dict[str, list[str]] = {}

    def of(self, report: str) -> list[str]:
        """Return a report and those that share marks enough with it; of those with too few to tell, the ones that share any."""
        if (found := self._found.get(report)) is None:
            marks, shared = self._marks[report], Counter[str]()
            for mark in marks:
                shared.update(self._told[mark])
            shared[report] = len(marks)
            telling = (other for other, count in shared.items() if may_share(len(marks), len(self._marks[other]), count))
            found = self._found[report] = list(telling)
        return found


class Lanes:
    """
    Figures of one measure and unit, in all the lanes in which a block can be found.

    ``numbers`` are the figures' places in ``spreads``.
    """

    def __init__(self, spreads: Sequence[Spread], numbers: Iterable[int], tellers: Tellers) -> None:
        self._spreads = spreads
        self._tellers = tellers
        # By the first day: at each country's places, without a place, and all; the same of each number, and of what may be of any story;
        # and at each site. Stretches of more than a week have lanes of their own, so that the others need not be looked at as far back.
        self._places, self._equals, self._unmarked, self._sites = _Named(), _Named(), _Named(), _Named()
        # By the last day, the country of the people, that of the place and the site: totals, and what a total may be told of. In a country
        # those of each number, and those that may be of any story, have lanes of their own too.
        self._totals, self._open = _Named(), _Named()
        self._reports: dict[str, list[int]] = defaultdict(list)
        self._stories: dict[str, list[int]] = {}
        for number in numbers:
            self._add(number, spreads[number])
        for lanes in (self._places, self._equals, self._unmarked, self._sites, self._totals, self._open):
            for lane in lanes.values():
                lane.dated.sort()

    def _add(self, number: int, spread: Spread) -> None:
        """Put a figure into its lanes."""
        first, last = _ordinals(spread)
        wide = first is not None and last is not None and last - first > NEAR_DAYS
        self._reports[spread.report].append(number)
        # Of a figure without a place all others are asked, wherever they are.
        for where in (spread.place, _ANY):
            self._places[where, wide].add(first, number)
            self._equals[where, spread.number, wide].add(first, number)
            if _may_tell_any(spread):
                self._unmarked[where, wide].add(first, number)
        if spread.site is not None:
            self._sites[spread.site, wide].add(first, number)
        lanes = self._totals if spread.counts_on else self._open
        for land in _lands(spread):
            for lane in (land, (land, spread.number), *([(land, _ANY)] if _may_tell_any(spread) else ())):
                lanes[lane].add(last, number)

    def near(self, number: int) -> set[int]:
        """Return the figures that may share a block with one, without it; a few of them do not, so the rule is asked of each."""
        spread = self._spreads[number]
        first, last = _ordinals(spread)
        found = set(self._story(spread.report))
        if spread.place is not None:
            found.update(_meeting(self._places, (spread.place,), first, last))
        # What has a place is near by its story only to what has none: two countries bar one another.
        others = _ANY if spread.place is None else None
        found.update(_meeting(self._places if _may_tell_any(spread) else self._unmarked, (others,), first, last))
        found.update(_meeting(self._equals, (others, spread.number), first, last))
        if spread.site is not None:
            found.update(_meeting(self._sites, (spread.site,), first, last))
        for land in _lands(spread):
            # The totals of a people and of a site are few. Those of a country are many, and only those of one story are near.
            every = land[0] != "place" or _may_tell_any(spread)
            for lane in (land,) if every else ((land, spread.number), (land, _ANY)):
                found.update(self._counted_on(lane, last, counts_on=spread.counts_on))
        found.discard(number)
        return found

    def _counted_on(self, lane: Hashable, last: int | None, *, counts_on: bool) -> list[int]:
        """Return the totals of a lane that are near a last day, and for a total what may be one too."""
        totals = self._totals.named(lane).around(last, TOTALS_NEAR if counts_on else TOTAL_NEAR)
        return totals + self._open.named(lane).around(last, TOTAL_NEAR) if counts_on else totals

    def _story(self, report: str) -> list[int]:
        """Return the figures of the reports that share a report's marks; those of one report share the answer."""
        if (met := self._stories.get(report)) is None:
            met = self._stories[report] = [number for other in self._tellers.of(report) for number in self._reports.get(other, ())]
        return met


# Wherever a figure's place is, whatever its story.
_ANY = "any"


def _may_tell_any(spread: Spread) -> bool:
    """Say whether a figure's report has too few marks to tell which story it tells."""
    return len(spread.marks) < STORY_LEAST


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
