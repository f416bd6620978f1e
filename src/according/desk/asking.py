"""What an address asks for: the filters of :class:`~according.services.filters.Filters` as parameters, the same for pages and API."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from according.services.filters import FILTER_LONGEST, FILTER_MEANINGS, Filters, given_filters

# What a filter is called on a page.
FILTER_WORDS = {
    "measure": "measure", "population": "of whom", "country": "their country", "kind": "kind of people", "perpetrator": "by whom",
    "place": "where", "first": "from day", "last": "to day", "as_of": "as of day", "known_at": "known at", "publisher": "publisher",
    "speaker": "who says so", "text": "words",
}  # fmt: skip


def _asked(name: str) -> object:
    return Query(description=FILTER_MEANINGS[name], max_length=FILTER_LONGEST)


def read_filters(
    measure: Annotated[str | None, _asked("measure")] = None,
    population: Annotated[str | None, _asked("population")] = None,
    country: Annotated[str | None, _asked("country")] = None,
    kind: Annotated[str | None, _asked("kind")] = None,
    perpetrator: Annotated[str | None, _asked("perpetrator")] = None,
    place: Annotated[str | None, _asked("place")] = None,
    first: Annotated[str | None, _asked("first")] = None,
    last: Annotated[str | None, _asked("last")] = None,
    as_of: Annotated[str | None, _asked("as_of")] = None,
    known_at: Annotated[str | None, _asked("known_at")] = None,
    publisher: Annotated[str | None, _asked("publisher")] = None,
    speaker: Annotated[str | None, _asked("speaker")] = None,
    text: Annotated[str | None, _asked("text")] = None,
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
