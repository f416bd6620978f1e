"""
The figures that may stand in a sum, and which of them may stand in one together.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from according.comparing.counts import LARGEST
from according.comparing.people import People, same_people
from according.reckoning.checks.scopes import Scope, is_fresh, same_counting, same_moment, same_site, same_stretch
from according.records import FiledFigure
from according.statement import Measure


def is_countable(filed: FiledFigure) -> bool:
    """
    Say whether a figure may stand in a sum: it tells of what happened, of a number, and of no absurd one.

    What is planned, feared or denied may not, but a share that is only thought possible may: it is held against others' numbers. Nor may
    a victim named without a number, or "no other casualties", which is read as 0.
    """
    figure, quantity = filed.figure, filed.figure.quantity
    told = figure.status in ("asserted", "estimated") or (figure.status == "possible" and figure.unit == "percent")
    number = (quantity.high is None or quantity.high > 0) and max(quantity.low or 0, quantity.high or 0) <= LARGEST
    return told and number and not figure.implied and not filed.statement.negated


class Pool:
    """Countable figures, sorted by what is asked of them."""

    def __init__(self, scopes: Sequence[Scope], *, affair: bool) -> None:
        self.affair = affair
        # Before anything is compared: a denied or planned number must not stand in for one that was told.
        self.by_id = {scope.id: scope for scope in scopes if is_countable(scope.filed)}
        usable = tuple(self.by_id.values())
        self.rates = [scope for scope in usable if scope.filed.figure.unit == "percent"]
        self.bases = {rate.id: base for rate in self.rates if (base := find_base(rate, usable)) is not None}
        # The 11,000 of "a third of the 11,000 were killed" were not killed.
        inside = {base.id for base in self.bases.values()}
        self.counts = [scope for scope in usable if scope.filed.figure.unit != "percent" and scope.id not in inside]
        self.people: dict[Measure, list[Scope]] = defaultdict(list)
        for scope in self.counts:
            if scope.filed.figure.unit == "people":
                self.people[scope.measure].append(scope)
        self.forces: dict[People | None, list[Scope]] = defaultdict(list)
        for scope in self.people["deployed"]:
            self.forces[scope.people].append(scope)
        # Where one figure of an affair is news of the hour, all its reports are.
        self.fresh = affair and any(map(is_fresh, scopes))

    def comparable(self, a: Scope, b: Scope) -> bool:
        """
        Say whether two figures may stand in one sum: nothing tells them apart, and what is left open is open within bounds.

        Those bounds are one affair or one report, and in a report the same words for the people, or one statement.
        """
        answers = (same_people(a.people, b.people), same_site(a, b), same_stretch(a, b))
        # Said otherwise bars always; left open bars only where nothing else holds the two together.
        if False in answers or not same_counting(a, b):
            return False
        if self.affair or None not in answers:
            return True
        # Two sentences of a report may tell of two places: it takes the same words for the people, or one sentence.
        return a.report == b.report and (answers[0] is True or a.filed.statement.id == b.filed.statement.id)

    def one_book(self, a: Scope, b: Scope) -> bool:
        """Say whether one origin gives both figures for one moment."""
        if a.origin != b.origin or not same_moment(a, b):
            return False
        # The toll of a fresh event rises by the hour: two papers of one day may have two hours of it.
        return a.report == b.report or not (self.fresh or is_fresh(a) or is_fresh(b))


def find_base(rate: Scope, scopes: Iterable[Scope]) -> Scope | None:
    """Return the figure whose number stands in the words for whom a rate is of: "a third of the 11,000 soldiers"."""
    people = rate.filed.figure.population
    if people is None:
        return None
    others = (one for one in scopes if one is not rate and one.report == rate.report)
    return next((one for one in others if _is_inside(one, people.start, people.end)), None)


def _is_inside(one: Scope, start: int, end: int) -> bool:
    number = one.filed.figure.number
    return start <= number.start and number.end <= end


def find_only(fit: Iterable[Scope]) -> Scope | None:
    """Return the one candidate, or the first of several that state the same number; of several numbers none, and no more are looked at."""
    found: dict[tuple[float | None, float | None], Scope] = {}
    for one in fit:
        quantity = one.filed.figure.quantity
        # The same number in two reports is no second candidate.
        found.setdefault((quantity.low, quantity.high), one)
        if len(found) > 1:
            return None
    return next(iter(found.values()), None)
