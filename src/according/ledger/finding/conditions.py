"""
A query as conditions on the figures' rows.

What they say of one figure in Python is :func:`according.ledger.finding.fitness.fits`; a property test holds the two together.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from according.comparing.spread import LONG, later
from according.comparing.terms import Term, asked
from according.ledger.database.schema import (
    copies,
    figures,
    place_words,
    places,
    population_words,
    populations,
    publishers,
    readings,
    reports,
    statements,
)
from according.ledger.finding.search import Search, phrases
from according.names.places import covered
from according.records import Query
from according.statement import MEASURES, Counting, Unit

Condition = ColumnElement[bool]
UNITS: tuple[Unit, ...] = Unit.__args__  # type: ignore[attr-defined]
COUNTINGS: tuple[Counting, ...] = Counting.__args__  # type: ignore[attr-defined]
# In days. The figures of so few are looked through one by one; of more days it costs less to look up all places of a region first.
STRETCH_SHORT = 62
# Indexes in which measure and unit stand before the rest: even a query for all of them names each.
MEASURED = frozenset({"ix_figures_block", "ix_figures_days", "ix_figures_people"})
# Above every character of a word.
_LAST = "\U0010ffff"
_f = figures.c


def conditions(query: Query, search: Search) -> Iterator[Condition]:
    """Yield what a figure's row must be for it to fit a query, its days and the time of filing apart."""
    if query.measures or index_for(query) in MEASURED:
        yield _f.measure.in_(query.measures or MEASURES) & _f.unit.in_(UNITS)
    if query.figures:
        yield _f.id.in_(query.figures)
    if query.reports:
        # By their statements: on the readings the figures have no index.
        held = select(statements.c.number).join(readings, readings.c.number == statements.c.reading)
        held = held.join(reports, reports.c.number == readings.c.report)
        yield _f.statement.in_(held.where(reports.c.id.in_(query.reports)))
    if query.text is not None:
        wanted = phrases(query.text)
        # Signs without a word ("!?") find nothing, not everything.
        yield _f.statement.in_(search.holding("statement_words", wanted)) if wanted else _f.number.is_(None)
    if query.place is not None:
        yield at(query.place, each=_is_each(query))
    if query.speaking:
        yield speaks(query.first, query.last)
    yield from _people(query)


def _people(query: Query) -> Iterator[Condition]:
    if query.country is not None:
        yield _f.population_country == query.country
        if index_for(query) == "ix_figures_people":
            # The counting stands before the days in the index: unless all are named, its days cannot be looked up.
            yield _f.counting.in_(COUNTINGS)
    if query.population is not None or query.kind is not None:
        yield _f.population.in_(_populations(query))
    if query.perpetrator is not None:
        # An empty word asks that there is one.
        yield _f.perpetrator_words.is_not(None)
        for term, country in asked(query.perpetrator):
            yield _either(begun(_f.perpetrator_words, term), _f.perpetrator_country, country)
    if query.speaker is not None:
        yield _f.speaker_words != ""
        for term, _ in asked(query.speaker):
            yield begun(_f.speaker_words, term)
    if query.publisher is not None:
        yield published_by(query)


def _populations(query: Query) -> Select[str]:
    found = select(populations.c.id)
    if query.kind is not None:
        found = found.where(populations.c.kind == query.kind)
    for term, country in asked(query.population or ""):
        # The first word of a term is looked up in the index of words; the others are tried on what it found.
        first = select(population_words.c.population).where(starting(population_words.c.word, term[0]))
        words = populations.c.id.in_(first) & begun(populations.c.words, term[1:])
        found = found.where(_either(words, populations.c.country, country))
    return found


def starting(column: ColumnElement[str], start: str) -> Condition:
    """Return the condition that a column starts as given, for which an index can be used."""
    return (column >= start) & (column <= start + _LAST)


def begun(column: ColumnElement[str], term: Term) -> Condition:
    """Return the condition that each word of a term begins a word of a column, whose words have a blank before each."""
    # The blank: "orth" stands in "north" and begins no word of it.
    return and_(True, *(column.contains(" " + word, autoescape=True) for word in term))


def _either(words: Condition, column: ColumnElement[str], country: str | None) -> Condition:
    return words if country is None else or_(words, column == country)


def publishers_called(words: str) -> Select[str]:
    """Return the query for the ids of publishers in whose names each of some words begins one."""
    return select(publishers.c.id).where(*(begun(publishers.c.words, term) for term, _ in asked(words)))


def published_by(query: Query) -> Condition:
    """Return the condition that a figure's report was filed from a publisher, first or as a copy."""
    copied = select(copies.c.number).join(readings, readings.c.report == copies.c.report)
    # Those of the name are looked up once, and not for each figure.
    copied = copied.where(readings.c.number == _f.reading, copies.c.publisher.in_(publishers_called(query.publisher or "")))
    if query.known_at is not None:
        # A publisher that had not carried the report by then had not said it.
        copied = copied.where(copies.c.filed <= query.known_at)
    return copied.correlate(figures).exists()


def at(name: str, *, each: bool = False) -> Condition:
    """
    Return the condition that a figure's place lies in what a name covers.

    All places that a name covers are looked up first, or, with ``each``, the place of each figure: of few figures that is less than of all
    places in a region.
    """
    cover = covered(name)
    # A country's name covers no place elsewhere whose name holds it ("Georgia Avenue").
    if cover.country is not None:
        return _f.place_country == cover.country
    of = places.c
    regions = [and_(of.country == country, of.region == code) for country, code in sorted(cover.regions)]
    if cover.inside:
        # "Gaza" covers "Gaza City"; the blanks keep it to whole words. Its longest word, which few others have, is looked up in the index
        # of words, and all of it is tried on what that finds.
        named = or_(*(_holding(spelt) for spelt in cover.names))
    else:
        # A region's namesake in a country that has no such region is another place.
        named = and_(of.name.in_(cover.names), or_(of.country.is_(None), of.country.in_({country for country, _ in cover.regions})))
    covering = select(of.id).where(or_(named, *regions))
    return covering.where(of.id == _f.place).correlate(figures).exists() if each else _f.place.in_(covering)


def _holding(name: str) -> ColumnElement[bool]:
    """Return the condition that a place's plain name holds a name's words, side by side."""
    first = select(place_words.c.place).where(place_words.c.word == max(name.split(), key=len, default=""))
    return and_(places.c.id.in_(first), (" " + places.c.name + " ").contains(f" {name} ", autoescape=True))


def _is_each(query: Query) -> bool:
    """Say whether a query's figures are looked through one by one: of few days, and in a region, which has any number of places."""
    if query.place is None or query.first is None or query.last is None:
        return False
    return (query.last - query.first).days <= STRETCH_SHORT and bool(covered(query.place).regions)


# -- days ----------------------------------------------------------------------------------------------------------


def meets(first: date | None, last: date | None) -> list[list[Condition]]:
    """
    Return the ways in which a figure's days can meet a stretch of days, each a list of conditions for which an index can be used.

    Days that end long after the stretch can meet it only if they are many; these are few, and are looked through.
    """
    starts = [] if first is None else [_f.day_last >= first]
    if last is None:
        # Both are named, for in the indexes ``long`` stands before the days.
        return [[_f.long.in_((0, 1)), *starts]]
    ends = [*starts, _f.day_first <= last]
    return [[_f.long == 0, _f.day_last <= later(last, LONG), *ends], [_f.long == 1, *ends]]


def speaks(first: date | None, last: date | None) -> Condition:
    """Return the condition that the day for which a figure speaks (:func:`~according.comparing.days.day_of`) lies in a stretch."""
    told = readings.c.published
    day = case((and_(_f.day_first <= told, told < _f.day_last), told), else_=_f.day_last)
    ends = [*([] if first is None else [day >= first]), *([] if last is None else [day <= last])]
    return select(readings.c.number).where(readings.c.number == _f.reading, *ends).correlate(figures).exists()


# -- the index to use ----------------------------------------------------------------------------------------------


def index_for(query: Query) -> str | None:
    """
    Return the index that narrows a query down most, or ``None`` for all figures.

    SQLite knows nothing of how the figures are spread unless it is made to count them, and then chooses anew with every count;
    PostgreSQL is left to choose.
    """
    dated = query.first is not None or query.last is not None
    placed = query.place is not None and covered(query.place).country is not None
    # Read from the top. A place's country alone narrows little: without days it stands low.
    wanted = (
        (bool(query.figures), "ix_figures_id"),
        (bool(query.reports) or query.text is not None, "ix_figures_statement"),
        (query.place is not None and not placed, "ix_figures_days" if _is_each(query) else "ix_figures_place"),
        (dated and placed, "ix_figures_block"),
        (query.population is not None or query.kind is not None, "ix_figures_population"),
        (query.country is not None, "ix_figures_people"),
        (placed, "ix_figures_block"),
        (dated, "ix_figures_days"),
    )
    return next((index for holds, index in wanted if holds), None)


def hinted(found: Select[*tuple[Any, ...]], index: str | None) -> Select[*tuple[Any, ...]]:
    """Return a query that SQLite answers with an index on the figures."""
    return found if index is None else found.with_hint(figures, f"INDEXED BY {index}", "sqlite")
