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

Measure = Literal[
    "killed", "wounded", "casualties", "captured", "detained", "abducted", "released", "missing",
    "surrendered", "displaced", "deployed", "withdrawn", "destroyed", "intercepted", "launched", "seized",
]  # fmt: skip
MEASURES: tuple[Measure, ...] = Measure.__args__  # type: ignore[attr-defined]
Unit = Literal["people", "things", "percent"]
Status = Literal["asserted", "estimated", "possible", "planned", "denied"]
Stance = Literal["says", "estimates", "claims", "confirms", "denies", "fears", "demands", "plans", "reports"]
Counting = Literal["incident", "running", "period", "unknown"]
Basis = Literal["on", "during", "as_of"]
Precision = Literal["point", "city", "district", "region", "country"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a report at their exact place: ``report.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """A mention of people, with what the report lets us know of them: a speaker, a population, a perpetrator."""

    start: int
    end: int
    text: str
    name: str | None = None
    kind: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a place; coordinates in decimal degrees (WGS 84), or ``None`` where the name is not settled."""

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
    """A time expression and the days it covers, both inclusive; ``start`` is ``None`` for a time taken from context."""

    start: int | None
    end: int | None
    text: str | None
    first: date | None = None
    last: date | None = None
    basis: Basis = "on"
    grain: str | None = None
    anchor: str | None = None  # "published", "context" or "absolute"


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that fired: its id, the span it fired on, and what it concluded."""

    rule: str
    start: int
    end: int
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the data that a reader should know, with its place."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a statement: how many of whom, what happened to them, by whom, where and when."""

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


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of a report for which somebody answers; ``speakers`` empty is the report's own voice."""

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
    about: Party | None = None  # whom it tells of, found again behind "the soldiers" or "their"
    time: Time | None = None  # when the event it tells of happened, where its own sentence says so
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
