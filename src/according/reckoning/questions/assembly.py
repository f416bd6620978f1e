"""
Questions: what each group of figures asks, in words and fields.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from according.comparing.days import day_of
from according.comparing.profile import Outline, Profiles
from according.comparing.stretches import start_of
from according.names.places import name_place
from according.reckoning.answer import Question
from according.reckoning.questions.grouping import NOTHING_SAID, Said, group_figures
from according.reckoning.questions.labels import label_of
from according.reckoning.questions.linking import link_questions
from according.records import FiledFigure
from according.statement import Counting


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


def find_question_ids(figures: Iterable[FiledFigure], profiles: Profiles) -> dict[str, str]:
    """Return some figures, by id, each with the id of the question that they are put to without any ruling."""
    found: dict[str, str] = {}
    for group in group_figures(profiles.of(filed) for filed in figures):
        earliest = min((profile.filed for profile in group), key=moment_key)
        id = question_id(earliest.figure.measure, earliest.id)
        found.update((profile.id, id) for profile in group)
    return found


def make_question(group: Sequence[Outline]) -> Question:
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


def _population(profiles: Sequence[Outline]) -> tuple[str | None, str | None, str | None]:
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


def _counting(group: Sequence[Outline]) -> Counting:
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


def _days(group: Sequence[Outline]) -> tuple[date | None, date | None]:
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


def _since(group: Sequence[Outline]) -> tuple[date | None, None, str | None]:
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
