"""
Whether one figure fits a query, by the same rules by which a ledger finds many: for figures that a person corrected.

The rules stand twice, here and as conditions on rows (:mod:`according.ledger.finding.conditions`). A property test holds the two together.
Two fields are the ledger's alone, for no correction changes them: ``text``, of which only a full-text index knows the stems, and
``known_at``.
"""
from __future__ import annotations

from datetime import date

from according.comparing.days import day_of, days_of
from according.comparing.terms import asked, party_words, words_of
from according.names.places import covered, plain, region_of
from according.records import FiledFigure, Query
from according.statement import Party, Place


def fits(filed: FiledFigure, query: Query) -> bool:
    """Say whether a figure fits every field that a query gives, ``text`` and ``known_at`` apart."""
    figure, statement = filed.figure, filed.statement
    population = figure.population
    return (
        (not query.measures or figure.measure in query.measures)
        and (not query.figures or filed.id in query.figures)
        and (not query.reports or filed.filing.id in query.reports)
        and (query.country is None or (population is not None and population.country == query.country))
        and (query.kind is None or (population is not None and population.kind == query.kind))
        and (query.population is None or _is_called(query.population, population))
        and (query.perpetrator is None or _is_called(query.perpetrator, figure.perpetrator))
        and (query.speaker is None or _begins(query.speaker, party_words(statement.speakers)))
        and (query.publisher is None or _is_published_by(filed, query.publisher))
        and (query.place is None or (figure.place is not None and _is_in(figure.place, query.place)))
        and _meets(days_of(figure.time, filed.filing.published), query.first, query.last)
        and (not query.speaking or _meets((day := day_of(filed), day), query.first, query.last))
    )


def _is_called(words: str, party: Party | None) -> bool:
    """Say whether every word asked begins a word of a party's names; a nation's word also stands for its country."""
    if party is None:
        return False
    names = party_words((party,))
    return all((country is not None and country == party.country) or _holds(term, names) for term, country in asked(words))


def _begins(words: str, names: str) -> bool:
    """Say whether there are names, and every word asked begins a word of them."""
    # An empty word asks that there is one.
    return bool(names) and all(_holds(term, names) for term, _ in asked(words))


def _holds(term: tuple[str, ...], names: str) -> bool:
    return all(f" {word}" in names for word in term)


def _is_published_by(filed: FiledFigure, words: str) -> bool:
    """Say whether the report was filed from a publisher, first or as a copy."""
    return any(_begins(words, words_of(filing.publisher)) for filing in (filed.filing, *filed.copies) if filing.publisher is not None)


def _is_in(place: Place, name: str) -> bool:
    """Say whether a place is what a name covers: its country, its region, or the same name."""
    cover, key = covered(name), plain(place.name or place.text)
    # A country's name covers no place elsewhere whose name holds it ("Georgia Avenue").
    if cover.country is not None:
        return place.country == cover.country
    if (place.country, region_of(place)) in cover.regions:
        return True
    if cover.inside:
        # "Gaza" covers "Gaza City"; the blanks keep it to whole words.
        return any(f" {named} " in f" {key} " for named in cover.names)
    # A place of the name in another country is another place.
    return key in cover.names and (place.country is None or place.country in {country for country, _ in cover.regions})


def _meets(days: tuple[date | None, date | None], first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    begin, end = days
    # What has no days meets none.
    return begin is not None and end is not None and (last is None or begin <= last) and (first is None or end >= first)
