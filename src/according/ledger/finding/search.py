"""
Full text: the words of reports and statements, found without regard to endings, case and accents.

One interface with two bodies: SQLite's FTS5 and PostgreSQL's text search. Both keep the words in tables beside the texts:
``report_words`` and ``statement_words``.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    intersect,
    literal,
    literal_column,
    or_,
    select,
    text,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeEngine

from according.ledger.database.columns import ROW_NUMBER, Words, escape, unescape
from according.ledger.database.schema import reports, statements
from according.names.gazetteer import fold

# The tables that are searched: where the words are kept, and of what.
TEXTS = {"report_words": reports, "statement_words": statements}
# Words around a hit.
PASSAGE = 24
# PostgreSQL keeps the words of up to about this many characters in one row; a longer text takes several.
CHARACTERS_A_ROW = 100_000
# How SQLite's words are told apart and brought to their stems: as the migrations say.
TOKENIZED = "porter unicode61 remove_diacritics 2"
# Texts looked at together by the check, and words.
TEXTS_COMPARED, WORDS_COMPARED = 100, 10_000
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

    def rebuild(self, connection: Connection, table: str) -> None:
        """Make the words kept anew from the texts."""


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
        else:
            yield from _unlike(connection, table)

    def rebuild(self, connection: Connection, table: str) -> None:
        """Make the words kept anew from the texts."""
        # As they are where nothing has been taken in: FTS5 does not even begin where its own tables are damaged.
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{table}_new USING fts5(text, content='', tokenize='{TOKENIZED}')")
        for own in ("data", "idx", "docsize", "config"):
            connection.exec_driver_sql(f"DELETE FROM main.{table}_{own}")
            connection.exec_driver_sql(f"INSERT INTO main.{table}_{own} SELECT * FROM temp.{table}_new_{own}")
        connection.exec_driver_sql(f"DROP TABLE temp.{table}_new")
        connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def _unlike(connection: Connection, table: str) -> Iterator[str]:
    """
    Yield where the words kept are not those of the texts, or are not found.

    They are taken in once more, beside the ledger, and both are compared; FTS5's own check needs the right to write.
    """
    again, of = f"{table}_again", TEXTS[table].name
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{again} USING fts5(text, content='', tokenize='{TOKENIZED}')")
    connection.exec_driver_sql(f"INSERT INTO temp.{again} (rowid, text) SELECT number, text FROM main.{of}")
    for schema, name in (("main", table), ("temp", again)):
        for kind in ("instance", "row"):
            connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.{name}_{kind} USING fts5vocab({schema}, {name}, {kind})")
    if (number := _first_unlike(connection, table, again)) is not None:
        yield f"{table}: the words kept are not those of the texts, first at number {number} of {of}"
        return
    # How long texts are decides which is the best; the first record of the data is their sum.
    sizes = f"SELECT count(*) FROM {table}_docsize AS kept LEFT JOIN temp.{again}_docsize AS there USING (id) WHERE kept.sz IS NOT there.sz"
    sums = f"SELECT (SELECT block FROM {table}_data WHERE id = 1) IS NOT (SELECT block FROM temp.{again}_data WHERE id = 1)"
    if wrong := sum(connection.exec_driver_sql(query).scalar_one() for query in (sizes, sums)):
        yield f"{table}: {wrong} lengths of texts are not theirs"
    # Looked up one by one, as they are when they are searched.
    found = f"SELECT cnt FROM temp.{table}_row AS kept WHERE kept.term = there.term"
    missed = connection.exec_driver_sql(f"SELECT count(*) FROM temp.{again}_row AS there WHERE there.cnt IS NOT ({found})").scalar_one()
    if missed:
        yield f"{table}: {missed} words are kept and not found"


def _first_unlike(connection: Connection, table: str, again: str) -> int | None:
    """Return the number of a text whose words are not kept as they stand in it, or ``None``."""
    query = 'SELECT term, doc, "offset" FROM temp.{}_instance'
    said = [connection.exec_driver_sql(query.format(name)).cursor for name in (table, again)]
    while True:
        kept, there = (cursor.fetchmany(WORDS_COMPARED) for cursor in said)
        if kept != there:
            # Both are in one order, so that the first one that differs is of a text with other words.
            one, other = next(pair for pair in zip_longest(kept, there) if pair[0] != pair[1])
            return int((one if other is None or (one is not None and one < other) else other)[1])
        if not kept:
            return None


# FTS5's row number is the text's.
_FTS = {name: Table(name, MetaData(), Column("rowid", Integer, primary_key=True), Column("text", Words)) for name in TEXTS}


def _fts_query(wanted: Sequence[Phrase]) -> str:
    """Quote every phrase, so that no word of it is taken for an operator."""
    return " ".join('"' + " ".join(phrase) + '"' for phrase in wanted)


class PostgresSearch:
    """PostgreSQL's ``tsvector``, of the folded text in pieces, with the stems of English."""

    def index(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Take in texts with their numbers."""
        if pieces := _in_pieces(rows):
            connection.execute(insert(_VECTORS[table]).values(words=func.to_tsvector("english", bindparam("folded"))), pieces)

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
        of, kept, unlike, pieces = TEXTS[table], _VECTORS[table].c, 0, 0
        for rows in _texts(connection, of):
            given = _in_pieces(rows)
            pieces += len(given)
            arrays = (literal([one[name] for one in given], ARRAY(type)) for name, type in _PIECE_TYPES.items())
            piece = func.unnest(*arrays).table_valued(*_PIECE_TYPES).render_derived().c
            here = (kept.number == piece.number) & (kept.piece == piece.piece)
            wanted = select(func.count(piece.number.distinct())).outerjoin_from(piece.number.table, kept.number.table, here)
            other = kept.words.is_distinct_from(func.to_tsvector("english", piece.folded))
            unlike += connection.execute(wanted.where(other)).scalar_one()
        if unlike:
            yield f"{table}: the words of {unlike} of {of.name} are not those kept"
        elif (there := connection.execute(select(func.count()).select_from(kept.number.table)).scalar_one()) != pieces:
            yield f"{table}: the words of {there - pieces} texts are kept that {of.name} does not have"

    def rebuild(self, connection: Connection, table: str) -> None:
        """Make the words kept anew from the texts."""
        connection.execute(delete(_VECTORS[table]))
        for rows in _texts(connection, TEXTS[table]):
            self.index(connection, table, rows)


def _vectors(name: str) -> Table:
    return Table(name, MetaData(), Column("number", ROW_NUMBER), Column("piece", Integer), Column("words", TSVECTOR))


_VECTORS = {name: _vectors(name) for name in TEXTS}
_PIECE_TYPES: dict[str, TypeEngine[Any]] = {"number": BigInteger(), "piece": Integer(), "folded": Text()}


def _in_pieces(rows: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    """Return texts in pieces that PostgreSQL takes, each with its text's number and its own."""
    # Folded here: PostgreSQL's stems keep accents, which SQLite's leave out.
    parts = ((number, at, part) for number, words in rows for at, part in enumerate(_pieces(fold(words))))
    return [{"number": number, "piece": at, "folded": escape(part)} for number, at, part in parts]


def _texts(connection: Connection, of: Table) -> Iterator[list[tuple[int, str]]]:
    """Yield a table's texts with their numbers, some at a time."""
    after = 0
    query = select(of.c.number, of.c.text).order_by(of.c.number).limit(TEXTS_COMPARED)
    while rows := connection.execute(query.where(of.c.number > after)).all():
        yield [(number, words) for number, words in rows]
        after = rows[-1].number


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
