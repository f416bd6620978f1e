"""
Whom a group's short name or pronoun stands for: "the soldiers", "these troops", "their" are the North Korean troops named before.

A reference is taken only where the report leaves one candidate: the nearest subject of the same kind that has a country.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.reading.mentions import is_plural, phrase
from according.reading.parties import Kind, describe, is_armed_noun, is_person_noun
from according.report import Span
from according.statement import Party

POINTING = frozenset({"the", "these", "those", "this", "that", "its", "their", "such"})
GROUP_PRONOUNS = frozenset({"they", "them", "their", "theirs", "themselves"})
# How many sentences a bare noun or pronoun looks back; further away the report has usually named somebody else.
REACH = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A group as a report names it."""

    sentence: int
    span: Span
    words: str
    kind: Kind | None
    country: str | None
    subject: bool
    pointing: bool
    armed: bool


class References:
    """The groups a report names, in order, and whom its short names and pronouns stand for."""

    __slots__ = ("_named", "_text")

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._named = [named for position, sentence in enumerate(sentences) for named in self._find(position, sentence)]

    def _find(self, position: int, sentence: Sentence) -> list[Named]:
        return [
            self._name(position, sentence, token)
            for token in sentence
            if token.pos in ("NOUN", "PROPN") and is_plural(token) and is_person_noun(token.lemma)
        ]

    def _name(self, position: int, sentence: Sentence, token: Token) -> Named:
        first, last = phrase(sentence, token.index, tail=False)
        pointing = sentence[first].lower in POINTING
        while first < token.index and sentence[first].pos in ("DET", "NUM", "ADV"):
            first += 1
        span = sentence.span(first, last)
        words = span.slice(self._text)
        _, kind, country = describe(words, "population")
        return Named(position, span, words, kind, country, token.dep in ("nsubj", "nsubj:pass"), pointing, is_armed_noun(token.lemma))

    def resolve(self, span: Span, position: int) -> Named | None:
        """Return the fuller naming that a group's words stand for, or ``None`` where they name it themselves or nobody is clear."""
        own = next((named for named in self._named if named.span.overlaps(span)), None)
        words = span.slice(self._text)
        _, kind, country = describe(words, "population")
        if country is not None:
            return self._kinder(country) if kind in (None, "other") else None
        if own is None or kind is None or not own.armed or not (own.pointing or " " not in words):
            return None
        return self._nearest(span, position, kind)

    def pronoun(self, token: Token, position: int) -> Named | None:
        """Return the group that "they" or "their" stands for: the nearest subject before it, in full."""
        if token.lower not in GROUP_PRONOUNS:
            return None
        before = [n for n in self._named if n.span.end <= token.start and n.subject and position - n.sentence <= REACH]
        if not before:
            return None
        return before[-1] if before[-1].country else self._nearest(before[-1].span, before[-1].sentence, before[-1].kind) or before[-1]

    def _nearest(self, span: Span, position: int, kind: Kind | None) -> Named | None:
        """Follow short names back, subject by subject, to one that has a country."""
        for named in reversed(self._named):
            if named.span.end <= span.start and named.subject and named.armed and named.kind == kind:
                if named.country is not None:
                    return named
                if position - named.sentence > REACH:
                    return None
                position = named.sentence
        return None

    def _kinder(self, country: str) -> Named | None:
        """ "North Koreans" are the North Korean troops where the report speaks of no others."""
        same = [n for n in self._named if n.country == country and n.kind not in (None, "other", "official", "government")]
        plain = [n for n in same if n.words.split()[-1].islower()] or same
        return plain[0] if same and len({n.kind for n in same}) == 1 else None


def party_of(words: str, span: Span, role: str, named: Named | None) -> Party:
    """Return a party by its own words, filled in from the fuller naming it stands for."""
    name, kind, country = describe(words, role)
    if named is None:
        return Party(span.start, span.end, words, name, kind, country)
    return Party(span.start, span.end, words, named.words, named.kind if kind in (None, "other") else kind, country or named.country)
