"""
Whom, where and when a figure counts: whether two figures may stand in one sum.

Every comparison has three answers: ``True`` (the words say the same), ``False`` (they say otherwise), ``None`` (one side leaves it open).
A sum is made only of what is not ``False``; what is open joins nothing but figures of one report or of one affair.

    >>> read_people("suspected Taliban fighters", "militant", None).words
    frozenset({'taliban'})
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from according.comparing.days import said_on, same_time
from according.comparing.people import counts, plain
from according.language.lemmas import singular
from according.names.countries import countries, demonyms
from according.records import FiledFigure
from according.statement import Measure, Place, Time

# An origin's briefing is in the papers on the day it is given or, time zones and deadlines being what they are, on the next.
MOMENT = timedelta(days=1)
# News of an incident is corrected by the hour at first: for a week, one origin's two numbers are a toll that rises and no contradiction.
FRESH = timedelta(days=7)
# Kinds that are not one another; the others (children, officials) may be of any of these.
APART = frozenset({"military", "militant", "police", "civilian", "medic", "journalist", "aid-worker", "government"})
# What is said of how people are known or counted, and not of who they are.
ASIDE = frozenset(
    "the a an of in from suspected alleged other more another at least about some nearly its their his her our all total".split()
)
KINDS_OF_PLACE = frozenset("the of oblast province region governorate district state area city town village".split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LONGEST_NAME = 3  # words of a country's name or demonym: "United Arab Emirates"


@dataclass(frozen=True, slots=True)
class People:
    """Who is counted: country and kind as read, and the words that tell them from others of that country and kind."""

    country: str | None
    kind: str | None
    words: frozenset[str]

    @property
    def specific(self) -> bool:
        """Whether these are somebody in particular, and not just "people" or "soldiers"."""
        return bool(self.words) or (self.country is not None and self.kind in APART)


@dataclass(frozen=True, slots=True)
class Scope:
    """A figure with what decides whether it may stand beside another: report, origin, moment, people, place and time."""

    filed: FiledFigure
    origin: str
    moment: date | None
    people: People | None
    place: Place | None
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
              filed.figure.place, filed.figure.time)
        for filed in figures
    )  # fmt: skip


def _people(filed: FiledFigure) -> People | None:
    party = filed.figure.population
    # Words that the reading does not know for people ("the fighting") do not say who was hurt.
    if party is None or (filed.figure.unit != "things" and party.kind is None and party.country is None):
        return None
    return read_people(party.text, party.kind, party.country)


@lru_cache(maxsize=1 << 14)
def read_people(text: str, kind: str | None, country: str | None) -> People | None:
    """Return whom a noun phrase counts, or ``None`` where it names a count and no people ("deaths")."""
    words = [word.removesuffix("'s") for word in _WORD.findall(_plain(text))]
    told = [singular(word) for word in _strip_countries(words) if word not in ASIDE]
    distinct = frozenset(told) - plain()
    if not distinct and country is None and not counts().isdisjoint(told):
        return None
    return People(country, kind if kind != "other" else None, distinct)


def _plain(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold().replace("’", "'")


def _strip_countries(words: Sequence[str]) -> list[str]:
    """Leave out the names of countries and their people: they are in the country's code."""
    kept, at = [], 0
    while at < len(words):
        length = next((length for length in range(LONGEST_NAME, 0, -1) if _is_country(" ".join(words[at : at + length]))), 0)
        if not length:
            kept.append(words[at])
        at += length or 1
    return kept


def _is_country(phrase: str) -> bool:
    return phrase in countries() or phrase in demonyms() or phrase.removesuffix("s") in demonyms()


def fill_in(scopes: Sequence[Scope]) -> list[Scope]:
    """Give the people and place that some scopes leave open as those that all others share, where they share one."""
    people, places = [scope.people for scope in scopes if scope.people], [scope.place for scope in scopes if scope.place]
    shared_people = people[0] if people and all(same_people(people[0], other) for other in people) else None
    shared_place = places[0] if places and all(same_place(places[0], other) for other in places) else None
    return [replace(scope, people=scope.people or shared_people, place=scope.place or shared_place) for scope in scopes]


def same_people(a: People | None, b: People | None) -> bool | None:
    """Say whether two figures count the same people, as far as the words tell."""
    if a is None or b is None:
        return None
    if a.kind != b.kind and a.kind in APART and b.kind in APART:
        return False
    if a.words != b.words or (a.country and b.country and a.country != b.country):
        return False
    return True if (a.country, a.kind) == (b.country, b.kind) else None


def same_place(a: Place | None, b: Place | None) -> bool | None:
    """Say whether two places are one; of two places one of which may hold the other it is not known."""
    if a is None or b is None:
        return None
    if place_key(a.name or a.text) == place_key(b.name or b.text):
        return a.country == b.country or None in (a.country, b.country) or None
    if a.country and b.country and a.country != b.country:
        return False
    return None if {"country", "region"} & {a.precision, b.precision} else False


@lru_cache(maxsize=1 << 14)
def place_key(name: str) -> str:
    """Return a place's name without case, accents and words for kinds of place."""
    words = _WORD.findall(_plain(name))
    return " ".join([word for word in words if word not in KINDS_OF_PLACE] or words)


def same_moment(a: Scope, b: Scope) -> bool:
    """Say whether two figures count up to the same moment: the day that both give, or that of their reports or the next."""
    if a.moment is None or b.moment is None:
        return a.report == b.report
    told = a.report == b.report or (is_dated(a) and is_dated(b))
    return abs(a.moment - b.moment) <= (timedelta(0) if told else MOMENT)


def is_dated(scope: Scope) -> bool:
    """Say whether a figure's own words date it, and not the day of its report alone."""
    return scope.time is not None and scope.time.last is not None


def same_stretch(a: Scope, b: Scope) -> bool | None:
    """Say whether two figures count over the same days; a day's count and one without a day do not, unless one sentence says both."""
    dated = [scope for scope in (a, b) if scope.time is not None and (scope.time.first or scope.time.last or scope.time.text)]
    if len(dated) == 1 and dated[0].filed.figure.counting == "incident" and a.filed.statement.id != b.filed.statement.id:
        return False
    return same_time(a.time, b.time)


def same_counting(a: Scope, b: Scope) -> bool:
    """Say whether two figures may count over the same stretch: one event, a total so far, or one stated period."""
    one, other = a.filed.figure.counting, b.filed.figure.counting
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
    return day is None or published is None or published - day <= FRESH
