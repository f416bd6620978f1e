"""
The versions that make a reading; a reading by other versions is another reading.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from according.version import __version__


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the package and the language model, and the digest of the word lists."""

    package: str
    model: str
    lexicon: str


@cache
def current() -> Versions:
    """Return the versions at work here."""
    # Here and not above: a ledger that is only read needs neither the model nor the word lists.
    from according.language.pipeline import model_version
    from according.lexicon import default

    return Versions(__version__, model_version(), default().digest)
