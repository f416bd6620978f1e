"""Compare two counts: the number that each is known by, whether both allow one number, and how far they are apart."""

from __future__ import annotations

import re

from according.quantity import Quantity
from according.records import FiledFigure

# "About N" is compared as N give or take a tenth: "nearly 30" and "28" are one count. The words give no width, so it is none of a figure's.
ABOUT = 0.1

# Above the number of people who have ever been alive at one time (8 × 10^9) a count is absurd: a slip of the pen, whose digits say nothing.
LARGEST = 10**10


# What stands before the number that a count had before.
_FORMER = re.compile(
    r"\b(?:up|down|cut|lowered|raised|revised|risen|rose|to (?:[a-z]+ ){0,2}[\d,.]+) from (?:[a-z]+ ){0,3}\Z", re.IGNORECASE
)

# What stands before the number that a count has grown to.
_GREW_TO = re.compile(
    r"\b(?:rose|risen|rises|rising|climb(?:ed|s|ing)?|increas(?:ed|es|ing)|grew|grown|jump(?:ed|s)?|mount(?:ed|s)?|surged|soared)"
    r" (?:[a-z]+ ){0,2}(?:by \S+ )?to (?:[a-z]+ ){0,3}\Z", re.IGNORECASE
)  # fmt: skip


def is_former(filed: FiledFigure) -> bool:
    """Say whether a figure's number is told as what a count was before: "89, up from 63", "lowered to 1,000 from 2,445"."""
    start = filed.figure.number.start - filed.statement.start
    return _FORMER.search(filed.statement.text[:start]) is not None


def is_risen(filed: FiledFigure) -> bool:
    """Say whether a figure's number is told as what a count has grown to: "has risen to 59", "climbed by eight to 59"."""
    start = filed.figure.number.start - filed.statement.start
    return _GREW_TO.search(filed.statement.text[:start]) is not None


def nominal(quantity: Quantity) -> float:
    """Return the number that a quantity is known by: its floor, or where it has none its ceiling."""
    # "More than 40" is known by 40, and "up to 40" too.
    return quantity.low if quantity.low is not None else quantity.high or 0.0


def meet(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities allow one number, "about" taken as a tenth either way."""
    (low, high), (other_low, other_high) = _ends(one), _ends(other)
    # An open end asks for nothing.
    return not (_above(low, other_high) or _above(other_low, high))


def times_apart(one: Quantity, other: Quantity) -> float:
    """
    Return how many times the lower of two numbers goes into the higher: 1 where they are equal.

    A lower number below one half counts as one half.
    """
    x, y = nominal(one), nominal(other)
    # "No one" beside 12 is far apart, but not without end.
    return max(x, y) / max(min(x, y), 0.5)


def last_place(number: float) -> int:
    """
    Return the place of a number's last digit that is not nought: 100 for 1,100, and 1 for 1,098.

    It is 1 for nought and for a number that is not whole.
    """
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def _ends(quantity: Quantity) -> tuple[float | None, float | None]:
    """Return the floor and the ceiling of a quantity in a comparison: of "about" those of the range that it stands for."""
    low, high = quantity.low, quantity.high
    return (low, high) if quantity.bound != "about" or low is None or high is None else (low * (1 - ABOUT), high * (1 + ABOUT))


def _above(floor: float | None, ceiling: float | None) -> bool:
    return floor is not None and ceiling is not None and floor > ceiling
