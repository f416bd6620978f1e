"""
The grounds on which a recorder leaves a figure out.

A ground is a small function that gives the id of a rule, or nothing. Every house makes its own list of them, in its own order;
:func:`sift` puts every figure on one side or the other.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable

from according.names.gazetteer import fold
from according.reckoning.answer import Weighed
from according.reckoning.origins.ends import answerer
from according.reckoning.rulesets.parameters import Parameters
from according.statement import Measure, Status

Ground = Callable[[Weighed], str | None]
Dropped = tuple[tuple[str, str], ...]
# Who denies a number, fears one or plans one has not reported it.
NOT_REPORTED: frozenset[Status] = frozenset({"denied", "possible", "planned"})


def sift(figures: Iterable[Weighed], grounds: Iterable[Ground]) -> tuple[tuple[Weighed, ...], Dropped]:
    """
    Return the figures that no ground leaves out, and the others by id, each with the id of the first rule that leaves it out.

    Both are in order of the figures' ids, and a figure that is given twice counts once.
    """
    listed = tuple(grounds)
    kept: list[Weighed] = []
    dropped: list[tuple[str, str]] = []
    # By id, so that the order in which figures come changes nothing, not even the lists of a verdict.
    for item in sorted({item.id: item for item in figures}.values(), key=lambda item: item.id):
        # One reason is enough: a denied echo is told as the echo that it is, if that ground stands first.
        rule = next((rule for ground in listed if (rule := ground(item)) is not None), None)
        if rule is None:
            kept.append(item)
        else:
            dropped.append((item.id, rule))
    return tuple(kept), tuple(dropped)


def left_out(item: Weighed) -> str | None:
    """Give the id of the ruling, or of the reckoning's earlier rule, that left the figure out before any house saw it."""
    return item.dropped_by


def echoes(item: Weighed) -> str | None:
    """Give CO2 for an echo: it counts once, at the figure it echoes."""
    return "CO2" if item.echo_of is not None else None


def superseded(rule: str) -> Ground:
    """Return the ground that a source's later figure has taken the figure's place."""
    return lambda item: rule if item.superseded_by is not None else None


def other_measure(rule: str, *measures: Measure) -> Ground:
    """Return the ground that the figure does not count people to whom one of these things happened."""
    # "40 percent of the crew" and "three tanks" are no people, whatever happened to them.
    return lambda item: rule if item.filed.figure.unit != "people" or item.filed.figure.measure not in measures else None


def not_reported(rule: str, *further: Status) -> Ground:
    """Return the ground that the number is denied, feared or planned (or ``further``), and so no report that it happened."""
    barred = NOT_REPORTED | set(further)
    # The statement is asked too: a number may stand in one that is denied as a whole.
    return lambda item: rule if item.filed.figure.status in barred or item.filed.statement.status == "denied" else None


def unreliable(rule: str, parameters: Parameters) -> Ground:
    """Return the ground that the parameters name the figure, its publisher's family or its originator as unreliable."""
    # Folded once here and not for every figure; case and accents make no other name.
    named = {fold(name) for name in parameters.unreliable}
    return lambda item: rule if named and named & _names(item) else None


def _names(item: Weighed) -> set[str]:
    names = {item.id, *(() if item.family is None else (item.family,))}
    # Who is not believed is the one who answers for the number, not the paper that quotes him.
    if (party := answerer(item.filed)) is not None:
        names.update((party.text, party.name or ""))
    return {fold(name) for name in names if name}


def first_measure(figures: Iterable[Weighed], measures: tuple[Measure, ...]) -> Measure:
    """Return the first of the measures that any figure has: dead and injured are never put into one range."""
    # Of figures that count: a rejected figure of the dead must not hide the injured.
    found = {item.filed.figure.measure for item in figures if item.used}
    # Without any of them the first: the answer is then empty under the measure that the house counts.
    return next((measure for measure in measures if measure in found), measures[0])
