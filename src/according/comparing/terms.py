"""
What a figure is found by: its words as the ledger's columns hold them, and those that are asked for.
"""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import takewhile

from according.language.lemmas import singular
from according.names.countries import countries, demonyms, longest_name
from according.names.gazetteer import fold
from according.statement import Party

# Fewer letters begin too many words: "men" and "man" have only the "m" in common.
STEM_SHORTEST = 3


@lru_cache(maxsize=50_000)
def words_of(*names: str | None) -> str:
    """
    Return the distinct words of some names, folded, with a blank before each, so that the beginning of a word can be searched for.

        >>> words_of("North Koreans", "North Korea")
        ' north koreans korea'
    """
    words = dict.fromkeys(word for name in names if name for word in fold(name).split())
    return "".join(" " + word for word in words)


def party_words(parties: Iterable[Party]) -> str:
    """Return the words of parties: as the report has them, and their names."""
    return words_of(*(name for party in parties for name in (party.text, party.name)))


Term = tuple[str, ...]


def asked(words: str) -> tuple[tuple[Term, str | None], ...]:
    """
    Split what is asked of people into terms, each with the country it stands for if it is a demonym or a country's name.

    Each word of a term must begin a word of the people's names. Singular and plural are asked for by the beginning that both have.

        >>> asked("North Korean soldiers")
        ((('north', 'korean'), 'KP'), (('soldier',), None))
        >>> asked("women bodies")
        ((('wom',), None), (('bod',), None))
    """
    rest, terms = fold(words).split(), []
    while rest:
        length, country = _nation(rest)
        terms.append((tuple(_stem(word) for word in rest[:length]), country))
        rest = rest[length:]
    return tuple(terms)


def _nation(words: list[str]) -> tuple[int, str | None]:
    """Return how many of the first words name a nation, and its country; one word and ``None`` where they do not."""
    # The longest name first: "north korean", and not "north" and then "korean".
    for length in range(min(longest_name(), len(words)), 0, -1):
        if country := _nations().get(" ".join(words[:length])):
            return length, country
    return 1, None


@lru_cache(maxsize=1)
def _nations() -> dict[str, str]:
    """Return the folded names of countries and their demonyms, these in singular and plural, with the countries' codes."""
    # A capital that is asked for is a word like others: who asks for "Moscow" means no Russians.
    names = {fold(name): code for name, (code, kind) in countries().items() if kind != "capital"}
    single = {fold(name): code for name, code in demonyms().items()}
    return {**names, **{name + "s": code for name, code in single.items()}, **single}


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    """Return the beginning that a word has in the singular and in the plural, or all of it where that is too short."""
    # "body" and "bodies" begin with "bod": whichever is asked for, both are found.
    start = "".join(letter for letter, _ in takewhile(lambda both: both[0] == both[1], zip(word, singular(word), strict=False)))
    return start if len(start) >= STEM_SHORTEST else word


def kind_of(measure: str, unit: str) -> str:
    """Return the name of a kind of figures: what counts another thing, or in another unit, never counts the same."""
    return f"{measure} {unit}"


def kind_in(line: str) -> str:
    """
    Return the kind of the figure that has a line (:func:`line_of`).

        >>> kind_in(line_of("killed", "people", None, None)) == kind_of("killed", "people")
        True
    """
    return " ".join(line.split(" ")[:2])


def line_of(measure: str, unit: str, country: str | None, last: date | None) -> str:
    """
    Return a key by which figures that wait for their groups are put in order: measure and unit, last day, country.

    Figures of near days stand side by side, and are read together with the neighbours that they share.
    """
    # The day goes before the country: figures without a place are near those of every country, and would be read anew for each.
    return f"{kind_of(measure, unit)} {last or '----'} {country or '--'}"
