"""An input that is an address to one that holds its bytes."""

from __future__ import annotations

from dataclasses import replace

from according.errors import InputError
from according.intake.facts import Facts
from according.intake.source import Source
from according.intake.web.charsets import settle
from according.intake.web.fetching import Fetcher


def fetch_source(source: Source, fetcher: Fetcher) -> Source:
    """
    Return an address's input with its bytes in it, where it was in the end, and when; where it cannot be had, the input says why.

    What a feed or a list has said of it stays.
    """
    try:
        fetched = fetcher.fetch(source.path)
    except InputError as error:
        return replace(source, refused=str(error))
    found = Facts(url=fetched.url, retrieved=fetched.retrieved)
    return replace(source, data=settle(fetched), facts=replace(source.facts.over(found), retrieved=fetched.retrieved))
