"""
What is watched: feeds, the pages that they name, alerts and their notices; and which text of a page came in place of which.

Also an index of the places' names, by which the neighbours of each batch are looked for.
"""
from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TYPES = {"sqlite": {"NUMBER": "INTEGER", "WORDS": "TEXT"}, "postgresql": {"NUMBER": "BIGINT", "WORDS": 'TEXT COLLATE "C"'}}

TABLES = """
CREATE TABLE editions (
    number NUMBER NOT NULL, address WORDS NOT NULL, report NUMBER NOT NULL, earlier NUMBER NOT NULL, reading NUMBER NOT NULL, filed WORDS
    NOT NULL,
    CONSTRAINT pk_editions PRIMARY KEY (number),
    CONSTRAINT fk_editions_report FOREIGN KEY(report) REFERENCES reports (number),
    CONSTRAINT fk_editions_earlier FOREIGN KEY(earlier) REFERENCES reports (number),
    CONSTRAINT fk_editions_reading FOREIGN KEY(reading) REFERENCES readings (number)
);
CREATE INDEX ix_editions_address ON editions (address);
CREATE INDEX ix_editions_earlier ON editions (earlier);

CREATE TABLE feeds (
    id WORDS NOT NULL, url WORDS NOT NULL, host WORDS NOT NULL, publisher WORDS, every INTEGER NOT NULL, since DATE, added WORDS NOT NULL,
    removed WORDS, due WORDS NOT NULL, asked WORDS, answered WORDS, failures INTEGER NOT NULL, told WORDS, validators WORDS NOT NULL,
    holder WORDS, held_until WORDS,
    CONSTRAINT pk_feeds PRIMARY KEY (id)
);

CREATE TABLE pages (
    id WORDS NOT NULL, feed WORDS NOT NULL, url WORDS NOT NULL, said WORDS NOT NULL, stamp WORDS NOT NULL, state WORDS NOT NULL, met WORDS
    NOT NULL, due WORDS NOT NULL, tries INTEGER NOT NULL, told WORDS, etag WORDS, modified WORDS, report NUMBER, filed WORDS,
    CONSTRAINT pk_pages PRIMARY KEY (id),
    CONSTRAINT fk_pages_feed FOREIGN KEY(feed) REFERENCES feeds (id),
    CONSTRAINT fk_pages_report FOREIGN KEY(report) REFERENCES reports (number)
);
CREATE INDEX ix_pages_waiting ON pages (feed, due) WHERE state = 'waiting';

CREATE TABLE alerts (
    id WORDS NOT NULL, event WORDS NOT NULL, condition WORDS NOT NULL, measures WORDS NOT NULL, channel WORDS NOT NULL, seal WORDS, made
    WORDS NOT NULL, removed WORDS, seen WORDS NOT NULL, revision WORDS NOT NULL,
    CONSTRAINT pk_alerts PRIMARY KEY (id)
);

CREATE TABLE notices (
    id WORDS NOT NULL, alert WORDS NOT NULL, record WORDS NOT NULL, made WORDS NOT NULL, due WORDS NOT NULL, tries INTEGER NOT NULL, told
    WORDS, sent WORDS, holder WORDS, held_until WORDS,
    CONSTRAINT pk_notices PRIMARY KEY (id),
    CONSTRAINT fk_notices_alert FOREIGN KEY(alert) REFERENCES alerts (id)
);
CREATE INDEX ix_notices_due ON notices (due) WHERE sent IS NULL;

CREATE INDEX ix_places_name ON places (name);

CREATE INDEX ix_copies_fetched ON copies (path) WHERE retrieved IS NOT NULL;
ALTER TABLE readings ADD COLUMN turn INTEGER DEFAULT 0 NOT NULL
"""


def upgrade() -> None:
    """Make the tables, the index and the column."""
    tables = TABLES
    for name, type_ in TYPES[op.get_bind().dialect.name].items():
        tables = tables.replace(f" {name}", f" {type_}")
    # SQLite's driver takes one statement at a time; none of these holds a semicolon.
    for statement in tables.split(";"):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Drop them."""
    for statement in ("DROP INDEX ix_places_name", "DROP INDEX ix_copies_fetched", "ALTER TABLE readings DROP COLUMN turn"):
        op.execute(statement)
    for table in ("notices", "alerts", "pages", "feeds", "editions"):
        op.execute(f"DROP TABLE {table}")
