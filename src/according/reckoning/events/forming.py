"""
Forming events: which questions tell of one incident or one running story.

Questions are tied by what their figures have in common (:func:`~according.reckoning.questions.linking.judge_one_event`) or, where they
are totals, by whose people they count and where. The surest ties come first, and two events are put together only where no two of their
questions exclude one another. The result does not depend on the order of the questions.

Events are a view: no figure leaves its question, and no question leaves its event because two others are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from according.comparing.counted import is_part_of
from according.comparing.likeness import compare
from according.comparing.partition import KeptApart, Partition
from according.comparing.profile import Profile, Profiles
from according.comparing.setting import BARRED
from according.reckoning.answer import Question
from according.reckoning.events.event import Occurrence, Tie
from according.reckoning.questions.assembly import moment_key, put_to_questions
from according.reckoning.questions.grouping import NOTHING_SAID, Said, pair
from according.reckoning.questions.linking import LINKED, judge_one_event, link_questions, same_total, told_together

# Questions are held against one another by so many figures of each, the earliest ones.
HELD_AGAINST = 6
# Two events are held against one another by so many questions of each.
HELD_OF_EVENT = 32
# What it is worth that two totals are of one people's losses in one theatre: as much as ties two questions.
ONE_PEOPLE = LINKED


def form_events(
    questions: Sequence[Question], said: Said = NOTHING_SAID, profiles: Profiles | None = None
) -> tuple[Occurrence, ...]:  # fmt: skip
    """
    Return the events that linked questions tell of; every question is in exactly one.

    ``said`` are rulings on two figures of whatever measures: they join events, or keep them apart. ``profiles`` are kept for the next time.
    """
    forming = _Forming(_unruled(questions, said) if said.same else questions, said, Profiles() if profiles is None else profiles)
    for tie in sorted(forming.ties(), key=lambda tie: (-tie.weight, tie.one, tie.other)):
        forming.join(tie)
    # Rulings come last: they join events as they stand, and so take no question out of a third.
    for tie in dict.fromkeys((*forming.ruled(), *forming.brought(questions))):
        forming.join(tie, ruled=True)
    return forming.occurrences(questions)


def event_id(occurrence: Occurrence) -> str:
    """Return an event's id: that of its earliest figure, each digit in its complement's place."""
    return mirrored(min(occurrence.figures, key=moment_key).id)


def mirrored(id: str) -> str:
    """
    Return the id of the event whose earliest figure has an id, or the beginning of it; and of an event's the figure's.

    Events are not stored. By its id alone an event's figure is looked up, however many figures a ledger has.

    >>> mirrored("0123456789abcdef"), mirrored(mirrored("5f9c30"))
    ('fedcba9876543210', '5f9c30')
    """
    return id.translate(_MIRROR)


_MIRROR = str.maketrans("0123456789abcdef", "fedcba9876543210")


def _unruled(questions: Sequence[Question], said: Said) -> Sequence[Question]:
    """Return the questions as they are without the rulings that join figures, linked anew where any of them is another one."""
    ruled = {id for key in said.same for id in key}
    held = {(question.measure, question.unit) for question in questions if any(filed.id in ruled for filed in question.figures)}
    # A ruling may have kept a third figure out of a question that it would be in without: all of a measure are put to questions anew.
    pooled = [question for question in questions if (question.measure, question.unit) in held]
    parted = put_to_questions([filed for question in pooled for filed in question.figures], Said(apart=said.apart))
    if {question.id: question.figures for question in parted} == {question.id: question.figures for question in pooled}:
        return questions
    others = [question for question in questions if (question.measure, question.unit) not in held]
    return link_questions([*others, *parted])


class _Forming:
    """Questions in events, while they are being joined."""

    def __init__(self, questions: Sequence[Question], said: Said, profiles: Profiles) -> None:
        self._by_id = {question.id: question for question in questions}
        self._said = said
        self._question_of = {filed.id: question.id for question in questions for filed in question.figures}
        self._made = profiles
        self._profiles: dict[str, tuple[Profile, ...]] = {}
        self._joined = Partition[str]()
        self._members = {id: [id] for id in self._by_id}
        self._ties: dict[str, list[Tie]] = {}
        self._excluded: dict[tuple[str, str], bool] = {}
        # The questions that a ruling keeps out of one another's events.
        ruled = (key for a, b in said.apart if (key := self._questions_of(a, b)) is not None)
        self._apart = KeptApart(ruled, self._joined.top)

    def _questions_of(self, a: str, b: str) -> tuple[str, str] | None:
        """Return the questions of two figures, or ``None`` where one is not here, or both are in one."""
        one, other = self._question_of.get(a), self._question_of.get(b)
        return None if one is None or other is None or one == other else pair(one, other)

    def ties(self) -> Iterator[Tie]:
        """Yield the ties between questions that are linked with one another."""
        for id, question in self._by_id.items():
            for other in question.linked:
                if id < other and other in self._by_id and (tie := self._tie(question, self._by_id[other])) is not None:
                    yield tie

    def ruled(self) -> Iterator[Tie]:
        """Yield the ties that people ruled, in a settled order."""
        for a, b in sorted(self._said.same):
            if (key := self._questions_of(a, b)) is not None:
                yield Tie(*key, LINKED, "a ruling")

    def brought(self, questions: Sequence[Question]) -> Iterator[Tie]:
        """Yield what ties the questions whose figures a ruling brought into one question, beside the two that it names."""
        for question in questions:
            of = {self._question_of[filed.id]: None for filed in question.figures}
            first, *others = of
            yield from (Tie(*pair(first, other), LINKED, "a ruling") for other in others)

    def join(self, tie: Tie, *, ruled: bool = False) -> None:
        """Put the events of two questions together, unless something in them excludes something in the other."""
        tied = {self._joined.top(id): id for id in (tie.one, tie.other)}
        one, *others = sorted(tied)
        if not others:
            self._ties.setdefault(one, []).append(tie)
            return
        [other] = others
        # The two that are tied are among them.
        pairs = product({tied[one], *_few(self._members[one])}, {tied[other], *_few(self._members[other])})
        if self._apart.forbids(one, other) or (not ruled and any(self._exclude(*pair(a, b)) for a, b in pairs)):
            return
        # The first stays the top.
        self._joined.join(one, other)
        self._apart.join(one, other)
        self._members[one] += self._members.pop(other)
        self._ties[one] = [*self._ties.pop(one, ()), *self._ties.pop(other, ()), tie]

    def occurrences(self, questions: Sequence[Question]) -> tuple[Occurrence, ...]:
        """Return the events of the questions with their rulings, in order of their earliest figures."""
        held: dict[str, list[Question]] = {}
        for question in questions:
            held.setdefault(self._joined.top(self._question_of[question.figures[0].id]), []).append(question)
        made = []
        for top, members in held.items():
            ordered = sorted(members, key=lambda question: moment_key(question.figures[0]))
            ties = sorted(self._ties.get(top, ()), key=lambda tie: (-tie.weight, tie.one, tie.other))
            made.append(Occurrence(tuple(ordered), tuple(ties)))
        return tuple(sorted(made, key=lambda occurrence: moment_key(occurrence.questions[0].figures[0])))

    def _held(self, question: Question) -> tuple[Profile, ...]:
        if (made := self._profiles.get(question.id)) is None:
            made = self._profiles[question.id] = tuple(map(self._made.of, question.figures[:HELD_AGAINST]))
        return made

    def _tie(self, a: Question, b: Question) -> Tie | None:
        """Return what ties two linked questions, or ``None`` where that is not enough for one event."""
        pairs = list(product(self._held(a), self._held(b)))
        judged = max((judge_one_event(x, y) for x, y in pairs), default=(BARRED, ""))
        # A war's total and one strike in it share a country and a kind of event: it takes one story or one sentence to tie them.
        if "running" in (a.kind, b.kind) and not any(told_together(x, y) for x, y in pairs):
            if not (a.kind == b.kind and same_total(a, b)):
                return None
            judged = max(judged, (ONE_PEOPLE, "one people's totals"))
        return Tie(*pair(a.id, b.id), *judged) if judged[0] >= LINKED else None

    def _exclude(self, one: str, other: str) -> bool:
        """Say whether two questions cannot be of one event."""
        if (known := self._excluded.get((one, other))) is None:
            known = self._excluded[one, other] = _exclude(self._held(self._by_id[one]), self._held(self._by_id[other]))
        return known


def _few(members: Sequence[str]) -> Sequence[str]:
    """Return up to so many of an event's questions, spread over all of them."""
    if len(members) <= HELD_OF_EVENT:
        return members
    return [members[number * len(members) // HELD_OF_EVENT] for number in range(HELD_OF_EVENT)]


def _exclude(one: Sequence[Profile], other: Sequence[Profile]) -> bool:
    """
    Say whether figures of two questions cannot be of one event.

    They cannot where each lies apart from each of the other's, in place or in days, or where both count the same and yet more speaks
    against one thing than for it: two attacks of one town on one day.
    """
    pairs = list(product(one, other))
    if any(is_part_of(a, b) for a, b in pairs):
        return False
    if all(judge_one_event(a, b)[0] <= BARRED for a, b in pairs):
        return True
    return all(_same_matter(a, b) and compare(a, b).barred for a, b in pairs)


def _same_matter(a: Profile, b: Profile) -> bool:
    """Say whether two figures have one measure and unit, are no part of anything, and may count the same people."""
    one, other = a.filed.figure, b.filed.figure
    whole = one.subset_of is None and other.subset_of is None
    return whole and (one.measure, one.unit, one.counting) == (other.measure, other.unit, other.counting) and a.anybody == b.anybody


def find_event_of(occurrences: Sequence[Occurrence], figure: str) -> Occurrence:
    """Return the event that a figure is in; raises :class:`KeyError` for one that is in none of them."""
    return {filed.id: occurrence for occurrence in occurrences for filed in occurrence.figures}[figure]
