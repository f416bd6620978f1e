"""
What was fetched from the addresses of pages: which text was met there when, and which one is known to have come in whose place.

Each address is looked up once, whatever the number of its texts that came, and kept up as later texts come to light.
"""
from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from sqlalchemy import Connection, select

from according.ledger.database.columns import among
from according.ledger.database.schema import editions
from according.ledger.finding.editions import Event, find_events
from according.ledger.finding.reports import pages


class Address:
    """What was fetched from one address."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self.url = url

    @cached_property
    def _events(self) -> list[Event]:
        return find_events(self._connection, self.url)

    @cached_property
    def _copies(self) -> dict[int, Event]:
        return {event.number: event for event in self._events if not event.edited}

    @cached_property
    def later(self) -> Mapping[int, set[int]]:
        """By the number of a text's report, those of the texts that are known to have come in its place."""
        known = defaultdict[int, set[int]](set)
        for earlier, report in _find_later(self._connection, [self.url]):
            known[earlier].add(report)
        return known

    def around(self, copy: int) -> list[tuple[Event, Event]]:
        """Return what was met right before a copy, with it, and the copy with what was met right after it."""
        at = bisect_left(self._events, self._copies[copy])
        return list(pairwise(self._events[max(0, at - 1) : at + 2]))

    def add_edition(self, number: int, first: datetime, report: int, earlier: int) -> None:
        """Take in that a text came in place of an earlier one."""
        self.later[earlier].add(report)
        insort(self._events, Event(first, True, number, report))

    def find_stand(self, at: datetime) -> int | None:
        """Return the report that stood there at a time, ``None`` where nothing had been met yet."""
        met = bisect_right(self._events, at, key=lambda event: event.first)
        return self._events[met - 1].report if met else None


class Addresses(dict[str, Address]):
    """The addresses that were asked for, each looked up when it is."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, url: str) -> Address:
        self[url] = found = Address(self._connection, url)
        return found

    def find_later(self, reports: Iterable[int]) -> set[int]:
        """Return some reports with all those that have come in their places, and in the places of these, at whatever address."""
        later, walked = defaultdict[int, set[int]](set), set[str]()
        found, looked = {*reports}, set[int]()
        while more := found - looked:
            looked |= more
            urls = {url for page in pages(more) for url in self._find_replacing(page)} - walked
            walked |= urls
            # All of an address at once: else a page of many texts would be asked for text by text.
            for page in pages(urls):
                for earlier, report in _find_later(self._connection, page):
                    later[earlier].add(report)
            found |= reach(more, later, found)
        return found

    def _find_replacing(self, reports: Collection[int]) -> Iterable[str]:
        """Return the addresses at which some reports were replaced."""
        query = select(editions.c.address).where(among(self._connection, editions.c.earlier, reports)).distinct()
        return self._connection.execute(query).scalars()


def _find_later(connection: Connection, urls: Collection[str]) -> Iterable[tuple[int, int]]:
    """Return which reports were replaced at some addresses, each with the one that came in its place."""
    query = select(editions.c.earlier, editions.c.report).where(among(connection, editions.c.address, urls))
    return [(row.earlier, row.report) for row in connection.execute(query)]


def reach(begin: Iterable[int], to: Mapping[int, Iterable[int]], known: Collection[int] = ()) -> set[int]:
    """Return where one comes to from some places, these with it, by what each of them leads to; what is known already leads no further."""
    found = {*begin}
    waiting = [*found]
    while waiting:
        more = {one for one in to.get(waiting.pop(), ()) if one not in found and one not in known}
        found |= more
        waiting += more
    return found
