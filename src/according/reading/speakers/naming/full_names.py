"""
What a report says of a speaker elsewhere: his full name, his office, whose he is.

"The National Intelligence Service" is South Korea's where the report once calls it so. "Lee" is the one Lee that the report has named in
full, "the agency" the one service or authority that has spoken. Only what the words say is taken, and only where all of them agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from according.language.sentence import BASES, Sentence
from according.lexicon import Lexicon
from according.names.nouns import entry_of, is_person_noun, pattern_of
from according.names.parties import country_of, describe
from according.reading.grammar.phrases import is_plural, phrase
from according.report import Span
from according.statement import Party

# Up to three capitalised words right before a name, which may name its country: "South Korea's National Intelligence Service", "the
# Afghan Defense Ministry". No mark may stand between: the "SEOUL" of a dateline owns nobody.
POSSESSOR = re.compile(r"((?:[A-Z][\w.]*\s+){0,2}[A-Z][\w.]*)(?:['’]s)?\s+$")
# Characters of a report that are looked at before a name.
WORDS_BEFORE = 60


class Namings:
    """
    The names of a report with what is told of them: offices beside names, full names, countries before bodies.

    ``speakers`` are the words of all who speak in the report, ``sentences`` its parsed sentences.
    """

    __slots__ = ("_bodies", "_lexicon", "_offices", "_owned", "_persons", "_text")

    def __init__(self, text: str, sentences: Sequence[Sentence], speakers: Iterable[Span], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._text = text
        self._offices: dict[str, set[tuple[str | None, str | None]]] = {}
        for sentence in sentences:
            self._find_offices(sentence)
        # A speaker's own words tell of him wherever he is named more shortly: "Interior Minister Jan Novak", then "Jan Novak".
        named = {describe(span.slice(text), lexicon) for span in speakers}
        for name, kind, country in named:
            if name is not None and (kind is not None or country is not None):
                self._offices.setdefault(name, set()).add((kind, country))
        names = {name for name in [*self._offices, *(name for name, _, _ in named)] if name is not None}
        # By the words that they may be called by; both ends of a person's, because in many languages the family's name comes first.
        self._persons: dict[str, set[str]] = {}
        self._bodies: dict[str, set[str]] = {}
        # The countries of a body, by its name: the whole text is looked through for them.
        self._owned: dict[str, set[str]] = {}
        for name in names:
            words = name.split()
            if _is_full(name, lexicon):
                self._persons.setdefault(words[0], set()).add(name)
                self._persons.setdefault(words[-1], set()).add(name)
            if " " in name and pattern_of(words[-1].casefold(), lexicon) == "body":
                self._bodies.setdefault(words[0], set()).add(name)

    def _find_offices(self, sentence: Sentence) -> None:
        """Keep the office that stands beside a name: "Ukraine's commander-in-chief, Oleksandr Syrskyi"."""
        for token in [token for token in sentence.tokens if BASES[token.dep] == "appos"]:
            # Either may stand first: "the commander, Jan Novak", "Jan Novak, the commander".
            for name, office in ((token, sentence[token.head]), (sentence[token.head], token)):
                # "seven are children, Dr Khalil said": an office of one is no plural.
                held = office.pos == "NOUN" and not is_plural(office) and is_person_noun(office.lemma, self._lexicon)
                if name.pos == "PROPN" and held:
                    words = sentence.span(*phrase(sentence, name.index, tail=False)).slice(self._text)
                    _, kind, country = describe(sentence.span(*phrase(sentence, office.index)).slice(self._text), self._lexicon)
                    self._offices.setdefault(words, set()).add((kind, country))

    def fill(self, party: Party) -> Party:
        """Return a speaker with his full name, kind and country, as far as the report tells them and all that it tells agrees."""
        if party.name is None:
            return party
        name = self._full(party.name)
        told = {*self._offices.get(name, ()), *self._offices.get(party.name, ())}
        # Two kinds or two countries cannot both be his, and nothing tells which is: then he has none.
        kinds = {kind for kind, _ in told if kind is not None}
        countries = {country for _, country in told if country is not None} | self._owners(party.name)
        kind = party.kind if party.kind is not None else next(iter(kinds)) if len(kinds) == 1 else None
        country = party.country if party.country is not None else next(iter(countries)) if len(countries) == 1 else None
        return replace(party, name=name, kind=kind, country=country)

    def _full(self, name: str) -> str:
        """
        Return the one full name that a bare name stands for, or the name itself where there is none or more than one.

        A person is called by his first or last word, a body by its first: "Amnesty" of "Amnesty International".
        """
        if " " in name:
            return name
        full = self._persons.get(name) or self._bodies.get(name, set())
        return next(iter(full)) if len(full) == 1 else name

    def _owners(self, name: str) -> set[str]:
        """Return the codes of the countries that stand before a body's name anywhere in the report."""
        if " " not in name or pattern_of(name.split()[-1].casefold(), self._lexicon) != "body":
            return set()
        if name not in self._owned:
            self._owned[name] = self._find_owners(name)
        return self._owned[name]

    def _find_owners(self, name: str) -> set[str]:
        found = set()
        for match in re.finditer(re.escape(name), self._text):
            before = POSSESSOR.search(self._text, max(match.start() - WORDS_BEFORE, 0), match.start())
            if before is not None and (country := country_of(before[1])) is not None:
                found.add(country)
        return found


def _is_full(name: str, lexicon: Lexicon) -> bool:
    """Say whether a name is a person's of two or three words. An organisation's ends in a word for one: "Health Ministry"."""
    words = name.split()
    return 2 <= len(words) <= 3 and all(word[:1].isupper() for word in words) and pattern_of(words[-1].casefold(), lexicon) is None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that has spoken: the head of its words, all of them, and where they stand."""

    head: str
    words: str
    span: Span


def find_agency(sentence: Sentence, index: int, bodies: Sequence[Body]) -> Span | None:
    """
    Return the words of the one body that "the agency" stands for, or ``None`` where none or several may be meant.

    "The agency" is any service, authority or office, and any body that is named by its letters. "The spy agency" is the one intelligence
    service.
    """
    first, last = phrase(sentence, index)
    if last != index or sentence[first].lower != "the" or sentence[index].text != "agency":
        return None
    lexicon = sentence.lexicon
    # Who is told again by a short word has its words elsewhere, and none here.
    named = [body for body in bodies if body.words and not body.words.removeprefix("The ").islower()]
    if last - first == 1:
        agencies = lexicon.word_class("agency-nouns")
        near = [body for body in named if body.head.lower() in agencies or _is_name(body.head, lexicon)]
    else:
        kind = describe(" ".join(token.text for token in sentence.tokens[first : last + 1]), lexicon)[1]
        near = [body for body in named if kind == "intelligence" and describe(body.words, lexicon)[1] == kind]
    return near[-1].span if len({body.words.casefold().removeprefix("the ") for body in near}) == 1 else None


def _is_name(head: str, lexicon: Lexicon) -> bool:
    """Say whether a body's head is its name and no noun for a kind of body: BNPB, UNICEF; not a ministry, not an army."""
    entry = entry_of(head.lower(), lexicon)
    return entry is None or entry.id.endswith("-names")
