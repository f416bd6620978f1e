"""Which events somebody may mean who joins the event of a figure with another, or parts it from one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from according.comparing.days import day_of
from according.comparing.spread import later
from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.events.event import Event
from according.reckoning.rulings import weigh_rulings
from according.records import FiledFigure, Query, Ruling
from according.services.browsing.holding import Holding, events_holding
from according.services.browsing.matches import find_matches
from according.services.events import TWO_WEEKS

# Events that are offered, and figures of which those are looked up that lie near.
EVENTS_OFFERED, FIGURES_NEAR = 8, 40


@dataclass(frozen=True, slots=True)
class Beside:
    """The event of a figure, ``None`` where it has none, and others that it may be one with, those likeliest to be meant first."""

    own: Holding | None = None
    others: tuple[Holding, ...] = ()

    def event_of(self, figure: str) -> Holding | None:
        """Return which of these events holds a figure."""
        return next((one for one in (self.own, *self.others) if one is not None and figure in one.figures), None)


def find_beside(ledger: Ledger, filed: FiledFigure, mates: Sequence[FiledFigure], words: str = "") -> Beside:
    """
    Return the events beside that of a figure: those that some words fit, or those of its mates, of its place and of the latest figures.

    The figure is as people corrected it.
    """
    near = list(correct_figures(_near(ledger, filed), weigh_rulings(ledger.rulings())))
    figures = list({one.id: one for one in (filed, *mates, *near)}.values())
    found = events_holding(ledger, figures, EVENTS_OFFERED + 1)
    own = next((one for one in found if filed.id in one.figures), None)
    if words:
        found = find_matches(ledger, words).events
    held = frozenset() if own is None else own.figures
    return Beside(own, tuple(one for one in found if held.isdisjoint(one.figures))[:EVENTS_OFFERED])


def _near(ledger: Ledger, filed: FiledFigure) -> Iterator[FiledFigure]:
    place, day = filed.figure.place, day_of(filed)
    if place is not None and day is not None:
        query = Query(place=place.name or place.text, first=later(day, -TWO_WEEKS), last=later(day, TWO_WEEKS))
        yield from ledger.find(query, limit=FIGURES_NEAR)
    yield from ledger.latest(Query(), FIGURES_NEAR)


def find_joins(ledger: Ledger, event: Event, known_at: datetime | None = None) -> tuple[Ruling, ...]:
    """Return the rulings by which people joined figures of an event, the oldest first; with ``known_at`` those filed by then."""
    held = {item.id for count in event.counts for found in count.reckonings for item in found.figures}
    pairs = weigh_rulings(ledger.rulings(known_at=known_at)).pairs
    found = {ruling.id: ruling for id in held & pairs.keys() for ruling in pairs[id] if ruling.kind == "same-event"}
    # A ruling is on both of its figures; one that is not followed may have the other in another event.
    joins = [ruling for ruling in found.values() if {ruling.subject, ruling.other} <= held]
    return tuple(sorted(joins, key=lambda ruling: (ruling.when, ruling.id)))
