"""
The watch list in a ledger's database.

What each method promises stands with :class:`according.ledger.state.WatchList`.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from according.ledger.database.connection import Door
from according.ledger.finding import watched
from according.ledger.versions import Versions
from according.ledger.writing import watching
from according.ledger.writing.decisions import Arrival
from according.ledger.writing.readings import Filer
from according.records import Feed, Page, Polled, Receipt, Visit

# Gives who files arrivals within a transaction that has the writers' turn.
MakeFiler = Callable[[Connection, Versions | None], Filer]


class SqlWatchList:
    """A watch list in a SQL database; ``filer`` gives who files within a transaction, ``clock`` tells when something is noted."""

    def __init__(self, door: Door, filer: MakeFiler, clock: Callable[[], datetime]) -> None:
        self._door = door
        self._filer = filer
        self._clock = clock

    def add(self, feed: Feed) -> bool:
        """Put a feed on the list; return whether it is new."""
        with self._door.writing() as connection:
            return watching.put_feed(connection, feed, self._clock())

    def remove(self, url: str) -> bool:
        """Take a feed off the list and return whether it was there."""
        with self._door.writing() as connection:
            return watching.take_off(connection, Feed(url).id, self._clock())

    def listed(self) -> Sequence[Feed]:
        """Return the feeds on the list."""
        with self._door.reading() as connection:
            return watched.listed(connection)

    def claim(
        self, holder: str, at: datetime, until: datetime, *, due: datetime | None = None, gone: Callable[[str], bool] = lambda holder: False
    ) -> Feed | None:
        """Take the feed that has been due longest, and hold it."""
        with self._door.writing() as connection:
            return watching.claim(connection, holder, at, until, due or at, gone)

    def keep(self, feed: Feed, holder: str, until: datetime) -> bool:
        """Hold a feed for longer; return whether it is still the holder's."""
        with self._door.writing() as connection:
            return watching.hold(connection, feed.id, holder, until)

    def release(self, feed: Feed, holder: str) -> None:
        """Let a feed go."""
        with self._door.writing() as connection:
            watching.let_go(connection, feed.id, holder)

    def note(self, feed: Feed, holder: str, polled: Polled) -> int | None:
        """Note what a feed answered, and return how many pages are new or changed."""
        with self._door.writing() as connection:
            held = connection.execute(watched.held_by(feed.id, holder)).first()
            return None if held is None else watching.note_polled(connection, feed, polled)

    def waiting(self, feed: Feed, at: datetime, limit: int) -> Sequence[Page]:
        """Return a feed's pages that are to be fetched at a time."""
        with self._door.reading() as connection:
            return watched.waiting_pages(connection, feed.id, at, limit)

    def file(
        self, feed: Feed, holder: str, until: datetime, visits: Sequence[Visit], *, versions: Versions | None = None
    ) -> Sequence[Receipt | None] | None:
        """File what was fetched and note that its pages are done, in one transaction."""
        arrivals = [Arrival(visit.reading, visit.raw) for visit in visits if visit.reading is not None]
        with self._door.writing([arrival.reading.report.url for arrival in arrivals]) as connection:
            if not watching.hold(connection, feed.id, holder, until):
                return None
            filer = self._filer(connection, versions) if arrivals else None
            filed = iter([] if filer is None else filer.file(arrivals))
            receipts = [visit.known if visit.reading is None else next(filed) for visit in visits]
            for visit, receipt in zip(visits, receipts, strict=True):
                watching.note_visit(connection, visit, receipt, self._clock())
        if filer is not None:
            filer.give_back()
        return receipts

    def next_due(self) -> datetime | None:
        """Return when a feed or a page is due next."""
        with self._door.reading() as connection:
            return watched.next_due(connection)
