"""Two counts side by side: the number each is known by, whether they allow one number, how far they are apart."""

from __future__ import annotations

from according.quantity import Quantity

# "About N" is compared as N give or take a tenth.
ABOUT = 0.1


def nominal(quantity: Quantity) -> float:
    """Return the number that a quantity is known by: its floor, or where it has none its ceiling."""
    return quantity.low if quantity.low is not None else quantity.high or 0.0


def meet(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities allow one number; "about" gives a tenth either way."""
    return _widened(one) & _widened(other) is not None


def times_apart(one: Quantity, other: Quantity) -> float:
    """Return how many times the lower of two numbers the higher is; below one half counts as one half."""
    x, y = nominal(one), nominal(other)
    return max(x, y) / max(min(x, y), 0.5)


def last_place(number: float) -> int:
    """Return the place of a number's last digit that is not nought: 100 for 1,100; 1 for 1,098, and where none can be told."""
    place = 1
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def _widened(quantity: Quantity) -> Quantity:
    if quantity.bound != "about" or quantity.low is None or quantity.high is None:
        return quantity
    return Quantity(quantity.low * (1 - ABOUT), quantity.high * (1 + ABOUT), "range")
