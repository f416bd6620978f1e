"""
An event as values: what is told of one incident or running story, measure by measure, over the days and by side.

Every record names figures by their ids, or holds reckonings whose figures have them, so that each number leads to a report's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from according.reckoning.answer import Contradiction, Question, Reckoning
from according.records import FiledFigure, Filing
from according.statement import Measure, Unit

# An incident is over in a week at most; a running story goes on: a siege, an epidemic, the losses of an army.
EventKind = Literal["incident", "running"]
# What a telling does to the number that its speaker gave before; "first" is the first word of a speaker.
Change = Literal["first", "raised", "lowered", "repeated"]


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two questions, given by their ids, are of one event: the weight that speaks for it and the reasons in words."""

    one: str
    other: str
    weight: float
    reasons: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The questions of one event, in order of their earliest figures, and the ties that hold them together."""

    questions: tuple[Question, ...]
    ties: tuple[Tie, ...] = ()

    @property
    def figures(self) -> tuple[FiledFigure, ...]:
        """The figures of all its questions."""
        return tuple(filed for question in self.questions for filed in question.figures)


@dataclass(frozen=True, slots=True)
class Telling:
    """
    One figure in the course of a count: its day, and what it did to its speaker's number before.

    The day is that of the telling where an incident is counted, and the day that a total speaks for. ``before`` is the floor of the number
    before, or its ceiling where it has none; ``None`` for a first word.
    """

    filed: FiledFigure
    day: date | None
    change: Change
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """
    One measure of an event: the whole, its parts, and what else is counted.

    ``whole`` answers for all people of the measure, ``parts`` for some of them (children, one nationality), ``others`` for counts that
    stand beside it: of single days, of other people. ``tellings`` are the whole's figures over the days, echoes left out.
    """

    whole: Reckoning
    parts: tuple[Reckoning, ...] = ()
    others: tuple[Reckoning, ...] = ()
    tellings: tuple[Telling, ...] = ()

    @property
    def measure(self) -> Measure:
        """What happened to those counted."""
        return self.whole.question.measure

    @property
    def unit(self) -> Unit:
        """What is counted: people, things or percent."""
        return self.whole.question.unit

    @property
    def reckonings(self) -> tuple[Reckoning, ...]:
        """The whole, the parts and the others."""
        return (self.whole, *self.parts, *self.others)


@dataclass(frozen=True, slots=True)
class Event:
    """
    An incident or a running story, with its measures together.

    ``place`` is the name that most figures give, with the country's code and decimal degrees where they are known. ``first`` and ``last``
    are the days of the incident, or the day since which a story runs; ``told`` are the days of the first and the last report.
    ``perpetrators`` are the names of those who are said to have done it, most often named first, ``peoples`` the words for those counted.
    ``origins`` counts the independent origins of the measure that most of them speak of. ``contradictions`` are those of all measures.
    """

    id: str
    kind: EventKind
    title: str
    place: str | None
    place_country: str | None
    latitude: float | None
    longitude: float | None
    first: date | None
    last: date | None
    told: tuple[date | None, date | None]
    perpetrators: tuple[str, ...]
    peoples: tuple[str, ...]
    counts: tuple[Count, ...]
    contradictions: tuple[Contradiction, ...]
    reports: tuple[Filing, ...]
    ties: tuple[Tie, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of the event's questions."""
        return tuple(found.question.id for count in self.counts for found in count.reckonings)

    @property
    def figures(self) -> int:
        """How many figures tell of the event."""
        return sum(len(found.figures) for count in self.counts for found in count.reckonings)

    @property
    def origins(self) -> int:
        """The independent origins behind the measure that has most of them."""
        return max((count.whole.headline.origins for count in self.counts), default=0)
