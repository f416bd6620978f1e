"""
The question of each figure beside its group.
"""
from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TYPES = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}


def upgrade() -> None:
    """Make the column and its indexes; groups of before are parted at the next grouping."""
    op.execute(f"ALTER TABLE groups ADD COLUMN question {TYPES[op.get_bind().dialect.name]}")
    op.execute("CREATE INDEX ix_groups_question ON groups (question) WHERE question IS NOT NULL")
    op.execute("CREATE INDEX ix_groups_unparted ON groups (group_id) WHERE group_id IS NOT NULL AND question IS NULL")


def downgrade() -> None:
    """Drop them."""
    for index in ("ix_groups_unparted", "ix_groups_question"):
        op.execute(f"DROP INDEX {index}")
    op.execute("ALTER TABLE groups DROP COLUMN question")
