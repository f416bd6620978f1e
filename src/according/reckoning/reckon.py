"""
The reckoning of one question: a pure function of filed figures, rulings and parameters.

The same figures give the same answer in whatever order they were filed; an echo changes no range.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from heapq import nsmallest

from according.comparing.partition import Partition
from according.reckoning.answer import ALIGNMENTS, Alignment, Echo, Question, Range, Reckoning, Weighed
from according.reckoning.checks.agreement import check_figures
from according.reckoning.contradictions import find_contradictions
from according.reckoning.corrections import correct_figures, refuse
from according.reckoning.origins import offices as office_list
from according.reckoning.origins import publishers as publisher_list
from according.reckoning.origins.echoes import count_origins, find_echoes
from according.reckoning.origins.ends import who_answers
from according.reckoning.origins.offices import Offices
from according.reckoning.origins.publishers import Publishers
from according.reckoning.placing import counts_them, in_counting_office
from according.reckoning.questions.assembly import find_questions
from according.reckoning.rulesets.registry import apply
from according.reckoning.rulings import Opinion, Standing, weigh_rulings
from according.reckoning.series.daily import find_days
from according.reckoning.series.running import Followed, follow_totals
from according.reckoning.series.taken_back import told_corrections
from according.reckoning.settle import by_alignment, drop_denials, drop_unreported, mark_misfits, range_of, sharpness, supersede
from according.reckoning.sides import wars as conflict_list
from according.reckoning.sides.alignment import align
from according.reckoning.sides.wars import Conflicts
from according.reckoning.trials import try_numbers
from according.records import FiledFigure, Ruling
from according.statement import Counting, Figure, Party

# What may be a total in a question of totals: "600 were killed" without a day may mean so far.
MAY_BE_TOTALS: frozenset[Counting] = frozenset({"running", "incident", "unknown"})
# Figures of linked questions that checks run over, the nearest to the question's own: each question of a report of thousands would else be
# checked with nearly all of them. Of other reports' fewer: a count of each of two hundred days is else checked with the totals of all.
CHECKED_BESIDE, CHECKED_ELSEWHERE = 400, 60
# What leaves out a figure that somebody looks at the answer without.
SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a reckoning is made by, beside the figures: word lists, and the recorders' rule-sets that are asked for."""

    conflicts: Conflicts = field(default_factory=conflict_list.default)
    publishers: Publishers = field(default_factory=publisher_list.default)
    offices: Offices = field(default_factory=office_list.default)
    rules: tuple[str, ...] = ()
    house: Mapping[str, object] = field(default_factory=dict)


@cache
def default_parameters() -> Parameters:
    """Return the package's own lists and no rule-set."""
    return Parameters()


def reckon_all(
    figures: Iterable[FiledFigure], rulings: Iterable[Ruling] = (), parameters: Parameters | None = None
) -> tuple[Reckoning, ...]:
    """Put figures to questions and reckon each; see :func:`reckon`."""
    standing = weigh_rulings(rulings)
    # Corrections come first: with another place, day or measure a figure may belong to another question.
    questions = find_questions(correct_figures(figures, standing), standing.events)
    by_id = {question.id: question for question in questions}
    return tuple(reckon(question, by_id, standing, parameters) for question in questions)


def reckon(
    question: Question, others: Mapping[str, Question] | None = None, standing: Standing | None = None, parameters: Parameters | None = None
) -> Reckoning:
    """
    Answer one question.

    ``others`` are the questions, by id, among which its linked ones are looked up: checks run across them. The figures are taken as
    corrected already (:func:`~according.reckoning.corrections.correct_figures`); the rulings in ``standing`` say which are left out.
    """
    standing, parameters, others = standing or Standing(), parameters or default_parameters(), others or {}
    stated = {filed.id: filed.figure for filed in question.figures if filed.id in standing.tried}
    # Asked for alone, a question comes without those it is linked to.
    linked = tuple(try_numbers(others[id], standing.tried) for id in question.linked if id in others)
    question = try_numbers(question, standing.tried)
    dropped = drop_unreported(_weigh(question, standing, parameters, stated))
    # What is left out traces nothing: neither an echo nor a speaker's later word.
    kept = [item.filed for item in dropped if item.dropped_by is None]
    same, apart = standing.same_origin, standing.not_same_origin
    found = find_echoes(kept, parameters.publishers, offices=parameters.offices, rulings_same=same, rulings_not_same=apart)
    answers = who_answers(kept, parameters.publishers, parameters.offices)
    folded, echoes = fold_echoes(drop_denials(share_sides(dropped, answers), answers), found)
    # Checks see echoes and replaced figures as well: a sum that was wrong when it was said is told.
    checked = _checked(question, linked, standing)
    checks = check_figures(checked, affair=True, origins=_check_origins(checked, echoes, standing, parameters))
    weighed = supersede(mark_misfits(folded, checks), answers, question.kind)
    used = [item for item in weighed if item.used]
    count = _Origins(weighed, echoes, parameters)
    followed = _series(question, linked, weighed, answers, parameters)
    return Reckoning(
        question=question,
        headline=_range(used, count, question.kind),
        # A figure may be replaced by a later echo of itself, which is not used: then nothing is current, and all that is used stands.
        current=_range([item for item in used if item.current] or used, count, question.kind),
        by_alignment=by_alignment(
            used, {side: count.of(item for item in used if item.alignment == side) for side in ALIGNMENTS}, question.kind
        ),
        figures=weighed,
        echoes=echoes,
        contradictions=find_contradictions(question, weighed, checks, answers),
        checks=checks,
        series=(*followed.flags, *told_corrections(weighed)),
        daily=followed.daily,
        rule_sets=apply(parameters.rules, weighed, parameters.house),
        linked=linked,
        notes=_notes(question, weighed, standing),
    )


def _weigh(question: Question, standing: Standing, parameters: Parameters, stated: Mapping[str, Figure]) -> tuple[Weighed, ...]:
    """Give each figure its side, its publisher's family, the rulings on it, and what is ``stated`` where another number is tried."""
    # The question's own population stands in for figures whose words say no more than "deaths".
    counted = None
    if question.population is not None:
        counted = Party(0, 0, question.population, None, question.population_kind, question.population_country)
    weighed = []
    for filed in question.figures:
        # Who rejects a statement rejects each figure in it.
        rejected = standing.rejected.get(filed.id) or standing.rejected.get(filed.statement.id)
        side = align(filed, parameters.conflicts, population=counted, day=question.last or question.first).alignment
        kind = filed.figure.population.kind if filed.figure.population is not None else question.population_kind
        counts = counts_them(filed, side, kind, parameters.conflicts)
        weighed.append(Weighed(
            filed=filed,
            alignment=side,
            counts=counts,
            in_office=counts and in_counting_office(filed, parameters.conflicts),
            origin=filed.id,
            family=parameters.publishers.family_of(filed.filing.publisher) or parameters.publishers.family_of(filed.filing.url),
            dropped_by=f"ruling {rejected.id}" if rejected is not None else SET_ASIDE if filed.id in standing.set_aside else None,
            rulings=standing.on(filed.id, filed.statement.id),
            verdicts=standing.verdicts_on(filed.id, filed.statement.id),
            opinions=standing.opinions_of(filed.statement.speakers),
            stated=stated.get(filed.id),
        ))  # fmt: skip
    return tuple(weighed)


def share_sides(figures: Sequence[Weighed], answers: Mapping[str, str]) -> tuple[Weighed, ...]:
    """
    Give figures whose side is not known the one side on which their speaker stands under another name, and the task to count likewise.

    ``answers`` says who that is. A speaker who stands on two sides gives none.
    """
    sides: dict[str, set[Alignment]] = defaultdict(set)
    for item in figures:
        if item.alignment != "unknown" and item.id in answers:
            sides[answers[item.id]].add(item.alignment)
    # "Spy agency" in a headline tells no country; the National Intelligence Service below it does.
    shared = {key: next(iter(found)) for key, found in sides.items() if len(found) == 1}
    sided = [
        replace(item, alignment=side, counts=item.counts and side != "opponent", in_office=item.in_office and side != "opponent")
        if item.alignment == "unknown" and (side := shared.get(answers.get(item.id, ""))) is not None
        else item
        for item in figures
    ]
    # "The ambulance service Magen David Adom" is "Magen David Adom" below.
    keys = {item.id: (answers.get(item.id), item.alignment) for item in sided}
    counting = {keys[item.id] for item in sided if item.counts and item.id in answers}
    offices = {keys[item.id] for item in sided if item.in_office and item.id in answers}
    return tuple(
        replace(item, counts=item.counts or keys[item.id] in counting, in_office=item.in_office or keys[item.id] in offices)
        for item in sided
    )


def fold_echoes(figures: Sequence[Weighed], echoes: Sequence[Echo]) -> tuple[tuple[Weighed, ...], tuple[Echo, ...]]:
    """Lead every echo to the sharpest figure of its group, by which the group counts once; it stands first in its echo, as the origin."""
    by_id = {item.id: item for item in figures}
    origin_of: dict[str, str] = {}
    told = []
    for echo in echoes:
        # The earliest may say "dozens" where a later echo says 31: the group counts by the number that says most.
        first = min((by_id[id] for id in echo.figures), key=sharpness).id
        origin_of.update((id, first) for id in echo.figures)
        told.append(replace(echo, figures=(first, *(id for id in echo.figures if id != first)), origin=first))
    folded = tuple(
        replace(item, origin=origin, echo_of=origin if origin != item.id else None)
        for item in figures
        for origin in (origin_of.get(item.id, item.id),)
    )
    return folded, tuple(told)


class _Origins:
    """
    Counts the independent origins behind figures.

    Each figure is taken with its whole echo group, dropped figures excepted. Who is named in an echo is then known of its origin.
    """

    def __init__(self, figures: Sequence[Weighed], echoes: Sequence[Echo], parameters: Parameters) -> None:
        self._figures = [item for item in figures if item.dropped_by is None]
        self._echoes, self._parameters = echoes, parameters
        # Often all that is used is current too, and of one side: the same origins are counted once.
        self._counted: dict[frozenset[str], int] = {}

    def of(self, figures: Iterable[Weighed]) -> int:
        """Return how many origins stand behind some figures."""
        origins = frozenset(item.origin for item in figures)
        if origins not in self._counted:
            counted = [item.filed for item in self._figures if item.origin in origins]
            self._counted[origins] = count_origins(counted, self._echoes, self._parameters.publishers, self._parameters.offices)
        return self._counted[origins]


def _check_origins(figures: Sequence[FiledFigure], echoes: Sequence[Echo], standing: Standing, parameters: Parameters) -> dict[str, str]:
    """
    Return by id who answers for each checked figure.

    That is the end of its own chain of speakers. An echo has the answerer of its origin. Figures that a person ruled to be of one origin
    have one name.
    """
    origins = who_answers(figures, parameters.publishers, parameters.offices)
    for echo in echoes:
        # An echo tells somebody else's number: it is held against the other numbers of that one, not of the paper that carries it.
        name = next((origins[id] for id in echo.figures if id in origins), echo.origin)
        origins.update(dict.fromkeys(echo.figures, name))
    if not standing.same_origin:
        return origins
    joined = Partition[str]()
    # Sorted, so that rulings that form a chain (a with b, b with c) end in one name in whatever order they were filed.
    for a, b in sorted(standing.same_origin):
        joined.join(origins.get(a, a), origins.get(b, b))
    names = {id: id for key in standing.same_origin for id in key} | origins
    return {id: joined.top(name) for id, name in names.items()}


def _series(
    question: Question, linked: Sequence[Question], figures: Sequence[Weighed], answers: Mapping[str, str], parameters: Parameters
) -> Followed:
    """
    Return the totals of a question of totals by source, and what is odd about them; of other questions nothing.

    Counts of an event, and counts of which it is not known what they are, are taken for totals there. The counts of single days that are
    linked to the question must be the differences of its totals (CU2).
    """
    if question.kind != "running":
        return Followed()
    others = (filed for other in linked if other.measure == question.measure for filed in other.figures)
    daily, days = find_days([item.filed for item in figures], others)
    # Asked anew for both at once: a short name is led to a long one only among figures that are looked at together.
    if daily:
        answers = who_answers([*(item.filed for item in figures), *daily], parameters.publishers, parameters.offices)
    every = (*figures, *(Weighed(filed, origin=filed.id) for filed in daily))
    return follow_totals(every, answers, countings=MAY_BE_TOTALS, days=days)


def _range(figures: Sequence[Weighed], count: _Origins, kind: Counting) -> Range:
    found = range_of(figures, count.of(figures), kind)
    return found or Range(None, None, None, 0, (), "no figure is left to count")


def _checked(question: Question, linked: Sequence[Question], standing: Standing) -> list[FiledFigure]:
    """Return the figures that checks run over: of the question and of those linked to it, without what a person rejected or set aside."""
    # Denied and planned figures come along: what may stand in a sum is decided by the checks themselves.
    beside = [filed for other in linked for filed in other.figures]
    figures = [*question.figures, *_nearest(question, beside)]
    return [filed for filed in figures if not standing.leaves_out(filed.id, filed.statement.id)]


def _nearest(question: Question, beside: Sequence[FiledFigure]) -> Sequence[FiledFigure]:
    """Return those of some figures that stand nearest to a question's own: in their reports, and then in days; of few all."""
    if len(beside) <= CHECKED_ELSEWHERE:
        return beside
    starts: dict[str, list[int]] = defaultdict(list)
    for filed in question.figures:
        insort(starts[filed.filing.id], filed.figure.number.start)
    days = sorted({day.toordinal() for filed in question.figures if (day := filed.filing.published) is not None})

    def distance(filed: FiledFigure) -> tuple[bool, int, str]:
        here, day = starts.get(filed.filing.id), filed.filing.published
        if here is not None:
            return False, _gap(here, filed.figure.number.start), filed.id
        return True, date.max.toordinal() if day is None or not days else _gap(days, day.toordinal()), filed.id

    nearest = nsmallest(CHECKED_BESIDE, beside, key=distance)
    elsewhere = {filed.id for filed in [filed for filed in nearest if filed.filing.id not in starts][CHECKED_ELSEWHERE:]}
    held = {filed.id for filed in nearest} - elsewhere
    return [filed for filed in beside if filed.id in held]


def _gap(ordered: Sequence[int], number: int) -> int:
    """Return how far a number lies from the nearest of some ascending ones."""
    at = bisect_left(ordered, number)
    return min(abs(near - number) for near in ordered[max(0, at - 1) : at + 1])


def _notes(question: Question, figures: Sequence[Weighed], standing: Standing) -> tuple[str, ...]:
    """Say in words what rulings did, by whom and why, and what clashes."""
    notes = [note for item in figures for note in _ruled(item, standing)]
    ids = {item.id for item in figures}
    for followed, later in standing.clashes:
        if {followed.subject, followed.other, later.subject, later.other} & ids:
            notes.append(
                f"rulings {followed.id} ({followed.who}) and {later.id} ({later.who}) contradict one another; {later.id} is followed"
            )
    notes += [note for item in figures for opinion in item.opinions for note in _set_of(opinion)]
    return tuple(dict.fromkeys(notes))


def _set_of(opinion: Opinion) -> Iterator[str]:
    """Tell what people set of a speaker; nothing is reckoned with it."""
    for what, ruling in (("reliability", opinion.reliability), ("side", opinion.side)):
        if ruling is not None:
            yield f"{what} of {opinion.name}, as set by {ruling.who}: {ruling.value} ({ruling.why}); it changes no answer"


def _ruled(item: Weighed, standing: Standing) -> Iterator[str]:
    """Tell the rulings on one figure."""
    words = f"“{item.filed.figure.number.text}” ({item.id[:10]})"
    rejected = standing.rejected.get(item.id) or standing.rejected.get(item.filed.statement.id)
    accepted = standing.accepted.get(item.id) or standing.accepted.get(item.filed.statement.id)
    if rejected is not None:
        yield f"{words} is left out by a ruling of {rejected.who}: {rejected.why}"
    if accepted is not None:
        yield f"{words} is accepted by {accepted.who}: {accepted.why}"
    corrections = standing.corrected.get(item.id, ())
    refused = refuse(item.filed, corrections)
    if followed := [ruling for ruling in corrections if ruling.field not in refused]:
        fields = ", ".join(f"{ruling.field} {ruling.value}" for ruling in followed)
        yield f"{words} is corrected by {followed[-1].who} to {fields}: {followed[-1].why}"
    if refused:
        reasons = "; ".join(dict.fromkeys(refused.values()))
        yield f"{words}: its corrections of {', '.join(refused)} make no figure ({reasons}) and are not followed"
