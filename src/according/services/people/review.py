"""
What waits for a person's judgement: figures of the newest reports, ordered by how much is in doubt and how much hangs on them.

Each item says in which ways it is in doubt. A ledger of millions is not listed: some hundred figures are looked at, the newest first, and
the next ones from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal

from according.ledger.base import Ledger
from according.reckoning.answer import Contradiction, Question
from according.reckoning.corrections import correct_figures
from according.reckoning.questions.linking import link_questions
from according.reckoning.reckon import reckon
from according.reckoning.rulings import Standing, weigh_rulings
from according.records import FiledFigure, Query
from according.services.grouped import Grouped

DoubtKind = Literal["contradiction", "disagreement", "speaker", "population", "place", "day", "restated"]
# How much each doubt counts. A contradiction is wrong somewhere for certain; a missing place may not be in the report at all.
DOUBT_POINTS: dict[DoubtKind, int] = {
    "contradiction": 5, "disagreement": 3, "speaker": 2, "population": 1, "place": 1, "day": 1, "restated": 1,
}  # fmt: skip
# Figures that are looked at together; of those that have no doubt the newest wait as well, behind the others.
QUEUE_LOOKED = 200
# Questions are reckoned to see what cannot be true together; this takes some hundredths of a second each.
RECKONED_MOST = 6
# A question of more figures than this takes longer.
RECKONED_LARGEST = 60
# Groups of more figures than this together are not looked into.
BESIDE_MOST = 1_000
# Groups whose figures are counted at once.
COUNTED_TOGETHER = 16
# Other figures that are offered to be joined or parted.
MATES_MOST = 12


@dataclass(frozen=True, slots=True)
class Doubt:
    """A way in which a figure is in doubt, and what it is (a sentence, or the numbers of others), where there is something to say."""

    kind: DoubtKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A figure that waits, as people corrected it, with its doubts and its place in the order: the higher, the sooner."""

    filed: FiledFigure
    doubts: tuple[Doubt, ...] = ()
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class Queue:
    """
    What waits, in order.

    ``looked`` figures were looked at, of which ``judged`` do not wait any more; ``older`` is where the next ones begin, ``None`` where
    these were the last.
    """

    items: tuple[Item, ...] = ()
    looked: int = 0
    judged: int = 0
    older: int | None = None


def find_queue(ledger: Ledger, *, before: int | None = None) -> Queue:
    """Return what waits among the newest figures, or among those before where an earlier queue ended."""
    raw, older = ledger.newest_figures(QUEUE_LOOKED, before=before)
    standing = weigh_rulings(ledger.rulings())
    figures = correct_figures(raw, standing)
    doubts = _doubts(ledger, figures, standing)
    waiting = [filed for filed in figures if not _is_judged(filed, standing)]
    items = [Item(filed, doubts[filed.id], _rank(filed, doubts[filed.id])) for filed in waiting]
    # Of equal rank the newest stays first: sorting keeps the order in which they came.
    return Queue(tuple(sorted(items, key=lambda item: -item.rank)), len(raw), len(raw) - len(waiting), older)


def _is_judged(filed: FiledFigure, standing: Standing) -> bool:
    on = {filed.id, filed.statement.id}
    return any(on & table.keys() for table in (standing.accepted, standing.rejected, standing.corrected))


def _rank(filed: FiledFigure, doubts: Sequence[Doubt]) -> float:
    """Return a figure's place in the order: the weight of its doubts, times that of its number, which counts by its digits."""
    quantity = filed.figure.quantity
    largest = max(abs(bound) for bound in (quantity.low, quantity.high) if bound is not None)
    return (sum(DOUBT_POINTS[doubt.kind] for doubt in doubts) or 0.1) * (1 + log10(1 + largest))


def _doubts(ledger: Ledger, figures: Sequence[FiledFigure], standing: Standing) -> dict[str, tuple[Doubt, ...]]:
    """Return the doubts of figures: of each by itself, and by what others say."""
    beside = _beside(ledger, figures, standing)
    said: dict[str, list[Doubt]] = {filed.id: [] for filed in figures}
    for contradiction in _contradictions(beside, said.keys(), standing):
        for id in said.keys() & set(contradiction.figures):
            # One is enough to look: the figure's event tells all.
            if not said[id]:
                said[id].append(Doubt("contradiction", contradiction.detail))
    for question in beside:
        if spread := _spread(question):
            for id in said.keys() & {filed.id for filed in question.figures}:
                said[id].append(Doubt("disagreement", spread))
    return {filed.id: (*said[filed.id], *own_doubts(filed)) for filed in figures}


def own_doubts(filed: FiledFigure) -> Iterable[Doubt]:
    """Yield a figure's doubts by itself: what it lacks, and whether it only says again what its report says."""
    figure = filed.figure
    missing: tuple[tuple[DoubtKind, bool], ...] = (
        ("speaker", not filed.statement.speakers), ("population", figure.population is None), ("place", figure.place is None),
        # A running total without a day is as of its report.
        ("day", figure.counting != "running" and (figure.time is None or (figure.time.first is None and figure.time.last is None))),
        ("restated", figure.restates is not None),
    )  # fmt: skip
    yield from (Doubt(kind) for kind, is_so in missing if is_so)


def _beside(ledger: Ledger, figures: Sequence[FiledFigure], standing: Standing) -> tuple[Question, ...]:
    """Return the questions that figures are in, those of the newest first; large groups are left out, and what waits for a group."""
    group_of = ledger.groups_of([filed.id for filed in figures])
    groups = list(dict.fromkeys(group_of[filed.id] for filed in figures if filed.id in group_of))
    taken = _take_small(ledger, groups, BESIDE_MOST)
    return link_questions(Grouped(ledger, standing).questions(taken)) if taken else ()


def _take_small(ledger: Ledger, groups: Sequence[str], most: int) -> list[str]:
    """Return the first groups that together have no more figures than ``most``, those passed over that are too large beside the others."""
    taken, room = list[str](), most
    for at in range(0, len(groups), COUNTED_TOGETHER):
        some = groups[at : at + COUNTED_TOGETHER]
        # Most are small, and need not be counted one by one.
        for part in [some] if ledger.count_members(some) <= room else [[group] for group in some]:
            if (held := ledger.count_members(part)) <= room:
                taken += part
                room -= held
    return taken


def _contradictions(questions: Sequence[Question], asked: Iterable[str], standing: Standing) -> list[Contradiction]:
    """Return what cannot be true together in the questions that hold most of the figures asked about."""
    by_id, wanted = {question.id: question for question in questions}, set(asked)
    met = {question.id: sum(filed.id in wanted for filed in question.figures) for question in questions if len(question.figures) > 1}
    chosen, covered = list[str](), set[str]()
    for id in sorted((id for id in met if met[id]), key=lambda id: (-met[id], id)):
        # What is linked with a question is held against it as it is reckoned.
        if id not in covered and len(by_id[id].figures) <= RECKONED_LARGEST:
            chosen.append(id)
            covered |= {id, *by_id[id].linked}
    return [found for id in chosen[:RECKONED_MOST] for found in reckon(by_id[id], by_id, standing).contradictions]


def _spread(question: Question) -> str:
    """Return the numbers between which reports of one incident differ, nothing where one number may be meant by all."""
    # A running total differs from day to day, and nobody disagrees.
    if question.kind != "incident" or len({filed.filing.id for filed in question.figures}) < 2:
        return ""
    lows = [filed.figure.quantity.low for filed in question.figures if filed.figure.quantity.low is not None]
    highs = [filed.figure.quantity.high for filed in question.figures if filed.figure.quantity.high is not None]
    if not lows or not highs or max(lows) <= min(highs):
        return ""
    return f"{min(highs):,g} to {max(lows):,g}"


def find_mates(ledger: Ledger, filed: FiledFigure) -> tuple[FiledFigure, ...]:
    """Return other figures that may be of the same event or origin: of its group, or of its measure in its report, the nearest first."""
    groups = tuple(ledger.groups_of([filed.id]).values())
    if groups and ledger.count_members(groups) <= BESIDE_MOST:
        near = ledger.members(groups)
    else:
        near = ledger.find(Query(measures=(filed.figure.measure,), reports=(filed.filing.id,)), limit=MATES_MOST + 1)
    number = filed.figure.quantity.low or filed.figure.quantity.high or 0

    def distance(other: FiledFigure) -> tuple[bool, float, str]:
        theirs = other.figure.quantity.low or other.figure.quantity.high or 0
        return other.figure.measure != filed.figure.measure, abs(log10(1 + theirs) - log10(1 + number)), other.id

    others = [other for other in near if other.id != filed.id]
    return tuple(sorted(others, key=distance)[:MATES_MOST])
