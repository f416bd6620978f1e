"""
Running totals of one origin: one number a day, and none below an earlier one.

Figures of one origin, measure, unit, people, place and first day make a series. Totals whose own words name one day are of one true value.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from according.comparing.spread import later as day_after
from according.reckoning.checks.amounts import rounding, trim
from according.reckoning.checks.constraints import Relation, at_most
from according.reckoning.checks.pool import Pool
from according.reckoning.checks.scopes import MOMENT, Scope, fill_in, is_dated

# Measures of a state, which ends for some: the missing are found, the displaced return.
STANDING = frozenset({"deployed", "missing", "displaced", "detained"})


def find_series(pool: Pool) -> list[list[Scope]]:
    """Return the running totals of one origin for one people and place, by day."""
    told: dict[tuple[object, ...], list[Scope]] = defaultdict(list)
    for scope in pool.counts:
        if scope.filed.figure.counting == "running" and scope.moment is not None and not _is_some_of(pool, scope):
            told[scope.origin, scope.measure, scope.filed.figure.unit].append(scope)
    series: dict[tuple[object, ...], list[Scope]] = defaultdict(list)
    for key, totals in told.items():
        # In one affair an open total is of those that the others name; elsewhere it may be of anybody.
        for scope in fill_in(totals) if pool.affair else filter(_is_particular, totals):
            series[*key, scope.people, scope.place and scope.place.name, _since(scope)].append(scope)
    return [sorted(members, key=lambda scope: (scope.moment or date.min, scope.id)) for members in series.values()]


def _is_some_of(pool: Pool, scope: Scope) -> bool:
    """Say whether a total is a part of one of the same people and place: "320 were hurt and 150 of them are in hospital" is no fall."""
    whole = pool.by_id.get(scope.filed.figure.subset_of or "")
    return whole is not None and whole.people == scope.people and whole.place == scope.place


def _is_particular(scope: Scope) -> bool:
    """Say whether a total is of somebody in particular somewhere: others' totals may be of anybody."""
    return scope.people is not None and scope.people.specific and scope.place is not None


def _since(scope: Scope) -> date | None:
    """Return the day from which a total counts, where its words name one."""
    # "Since May" and "since August" are two totals, and the second may be lower.
    return scope.time.first if scope.time is not None and scope.time.basis == "during" else None


def share_slots(series: Sequence[Sequence[Scope]]) -> dict[str, str]:
    """Return the slot of each total whose own words date it: totals of one series and day are of one true value."""
    first: dict[tuple[int, date | None], str] = {}
    # The day of the report is not enough: it may bring the total of the day before.
    dated = [(number, scope) for number, members in enumerate(series) for scope in members if is_dated(scope)]
    return {scope.id: first.setdefault((number, scope.moment), scope.id) for number, scope in dated}


def relate_totals(series: Sequence[Sequence[Scope]], slots: dict[str, str]) -> Iterator[Relation]:
    """Yield that the totals of each series do not fall. Fewer may be missing, displaced, held or posted somewhere than were."""
    for members in series:
        if members[0].measure in STANDING:
            continue
        dated = dict.fromkeys(slots[scope.id] for scope in members if is_dated(scope))
        # Neighbours only: what holds from day to day holds over all of them.
        yield from (at_most("running-total", (earlier,), later) for earlier, later in pairwise(dated))
        if not all(map(is_dated, members)):
            yield from _relate_undated(members)


def _relate_undated(members: Sequence[Scope]) -> Iterator[Relation]:
    """
    Yield that totals do not fall from one report's day to another's.

    A day's report may bring the number of the day before, so only days further apart are in order. What was reached by the end of each day
    is a true value of its own: with it the relations are as many as the figures, and not as the pairs of them.
    """
    days = sorted({scope.moment for scope in members if scope.moment is not None})
    reached = [f"{members[0].id} by {day}" for day in days]
    yield from (at_most("running-total", (earlier,), later) for earlier, later in pairwise(reached))
    for scope in members:
        if scope.moment is None:
            continue
        # "1,000" and then 987 in another report: the thousand may have been 980, rounded up.
        slack = trim(rounding(scope.filed.figure.quantity))
        yield Relation("running-total", ((scope.id, 1 - slack), (reached[bisect_left(days, scope.moment)], -1)))
        before = bisect_left(days, day_after(scope.moment, -MOMENT.days))
        if before:
            yield Relation("running-total", ((reached[before - 1], 1), (scope.id, -1 - slack)))
