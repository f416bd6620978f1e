"""
Rulings applied: which figures a person accepted, corrected or rejected, which pairs belong together or apart, what is set of speakers.

The latest ruling on a matter counts; one that was taken back does not. Two standing rulings that contradict one another are a
problem of the data: the later one is followed and both are named.

Rulings that figures are of one event may join, through other figures, what a ruling keeps apart. Then the figures stay apart: one of the
joining rulings is not followed.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from according.quantity import Quantity
from according.reckoning.questions.grouping import NOTHING_SAID, Pair, Said, pair
from according.records import PAIR_KINDS, SPEAKER_KINDS, Ruling
from according.statement import Party

# Corrections have no opposite here: two values of one field contradict one another (see contradict).
_OPPOSITE = {"accept": "reject", "reject": "accept", "same-event": "not-same-event", "not-same-event": "same-event",
             "same-origin": "not-same-origin", "not-same-origin": "same-origin"}  # fmt: skip

# A way is looked for through all that rulings join, thousands at the most: of so many rulings that keep figures apart.
WAYS_TOLD = 50


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    What people set of a speaker of that very name: how far they rely on him, and his side; ``None`` where nobody has.

    It is shown beside what he says and changes no answer. Nobody else has it, and nothing is inferred from it.
    """

    name: str
    reliability: Ruling | None = None
    side: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """
    The rulings that count, by what they are on.

    ``pairs`` are those on two figures, by each of both; ``clashes`` are rulings that contradict one another: the one that is not followed,
    then the one that is. ``opinions`` are what is set of speakers, by name. ``set_aside`` are figures that nobody rejected, left out to
    see what the answer would be without them, and ``tried`` the numbers that are tried out in the place of figures' own.
    """

    rejected: Mapping[str, Ruling] = field(default_factory=dict)
    accepted: Mapping[str, Ruling] = field(default_factory=dict)
    corrected: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)
    events: Said = NOTHING_SAID
    same_origin: frozenset[Pair] = frozenset()
    not_same_origin: frozenset[Pair] = frozenset()
    clashes: tuple[tuple[Ruling, Ruling], ...] = ()
    pairs: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()
    tried: Mapping[str, Quantity] = field(default_factory=dict)

    def leaves_out(self, figure: str, statement: str) -> bool:
        """Say whether a figure is left out: it, or the statement that holds it, is rejected, or it is set aside."""
        return figure in self.rejected or statement in self.rejected or figure in self.set_aside

    def on(self, id: str, statement: str | None = None) -> tuple[str, ...]:
        """Return the ids of the rulings that count for one figure: on it, on its ``statement``, and on it and another figure."""
        return tuple(ruling.id for ruling in (*self.verdicts_on(id, statement), *self.pairs.get(id, ())))

    def verdicts_on(self, id: str, statement: str | None = None) -> tuple[Ruling, ...]:
        """Return the rulings that accept, reject or correct one figure; those on its ``statement`` are on it too."""
        # A statement can only be accepted or rejected as a whole; corrections are of single figures.
        tables, subjects = (self.accepted, self.rejected), (id,) if statement is None else (id, statement)
        whole = [ruling for subject in subjects for table in tables if (ruling := table.get(subject)) is not None]
        return (*whole, *self.corrected.get(id, ()))

    def opinions_of(self, speakers: Iterable[Party]) -> tuple[Opinion, ...]:
        """Return what is set of some speakers, those left out of whom nothing is."""
        names = dict.fromkeys(speaker.listed_as for speaker in speakers) if self.opinions else ()
        return tuple(opinion for name in names if (opinion := self.opinions.get(name)) is not None)


def weigh_rulings(rulings: Iterable[Ruling]) -> Standing:
    """Return what stands after all rulings, in the order of their times."""
    # The id settles what was ruled at one time: the answer must not depend on the order of filing.
    ordered = sorted(rulings, key=lambda ruling: (ruling.when, ruling.id))
    taken_back = find_taken_back(ordered)
    latest: dict[tuple[object, ...], Ruling] = {}
    clashes: list[tuple[Ruling, Ruling]] = []
    for ruling in ordered:
        if ruling.undoes is not None or ruling.id in taken_back:
            continue
        key = matter_of(ruling)
        before = latest.get(key)
        # Whoever says again what stands contradicts nobody.
        if before is not None and contradict(before, ruling):
            clashes.append((before, ruling))
        latest[key] = ruling
    standing = sorted(latest.values(), key=lambda ruling: (ruling.when, ruling.id))
    same, apart = ([ruling for ruling in standing if ruling.kind == kind] for kind in ("same-event", "not-same-event"))
    # Last, for what is joined through others shows only once it is known which rulings stand.
    loose = _not_followed(same, apart)
    clashes.extend(_through_others(same, apart, loose))
    return _standing([ruling for ruling in standing if ruling.id not in loose], tuple(clashes))


def find_taken_back(ordered: Sequence[Ruling]) -> frozenset[str]:
    """Return the rulings that are undone; what takes back an undoing lets the first ruling stand again."""
    undone: set[str] = set()
    # From the latest back: an undoing counts only where nothing later undid it.
    for ruling in reversed(ordered):
        if ruling.undoes is not None and ruling.id not in undone:
            undone.add(ruling.undoes)
    return frozenset(undone)


def matter_of(ruling: Ruling) -> tuple[object, ...]:
    """Return what a ruling is on: rulings on one matter follow one another."""
    if ruling.other is not None:
        # "a with b" and "b with a" are one matter, and so are joining the two and keeping them apart.
        return (ruling.kind.removeprefix("not-"), *pair(ruling.subject, ruling.other))
    # How far a speaker is relied on and his side are two matters, and neither is on a figure whose id is spelt like his name.
    if ruling.kind in SPEAKER_KINDS:
        return (ruling.kind, ruling.subject)
    return ("correct", ruling.subject, ruling.field) if ruling.kind == "correct" else ("verdict", ruling.subject)


def contradict(one: Ruling, other: Ruling) -> bool:
    """Say whether two rulings on one matter cannot both be followed."""
    if one.kind == other.kind and (one.kind == "correct" or one.kind in SPEAKER_KINDS):
        return one.value != other.value
    return _OPPOSITE.get(one.kind) == other.kind


class _Groups:
    """Figures that rulings join, as long as no ruling keeps any two of them apart."""

    def __init__(self, apart: Iterable[Ruling] = ()) -> None:
        self._group: dict[str, set[str]] = {}
        self._foes: dict[str, set[str]] = {}
        for ruling in apart:
            for one, other in _both_ways(ruling):
                self._foes.setdefault(one, set()).add(other)

    def of(self, id: str) -> set[str]:
        """Return all that a figure is joined with, itself included: the same set for each of them."""
        return self._group.setdefault(id, {id})

    def join(self, one: str, other: str) -> bool:
        """Put the groups of two figures together and say so; or leave them, where a ruling keeps them apart."""
        # The smaller set moves into the larger: long chains of rulings stay quick to join.
        less, more = sorted((self.of(one), self.of(other)), key=len)
        if less is more:
            return True
        if any(not more.isdisjoint(self._foes.get(id, ())) for id in less):
            return False
        more |= less
        self._group.update((id, more) for id in less)
        return True


def _both_ways(ruling: Ruling) -> tuple[tuple[str, str], ...]:
    """Return the two figures of a ruling in either order; nothing for a ruling on one."""
    if ruling.other is None or ruling.other == ruling.subject:
        return ()
    return (ruling.subject, ruling.other), (ruling.other, ruling.subject)


def _not_followed(same: Sequence[Ruling], apart: Sequence[Ruling]) -> frozenset[str]:
    """Return the same-event rulings, taken one after another, that would join what a ruling keeps apart."""
    groups = _Groups(apart)
    return frozenset(ruling.id for ruling in same if not all(groups.join(*ends) for ends in _both_ways(ruling)[:1]))


def _through_others(same: Sequence[Ruling], apart: Sequence[Ruling], loose: frozenset[str]) -> Iterator[tuple[Ruling, Ruling]]:
    """
    Yield the clashes between same-event rulings and rulings that keep figures apart.

    Each is a same-event ruling that is not followed, then the ruling that it would break. The first is one of the fewest rulings that lead
    from one of the two figures kept apart to the other. They are looked for of the first ``WAYS_TOLD`` rulings that others would break.
    """
    # Without any that are kept apart, to see what the rulings would join if all of them were followed.
    groups = _Groups()
    near: dict[str, list[tuple[str, Ruling]]] = {}
    for ruling in same:
        for one, other in _both_ways(ruling):
            groups.join(one, other)
            near.setdefault(one, []).append((other, ruling))
    # The joined figures share one set, which tells that there is a way before one is looked for.
    broken = [ruling for ruling in apart for one, other in _both_ways(ruling)[:1] if groups.of(one) is groups.of(other)]
    for ruling in broken[:WAYS_TOLD]:
        # One ruling is reason enough to tell; the others on the way may be followed.
        yield from [(joining, ruling) for joining in _path(near, ruling.subject, str(ruling.other)) if joining.id in loose][:1]


def _path(near: Mapping[str, Sequence[tuple[str, Ruling]]], start: str, end: str) -> list[Ruling]:
    """Return the fewest rulings that lead from one figure to another; both are joined by some."""
    came: dict[str, tuple[str, Ruling] | None] = {start: None}
    waiting = deque([start])
    while end not in came:
        # Breadth first: the way found is then one of the shortest, and the easiest to explain.
        at = waiting.popleft()
        for other, ruling in near[at]:
            if other not in came:
                came[other] = at, ruling
                waiting.append(other)
    path: list[Ruling] = []
    while (step := came[end]) is not None:
        end, ruling = step
        path.append(ruling)
    return path


def _standing(rulings: Iterable[Ruling], clashes: tuple[tuple[Ruling, Ruling], ...]) -> Standing:
    kinds: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        kinds.setdefault(ruling.kind, []).append(ruling)
    corrected: dict[str, list[Ruling]] = defaultdict(list)
    for ruling in kinds.get("correct", []):
        corrected[ruling.subject].append(ruling)
    pairs: dict[str, list[Ruling]] = defaultdict(list)
    for ruling in (ruling for kind in sorted(PAIR_KINDS) for ruling in kinds.get(kind, [])):
        for one, _ in _both_ways(ruling):
            pairs[one].append(ruling)
    return Standing(
        rejected={ruling.subject: ruling for ruling in kinds.get("reject", [])},
        accepted={ruling.subject: ruling for ruling in kinds.get("accept", [])},
        corrected={id: tuple(held) for id, held in corrected.items()},
        events=Said(_pairs(kinds, "same-event"), _pairs(kinds, "not-same-event")),
        same_origin=_pairs(kinds, "same-origin"),
        not_same_origin=_pairs(kinds, "not-same-origin"),
        clashes=clashes,
        pairs={id: tuple(held) for id, held in pairs.items()},
        opinions=_opinions(kinds),
    )


def _opinions(kinds: Mapping[str, list[Ruling]]) -> dict[str, Opinion]:
    """Return what is set of speakers, by name."""
    relied, sided = ({ruling.subject: ruling for ruling in kinds.get(kind, [])} for kind in ("reliability", "side"))
    return {name: Opinion(name, relied.get(name), sided.get(name)) for name in relied | sided}


def _pairs(kinds: Mapping[str, list[Ruling]], kind: str) -> frozenset[Pair]:
    return frozenset(pair(ruling.subject, ruling.other) for ruling in kinds.get(kind, []) if ruling.other is not None)
