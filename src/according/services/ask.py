"""
Asking a ledger: which questions its figures answer, and the reckoning of one.

Reads the ledger and hands figures to :mod:`according.reckoning`, which decides everything. Questions are found inside the groups that
:mod:`according.services.group` keeps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from according.comparing.partition import Partition
from according.comparing.profile import make_profile
from according.comparing.spread import TOTAL_NEAR, TOTALS, later
from according.errors import QuestionError
from according.ledger.base import Ledger
from according.ledger.finding.fitness import fits
from according.names.countries import country_names
from according.names.places import covered
from according.reckoning.answer import Question, Reckoning
from according.reckoning.questions.assembly import find_questions, link_questions, moment_key, moment_of, put_to_questions, question_id
from according.reckoning.reckon import Parameters, reckon
from according.reckoning.rulings import Standing, correct_figures, weigh_rulings
from according.records import FiledFigure, Query
from according.services.group import regroup

# More figures than this are not one question; the answer says how to narrow it.
MOST = 2_000
# In days: questions of one incident have figures of one week.
WEEK = 7
# A ledger of up to so many groups is put to questions in one go; a larger one in pages of so many.
PAGE = 10_000
# From so many on, figures that wait for their groups are placed by `according questions`, which takes a minute for a hundred thousand.
WAITING_MOST = 5_000
# Groups of more figures are not put to questions to answer one: those that fit, and their reports', are.
TOGETHER_MOST = 5_000
# The shortest beginning of an id that names a question.
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """The reckoning of the question that fits best, and the other questions that fit, most figures first."""

    reckoning: Reckoning
    others: tuple[Question, ...] = ()
    # False where the questions were found among the figures that fit alone, not among all of the ledger.
    grouped: bool = True


def answer(ledger: Ledger, query: Query, parameters: Parameters | None = None) -> Answer:
    """
    Reckon the question that a query means: of the questions its figures answer, the one with the most of them.

    The questions are those of the whole ledger; of each the figures that fit are reckoned, and those that leave open what is asked. Raises
    :class:`~according.errors.QuestionError` where nothing fits, or too much; the message says how to ask instead.
    """
    asked = _Asked(ledger, query)
    found = asked.fitting(MOST + 1)
    if not found:
        raise QuestionError(_nothing(ledger, query))
    if len(found) > MOST:
        raise QuestionError(_too_much(ledger, query, found))
    questions = asked.questions(found)
    fitting = asked.narrow(questions, found)
    chosen = max(fitting, key=_weight)
    others = tuple(sorted((question for question in fitting if question.id != chosen.id), key=_weight, reverse=True))
    return Answer(asked.reckon(chosen, asked.beside(chosen, questions), parameters), others, asked.grouped)


def _weight(question: Question) -> tuple[int, date, str]:
    """Return the key by which the question with the most figures comes last, of equals the latest."""
    days = [day for filed in question.figures if (day := moment_of(filed)) is not None]
    return (len(question.figures), max(days, default=date.min), question.id)


class _Asked:
    """A query put to a ledger: what fits it, with corrections applied, and the questions that this is part of."""

    def __init__(self, ledger: Ledger, query: Query) -> None:
        self.ledger, self.query = ledger, query
        self.standing = weigh_rulings(ledger.rulings(known_at=query.known_at))
        # The groups are those of now; and where very many figures wait for theirs, one question does not wait for all of them.
        self.grouped = query.known_at is None and ledger.count_ungrouped(WAITING_MOST + 1) <= WAITING_MOST
        if self.grouped:
            regroup(ledger)

    def fitting(self, limit: int | None = None) -> list[FiledFigure]:
        """Return the figures that fit, as they are with the corrections that stand; a correction takes a figure in or out."""
        found = {filed.id: filed for filed in self.ledger.find(self.query, limit=limit)}
        corrected = tuple(sorted(self.standing.corrected))
        raw = self.ledger.find(Query(figures=corrected, known_at=self.query.known_at)) if corrected else ()
        for filed in correct_figures(raw, self.standing):
            found.pop(filed.id, None)
            if fits(filed, self.query):
                found[filed.id] = filed
        return list(found.values())

    def questions(self, found: Sequence[FiledFigure]) -> tuple[Question, ...]:
        """Return the whole ledger's questions that some figures are in, not linked yet."""
        groups = _closed(self.ledger, [filed.id for filed in found], self.standing) if self.grouped else set()
        if self.ledger.count_members(sorted(groups)) > TOGETHER_MOST:
            self.grouped = False
        if not self.grouped:
            reports = tuple(sorted({filed.filing.id for filed in found}))
            measures = tuple(sorted({filed.figure.measure for filed in found}))
            beside = self.ledger.find(Query(measures=measures, reports=reports, known_at=self.query.known_at), limit=MOST)
            every = {filed.id: filed for filed in (*correct_figures(beside, self.standing), *found)}
            return put_to_questions(every.values(), self.standing.events)
        return _put(self.ledger, groups, self.standing)

    def narrow(self, questions: Iterable[Question], found: Sequence[FiledFigure]) -> list[Question]:
        """Return the questions with only those of their figures that fit, or that leave open what is asked."""
        asked = {filed.id for filed in found}
        fitting = [question for question in questions if any(filed.id in asked for filed in question.figures)]
        kept = asked | self._silent([filed for question in fitting for filed in question.figures if filed.id not in asked])
        return [replace(question, figures=tuple(filed for filed in question.figures if filed.id in kept)) for question in fitting]

    def _silent(self, figures: Sequence[FiledFigure]) -> set[str]:
        """Return which figures fit in all but who is counted or where, which their words leave open: "600 deaths"."""
        query = self.query
        who = {name: None for name in ("population", "country", "kind") if getattr(query, name) is not None}
        where = {"place": None} if query.place is not None else {}
        silent = set()
        for filed in figures:
            left_open: dict[str, Any] = {}
            if who and make_profile(filed).unsaid:
                left_open |= who
            if where and filed.figure.place is None:
                left_open |= where
            if left_open and fits(filed, replace(query, **left_open)):
                silent.add(filed.id)
        return silent

    def beside(self, chosen: Question, questions: Sequence[Question]) -> tuple[Question, ...]:
        """Return the questions that one may be linked with: of what its reports hold beside it, and of other measures of its time."""
        reports = tuple(sorted({filed.filing.id for filed in chosen.figures}))
        near = [*self.ledger.find(Query(reports=reports, known_at=self.query.known_at), limit=MOST)]
        for query in self._around(chosen):
            near += self.ledger.find(query, limit=MOST)
        known = {filed.id for question in questions for filed in question.figures}
        rest = [filed for filed in near if filed.id not in known]
        groups = _closed(self.ledger, [filed.id for filed in rest], self.standing) if self.grouped else set()
        if not self.grouped or self.ledger.count_members(sorted(groups)) > TOGETHER_MOST:
            return (*questions, *put_to_questions(correct_figures(dict.fromkeys(rest), self.standing), self.standing.events))
        return (*questions, *_put(self.ledger, groups, self.standing))

    def reckon(self, chosen: Question, beside: Iterable[Question], parameters: Parameters | None) -> Reckoning:
        """Link a question with those beside it, and reckon it."""
        others = [question for question in beside if question.id != chosen.id]
        by_id = {question.id: question for question in link_questions([chosen, *others], only=chosen.id)}
        return reckon(by_id[chosen.id], by_id, self.standing, parameters)

    def _around(self, chosen: Question) -> list[Query]:
        """Return the queries for figures of any measure that may be of a question's incident or total: of its weeks, or of its people."""
        query = replace(self.query, measures=(), figures=(), place=self.query.place or _land(chosen.place_country))
        ways = []
        days = sorted(day for filed in chosen.figures if (day := moment_of(filed)) is not None)
        if chosen.kind not in TOTALS and days and query.place is not None:
            ways.append(_near(query, days, WEEK))
        if chosen.kind != "incident" and chosen.population_country is not None and query.country in (None, chosen.population_country):
            ways.append(_near(replace(query, place=self.query.place, country=chosen.population_country), days, TOTAL_NEAR))
        return ways or ([query] if self.query.measures else [])


def _near(query: Query, days: Sequence[date], reach: int) -> Query:
    """Return a query with no days but those around some."""
    if not days:
        return query
    first, last = later(days[0], -reach), later(days[-1], reach)
    return replace(query, first=max(query.first or first, first), last=min(query.last or last, last))


def _land(country: str | None) -> str | None:
    """Return the name by which a country is asked for, or ``None``."""
    name = country_names().get(country or "")
    return name if name is not None and covered(name).country == country else None


def question_of(ledger: Ledger, id: str, query: Query, parameters: Parameters | None = None) -> Answer:
    """
    Reckon the question that a figure (or a question, by its id) is in, with those of its figures that fit the query.

    Raises :class:`QuestionError` for an id that is none or too short, and where no figure of the question fits.
    """
    asked = _Asked(ledger, query)
    filed = ledger.figure(id) or ledger.figure(_anchor(ledger, id, asked.standing) or "")
    if filed is None:
        raise QuestionError(f"{id}: no question or figure has this id (six digits or more); `according questions` lists them")
    if query.known_at is not None and not ledger.find(Query(figures=(filed.id,), known_at=query.known_at)):
        raise QuestionError(f"{id}: the figure was not filed by then; leave out --as-known-at, or give a later day")
    questions = asked.questions([filed])
    whole = next(question for question in questions if filed.id in {held.id for held in question.figures})
    fitting = [held for held in whole.figures if fits(held, query)]
    if not fitting:
        raise QuestionError(f"{id}: no figure of this question fits the other filters; leave some of them out")
    [chosen] = asked.narrow([whole], fitting)
    return Answer(asked.reckon(chosen, asked.beside(whole, questions), parameters), grouped=asked.grouped)


def _anchor(ledger: Ledger, id: str, standing: Standing) -> str | None:
    """
    Return the earliest figure of the one question whose id begins as given, or ``None``.

    Questions are not stored; but an id is made from its earliest figure, so that only figures that would give it are looked at.
    """
    if len(id) < SHORTEST:
        return None
    corrected = correct_figures(ledger.find(Query(figures=tuple(sorted(standing.corrected)))) if standing.corrected else (), standing)
    ids = [*ledger.figure_measures(), *((filed.id, filed.figure.measure) for filed in corrected)]
    may = {figure for figure, measure in ids if question_id(measure, figure).startswith(id)}
    questions = _put(ledger, _closed(ledger, may, standing), standing)
    met = [question.figures[0].id for question in questions if question.id.startswith(id)]
    return met[0] if len(met) == 1 else None


def list_questions(
    ledger: Ledger, query: Query, parameters: Parameters | None = None, *, advance: Callable[[int], None] | None = None
) -> Iterator[Reckoning]:
    """
    Yield the reckoning of every question that has a figure fitting the query, in order of its earliest figure.

    In a ledger of over 10,000 groups the order, and the links between questions, hold within each page of so many.
    """
    if query.known_at is not None:
        yield from _as_known(ledger, query, parameters)
        return
    regroup(ledger, advance=advance)
    standing = weigh_rulings(ledger.rulings())
    asked = None if query == Query() else {filed.id for filed in _Asked(ledger, query).fitting()}
    for groups in _pages(ledger, asked, standing):
        questions = link_questions(_put(ledger, groups, standing))
        by_id = {question.id: question for question in questions}
        for question in questions:
            if asked is None or asked & {filed.id for filed in question.figures}:
                yield reckon(question, by_id, standing, parameters)


def _as_known(ledger: Ledger, query: Query, parameters: Parameters | None) -> Iterator[Reckoning]:
    """Answer from what was filed by a time: the groups are those of now, so all figures of then are put to questions afresh."""
    standing = weigh_rulings(ledger.rulings(known_at=query.known_at))
    figures = ledger.find(Query(known_at=query.known_at), limit=PAGE + 1)
    if len(figures) > PAGE:
        raise QuestionError(
            f"more than {PAGE:,} figures were filed by then; ask with `according reckon` and --measure, --place or --population"
        )
    asked = {filed.id for filed in _Asked(ledger, query).fitting()}
    questions = find_questions(correct_figures(figures, standing), standing.events)
    by_id = {question.id: question for question in questions}
    for question in questions:
        if asked & {filed.id for filed in question.figures}:
            yield reckon(question, by_id, standing, parameters)


def _put(ledger: Ledger, groups: Iterable[str], standing: Standing) -> tuple[Question, ...]:
    """Put the figures of some groups to questions, group by group: what lies in another group changes nothing."""
    figures = correct_figures(ledger.members(tuple(groups)), standing)
    group_of = ledger.groups_of([filed.id for filed in figures])
    joined = _ruled_together(group_of, standing)
    held: dict[str, list[FiledFigure]] = defaultdict(list)
    for filed in figures:
        held[joined.top(group_of[filed.id])].append(filed)
    questions = [question for together in held.values() for question in put_to_questions(together, standing.events)]
    return tuple(sorted(questions, key=lambda question: moment_key(question.figures[0])))


def _ruled_together(group_of: Mapping[str, str], standing: Standing) -> Partition[str]:
    """Join the groups of which a person said that figures are of one event."""
    joined = Partition[str]()
    for group in group_of.values():
        joined.top(group)
    for a, b in sorted(standing.events.same):
        if a in group_of and b in group_of:
            joined.join(group_of[a], group_of[b])
    return joined


def _pages(ledger: Ledger, asked: set[str] | None, standing: Standing) -> Iterator[Sequence[str]]:
    """Yield groups in pages; groups that a person joined stand on one page."""
    if asked is not None:
        yield sorted(_closed(ledger, asked, standing))
        return
    ruled = ledger.groups_of(sorted({id for pair in standing.events.same for id in pair}))
    together = sorted(set(ruled.values()))
    if together:
        yield together
    last = ""
    while page := ledger.groups(PAGE, after=last):
        last = page[-1]
        yield [group for group in page if group not in together]


def _closed(ledger: Ledger, figures: Iterable[str], standing: Standing) -> set[str]:
    """Return the groups of some figures and all that people joined to them, however far."""
    groups = set(ledger.groups_of(sorted(figures)).values())
    ruled = ledger.groups_of(sorted({id for pair in standing.events.same for id in pair}))
    joined = _ruled_together(ruled, standing)
    tops = {joined.top(group) for group in groups & set(ruled.values())}
    return groups | {group for group in ruled.values() if joined.top(group) in tops}


# -- how to ask instead -------------------------------------------------------------------------------------------------

_OPTIONS = {
    "measures": "--measure", "population": "--population", "country": "--country", "kind": "--kind", "perpetrator": "--perpetrator",
    "place": "--place", "first": "--from", "last": "--to", "publisher": "--publisher", "speaker": "--speaker", "text": "--text",
    "known_at": "--as-known-at", "figures": "--question", "reports": "--report",
}  # fmt: skip


def _nothing(ledger: Ledger, query: Query) -> str:
    """Say that no figure fits, and which filter to leave out to find some."""
    given = [name for name in _OPTIONS if getattr(query, name) not in ((), None)]
    if not given or not ledger.count(Query(known_at=query.known_at)):
        return "the ledger holds no figure yet; file reports with `according add FILE`"
    ways = []
    for name in given:
        left_open: dict[str, Any] = {name: () if name in ("measures", "figures", "reports") else None}
        without = ledger.count(replace(query, **left_open))
        if without:
            ways.append(f"without {_OPTIONS[name]} {without:,}")
    return (
        "no figure fits; "
        + (f"{', '.join(ways)} would" if ways else "leave out more than one of the filters")
        + " (`according questions` lists all)"
    )


def _too_much(ledger: Ledger, query: Query, found: Sequence[FiledFigure]) -> str:
    """Say that too much fits, and what most of it is about, to narrow by."""
    places = Counter(filed.figure.place.name or filed.figure.place.text for filed in found if filed.figure.place is not None)
    measures = Counter(filed.figure.measure for filed in found)
    hints = [f"--measure {name}" for name, _ in measures.most_common(2)] if not query.measures else []
    hints += [f'--place "{name}"' for name, _ in places.most_common(3)]
    many = f"{ledger.count(query):,} figures fit, which are not one question (at most {MOST:,})"
    return f"{many}; narrow with {', '.join(hints)}, --from and --to"
