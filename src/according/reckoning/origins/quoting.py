"""
How alike two sentences are: word for word, nearly, or by a quotation they share.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

# Shared runs of five words: fewer are common to sentences that nobody copied (CO2 of docs/rule-sets.md).
RUN = 5
JACCARD = 0.6
# One changed word in a short sentence breaks five runs of five; the share of common characters then tells more. Of 100.
RATIO = 90.0
# Sentences and quotations of fewer words are alike by chance: "Two people were killed, police said."
SENTENCE_SHORTEST = 8
QUOTE_SHORTEST = 5
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’-][^\W_]+)*")
# Any kind of quotation marks, and 20 characters at least: shorter ones are names and single words.
_QUOTE = re.compile(r"[“\"«„]([^“”\"«»„]{20,})[”\"»“]")
# How many words of a sentence are shown as evidence.
_OPENING = 8


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence without case and punctuation, its runs of words, and what it quotes."""

    plain: str
    runs: frozenset[tuple[str, ...]]
    quotes: frozenset[str]

    @property
    def is_long(self) -> bool:
        """Whether the sentence has words enough for likeness to mean something."""
        return self.plain.count(" ") + 1 >= SENTENCE_SHORTEST

    @property
    def opening(self) -> str:
        """The first words, to show."""
        words = self.plain.split()
        return " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")


def make_wording(text: str) -> Wording:
    """Return a sentence's wording."""
    words = _words(text)
    quotes = (" ".join(found) for match in _QUOTE.finditer(text) if len(found := _words(match[1])) >= QUOTE_SHORTEST)
    return Wording(" ".join(words), frozenset(zip(*(words[at:] for at in range(RUN)), strict=False)), frozenset(quotes))


def _words(text: str) -> list[str]:
    # Case, punctuation and the form of the apostrophe are the paper's own.
    return _WORD.findall(text.replace("’", "'").casefold())


def likeness_of(one: Wording, other: Wording) -> str | None:
    """Return how two sentences are nearly identical, in words, or ``None`` where they are not."""
    # A quotation is copied word for word even where the sentence around it was written anew.
    if shared := one.quotes & other.quotes:
        return f"both quote “{min(shared)}”"
    if not (one.is_long and other.is_long):
        return None
    union = len(one.runs | other.runs)
    share = len(one.runs & other.runs) / union if union else 0.0
    if share >= JACCARD:
        return f"{share:.0%} of their runs of five words"
    ratio = fuzz.ratio(one.plain, other.plain, score_cutoff=RATIO)
    return f"{ratio:.0f} % of their characters" if ratio else None
