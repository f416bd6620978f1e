"""Countries, their capitals and their people, by name: read from the package's lists."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Return the casefolded demonyms with their countries' codes, from ``data/demonyms.tsv``."""
    return dict(row[:2] for row in _rows("demonyms.tsv"))


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[str, str]]:
    """Return the casefolded names of countries and capitals with code and kind (country, alias or capital), from ``data/countries.tsv``."""
    return {name.casefold(): (code, kind) for name, code, kind in _rows("countries.tsv")}


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return the English name of each country code."""
    return {code: name for name, code, kind in _rows("countries.tsv") if kind == "country"}


def country_code(words: str) -> str | None:
    """
    Return the code of a country that is given by its code or by a name of its own, not by its capital's; ``None`` for anything else.

        >>> country_code("kp"), country_code("South  Korea"), country_code("Seoul")
        ('KP', 'KR', None)
    """
    name = " ".join(words.split())
    if name.upper() in country_names():
        return name.upper()
    code, kind = countries().get(name.casefold(), (None, None))
    return None if kind == "capital" else code


def _rows(name: str) -> list[list[str]]:
    lines = (files("according") / "data" / name).read_text(encoding="utf8").splitlines()
    return [line.split("\t") for line in lines[1:]]


@lru_cache(maxsize=1)
def demonym_ends() -> frozenset[str]:
    """Return the last words of demonyms of several: the head of "North Koreans" is "Koreans"."""
    return frozenset(demonym.rpartition(" ")[2] for demonym in demonyms() if " " in demonym)


def is_demonym(words: str) -> bool:
    """Say whether a word or phrase is a demonym, in the singular or plural."""
    words = words.casefold()
    return words in demonyms() or words.removesuffix("s") in demonyms()
