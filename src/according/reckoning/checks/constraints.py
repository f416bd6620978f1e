"""
Relations between figures, and the books that hold both: what the arithmetic is done on.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from according.reckoning.checks.amounts import Interval, Number
from according.records import FiledFigure

# What is checked, in the order in which a conflict of several relations is named after one; docs/checks.md tells more of each.
RELATIONS = {
    "casualty-rate": "A stated share of a force is what its losses come to.",
    "parts-and-total": "Parts that exclude one another come to no more than their total.",
    "killed-and-wounded": "Killed and wounded come to no more than the casualties, and to just as many where the words say so.",
    "running-total": "A running total of one origin does not fall.",
    "deployed-ceiling": "No more of a force are killed or wounded than were there.",
    "subset": "A part is no more than its whole.",
    "same-origin": "One origin gives one number for one thing at one moment.",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """
    Factors times true values that come to at most 0 (or to just 0).

    Each term is a true value and its factor; with ``equal`` they come to just 0. A ``rate`` is the id of a figure that states the relation
    itself ("a third were lost"). Without that figure the relation does not hold. Its floor or ceiling (``bound``) is a further factor of
    the first term.
    """

    rule: str
    # Killed + wounded - casualties: the terms of a sum, with the whole last. A rate has its force first.
    terms: tuple[tuple[str, Number], ...]
    equal: bool = False
    rate: str | None = None
    bound: Literal["low", "high"] | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """
    Figures by id, the true values (``slots``) they are of, each figure's slot, and the relations between slots.

    The figures are in an order of their own, so that nothing depends on the order in which they came. ``stated`` and ``allowed`` are each
    figure's interval: as its words have it, and with what "about" may hide. A relation may name a true value of which there is no figure.
    """

    figures: Mapping[str, FiledFigure]
    slots: Mapping[str, tuple[str, ...]]
    slot_of: Mapping[str, str]
    relations: tuple[Relation, ...]
    # Repairs are counted from what is stated; whether figures clash is decided by what is allowed.
    stated: Mapping[str, Interval]
    allowed: Mapping[str, Interval]


def at_most(rule: str, parts: Iterable[str], whole: str, *, equal: bool = False) -> Relation:
    """Return the relation that parts come to no more than a whole, or to just the whole."""
    return Relation(rule, (*((part, 1) for part in parts), (whole, -1)), equal)
