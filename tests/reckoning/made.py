"""Figures made by hand: short to write, and as complete as filed ones."""
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

from according.quantity import Bound, Quantity
from according.records import FiledFigure, Filing
from according.statement import Figure, Mention, Party, Place, Statement, Time

Same: Any = object()


def figure(
    measure: str,
    low: float | None,
    high: float | None = Same,
    *,
    bound: str | None = None,
    population: str | None = None,
    country: str | None = None,
    kind: str | None = None,
    place: str | None = None,
    place_country: str | None = None,
    precision: str | None = "city",
    on: str | date | None = None,
    last: str | date | None = None,
    as_of: str | date | None = None,
    when: str | None = None,
    speakers: tuple[str, ...] | str = (),
    report: str = "report",
    publisher: str | None = None,
    published: str | date | None = None,
    marks: Sequence[str] = (),
    said: str | None = None,
    statement: str | None = None,
    part_of: FiledFigure | None = None,
    counting: str = "unknown",
    status: str = "asserted",
    unit: str = "people",
    **more: Any,
) -> FiledFigure:
    """
    Make one filed figure; ``high`` is ``low`` unless given, ``on`` to ``last`` the event's days, ``as_of`` a total's day.

    ``when`` are words that settle no day, as those of a report without a date: "Saturday", "since March".

    Figures of one ``statement`` (any name; by default the words ``said``, or one of its own) share it. Two calls with the same arguments
    give the same figure; ``start=`` sets two apart. Anything else goes to :class:`Figure`.
    """
    quantity = _quantity(low, low if high is Same else high, bound)
    chain = (speakers,) if isinstance(speakers, str) else speakers
    start = more.pop("start", 0)
    words = said or f"{low} {population or ''} {measure}"
    key = repr((measure, quantity, population, country, kind, place, on, last, as_of, when, chain, report, words, start, unit))
    made = Figure(
        id=_digest(key), number=Mention(start, start + 1, _number(quantity)), quantity=quantity, unit=unit, measure=measure,
        population=None if population is None else Party(start + 1, start + 2, population, None, kind, country),
        place=None if place is None else Place(start, start + 1, place, place, place_country, None, None, precision),
        time=_time(on, last, as_of, when), status=status, counting=counting, subset_of=None if part_of is None else part_of.id, **more,
    )  # type: ignore[arg-type]  # fmt: skip
    of = _statement(_digest(repr((report, chain, statement or words))), start, words, chain)
    return FiledFigure(Filing(_digest(report), publisher=publisher, published=_day(published), marks=tuple(marks)), of, made)


def _statement(key: str, start: int, words: str, chain: Sequence[str]) -> Statement:
    end, speakers = start + len(words), tuple(Party(0, len(name), name) for name in chain)
    return Statement(id=key, start=start, end=end, text=words, content=Mention(start, end, words), speakers=speakers)


def _quantity(low: float | None, high: float | None, bound: str | None) -> Quantity:
    if bound == "at_least":
        return Quantity(low, None, "at_least")
    if bound == "at_most":
        return Quantity(None, low if high is None else high, "at_most")
    guess = "exact" if low == high else "at_least" if high is None else "at_most" if low is None else "range"
    assert bound is None or bound in get_args(Bound)
    return Quantity(low, high, bound or guess)  # type: ignore[arg-type]


def _number(quantity: Quantity) -> str:
    return " to ".join(f"{bound:,g}" for bound in dict.fromkeys((quantity.low, quantity.high)) if bound is not None)


def _time(on: str | date | None, last: str | date | None, as_of: str | date | None, when: str | None) -> Time | None:
    if when is not None:
        return Time(0, 1, when, basis="during" if when.startswith("since ") else "on")
    if as_of is not None:
        return Time(0, 1, "so far", None, _day(as_of), "as_of")
    if on is None:
        return None
    return Time(0, 1, str(on), _day(on), _day(last) or _day(on), "on" if last is None else "during")


def _day(day: str | date | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
