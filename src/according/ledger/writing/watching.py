"""What is watched, written down: feeds put on the list, held and let go, and what became of their pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Connection, insert, select, update

from according.ledger.database.schema import feeds, pages, reports
from according.ledger.finding.reports import PAGE
from according.ledger.finding.watched import feed_of, held_hosts, known_pages, longest_due
from according.ledger.writing.rows import dump, write
from according.records import Feed, Page, Polled, Receipt, Visit


def put_feed(connection: Connection, feed: Feed, now: datetime) -> bool:
    """Put a feed on the list; one that was there before goes on where it was."""
    said = {"publisher": feed.publisher, "every": feed.every, "since": feed.since, "removed": None, "due": now}
    there = connection.execute(select(feeds.c.removed).where(feeds.c.id == feed.id)).first()
    if there is not None:
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**said))
        return there.removed is not None
    row = {"id": feed.id, "url": feed.url, "host": urlsplit(feed.url).netloc, "added": now, "failures": 0, "validators": "{}", **said}
    connection.execute(insert(feeds).values(**row))
    return True


def take_off(connection: Connection, feed: str, now: datetime) -> bool:
    """Take a feed off the list; its row stays, so that its pages are known when it comes back."""
    gone = update(feeds).where(feeds.c.id == feed, feeds.c.removed.is_(None)).values(removed=now, holder=None, held_until=None)
    return connection.execute(gone).rowcount > 0


def claim(
    connection: Connection, holder: str, at: datetime, until: datetime, due: datetime, gone: Callable[[str], bool]
) -> Feed | None:
    """Take the feed that has been due longest of those that nobody else holds, nor another of its host."""
    others = {row.host for row in held_hosts(connection) if row.holder != holder and row.held_until > at and not gone(row.holder)}
    row = longest_due(connection, due, at, without=others)
    if row is None:
        return None
    connection.execute(update(feeds).where(feeds.c.id == row.id).values(holder=holder, held_until=until))
    return feed_of(row)


def hold(connection: Connection, feed: str, holder: str, until: datetime) -> bool:
    """Hold a feed for longer where it is still the holder's, and say whether it is."""
    mine = update(feeds).where(feeds.c.id == feed, feeds.c.holder == holder).values(held_until=until)
    return connection.execute(mine).rowcount > 0


def let_go(connection: Connection, feed: str, holder: str) -> None:
    """Let a feed go that the holder has."""
    connection.execute(update(feeds).where(feeds.c.id == feed, feeds.c.holder == holder).values(holder=None, held_until=None))


def note_polled(connection: Connection, feed: Feed, polled: Polled) -> int:
    """Note what a feed answered; return how many of its pages are new or changed."""
    said: dict[str, object] = {"asked": polled.asked, "due": polled.due, "told": polled.failed or polled.told}
    if polled.failed is not None:
        said["failures"] = feeds.c.failures + 1
    else:
        said |= {"failures": 0, "answered": polled.asked, "validators": dump(_plain(polled.validators))}
    connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**said))
    listed = list({page.id: page for page in polled.pages}.values())
    # Those first that the feed names first, which are its newest: each is due a little before the next.
    dues = {page.id: polled.asked - timedelta(microseconds=len(listed) - at) for at, page in enumerate(listed)}
    return sum(_note_pages(connection, feed.id, listed[start : start + PAGE], polled.asked, dues) for start in range(0, len(listed), PAGE))


def _plain(validators: Mapping[str, tuple[str | None, str | None]]) -> dict[str, list[str | None]]:
    return {url: list(pair) for url, pair in validators.items()}


def _note_pages(connection: Connection, feed: str, listed: Sequence[Page], now: datetime, dues: Mapping[str, datetime]) -> int:
    there = known_pages(connection, [page.id for page in listed])
    new = [page for page in listed if page.id not in there]
    # One that waits is fetched anyway; what another feed named first is changed by its word too, and stays the other's.
    changed = [page for page in listed if page.id in there and there[page.id].stamp != page.stamp]
    if new:
        connection.execute(insert(pages), [_row(page, feed, now, dues[page.id]) for page in new])
    for page in changed:
        again = {"stamp": page.stamp, "said": write(page.said), "state": "waiting", "due": dues[page.id], "tries": 0, "told": None}
        connection.execute(update(pages).where(pages.c.id == page.id).values(**again))
    return len(new) + len(changed)


def _row(page: Page, feed: str, now: datetime, due: datetime) -> dict[str, object]:
    return {
        "id": page.id, "feed": feed, "url": page.url, "said": write(page.said), "stamp": page.stamp,
        "state": "waiting", "met": now, "due": due, "tries": 0,
    }  # fmt: skip


def note_visit(connection: Connection, visit: Visit, receipt: Receipt | None, now: datetime) -> None:
    """Note what became of a page."""
    # Where the feed says meanwhile that it has changed again, it waits again.
    row = update(pages).where(pages.c.id == visit.page.id, pages.c.stamp == visit.page.stamp)
    if visit.failed is not None:
        connection.execute(row.values(told=visit.failed, due=visit.due, tries=pages.c.tries + 1))
        return
    if visit.refused is not None:
        connection.execute(row.values(state="refused", told=visit.refused, tries=0))
        return
    said: dict[str, object] = {"state": "done", "told": None, "tries": 0, "filed": now}
    if receipt is not None:
        report = select(reports.c.number).where(reports.c.id == receipt.report).scalar_subquery()
        said |= {"report": report, "etag": visit.etag, "modified": visit.modified}
    connection.execute(row.values(**said))
