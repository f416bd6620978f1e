"""
Contradictions: figures that cannot all be true, told apart from mere difference.

A later update, another cut-off day, another population, another definition, or a bound that allows the other number make a
difference and no contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import nsmallest
from itertools import combinations

from according.comparing.counts import meet, nominal, times_apart
from according.comparing.days import day_of, said_on
from according.comparing.nearness import relate_places
from according.comparing.people import anybody
from according.comparing.profile import Profile, make_profile
from according.reckoning.answer import Check, Contradiction, Question, Repair, Weighed
from according.reckoning.origins.ends import say_answerer

# So many are told, the widest apart first; more of one day say the same thing again.
CONTRADICTIONS_TOLD = 5


def find_contradictions(question: Question, figures: Sequence[Weighed], checks: Iterable[Check]) -> tuple[Contradiction, ...]:
    """
    Return what cannot all be true: checks that fail for a figure of the question, then numbers of one moment that exclude each other.

    Of the latter no more than :data:`CONTRADICTIONS_TOLD` are returned, the widest apart first.
    """
    own = {item.id for item in figures}
    failed = [
        Contradiction(check.figures, check.detail, check.repairs, check.rule)
        for check in checks
        if not check.holds and own.intersection(check.figures)
    ]
    # A failing check names its rule and more ways to mend it: the same pair is not told again in poorer words.
    told = {frozenset(found.figures) for found in failed}
    clashing = [found for found in _clashes(question, figures) if frozenset(found.figures) not in told]
    return (*failed, *clashing[:CONTRADICTIONS_TOLD])


def _clashes(question: Question, figures: Sequence[Weighed]) -> list[Contradiction]:
    """Return the widest pairs of used, dated figures that were said on one day, speak for one day and exclude each other."""
    # "Nine died" in Monday's paper and "twelve died" in Tuesday's is news that goes on: a later word is an update and no contradiction.
    by_moment: dict[tuple[date, date], list[Weighed]] = defaultdict(list)
    for item in figures:
        day, said = day_of(item.filed), said_on(item.filed, question.kind)
        if item.used and day is not None and said is not None and item.filed.filing.published is not None:
            by_moment[day, said].append(item)
    pairs = (pair for said in by_moment.values() for pair in _excluding(said))
    # Twice as many as are told, for the checks may have told some of them already.
    return [_tell(a, b) for a, b in nsmallest(2 * CONTRADICTIONS_TOLD, pairs, key=_widest_first)]


def _widest_first(pair: tuple[Weighed, Weighed]) -> tuple[float, str, str]:
    """Return the key by which the pair whose numbers lie the most times apart comes first."""
    a, b = pair
    return -times_apart(a.filed.figure.quantity, b.filed.figure.quantity), a.id, b.id


def _excluding(said: Sequence[Weighed]) -> Iterator[tuple[Weighed, Weighed]]:
    """Yield the pairs, lower number first, of different origins that count the same people and allow no number in common."""
    ordered = sorted(said, key=lambda item: (nominal(item.filed.figure.quantity), item.id))
    profiles = {item.id: make_profile(item.filed) for item in ordered}
    for a, b in combinations(ordered, 2):
        one, other = a.filed.figure, b.filed.figure
        # Figures of one echo group are one count told twice, in other words perhaps.
        if a.origin != b.origin and not meet(one.quantity, other.quantity) and _same_matter(profiles[a.id], profiles[b.id]):
            yield a, b


def _same_matter(a: Profile, b: Profile) -> bool:
    """Say whether two figures plainly count the same people at the same place: the same words for them, or "people" for both."""
    # "Nine villagers" and "twelve people" may be others: it takes a noun in common, or no more than "people" on both sides.
    people = (a.anybody and b.anybody) or bool((a.heads & b.heads) - anybody())
    # A place that one of them leaves open bars nothing: both are of one question already.
    places = a.spot is None or b.spot is None or relate_places(a.spot, b.spot) == "same"
    # "Five of them children" is a part of another number and excludes none.
    part = a.filed.figure.subset_of is not None or b.filed.figure.subset_of is not None
    return people and places and not part


def _tell(a: Weighed, b: Weighed) -> Contradiction:
    day = day_of(a.filed)
    detail = (
        f"{say_answerer(a.filed)} says {a.filed.figure.number.text}, {say_answerer(b.filed)} says {b.filed.figure.number.text}"
        f"{f' for {day}' if day else ''}; no number fits both"
    )
    return Contradiction((a.id, b.id), detail, (_raise(a, b), _lower(b, a), _definition()), "same-moment")


def _raise(item: Weighed, other: Weighed) -> Repair:
    """Return the repair that lifts a figure to the higher number."""
    target, number = nominal(other.filed.figure.quantity), nominal(item.filed.figure.quantity)
    change = (target - number) / max(number, 0.5)
    return Repair(item.id, target, None, round(change, 3), f"{say_answerer(item.filed)}: at least {target:,g} ({100 * change:+.1f} %)")


def _lower(item: Weighed, other: Weighed) -> Repair:
    """Return the repair that lowers a figure to the lower number."""
    quantity = other.filed.figure.quantity
    # "600 to 700" allows 700: no more than that need be taken off a higher number.
    target, number = quantity.high if quantity.high is not None else nominal(quantity), nominal(item.filed.figure.quantity)
    change = (target - number) / max(number, 0.5)
    return Repair(item.id, None, target, round(change, 3), f"{say_answerer(item.filed)}: at most {target:,g} ({100 * change:+.1f} %)")


def _definition() -> Repair:
    return Repair(None, None, None, None, "or they count other people, other places, or up to another hour")
