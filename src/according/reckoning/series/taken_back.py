"""Corrections that one statement tells by itself: "lowered the toll to 253, down from 359", whoever had given the 359."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.comparing.counts import nominal
from according.comparing.days import day_of
from according.reckoning.answer import Flag, Weighed
from according.reckoning.settle import come_to


def told_corrections(figures: Sequence[Weighed]) -> Iterator[Flag]:
    """Yield a flag for each number that is told as what a higher one has come down to; one that has grown is corrected by nothing."""
    known = {item.id: item for item in figures}
    for before, now in come_to(figures):
        high, low = (known[id].filed.figure for id in (before, now))
        if nominal(high.quantity) > nominal(low.quantity):
            detail = f"falls from {high.number.text} to {low.number.text}, as the statement itself tells: taken back"
            yield Flag("correction", (before, now), day_of(known[now].filed), detail)
