"""
Corrections: figures with the values that people gave them in place of those that were read.

What the report says is not changed, only what is reckoned with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from according.errors import LedgerError
from according.intake.dates import parse_date
from according.lexicon import default
from according.names import gazetteer
from according.names.countries import country_code
from according.names.parties import KINDS, describe
from according.quantity import Quantity
from according.reckoning.rulings import Standing
from according.records import CORRECTABLE, FiledFigure, Ruling
from according.statement import MEASURES, Figure, Party, Place, Statement, Time

# "3,000": commas part thousands; "12,5" is no number here.
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# Fields that take one of some words.
CORRECTION_CHOICES: Mapping[str, tuple[str, ...]] = {
    "measure": MEASURES, "unit": ("people", "things", "percent"), "bound": ("exact", "about", "at_least", "at_most", "range", "vague"),
    "status": ("asserted", "estimated", "possible", "planned", "denied"), "counting": ("incident", "running", "period", "unknown"),
    "basis": ("on", "during", "as_of"), "kind": KINDS,
}  # fmt: skip
# Fields that make one value together, or that are put before the others.
_BOUNDS, _DAYS, _PARTIES = frozenset({"low", "high", "bound"}), frozenset({"from", "to", "basis"}), ("population", "perpetrator")
_TOGETHER = _BOUNDS | _DAYS | frozenset({*_PARTIES, "speakers"})


def correct_figures(figures: Iterable[FiledFigure], standing: Standing) -> tuple[FiledFigure, ...]:
    """
    Return the figures with the corrections that stand; what the report says is not changed, only what is reckoned with.

    The corrections of a field that cannot be followed (:func:`refuse`) leave it as it was read; those of other fields are followed.
    """
    return tuple(_correct(filed, standing.corrected.get(filed.id, ())) for filed in figures)


def impossible(filed: FiledFigure, rulings: Sequence[Ruling]) -> str | None:
    """Return why some corrections of a figure cannot all be followed, or ``None`` where they can."""
    return next(iter(refuse(filed, rulings).values()), None)


def refuse(filed: FiledFigure, rulings: Sequence[Ruling]) -> dict[str, str]:
    """
    Return the fields whose corrections cannot be followed, each with the reason.

    A field is refused for a value that no figure can have. Low, high and bound make one number and are refused together, where one of them
    has such a value, where the low lies above the high, and where neither is left. So are the days and their basis.
    """
    refused: dict[str, str] = {}
    for ruling in rulings:
        try:
            check_correction(str(ruling.field), ruling.value)
        except LedgerError as error:
            refused.setdefault(str(ruling.field), str(error))
    fields = _fields(rulings)
    for together, reason in ((_BOUNDS, _refuse_bounds(filed.figure, fields)), (_DAYS, _refuse_days(filed.figure, fields))):
        # Half of a number or of a stretch of days is another one, which nobody gave: "from 600 to 700" with a slip in one of them.
        why = next((refused[name] for name in refused if name in together), reason)
        if why is not None:
            refused |= {name: why for name in fields if name in together and name not in refused}
    return refused


def _refuse_bounds(figure: Figure, fields: Mapping[str, object]) -> str | None:
    """Return why new bounds make no number, or ``None`` where they do."""
    # Both bounds as they were given are looked at first: the figure as read is not to blame where these two alone make no count.
    if crossed := crossed_bounds({name: fields[name] for name in ("low", "high") if name in fields}):
        return crossed
    if fields.keys() & _BOUNDS and _quantity(figure.quantity, fields) is None:
        return "neither low nor high is left; correct both low and high"
    return None


def _refuse_days(figure: Figure, fields: Mapping[str, object]) -> str | None:
    """Return why new days make no time, or ``None`` where they do."""
    return "its days would end before they begin; correct both from and to" if _time(figure, fields) is None else None


def crossed_bounds(bounds: Mapping[str, object]) -> str | None:
    """Return why a low and a high make no count, or ``None`` where they do or one is open."""
    low, high = bounds.get("low"), bounds.get("high")
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low <= high:
        return None
    return f"low {low:,} is above high {high:,}; give both low= and high=, the lower one as low"


def _fields(rulings: Sequence[Ruling]) -> dict[str, object]:
    """Return the corrected fields with their values as the figure has them; what no figure can have is left out."""
    fields: dict[str, object] = {}
    for ruling in rulings:
        try:
            fields[str(ruling.field)] = check_correction(str(ruling.field), ruling.value)
        except LedgerError:
            continue
    return fields


def _correct(filed: FiledFigure, rulings: Sequence[Ruling]) -> FiledFigure:
    if not rulings:
        return filed
    refused = refuse(filed, rulings)
    figure, statement = filed.figure, filed.statement
    fields = {name: value for name, value in _fields(rulings).items() if name not in refused}
    if "speakers" in fields:
        statement = _with_speakers(statement, fields["speakers"])
    # New words for who is counted come before a kind and country of their own, whichever was ruled first.
    for name in (*_PARTIES, *sorted(fields.keys() - _TOGETHER)):
        if name in fields:
            figure = _with_field(figure, name, fields[name])
    # Bounds are set together: one by one, 700 to 800 in place of 300 to 400 would have its low above its high on the way.
    if fields.keys() & _BOUNDS:
        figure = replace(figure, quantity=make_quantity(figure.quantity, fields))
    if fields.keys() & _DAYS:
        figure = replace(figure, time=_time(figure, fields))
    return replace(filed, figure=figure, statement=statement)


def _quantity(before: Quantity, fields: Mapping[str, object]) -> Quantity | None:
    """Return a quantity with new bounds, or ``None`` where they leave no count."""
    try:
        return make_quantity(before, fields)
    except ValueError:
        return None


def _time(figure: Figure, fields: Mapping[str, object]) -> Time | None:
    """Return a figure's time with new days, or ``None`` where they would end before they begin."""
    time = figure.time or Time(None, None, None)
    for name in sorted(fields.keys() & _DAYS):
        time = _with_day(time, name, None if fields[name] is None else str(fields[name]))
    # Held against the day that stays as read, too: a new first day may lie behind the old last one.
    return None if time.first is not None and time.last is not None and time.last < time.first else time


def make_quantity(before: Quantity, fields: Mapping[str, object]) -> Quantity:
    """Return a quantity with new bounds; one bound moved past the other takes it along ("700" for "600")."""
    low = fields.get("low", before.low)
    high = fields.get("high", before.high)
    # Whoever corrects "600" to 700 gives the low alone and means the number.
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        low, high = (low, low) if "high" not in fields else (high, high)
    return Quantity(low, high, fields.get("bound", before.bound))  # type: ignore[arg-type]


def _with_speakers(statement: Statement, value: object) -> Statement:
    """Return a statement with the speakers whom a person named: one name or a list of names, nobody for anything else."""
    # In the order of a chain that was read, the outermost speaker first. The span is empty: the names stand nowhere in the report.
    names = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    return replace(statement, speakers=tuple(Party(statement.start, statement.start, str(name), name=str(name)) for name in names))


def _with_field(figure: Figure, name: str, value: object) -> Figure:
    """Return a figure with one field as a person put it; words get no place in the report, for they are not its own."""
    at = figure.number.start
    words = None if value is None else str(value)
    if name in _PARTIES:
        party = None if words is None else Party(at, at, words, *describe(words, default(), name))
        return replace(figure, population=party) if name == "population" else replace(figure, perpetrator=party)
    if name in ("country", "kind"):
        # Nobody is named, so there is no country or kind to take away.
        if figure.population is None and words is None:
            return figure
        # A country or a kind needs somebody to be of it, and "people" says nothing else.
        population = figure.population or Party(at, at, "people")
        return replace(figure, population=replace(population, country=words) if name == "country" else replace(population, kind=words))
    if name == "place":
        return replace(figure, place=None if words is None else _place(at, words))
    changed: dict[str, Any] = {name: value}
    return replace(figure, **changed)


def _place(at: int, words: str) -> Place:
    """Return a place with the country, and where it is, as far as the gazetteer knows one place of this name and no other."""
    found = gazetteer.default().find(words)
    known = {entry.country for entry in found}
    # There is a Springfield in several countries: none of them is guessed. Nor is anything known of a name that is in no list.
    if len(known) != 1:
        return Place(at, at, words, words)
    # A region comes before the town it is called after, and covers it.
    # The Black Sea lies in no country: the gazetteer has empty words there.
    place, country = found[0], found[0].country or None
    # Several towns of one name in one country: the country is sure, the coordinates are not.
    if len([entry for entry in found if entry.kind == place.kind]) > 1:
        return Place(at, at, words, words, country)
    return Place(at, at, words, words, country, place.latitude, place.longitude, place.precision)


def _with_day(time: Time, name: str, words: str | None) -> Time:
    if name == "basis":
        return replace(time, basis=words)  # type: ignore[arg-type]
    day: date | None = None if words is None else parse_date(words)
    return replace(time, first=day) if name == "from" else replace(time, last=day)


def check_correction(name: str, value: object) -> object:
    """
    Return a correction's value in the form the figure has it.

    Raises :class:`~according.errors.LedgerError` for a field that no figure has and for a value it cannot take.
    """
    if name not in CORRECTABLE:
        raise LedgerError(f"a figure has no field {name!r} to correct; it has {', '.join(sorted(CORRECTABLE))}")
    if name in ("low", "high"):
        return _number(name, value)
    if name in (*_PARTIES, "place", "country", "speakers"):
        return _words(name, value)
    allowed = CORRECTION_CHOICES
    # That a kind was misread may be all a person knows: it may be taken away. A figure without a measure or a status is none.
    if name in allowed and not (name == "kind" and value is None) and value not in allowed[name]:
        raise LedgerError(f"{value!r} is no {name}; give one of {', '.join(allowed[name])}")
    return value if name in allowed else _date(value)


def _words(name: str, value: object) -> object:
    """Return words as they were put, a country as its code, speakers as one name or a list of names."""
    if value is None:
        return None
    # Only speakers come in a chain; any other field is one phrase.
    names = list(value) if name == "speakers" and isinstance(value, list | tuple) else [value]
    if not all(isinstance(words, str) and words.strip() for words in names):
        raise LedgerError(f"{value!r} names no {name}; give words, or null for what is not known")
    return _country(str(value)) if name == "country" else value


def _country(words: str) -> str:
    """Return the ISO code of a country, given by it or by name."""
    code = country_code(words)
    if code is None:
        raise LedgerError(f"{words!r} is no country; give its code of two letters (ISO 3166-1), as KP")
    return code


def _date(value: object) -> str | None:
    if value is None:
        return None
    day = parse_date(str(value))
    if day is None:
        raise LedgerError(f"{value!r} is not a date; write it as 2025-01-27")
    return day.isoformat()


def _number(name: str, value: object) -> float | None:
    if value is None:
        return None
    text = str(value).strip()
    try:
        number = float(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)
    except ValueError:
        raise LedgerError(f"{value!r} is no number for {name}; write it as 3000, or null for an open end") from None
    # float() reads "nan" and "inf" too; a nan fails every comparison.
    if not 0 <= number < float("inf"):
        raise LedgerError(f"{value!r} cannot be a count; give 0 or more")
    # A whole number stays one, as where it was read: 700 is not shown as 700.0.
    return int(number) if number == int(number) else number
