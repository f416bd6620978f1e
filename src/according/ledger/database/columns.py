"""
Types of columns that lose nothing, whatever database is below: any text, any moment.
"""
from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, ColumnElement, Connection, Integer, Text, any_, bindparam, func, literal, update
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# PostgreSQL takes no NUL, and neither database a lone surrogate. Both are written as SUB and what they are, in words of ASCII:
# NUL as SUB "0", a surrogate as SUB and its four digits ("d83d"), and SUB itself twice.
_SUB = "\x1a"
_UNSTORABLE = re.compile("[\x00\x1a\ud800-\udfff]")
_ESCAPED = re.compile("\x1a(\x1a|0|d[0-9a-f]{3})")

# SQLite's row number must be an INTEGER; PostgreSQL's holds two thousand million only.
ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def escape(text: str) -> str:
    """
    Return a text as both databases can hold it.

        >>> escape("12\\0killed") == "12\\x1a0killed"
        True
    """
    # Most words are plain ASCII, and need no search.
    if text.isascii() and "\0" not in text and _SUB not in text:
        return text
    return _UNSTORABLE.sub(lambda match: _SUB + _named(match.group()), text)


def _named(char: str) -> str:
    return {"\0": "0", _SUB: _SUB}.get(char) or f"{ord(char):x}"


def unescape(text: str) -> str:
    """Return the text that :func:`escape` was given."""
    return _ESCAPED.sub(lambda match: _unnamed(match.group(1)), text) if _SUB in text else text


def _unnamed(name: str) -> str:
    return {"0": "\0", _SUB: _SUB}.get(name) or chr(int(name, 16))


class Words(TypeDecorator[str]):
    """
    Any text, NULs and lone surrogates with it.

    Texts are compared by code point, so that both databases sort them and find their beginnings alike.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return the database's own type."""
        # By the rules of a language, as a server may sort, the texts with one beginning need not stand together.
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what the database cannot hold."""
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it was given."""
        return None if value is None else unescape(value)


class Moment(TypeDecorator[datetime]):
    """An aware time, as text in UTC that sorts as the times do: ``2025-01-27T09:30:00.000000+00:00``."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return the database's own type."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the time in UTC; one without a zone is taken for UTC."""
        return None if value is None else as_stored(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read the time."""
        return None if value is None else datetime.fromisoformat(value)


def as_stored(moment: datetime) -> str:
    """Return a time as a column holds it."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    # Always with six digits behind the second: only texts of one form sort as their times do.
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def among(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """
    Return the condition that a column has one of many values.

    PostgreSQL is given them as one array: to read and plan a query that names some hundred takes it longer than to answer it.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    return column == any_(_array(column, values))


def change_each(
    connection: Connection, key: Column[Any], columns: Sequence[Column[Any]], values: Mapping[Any, Sequence[Any]], **others: Any
) -> None:
    """
    Set columns of some rows, each to its own values, by a key of theirs in the same table; ``others`` are set to one value in all of them.

    PostgreSQL is given an array for each: row by row it would look up what a change of the table needs as often.
    """
    if not values:
        return
    names = ["of", *(f"to_{column.name}" for column in columns)]
    held = [[id, *to] for id, to in values.items()]
    rows = None
    if connection.dialect.name == "postgresql":
        arrays = (_array(column, each) for column, each in zip((key, *columns), zip(*held, strict=True), strict=True))
        rows = func.unnest(*arrays).table_valued(*names).render_derived()
    of, *to = [bindparam(name) for name in names] if rows is None else [rows.c[name] for name in names]
    given = {**dict(zip(columns, to, strict=True)), **{key.table.c[name]: value for name, value in others.items()}}
    change = update(key.table).where(key == of).values(given)
    connection.execute(change, [dict(zip(names, row, strict=True)) for row in held] if rows is None else None)


def _array(column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[Any]:
    """Return values of a column's type as an array of PostgreSQL's."""
    held = [escape(value) if isinstance(value, str) else value for value in values]
    return literal(held, ARRAY(BigInteger() if isinstance(column.type, Integer) else Text()))
