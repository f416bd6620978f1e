"""
Who: the people that a figure counts, and whether two figures count the same.

Words that name nobody in particular are one list (``nobody``, in ``data/en``), which says how much each leaves open. Three questions are
asked of it: whether words say at all who is counted (:func:`counts`), whether they may be anybody's (:func:`anybody`), and whether they
say no more than a kind and a country do (:func:`plain`).
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from according.language.lemmas import singular
from according.lexicon import default
from according.names.countries import SHARED_DEMONYMS, countries, demonyms, longest_name
from according.names.gazetteer import fold
from according.names.nouns import ARMED_KINDS
from according.statement import Party

PLAIN_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Shorter words are mostly function words, or say little: "man", "the".
WORD_SHORTEST = 4
# Behind these a noun phrase's head has been said: "guards of the mine", "soldiers suspected of looting", "miners, most of them young".
_TAIL = re.compile(r"[,(]|\b(?:of|from|in|on|at|with|who|that|which|suspected|believed|known|held|working|fighting)\b")
# Kinds that are not one another; the others (children, officials) may be of any of these.
KINDS_APART = frozenset({"military", "militant", "police", "civilian", "medic", "journalist", "aid-worker", "government"})
# What is said of how people are known or counted, and not of who they are.
ASIDE = frozenset(
    "the a an of in from suspected alleged other more another at least about some nearly its their his her our all total".split()
)
# Behind the word for what people died of: "war-related deaths", of which the folding leaves two words.
RELATED = "related"
# From so many kinds on a list may be a crowd.
KINDS_LISTED = 3
_LIST = re.compile(r",? (?:and|or) |, ")
# What belongs to a side, a rank or a state of knowledge, and not to whom is counted.
_VAGUE_MODIFIERS = frozenset(
    "suspected alleged reported confirmed other further additional another more least about some nearly new young old top senior key local "
    "year".split()
)


def counts() -> frozenset[str]:
    """Return the words that count and leave open whom, such as "death" and "total": "600 deaths", "a total of 12"."""
    return default().forms("nobody", "count")


def anybody() -> frozenset[str]:
    """Return the words that do not say which people are counted: "people", "resident", "passenger", and those of :func:`counts`."""
    return default().forms("nobody", "count", "human", "civilian", "there")


def befallen(measure: str) -> frozenset[str]:
    """Return the words that say of people no more than what a measure does: all who were abducted are "hostages"."""
    return default().forms("nobody", measure)


def are_all_kinds(party: Party | None) -> bool:
    """
    Say whether a population lists three kinds of people or more, and none bears arms: "children, parents and teachers".

    Such a list is a crowd, and none of its kinds is the one that is counted. "Women, children and the elderly" are a part of any crowd.
    """
    if party is None or party.kind in ARMED_KINDS:
        return False
    kinds = [frozenset(map(singular, PLAIN_WORD.findall(kind.casefold()))) for kind in _LIST.split(party.text)]
    parts = default().forms("nobody", "portion", "single")
    return len(kinds) >= KINDS_LISTED and any(kind.isdisjoint(parts) for kind in kinds)


def portions() -> frozenset[str]:
    """Return the words for people who are a part of any crowd: "woman", "girl"."""
    return default().forms("nobody", "portion")


def plain() -> frozenset[str]:
    """Return the words that say no more of people than a count, a kind or a country does: "death", "people", "soldier"."""
    return default().forms("nobody", "count", "human", "civilian", "armed")


@dataclass(frozen=True, slots=True)
class People:
    """
    Who is counted: country and kind as read, and the words that tell them from others of that country and kind.

    ``noun`` is the word that says who they are: "guard" of "security guards". Two people that differ in it alone are equal.
    """

    country: str | None
    kind: str | None
    words: frozenset[str]
    noun: str | None = field(default=None, compare=False)

    @property
    def specific(self) -> bool:
        """Whether these are somebody in particular, and not just "people" or "soldiers"."""
        return bool(self.words) or (self.country is not None and self.kind in KINDS_APART)


@lru_cache(maxsize=1 << 14)
def read_people(text: str, kind: str | None, country: str | None) -> People | None:
    """
    Return whom a noun phrase counts, or ``None`` where it names a count and no people: "600 deaths".

    ``kind`` and ``country`` are those that the reading has for the phrase.
    """
    words = [word.removesuffix("'s") for word in PLAIN_WORD.findall(_plain(text))]
    told = [singular(word) for word in _strip_countries(words) if word not in ASIDE]
    # "Iraqi soldiers" and "Iraqi troops" are the same people: country and kind say all that the words do.
    distinct = frozenset(told) - plain()
    # "600 deaths" may be of anybody, "600 Iraqi deaths" of Iraqis.
    if not distinct and country is None and not counts().isdisjoint(told):
        return None
    # "other" says only that no kind was told.
    return People(country, kind if kind != "other" else None, distinct, _noun(text))


def _plain(text: str) -> str:
    """Return a text without case and accents, with plain apostrophes where it is not ASCII."""
    if text.isascii():
        return text.casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold().replace("’", "'")


def _strip_countries(words: Sequence[str]) -> list[str]:
    """Return the words without the names of countries and of their people: the country's code has them."""
    kept, at = [], 0
    while at < len(words):
        # The longest name first: "north korean" before "korean".
        most = min(longest_name(), len(words) - at)
        length = next((length for length in range(most, 0, -1) if _is_country(" ".join(words[at : at + length]))), 0)
        if not length:
            kept.append(words[at])
        at += length or 1
    return kept


def _is_country(phrase: str) -> bool:
    """Say whether a casefolded phrase is a country's or capital's name, or a demonym."""
    return phrase in countries() or phrase in demonyms() or phrase.removesuffix("s") in demonyms()


def tell_apart(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> str | None:
    """
    Return why people of two countries and kinds cannot be the same, or ``None`` where they can.

    Each side is given as its country and its kind.
    """
    (land, kind), (other_land, other_kind) = one, other
    if land and other_land and land != other_land:
        return "people of other countries"
    # Children and officials may be civilians or police too, so these kinds tell nobody apart.
    return f"{kind} and {other_kind}" if kind != other_kind and {kind, other_kind} <= KINDS_APART else None


def same_people(a: People | None, b: People | None) -> bool | None:
    """
    Say whether two figures count the same people; ``None`` where the words do not tell.

    It is not known of "guards" and "security guards": who is called by one noun may be the same.
    """
    if a is None or b is None:
        return None
    if tell_apart((a.country, a.kind), (b.country, b.kind)) is not None:
        return False
    if a.words != b.words:
        # "Congolese soldiers" may be those of either Congo.
        if _less_shared_demonyms(a, b) == _less_shared_demonyms(b, a):
            return None
        # "border soldiers" beside "soldiers" are a part: "soldier" says no more than their kind, so the words beside it count.
        return None if a.noun is not None and a.noun == b.noun and a.noun not in plain() else False
    # The same words, but one report says whose they are and the other does not.
    return True if (a.country, a.kind) == (b.country, b.kind) else None


def _less_shared_demonyms(people: People, other: People) -> frozenset[str]:
    """Return the words of some people without the demonyms of two countries of which the other people's is one."""
    return frozenset(word for word in people.words if other.country not in SHARED_DEMONYMS.get(word, ()))


def heads_of(party: Party | None) -> frozenset[str]:
    """
    Return the words of a party, and of its fuller name, that say who they are, folded and in the singular.

    Words of fewer than four letters are left out unless they are words for people, such as "man". "War-related deaths" and "bird flu
    deaths" are deaths: what people died of does not say who they were.
    """
    if party is None:
        return frozenset()
    words = [singular(word) for word in PLAIN_WORD.findall(fold(f"{party.text} {party.name or ''}"))]
    if party.kind is None and len(words) > 1 and words[-1] in counts() and _tells_cause(words[-2]):
        words = words[-1:]
    return frozenset(word for word in words if word not in _VAGUE_MODIFIERS and (len(word) >= WORD_SHORTEST or word in anybody()))


def _tells_cause(word: str) -> bool:
    """Say whether the word before "deaths" tells of what people died: "war", "flu", "war-related"."""
    return word == RELATED or default().find("events", word) is not None


def noun_of(party: Party | None) -> str | None:
    """
    Return the head of a population's first noun phrase, folded and in the singular.

    It is the last word before a comma, a bracket, a preposition, a relative clause or a participle such as "suspected".
    """
    return None if party is None else _noun(party.text)


@lru_cache(maxsize=1 << 14)
def _noun(text: str) -> str | None:
    """Return the head of :func:`noun_of` by a population's words."""
    # "Democratic Republic of the Congo soldiers": the "of" of a country's name ends no phrase.
    words = PLAIN_WORD.findall(fold(_TAIL.split(_cut_countries().sub("", text), maxsplit=1)[0]))
    return singular(words[-1]) if words else None


@lru_cache(maxsize=1)
def _cut_countries() -> re.Pattern[str]:
    """Return a pattern of the countries' names in which a noun phrase's head would seem to end."""
    names = sorted((name for name in countries() if _TAIL.search(name)), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", re.IGNORECASE)
