"""A table to its reports: articles in a column of texts, or figures of which each row is a report; which of the two is told first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from according.errors import InputError
from according.intake.source import Source
from according.intake.tables.articles import make_article
from according.intake.tables.day_columns import Order, find_order, is_open
from according.intake.tables.delimited import read_delimited
from according.intake.tables.figure_tables import find_day_columns, find_figures, is_tag_row, make_report, show_figures
from according.intake.tables.json_rows import read_json
from according.intake.tables.mapping import ROWS_LOOKED_AT, find_columns, has_texts, name_told, show_columns
from according.intake.tables.parquet import read_parquet
from according.intake.tables.recorders import find_recorder
from according.intake.tables.tabular import Row, without_broken
from according.intake.tables.workbooks import read_workbook
from according.intake.wishes import Wishes

# What gives the rows of a table; it may be asked again.
Reader = Callable[[Source], Iterator[Row]]
HOW_TO_SET = "set them with --text-column, --title-column, --date-column, --publisher-column and --url-column"


def expand_table(source: Source, wishes: Wishes, read: Reader) -> Iterator[Source]:
    """
    Yield the reports of a table, row by row.

    ``wishes`` are told in a line which column is what. A row that cannot be read is an input that says so. Raises
    :class:`~according.errors.InputError` for a table with neither texts nor figures, and where it is damaged, behind what came before.
    """
    rows = map(without_broken, read(source))
    first, failed = _begin(rows)
    sound = _sound(source, read) or [row for row in first if row.wrong is None]
    if sound:
        make = _choose(source, wishes, sound, read)
        for row in chain(first, () if failed else rows):
            # Of a table of figures alone: an article may begin with a tag.
            if not (make.func is make_report and is_tag_row(row)):
                yield Source(row.path(source.path), refused=row.wrong) if row.wrong is not None else make(row=row)
    else:
        yield from (Source(row.path(source.path), refused=row.wrong) for row in first)
    if failed is not None:
        raise failed


def _sound(source: Source, read: Reader) -> list[Row]:
    """Return the first rows of a table of which a part is meant: which column is what, they show for all parts."""
    whole = () if source.part is None else _begin(map(without_broken, read(replace(source, part=None))))[0]
    return [row for row in whole if row.wrong is None]


def _begin(rows: Iterator[Row]) -> tuple[list[Row], InputError | None]:
    """Return the first rows, and the damage behind them where they end in it."""
    first: list[Row] = []
    try:
        first.extend(islice(rows, ROWS_LOOKED_AT))
    except InputError as error:
        return first, error
    return first, None


def _choose(source: Source, wishes: Wishes, rows: list[Row], read: Reader) -> partial[Source]:
    """Return what makes a report of a row, and tell by which columns it does."""
    named = name_told(rows, wishes.columns)
    figures = () if named.text is not None or has_texts(rows) else find_figures(rows)
    if figures:
        recorder = find_recorder({heading for row in rows for heading in row.cells})
        whose = "" if recorder is None else f" of {recorder.publisher}"
        wishes.tell(f"{source.path}: a table of figures{whose}: {show_figures(rows, figures, named)}")
        days = find_day_columns(rows, named)
        order = _order(source, days[0] if days else None, rows, read)
        return partial(make_report, source.path, columns=named, order=order, recorder=recorder)
    columns = find_columns(rows, named)
    if columns.text is None:
        headings = ", ".join(dict.fromkeys(heading for row in rows for heading in row.cells))
        raise InputError(f"a table without a column of texts or of figures: its columns are {headings[:300]}; name one with --text-column")
    wishes.tell(f"{source.path}: a table of articles: {show_columns(columns)}; {HOW_TO_SET}")
    return partial(make_article, source.path, columns=columns, order=_order(source, columns.date, rows, read))


def _order(source: Source, heading: str | None, rows: list[Row], read: Reader) -> Order | None:
    """Return the order of day and month in a column where its first rows leave it open; the whole column is gone through for it."""
    if heading is None or not any(is_open(row.cell(heading)) for row in rows):
        return None
    try:
        return find_order(row.cell(heading) for row in read(source))
    except InputError:
        # Damaged further down: what stands there could have shown the other order.
        return None


def expand_delimited(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the reports of a CSV or TSV."""
    return expand_table(source, wishes, read_delimited)


def expand_json(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the reports of JSON Lines or of an array."""
    return expand_table(source, wishes, read_json)


def expand_parquet(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the reports of a Parquet file."""
    return expand_table(source, wishes, read_parquet)


def expand_workbook(source: Source, wishes: Wishes) -> Iterator[Source]:
    """Yield the reports of a spreadsheet."""
    return expand_table(source, wishes, read_workbook)
