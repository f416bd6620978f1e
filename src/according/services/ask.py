"""
Asking a ledger: which questions its figures answer, and the reckoning of one.

These functions read the ledger, write nothing, and hand figures to :mod:`according.reckoning`, which decides everything. Questions are
found inside the groups that :mod:`according.services.group` keeps. Figures that wait for a group are taken up for the one answer, which
says how many wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from according.comparing.days import all_days
from according.comparing.profile import make_outline
from according.comparing.spread import COUNT_ON, TOTAL_NEAR, later
from according.errors import Named, QuestionError
from according.ledger.base import Ledger
from according.ledger.finding.fitness import fits
from according.names.countries import country_names
from according.names.places import covered
from according.reckoning.answer import Question, Reckoning
from according.reckoning.corrections import correct_figures
from according.reckoning.questions.assembly import find_questions, put_to_questions, question_id
from according.reckoning.questions.linking import WEEK, link_questions
from according.reckoning.reckon import Parameters, reckon
from according.reckoning.rulings import Standing, weigh_rulings
from according.reckoning.trials import Trial
from according.records import ID_LENGTH, ID_SHORTEST, FiledFigure, Query
from according.services.grouped import Grouped
from according.services.meant import find_fitting, fitness, nothing_fits, too_much_fits
from according.services.placing.parting import TOGETHER_MOST

# More figures than this are not one question; the answer says how to narrow it.
ANSWERED_MOST = 2_000
# A ledger of up to so many groups is put to questions in one go; a larger one in pages of so many.
GROUPS_TOGETHER = 10_000
# Where more figures wait for their groups, only those that fit are looked at, and their reports': an answer does not take minutes.
WAITING_MOST = 5_000
# So many that wait are all placed for an answer, in a second or so; of more, those that fit are.
WAITING_FEW = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """The reckoning of the question that fits best, and the other questions that fit, the better ones first."""

    reckoning: Reckoning
    others: tuple[Question, ...] = ()
    # False where the questions were found among the figures that fit, and their reports', and not among all of the ledger.
    grouped: bool = True
    # How many figures of the ledger wait for their groups; some may belong to the question.
    ungrouped: int = 0


def answer(ledger: Ledger, query: Query, parameters: Parameters | None = None) -> Answer:
    """
    Reckon the question that a query means: of the questions its figures answer, the one whose figures fit best.

    The questions are those of the whole ledger. Of each question the figures that fit are reckoned, and those that leave open what is
    asked. Raises :class:`~according.errors.QuestionError` where nothing fits, or too much; the message says how to ask instead.
    """
    with ledger.viewing():
        return _answer(Asked(ledger, query), parameters)


def _answer(asked: Asked, parameters: Parameters | None) -> Answer:
    query, found = asked.query, asked.fitting(ANSWERED_MOST + 1)
    # One more than is answered shows whether there are more.
    if not found:
        raise nothing_fits(asked.ledger, query)
    if len(found) > ANSWERED_MOST:
        raise too_much_fits(asked.ledger, query, found, ANSWERED_MOST)
    questions = asked.questions(found)
    fitting = asked.narrow(questions, found)
    ordered = sorted(fitting, key=lambda question: fitness(question, query), reverse=True)
    # The others are only named: which question was meant is for the person to say.
    chosen, *others = ordered
    # Linked by all of its figures, as where it is asked for by its id: those that do not fit tell of the same event.
    whole = next(question for question in questions if question.id == chosen.id)
    return Answer(asked.reckon(chosen, asked.beside(whole, questions), parameters), tuple(others), asked.grouped, asked.waiting)


class Asked:
    """
    A query put to a ledger: what fits it, with corrections applied, and the questions that this is part of.

    The questions are answered ``without`` some figures, and with the numbers that are ``tried`` in the place of some figures' own. Who has
    weighed the ledger's rulings already, for this query or for one as of the same time, gives them as ``standing``.
    """

    def __init__(
        self, ledger: Ledger, query: Query, *, without: Iterable[str] = (), tried: Iterable[Trial] = (), standing: Standing | None = None
    ) -> None:
        self.ledger, self.query = ledger, query
        # The rulings of then, too: an answer as of a day does not know what people decided after it.
        standing = standing or weigh_rulings(ledger.rulings(known_at=query.known_at))
        numbers = {trial.figure: trial.quantity for trial in tried}
        self.standing = replace(standing, set_aside=frozenset(without), tried=numbers)
        self.groups = Grouped(ledger, self.standing)
        self.waiting = self.groups.count_waiting()
        # The groups are those of now: what was known by a day is put to questions without them.
        self._usable = self.grouped = query.known_at is None and self.waiting <= WAITING_MOST
        if self.grouped and 0 < self.waiting <= WAITING_FEW:
            self.take_up(ledger.ungrouped(WAITING_FEW))

    def take_up(self, figures: Iterable[FiledFigure]) -> None:
        """Take up those figures that wait for their groups, as people corrected them."""
        if self.waiting:
            self.groups.take_up(correct_figures(figures, self.standing))

    def fitting(self, limit: int | None = None) -> list[FiledFigure]:
        """Return the figures that fit with the corrections that stand: a correction may take a figure in or out."""
        return find_fitting(self.ledger, self.query, self.standing, limit)

    def pages(self) -> Iterator[tuple[tuple[Question, ...], set[str]]]:
        """
        Yield the ledger's questions, linked, page by page, each page with the ids of those that have a figure which fits.

        Without a filter every question fits. Raises :class:`QuestionError` as :func:`list_questions` does.
        """
        if self.query.known_at is not None:
            pages = iter([self._as_known()])
            asked = {filed.id for filed in self.fitting()}
        else:
            self.take_up(self.ledger.ungrouped(WAITING_MOST) if self.waiting else ())
            # Without a filter every question is listed, page by page, and no figure is looked for.
            asked = set() if self.query == Query() else {filed.id for filed in self.fitting()}
            groups = self.groups.pages(GROUPS_TOGETHER) if self.query == Query() else iter([sorted(self.groups.closed(asked))])
            pages = (link_questions(self.groups.questions(page), profiles=self.groups.profiles) for page in groups)
        for questions in pages:
            yield questions, {q.id for q in questions if self.query == Query() or not asked.isdisjoint(filed.id for filed in q.figures)}

    def _as_known(self) -> tuple[Question, ...]:
        """Return the questions of what was filed by a time: the ledger's groups are those of now, so all figures of then are put afresh."""
        # All of them, whatever is asked: which figures are one question may hang on those that do not fit.
        figures = self.ledger.find(Query(known_at=self.query.known_at), limit=GROUPS_TOGETHER + 1)
        if len(figures) > GROUPS_TOGETHER:
            many = f"more than {GROUPS_TOGETHER:,} figures were filed by then; ask for one question with "
            raise QuestionError(many, Named("reckon"), " and ", Named("measure"), ", ", Named("place"), " or ", Named("population"))
        return find_questions(correct_figures(figures, self.standing), self.standing.events)

    def holding_text(self, figures: Sequence[FiledFigure]) -> list[FiledFigure]:
        """
        Return those figures in whose statements the text that is asked for stands.

        Only the ledger can say so: its index knows the stems of words.
        """
        if self.query.text is None or not figures:
            return list(figures)
        query = Query(text=self.query.text, figures=tuple(filed.id for filed in figures), known_at=self.query.known_at)
        held = {filed.id for filed in self.ledger.find(query)}
        return [filed for filed in figures if filed.id in held]

    def questions(self, found: Sequence[FiledFigure]) -> tuple[Question, ...]:
        """
        Return the whole ledger's questions that some figures are in, not linked yet.

        Of groups that are too large they are the questions of these figures alone, as the groups were parted. Where the groups cannot be
        used, or were not parted since they grew, they are found among these figures and what their reports hold beside them; ``grouped``
        is false then.
        """
        if not self._usable:
            return self._put(found)
        self.take_up(found)
        groups = sorted(self.groups.closed([filed.id for filed in found]))
        # Counted before they are read: one group may hold a war's figures of years.
        if self.groups.count_members(groups, TOGETHER_MOST) <= TOGETHER_MOST:
            return self.groups.questions(groups)
        questions, left = self.groups.parted_questions(found, TOGETHER_MOST)
        self.grouped = not left and self.groups.is_parted(groups)
        return self._with(questions, self._put(left) if left else ())

    def _put(self, found: Sequence[FiledFigure]) -> tuple[Question, ...]:
        """Put figures to questions without the groups, among what their reports hold beside them."""
        # Of what was known by a day: the reports that are now known to tell of the same, as far as they were filed by then.
        same = self.groups.together(found, TOGETHER_MOST) if self.query.known_at is not None else ()
        reports = tuple(sorted({filed.filing.id for filed in (*found, *same)}))
        measures = tuple(sorted({filed.figure.measure for filed in found}))
        # Figures of the same measure in the same reports come too, for they may be in the same questions.
        beside = self.ledger.find(Query(measures=measures, reports=reports, known_at=self.query.known_at), limit=ANSWERED_MOST)
        every = {filed.id: filed for filed in (*correct_figures(beside, self.standing), *found)}
        return put_to_questions(every.values(), self.standing.events, self.groups.profiles)

    def _with(self, questions: Sequence[Question], others: Sequence[Question]) -> tuple[Question, ...]:
        """Return some questions, and after them others without the figures that the former have."""
        known = {filed.id for question in questions for filed in question.figures}
        met = [question for question in others if any(filed.id in known for filed in question.figures)]
        # A figure is in one question: those that are in the given ones already are put to no other.
        rest = [filed for question in met for filed in question.figures if filed.id not in known]
        apart = [question for question in others if question not in met]
        return (*questions, *apart, *put_to_questions(rest, self.standing.events, self.groups.profiles))

    def narrow(self, questions: Iterable[Question], found: Sequence[FiledFigure]) -> list[Question]:
        """Return the questions with a figure that fits; each keeps those of its figures that fit or leave open what is asked."""
        asked = {filed.id for filed in found}
        # A question may lie in the same group and have no figure that fits.
        fitting = [question for question in questions if any(filed.id in asked for filed in question.figures)]
        rest = [filed for question in fitting for filed in question.figures if filed.id not in asked]
        kept = asked | self._silent(self.holding_text(rest))
        return [replace(question, figures=tuple(filed for filed in question.figures if filed.id in kept)) for question in fitting]

    def _silent(self, figures: Sequence[FiledFigure]) -> set[str]:
        """
        Return the figures that fit but for words that they lack: who is counted, or where.

        "600 deaths" leave open whose they are.
        """
        query = self.query
        # Country and kind belong to the words for those counted: where these are open, all three are.
        who = {name: None for name in ("population", "country", "kind") if getattr(query, name) is not None}
        where = {"place": None} if query.place is not None else {}
        silent = set()
        for filed in figures:
            left_open: dict[str, Any] = {}
            if who and make_outline(filed).unsaid:
                left_open |= who
            if where and filed.figure.place is None:
                left_open |= where
            if left_open and fits(filed, replace(query, **left_open)):
                silent.add(filed.id)
        return silent

    def beside(self, chosen: Question, questions: Sequence[Question]) -> tuple[Question, ...]:
        """
        Return the questions that one may be linked with, and the given ones before them.

        These are the questions of what its reports hold beside it, and of figures of any measure around its days.
        """
        # The sentence that counts the dead often counts the wounded as well.
        near = [*self.of_reports(chosen.figures)]
        for query in self._around(chosen):
            near += self.ledger.find(query, limit=ANSWERED_MOST)
        return self.join(questions, near)

    def of_reports(self, figures: Iterable[FiledFigure]) -> Sequence[FiledFigure]:
        """Return the figures of the reports that hold some figures."""
        reports = tuple(sorted({filed.filing.id for filed in figures}))
        return self.ledger.find(Query(reports=reports, known_at=self.query.known_at), limit=ANSWERED_MOST)

    def join(self, questions: Sequence[Question], near: Iterable[FiledFigure]) -> tuple[Question, ...]:
        """Return some questions, and after them those of further figures."""
        known = {filed.id for question in questions for filed in question.figures}
        rest = list(correct_figures({filed.id: filed for filed in near if filed.id not in known}.values(), self.standing))
        if not self._usable:
            return (*questions, *put_to_questions(rest, self.standing.events, self.groups.profiles))
        self.take_up(rest)
        groups = sorted(self.groups.closed([filed.id for filed in rest]))
        if self.groups.count_members(groups, TOGETHER_MOST) <= TOGETHER_MOST:
            return self._with(questions, self.groups.questions(groups))
        found, left = self.groups.parted_questions(rest, TOGETHER_MOST)
        return self._with(questions, (*found, *put_to_questions(left, self.standing.events, self.groups.profiles)))

    def reckon(self, chosen: Question, beside: Iterable[Question], parameters: Parameters | None) -> Reckoning:
        """Link a question with those beside it, and reckon it."""
        others = [question for question in beside if question.id != chosen.id]
        by_id = {question.id: question for question in link_questions([chosen, *others], only=chosen.id, profiles=self.groups.profiles)}
        return reckon(by_id[chosen.id], by_id, self.standing, parameters)

    def _around(self, chosen: Question) -> list[Query]:
        """
        Return the queries for figures of any measure that may be of a question's incident or total.

        An incident is looked for within a week of its days, a total by the country of its people.
        """
        # Of any measure: dead, wounded and missing of one event are linked, whichever of them is asked for.
        query = replace(self.query, measures=(), figures=(), place=self.query.place or land_of(chosen.place_country) or chosen.place)
        ways = []
        days = sorted(all_days(chosen.figures))
        # Without a place, a week of the whole world would be looked through.
        if chosen.kind not in COUNT_ON and days and query.place is not None:
            ways.append(near_days(query, days, WEEK))
        # Where another country's people are asked for, figures of these people would not fit.
        if is_total(chosen) and query.country in (None, chosen.population_country):
            ways.append(near_days(replace(query, place=self.query.place, country=chosen.population_country), days, TOTAL_NEAR))
        # Without a measure the filters have found every measure already, and without any filter this would be the whole ledger.
        return ways or ([query] if self.query.measures else [])


def is_total(question: Question) -> bool:
    """Say whether a question may be on a total of one country's people."""
    return question.kind != "incident" and question.population_country is not None


def near_days(query: Query, days: Sequence[date], reach: int) -> Query:
    """Return a query with no days but those around some ascending ones."""
    if not days:
        return query
    # The days that were asked for still hold: what lies outside them does not fit.
    first, last = later(days[0], -reach), later(days[-1], reach)
    return replace(query, first=max(query.first or first, first), last=min(query.last or last, last))


def land_of(country: str | None) -> str | None:
    """Return the name by which a country is asked for, or ``None``."""
    name = country_names().get(country or "")
    # Only by a name that covers this very country; any other would find places of that name elsewhere.
    return name if name is not None and covered(name).country == country else None


def question_of(
    ledger: Ledger, id: str, query: Query, parameters: Parameters | None = None, *, without: Iterable[str] = (), tried: Iterable[Trial] = ()
) -> Answer:
    """
    Reckon the question that a figure (or a question, by its id) is in, with those of its figures that fit, ``without`` those of some ids
    and with the numbers that are ``tried``.

    Raises :class:`QuestionError` for an id that is none or too short, for a figure that was not filed by the day that the query gives, and
    where no figure of the question fits.
    """
    with ledger.viewing():
        return _question_of(Asked(ledger, query, without=without, tried=tried), id, parameters)


def _question_of(asked: Asked, id: str, parameters: Parameters | None) -> Answer:
    ledger, query = asked.ledger, asked.query
    # First as a figure's id, which is one look-up; a question's is found by trying every figure of the ledger.
    filed = ledger.figure(id) or ledger.figure(find_figure(asked, id) or "")
    if filed is None:
        shown = id or "''"
        raise QuestionError(f"{shown}: no question or figure has this id (six digits or more); ", Named("questions"), " lists them")
    if query.known_at is not None and not ledger.find(Query(figures=(filed.id,), known_at=query.known_at)):
        raise QuestionError(f"{id}: the figure was not filed by then; leave out ", Named("known_at"), ", or give a later day")
    # Found whole and narrowed after that: its id and its label are those of the whole question.
    questions = asked.questions([filed])
    whole = next(question for question in questions if filed.id in {held.id for held in question.figures})
    fitting = [held for held in asked.holding_text(whole.figures) if fits(held, query)]
    if not fitting:
        raise QuestionError(f"{id}: no figure of this question fits the other filters; leave some of them out")
    [chosen] = asked.narrow([whole], fitting)
    return Answer(asked.reckon(chosen, asked.beside(whole, questions), parameters), grouped=asked.grouped, ungrouped=asked.waiting)


def find_figure(asked: Asked, id: str) -> str | None:
    """
    Return the earliest figure of the one question whose id begins as given, or ``None``.

    Most questions stand beside their groups. For the others each figure of the ledger is tried: a question's id is made from its measure
    and its earliest figure, so that only figures which would give that id are looked at.
    """
    if len(id) < ID_SHORTEST:
        return None
    ledger, standing = asked.ledger, asked.standing
    if (parted := _parted_figure(asked, id)) is not None:
        return parted
    # A correction may have changed a figure's measure, from which its question's id is made.
    corrected = correct_figures(ledger.find(Query(figures=tuple(sorted(standing.corrected)))) if standing.corrected else (), standing)
    ids = [*ledger.figure_measures(), *((filed.id, filed.figure.measure) for filed in corrected)]
    may = {figure for figure, measure in ids if question_id(measure, figure).startswith(id)}
    if asked.waiting and may:
        asked.take_up(ledger.find(Query(figures=tuple(sorted(may)))))
    questions = asked.groups.questions(asked.groups.closed(may))
    met = [question.figures[0].id for question in questions if question.id.startswith(id)]
    # A beginning that two questions share names neither.
    return met[0] if len(met) == 1 else None


def _parted_figure(asked: Asked, id: str) -> str | None:
    """Return the earliest figure of a question by its whole id, as groups were parted, where it is still one; else ``None``."""
    # A beginning may be that of another question too, which waits or which a ruling made.
    held = asked.ledger.partings.of_questions([id]) if len(id) == ID_LENGTH else {}
    filed = asked.ledger.figure(min(held)) if held else None
    questions = () if filed is None else asked.questions([filed])
    return next((question.figures[0].id for question in questions if question.id == id), None)


def list_questions(ledger: Ledger, query: Query, parameters: Parameters | None = None) -> Iterator[Reckoning]:
    """
    Yield the reckoning of every question that has a figure fitting the query, in order of its earliest figure.

    Without a filter, in a ledger of over 10,000 groups, the order and the links between questions hold within each page of so many. Of
    figures that wait for their groups (:func:`count_ungrouped`) up to 5,000 are taken up; questions of the others are not listed. Raises
    :class:`QuestionError` where the query asks what was known by a time, and more than 10,000 figures were filed by then.
    """
    asked = Asked(ledger, query)
    for questions, fitting in asked.pages():
        by_id = {question.id: question for question in questions}
        for question in questions:
            if question.id in fitting:
                yield reckon(question, by_id, asked.standing, parameters)


def count_ungrouped(ledger: Ledger, query: Query | None = None) -> int:
    """
    Return how many figures of a ledger wait for their groups, so that an answer to a query may not hold what they belong to.

    What was known by a day is put to questions without the groups, so nothing waits for one.
    """
    if query is not None and query.known_at is not None:
        return 0
    return Grouped(ledger, weigh_rulings(ledger.rulings())).count_waiting()
