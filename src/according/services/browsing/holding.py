"""The events that some figures are part of: whole in a small ledger, as far as their own reports tell of them in a large one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from according.ledger.base import Ledger
from according.reckoning.events.event import Event
from according.records import FiledFigure, Query
from according.services.ask import Asked
from according.services.browsing.recent import Found, form_around, is_small, whole_occurrences
from according.services.events import reckon_event


@dataclass(frozen=True, slots=True)
class Holding:
    """
    An event that holds a figure, and that figure, by which it is found again.

    ``whole`` says that it was reckoned from all of its reports, and not from some alone: then its numbers are those of its own page.
    """

    event: Event
    figure: str
    whole: bool = True

    @property
    def figures(self) -> frozenset[str]:
        """The ids of its figures."""
        return frozenset(item.id for count in self.event.counts for found in count.reckonings for item in found.figures)


def events_holding(ledger: Ledger, figures: Sequence[FiledFigure], most: int) -> tuple[Holding, ...]:
    """
    Return up to ``most`` events that some figures, corrected already, are part of, in the order of their first figures among these.

    To follow an event to its ends takes half a second in a large ledger: there it is told as far as the reports of the figures tell of it.
    """
    asked, order = Asked(ledger, Query()), {filed.id: at for at, filed in enumerate(figures)}
    whole = is_small(ledger)
    found = whole_occurrences(asked, None) if whole else _around(asked, figures)
    first = ((min((order[filed.id] for filed in one.figures if filed.id in order), default=None), one, of) for _, one, of in found if one)
    met = sorted(((at, one, of) for at, one, of in first if at is not None), key=lambda row: row[0])
    return tuple(Holding(reckon_event(asked, one, of), figures[at].id, whole) for at, one, of in met[:most])


def _around(asked: Asked, figures: Sequence[FiledFigure]) -> Iterable[Found]:
    occurrences, questions = form_around(asked, figures)
    return ((one.figures[0], one, questions) for one in occurrences)
