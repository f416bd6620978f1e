"""
Whether a reading and its rows are what they were when they were filed. No database here.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from according.ledger.versions import Versions
from according.ledger.writing.batch import day_columns, figure_columns, said_columns
from according.ledger.writing.decisions import reading_id
from according.ledger.writing.namings import place_of, place_row, population_of, population_row, publisher_row, speaker_row
from according.ledger.writing.rows import write_reading
from according.report import Report, make_id
from according.statement import Figure, Mention, Problem, Reading, Statement

# What a statement's and a figure's words are.
_WORDED = ("start", "end", "text")
_NOT_ITS_HASH = "the id is not the hash of its report, place and measure"


def find_moved(reading: Reading) -> Iterator[Problem]:
    """Yield the spans of a reading whose words do not stand there in the report."""
    text = reading.report.text
    for name, mention in _mentions(reading):
        if text[mention.start : mention.end] != mention.text:
            yield Problem(mention.start, mention.end, f"report {reading.report.id}: {name} {mention.text!r} does not stand here")
    for name, span in _spans(reading):
        if not 0 <= span.start <= span.end <= len(text):
            yield Problem(span.start, span.end, f"report {reading.report.id}: {name} lies outside the text")


def _mentions(reading: Reading) -> Iterator[tuple[str, Mention]]:
    """Yield all words with their places, with what they are."""
    for statement in reading.statements:
        yield from _worded(f"statement {statement.id}", statement)
        for figure in statement.figures:
            yield from _worded(f"figure {figure.id}", figure)
    for reference in reading.references:
        yield from _worded("reference", reference)
    for passed in reading.passed_over:
        yield from _worded("a number passed over", passed)


def _worded(name: str, record: Any) -> Iterator[tuple[str, Mention]]:
    """Yield a record's words, and those of the records that it holds."""
    if isinstance(record, Figure) and not name.startswith("figure"):
        # Gone through by itself, under its own name.
        return
    fields, has_words = _fields(record.__class__)
    # A time that was taken from context has no place.
    if has_words and record.start is not None:
        yield name, Mention(record.start, record.end, record.text)
    for field in fields:
        value = getattr(record, field)
        for held in value if isinstance(value, tuple) else (value,):
            if _fields(held.__class__)[0]:
                yield from _worded(f"{name}, {field}", held)


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], bool]:
    """Return the names of a record's fields, none of what is no record, and whether it has words at a place."""
    # Kept, for a reading holds thousands of values of a few kinds.
    names = tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()
    return names, set(_WORDED) <= set(names)


def _spans(reading: Reading) -> Iterator[tuple[str, Any]]:
    """Yield what has a place and no words."""
    yield from (("a problem", problem) for problem in reading.problems)
    for statement in reading.statements:
        yield from ((f"statement {statement.id}, step {step.rule}", step) for step in statement.trace)
    if reading.report.headline is not None:
        yield "the headline", reading.report.headline


def find_forged(reading: Reading, row: Any) -> str | None:
    """Return why a reading is not the one that its row's id and digest are of, or ``None`` where it is."""
    if reading_id(reading.report, Versions(row.package, row.model, row.lexicon), row.turn) != row.id:
        return "its id is not the hash of its report, versions, day, title and turn"
    if write_reading(reading).digest != row.digest:
        return "its statements are not those that were filed"
    if (moved := next(find_moved(reading), None)) is not None:
        return moved.what
    figures = (figure for statement in reading.statements for figure in statement.figures)
    return next((f"figure {figure.id}: {_NOT_ITS_HASH}" for figure in figures if not _is_hashed(figure, reading.report)), None)


def _is_hashed(figure: Figure, report: Report) -> bool:
    return figure.id == make_id(report.id, figure.number.start, figure.number.end, figure.measure)


def find_false(figure: Figure, statement: Statement, report: Report, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a figure's row: an id that is not its hash, columns that do not say what its record says."""
    if not _is_hashed(figure, report):
        yield f"figure {figure.id}: {_NOT_ITS_HASH}"
    wanted = {**figure_columns(figure), **day_columns(figure, report), **said_columns(statement, report)}
    # The id of a naming is its hash: it can be made again from the figure.
    wanted["population"] = figure.population and population_row(figure.population)["id"]
    wanted["place"] = figure.place and place_row(figure.place)["id"]
    if wrong := find_unlike(row, wanted):
        yield f"figure {figure.id}: {', '.join(wrong)} in the columns that are searched differ from the figure"


def find_unlike(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Return the columns of a row, by name, in which it has another value than is wanted."""
    return sorted(name for name, value in wanted.items() if row[name] != value)


def make_chain(statement: Statement) -> list[tuple[int, str]]:
    """Return the places of a statement's speakers in its chain, each with the id of the speaker."""
    named = (speaker_row(one.text, one.name, one.kind, one.country) for one in statement.speakers)
    return [(position, row["id"]) for position, row in enumerate(named)]


def make_naming(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a row of distinct namings must be, made again from what it names."""
    if table == "publishers":
        return publisher_row(row["name"])
    if table == "speakers":
        return speaker_row(row["text"], row["name"], row["kind"], row["country"])
    if table == "populations":
        return population_of(row["words"], row["country"], row["kind"])
    return place_of(row["name"], row["country"], row["region"], row["latitude"], row["longitude"])
