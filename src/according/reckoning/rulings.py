"""
Rulings applied: which figures a person accepted, corrected or rejected, and which pairs belong together or apart.

The latest ruling on a matter counts; one that was taken back does not. Two standing rulings that contradict one another are a
problem of the data: the later one is followed and both are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from according.errors import LedgerError
from according.intake.dates import parse_date
from according.ledger.records import CORRECTABLE, FiledFigure, Ruling
from according.quantity import Quantity
from according.reckoning.grouping import NOTHING_SAID, Pair, Said, pair
from according.statement import MEASURES, Figure, Party, Place, Statement, Time

_OPPOSITE = {"accept": "reject", "reject": "accept", "same-event": "not-same-event", "not-same-event": "same-event",
             "same-origin": "not-same-origin", "not-same-origin": "same-origin"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """The rulings that count, by what they are on; ``clashes`` are pairs of rulings that contradict one another."""

    rejected: Mapping[str, Ruling] = field(default_factory=dict)
    accepted: Mapping[str, Ruling] = field(default_factory=dict)
    corrected: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)
    events: Said = NOTHING_SAID
    same_origin: frozenset[Pair] = frozenset()
    not_same_origin: frozenset[Pair] = frozenset()
    clashes: tuple[tuple[Ruling, Ruling], ...] = ()

    def on(self, id: str) -> tuple[str, ...]:
        """Return the ids of the rulings on one figure alone."""
        single = [ruling.id for table in (self.accepted, self.rejected) if (ruling := table.get(id)) is not None]
        return (*single, *(ruling.id for ruling in self.corrected.get(id, ())))


def weigh_rulings(rulings: Iterable[Ruling]) -> Standing:
    """Return what stands after all rulings, in the order of their times."""
    ordered = sorted(rulings, key=lambda ruling: (ruling.when, ruling.id))
    taken_back = _taken_back(ordered)
    latest: dict[tuple[object, ...], Ruling] = {}
    clashes = []
    for ruling in ordered:
        if ruling.undoes is not None or ruling.id in taken_back:
            continue
        key = _matter(ruling)
        before = latest.get(key)
        if before is not None and _contradict(before, ruling):
            clashes.append((before, ruling))
        latest[key] = ruling
    return _standing(latest.values(), tuple(clashes))


def _taken_back(ordered: Sequence[Ruling]) -> frozenset[str]:
    """Return the rulings that are undone; what takes back an undoing lets the first ruling stand again."""
    undone: set[str] = set()
    for ruling in reversed(ordered):
        if ruling.undoes is not None and ruling.id not in undone:
            undone.add(ruling.undoes)
    return frozenset(undone)


def _matter(ruling: Ruling) -> tuple[object, ...]:
    """Return what a ruling is on: rulings on one matter follow one another."""
    if ruling.other is not None:
        return (ruling.kind.removeprefix("not-"), *pair(ruling.subject, ruling.other))
    return ("correct", ruling.subject, ruling.field) if ruling.kind == "correct" else ("verdict", ruling.subject)


def _contradict(one: Ruling, other: Ruling) -> bool:
    if one.kind == other.kind == "correct":
        return one.value != other.value
    return _OPPOSITE.get(one.kind) == other.kind


def _standing(rulings: Iterable[Ruling], clashes: tuple[tuple[Ruling, Ruling], ...]) -> Standing:
    kinds: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        kinds.setdefault(ruling.kind, []).append(ruling)
    corrected: dict[str, tuple[Ruling, ...]] = {}
    for ruling in kinds.get("correct", []):
        corrected[ruling.subject] = (*corrected.get(ruling.subject, ()), ruling)
    return Standing(
        rejected={ruling.subject: ruling for ruling in kinds.get("reject", [])},
        accepted={ruling.subject: ruling for ruling in kinds.get("accept", [])},
        corrected=corrected,
        events=Said(_pairs(kinds, "same-event"), _pairs(kinds, "not-same-event")),
        same_origin=_pairs(kinds, "same-origin"),
        not_same_origin=_pairs(kinds, "not-same-origin"),
        clashes=clashes,
    )


def _pairs(kinds: Mapping[str, list[Ruling]], kind: str) -> frozenset[Pair]:
    return frozenset(pair(ruling.subject, ruling.other) for ruling in kinds.get(kind, []) if ruling.other is not None)


def correct_figures(figures: Iterable[FiledFigure], standing: Standing) -> tuple[FiledFigure, ...]:
    """Return the figures with the corrections that stand; what the report says is not changed, only what is reckoned with."""
    return tuple(_correct(filed, standing.corrected.get(filed.id, ())) for filed in figures)


def _correct(filed: FiledFigure, rulings: Sequence[Ruling]) -> FiledFigure:
    figure, statement = filed.figure, filed.statement
    fields = {ruling.field: ruling.value for ruling in rulings}
    for name, value in fields.items():
        if name == "speakers":
            statement = _with_speakers(statement, value)
        elif name not in ("low", "high", "bound"):
            figure = _with_field(figure, str(name), value)
    if fields.keys() & {"low", "high", "bound"}:
        figure = replace(figure, quantity=make_quantity(figure.quantity, fields))
    return replace(filed, figure=figure, statement=statement)


def make_quantity(before: Quantity, fields: Mapping[str | None, object]) -> Quantity:
    """Return a quantity with new bounds; one bound moved past the other takes it along ("700" for "600")."""
    low = fields.get("low", before.low)
    high = fields.get("high", before.high)
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        low, high = (low, low) if "high" not in fields else (high, high)
    return Quantity(low, high, fields.get("bound", before.bound))  # type: ignore[arg-type]


def _with_speakers(statement: Statement, value: object) -> Statement:
    names = [value] if isinstance(value, str) else list(value) if isinstance(value, list | tuple) else []
    return replace(statement, speakers=tuple(Party(statement.start, statement.start, str(name), name=str(name)) for name in names))


def _with_field(figure: Figure, name: str, value: object) -> Figure:
    """Return a figure with one field as a person put it; words get no place in the report, for they are not its own."""
    at = figure.number.start
    words = None if value is None else str(value)
    if name in ("population", "perpetrator"):
        before = getattr(figure, name)
        party = None if words is None else Party(at, at, words, words, *((before.kind, before.country) if before else (None, None)))
        return replace(figure, population=party) if name == "population" else replace(figure, perpetrator=party)
    if name == "country":
        population = figure.population or Party(at, at, "people")
        return replace(figure, population=replace(population, country=words))
    if name == "place":
        return replace(figure, place=None if words is None else Place(at, at, words, words))
    if name in ("from", "to", "basis"):
        return replace(figure, time=_with_day(figure.time or Time(None, None, None), name, words))
    changed: dict[str, Any] = {name: value}
    return replace(figure, **changed)


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
    allowed: dict[str, tuple[str, ...]] = {
        "measure": MEASURES, "unit": ("people", "things", "percent"), "bound": ("exact", "about", "at_least", "at_most", "range", "vague"),
        "status": ("asserted", "estimated", "possible", "planned", "denied"), "counting": ("incident", "running", "period", "unknown"),
        "basis": ("on", "during", "as_of"),
    }  # fmt: skip
    if name in allowed and value not in allowed[name]:
        raise LedgerError(f"{value!r} is no {name}; give one of {', '.join(allowed[name])}")
    if name in ("from", "to") and value is not None and parse_date(str(value)) is None:
        raise LedgerError(f"{value!r} is not a date; write it as 2025-01-27")
    return value


def _number(name: str, value: object) -> float | None:
    if value is None:
        return None
    try:
        number = float(str(value).replace(",", "").replace("_", ""))
    except ValueError:
        raise LedgerError(f"{value!r} is no number for {name}; write it as 3000, or null for an open end") from None
    if not 0 <= number < float("inf"):
        raise LedgerError(f"{value!r} cannot be a count; give 0 or more")
    return int(number) if number == int(number) else number
