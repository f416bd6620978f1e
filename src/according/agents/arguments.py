"""The arguments of the tools: what may be asked for, how long it may be, and what it means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from according.agents.tool import Given
from according.intake.text import Options
from according.names.parties import KINDS
from according.reckoning.rulesets.registry import RULE_SETS
from according.records import CORRECTABLE
from according.services.filters import FILTER_LONGEST, FILTER_MEANINGS, Filters
from according.services.read import UNREAD_LONGEST
from according.services.requests import read_day
from according.statement import MEASURES

# Of a list so many are given at once, and at most.
_GIVEN, _GIVEN_MOST = 20, 100
# Figures that are checked against one another at once.
_CHECKED_MOST = 100
# A reason or an address is no longer than a page.
_REASON_LONGEST = 2_000
# A figure, statement, question, event or ruling, by six digits of its id or more.
_ID = "^[0-9a-f]{6,32}$"
# Filters that take one of some words, which a description had better name.
_CHOICES = {"measure": MEASURES, "kind": KINDS}

Many = Annotated[int, Field(ge=1, le=_GIVEN_MOST, description="How many at most.")]
Rows = Annotated[int, Field(ge=1, le=1_000, description="How many rows each list inside the answer has; `left_off` counts the others.")]
FigureId = Annotated[str, Field(pattern=_ID, description="The figure's id, or its first six digits or more.")]
Who = Annotated[str, Field(min_length=1, max_length=FILTER_LONGEST, description="The name of the person who decides.")]
Why = Annotated[str, Field(min_length=1, max_length=_REASON_LONGEST, description="The reason; it is shown wherever the ruling counts.")]
Rules = Annotated[
    str | None, Field(max_length=FILTER_LONGEST, description=f"Recorders' rule-sets to apply, with commas: {','.join(RULE_SETS)}, or all.")
]


def _filter(name: str) -> Any:
    among = f" One of: {', '.join(_CHOICES[name])}." if name in _CHOICES else ""
    return Field(None, max_length=FILTER_LONGEST, description=FILTER_MEANINGS[name] + among)


class Filtered(Given):
    """Which figures are meant: every filter that is given must fit."""

    measure: str | None = _filter("measure")
    population: str | None = _filter("population")
    country: str | None = _filter("country")
    kind: str | None = _filter("kind")
    perpetrator: str | None = _filter("perpetrator")
    place: str | None = _filter("place")
    first: str | None = _filter("first")
    last: str | None = _filter("last")
    as_of: str | None = _filter("as_of")
    known_at: str | None = _filter("known_at")
    publisher: str | None = _filter("publisher")
    speaker: str | None = _filter("speaker")
    text: str | None = _filter("text")

    @property
    def filters(self) -> Filters:
        """The filters that are given; a blank one asks for nothing."""
        return Filters(**{name: value for name in FILTER_MEANINGS if (value := getattr(self, name)) and value.strip()})


class Listing(Filtered):
    """A list's filters, and how much of it is wanted."""

    limit: Many = _GIVEN


class EventListing(Listing):
    """A page of the list of events."""

    after: str | None = Field(None, max_length=100, description="Where the page before ended: its `next`.")


class OneQuestion(Filtered):
    """A question by its id, or by the filters that mean it."""

    question: str | None = Field(None, pattern=_ID, description="A question's id, or that of a figure in it; else the filters choose.")
    rules: Rules = None
    limit: Rows = 50


class OneEvent(Given):
    """An event."""

    event: str = Field(
        min_length=1, max_length=FILTER_LONGEST,
        description="An id (of an event, a question or a figure, six digits or more), or words that its reports hold.",
    )  # fmt: skip
    known_at: str | None = _filter("known_at")
    limit: Rows = 40


class OneFigure(Given):
    """A figure of the ledger."""

    figure: FigureId


class Sought(Given):
    """Words to search for."""

    words: str = Field(min_length=1, max_length=FILTER_LONGEST, description="Words; those in quotation marks belong together.")
    limit: Many = 10


class Handed(Given):
    """A text, and what is known of it beside its words."""

    text: str = Field(min_length=1, max_length=UNREAD_LONGEST, description="The report's text, whole and unchanged: offsets index it.")
    published: str | None = Field(None, max_length=FILTER_LONGEST, description="Its day, as 2025-01-27; null where it is not known.")
    title: str | None = Field(None, max_length=FILTER_LONGEST)
    publisher: str | None = Field(None, max_length=FILTER_LONGEST)
    url: str | None = Field(None, max_length=_REASON_LONGEST)

    @property
    def options(self) -> Options:
        """What is said of the text; raises :class:`~according.errors.RequestError` for a day that is none."""
        return Options(read_day(self.published or None, "published"), self.title or None, self.publisher or None, self.url or None)


class Unread(Handed):
    """A text to be read, and how much of its reading is wanted."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many statements at most.")] = 50
    after: int = Field(0, ge=0, description="So many statements were given before: the `next` of the page before.")
    trace: bool = Field(False, description="Whether each statement has the rules that made it.")


class Numbers(Given):
    """Numbers to be checked: those of a text, or figures of the ledger."""

    text: str | None = Field(None, min_length=1, max_length=UNREAD_LONGEST, description="A text whose numbers are checked.")
    published: str | None = Field(None, max_length=FILTER_LONGEST, description="The text's day, as 2025-01-27.")
    figures: tuple[FigureId, ...] | None = Field(None, min_length=1, max_length=_CHECKED_MOST, description="Figures of the ledger, by id.")
    same_event: bool = Field(
        False,
        description="Whether the figures are of one event or one total, so that what they leave unsaid bars no comparison. Say so only "
        "where a person or show_event says it.",
    )


class NewRuling(Given):
    """A ruling on a figure."""

    kind: Literal["accept", "correct", "reject"]
    figure: FigureId
    who: Who
    why: Why
    values: dict[str, str | int | float | list[str] | None] | None = Field(
        None,
        description='What is corrected, as {"low": 600, "high": 600}; null for what is not known. '
        f"Fields: {', '.join(sorted(CORRECTABLE))}.",
    )


class RulingUndone(Given):
    """A ruling that is taken back."""

    ruling: str = Field(pattern=_ID, description="The ruling's id, or its first six digits or more.")
    who: Who
    why: Why
