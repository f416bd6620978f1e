"""
What a publisher filed, by its name, so that its figures are found without a look at every copy.
"""
from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.execute("CREATE INDEX ix_copies_publisher ON copies (publisher, report) WHERE publisher IS NOT NULL")


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP INDEX ix_copies_publisher")
