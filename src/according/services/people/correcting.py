"""A figure's fields as a person may correct them: each as the text that would be typed for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from according.reckoning.corrections import CORRECTION_CHOICES
from according.records import FiledFigure

# What stands for nothing known, as `according judge correct` has it.
TYPED_UNKNOWN = "null"
# The fields in the order in which people read them, by what they are about.
FIELDS_ABOUT: Mapping[str, tuple[str, ...]] = {
    "number": ("low", "high", "bound"), "unit": ("unit",), "measure": ("measure",), "population": ("population", "kind", "country"),
    "perpetrator": ("perpetrator",), "place": ("place",), "time": ("from", "to", "basis"), "counting": ("counting",), "status": ("status",),
    "speakers": ("speakers",),
}  # fmt: skip
# Fields that a figure may be without; the others always have one of their words.
MAY_BE_UNKNOWN = frozenset({name for names in FIELDS_ABOUT.values() for name in names} - (CORRECTION_CHOICES.keys() - {"kind"}))


def field_values(filed: FiledFigure) -> dict[str, str]:
    """Return a figure's fields by name, each as it would be typed; an empty text is what is not known."""
    figure, population, time = filed.figure, filed.figure.population, filed.figure.time
    return {
        "low": _typed(figure.quantity.low), "high": _typed(figure.quantity.high), "bound": figure.quantity.bound, "unit": figure.unit,
        "measure": figure.measure, "population": population.text if population else "", "kind": (population and population.kind) or "",
        "country": (population and population.country) or "", "perpetrator": figure.perpetrator.text if figure.perpetrator else "",
        "place": (figure.place.name or figure.place.text) if figure.place else "",
        "from": str(time.first) if time and time.first else "", "to": str(time.last) if time and time.last else "",
        "basis": time.basis if time else "on", "counting": figure.counting, "status": figure.status,
        "speakers": join_speakers([speaker.called for speaker in filed.statement.speakers]),
    }  # fmt: skip


def join_speakers(names: Iterable[str]) -> str:
    """
    Return those who answer for a statement, the outermost first, as one text to be typed; what is empty names nobody.

        >>> join_speakers(["the ministry", "its spokesman"]), join_speakers(["the ministry", ""])
        ('["the ministry", "its spokesman"]', 'the ministry')
    """
    named = [" ".join(name.split()) for name in names if name.strip()]
    # A chain is written as a list; one name is itself, unless it would be taken for a list.
    as_list = len(named) > 1 or "".join(named).startswith("[")
    return json.dumps(named, ensure_ascii=False) if as_list else "".join(named)


def split_speakers(typed: str) -> list[str]:
    """Return the names that :func:`join_speakers` put together; of what it did not make, the whole as one name."""
    try:
        named = json.loads(typed) if typed.startswith("[") else [typed]
    except (ValueError, RecursionError):
        named = [typed]
    return [str(name) for name in named if name] if isinstance(named, list) else [typed]


def find_changes(filed: FiledFigure, typed: Mapping[str, str]) -> Iterator[str]:
    """Yield what a person changed among the values that a form gave them, as ``FIELD=VALUE``; what the form does not have is unchanged."""
    for name, value in field_values(filed).items():
        new = typed.get(name, value).strip()
        # A form may give words of several lines back with other line breaks.
        if " ".join(new.split()) != " ".join(value.split()):
            yield f"{name}={new or TYPED_UNKNOWN}"


def _typed(number: float | None) -> str:
    return "" if number is None else str(int(number)) if number == int(number) else str(number)
