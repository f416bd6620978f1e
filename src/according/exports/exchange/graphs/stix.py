"""
STIX 2.1: a bundle of figures as notes on their reports and speakers, and of events as incidents with what contradicts and what echoes.

Notes, speakers and places are written as the figures come, and a report behind its figures, for it names all that it holds: figures come
report by report, and events' reports are written last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import Form
from according.exports.exchange.graphs.bodies import is_known_again
from according.exports.exchange.graphs.identifiers import stable_uuid
from according.exports.exchange.graphs.stix_objects import Maker, identity_id, incident_id, location_id, note_id
from according.exports.exchange.graphs.telling import stated
from according.reckoning.events.event import Event
from according.records import FiledFigure, Filing
from according.statement import Place


def bundle_figures(figures: Iterable[FiledFigure], about: About) -> Iterator[bytes]:
    """Yield a bundle of figures."""
    bundle = Bundle(Maker.at(about.made))
    reports = groupby(figures, key=lambda filed: filed.filing.id)
    yield from _write(chain(bundle.own(), (made for _, together in reports for made in bundle.tell_report(together))), about)


def bundle_events(events: Iterable[Event], about: About) -> Iterator[bytes]:
    """Yield a bundle of events with their figures."""
    bundle = Bundle(Maker.at(about.made))
    yield from _write(chain(bundle.own(), (made for event in events for made in bundle.tell_event(event)), bundle.reports()), about)


def _write(objects: Iterator[Any], about: About) -> Iterator[bytes]:
    id = stable_uuid("bundle", about.what, about.revision, sorted(about.filters.items()))
    yield f'{{"type": "bundle", "id": "bundle--{id}", "objects": [\n'.encode()
    for at, made in enumerate(objects):
        yield f"{',' if at else ''}{made.serialize(ensure_ascii=False)}\n".encode()
    yield b"]}\n"


class Bundle:
    """The objects of a bundle in the order in which they are written, each once; only ids and filings are kept."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        # What other reports may name too, and what is a report's own.
        self._written, self._written_of_report = set[str](), set[str]()
        self._held: dict[str, tuple[Filing, dict[str, None]]] = {}

    def own(self) -> Iterator[Any]:
        """Yield what every bundle has."""
        yield from self._maker.own()

    def tell_report(self, figures: Iterable[FiledFigure]) -> Iterator[Any]:
        """Yield the objects of all figures of a report, and behind them the report; what is its own is forgotten then."""
        for filed in figures:
            yield from self.tell(filed)
        yield from self.reports()
        self._held.clear()
        self._written_of_report.clear()

    def tell(self, filed: FiledFigure, incident: str | None = None) -> Iterator[Any]:
        """Yield a figure's speakers, its place and its note, and remember what its report holds."""
        report, refs = filed.filing.id, [incident] if incident is not None else []
        for speaker in filed.statement.speakers:
            refs.append(identity_id(speaker, report))
            if self._is_new(refs[-1], own=not is_known_again(speaker)):
                yield self._maker.identity(speaker, report)
        if filed.figure.place is not None and (location := location_id(filed.figure.place)) is not None:
            refs.append(location)
            if self._is_new(location):
                yield self._maker.location(filed.figure.place)
        refs.append(note_id(filed.id))
        if self._is_new(refs[-1], own=True):
            yield self._maker.note(filed, incident)
        self._held.setdefault(report, (filed.filing, {}))[1].update(dict.fromkeys(refs))

    def tell_event(self, event: Event) -> Iterator[Any]:
        """Yield an event's incident and place, its figures, and how they stand to one another."""
        incident, answers = incident_id(event.id), [found for count in event.counts for found in count.reckonings]
        yield self._maker.incident(event)
        figures = [item for found in answers for item in found.figures]
        told = {item.id for item in figures}
        for item in figures:
            yield from self.tell(stated(item), incident)
        place = _place(event, (item.as_stated.place for item in figures))
        links = [
            *([self._maker.located(incident, location)] if place and (location := location_id(place)) else []),
            *(self._maker.echo(id, echo) for found in answers for echo in found.echoes for id in echo.figures if id != echo.origin),
            # A contradiction may be with a figure of another event, which is not in the file.
            *(self._maker.contradiction(one) for one in event.contradictions if told.issuperset(one.figures)),
        ]
        yield from (made for made in links if self._is_new(made.id))

    def reports(self) -> Iterator[Any]:
        """Yield the reports of all figures that were told."""
        for filing, refs in self._held.values():
            yield self._maker.document(filing, refs)

    def _is_new(self, id: str, own: bool = False) -> bool:
        """Say whether an object, maybe a report's own, is not written yet, and take it for written now."""
        written = self._written_of_report if own else self._written
        new = id not in written
        written.add(id)
        return new


def _place(event: Event, places: Iterable[Place | None]) -> Place | None:
    """Return an event's place as its figures have it, with how precisely it is known."""
    known = (event.place, event.place_country, event.latitude, event.longitude)
    named = (place for place in places if place is not None)
    return next((one for one in named if (one.name or one.text, one.country, one.latitude, one.longitude) == known), None)


STIX = Form(
    "stix", "STIX 2.1 bundle", ".stix.json", "application/stix+json;version=2.1", {"figures": bundle_figures, "events": bundle_events},
    lacks=(
        "STIX has no casualties: the numbers stand in an extension of the notes, which a program that does not know it keeps and does "
        "not show; it shows the words.",
        "A report without a day is a grouping, for a STIX report must have one; a place without country and coordinates is words only.",
        "Nobody is merged: speakers of one name, country and kind are one identity, those without a name are one in each report.",
        "Copies of a report, the text around the statement and rulings; of single figures also echoes and contradictions.",
        "A contradiction is no opinion: a relationship between two figures, and a note on more.",
    ),
    extra="stix",
    source="https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html",
)  # fmt: skip
