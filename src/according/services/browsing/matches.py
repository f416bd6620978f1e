"""What some words are found in: events, reports, statements, speakers and places, each the likeliest or the latest first."""

from __future__ import annotations

from dataclasses import dataclass

from according.ledger.base import Ledger
from according.names.gazetteer import fold
from according.reckoning.corrections import correct_figures
from according.records import Filing, Query
from according.services.ask import Asked
from according.services.browsing.holding import Holding, events_holding
from according.services.browsing.recent import form_around
from according.statement import Statement

# Of each kind so many are found; whoever wants more asks for more words.
MATCHES_SHOWN = 10
EVENTS_MATCHED = 5
# Figures of the reports in which the words stand, which tell of the events that are meant.
FIGURES_MATCHED = 60


@dataclass(frozen=True, slots=True)
class Matches:
    """
    What was found. ``reports`` have a passage each, ``statements`` their report.

    ``places`` are names with the code of their country (ISO 3166-1 alpha-2). ``more`` holds the kinds of which there is more than is told.
    """

    words: str
    events: tuple[Holding, ...] = ()
    reports: tuple[tuple[Filing, str], ...] = ()
    statements: tuple[tuple[Filing, Statement], ...] = ()
    speakers: tuple[str, ...] = ()
    places: tuple[tuple[str, str | None], ...] = ()
    more: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.events or self.reports or self.statements or self.speakers or self.places)


def find_matches(ledger: Ledger, words: str, *, limit: int = MATCHES_SHOWN) -> Matches:
    """Return what all of some words are found in, up to ``limit`` of each kind; words in quotation marks belong together."""
    # One more than is told shows whether there are more.
    reports = ledger.search(words, limit=limit + 1)
    statements = ledger.latest_statements(words, limit + 1)
    speakers = ledger.speakers_called(words, limit + 1)
    places = ledger.places_called(words, limit + 1)
    found = {"reports": reports, "statements": statements, "speakers": speakers, "places": places}
    more = frozenset(kind for kind, matches in found.items() if len(matches) > limit)
    events = _events(ledger, words, tuple(filing.id for filing, _ in reports))
    return Matches(
        words, events, tuple(reports[:limit]), tuple(statements[:limit]), tuple(speakers[:limit]), tuple(places[:limit]), more
    )  # fmt: skip


def _events(ledger: Ledger, words: str, reports: tuple[str, ...]) -> tuple[Holding, ...]:
    """Return the events of which reports tell, those first whose own title and statements hold most of the words."""
    if not reports:
        return ()
    asked = Asked(ledger, Query(reports=reports))
    found = list(correct_figures(ledger.find(asked.query, limit=FIGURES_MATCHED), asked.standing))
    occurrences, _ = form_around(asked, found)
    ids = {filed.id for filed in found}
    wanted = set(fold(words).replace('"', " ").split())
    ranked = []
    for occurrence in occurrences:
        told = [filed for filed in occurrence.figures if filed.id in ids]
        places = {place.name or place.text for filed in told if (place := filed.figure.place) is not None}
        held = {word for text in (*places, *(filed.statement.text for filed in told)) for word in fold(text).split()}
        if told:
            ranked.append((len(wanted & held), len(occurrence.figures), told[0].id, told))
    ranked.sort(key=lambda one: one[:3], reverse=True)
    return events_holding(ledger, [filed for *_, told in ranked for filed in told], EVENTS_MATCHED)
