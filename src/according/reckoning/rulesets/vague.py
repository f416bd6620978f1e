"""
Vague words as a house reads them (docs/rule-sets.md). Each rule-set has one table, which is looked up by the number's own words.

A word that a house has no reading for keeps the interval that the reading gave it.

    >>> plain_words("Dozens of")
    'dozens'
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from according.quantity import Quantity
from according.reckoning.answer import Weighed

Words = Mapping[str, Quantity]


def plain_words(text: str) -> str:
    """Return a vague number's words as the tables have them: lower case, without "the" before or "of" behind."""
    return " ".join(text.casefold().split()).removeprefix("the ").removesuffix(" of")


def read_words(item: Weighed, words: Words) -> Quantity:
    """Return the house's reading of a vague number, or the quantity as read."""
    # Only where the reading itself found the number vague: a house's table makes no clear number vague.
    figure = item.filed.figure
    return words.get(plain_words(figure.number.text), figure.quantity) if figure.quantity.bound == "vague" else figure.quantity


def lowest(quantities: Iterable[Quantity]) -> float | None:
    """Return the lowest floor, or ``None`` where no quantity sets one."""
    return min((quantity.low for quantity in quantities if quantity.low is not None), default=None)


def highest(quantities: Iterable[Quantity]) -> float | None:
    """Return the highest number stated: a ceiling, or the floor of "at least 12", which states no higher one."""
    # "At least 12" has no ceiling, but twelve is a number that somebody stated.
    stated = (quantity.low if quantity.high is None else quantity.high for quantity in quantities)
    return max((number for number in stated if number is not None), default=None)


def open_ended(quantities: Sequence[Quantity]) -> str | None:
    """Return a note where the highest number is a floor, so that the true ceiling is not stated."""
    # Of several figures: "at least 12" beside "20" is no highest number.
    high = highest(quantities)
    if high is None or not any(quantity.high is None and quantity.low == high for quantity in quantities):
        return None
    return f"the highest number, {high:g}, is stated as a minimum: no source sets a ceiling"
