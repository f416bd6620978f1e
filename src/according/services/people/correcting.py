"""A figure's fields as a person may correct them: each as the text that would be typed for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

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
    speakers = [speaker.called for speaker in filed.statement.speakers]
    # A chain is written as a list; one name is itself, unless it would be taken for a list.
    as_list = len(speakers) > 1 or "".join(speakers).startswith("[")
    return {
        "low": _typed(figure.quantity.low), "high": _typed(figure.quantity.high), "bound": figure.quantity.bound, "unit": figure.unit,
        "measure": figure.measure, "population": population.text if population else "", "kind": (population and population.kind) or "",
        "country": (population and population.country) or "", "perpetrator": figure.perpetrator.text if figure.perpetrator else "",
        "place": (figure.place.name or figure.place.text) if figure.place else "",
        "from": str(time.first) if time and time.first else "", "to": str(time.last) if time and time.last else "",
        "basis": time.basis if time else "on", "counting": figure.counting, "status": figure.status,
        "speakers": json.dumps(speakers, ensure_ascii=False) if as_list else "".join(speakers),
    }  # fmt: skip


def find_changes(filed: FiledFigure, typed: Mapping[str, str]) -> Iterator[str]:
    """Yield what a person changed among the values that a form gave them, as ``FIELD=VALUE``; what the form does not have is unchanged."""
    for name, value in field_values(filed).items():
        new = typed.get(name, value).strip()
        # A form may give words of several lines back with other line breaks.
        if " ".join(new.split()) != " ".join(value.split()):
            yield f"{name}={new or TYPED_UNKNOWN}"


def _typed(number: float | None) -> str:
    return "" if number is None else str(int(number)) if number == int(number) else str(number)
