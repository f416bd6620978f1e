"""
The language that reports are read by: English, or English with a user's own words.
"""
from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from according.lexicon import Lexicon, Words, load_words
from according.version import __version__

if TYPE_CHECKING:
    from according.ledger.versions import Versions
    from according.reading.language import Language

# A file of words, the same as a mapping, word lists that were made with them, or a whole language.
Own: TypeAlias = "str | PathLike[str] | Words | Lexicon | Language"


def find_language(words: Own | None = None) -> Language:
    """
    Return the language to read by: the package's, or one that knows the words of a file or a mapping too.

    Raises :class:`~according.errors.LexiconError` for words that are none.
    """
    # Here and not above: a command that reads nothing needs neither the word lists nor the places.
    from according.reading.language import Language, english

    if words is None:
        return english()
    if isinstance(words, Language):
        return words
    if isinstance(words, Lexicon):
        return english().with_lexicon(words)
    if isinstance(words, Mapping):
        return english().with_lexicon(english().lexicon.with_words(words))
    # The path is also what an error calls the words, so that their writer knows which file to mend.
    path = Path(fspath(words))
    return english().with_lexicon(english().lexicon.with_words(load_words(path), str(path)))


def versions_of(language: Language) -> Versions:
    """Return what a ledger notes beside a reading in a language: the package's version, the model's, and the word lists' digest."""
    from according.ledger.versions import Versions

    # The digest stands for the words: a reading by other words is another reading of the report (docs/your-words.md).
    return Versions(__version__, language.model, language.lexicon.digest)
