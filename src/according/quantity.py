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

Bound = Literal["exact", "about", "at_least", "at_most", "range", "vague"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A closed interval; ``low`` or ``high`` is ``None`` where the words set no floor or no ceiling."""

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
        """Exactly ``number``."""
        return cls(number, number, "exact")

    @classmethod
    def about(cls, number: float) -> Quantity:
        """About ``number``: the words give no width, so none is made up here."""
        return cls(number, number, "about")

    @classmethod
    def at_least(cls, number: float) -> Quantity:
        """``number`` or more."""
        return cls(number, None, "at_least")

    @classmethod
    def at_most(cls, number: float) -> Quantity:
        """``number`` or fewer."""
        return cls(None, number, "at_most")

    def __and__(self, other: Quantity) -> Quantity | None:
        """The counts both allow, or ``None`` where the two cannot both be true."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and high < low:
            return None
        if low == high:
            return Quantity(low, high, "exact")
        bound: Bound = "at_least" if high is None else "at_most" if low is None else "range"
        return Quantity(low, high, bound)
