"""Why a figure waits for a person, in words."""

from __future__ import annotations

from according.exports.words.readings import visible

_DOUBTS = {
    "contradiction": "it cannot be true together with other figures: {detail}",
    "disagreement": "reports of the same incident give other numbers: {detail}",
    "speaker": "nobody is named as saying it",
    "population": "it does not say who is counted",
    "place": "no place",
    "day": "no day",
    "restated": "it says again what its report says elsewhere",
}


def doubt_words(kind: str, detail: str) -> str:
    """Return a doubt in words; ``detail`` is the sentence or the numbers that it is about."""
    return _DOUBTS[kind].format(detail=visible(detail).rstrip("."))
