"""
Who is logged in at a desk, so that a desk that is started again knows them still.
"""
from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TYPES = {"sqlite": {"WORDS": "TEXT"}, "postgresql": {"WORDS": 'TEXT COLLATE "C"'}}


def upgrade() -> None:
    """Make the table."""
    words = TYPES[op.get_bind().dialect.name]["WORDS"]
    columns = f"token {words} NOT NULL, account {words} NOT NULL, begun {words} NOT NULL, used {words} NOT NULL"
    keys = "CONSTRAINT pk_sessions PRIMARY KEY (token), CONSTRAINT fk_sessions_account FOREIGN KEY(account) REFERENCES accounts (name)"
    op.execute(f"CREATE TABLE sessions ({columns}, {keys})")


def downgrade() -> None:
    """Drop it: everybody has to log in again."""
    op.execute("DROP TABLE sessions")
