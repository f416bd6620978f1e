"""
How far people rely on a speaker, and whose side they say that he speaks for: what may be set, never what is inferred.

The letters are those of the Admiralty system, as NATO's intelligence doctrine has it (AJP-2.1, earlier STANAG 2511). They judge a source
and not what it says: its other half, the credibility of a single piece of news (1 to 6), is no matter of a speaker.

    >>> check_opinion("reliability", "b")
    'B'
"""
from __future__ import annotations

from collections.abc import Mapping

from according.errors import LedgerError

RELIABILITY_GRADES: Mapping[str, str] = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "reliability cannot be judged",
}  # fmt: skip
# In characters: a side is a name and no essay.
SIDE_LONGEST = 80


def check_opinion(kind: str, value: object) -> str:
    """
    Return what a person sets of a speaker in the form in which it is kept: a letter from A to F, or a side in words.

    Raises :class:`~according.errors.LedgerError` for what is none.
    """
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if kind == "reliability":
        if text.upper() not in RELIABILITY_GRADES:
            told = ", ".join(f"{grade} ({words})" for grade, words in RELIABILITY_GRADES.items())
            raise LedgerError(f"{value!r} is no reliability; give one of {told}")
        return text.upper()
    if not 0 < len(text) <= SIDE_LONGEST or not text.isprintable():
        raise LedgerError(f"{value!r} names no side; give one to {SIDE_LONGEST} characters, all of them visible")
    return text
