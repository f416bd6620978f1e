"""
Armed Conflict Location & Event Data: one figure, the most conservative.

AC1: the lowest figure among the reliable reports; a dispute is told in the notes. AC2: "tens" is 10, "dozens" 12, "hundreds" 100, "and so
on". AC3: figures are revised when better information arrives, injuries are not recorded, fatalities are given to no side.

*Reliable* (AC1) is every figure that somebody reports as having happened: not denied, feared or planned, no echo (CO2), and not named in
``parameters.unreliable``. A figure that its own source replaced is dropped as revised (AC3). "Up to 20" states no lowest number and is
dropped (AC1).

Left out: AC4 (10 or 3 for an unknown number, totals divided over days and places), which was not read in the source; AC5 and AC6 are no
matter of one question.
"""
from __future__ import annotations

from collections.abc import Sequence

from according.quantity import Quantity
from according.reckoning.answer import Verdict, Weighed
from according.reckoning.rulesets.grounds import Ground, echoes, left_out, not_reported, other_measure, sift, superseded, unreliable
from according.reckoning.rulesets.parameters import Parameters
from according.reckoning.rulesets.vague import Words, highest, lowest, read_words

# AC2. The source names the first three and says "and so on": the rest are the same word's least number.
ACLED_VAGUE: Words = {
    "tens": Quantity.exact(10),
    "dozens": Quantity.exact(12),
    "hundreds": Quantity.exact(100),
    "thousands": Quantity.exact(1_000),
    "tens of thousands": Quantity.exact(10_000),
    "hundreds of thousands": Quantity.exact(100_000),
}
ACLED_LEFT_OUT = "AC4 (unknown numbers, totals divided over days and places) was not read in the source and is not applied"


def acled(figures: Sequence[Weighed], parameters: Parameters) -> Verdict:
    """Return the lowest figure of deaths among the reliable reports, which is low, best and high (AC1-AC3)."""
    grounds: tuple[Ground, ...] = (
        # The first ground that holds is the one told, so what a person or the reckoning left out keeps that reason.
        left_out, echoes, superseded("AC3"), other_measure("AC3", "killed"), not_reported("AC1"), unreliable("AC1", parameters),
        # "Up to 20 killed" may be none: without a lowest number there is nothing conservative to take.
        lambda item: "AC1" if read_words(item, ACLED_VAGUE).low is None else None,
    )  # fmt: skip
    kept, dropped = sift(figures, grounds)
    read = {item.id: read_words(item, ACLED_VAGUE) for item in kept}
    # AC1: the lowest, and no range: low, best and high are all this one number.
    number = lowest(read.values())
    used = tuple(id for id, quantity in read.items() if quantity.low == number)
    # Dropped and not used: they do not stand behind the number, and every figure is in one of the two lists.
    higher = tuple((id, "AC1") for id in read if id not in used)
    return Verdict(number, number, number, used, tuple(sorted(dropped + higher)), notes=_notes(number, highest(read.values())))


def _notes(number: float | None, high: float | None) -> tuple[str, ...]:
    # The number alone would hide that others were higher.
    disputed = number is not None and high is not None and number < high
    said = (f"AC1: disputed: reported between {number:g} and {high:g}",) if disputed else ()
    return (*said, f"left out: {ACLED_LEFT_OUT}")
