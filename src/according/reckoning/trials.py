"""
Trials: other numbers put in the place of those that figures state, to see what the answer would be. Nothing of it is filed.

Which figures belong to a question is not judged anew: it is the same question, with another number in it. Wherever that number is named,
it is said to be tried: nobody stated it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from according.errors import RequestError
from according.quantity import Quantity
from according.reckoning.answer import Question
from according.reckoning.checks.amounts import state
from according.reckoning.checks.sentences import say_interval
from according.records import FiledFigure
from according.statement import Unit

# What a number may be typed as: digits, with commas in their places or without, and at most three decimals; no people are ten digits.
_NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,3})?|\d{1,10}(?:\.\d{1,3})?"
_QUANTITY = re.compile(rf"(?P<low>{_NUMBER})?\s*(?P<to>-|–|to)?\s*(?P<high>{_NUMBER})?", re.ASCII)
_TRIAL = re.compile(r"([0-9a-f]{6,16}):(.+)", re.ASCII)
# Numbers that can be tried together: an address holds no more. One that many outlets repeat is tried for each of them.
TRIED_MOST = 100
# What stands behind a number that nobody stated, wherever it is shown.
TRIED = "(tried)"
# The longest text that is looked at.
_TYPED_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Trial:
    """A number that is tried out in the place of the one that a figure states."""

    figure: str
    quantity: Quantity


def read_quantity(text: str) -> Quantity:
    """
    Return the number that somebody types; raises :class:`~according.errors.RequestError` for what is none.

        >>> read_quantity("1,802"), read_quantity("300-400")
        (Quantity(low=1802, high=1802, bound='exact'), Quantity(low=300, high=400, bound='range'))
        >>> read_quantity("300-"), read_quantity("-400")
        (Quantity(low=300, high=None, bound='at_least'), Quantity(low=None, high=400, bound='at_most'))
    """
    found = _QUANTITY.fullmatch(text.strip()) if len(text) <= _TYPED_LONGEST else None
    low, high = (None, None) if found is None else (_number(found["low"]), _number(found["high"]))
    if found is None or (low is None and high is None) or (found["to"] is None and high is not None):
        told = "write 1802, or 300-400 for a range, 300- for at least, -400 for at most"
        raise RequestError("number", f"{text[:_TYPED_LONGEST]!r} is no number to be tried; {told}")
    if low is not None and high is not None and high < low:
        raise RequestError("number", f"{text.strip()!r} ends before it begins; give the lower number first")
    if low is None or high is None:
        if found["to"] is None and low is not None:
            return Quantity.exact(low)
        return Quantity(low, high, "at_least" if high is None else "at_most")
    return Quantity.exact(low) if low == high else Quantity(low, high, "range")


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    number = float(text.replace(",", ""))
    return int(number) if number == int(number) else number


def read_trial(text: str) -> Trial:
    """
    Return the trial that an address names; raises :class:`~according.errors.RequestError` for what is none.

        >>> read_trial("58a00bb722d84d98:1802")
        Trial(figure='58a00bb722d84d98', quantity=Quantity(low=1802, high=1802, bound='exact'))
    """
    found = _TRIAL.fullmatch(text)
    if found is None:
        told = "an address names a figure's id and the number: 58a00bb722d84d98:1802"
        raise RequestError("try", f"{text[:2 * _TYPED_LONGEST]!r} is nothing to be tried; {told}")
    return Trial(found[1], read_quantity(found[2]))


def read_trials(texts: Iterable[str]) -> tuple[Trial, ...]:
    """Return the trials that an address names, of each figure the last; raises RequestError for what is none, and for too many."""
    trials = {trial.figure: trial for trial in map(read_trial, texts)}
    if len(trials) > TRIED_MOST:
        raise RequestError("try", f"{len(trials)} numbers are more than can be tried together; try up to {TRIED_MOST}")
    return tuple(trials.values())


def write_trial(trial: Trial) -> str:
    """
    Return a trial as an address names it.

        >>> write_trial(read_trial("58a00bb722d84d98:1,802 to 2,000"))
        '58a00bb722d84d98:1802-2000'
    """
    low, high = ("" if end is None else f"{end:.3f}".rstrip("0").rstrip(".") for end in (trial.quantity.low, trial.quantity.high))
    return f"{trial.figure}:{low}" if low == high else f"{trial.figure}:{low}-{high}"


def say_tried(quantity: Quantity, unit: Unit = "people") -> str:
    """
    Return a number that is tried as the sentences of checks say one, and that it is.

        >>> say_tried(Quantity.exact(1802)), say_tried(Quantity.at_most(12.5), "percent")
        ('1,802 (tried)', 'at most 12.5 % (tried)')
    """
    percent = unit == "percent"
    return f"{say_interval(state(quantity, percent=percent), percent=percent)} {TRIED}"


def try_numbers(question: Question, tried: Mapping[str, Quantity]) -> Question:
    """Return a question with the numbers that are tried in the place of those that its figures state."""
    if not any(filed.id in tried for filed in question.figures):
        return question
    return replace(question, figures=tuple(_try(filed, tried.get(filed.id)) for filed in question.figures))


def _try(filed: FiledFigure, quantity: Quantity | None) -> FiledFigure:
    if quantity is None:
        return filed
    # The words stay where they stand, and are not the report's any more: every sentence that quotes them says so.
    number = replace(filed.figure.number, text=say_tried(quantity, filed.figure.unit))
    return replace(filed, figure=replace(filed.figure, quantity=quantity, number=number, implied=False))
