"""
Round numbers and odd ones: when the same number is no coincidence, and when two numbers may be one count in other words.
"""
from __future__ import annotations

from according.comparing.counts import LARGEST, last_place, nominal
from according.quantity import Quantity

# Below it the same number is no coincidence worth a word: most incidents have few victims.
SMALLEST_ODD = 11
# A dozen and two are as round in words as ten and twenty are in figures.
DOZENS = frozenset({12, 24, 36, 48, 60})


def is_odd(number: float) -> bool:
    """
    Say whether a number is one that two origins would hardly give by chance.

    From 11 to 99 it is odd unless it is a multiple of five or one of one to five dozens; from 100 on it is odd if it has more than two
    significant digits. A number that is not whole, or absurdly large, is not odd.

        >>> [n for n in (7, 12, 20, 23, 100, 130, 137, 1100, 1098, 4700, 4737) if is_odd(n)]
        [23, 137, 1098, 4737]
    """
    if not SMALLEST_ODD <= number <= LARGEST or number != int(number):
        return False
    if number < 100:
        return number % 5 != 0 and number not in DOZENS
    return len(str(int(number)).rstrip("0")) > 2


def agree(one: Quantity, other: Quantity) -> bool:
    """
    Say whether two quantities may be one number in other words.

    The same number under other bounds is one ("at least 12", "12"). A vague word or a range agrees with what lies inside it. "About 1,100"
    agrees with 1,098, and "at least 130" with 132. "At least 12" and "at least 20" allow a common number but are two counts, the later an
    update.
    """
    a, b = nominal(one), nominal(other)
    if a == b:
        return one & other is not None
    if {"vague", "range"} & {one.bound, other.bound}:
        return one & other is not None
    # Either may be the rounded one. Two exact numbers never are: 1,098 is not 1,100 unless somebody says "about".
    return _rounds(one, b) or _rounds(other, a)


def _rounds(quantity: Quantity, number: float) -> bool:
    """Say whether a number comes to a rounder quantity: to the nearest for "about", up or down for a bound."""
    stated = nominal(quantity)
    if quantity.bound not in ("about", "at_least", "at_most") or stated <= 0:
        return False
    step = _step(stated)
    # Whoever rounds makes a number rounder: "about 1,098" does not come of 1,100.
    if step <= _step(number):
        return False
    if quantity.bound == "about":
        return abs(number - stated) <= step / 2
    return 0 <= (number - stated if quantity.bound == "at_least" else stated - number) < step


def _step(number: float) -> float:
    """Return the last place of a count; none of what is no count."""
    if not 0 < number <= LARGEST or number != int(number):
        return 0
    return last_place(number)
