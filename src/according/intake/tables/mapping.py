"""Which column of a table of articles is what: what the user says, else a guess by the columns' names and by what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from according.errors import InputError
from according.intake.tables.day_columns import is_open, read_cell
from according.intake.tables.figure_columns import plain_name
from according.intake.tables.tabular import Row

# So many rows are looked at for a guess.
ROWS_LOOKED_AT = 200
# In characters: below this a column without a telling name holds no articles.
TEXT_SHORTEST = 200
# The names by which each is known, the surest first, in small letters with "_" between words.
_COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "full_text", "fulltext", "article_text", "article_body", "body_text", "text_body", "maintext", "main_text",
        "plain_text", "article", "article_content", "content", "content_text", "source_content_translated", "source_content", "story",
        "message", "post_text",
    ),
    "title": ("title", "headline", "article_title", "heading", "head"),
    "date": (
        "published", "published_at", "publish_date", "published_date", "date_published", "date_publish", "publication_date", "pub_date",
        "pubdate", "post_published", "source_date", "date", "datetime", "timestamp", "created_at", "post_date", "day", "time",
    ),
    "publisher": (
        "publisher", "outlet", "news_outlet", "source_name", "site_name", "newspaper", "publication", "media", "source", "source_domain",
        "domain", "site", "channel",
    ),
    "url": ("url", "link", "article_url", "source_url", "web_url", "permalink", "canonical_url", "address", "href"),
    "author": ("author", "authors", "byline", "writer", "creator", "source_author"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that hold the articles' texts and what is said of them, by their headings; ``None`` leaves it to a guess."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None


NO_COLUMNS = Columns()


def find_columns(rows: Sequence[Row], told: Columns = NO_COLUMNS) -> Columns:
    """Return which column is what: as the user says (:func:`name_told`), and else as the first rows of the table show."""
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row.cells))
    found = name_told(rows, told)
    free = [heading for heading in headings if heading not in {heading for _, heading in _each(found)}]
    for name, heading in _each(found):
        # Each column is one thing: what is the date is not the title as well.
        if heading is None and (guessed := _guess(name, free, rows)) is not None:
            free.remove(guessed)
            found = replace(found, **{name: guessed})
    return found


def name_told(rows: Sequence[Row], told: Columns) -> Columns:
    """
    Return the columns that the user names by their headings, in whatever case they were named.

    Raises :class:`~according.errors.InputError` for one that is not there.
    """
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row.cells))
    return replace(told, **{name: _told(heading, headings) for name, heading in _each(told) if heading is not None})


def has_texts(rows: Sequence[Row]) -> bool:
    """Say whether a column has the name of one that holds texts."""
    headings = dict.fromkeys(heading for row in rows for heading in row.cells)
    return any(plain_name(heading) in _COLUMN_NAMES["text"] and _can_be("text", heading, rows) for heading in headings)


def show_columns(columns: Columns) -> str:
    """Return in a line which column is what: "text = body, date = published_at"."""
    return ", ".join(f"{name} = {heading}" for name, heading in _each(columns) if heading is not None)


def _each(columns: Columns) -> list[tuple[str, str | None]]:
    return [(field.name, getattr(columns, field.name)) for field in fields(columns)]


def _told(heading: str, headings: Sequence[str]) -> str:
    """Return the heading that a user means, in whatever case it is written."""
    for meant in (heading, *(one for one in headings if one.casefold() == heading.strip().casefold())):
        if meant in headings:
            return meant
    raise InputError(f"no column {heading!r}; its columns are {', '.join(headings)}")


def _guess(name: str, free: Sequence[str], rows: Sequence[Row]) -> str | None:
    named = {plain_name(heading): heading for heading in reversed(free)}
    for known in _COLUMN_NAMES[name]:
        if known in named and _can_be(name, named[known], rows):
            return named[known]
    if name == "text":
        return _longest(free, rows)
    return None


def _can_be(name: str, heading: str, rows: Sequence[Row]) -> bool:
    """Say whether what stands in a column can be what its name says: a date is a date, an address an address."""
    cells = [cell for row in rows if (cell := row.cell(heading))]
    if name == "date":
        return any(read_cell(cell) is not None or is_open(cell) for cell in cells)
    if name == "url":
        return any(cell.startswith(("http://", "https://")) for cell in cells)
    # "content: 1" and "source: 17" are numbers of something.
    return any(any(map(str.isalpha, cell)) for cell in cells)


def _longest(free: Sequence[str], rows: Sequence[Row]) -> str | None:
    """Return the column with the longest cells, where they are as long as articles."""
    lengths = {heading: sum(len(row.cell(heading)) for row in rows) / max(1, len(rows)) for heading in free}
    best = max(lengths, key=lengths.__getitem__, default=None)
    return best if best is not None and lengths[best] >= TEXT_SHORTEST else None
