"""
The bytes that a report's text was taken out of, and what took it out.
"""
from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TYPES = {"sqlite": {"BYTES": "BLOB", "WORDS": "TEXT"}, "postgresql": {"BYTES": "BYTEA", "WORDS": 'TEXT COLLATE "C"'}}


def upgrade() -> None:
    """Make the table and the column."""
    types = TYPES[op.get_bind().dialect.name]
    op.execute(f"CREATE TABLE raws (hash {types['WORDS']} NOT NULL, data {types['BYTES']} NOT NULL, CONSTRAINT pk_raws PRIMARY KEY (hash))")
    op.execute(f"ALTER TABLE copies ADD COLUMN extractor {types['WORDS']}")


def downgrade() -> None:
    """Drop the table and the column."""
    op.execute("ALTER TABLE copies DROP COLUMN extractor")
    op.execute("DROP TABLE raws")
