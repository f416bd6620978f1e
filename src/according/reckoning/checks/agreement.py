"""
Do the numbers agree? Every arithmetic relation between figures, whether it holds, and what would mend it.

    >>> from according.reckoning.checks.agreement import check_figures
    >>> check_figures(())
    ()
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from time import monotonic

from according.comparing.counts import is_former
from according.reckoning.answer import Check
from according.reckoning.checks.amounts import sum_up
from according.reckoning.checks.bounds import make_system, propagate
from according.reckoning.checks.clashes import Conflict, Knot, Limits, find_conflicts, find_knots
from according.reckoning.checks.constraints import RELATIONS, Books, Relation
from according.reckoning.checks.relations import build_books
from according.reckoning.checks.repairs import mend, mend_together
from according.reckoning.checks.sentences import explain_conflict, explain_holding
from according.records import FiledFigure, file_figures
from according.statement import Reading

__all__ = ["DEFAULT_LIMITS", "RELATIONS", "Limits", "check_figures", "check_reading"]

DEFAULT_LIMITS = Limits()
# Shown where they hold: the others say only that one number is less than another.
TELLING = frozenset({"casualty-rate", "parts-and-total", "killed-and-wounded", "subset"})


def check_reading(reading: Reading) -> tuple[Check, ...]:
    """Return the checks inside one report, in the order of their figures."""
    return check_figures(tuple(file_figures(reading)))


def check_figures(
    figures: Sequence[FiledFigure], *, affair: bool = False, origins: Mapping[str, str] | None = None, limits: Limits = DEFAULT_LIMITS
) -> tuple[Check, ...]:
    """
    Return what fails among figures, then what holds and is worth showing.

    Without ``affair``, figures of different reports are compared only where people, place and time are all said and the same. With it they
    are of one event or one total, and what is left unsaid bars nothing. ``origins`` says who answers for figures (by id) where more is
    known than their own words tell. ``limits`` bounds how long conflicts are looked for. The order of the figures changes nothing.
    """
    # One clock for all knots: a report of thousands of figures may not take the time for each of them.
    started = monotonic()
    # "Rose from 14 to 19": nobody holds that it is 14, which contradicts nothing.
    books = build_books([filed for filed in figures if not is_former(filed)], affair=affair, origins=origins)
    failing: list[Check] = []
    broken: set[Relation] = set()
    # Figures that no relation ties cannot contradict one another, so each knot is looked at by itself.
    for knot in find_knots(books):
        conflicts = find_conflicts(books, knot, limits, started)
        failing += _tell_conflicts(books, knot, conflicts)
        broken.update(relation for conflict in conflicts for relation in conflict.relations)
    return (*failing, *_find_holding(books, broken))


def _tell_conflicts(books: Books, knot: Knot, conflicts: Sequence[Conflict]) -> Iterator[Check]:
    # One change may mend several conflicts that share figures: it is told with the first.
    together = mend_together(books, knot) if len(conflicts) > 1 else None
    for conflict in conflicts:
        chosen = _choose(books, conflict.figures)
        repairs = mend(books, knot, conflict, chosen)
        if together is not None and conflict is conflicts[0]:
            repairs = (*repairs, together)
        detail = explain_conflict(books, conflict.figures, conflict.relations, chosen)
        yield Check(_name_rule(conflict), False, conflict.figures, detail, repairs)


def _name_rule(conflict: Conflict) -> str:
    """Return the first rule of the list that a conflict has; without a relation, one true value was given two numbers."""
    return next((rule for rule in RELATIONS if rule in conflict.rules), "same-origin")


def _choose(books: Books, figures: Collection[str]) -> dict[str, str]:
    """Return for each true value the figure that speaks for it: the first of those given."""
    return {books.slot_of[id]: id for id in reversed(tuple(figures))}


def _find_holding(books: Books, broken: Collection[Relation]) -> Iterator[Check]:
    shown: set[tuple[str, ...]] = set()
    place = {id: number for number, id in enumerate(books.figures)}
    of_rate: dict[str, list[Relation]] = defaultdict(list)
    for relation in books.relations:
        if relation.rate is not None:
            of_rate[relation.rate].append(relation)
    for relation in books.relations:
        if relation.rule not in TELLING or relation in broken:
            continue
        chosen = {slot: books.slots[slot][0] for slot, _ in relation.terms}
        figures = tuple(sorted({*chosen.values(), *([relation.rate] if relation.rate is not None else [])}, key=place.__getitem__))
        # A share makes two relations, for its floor and its ceiling, over the same figures.
        both = of_rate.get(relation.rate or "", ())
        if figures not in shown and _is_telling(books, relation, chosen, figures, both):
            shown.add(figures)
            yield Check(relation.rule, True, figures, explain_holding(books, relation, chosen, figures))


def _is_telling(
    books: Books, relation: Relation, chosen: Mapping[str, str], figures: Sequence[str], both: Sequence[Relation]
) -> bool:  # fmt: skip
    """
    Say whether numbers keep a relation as they are stated, and a reader would not take it for granted ("a child" of three).

    A rate has ``both`` its relations, that of its floor and that of its ceiling.
    """
    # "Dozens" keep nearly every relation, and that one child is no more than three people goes without saying.
    if any(books.figures[id].figure.quantity.bound == "vague" or books.stated[id][1] == 1 for id in figures):
        return False
    if relation.rate is not None:
        # Beside an open end ("at least 300 sent") some number always fits.
        closed = all(books.stated[id][1] is not None for id in figures)
        return closed and propagate(make_system(books, books.stated, frozenset(figures), both)).conflict is None
    *parts, whole = (books.stated[chosen[slot]] for slot, _ in relation.terms)
    (low, high), total = whole, sum_up(parts)
    # Floors may be kept by numbers that nobody stated ("14 of at least 12"): that is no reason to say that they agree.
    return total[0] <= (low or high or 0) and (not relation.equal or total == whole)
