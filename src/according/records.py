"""
What a ledger takes and gives: frozen records, without a trace of how they are stored.

A :class:`FiledFigure` carries all that a reckoning needs of one figure: its report, its statement and itself.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal

from according.names.marks import find_marks
from according.report import Report, make_id
from according.statement import Figure, Measure, Reading, Statement

RulingKind = Literal["accept", "correct", "reject", "same-event", "not-same-event", "same-origin", "not-same-origin"]
RULING_KINDS: tuple[RulingKind, ...] = RulingKind.__args__  # type: ignore[attr-defined]
# These say something of two figures and not of one.
PAIR_KINDS = frozenset({"same-event", "not-same-event", "same-origin", "not-same-origin"})
# What a person may correct in a figure, as its JSON names it.
CORRECTABLE = frozenset({
    "low", "high", "bound", "unit", "measure", "status", "counting", "population", "perpetrator", "place", "country", "from", "to", "basis",
    # `kind` and `country` are those of the population; the words for it are `population`.
    "speakers", "kind",
})  # fmt: skip
# The shortest beginning of an id that names what it is of: with fewer digits something would be met by chance.
ID_SHORTEST = 6
# Digits of an id that are shown to people: enough to name it in a command.
ID_SHOWN = 10
# The time of a record that was never filed.
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def short(id: str) -> str:
    """Return the beginning of an id as it is shown to people, enough to name it in a command."""
    return id[:ID_SHOWN]


@dataclass(frozen=True, slots=True)
class Filing:
    """
    A report as filed: where it came from, and when.

    ``id`` is the report's id, ``filed`` an aware time in UTC. ``marks`` are the names and numbers by which its story is known again
    (:mod:`according.names.marks`). ``pages`` are where the pages of its text begin, where it has some.
    """

    id: str
    path: str | None = None
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    filed: datetime = NEVER
    marks: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledFigure:
    """
    A figure with the statement that holds it and the report it stands in.

    ``statement`` comes without its figures and its trace. ``copies`` are other filings of the very same text: another outlet, a
    later day.
    """

    filing: Filing
    statement: Statement
    figure: Figure
    # A copy is told and not counted: the same text from two outlets is one report.
    copies: tuple[Filing, ...] = ()

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.figure.id

    @property
    def in_headline(self) -> bool:
        """Whether the figure's sentence is in its report's headline, which tells again what the text tells."""
        return self.filing.title is not None and self.statement.text.strip() in self.filing.title


@dataclass(frozen=True, slots=True)
class Ruling:
    """
    A person's decision on a figure or a statement (``subject``), or on two figures (``subject`` and ``other``).

    A correction names the ``field`` and gives its new ``value``, which is plain JSON. ``undoes`` is the id of the ruling that this one
    takes back. Rulings are never changed: the latest one that is not taken back counts.
    """

    kind: RulingKind
    subject: str
    who: str
    why: str
    when: datetime
    other: str | None = None
    field: str | None = None
    value: object = None
    undoes: str | None = None

    @property
    def id(self) -> str:
        """The content hash of all fields: 16 hexadecimal digits."""
        # By `repr`, which tells the number 600 from the text "600": they are two rulings.
        parts = (self.kind, self.subject, self.other, self.field, repr(self.value), self.who, self.why, self.when.isoformat(), self.undoes)
        return make_id(*parts)


@dataclass(frozen=True, slots=True)
class Query:
    """
    Which figures are asked for; every field that is given must fit.

    ``population``, ``perpetrator``, ``speaker`` and ``publisher`` are words. Each must begin a word of the name, in any case and without a
    plural's ending; a nation's name also stands for the country that a population or perpetrator has. ``country`` (of the population, ISO
    3166-1 alpha-2) and ``kind`` must be equal. ``place`` covers what lies inside it. ``first`` to ``last``, both inclusive, must meet the
    figure's days, or its report's date where it has none. ``text`` is searched in the statements. ``figures`` and ``reports`` are whole
    ids, of which one must be the figure's. ``known_at`` leaves out what was filed later.
    """

    measures: tuple[Measure, ...] = ()
    population: str | None = None
    country: str | None = None
    kind: str | None = None
    perpetrator: str | None = None
    place: str | None = None
    first: date | None = None
    last: date | None = None
    publisher: str | None = None
    speaker: str | None = None
    text: str | None = None
    figures: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    known_at: datetime | None = None


def file_figures(reading: Reading) -> Iterator[FiledFigure]:
    """Yield a reading's figures as if filed, for checks inside one report."""
    filing = file_report(reading.report, NEVER)
    for statement in reading.statements:
        # In the form that a ledger gives, which is the one that checks are written for.
        bare = replace(statement, figures=(), trace=()) if statement.figures else statement
        for figure in statement.figures:
            yield FiledFigure(filing, bare, figure)


def file_report(report: Report, filed: datetime) -> Filing:
    """Return what the ledger keeps of a report beside its text."""
    # Found once, when a report is filed: its text need not be read again to compare it with others.
    marks = find_marks(report.text)
    where = (report.path, report.title, report.published, report.publisher, report.url)
    return Filing(report.id, *where, report.tags, filed, marks, report.pages)


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    What became of one filing.

    ``outcome`` is ``new`` for a report not met before, ``copy`` for the same text from another publisher, address or day, ``reading`` for
    another reading of a report that was filed before, ``known`` where nothing is new, and ``refused`` for what could not be read, of which
    nothing is filed. ``figures`` and ``statements`` count those that were filed now.
    """

    report: str
    outcome: Literal["new", "copy", "reading", "known", "refused"]
    figures: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """
    What is in a ledger, counted.

    ``first`` and ``last`` are the times of the first and the last filing, ``version`` is that of the ledger's tables. ``measures`` gives
    each measure with the number of its figures.
    """

    reports: int
    copies: int
    readings: int
    statements: int
    figures: int
    rulings: int
    publishers: int
    speakers: int
    first: datetime | None = None
    last: datetime | None = None
    version: str = ""
    measures: tuple[tuple[str, int], ...] = field(default=())
