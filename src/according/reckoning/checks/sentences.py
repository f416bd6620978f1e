"""
Checks in plain English: numbers with thousands separators, and who says each.

    >>> from fractions import Fraction
    >>> say_number(3000), say_share(Fraction(3, 11)), say_change(2 / 9)
    ('3,000', '27.3 %', '+22.2 %')
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from according.comparing.days import said_on
from according.reckoning.checks.amounts import Interval, Number, compare, share_of, sum_up
from according.reckoning.checks.constraints import RELATIONS, Books, Relation
from according.records import FiledFigure, Filing

_PER_CENT = " %"


def say_number(number: Number) -> str:
    """Return a number with thousands separators, and two digits or a decimal where it is not whole."""
    if number.denominator == 1:
        return f"{int(number):,}"
    return f"{float(number):,.1f}" if number >= 10 else f"{float(number):.2g}"


def say_share(share: Number) -> str:
    """Return a share of one as a percentage with one decimal."""
    return f"{float(share * 100):.1f}".removesuffix(".0") + _PER_CENT


def say_change(change: float) -> str:
    """Return a relative change with its sign."""
    return f"{change * 100:+.1f}".removesuffix(".0") + _PER_CENT


def say_interval(interval: Interval, *, percent: bool = False) -> str:
    """Return an interval: "300", "at least 100", "at most 12", "33.3 to 50 %"."""
    low, high = interval
    say = say_share if percent else say_number
    if high is None:
        return f"at least {say(low)}"
    if low == high:
        return say(low)
    # From 0 on, only the ceiling says something.
    return f"{say(low).removesuffix(_PER_CENT)} to {say(high)}" if low > 0 else f"at most {say(high)}"


def say_quantity(filed: FiledFigure, books: Books) -> str:
    """Return a figure's quantity as stated."""
    return say_interval(books.stated[filed.id], percent=filed.figure.unit == "percent")


def say_figure(filed: FiledFigure, books: Books) -> str:
    """Return a figure's quantity with what happened to those counted: "300 killed"."""
    return f"{say_quantity(filed, books)} {filed.figure.measure}"


def list_words(words: Sequence[str]) -> str:
    """Return words as a list with commas and an "and"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def say_speakers(figures: Sequence[FiledFigure], books: Books) -> str:
    """Return who gives which numbers: "the NIS (300; 2,700), the report itself (11,000)"."""
    # Inside one report its name says nothing; between reports it tells which "police" are meant.
    several = len({filed.filing.id for filed in figures}) > 1
    given: dict[str, list[str]] = {}
    # "The civil defence" and "the civil defence" are one, as it is first written.
    names: dict[str, str] = {}
    for filed in figures:
        name = _say_speaker(filed, several=several)
        given.setdefault(names.setdefault(name.casefold(), name), []).append(say_quantity(filed, books))
    # One speaker may state a number twice: it is told once.
    return ", ".join(f"{speaker} ({'; '.join(dict.fromkeys(amounts))})" for speaker, amounts in given.items())


def say_source(filing: Filing) -> str:
    """Return by what a reader finds a report again: its publisher, else its file, else its title; nothing where it has none of them."""
    return filing.publisher or PurePath(filing.path or "").name or (f"\"{filing.title}\"" if filing.title else "")


def _say_speaker(filed: FiledFigure, *, several: bool) -> str:
    """Return who answers for a figure, the outermost speaker first, and where there are several reports in which."""
    named = ", citing ".join(speaker.called for speaker in filed.statement.speakers)
    if not several:
        return named or "the report itself"
    source = say_source(filed.filing)
    return f"{named} in {source}" if named and source else named or source or "a report"


def explain_conflict(books: Books, figures: Sequence[str], relations: Sequence[Relation], chosen: Mapping[str, str]) -> str:
    """Return in one or two sentences why figures cannot all be true, and who says them."""
    filed = [books.figures[id] for id in figures]
    rules = {relation.rule for relation in relations}
    # One true value with two numbers fails without any relation.
    if not relations:
        told = f"{list_words([say_figure(one, books) for one in filed])} at one moment"
    elif rules == {"running-total"}:
        # A fall may go over several totals: their days in order say more than a chain of relations.
        told = _say_fall(filed, books)
    elif len(relations) == 1:
        told = explain_relation(books, relations[0], chosen)
    else:
        told = f"{list_words([say_figure(one, books) for one in filed])} cannot all be true. "
        # Through several rules no single sum shows the conflict: the numbers are told, and the rules that they break together.
        told += " ".join(sentence.removesuffix(".") + "." for rule, sentence in RELATIONS.items() if rule in rules).removesuffix(".")
    return f"{told}. Said by {say_speakers(filed, books)}."


def _say_fall(figures: Sequence[FiledFigure], books: Books) -> str:
    dated = sorted(figures, key=lambda filed: str(said_on(filed, filed.figure.counting) or ""))
    days = [said_on(filed, filed.figure.counting) for filed in dated]
    told = [f"{say_quantity(filed, books)}{f' ({day})' if day else ''}" for filed, day in zip(dated, days, strict=True)]
    return f"the total {dated[0].figure.measure} falls from {' over '.join(told[:-1])} to {told[-1]}"


def explain_holding(books: Books, relation: Relation, chosen: Mapping[str, str], figures: Sequence[str]) -> str:
    """Return what a relation makes of figures that keep it, and who says them."""
    return f"{explain_relation(books, relation, chosen)}. Said by {say_speakers([books.figures[id] for id in figures], books)}."


def explain_relation(books: Books, relation: Relation, chosen: Mapping[str, str]) -> str:
    """Return what a relation makes of the figures chosen for its true values; those without a figure may be any number."""
    if relation.rate is not None:
        (force, _), *losses = relation.terms
        return _explain_rate(books, relation.rate, chosen.get(force, ""), [chosen.get(slot, "") for slot, _ in losses])
    *parts, (whole, _) = relation.terms
    return _explain_parts(books, [chosen.get(slot, "") for slot, _ in parts], chosen.get(whole, ""), equal=relation.equal)


def _explain_rate(books: Books, rate: str, force: str, losses: Sequence[str]) -> str:
    stated = books.stated[rate]
    share = share_of(sum_up([_interval(books, id) for id in losses]), _interval(books, force))
    told = f"{_say_sum(books, losses)} of {_say(books, force)} is {say_interval(share, percent=True)}"
    return f"{told}, {compare(share, stated)} the stated {say_interval(stated, percent=True)}"


def _explain_parts(books: Books, parts: Sequence[str], whole: str, *, equal: bool) -> str:
    total, stated = sum_up([_interval(books, id) for id in parts]), _interval(books, whole)
    side = compare(total, stated)
    if side == "above" or (side == "below" and equal):
        more = "more" if side == "above" else "fewer"
        return f"{_say_sum(books, parts, measured=True)}, {more} than the {_say(books, whole, measured=True)}"
    if len(parts) == 1:
        return f"{_say(books, parts[0])} is part of {_say(books, whole)}"
    told = _say_sum(books, parts)
    # "600 + 4,100 = 4,700" has named the whole already.
    return told if total[0] == total[1] == stated[1] else f"{told} of {_say(books, whole)}"


def _interval(books: Books, id: str) -> Interval:
    # A true value that no figure states may be any number.
    return books.stated.get(id, (0, None))


def _say(books: Books, id: str, *, measured: bool = False) -> str:
    filed = books.figures[id]
    return say_figure(filed, books) if measured else say_quantity(filed, books)


def _say_sum(books: Books, ids: Sequence[str], *, measured: bool = False) -> str:
    told = [id for id in ids if id in books.figures]
    amounts = " + ".join(_say(books, id, measured=measured) for id in told)
    return amounts if len(told) == 1 else f"{amounts} = {say_interval(sum_up([_interval(books, id) for id in told]))}"
