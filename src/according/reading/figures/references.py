"""
Whom a group's short name or pronoun stands for: "the soldiers", "these troops", "their" are the North Korean troops named before.

A reference is taken only where the report leaves one candidate: the nearest subject of the same kind that has a country.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.parties import Kind, describe, is_armed_noun, is_person_noun
from according.reading.grammar.phrases import is_plural, phrase
from according.report import Span
from according.statement import Party

# They say that a group is known to the reader; "troops" without one may be any others.
POINTING = frozenset({"the", "these", "those", "this", "that", "its", "their", "such"})
GROUP_PRONOUNS = frozenset({"they", "them", "their", "theirs", "themselves"})
# How many sentences a bare noun or pronoun looks back; further away the report has usually named somebody else.
REFERENCE_REACH = 4


@dataclass(frozen=True, slots=True)
class Named:
    """
    A group as a report names it.

    ``sentence`` is the position of its sentence. ``subject`` says whether it is the subject there, ``pointing`` whether a word before it
    says that it is known, ``armed`` whether its noun is for armed people.
    """

    sentence: int
    span: Span
    words: str
    kind: Kind | None
    country: str | None
    subject: bool
    pointing: bool
    armed: bool


@dataclass(slots=True)
class _Chain:
    """
    The armed subjects of one kind, in order: each short name may lead back, over those before it, to one with a country.

    ``at`` are their places among the report's groups, and ``leads`` whom each leads to. Kept so that no name is followed back twice: a long
    report has thousands, each a link of the next.
    """

    at: list[int] = field(default_factory=list)
    leads: list[Named | None] = field(default_factory=list)
    last: Named | None = None

    def add(self, at: int, named: Named) -> None:
        """Take in the next of them."""
        # From each link on the reach is counted anew.
        reached = self.last is not None and named.sentence - self.last.sentence <= REFERENCE_REACH
        lead = named if named.country is not None else self.leads[-1] if reached else None
        self.at.append(at)
        self.leads.append(lead)
        self.last = named


class References:
    """The groups a report names, in order, and whom its short names and pronouns stand for."""

    __slots__ = ("_by_country", "_chains", "_kinder_of", "_lexicon", "_named", "_sentences", "_starts", "_text")

    def __init__(self, text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._text = text
        self._sentences = sentences
        self._named = [named for position, sentence in enumerate(sentences) for named in self._find(position, sentence)]
        # In the order of the text, so that what stands before a place is found by bisection.
        self._starts = [named.span.start for named in self._named]
        # Asked for at each short name, and the same for all of one country.
        self._kinder_of: dict[str, Named | None] = {}
        self._by_country: dict[str, list[Named]] = {}
        for named in self._named:
            # Officials and governments are left out: "North Koreans" at the front are not the ministers.
            if named.country is not None and named.kind not in (None, "other", "official", "government"):
                self._by_country.setdefault(named.country, []).append(named)
        self._chains: dict[Kind | None, _Chain] = {}
        for at, named in enumerate(self._named):
            if named.subject and named.armed:
                self._chains.setdefault(named.kind, _Chain()).add(at, named)

    def _find(self, position: int, sentence: Sentence) -> list[Named]:
        """Return the groups that a sentence names by a plural noun for people."""
        return [
            self._name(position, sentence, token)
            for token in sentence
            if token.pos in ("NOUN", "PROPN") and is_plural(token) and is_person_noun(token.lemma, self._lexicon)
        ]

    def _name(self, position: int, sentence: Sentence, token: Token) -> Named:
        first, last = phrase(sentence, token.index, tail=False)
        pointing = sentence[first].lower in POINTING
        # "at least 100 soldiers": the number is no part of the name.
        first = max([first, *(at + 1 for at in range(first, token.index) if sentence[at].pos == "NUM")])
        while first < token.index and sentence[first].pos in ("DET", "NUM", "ADV"):
            first += 1
        span = sentence.span(first, last)
        words = span.slice(self._text)
        _, kind, country = describe(words, self._lexicon, "population")
        acting, armed = token.dep in ("nsubj", "nsubj:pass"), is_armed_noun(token.lemma, self._lexicon)
        return Named(position, span, words, kind, country, acting, pointing, armed)

    def found(self) -> Iterator[tuple[Span, Named]]:
        """Yield every short name and pronoun of the report whose group is clear, with the naming it stands for."""
        for position, sentence in enumerate(self._sentences):
            for token in sentence:
                if token.lower in GROUP_PRONOUNS and (named := self.pronoun(token, position)) is not None:
                    yield Span(token.start, token.end), named
        for own in self._named:
            if (
                own.pointing
                and own.armed
                and own.country is None
                and (fuller := self._nearest(own.span, own.sentence, own.kind)) is not None
            ):
                yield own.span, fuller

    def resolve(self, span: Span, position: int) -> Named | None:
        """Return the fuller naming that a group's words stand for, or ``None`` where they name it themselves or nobody is clear."""
        words = span.slice(self._text)
        _, kind, country = describe(words, self._lexicon, "population")
        # "North Korean" says the country and no kind; words that say both need no other naming.
        if country is not None:
            if kind not in (None, "other"):
                return None
            if country not in self._kinder_of:
                self._kinder_of[country] = self._kinder(country)
            return self._kinder_of[country]
        at = bisect_left(self._starts, span.end) - 1
        own = self._named[at] if at >= 0 and self._named[at].span.overlaps(span) else None
        # "young soldiers" are others than those before; "soldiers" and "the young soldiers" may be the same.
        if own is None or kind is None or not own.armed or not (own.pointing or " " not in words):
            return None
        return self._nearest(span, position, kind)

    def pronoun(self, token: Token, position: int) -> Named | None:
        """Return the group that "they" or "their" stands for: the nearest subject before it, in full."""
        if token.lower not in GROUP_PRONOUNS:
            return None
        for at in range(bisect_left(self._starts, token.start) - 1, -1, -1):
            named = self._named[at]
            if position - named.sentence > REFERENCE_REACH:
                return None
            # A subject is what a report goes on about; an object before it may be anybody.
            if named.subject and named.span.end <= token.start:
                return named if named.country else self._nearest(named.span, named.sentence, named.kind) or named
        return None

    def _nearest(self, span: Span, position: int, kind: Kind | None) -> Named | None:
        """Follow short names back, subject by subject, to one that has a country."""
        chain = self._chains.get(kind, _Chain())
        link = bisect_left(chain.at, bisect_left(self._starts, span.start)) - 1
        # A naming around the words themselves comes before them and is none.
        while link >= 0 and self._named[chain.at[link]].span.end > span.start:
            link -= 1
        return chain.leads[link] if link >= 0 and position - self._named[chain.at[link]].sentence <= REFERENCE_REACH else None

    def _kinder(self, country: str) -> Named | None:
        """Return the naming by which "North Koreans" are the North Korean troops, where the report speaks of no others."""
        same = self._by_country.get(country, [])
        # "Harrani troops" rather than "Harranis", where both stand in the report: the naming that says what they are.
        plain = [named for named in same if named.words.split()[-1].islower()] or same
        # Of two kinds, soldiers and workers, none is clear.
        return plain[0] if same and len({named.kind for named in same}) == 1 else None


def party_of(words: str, span: Span, role: str, named: Named | None, lexicon: Lexicon) -> Party:
    """Return a party by its own words, filled in from the fuller naming it stands for."""
    name, kind, country = describe(words, lexicon, role)
    if named is None:
        return Party(span.start, span.end, words, name, kind, country)
    return Party(span.start, span.end, words, named.words, named.kind if kind in (None, "other") else kind, country or named.country)
