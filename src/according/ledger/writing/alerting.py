"""Alerts and their notices, written down and read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, insert, or_, select, update

from according.ledger.database.schema import alerts, notices
from according.ledger.writing.rows import dump
from according.records import ID_SHORTEST, NOTICE_TRIES, Alert, Notice

# Sent one after the other by one process: so many are its own at a time.
NOTICES_TOGETHER = 20
_ACTIVE = alerts.c.removed.is_(None)


def put_alert(connection: Connection, alert: Alert, now: datetime) -> bool:
    """Put an alert on the list; one that was taken off begins anew."""
    there = connection.execute(select(alerts.c.removed).where(alerts.c.id == alert.id)).first()
    if there is not None and there.removed is None:
        connection.execute(update(alerts).where(alerts.c.id == alert.id).values(seal=alert.seal))
        return False
    row = {
        "event": alert.event, "condition": alert.condition, "measures": dump(alert.measures), "channel": dump(dict(alert.channel)),
        "seal": alert.seal, "made": now, "removed": None, "seen": dump(alert.seen), "revision": alert.revision,
    }  # fmt: skip
    change = insert(alerts).values(id=alert.id, **row) if there is None else update(alerts).where(alerts.c.id == alert.id).values(**row)
    connection.execute(change)
    return True


def take_off(connection: Connection, id: str, now: datetime) -> Alert | None:
    """Take an alert off the list."""
    found = [alert for alert in listed(connection) if len(id) >= ID_SHORTEST and alert.id.startswith(id)]
    if len(found) != 1:
        return None
    connection.execute(update(alerts).where(alerts.c.id == found[0].id).values(removed=now))
    return found[0]


def listed(connection: Connection) -> list[Alert]:
    """Return the alerts on the list with their notices counted."""
    counts = (
        func.sum(case((notices.c.sent.isnot(None), 1), else_=0)).label("sent"),
        func.sum(case((notices.c.sent.is_(None) & (notices.c.tries < NOTICE_TRIES), 1), else_=0)).label("waiting"),
        func.sum(case((notices.c.sent.is_(None) & (notices.c.tries >= NOTICE_TRIES), 1), else_=0)).label("failed"),
        func.max(case((notices.c.sent.is_(None), notices.c.told))).label("told"),
    )
    found = {row.alert: row for row in connection.execute(select(notices.c.alert, *counts).group_by(notices.c.alert))}
    rows = connection.execute(select(alerts).where(_ACTIVE).order_by(alerts.c.made, alerts.c.id))
    return [_alert_of(row, found.get(row.id)) for row in rows]


def _alert_of(row: Any, counts: Any) -> Alert:
    sums = (0, 0, 0, None) if counts is None else (int(counts.sent), int(counts.waiting), int(counts.failed), counts.told)
    return Alert(
        row.event, row.condition, json.loads(row.channel), tuple(json.loads(row.measures)), row.seal, row.made, json.loads(row.seen),
        row.revision, *sums,
    )  # fmt: skip


def note(
    connection: Connection, alert: Alert, seen: Mapping[str, Any] | None, revision: str, found: Sequence[Notice], at: datetime
) -> bool:
    """Note what an alert's event is now and what is to be told, unless somebody else has looked at it meanwhile."""
    # By the revision that was looked at: of two who looked at once only the first tells of it.
    mine = update(alerts).where(alerts.c.id == alert.id, alerts.c.revision == alert.revision, _ACTIVE)
    if not connection.execute(mine.values(seen=dump(seen), revision=revision)).rowcount:
        return False
    there = set(connection.execute(select(notices.c.id).where(notices.c.id.in_([notice.id for notice in found]))).scalars())
    new = {notice.id: notice for notice in found if notice.id not in there}
    if new:
        rows = [
            {"id": notice.id, "alert": alert.id, "record": dump(dict(notice.record)), "made": at, "due": at, "tries": 0}
            for notice in new.values()
        ]
        connection.execute(insert(notices), rows)
    return True


def claim(connection: Connection, of: Sequence[str], holder: str, at: datetime, until: datetime) -> list[Notice]:
    """Take notices that are due and that nobody else holds."""
    free = or_(notices.c.holder.is_(None), notices.c.holder == holder, notices.c.held_until <= at)
    due = select(notices).where(notices.c.sent.is_(None), notices.c.due <= at, notices.c.tries < NOTICE_TRIES)
    due = due.where(free, notices.c.alert.in_(of))
    rows = connection.execute(due.order_by(notices.c.made, notices.c.id).limit(NOTICES_TOGETHER)).all()
    taken = update(notices).where(notices.c.id.in_([row.id for row in rows])).values(holder=holder, held_until=until)
    connection.execute(taken)
    return [Notice(row.id, row.alert, json.loads(row.record), row.tries) for row in rows]


def note_done(connection: Connection, notice: Notice, holder: str, at: datetime, failed: str | None, due: datetime | None) -> None:
    """Note that a notice was sent, or why not and when to try again."""
    mine = update(notices).where(notices.c.id == notice.id, notices.c.sent.is_(None))
    if failed is None:
        connection.execute(mine.values(sent=at, told=None, holder=None, held_until=None))
    else:
        connection.execute(mine.values(told=failed, due=due, tries=notices.c.tries + 1, holder=None, held_until=None))
