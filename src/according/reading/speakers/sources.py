"""
From whom a speaker has it: "Reuters, citing two security sources, said", "Citing the Red Crescent, state TV said".

It is looked for by the words here, wherever the tree has hung it; :mod:`according.reading.speakers.frames` reads it from the tree first.
"""

from __future__ import annotations

from collections.abc import Iterable

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import pattern_of
from according.names.parties import is_person_noun
from according.reading.speakers.frame import noun_after

# Participles that name whom one has it from, with the preposition that some need.
CITING = {"citing": "", "quoting": "", "relying": "on", "drawing": "on", "referring": "to"}
# Words from a participle to the end of what it names. Where nothing ends it within so many, it has run into the rest of the sentence.
NAMING_MOST = 14
# Nouns that only hold a source: "citing data from the ministry", "citing a statement by the army".
HOLDING = frozenset({"data", "information", "figure", "statement", "report", "document", "record", "official", "sources", "source"})


def cited_in(sentence: Sentence, stretch: Iterable[int]) -> tuple[int, tuple[int, int]] | None:
    """
    Return whom a participle in a stretch of words names as the source, or ``None``.

    He is given as the index of his head word and the first and last word of his name, both included.
    """
    for at in stretch:
        needs = CITING.get(sentence[at].lower)
        if needs is None or (needs and (at + 1 >= len(sentence) or sentence[at + 1].lower != needs)):
            continue
        start = at + 1 + bool(needs)
        end = next((t.index for t in sentence.tokens[start : start + NAMING_MOST] if t.text in (",", ".", ";") or t.lower == "that"), None)
        end = len(sentence) if end is None and len(sentence) - start <= NAMING_MOST else end
        head = noun_after(sentence, start)
        if end is None or head is None or head >= end or not _is_named(sentence, head):
            continue
        # "citing data from the ministry": whom the data come from, not the data.
        behind = _origin(sentence, head, end)
        first, last = (behind if behind is not None else (start, end - 1))
        return (noun_after(sentence, first) or head), (first, last)
    return None


def _origin(sentence: Sentence, head: int, end: int) -> tuple[int, int] | None:
    """Return the words behind "from" or "by" where the noun before only holds a source: "citing data from the ministry"."""
    for token in sentence.tokens[head + 1 : end - 1]:
        if token.lower in ("from", "by") and sentence[head].lemma in HOLDING:
            return token.index + 1, end - 1
    return None


def _is_named(sentence: Sentence, index: int) -> bool:
    return sentence[index].lemma in HOLDING or is_source(sentence[index], sentence.lexicon)


def is_source(token: Token, lexicon: Lexicon) -> bool:
    """Say whether what is cited is a name, a person, a body, a unit or a document: not "citing reasons of security"."""
    # "Citing coastal authorities": the word names no body where it stands alone ("his authority").
    named = token.pos == "PROPN" or token.lower == "authorities"
    return named or is_person_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) in ("body", "document", "unit")
