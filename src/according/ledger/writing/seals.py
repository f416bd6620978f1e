"""
Seals: short hashes of filed rows, kept apart from them, by which a row that was changed or lost since is seen. No database here.

What has a second witness needs no seal: texts, statements, figures and namings are hashed by their ids and their reading's digest, or are
made again from what is. A seal is of what stands in one place only: when a row was filed, where it came from, in which order. It guards
against damage and careless edits, and not against somebody who makes seals anew.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from according.ledger.database.columns import as_stored, escape
from according.ledger.database.schema import copies, editions, followed, readings, rulings

SEALED = (copies, readings, editions, followed, rulings)
# Columns that the row's id or digest is a hash of, or that are made again from another column.
WITNESSED = {
    copies.name: {"publisher", "url", "published"},
    readings.name: {"package", "model", "lexicon", "turn", "published", "title", "problems", "references"},
}
# What the ledger notes of how its groups were made, and cannot work out; how often groups were changed is counted, and not sealed.
SEALED_NOTES = ("grouping", "parting", "corrections")
# Bytes of a hash. It has to tell damage, which aims at nothing.
_SIZE, _HALF = 8, 4

# In one order, whatever the order of a table's columns becomes.
SEALED_COLUMNS = {table.name: tuple(sorted({column.name for column in table.c} - WITNESSED.get(table.name, set()))) for table in SEALED}
_TAKE = {name: itemgetter(*columns) for name, columns in SEALED_COLUMNS.items()}


def seal_stored(kind: str, names: Iterable[str], values: Iterable[Any]) -> str:
    """
    Return the seal of a row of a kind from the names of its columns, in ascending order, and what the database has in them.

    What it has and not what that means: it may have been changed to what cannot be read. ``None`` is left out, so that rows keep their
    seals when a table gets another column.
    """
    return _seal(kind, "\n".join([f"{name}={value}" for name, value in zip(names, values, strict=True) if value is not None]))


def _seal(kind: str, said: str) -> str:
    return blake2b(f"{kind}\n{said}".encode("utf8", "surrogatepass"), digest_size=_SIZE).hexdigest()


def seal_row(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of ``seals`` for a row that is filed."""
    name = table.name
    held = zip(SEALED_COLUMNS[name], _TAKE[name](row), strict=True)
    said = [f"{name}={as_stored(value) if isinstance(value, datetime) else value}" for name, value in held if value is not None]
    number, by = (row["reading"], row["by"]) if table is followed else (row["number"], 0)
    # Escaped as one text, which is faster than each.
    return {"kind": name, "number": number, "by": by, "seal": _seal(name, escape("\n".join(said)))}


def seal_note(name: str, value: str) -> dict[str, Any]:
    """Return the row of ``seals`` for a note of the ledger's."""
    kind = note_kind(name)
    return {"kind": kind, "number": 0, "by": 0, "seal": seal_stored(kind, ["value"], [escape(value)])}


def note_kind(name: str) -> str:
    """Return the kind under which a note's seal is kept."""
    return f"meta {name}"


def seal_place(figure: int, group: str | None, question: str | None) -> str | None:
    """
    Return the seal of a figure's place: the first eight digits are of its group, the others of its question.

        >>> seal_place(3, "5f2c", None) == (seal_place(3, "5f2c", "a1") or "")[:8]
        True
    """
    return None if group is None else _half(figure, group) + ("" if question is None else _half(figure, question))


def _half(figure: int, id: str) -> str:
    return blake2b(f"{figure} {id}".encode("utf8", "surrogatepass"), digest_size=_HALF).hexdigest()
