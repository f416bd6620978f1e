"""
Which questions are linked: those of one incident or one total, as the dead and the wounded of one blast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from according.comparing.counted import is_part_of
from according.comparing.days import day_of
from according.comparing.lands import OTHER_NAMES_MOST, PLACES_APART, judge_place
from according.comparing.likeness import FEATURES, judge_event, judge_names, judge_text
from according.comparing.profile import Profile, Profiles
from according.comparing.setting import BARRED, ONE_STORY, Judgement, judge_published, judge_time, judge_weekday, story_share
from according.reckoning.answer import Question
from according.reckoning.series.daily import is_linked_day

# What two figures of different measures must share to be of one incident or total: a place and a day, or a place and much of the words.
LINKED = 3.5
# The same sentence counts its dead and its wounded of one event.
SAME_SENTENCE = 3.0
# Two questions are compared by so many figures of each, the earliest ones.
COMPARED = 12
# What tells of one event; who is counted and how many are left out, for these differ between its dead and its wounded.
_JUDGES = (judge_place, judge_time, judge_weekday, judge_published, judge_event, judge_text, judge_names)
# The cheap ones before those that cost most, each with the most that those behind it may add.
_CHEAP_FIRST = (judge_time, judge_weekday, judge_text, judge_event, judge_names, judge_published, judge_place)
_ADDS = {feature.judge: feature.most for feature in FEATURES}
_ASKED = tuple((judge, sum(_ADDS[later] for later in _CHEAP_FIRST[at + 1 :])) for at, judge in enumerate(_CHEAP_FIRST))
# Places of other names, or none, add so much less: of most pairs the place need not be judged.
_LESS = _ADDS[judge_place] - OTHER_NAMES_MOST
# In a larger block of questions, such as a country's week of war, only those that share a report are compared.
LINKED_TOGETHER = 150
# In a report of more questions than that a figure's question is compared with those of so many figures before it and behind it.
LINKED_BESIDE = 30
# Days of a fixed week.
WEEK = 7
# Questions by id that have something in common.
Cell = dict[str, Question]


def link_questions(
    questions: Sequence[Question], *, only: str | None = None, profiles: Profiles | None = None
) -> tuple[Question, ...]:
    """
    Return the questions, each with those of its own incident or total: other measures, other people, parts.

    With ``only``, the id of a question, only that question is linked. ``profiles`` are kept for the next time.
    """
    return Links(profiles).put(questions, only)


class Links:
    """Which questions are of one incident or total; what was found is kept, for the same questions are linked again beside others."""

    def __init__(self, profiles: Profiles | None = None) -> None:
        self._profiles = Profiles() if profiles is None else profiles
        self._samples: dict[tuple[str, int], _Sample] = {}
        self._known: dict[tuple[str, int, str, int], bool] = {}

    def put(self, questions: Sequence[Question], only: str | None) -> tuple[Question, ...]:
        """Return the questions, linked; see :func:`link_questions`."""
        blocks, links = _Blocks(questions, sparing=only is None), defaultdict[str, set[str]](set)
        done: set[str] = set()
        for question in questions:
            if only is None or question.id == only:
                done.add(question.id)
                for other in blocks.near(question):
                    if other.id not in done and self._are_one(question, other):
                        links[question.id].add(other.id)
                        links[other.id].add(question.id)
        return _with(questions, links)

    def follow(self, questions: Sequence[Question], figure: str) -> tuple[Question, ...]:
        """Return the questions that links lead to from the one with a figure, itself among them, in order and linked as among all."""
        blocks, links = _Blocks(questions), defaultdict[str, set[str]](set)
        places = {question.id: number for number, question in enumerate(questions)}
        waiting = [question for question in questions if any(filed.id == figure for filed in question.figures)]
        met, done = {question.id for question in waiting}, set[str]()
        while waiting:
            question = waiting.pop()
            done.add(question.id)
            for other in blocks.near(question):
                one, two = (question, other) if places[question.id] < places[other.id] else (other, question)
                if other.id not in done and self._are_one(one, two):
                    links[question.id].add(other.id)
                    links[other.id].add(question.id)
                    waiting += [other] if other.id not in met else []
                    met.add(other.id)
        return _with([question for question in questions if question.id in met], links)

    def _are_one(self, a: Question, b: Question) -> bool:
        """Say whether two questions are linked; of a pair that was asked about before, as it was said then."""
        # A figure that was taken up since may have come to a question of the same id.
        key = (a.id, len(a.figures), b.id, len(b.figures))
        if (known := self._known.get(key)) is None:
            known = self._known[key] = _linked(self._sample(a), self._sample(b))
        return known

    def _sample(self, question: Question) -> _Sample:
        """Return what a question is compared by, made once: each is held against hundreds of others."""
        key = (question.id, len(question.figures))
        if (made := self._samples.get(key)) is None:
            made = self._samples[key] = _Sample.of(question, self._profiles)
        return made


def _with(questions: Sequence[Question], links: dict[str, set[str]]) -> tuple[Question, ...]:
    """Return questions with their links and their affairs."""
    affairs = _affairs(questions, links)
    return tuple(replace(question, linked=tuple(sorted(links[question.id])), affair=affairs[question.id]) for question in questions)


class _Blocks:
    """
    Which questions may be linked with one: only these are compared.

    They share a report, or a country of the place together with a week or two that follow one another, or the country of those counted.
    Of a report of many questions those that stand near one another; ``sparing``, of a large block only those that share a report.
    """

    def __init__(self, questions: Sequence[Question], *, sparing: bool = True) -> None:
        self._cells: dict[tuple[object, ...], Cell] = defaultdict(dict)
        self._keys: dict[str, dict[tuple[object, ...], None]] = defaultdict(dict)
        # For one question the cost grows with the block and not with its square, so that no block is too large.
        self._most = LINKED_TOGETHER if sparing else 2 * len(questions)
        for question in questions:
            for key in _keys_of(question):
                self._cells[key][question.id] = question
                self._keys[question.id][key] = None
        # Of each report of too many questions, the questions of its figures as they stand in it, and which of these are a question's.
        self._stand: dict[tuple[object, ...], list[Question]] = {}
        self._places: dict[tuple[object, ...], dict[str, list[int]]] = {}

    def near(self, question: Question) -> Iterable[Question]:
        """Return the others that may be linked with a question."""
        found: Cell = {}
        for key in self._keys[question.id]:
            cell = self._cells[key]
            if key[0] == "report" and len(cell) > LINKED_TOGETHER:
                # One question as in a list of all: it has the same links wherever it is asked for.
                found |= self._beside(question, key, cell)
            elif len(cell) <= self._most:
                found |= cell
            # A day on either side of a week's end: "on Sunday 12 died", "in the night to Monday 30 were hurt".
            for beside in _weeks_beside(key):
                if (other := self._cells.get(beside)) is not None and len(cell) + len(other) <= self._most:
                    found |= other
        found.pop(question.id, None)
        return found.values()

    def _beside(self, question: Question, key: tuple[object, ...], cell: Cell) -> Cell:
        """Return those of a report's questions that have a figure near one of a question's."""
        if key not in self._stand:
            every = ((filed, each) for each in cell.values() for filed in each.figures if filed.filing.id == key[1])
            ordered = sorted(every, key=lambda told: (told[0].figure.number.start, told[0].id))
            self._stand[key] = [each for _, each in ordered]
            places = self._places[key] = defaultdict[str, list[int]](list)
            for place, each in enumerate(self._stand[key]):
                places[each.id].append(place)
        found: Cell = {}
        for place in self._places[key][question.id]:
            near = self._stand[key][max(0, place - LINKED_BESIDE) : place + LINKED_BESIDE + 1]
            found.update((each.id, each) for each in near)
        return found


def _keys_of(question: Question) -> Iterator[tuple[object, ...]]:
    for filed in question.figures:
        yield "report", filed.filing.id
        moment = day_of(filed)
        # Fixed weeks, which are cheap to look up.
        yield "place", question.place_country, None if moment is None else week_of(moment)
    if question.population_country:
        yield "total", question.population_country


def _weeks_beside(key: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Yield the keys of a country's weeks before and behind the week of a key."""
    if key[0] == "place" and isinstance(week := key[2], int):
        yield from (("place", key[1], beside) for beside in weeks_near(week) if beside != week)


def week_of(day: date) -> int:
    """Return the number of the fixed week in which a day lies; of one land, questions are compared within :func:`weeks_near`."""
    return day.toordinal() // WEEK


def weeks_near(week: int) -> tuple[int, int, int]:
    """Return a week and those before and behind it: what speaks for a day of any other is not linked by its place."""
    return week - 1, week, week + 1


def days_of_weeks(first: int, last: int) -> tuple[date, date]:
    """
    Return the first and the last day of weeks, as far as there are such days.

        >>> days_of_weeks(week_of(date(2025, 1, 27)), week_of(date(2025, 2, 3)))
        (datetime.date(2025, 1, 26), datetime.date(2025, 2, 8))
    """
    begins, ends = max(first * WEEK, date.min.toordinal()), min((last + 1) * WEEK - 1, date.max.toordinal())
    return date.fromordinal(begins), date.fromordinal(ends)


@dataclass(frozen=True, slots=True)
class _Sample:
    """What a question is compared by: its earliest figures alone, for a total of thousands is linked by a few."""

    question: Question
    profiles: tuple[Profile, ...]
    may_be_total: bool

    @classmethod
    def of(cls, question: Question, profiles: Profiles) -> _Sample:
        """Return a question's sample."""
        first = tuple(profiles.of(filed) for filed in question.figures[:COMPARED])
        totals = {profile.total for profile in first}
        return cls(question, first, True in totals or (False not in totals and question.population_country is not None))


def _linked(a: _Sample, b: _Sample) -> bool:
    """Say whether two questions are of one incident or total; of an incident the two figures that are most alike tell it."""
    pairs: Iterable[tuple[Profile, Profile]] = product(a.profiles, b.profiles)
    # Totals have no day in common to be known by; people and land tell whether they are one theatre's.
    if a.may_be_total and b.may_be_total:
        if same_total(a.question, b.question):
            return True
        # Nobody's in particular are one theatre's where a sentence, a place or a story tells of both: the dead and the hurt of a flood.
        pairs = (pair for pair in pairs if told_together(*pair))
    return any(is_one_event(x, y) for x, y in pairs)


def judge_one_event(a: Profile, b: Profile) -> Judgement:
    """
    Return how much speaks for one event behind two figures of whatever measure, and by what.

    The weight is :data:`BARRED` where they lie apart, in place or in days.
    """
    if a.spread.report == b.spread.report:
        # "Among the 12 dead were three children": a part is of the event of its whole.
        if is_part_of(a, b):
            return LINKED, "a part and its whole"
        # "480 have died so far. 17 died on Tuesday": a day's count is of the total it is told beside.
        if is_linked_day(a, b):
            return LINKED, "a day of its total"
    told = [(SAME_SENTENCE, "one sentence")] if a.filed.statement.id == b.filed.statement.id else []
    for judge in _JUDGES:
        judged = judge(a, b)
        # However much else agrees: what lies apart, in place or in days, is no one event.
        if judged is not None and judged[0] <= PLACES_APART:
            return BARRED, judged[1]
        if judged is not None:
            told.append(judged)
    return sum(weight for weight, _ in told), "; ".join(reason for weight, reason in told if weight > 0)


def is_one_event(a: Profile, b: Profile) -> bool:
    """Say whether :func:`judge_one_event` finds as much as links two questions, for less: no judge is asked once the others cannot."""
    if a.spread.report == b.spread.report and (is_part_of(a, b) or is_linked_day(a, b)):
        return True
    score = SAME_SENTENCE if a.filed.statement.id == b.filed.statement.id else 0.0
    needed = LINKED if a.spot is not None and b.spot is not None and a.spot.name == b.spot.name else LINKED + _LESS
    for judge, rest in _ASKED:
        judged = judge(a, b)
        if judged is not None:
            if judged[0] <= PLACES_APART:
                return False
            score += judged[0]
        # The place is judged last; then nothing is left to be added.
        if score + rest < (needed if rest else LINKED):
            return False
    return True


def told_together(a: Profile, b: Profile) -> bool:
    """Say whether one sentence counts both of two figures, one is a part of the other, or reports of one story or place tell of both."""
    if a.filed.statement.id == b.filed.statement.id or is_part_of(a, b) or story_share(a, b) >= ONE_STORY:
        return True
    # One report that puts both at one place within a country.
    return a.spread.report == b.spread.report and a.spot is not None and a.spot == b.spot and a.spot.precision != "country"


def same_total(a: Question, b: Question) -> bool:
    """Say whether two totals are of one nation's or group's people in one theatre."""
    # An army's losses and its country's dead civilians are two matters, though both are of one people.
    if a.population_country != b.population_country or {a.population_kind, b.population_kind} == {"military", "civilian"}:
        return False
    here = a.place_country is None or b.place_country is None or a.place_country == b.place_country
    # Where no country is known the words alone say whose losses they are; two totals of nobody in particular have nothing in common.
    return here and (a.population_country is not None or (a.population is not None and a.population == b.population))


def _affairs(questions: Sequence[Question], links: dict[str, set[str]]) -> dict[str, str]:
    """Return for every question the first question, in order, that links lead to."""
    affairs: dict[str, str] = {}
    for question in questions:
        # Through others too: the wounded may share a report with the dead, and the missing only with the wounded.
        waiting = [question.id]
        while waiting:
            id = waiting.pop()
            if id not in affairs:
                affairs[id] = question.id
                waiting.extend(links[id])
    return affairs
