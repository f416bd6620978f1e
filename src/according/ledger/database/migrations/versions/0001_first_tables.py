"""
The first tables.

Written out and not taken from ``schema.py``, which shows the tables as they are now; a test holds the two together.
"""
from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Types by their names here, and what the two databases call them.
TYPES = {
    "sqlite": {"NUMBER": "INTEGER", "WORDS": "TEXT", "ROWLESS": "WITHOUT ROWID"},
    "postgresql": {"NUMBER": "BIGINT", "WORDS": 'TEXT COLLATE "C"', "ROWLESS": ""},
}

TABLES = """
CREATE TABLE meta (
    name WORDS NOT NULL, value WORDS NOT NULL,
    CONSTRAINT pk_meta PRIMARY KEY (name)
);

CREATE TABLE places (
    id WORDS NOT NULL, name WORDS NOT NULL, country WORDS, region WORDS, latitude FLOAT, longitude FLOAT,
    CONSTRAINT pk_places PRIMARY KEY (id)
);
CREATE INDEX ix_places_region ON places (country, region);

CREATE TABLE populations (
    id WORDS NOT NULL, words WORDS NOT NULL, country WORDS, kind WORDS,
    CONSTRAINT pk_populations PRIMARY KEY (id)
);
CREATE INDEX ix_populations_country ON populations (country);

CREATE TABLE publishers (
    id WORDS NOT NULL, name WORDS NOT NULL, words WORDS NOT NULL, family WORDS,
    CONSTRAINT pk_publishers PRIMARY KEY (id)
);

CREATE TABLE reports (
    number NUMBER NOT NULL, id WORDS NOT NULL, filed WORDS NOT NULL, characters NUMBER NOT NULL, marks WORDS NOT NULL, text WORDS NOT NULL,
    CONSTRAINT pk_reports PRIMARY KEY (number),
    CONSTRAINT uq_reports_id UNIQUE (id)
);

CREATE TABLE rulings (
    number NUMBER NOT NULL, id WORDS NOT NULL, kind WORDS NOT NULL, subject WORDS NOT NULL, other WORDS, who WORDS NOT NULL, why WORDS
    NOT NULL, said WORDS NOT NULL, field WORDS, value WORDS, undoes WORDS, filed WORDS NOT NULL,
    CONSTRAINT pk_rulings PRIMARY KEY (number),
    CONSTRAINT uq_rulings_id UNIQUE (id)
);
CREATE INDEX ix_rulings_subject ON rulings (subject);

CREATE TABLE speakers (
    id WORDS NOT NULL, text WORDS NOT NULL, name WORDS, kind WORDS, country WORDS,
    CONSTRAINT pk_speakers PRIMARY KEY (id)
);

CREATE TABLE copies (
    number NUMBER NOT NULL, id WORDS NOT NULL, report NUMBER NOT NULL, path WORDS, publisher WORDS, url WORDS, published DATE, title
    WORDS, tags WORDS NOT NULL, retrieved WORDS, raw WORDS, filed WORDS NOT NULL,
    CONSTRAINT pk_copies PRIMARY KEY (number),
    CONSTRAINT uq_copies_id UNIQUE (id),
    CONSTRAINT fk_copies_report FOREIGN KEY(report) REFERENCES reports (number),
    CONSTRAINT fk_copies_publisher FOREIGN KEY(publisher) REFERENCES publishers (id)
);
CREATE INDEX ix_copies_report ON copies (report);

CREATE TABLE population_words (
    word WORDS NOT NULL, population WORDS NOT NULL,
    CONSTRAINT pk_population_words PRIMARY KEY (word, population),
    CONSTRAINT fk_population_words_population FOREIGN KEY(population) REFERENCES populations (id)
) ROWLESS;

CREATE TABLE readings (
    number NUMBER NOT NULL, id WORDS NOT NULL, report NUMBER NOT NULL, copy NUMBER NOT NULL, package WORDS NOT NULL, model WORDS NOT
    NULL, lexicon WORDS NOT NULL, published DATE, title WORDS, received WORDS NOT NULL, problems WORDS NOT NULL, "references" WORDS NOT
    NULL, digest WORDS NOT NULL, filed WORDS NOT NULL,
    CONSTRAINT pk_readings PRIMARY KEY (number),
    CONSTRAINT uq_readings_id UNIQUE (id),
    CONSTRAINT fk_readings_report FOREIGN KEY(report) REFERENCES reports (number),
    CONSTRAINT fk_readings_copy FOREIGN KEY(copy) REFERENCES copies (number)
);
CREATE INDEX ix_readings_report ON readings (report, number);

CREATE TABLE followed (
    reading NUMBER NOT NULL, by NUMBER NOT NULL, filed WORDS NOT NULL,
    CONSTRAINT pk_followed PRIMARY KEY (reading, by),
    CONSTRAINT fk_followed_reading FOREIGN KEY(reading) REFERENCES readings (number),
    CONSTRAINT fk_followed_by FOREIGN KEY(by) REFERENCES readings (number)
) ROWLESS;

CREATE TABLE statements (
    number NUMBER NOT NULL, reading NUMBER NOT NULL, id WORDS NOT NULL, text WORDS NOT NULL, record WORDS NOT NULL, trace WORDS NOT NULL,
    CONSTRAINT pk_statements PRIMARY KEY (number),
    CONSTRAINT fk_statements_reading FOREIGN KEY(reading) REFERENCES readings (number)
);
CREATE INDEX ix_statements_id ON statements (id);
CREATE INDEX ix_statements_reading ON statements (reading);

CREATE TABLE chains (
    statement NUMBER NOT NULL, position INTEGER NOT NULL, speaker WORDS NOT NULL,
    CONSTRAINT pk_chains PRIMARY KEY (statement, position),
    CONSTRAINT fk_chains_statement FOREIGN KEY(statement) REFERENCES statements (number),
    CONSTRAINT fk_chains_speaker FOREIGN KEY(speaker) REFERENCES speakers (id)
) ROWLESS;
CREATE INDEX ix_chains_speaker ON chains (speaker);

CREATE TABLE figures (
    number NUMBER NOT NULL, statement NUMBER NOT NULL, reading NUMBER NOT NULL, id WORDS NOT NULL, start NUMBER NOT NULL, measure WORDS
    NOT NULL, unit WORDS NOT NULL, counting WORDS NOT NULL, low FLOAT, high FLOAT, population WORDS, population_country WORDS,
    perpetrator_words WORDS, perpetrator_country WORDS, place WORDS, place_country WORDS, day_first DATE, day_last DATE, long INTEGER
    NOT NULL, speaker_words WORDS NOT NULL, publisher_words WORDS, record WORDS NOT NULL,
    CONSTRAINT pk_figures PRIMARY KEY (number),
    CONSTRAINT fk_figures_statement FOREIGN KEY(statement) REFERENCES statements (number),
    CONSTRAINT fk_figures_reading FOREIGN KEY(reading) REFERENCES readings (number),
    CONSTRAINT fk_figures_population FOREIGN KEY(population) REFERENCES populations (id),
    CONSTRAINT fk_figures_place FOREIGN KEY(place) REFERENCES places (id)
);
CREATE INDEX ix_figures_block ON figures (measure, unit, place_country, long, day_last, day_first);
CREATE INDEX ix_figures_days ON figures (measure, unit, long, day_last, day_first);
CREATE INDEX ix_figures_id ON figures (id);
CREATE INDEX ix_figures_people ON figures (measure, unit, population_country, counting, day_last);
CREATE INDEX ix_figures_place ON figures (place, measure, day_last);
CREATE INDEX ix_figures_population ON figures (population, measure, day_last);
CREATE INDEX ix_figures_statement ON figures (statement);

CREATE TABLE groups (
    figure NUMBER NOT NULL, group_id WORDS, line WORDS NOT NULL,
    CONSTRAINT pk_groups PRIMARY KEY (figure),
    CONSTRAINT fk_groups_figure FOREIGN KEY(figure) REFERENCES figures (number)
);
CREATE INDEX ix_groups_group ON groups (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX ix_groups_line ON groups (line, figure) WHERE group_id IS NULL;
"""

# FTS5 reads the texts where they are and keeps the words alone; a ``tsvector`` has a limit, so a long text takes several rows.
WORDS = {
    "sqlite": """
CREATE VIRTUAL TABLE {words} USING fts5(text, content='{texts}', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2');
""",
    "postgresql": """
CREATE TABLE {words} (number BIGINT NOT NULL, piece INTEGER NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY (number, piece));
CREATE INDEX ix_{words}_words ON {words} USING gin (words);
""",
}


def upgrade() -> None:
    """Make all tables and their indexes."""
    dialect = op.get_bind().dialect.name
    tables = TABLES
    for name, type_ in TYPES[dialect].items():
        tables = tables.replace(f" {name}", f" {type_}")
    words = [WORDS[dialect].format(words=f"{text}_words", texts=f"{text}s") for text in ("report", "statement")]
    # SQLite's driver takes one statement at a time; none of these holds a semicolon.
    for statement in ";".join([tables, *words]).split(";"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
