"""
Low, best and high: what a set of weighed figures comes to.

Best is never a midpoint. It is the latest figure of the best-placed origin: somebody named before nobody named, an observer who is party to
neither side before a side itself, and a side on its own people before its opponent. Where a figure is a range, its low end counts
(methodology UC5: in 68 % of the UCDP-AEC events whose sources disagree, best is the low end).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from according.reckoning.answer import ALIGNMENTS, Alignment, Range, Weighed
from according.reckoning.likeness import nominal
from according.reckoning.questions import moment_of
from according.statement import Counting

# Who is placed how well to know (see the module's docstring).
_PLACED: dict[Alignment, int] = {"third party": 0, "own": 1, "opponent": 2, "unknown": 3}
_STATUS = {"asserted": 0, "estimated": 1, "possible": 2}
_BOUND = {"exact": 0, "about": 1, "range": 2, "at_least": 3, "at_most": 4, "vague": 5}
_SIDES = {"third party": ", party to neither side", "own": ", on its own people", "opponent": ", on its opponent's people"}
# What is not a report that it happened, by the id under which it is left out.
LEFT_OUT = {"denied": "status-denied", "planned": "status-planned"}


def drop_unreported(figures: Iterable[Weighed]) -> tuple[Weighed, ...]:
    """Leave out figures that the speaker denies, and plans for what is done to people; each says so in ``dropped_by``."""
    return tuple(replace(item, dropped_by=item.dropped_by or _left_out(item)) for item in figures)


def _left_out(item: Weighed) -> str | None:
    figure = item.filed.figure
    if figure.status == "planned" and figure.measure in ("deployed", "withdrawn", "released"):
        return None  # a question of its own: how many are to go
    return LEFT_OUT.get(figure.status)


def supersede(figures: Sequence[Weighed], ends: Mapping[str, str], kind: Counting) -> tuple[Weighed, ...]:
    """
    Say which figure replaced which: of one speaker, the later word replaces the earlier.

    ``ends`` gives for each figure who answers for it at the end of its chain. Figures without a day replace nothing.
    """
    by_end: dict[str, dict[date, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    for item in figures:
        day = _said_on(item, kind)
        if item.used and item.id in ends and day is not None:
            by_end[ends[item.id]][day].append(item)
    replaced: dict[str, str] = {}
    for said in by_end.values():
        days = sorted(said)
        for day, later in pairwise(days):
            replaced.update((item.id, min(said[later], key=_lateness).id) for item in said[day])
    return tuple(replace(item, superseded_by=item.superseded_by or replaced.get(item.id)) for item in figures)


def _said_on(item: Weighed, kind: Counting) -> date | None:
    """Return the day that orders one speaker's words: of a total the day it speaks for, of an incident the day it was said."""
    published = item.filed.filing.published
    return moment_of(item.filed) if kind == "running" else published


def range_of(figures: Sequence[Weighed], origins: int) -> Range | None:
    """
    Return the range over figures, or ``None`` where there is none.

    Low is the lowest floor; high the highest number stated, and open (``None``) where the highest comes as "more than" or "at least".
    """
    if not figures:
        return None
    quantities = [item.filed.figure.quantity for item in figures]
    low = min((q.low for q in quantities if q.low is not None), default=None)
    closed = max((q.high for q in quantities if q.high is not None), default=None)
    floor = max((q.low for q in quantities if q.low is not None and q.high is None), default=None)
    high = closed if floor is None or (closed is not None and closed >= floor) else None
    best, why = choose_best(figures, origins)
    return Range(low, best, high, origins, tuple(item.id for item in figures), why)


def choose_best(figures: Sequence[Weighed], origins: int) -> tuple[float | None, str]:
    """Return the best figure's number and why it was chosen; see the module's docstring for the order."""
    current = [item for item in figures if item.superseded_by is None] or list(figures)
    placed = min(_rank(item) for item in current)
    candidates = [item for item in current if _rank(item) == placed]
    best = min(candidates, key=_lateness)
    return nominal(best.filed.figure.quantity), _reason(best, len(figures), origins, len(candidates))


def _rank(item: Weighed) -> tuple[int, int, int]:
    return (0 if item.filed.statement.speakers else 1, _PLACED[item.alignment], _STATUS.get(item.filed.figure.status, 3))


def _lateness(item: Weighed) -> tuple[int, int, int, float, str]:
    """Return the key by which the latest figure comes first; of one day the better founded, then the lower number."""
    said = moment_of(item.filed) or date.min
    published = item.filed.filing.published or date.min
    quantity = item.filed.figure.quantity
    return (-published.toordinal(), -said.toordinal(), _BOUND[quantity.bound], nominal(quantity), item.id)


def _reason(best: Weighed, count: int, origins: int, candidates: int) -> str:
    if count == 1:
        return "the only figure"
    whose = "no origin that is known" if origins == 0 else "one origin" if origins == 1 else f"{origins} origins"
    who = best.filed.statement.speakers[-1].text if best.filed.statement.speakers else "the report itself"
    side = _SIDES.get(best.alignment, "")
    chosen = "latest" if candidates > 1 else "best placed"
    day = moment_of(best.filed)
    return f"{chosen} of {count} figures from {whose}: {who}{side}" + (f", {day}" if day else "")


def by_alignment(figures: Sequence[Weighed], count: Mapping[Alignment, int]) -> tuple[tuple[Alignment, Range | None], ...]:
    """Return the range of each side that speaks; ``count`` gives each side's independent origins."""
    return tuple((side, range_of([item for item in figures if item.alignment == side], count.get(side, 0))) for side in ALIGNMENTS)
