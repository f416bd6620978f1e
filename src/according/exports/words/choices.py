"""Why a best number was chosen, in sentences that can stand in print: how many, who says so, as of when, and why before the others."""

from __future__ import annotations

from collections.abc import Iterator

from according.comparing.days import day_of
from according.exports.words.readings import visible
from according.exports.words.reckonings import count, number
from according.reckoning.answer import ChosenBy, Reckoning, Weighed
from according.reckoning.origins.ends import say_answerer, say_chain
from according.reckoning.questions.labels import HAPPENED
from according.reckoning.settle import say_place

# By what the number was chosen among others; in the braces stands the one that it was put in the place of.
_REASONS: dict[ChosenBy, str] = {
    "place": "nobody else who gives a number is placed as well to know",
    "latest": "it is the latest by those who are placed best to know",
    "adds-up": "it is the one of the latest day, by those who are placed best to know, that adds up with the others",
    "sharpest": "it is the sharpest of the latest day by those who are placed best to know",
    "lowest": "it is the lowest of the latest day by those who are placed best to know",
    "settles": "it is later than {}, which leaves open how many",
    "takes-back": "it is later than {}, which it takes back",
    "week-later": "it is later than {} by a week or more, and higher",
    "later": "it is later than {}, and higher",
}


def best_sentences(reckoning: Reckoning) -> str:
    """
    Return why the best number was chosen, as it can stand in print; nothing where there is none.

    Days are written as 2025-01-27; a page writes them out.
    """
    stated, question = reckoning.headline, reckoning.question
    by_id = {item.id: item for item in reckoning.figures}
    if stated.best is None or stated.choice is None:
        return ""
    best = by_id[stated.choice.figure]
    what = number(stated.best, question.unit) + (" of them" if question.unit == "percent" else "")
    given = f"Best is {what} {HAPPENED.get(question.measure, question.measure)}: {_told(best, reckoning)}."
    if stated.choice.by == "alone":
        return f"{given} It is the only number that is counted here."
    instead = by_id.get(stated.choice.instead_of or "")
    before = "" if instead is None else f"“{visible(instead.filed.figure.number.text)}” by {visible(say_answerer(instead.filed))}"
    origins = f"{count(stated.origins, 'independent origin')}" if stated.origins else "no independent origin that is known"
    reason = _REASONS[stated.choice.by].replace("{}", before)
    return f"{given} Of {count(len(stated.figures), 'figure')} from {origins} it was chosen because {reason}."


def _told(item: Weighed, reckoning: Reckoning) -> str:
    """Return a number's words with who says so, placed how, and as of when."""
    filed = item.filed
    words = f"“{visible(filed.figure.number.text)}”" if item.stated is None else "a number that is tried out, which nobody stated,"
    return ", ".join((f"{words} by {visible(say_chain(filed) + say_place(item))}", *_when(item, reckoning)))


def _when(item: Weighed, reckoning: Reckoning) -> Iterator[str]:
    """Yield as of when a number stands: a total up to its day, an event's as published."""
    published, day = item.filed.filing.published, day_of(item.filed)
    if reckoning.question.kind == "running" and day is not None:
        yield f"as of {day}"
    elif published is not None:
        yield f"published on {published}"
