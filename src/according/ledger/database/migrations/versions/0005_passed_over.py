"""
The numbers that a reading passed over, with the reason of each.
"""
from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TYPES = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}


def upgrade() -> None:
    """Make the column; of what is filed already it is not known."""
    op.execute(f"ALTER TABLE readings ADD COLUMN passed_over {TYPES[op.get_bind().dialect.name]}")


def downgrade() -> None:
    """Drop the column."""
    op.execute("ALTER TABLE readings DROP COLUMN passed_over")
