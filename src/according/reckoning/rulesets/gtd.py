"""
Global Terrorism Database: one figure, by a fully written tie-break.

GT1: the figure of the most recent independent source, unless that source is of questionable validity or rests on the perpetrators'
claims. GT2: if several recent sources disagree, or there is cause for concern, the figure of the majority of independent sources. GT3: no
majority: the lowest figure proffered. GT4: vague or no figure: blank, and the conflict is noted.

*Recent* goes by the day of the report; *several recent* are those of one day. *Independent* are origins of known publisher families that
are not the perpetrators' claims (:mod:`.independence`, :mod:`.responsibility`). A *majority* is more than half of them, two at least.
*Of questionable validity* is what is denied, feared or planned, or named in ``parameters.unreliable``. *Vague* (GT4) are words such as
"dozens", and "up to 20", which states no number reached; "about 20" and "at least 20" give 20, and "20 to 30" its lower end.
"""
from __future__ import annotations

from collections.abc import Sequence

from according.reckoning.answer import Verdict, Weighed
from according.reckoning.rulesets.grounds import (
    Ground,
    echoes,
    first_measure,
    left_out,
    not_reported,
    other_measure,
    sift,
    superseded,
    unreliable,
)
from according.reckoning.rulesets.independence import count_independent, describe_independence
from according.reckoning.rulesets.parameters import Parameters
from according.reckoning.rulesets.responsibility import Side, perpetrators, rests_on_perpetrator
from according.statement import Measure

# The dead before the injured: the database counts both, and one question is about one of them.
HARMED: tuple[Measure, ...] = ("killed", "wounded")
# How a rule that settles the number is told.
SETTLED = {"GT1": "the most recent independent source", "GT2": "the majority of independent sources", "GT3": "the lowest figure proffered"}
Choice = tuple[float | None, str]


def gtd(figures: Sequence[Weighed], parameters: Parameters) -> Verdict:
    """Return one figure as low, best and high: of the most recent independent source, of the majority, or the lowest (GT1-GT4)."""
    measure = first_measure(figures, HARMED)
    grounds: tuple[Ground, ...] = (
        # Of two figures of one source the later one is that source's most recent (GT1).
        left_out, echoes, superseded("GT1"), other_measure("GT4", measure), not_reported("GT1"), unreliable("GT1", parameters), _vague,
    )  # fmt: skip
    kept, dropped = sift(figures, grounds)
    accused = perpetrators(kept)
    number, rule = _choose(kept, accused)
    # Whoever gives the number that was chosen stands behind it, on whatever day; perpetrators only under GT3, which asks nobody's name.
    used = tuple(item.id for item in kept if _number(item) == number and not (rule != "GT3" and rests_on_perpetrator(item, accused)))
    others = tuple((item.id, _why(item, rule, accused)) for item in kept if item.id not in used)
    notes = (*_notes(kept, rule), describe_independence(kept))
    return Verdict(number, number, number, used, tuple(sorted(dropped + others)), notes=notes)


def _vague(item: Weighed) -> str | None:
    quantity = item.filed.figure.quantity
    return "GT4" if quantity.bound == "vague" or quantity.low is None else None


def _number(item: Weighed) -> float | None:
    return item.filed.figure.quantity.low


def _why(item: Weighed, rule: str, accused: frozenset[Side]) -> str:
    return "GT1" if rule != "GT3" and rests_on_perpetrator(item, accused) else rule


def _choose(kept: Sequence[Weighed], accused: frozenset[Side]) -> Choice:
    """Return the number and the rule that settles it."""
    # A publisher whose family is unknown may be a copy of another, so it can be no independent source (CO1).
    sourced = [item for item in kept if item.family is not None]
    newest = _newest(sourced)
    numbers = {_number(item) for item in newest}
    # A perpetrator's claim on the latest day is a cause for concern (GT2), even where it gives the same number.
    if len(numbers) == 1 and not any(rests_on_perpetrator(item, accused) for item in newest):
        return numbers.pop(), "GT1"
    # Of all days: GT2 asks the independent sources, no longer only the recent ones.
    majority = _majority([item for item in sourced if not rests_on_perpetrator(item, accused)])
    if majority is not None:
        return majority, "GT2"
    # GT3 takes the lowest figure of anybody, perpetrators and unknown publishers too.
    return min((number for item in kept if (number := _number(item)) is not None), default=None), "GT3" if kept else "GT4"


def _newest(sourced: Sequence[Weighed]) -> list[Weighed]:
    """Return the figures of the latest day of a report; without dates nothing is the most recent."""
    latest = max((item.filed.filing.published for item in sourced if item.filed.filing.published is not None), default=None)
    return [item for item in sourced if latest is not None and item.filed.filing.published == latest]


def _majority(independent: Sequence[Weighed]) -> float | None:
    """Return the one number that more than half of the independent sources give, two at least."""
    # Counted as sources and not as figures: ten papers of one publisher have one vote.
    total = count_independent(independent)
    numbers = {number for item in independent if (number := _number(item)) is not None}
    votes = {number: count_independent([item for item in independent if _number(item) == number]) for number in numbers}
    # More than half: two numbers with two sources each are no majority. One source alone is none either.
    winners = [number for number, count in votes.items() if count > total / 2 and count > 1]
    return winners[0] if len(winners) == 1 else None


def _notes(kept: Sequence[Weighed], rule: str) -> tuple[str, ...]:
    # Nothing was kept, so there are no numbers to compare.
    if rule == "GT4":
        return ("GT4: no definite figure: blank",)
    numbers = sorted(number for item in kept if (number := _number(item)) is not None)
    conflict = (f"GT4: conflict noted: figures from {numbers[0]:g} to {numbers[-1]:g}",) if numbers[0] != numbers[-1] else ()
    return (f"{rule}: {SETTLED[rule]}", *conflict)
