"""
Rows of the word lists of reckoning: read from the package or from a user's file, and checked.
"""
from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from according.errors import LexiconError
from according.lexicon import parse_toml, read_list
from according.names.countries import country_names

Row = Mapping[str, Any]


def read_sources(name: str, own: Path | None) -> list[tuple[str, str]]:
    """Return one of the package's lists, and the user's on top of it if there is one, each named for messages."""
    return [(name, read_packaged(name)), *([] if own is None else [(str(own), read_list(own, "a list"))])]


def read_packaged(name: str) -> str:
    """Return the source of one of the package's own lists."""
    return (files("according") / "data" / name).read_text(encoding="utf8")


def parse_rows(name: str, source: str, tables: Iterable[str]) -> dict[str, Any]:
    """Return a TOML source as a dictionary that has no other tables than these."""
    found = parse_toml(name, source)
    # A misspelt table would read as a list without rows, and nobody would miss them.
    if unknown := set(found) - set(tables):
        raise LexiconError(f"{name}: unknown table {sorted(unknown)}; allowed are {sorted(tables)}")
    return found


def parse_sources(sources: Iterable[tuple[str, str]], tables: Iterable[str]) -> tuple[list[tuple[str, dict[str, Any]]], str]:
    """Return named TOML sources as :func:`parse_rows` does, each with its name, and the digest that versions them together."""
    digest, allowed, found = hashlib.sha256(), tuple(tables), []
    for name, source in sources:
        # The nought keeps two sources apart: the same text, cut elsewhere, is another list.
        digest.update(source.encode("utf8", "surrogatepass") + b"\0")
        found.append((name, parse_rows(name, source, allowed)))
    return found, digest.hexdigest()[:16]


def check_row(label: str, row: Row, allowed: Mapping[str, tuple[type, ...]], required: Iterable[str]) -> None:
    """Raise :class:`~according.errors.LexiconError` for a row with an unknown, missing or wrongly typed key."""
    if not isinstance(row, Mapping):
        raise LexiconError(f"{label}: {row!r} is no table; give one of {sorted(allowed)} a line")
    if unknown := set(row) - set(allowed):
        raise LexiconError(f"{label}: unknown key {sorted(unknown)}; allowed are {sorted(allowed)}")
    if missing := set(required) - set(row):
        raise LexiconError(f"{label}: {sorted(missing)} missing; add it")
    for key, value in row.items():
        # In Python true is an int: "first = true" would pass for a year.
        if not isinstance(value, allowed[key]) or (isinstance(value, bool) and bool not in allowed[key]):
            raise LexiconError(f"{label}: {key} is {value!r}; give {' or '.join(kind.__name__ for kind in allowed[key])}")


def label_rows(
    name: str, table: str, rows: object, allowed: Mapping[str, tuple[type, ...]], required: Iterable[str] = ("id", "name")
) -> Iterator[tuple[str, Row]]:
    """Yield the checked rows of a table with what an error message calls them; no id stands twice."""
    # [actor] in place of [[actor]] gives one table where a list of tables is meant.
    if not isinstance(rows, list):
        raise LexiconError(f"{name}: {table} is no list of tables; write [[{table}]]")
    ids: set[str] = set()
    for row in rows:
        label = f"{name}, {table} {row.get('id', row)!r}" if isinstance(row, Mapping) else f"{name}, {table}"
        check_row(label, row, allowed, required)
        # Twice in one file is a slip. A user's row with an id of the package's list is none: it comes from another source and replaces it.
        if row["id"] in ids:
            raise LexiconError(f"{label}: the id stands twice; rename one")
        ids.add(row["id"])
        yield label, row


def check_words(label: str, words: Iterable[object], *, casefolded: bool = True) -> tuple[str, ...]:
    """Return words that are trimmed, NFC, without curly apostrophes, casefolded where asked, and stand once each."""
    seen: list[str] = []
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise LexiconError(f"{label}: {word!r} is no word; give text between quotation marks")
        # One way to write a word, so that none stands twice in two spellings that look alike.
        plain = unicodedata.normalize("NFC", word).replace("’", "'").strip()
        plain = plain.casefold() if casefolded else plain
        if word != plain:
            raise LexiconError(f"{label}: {word!r} is not {'casefolded and ' if casefolded else ''}trimmed; write {plain!r}")
        if word in seen:
            raise LexiconError(f"{label}: {word!r} stands twice; keep one")
        seen.append(word)
    return tuple(seen)


def check_country(label: str, code: object) -> None:
    """Raise :class:`~according.errors.LexiconError` for what is no country's code."""
    if code not in country_names():
        raise LexiconError(f"{label}: {code!r} is no country's code; give ISO 3166-1 alpha-2, such as 'SD'")


def read_days(label: str, row: Row) -> tuple[date | None, date | None]:
    """Return the first and the last day that a row's years or days cover."""
    first, last = row.get("first"), row.get("last")
    # In Python a datetime is a date too, but comparing the two raises.
    if isinstance(first, datetime) or isinstance(last, datetime):
        raise LexiconError(f"{label}: {first} to {last} has an hour; write a year or a day, such as 2024-10-01")
    try:
        # A year covers all its days: from the first of January, and as a last year to the end of December.
        begin = date(first, 1, 1) if isinstance(first, int) else first
        end = date(last, 12, 31) if isinstance(last, int) else last
    except ValueError as error:
        raise LexiconError(f"{label}: {first} to {last} are no years ({error}); write 2024 or 2024-10-01") from error
    if begin is not None and end is not None and end < begin:
        raise LexiconError(f"{label}: it ends ({end}) before it begins ({begin}); mend one")
    return begin, end
