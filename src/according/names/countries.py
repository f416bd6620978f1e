"""Countries, their capitals and their people, by name: read from the package's lists."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

# Demonyms of two countries, with the codes of both: they name a people, and not which.
SHARED_DEMONYMS = {"congolese": frozenset({"CD", "CG"}), "dominican": frozenset({"DM", "DO"})}


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """
    Return the casefolded demonyms with their countries' codes (ISO 3166-1 alpha-2), from ``data/demonyms.tsv``.

    Most stand in the singular. A demonym of two countries ("Congolese", ``SHARED_DEMONYMS``) is left out: the word alone does not say
    which.
    """
    return dict(row[:2] for row in _rows("demonyms.tsv"))


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[str, str]]:
    """
    Return the casefolded names of countries and capitals, each with a code and a kind, from ``data/countries.tsv``.

    The kind is ``country`` (GeoNames' name, one a country), ``alias`` (another name, such as "Burma") or ``capital``. A seat of power
    that stands for its state is a capital too: "Kremlin", "Pentagon".
    """
    return {name.casefold(): (code, kind) for name, code, kind in _rows("countries.tsv")}


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return the one English name of each country code: aliases and capitals are left out."""
    return {code: name for name, code, kind in _rows("countries.tsv") if kind == "country"}


@lru_cache(maxsize=1)
def fips_codes() -> dict[str, str]:
    """
    Return the FIPS 10-4 code of each country code that has one, from ``data/fips.tsv``: other lists call Ukraine ``UP`` and Israel ``IS``.

    Palestine has none: FIPS parts it into the West Bank and the Gaza Strip.
    """
    return dict(row[:2] for row in _rows("fips.tsv"))


def country_code(words: str) -> str | None:
    """
    Return the code of a country that is given by its code or by a name of its own, not by its capital's; ``None`` for anything else.

        >>> country_code("kp"), country_code("South  Korea"), country_code("Seoul")
        ('KP', 'KR', None)
    """
    name = " ".join(words.split())
    if name.upper() in country_names():
        return name.upper()
    # A correction or a filter that says "Seoul" may mean the town, so a capital stands for no country here.
    code, kind = countries().get(name.casefold(), (None, None))
    return None if kind == "capital" else code


@lru_cache(maxsize=1)
def longest_name() -> int:
    """Return how many words the longest name of a country or demonym has."""
    return max(len(name.split()) for name in (*countries(), *demonyms()))


def _rows(name: str) -> list[list[str]]:
    """Return the cells of a list in ``data``."""
    lines = (files("according") / "data" / name).read_text(encoding="utf8").splitlines()
    # The first line has the columns' names.
    return [line.split("\t") for line in lines[1:]]


@lru_cache(maxsize=1)
def demonym_ends() -> frozenset[str]:
    """Return the last words of demonyms that have several words: "korean" of "North Korean"."""
    # The parser gives a noun phrase's head, which is one word: "Koreans" in "12 North Koreans". Alone it is in no list.
    return frozenset(demonym.rpartition(" ")[2] for demonym in demonyms() if " " in demonym)


def is_demonym(words: str) -> bool:
    """Say whether a word or phrase is a demonym, in the singular or plural."""
    words = words.casefold()
    # "Iraqis", "Americans": plurals are not in the list.
    return any(word in demonyms() or word in SHARED_DEMONYMS for word in (words, words.removesuffix("s")))
