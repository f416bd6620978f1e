"""
How many: a count as a report states it, never rounder or sharper than its words.

    >>> Quantity.at_least(12)
    Quantity(low=12, high=None, bound='at_least')
    >>> Quantity.at_least(12) & Quantity.exact(15)
    Quantity(low=15, high=15, bound='exact')
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How the words set the number: "12", "some 12", "at least 12", "up to 12", "10 to 12", "dozens".
Bound = Literal["exact", "about", "at_least", "at_most", "range", "vague"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    A closed interval, with the kind of words that set it.

    ``low`` or ``high`` is ``None`` where the words set no floor or no ceiling; one of the two is always set. Raises :class:`ValueError`
    where neither is, and where the floor lies above the ceiling.
    """

    # Not whole numbers alone: a share is a number too ("2.5 percent").
    low: float | None
    high: float | None
    bound: Bound = "exact"

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("no such count: a quantity needs a floor or a ceiling")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"no such count: {self.low} to {self.high}; the floor lies above the ceiling")

    @classmethod
    def exact(cls, number: float) -> Quantity:
        """Return the quantity that is exactly ``number``."""
        return cls(number, number, "exact")

    @classmethod
    def about(cls, number: float) -> Quantity:
        """Return the quantity that is about ``number``; the words give no width, so none is made up here."""
        return cls(number, number, "about")

    @classmethod
    def at_least(cls, number: float) -> Quantity:
        """Return the quantity that is ``number`` or more."""
        return cls(number, None, "at_least")

    @classmethod
    def at_most(cls, number: float) -> Quantity:
        """Return the quantity that is ``number`` or fewer."""
        return cls(None, number, "at_most")

    def __and__(self, other: Quantity) -> Quantity | None:
        """
        Return the counts that both allow, or ``None`` where the two cannot both be true.

        The bound says which ends are left, not in what words they were given: two that are about 20 meet in exactly 20.
        """
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        # The higher floor and the lower ceiling; an open end asks for nothing.
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and high < low:
            return None
        # Only where both are set: two open ends never meet, for every quantity has one that is not.
        if low == high:
            return Quantity(low, high, "exact")
        bound: Bound = "at_least" if high is None else "at_most" if low is None else "range"
        return Quantity(low, high, bound)
