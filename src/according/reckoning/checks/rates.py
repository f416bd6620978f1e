"""
Forces and their losses: stated shares, and that no more are lost than were there.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from according.comparing.people import same_people
from according.reckoning.checks.constraints import Relation, at_most
from according.reckoning.checks.pool import Pool, find_only
from according.reckoning.checks.scopes import Scope, same_site, same_stretch
from according.statement import Measure

LOSSES: tuple[Measure, ...] = ("casualties", "killed", "wounded")
# A force that is sent in addition is not the whole force.
_ADDED = re.compile(r"\b(?:additional|another|more|extra|further|new|fresh|reinforc\w*|up to|as many as)\b", re.IGNORECASE)
# How far from the number such a word may stand: "sent another batch of some 1,500", "1,500 more soldiers" (characters).
BEFORE, BEHIND = 40, 60


def relate_rates(pool: Pool) -> Iterator[Relation]:
    """Yield what a stated share of a force makes of its losses."""
    for rate in pool.rates:
        # A force that the share itself names ("a third of the 900") goes before one found elsewhere.
        force = pool.bases.get(rate.id) or _find_force(pool, rate)
        if force is None or rate.measure not in LOSSES:
            continue
        for losses in _losses_of(pool, rate):
            yield from _share(rate, force, losses)


def _share(rate: Scope, force: Scope, losses: tuple[str, ...]) -> Iterator[Relation]:
    quantity, less, more = rate.filed.figure.quantity, -1, 1
    # "At least a third lost": a third of the force less its losses is at most 0. A floor of 0 says nothing.
    if quantity.low:
        yield Relation("casualty-rate", ((force.id, more), *((id, less) for id in losses)), rate=rate.id, bound="low")
    if quantity.high is not None:
        yield Relation("casualty-rate", ((force.id, less), *((id, more) for id in losses)), rate=rate.id, bound="high")


def _losses_of(pool: Pool, rate: Scope) -> Iterator[tuple[str, ...]]:
    """Yield the losses of those a rate is of (killed and wounded without casualties) as its own origin, or else each other, has them."""
    # Of very many nobody can say which these are, nor that there are none.
    if any(pool.told[measure].is_crowded(rate) for measure in LOSSES):
        return
    beside = [scope for measure in LOSSES for scope in pool.told[measure].beside(rate) if _is_beside(pool, scope, rate)]
    own = [scope for scope in beside if scope.origin == rate.origin]
    # Whoever gives a share has their own count in mind. Only where they give none is it held against the others', one by one.
    for origin in dict.fromkeys(scope.origin for scope in own or beside):
        whole, killed, wounded = (
            find_only(scope for scope in beside if scope.origin == origin and scope.measure == measure)
            for measure in (rate.measure, "killed", "wounded")
        )
        if whole is not None:
            yield (whole.id,)
        elif rate.measure == "casualties" and killed is not None and wounded is not None and pool.comparable(killed, wounded):
            yield killed.id, wounded.id


def _is_beside(pool: Pool, one: Scope, rate: Scope) -> bool:
    """Say whether losses stand beside a rate: in its report or from its origin, of the same people, place and days."""
    if one.report != rate.report and not pool.one_book(one, rate):
        return False
    apart = same_site(one, rate) is False or same_stretch(one, rate) is False
    # "A third of the 900 soldiers" names its force: the same speaker's "soldiers" are of it.
    named = rate.id in pool.bases and one.origin == rate.origin and same_people(one.people, rate.people) is True
    # "40 killed last week" are not all the losses that a share is of.
    return (named or _is_same_force(one, rate)) and not apart and one.filed.figure.counting != "period"


def _is_same_force(a: Scope, b: Scope) -> bool:
    """Say whether two figures are of the same people, and those somebody in particular."""
    return a.people is not None and a.people.specific and same_people(a.people, b.people) is True


def _find_force(pool: Pool, of: Scope) -> Scope | None:
    """Return the one force that losses are of: the same people, sent there, and the whole of them."""
    forces = pool.forces.get(of.people)
    return None if forces is None or forces.is_crowded(of) else find_only(force for force in forces.beside(of) if _is_force(force, of))


def _is_force(force: Scope, of: Scope) -> bool:
    # Another speaker in another report may mean another contingent.
    near = force.report == of.report or force.origin == of.origin
    place = same_site(force, of) is not False
    return near and place and _is_same_force(force, of) and _is_whole(force, of) and not _is_of_another_time(force, of)


def _is_whole(force: Scope, of: Scope) -> bool:
    """
    Say whether those sent are a whole force that may bear losses: several, not sent in addition, and named on their own.

    Whoever "11 of them" are, the reading may have led them back to the bomber who killed them.
    """
    figure, other = force.filed.figure, of.filed.figure
    one, two = figure.population, other.population
    borrowed = one is not None and two is not None and (one.start, one.end) == (two.start, two.end) and force.report == of.report
    several = figure.quantity.high is None or figure.quantity.high > 1
    return several and not _is_added(force) and (not borrowed or other.subset_of == figure.id)


def _is_added(force: Scope) -> bool:
    statement, number = force.filed.statement, force.filed.figure.number
    start = max(number.start - statement.start, 0)
    # Only near the number: a sentence may tell of one force that came and of another that was there.
    return bool(_ADDED.search(statement.text[max(start - BEFORE, 0) : start + BEHIND]))


def _is_of_another_time(force: Scope, losses: Scope) -> bool:
    """Say whether a force was met on a day that is not that of the losses, or came when they were over."""
    # "Soldiers attacked a post on Monday": that force bears the losses of that event and of no other day.
    if force.filed.figure.counting == "incident" and same_stretch(force, losses) is not True:
        return force.time is not None
    if losses.time is None or force.time is None or losses.time.last is None or force.time.first is None:
        return False
    return losses.time.last < force.time.first


def relate_forces(pool: Pool) -> Iterator[Relation]:
    """Yield that no more of a force are killed or wounded than were sent."""
    for measure in LOSSES:
        for losses in pool.people[measure]:
            force = _find_force(pool, losses)
            if force is not None:
                yield at_most("deployed-ceiling", (losses.id,), force.id)
