"""Questions: what each group of figures asks, in words and fields, and which questions belong to one incident or total."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from according.comparing.days import day_of
from according.comparing.likeness import judge_event, judge_names, judge_text
from according.comparing.profile import Profile, make_profile
from according.comparing.setting import PLACES_APART, judge_place, judge_published, judge_time, judge_weekday
from according.names.places import name_place
from according.reckoning.answer import Question
from according.reckoning.questions.grouping import NOTHING_SAID, Said, group_figures
from according.reckoning.questions.labels import label_of
from according.records import FiledFigure
from according.statement import Counting

# What two figures of different measures must share to be of one incident or total: a place and a day, or a place and much of the words.
LINKED = 3.5
# The same sentence counts its dead and its wounded of one event.
SAME_SENTENCE = 3.0
# Two questions are compared by so many figures of each, the earliest ones.
COMPARED = 12
_EVENT = (judge_place, judge_time, judge_weekday, judge_published, judge_event, judge_text, judge_names)
# A block of figures larger than this is linked report by report only.
LINKED_TOGETHER = 150


def find_questions(figures: Iterable[FiledFigure], said: Said = NOTHING_SAID) -> tuple[Question, ...]:
    """Put figures to questions and link these; every figure is in exactly one, and the answer does not depend on their order."""
    return link_questions(put_to_questions(figures, said))


def put_to_questions(figures: Iterable[FiledFigure], said: Said = NOTHING_SAID) -> tuple[Question, ...]:
    """Put figures to questions that are not linked yet, in order of the earliest figure."""
    groups = group_figures((make_profile(filed) for filed in figures), said)
    return tuple(sorted((make_question(group) for group in groups), key=_order))


def make_question(group: Sequence[Profile]) -> Question:
    """Return the question of a group of figures that is one."""
    profiles = sorted(group, key=lambda profile: moment_key(profile.filed))
    ordered = [profile.filed for profile in profiles]
    sample = ordered[0].figure
    population, country, kind = _population(profiles)
    place, spelling, place_country = _place(ordered)
    counting = _counting(group)
    first, last = _since(group) if counting == "running" else _days(group)
    return Question(
        id=question_id(sample.measure, ordered[0].id),
        label=label_of(sample.measure, population, spelling, first, last, counting),
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
    """Return the key by which figures are put in order: the day they speak for, the report's, its id, the place in its text."""
    day, published = day_of(filed), filed.filing.published
    return (day or published or date.max, published or date.max, filed.filing.id, filed.figure.number.start, filed.id)


def question_id(measure: str, earliest: str) -> str:
    """Return a question's id: the content hash of its measure and of its earliest figure's id."""
    return hashlib.sha256(f"question\x1f{measure}\x1f{earliest}".encode()).hexdigest()[:16]


def _order(question: Question) -> tuple[object, ...]:
    return moment_key(question.figures[0])


def _population(profiles: Sequence[Profile]) -> tuple[str | None, str | None, str | None]:
    """Return the words for those counted that most figures have, ties to the earliest; country and kind of any that tells."""
    counted = [profile.filed.figure.population for profile in profiles if not profile.unsaid]
    parties = [party for party in counted if party is not None]
    if not parties:
        return None, None, None
    words, _ = Counter(party.name or party.text for party in parties).most_common(1)[0]
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
    text, _ = Counter(place.text for place in places if (place.name or place.text) == name).most_common(1)[0]
    return name, name_place(text, name), _most(place.country for place in places)


def _counting(group: Sequence[Profile]) -> Counting:
    """Return what the question runs over: a total where a figure is one or a nation's forces are counted without a day."""
    if any(profile.total for profile in group) or all(profile.total is None and profile.forces for profile in group):
        return "running"
    counted = Counter(profile.filed.figure.counting for profile in group)
    del counted["unknown"]
    return counted.most_common(1)[0][0] if counted else "unknown"


def _days(group: Sequence[Profile]) -> tuple[date | None, date | None]:
    """Return the days that all dated figures have in common, or else those that any has."""
    firsts, lasts = [p.first for p in group if p.first is not None], [p.last for p in group if p.last is not None]
    if not firsts and not lasts:
        return None, None
    first, last = max(firsts, default=None), min(lasts, default=None)
    return (first, last) if first is None or last is None or first <= last else (min(firsts), max(lasts))


def _since(group: Sequence[Profile]) -> tuple[date | None, date | None]:
    """Return the day since which a total counts, where those of its figures that name one agree; a total goes on."""
    firsts = {profile.first for profile in group if profile.first is not None and profile.last is None}
    return (firsts.pop() if len(firsts) == 1 else None), None


def link_questions(questions: Sequence[Question], *, only: str | None = None) -> tuple[Question, ...]:
    """
    Tell each question which others are of its incident or total: other measures, other people, parts.

    With ``only`` a question's id, that one alone is linked.
    """
    profiles = {filed.id: make_profile(filed) for question in questions for filed in question.figures[:COMPARED]}
    links: dict[str, set[str]] = defaultdict(set)
    met: set[tuple[str, str]] = set()
    for a, b in _candidates(questions, only):
        if (a.id, b.id) not in met and (b.id, a.id) not in met and _linked(a, b, profiles):
            links[a.id].add(b.id)
            links[b.id].add(a.id)
        met.add((a.id, b.id))
    affairs = _affairs(questions, links)
    return tuple(replace(question, linked=tuple(sorted(links[question.id])), affair=affairs[question.id]) for question in questions)


def _candidates(questions: Sequence[Question], only: str | None) -> Iterable[tuple[Question, Question]]:
    """Yield the pairs of questions that share a report, or a country and a week or total."""
    cells: dict[tuple[object, ...], dict[str, Question]] = defaultdict(dict)
    for question in questions:
        for filed in question.figures:
            cells["report", filed.filing.id][question.id] = question
            moment = day_of(filed)
            week = None if moment is None else moment.toordinal() // 7
            cells["place", question.place_country, week][question.id] = question
        if question.population_country:
            cells["total", question.population_country][question.id] = question
    for key, cell in cells.items():
        if only is not None:
            yield from ((cell[only], other) for id, other in cell.items() if only in cell and id != only)
        elif key[0] == "report" or len(cell) <= LINKED_TOGETHER:
            yield from combinations(cell.values(), 2)


def _linked(a: Question, b: Question, profiles: dict[str, Profile]) -> bool:
    """Say whether two questions are of one incident or total, by the pair of their figures that is most alike."""
    if _may_be_total(a, profiles) and _may_be_total(b, profiles):
        return _same_total(a, b)
    pairs = ((profiles[x.id], profiles[y.id]) for x in a.figures[:COMPARED] for y in b.figures[:COMPARED])
    return max((_one_event(x, y) for x, y in pairs), default=0.0) >= LINKED


def _may_be_total(question: Question, profiles: dict[str, Profile]) -> bool:
    totals = {profiles[filed.id].total for filed in question.figures[:COMPARED]}
    return True in totals or (False not in totals and question.population_country is not None)


def _one_event(a: Profile, b: Profile) -> float:
    """Return how much speaks for one event behind two figures of whatever measure."""
    if a.filed.figure.subset_of == b.id or b.filed.figure.subset_of == a.id:
        return LINKED
    weight = SAME_SENTENCE if a.filed.statement.id == b.filed.statement.id else 0.0
    for judge in _EVENT:
        judged = judge(a, b)
        if judged is not None and judged[0] <= PLACES_APART:
            return 0.0
        weight += judged[0] if judged is not None else 0.0
    return weight


def _same_total(a: Question, b: Question) -> bool:
    """Say whether two totals are of one nation's or group's people in one theatre."""
    if a.population_country != b.population_country or {a.population_kind, b.population_kind} == {"military", "civilian"}:
        return False
    here = a.place_country is None or b.place_country is None or a.place_country == b.place_country
    return here and (a.population_country is not None or a.population == b.population)


def _affairs(questions: Sequence[Question], links: dict[str, set[str]]) -> dict[str, str]:
    """Return for every question the first question, in order, that links lead to."""
    affairs: dict[str, str] = {}
    for question in questions:
        waiting = [question.id]
        while waiting:
            id = waiting.pop()
            if id not in affairs:
                affairs[id] = question.id
                waiting.extend(links[id])
    return affairs
