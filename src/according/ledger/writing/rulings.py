"""
Rulings: people's decisions, taken in when they make sense and name what is there.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from according.errors import ConflictError, LedgerError
from according.ledger.database.schema import figures, rulings, seals, statements
from according.ledger.finding.named import is_speaker
from according.ledger.sharing.offered import Origin
from according.ledger.writing.batch import origin_columns
from according.ledger.writing.rows import dump
from according.ledger.writing.seals import seal_row
from according.records import CORRECTABLE, PAIR_KINDS, RULING_KINDS, SPEAKER_KINDS, Ruling, short
from according.reliability import check_opinion


def file_ruling(connection: Connection, ruling: Ruling, now: datetime, origin: Origin | None = None) -> str:
    """File a ruling, filed first here or elsewhere, unless it is there already, and return its id."""
    ruling = sensible(ruling)
    # A shared ruling may be on a figure of somebody else's ledger, which this one does not have.
    if (missing := find_missing(connection, ruling)) is not None:
        if ruling.kind in SPEAKER_KINDS:
            raise LedgerError(f"{ruling.kind} of {missing!r}: no speaker is called so; names are shown by: according ledger show FIGURE")
        raise LedgerError(f"ruling on {missing}: no figure or statement has this id; figures and their ids are shown by: according reckon")
    if ruling.undoes is not None and not is_filed(connection, ruling.undoes):
        raise LedgerError(f"ruling that undoes {ruling.undoes}: no ruling has this id; list them with: according rulings")
    # The id is the hash of all that it says: the same again changes nothing.
    if not is_filed(connection, ruling.id):
        row = {"number": _next(connection), "filed": now, **_columns(ruling), **origin_columns(origin)}
        connection.execute(rulings.insert().values(row))
        connection.execute(seals.insert().values(seal_row(rulings, row)))
    return ruling.id


def find_missing(connection: Connection, ruling: Ruling) -> str | None:
    """Return what a ruling is on and the ledger does not have: a figure, a statement or a speaker."""
    if ruling.kind in SPEAKER_KINDS:
        return None if is_speaker(connection, ruling.subject) else ruling.subject
    return next((id for id in (ruling.subject, ruling.other) if id is not None and not _is_there(connection, id)), None)


def ids_on(connection: Connection, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return some figures, statements and names of speakers, each with the ids of the rulings on it, alone or in a pair."""
    found: dict[str, set[str]] = {id: set() for id in ids}
    of = rulings.c
    rows = connection.execute(select(of.id, of.subject, of.other).where(or_(of.subject.in_(found), of.other.in_(found))))
    for row in rows:
        for id in {row.subject, row.other} & found.keys():
            found[id].add(row.id)
    return {id: frozenset(on) for id, on in found.items()}


def check_seen(connection: Connection, seen: Mapping[str, frozenset[str]]) -> None:
    """Raise ConflictError where there are rulings on figures, statements or speakers other than those that were seen."""
    for id, there in ids_on(connection, seen).items():
        if there - seen[id]:
            raise ConflictError(f"{short(id)}: somebody else has ruled on this meanwhile; look at both and decide again")


def sensible(ruling: Ruling) -> Ruling:
    """Return a ruling as it is kept, its value as JSON gives it back; raise LedgerError for one that says nothing."""
    if ruling.kind not in RULING_KINDS:
        raise LedgerError(f"ruling {ruling.kind!r}: there is no such kind; choose one of {', '.join(RULING_KINDS)}")
    takes_back = ruling.undoes is not None
    # What takes a ruling back need not repeat its other figure or its field.
    if (ruling.kind in PAIR_KINDS) != (ruling.other is not None) and not takes_back:
        raise LedgerError(f"ruling {ruling.kind!r} on {ruling.subject}: it is said of {_pair(ruling)}")
    if ruling.kind == "correct" and ruling.field not in CORRECTABLE and not takes_back:
        raise LedgerError(f"correction of {ruling.field!r}: this cannot be corrected; choose one of {', '.join(sorted(CORRECTABLE))}")
    if ruling.kind in SPEAKER_KINDS and not takes_back:
        ruling = replace(ruling, value=check_opinion(ruling.kind, ruling.value))
    if ruling.when.tzinfo is None:
        raise LedgerError(f"ruling on {ruling.subject}: its time {ruling.when} has no zone; give an aware time")
    try:
        # A tuple comes back from JSON as a list: the id must be that of what will be read.
        return replace(ruling, value=json.loads(dump(ruling.value)))
    except (TypeError, ValueError):
        raise LedgerError(f"correction of {ruling.field!r}: {ruling.value!r} is no value of JSON; give text, a number or a list") from None


def _pair(ruling: Ruling) -> str:
    return "two figures; name the other" if ruling.kind in PAIR_KINDS else "one figure or statement; leave the other out"


def _is_there(connection: Connection, id: str) -> bool:
    # Of whatever reading: a figure of an older one is still there.
    tables = (figures, statements)
    return any(connection.execute(select(table.c.number).where(table.c.id == id).limit(1)).first() for table in tables)


def is_filed(connection: Connection, id: str) -> bool:
    """Say whether a ruling is there."""
    return connection.execute(select(rulings.c.number).where(rulings.c.id == id)).first() is not None


def _next(connection: Connection) -> int:
    return (connection.execute(select(func.max(rulings.c.number))).scalar() or 0) + 1


def _columns(ruling: Ruling) -> dict[str, Any]:
    return {
        "id": ruling.id, "kind": ruling.kind, "subject": ruling.subject, "other": ruling.other, "who": ruling.who, "why": ruling.why,
        "said": ruling.when.isoformat(), "field": ruling.field,
        "value": None if ruling.value is None else dump(ruling.value), "undoes": ruling.undoes,
    }  # fmt: skip


def find_rulings(connection: Connection, known_at: datetime | None) -> Sequence[Ruling]:
    """Return the rulings that were filed by a time, in the order of filing."""
    query = select(rulings).order_by(rulings.c.number)
    return [ruling_of(row) for row in connection.execute(query if known_at is None else query.where(rulings.c.filed <= known_at))]


def ruling_of(row: Row[Any]) -> Ruling:
    """Return a row as the ruling that was filed."""
    said, value = datetime.fromisoformat(row.said), None if row.value is None else json.loads(row.value)
    return Ruling(row.kind, row.subject, row.who, row.why, said, row.other, row.field, value, row.undoes)
