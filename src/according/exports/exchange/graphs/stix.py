"""
STIX 2.1: a bundle of figures as notes on their reports and speakers, and of events as incidents with what contradicts and what echoes.

Notes, speakers and places are written as the figures come; reports last, for a report names all that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import Form
from according.exports.exchange.graphs.identifiers import stable_uuid
from according.exports.exchange.graphs.stix_objects import Maker
from according.exports.exchange.graphs.telling import stated
from according.reckoning.events.event import Event
from according.records import FiledFigure, Filing
from according.statement import Place


def bundle_figures(figures: Iterable[FiledFigure], about: About) -> Iterator[bytes]:
    """Yield a bundle of figures."""
    yield from _bundle(lambda writer: (made for filed in figures for made in writer.tell(filed)), about)


def bundle_events(events: Iterable[Event], about: About) -> Iterator[bytes]:
    """Yield a bundle of events with their figures."""
    yield from _bundle(lambda writer: (made for event in events for made in writer.tell_event(event)), about)


def _bundle(tell: Any, about: About) -> Iterator[bytes]:
    writer = Writing(Maker.at(about.made))
    id = stable_uuid("bundle", about.what, about.revision, sorted(about.filters.items()))
    yield f'{{"type": "bundle", "id": "bundle--{id}", "objects": [\n'.encode()
    opened = False
    for objects in (writer.maker.own(), tell(writer), writer.reports()):
        for made in objects:
            if writer.is_new(made.id):
                yield f"{',' if opened else ''}{made.serialize(ensure_ascii=False)}\n".encode()
                opened = True
    yield b"]}\n"


class Writing:
    """The objects of a bundle in the order in which they are written, each once; only ids and filings are kept."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self._written: set[str] = set()
        self._held: dict[str, tuple[Filing, dict[str, None]]] = {}

    def is_new(self, id: str) -> bool:
        """Say whether an object is not written yet, and take it for written now."""
        new = id not in self._written
        self._written.add(id)
        return new

    def tell(self, filed: FiledFigure, incident: str | None = None) -> Iterator[Any]:
        """Yield a figure's speakers, its place and its note, and remember what its report and the copies of it hold."""
        held = [self.maker.identity(speaker, filed.filing.id) for speaker in filed.statement.speakers]
        if filed.figure.place is not None and (location := self.maker.location(filed.figure.place)) is not None:
            held.append(location)
        held.append(self.maker.note(filed, incident))
        refs = dict.fromkeys([*(made.id for made in held), *([incident] if incident else [])])
        self._held.setdefault(filed.filing.id, (filed.filing, {}))[1].update(refs)
        yield from held

    def tell_event(self, event: Event) -> Iterator[Any]:
        """Yield an event's incident and place, its figures, and how they stand to one another."""
        incident = self.maker.incident(event)
        yield incident
        answers = [found for count in event.counts for found in count.reckonings]
        place = _place(event, (item.filed.figure.place for found in answers for item in found.figures))
        if place is not None and (location := self.maker.location(place)) is not None:
            yield from (location, self.maker.located(incident.id, location.id))
        told: set[str] = set()
        for found in answers:
            for item in found.figures:
                told.add(item.id)
                yield from self.tell(stated(item), incident.id)
            yield from (self.maker.echo(id, echo) for echo in found.echoes for id in echo.figures if id != echo.origin)
        # A contradiction may be with a figure of another event, which is not in the file.
        yield from (self.maker.contradiction(found) for found in event.contradictions if told.issuperset(found.figures))

    def reports(self) -> Iterator[Any]:
        """Yield the reports of all figures that were told."""
        for filing, refs in self._held.values():
            yield self.maker.document(filing, refs)


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
