"""
Questions: what each group of figures asks, in words and fields, and which questions are linked.

Linked questions belong to one incident or one total: the dead and the wounded of one blast.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from according.comparing.counted import is_part_of
from according.comparing.days import day_of
from according.comparing.lands import PLACES_APART, judge_place
from according.comparing.likeness import judge_event, judge_names, judge_text
from according.comparing.profile import Profile, Profiles, make_profile
from according.comparing.setting import BARRED, ONE_STORY, Judgement, judge_published, judge_time, judge_weekday, story_share
from according.comparing.stretches import start_of
from according.names.places import name_place
from according.reckoning.answer import Question
from according.reckoning.questions.grouping import NOTHING_SAID, Said, group_figures
from according.reckoning.questions.labels import label_of
from according.reckoning.series.daily import is_linked_day
from according.records import FiledFigure
from according.statement import Counting

# What two figures of different measures must share to be of one incident or total: a place and a day, or a place and much of the words.
LINKED = 3.5
# The same sentence counts its dead and its wounded of one event.
SAME_SENTENCE = 3.0
# Two questions are compared by so many figures of each, the earliest ones.
COMPARED = 12
# What tells of one event; who is counted and how many are left out, for these differ between its dead and its wounded.
_JUDGES = (judge_place, judge_time, judge_weekday, judge_published, judge_event, judge_text, judge_names)
# In a larger block of questions, such as a country's week of war, only those that share a report are compared.
LINKED_TOGETHER = 150
# Questions by id that have something in common.
Cell = dict[str, Question]


def find_questions(figures: Iterable[FiledFigure], said: Said = NOTHING_SAID) -> tuple[Question, ...]:
    """
    Put figures to questions, and link the questions.

    Every figure is in exactly one question, and the answer does not depend on the order of the figures.
    """
    return link_questions(put_to_questions(figures, said))


def put_to_questions(
    figures: Iterable[FiledFigure], said: Said = NOTHING_SAID, profiles: Profiles | None = None
) -> tuple[Question, ...]:
    """Put figures to questions that are not linked yet, in order of the earliest figure; ``profiles`` are kept for the next time."""
    known = Profiles() if profiles is None else profiles
    groups = group_figures((known.of(filed) for filed in figures), said)
    return tuple(sorted((make_question(group) for group in groups), key=_order))


def find_question_ids(figures: Iterable[FiledFigure]) -> dict[str, str]:
    """Return some figures, by id, each with the id of the question that they are put to without any ruling."""
    found: dict[str, str] = {}
    for group in group_figures(make_profile(filed) for filed in figures):
        earliest = min((profile.filed for profile in group), key=moment_key)
        id = question_id(earliest.figure.measure, earliest.id)
        found.update((profile.id, id) for profile in group)
    return found


def make_question(group: Sequence[Profile]) -> Question:
    """Return the question that a group of figures answers; the group has at least one."""
    # The earliest figure gives the question its id and settles ties, so the order must not depend on the order of filing.
    profiles = sorted(group, key=lambda profile: moment_key(profile.filed))
    ordered = [profile.filed for profile in profiles]
    sample = ordered[0].figure
    population, country, kind = _population(profiles)
    place, spelling, place_country = _place(ordered)
    counting = _counting(group)
    # A total's days are those on which it was told, and say nothing of when people died.
    first, last, grain = _since(group) if counting == "running" else (*_days(group), None)
    return Question(
        id=question_id(sample.measure, ordered[0].id),
        label=label_of(sample.measure, population, spelling, first, last, counting, grain),
        kind=counting,
        measure=sample.measure,
        unit=sample.unit,
        population=population,
        population_country=country,
        population_kind=kind,
        place=place,
        place_country=place_country,
        first=first,
        last=last,
        figures=tuple(ordered),
    )


def moment_key(filed: FiledFigure) -> tuple[date, date, str, int, str]:
    """
    Return the key by which figures are put in order.

    It is made of the day that the figure speaks for, the report's day, the report's id, and the place in its text.
    """
    day, published = day_of(filed), filed.filing.published
    # Without any day a figure comes last; its id settles what is left.
    return (day or published or date.max, published or date.max, filed.filing.id, filed.figure.number.start, filed.id)


def question_id(measure: str, earliest: str) -> str:
    """Return a question's id: the content hash of its measure and of its earliest figure's id."""
    return hashlib.sha256(f"question\x1f{measure}\x1f{earliest}".encode()).hexdigest()[:16]


def _order(question: Question) -> tuple[object, ...]:
    return moment_key(question.figures[0])


def _population(profiles: Sequence[Profile]) -> tuple[str | None, str | None, str | None]:
    """
    Return the words, the country and the kind of those counted, each as most figures have it.

    Ties go to the earliest figure. Neither figures that leave open who is counted nor parts beside their whole are asked; country and kind
    are those of figures that tell.
    """
    # "12 deaths" names nobody: such words must not take the soldiers out of the label.
    told = [profile for profile in profiles if not profile.unsaid]
    # "Of the 12 dead five were children", and elsewhere "five people": those who are told of by themselves say who is counted.
    told = [profile for profile in told if profile.filed.figure.subset_of is None] or told
    named = [(party, profile) for profile in told if (party := profile.filed.figure.population) is not None]
    if not named:
        return None, None, None
    words, _ = Counter(party.name or party.text for party, _ in named).most_common(1)[0]
    # Where most say "people", one who says "Syrians" of as many does not make it a question of Syrians.
    crowd = any(profile.anybody for party, profile in named if (party.name or party.text) == words)
    parties = [party for party, profile in named if profile.anybody or not crowd]
    return words, _most(party.country for party in parties), _most(party.kind for party in parties)


def _most(values: Iterable[str | None]) -> str | None:
    counted = Counter(value for value in values if value is not None).most_common(1)
    return counted[0][0] if counted else None


def _place(figures: Sequence[FiledFigure]) -> tuple[str | None, str | None, str | None]:
    """Return the place that most figures have, how most reports spell it, and its country; ties go to the earliest."""
    places = [filed.figure.place for filed in figures if filed.figure.place is not None]
    if not places:
        return None, None, None
    name, _ = Counter(place.name or place.text for place in places).most_common(1)[0]
    # The name is the gazetteer's, for comparing; the label spells the place as the reports do: "Derna (Darnah)".
    text, _ = Counter(place.text for place in places if (place.name or place.text) == name).most_common(1)[0]
    return name, name_place(text, name), _most(place.country for place in places)


def _counting(group: Sequence[Profile]) -> Counting:
    """
    Return what the question runs over.

    It is a total where any figure is one, or where all count a nation's forces without a day of their own. Otherwise it is what most
    figures say of themselves. The tolls of an event whose day is told are of that event, however long they are counted on.
    """
    totals = [profile for profile in group if profile.total]
    if totals and all(profile.toll for profile in totals) and any(profile.of_event for profile in group):
        return "incident"
    # A nation's forces that are counted without a day are held to be counted so far (docs/questions.md).
    if any(profile.total for profile in group) or all(profile.total is None and profile.forces and not profile.closed for profile in group):
        return "running"
    counted = Counter(profile.filed.figure.counting for profile in group)
    # Figures that say nothing of it must not outvote one that does.
    del counted["unknown"]
    return counted.most_common(1)[0][0] if counted else "unknown"


def _days(group: Sequence[Profile]) -> tuple[date | None, date | None]:
    """Return the days that all dated figures have in common, or else those that any has."""
    # "The toll of the blast rose on Friday": the day of the counting is not the event's.
    told = [profile for profile in group if profile.of_event or not profile.total]
    firsts, lasts = [p.first for p in told if p.first is not None], [p.last for p in told if p.last is not None]
    if not firsts and not lasts:
        return None, None
    # A report of "May" and one of "May 3" are of 3 May: the narrower days are the ones they have in common.
    first, last = max(firsts, default=None), min(lasts, default=None)
    # Days that do not overlap have nothing in common; the question then spans them all.
    return (first, last) if first is None or last is None or first <= last else (min(firsts), max(lasts))


def _since(group: Sequence[Profile]) -> tuple[date | None, None, str | None]:
    """
    Return the day since which a total counts, where its figures that name one agree, no last day, and how sharp the day is.

    A total goes on. It is as sharp as its sharpest figure: a day, or the month or year that begins with the day.
    """
    starts = {start for profile in group if (start := start_of(profile)) is not None}
    told = min((day for profile in group if (day := day_of(profile.filed)) is not None), default=date.max)
    # What was told before that day was counted since another one.
    if any(first > told for first, _ in starts):
        return None, None, None
    # "Since 7 October" says more than "since October", and that more than "since 2023".
    for grain, (least, most) in {"day": (0, 0), "month": (1, 31), "year": (32, 366)}.items():
        if days := {first for first, last in starts if least <= (last - first).days <= most}:
            return (days.pop(), None, grain) if len(days) == 1 else (None, None, None)
    return None, None, None


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
            known = self._known[key] = _linked(a, b, self._profiles)
        return known


def _with(questions: Sequence[Question], links: dict[str, set[str]]) -> tuple[Question, ...]:
    """Return questions with their links and their affairs."""
    affairs = _affairs(questions, links)
    return tuple(replace(question, linked=tuple(sorted(links[question.id])), affair=affairs[question.id]) for question in questions)


class _Blocks:
    """
    Which questions may be linked with one: only these are compared.

    They share a report, or a country of the place together with a week or two that follow one another, or the country of those counted.
    ``sparing``, of a large block only those that share a report.
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

    def near(self, question: Question) -> Iterable[Question]:
        """Return the others that may be linked with a question."""
        found: Cell = {}
        for key in self._keys[question.id]:
            cell = self._cells[key]
            if key[0] == "report" or len(cell) <= self._most:
                found |= cell
            # A day on either side of a week's end: "on Sunday 12 died", "in the night to Monday 30 were hurt".
            for beside in _weeks_beside(key):
                if (other := self._cells.get(beside)) is not None and len(cell) + len(other) <= self._most:
                    found |= other
        found.pop(question.id, None)
        return found.values()


def _keys_of(question: Question) -> Iterator[tuple[object, ...]]:
    for filed in question.figures:
        yield "report", filed.filing.id
        moment = day_of(filed)
        # Fixed weeks, which are cheap to look up.
        yield "place", question.place_country, None if moment is None else moment.toordinal() // 7
    if question.population_country:
        yield "total", question.population_country


def _weeks_beside(key: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    """Yield the keys of a country's weeks before and behind the week of a key."""
    if key[0] == "place" and isinstance(week := key[2], int):
        yield "place", key[1], week - 1
        yield "place", key[1], week + 1


def _linked(a: Question, b: Question, profiles: Profiles) -> bool:
    """Say whether two questions are of one incident or total; of an incident the two figures that are most alike tell it."""
    # Of the earliest figures alone: a total of thousands is linked by a few.
    pairs = [(profiles.of(x), profiles.of(y)) for x in a.figures[:COMPARED] for y in b.figures[:COMPARED]]
    # Totals have no day in common to be known by; people and land tell whether they are one theatre's.
    if _may_be_total(a, profiles) and _may_be_total(b, profiles):
        # Nobody's in particular are one theatre's where a sentence, a place or a story tells of both: the dead and the hurt of a flood.
        pairs = [pair for pair in pairs if told_together(*pair)]
        if same_total(a, b):
            return True
    return any(judge_one_event(x, y)[0] >= LINKED for x, y in pairs)


def _may_be_total(question: Question, profiles: Profiles) -> bool:
    totals = {profiles.of(filed).total for filed in question.figures[:COMPARED]}
    return True in totals or (False not in totals and question.population_country is not None)


def judge_one_event(a: Profile, b: Profile) -> Judgement:
    """
    Return how much speaks for one event behind two figures of whatever measure, and by what.

    The weight is :data:`BARRED` where they lie apart, in place or in days.
    """
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
