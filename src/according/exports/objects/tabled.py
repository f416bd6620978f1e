"""Lists as flat rows for spreadsheets: every row of a list has the same keys, and stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from according.comparing.days import course_day
from according.exports.objects.flat import Row
from according.exports.objects.readings import iso_day, plain_number
from according.reckoning.answer import Weighed
from according.reckoning.events.event import Event
from according.records import FiledFigure, Filing
from according.statement import Counting, Place


def event_rows(event: Event, figure: str) -> Iterator[Row]:
    """Yield a row for each measure of an event; ``figure`` is one of its figures, by which it is found again."""
    first, last = event.told
    for count in event.counts:
        stated, current = count.whole.headline, count.whole.current
        yield {
            "event": event.id, "figure": figure, "title": event.title, "kind": event.kind, "place": event.place,
            "country": event.place_country, "latitude": event.latitude, "longitude": event.longitude,
            "from": iso_day(event.first), "to": iso_day(event.last), "told_first": iso_day(first), "told_last": iso_day(last),
            "measure": count.measure, "unit": count.unit, "low": plain_number(stated.low), "best": plain_number(stated.best),
            "high": plain_number(stated.high), "current_low": plain_number(current.low), "current_high": plain_number(current.high),
            "origins": stated.origins, "reports": len(event.reports), "contradictions": len(event.contradictions),
            "perpetrators": "; ".join(event.perpetrators) or None, "question": count.whole.question.id,
        }  # fmt: skip


def weighed_rows(event: Event) -> Iterator[Row]:
    """Yield a row for each figure of an event, with what the reckoning made of it."""
    for count in event.counts:
        for role, found in (("whole", (count.whole,)), ("part", count.parts), ("beside", count.others)):
            for reckoning in found:
                question = reckoning.question
                of: Row = {"event": event.id, "question": question.id, "label": question.label, "role": role}
                yield from ({**of, **_weighed(item, question.kind)} for item in reckoning.figures)


def _weighed(item: Weighed, counting: Counting) -> Row:
    # One day for a chart's axis: that of the desk's own. The days that the figure is of stand in "from" and "to".
    figure, statement = item.filed.figure, item.filed.statement
    return {
        "figure": item.id, "day": iso_day(course_day(item.filed, counting)), "measure": figure.measure, "unit": figure.unit,
        "number": figure.number.text,
        "low": plain_number(figure.quantity.low), "high": plain_number(figure.quantity.high), "bound": figure.quantity.bound,
        "status": figure.status, "counting": figure.counting, "population": figure.population.text if figure.population else None,
        "from": iso_day(figure.time.first) if figure.time else None, "to": iso_day(figure.time.last) if figure.time else None,
        **_where(figure.place), "speakers": "; ".join(speaker.text for speaker in statement.speakers) or None,
        **_set_of_answerer(item), "alignment": item.alignment, "origin": item.origin, "used": item.used, "left_out_by": item.dropped_by,
        "superseded_by": item.superseded_by, "echo_of": item.echo_of, "sentence": statement.text, **filing_row(item.filed.filing),
    }  # fmt: skip


def _set_of_answerer(item: Weighed) -> Row:
    """Return what people set of the speaker who answers for a figure, the innermost; nothing of those who only carry his words."""
    speakers = item.filed.statement.speakers
    found = next((one for one in item.opinions if speakers and one.name == speakers[-1].listed_as), None)
    held = {"speaker_reliability": found and found.reliability, "speaker_side": found and found.side}
    return {name: str(ruling.value) if ruling else None for name, ruling in held.items()}


def _where(place: Place | None) -> Row:
    keys = ("place", "country", "latitude", "longitude", "precision")
    told = () if place is None else (place.name or place.text, place.country, place.latitude, place.longitude, place.precision)
    return dict(zip(keys, told or (None,) * len(keys), strict=True))


def filing_row(filing: Filing) -> Row:
    """Return a report of a list."""
    return {
        "report": filing.id, "title": filing.title, "published": iso_day(filing.published), "publisher": filing.publisher,
        "url": filing.url, "path": filing.path, "filed": filing.filed.isoformat(timespec="seconds"),
    }  # fmt: skip


def match_row(kind: str, name: str | None, words: str | None, filing: Filing | None = None, ids: Mapping[str, str] | None = None) -> Row:
    """Return something that words were found in: a report or statement with its words, an event, speaker or place by its name."""
    ids = ids or {}
    return {
        "kind": kind, "name": name, "words": words, "report": filing.id if filing else None,
        "published": iso_day(filing.published) if filing else None, "publisher": filing.publisher if filing else None,
        "statement": ids.get("statement"), "figure": ids.get("figure"),
    }  # fmt: skip


def figure_row(filed: FiledFigure) -> Row:
    """Return a figure of a list, as its words have it and nobody reckoned with it."""
    figure, statement = filed.figure, filed.statement
    population, time = figure.population, figure.time
    return {
        "figure": filed.id, "measure": figure.measure, "unit": figure.unit, "number": figure.number.text,
        "low": plain_number(figure.quantity.low), "high": plain_number(figure.quantity.high), "bound": figure.quantity.bound,
        "status": figure.status, "counting": figure.counting, "population": population.text if population else None,
        "from": iso_day(time.first) if time else None, "to": iso_day(time.last) if time else None, **_where(figure.place),
        "speakers": "; ".join(speaker.text for speaker in statement.speakers) or None, "sentence": statement.text,
        **filing_row(filed.filing),
    }  # fmt: skip


def speaker_row(name: str, statements: int, most: int) -> Row:
    """Return a speaker of a list; its statements are counted up to ``most``."""
    return {"speaker": name, "statements": statements, "or_more": statements >= most}
