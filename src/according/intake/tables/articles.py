"""A row of a table of articles to the article that stands in it."""

from __future__ import annotations

from dataclasses import replace

from according.intake.facts import Facts
from according.intake.source import Source
from according.intake.tables.day_columns import Order, is_open, read_cell
from according.intake.tables.mapping import Columns
from according.intake.tables.tabular import Row
from according.statement import Problem


def make_article(table: str, row: Row, columns: Columns, order: Order | None) -> Source:
    """Return the article of a row as an input of its own, named ``TABLE/ROW``; a row without a text says so."""
    text, path = row.cell(columns.text), row.path(table)
    if not text:
        return Source(path, refused=f"no text in this row: its column {columns.text} is empty")
    words = row.cell(columns.date)
    day = read_cell(words, order)
    problems = (Problem(0, 0, _undated(words, columns)),) if words and day is None else ()
    facts = Facts(
        title=row.cell(columns.title) or None, publisher=row.cell(columns.publisher) or None, url=row.cell(columns.url) or None,
        author=row.cell(columns.author) or None,
    )  # fmt: skip
    if day is not None:
        by = name_column(columns, order if is_open(words) else None)
        facts = replace(facts, published=day.published, published_at=day.at, dated_by=by)
    return Source(path, data=text.encode(), facts=facts, problems=problems)


def name_column(columns: Columns, order: Order | None) -> str:
    """Return how a day was found: by its column, and by that column's order of day and month where that settled it."""
    return f"column {columns.date}" if order is None else f"column {columns.date}, {order} as its other rows show"


def _undated(words: str, columns: Columns) -> str:
    what = "can be read in two ways" if is_open(words) else "is not a date"
    return f"{words[:40]!r} in column {columns.date} {what}; write it as 2025-01-27"
