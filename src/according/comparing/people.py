"""
Who: words for people that name nobody in particular.

One list (``nobody``, in ``data/en``) says how much such a word leaves open. What is asked differs: whether the words say at all who is
counted (:func:`counts`), whether they may be anybody's (:func:`anybody`), and whether they tell people from others of one kind and
country (:func:`plain`).
"""
from __future__ import annotations

from according.lexicon import default


def counts() -> frozenset[str]:
    """Return the words that count and leave open whom: "600 deaths", "a total of 12"."""
    return default().forms("nobody", "count")


def anybody() -> frozenset[str]:
    """Return the words for people that do not say which people: "people", "residents", "deaths"."""
    return default().forms("nobody", "count", "human", "civilian", "there")


def plain() -> frozenset[str]:
    """Return the words that say no more of people than a count, their kind or their country does: "deaths", "people", "soldiers"."""
    return default().forms("nobody", "count", "human", "civilian", "armed")
