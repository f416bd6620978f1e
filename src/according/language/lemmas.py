"""Lemmas."""
from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=100_000)
def lemmatise(form: str, pos: str, feats: str = "") -> tuple[str, str]:
    """Return the casefolded lemma and the casefolded form."""
    lower = form.casefold()
    return lower, lower
