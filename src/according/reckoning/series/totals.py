"""
One figure of a series of totals, as plain as a row of a data file: an interval, a day, and how sharply it was told.

    >>> Point("a", date(2025, 1, 1), 1000, 1000, rounded=True).least
    900.0
    >>> Point("b", date(2025, 1, 1), 1_456_610, 1_456_610, rounded=True).least
    1456605.0
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

from according.comparing.counts import ABOUT, last_place


@dataclass(frozen=True, slots=True)
class Point:
    """
    A running total up to a day, or a daily count of the ``days`` that end with it.

    ``low`` or ``high`` is ``None`` where the words set no floor or no ceiling. ``rounded`` says that the number was given as a round one
    ("about 300", "hundreds"). ``counted`` is the kind and the country of those counted, each ``None`` where the words leave it open.

    Raises :class:`ValueError` for a point without floor and ceiling, with its floor above its ceiling, or of less than one day.
    """

    id: str
    day: date
    low: float | None
    high: float | None
    rounded: bool = False
    kind: Literal["running", "daily"] = "running"
    days: int = 1
    counted: tuple[str | None, str | None] = (None, None)

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError(f"point {self.id}: it needs a floor or a ceiling")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"point {self.id}: its floor {self.low} lies above its ceiling {self.high}")
        if self.days < 1:
            raise ValueError(f"point {self.id}: a daily count covers one day or more, not {self.days}")

    @property
    def sharp(self) -> bool:
        """Whether it is one number and told as such: only these carry a series forward (CU4)."""
        # A range or a rounded number would put its width into every total that is counted on from it.
        return self.low is not None and self.low == self.high and not self.rounded

    @property
    def nominal(self) -> float:
        """The number it is known by: its floor, or where it has none its ceiling."""
        # As in according.comparing.counts: whoever says "at least 12" is known for the 12.
        return self.low if self.low is not None else self.high or 0.0

    @property
    def least(self) -> float:
        """The least it allows, rounding undone."""
        return -inf if self.low is None else self.low - self._slack()

    @property
    def most(self) -> float:
        """The most it allows, rounding undone."""
        return inf if self.high is None else self.high + self._slack()

    def _slack(self) -> float:
        """
        Return how far a rounded number may lie from the true one: half of its last place, a tenth at most.

        "About 1,456,610" is given to the tens and stands within 5; "about 300" might be half a hundred off, but a tenth is enough.
        """
        # A range or a bound says its own width.
        if not self.rounded or self.low != self.high or self.low is None:
            return 0.0
        return min(last_place(self.low) / 2, abs(self.low) * ABOUT)


def order(point: Point) -> tuple[date, float, float, str]:
    """Return the key that puts points in order; what one day gave is taken to rise during it."""
    # Without it, two figures of one day would be a fall or none by the order in which they came.
    return point.day, point.least, point.most, point.id


def differ(one: Point, other: Point) -> bool:
    """Say whether the words count different people: another kind or another country, both known."""
    # Only what both say tells them apart: "people" may be the soldiers of another report.
    return any(a is not None and b is not None and a != b for a, b in zip(one.counted, other.counted, strict=True))
