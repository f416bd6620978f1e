"""
What must hold between figures: parts and totals, killed and wounded, rates, ceilings and running totals.

A relation is linear over true values that nobody knows. It is made only between figures whose people, place and time are the same as
far as their words tell; whatever leaves two candidates makes none.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from according.reckoning.checks.amounts import Interval, state, widen
from according.reckoning.checks.constraints import Books, Relation
from according.reckoning.checks.listed import relate_lists
from according.reckoning.checks.parts import relate_losses, relate_parts
from according.reckoning.checks.pool import Pool
from according.reckoning.checks.rates import relate_forces, relate_rates
from according.reckoning.checks.scopes import make_scopes
from according.reckoning.checks.successions import find_series, relate_totals, share_slots
from according.reckoning.origins.ends import who_answers
from according.reckoning.origins.publishers import default
from according.records import FiledFigure


def build_books(figures: Sequence[FiledFigure], *, affair: bool = False, origins: Mapping[str, str] | None = None) -> Books:
    """
    Return figures with the relations between them.

    ``affair`` says that the figures are of one event or one total, so that what one of them leaves open bars nothing, not even across
    reports; ``origins`` says who answers for figures (by id) where more is known than their own words tell.
    """
    # Each figure once, in an order of its own: what is told must not depend on the order in which figures came.
    ordered = sorted({filed.id: filed for filed in figures}.values(), key=_order)
    pool = Pool(make_scopes(ordered, who_answers(ordered, default()) if origins is None else origins), affair=affair)
    # Totals of one origin and day are of one true value, so their slots must be known before relations are placed.
    series = find_series(pool)
    slot_of = share_slots(series)
    found = [
        *relate_parts(pool), *relate_lists(pool), *relate_losses(pool), *relate_rates(pool), *relate_forces(pool),
        *relate_totals(series, slot_of),
    ]  # fmt: skip
    usable = {id: scope.filed for id, scope in pool.by_id.items()}
    return Books(
        figures=usable,
        slots=_slots(usable, slot_of),
        slot_of={id: slot_of.get(id, id) for id in usable},
        # Two figures of one slot make the same relation twice.
        relations=tuple(dict.fromkeys(_placed(found, slot_of))),
        stated={id: _interval(filed, stated=True) for id, filed in usable.items()},
        allowed={id: _interval(filed, stated=False) for id, filed in usable.items()},
    )


def _order(filed: FiledFigure) -> tuple[str, str, int, str]:
    """Return the key that orders figures: day of the report, report, place in its text, id."""
    return (str(filed.filing.published or ""), filed.filing.id, filed.figure.number.start, filed.figure.id)


def _interval(filed: FiledFigure, *, stated: bool) -> Interval:
    quantity, percent = filed.figure.quantity, filed.figure.unit == "percent"
    return state(quantity, percent=percent) if stated else widen(quantity, percent=percent)


def _slots(ids: Iterable[str], slot_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    slots: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        slots[slot_of.get(id, id)].append(id)
    return {slot: tuple(members) for slot, members in slots.items()}


def _placed(relations: Iterable[Relation], slot_of: Mapping[str, str]) -> Iterable[Relation]:
    """Yield relations between the slots of their figures; a value is not related to itself."""
    for one in relations:
        terms = tuple((slot_of.get(id, id), factor) for id, factor in one.terms)
        # Two totals of one day share a slot, and "no less than itself" says nothing.
        if len({slot for slot, _ in terms}) == len(terms):
            yield replace(one, terms=terms)
