"""
Whether one figure fits a query, by the same rules by which a ledger finds many: for figures that a person corrected.
"""
from __future__ import annotations

from datetime import date

from according.comparing.days import days_of
from according.comparing.terms import asked, words_of
from according.names.places import covered, plain, region_of
from according.records import FiledFigure, Query
from according.statement import Party, Place


def fits(filed: FiledFigure, query: Query) -> bool:
    """Say whether a figure fits every field that a query gives; ``known_at`` is the ledger's to judge."""
    figure, statement = filed.figure, filed.statement
    population = figure.population
    return (
        (not query.measures or figure.measure in query.measures)
        and (not query.figures or filed.id in query.figures)
        and (not query.reports or filed.filing.id in query.reports)
        and (query.country is None or (population is not None and population.country == query.country))
        and (query.kind is None or (population is not None and population.kind == query.kind))
        and (query.population is None or _is_named(query.population, (population,)))
        and (query.perpetrator is None or _is_named(query.perpetrator, (figure.perpetrator,)))
        and (query.speaker is None or _is_named(query.speaker, statement.speakers, nations=False))
        and (query.publisher is None or _holds(query.publisher, words_of(filed.filing.publisher)))
        and (query.text is None or _holds(query.text, words_of(statement.text)))
        and (query.place is None or (figure.place is not None and _is_in(figure.place, query.place)))
        and _meets(days_of(figure.time, filed.filing.published), query.first, query.last)
    )


def _is_named(words: str, parties: tuple[Party | None, ...], *, nations: bool = True) -> bool:
    """Say whether every word asked begins a word of the names; a nation's word also stands for its country."""
    known = [party for party in parties if party is not None]
    names = words_of(*(name for party in known for name in (party.text, party.name)))
    countries = {party.country for party in known} if nations else set()
    return bool(known) and all(
        (country is not None and country in countries) or all(f" {word}" in names for word in term) for term, country in asked(words)
    )


def _holds(words: str, names: str) -> bool:
    return all(f" {word}" in names for word in words_of(words).split())


def _is_in(place: Place, name: str) -> bool:
    """Say whether a place is what a name covers: its country, its region, or the same name."""
    cover, key, region = covered(name), plain(place.name or place.text), region_of(place)
    if cover.country is not None and place.country == cover.country:
        return True
    if (place.country, region) in cover.regions:
        return True
    return f" {cover.name} " in f" {key} "


def _meets(days: tuple[date | None, date | None], first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    begin, end = days
    return begin is not None and end is not None and (last is None or begin <= last) and (first is None or end >= first)
