"""
Full text: the words of reports and statements, found without regard to endings, case and accents.

One interface with two bodies: SQLite's FTS5 and PostgreSQL's text search. Both keep the words in tables beside the texts:
``report_words`` and ``statement_words``.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    func,
    insert,
    intersect,
    literal_column,
    or_,
    select,
    text,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import TSVECTOR

from according.ledger.database.columns import ROW_NUMBER, Words, unescape
from according.ledger.database.schema import reports, statements
from according.names.gazetteer import fold

# The tables that are searched: where the words are kept, and of what.
TEXTS = {"report_words": reports, "statement_words": statements}
# Words around a hit.
PASSAGE = 24
# PostgreSQL keeps the words of up to about this many characters in one row; a longer text takes several.
CHARACTERS_A_ROW = 100_000
Phrase = tuple[str, ...]


def phrases(words: str) -> list[Phrase]:
    """
    Split what is searched into phrases: words in quotation marks belong together, any other stands alone.

        >>> phrases('drone "North Korean"')
        [('drone',), ('north', 'korean')]
    """
    parts = re.split(r'"([^"]*)"', words.replace("“", '"').replace("”", '"'))
    found: list[Phrase] = []
    for number, part in enumerate(parts):
        tokens = re.findall(r"\w+", fold(part))
        # Every second part stood between quotation marks.
        found += [tuple(tokens)] if number % 2 else [(token,) for token in tokens]
    return [phrase for phrase in found if phrase]


class Search(Protocol):
    """What the ledger asks of a full-text index."""

    def index(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Take in texts with their numbers."""

    def holding(self, table: str, wanted: Sequence[Phrase]) -> Select[int]:
        """Return a query for the numbers of the texts that hold every phrase."""

    def best(self, connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[tuple[int, str]]:
        """Return the numbers of the reports that hold every phrase, best first, each with a passage."""

    def strays(self, connection: Connection, table: str) -> Iterable[str]:
        """Say what does not fit between the words kept and the texts."""


class SqliteSearch:
    """FTS5, whose tables read the texts from ``reports`` and ``statements`` and keep only the words."""

    def index(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Take in texts with their numbers."""
        if rows:
            connection.execute(insert(_FTS[table]), [{"rowid": number, "text": words} for number, words in rows])

    def holding(self, table: str, wanted: Sequence[Phrase]) -> Select[int]:
        """Return a query for the numbers of the texts that hold every phrase."""
        # FTS5 matches against the table as a whole, by its name.
        return select(_FTS[table].c.rowid).where(literal_column(table).op("MATCH")(_fts_query(wanted)))

    def best(self, connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[tuple[int, str]]:
        """Return the numbers of the reports that hold every phrase, best first, each with a passage."""
        query = text(
            f"SELECT rowid, snippet(report_words, 0, '', '', '…', {PASSAGE}) FROM report_words WHERE report_words MATCH :wanted "
            # The number settles equal ranks: the same words find the same order each time.
            "ORDER BY rank, rowid LIMIT :limit"
        )
        found = connection.execute(query, {"wanted": _fts_query(wanted), "limit": limit})
        return [(number, unescape(passage)) for number, passage in found]

    def strays(self, connection: Connection, table: str) -> Iterable[str]:
        """Say what does not fit between the words kept and the texts."""
        of = TEXTS[table].name
        # FTS5's own table, with a row for each text that it has taken in.
        kept = connection.exec_driver_sql(f"SELECT count(*) FROM {table}_docsize").scalar_one()
        texts = connection.exec_driver_sql(f"SELECT count(*) FROM {of}").scalar_one()
        if kept != texts:
            yield f"{table}: the words of {kept} texts are kept, {of} has {texts}"


# FTS5's row number is the text's.
_FTS = {name: Table(name, MetaData(), Column("rowid", Integer, primary_key=True), Column("text", Words)) for name in TEXTS}


def _fts_query(wanted: Sequence[Phrase]) -> str:
    """Quote every phrase, so that no word of it is taken for an operator."""
    return " ".join('"' + " ".join(phrase) + '"' for phrase in wanted)


class PostgresSearch:
    """PostgreSQL's ``tsvector``, of the folded text in pieces, with the stems of English."""

    def index(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Take in texts with their numbers."""
        # Folded here: PostgreSQL's stems keep accents, which SQLite's leave out.
        pieces = [{"number": number, "piece": at, "folded": part} for number, words in rows for at, part in enumerate(_pieces(fold(words)))]
        if pieces:
            connection.execute(insert(_VECTORS[table]).values(words=func.to_tsvector("english", bindparam("folded", type_=Words))), pieces)

    def holding(self, table: str, wanted: Sequence[Phrase]) -> Select[int]:
        """Return a query for the numbers of the texts that hold every phrase."""
        kept = _VECTORS[table].c
        # A phrase of words that every text has ("the") is left out of the index and asks for nothing.
        asked = [(func.numnode(query) == 0, kept.words.op("@@")(query)) for query in map(_ts_query, wanted)]
        # Phrase by phrase: the pieces of a long text need not hold all of them.
        each = [select(kept.number).where(or_(*conditions)) for conditions in asked]
        return select(intersect(*each).subquery().c.number)

    def best(self, connection: Connection, wanted: Sequence[Phrase], limit: int) -> list[tuple[int, str]]:
        """Return the numbers of the reports that hold every phrase, best first, each with a passage."""
        kept, query = _VECTORS["report_words"].c, _ts_query(wanted[0])
        for phrase in wanted[1:]:
            query = query.op("&&")(_ts_query(phrase))
        rank = func.max(func.ts_rank(kept.words, query))
        found = select(kept.number).where(kept.number.in_(self.holding("report_words", wanted))).group_by(kept.number)
        first = found.order_by(rank.desc(), kept.number).limit(limit).add_columns(rank.label("rank")).subquery()
        how = f"StartSel='',StopSel='',MaxWords={PASSAGE},MinWords={PASSAGE // 2}"
        # The passage is looked for in the beginning of the text alone, for all that is given is parsed.
        shown = func.ts_headline("english", func.left(reports.c.text, CHARACTERS_A_ROW), query, how, type_=String)
        rows = select(first.c.number, shown).join(reports, reports.c.number == first.c.number).order_by(first.c.rank.desc(), first.c.number)
        return [(number, unescape(passage)) for number, passage in connection.execute(rows)]

    def strays(self, connection: Connection, table: str) -> Iterable[str]:
        """Say what does not fit between the words kept and the texts."""
        of = TEXTS[table].name
        query = f"SELECT count(*) FROM {of} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.number = {of}.number)"
        if missing := connection.exec_driver_sql(query).scalar_one():
            yield f"{table}: the words of {missing} of {of} are missing"


def _vectors(name: str) -> Table:
    return Table(name, MetaData(), Column("number", ROW_NUMBER), Column("piece", Integer), Column("words", TSVECTOR))


_VECTORS = {name: _vectors(name) for name in TEXTS}


def _ts_query(phrase: Phrase) -> ColumnElement[object]:
    return func.phraseto_tsquery("english", " ".join(phrase))


def _pieces(folded: str) -> Iterable[str]:
    """Cut a text at white space into pieces that PostgreSQL takes; an empty one is one piece."""
    start = 0
    while len(folded) - start > CHARACTERS_A_ROW:
        end = folded.rfind(" ", start, start + CHARACTERS_A_ROW)
        end = end if end > start else start + CHARACTERS_A_ROW
        yield folded[start:end]
        start = end
    yield folded[start:]


def search_of(dialect: str) -> Search:
    """Return the body for a database."""
    return SqliteSearch() if dialect == "sqlite" else PostgresSearch()
