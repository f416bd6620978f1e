"""
The tables that an archive is read into: their columns, each with what it holds, and what they are in Arrow.

They have the columns of our own tables (docs/columns.md), without what a ledger alone knows, and some more. ``record`` and its like hold
the whole as JSON, so that a ledger gets back the very reading (:mod:`according.bulk.table_rows`).
"""

from __future__ import annotations

from typing import Any, Literal

from according.exports.exchange.form import Column, Subject
from according.exports.exchange.own_columns import TABLE_COLUMNS
from according.exports.exchange.parquet import arrow_fields
from according.intake.extras import need

# Raised with every change of a column's name, kind or meaning; files of another version are not gone on with.
TABLES_VERSION = "1"
TableName = Literal["reports", "statements", "figures", "problems"]

_FIRST = (
    Column("shard", "text", "the shard in which the input lies"),
    Column("ordinal", "count", "which of its shard's inputs it is, from 0"),
)
_RECORD = Column("record", "json", "all fields, for loading")
# What stands in a report's row is not told again in each of its statements.
_OF_REPORTS = ("title", "published", "publisher", "url", "path")


def _shared(subject: Subject, *without: str) -> tuple[Column, ...]:
    """Return the columns of our own table of a subject, but for some and for the time of filing: nothing is filed yet."""
    return tuple(column for column in TABLE_COLUMNS[subject] if column.name not in ("filed", *without))


TABLES: dict[TableName, tuple[Column, ...]] = {
    "reports": (
        *_FIRST, *_shared("reports"),
        Column("words", "count", "words of the text, parted by white space"),
        Column("text", "text", "the text as received: what all offsets count in, in code points"),
        Column("signature", "bytes", "for finding copies: the MinHash of its words, 128 numbers of four bytes, the least byte first"),
        _RECORD,
        Column("references", "json", "pronouns and the like with what they stand for, for loading"),
    ),
    "statements": (
        *_FIRST, *_shared("statements", *_OF_REPORTS), _RECORD,
        Column("trace", "json", "the rules that made it, each with the words on which it fired"),
    ),
    "figures": (*_FIRST, *_shared("figures"), _RECORD),
    "problems": (
        *_FIRST,
        Column("report", "text", "the report's id; empty where the input could not be read"),
        Column("path", "text", "the input's path"),
        Column("kind", "text", "`refused`: not read; `odd`: worth knowing; `passed over`: a number of which no figure was made"),
        Column("what", "text", "what is wrong, or why the number was passed over"),
        Column("start", "offset", "where it begins in the text; empty of an input that could not be read"),
        Column("end", "offset", "where it ends; the character there is no part of it"),
    ),
}  # fmt: skip


def arrow_schema(table: TableName, about: dict[str, str] | None = None) -> Any:
    """Return a table's schema in Arrow; ``about`` and the version of the tables stand in its metadata."""
    arrow = need("pyarrow", "bulk", "a Parquet file")
    told = {"according.schema": TABLES_VERSION, "according.table": table, **(about or {})}
    return arrow.schema(arrow_fields(arrow, TABLES[table]), metadata=told)
