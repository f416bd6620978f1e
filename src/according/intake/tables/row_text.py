"""
A row of a table of figures as a text of its own: a line that says what it is, then a line for each cell that is not empty.

    Row of a table of figures
    date_start to date_end: 2014-05-02 to 2014-05-03
    country: Harran
    best (low to high): 5 (3 to 7)

What one figure has in several columns stands in one line, so that its characters stand together. The text does not say from which table
it comes or in which place it stood there: the same row of a newer edition is the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from according.intake.tables.day_columns import Order, read_cell
from according.intake.tables.figure_columns import DATED_HEADINGS, END_HEADINGS, START_HEADINGS, Meaning, find_meaning, plain_name
from according.quantity import Quantity
from according.report import Span

ROW_OPENING = "Row of a table of figures"
_ROW_CELL = re.compile(r"^(?P<label>[^\n:]+): (?P<value>[^\n]+)$", re.MULTILINE)
# A thousand is cut by a comma or a blank; by a point it could be a fraction.
_CELL_NUMBER = r"\d{1,3}(?:[, '\u00a0\u202f]\d{3})+|\d{1,12}"
_CELL_COUNT = re.compile(
    r"(?:(?P<about>~|≈|about|around|approximately|some)|(?P<least>>=?|≥|at least|over|more than|more)"
    r"|(?P<most><=?|≤|at most|up to|less than|less))?"
    rf"\s*(?P<number>{_CELL_NUMBER})(?:\.0+)?(?P<plus>\+)?",
    re.IGNORECASE,
)
_CELL_RANGE = re.compile(rf"(?P<low>{_CELL_NUMBER})(?:\.0+)?\s*(?:-|–|to)\s*(?P<high>{_CELL_NUMBER})(?:\.0+)?")
_BEST_BETWEEN = re.compile(r"(?P<best>.+) \((?P<low>[^()]+) to (?P<high>[^()]+)\)")
_WITH_HEDGE = re.compile(r"(?P<number>.+) \((?P<hedge>[a-z ]+)\)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of a row's text: its label and its value, at their places."""

    label: Span
    value: Span


def is_row(text: str) -> bool:
    """Say whether a text is a row of a table of figures."""
    return text.startswith(f"{ROW_OPENING}\n")


def cut_row(text: str) -> list[Cell]:
    """Return the cells of a row's text, in order."""
    return [Cell(Span(*match.span("label")), Span(*match.span("value"))) for match in _ROW_CELL.finditer(text, len(ROW_OPENING))]


def write_row(cells: Mapping[str, str], order: Order | None = None) -> str:
    """Return a row as a text; ``order`` is that of day and month in its dates."""
    held = {" ".join(heading.replace(":", " ").split()): " ".join(cell.split()) for heading, cell in cells.items() if cell.strip()}
    return "\n".join([ROW_OPENING, *(f"{label}: {value}" for label, value in _joined(held, order))])


def _joined(cells: Mapping[str, str], order: Order | None) -> Iterator[tuple[str, str]]:
    """Yield labels and values; cells of one figure, and the two ends of a stretch of days, as one."""
    names = {plain_name(heading): heading for heading in cells}
    start = next((names[name] for name in START_HEADINGS if name in names), None)
    end = next((names[name] for name in END_HEADINGS if name in names), None)
    groups, gone = _group(cells, frozenset(names)), set[str]()
    for heading, cell in cells.items():
        group = groups.get(heading)
        if heading in gone:
            continue
        if group is not None:
            gone.update(group)
            yield _write_group(group, cells)
        elif heading == start and end is not None:
            gone.add(end)
            yield f"{start} to {end}", f"{_write_day(cell, order)} to {_write_day(cells[end], order)}"
        elif plain_name(heading) in DATED_HEADINGS:
            yield heading, _write_day(cell, order)
        elif f"{heading}*" in cells and read_count(cell) is not None:
            gone.add(f"{heading}*")
            yield f"{heading} ({heading}*)", f"{cell} ({cells[f'{heading}*']})"
        else:
            yield heading, cell


def _group(cells: Mapping[str, str], names: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return for each heading the headings whose numbers are one figure: a floor and a ceiling, with the number between them or without."""
    stems: dict[str, dict[str, str]] = {}
    for heading, cell in cells.items():
        meaning = find_meaning(heading, names)
        if meaning is not None and read_count(cell) is not None:
            stems.setdefault(meaning.stem, {})[meaning.bound or "best"] = heading
    found: dict[str, tuple[str, ...]] = {}
    for ends in stems.values():
        if {"low", "high"} <= ends.keys():
            group = tuple(ends[bound] for bound in ("best", "low", "high") if bound in ends)
            found.update(dict.fromkeys(group, group))
    return found


def _write_group(group: tuple[str, ...], cells: Mapping[str, str]) -> tuple[str, str]:
    values = tuple(cells[heading] for heading in group)
    if len(group) == 2:
        return f"{group[0]} to {group[1]}", f"{values[0]} to {values[1]}"
    return f"{group[0]} ({group[1]} to {group[2]})", f"{values[0]} ({values[1]} to {values[2]})"


def _write_day(cell: str, order: Order | None) -> str:
    day = read_cell(cell, order)
    if day is None:
        return cell
    shown = day.published.isoformat()
    # What the table has stands beside it where it says more, or says it otherwise.
    return shown if cell == shown or re.fullmatch(rf"{shown}[T ]00:00(?::00(?:\.0+)?)?", cell) else f"{shown} ({cell})"


def read_days(value: str) -> tuple[date, date] | None:
    """Return the first and the last day of a value as :func:`write_row` writes it."""
    days = [found for part in value.split(" to ") if (found := _day(part[:10])) is not None]
    return (min(days), max(days)) if days and len(days) == len(value.split(" to ")) else None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def read_label(label: str, names: frozenset[str]) -> Meaning | None:
    """Return what the numbers behind a label count; ``names`` are the plain names of the row's columns."""
    headings = split_label(label)
    meaning = find_meaning(headings[0], names) if headings else None
    # Of several columns in one line the first is the number, or the floor of an interval whose ceiling stands there too.
    return meaning if meaning is None or len(headings) == 1 else replace(meaning, bound="best" if len(headings) == 3 else None)


def split_label(label: str) -> list[str]:
    """Return the headings in a label."""
    return [part for part in re.split(r" to | \(|\)", label) if part]


def read_quantity(value: str) -> Quantity | None:
    """
    Return how many a value says, or ``None`` where it is no count.

    Raises :class:`ValueError` where its ends contradict each other.
    """
    if match := _BEST_BETWEEN.fullmatch(value):
        best, between = read_count(match["best"]), _between(match["low"], match["high"])
        if best is not None and between is not None and best & between is None:
            raise ValueError(f"the best number, {match['best']}, does not lie between {match['low']} and {match['high']}")
        return between
    if match := _WITH_HEDGE.fullmatch(value):
        return read_count(f"{match['hedge']} {match['number']}")
    floor, to, ceiling = value.partition(" to ")
    return _between(floor, ceiling) if to else read_count(value)


def _between(floor: str, ceiling: str) -> Quantity | None:
    low, high = read_count(floor), read_count(ceiling)
    if low is None or high is None:
        return None
    return Quantity(low.low, high.high, "exact" if low.low is not None and low.low == high.high else "range")


def read_count(words: str) -> Quantity | None:
    """Return how many a cell says, or ``None`` where it is no count: "1,234", "~30", "30+", "5-7"."""
    words = words.strip()
    if (match := _CELL_RANGE.fullmatch(words)) and _whole(match["low"]) <= _whole(match["high"]):
        return Quantity(_whole(match["low"]), _whole(match["high"]), "range")
    match = _CELL_COUNT.fullmatch(words)
    if match is None:
        return None
    number = _whole(match["number"])
    if match["most"]:
        return Quantity.at_most(number)
    if match["least"] or match["plus"]:
        return Quantity.at_least(number)
    return Quantity.about(number) if match["about"] else Quantity.exact(number)


def _whole(words: str) -> int:
    return int(re.sub(r"\D", "", words))
