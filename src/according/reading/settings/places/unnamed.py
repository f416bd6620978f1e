"""
Find the places that a sentence tells without a name of their own: "the Afghan border", "the northwest", "Syrian soil".
"""

from __future__ import annotations

from collections.abc import Iterator

from according.language.sentence import Sentence
from according.names.countries import country_names
from according.names.gazetteer import Gazetteer
from according.reading.settings.places.place_words import PlaceMention, Source, Words, phrase_case
from according.statement import Precision


def find_lands(sentence: Sentence, words: Words, gazetteer: Gazetteer, taken: set[int]) -> Iterator[PlaceMention]:
    """Find the countries that are told by their people: "on Syrian soil", "towards Ukrainian territory"."""
    soil = sentence.lexicon.forms("scenes", "soil")
    if soil.isdisjoint(sentence.forms):
        return
    for token in sentence.tokens[1:]:
        first = token.index - 1
        people = sentence[first].lower
        # "North Korean waters"
        if first and f"{sentence[first - 1].lower} {people}" in gazetteer.demonyms:
            first, people = first - 1, f"{sentence[first - 1].lower} {people}"
        if token.lower not in soil or people not in gazetteer.demonyms or not taken.isdisjoint(range(first, token.index + 1)):
            continue
        entries = tuple(gazetteer.find(country_names().get(gazetteer.demonyms[people], "")))
        case = phrase_case(sentence, first, token.index, words)
        yield PlaceMention(first, token.index, (first, token.index), token.index, case, "known", "country", entries)


def find_common(sentence: Sentence, words: Words, taken: set[int]) -> Iterator[PlaceMention]:
    """Find places that are told without a name: "the Afghan border", "the capital", "the northwest"."""
    if words.parts.isdisjoint(sentence.forms):
        return
    for token in sentence.tokens:
        if (
            token.lower not in words.parts
            or token.pos not in ("NOUN", "PROPN")
            or token.index in taken
            # "the capital city", "the west bank" are read by the word behind; "the border town" still says where.
            or (token.dep in ("compound", "amod") and token.head == token.index + 1 and token.lower != "border")
        ):
            continue
        first, last = _phrase_start(sentence, token.index), token.index
        case = phrase_case(sentence, first, token.index, words)
        # "in the northwest" is somewhere; without a preposition or a definite article ("flew north", "at a border") nothing is placed.
        if first < token.index and case and sentence[first].lower in ("the", "its", "their"):
            precision: Precision = "city" if token.lower == "capital" else "region"
            if token.lower == "border":
                last = _border_end(sentence, token.index)
            side = token.lower not in ("border", "capital")
            source: Source = "common" if last == token.index else "frame"
            yield PlaceMention(first, last, (first, last), token.index, case, source, precision, side=side)


def _border_end(sentence: Sentence, index: int) -> int:
    """Return the last word of "the border between Chad and Sudan", "the border with Egypt"."""
    if index + 2 >= len(sentence) or sentence[index + 1].lower not in ("between", "with"):
        return index
    # The parser may hang "between the provinces of Adran and Beled" on the verb; it is the border's all the same.
    below = [at for at in sentence.subtree(sentence[index + 1].head) if index < at <= index + 12]
    names = [at for at in below if sentence[at].pos == "PROPN"]
    return max(names, default=index)


def _phrase_start(sentence: Sentence, index: int) -> int:
    """Return the first word of the phrase that ends with a noun: at most four words before it."""
    first = index
    while first and sentence[first - 1].pos in ("DET", "ADJ", "PROPN", "PRON") and index - first < 4:
        first -= 1
    return first
