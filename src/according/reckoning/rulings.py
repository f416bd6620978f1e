"""
Rulings applied: which figures a person accepted, corrected or rejected, and which pairs belong together or apart.

The latest ruling on a matter counts; one that was taken back does not. Two standing rulings that contradict one another are a
problem of the data: the later one is followed and both are named. Where rulings of one event join, through others, what a ruling keeps
apart, it stays apart: one of them is not followed.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from according.errors import LedgerError
from according.intake.dates import parse_date
from according.lexicon import default
from according.names import gazetteer
from according.names.countries import countries
from according.names.parties import KINDS, describe
from according.quantity import Quantity
from according.reckoning.questions.grouping import NOTHING_SAID, Pair, Said, pair
from according.records import CORRECTABLE, PAIR_KINDS, FiledFigure, Ruling
from according.statement import MEASURES, Figure, Party, Place, Statement, Time

# "3,000": commas part thousands; "12,5" is no number here.
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_OPPOSITE = {"accept": "reject", "reject": "accept", "same-event": "not-same-event", "not-same-event": "same-event",
             "same-origin": "not-same-origin", "not-same-origin": "same-origin"}  # fmt: skip


# Fields that make one value together, or that are put before the others.
_BOUNDS, _DAYS, _PARTIES = frozenset({"low", "high", "bound"}), frozenset({"from", "to", "basis"}), ("population", "perpetrator")
_TOGETHER = _BOUNDS | _DAYS | frozenset({*_PARTIES, "speakers"})


@dataclass(frozen=True, slots=True)
class Standing:
    """
    The rulings that count, by what they are on.

    ``pairs`` are those on two figures, by each of both; ``clashes`` are rulings that contradict one another: the one that is not followed,
    then the one that is.
    """

    rejected: Mapping[str, Ruling] = field(default_factory=dict)
    accepted: Mapping[str, Ruling] = field(default_factory=dict)
    corrected: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)
    events: Said = NOTHING_SAID
    same_origin: frozenset[Pair] = frozenset()
    not_same_origin: frozenset[Pair] = frozenset()
    clashes: tuple[tuple[Ruling, Ruling], ...] = ()
    pairs: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)

    def on(self, id: str, statement: str | None = None) -> tuple[str, ...]:
        """Return the ids of the rulings that count for one figure: on it, on its ``statement``, and on it and another figure."""
        tables, subjects = (self.accepted, self.rejected), (id,) if statement is None else (id, statement)
        verdicts = [ruling.id for subject in subjects for table in tables if (ruling := table.get(subject)) is not None]
        return (*verdicts, *(ruling.id for table in (self.corrected, self.pairs) for ruling in table.get(id, ())))


def weigh_rulings(rulings: Iterable[Ruling]) -> Standing:
    """Return what stands after all rulings, in the order of their times."""
    ordered = sorted(rulings, key=lambda ruling: (ruling.when, ruling.id))
    taken_back = find_taken_back(ordered)
    latest: dict[tuple[object, ...], Ruling] = {}
    clashes: list[tuple[Ruling, Ruling]] = []
    for ruling in ordered:
        if ruling.undoes is not None or ruling.id in taken_back:
            continue
        key = matter_of(ruling)
        before = latest.get(key)
        if before is not None and _contradict(before, ruling):
            clashes.append((before, ruling))
        latest[key] = ruling
    standing = sorted(latest.values(), key=lambda ruling: (ruling.when, ruling.id))
    same, apart = ([ruling for ruling in standing if ruling.kind == kind] for kind in ("same-event", "not-same-event"))
    loose = _not_followed(same, apart)
    clashes.extend(_through_others(same, apart, loose))
    return _standing([ruling for ruling in standing if ruling.id not in loose], tuple(clashes))


def find_standing(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the rulings that were not taken back and that the last word on their matter does not contradict, oldest first."""
    ordered = sorted(rulings, key=lambda ruling: (ruling.when, ruling.id))
    taken_back = find_taken_back(ordered)
    held = [ruling for ruling in ordered if ruling.undoes is None and ruling.id not in taken_back]
    latest = {matter_of(ruling): ruling for ruling in held}
    return [ruling for ruling in held if not _contradict(ruling, latest[matter_of(ruling)])]


def find_taken_back(ordered: Sequence[Ruling]) -> frozenset[str]:
    """Return the rulings that are undone; what takes back an undoing lets the first ruling stand again."""
    undone: set[str] = set()
    for ruling in reversed(ordered):
        if ruling.undoes is not None and ruling.id not in undone:
            undone.add(ruling.undoes)
    return frozenset(undone)


def matter_of(ruling: Ruling) -> tuple[object, ...]:
    """Return what a ruling is on: rulings on one matter follow one another."""
    if ruling.other is not None:
        return (ruling.kind.removeprefix("not-"), *pair(ruling.subject, ruling.other))
    return ("correct", ruling.subject, ruling.field) if ruling.kind == "correct" else ("verdict", ruling.subject)


def _contradict(one: Ruling, other: Ruling) -> bool:
    if one.kind == other.kind == "correct":
        return one.value != other.value
    return _OPPOSITE.get(one.kind) == other.kind


class _Groups:
    """Figures that rulings join, as long as no ruling keeps any two of them apart."""

    def __init__(self, apart: Iterable[Ruling] = ()) -> None:
        self._group: dict[str, set[str]] = {}
        self._foes: dict[str, set[str]] = {}
        for ruling in apart:
            for one, other in _both_ways(ruling):
                self._foes.setdefault(one, set()).add(other)

    def of(self, id: str) -> set[str]:
        """Return all that a figure is joined with, itself included: the same set for each of them."""
        return self._group.setdefault(id, {id})

    def join(self, one: str, other: str) -> bool:
        """Put the groups of two figures together and say so; or leave them, where a ruling keeps them apart."""
        less, more = sorted((self.of(one), self.of(other)), key=len)
        if less is more:
            return True
        if any(not more.isdisjoint(self._foes.get(id, ())) for id in less):
            return False
        more |= less
        self._group.update((id, more) for id in less)
        return True


def _both_ways(ruling: Ruling) -> tuple[tuple[str, str], ...]:
    """Return the two figures of a ruling in either order; nothing for a ruling on one."""
    if ruling.other is None or ruling.other == ruling.subject:
        return ()
    return (ruling.subject, ruling.other), (ruling.other, ruling.subject)


def _not_followed(same: Sequence[Ruling], apart: Sequence[Ruling]) -> frozenset[str]:
    """Return the same-event rulings, taken one after another, that would join what a ruling keeps apart."""
    groups = _Groups(apart)
    return frozenset(ruling.id for ruling in same if not all(groups.join(*ends) for ends in _both_ways(ruling)[:1]))


def _through_others(same: Sequence[Ruling], apart: Sequence[Ruling], loose: frozenset[str]) -> Iterator[tuple[Ruling, Ruling]]:
    """Yield each ruling that keeps two figures apart which same-event rulings join, behind one of these that is not followed."""
    groups = _Groups()
    near: dict[str, list[tuple[str, Ruling]]] = {}
    for ruling in same:
        for one, other in _both_ways(ruling):
            groups.join(one, other)
            near.setdefault(one, []).append((other, ruling))
    for ruling in apart:
        for start, end in _both_ways(ruling)[:1]:
            path = _path(near, start, end) if groups.of(start) is groups.of(end) else ()
            yield from [(joining, ruling) for joining in path if joining.id in loose][:1]


def _path(near: Mapping[str, Sequence[tuple[str, Ruling]]], start: str, end: str) -> list[Ruling]:
    """Return the fewest rulings that lead from one figure to another; both are joined by some."""
    came: dict[str, tuple[str, Ruling] | None] = {start: None}
    waiting = deque([start])
    while end not in came:
        at = waiting.popleft()
        for other, ruling in near[at]:
            if other not in came:
                came[other] = at, ruling
                waiting.append(other)
    path: list[Ruling] = []
    while (step := came[end]) is not None:
        end, ruling = step
        path.append(ruling)
    return path


def _standing(rulings: Iterable[Ruling], clashes: tuple[tuple[Ruling, Ruling], ...]) -> Standing:
    kinds: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        kinds.setdefault(ruling.kind, []).append(ruling)
    corrected: dict[str, tuple[Ruling, ...]] = {}
    for ruling in kinds.get("correct", []):
        corrected[ruling.subject] = (*corrected.get(ruling.subject, ()), ruling)
    pairs: dict[str, tuple[Ruling, ...]] = {}
    for ruling in (ruling for kind in sorted(PAIR_KINDS) for ruling in kinds.get(kind, [])):
        for one, _ in _both_ways(ruling):
            pairs[one] = (*pairs.get(one, ()), ruling)
    return Standing(
        rejected={ruling.subject: ruling for ruling in kinds.get("reject", [])},
        accepted={ruling.subject: ruling for ruling in kinds.get("accept", [])},
        corrected=corrected,
        events=Said(_pairs(kinds, "same-event"), _pairs(kinds, "not-same-event")),
        same_origin=_pairs(kinds, "same-origin"),
        not_same_origin=_pairs(kinds, "not-same-origin"),
        clashes=clashes,
        pairs=pairs,
    )


def _pairs(kinds: Mapping[str, list[Ruling]], kind: str) -> frozenset[Pair]:
    return frozenset(pair(ruling.subject, ruling.other) for ruling in kinds.get(kind, []) if ruling.other is not None)


def correct_figures(figures: Iterable[FiledFigure], standing: Standing) -> tuple[FiledFigure, ...]:
    """
    Return the figures with the corrections that stand; what the report says is not changed, only what is reckoned with.

    Corrections that together make no figure (:func:`impossible`) leave what they are on as it was read.
    """
    return tuple(_correct(filed, standing.corrected.get(filed.id, ())) for filed in figures)


def impossible(filed: FiledFigure, rulings: Sequence[Ruling]) -> str | None:
    """Return why some corrections of a figure cannot all be followed, or ``None`` where they can."""
    for ruling in rulings:
        try:
            check_correction(str(ruling.field), ruling.value)
        except LedgerError as error:
            return str(error)
    fields = _fields(rulings)
    if crossed := crossed_bounds({name: fields[name] for name in ("low", "high") if name in fields}):
        return crossed
    if fields.keys() & _BOUNDS and _quantity(filed.figure.quantity, fields) is None:
        return "neither low nor high is left; correct both low and high"
    if fields.keys() & _DAYS and _time(filed.figure, fields) is None:
        return "its days would end before they begin; correct both from and to"
    return None


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
    figure, statement, fields = filed.figure, filed.statement, _fields(rulings)
    if "speakers" in fields:
        statement = _with_speakers(statement, fields["speakers"])
    # New words for who is counted come before a kind and country of their own, whichever was ruled first.
    for name in (*_PARTIES, *sorted(fields.keys() - _TOGETHER)):
        if name in fields:
            figure = _with_field(figure, name, fields[name])
    if fields.keys() & _BOUNDS:
        figure = replace(figure, quantity=_quantity(figure.quantity, fields) or figure.quantity)
    if fields.keys() & _DAYS:
        figure = replace(figure, time=_time(figure, fields) or figure.time)
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
    return None if time.first is not None and time.last is not None and time.last < time.first else time


def make_quantity(before: Quantity, fields: Mapping[str, object]) -> Quantity:
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
    if name in _PARTIES:
        party = None if words is None else Party(at, at, words, *describe(words, default(), name))
        return replace(figure, population=party) if name == "population" else replace(figure, perpetrator=party)
    if name in ("country", "kind"):
        if figure.population is None and words is None:
            return figure
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
    if len(known) != 1:
        return Place(at, at, words, words)
    # A region comes before the town it is called after, and covers it.
    place, country = found[0], found[0].country or None
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
    allowed: dict[str, tuple[str, ...]] = {
        "measure": MEASURES, "unit": ("people", "things", "percent"), "bound": ("exact", "about", "at_least", "at_most", "range", "vague"),
        "status": ("asserted", "estimated", "possible", "planned", "denied"), "counting": ("incident", "running", "period", "unknown"),
        "basis": ("on", "during", "as_of"), "kind": KINDS,
    }  # fmt: skip
    if name in allowed and not (name == "kind" and value is None) and value not in allowed[name]:
        raise LedgerError(f"{value!r} is no {name}; give one of {', '.join(allowed[name])}")
    return value if name in allowed else _date(value)


def _words(name: str, value: object) -> object:
    """Return words as they were put, a country as its code, speakers as one name or a list of names."""
    if value is None:
        return None
    names = list(value) if name == "speakers" and isinstance(value, list | tuple) else [value]
    if not all(isinstance(words, str) and words.strip() for words in names):
        raise LedgerError(f"{value!r} names no {name}; give words, or null for what is not known")
    return _country(str(value)) if name == "country" else value


def _country(words: str) -> str:
    """Return the ISO code of a country, given by it or by name."""
    name = " ".join(words.split())
    code, kind = countries().get(name.casefold(), (None, None))
    if name.upper() in {code for code, _ in countries().values()}:
        return name.upper()
    if code is None or kind == "capital":
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
    if not 0 <= number < float("inf"):
        raise LedgerError(f"{value!r} cannot be a count; give 0 or more")
    return int(number) if number == int(number) else number
