"""
What a form of exchange is: a kind of file that another program reads, made of which of our values, and what it cannot hold.

A new form is one module of this folder with its :class:`Form`, and a row in :mod:`according.exports.exchange.forms`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from according.exports.about import About

# What can be exported, and of what each is an iterable:
# ``reports``: pairs of a :class:`~according.records.Filing` and its newest :class:`~according.statement.Reading`, whole;
# ``statements``: pairs of a :class:`~according.records.Filing` and a :class:`~according.statement.Statement` with its figures;
# ``figures``: :class:`~according.records.FiledFigure`, those of a report together;
# ``questions``: :class:`~according.reckoning.answer.Reckoning`; ``events``: :class:`~according.reckoning.events.event.Event`.
Subject = Literal["reports", "statements", "figures", "questions", "events"]
SUBJECTS: tuple[Subject, ...] = Subject.__args__  # type: ignore[attr-defined]
# Yields the bytes of a file, piece by piece, as the values come in.
Writer = Callable[[Iterable[Any], About], Iterator[bytes]]

# What stands in a column: words; a whole number that counts something; a place in a text, in code points; a number of any kind; decimal
# degrees; a day; a moment in UTC; yes or no; a value whole, as JSON; bytes. A cell of any kind may be empty.
Kind = Literal["text", "count", "offset", "number", "degrees", "day", "moment", "flag", "json", "bytes"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, the kind of its cells, and what stands in them, in a sentence without a full stop."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Form:
    """
    A form of exchange.

    ``name`` is how a command names it and ``title`` what people call it; ``suffix`` is that of its files' names and ``media`` their media
    type. ``writers`` say which subjects can be written and by what. ``lacks`` are sentences that say what such a file cannot hold, and
    ``extra`` names the extra of the package that brings the library it needs, if any. ``source`` is where the form is defined.

    ``rules`` name the recorders' rule-sets by which questions and events are to be answered before they are written. A file of a form that
    is ``mute`` cannot say what it is, so that a page stands beside it; ``columns`` are those of each subject that the page explains.
    """

    name: str
    title: str
    suffix: str
    media: str
    writers: Mapping[Subject, Writer]
    lacks: tuple[str, ...] = ()
    extra: str | None = None
    source: str = ""
    rules: tuple[str, ...] = ()
    mute: bool = False
    columns: Mapping[Subject, tuple[Column, ...]] = field(default_factory=dict)
