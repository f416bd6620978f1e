"""
Labels: what a question asks, in words that a person reads first.

    >>> label_of("killed", None, "Baghdad", None, None, "incident")
    'people killed in Baghdad'
    >>> label_of("killed", "dead workers", "Tabas", None, None, "running")
    'workers killed in Tabas, total so far'
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from according.comparing.people import counts
from according.language.lemmas import singular
from according.lexicon import default
from according.names.gazetteer import fold
from according.statement import MEASURES, Counting, Measure

# How a label says what happened; the others say it by their own name.
HAPPENED: dict[str, str] = {"casualties": "killed or wounded", "deployed": "sent or present"}
OF_THINGS = frozenset({"destroyed", "intercepted", "launched", "seized"})
# "11,000 North Korean soldiers": so many are not those whom the question counts.
_COUNT = re.compile(r"\d[\d.,]*(?: (?:thousand|million|billion))? (?=\S)")
# What is said of how a loss is known, and tells nobody from others: "confirmed dead", "feared dead".
_KNOWN = frozenset("a an the confirmed reported feared presumed believed known suspected total overall new other more".split())


def label_of(
    measure: Measure,
    population: str | None,
    place: str | None,
    first: date | None,
    last: date | None,
    kind: Counting,
    grain: str | None = None,
) -> str:
    """
    Return a question in words: "people killed in Baghdad on 2007-05-20".

    ``grain`` says how sharp the day is since which a total counts: a day, or the month or the year that begins with it.
    """
    return name_losses(measure, population) + (f" in {place}" if place else "") + _when(first, last, kind, grain)


def name_losses(measure: Measure, population: str | None) -> str:
    """
    Return whom a question counts and what happened to them, and say neither twice.

    The words for those counted may be the loss itself: "7 missing" are people missing, and "civilian deaths" need no "killed".
    """
    happened = HAPPENED.get(measure, measure)
    # One number at the front: "60-year-old man" keeps his age.
    words = _COUNT.sub("", population, count=1).split() if population else []
    # "Deaths" and "death", "Wounded" and "wounded" are one word of the lists.
    heads = [singular(fold(word)) for word in words]
    own = _losses(measure)
    if not heads or heads[-1] not in _all_losses():
        # "dead workers" were killed: "workers killed"; but "missing migrants" who were killed stay missing migrants.
        told = words[1:] if heads and heads[0] in own else words
        return f"{' '.join(told) or ('things' if measure in OF_THINGS else 'people')} {happened}"
    # "feared dead" says how the loss is known, and not who they are.
    if all(head in _KNOWN for head in heads[:-1]):
        return f"people {happened}"
    # "heavy casualties" of a question of the killed are not all killed: "killed among heavy casualties".
    return " ".join(words) if heads[-1] in own else f"{happened} among {' '.join(words)}"


@lru_cache(maxsize=len(MEASURES))
def _losses(measure: Measure) -> frozenset[str]:
    """Return the words that say a measure and leave open who is counted: "dead", "deaths", "missing"."""
    told = [entry for entry in default().lists["measures"] if entry.kind == measure]
    states = (form for entry in told if entry.pattern == "state" for form in entry.forms)
    nouns = (form for entry in told if entry.pattern == "count" for form in entry.forms)
    # "hostages" say that people were abducted, and also who they are: only words that merely count are left out.
    return frozenset(states) | (frozenset(nouns) & counts())


@lru_cache(maxsize=1)
def _all_losses() -> frozenset[str]:
    return frozenset().union(*map(_losses, MEASURES))


def _when(first: date | None, last: date | None, kind: Counting, grain: str | None) -> str:
    if kind == "running":
        # "Since 2001" names no day of that year.
        shown = f"{first}"[: {"year": 4, "month": 7}.get(grain or "")]
        return f", total since {shown}" if first is not None else ", total so far"
    if first is None and last is None:
        return ""
    # An end that nobody names is shown as open.
    if first is None or last is None or first != last:
        return f" between {first or '?'} and {last or '?'}"
    return f" on {first}"
