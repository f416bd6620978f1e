"""
What was fetched from the addresses of pages: which text was met there when, and which one is known to have come in whose place.

Each address is looked up once, whatever the number of its texts that came, and kept up as later texts come to light.
"""
from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, select

from according.ledger.database.columns import among
from according.ledger.database.schema import editions
from according.ledger.finding.editions import Event, find_events
from according.ledger.finding.reports import pages


class Address:
    """What was met at one address, in order."""

    def __init__(self, events: list[Event]) -> None:
        self._events = events
        self._copies = {event.number: event for event in events if not event.edited}

    def around(self, copy: int) -> list[tuple[Event, Event]]:
        """Return what was met right before a copy, with it, and the copy with what was met right after it."""
        at = bisect_left(self._events, self._copies[copy])
        return list(pairwise(self._events[max(0, at - 1) : at + 2]))

    def add(self, event: Event) -> None:
        """Take in that a text was met."""
        insort(self._events, event)
        if not event.edited:
            self._copies[event.number] = event

    def find_stand(self, at: datetime) -> int | None:
        """Return the report that stood there at a time, ``None`` where nothing had been met yet."""
        met = bisect_right(self._events, at, key=lambda event: event.first)
        return self._events[met - 1].report if met else None


class Addresses:
    """
    The addresses that were asked for, each looked up when it is.

    What is added counts for what was looked up before; of the rest it stands in the tables by the time that it is.
    """

    def __init__(self, connection: Connection) -> None:
        # By which what is not known yet is looked up.
        self.connection = connection
        self._met: dict[str, Address] = {}
        # Which reports are known to have come in whose place: at each address that was asked for, and at any of them.
        self._later_at: dict[str, defaultdict[int, set[int]]] = {}
        self._later = defaultdict[int, set[int]](set)
        # Where a report was replaced.
        self._replaced_at: dict[int, set[str]] = {}

    def __getitem__(self, url: str) -> Address:
        if url not in self._met:
            self._met[url] = Address(find_events(self.connection, url))
        return self._met[url]

    def add_copy(self, url: str, event: Event) -> None:
        """Take in that a text was fetched from an address."""
        if url in self._met:
            self._met[url].add(event)

    def add_edition(self, url: str, event: Event, earlier: int) -> None:
        """Take in that a text came in place of an earlier one at an address."""
        if url in self._met:
            self._met[url].add(event)
        if url in self._later_at:
            self._later_at[url][earlier].add(event.report)
            self._later[earlier].add(event.report)
        if earlier in self._replaced_at:
            self._replaced_at[earlier].add(url)

    def is_later(self, report: int, earlier: int, url: str) -> bool:
        """Say whether a report is known to have come in the place of another at an address."""
        self._look_up([url])
        return report in self._later_at[url].get(earlier, ())

    def find_later(self, reports: Iterable[int]) -> set[int]:
        """Return some reports with all those that have come in their places, and in the places of these, at whatever address."""
        found, looked = {*reports}, set[int]()
        while more := found - looked:
            looked |= more
            self._look_up(self._find_replacing(more))
            found |= reach(more, self._later, found)
        return found

    def _find_replacing(self, texts: Set[int]) -> set[str]:
        """Return the addresses at which some reports were replaced."""
        for page in pages(texts - self._replaced_at.keys()):
            self._replaced_at |= {report: set() for report in page}
            query = select(editions.c.earlier, editions.c.address).where(among(self.connection, editions.c.earlier, page)).distinct()
            for earlier, url in self.connection.execute(query).all():
                self._replaced_at[earlier].add(url)
        return {url for report in texts for url in self._replaced_at[report]}

    def _look_up(self, urls: Collection[str]) -> None:
        """Find which reports came in whose place at some addresses."""
        of = editions.c
        # All of an address at once: else a page of many texts would be asked for text by text.
        for page in pages(url for url in urls if url not in self._later_at):
            self._later_at |= {url: defaultdict(set) for url in page}
            query = select(of.address, of.earlier, of.report).where(among(self.connection, of.address, page))
            for url, earlier, report in self.connection.execute(query).all():
                self._later_at[url][earlier].add(report)
                self._later[earlier].add(report)


def reach(begin: Iterable[int], to: Mapping[int, Iterable[int]], known: Collection[int] = ()) -> set[int]:
    """Return where one comes to from some places, these with it, by what each of them leads to; what is known already leads no further."""
    found = {*begin}
    waiting = [*found]
    while waiting:
        for one in to.get(waiting.pop(), ()):
            if one not in found and one not in known:
                found.add(one)
                waiting.append(one)
    return found
