"""
Seals of what is filed, and of groups: by them the check sees what was changed or lost since. What is there now is taken for sound.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from alembic import op
from sqlalchemy import Connection, and_, column, or_, select, table, text

from according.ledger.writing.seals import seal_place, seal_stored

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TYPES = {"sqlite": ("INTEGER", "TEXT", " WITHOUT ROWID"), "postgresql": ("BIGINT", 'TEXT COLLATE "C"', "")}
TABLE = """
CREATE TABLE seals (
    kind {words} NOT NULL, number {number} NOT NULL, by {number} NOT NULL, seal {words} NOT NULL,
    CONSTRAINT pk_seals PRIMARY KEY (kind, number, by)
){rowless}
"""
ORIGIN = ("ledger", "filed_there")
SEALED = {
    "copies": ("number", "id", "report", "path", "title", "tags", "retrieved", "raw", "filed", "extractor", *ORIGIN),
    "readings": ("number", "id", "report", "copy", "received", "digest", "filed", "passed_over", *ORIGIN),
    "editions": ("number", "address", "report", "earlier", "reading", "filed", *ORIGIN),
    "followed": ("reading", "by", "filed"),
    "rulings": ("number", "id", "kind", "subject", "other", "who", "why", "said", "field", "value", "undoes", "filed", *ORIGIN),
}
NOTES = ("grouping", "parting", "corrections")
# Rows sealed at a time.
TOGETHER = 2000


def upgrade() -> None:
    """Make the table and the column, and seal what is there."""
    connection = op.get_bind()
    number, words, rowless = TYPES[connection.dialect.name]
    connection.exec_driver_sql(TABLE.format(number=number, words=words, rowless=rowless))
    op.execute(f"ALTER TABLE groups ADD COLUMN seal {words}")
    for name, columns in SEALED.items():
        keys = ("reading", "by") if name == "followed" else ("number",)
        for rows in _pages(connection, name, sorted(columns), keys):
            seals = ((*(row[key] for key in keys), 0, seal_stored(name, row, row.values())) for row in rows)
            _insert(connection, [{"kind": name, "number": number, "by": by, "seal": seal} for number, by, *_, seal in seals])
    for name, value in connection.execute(text("SELECT name, value FROM meta")).all():
        if name in NOTES:
            kind = f"meta {name}"
            _insert(connection, [{"kind": kind, "number": 0, "by": 0, "seal": seal_stored(kind, ["value"], [value])}])
    change = text("UPDATE groups SET seal = :seal WHERE figure = :figure")
    for rows in _pages(connection, "groups", ("figure", "group_id", "question"), ("figure",)):
        placed = [{"figure": row["figure"], "seal": seal_place(*row.values())} for row in rows if row["group_id"] is not None]
        if placed:
            connection.execute(change, placed)


def _insert(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(text("INSERT INTO seals (kind, number, by, seal) VALUES (:kind, :number, :by, :seal)"), rows)


def _pages(connection: Connection, name: str, columns: Sequence[str], keys: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    """Yield a table's rows in the order of its keys, some at a time, as the database has them."""
    of = table(name, *map(column, columns))
    query = select(of).order_by(*(of.c[key] for key in keys)).limit(TOGETHER)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    while rows:
        yield rows
        last = rows[-1]
        # Behind the last one: by its first key, or by the same and its second.
        behind = [of.c[keys[0]] > last[keys[0]], *(and_(of.c[keys[0]] == last[keys[0]], of.c[key] > last[key]) for key in keys[1:])]
        rows = [dict(row) for row in connection.execute(query.where(or_(*behind))).mappings()]


def downgrade() -> None:
    """Drop both."""
    op.execute("ALTER TABLE groups DROP COLUMN seal")
    op.execute("DROP TABLE seals")
