"""
Numbers as the arithmetic takes them: exact fractions between a floor and a ceiling.

    >>> fraction_of(33.3)
    Fraction(1, 3)
    >>> widen(Quantity.about(300))
    (250, 350)
"""
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from according.comparing.counts import last_place
from according.quantity import Quantity

# Exact; whole numbers, which most are, are five times as quick without a denominator.
Number = int | Fraction
Interval = tuple[Number, Number | None]

# "About N" has no stated width. Whoever rounds writes the last digit that is not 0 as the nearest, so the number may be off by half a unit
# of it (about 2,700: 2,650 to 2,750); and rounded to two digits, "about 11,000" covers 4.5 % either way, so nobody means less than 5 %.
ABOUT_LEAST = Fraction(1, 20)
# Fewer zeros at the end of a number come by chance once in ten times.
ROUND_UNIT = 100
# HiGHS meets bounds to within 10^-7; a number with up to ten digits before the point has six behind it in double precision.
NEGLIGIBLE = 1e-5
# A share is read with one decimal (33.3 for "a third"): a simple fraction that rounds to it is what was meant. Halves, quarters, fifths
# and eighths need no mending.
DENOMINATORS = (3, 6, 7, 9)
ROUNDING = Fraction(5, 100)


# A few shares are told again and again, and each is asked for several times.
@lru_cache(maxsize=1 << 10)
def fraction_of(percent: float) -> Fraction:
    """Return a percentage as a share of one; a third where it says 33.3."""
    exact = Fraction(str(percent))
    simple = (Fraction(round(exact * number / 100), number) for number in DENOMINATORS)
    return next((share for share in simple if 0 < abs(share * 100 - exact) <= ROUNDING), exact / 100)


def trim(number: Number) -> Number:
    """Return a whole number without its denominator."""
    return number.numerator if number.denominator == 1 else number


def divide(number: Number, by: Number) -> Number:
    """Divide exactly."""
    if by == 1:
        return number
    return -number if by == -1 else trim(Fraction(number) / by)


def state(quantity: Quantity, *, percent: bool = False) -> Interval:
    """Return a quantity as its words state it."""
    convert = fraction_of if percent else Fraction
    return trim(convert(quantity.low or 0)), None if quantity.high is None else trim(convert(quantity.high))


def widen(quantity: Quantity, *, percent: bool = False) -> Interval:
    """Return what a quantity allows: as stated, and for "about" what its rounding may hide."""
    low, high = state(quantity, percent=percent)
    if quantity.bound != "about" or high is None:
        return low, high
    slack = max(high * ABOUT_LEAST, _last_unit(quantity.high or 0) / 2 / (100 if percent else 1))
    return max(trim(low - slack), 0), trim(high + slack)


def rounding(quantity: Quantity) -> Fraction:
    """
    Return by what share an exact number may be off for having been rounded, where it ends in two zeros or more: half a unit, at most 5 %.

    Sums take such numbers at their word. A total that "falls" from 1,000 to 987 in another report has not fallen.
    """
    unit = _last_unit(quantity.low or 0)
    if quantity.bound != "exact" or unit < ROUND_UNIT or not quantity.low:
        return Fraction(0)
    return min(unit / 2 / Fraction(quantity.low), ABOUT_LEAST)


def _last_unit(number: float) -> Fraction:
    """Return one unit of the last digit that is not 0: 100 for 2,700, a tenth for 33.3, and 0 for 0."""
    exact = Fraction(str(number))
    unit = Fraction(last_place(number) if exact else 0)
    while exact and exact % unit:
        unit /= 10
    return unit


def up(number: Number | float) -> int:
    """Return the least whole number that is not below; a float may be off by the solver's rounding."""
    return ceil(number - NEGLIGIBLE) if isinstance(number, float) else ceil(number)


def down(number: Number | float) -> int:
    """Return the greatest whole number that is not above; a float may be off by the solver's rounding."""
    return floor(number + NEGLIGIBLE) if isinstance(number, float) else floor(number)


def sum_up(intervals: Sequence[Interval]) -> Interval:
    """Return what numbers in some intervals come to."""
    highs = [high for _, high in intervals if high is not None]
    low = sum((low for low, _ in intervals), 0)
    return low, sum(highs, 0) if len(highs) == len(intervals) else None


def share_of(part: Interval, whole: Interval) -> Interval:
    """Return what share of a whole a part is, at least and at most."""
    (least, most), (low, high) = part, whole
    return divide(least, high) if high else 0, divide(most, low) if most is not None and low else None


def compare(one: Interval, other: Interval) -> str:
    """Say where one interval lies by another: above, below or within."""
    if other[1] is not None and one[0] > other[1]:
        return "above"
    return "below" if one[1] is not None and one[1] < other[0] else "within"
