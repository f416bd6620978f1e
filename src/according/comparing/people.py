"""
Who: the people that a figure counts, and whether two figures count the same.

Words that name nobody in particular are one list (``nobody``, in ``data/en``), which says how much each leaves open. What is asked of it
differs: whether the words say at all who is counted (:func:`counts`), whether they may be anybody's (:func:`anybody`), and whether they
tell people from others of one kind and country (:func:`plain`).
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from according.language.lemmas import singular
from according.lexicon import default
from according.names.countries import countries, demonyms
from according.names.gazetteer import fold
from according.statement import Party

PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Shorter words are function words or say little.
WORD_SHORTEST = 4
# Where a noun phrase's head has been said.
_TAIL = re.compile(r"[,(]|\b(?:of|from|in|on|at|with|who|that|which|suspected|believed|known|held|working|fighting)\b")
# Kinds that are not one another; the others (children, officials) may be of any of these.
KINDS_APART = frozenset({"military", "militant", "police", "civilian", "medic", "journalist", "aid-worker", "government"})
# What is said of how people are known or counted, and not of who they are.
ASIDE = frozenset(
    "the a an of in from suspected alleged other more another at least about some nearly its their his her our all total".split()
)
# What belongs to a side, a rank or a state of knowledge, and not to whom is counted.
_VAGUE_MODIFIERS = frozenset(
    "suspected alleged reported confirmed other further additional another more least about some nearly new young old top senior key local "
    "year".split()
)
LONGEST_NAME = 3  # words of a country's name or demonym: "United Arab Emirates"


def counts() -> frozenset[str]:
    """Return the words that count and leave open whom: "600 deaths", "a total of 12"."""
    return default().forms("nobody", "count")


def anybody() -> frozenset[str]:
    """Return the words for people that do not say which people: "people", "residents", "deaths"."""
    return default().forms("nobody", "count", "human", "civilian", "there")


def plain() -> frozenset[str]:
    """Return the words that say no more of people than a count, their kind or their country does: "deaths", "people", "soldiers"."""
    return default().forms("nobody", "count", "human", "civilian", "armed")


@dataclass(frozen=True, slots=True)
class People:
    """Who is counted: country and kind as read, and the words that tell them from others of that country and kind."""

    country: str | None
    kind: str | None
    words: frozenset[str]
    noun: str | None = field(default=None, compare=False)  # the word that says who they are: "guard" of "security guards"

    @property
    def specific(self) -> bool:
        """Whether these are somebody in particular, and not just "people" or "soldiers"."""
        return bool(self.words) or (self.country is not None and self.kind in KINDS_APART)


@lru_cache(maxsize=1 << 14)
def read_people(text: str, kind: str | None, country: str | None) -> People | None:
    """Return whom a noun phrase counts, or ``None`` where it names a count and no people ("deaths")."""
    words = [word.removesuffix("'s") for word in PLAIN_WORD.findall(_plain(text))]
    told = [singular(word) for word in _strip_countries(words) if word not in ASIDE]
    distinct = frozenset(told) - plain()
    if not distinct and country is None and not counts().isdisjoint(told):
        return None
    return People(country, kind if kind != "other" else None, distinct, _noun(text))


def _plain(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold().replace("’", "'")


def _strip_countries(words: Sequence[str]) -> list[str]:
    """Leave out the names of countries and their people: they are in the country's code."""
    kept, at = [], 0
    while at < len(words):
        length = next((length for length in range(LONGEST_NAME, 0, -1) if _is_country(" ".join(words[at : at + length]))), 0)
        if not length:
            kept.append(words[at])
        at += length or 1
    return kept


def _is_country(phrase: str) -> bool:
    return phrase in countries() or phrase in demonyms() or phrase.removesuffix("s") in demonyms()


def tell_apart(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> str | None:
    """Return why people of two countries and kinds cannot be the same, or ``None`` where they can; each is country and kind."""
    (land, kind), (other_land, other_kind) = one, other
    if land and other_land and land != other_land:
        return "people of other countries"
    return f"{kind} and {other_kind}" if kind != other_kind and {kind, other_kind} <= KINDS_APART else None


def same_people(a: People | None, b: People | None) -> bool | None:
    """
    Say whether two figures count the same people, as far as the words tell.

    Of "guards" and "security guards" it is not known: who is called by one noun may be the same.
    """
    if a is None or b is None:
        return None
    if tell_apart((a.country, a.kind), (b.country, b.kind)) is not None:
        return False
    if a.words != b.words:
        return None if a.noun is not None and a.noun == b.noun and a.noun not in plain() else False
    return True if (a.country, a.kind) == (b.country, b.kind) else None


def heads_of(party: Party | None) -> frozenset[str]:
    """Return the folded noun lemmas of a party's words and fuller name that say who they are."""
    if party is None:
        return frozenset()
    words = [singular(word) for word in PLAIN_WORD.findall(fold(f"{party.text} {party.name or ''}"))]
    return frozenset(word for word in words if word not in _VAGUE_MODIFIERS and (len(word) >= WORD_SHORTEST or word in anybody()))


def noun_of(party: Party | None) -> str | None:
    """Return the head of a population's first noun phrase, folded and singular: what stands before "of", "from", "who" or a comma."""
    return None if party is None else _noun(party.text)


@lru_cache(maxsize=1 << 14)
def _noun(text: str) -> str | None:
    words = PLAIN_WORD.findall(fold(_TAIL.split(text, maxsplit=1)[0]))
    return singular(words[-1]) if words else None
