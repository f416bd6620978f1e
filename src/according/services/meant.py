"""
Which of several questions was meant: of those that some filters leave, the one whose figures fit best; and how to ask instead.

Words that are asked for may be a figure's own, or stand beside it: "since October 7" is told of the total in "40,819 since October 7,
including 33 in the past 24 hours". Who asks for a land means what is counted over it. Who names no people means all, and no part of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from according.comparing.days import last_day
from according.comparing.people import ASIDE
from according.comparing.profile import make_outline
from according.comparing.spots import spot_of
from according.errors import Named, QuestionError
from according.ledger.base import Ledger
from according.ledger.finding.fitness import fits
from according.lexicon import default
from according.names.gazetteer import fold
from according.reckoning.answer import Question
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import Standing
from according.records import FiledFigure, Query

# What fits how well: the words are the figure's own, or stand beside it as they were asked for.
OWN, BESIDE = 2, 1
# A question is looked at by so many figures, the earliest ones.
FIRST_FIGURES = 24
_POSSESSIVE = re.compile(r"['’]s\b")


def find_fitting(ledger: Ledger, query: Query, standing: Standing, limit: int | None = None) -> list[FiledFigure]:
    """Return the figures that fit a query with the corrections that stand: a correction may take a figure in or out."""
    found = {filed.id: filed for filed in ledger.find(query, limit=limit)}
    # The ledger finds figures by what was read; every figure that a person corrected is looked at by its new values.
    corrected = tuple(sorted(standing.corrected))
    asked = Query(figures=corrected, reports=query.reports, text=query.text, known_at=query.known_at)
    for filed in correct_figures(ledger.find(asked) if corrected else (), standing):
        found.pop(filed.id, None)
        if fits(filed, query):
            found[filed.id] = filed
    return list(found.values())


def fitness(question: Question, query: Query) -> tuple[int, bool, bool, int, date, date, str]:
    """
    Return the key by which the question that a query means comes last.

    It is the one whose words fit best, then one that is no part of another, then one of the very land that is asked for. Of equals it is
    the one with the most figures, and of those the latest and the one that was told last.
    """
    figures = question.figures[:FIRST_FIGURES]
    told = [filed.filing.published for filed in question.figures if filed.filing.published is not None]
    words = 0 if query.text is None else max((_fit_words(filed, query.text) for filed in figures), default=0)
    everybody = query.population is not None or query.kind is not None or query.country is not None
    whole = everybody or not _is_part(question)
    land = query.place is not None and any(_is_land(filed, fold(query.place)) for filed in figures)
    return (words, whole, land, len(question.figures), last_day(question.figures), max(told, default=date.min), question.id)


def _fit_words(filed: FiledFigure, text: str) -> int:
    """Say how well words that are asked for fit a figure: they are its own, stand beside it in one stretch, or neither."""
    asked = _tokens(text)
    telling = set(asked) - ASIDE - default().forms("function_words") - default().forms("number_context", "before_year") or set(asked)
    # "in Sudan" is told of a figure in Sudan, and only beside one in Khartoum that Sudan's ministry gives.
    if telling and telling <= {token for words in _own_words(filed) for token in _tokens(words)}:
        return OWN
    return BESIDE if f" {' '.join(asked)} " in f" {' '.join(_tokens(filed.statement.text))} " else 0


def _own_words(filed: FiledFigure) -> Iterator[str]:
    """Yield the words that are a figure's own: its number, and who, where and when."""
    figure = filed.figure
    yield figure.number.text
    # "Coronavirus deaths" names nobody: what they died of is told of the total as well.
    counted = None if make_outline(filed).unsaid else figure.population
    for party in (counted, figure.perpetrator):
        yield from () if party is None else (party.text, party.name or "")
    yield from () if figure.place is None else (figure.place.text, figure.place.name or "")
    yield "" if figure.time is None else figure.time.text or ""


@lru_cache(maxsize=1 << 12)
def _tokens(words: str) -> tuple[str, ...]:
    """Return the folded words and numbers of a text, without the endings of possessives."""
    # "Tuesday's" is asked for as "Tuesday".
    return tuple("".join(char if char.isalnum() else " " for char in fold(_POSSESSIVE.sub("", words))).split())


def _is_part(question: Question) -> bool:
    """Say whether a question counts a part of others' dead: each figure is told as one, or counts women or children."""
    return all(filed.figure.subset_of is not None or make_outline(filed).portion for filed in question.figures[:FIRST_FIGURES])


def _is_land(filed: FiledFigure, asked: str) -> bool:
    """Say whether a figure counts over the very country or region that is asked for, and not at a place in it."""
    place = filed.figure.place
    wide = place is not None and spot_of(place).precision in ("country", "region")
    return place is not None and wide and asked in (fold(place.text), fold(place.name or ""))


# -- how to ask instead -------------------------------------------------------------------------------------------------

# The fields of a query, each by the name of its filter.
_FILTER_OF = {
    "measures": "measure", "population": "population", "country": "country", "kind": "kind", "perpetrator": "perpetrator",
    "place": "place", "first": "first", "last": "last", "publisher": "publisher", "speaker": "speaker", "text": "text",
    "known_at": "known_at", "figures": "question", "reports": "report",
}  # fmt: skip


def nothing_fits(ledger: Ledger, query: Query) -> QuestionError:
    """Return the error that no figure fits, which says what filter to leave out to find some."""
    given = [name for name in _FILTER_OF if getattr(query, name) not in ((), None)]
    # In an empty ledger no filter is at fault.
    if not given or not ledger.count(Query()):
        return QuestionError("the ledger holds no figure yet; file reports with ", Named("add"))
    ways: list[str] = []
    for name in given:
        left_open: dict[str, Any] = {name: () if name in ("measures", "figures", "reports") else None}
        # Each filter is left out alone, so that the person sees which of them is the narrow one.
        if without := ledger.count(replace(query, **left_open)):
            ways += [", " if ways else "", "without ", Named(_FILTER_OF[name]), f" {without:,}"]
    told = [*ways, " would"] if ways else ["leave out more than one of the filters"]
    # An early day may be the whole reason, whatever else is asked.
    early = query.known_at is not None and not ledger.count(Query(known_at=query.known_at))
    return QuestionError("no figure was filed by then; " if early else "no figure fits; ", *told, " (", Named("questions"), " lists all)")


def too_much_fits(ledger: Ledger, query: Query, found: Sequence[FiledFigure], most: int) -> QuestionError:
    """Return the error that too much fits, which says what most of it is about, to narrow by."""
    places = Counter(filed.figure.place.name or filed.figure.place.text for filed in found if filed.figure.place is not None)
    measures = Counter(filed.figure.measure for filed in found)
    hints: list[str] = []
    # A filter that is given already narrows nothing more.
    for measure, _ in measures.most_common(2) if not query.measures else ():
        hints += [Named("measure"), f" {measure}, "]
    for place, _ in places.most_common(3):
        hints += [Named("place"), f' "{place}", ']
    many = f"{ledger.count(query):,} figures fit, which are not one question (at most {most:,})"
    return QuestionError(f"{many}; narrow with ", *hints, Named("first"), " and ", Named("last"))
