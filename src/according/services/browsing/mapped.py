"""Figures by the places that they are told of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from according.ledger.base import Ledger
from according.ledger.finding.fitness import fits
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import weigh_rulings
from according.records import FiledFigure, Query
from according.statement import Place

# So many of the latest figures are put on a map.
MAPPED_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Mapped:
    """A place with coordinates, the figures that are told of it, the latest first, and how many they are by measure."""

    place: Place
    figures: tuple[FiledFigure, ...]

    @property
    def name(self) -> str:
        """The place's name, or the report's words for it."""
        return self.place.name or self.place.text

    @property
    def measures(self) -> tuple[tuple[str, int], ...]:
        """Each measure with the number of its figures, the most first."""
        return tuple(Counter(filed.figure.measure for filed in self.figures).most_common())


@dataclass(frozen=True, slots=True)
class OnMap:
    """
    Places with their figures, those with most figures first.

    ``unplaced`` counts figures of which no place, or none with coordinates, is told; ``more`` says that older figures were left out.
    """

    places: tuple[Mapped, ...]
    unplaced: int
    more: bool


def map_figures(ledger: Ledger, query: Query, *, limit: int = MAPPED_MOST) -> OnMap:
    """Return the places of the latest figures that fit, as people corrected them."""
    found = ledger.latest(query, limit)
    standing = weigh_rulings(ledger.rulings(known_at=query.known_at))
    held: dict[tuple[float, float, str | None, str], list[FiledFigure]] = {}
    unplaced = 0
    for filed in correct_figures(found, standing):
        place = filed.figure.place
        if not fits(filed, query) or filed.id in standing.rejected:
            continue
        if place is None or place.latitude is None or place.longitude is None:
            unplaced += 1
            continue
        held.setdefault((place.latitude, place.longitude, place.precision, place.name or place.text), []).append(filed)
    places = [Mapped(figures[0].figure.place, tuple(figures)) for figures in held.values() if figures[0].figure.place is not None]
    places.sort(key=lambda mapped: (-len(mapped.figures), mapped.name))
    return OnMap(tuple(places), unplaced, len(found) == limit)
