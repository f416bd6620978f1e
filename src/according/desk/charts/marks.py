"""What a chart of stated numbers shows: one mark for each count that somebody gave, echoes folded into the count that they repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from according.comparing.days import course_day
from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import file_name
from according.quantity import Bound
from according.reckoning.answer import Alignment, Reckoning, Weighed

# More marks than this are a cloud: the latest are drawn, and the table has them all.
DRAWN_MOST = 150


@dataclass(frozen=True, slots=True)
class Mark:
    """
    A stated number in a chart.

    ``words`` are the report's for the number, ``told`` says all of it in one line. ``echoes`` counts the figures that repeat it, ``later``
    is the figure of the same speaker that came in its place, and ``counts`` is false for what is left out of the range.
    """

    figure: str
    report: str
    day: date
    low: float | None
    high: float | None
    bound: Bound
    side: Alignment
    words: str
    told: str
    echoes: int = 0
    later: str | None = None
    counts: bool = True


def find_marks(reckoning: Reckoning) -> tuple[list[Mark], int]:
    """Return the marks of a question in order of day, and how many of its numbers have none: without a day, or too early to be drawn."""
    shown = [item for item in reckoning.figures if item.echo_of is None]
    marks = sorted(_mark(shown, reckoning), key=lambda mark: (mark.day, mark.low or mark.high or 0, mark.figure))
    return marks[-DRAWN_MOST:], len(shown) - len(marks[-DRAWN_MOST:])


def source_of(item: Weighed) -> str:
    """Return in which paper a figure stands: the publisher, else the report's file."""
    return visible(item.filed.filing.publisher or file_name(item.filed.filing))


def _mark(shown: list[Weighed], reckoning: Reckoning) -> Iterator[Mark]:
    origins = {item.id: item.origin for item in reckoning.figures}
    echoes = Counter(item.echo_of for item in reckoning.figures if item.echo_of is not None)
    for item in shown:
        day = course_day(item.filed, reckoning.question.kind)
        if day is None:
            continue
        figure, filing = item.filed.figure, item.filed.filing
        words, quantity = visible(figure.number.text), figure.quantity
        source = source_of(item)
        paper = f", in {source}" if source else ""
        told = f"“{words}”, {said_by(item.filed.statement)} ({item.alignment}){paper}, {day.day} {day:%B} {day.year}"
        if many := echoes[item.id]:
            told += f"; repeated {'once' if many == 1 else f'{many} times'}"
        # What came in its place may be an echo of a number that is drawn.
        later = origins.get(item.superseded_by or "", item.superseded_by)
        yield Mark(
            item.id, filing.id, day, quantity.low, quantity.high, quantity.bound, item.alignment, words, told, many, later, item.used
        )
