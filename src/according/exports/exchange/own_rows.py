"""Values as rows of our own tables: the keys of a row are the columns of its subject (:mod:`according.exports.exchange.own_columns`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from according.exports.exchange.form import Column, Kind, Subject
from according.exports.objects.flat import Row, filed_row
from according.exports.objects.tabled import answer_row, event_rows, filing_row, reading_row, statement_row
from according.exports.sheets import sound_text
from according.reckoning.events.event import Event
from according.records import Filing
from according.statement import Reading, Statement


def table_rows(subject: Subject, values: Iterable[Any]) -> Iterator[Row]:
    """Yield the rows of some values of a subject; an event has one for each of its measures, all others have one each."""
    for value in values:
        yield from _TO_ROWS[subject](value)


def figure_of(event: Event) -> str:
    """Return the id of one of an event's figures, by which it is found again."""
    return event.counts[0].whole.figures[0].id


def _report_rows(value: tuple[Filing, Reading]) -> Iterator[Row]:
    filing, reading = value
    yield {**filing_row(filing), **reading_row(reading)}


def _statement_rows(value: tuple[Filing, Statement]) -> Iterator[Row]:
    filing, statement = value
    yield {**statement_row(statement), **filing_row(filing)}


def _event_rows(event: Event) -> Iterator[Row]:
    return event_rows(event, figure_of(event))


_TO_ROWS: Mapping[Subject, Callable[[Any], Iterator[Row]]] = {
    "reports": _report_rows, "statements": _statement_rows, "figures": lambda filed: iter([filed_row(filed)]),
    "questions": lambda reckoning: iter([answer_row(reckoning)]), "events": _event_rows,
}  # fmt: skip


def typed_cells(columns: Iterable[Column], row: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the cells of a row in the order of columns: days as dates, moments as aware times, words without what no file can hold."""
    for column in columns:
        value = row[column.name]
        yield value if value is None or column.kind not in _TYPED else _TYPED[column.kind](value)


_TYPED: Mapping[Kind, Callable[[Any], Any]] = {"text": sound_text, "day": date.fromisoformat, "moment": datetime.fromisoformat}
