"""
FollowTheMoney: entities as statements in CSV, for programs that keep people, bodies, documents and events in one graph.

https://followthemoney.tech/docs/ has the schemata and the columns. None of them has a number of people: a figure is a Note, whose words
say it in a line and whose ``notes`` have it whole, as JSON under the names of docs/json.md.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import Form
from according.exports.exchange.graphs.bodies import PUBLIC_KINDS, is_known_again, nature_of, speaker_key
from according.exports.exchange.graphs.characters import writable
from according.exports.exchange.graphs.identifiers import stable_uuid, web_address
from according.exports.exchange.graphs.telling import figure_words, stated, telling_words, told_object
from according.exports.objects.readings import iso_day
from according.exports.words.events import event_sentence
from according.exports.words.reckonings import file_name
from according.intake.extras import need
from according.names.places import name_place
from according.reckoning.answer import Contradiction
from according.reckoning.events.event import Event
from according.records import NEVER, FiledFigure, Filing
from according.statement import Figure, Party, Statement

DATASET = "according"
Written = Iterator[tuple[Any, datetime]]


def state_figures(figures: Iterable[FiledFigure], about: About) -> Iterator[bytes]:
    """Yield the statements of figures, with their reports and speakers."""
    reports = groupby(figures, key=lambda filed: filed.filing.id)
    yield from _file(lambda entities: (made for _, together in reports for made in entities.tell_report(together)))


def state_events(events: Iterable[Event], about: About) -> Iterator[bytes]:
    """Yield the statements of events, with their figures."""
    yield from _file(lambda entities: (made for event in events for made in entities.tell_event(event)))


def _file(tell: Any) -> Iterator[bytes]:
    """Yield the headings and the rows of entities, each entity once."""
    model, statements, columns = load_library()
    entities = Entities(model)
    yield _rows([columns])
    for entity, filed in tell(entities):
        seen = None if filed == NEVER else filed.strftime("%Y-%m-%dT%H:%M:%S")
        made = statements.from_entity(entity, DATASET, first_seen=seen, last_seen=seen)
        yield _rows([row[column] for column in columns] for row in (one.to_csv_row() for one in made))


def load_library() -> tuple[Any, Any, list[str]]:
    """Return FollowTheMoney's model, its statements and the columns of its CSV."""
    # As it is imported it lets every reader of CSV in this process take fields of 30 MB; what is read here has a limit of its own.
    longest = csv.field_size_limit()
    try:
        parts = [need(name, "ftm", "a file of FollowTheMoney") for name in ("followthemoney", "followthemoney.statement.serialize")]
    finally:
        csv.field_size_limit(longest)
    return parts[0].model, parts[1].Statement, parts[1].CSV_COLUMNS


def _rows(rows: Iterable[list[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, dialect=csv.unix_dialect).writerows(rows)
    return written.getvalue().encode("utf8")


class Entities:
    """Makes entities by the model's schemata, and gives each out once, with when its report was filed."""

    def __init__(self, model: Any) -> None:
        self._model = model
        # What other reports may name too, and what is a report's own.
        self._given, self._given_of_report = set[str](), set[str]()

    def tell_report(self, figures: Iterable[FiledFigure]) -> Written:
        """Yield what is told of all figures of a report; what is its own is forgotten then."""
        for filed in figures:
            yield from self.tell(filed)
        self._given_of_report.clear()

    def tell(self, filed: FiledFigure, event: str | None = None) -> Written:
        """Yield a figure's report, its speakers and its note; ``event`` is the id of the event that it tells of."""
        yield from self._once(self._article(filed.filing), filed.filing.filed, own=True)
        for speaker in filter(is_named, filed.statement.speakers):
            yield from self._once(self._speaker(speaker, filed.filing.id), filed.filing.filed, own=not is_known_again(speaker))
        yield from self._once(self._note(filed.filing, filed.statement, filed.figure, event), filed.filing.filed, own=True)

    def tell_event(self, event: Event) -> Written:
        """Yield an event, its figures, which reports document it, and what of it cannot all be true."""
        filed = min((filing.filed for filing in event.reports), default=NEVER)
        made = self._event(event)
        yield from self._once(made, filed)
        for item in (item for count in event.counts for found in count.reckonings for item in found.figures):
            yield from self.tell(stated(item), made.id)
        for filing in event.reports:
            yield from self._once(self._article(filing), filing.filed, own=True)
            yield from self._once(self._documentation(filing, made.id), filing.filed)
        for found in event.contradictions:
            yield from self._once(self._contradiction(found, made.id), filed)

    def _once(self, entity: Any, filed: datetime, own: bool = False) -> Written:
        given = self._given_of_report if own else self._given
        if entity.id not in given:
            given.add(entity.id)
            yield entity, filed

    def _article(self, filing: Filing) -> Any:
        # The schema wants a file's name.
        name = file_name(filing) or f"{filing.id}.txt"
        return self._make(
            "Article", article_id(filing.id), title=filing.title, fileName=name, publishedAt=iso_day(filing.published),
            publisher=filing.publisher, sourceUrl=web_address(filing.url), keywords=filing.tags,
        )  # fmt: skip

    def _speaker(self, party: Party, report: str) -> Any:
        """Return a speaker, of a schema only as far as the words say what he is: a person, a body, a body of a state."""
        body = "PublicBody" if party.kind in PUBLIC_KINDS else "Organization"
        schema = {"person": "Person", "body": body}.get(nature_of(party) or "", "LegalEntity")
        return self._make(schema, speaker_id(party, report), name=party.name, country=party.country, keywords=party.kind)

    def _note(self, filing: Filing, statement: Statement, figure: Figure, event: str | None) -> Any:
        """Return a figure as a note on the speaker who gave the number: the last of the chain, and nobody where he has no name."""
        giver = statement.speakers[-1] if statement.speakers else None
        on = [speaker_id(giver, filing.id) if giver is not None and is_named(giver) else None, event]
        # In ASCII, for FollowTheMoney drops characters that it cannot show, and offsets count them.
        place, number = figure.place, json.dumps(told_object(statement, figure))
        return self._make(
            "Note", f"{DATASET}-figure-{figure.id}", name=figure_words(figure), description=statement.text,
            summary=telling_words(statement, figure), notes=number, entity=on, proof=article_id(filing.id), keywords=figure.measure,
            publisher=filing.publisher, sourceUrl=web_address(filing.url), namesMentioned=[one.name for one in statement.speakers],
            locationMentioned=place and name_place(place.text, place.name), country=place and place.country,
        )  # fmt: skip

    def _event(self, event: Event) -> Any:
        return self._make(
            "Event", f"{DATASET}-event-{event.id}", name=event.title, summary=event_sentence(event), startDate=iso_day(event.first),
            endDate=iso_day(event.last), location=event.place, country=event.place_country, keywords=event.kind,
        )  # fmt: skip

    def _documentation(self, filing: Filing, event: str) -> Any:
        id = f"{DATASET}-documentation-{stable_uuid('documentation', filing.id, event)}"
        return self._make("Documentation", id, document=article_id(filing.id), entity=event, role="report", date=iso_day(filing.published))

    def _contradiction(self, found: Contradiction, event: str) -> Any:
        id = f"{DATASET}-contradiction-{stable_uuid('contradiction', *sorted(found.figures), found.rule, found.detail)}"
        return self._make(
            "Note", id, name="Figures that cannot all be true", description=found.detail, entity=event, keywords="contradiction",
            notes=json.dumps({"figures": list(found.figures), "rule": found.rule}),
        )  # fmt: skip

    def _make(self, schema: str, id: str, **values: Any) -> Any:
        """Return an entity; what is not known is left out, a value that its type does not take is not kept, and a longer text is cut."""
        entity = self._model.make_entity(schema)
        entity.id = id
        for name, value in values.items():
            most = entity.schema.get(name).max_length
            for one in filter(None, (value,) if isinstance(value, str) else value or ()):
                # Half an object of JSON is none.
                if name != "notes" or len(one) <= most:
                    entity.add(name, writable(one)[:most])
        return entity


def article_id(report: str) -> str:
    """Return the id of a report's entity."""
    return f"{DATASET}-report-{report}"


def speaker_id(party: Party, report: str) -> str:
    """Return the id of a speaker: the same in all reports only where he is sure to be known again."""
    return f"{DATASET}-speaker-{stable_uuid('speaker', *speaker_key(party, report))}"


def is_named(party: Party) -> bool:
    """Say whether a speaker can be known again; entities called "officials" would be taken for one another in every other data set."""
    return bool(party.name and party.name.strip())


FTM = Form(
    "ftm", "FollowTheMoney statements", ".statements.csv", "text/csv", {"figures": state_figures, "events": state_events},
    lacks=(
        "No schema has a number of people: a figure is a Note, its number stands in words in the summary and whole as JSON in the notes.",
        "A speaker without a name (“officials”) is words of the Note alone; one with a name is a LegalEntity where nothing tells a "
        "person from a body.",
        "Only the speaker who gave the number is linked to the Note; those who cite him stand in its words and its JSON.",
        "Coordinates and how precisely a place is known are in the JSON alone; echoes, copies and rulings are not in it.",
        "FollowTheMoney trims texts and drops control characters: a Note's description may be shorter than the words that its offsets "
        "mean; the JSON has them exactly.",
    ),
    extra="ftm",
    source="https://followthemoney.tech/docs/",
    mute=True,
)  # fmt: skip
