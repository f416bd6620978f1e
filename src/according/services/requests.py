"""
This module turns plain strings into what the ledger and the reckoning take.

A value that is none is told with the field it is of. Each door words the field in its own way: a command says ``--measure``, a page
"measure".

    >>> make_query(Filters(measure="killed,wounded", country="north korea")).country
    'KP'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path

from according.errors import QuestionError, RequestError
from according.intake.dates import parse_date
from according.names.countries import countries, country_code, country_names
from according.names.parties import KINDS
from according.reckoning.origins import offices as office_list
from according.reckoning.origins import publishers as publisher_list
from according.reckoning.reckon import Parameters
from according.reckoning.rulesets.parameters import Parameters as House
from according.reckoning.rulesets.parameters import read_parameters
from according.reckoning.rulesets.registry import RULE_SET_TITLES, RULE_SETS
from according.reckoning.sides import wars as conflict_list
from according.records import Query
from according.services.filters import Filters, Method
from according.statement import MEASURES, Measure

# A value that is not known is answered with the nearest that is, if it is as near as this (difflib's ratio, 0 to 1).
NEAREST = 0.6
# What a list of known values shows at once.
SHOWN = 30
# By itself it names every rule-set.
EVERY = "all"
# An hour behind a day: "2025-01-27 12:00", "2025-01-27T12". The "T" of "Tuesday" or "OCT" begins none.
_CLOCK_TIME = re.compile(r"\d:\d|\dT\d", re.IGNORECASE)


def make_query(filters: Filters) -> Query:
    """
    Return the query that filters mean.

    Raises :class:`~according.errors.RequestError`, with the field, for a value that is none of its kind and for days that contradict one
    another.
    """
    if filters.last is not None and filters.as_of is not None:
        raise RequestError("as_of", "give one of the last day and the day that totals are of: they mean the same day")
    first = read_day(filters.first, "first")
    last = read_day(filters.last, "last") if filters.as_of is None else read_day(filters.as_of, "as_of")
    if first is not None and last is not None and first > last:
        raise RequestError("first", f"{first} is after {last}; exchange them")
    return Query(
        measures=read_measures(filters.measure),
        population=_words(filters.population, "population"),
        country=read_country(filters.country),
        kind=None if filters.kind is None else _known(filters.kind.strip().casefold(), KINDS, "kind", "kind"),
        perpetrator=_words(filters.perpetrator, "perpetrator"),
        place=_words(filters.place, "place"),
        first=first,
        last=last,
        publisher=_words(filters.publisher, "publisher"),
        speaker=_words(filters.speaker, "speaker"),
        text=_words(filters.text, "text"),
        known_at=read_moment(filters.known_at, "known_at"),
    )


def make_parameters(method: Method) -> Parameters:
    """
    Return the parameters of a reckoning: word lists with the user's on top, the rule-sets asked for, and what these are told.

    Raises :class:`~according.errors.RequestError`, with the field, for a name that is none, and
    :class:`~according.errors.LexiconError` for a list that breaks its rules.
    """
    return Parameters(
        conflicts=conflict_list.default() if method.conflicts is None else conflict_list.load(Path(method.conflicts)),
        publishers=publisher_list.default() if method.publishers is None else publisher_list.load(Path(method.publishers)),
        offices=office_list.default() if method.offices is None else office_list.load(Path(method.offices)),
        rules=read_rules(method.rules),
        house=read_house(method.house),
    )


def read_measures(text: str | None) -> tuple[Measure, ...]:
    """Return the measures that a text names, with commas between them; none for ``None``."""
    return tuple(_known(name, MEASURES, "measure", "measure") for name in _names(text, "measure"))  # type: ignore[misc]


def read_country(text: str | None) -> str | None:
    """
    Return the code (ISO 3166-1 alpha-2) of a country that is given by its code or one of its names; ``None`` for ``None``.

        >>> read_country("kp"), read_country("South Korea")
        ('KP', 'KR')
    """
    if text is None:
        return None
    # The list has capitals too, which reports name for a government; a filter names the country itself.
    named = {name: code for name, (code, kind) in countries().items() if kind != "capital"}
    # "the Netherlands" and "Netherlands" are one, whichever of the two the list has.
    name = " ".join(text.split()).casefold().removeprefix("the ")
    if code := country_code(text) or named.get(name) or named.get(f"the {name}"):
        return code
    near = _nearest(name, named)
    # The nearest name may be an alias: the country's own name is told in its place.
    hint = f"did you mean {country_names().get(named[near], near)}?" if near else "write its name or its code, as KP or UA (ISO 3166-1)"
    raise RequestError("country", f"{text!r} is no country; {hint}")


def read_rules(text: str | None) -> tuple[str, ...]:
    """Return the names of the rule-sets that a text names, with commas between them; ``all``, by itself, names every one."""
    names = _names(text, "rules")
    if names == [EVERY]:
        return tuple(RULE_SETS)
    # "all,ucdp": whether all were meant or the one, nobody can tell.
    if EVERY in names:
        raise RequestError("rules", f"{EVERY!r} names every rule-set; give it by itself, or some of {', '.join(RULE_SETS)}")
    return tuple(_known(name, (*RULE_SETS, EVERY), "rules", "rule-set") for name in names)


def _names(text: str | None, field: str) -> list[str]:
    """Return the folded names in a text with commas between them; none for ``None``."""
    names = [part.strip().casefold() for part in (text or "").split(",") if part.strip()]
    # "" and "," name nothing: whoever writes the filter does not mean to ask without it.
    if text is not None and not names:
        raise RequestError(field, "no name is given; leave it out to ask without it")
    return names


def read_house(given: Iterable[str]) -> Mapping[str, object]:
    """
    Return what rule-sets are told, from ``name=value``.

    A name that is given again adds to its list; of a name with one value the last one counts. Raises
    :class:`~according.errors.RequestError`, with the field ``house``, for what no rule-set can be told.

        >>> read_house(["best=high", "unreliable=A blog", "unreliable=A channel"])
        {'best': 'high', 'unreliable': ['A blog', 'A channel']}
    """
    told: dict[str, object] = {}
    # Taken from the record itself, so that the message below cannot miss one.
    names = [field.name for field in fields(House)]
    for part in given:
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise RequestError("house", f"{part!r}: write a choice as NAME=VALUE, as best=high; the names are {', '.join(names)}")
        _known(name, names, "house", "choice of a rule-set")
        told[name] = _choice(name, value, told.get(name))
    try:
        # Tried here already, so that a wrong choice is told before a ledger is opened.
        read_parameters(told)
    except QuestionError as error:
        # "rule-sets: " before the message tells the reckoning's caller whose value it is; here the field does.
        raise RequestError("house", str(error).removeprefix("rule-sets: ")) from None
    return told


def _choice(name: str, value: str, before: object) -> object:
    if name == "actions":
        if value.casefold() not in _YES_OR_NO:
            raise RequestError("house", f"actions={value}: write yes or no")
        return _YES_OR_NO[value.casefold()]
    if name == "enough":
        # What is no number goes on as text: the rule-sets' own check refuses it in its own words ("enough is a whole number").
        return int(value) if value.isdecimal() else value
    if name == "best":
        return value
    # The names of sides have no commas; those of publishers may, and are given one at a time.
    listed = [part.strip() for part in value.split(",")] if name == "ranks" else [value]
    return [*(before if isinstance(before, list) else []), *listed]


_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}


def read_day(text: str | None, field: str) -> date | None:
    """Return the day that a text writes out, or ``None`` for ``None``; ``field`` is whose value it is."""
    day = None if text is None else parse_date(text)
    if text is not None and day is None:
        raise RequestError(field, f"{text!r} is not a date; write it as 2025-01-27")
    return day


def read_moment(text: str | None, field: str) -> datetime | None:
    """
    Return the end of a day in UTC, or the very moment where a time is given behind it (``2025-01-27T12:00``).

    A time without a zone is one in UTC. Returns ``None`` for ``None``.
    """
    if text is None or not _CLOCK_TIME.search(text):
        # A day means all of it: what was filed in its last hour was known on that day.
        day = read_day(text, field)
        return None if day is None else _end_of(day)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise RequestError(field, f"{text!r} is no time; write it as 2025-01-27T12:00") from None
    try:
        # Times of filing are in UTC, so a time without a zone is taken for one of these.
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        # "0001-01-01T00:00+14:00" is a time, but in UTC it lies before the first day that there is.
        raise RequestError(field, f"{text!r} lies beyond the calendar; give a day between 1 and 9999") from None


def _end_of(day: date) -> datetime:
    """Return the last moment of a day in UTC."""
    return datetime.combine(day, time.max, UTC)


def known_values() -> dict[str, tuple[tuple[str, str], ...]]:
    """
    Return what may be given for a measure, a kind, a rule-set and a country.

    Each value stands beside what it means; the meaning is empty where the value says it.
    """
    return {
        "measures": tuple((name, "") for name in MEASURES),
        "kinds": tuple((name, "") for name in KINDS),
        "rule-sets": tuple(RULE_SET_TITLES.items()),
        # In order of the names: people look for North Korea, not for KP.
        "countries": tuple(sorted(country_names().items(), key=lambda row: row[1])),
    }


def _words(text: str | None, field: str) -> str | None:
    # In a query an empty word asks that anybody is named at all; nobody who types nothing means that.
    if text is not None and not text.strip():
        raise RequestError(field, "no words are given; leave it out to ask for any")
    return text


def _known(value: str, known: Iterable[str], field: str, what: str) -> str:
    """Return a value that is among those known; raises :class:`RequestError`, which names the nearest, for any other."""
    values = list(known)
    if value in values:
        return value
    near = _nearest(value, values)
    hint = f"did you mean {near}? " if near else ""
    raise RequestError(field, f"{value!r} is no {what}; {hint}there are {', '.join(values[:SHOWN])}")


def _nearest(value: str, known: Iterable[str]) -> str | None:
    return next(iter(get_close_matches(value, list(known), 1, NEAREST)), None)
