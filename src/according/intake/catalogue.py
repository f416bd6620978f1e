"""
What a user says of each input: a table of dates, titles, publishers and addresses, and dates in the names of files.

A table is CSV or TSV with a header. A column ``path`` (or ``file``, ``name``) names the input by its path, or by the end of it that no
other input has; the others are ``date``, ``title``, ``publisher`` and ``url``, of which one is enough.
"""

from __future__ import annotations

import csv
import io
import os.path
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath

from according.errors import InputError, RequestError
from according.intake.dates import parse_date
from according.intake.facts import NO_FACTS, Facts
from according.intake.files import load_bytes
from according.intake.kinds import extract
from according.intake.source import Source

# So many of a table's rows are named in a line that tells of rows.
ROWS_NAMED = 3
# The columns of a table by their headings, casefolded.
_COLUMNS = {
    "path": "path", "file": "path", "name": "path", "filename": "path", "date": "published", "published": "published", "title": "title",
    "publisher": "publisher", "url": "url",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    Facts of inputs by their paths.

    ``pattern`` finds a date in a file's name, where the table gives the input none. ``problems`` say what in a table cannot be followed,
    each with its line.
    """

    facts: Mapping[str, Facts] = field(default_factory=dict)
    pattern: str | None = None
    problems: tuple[str, ...] = ()

    def facts_of(self, path: str | None) -> Facts:
        """Return what is said of an input: what the table says, then the date in its file's name."""
        if path is None:
            return NO_FACTS
        found = self.facts.get(path, NO_FACTS)
        if found.published is None and self.pattern is not None:
            return replace(found, published=date_in_name(PurePath(path).name, self.pattern))
        return found

    def cut_to(self, paths: Iterable[str]) -> Catalogue:
        """Return the catalogue of these inputs alone."""
        # The problems are told once, by the process that read the table.
        return Catalogue({path: self.facts[path] for path in paths if path in self.facts}, self.pattern)


def read_catalogue(table: str | None, pattern: str | None, sources: Sequence[Source]) -> Catalogue | None:
    """
    Return what a table's file and a pattern for names say of the inputs; ``None`` where neither is given.

    Raises :class:`~according.errors.RequestError`, of the field ``dates``, for a file that is no such table, and of ``date_pattern``
    for a pattern that no date fits. A row that cannot be followed is a problem, and the others are.
    """
    # Tried before any input is read: a pattern that no date fits is told at once.
    check_pattern(pattern)
    if table is None:
        return None if pattern is None else Catalogue(pattern=pattern)
    return read_facts_table(table).match((source.path for source in sources), pattern)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class FactsTable:
    """A table as its file has it, not yet held against inputs; ``problems`` say which of its rows cannot be followed."""

    path: str
    rows: Mapping[str, _Row]
    problems: tuple[str, ...] = ()

    def match(self, paths: Iterable[str], pattern: str | None = None) -> Catalogue:
        """Return what the rows, and behind them a pattern for names, say of the inputs with these paths."""
        problems = list(self.problems)
        return Catalogue(_match(self.path, self.rows, paths, problems), pattern, tuple(problems))


def _match(table: str, rows: Mapping[str, _Row], inputs: Iterable[str], problems: list[str]) -> dict[str, Facts]:
    """Return the facts of each input that one row names; a row that could name several names none of them."""
    named: dict[str, list[str]] = {}
    for path in dict.fromkeys(inputs):
        # The longest end that a row has: for r/x/a.txt the row "x/a.txt" is nearer than "a.txt".
        if name := next((end for end in _ends(path) if end in rows), None):
            named.setdefault(name, []).append(path)
    found = {}
    for name, paths in named.items():
        # A path as given is that input, whatever other inputs end like it.
        meant = [path for path in paths if _plain(path) == name] or paths
        # "a.txt" and "./a.txt" are one input, given twice.
        if len({_plain(path) for path in meant}) > 1:
            problems.append(f"{table}, line {rows[name].line}: {name} can be {_named(meant, 'or')}; write more of the path")
        else:
            found.update(dict.fromkeys(meant, rows[name].facts))
    unmet = [f"{name} (line {row.line})" for name, row in rows.items() if name not in named]
    if unmet:
        problems.append(f"{table}: no input is called {_named(unmet, 'nor')}; write paths as they are given, or how they end")
    return found


def _plain(path: str) -> str:
    return PurePath(os.path.normpath(path)).as_posix()


def _ends(path: str) -> Iterator[str]:
    """Yield a path and what is left of it behind each stroke, the longest first."""
    rest = _plain(path)
    yield rest
    while "/" in rest:
        rest = rest.partition("/")[2]
        yield rest


def _named(names: Sequence[str], word: str) -> str:
    more = [f"{len(names) - ROWS_NAMED:,} more"] if len(names) > ROWS_NAMED else []
    told = [*names[:ROWS_NAMED], *more]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} {word} {told[-1]}"


def read_facts_table(table: str) -> FactsTable:
    """
    Return a table's rows by the names in them; of two rows of one name the first.

    Raises :class:`~according.errors.RequestError`, of the field ``dates``, for a file that is no such table.
    """
    problems: list[str] = []
    try:
        # By its bytes alone: as an input of that name it would be a table of articles.
        text = extract(load_bytes(table)).text
    except InputError as error:
        raise RequestError("dates", f"{table}: {error}") from None
    lines = _lines(table, text)
    columns = _columns(table, next(lines, (1, []))[1])
    rows: dict[str, _Row] = {}
    for line, cells in lines:
        # A row may be shorter than the header.
        held = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
        name = held.pop("path", "")
        facts = _facts(held, f"{table}, line {line}", problems)
        # A row of nothing but delimiters is a blank line, and not told.
        if not name and any(held.values()):
            problems.append(f"{table}, line {line}: no path, so nothing is said of any input; write one")
        elif name and _plain(name) in rows:
            problems.append(f"{table}, line {line}: {name} stands twice; the first row is taken")
        elif name:
            rows[_plain(name)] = _Row(line, facts)
    return FactsTable(table, rows, tuple(problems))


def _lines(table: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield a table's rows, each with the line that it begins on."""
    first = text.partition("\n")[0]
    # Spreadsheets write semicolons where the comma is the decimal sign.
    delimiter = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    # Not strict, a quotation mark that is never closed would swallow all rows below it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            # A cell may hold line ends, so the next row need not begin one line further.
            line = reader.line_num + 1
    except csv.Error as error:
        raise RequestError("dates", f"{table}, line {line}: not a row of a table ({error}); mend its quotation marks") from None


def _columns(table: str, header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, heading in enumerate(header):
        if name := _COLUMNS.get(heading.strip().casefold()):
            if name in columns:
                raise RequestError("dates", f"{table}: the columns {header[columns[name]]} and {heading} mean the same; leave one out")
            columns[name] = at
    if "path" not in columns or len(columns) < 2:
        raise RequestError("dates", f"{table}: the first line names no columns; write path,date (and title, publisher, url) above the rows")
    return columns


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
    Return the one date in a file's name that a pattern fits; ``None`` where there is none, or where there are several.

        >>> date_in_name("kursk-2025-01-27.txt", "%Y-%m-%d")
        datetime.date(2025, 1, 27)
        >>> date_in_name("2025-01-27 to 2025-02-02.txt", "%Y-%m-%d")
    """
    found = set(_dates(name, pattern))
    return found.pop() if len(found) == 1 else None


def check_pattern(pattern: str | None) -> None:
    """Raise :class:`~according.errors.RequestError`, of the field ``date_pattern``, for a pattern that settles no day."""
    if pattern is not None:
        _compile(pattern)


def _dates(name: str, pattern: str) -> Iterator[date]:
    for match in _compile(pattern).finditer(name):
        try:
            yield datetime.strptime(match[0], pattern).date()
        except ValueError:
            # A month of 13 fits the pattern and is no date.
            continue


@lru_cache(maxsize=16)
def _compile(pattern: str) -> re.Pattern[str]:
    """Return what finds a pattern's dates; raises :class:`~according.errors.RequestError` where it settles no day."""
    pieces = [piece for piece in re.split(r"(%.)", pattern) if piece]
    unknown = [piece for piece in pieces if piece.startswith("%") and piece not in _PARTS]
    held = set(pieces)
    # "%Y-%m" settles no day, "%d.%m" no year.
    settled = held & {"%Y", "%y"} and (("%d" in held and held & {"%m", "%b", "%B"}) or "%j" in held)
    # strptime takes no part twice.
    if unknown or not settled or len(held & _PARTS.keys()) < sum(piece in _PARTS for piece in pieces):
        why = f"{unknown[0]} is not known" if unknown else "a part stands twice" if settled else "it settles no day"
        what = f"{pattern!r} is no pattern for dates in names ({why}); write it as %Y-%m-%d, of {', '.join(_PARTS)}"
        raise RequestError("date_pattern", what)
    # Side by side, days and months have two digits: 2025111 is 11 January to some and 1 November to others.
    tight = {at for at, (one, other) in enumerate(pairwise(pieces)) if _is_number(one) and _is_number(other)}
    wanted = "".join(
        r"\d{2}" if piece in ("%m", "%d") and {at - 1, at} & tight else _PARTS.get(piece) or re.escape(piece)
        for at, piece in enumerate(pieces)
    )
    # Digits beside it would be of another number.
    return re.compile(rf"(?<!\d){wanted}(?!\d)")


def _is_number(piece: str) -> bool:
    return piece in _PARTS and _PARTS[piece].startswith(r"\d")
