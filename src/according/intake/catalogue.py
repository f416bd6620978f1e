"""
What a user says of each input: a table of dates, titles, publishers and addresses, and dates in the names of files.

A table is CSV or TSV with a header. A column ``path`` (or ``file``, ``name``) names the input, by its path as given or by its file's name;
the others are ``date``, ``title``, ``publisher`` and ``url``, of which one is enough.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePath

from according.errors import InputError
from according.intake.dates import parse_date
from according.intake.decode import decode
from according.intake.files import Source, load_bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of one report: it wins over what the report says of itself; ``None`` leaves that to the report."""

    published: date | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None

    def over(self, other: Facts) -> Facts:
        """Return these facts, and the other's where these say nothing."""
        return Facts(
            self.published or other.published, self.title or other.title, self.publisher or other.publisher, self.url or other.url
        )


NOTHING = Facts()
# The columns of a table by their headings, casefolded.
_COLUMNS = {
    "path": "path", "file": "path", "name": "path", "filename": "path", "date": "published", "published": "published", "title": "title",
    "publisher": "publisher", "url": "url",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    Facts of many inputs, by path or file name; ``pattern`` finds a date in a file's name, where the table has none for it.

    ``problems`` are lines of the table that say nothing that can be followed, each named by its number.
    """

    facts: Mapping[str, Facts] = field(default_factory=dict)
    pattern: str | None = None
    problems: tuple[str, ...] = ()

    def facts_of(self, path: str | None) -> Facts:
        """Return what is said of an input: the table's row of its path, else of its file's name, then the date in that name."""
        if path is None:
            return NOTHING
        name = PurePath(path).name
        found = self.facts.get(path) or self.facts.get(name) or NOTHING
        if found.published is None and self.pattern is not None:
            return replace(found, published=date_in_name(name, self.pattern))
        return found

    def unused(self, sources: Iterable[Source]) -> list[str]:
        """Return the names of the table that no input has, in its order."""
        paths = [source.path for source in sources]
        met = {*paths, *(PurePath(path).name for path in paths)}
        return [name for name in self.facts if name not in met]


def read_catalogue(path: str | None, pattern: str | None = None) -> Catalogue:
    """
    Return what a table's file and a pattern for names say; either may be ``None``.

    Raises :class:`~according.errors.InputError` for a file that cannot be read or has no such columns, and for a pattern that no date
    fits. A row with a date that is none is a problem, and its other cells are taken.
    """
    if pattern is not None:
        _compile(pattern)
    if path is None:
        return Catalogue(pattern=pattern)
    try:
        text = decode(load_bytes(path))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    facts, problems = _read_table(path, text)
    return Catalogue(facts, pattern, tuple(problems))


def _read_table(path: str, text: str) -> tuple[dict[str, Facts], list[str]]:
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ";" if ";" in first and "," not in first else ",")
    header = next(rows, [])
    columns = {_COLUMNS[name.strip().casefold()]: at for at, name in enumerate(header) if name.strip().casefold() in _COLUMNS}
    if "path" not in columns or len(columns) < 2:
        raise InputError(f"{path}: the first line names no columns; write path,date (and title, publisher, url) above the rows")
    facts: dict[str, Facts] = {}
    problems: list[str] = []
    for number, row in enumerate(rows, 2):
        cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
        if name := cells.pop("path", ""):
            if name in facts:
                problems.append(f"{path}, line {number}: {name} stands twice; the first row is taken")
            facts.setdefault(name, _facts(cells, f"{path}, line {number}", problems))
    return facts, problems


def _facts(cells: Mapping[str, str], where: str, problems: list[str]) -> Facts:
    written = cells.get("published") or None
    day = None if written is None else parse_date(written)
    if written is not None and day is None:
        problems.append(f"{where}: {written!r} is not a date; write it as 2025-01-27")
    return Facts(day, cells.get("title") or None, cells.get("publisher") or None, cells.get("url") or None)


# The parts of a pattern, as strftime has them, and what each looks like in a name.
_PARTS = {"%Y": r"\d{4}", "%y": r"\d{2}", "%m": r"\d{1,2}", "%d": r"\d{1,2}", "%b": "[A-Za-z]{3}", "%B": "[A-Za-z]{3,9}", "%j": r"\d{3}"}


def date_in_name(name: str, pattern: str) -> date | None:
    """
    Return the first date in a file's name that a pattern fits, or ``None``.

        >>> date_in_name("kursk-2025-01-27.txt", "%Y-%m-%d")
        datetime.date(2025, 1, 27)
        >>> date_in_name("20250127_kursk.md", "%Y%m%d")
        datetime.date(2025, 1, 27)
    """
    return next(_dates(name, pattern), None)


def _dates(name: str, pattern: str) -> Iterator[date]:
    for match in _compile(pattern).finditer(name):
        try:
            yield datetime.strptime(match[0], pattern).date()
        except ValueError:  # a month of 13
            continue


def _compile(pattern: str) -> re.Pattern[str]:
    """Return what finds a pattern's dates; raises :class:`~according.errors.InputError` where it settles no day."""
    pieces = re.split(r"(%.)", pattern)
    unknown = [piece for piece in pieces if piece.startswith("%") and piece not in _PARTS]
    held = set(pieces)
    settled = held & {"%Y", "%y"} and (("%d" in held and held & {"%m", "%b", "%B"}) or "%j" in held)
    if unknown or not settled:
        why = f"{unknown[0]} is not known" if unknown else "it settles no day"
        raise InputError(f"{pattern!r} is no pattern for dates in names ({why}); write it as %Y-%m-%d, of {', '.join(_PARTS)}")
    wanted = "".join(_PARTS.get(piece) or re.escape(piece) for piece in pieces)
    # Digits beside it would be of another number.
    return re.compile(rf"(?<!\d){wanted}(?!\d)")
