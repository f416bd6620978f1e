"""What is watched, as it stands in the tables: feeds with their pages counted, and what waits to be fetched."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, exists, func, or_, select

from according.intake.facts import Facts
from according.ledger.database.schema import alerts, feeds, notices, pages
from according.ledger.writing.rows import read
from according.records import Alert, Feed, Page
from according.report import make_id

PAGE_STATES = ("waiting", "done", "refused")
_ACTIVE = feeds.c.removed.is_(None)
_WAITING = pages.c.state == "waiting"


def listed(connection: Connection) -> list[Feed]:
    """Return the feeds on the list with their pages counted."""
    counted = [func.sum(case((pages.c.state == state, 1), else_=0)).label(state) for state in PAGE_STATES]
    counts = {row.feed: row for row in connection.execute(select(pages.c.feed, *counted).group_by(pages.c.feed))}
    return [feed_of(row, counts.get(row.id)) for row in connection.execute(select(feeds).where(_ACTIVE).order_by(feeds.c.url))]


def feed_of(row: Any, counts: Any = None) -> Feed:
    """Return a row as a feed."""
    validators = {url: (etag, modified) for url, (etag, modified) in json.loads(row.validators).items()}
    many = {state: 0 if counts is None else int(counts._mapping[state]) for state in PAGE_STATES}
    return Feed(
        row.url, row.publisher, row.every, row.since, row.added, row.due, row.asked, row.answered, row.failures, row.told, validators,
        row.holder, many["waiting"], many["done"], many["refused"],
    )  # fmt: skip


def longest_due(connection: Connection, due: datetime, at: datetime, without: Collection[str]) -> Row[Any] | None:
    """Return the feed that has been due longest, or of which a page is due at a time; ``without`` those of some hosts."""
    fetched = exists().where(pages.c.feed == feeds.c.id, _WAITING, pages.c.due <= at)
    here = feeds.c.host.notin_(sorted(without))
    query = select(feeds).where(_ACTIVE, here, or_(feeds.c.due <= due, fetched)).order_by(feeds.c.due, feeds.c.id)
    return connection.execute(query.limit(1)).first()


def held_hosts(connection: Connection) -> list[Row[Any]]:
    """Return the feeds that somebody holds."""
    return list(connection.execute(select(feeds).where(feeds.c.holder.isnot(None))).all())


def held_by(feed: str, holder: str) -> Select[str]:
    """Return the query for a feed that somebody holds."""
    return select(feeds.c.id).where(feeds.c.id == feed, feeds.c.holder == holder)


def waiting_pages(connection: Connection, feed: str, at: datetime, limit: int) -> list[Page]:
    """Return pages of a feed that are to be fetched at a time."""
    query = select(pages).where(pages.c.feed == feed, _WAITING, pages.c.due <= at).order_by(pages.c.due, pages.c.id).limit(limit)
    return [page_of(row) for row in connection.execute(query)]


def page_of(row: Any) -> Page:
    """Return a row as a page."""
    return Page(row.url, read(Facts, row.said), row.stamp, row.tries, row.etag, row.modified)


def next_due(connection: Connection) -> datetime | None:
    """Return when a feed or a page is due next."""
    feed = connection.execute(select(func.min(feeds.c.due)).where(_ACTIVE)).scalar()
    query = select(func.min(pages.c.due)).join(feeds, feeds.c.id == pages.c.feed).where(_WAITING, _ACTIVE)
    page = connection.execute(query).scalar()
    return min((moment for moment in (feed, page) if moment is not None), default=None)


def find_odd(connection: Connection) -> Iterator[str]:
    """Yield what cannot be in the tables of what is watched."""
    for row in connection.execute(select(feeds.c.id, feeds.c.url)):
        if make_id("feed", row.url) != row.id:
            yield f"feeds: {row.id} is not the hash of its address"
    after = ""
    while rows := connection.execute(select(pages).where(pages.c.id > after).order_by(pages.c.id).limit(1_000)).all():
        for row in rows:
            if page_of(row).id != row.id:
                yield f"pages: {row.id} is not the hash of its address"
            # What waits to be fetched again was filed before; what has been filed says when.
            if row.state not in PAGE_STATES or (row.state == "done" and row.filed is None):
                yield f"pages: {row.id} is in no state that a page can be in"
        after = rows[-1].id


def find_false_alerts(connection: Connection) -> Iterator[str]:
    """Yield the alerts whose id is not the hash of what is to be told, and the notices that are not JSON of their own."""
    for row in connection.execute(select(alerts)):
        if Alert(row.event, row.condition, json.loads(row.channel), tuple(json.loads(row.measures))).id != row.id:
            yield f"alerts: {row.id} is not the hash of what is to be told to whom"
    for row in connection.execute(select(notices.c.id, notices.c.alert, notices.c.record)):
        record = json.loads(row.record)
        if (record.get("id"), record.get("alert")) != (row.id, row.alert):
            yield f"notices: {row.id} holds what another notice has to tell"


def known_pages(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Return the rows of those pages that are there, by their ids."""
    return {row.id: row for row in connection.execute(select(pages.c.id, pages.c.stamp, pages.c.state).where(pages.c.id.in_(ids)))}
