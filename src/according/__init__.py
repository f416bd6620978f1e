"""
Who says how many of whom, where, since when, how sure.

    >>> import according
    >>> reading = according.read("The army said 12 soldiers were killed on Monday.")  # doctest: +SKIP
    >>> reading.statements[0].figures[0].quantity  # doctest: +SKIP
    Quantity(low=12, high=12, bound='exact')

The one error this package refuses to make: it never attaches a number to someone who did not give it.
"""
from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from according.errors import AccordingError, InputError, LexiconError, ModelError, ParseError
from according.quantity import Quantity
from according.report import Report, Span
from according.statement import Figure, Mention, Party, Place, Problem, Reading, Statement, Step, Time
from according.version import __version__

if TYPE_CHECKING:
    from according.services.words import Own

__all__ = [
    "AccordingError", "Figure", "InputError", "LexiconError", "Mention", "ModelError", "ParseError", "Party", "Place", "Problem",
    "Quantity", "Reading", "Report", "Span", "Statement", "Step", "Time", "__version__", "read",
]  # fmt: skip


def read(text: str, *, published: date | str | None = None, title: str | None = None, words: Own | None = None) -> Reading:
    """
    Read one report's text: its statements, who says them, and their figures.

    ``published`` is the report's date, a :class:`datetime.date` or ``"2025-01-27"``; it and ``title`` win over what the text says of
    itself. ``words`` are your own on top of the package's word lists: a file's path, or its tables as a mapping. A text that cannot be
    read (empty, not English) gives a reading without statements whose ``problems`` say why.

    Raises :class:`TypeError` for a text that is no ``str``, :class:`ValueError` for a date that is none, and
    :class:`~according.errors.LexiconError` for words that no rule would know what to do with.
    """
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}; decode bytes and read files first")
    # The language model and its libraries are loaded by the first reading, not by the import.
    from according.services.read import read_text
    from according.services.words import find_language

    language = None if words is None else find_language(words)
    return read_text(text, published=_day(published), title=title, language=language)


def _day(published: date | str | None) -> date | None:
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    from according.intake.dates import parse_date

    day = parse_date(published) if isinstance(published, str) else None
    if day is None:
        raise ValueError(f"{published!r} is not a date; write it as 2025-01-27")
    return day
