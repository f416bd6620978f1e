"""
The figures that may stand in a sum, and which of them may stand in one together.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from according.comparing.counts import LARGEST
from according.comparing.nearness import site_key
from according.comparing.people import People, same_people
from according.reckoning.checks.scopes import Scope, is_fresh, same_counting, same_moment, same_site, same_stretch
from according.records import FiledFigure
from according.statement import Measure

# Where its report tells more than so much near a figure, the figure is held against none of it: each would be held against all others, and
# of hundreds that may be the same there is hardly ever one alone that fits.
NEAR_AT_MOST = 800


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
        self.bases = dict(_find_bases(self.rates, usable))
        # The 11,000 of "a third of the 11,000 were killed" were not killed.
        inside = {base.id for base in self.bases.values()}
        self.counts = [scope for scope in usable if scope.filed.figure.unit != "percent" and scope.id not in inside]
        self.people: dict[Measure, list[Scope]] = defaultdict(list)
        for scope in self.counts:
            if scope.filed.figure.unit == "people":
                self.people[scope.measure].append(scope)
        self.told = defaultdict(lambda: Told(()), {measure: Told(scopes) for measure, scopes in self.people.items()})
        forces: dict[People | None, list[Scope]] = defaultdict(list)
        for scope in self.people["deployed"]:
            forces[scope.people].append(scope)
        self.forces = {people: Told(scopes) for people, scopes in forces.items()}
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


_ByPeople = dict[People | None, list[int]]


class Told:
    """
    Figures in their order, by report, site, people and origin.

    In a report of thousands of figures those that may be told of one site and of the same people are found without a look at all others.
    """

    def __init__(self, scopes: Iterable[Scope]) -> None:
        self._scopes = tuple(scopes)
        # By report: at each site, and at none in particular (``None``), the figures of each people.
        self._told: dict[str, dict[str | None, _ByPeople]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        self._of_origin: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for at, scope in enumerate(self._scopes):
            self._told[scope.report][site_key(scope.place)][scope.people].append(at)
            self._of_origin[scope.origin][scope.report].append(at)
        self._near: dict[tuple[str, str | None, People | None], list[list[int]] | None] = {}

    def is_crowded(self, scope: Scope) -> bool:
        """
        Say whether the report of a figure tells so much that is near it that it is held against none of it.

        Nothing follows then: which of very many is the only one that fits is not known without a look at all.
        """
        return self._find_near(scope) is None

    def at_site(self, scope: Scope) -> Iterator[Scope]:
        """Yield what the report of a figure tells of its site or of none in particular."""
        return (self._scopes[at] for at in merge(*(numbers for _, numbers in self._at_site(scope.report, site_key(scope.place)))))

    def beside(self, scope: Scope) -> Iterator[Scope]:
        """Yield what is told near a figure of people who may be the same, and what its origin tells elsewhere, in the order of all."""
        others = (told for report, told in self._of_origin.get(scope.origin, {}).items() if report != scope.report)
        return (self._scopes[at] for at in merge(*(self._find_near(scope) or ()), *others))

    def by_report(self, scope: Scope) -> Iterator[tuple[str, Iterator[Scope]]]:
        """Yield the reports in which the origin of a figure tells anything: of its own what is near it, of each other all."""
        for report, told in self._of_origin.get(scope.origin, {}).items():
            found = self._find_near(scope) or () if report == scope.report else (told,)
            yield report, (self._scopes[at] for at in merge(*found))

    def _at_site(self, report: str, site: str | None) -> Iterator[tuple[People | None, list[int]]]:
        """Yield each people that a report tells of at a site or at none in particular, with its figures; without a site, at all of them."""
        told = self._told.get(report, {})
        for name in told if site is None else (site, None):
            yield from told.get(name, {}).items()

    def _find_near(self, scope: Scope) -> list[list[int]] | None:
        """Return the figures of a report that may be of one site and people with one of it; ``None`` where they are too many."""
        site = site_key(scope.place)
        key = scope.report, site, scope.people
        if key not in self._near:
            found, many = list[list[int]](), 0
            for people, numbers in self._at_site(scope.report, site):
                # With each people at each site once.
                many += 1
                if same_people(people, scope.people) is not False:
                    found.append(numbers)
                    many += len(numbers)
                if many > NEAR_AT_MOST:
                    break
            self._near[key] = found if many <= NEAR_AT_MOST else None
        return self._near[key]


def _find_bases(rates: Iterable[Scope], scopes: Iterable[Scope]) -> Iterator[tuple[str, Scope]]:
    """Yield the ids of rates with the figure whose number stands in the words for whom each is of: "a third of the 11,000 soldiers"."""
    numbers: dict[str, list[Scope]] = defaultdict(list)
    for scope in scopes:
        numbers[scope.report].append(scope)
    for rate in rates:
        if (people := rate.filed.figure.population) is not None:
            inside = _numbers_in(numbers[rate.report], people.start, people.end)
            if (base := next((one for one in inside if one is not rate), None)) is not None:
                yield rate.id, base


def _numbers_in(scopes: Sequence[Scope], start: int, end: int) -> Iterator[Scope]:
    """Yield the figures of a report, which are in its order, whose numbers stand between two places of its text."""
    for at in range(bisect_left(scopes, start, key=_start), len(scopes)):
        if _start(scopes[at]) >= end:
            return
        if scopes[at].filed.figure.number.end <= end:
            yield scopes[at]


def _start(scope: Scope) -> int:
    return scope.filed.figure.number.start


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
