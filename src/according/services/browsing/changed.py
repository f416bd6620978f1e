"""Events that the newest reports changed: a speaker gave another number than before, or the numbers cannot all be true."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.events.event import Event, Telling
from according.reckoning.reckon import Parameters
from according.records import Query
from according.services.ask import ANSWERED_MOST, Asked
from according.services.browsing.recent import form_around
from according.services.events import reckon_event

# So many of the reports that were filed last are looked at for what they changed.
REPORTS_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Changed:
    """
    An event that one of the newest reports tells of.

    ``figure`` is one of its figures, by which it is found again. ``changes`` are the tellings of these reports that raised or lowered their
    speaker's number. ``filed`` is when the last of these reports was filed.
    """

    event: Event
    figure: str
    filed: datetime
    changes: tuple[Telling, ...] = ()

    @property
    def weight(self) -> tuple[int, int, datetime]:
        """The key by which the event that contradicts itself and changed most comes last; of equals the one that was told last."""
        return len(self.event.contradictions), len(self.changes), self.filed


def changed_events(ledger: Ledger, *, reports: int = REPORTS_LOOKED_AT, parameters: Parameters | None = None) -> list[Changed]:
    """Return the events that the reports filed last tell of, the one that was told last first."""
    filings = {filing.id: filing for _, filing in ledger.latest_filings(reports)}
    if not filings:
        return []
    asked = Asked(ledger, Query(reports=tuple(filings)))
    found = list(correct_figures(ledger.find(asked.query, limit=ANSWERED_MOST), asked.standing))
    occurrences, questions = form_around(asked, found)
    changed = []
    for occurrence in occurrences:
        # The event's other figures are of earlier reports.
        told = [filed for filed in occurrence.figures if filed.filing.id in filings]
        if told:
            event = reckon_event(asked, occurrence, questions, parameters)
            filed = max(filings[one.filing.id].filed for one in told)
            changed.append(Changed(event, told[-1].id, filed, _changes(event, filings.keys())))
    # Reports that are filed together have one time: of their events the one that they changed most comes first.
    return sorted(changed, key=lambda one: (one.filed, *one.weight[:2], one.event.id), reverse=True)


def _changes(event: Event, reports: Collection[str]) -> tuple[Telling, ...]:
    """Return the tellings of some reports that raised or lowered their speaker's number."""
    tellings = (telling for count in event.counts for telling in count.tellings)
    return tuple(one for one in tellings if one.change in ("raised", "lowered") and one.filed.filing.id in reports)
