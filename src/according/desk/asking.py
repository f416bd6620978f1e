"""What an address asks for: the filters of :class:`~according.services.filters.Filters` as parameters, the same for pages and API."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from according.services.filters import Filters, given_filters

# What a filter is called on a page.
FILTER_WORDS = {
    "measure": "measure", "population": "of whom", "country": "their country", "kind": "kind of people", "perpetrator": "by whom",
    "place": "where", "first": "from day", "last": "to day", "as_of": "as of day", "known_at": "known at", "publisher": "publisher",
    "speaker": "who says so", "text": "words",
}  # fmt: skip
# No word of a person is longer; what is longer is no filter.
FILTER_LONGEST = 300


def _asked(description: str) -> object:
    return Query(description=description, max_length=FILTER_LONGEST)


def read_filters(
    measure: Annotated[str | None, _asked("One or more measures with commas between them: killed,wounded.")] = None,
    population: Annotated[str | None, _asked("Words for those counted: North Korean soldiers.")] = None,
    country: Annotated[str | None, _asked("The country of those counted: a name, or a code of ISO 3166-1.")] = None,
    kind: Annotated[str | None, _asked("The kind of those counted: civilian, military ...")] = None,
    perpetrator: Annotated[str | None, _asked("Words for who did it.")] = None,
    place: Annotated[str | None, _asked("A place; it covers what lies inside it.")] = None,
    first: Annotated[str | None, _asked("The first day: 2025-01-27.")] = None,
    last: Annotated[str | None, _asked("The last day: 2025-01-31.")] = None,
    as_of: Annotated[str | None, _asked("The same as last, for totals.")] = None,
    known_at: Annotated[str | None, _asked("A day or moment (UTC): what was filed later does not count.")] = None,
    publisher: Annotated[str | None, _asked("Words of the publisher's name.")] = None,
    speaker: Annotated[str | None, _asked("Words of who says so.")] = None,
    text: Annotated[str | None, _asked("Words of the statement.")] = None,
) -> Filters:
    """Return the filters that an address has; a field of a form that was left empty asks for nothing."""
    given = {name: value for name, value in locals().items() if isinstance(value, str) and value.strip()}
    return Filters(**given)


AskedFor = Annotated[Filters, Depends(read_filters)]


def write_address(path: str, filters: Filters, **more: object) -> str:
    """
    Return an address of the desk with filters and more parameters, those that are ``None`` left out.

        >>> write_address("/events", Filters(place="Kursk"), after=None)
        '/events?place=Kursk'
    """
    asked = {**given_filters(filters), **{name: str(value) for name, value in more.items() if value is not None}}
    return f"{path}?{urlencode(asked)}" if asked else path
