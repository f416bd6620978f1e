"""
Watching feeds: asked when they are due, the pages that they name fetched and filed once, and again where a page has changed.

Several may watch one ledger: who works on a feed holds it for a while. What was fetched and not filed is fetched again, and a page is
filed and noted as done in one transaction, so a watch may be stopped at any moment.
"""

from __future__ import annotations

import logging
import os
import random
import re
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from according.errors import FetchError, InputError, RequestError
from according.exports.words.watched import round_sentence
from according.intake.facts import Facts
from according.intake.feeds.answers import UNCHANGED, Answer, Fetch, validators_of
from according.intake.feeds.entry import Entry, Listing, page_address
from according.intake.feeds.listing import read_feed
from according.intake.source import Source
from according.intake.text import Options, Received
from according.intake.web.addresses import read_address, show_address
from according.ledger.base import Ledger
from according.ledger.versions import Versions
from according.records import Feed, FeedRound, Page, Polled, Receipt, Visit
from according.services.read import Outcome, Reader, open_reader, receive_source
from according.services.words import versions_of

if TYPE_CHECKING:
    from according.reading.language import Language

logger = logging.getLogger("according.watch")

# Who holds a feed and does not say so for so long is taken to be gone.
LEASE = timedelta(minutes=10)
# Fetched, read and filed together, and so acknowledged together; fewer where they are long.
PAGES_TOGETHER = 16
# After so many pages of one feed it is the next one's turn: a long sitemap keeps no other waiting.
PAGES_A_TURN = 64
PAGES_BYTES = 20_000_000
# A feed that does not answer is asked after its interval, then after twice as long, up to a day; a page likewise, a few times.
BACK_OFF_LONGEST = timedelta(days=1)
PAGE_FIRST = timedelta(minutes=5)
PAGE_TRIES = 6
# Chance, so that many who were started together do not come together: a time is longer by up to this share of it.
SCATTER = 0.2
# In seconds. Asking more often than the first is rude; a feed that is asked less often than the second misses what it names.
EVERY_LEAST, EVERY_MOST = 60, 30 * 86_400
# A loop looks for what others put on the list at least this often.
LOOK_EVERY = 60.0
_INTERVAL = re.compile(r"(\d{1,6})\s*([smhd]?)")
_SECONDS = {"": 60, "s": 1, "m": 60, "h": 3_600, "d": 86_400}


def read_every(text: str) -> int:
    """
    Return an interval in seconds: ``90s``, ``15m``, ``2h``, ``1d``; a mere number is in minutes.

        >>> read_every("15m")
        900
    """
    found = _INTERVAL.fullmatch(text.strip().lower())
    seconds = int(found[1]) * _SECONDS[found[2]] if found else 0
    if not EVERY_LEAST <= seconds <= EVERY_MOST:
        raise RequestError("every", f"{text!r} is no interval from a minute to thirty days; write 15m, 2h or 1d")
    return seconds


def make_feed(url: str, publisher: str | None = None, every: str = "15m", since: date | None = None) -> Feed:
    """Return a feed for the watch list; raises :class:`~according.errors.RequestError` for what is no address or no interval."""
    address = page_address("", url)
    if address is None:
        what = f"{show_address(url)!r} is no address on the web"
        raise RequestError("url", f"{what}; give the feed's address, as https://news.example/feed.xml")
    try:
        # Told now, and not when it is asked: a password in it is not kept.
        read_address(address)
    except InputError as error:
        raise RequestError("url", str(error).replace(": not fetched:", ":")) from None
    return Feed(address, publisher, read_every(every), since)


def add_feed(ledger: Ledger, feed: Feed) -> bool:
    """Put a feed on the watch list, or change what is said of it; return whether it is new."""
    return ledger.watch_list.add(feed)


def remove_feed(ledger: Ledger, url: str) -> None:
    """Take a feed off the watch list; raises :class:`~according.errors.RequestError` where it is not on it."""
    if ledger.watch_list.remove(page_address("", url) or url):
        return
    # As the list shows it, without its secrets, where that is one feed's alone.
    meant = [feed.url for feed in ledger.watch_list.listed() if show_address(feed.url) == url]
    if len(meant) != 1 or not ledger.watch_list.remove(meant[0]):
        raise RequestError("url", f"{show_address(url)} is not on the watch list")


# The names that were made here.
_made_here: set[str] = set()


def make_holder() -> str:
    """Return a name that nobody else has: the machine, the process and a few digits by chance."""
    name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    _made_here.add(name)
    return name


def is_gone(holder: str) -> bool:
    """Say whether the process that a name was made for is surely gone: one of this machine that is no more."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdecimal() or os.name != "posix":
        return False
    # In a container every process has the same few numbers: one that has ours is another, before this one.
    if int(rest) == os.getpid():
        return holder not in _made_here
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def open_watcher(ledger: Ledger, end: Event, jobs: int = 1, language: Language | None = None) -> Iterator[Watcher]:
    """Give a watcher that fetches politely and ends where ``end`` is set; ``jobs`` processes read, and end with the block."""
    # Here and not above: whoever lists the feeds fetches nothing.
    from according.intake.web.fetching import Fetcher, Limits
    from according.intake.web.pacing import Clock

    def sleep(seconds: float) -> None:
        end.wait(seconds)

    # One try: what a host wants to be asked later for is asked for then, in another round.
    fetcher = Fetcher(limits=Limits(tries=1), clock=Clock(sleep=sleep))
    with open_reader(Options(), jobs, language) as read:
        yield Watcher(ledger, fetcher.fetch, read, None if language is None else versions_of(language), end.is_set)


@dataclass(slots=True)
class Watcher:
    """
    Watches the feeds of a ledger's list.

    ``fetch`` fetches an address and ``read`` reads what was received. ``stopped`` is asked between two fetches whether to end. ``advance``
    is told of each page that is done, and ``found`` how many more there are than was known.
    """

    ledger: Ledger
    fetch: Fetch
    read: Reader
    versions: Versions | None = None
    stopped: Callable[[], bool] = lambda: False
    advance: Callable[[], None] = lambda: None
    found: Callable[[int], None] = lambda count: None
    now: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.random
    holder: str = field(default_factory=make_holder)

    def run_once(self) -> Iterator[FeedRound]:
        """Work on all feeds that are due now, and say what became of each; one with many pages has several turns."""
        began = self.now()
        feeds = self.ledger.watch_list
        while not self.stopped():
            now = self.now()
            # Feeds that come due meanwhile wait for the next round, or one might never end; pages that were found are fetched in this one.
            feed = feeds.claim(self.holder, now, now + LEASE, due=began, gone=lambda name: name != self.holder and is_gone(name))
            if feed is None:
                return
            try:
                told = self._work(feed, began)
            finally:
                feeds.release(feed, self.holder)
            logger.log(logging.WARNING if told.failure else logging.INFO, "%s", round_sentence(told))
            yield told

    def pause(self) -> float:
        """Return for how many seconds nothing is due, a minute at most: others may put a feed on the list."""
        due = self.ledger.watch_list.next_due()
        return LOOK_EVERY if due is None else min(LOOK_EVERY, max(1.0, (due - self.now()).total_seconds()))

    def _work(self, feed: Feed, began: datetime) -> FeedRound:
        """Ask a feed that was due when the round began, and fetch some of its pages."""
        told = FeedRound(feed.url, feed.publisher, asked=feed.due <= began, due=feed.due)
        if told.asked:
            polled, entries = self._poll(feed)
            new = self.ledger.watch_list.note(feed, self.holder, polled)
            told = replace(told, entries=entries, new=new or 0, failure=polled.failed, told=polled.told, due=polled.due)
            if new is None:
                return told
            self.found(new)
        while not self.stopped() and told.pages < PAGES_A_TURN:
            pages = self.ledger.watch_list.waiting(feed, self.now(), PAGES_TOGETHER)
            visits = self._visit(feed, pages)
            # Fetched ones are filed, also where the watch is to end: it costs seconds, and nobody is asked for them again.
            if not visits:
                break
            receipts = self.ledger.watch_list.file(feed, self.holder, self.now() + LEASE, visits, versions=self.versions)
            if receipts is None:
                break
            told = _count(told, visits, receipts)
        return told

    # -- the feed itself -------------------------------------------------------------------------------------------

    def _poll(self, feed: Feed) -> tuple[Polled, int | None]:
        """Ask a feed and return what it says, and how many entries it has; ``None`` where it has not changed or does not answer."""
        asked = self.now()
        due = asked + timedelta(seconds=feed.every * (1 + SCATTER * self.chance()))
        try:
            answer = self.fetch(feed.url, *feed.validators.get(feed.url, (None, None)))
            if answer.status == UNCHANGED:
                return Polled(asked, due, (), feed.validators), None
            listing = read_feed(answer.data, answer.url)
        except InputError as error:
            return Polled(asked, self._later(asked, timedelta(seconds=feed.every), feed.failures, error), failed=str(error)), None
        # An index of sitemaps stays as it is while one of them changes: it is asked for in full each time.
        validators = {} if listing.further else {feed.url: validators_of(answer)}
        entries, problems = list(listing.entries), [problem.what for problem in listing.problems]
        for url in listing.further:
            if self.stopped() or not self.ledger.watch_list.keep(feed, self.holder, self.now() + LEASE):
                break
            entries += self._follow(feed, url, validators, problems)
        pages = tuple(_page_of(entry) for entry in entries if not (feed.since and entry.published and entry.published < feed.since))
        return Polled(asked, due, pages, validators, told="; ".join(problems) or None), len(entries)

    def _follow(
        self, feed: Feed, url: str, validators: dict[str, tuple[str | None, str | None]], problems: list[str]
    ) -> Sequence[Entry]:
        """Return the entries of a sitemap that an index names, none where it has not changed."""
        had = feed.validators.get(url, (None, None))
        try:
            answer = self.fetch(url, *had)
            listing = Listing(()) if answer.status == UNCHANGED else read_feed(answer.data, answer.url)
        except InputError as error:
            problems.append(str(error))
            return ()
        validators[url] = had if answer.status == UNCHANGED else validators_of(answer)
        problems += [problem.what for problem in listing.problems]
        return listing.entries

    def _later(self, now: datetime, first: timedelta, failures: int, error: InputError) -> datetime:
        """Return when to try again: twice as late after each failure, and not before the host wants it."""
        wait: timedelta = min(first * int(2 ** min(failures, 20)), BACK_OFF_LONGEST) * (1 + SCATTER * self.chance())
        asked = timedelta(seconds=error.wait) if isinstance(error, FetchError) and error.wait is not None else timedelta()
        return now + max(wait, min(asked, BACK_OFF_LONGEST))

    # -- its pages -------------------------------------------------------------------------------------------------

    def _visit(self, feed: Feed, pages: Sequence[Page]) -> list[Visit]:
        """Fetch pages and read what they hold; where the watch is to end, or another has the feed, those that are fetched."""
        fetched: list[tuple[Visit, Received | None]] = []
        taken, kept = 0, self.now()
        for page in pages:
            if self.stopped() or taken > PAGES_BYTES:
                break
            if self.now() - kept > LEASE / 4:
                kept = self.now()
                if not self.ledger.watch_list.keep(feed, self.holder, kept + LEASE):
                    return []
            visit, received, size = self._fetch(feed, page)
            fetched.append((visit, received))
            taken += size
            self.advance()
        outcomes = self.read([received for _, received in fetched if received is not None])
        return [visit if received is None else _with_outcome(visit, next(outcomes)) for visit, received in fetched]

    def _fetch(self, feed: Feed, page: Page) -> tuple[Visit, Received | None, int]:
        """Return what became of fetching a page, the report where it has to be read, and how many bytes came."""
        try:
            answer = self.fetch(page.url, page.etag, page.modified)
        except InputError as error:
            if page.tries + 1 >= PAGE_TRIES:
                return Visit(page, refused=f"{error} (tried {PAGE_TRIES} times)"), None, 0
            return Visit(page, failed=str(error), due=self._later(self.now(), PAGE_FIRST, page.tries, error)), None, 0
        if answer.status == UNCHANGED:
            return Visit(page), None, 0
        etag, modified = validators_of(answer)
        received = receive_source(_source_of(page, answer), Options(publisher=feed.publisher))
        if isinstance(received, Outcome):
            return Visit(page, refused=received.refused), None, len(answer.data)
        known = self.ledger.known(received.report, raw=received.raw, versions=self.versions)
        visit = Visit(page, raw=received.raw, known=known, etag=etag, modified=modified)
        return visit, received if known is None else None, len(answer.data)


def _source_of(page: Page, answer: Answer) -> Source:
    """Return a page as an input: its bytes, which tell their encoding as the header did, and what its feed says of it."""
    # Here and not above: whoever lists the feeds reads no page.
    from according.intake.web.delivery import settle
    from according.intake.web.fetching import Fetched

    data = settle(Fetched(answer.data, answer.url, answer.status, answer.headers, answer.retrieved))
    return Source(page.url, data=data, facts=replace(page.said, url=page.url, retrieved=answer.retrieved))


def _page_of(entry: Entry) -> Page:
    dated = "feed" if entry.published is not None else None
    said = Facts(entry.published, entry.title, entry.publisher, entry.url, published_at=entry.published_at, dated_by=dated)
    return Page(entry.url, said, entry.stamp)


def _with_outcome(visit: Visit, outcome: Outcome) -> Visit:
    return replace(visit, reading=outcome.reading) if outcome.refused is None else replace(visit, refused=outcome.refused)


def _count(told: FeedRound, visits: Sequence[Visit], receipts: Sequence[Receipt | None]) -> FeedRound:
    """Return a round with what became of some pages counted."""
    filed = [receipt for receipt in receipts if receipt is not None and receipt.outcome != "known"]
    done = sum(visit.failed is None and visit.refused is None for visit in visits)
    return replace(
        told,
        filed=told.filed + len(filed), figures=told.figures + sum(receipt.figures for receipt in filed),
        updated=told.updated + sum(receipt.replaces is not None for receipt in filed),
        known=told.known + done - len(filed),
        refused=told.refused + sum(visit.refused is not None for visit in visits),
        failed=told.failed + sum(visit.failed is not None for visit in visits),
    )  # fmt: skip
