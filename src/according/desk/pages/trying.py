"""What pages of answers share: the form for a number of the reader's own, and the address at which the answer with it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import RedirectResponse

from according.desk.answers import Measured, Told
from according.desk.view import View
from according.errors import RequestError
from according.exports.words.readings import visible
from according.reckoning.trials import read_quantity, read_trials, write_trial


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form was sent with: a figure's id, and a number as typed; a figure alone opens the form for it."""

    figure: str = ""
    number: str = ""
    # Why it cannot be tried.
    told: str = ""


def read_typed(
    figure: Annotated[str, Query(description="A figure of which another number is tried out.", max_length=100)] = "",
    number: Annotated[str, Query(description="The number: 1802, 300-400, 300- or -400.", max_length=100)] = "",
) -> Typed:
    """Return what the form was sent with."""
    return Typed(figure.strip(), number.strip())


TypedIn = Annotated[Typed, Depends(read_typed)]


def try_typed(typed: Typed, measures: Sequence[Measured], view: View, path: str) -> RedirectResponse | Typed:
    """Return the way to the answer with a number that was typed; or the form again, with the reason where it cannot be tried."""
    if not typed.number:
        return typed
    try:
        row = next((row for row in list_rows(measures) if row.id == typed.figure), None)
        if row is None:
            raise RequestError("figure", f"{visible(typed.figure[:20])!r} is none of the figures on this page; choose one of them")
        tried = view.trying(row.trials(read_quantity(typed.number)))
        # Too many are told here and not at the address that they would make.
        read_trials(map(write_trial, tried))
    except RequestError as error:
        return Typed(typed.figure, typed.number, error.message)
    return RedirectResponse(view.address(path, tried=tried) + "#tried", status_code=303)


def list_rows(measures: Sequence[Measured]) -> list[Told]:
    """Return the figures that a page shows, of all its tables."""
    return [row for measured in measures for shown in (measured, *measured.below) for row in shown.rows]
