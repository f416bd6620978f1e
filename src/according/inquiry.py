"""
Asking a ledger: which questions its figures answer, and the reckoning of one.

Reads the ledger and hands figures to :mod:`according.reckoning`, which decides everything; what is kept between calls is only which figures
lie near one another (``groups``), and can be made anew.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from according.errors import QuestionError
from according.ledger.base import Ledger
from according.ledger.records import FiledFigure, Query
from according.reckoning.answer import Question, Reckoning
from according.reckoning.grouping import find_pairs
from according.reckoning.likeness import compare
from according.reckoning.profile import make_profile
from according.reckoning.questions import find_questions, link_questions, moment_key, moment_of, put_to_questions
from according.reckoning.reckon import Parameters, reckon
from according.reckoning.rulings import Standing, correct_figures, weigh_rulings

# More figures than this are not one question; the answer says how to narrow it.
MOST = 2_000
# Figures that are placed among their neighbours at a time.
PLACED_TOGETHER = 400
# A ledger of up to so many groups is put to questions in one go; a larger one in pages of so many.
PAGE = 10_000
# The rules by which figures are held to lie near one another; another number makes the groups anew.
GROUPING = "1"


@dataclass(frozen=True, slots=True)
class Answer:
    """The reckoning of the question that fits best, and the other questions that fit, most figures first."""

    reckoning: Reckoning
    others: tuple[Question, ...] = ()


def answer(ledger: Ledger, query: Query, parameters: Parameters | None = None) -> Answer:
    """
    Reckon the question that a query means: of the questions its figures answer, the one with the most of them.

    Raises :class:`~according.errors.QuestionError` where nothing fits, or too much; the message says how to ask instead.
    """
    found = ledger.find(query, limit=MOST + 1)
    if not found:
        raise QuestionError(_nothing(ledger, query))
    if len(found) > MOST:
        raise QuestionError(_too_much(ledger, query, found))
    standing = weigh_rulings(ledger.rulings(known_at=query.known_at))
    questions = _with_linked(ledger, query, [*found, *_silent(ledger, query, found)], standing)
    asked = {filed.id for filed in found}
    fitting = sorted((question for question in questions if asked & {filed.id for filed in question.figures}), key=_weight, reverse=True)
    by_id = {question.id: question for question in link_questions(questions, only=fitting[0].id)}
    return Answer(reckon(by_id[fitting[0].id], by_id, standing, parameters), tuple(fitting[1:]))


def _weight(question: Question) -> tuple[int, date, str]:
    """Return the key by which the question with the most figures comes last, of equals the latest."""
    days = [day for filed in question.figures if (day := moment_of(filed)) is not None]
    return (len(question.figures), max(days, default=date.min), question.id)


def _with_linked(ledger: Ledger, query: Query, found: Sequence[FiledFigure], standing: Standing) -> tuple[Question, ...]:
    """Put the found figures to questions, together with what the same reports and the same query without a measure hold beside them."""
    beside: dict[str, FiledFigure] = {}
    if query.measures:
        beside.update((filed.id, filed) for filed in ledger.find(replace(query, measures=(), figures=()), limit=MOST))
    reports = tuple(sorted({filed.filing.id for filed in found}))
    beside.update((filed.id, filed) for filed in ledger.find(Query(reports=reports, known_at=query.known_at), limit=MOST))
    asked = {filed.id for filed in found}
    measures = {filed.figure.measure for filed in found}
    # What the query left out must not come back into its question through a report, but what only leaves the place open may.
    kept = [
        filed for filed in beside.values()
        if filed.id not in asked and (filed.figure.measure not in measures or _is_part(filed) or _may_be_there(filed, query))
    ]  # fmt: skip
    return put_to_questions(correct_figures([*found, *kept], standing), standing.events)


def _silent(ledger: Ledger, query: Query, found: Sequence[FiledFigure]) -> list[FiledFigure]:
    """
    Return the neighbours of the found figures that leave open who is counted, which the query asks: "600 deaths".

    They fit in all else; whether they belong to the question is decided as for any other figure.
    """
    who: dict[str, Any] = {name: None for name in ("population", "country", "kind") if getattr(query, name) is not None}
    if not who:
        return []
    near = tuple(filed.id for filed in ledger.neighbours(found, known_at=query.known_at, silent="who"))
    asked = {filed.id for filed in found}
    fitting = ledger.find(replace(query, figures=near, **who), limit=MOST) if near else ()
    return [filed for filed in fitting if filed.id not in asked and make_profile(filed).unsaid]


def _may_be_there(filed: FiledFigure, query: Query) -> bool:
    """Say whether a figure of a found report fails a query by nothing but a place that it does not name."""
    if query.place is None or filed.figure.place is not None:
        return False
    return query == Query(query.measures, place=query.place, first=query.first, last=query.last, known_at=query.known_at)


def _is_part(filed: FiledFigure) -> bool:
    """Say whether a figure is a part of another and so a question of its own, which a check may need."""
    return filed.figure.subset_of is not None


def question_of(ledger: Ledger, id: str, query: Query, parameters: Parameters | None = None) -> Answer:
    """Reckon the question that a figure (or a question, by its id) is in; raises :class:`QuestionError` for an id that is none."""
    regroup(ledger)
    filed = ledger.figure(id)
    if filed is None:
        for reckoned in list_questions(ledger, query, parameters):
            if reckoned.question.id.startswith(id):
                return Answer(reckoned)
        raise QuestionError(f"{id}: no question or figure has this id; `according questions` lists them")
    standing = weigh_rulings(ledger.rulings())
    questions = _questions(ledger, _closed(ledger, [filed.id], standing), standing, with_reports=True)
    by_id = {question.id: question for question in questions}
    asked = next(question for question in questions if filed.id in {held.id for held in question.figures})
    return Answer(reckon(asked, by_id, standing, parameters))


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
    asked = None if query == Query() else {filed.id for filed in ledger.find(query)}
    for groups in _pages(ledger, asked, standing):
        questions = _questions(ledger, groups, standing)
        by_id = {question.id: question for question in questions}
        for question in questions:
            if asked is None or asked & {filed.id for filed in question.figures}:
                yield reckon(question, by_id, standing, parameters)


def _as_known(ledger: Ledger, query: Query, parameters: Parameters | None) -> Iterator[Reckoning]:
    """Answer from what was filed by a time: the groups are those of now, so the figures of then are put to questions afresh."""
    standing = weigh_rulings(ledger.rulings(known_at=query.known_at))
    figures = ledger.find(query, limit=PAGE + 1)
    if len(figures) > PAGE:
        raise QuestionError(f"more than {PAGE:,} figures were filed by then; narrow with --measure, --place or --population")
    questions = find_questions(correct_figures(figures, standing), standing.events)
    by_id = {question.id: question for question in questions}
    for question in questions:
        yield reckon(question, by_id, standing, parameters)


def _questions(ledger: Ledger, groups: Iterable[str], standing: Standing, *, with_reports: bool = False) -> tuple[Question, ...]:
    """Put the figures of some groups to questions; ``with_reports`` adds what their reports hold beside them, to link and check."""
    figures = {filed.id: filed for filed in ledger.members(tuple(groups))}
    if with_reports:
        reports = tuple(sorted({filed.filing.id for filed in figures.values()}))
        figures.update((filed.id, filed) for filed in ledger.find(Query(reports=reports), limit=PAGE))
    return find_questions(correct_figures(figures.values(), standing), standing.events)


def _pages(ledger: Ledger, asked: set[str] | None, standing: Standing) -> Iterator[Sequence[str]]:
    if asked is not None:
        yield sorted(_closed(ledger, asked, standing))
        return
    last = ""
    while page := ledger.groups(PAGE, after=last):
        yield page
        last = page[-1]


def _closed(ledger: Ledger, figures: Iterable[str], standing: Standing) -> set[str]:
    """Return the groups of some figures and those that a person joined to them."""
    groups = set(ledger.groups_of(tuple(figures)).values())
    ruled = ledger.groups_of(tuple({id for pair in standing.events.same for id in pair}))
    for a, b in sorted(standing.events.same):
        if {ruled.get(a), ruled.get(b)} & groups:
            groups.update(group for group in (ruled.get(a), ruled.get(b)) if group is not None)
    return groups


# -- groups -----------------------------------------------------------------------------------------------------------


def regroup(ledger: Ledger, *, advance: Callable[[int], None] | None = None) -> int:
    """
    Place figures that were filed since the last time among their neighbours, and return how many.

    A group is all figures that pairs of alike figures connect; questions are found inside groups, so that a new report touches
    only the groups it lies near.
    """
    if ledger.meta("grouping") != GROUPING:
        ledger.forget_groups()
        ledger.set_meta("grouping", GROUPING)
    standing = weigh_rulings(ledger.rulings())
    _heed_corrections(ledger, standing)
    placed = 0
    while ledger.pending(1):
        with ledger.placing() as assign:
            batch = ledger.pending(PLACED_TOGETHER)
            assign(_place(ledger, correct_figures(batch, standing), standing))
        placed += len(batch)
        if advance is not None:
            advance(len(batch))
    return placed


def _heed_corrections(ledger: Ledger, standing: Standing) -> None:
    """Let figures whose corrections changed since they were placed, and what lay with them, be placed again."""
    now = {figure: [ruling.id for ruling in rulings] for figure, rulings in sorted(standing.corrected.items())}
    before: dict[str, list[str]] = json.loads(ledger.meta("corrections") or "{}")
    changed = [figure for figure in sorted({*now, *before}) if now.get(figure) != before.get(figure)]
    if changed:
        ledger.forget_groups(changed)
        ledger.set_meta("corrections", json.dumps(now))


def _place(ledger: Ledger, batch: Sequence[FiledFigure], standing: Standing) -> dict[str, str]:
    """Return the group of every figure of a batch, and of every figure whose group the batch joins to another."""
    near = correct_figures(ledger.neighbours(batch), standing)
    groups = ledger.groups_of([filed.id for filed in near])
    new = {filed.id for filed in batch}
    # A figure that has no group yet is placed in its own batch, and meets these then.
    profiles = {filed.id: make_profile(filed) for filed in (*batch, *near) if filed.id in new or filed.id in groups}
    joined = _Union()
    for filed in batch:
        joined.add(filed.id)
    for a, b in find_pairs(profiles.values(), touching=new):
        if compare(profiles[a], profiles[b]).joins:
            joined.join(groups.get(a, a), groups.get(b, b))
    return _assignments(ledger, joined, new)


def _assignments(ledger: Ledger, joined: _Union, new: set[str]) -> dict[str, str]:
    """Name every group by its first figure in order of id, whatever the order in which it grew."""
    parts = joined.parts()
    old = sorted({part for members in parts for part in members if part not in new})
    held: dict[str, list[str]] = defaultdict(list)
    if old:
        members = ledger.members(tuple(old))
        group_of = ledger.groups_of([filed.id for filed in members])
        for filed in members:
            held[group_of[filed.id]].append(filed.id)
    assigned: dict[str, str] = {}
    for part in parts:
        figures = sorted({figure for name in part for figure in held.get(name, [name])})
        assigned.update(dict.fromkeys(figures, figures[0]))
    return assigned


class _Union:
    """Disjoint sets of names."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, name: str) -> None:
        self._above.setdefault(name, name)

    def join(self, a: str, b: str) -> None:
        self.add(a)
        self.add(b)
        low, high = sorted((self._top(a), self._top(b)))
        self._above[high] = low

    def _top(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = self._above[self._above[name]]
            name = self._above[name]
        return name

    def parts(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._above:
            found[self._top(name)].append(name)
        return list(found.values())


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


def newest_first(questions: Iterable[Question]) -> list[Question]:
    """Return questions with the latest first."""
    return sorted(questions, key=lambda question: moment_key(question.figures[-1]), reverse=True)
