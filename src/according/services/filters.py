"""What a person asks of a ledger, in plain strings as typed: which figures, and by which method they are reckoned."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """
    Filters say which figures are meant.

    Every filter that is given must fit; ``None`` asks for nothing. ``measure`` holds one or more names with commas between them.
    ``country`` is a name or a code (ISO 3166-1 alpha-2). ``first``, ``last`` and ``as_of`` are days, as ``2025-01-27``; ``as_of`` means the
    same as ``last``. ``known_at`` is a day or a moment: what was filed later does not count.
    :func:`according.services.requests.make_query` tells which values are no filter.
    """

    # Text and no values yet: a command line and a form give text, and a wrong value is told with its field (requests.py).
    measure: str | None = None
    population: str | None = None
    country: str | None = None
    kind: str | None = None
    perpetrator: str | None = None
    place: str | None = None
    first: str | None = None
    last: str | None = None
    # A second name for `last`: events happen up to a day, and a total is one as of a day.
    as_of: str | None = None
    known_at: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    text: str | None = None


# What each filter asks for and how it is written, for doors that describe themselves to programs; no word of a person is longer.
FILTER_MEANINGS = {
    "measure": "One or more measures with commas between them: killed,wounded.",
    "population": "Words for those counted: North Korean soldiers.",
    "country": "The country of those counted: a name, or a code of ISO 3166-1.",
    "kind": "The kind of those counted: civilian, military ...",
    "perpetrator": "Words for who did it.",
    "place": "A place; it covers what lies inside it.",
    "first": "The first day: 2025-01-27.",
    "last": "The last day: 2025-01-31.",
    "as_of": "The same as last, for totals.",
    "known_at": "A day or moment (UTC): what was filed later does not count.",
    "publisher": "Words of the publisher's name.",
    "speaker": "Words of who says so.",
    "text": "Words of the statement.",
}
FILTER_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """
    A method says by what a reckoning is made.

    ``rules`` names recorders' rule-sets with commas between them, or ``all``. ``house`` are the choices that rule-sets are told, each as
    ``name=value`` (docs/rule-sets.md). ``conflicts``, ``publishers`` and ``offices`` are paths of TOML files that stand on top of the
    package's.
    """

    rules: str | None = None
    house: tuple[str, ...] = ()
    conflicts: str | None = None
    publishers: str | None = None
    offices: str | None = None


def given_filters(filters: Filters) -> dict[str, str]:
    """Return the filters that are given, by name."""
    return {name: value for name, value in asdict(filters).items() if value is not None}


def given_choices(method: Method) -> dict[str, str]:
    """Return what is given of a method, by name; several values of one name have commas between them."""
    given = ((name, ", ".join(value) if isinstance(value, tuple) else value) for name, value in asdict(method).items())
    return {name: value for name, value in given if value}
