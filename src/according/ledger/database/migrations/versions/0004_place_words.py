"""
The words of the places' names, by which a place that is asked for is found: every name was tried, or the place of every figure of a week.
"""
from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
ROWLESS = {"sqlite": " WITHOUT ROWID", "postgresql": ""}
TABLE = """
CREATE TABLE place_words (
    word {words} NOT NULL, place {words} NOT NULL,
    CONSTRAINT pk_place_words PRIMARY KEY (word, place),
    CONSTRAINT fk_place_words_place FOREIGN KEY(place) REFERENCES places (id)
){rowless}
"""


def upgrade() -> None:
    """Make the table, and take in the places that are named already."""
    connection = op.get_bind()
    dialect = connection.dialect.name
    connection.exec_driver_sql(TABLE.format(words=WORDS[dialect], rowless=ROWLESS[dialect]))
    named = connection.execute(text("SELECT id, name FROM places")).all()
    # In order, so that the table is written from its beginning to its end.
    rows = sorted({(word, id) for id, name in named for word in name.split()})
    if rows:
        connection.execute(text("INSERT INTO place_words VALUES (:word, :place)"), [{"word": word, "place": id} for word, id in rows])


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE place_words")
