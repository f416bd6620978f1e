"""A row of a table of figures to a report of the table's publisher: see :mod:`according.intake.tables.row_text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from according.intake.facts import Facts
from according.intake.source import Source
from according.intake.tables.day_columns import Order, is_open, read_cell
from according.intake.tables.figure_columns import (
    DATED_HEADINGS,
    PLACE_HEADINGS,
    REPORT_DAY_HEADINGS,
    SOURCE_HEADINGS,
    find_meaning,
    is_coded,
    plain_name,
)  # fmt: skip
from according.intake.tables.mapping import Columns
from according.intake.tables.recorders import Recorder
from according.intake.tables.row_text import read_count, write_row
from according.intake.tables.tabular import Row
from according.statement import Problem

PUBLISHER_HEADINGS = ("publisher", "published_by", "organisation", "organization")
URL_HEADINGS = ("url", "link", "source_url")
# Words in a cell for "not counted".
NOT_COUNTED = frozenset({"", "-", "–", "?", "n/a", "na", "nan", "null", "none", "unknown", "not available", "nd"})


def find_figures(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the columns of a table that count people, as the first rows show; none where it is no table of figures."""
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row.cells))
    names = frozenset(map(plain_name, headings))
    meant = [heading for heading in headings if find_meaning(heading, names) is not None]
    return tuple(heading for heading in meant if any(read_count(row.cell(heading)) is not None for row in rows))


def find_day_columns(rows: Sequence[Row], columns: Columns) -> tuple[str, ...]:
    """Return the columns with the days of a table's figures: the one that the user names, else those with the names of such."""
    if columns.date is not None:
        return (columns.date,)
    return tuple(dict.fromkeys(heading for row in rows for heading in row.cells if plain_name(heading) in DATED_HEADINGS))


def show_figures(rows: Sequence[Row], figures: Sequence[str], columns: Columns) -> str:
    """Return in a line what is read of a table of figures: what counts whom, and where day, place and source stand."""
    headings = {plain_name(heading): heading for row in rows for heading in row.cells}
    source = next((headings[name] for name in SOURCE_HEADINGS if name in headings and not is_coded(headings)), None)
    parts = [
        f"figures = {', '.join(figures)}",
        f"day = {', '.join(find_day_columns(rows, columns)) or 'none'}",
        f"place = {next((headings[name] for name in PLACE_HEADINGS if name in headings), 'none')}",
        f"said by = {source or 'its publisher'}",
    ]
    return "; ".join(parts)


def make_report(table: str, row: Row, columns: Columns, order: Order | None, recorder: Recorder | None = None) -> Source:
    """
    Return the report of a row, named ``TABLE/ROW``; a row that counts nobody says so.

    Where the row names no publisher it is that of the table's ``recorder``.
    """
    path = row.path(table)
    # Under the name that is known for it, so that the report can be read without the table.
    cells = {"date" if heading == columns.date else heading: cell for heading, cell in row.cells.items()}
    names = frozenset(plain_name(heading) for heading, cell in cells.items() if cell.strip())
    counted = [heading for heading in cells if find_meaning(heading, names) is not None]
    if not any(read_count(cells[heading]) is not None for heading in counted):
        return Source(path, refused="no count in this row: its columns of figures are empty, or hold no numbers")
    held = Row(row.number, cells, sheet=row.sheet)
    problems = (*_odd_days(held, order), *_odd_counts(held, counted))
    facts = Facts(
        published=_published(held, columns, order),
        publisher=held.cell(columns.publisher) or _first(held, PUBLISHER_HEADINGS) or (None if recorder is None else recorder.publisher),
        url=held.cell(columns.url) or _first(held, URL_HEADINGS),
        title=held.cell(columns.title) or None,
    )
    return Source(path, data=write_row(cells, order).encode(), facts=facts, problems=problems)


def is_tag_row(row: Row) -> bool:
    """Say whether a row holds no data but tags for its columns, as humanitarian tables have them below their headings: "#date+year"."""
    cells = [cell.strip() for cell in row.cells.values() if cell.strip()]
    return bool(cells) and all(cell.startswith("#") for cell in cells)


def _first(row: Row, names: Sequence[str]) -> str | None:
    headings = {plain_name(heading): heading for heading in row.cells}
    return next((cell for name in names if name in headings and (cell := row.cell(headings[name]))), None)


def _published(row: Row, columns: Columns, order: Order | None) -> date | None:
    # The day of an event is not the day of its report.
    day = next((cell for heading in row.cells if plain_name(heading) in REPORT_DAY_HEADINGS and (cell := row.cell(heading))), "")
    found = read_cell(day, order)
    return None if found is None else found.published


def _odd_days(row: Row, order: Order | None) -> Iterator[Problem]:
    for heading in row.cells:
        words = row.cell(heading)
        if words and plain_name(heading) in DATED_HEADINGS and read_cell(words, order) is None:
            what = "can be read in two ways" if is_open(words) else "is not a date"
            yield Problem(0, 0, f"{words[:40]!r} in column {heading} {what}; write it as 2025-01-27")


def _odd_counts(row: Row, counted: Sequence[str]) -> Iterator[Problem]:
    for heading in counted:
        words = row.cell(heading)
        if words.casefold() not in NOT_COUNTED and read_count(words) is None:
            yield Problem(0, 0, f"{words[:40]!r} in column {heading} is no count of people; it is left alone")
