"""
What a report says, as values: statements, their speakers and their figures, each with its exact words.

Everything here is frozen. Unknown is ``None``, never a guess.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from according.quantity import Quantity
from according.report import Report

# What happened to those counted.
Measure = Literal[
    "killed", "wounded", "casualties", "captured", "detained", "abducted", "released", "missing",
    "surrendered", "displaced", "deployed", "withdrawn", "destroyed", "intercepted", "launched", "seized",
]  # fmt: skip
# In this order they are listed wherever a person may choose one.
MEASURES: tuple[Measure, ...] = Measure.__args__  # type: ignore[attr-defined]
# What is counted.
Unit = Literal["people", "things", "percent"]
# "Twelve are feared dead" is possible, "3,000 will be sent" planned, "it denied losing 40" denied.
Status = Literal["asserted", "estimated", "possible", "planned", "denied"]
# How it is said, by the word that reports it.
Stance = Literal["says", "estimates", "claims", "confirms", "denies", "fears", "demands", "plans", "reports"]
# One event, a total so far, a stretch that is named ("in the last week"), or nothing that says which.
Counting = Literal["incident", "running", "period", "unknown"]
# On a day, at some time within it, or counted up to it ("as of Friday").
Basis = Literal["on", "during", "as_of"]
# How large what a place names is, and so how exactly its point is meant.
Precision = Literal["point", "city", "district", "region", "country"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a report at their exact place: ``report.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """
    A mention of people, with what the report lets us know of them: a speaker, a population, a perpetrator.

    ``start``, ``end`` and ``text`` are the words. ``name`` is a proper name of theirs, ``kind`` what they are ("military", "civilian"), and
    ``country`` whose they are, a code of ISO 3166-1 alpha-2; each is ``None`` where the words do not say.
    """

    start: int
    end: int
    text: str
    name: str | None = None
    kind: str | None = None
    country: str | None = None

    @property
    def called(self) -> str:
        """What a reader knows them by: the words, on one line, or the full name where they are one part of it ("Lee")."""
        words = " ".join(self.text.split())
        # Shown in the middle of sentences, "A hospital official" has its capital from the one that it opened; a name keeps its own.
        if self.name is None and words.startswith(("A ", "An ")):
            words = words[:1].lower() + words[1:]
        return self.name if self.name is not None and words != self.name and words in self.name.split() else words

    @property
    def listed_as(self) -> str:
        """Under which name a ledger lists them: their own, or the words where they have none."""
        return self.text if self.name is None else self.name


@dataclass(frozen=True, slots=True)
class Place:
    """
    A mention of a place.

    ``start``, ``end`` and ``text`` are the report's words, ``name`` is the gazetteer's. ``country`` is a code of ISO 3166-1 alpha-2.
    Coordinates are in decimal degrees (WGS 84), ``None`` where the name is not settled; ``precision`` says how large the place is.
    """

    start: int
    end: int
    text: str
    name: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """
    A time expression and the days it covers, both inclusive.

    ``start``, ``end`` and ``text`` are its words in the report, and ``None`` for a time that was taken from context. ``first`` and ``last``
    are ``None`` where that end is open or not settled. ``basis`` says whether it was on these days, during them, or counted up to the last.
    ``grain`` is the unit that the words name (day, week, month, year). ``anchor`` is what the days were reckoned from: ``published`` ("on
    Monday"), ``context`` ("the next day") or ``absolute`` ("on 3 May 2016").
    """

    start: int | None
    end: int | None
    text: str | None
    first: date | None = None
    last: date | None = None
    basis: Basis = "on"
    grain: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that fired: its id (docs/rules.md), where the words begin and end that it fired on, and what it concluded."""

    rule: str
    start: int
    end: int
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a text that its reader should know (``what``), and where it stands: half-open offsets, both 0 for the whole text."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A number in a statement: how many of whom, what happened to them, by whom, where and when.

    ``id`` is the hash of its place in the report, so that the same words read again are the same figure. ``number`` are the words of the
    number and ``quantity`` what they allow. ``population`` are those counted, and ``measure`` what happened to them. ``place`` and ``time``
    are ``None`` where the words settle none. ``counting`` says whether it is of one event, a total so far, or of a period. ``implied`` says
    that no number stands there: "a policeman was killed" counts one. ``subset_of`` is the id of the figure that this one is a part of.
    ``restates`` is the id of an earlier figure of the report that this one only says again.
    """

    id: str
    number: Mention
    quantity: Quantity
    unit: Unit
    measure: Measure
    implied: bool = False
    population: Party | None = None
    perpetrator: Party | None = None
    place: Place | None = None
    time: Time | None = None
    status: Status = "asserted"
    counting: Counting = "unknown"
    subset_of: str | None = None
    restates: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """
    A stretch of a report for which somebody answers.

    ``speakers`` are a chain, the outermost first; where one cites another the last of them answers for the numbers. An empty one is the
    report's own voice. ``content`` is what is said, ``cue`` the words that report it, ``stance`` how it is said, ``quoted`` whether it
    stands in quotation marks, and ``evidence`` what the speaker shows for it. ``status`` and ``negated`` are those of what is said.
    ``about`` are those of whom it tells, found again behind "the soldiers" or "their"; ``time`` is when it happened, where its own sentence
    says so. ``trace`` are the rules that made it.
    """

    id: str
    start: int
    end: int
    text: str
    content: Mention
    speakers: tuple[Party, ...] = ()
    cue: Mention | None = None
    quoted: bool = False
    stance: Stance = "says"
    status: Status = "asserted"
    negated: bool = False
    evidence: Mention | None = None
    about: Party | None = None
    time: Time | None = None
    figures: tuple[Figure, ...] = ()
    trace: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A short name or pronoun of a report and the fuller naming it stands for: "the soldiers", "North Korean troops"."""

    mention: Mention
    stands_for: Mention


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A number that was seen and of which no figure was made; ``reason`` is an id that docs/rules.md explains."""

    number: Mention
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one report."""

    report: Report
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    references: tuple[Reference, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
