"""
Who may use a desk that others can reach.
"""
from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TYPES = {"sqlite": {"WORDS": "TEXT"}, "postgresql": {"WORDS": 'TEXT COLLATE "C"'}}


def upgrade() -> None:
    """Make the table."""
    words = TYPES[op.get_bind().dialect.name]["WORDS"]
    columns = f"name {words} NOT NULL, role {words} NOT NULL, secret {words}, made {words} NOT NULL, changed {words} NOT NULL"
    op.execute(f"CREATE TABLE accounts ({columns}, CONSTRAINT pk_accounts PRIMARY KEY (name))")


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE accounts")
