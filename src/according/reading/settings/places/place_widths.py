"""
How wide a place is: a point, a town, a country, a continent.
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.reading.settings.places.place_words import GENERICS, PlaceMention, words_of
from according.reading.weights import Weights
from according.statement import Precision


def precision_of(mention: PlaceMention) -> Precision | None:
    """Return how narrow a place is: by the words beside its name, else as the gazetteer has it."""
    return mention.precision or (mention.entries[0].precision if mention.entries else None)


def is_wide(mention: PlaceMention) -> bool:
    """Say whether a place is so wide that a narrower one is looked for: a country, a continent, "the capital" or "the northwest"."""
    return (
        (mention.source == "common" and (mention.side or mention.precision == "city"))
        or precision_of(mention) == "country"
        or is_continent(mention)
    )


def is_continent(mention: PlaceMention) -> bool:
    """Say whether a place is a continent, a sea or another region of several countries, and not a side of one."""
    return bool(mention.entries) and mention.entries[0].kind == "Z" and not mention.side


def spans_countries(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place is a continent or another region of several countries, and not a sea, in which a ship may well sink."""
    return is_continent(mention) and words_of(sentence.lexicon).kind(sentence[mention.name[1]].lower) not in GENERICS


def narrowness(weights: Weights, mention: PlaceMention) -> float:
    """Return what is added to a place's weight for being narrow; below 0 for what has no name and for a continent."""
    if mention.source == "common":
        return weights.narrow_common
    if is_continent(mention):
        return weights.narrow_continent
    if mention.side and mention.case == "":
        return weights.narrow(precision_of(mention)) - weights.narrow_bare_side
    side = weights.narrow_country_side if mention.side and precision_of(mention) == "country" else 0.0
    return weights.narrow(precision_of(mention)) + side
