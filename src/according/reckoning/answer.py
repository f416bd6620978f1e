"""
The answer to a question, as values: which figures were used, which were left out and why, and what follows.

Every record names figures by their ids, so that each sentence made of it can be followed to the words of a report.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from according.quantity import Quantity
from according.reckoning.rulings import Opinion
from according.records import FiledFigure, Ruling
from according.statement import Counting, Figure, Measure, Unit

# "Unknown" is an answer and no gap: a side that the words do not settle is never guessed.
Alignment = Literal["own", "opponent", "third party", "unknown"]
# The order in which the sides are shown. It ranks nobody: who is placed best to know is decided in settle.py.
ALIGNMENTS: tuple[Alignment, ...] = Alignment.__args__  # type: ignore[attr-defined]


# By what a best number was chosen: the figure is alone, its speaker is placed best to know, or of several that are placed alike it is the
# latest, or of the latest day the one that adds up, the sharpest or the lowest. Or it was put in the place of an earlier one that leaves it
# open, that it takes back, that is a week old and lower, or that is lower.
ChosenBy = Literal["alone", "place", "latest", "adds-up", "sharpest", "lowest", "settles", "takes-back", "week-later", "later"]


@dataclass(frozen=True, slots=True)
class Choice:
    """By what a best number was chosen: the id of its figure, and of the one that it was put in the place of, where there is one."""

    figure: str
    by: ChosenBy
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """
    Low, best and high over some figures; ``None`` where no figure sets it.

    They are what was stated and no margin of error: the lowest floor, one of the figures, the highest number. ``origins`` counts
    independent origins, ``figures`` are the ids of those that count. ``why_best`` says in one line by what best was chosen, and ``choice``
    says so for programs.
    """

    low: float | None
    best: float | None
    high: float | None
    origins: int
    figures: tuple[str, ...] = ()
    why_best: str = ""
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    A figure with what the reckoning made of it.

    ``alignment`` says whether its speaker speaks of losses of his own side, of the opponent's, or as a third party. ``counts`` says whether
    it is the speaker's task to count those of whom he speaks, and ``in_office`` whether the words for the speaker say so: an office that
    counts, and not a side's word on its own people. ``adds_up`` is false where checks that it stands in fail and none holds. ``origin``
    names the echo group it belongs to: the figure that stands for the group, its own id where it echoes nobody. ``family`` is its
    publisher's family, ``None`` where the publisher is not known. ``echo_of`` and ``superseded_by`` name other figures. ``dropped_by``
    names the rule ("status-denied", "none-beside-a-count") or the ruling ("ruling ...") that leaves it out, or is "set-aside" where the
    answer is one without the figure, to see what hangs on it. ``rulings`` are the ids of those on it, and ``verdicts`` those of them that
    accept, correct or reject it. ``opinions`` are what people set of its speakers, which changes nothing. ``stated`` is the figure as the
    ledger has it, where another number is tried out in its place.
    """

    filed: FiledFigure
    alignment: Alignment = "unknown"
    counts: bool = False
    in_office: bool = False
    adds_up: bool = True
    origin: str = ""
    family: str | None = None
    # Three ways in which a figure may stop counting; each is kept apart, so that every figure left out says why.
    echo_of: str | None = None
    superseded_by: str | None = None
    dropped_by: str | None = None
    rulings: tuple[str, ...] = ()
    verdicts: tuple[Ruling, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    stated: Figure | None = None

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.filed.figure.id

    @property
    def as_stated(self) -> Figure:
        """The figure as the ledger has it, whatever is tried out in its place."""
        return self.stated or self.filed.figure

    @property
    def tried(self) -> Quantity | None:
        """The number that is tried out in the place of the stated one, if one is."""
        return None if self.stated is None else self.filed.figure.quantity

    @property
    def used(self) -> bool:
        """Whether the figure counts towards the range: echoes count once, at their origin."""
        return self.echo_of is None and self.dropped_by is None

    @property
    def current(self) -> bool:
        """Whether the figure is also the last word of its origin."""
        return self.used and self.superseded_by is None


@dataclass(frozen=True, slots=True)
class Echo:
    """
    Figures that trace back to one origin, and the signals that say so.

    ``origin`` is the id of the figure that counts for all of them, and it stands first in ``figures``. It is the earliest one as echoes are
    found, and the sharpest one in a :class:`Reckoning`. Each of the ``signals`` names its kind and its evidence.
    """

    figures: tuple[str, ...]
    origin: str
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """
    A change that would make a set of figures true: a figure's new ``low`` and ``high``.

    ``change`` is relative to the bound that moves (0.222 is 22.2 % up). It is ``None`` where that bound is 0, and for a way out by
    definition (other dates, another population, another meaning). Such a way out names no figure; nor does a repair of a sum of figures,
    or of several figures together: ``together`` has the number that each of these would have, and of a sum is one way among many, each
    part changed by the same share. ``apart`` are the groups of figures that a way out takes for being of different things.
    """

    figure: str | None
    low: float | None
    high: float | None
    # Relative, so that repairs of large and of small numbers can be put in one order.
    change: float | None
    detail: str
    together: tuple[tuple[str, float], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()

    @property
    def numbers(self) -> tuple[tuple[str, float], ...]:
        """
        The figures that would change, each with its number; none for a way out by definition.

        A bound that is moved past the other takes that along, so that it is one number.
        """
        number = self.low if self.low is not None else self.high
        return self.together if self.figure is None or number is None else ((self.figure, number),)


@dataclass(frozen=True, slots=True)
class Check:
    """An arithmetic relation between figures (``rule``), whether it holds, what was computed, and what would mend it."""

    rule: str
    holds: bool
    figures: tuple[str, ...]
    detail: str
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures that cannot all be true, one plain sentence that says why, and what would mend it."""

    figures: tuple[str, ...]
    detail: str
    repairs: tuple[Repair, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something in a series of totals that a person should see: a fall, daily counts that do not add up, a rounded number below it."""

    kind: Literal["restart", "correction", "narrower definition", "other population", "difference", "rounded"]
    figures: tuple[str, ...]
    day: date | None
    detail: str


@dataclass(frozen=True, slots=True)
class Daily:
    """
    The counts of single days by one source, beside the total that they belong to.

    ``total`` is their sum, over ``days`` days from ``first`` to ``last``; ``missing`` are the days between that have no count. Of several
    counts of one day the highest is taken.
    """

    figures: tuple[str, ...]
    first: date
    last: date
    days: int
    total: float
    missing: tuple[date, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one recorder's rule-set makes of the figures; ``dropped`` pairs a figure's id with the id of the rule that left it out."""

    low: float | None
    best: float | None
    high: float | None
    used: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]
    grade: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """
    What makes figures comparable, and the figures that are put to it, in order of day, report and place in the text.

    ``kind`` says whether one event is counted, a total so far, or a period; ``first`` and ``last`` are its days. Names are as the reports
    have them, countries codes of ISO 3166-1 alpha-2; ``None`` is what the figures leave open. ``linked`` are the ids of questions of the
    same incident or total with another measure or another part of the population; all of them have one ``affair``.
    """

    id: str
    label: str
    kind: Counting
    measure: Measure
    unit: Unit
    population: str | None
    population_country: str | None
    population_kind: str | None
    place: str | None
    place_country: str | None
    first: date | None
    last: date | None
    figures: tuple[FiledFigure, ...]
    linked: tuple[str, ...] = ()
    affair: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """
    The answer to one question.

    ``headline`` is the range over all that was ever stated, ``current`` that over the last word of each origin, and ``by_alignment`` that
    of each side, ``None`` where a side said nothing. ``figures`` are all that were put to the question, also those that do not count, each
    with the reason. ``echoes`` are told again, ``contradictions`` cannot all be true, ``checks`` is every relation that was looked at.
    ``series`` and ``daily`` are what is odd in a running total. ``rule_sets`` are the answers of those that were asked for, by name.
    ``linked`` are questions of the same incident or total, and ``notes`` say what rulings did.
    """

    question: Question
    headline: Range
    current: Range
    by_alignment: tuple[tuple[Alignment, Range | None], ...]
    figures: tuple[Weighed, ...]
    echoes: tuple[Echo, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    checks: tuple[Check, ...] = ()
    series: tuple[Flag, ...] = ()
    daily: tuple[Daily, ...] = ()
    rule_sets: tuple[tuple[str, Verdict], ...] = ()
    linked: tuple[Question, ...] = ()
    notes: tuple[str, ...] = field(default=())
