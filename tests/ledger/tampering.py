"""A ledger with something in every table, and every change that can be made behind its back: column by column, row by row."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from backends import VERSIONS
from drafts import Clock, draft, make_reading
from sqlalchemy import Column, Connection, Table, column, select, table

from according.ledger.account import Account
from according.ledger.database.columns import Moment, Words
from according.ledger.opening import open_ledger, open_offer
from according.ledger.store import SqlLedger
from according.records import PAIR_KINDS, RULING_KINDS, SPEAKER_KINDS, Alert, Feed, Ruling
from according.report import Raw, Span
from according.services.group import group_figures
from according.services.sharing.pull import pull

HERE = "https://news.example/1"
WHEN = datetime(2025, 1, 27, 9, 30, tzinfo=UTC)
SAME = "Rescuers worked through the night in the town, where houses had burnt for hours."
PAGE = {"path": HERE, "publisher": "Example News", "url": HERE}
FIRST, SECOND, THIRD = (make_reading(draft(number), before=SAME, **PAGE) for number in (12, 15, 17))
READING = make_reading(
    draft(12, country="KP", by="Russian forces"), draft(30, speaker="Police"), draft(11, place="Sudzha"), publisher="BBC", title="Counts",
    path="a.txt", headline=Span(0, 4), tags=("war",),
)  # fmt: skip
THEIRS = make_reading(draft(12, by="Rebels"), before="Another outlet tells of it.", publisher="Reuters", published=date(2025, 1, 28))


def fill(ledger: SqlLedger, other: Path) -> SqlLedger:
    """File reports, two readings of one, later texts of a page, rulings of every kind, what another ledger has, and what is watched."""
    ledger.clock = Clock()
    ledger.add(READING, raw=Raw("ab" * 32))
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(READING)
    ledger.add(replace(READING, report=replace(READING.report, publisher="Reuters", path="b.txt", title="Other")))
    ledger.add(FIRST, raw=_fetched(FIRST))
    ledger.add(SECOND, raw=_fetched(SECOND))
    _rule(ledger, "me")
    with open_ledger(str(other)) as theirs:
        theirs.versions = VERSIONS
        theirs.clock = Clock()
        theirs.clock.now += timedelta(days=9)
        for reading in (THEIRS, READING):
            theirs.add(reading)
        theirs.add(THIRD, raw=_fetched(THIRD))
        _rule(theirs, "Ben")
    with open_offer(str(other), name="ben") as offer:
        pull(ledger, offer)
    group_figures(ledger)
    ledger.watch_list.add(Feed("https://news.example/feed", "Example News", 900, None))
    ledger.alert_list.add(Alert("e1", "best changes", {"kind": "stdout"}))
    ledger.account_list.add(account := Account("Ann", "editor", "hashed"))
    ledger.account_list.begin_session("ab12", account, WHEN)
    return ledger


def _fetched(reading: Any) -> Raw:
    page = f"<html><body><article><p>{reading.report.text}</p></article></body></html>"
    return Raw.of(page.encode(), "extractor 1", WHEN)


def _rule(ledger: SqlLedger, who: str) -> None:
    """File a ruling of each kind, a correction, and one that is taken back."""
    one, other = (statement.figures[0].id for statement in READING.statements[:2])
    made = []
    for minute, kind in enumerate(RULING_KINDS):
        subject = "Police" if kind in SPEAKER_KINDS else one
        value = {"reliability": "C", "side": "the government", "correct": 14}.get(kind)
        field = "high" if kind == "correct" else None
        pair = other if kind in PAIR_KINDS else None
        made.append(Ruling(kind, subject, who, "seen", WHEN + timedelta(minutes=minute), pair, field, value))
    ledger.file_rulings([*made, replace(made[0], undoes=made[0].id, why="a slip", when=WHEN + timedelta(hours=1))])


# -- what can be changed behind its back ---------------------------------------------------------------------------


class Change(NamedTuple):
    """A change of one column of a row, or the loss of the row (no column); made and taken back by a connection that looks at no keys."""

    table: str
    column: str | None
    row: int
    make: Callable[[], Any]
    undo: Callable[[], Any]

    def __str__(self) -> str:
        return f"{self.table}.{self.column or '*'} of row {self.row}"


def changes(connection: Connection, of: Table, *, every: bool = False) -> Iterator[Change]:
    """
    Yield changes of each column of a table and the loss of a row, in a row for each or, with ``every``, in all rows.

    They are to be made and taken back one after the other.
    """
    raw = table(of.name, *(column(one.name) for one in of.c))
    rows = [dict(row) for row in connection.execute(select(raw).order_by(*(raw.c[key.name] for key in of.primary_key))).mappings()]
    chosen = range(len(rows))
    for at, one in enumerate(of.c):
        for number in chosen if every else chosen[at % max(1, len(rows)) :][:1]:
            values = list(_others(one, rows[number][one.name], connection.dialect.name, every=every))
            for value in values if every else values[-(at % 2) :][:1]:
                yield _changed(connection, of, raw, rows[number], number, {one.name: value})
    for number in chosen if every else chosen[-1:]:
        row = rows[number]
        lose = raw.delete().where(*_is(of, raw, row))
        restore = raw.insert().values(row)
        yield Change(of.name, None, number, partial(connection.execute, lose), partial(connection.execute, restore))


def _changed(connection: Connection, of: Table, raw: Any, row: Mapping[str, Any], number: int, to: dict[str, Any]) -> Change:
    [name] = to
    make = raw.update().where(*_is(of, raw, row)).values(to)
    undo = raw.update().where(*_is(of, raw, {**row, **to})).values({name: row[name]})
    return Change(of.name, name, number, partial(connection.execute, make), partial(connection.execute, undo))


def _is(of: Table, raw: Any, row: Mapping[str, Any]) -> Sequence[Any]:
    return [raw.c[key.name] == row[key.name] for key in of.primary_key]


def _others(one: Column[Any], value: Any, dialect: str, *, every: bool) -> Iterator[Any]:
    """Yield other values of a column's type: such as can be read if any can."""
    if value is not None and one.nullable:
        yield None
    if isinstance(one.type, Moment):
        yield "2001" + (value or "2001-01-01T00:00:00.000000+00:00")[4:]
    elif isinstance(one.type, Words):
        leaves = list(_leaves(json.loads(value))) if value and value[0] in "[{" else []
        yield from (json.dumps(leaf, ensure_ascii=False, separators=(",", ":")) for leaf in (leaves if every else leaves[-1:]))
        yield "x" if value is None else value + "x"
    elif one.type.python_type is date:
        yield date(2001, 1, 1) if dialect == "postgresql" else "2001-01-01"
    elif one.type.python_type is bytes:
        yield b"x"
    else:
        yield (value or 0) + (1.5 if one.type.python_type is float else 1000)


def _leaves(made: Any) -> Iterator[Any]:
    """Yield a value of JSON with one of its ends changed."""
    if isinstance(made, dict):
        yield from ({**made, key: other} for key, value in made.items() for other in _leaves(value))
    elif isinstance(made, list):
        yield from ([*made[:at], other, *made[at + 1 :]] for at, value in enumerate(made) for other in _leaves(value))
        yield from [made[1:]] if made else []
    elif isinstance(made, bool) or made is None:
        yield not made
    else:
        yield made + (1 if isinstance(made, int | float) else "x")
