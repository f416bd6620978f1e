"""
Who is only echoing whom: figures of one question that trace back to one origin count once.

Two figures echo one another where their numbers are the same count and at least two signals hold (CO2 of docs/rule-sets.md). The signals
are the same end of the chain, near-identical words, the same odd number within 72 hours (of one named speaker any number), and an explicit
credit. Two cases need no second signal: word for word the same sentence, and a number restated in one report by the same speaker or by
nobody. A later total of the same origin is no echo: it is an update.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from according.comparing.counts import nominal
from according.comparing.days import day_of
from according.comparing.partition import KeptApart
from according.names.gazetteer import fold
from according.quantity import Quantity
from according.reckoning.answer import Echo
from according.reckoning.origins.ends import End, find_ends, is_same_end, tie_marks
from according.reckoning.origins.offices import Offices
from according.reckoning.origins.publishers import Publishers
from according.reckoning.origins.quoting import Wording, likeness_of, make_wording
from according.reckoning.origins.roundness import agree, is_odd
from according.reckoning.questions.grouping import Pair, pair
from according.records import FiledFigure

# Days that count as within 72 hours of one another: reports are dated by the day.
ECHO_DAYS = 3
# In a block of up to so many figures each is compared with each, in a larger one with so many neighbours: 500 take under a second.
ALL_PAIRS = 500
NEIGHBOURS = 60
# The kinds of signal in the order in which they are told.
SIGNALS = ("same report", "same words", "same end of the chain", "near-identical words", "same odd number", "same number",
           "explicit credit")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traced:
    """One figure as its origin is looked for: its place in the order, who answers for it, who publishes it, its words and its number."""

    filed: FiledFigure
    place: int
    end: End | None
    families: frozenset[str]
    credits: frozenset[str]
    wording: Wording
    number: float
    odd: bool
    # Ordinals of the days of publishing, here and elsewhere.
    days: tuple[int, ...]
    # The day that the figure speaks for.
    moment: date | None
    # Whether it counts up to a day or over a stretch, so that another day's is another count.
    total: bool
    report: str

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.filed.figure.id

    @property
    def count(self) -> tuple[object, ...]:
        """All that :func:`is_same_count` asks of it."""
        return self.filed.figure.unit, self.filed.figure.quantity, self.total, self.moment, self.number


@dataclass(frozen=True, slots=True)
class Edge:
    """Two figures of one origin and the signals that say so: pairs of kind and evidence; ``direct`` needs no second signal."""

    one: Traced
    other: Traced
    signals: tuple[tuple[str, str], ...]
    direct: bool = False

    @property
    def holds(self) -> bool:
        """Whether the signals are enough."""
        return self.direct or len(self.signals) > 1

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """The strongest first, then by the order of the figures."""
        return (not self.direct, -len(self.signals), self.one.place, self.other.place)


def find_echoes(
    figures: Sequence[FiledFigure],
    publishers: Publishers,
    *,
    offices: Offices | None = None,
    rulings_same: frozenset[Pair] = frozenset(),
    rulings_not_same: frozenset[Pair] = frozenset(),
) -> tuple[Echo, ...]:
    """
    Return the groups of a question's figures that trace back to one origin, the earliest figure first; that one is the origin.

    Pairs of figure ids in ``rulings_same`` are put together whatever the signals, those in ``rulings_not_same`` are kept apart; where the
    two contradict one another, apart wins. The answer does not depend on the order of the figures.
    """
    traced = _trace(figures, publishers, offices)
    groups = _Groups(traced, rulings_not_same)
    known = {item.id: item for item in traced}
    # A person's word comes first: signals must not fill a group so that it fits no more.
    for one, other in sorted(pair(*ids) for ids in rulings_same):
        if one in known and other in known:
            groups.join(Edge(known[one], known[other], (("ruling", "a person said so"),), True), always=True)
    # Copies word for word are the surest, and what they put together need not be compared again.
    for edge in _find_copies(traced):
        groups.join(edge)
    # The strongest first: a group takes nobody who does not fit all its members, so a weak link must not be in the way of a strong one.
    for edge in sorted(_find_edges(traced, groups), key=lambda edge: edge.rank):
        groups.join(edge)
    return groups.echoes()


def _trace(figures: Sequence[FiledFigure], publishers: Publishers, offices: Offices | None) -> list[Traced]:
    ordered = sorted(figures, key=_order)
    ends = find_ends(ordered, offices, publishers)
    return [_trace_one(filed, place, ends.get(filed.id), publishers) for place, filed in enumerate(ordered)]


def _order(filed: FiledFigure) -> tuple[date, str, int, str]:
    # What has no day comes last, for nobody knows that it came first.
    return (min(_days(filed), default=date.max), filed.filing.id, filed.figure.number.start, filed.id)


def _days(filed: FiledFigure) -> tuple[date, ...]:
    """Return the days on which the text was published, here or elsewhere."""
    return tuple(sorted({filing.published for filing in (filed.filing, *filed.copies) if filing.published is not None}))


def _families(filed: FiledFigure, publishers: Publishers) -> frozenset[str]:
    """Return the known families of those who published the text."""
    found = (publishers.family_of(filing.publisher) or publishers.family_of(filing.url) for filing in (filed.filing, *filed.copies))
    return frozenset(family for family in found if family is not None)


def _trace_one(filed: FiledFigure, place: int, end: End | None, publishers: Publishers) -> Traced:
    text, number = filed.statement.text, nominal(filed.figure.quantity)
    return Traced(
        filed, place, end, _families(filed, publishers), publishers.credited(text), make_wording(text), number, is_odd(number),
        tuple(day.toordinal() for day in _days(filed)), day_of(filed), filed.figure.counting in ("running", "period"), filed.filing.id,
    )  # fmt: skip


def _find_copies(traced: Sequence[Traced]) -> Iterator[Edge]:
    """Yield each figure of a sentence that stands word for word elsewhere, with the first of them."""
    first: dict[tuple[str, Quantity], Traced] = {}
    for item in traced:
        if item.wording.is_long:
            origin = first.setdefault((item.wording.plain, item.filed.figure.quantity), item)
            # A sentence that one report prints twice is a number restated, which goes by its speaker.
            if origin.report != item.report and is_same_count(origin, item):
                yield _judge(origin, item)


def _find_edges(traced: Sequence[Traced], groups: _Groups) -> Iterator[Edge]:
    """Yield the pairs with enough signals, each once; pairs that share no mark, or are together already, are not looked at."""
    blocks: dict[tuple[str, object], list[Traced]] = defaultdict(list)
    for item in traced:
        for key in _block_keys(item):
            blocks[key].append(item)
    met: set[tuple[int, int]] = set()
    for items in blocks.values():
        for one, other in _pairs(items):
            if groups.group_of[one.place] != groups.group_of[other.place] and (one.place, other.place) not in met:
                met.add((one.place, other.place))
                if is_same_count(one, other) and (edge := _judge(one, other)).holds:
                    yield edge


def _pairs(items: Sequence[Traced]) -> Iterator[tuple[Traced, Traced]]:
    """Yield pairs in the order of the figures: all of a small block; of a large one each with those next to it by number and day."""
    if len(items) <= ALL_PAIRS:
        yield from combinations(items, 2)
        return
    # By number first, for only the same or nearly the same number can be an echo.
    ordered = sorted(items, key=lambda item: (item.number, item.days, item.place))
    for at, item in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + NEIGHBOURS]:
            yield (item, other) if item.place < other.place else (other, item)


def _block_keys(item: Traced) -> set[tuple[str, object]]:
    """Return the keys of the blocks that a figure stands in; two figures with none in common cannot have signals enough."""
    keys: set[tuple[str, object]] = {("report", item.report), ("words", item.wording.plain)}
    keys |= {("family", family) for family in item.families | item.credits}
    if item.end is not None:
        keys |= {("end", mark) for mark in item.end.marks}
    # A round number ties nobody by itself; that of a named speaker is found by the speaker.
    if item.odd:
        keys.add(("number", item.number))
    return keys


def _judge(one: Traced, other: Traced) -> Edge:
    if one.report == other.report:
        return _judge_restated(one, other)
    if one.wording.is_long and one.wording.plain == other.wording.plain:
        return Edge(one, other, (("same words", f"“{one.wording.opening}”"), *_signals(one, other)), True)
    signals = list(_signals(one, other))
    # The words are compared where they can settle it: that is the dearest signal.
    if len(signals) == 1 and (likeness := likeness_of(one.wording, other.wording)) is not None:
        signals.append(("near-identical words", likeness))
    return Edge(one, other, tuple(signals))


def _judge_restated(one: Traced, other: Traced) -> Edge:
    """Inside one report a number restated by the same speaker, or by nobody, is told twice; in one sentence it is two counts."""
    # "Three soldiers and three civilians died": one sentence that gives a number twice counts twice.
    if (one.filed.statement.id, one.filed.statement.start) == (other.filed.statement.id, other.filed.statement.start):
        return Edge(one, other, ())
    # A headline seldom says who says it.
    if one.end is None or one.end.points or other.end is None or other.end.points:
        return Edge(one, other, (("same report", "restated, no other speaker named"),), True)
    if is_same_end(one.end, other.end, near=True):
        # The fuller words of the two: "South Korea's National Intelligence Service" and not a headline's "spy agency".
        fuller = max(one.end.words, other.end.words, key=len)
        return Edge(one, other, (("same report", "restated"), ("same end of the chain", fuller)), True)
    if _names_in_short(one, other) or _names_in_short(other, one):
        return Edge(one, other, (("same report", "restated, its speaker named in full"),), True)
    if _is_headline_of(one, other) or _is_headline_of(other, one):
        return Edge(one, other, (("same report", "its headline's number"),), True)
    return Edge(one, other, ())


def _is_headline_of(headline: Traced, other: Traced) -> bool:
    """Say whether a headline gives the number of its text, by a speaker of one country with the text's."""
    if not headline.filed.in_headline or other.filed.in_headline or headline.number != other.number:
        return False
    a, b = headline.end, other.end
    return a is not None and b is not None and a.country is not None and a.country == b.country


def _names_in_short(short: Traced, full: Traced) -> bool:
    """
    Say whether one is said by a mere description of a speaker of the other's chain.

    "lawmaker" in a headline is "the lawmaker Jan Novak" below, "spy agency" the one intelligence service that the chain names.
    """
    speakers = short.filed.statement.speakers
    if len(speakers) != 1 or speakers[0].name is not None or nominal(short.filed.figure.quantity) != nominal(full.filed.figure.quantity):
        return False
    words = [word for word in fold(speakers[0].text).split() if word not in ("the", "a", "an")]
    chain = full.filed.statement.speakers
    borne = len(words) == 1 and any(words[0] in (held := fold(speaker.text).split()) and len(held) > 1 for speaker in chain)
    # "Spy agency" fits the one body of its kind in the chain; of two it is not known which is meant.
    kin = [speaker for speaker in chain if speaker.name is not None and speaker.kind is not None and speaker.kind == speakers[0].kind]
    return borne or (len(words) < 3 and len(kin) == 1)


def _signals(one: Traced, other: Traced) -> Iterator[tuple[str, str]]:
    near = not one.families.isdisjoint(other.families)
    speaks = _speaks_itself(one, other) or _speaks_itself(other, one)
    if speaks is not None:
        # A paper carries what the agency says in its own voice.
        yield "same end of the chain", speaks
    elif one.end is not None and other.end is not None and is_same_end(one.end, other.end, near=near):
        yield "same end of the chain", one.end.words
    if one.number == other.number and _near_in_time(one, other):
        named = one.end is not None and other.end is not None and not one.end.marks.isdisjoint(other.end.marks)
        # Of whoever is named a round number is as good a mark as an odd one: nobody says 600 twice of two briefings in three days.
        if one.odd or named or speaks is not None:
            yield "same odd number" if one.odd else "same number", f"{one.number:,g} within 72 hours"
    if not (one.credits or other.credits):
        return
    # One credits the paper of the other, or both credit a third.
    credited = (one.credits & other.families) | (other.credits & one.families) | (one.credits & other.credits)
    # An agency's own count is no echo of what somebody else told the agency.
    if one.end is not None and other.end is not None and one.end.marks.isdisjoint(other.end.marks):
        credited -= {one.end.family, other.end.family}
    # An outlet that names itself credits nobody.
    if credited - (one.families & other.families):
        yield "explicit credit", ", ".join(sorted(credited))


def _speaks_itself(one: Traced, other: Traced) -> str | None:
    """Return the words for the outlet that one figure is said by, where the other stands in that outlet's own voice."""
    return one.end.words if one.end is not None and other.end is None and one.end.family in other.families else None


def _near_in_time(one: Traced, other: Traced) -> bool:
    """Say whether two figures were published within 72 hours, or speak for one day: "on Monday the general had put it at 1,100"."""
    # A week later a report may still tell what was said of that day.
    if one.moment is not None and one.moment == other.moment:
        return True
    return any(abs(day - other_day) <= ECHO_DAYS for day, other_day in product(one.days, other.days))


def is_same_count(one: Traced, other: Traced) -> bool:
    """Say whether two figures can be one count retold: the same number or one rounded from the other, and of totals the same moment."""
    a, b = one.filed.figure, other.filed.figure
    if a.unit != b.unit or not (a.quantity == b.quantity or agree(a.quantity, b.quantity)):
        return False
    # An event has one count whenever it is told.
    if not (one.total or other.total):
        return True
    # Of totals without a day only the very same number is taken for the same count.
    if one.moment is None or other.moment is None:
        return one.number == other.number
    return abs((one.moment - other.moment).days) <= ECHO_DAYS


class _Groups:
    """Figures in groups that grow by edges; a group takes nobody who is not the same count as each of its members."""

    def __init__(self, traced: Sequence[Traced], apart: frozenset[Pair]) -> None:
        self.members = {item.place: [item] for item in traced}
        # What is asked of a member is asked once of all that count alike: a group of a thousand copies has one count.
        self.counts = {item.place: {item.count: item} for item in traced}
        self.group_of = {item.place: item.place for item in traced}
        places = {item.id: item.place for item in traced}
        here = ((places[a], places[b]) for a, b in apart if a in places and b in places)
        self.apart = KeptApart(here, self.group_of.__getitem__)
        self.edges: dict[int, list[Edge]] = defaultdict(list)

    def join(self, edge: Edge, *, always: bool = False) -> None:
        """Put the groups of an edge's figures together, if they fit; ``always`` asks only for what a person kept apart."""
        # The earlier figure keeps its group, so that a group is known by its earliest.
        one, other = sorted((self.group_of[edge.one.place], self.group_of[edge.other.place]))
        if one != other and not self._fit(one, other, always):
            return
        # Inside one group an edge adds nothing but its evidence, which is shown.
        self.edges[one].append(edge)
        if one != other:
            self.edges[one] += self.edges.pop(other, [])
            self.members[one] += self.members[other]
            self.counts[one] |= self.counts.pop(other)
            self.apart.join(one, other)
            self.group_of.update((item.place, one) for item in self.members.pop(other))

    def _fit(self, one: int, other: int, always: bool) -> bool:
        # Each with each: "dozens" fits both 31 and 37, and must not bring these two together.
        counts = product(self.counts[one].values(), self.counts[other].values())
        return not self.apart.forbids(one, other) and (always or all(is_same_count(a, b) for a, b in counts))

    def echoes(self) -> tuple[Echo, ...]:
        """Return the groups of two or more, in the order of their origins."""
        groups = ((first, sorted(members, key=lambda item: item.place)) for first, members in sorted(self.members.items()))
        ids = ((first, tuple(item.id for item in members)) for first, members in groups if len(members) > 1)
        return tuple(Echo(held, held[0], _tell(self.edges[first])) for first, held in ids)


def _tell(edges: Iterable[Edge]) -> tuple[str, ...]:
    """Return each kind of signal once, with the evidence of the strongest edge that has it."""
    told: dict[str, str] = {}
    for edge in sorted(edges, key=lambda edge: edge.rank):
        for kind, evidence in edge.signals:
            told.setdefault(kind, evidence)
    # A ruling is no signal and is told before them.
    return tuple(f"{kind}: {told[kind]}" for kind in sorted(told, key=lambda kind: SIGNALS.index(kind) if kind in SIGNALS else -1))


def count_origins(
    figures: Sequence[FiledFigure], echoes: Sequence[Echo], publishers: Publishers, offices: Offices | None = None
) -> int:
    """
    Return how many independent origins stand behind figures.

    An echo group is one origin; so are groups that share the end of their chain, for a speaker who repeats or updates a number corroborates
    nothing. A report's own voice is its publisher's family; a headline is none beside what stands below it. What has neither a speaker who
    can be told apart nor a known family is unknown and counts as none.
    """
    group_of = {id: echo.origin for echo in echoes for id in echo.figures}
    ends = find_ends(figures, offices, publishers)
    told = {filed.filing.id for filed in figures if not filed.in_headline}
    named: dict[str, set[str]] = defaultdict(set)
    own_voice: dict[str, set[str]] = defaultdict(set)
    for filed in figures:
        group, families = group_of.get(filed.id, filed.id), _families(filed, publishers)
        if (end := ends.get(filed.id)) is not None and end.points:
            continue
        if end is None and filed.in_headline and filed.filing.id in told:
            continue
        if end is None:
            own_voice[group] |= {f"family {family}" for family in families}
        else:
            named[group] |= _origin_marks(end, families)
    groups = named.keys() | own_voice.keys()
    # Where a speaker is named in a group, the papers that carry it are no origins of their own.
    return len(tie_marks(named.get(group) or own_voice.get(group, set()) for group in groups).parts())


def _origin_marks(end: End, families: frozenset[str]) -> set[str]:
    """Return what tells an origin: an outlet, a name, else "police of IQ" wherever it is told, else the family that heard "officials"."""
    # "The agency counted nine" in another paper is the agency, as where it speaks in its own voice.
    if end.family is not None:
        return {f"family {end.family}"}
    if end.marks:
        return set(end.marks)
    # Two papers that heard "the country's police" may have heard one source: they do not corroborate one another.
    return {end.general} if end.country is not None else {f"{end.general} in {family}" for family in families}
