"""
Whom, where and when a figure counts: whether two figures may stand in one sum.

Every comparison has three answers: ``True`` (the words say the same), ``False`` (they say otherwise), ``None`` (one side leaves it open).
A sum is made only of what is not ``False``; what is open joins nothing but figures of one report or of one affair.

    >>> read_people("suspected Taliban fighters", "militant", None).words
    frozenset({'taliban'})
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from according.comparing.days import said_on, same_time
from according.comparing.nearness import same_place
from according.comparing.people import People, read_people, same_people
from according.comparing.spots import Spot, spot_of
from according.records import FiledFigure
from according.statement import Measure, Time

# An origin's briefing is in the papers on the day it is given or, time zones and deadlines being what they are, on the next.
MOMENT = timedelta(days=1)
# News of an incident is corrected by the hour at first: for a week, one origin's two numbers are a toll that rises and no contradiction.
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Scope:
    """A figure with what decides whether it may stand beside another: report, origin, moment, people, place and time."""

    filed: FiledFigure
    origin: str
    moment: date | None
    people: People | None
    place: Spot | None
    time: Time | None

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.filed.figure.id

    @property
    def report(self) -> str:
        """The report's id."""
        return self.filed.filing.id

    @property
    def measure(self) -> Measure:
        """What happened to those counted."""
        return self.filed.figure.measure


def make_scopes(figures: Iterable[FiledFigure], origins: Mapping[str, str]) -> tuple[Scope, ...]:
    """Return the scopes of figures; ``origins`` says who answers for each, and for what it leaves out the report itself does."""
    return tuple(
        Scope(filed, origins.get(filed.id, f"report {filed.filing.id}"), said_on(filed, filed.figure.counting), _people(filed),
              None if filed.figure.place is None else spot_of(filed.figure.place), filed.figure.time)
        for filed in figures
    )  # fmt: skip


def _people(filed: FiledFigure) -> People | None:
    party = filed.figure.population
    # Words that the reading does not know for people ("the fighting") do not say who was hurt.
    if party is None or (filed.figure.unit != "things" and party.kind is None and party.country is None):
        return None
    return read_people(party.text, party.kind, party.country)


def fill_in(scopes: Sequence[Scope]) -> list[Scope]:
    """Give the people and place that some scopes leave open as those that all others share, where they share one."""
    # One total of soldiers and one of civilians fill in nothing: an open one may be of either.
    people, places = [scope.people for scope in scopes if scope.people], [scope.place for scope in scopes if scope.place]
    shared_people = people[0] if people and all(same_people(people[0], other) for other in people) else None
    shared_place = places[0] if places and all(same_place(places[0], other, one_report=False) for other in places) else None
    return [replace(scope, people=scope.people or shared_people, place=scope.place or shared_place) for scope in scopes]


def same_site(a: Scope, b: Scope) -> bool | None:
    """Say whether two figures count at the same place."""
    return same_place(a.place, b.place, one_report=a.report == b.report)


def same_moment(a: Scope, b: Scope) -> bool:
    """Say whether two figures count up to the same moment: the day that both give, or that of their reports or the next."""
    if a.moment is None or b.moment is None:
        return a.report == b.report
    # What one report says, or words that name the day, is of that day. Only the day of a report may lag behind.
    told = a.report == b.report or (is_dated(a) and is_dated(b))
    return abs(a.moment - b.moment) <= (timedelta(0) if told else MOMENT)


def is_dated(scope: Scope) -> bool:
    """Say whether a figure's own words date it, and not the day of its report alone."""
    return scope.time is not None and scope.time.last is not None


def same_stretch(a: Scope, b: Scope) -> bool | None:
    """
    Say whether two figures count over the same days.

    An event's count with a day and a figure without one do not, unless one statement says both.
    """
    dated = [scope for scope in (a, b) if scope.time is not None and (scope.time.first or scope.time.last or scope.time.text)]
    # "Three were killed on Friday" is of one day, "50 have been killed" may be of months.
    if len(dated) == 1 and dated[0].filed.figure.counting == "incident" and a.filed.statement.id != b.filed.statement.id:
        return False
    return same_time(a.time, b.time)


def same_counting(a: Scope, b: Scope) -> bool:
    """Say whether two figures may count over the same stretch: one event, a total so far, or one stated period."""
    one, other = a.filed.figure.counting, b.filed.figure.counting
    # "40 last week" stands beside counts of that week only.
    if "period" in (one, other):
        return one == other and same_time(a.time, b.time) is True
    if {one, other} == {"incident", "running"}:
        # "Killed" without a day may be a total so far; beside a total in the same report it is not.
        return a.report != b.report and (a if one == "incident" else b).time is None
    return True


def is_fresh(scope: Scope) -> bool:
    """Say whether a figure is news of an incident, whose numbers change by the hour."""
    time, published = scope.time, scope.filed.filing.published
    if scope.filed.figure.counting != "incident" or time is None:
        return False
    day = time.first or time.last
    # Without a day it may be of this very hour.
    return day is None or published is None or published - day <= FRESH
