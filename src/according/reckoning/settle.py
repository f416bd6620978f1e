"""
Low, best and high: what a set of weighed figures comes to.

Best is never a midpoint. It is the latest figure of the best-placed origin. What is said goes before what is feared, then somebody named
before nobody named. Then those whose task it is to count go before a third party, which looks on, the third party before a side
itself, and a side on its own people before its opponent (:mod:`.placing`). An open number ("at least 100") yields to a later one that it
allows, a number of a week ago, a total of any earlier day and any number that "has risen" to a higher one, and any number to a lower one
that takes it back, unless an opponent gives these (:func:`_outdates`). Where a figure is a range, its low end counts (UC5 of
docs/rule-sets.md: in 68 % of the UCDP-AEC events whose sources disagree, best is the low end).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from according.comparing.counts import is_former, nominal, times_apart
from according.comparing.days import day_of, said_on
from according.reckoning.answer import ALIGNMENTS, Alignment, Check, Choice, ChosenBy, Range, Weighed
from according.reckoning.origins.ends import answerer, is_named, is_nameless, say_answerer, say_chain
from according.reckoning.placing import place
from according.records import FiledFigure
from according.statement import Counting

# The sharper words first: of one day "12" says more than "at least 12", and "at least 12" more than "up to 12" or "dozens".
_BOUND = {"exact": 0, "about": 1, "range": 2, "at_least": 3, "at_most": 4, "vague": 5}
# Whose last word is so many days old has not counted on, and a later number stands for the event as it is known by then. That a paper
# may tell an old number again speaks only against a lower one.
_STALE = 7
# Of one day a number is held against so many of its speaker's, the highest.
LATER_MOST = 200
# Times that a total may grow from one day to another.
_GROWN = 2.0
# Numbers that set no ceiling.
_NO_CEILING = frozenset({"at_least", "vague"})
_SIDES = {"third party": ", a third party", "own": ", on its own people", "opponent": ", on its opponent's people"}
# How a count is told that was given before another: "Earlier the governor had said 115", "initially put at 23".
_TOLD_FIRST = re.compile(
    r"\A(?:earlier|previously|initially|at first)\b"
    r"|\b(?:earlier|previously|initially|first) (?:announced|given|gave|put|reported|said|told)\b",
    re.IGNORECASE,
)
# How a count is told that goes on from one before: "has risen to 26", "rose sharply to 26", "bringing the death toll to 21".
_ROSE = re.compile(
    r"\b(?:ris(?:es?|en|ing)|rose|climb(?:s|ed|ing)?|jump(?:s|ed)|gr(?:ew|own)|increased|mounted|soared|surged|gone up"
    r"|(?:br(?:ings?|inging|ought)|taking|takes|took|rais(?:es?|ed|ing)|push(?:es|ed|ing))"
    r" (?:the|its) (?:[a-z]+ ){0,2}(?:toll|tally|total))(?: [a-z]+ly)?"
    r"(?: again| further)? (?:to|past|above)\b(?: (?:at least|about|more than|nearly|around|some))? \Z",
    re.IGNORECASE,
)
# Who saw it, or lives there, by the kinds of speakers.
_ONLOOKERS = frozenset({"witness", "civilian"})
# What is not a report that it happened, by the id under which it is left out.
LEFT_OUT_BY_STATUS = {"denied": "status-denied", "planned": "status-planned"}
# A "nobody was killed" beside somebody else's count, by the id under which it is left out.
NONE_BESIDE_A_COUNT = "none-beside-a-count"


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


def drop_denials(figures: Sequence[Weighed], answers: Mapping[str, str]) -> tuple[Weighed, ...]:
    """
    Leave out each "nobody" beside a count that somebody else gives: it denies the count, and is none itself.

    ``answers`` gives for each figure, by id, who answers for it. Whoever takes their own number back ("nobody was killed after all")
    denies nobody's, and their word stands.
    """
    counting = {answers.get(item.id) for item in figures if item.dropped_by is None and not _is_none(item)}
    return tuple(
        replace(item, dropped_by=NONE_BESIDE_A_COUNT)
        if item.dropped_by is None and _is_none(item) and counting - {answers.get(item.id)} else item
        for item in figures
    )  # fmt: skip


def _is_none(item: Weighed) -> bool:
    """Say whether a figure counts nobody: "no soldiers were killed"."""
    return item.filed.figure.quantity.high == 0


def supersede(figures: Sequence[Weighed], answers: Mapping[str, str], kind: Counting) -> tuple[Weighed, ...]:
    """
    Say which figure replaced which: of one speaker, the later word replaces the earlier, echoes of others included; and whoever's task it
    is to count replaces a bystander's lower number.

    ``answers`` gives for each figure, by id, who answers for it. A figure that names nobody replaces nothing, for a paper's own voice may
    be anybody's; nor does a figure without a day. What is only feared does not replace what is asserted. Of totals, a rounded number or a
    floor below the earlier total takes nothing back (CU4). Of one day the order is told only by :func:`_later_on_one_day`.
    """
    by_end: dict[str, dict[date, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    former = dict(come_to(figures))
    for item in figures:
        day = said_on(item.filed, kind)
        if item.dropped_by is None and item.id not in former and answerer(item.filed) is not None and day is not None:
            by_end[answers[item.id]][day].append(item)
    replaced: dict[str, str] = {}
    for key, said in by_end.items():
        standing: list[Weighed] = []
        for day in sorted(said):
            ordered = sorted(said[day], key=lambda item: _lateness(item, kind))
            for item in standing:
                # Told again it is still the last word.
                if later := next((other for other in ordered if other.origin != item.origin and _replaces(other, item, kind)), None):
                    replaced[item.id] = later.id
            # What is replaced stands no longer: each figure is replaced once, on the first later day that can replace it.
            standing = [item for item in standing if item.id not in replaced] + said[day]
            if is_named(key):
                replaced.update(_later_on_one_day(said[day], kind))
    replaced = {**dict(_gone_beyond(figures, kind)), **replaced, **former}
    return tuple(replace(item, superseded_by=item.superseded_by or replaced.get(item.id)) for item in figures)


def come_to(figures: Sequence[Weighed]) -> Iterator[tuple[str, str]]:
    """Yield each number that its statement tells as what a count was before, with the one that it has come to: "24, up from 18"."""
    beside: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for item in figures:
        if not is_former(item.filed):
            insort(beside[item.filed.statement.id], (item.filed.figure.number.start, item.id))
    for item in figures:
        if item.dropped_by is not None or not is_former(item.filed):
            continue
        start, statement = item.filed.figure.number.start, item.filed.statement.id
        if told := beside[statement]:
            at = bisect_left(told, (start, ""))
            # The one before it that stands nearest, and the one behind it; of several that stand in one place the first by id.
            near = told[bisect_left(told, (told[at - 1][0], "")) :][:1] if at else []
            yield item.id, min([*near, *told[at : at + 1]], key=lambda other: (abs(other[0] - start), other[1]))[1]


def _gone_beyond(figures: Sequence[Weighed], kind: Counting) -> Iterator[tuple[str, str]]:
    """
    Yield each bystander's number with the higher one of that day or later by those whose task it is to count.

    A witness has seen a part: four that an eyewitness saw are among the city's ten. A witness's higher number stands beside theirs.
    """
    counting = [item for item in figures if item.counts and item.dropped_by is None and _may_be_grown_to(item)]
    latest = sorted(counting, key=lambda item: _lateness(item, kind))
    # The highest number up to each: the first that goes beyond one's own is where these first do.
    highest = list(accumulate((nominal(item.filed.figure.quantity) for item in latest), max))
    for item in figures:
        speaker = answerer(item.filed)
        if speaker is None or speaker.kind not in _ONLOOKERS or item.dropped_by is not None:
            continue
        first = bisect_right(highest, nominal(item.filed.figure.quantity))
        if first < len(latest) and _days(latest[first], kind) <= _days(item, kind):
            yield item.id, latest[first].id


def _later_on_one_day(figures: Sequence[Weighed], kind: Counting) -> Iterator[tuple[str, str]]:
    """
    Yield each figure that another report of the day goes beyond, with the one that does: a named speaker's 39, and then his 50.

    Which came later is told by the words: a statement that holds the other's number knows it ("12, not 21"). Otherwise the higher number
    is the later, for a toll that falls within a day is told as a correction; but a number that breaks a sum goes beyond none that fits it,
    for an outlet may have misheard.
    """
    sharp = [item for item in figures if item.filed.figure.quantity.bound not in ("vague", "at_most", "range")]
    highest = sorted(sharp, key=lambda item: (-nominal(item.filed.figure.quantity), item.id))[:LATER_MOST]
    for item in sharp:
        if (after := next((other for other in highest if _is_later(other, item) and _replaces(other, item, kind)), None)) is not None:
            yield item.id, after.id


def _is_later(one: Weighed, other: Weighed) -> bool:
    """Say whether one of two figures of a day came later: it tells the other's number, or else it is higher."""
    a, b = one.filed, other.filed
    # Two numbers of one report are two things, or one of them is quoted: neither follows on the other.
    if a.filing.id == b.filing.id or nominal(a.figure.quantity) == nominal(b.figure.quantity):
        return False
    told = [_tells(a, b), _tells(b, a)]
    if told[0] != told[1]:
        return told[0]
    return (one.adds_up or not other.adds_up) and nominal(a.figure.quantity) > nominal(b.figure.quantity)


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
    rounded = kind == "running" and lower and one.quantity.bound in ("about", "vague", "at_least")
    # "has cut the toll to about 1,000 from 2,445": whoever tells the number takes it back.
    return not rounded or _tells(later.filed, earlier.filed)


def range_of(figures: Sequence[Weighed], origins: int, kind: Counting) -> Range | None:
    """
    Return the range over figures, or ``None`` where there is none.

    Low and high are the lowest and highest number stated, ceilings ("at most 50") among them; high is open (``None``) where the highest
    comes as "more than" or "at least". Low is ``None`` where nobody sets a floor.
    """
    if not figures:
        return None
    quantities = [item.filed.figure.quantity for item in figures]
    low = min((q.low for q in quantities if q.low is not None), default=None)
    # "No more than 50" beside 471 is the lower end of what is said; "up to 500" beside 260 is the upper.
    low = None if low is None else min(low, *(nominal(q) for q in quantities))
    # Who said "at least 500" and later 471 leaves the top open no longer; the 500 stays a number that was stated.
    # A set, for each of thousands of figures is asked for.
    standing = {item.filed.figure.quantity for item in figures if item.superseded_by is None} or set(quantities)
    ends = (q.high if q.high is not None else nominal(q) for q in quantities if q.high is not None or q not in standing)
    closed = max(ends, default=None)
    floor = max((q.low for q in standing if q.low is not None and q.high is None), default=None)
    # "At least 900" beside 700 leaves the top open; beside 1,200 the top is 1,200, which somebody has stated.
    high = closed if floor is None or (closed is not None and closed >= floor) else None
    best, choice, why = choose_best(figures, origins, kind)
    return Range(low, best, high, origins, tuple(item.id for item in figures), why, choice)


def choose_best(figures: Sequence[Weighed], origins: int, kind: Counting) -> tuple[float | None, Choice, str]:
    """Return the best figure's number, by what it was chosen, and that in words; see the module's docstring for the order."""
    current = [item for item in figures if item.superseded_by is None] or list(figures)
    # A ceiling alone ("up to 20") says how many at most, and not how many.
    current = [item for item in current if item.filed.figure.quantity.low is not None] or current
    # Who tells both numbers tells which came first, whoever gave them.
    current = [item for item in current if not _TOLD_FIRST.search(item.filed.statement.text)] or current
    placed = min(_rank(item) for item in current)
    candidates = [item for item in current if _rank(item) == placed]
    first = min(candidates, key=lambda item: _lateness(item, kind))
    best = first
    # Each is of a later day than the one that yields to it, so that this ends.
    while (later := _closed_later(best, current, kind)) is not None:
        best = later
    # What the same speakers said before counts here too: of one speaker's three numbers the last is the latest.
    by = "alone" if len(figures) == 1 else _chosen_by(best, first, [item for item in figures if _rank(item) == placed], kind)
    choice = Choice(best.id, by, None if best is first else first.id)
    return nominal(best.filed.figure.quantity), choice, _reason(best, first, by, len(figures), origins)


def _rank(item: Weighed) -> tuple[bool, bool, int]:
    """Return the key by which the best-placed figures come first, in the order that the module's docstring gives."""
    return (item.filed.figure.status == "possible", not item.filed.statement.speakers, place(item))


def _closed_later(first: Weighed, current: Sequence[Weighed], kind: Counting) -> Weighed | None:
    """Return the later figure to which the first yields, if there is one: see :func:`_outdates`."""
    later = [item for item in current if _days(item, kind) < _days(first, kind) and _outdates(item, first, kind)]
    return min(later, key=lambda item: (_rank(item), _lateness(item, kind)), default=None)


def _outdates(later: Weighed, first: Weighed, kind: Counting) -> bool:
    """
    Say whether a figure of a later day stands for an event or total in another's stead.

    An open number ("at least 100", "dozens") yields to any that it allows, and any number to a higher one after a week. A total grows from
    day to day, so that it yields to a higher one at once, unless that is of another size. Somebody named who tells the number and gives a
    lower one has put it right: "lowered from 95 to 84".
    """
    if not _may_be_grown_to(later) or nominal(later.filed.figure.quantity) <= nominal(first.filed.figure.quantity):
        return _puts_right(later, first)
    # Days count backwards in this key.
    stale = _days(first, kind)[0] - _days(later, kind)[0] >= _STALE
    grown = kind == "running" and times_apart(later.filed.figure.quantity, first.filed.figure.quantity) <= _GROWN
    return first.filed.figure.quantity.bound in _NO_CEILING or stale or grown or _has_risen(later, first)


def _has_risen(later: Weighed, first: Weighed) -> bool:
    """Say whether a figure is told as an earlier one that has risen, and may be the first grown: "the toll has risen to 26"."""
    statement, number = later.filed.statement, later.filed.figure.number
    told = _ROSE.search(statement.text[: number.start - statement.start])
    return told is not None and times_apart(later.filed.figure.quantity, first.filed.figure.quantity) <= _GROWN


def _puts_right(later: Weighed, first: Weighed) -> bool:
    """Say whether a figure of somebody named, who is no opponent, is lower than another that its statement tells as taken back."""
    told = later.alignment != "opponent" and later.filed.figure.status != "possible" and later.filed.statement.speakers
    lower = nominal(later.filed.figure.quantity) < nominal(first.filed.figure.quantity)
    return bool(told) and lower and _tells(later.filed, first.filed)


def _may_be_grown_to(item: Weighed) -> bool:
    """Say whether another number may have grown to a figure's; an opponent's count is a claim of its own."""
    return item.alignment != "opponent" and item.filed.figure.status != "possible"


def mark_misfits(figures: Iterable[Weighed], checks: Sequence[Check]) -> tuple[Weighed, ...]:
    """Mark each figure that stands in checks which fail, and in none that holds."""
    holding = {id for check in checks if check.holds for id in check.figures}
    failing = {id for check in checks if not check.holds for id in check.figures} - holding
    return tuple(replace(item, adds_up=False) if item.id in failing else item for item in figures)


def _lateness(item: Weighed, kind: Counting) -> tuple[int, int, bool, int, float, str]:
    """
    Return the key by which the latest figure comes first; of one day what adds up, then the better founded, then the lower number.

    A total is as late as the day it speaks for, an incident's figure as the day it was said.
    """
    quantity = item.filed.figure.quantity
    return (*_days(item, kind), not item.adds_up, _BOUND[quantity.bound], nominal(quantity), item.id)


def _days(item: Weighed, kind: Counting) -> tuple[int, int]:
    """Return the key by which the figure of the latest day comes first."""
    said = (day_of(item.filed) or date.min).toordinal()
    published = (item.filed.filing.published or date.min).toordinal()
    # A total told late may be of an old day. Of an event whoever reports later knows more, whatever day they name.
    return (-said, -published) if kind == "running" else (-published, -said)


def sharpness(item: Weighed) -> tuple[int, int, int, bool, date, float, str]:
    """
    Return the key by which the figure that stands for its echoes comes first.

    A speaker of several words comes before one of a single word ("lawmaker"), and that one before nobody. Then come the sharper bound, the
    number with more digits that are not trailing noughts, a text before its headline, the earlier report and the lower number. The id comes
    last: it decides only between figures that are alike in all else.
    """
    quantity = item.filed.figure.quantity
    # 4,737 says more than 4,700.
    digits = len(f"{nominal(quantity):.0f}".rstrip("0"))
    day = item.filed.filing.published or date.max
    speakers = item.filed.statement.speakers
    # A speaker of one word is mostly a noun ("lawmaker"); more words say more of who it is.
    unnamed = 2 if not speakers else 0 if any(" " in speaker.text for speaker in speakers) else 1
    return (unnamed, _BOUND[quantity.bound], -digits, item.filed.in_headline, day, nominal(quantity), item.id)


def _chosen_by(best: Weighed, first: Weighed, placed: Sequence[Weighed], kind: Counting) -> ChosenBy:
    """Say by what a figure was chosen: its later day, its place alone, or its words among those of one day."""
    if best is not first:
        if first.filed.figure.quantity.bound in _NO_CEILING:
            return "settles"
        if nominal(best.filed.figure.quantity) < nominal(first.filed.figure.quantity):
            return "takes-back"
        return "week-later" if _days(first, kind)[0] - _days(best, kind)[0] >= _STALE else "later"
    others = [item for item in placed if item is not best and not is_former(item.filed)]
    # A single candidate was later than nobody: its place alone decided.
    if not others:
        return "place"
    if all(_days(best, kind) < _days(item, kind) for item in others):
        return "latest"
    rivals = [item for item in others if _days(item, kind) == _days(best, kind)]
    if best.adds_up and not any(item.adds_up for item in rivals):
        return "adds-up"
    same = [item.filed.figure.quantity for item in rivals]
    sharper = all(_BOUND[best.filed.figure.quantity.bound] < _BOUND[quantity.bound] for quantity in same)
    equal = all(nominal(best.filed.figure.quantity) == nominal(quantity) for quantity in same)
    return "latest" if equal else "sharpest" if sharper else "lowest"


# By what a figure was chosen, in one line; in the braces stands the one that it was put in the place of.
_CHOSEN_WORDS: dict[ChosenBy, str] = {
    "place": "by who is best placed to know,", "latest": "latest", "adds-up": "the one of the latest day that adds up,",
    "sharpest": "the sharpest of the latest day,", "lowest": "the lowest of the latest day,",
    "settles": "later than {}, which leaves it open,", "takes-back": "later than {}, which it takes back,",
    "week-later": "a week later than {} and higher,", "later": "later than {} and higher,",
}  # fmt: skip


def _reason(best: Weighed, first: Weighed, by: ChosenBy, count: int, origins: int) -> str:
    if by == "alone":
        return "the only figure"
    chosen = _CHOSEN_WORDS[by].replace("{}", f"“{first.filed.figure.number.text}” ({say_answerer(first.filed)})")
    # Figures of others may be among them whose origin is not known: not all are "from one origin".
    whose = "no independent origin known" if origins == 0 else f"{origins} independent origin{'' if origins == 1 else 's'}"
    day = day_of(best.filed)
    words = best.filed.figure.number.text
    who = say_chain(best.filed) + say_place(best)
    return f"{chosen} of {count} figures ({whose}): {who}" + (f", {day}" if day else "") + f" (“{words}”)"


def say_place(item: Weighed) -> str:
    """Return behind commas how whoever says so is placed to know; of somebody not named no more than the words for them tell."""
    nameless = is_nameless(item.filed)
    task = "" if not item.in_office else ", of those whose task it is to count" if nameless else ", whose task it is to count"
    return f"{' (not named)' if nameless else ''}{task}{_SIDES.get(item.alignment, '')}"


def by_alignment(figures: Sequence[Weighed], count: Mapping[Alignment, int], kind: Counting) -> tuple[tuple[Alignment, Range | None], ...]:
    """Return the range of each side that speaks; ``count`` gives each side's independent origins."""
    return tuple((side, range_of([item for item in figures if item.alignment == side], count.get(side, 0), kind)) for side in ALIGNMENTS)
