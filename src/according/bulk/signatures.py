"""
The signature of a text, by which its copies are found again among millions.

A MinHash over word 3-grams (Broder 1997, rensa's R-MinHash): of two texts the share of equal numbers in their signatures tells what share
of their 3-grams they have in common (their Jaccard similarity), with 128 numbers to about 0.04.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from typing import Any

from according.intake.extras import need

# Numbers in a signature, and the seed that they are drawn by: signatures of another seed cannot be compared.
NUMBERS, SEED = 128, 1
# Words in a shingle.
SHINGLE = 3
_PACKED = f"<{NUMBERS}I"
_WORD = re.compile(r"\w+")


@cache
def _make() -> Any:
    return need("rensa", "bulk", "a search for copies").RMinHash


def sign(text: str) -> bytes | None:
    """Return the signature of a text: 128 numbers of four bytes each, the least significant first; ``None`` of fewer than three words."""
    words = _WORD.findall(text.casefold())
    if len(words) < SHINGLE:
        return None
    made = _make()(num_perm=NUMBERS, seed=SEED)
    made.update([" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)])
    return struct.pack(_PACKED, *made.digest())

