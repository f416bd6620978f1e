"""
What a ledger takes and gives: frozen records, without a trace of how they are stored.

A :class:`FiledFigure` carries all that a reckoning needs of one figure: its report, its statement and itself.
"""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from according.intake.facts import NO_FACTS, Facts
from according.intake.feeds.entry import plain_address
from according.names.marks import find_marks
from according.report import Raw, Report, make_id
from according.statement import Figure, Measure, Reading, Statement

# What a person may decide.
RulingKind = Literal["accept", "correct", "reject", "same-event", "not-same-event", "same-origin", "not-same-origin", "reliability", "side"]
RULING_KINDS: tuple[RulingKind, ...] = RulingKind.__args__  # type: ignore[attr-defined]
# These say something of two figures and not of one.
PAIR_KINDS = frozenset({"same-event", "not-same-event", "same-origin", "not-same-origin"})
# These say something of a speaker, by name, and of no figure.
SPEAKER_KINDS = frozenset({"reliability", "side"})
# What a person may correct in a figure, as its JSON names it.
CORRECTABLE = frozenset({
    "low", "high", "bound", "unit", "measure", "status", "counting", "population", "perpetrator", "place", "country", "from", "to", "basis",
    # `kind` and `country` are those of the population; the words for it are `population`.
    "speakers", "kind",
})  # fmt: skip
# Digits of the shortest beginning of an id that names what it is of (fewer would meet something by chance), and of a whole id.
ID_SHORTEST, ID_LENGTH = 6, 16
# Digits of an id that are shown to people: enough to name it in a command.
ID_SHOWN = 10
# A notice that was tried so often in vain is given up.
NOTICE_TRIES = 8
# Where a figure stands among the latest: the last day that it covers, the first day of all where it covers none, and its id.
Mark = tuple[date, str]
# The time of a record that was never filed.
NEVER = datetime(1, 1, 1, tzinfo=UTC)


def short(id: str) -> str:
    """Return the beginning of an id as it is shown to people, enough to name it in a command."""
    return id[:ID_SHOWN]


@dataclass(frozen=True, slots=True)
class Filing:
    """
    A report as filed: where it came from, and when.

    ``id`` is the report's id, ``filed`` an aware time in UTC. ``marks`` are the names and numbers by which its story is known again.
    ``pages`` are where the pages of its text begin, where it has some.
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

    ``statement`` comes without its figures and its trace. ``copies`` are other filings of the very same text: another outlet or day.
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
    A person's decision on a figure or a statement (``subject``), on two figures (``subject`` and ``other``), or on a speaker (by name).

    A correction names the ``field`` and gives its new ``value``, which is plain JSON; what is set of a speaker is a ``value`` too.
    ``undoes`` is the id of the ruling that this one takes back. Rulings are never changed: the latest that is not taken back counts.
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
    figure's days, or else its report's; if ``speaking``, the day that it speaks for must lie there too. ``text`` is searched in statements,
    one of ``figures`` and one of ``reports``, whole ids, must be the figure's. ``known_at`` leaves out what was filed later.
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
    speaking: bool = False


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
    where = (report.path, report.title, report.published, report.publisher, report.url)
    return Filing(report.id, *where, report.tags, filed, find_marks(report.text), report.pages)


@dataclass(frozen=True, slots=True)
class FiledReading:
    """
    A reading as filed, without what it holds: by what it was made, and which day and title the report had then.

    ``package`` and ``model`` are versions, ``lexicon`` is the digest of the word lists. ``tells_passed_over`` says whether the numbers that
    were passed over are kept; of readings that were filed by early versions they are not.
    """

    id: str
    filed: datetime
    package: str
    model: str
    lexicon: str
    published: date | None = None
    title: str | None = None
    tells_passed_over: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """A text of a page (``later``, a report's id) that was fetched from an address in place of another one (``earlier``)."""

    address: str
    later: str
    earlier: str
    filed: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """
    What became of one filing.

    ``outcome`` is ``new`` for a report not met before, ``copy`` for the same text from another publisher, address or day, ``reading`` for
    another reading of a report that was filed before, ``known`` where nothing is new, and ``refused`` for what could not be read, of which
    nothing is filed. ``figures`` and ``statements`` count those that were filed now. ``replaces`` is the report whose text stood at the
    same address before.
    """

    report: str
    outcome: Literal["new", "copy", "reading", "known", "refused"]
    figures: int = 0
    statements: int = 0
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """
    What is in a ledger, counted.

    ``copies`` are all filings, the first of each text among them; ``first`` and ``last`` say when the first and the last of them came.
    ``version`` is that of the ledger's tables, and ``measures`` gives each measure with the number of its figures.
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


# -- what is watched -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """
    A feed on the watch list.

    ``every`` is in seconds. Entries of days before ``since`` are passed over. ``due`` is when it is asked next, ``asked`` and ``answered``
    when it was asked last and when it answered last, ``failures`` how often it has not answered since, and ``told`` what went wrong.
    ``holder`` says who works on it now. ``waiting``, ``done`` and ``refused`` count its pages.
    """

    url: str
    publisher: str | None = None
    every: int = 900
    since: date | None = None
    added: datetime = NEVER
    due: datetime = NEVER
    asked: datetime | None = None
    answered: datetime | None = None
    failures: int = 0
    told: str | None = None
    validators: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    holder: str | None = None
    waiting: int = 0
    done: int = 0
    refused: int = 0

    @property
    def id(self) -> str:
        """The hash of the feed's address."""
        return make_id("feed", self.url)


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page that a feed names: what the feed says of it, and the headers by which its answer is known again.

    ``stamp`` is another text where the feed says that the page has changed.
    """

    url: str
    said: Facts = NO_FACTS
    stamp: str = ""
    tries: int = 0
    etag: str | None = None
    modified: str | None = None

    @property
    def id(self) -> str:
        """The hash of the page's address, without what only tells who links to it."""
        return make_id("page", plain_address(self.url))


@dataclass(frozen=True, slots=True)
class Polled:
    """
    What became of asking a feed: the pages that it names, or why it did not answer.

    ``due`` is when it is asked next. ``validators`` are the headers by which its answer is known again, by address.
    """

    asked: datetime
    due: datetime
    pages: tuple[Page, ...] = ()
    validators: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    failed: str | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """
    What became of fetching a page.

    One of these: a ``reading`` that is to be filed, with what it came as; ``known``, the receipt of what is filed already; ``refused``, why
    it is no report; ``failed``, why it could not be had, to be tried again when it is ``due``; or nothing, where it has not changed.
    """

    page: Page
    reading: Reading | None = None
    raw: Raw | None = None
    known: Receipt | None = None
    refused: str | None = None
    failed: str | None = None
    due: datetime | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class FeedRound:
    """
    What became of a feed in one round of watching.

    ``asked`` is false where only pages that it had named before were fetched. ``entries`` is how many it named, ``None`` where it was not
    asked or had not changed, ``new`` how many of their pages were new or changed. The receipts' outcomes are counted: ``filed`` with their
    ``figures``, those that are another text of their page (``updated``) among them, and ``known``. ``refused`` pages are no report,
    ``failed`` ones are tried again. ``failure`` says why the feed did not answer, ``told`` what was odd about it.
    """

    url: str
    publisher: str | None = None
    entries: int | None = None
    new: int = 0
    filed: int = 0
    updated: int = 0
    known: int = 0
    refused: int = 0
    failed: int = 0
    figures: int = 0
    failure: str | None = None
    told: str | None = None
    due: datetime | None = None
    asked: bool = True

    @property
    def pages(self) -> int:
        """How many pages were fetched, or tried."""
        return self.filed + self.known + self.refused + self.failed


@dataclass(frozen=True, slots=True)
class Alert:
    """
    A wish to be told when something about an event is so.

    ``event`` is an id or words; ``condition`` one of "best changes", "contradiction", "new origin" and "above" with a number. ``measures``
    are those that it is about, all where there is none. ``channel`` says where notices go, as plain JSON without a secret, and ``seal`` who
    made it. ``seen`` is what the event was when it was looked at last, at a ``revision`` of the ledger. ``sent``, ``waiting`` and
    ``failed`` count its notices, and ``told`` is what went wrong with the last.
    """

    event: str
    condition: str
    channel: Mapping[str, Any]
    measures: tuple[Measure, ...] = ()
    seal: str | None = None
    made: datetime = NEVER
    seen: Mapping[str, Any] | None = None
    revision: str = ""
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    told: str | None = None

    @property
    def id(self) -> str:
        """The hash of what is to be told of what to whom."""
        return make_id("alert", self.event, self.condition, *self.measures, json.dumps(self.channel, sort_keys=True))


@dataclass(frozen=True, slots=True)
class Notice:
    """What an alert has to tell: plain JSON with a sentence, a report's words and a link, sent once; ``tries`` counts those in vain."""

    id: str
    alert: str
    record: Mapping[str, Any]
    tries: int = 0
