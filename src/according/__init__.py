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

from according.api.readings import Reading
from according.errors import AccordingError, InputError, LedgerError, LexiconError, ModelError, ParseError, QuestionError, RequestError
from according.quantity import Quantity
from according.report import Report, Span
from according.statement import Figure, Mention, Party, Place, Problem, Statement, Step, Time
from according.version import __version__

# Not at run time: `import according` loads no library and takes as long as one of Python's own (tests/test_import.py).
if TYPE_CHECKING:
    from pathlib import Path

    from according.api.ledgers import Ledger
    from according.services.words import Own

__all__ = [
    "AccordingError", "Figure", "InputError", "LedgerError", "LexiconError", "Mention", "ModelError", "ParseError", "Party", "Place",
    "Problem", "Quantity", "QuestionError", "Reading", "Report", "RequestError", "Span", "Statement", "Step", "Time", "__version__",
    "open_ledger", "read",
]  # fmt: skip


def read(
    text: str, *, published: date | str | None = None, title: str | None = None, publisher: str | None = None, url: str | None = None,
    words: Own | None = None,
) -> Reading:  # fmt: skip
    """
    Read one report's text: its statements, who says them, and their figures.

    ``published`` is the report's date, a :class:`datetime.date` or ``"2025-01-27"``. It, ``title``, ``publisher`` and ``url`` win over what
    the text says of itself. ``words`` are your own on top of the package's word lists: a file's path, or its tables as a mapping. A text
    that cannot be read (empty, not English) gives a reading without statements, and ``problems`` say why.

    Raises :class:`TypeError` for a text that is no ``str``, :class:`ValueError` for a date that is none, and
    :class:`~according.errors.LexiconError` for words that no rule would know what to do with.
    """
    # Bytes could be decoded here, but only a guess says how: files go through `intake`, which refuses what it is not sure of.
    if not isinstance(text, str):
        raise TypeError(f"a text is a str, not {type(text).__name__}; decode bytes and read files first")
    # The language model and its libraries are loaded by the first reading, not by the import.
    from according.intake.text import Options
    from according.services.read import read_text
    from according.services.words import find_language, versions_of

    language = None if words is None else find_language(words)
    made = read_text(text, Options(_day(published), title, publisher, url), language)
    return Reading.of(made, None if language is None else versions_of(language))


def open_ledger(url: str | Path | None = None, *, create: bool = True, read_only: bool = False) -> Ledger:
    """
    Open the ledger at an address: a file's path, ``sqlite:///PATH`` or ``postgresql://USER@HOST/DATABASE``.

    Without an address it is the user's own, as for the commands. A ledger that is not there is made, unless ``create`` is false or it is
    opened to ``read_only``. A ``with`` block closes it. Raises :class:`LedgerError` for what is no ledger and for what cannot be reached.
    """
    # The database's library is loaded by the first ledger, not by the import.
    from according.api import ledgers

    return ledgers.open_ledger(url, create=create, read_only=read_only)


def _day(published: date | str | None) -> date | None:
    # First, for a datetime is a date to `isinstance`, and its hour would stay in the report's day.
    if isinstance(published, datetime):
        return published.date()
    if published is None or isinstance(published, date):
        return published
    from according.intake.dates import parse_date

    day = parse_date(published) if isinstance(published, str) else None
    if day is None:
        raise ValueError(f"{published!r} is not a date; write it as 2025-01-27")
    return day
