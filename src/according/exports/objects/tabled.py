"""Lists as flat rows for spreadsheets: every row of a list has the same keys, and stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from according.comparing.days import course_day
from according.exports.objects.flat import Row
from according.exports.objects.readings import iso_day, plain_number
from according.reckoning.answer import Reckoning, Weighed
from according.reckoning.events.event import Event
from according.reckoning.rulings import Opinion
from according.records import FiledFigure, Filing, Ruling
from according.statement import Counting, Figure, Place, Reading, Statement


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
                yield from ({"event": event.id, "role": role, **row} for row in question_rows(reckoning))


def question_rows(reckoning: Reckoning) -> Iterator[Row]:
    """Yield a row for each figure of a question, with what the reckoning made of it."""
    question = reckoning.question
    yield from ({"question": question.id, "label": question.label, **_weighed(item, question.kind)} for item in reckoning.figures)


def answer_row(reckoning: Reckoning) -> Row:
    """Return a question with its answer; ``best_figure`` is the id of the figure whose number is best."""
    question, stated, current = reckoning.question, reckoning.headline, reckoning.current
    return {
        "question": question.id, "label": question.label, "kind": question.kind, "measure": question.measure, "unit": question.unit,
        "population": question.population, "population_country": question.population_country, "population_kind": question.population_kind,
        "place": question.place, "country": question.place_country, "from": iso_day(question.first), "to": iso_day(question.last),
        "low": plain_number(stated.low), "best": plain_number(stated.best), "high": plain_number(stated.high),
        "best_figure": stated.choice.figure if stated.choice else None, "why_best": stated.why_best or None,
        "current_low": plain_number(current.low), "current_best": plain_number(current.best), "current_high": plain_number(current.high),
        "origins": stated.origins, "figures": len(reckoning.figures),
        "reports": len({item.filed.filing.id for item in reckoning.figures}), "contradictions": len(reckoning.contradictions),
    }  # fmt: skip


def _weighed(item: Weighed, counting: Counting) -> Row:
    # Where another number is tried out, it stands apart: a row has the speaker's own number beside the speaker.
    figure, statement, tried = item.as_stated, item.filed.statement, item.tried
    # One day for a chart's axis: that of the desk's own. The days that the figure is of stand in "from" and "to".
    return {
        "figure": item.id, "day": iso_day(course_day(item.filed, counting)), "measure": figure.measure, "unit": figure.unit,
        "number": figure.number.text,
        "low": plain_number(figure.quantity.low), "high": plain_number(figure.quantity.high), "bound": figure.quantity.bound,
        "tried_low": plain_number(tried.low) if tried else None, "tried_high": plain_number(tried.high) if tried else None,
        "status": figure.status, "counting": figure.counting, "population": figure.population.text if figure.population else None,
        "from": iso_day(figure.time.first) if figure.time else None, "to": iso_day(figure.time.last) if figure.time else None,
        **_where(figure.place), "speakers": _speakers(statement),
        **_set_of_answerer(item), "alignment": item.alignment, "origin": item.origin, "used": item.used, "left_out_by": item.dropped_by,
        "superseded_by": item.superseded_by, "echo_of": item.echo_of, "sentence": statement.text, **filing_row(item.filed.filing),
    }  # fmt: skip


def _set_of_answerer(item: Weighed) -> Row:
    """Return what people set of the speaker who answers for a figure, the innermost; nothing of those who only carry his words."""
    speakers = item.filed.statement.speakers
    found = next((one for one in item.opinions if speakers and one.name == speakers[-1].listed_as), None)
    return {f"speaker_{name}": value for name, value in _set_of(found).items()}


def _set_of(opinion: Opinion | None) -> Row:
    held = {"reliability": opinion and opinion.reliability, "side": opinion and opinion.side}
    return {name: str(ruling.value) if ruling else None for name, ruling in held.items()}


def _speakers(statement: Statement) -> str | None:
    """Return who answers for a statement, the outermost first; ``None`` where the report speaks itself."""
    return "; ".join(speaker.text for speaker in statement.speakers) or None


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


def reading_row(reading: Reading) -> Row:
    """Return what a report's row says of its text and of what was read in it."""
    report = reading.report
    return {
        "language": report.language, "author": report.author, "characters": len(report.text), "statements": len(reading.statements),
        "figures": sum(len(statement.figures) for statement in reading.statements), "passed_over": len(reading.passed_over),
        "problems": len(reading.problems),
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
        "speakers": _speakers(statement), "sentence": statement.text,
        **filing_row(filed.filing),
    }  # fmt: skip


def speaker_row(name: str, statements: int, most: int, opinion: Opinion | None = None) -> Row:
    """Return a speaker of a list, with what people set of him; its statements are counted up to ``most``."""
    return {"speaker": name, "statements": statements, "or_more": statements >= most, **_set_of(opinion)}


def statement_row(statement: Statement) -> Row:
    """Return a statement of a report, with or without figures; ``start`` and ``end`` are half-open, in code points of its text."""
    return {
        "statement": statement.id, "start": statement.start, "end": statement.end,
        "speakers": _speakers(statement), "cue": statement.cue.text if statement.cue else None,
        "stance": statement.stance if statement.speakers else None, "status": statement.status, "negated": statement.negated,
        "quoted": statement.quoted, "figures": len(statement.figures), "said": statement.content.text, "sentence": statement.text,
    }  # fmt: skip


def pair_row(kind: str, sides: Iterable[tuple[str, tuple[Statement, Figure] | None]]) -> Row:
    """Return a figure of several readings, each side's columns behind its name; empty where that reading does not have it."""
    row: Row = {"kind": kind}
    for name, held in sides:
        row |= {f"{name}_{key}": value for key, value in _side(held).items()}
    return row


def _side(held: tuple[Statement, Figure] | None) -> Row:
    if held is None:
        keys = ("figure", "number", "low", "high", "measure", "population", "place", "from", "to", "speakers", "sentence")
        return dict.fromkeys(keys)
    statement, figure = held
    time, population = figure.time, figure.population
    return {
        "figure": figure.id, "number": figure.number.text, "low": plain_number(figure.quantity.low),
        "high": plain_number(figure.quantity.high), "measure": figure.measure, "population": population.text if population else None,
        "place": _where(figure.place)["place"], "from": iso_day(time.first) if time else None, "to": iso_day(time.last) if time else None,
        "speakers": _speakers(statement), "sentence": statement.text,
    }  # fmt: skip


def judged_row(ruling: Ruling, on: FiledFigure | None, *, taken_back: bool) -> Row:
    """Return a ruling, with the figure that it is ``on`` where that is known, and whether it is taken back."""
    figure = on.figure if on else None
    return {
        "ruling": ruling.id, "when": ruling.when.isoformat(timespec="seconds"), "who": ruling.who, "kind": ruling.kind,
        "subject": ruling.subject, "other": ruling.other, "field": ruling.field, "value": _plain(ruling.value), "why": ruling.why,
        "undoes": ruling.undoes, "taken_back": taken_back, "number": figure.number.text if figure else None,
        "measure": figure.measure if figure else None, "speakers": _speakers(on.statement) if on else None,
        "sentence": on.statement.text if on else None, "report": on.filing.id if on else None,
    }  # fmt: skip


def _plain(value: object) -> str | float | bool | None:
    """Return a ruling's value as a cell; those who say so, one behind the other, as in any row."""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return value if value is None or isinstance(value, str | float | int) else str(value)
