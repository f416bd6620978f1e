"""
The reckoning of one question: a pure function of filed figures, rulings and parameters.

The same figures give the same answer in whatever order they were filed; an echo changes no range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from according.ledger.records import FiledFigure, Ruling
from according.reckoning import conflicts as conflict_list
from according.reckoning import publishers as publisher_list
from according.reckoning.alignment import align
from according.reckoning.answer import Alignment, Echo, Flag, Question, Range, Reckoning, Weighed
from according.reckoning.checks import check_figures
from according.reckoning.conflicts import Conflicts
from according.reckoning.contradictions import find_contradictions
from according.reckoning.lineage import count_origins, find_echoes, speaker_ends
from according.reckoning.publishers import Publishers
from according.reckoning.questions import find_questions
from according.reckoning.rulesets.registry import apply
from according.reckoning.rulings import Standing, correct_figures, weigh_rulings
from according.reckoning.series import follow_totals
from according.reckoning.settle import by_alignment, drop_unreported, range_of, supersede
from according.statement import Counting, Party

# What may be a total in a question of totals.
TOTALS: frozenset[Counting] = frozenset({"running", "incident", "unknown"})


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a reckoning is made by, beside the figures: word lists, and the recorders' rule-sets that are asked for."""

    conflicts: Conflicts = field(default_factory=conflict_list.default)
    publishers: Publishers = field(default_factory=publisher_list.default)
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
    questions = find_questions(correct_figures(figures, standing), standing.events)
    by_id = {question.id: question for question in questions}
    return tuple(reckon(question, by_id, standing, parameters) for question in questions)


def reckon(
    question: Question, others: Mapping[str, Question] | None = None, standing: Standing | None = None, parameters: Parameters | None = None
) -> Reckoning:
    """
    Answer one question.

    ``others`` are the questions, by id, among which its linked ones are looked up: checks run across them. The figures are taken as
    corrected already (:func:`~according.reckoning.rulings.correct_figures`); the rulings in ``standing`` say which are left out.
    """
    standing, parameters, others = standing or Standing(), parameters or default_parameters(), others or {}
    linked = tuple(others[id] for id in question.linked if id in others)
    echoes = find_echoes(
        question.figures, parameters.publishers, rulings_same=standing.same_origin, rulings_not_same=standing.not_same_origin
    )
    weighed = fold_echoes(drop_unreported(_weigh(question, standing, parameters)), echoes)
    ends = speaker_ends(question.figures, parameters.publishers)
    weighed = supersede(weighed, ends, question.kind)
    used = [item for item in weighed if item.used]
    checked = _checked(question, linked, standing)
    checks = check_figures(checked, affair=True, origins=speaker_ends(checked, parameters.publishers))
    return Reckoning(
        question=question,
        headline=_range(used, echoes, parameters),
        current=_range([item for item in used if item.current], echoes, parameters),
        by_alignment=by_alignment(used, _origins_by_side(used, echoes, parameters)),
        figures=weighed,
        echoes=echoes,
        contradictions=find_contradictions(question, weighed, checks),
        checks=checks,
        series=_series(question, weighed, ends),
        rule_sets=apply(parameters.rules, weighed, parameters.house),
        linked=linked,
        notes=_notes(question, weighed, standing),
    )


def _weigh(question: Question, standing: Standing, parameters: Parameters) -> tuple[Weighed, ...]:
    """Give each figure its side, its publisher's family, and the rulings on it."""
    counted = None
    if question.population is not None:
        counted = Party(0, 0, question.population, None, question.population_kind, question.population_country)
    weighed = []
    for filed in question.figures:
        rejected = standing.rejected.get(filed.id) or standing.rejected.get(filed.statement.id)
        weighed.append(Weighed(
            filed=filed,
            alignment=align(filed, parameters.conflicts, population=counted, day=question.last or question.first).alignment,
            origin=filed.id,
            family=parameters.publishers.family_of(filed.filing.publisher or filed.filing.url),
            dropped_by=f"ruling {rejected.id}" if rejected is not None else None,
            rulings=standing.on(filed.id),
        ))  # fmt: skip
    return tuple(weighed)


def fold_echoes(figures: Sequence[Weighed], echoes: Sequence[Echo]) -> tuple[Weighed, ...]:
    """
    Lead every echo to one figure of its group, by which the group counts once.

    That is the first one that somebody is named for, or else the first: a headline restates what its report has a speaker say.
    """
    by_id = {item.id: item for item in figures}
    origin_of: dict[str, str] = {}
    for echo in echoes:
        kept = [id for id in echo.figures if by_id[id].dropped_by is None] or list(echo.figures)
        first = min(kept, key=lambda id: not by_id[id].filed.statement.speakers)
        origin_of.update((id, first) for id in echo.figures)
    return tuple(
        replace(item, origin=origin, echo_of=origin if origin != item.id and item.dropped_by is None else None)
        for item in figures
        for origin in (origin_of.get(item.id, item.id),)
    )


def _series(question: Question, figures: Sequence[Weighed], ends: Mapping[str, str]) -> tuple[Flag, ...]:
    """Return what is odd about a running total's series; in its question a count without a day is one of the totals."""
    if question.kind != "running":
        return ()
    return follow_totals(figures, countings=TOTALS, source=lambda item: ends.get(item.id)).flags


def _range(figures: Sequence[Weighed], echoes: Sequence[Echo], parameters: Parameters) -> Range:
    found = range_of(figures, count_origins([item.filed for item in figures], echoes, parameters.publishers))
    return found or Range(None, None, None, 0, (), "no figure is left to count")


def _origins_by_side(figures: Sequence[Weighed], echoes: Sequence[Echo], parameters: Parameters) -> dict[Alignment, int]:
    sides: dict[Alignment, list[FiledFigure]] = {}
    for item in figures:
        sides.setdefault(item.alignment, []).append(item.filed)
    return {side: count_origins(said, echoes, parameters.publishers) for side, said in sides.items()}


def _checked(question: Question, linked: Sequence[Question], standing: Standing) -> list[FiledFigure]:
    """Return the figures that checks run over: of the question and of those linked to it, without what a person rejected."""
    figures = [filed for asked in (question, *linked) for filed in asked.figures]
    return [filed for filed in figures if filed.id not in standing.rejected and filed.statement.id not in standing.rejected]


def _notes(question: Question, figures: Sequence[Weighed], standing: Standing) -> tuple[str, ...]:
    """Say in words what rulings did, and what clashes."""
    ids = {item.id for item in figures}
    notes = []
    if rejected := sum(1 for item in figures if (item.dropped_by or "").startswith("ruling")):
        notes.append(f"{rejected} figure{'s' if rejected > 1 else ''} left out by a ruling")
    if corrected := sum(1 for id in ids if id in standing.corrected):
        notes.append(f"{corrected} figure{'s' if corrected > 1 else ''} corrected by a ruling")
    for earlier, later in standing.clashes:
        if {earlier.subject, earlier.other} & ids:
            notes.append(f"rulings {earlier.id} ({earlier.who}) and {later.id} ({later.who}) contradict one another; the later is followed")
    return tuple(notes)
