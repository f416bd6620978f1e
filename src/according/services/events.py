"""
Asking a ledger for events: which incidents and running stories its figures tell of, and one of them whole.

Like :mod:`according.services.ask`, on whose questions they are a view, these functions read the ledger and write nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from according.comparing.counts import nominal
from according.comparing.days import all_days, last_day
from according.comparing.profile import make_profile
from according.comparing.spread import COUNT_ON, TOTALS_NEAR, later
from according.errors import Named, QuestionError
from according.language.lemmas import singular
from according.ledger.base import Ledger
from according.names.gazetteer import fold
from according.reckoning.answer import Question
from according.reckoning.corrections import correct_figures
from according.reckoning.events.event import Event, Occurrence
from according.reckoning.events.forming import HELD_AGAINST, event_id, find_event_of, form_events, mirrored
from according.reckoning.events.summary import KIND_TITLES, make_event
from according.reckoning.questions.assembly import find_questions
from according.reckoning.questions.linking import Links, days_of_weeks, link_questions, week_of, weeks_near
from according.reckoning.reckon import Parameters, default_parameters, reckon
from according.reckoning.trials import Trial
from according.records import FiledFigure, Query
from according.services.ask import ANSWERED_MOST, GROUPS_TOGETHER, Asked, find_figure, is_total, land_of, near_days

# Reports in which the words are looked for: the best of them hold the event that is meant.
REPORTS_ASKED = 30
# Of other events that fit so many are named.
OTHERS_NAMED = 5
# Less than two weeks: the days of two fixed weeks that follow one another, within which questions are looked up to be linked.
TWO_WEEKS = 13
# An event is followed to what lies beside its questions, until so many were: a war's would lead through the whole ledger.
FOLLOWED_MOST = 30
_ID = re.compile(r"[0-9a-f]{6,16}")


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event, and the others that the words fit as well, the likeliest first, each as its id and title."""

    event: Event
    others: tuple[tuple[str, str], ...] = ()
    # Others that fit and are not named.
    more: int = 0
    # How many figures of the ledger wait for their groups; some may belong to the event.
    ungrouped: int = 0


def list_events(ledger: Ledger, query: Query, parameters: Parameters | None = None) -> Iterator[Event]:
    """
    Yield the events that have a figure fitting the query, the newest first and of one day the largest.

    An event is as new as the last day that its figures speak for, and as large as its largest number. In a ledger of over 10,000 groups
    the order and the events hold within each page of so many. Raises :class:`~according.errors.QuestionError` as
    :func:`~according.services.ask.list_questions` does.
    """
    asked = Asked(ledger, query)
    for questions, fitting in asked.pages():
        formed = form_events(questions, asked.standing.events, asked.groups.profiles)
        by_id = {question.id: question for question in questions}
        fit = [occurrence for occurrence in formed if any(question.id in fitting for question in occurrence.questions)]
        for occurrence in sorted(fit, key=_newness, reverse=True):
            yield reckon_event(asked, occurrence, by_id, parameters)


def find_event(
    ledger: Ledger, words: str, query: Query, parameters: Parameters | None = None, *, without: Iterable[str] = (),
    tried: Iterable[Trial] = (), told_by: date | None = None,
) -> FoundEvent:  # fmt: skip
    """
    Return the event that an id or some words mean.

    An id is that of an event, of a question or of a figure in it, or the first six digits or more. Words mean, of the events told of by
    reports that hold them all, the one whose own place, title and sentences hold most of them, then the one with most figures; figures
    that do not fit the query are not looked at. The figures of the ids in ``without`` stay in the event and are left out of its answers, to
    see what hangs on them; those of which another number is ``tried`` are answered with that. With ``told_by`` the event is the one that
    was told up to a day: of reports published later, or of none known when, nothing is in it. Raises :class:`QuestionError` where no event
    is meant, or nothing of it was told by then.
    """
    with ledger.viewing():
        return _find_event(Asked(ledger, query, without=without, tried=tried), words, parameters, told_by)


def _find_event(asked: Asked, words: str, parameters: Parameters | None, told_by: date | None) -> FoundEvent:
    figure = _figure_of(asked, words.strip().lower())
    ranked = _rank(asked, words) if figure is None else []
    if figure is None and not ranked:
        none = "no report with a figure that fits holds all these words; leave some out, or give an id; "
        raise QuestionError(f"{words!r}: {none}", Named("events"), " lists the events")
    figure = figure or ranked[0].questions[0].figures[0]
    chosen = _follow(asked, figure) if asked.query.known_at is None else _as_known(asked, _follow(asked, figure), figure)
    met = {filed.id for filed in chosen.figures}
    # What was followed may hold another of those that the words fit.
    others = [other for other in ranked if met.isdisjoint(filed.id for filed in other.questions[0].figures)]
    event = _reckon_alone(asked, chosen, parameters) if told_by is None else _reckon_early(chosen, told_by, asked, parameters)
    named = tuple((event_id(other), _reckon_alone(asked, other, parameters).title) for other in others[:OTHERS_NAMED])
    return FoundEvent(event, named, len(others) - len(named), asked.waiting)


def find_event_anchor(ledger: Ledger, id: str) -> str | None:
    """Return the figure that was the earliest of the event whose id begins as given, or ``None``."""
    # It may have been the earliest once and stand behind another now: its event is meant all the same.
    filed = ledger.figure(mirrored(id)) if _ID.fullmatch(id) else None
    return None if filed is None else filed.id


def _figure_of(asked: Asked, id: str) -> FiledFigure | None:
    """Return a figure of the event that an id means, or ``None`` where it is no id of the ledger's."""
    if not _ID.fullmatch(id):
        return None
    filed = asked.ledger.figure(id)
    if filed is None:
        anchor = find_event_anchor(asked.ledger, id) or find_figure(asked, id)
        filed = None if anchor is None else asked.ledger.figure(anchor)
    known_at = asked.query.known_at
    # What was not filed by then was not known then.
    known = filed is not None and (known_at is None or asked.ledger.find(Query(figures=(filed.id,), known_at=known_at)))
    return filed if known else None


def _follow(asked: Asked, figure: FiledFigure) -> Occurrence:
    """Return the event of a figure, followed to all that lies beside its questions."""
    # Without the filters: an event is shown whole.
    every = asked if _is_plain(asked) else Asked(asked.ledger, Query())
    questions = every.questions([figure])
    followed: set[str] = set()
    near, profiles, said = _Near(every), every.groups.profiles, every.standing.events
    links = Links(profiles)
    while True:
        # What no link leads to changes nothing of an event; but a ruling may have brought figures together in any question of theirs.
        linked = links.put(questions, None) if said.same else links.follow(questions, figure.id)
        occurrence = find_event_of(form_events(linked, said, profiles), figure.id)
        if len(followed) > FOLLOWED_MOST:
            return occurrence
        waiting = [question for question in occurrence.questions if question.id not in followed]
        followed.update(question.id for question in waiting)
        known = {filed.id for question in questions for filed in question.figures}
        found = {filed.id: filed for filed in (*near.figures(waiting), *near.of_linked(linked)) if filed.id not in known}
        if not found:
            return occurrence
        questions = every.join(questions, found.values())


def _is_plain(asked: Asked) -> bool:
    """Say whether all of the ledger is asked for as it is now: nothing filters it, is set aside or tried."""
    return asked.query == Query() and not asked.standing.set_aside and not asked.standing.tried


class _Near:
    """
    The figures of any measure that may tie an event's questions to others; nothing is looked up twice.

    Of a place and the weeks around an event only those are that may be linked with what is linked already: they speak for a week near by,
    count people of one country, or stand in one report.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._days = defaultdict[str, set[date]](set)
        self._queries = set[Query]()

    def figures(self, questions: Sequence[Question]) -> Iterator[FiledFigure]:
        """Yield the figures of the event's questions' reports, and totals of their people; and note where and when these were counted."""
        yield from self._of_reports(questions)
        for question in questions:
            yield from _ruled_with(self._asked, question)
            if is_total(question):
                totals = near_days(Query(country=question.population_country), sorted(all_days(question.figures)), TOTALS_NEAR)
                yield from self._find(totals)
            if (place := land_of(question.place_country) or question.place) is None:
                # No place to look around. With one, what is near by its story or number alone would be chance meetings.
                yield from self._asked.ledger.neighbours(question.figures[:HELD_AGAINST])
                continue
            # A total is told for months: what ties it to others are its first figures.
            first = question.figures if question.kind not in COUNT_ON else question.figures[:HELD_AGAINST]
            self._days[place] |= all_days(first)

    def of_linked(self, questions: Sequence[Question]) -> Iterator[FiledFigure]:
        """Yield what lies around the event and may be linked with one of some questions."""
        weeks = {near for question in questions for day in all_days(question.figures) for near in weeks_near(week_of(day))}
        reports = tuple(sorted({filed.filing.id for question in questions for filed in question.figures}))
        lands = sorted({question.population_country for question in questions if question.population_country is not None})
        corrected = tuple(sorted(self._asked.standing.corrected))
        # The dead, the wounded and the missing of one place are looked around once.
        for place, days in self._days.items():
            for begin, end in _stretches(sorted(days)):
                around = Query(place=place, first=later(begin, -TWO_WEEKS), last=later(end, TWO_WEEKS))
                for first, last in _runs(weeks, around):
                    yield from self._find(replace(around, first=first, last=last, speaking=True))
                yield from self._find(replace(around, reports=reports))
                for land in lands:
                    yield from self._find(replace(around, country=land))
                # People may have given them another day than the one that they were read with.
                yield from self._find(replace(around, figures=corrected)) if corrected else ()

    def _of_reports(self, questions: Sequence[Question]) -> Iterator[FiledFigure]:
        reports = tuple(sorted({filed.filing.id for question in questions for filed in question.figures}))
        # Without one the query would ask for any.
        yield from self._find(Query(reports=reports)) if reports else ()

    def _find(self, query: Query) -> Sequence[FiledFigure]:
        if query in self._queries:
            return ()
        self._queries.add(query)
        return self._asked.ledger.find(query, limit=ANSWERED_MOST)


def _stretches(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and the last of ascending days whose weeks meet: these are asked about at once."""
    first = last = None
    for day in days:
        if first is not None and last is not None and (day - last).days > 2 * TWO_WEEKS:
            yield first, last
            first = None
        first, last = first or day, day
    if first is not None and last is not None:
        yield first, last


def _runs(weeks: Iterable[int], around: Query) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of weeks that follow one another, as far as they lie among a query's days."""
    for _, run in groupby(enumerate(sorted(weeks)), lambda pair: pair[1] - pair[0]):
        held = [week for _, week in run]
        first, last = days_of_weeks(held[0], held[-1])
        first, last = max(first, around.first or first), min(last, around.last or last)
        if first <= last:
            yield first, last


def _as_known(asked: Asked, now: Occurrence, figure: FiledFigure) -> Occurrence:
    """Return the event of a figure as it was known by a time: what its reports of now held then, put to questions afresh."""
    reports = tuple(sorted({filed.filing.id for filed in now.figures}))
    found = asked.ledger.find(Query(reports=reports, known_at=asked.query.known_at), limit=GROUPS_TOGETHER)
    questions = find_questions(correct_figures(found, asked.standing), asked.standing.events)
    return find_event_of(form_events(questions, asked.standing.events), figure.id)


def _ruled_with(asked: Asked, question: Question) -> Sequence[FiledFigure]:
    """Return the figures of which a person said that they are of one event with a figure of a question."""
    held = {filed.id for filed in question.figures}
    ruled = {id for pair in asked.standing.events.same if not held.isdisjoint(pair) for id in pair} - held
    return asked.ledger.find(Query(figures=tuple(sorted(ruled)))) if ruled else ()


def _rank(asked: Asked, words: str) -> list[Occurrence]:
    """Return the events that reports with all the words tell of, the likeliest first."""
    reports = tuple(match.id for match, _ in asked.ledger.search(words, limit=REPORTS_ASKED))
    found = asked.ledger.find(replace(asked.query, reports=reports), limit=ANSWERED_MOST) if reports else ()
    if not found:
        return []
    profiles = asked.groups.profiles
    questions = link_questions(asked.questions(correct_figures(found, asked.standing)), profiles=profiles)
    wanted = {singular(word) for word in fold(words).split()}
    ids = {filed.id for filed in found}
    formed = form_events(questions, asked.standing.events, profiles)
    held = [occurrence for occurrence in formed if any(filed.id in ids for filed in occurrence.figures)]
    return sorted(held, key=lambda occurrence: _likelihood(occurrence, wanted), reverse=True)


def _likelihood(occurrence: Occurrence, wanted: set[str]) -> tuple[int, int, str]:
    """Return the key by which the event that words mean comes last: most of them in its own words, then the most figures."""
    figures = occurrence.figures
    places = {place.name or place.text for filed in figures if (place := filed.figure.place) is not None}
    texts = {filed.statement.text for filed in figures} | places | {_kinds(figures)}
    held = {singular(word) for text in texts for word in fold(text).split()}
    return (len(wanted & held), len(figures), event_id(occurrence))


def _kinds(figures: Sequence[FiledFigure]) -> str:
    """Return the names of the kinds of event that figures tell of: who asks for an explosion means what the reports call a blast."""
    return " ".join(KIND_TITLES[event] for filed in figures for event in make_profile(filed).events)


def reckon_event(asked: Asked, occurrence: Occurrence, by_id: Mapping[str, Question], parameters: Parameters | None = None) -> Event:
    """Reckon an event's questions, each beside those of the given ones, by id, that it is linked to, and sum them up."""
    parameters = parameters or default_parameters()
    reckonings = {question.id: reckon(question, by_id, asked.standing, parameters) for question in occurrence.questions}
    return make_event(occurrence, reckonings, parameters, asked.groups.profiles)


def _reckon_alone(asked: Asked, occurrence: Occurrence, parameters: Parameters | None) -> Event:
    """Reckon an event's questions beside one another alone."""
    return reckon_event(asked, occurrence, {question.id: question for question in occurrence.questions}, parameters)


def _reckon_early(occurrence: Occurrence, told_by: date, asked: Asked, parameters: Parameters | None) -> Event:
    """Return an event as it was told up to a day. Its questions are those of now: what belongs together is not judged anew."""
    narrowed = (replace(question, figures=_told_by(question.figures, told_by)) for question in occurrence.questions)
    early = replace(occurrence, questions=tuple(question for question in narrowed if question.figures))
    if not early.questions:
        raise QuestionError(f"no report of this event was published by {told_by}; give a later day")
    # It is the same event, whichever of its figures came first.
    return replace(_reckon_alone(asked, early, parameters), id=event_id(occurrence))


def _told_by(figures: Sequence[FiledFigure], day: date) -> tuple[FiledFigure, ...]:
    return tuple(filed for filed in figures if filed.filing.published is not None and filed.filing.published <= day)


def _newness(occurrence: Occurrence) -> tuple[date, float, str]:
    """Return the key by which the newest event comes last, and of one day the largest."""
    largest = max(nominal(filed.figure.quantity) for filed in occurrence.figures)
    return (last_day(occurrence.figures), largest, event_id(occurrence))
