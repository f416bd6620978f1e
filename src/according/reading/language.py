"""
What a language brings to the reading: word lists, a parser, the places it has names for, and how places and times are weighed.

Every module under ``reading/`` gets its language handed down. Only the door, :mod:`according.reading.reader`, falls back on English.
Nouns are known by the list ``people``, through :mod:`according.names.nouns`. The names of countries and of their peoples are
the package's own (:mod:`according.names.countries`).
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from according import lexicon as lexicons
from according.language.pipeline import model_version, parse_many
from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names import gazetteer as gazetteers
from according.names.gazetteer import Gazetteer
from according.reading import weights as weighing
from according.reading.weights import Weights
from according.report import Span

# Texts with the stretches of each that are to be parsed in, the sentences of each text out. It takes many texts in one call,
# because a parser is fastest on full batches.
Parser = Callable[[Iterable[tuple[str, Sequence[Span]]]], list[list[Sentence]]]


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the reader knows it. ``model`` is the version of its parser, which a ledger notes beside a reading."""

    lexicon: Lexicon
    gazetteer: Gazetteer
    parse: Parser
    model: str
    weights: Weights

    def with_lexicon(self, lexicon: Lexicon) -> Language:
        """Return the language with other word lists."""
        return replace(self, lexicon=lexicon)


@cache
def english() -> Language:
    """Return English with the package's own word lists, places and parser. The parser's model is loaded when it first parses."""
    # `import according` and a command that reads nothing must not wait for the model: only its version is looked up here.
    return Language(lexicons.default(), gazetteers.default(), parse_many, model_version(), weighing.default())
