"""
Low, best and high: what a set of weighed figures comes to.

Best is never a midpoint. It is the latest figure of the best-placed origin. What is said goes before what is feared, then somebody named
before nobody named. Then an observer who is party to neither side goes before a side itself, and a side on its own people before its
opponent. Where a figure is a range, its low end counts (UC5 of docs/rule-sets.md: in 68 % of the UCDP-AEC events whose sources disagree,
best is the low end).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from according.comparing.counts import nominal
from according.comparing.days import day_of, said_on
from according.reckoning.answer import ALIGNMENTS, Alignment, Range, Weighed
from according.reckoning.origins.ends import answerer, is_named, say_answerer
from according.records import FiledFigure
from according.statement import Counting

# Who is placed how well to know (see the module's docstring).
_PLACED: dict[Alignment, int] = {"third party": 0, "own": 1, "opponent": 2, "unknown": 3}
# The sharper words first: of one day "12" says more than "at least 12", and "at least 12" more than "up to 12" or "dozens".
_BOUND = {"exact": 0, "about": 1, "range": 2, "at_least": 3, "at_most": 4, "vague": 5}
_SIDES = {"third party": ", party to neither side", "own": ", on its own people", "opponent": ", on its opponent's people"}
# What is not a report that it happened, by the id under which it is left out.
LEFT_OUT_BY_STATUS = {"denied": "status-denied", "planned": "status-planned"}


def drop_unreported(figures: Iterable[Weighed]) -> tuple[Weighed, ...]:
    """Leave out figures that the speaker denies, and plans for what is done to people; each says so in ``dropped_by``."""
    return tuple(replace(item, dropped_by=item.dropped_by or _left_out(item)) for item in figures)


def _left_out(item: Weighed) -> str | None:
    """Return the id under which a figure's status leaves it out, or ``None``."""
    figure = item.filed.figure
    # "5,000 soldiers are to be sent": how many are to go is asked for in its own right. A planned killing is no report of a death.
    if figure.status == "planned" and figure.measure in ("deployed", "withdrawn", "released"):
        return None
    return LEFT_OUT_BY_STATUS.get(figure.status)


def supersede(figures: Sequence[Weighed], answers: Mapping[str, str], kind: Counting) -> tuple[Weighed, ...]:
    """
    Say which figure replaced which: of one speaker, the later word replaces the earlier, echoes of others included.

    ``answers`` gives for each figure, by id, who answers for it. A figure that names nobody replaces nothing, for a paper's own voice may
    be anybody's; nor does a figure without a day. What is only feared does not replace what is asserted. Of totals, a rounded number or a
    floor below the earlier total takes nothing back (CU4). Of one day the order is told only by :func:`_later_on_one_day`.
    """
    by_end: dict[str, dict[date, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    for item in figures:
        day = said_on(item.filed, kind)
        if item.dropped_by is None and answerer(item.filed) is not None and day is not None:
            by_end[answers[item.id]][day].append(item)
    replaced: dict[str, str] = {}
    for key, said in by_end.items():
        standing: list[Weighed] = []
        for day in sorted(said):
            ordered = sorted(said[day], key=lambda item: _lateness(item, kind))
            for item in standing:
                if later := next((other for other in ordered if _replaces(other, item, kind)), None):
                    replaced[item.id] = later.id
            # What is replaced stands no longer: each figure is replaced once, on the first later day that can replace it.
            standing = [item for item in standing if item.id not in replaced] + said[day]
            if is_named(key):
                replaced.update(_later_on_one_day(said[day], kind))
    return tuple(replace(item, superseded_by=item.superseded_by or replaced.get(item.id)) for item in figures)


def _later_on_one_day(figures: Sequence[Weighed], kind: Counting) -> Iterator[tuple[str, str]]:
    """
    Yield each figure that another report of the day goes beyond, with the one that does: a named speaker's 39, and then his 50.

    Which came later is told by the words: a statement that holds the other's number knows it ("12, not 21"). Otherwise the higher number
    is the later, for a toll that falls within a day is told as a correction.
    """
    sharp = [item for item in figures if item.filed.figure.quantity.bound not in ("vague", "at_most", "range")]
    for item in sharp:
        after = [other for other in sharp if _is_later(other, item) and _replaces(other, item, kind)]
        if after:
            yield item.id, min(after, key=lambda other: (-nominal(other.filed.figure.quantity), other.id)).id


def _is_later(one: Weighed, other: Weighed) -> bool:
    """Say whether one of two figures of a day came later: it tells the other's number, or else it is higher."""
    a, b = one.filed, other.filed
    # Two numbers of one report are two things, or one of them is quoted: neither follows on the other.
    if a.filing.id == b.filing.id or nominal(a.figure.quantity) == nominal(b.figure.quantity):
        return False
    told = [_tells(a, b), _tells(b, a)]
    return told[0] if told[0] != told[1] else nominal(a.figure.quantity) > nominal(b.figure.quantity)


def _tells(one: FiledFigure, other: FiledFigure) -> bool:
    """Say whether the statement of one figure holds the number of another, as a word of its own."""
    return re.search(rf"(?<![\w.,]){nominal(other.figure.quantity):,.0f}(?![\w]|[.,]\d)", one.statement.text) is not None


def _replaces(later: Weighed, earlier: Weighed, kind: Counting) -> bool:
    one, other = later.filed.figure, earlier.filed.figure
    # "Nine are dead", then "as many as twelve may have died": the nine stand.
    if one.status == "possible" and other.status != "possible":
        return False
    # "612 have died", then "more than 600": the second speaker has only rounded down.
    lower = nominal(one.quantity) < nominal(other.quantity)
    return not (kind == "running" and lower and one.quantity.bound in ("about", "vague", "at_least"))


def range_of(figures: Sequence[Weighed], origins: int, kind: Counting) -> Range | None:
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
    # "At least 900" beside 700 leaves the top open; beside 1,200 the top is 1,200, which somebody has stated.
    high = closed if floor is None or (closed is not None and closed >= floor) else None
    best, why = choose_best(figures, origins, kind)
    return Range(low, best, high, origins, tuple(item.id for item in figures), why)


def choose_best(figures: Sequence[Weighed], origins: int, kind: Counting) -> tuple[float | None, str]:
    """Return the best figure's number and why it was chosen; see the module's docstring for the order."""
    current = [item for item in figures if item.superseded_by is None] or list(figures)
    # A ceiling alone ("up to 20") says how many at most, and not how many.
    current = [item for item in current if item.filed.figure.quantity.low is not None] or current
    placed = min(_rank(item) for item in current)
    candidates = [item for item in current if _rank(item) == placed]
    best = min(candidates, key=lambda item: _lateness(item, kind))
    return nominal(best.filed.figure.quantity), _reason(best, len(figures), origins, len(candidates))


def _rank(item: Weighed) -> tuple[bool, bool, int]:
    """Return the key by which the best-placed figures come first, in the order that the module's docstring gives."""
    return (item.filed.figure.status == "possible", not item.filed.statement.speakers, _PLACED[item.alignment])


def _lateness(item: Weighed, kind: Counting) -> tuple[int, int, int, float, str]:
    """
    Return the key by which the latest figure comes first; of one day the better founded, then the lower number.

    A total is as late as the day it speaks for, an incident's figure as the day it was said.
    """
    said = (day_of(item.filed) or date.min).toordinal()
    published = (item.filed.filing.published or date.min).toordinal()
    quantity = item.filed.figure.quantity
    # A total told late may be of an old day. Of an event whoever reports later knows more, whatever day they name.
    days = (-said, -published) if kind == "running" else (-published, -said)
    return (*days, _BOUND[quantity.bound], nominal(quantity), item.id)


def sharpness(item: Weighed) -> tuple[int, int, int, date, float, str]:
    """
    Return the key by which the figure that stands for its echoes comes first.

    A speaker of several words comes before one of a single word ("lawmaker"), and that one before nobody. Then come the sharper bound, the
    number with more digits that are not trailing noughts, the earlier report and the lower number. The id comes last: it decides only
    between figures that are alike in all else.
    """
    quantity = item.filed.figure.quantity
    # 4,737 says more than 4,700.
    digits = len(f"{nominal(quantity):.0f}".rstrip("0"))
    day = item.filed.filing.published or date.max
    speakers = item.filed.statement.speakers
    # A speaker of one word is mostly a noun ("lawmaker"); more words say more of who it is.
    unnamed = 2 if not speakers else 0 if any(" " in speaker.text for speaker in speakers) else 1
    return (unnamed, _BOUND[quantity.bound], -digits, day, nominal(quantity), item.id)


def _reason(best: Weighed, count: int, origins: int, candidates: int) -> str:
    if count == 1:
        return "the only figure"
    whose = "no origin that is known" if origins == 0 else "one origin" if origins == 1 else f"{origins} origins"
    who = say_answerer(best.filed)
    side = _SIDES.get(best.alignment, "")
    # A single candidate was later than nobody: its place alone decided.
    chosen = "latest" if candidates > 1 else "best placed"
    day = day_of(best.filed)
    words = best.filed.figure.number.text
    return f"{chosen} of {count} figures from {whose}: {who}{side}" + (f", {day}" if day else "") + f" (“{words}”)"


def by_alignment(figures: Sequence[Weighed], count: Mapping[Alignment, int], kind: Counting) -> tuple[tuple[Alignment, Range | None], ...]:
    """Return the range of each side that speaks; ``count`` gives each side's independent origins."""
    return tuple((side, range_of([item for item in figures if item.alignment == side], count.get(side, 0), kind)) for side in ALIGNMENTS)
