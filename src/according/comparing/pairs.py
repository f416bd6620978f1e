"""
Pairs of figures worth comparing, found without looking at every pair.

:func:`according.comparing.spread.share_block` says which figures are near one another, :func:`according.comparing.likeness.may_be_tied`
between which of these anything is in common. Both are asked of few pairs only. What they look for is kept as sets of figures: of each
country, of each number, of each word. A set is a whole number that has a bit for each figure, so that one step of arithmetic on two sets
looks at thousands of pairs. The figures stand in order of their last days: those of a stretch of days are bits side by side.
"""
from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from according.comparing.counts import nominal
from according.comparing.likeness import words_enough
from according.comparing.nearness import spelt_alike
from according.comparing.profile import Profile
from according.comparing.spread import (
    LONG,
    NEAR_DAYS,
    STORY_LEAST,
    STORY_OF_FEW,
    TOTAL_NEAR,
    TOTALS_NEAR,
    Spread,
    share_block,
)

# Common words are counted up to this many; of the few pairs of sentences that have as many the rule itself is asked.
WORDS_COUNTED = 4
# Of so few figures each pair is asked about.
FEW = 8
# Every figure there is.
_ALL = -1
# Up to so many that may be tied to a figure are all held against it. Of more, as where an agency tells of thousands by one formula, the
# nearest on either side: so many of all, and as many of those of its number, of its place and of its story.
HELD_ALL, HELD_EACH = 128, 48


def pairs_of(spreads: Sequence[Spread], touching: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """
    Yield the pairs of figures that share a block, each once, as their places in ``spreads``.

    With ``touching``, also places in that list, only pairs with one of those figures in them.
    """
    for numbers in _by_kind(spreads):
        asked = _asked(numbers, touching)
        blocks = Blocks([spreads[number] for number in numbers], asked)
        for at, near in _once(numbers, asked):
            for other in places_in(near & blocks.near(at)):
                if share_block(spreads[numbers[at]], spreads[numbers[other]]):
                    yield numbers[at], numbers[other]


def candidates_of(profiles: Sequence[Profile], touching: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """
    Yield the pairs of figures that may share a block and be tied, each once, as their places in ``profiles``.

    A few of them do not: the rules must be asked of each (:func:`according.comparing.likeness.may_be_joined`). Of a figure to which more
    than ``HELD_ALL`` may be tied only pairs with the nearest of these are among them, in days and then in number. ``touching`` is that of
    :func:`pairs_of`.
    """
    if len(profiles) <= FEW and touching is None:
        # To ask the rules of each pair costs less than to find out which pairs need not be asked about.
        yield from combinations(range(len(profiles)), 2)
        return
    spreads = [profile.spread for profile in profiles]
    for numbers in _by_kind(spreads, [nominal(profile.filed.figure.quantity) for profile in profiles]):
        asked = _asked(numbers, touching)
        blocks = Blocks([spreads[number] for number in numbers], asked)
        ties = Ties([profiles[number] for number in numbers], asked, blocks.stories)
        for at, near in _once(numbers, asked):
            # Of what nothing lies near, nothing more need be known.
            if found := near & blocks.near(at):
                for other in places_in(ties.nearest(at, ties.of(at, found))):
                    yield numbers[at], numbers[other]


def _by_kind(spreads: Sequence[Spread], sizes: Sequence[float] | None = None) -> Iterator[list[int]]:
    """
    Yield the places of the figures of each measure and unit, in order of their last days, those without days at the end.

    Those of one day stand in order of their ``sizes``, where these are given.
    """
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, spread in enumerate(spreads):
        kinds[spread.kind].append(number)
    for numbers in kinds.values():
        # One alone has no pair.
        if len(numbers) > 1:
            yield sorted(numbers, key=lambda at: (spreads[at].last is None, spreads[at].last or date.min, sizes[at] if sizes else 0))


def _asked(numbers: Sequence[int], touching: Collection[int] | None) -> list[int]:
    """Return the bits of the figures that are asked about."""
    return [at for at, number in enumerate(numbers) if touching is None or number in touching]


def _once(numbers: Sequence[int], asked: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the bit of each figure that is asked about, and the figures that it is held against."""
    rest = ((1 << len(numbers)) - 1) & ~set_of(asked)
    for at in asked:
        # Of two figures that are both asked about the later one meets the earlier.
        yield at, rest | ((1 << at) - 1)


# A byte with bits, and the bits of each byte.
_HELD = re.compile(rb"[^\0]")
_BITS = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


# -- sets of figures -----------------------------------------------------------------------------------------------


def set_of(places: Collection[int]) -> int:
    """Return some places as the bits of a number."""
    if not places:
        return 0
    # Byte by byte: to add bits to a long number one by one would copy it as often.
    made = bytearray(max(places) // 8 + 1)
    for place in places:
        made[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(made, "little")


def places_in(found: int) -> Iterator[int]:
    """
    Yield the places of a number's bits, ascending.

    >>> list(places_in(9))
    [0, 3]
    """
    if found.bit_count() > FEW:
        # Byte by byte: to take many bits from a long number one by one would copy it as often.
        for held in _HELD.finditer(found.to_bytes((found.bit_length() + 7) // 8, "little")):
            for bit in _BITS[held[0][0]]:
                yield 8 * held.start() + bit
        return
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest


def nearest_in(found: int, at: int, most: int) -> int:
    """Return the bits of a number that are nearest to a place, up to so many below it and as many from there on."""
    return _lowest(found >> at, most) << at | _highest(found & ((1 << at) - 1), most)


def spread_in(found: int, most: int) -> int:
    """Return up to so many bits of a number, spread evenly over all of them."""
    if (many := found.bit_count()) <= most:
        return found
    places = list(places_in(found))
    return set_of([places[number * many // most] for number in range(most)])


def _lowest(found: int, most: int) -> int:
    """Return the lowest bits of a number, up to so many."""
    if found.bit_count() <= most:
        return found
    low, high = 0, found.bit_length()
    while high - low > 1:
        middle = (low + high) // 2
        if (found & ((1 << middle) - 1)).bit_count() < most:
            low = middle
        else:
            high = middle
    return found & ((1 << high) - 1)


def _highest(found: int, most: int) -> int:
    """Return the highest bits of a number, up to so many."""
    spare = found.bit_count() - most
    return found if spare <= 0 else found ^ _lowest(found, spare)


class Named:
    """Sets of figures by name; a name that nobody has is that of an empty set."""

    def __init__(self) -> None:
        # Most names are those of one figure: it stands by itself, without a list.
        self._first: dict[Hashable, int] = {}
        self._others: dict[Hashable, list[int]] = defaultdict(list)
        self._sets: dict[Hashable, int] = {}

    def add(self, name: Hashable, at: int) -> None:
        """Put a figure into the set of a name; all must be in before one is asked for."""
        if self._first.setdefault(name, at) != at:
            self._others[name].append(at)

    def of(self, name: Hashable) -> int:
        """Return the figures of a name."""
        if (found := self._sets.get(name)) is None:
            first = self._first.get(name)
            found = self._sets[name] = 0 if first is None else set_of([first, *self._others.get(name, ())])
        return found

    def of_any(self, names: Iterable[Hashable]) -> int:
        """Return the figures that have any of some names."""
        found = 0
        for name in names:
            found |= self._shared(name)
        return found

    def counted(self, names: Iterable[Hashable], most: int) -> list[int]:
        """Return, at each place of a list up to ``most``, the figures that have at least so many of some names."""
        found = [_ALL] + [0] * most
        for name in names:
            if held := self._shared(name):
                # From above: what has this name and had two of them before has three now.
                for count in range(most, 0, -1):
                    found[count] |= found[count - 1] & held
        return found

    def _shared(self, name: Hashable) -> int:
        """Return the figures of a name, or none where only one has it: no set is made for that one."""
        return self.of(name) if name in self._others else 0


def named_by(names: Sequence[frozenset[str]], asked: Iterable[int]) -> Named:
    """Return the sets of figures by names of which each has several; names that none of those asked about has are left out."""
    known, made = frozenset[str]().union(*(names[at] for at in asked)), Named()
    for at, held in enumerate(names):
        # Most names of most figures are asked for by nobody.
        for name in held & known:
            made.add(name, at)
    return made


class Stories:
    """Whose reports share marks enough to tell one story."""

    def __init__(self, spreads: Sequence[Spread], asked: Iterable[int]) -> None:
        self._told, self._reports = named_by([spread.marks for spread in spreads], asked), Named()
        for at, spread in enumerate(spreads):
            self._reports.add(spread.report, at)
        # Two marks in common are enough where they are half of those of one of the two.
        self._few = set_of([at for at, spread in enumerate(spreads) if _has_few(spread)])
        self._found: dict[str, int] = {}

    def of(self, spread: Spread) -> int:
        """Return the figures of a figure's report, and of those that share marks enough with it."""
        # The figures of one report share the answer.
        if (found := self._found.get(spread.report)) is None:
            shared = self._told.counted(spread.marks, STORY_LEAST)
            few = _ALL if _has_few(spread) else self._few
            found = self._found[spread.report] = self._reports.of(spread.report) | shared[STORY_LEAST] | (shared[STORY_OF_FEW] & few)
        return found


def _has_few(spread: Spread) -> bool:
    return len(spread.marks) <= 2 * STORY_OF_FEW


# -- what lies near ------------------------------------------------------------------------------------------------


class Blocks:
    """The blocks of figures of one measure and unit, given in order of their last days, for those of them that are asked about."""

    def __init__(self, spreads: Sequence[Spread], asked: Iterable[int]) -> None:
        self._spreads = spreads
        self.stories = Stories(spreads, asked)
        self._places, self._people, self._sites, self._numbers = Named(), Named(), Named(), Named()
        for at, spread in enumerate(spreads):
            self._places.add(spread.place, at)
            self._people.add(spread.people, at)
            self._sites.add(spread.site, at)
            self._numbers.add(spread.number, at)
        self._days = [spread.last.toordinal() for spread in spreads if spread.last is not None]
        # Those without days stand at the end, and so are all bits from there on.
        self._undated = _ALL << len(self._days)
        self._totals = set_of([at for at, spread in enumerate(spreads) if spread.counts_on])
        self._stretched = set_of([at for at, spread in enumerate(spreads) if spread.first != spread.last])
        # A report with too few marks may tell any story.
        self._unmarked = set_of([at for at, spread in enumerate(spreads) if len(spread.marks) < STORY_LEAST])

    def near(self, at: int) -> int:
        """Return the figures that may share a block with one, itself among them; see :func:`according.comparing.spread.share_block`."""
        spread = self._spreads[at]
        here = 0 if spread.place is None else self._places.of(spread.place)
        site = 0 if spread.site is None else self._sites.of(spread.site)
        story = _ALL if len(spread.marks) < STORY_LEAST else self.stories.of(spread) | self._unmarked
        story |= self._numbers.of(spread.number)
        met = self._met(spread)
        placed = here & (met | self._undated)
        # Of a figure without a place all others are asked, wherever they are.
        unplaced = (_ALL if spread.place is None else self._places.of(None)) & (site | story)
        unplaced &= self._undated if spread.last is None else met
        counted = site | (here & story) | (0 if spread.people is None else self._people.of(spread.people))
        return placed | unplaced | (counted & self._counted_on(spread))

    def _met(self, spread: Spread) -> int:
        """Return the figures that have days near a figure's; all of them where it has none."""
        if spread.first is None or spread.last is None:
            return _ALL
        first, last = spread.first.toordinal() - NEAR_DAYS, spread.last.toordinal() + NEAR_DAYS
        # What ends later must have begun by then, and so is of more than a day.
        return self._between(first, last) | (self._between(last + 1, last + LONG) & self._stretched)

    def _counted_on(self, spread: Spread) -> int:
        """Return the totals with a last day near a figure's, and for a total what may be one too."""
        some = _ALL if spread.counts_on else self._totals
        if spread.last is None:
            return some
        last = spread.last.toordinal()
        near = self._undated | self._between(last - TOTAL_NEAR, last + TOTAL_NEAR)
        return some & (near | (self._between(last - TOTALS_NEAR, last + TOTALS_NEAR) & self._totals if spread.counts_on else 0))

    def _between(self, first: int, last: int) -> int:
        """Return the figures with a last day from one to another, both included."""
        return (1 << bisect_left(self._days, last + 1)) - (1 << bisect_left(self._days, first))


# -- what is in common ---------------------------------------------------------------------------------------------


class Ties:
    """What may tie figures of one measure and unit to those of them that are asked about."""

    def __init__(self, profiles: Sequence[Profile], asked: Sequence[int], stories: Stories) -> None:
        self._profiles, self._stories = profiles, stories
        self._numbers, self._lands, self._people, self._spots = Named(), Named(), Named(), Named()
        self._names = named_by([_named_in(profile) for profile in profiles], asked)
        self._words = named_by([profile.words for profile in profiles], asked)
        for at, profile in enumerate(profiles):
            self._numbers.add(nominal(profile.filed.figure.quantity), at)
            self._lands.add(profile.spread.place, at)
            self._people.add(profile.spread.people, at)
            if profile.spot is not None:
                self._spots.add(profile.spot.name, at)
        self._placed = set_of([at for at, profile in enumerate(profiles) if profile.spot is not None])
        self._enough = [_enough(profile) for profile in profiles]
        self._short = [set_of([at for at, enough in enumerate(self._enough) if enough <= least]) for least in range(WORDS_COUNTED)]

    def of(self, at: int, near: int) -> int:
        """Return those of some figures that may be tied to one; see :func:`according.comparing.likeness.may_be_tied`."""
        profile = self._profiles[at]
        near &= _open(self._lands, profile.spread.place) & _open(self._people, profile.spread.people)
        tied = near & (self._stories.of(profile.spread) | self._names.of_any(_named_in(profile)) | self._worded(at))
        # The same number ties two figures where they have places that may be one.
        number = near & ~tied & self._placed & self._numbers.of(nominal(profile.filed.figure.quantity))
        return tied | self._placed_alike(at, number)

    def nearest(self, at: int, tied: int) -> int:
        """Return those of the figures that may be tied to one against which it is held: all, or of too many the nearest of each sort."""
        if tied.bit_count() <= HELD_ALL:
            return tied
        profile = self._profiles[at]
        number, story = self._numbers.of(nominal(profile.filed.figure.quantity)), self._stories.of(profile.spread)
        place = 0 if profile.spot is None else self._spots.of(profile.spot.name)
        held = 0
        for sort in (_ALL, number, place, story):
            # What has no day is near none: the newest would be taken for what it tells of, though others may be as well.
            held |= nearest_in(tied & sort, at, HELD_EACH) if profile.spread.last is not None else spread_in(tied & sort, 2 * HELD_EACH)
        return held

    def _placed_alike(self, at: int, others: int) -> int:
        """Return those of some figures with places whose place is of one country with a figure's, or spelt as it is."""
        if (spot := self._profiles[at].spot) is None or not others:
            return 0
        here = others & self._lands.of(spot.country) if spot.country is not None else 0
        # One name that holds the other has words in common with it, and is found by these.
        others &= ~here
        spelt = [other for other in places_in(nearest_in(others, at, HELD_ALL)) if self._spelt_alike(spot.name, other)]
        return here | set_of(spelt)

    def _spelt_alike(self, name: str, at: int) -> bool:
        spot = self._profiles[at].spot
        return spot is not None and spelt_alike(name, spot.name)

    def _worded(self, at: int) -> int:
        """Return the figures whose sentences have words enough in common with one's, as far as they are counted."""
        enough = self._enough[at]
        shared = self._words.counted(self._profiles[at].words, enough)
        found = shared[enough]
        # The shorter sentence settles how many are enough.
        for least in range(enough):
            found |= shared[least] & self._short[least]
        return found


def _named_in(profile: Profile) -> frozenset[str]:
    """Return the proper names of a figure's sentence, and the words of its place's name: a sentence may name the other's place."""
    return profile.names if profile.spot is None else profile.names.union(profile.spot.name.split())


def _enough(profile: Profile) -> int:
    return min(WORDS_COUNTED, words_enough(len(profile.words)))


def _open(named: Named, name: str | None) -> int:
    """Return the figures of a country or of one that is not known; all of them where no country is given."""
    return _ALL if name is None else named.of(name) | named.of(None)
