"""
From which ledger a row was taken, and when it was first filed there.
"""
from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TYPES = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
TABLES = ("copies", "readings", "editions", "rulings")


def upgrade() -> None:
    """Make the columns; all that is filed already was filed here first."""
    words = TYPES[op.get_bind().dialect.name]
    for table in TABLES:
        for column in ("ledger", "filed_there"):
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {words}")


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        for column in ("ledger", "filed_there"):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
