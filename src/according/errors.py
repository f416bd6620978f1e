"""
Every error this package raises on purpose.

    AccordingError
    ├── InputError        an input that cannot be read: missing, empty, binary, not English
    ├── LedgerError       the ledger cannot do what is asked: locked, full, damaged, of a newer version, a wrong id
    ├── LexiconError      a word list that breaks its own rules
    ├── ModelError        the language model is missing or was built for another version
    ├── ParseError        a written-down parse (CoNLL-U) that is not one
    └── QuestionError     a question that cannot be answered as asked: matches nothing, or everything

Problems in the data of a readable report are not errors: they are :class:`according.statement.Problem` values.
"""
from __future__ import annotations


class AccordingError(Exception):
    """Base of all errors raised by this package."""


class InputError(AccordingError):
    """An input that cannot be read; the message says what, why and what to do."""


class LedgerError(AccordingError):
    """A ledger that cannot do what is asked; the message says which, why and what to do."""


class LexiconError(AccordingError):
    """A word list that breaks its own rules: unknown key, duplicate form, missing id."""


class ModelError(AccordingError):
    """The language model is missing or does not fit the installed spaCy."""


class ParseError(AccordingError):
    """A written-down parse that is not valid CoNLL-U."""


class QuestionError(AccordingError):
    """A question that cannot be answered as asked; the message says how to ask it."""
