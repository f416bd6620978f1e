"""
STIX 2.1 objects of our values, each with an id that stays: a UUID of version 5 (STIX 2.1, 2.9).

https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html has the names. An object that is made of its id's parts alone (speakers,
places) has one time of making, so that it is the same in every file. What may be read or ruled anew (figures, reports, incidents) is
modified when the file is made: of two files the later one counts (3.6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from according.exports.exchange.graphs.bodies import known_as, nature_of, speaker_key
from according.exports.exchange.graphs.characters import writable
from according.exports.exchange.graphs.identifiers import stable_uuid, web_address
from according.exports.exchange.graphs.telling import telling_words
from according.exports.objects.readings import Object, figure_object, iso_day, plain_number
from according.exports.words.events import event_sentence
from according.intake.extras import need
from according.names.reach import reach_of
from according.reckoning.answer import Contradiction, Echo, Range
from according.reckoning.events.event import Event
from according.records import NEVER, FiledFigure, Filing
from according.statement import Figure, Party, Place, Statement

# When the extension and the objects that stay were defined.
DEFINED = datetime(2026, 11, 30, tzinfo=UTC)
EXTENSION_VERSION = "1.0.0"
CLASSES = {"person": "individual", "body": "organization"}
# What the extension says of itself (its normative definition, as text).
EXTENSION_WORDS = """\
On a note: one figure of a report, as the report's words give it. low and high are the ends of the number, both included; an end that is \
missing is open. bound is exact, about, at_least, at_most, range or vague ("dozens"), unit people, things or percent. measure is what \
happened to those counted. status is asserted, estimated, possible, planned or denied, counting whether one incident, a running total or a \
period is counted. number has the exact words. start and end are offsets in Unicode code points of the report's text, the end not \
included. speakers are a chain, the outermost first: each cites the next, and the last, said_by_ref, gave the number. Without speakers the \
report itself gives it. population are those counted, perpetrator who is said to have done it, first_day and last_day the days. \
subset_of_ref is the figure that this one is a part of, restates_ref the figure that it repeats.
On an incident: measures, each with low, best and high over the figures and how many independent origins they have."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes objects with the library of OASIS; ``made`` is the time of the file."""

    library: Any
    made: datetime

    @classmethod
    def at(cls, made: datetime) -> Maker:
        """Return what makes objects now; raises :class:`~according.errors.InputError` where the library is not installed."""
        return cls(need("stix2.v21", "stix", "a STIX bundle"), made)

    def own(self) -> list[Any]:
        """Return who makes the objects, and the definition of the extension that has the numbers."""
        maker = self._make("Identity", OWN, DEFINED, DEFINED, name="According", identity_class="system", created_by_ref=None)
        definition = self._make(
            "ExtensionDefinition", EXTENSION, DEFINED, DEFINED, name="Figures of news reports", version=EXTENSION_VERSION,
            description="How many of whom, as who says", schema=EXTENSION_WORDS, extension_types=["property-extension"],
        )  # fmt: skip
        return [maker, definition]

    def identity(self, party: Party, report: str) -> Any:
        """Return a speaker, of a class only where the report's words say which."""
        name, nature = known_as(party), nature_of(party)
        described = f"speaker of the kind {party.kind}" if party.kind else None
        return self._make(
            "Identity", identity_id(party, report), DEFINED, DEFINED, name=name, description=described,
            identity_class=CLASSES.get(nature or "", "unknown"),
        )  # fmt: skip

    def location(self, place: Place) -> Any:
        """Return a place that has a :func:`location_id`; how far from its point it may reach is its precision, in metres (4.9)."""
        reach = reach_of(place)
        return self._make(
            "Location", str(location_id(place)), DEFINED, DEFINED, name=place.name or place.text, country=place.country,
            latitude=place.latitude, longitude=place.longitude, precision=None if reach is None else reach * 1000,
            city=place.name if place.precision == "city" else None,
        )  # fmt: skip

    def note(self, filed: FiledFigure, incident: str | None = None) -> Any:
        """Return a figure as a note on its report, its speakers and its place, the numbers in the extension."""
        statement, figure, report = filed.statement, filed.figure, filed.filing.id
        speakers = [identity_id(speaker, report) for speaker in statement.speakers]
        about = [document_id(filed.filing), *speakers, figure.place and location_id(figure.place), incident]
        told = _figure(statement, figure, speakers)
        return self._make(
            "Note", note_id(figure.id), filed.filing.filed, self.made, abstract=telling_words(statement, figure), content=statement.text,
            object_refs=list(dict.fromkeys(ref for ref in about if ref)), labels=["figure", figure.measure], extensions=_extension(told),
        )  # fmt: skip

    def document(self, filing: Filing, held: Iterable[str]) -> Any:
        """Return a report of news that holds other objects; one of which no day is known is a grouping, for a report must have one."""
        url = web_address(filing.url)
        name = filing.title or f"Report {filing.id}"
        source = {"source_name": filing.publisher or "source", "url": url, "description": name}
        common: Object = {
            "name": name, "object_refs": list(held), "labels": ["news"],
            "external_references": [_known(source)] if url or filing.publisher else None,
        }  # fmt: skip
        if filing.published is None:
            return self._make("Grouping", document_id(filing), filing.filed, self.made, context="unspecified", **common)
        day = datetime(filing.published.year, filing.published.month, filing.published.day, tzinfo=UTC)
        return self._make("Report", document_id(filing), filing.filed, self.made, published=day, **common)

    def incident(self, event: Event) -> Any:
        """Return an event, with the range of each of its measures in the extension."""
        measures = [{**_range(count.whole.headline), "measure": count.measure, "unit": count.unit} for count in event.counts]
        told = _known({"first_day": iso_day(event.first), "last_day": iso_day(event.last), "measures": measures or None})
        filed = min((filing.filed for filing in event.reports), default=NEVER)
        return self._make(
            "Incident", incident_id(event.id), filed, self.made, name=event.title, description=event_sentence(event),
            labels=[event.kind], extensions=_extension(told),
        )  # fmt: skip

    def located(self, incident: str, location: str) -> Any:
        """Return where an event happened."""
        return self._link("located-at", incident, location)

    def echo(self, figure: str, echo: Echo) -> Any:
        """Return that a figure tells again what another one told first, and the signals that say so."""
        return self._link("echoes", note_id(figure), note_id(echo.origin), "; ".join(echo.signals))

    def contradiction(self, found: Contradiction) -> Any:
        """
        Return that figures cannot all be true: between two as a relationship, among more as a note on them.

        It is no opinion in the sense of STIX, which would disagree with each of them: nobody has said which one is wrong.
        """
        figures = sorted(set(found.figures))
        if len(figures) == 2:
            return self._link("contradicts", note_id(figures[0]), note_id(figures[1]), found.detail)
        id = f"note--{stable_uuid('contradiction', *figures, found.rule, found.detail)}"
        return self._make(
            "Note", id, DEFINED, self.made, abstract="figures that cannot all be true", content=found.detail,
            object_refs=[note_id(figure) for figure in figures], labels=["contradiction"],
        )  # fmt: skip

    def _link(self, kind: str, source: str, target: str, description: str | None = None) -> Any:
        id = f"relationship--{stable_uuid('link', kind, source, target)}"
        return self._make(
            "Relationship", id, DEFINED, self.made, relationship_type=kind, source_ref=source, target_ref=target,
            description=description or None,
        )  # fmt: skip

    def _make(self, kind: str, id: str, created: datetime, modified: datetime, **fields: Any) -> Any:
        """Return an object of a class of the library; what is ``None`` is not known and left out."""
        # What was never filed is as old as the file.
        created = self.made if created == NEVER else created
        known = _known({"created_by_ref": OWN, **fields})
        return getattr(self.library, kind)(id=id, created=created, modified=max(created, modified), **_clean(known))


OWN = f"identity--{stable_uuid('software', 'According')}"
EXTENSION = f"extension-definition--{stable_uuid('extension', 'figure', EXTENSION_VERSION)}"


def note_id(figure: str) -> str:
    """Return the id of a figure's note by the figure's."""
    return f"note--{stable_uuid('figure', figure)}"


def incident_id(event: str) -> str:
    """Return the id of an event's incident by the event's."""
    return f"incident--{stable_uuid('event', event)}"


def document_id(filing: Filing) -> str:
    """Return the id of a report, or of the grouping that stands for it where its day is not known."""
    return f"{'grouping' if filing.published is None else 'report'}--{stable_uuid('report', filing.id)}"


def identity_id(party: Party, report: str) -> str:
    """Return the id of a speaker: the same in all reports only where he is sure to be known again."""
    return f"identity--{stable_uuid('speaker', *speaker_key(party, report))}"


def location_id(place: Place) -> str | None:
    """Return the id of a place, ``None`` for one without a country and coordinates: STIX has no such location (4.9)."""
    if place.country is None and (place.latitude is None or place.longitude is None):
        return None
    where = (place.name or place.text, place.country, place.latitude, place.longitude, place.precision)
    return f"location--{stable_uuid('place', *where)}"


def _figure(statement: Statement, figure: Figure, refs: list[str]) -> Object:
    """Return what the extension holds of a figure."""
    told = figure_object(figure)
    chain = [{"identity_ref": ref, **_party(speaker)} for ref, speaker in zip(refs, statement.speakers, strict=True)]
    plain = ("low", "high", "bound", "unit", "measure", "status", "counting", "implied", "number")
    return _known({
        "figure_id": figure.id, **{name: told[name] for name in plain},
        "statement_start": statement.start, "statement_end": statement.end, "stance": statement.stance, "negated": statement.negated,
        "quoted": statement.quoted, "speakers": chain or None, "said_by_ref": refs[-1] if refs else None,
        "population": figure.population and _party(figure.population), "perpetrator": figure.perpetrator and _party(figure.perpetrator),
        "place": _place(figure), **_days(figure),
        "subset_of_ref": figure.subset_of and note_id(figure.subset_of), "restates_ref": figure.restates and note_id(figure.restates),
    })  # fmt: skip


def _party(party: Party) -> Object:
    return _known({
        "start": party.start, "end": party.end, "text": party.text, "name": party.name, "kind": party.kind, "country": party.country,
    })  # fmt: skip


def _place(figure: Figure) -> Object | None:
    place = figure.place
    if place is None:
        return None
    return _known({
        "start": place.start, "end": place.end, "text": place.text, "name": place.name, "precision": place.precision,
        "location_ref": location_id(place),
    })  # fmt: skip


def _days(figure: Figure) -> Object:
    time = figure.time
    if time is None:
        return {}
    return {"first_day": iso_day(time.first), "last_day": iso_day(time.last), "time_basis": time.basis, "time_words": time.text}


def _range(found: Range) -> Object:
    ends = {name: plain_number(getattr(found, name)) for name in ("low", "best", "high")}
    return {**_known(ends), "origins": found.origins}


def _extension(told: Object) -> Object:
    return {EXTENSION: {"extension_type": "property-extension", **told}}


def _known(record: Object) -> Object:
    """Return a record without what is not known: STIX has no null."""
    return {name: value for name, value in record.items() if value is not None}


def _clean(value: Any) -> Any:
    """Return a value whose texts can all be written."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value
