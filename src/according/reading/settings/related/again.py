"""
Find what a place told without its name stands for: "across the country", "in the city", "in the same province".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from according.language.sentence import Sentence, Token, kept
from according.names.nouns import is_event_noun
from according.reading.grammar.phrases import base
from according.reading.settings.places.place_names import name_key
from according.reading.settings.places.place_parts import role
from according.reading.settings.places.place_widths import precision_of
from according.reading.settings.places.place_words import PRECISION_OF_GENERIC, PlaceMention, words_of
from according.reading.settings.survey import Scene, is_told_of, main_country
from according.statement import Precision

# How many sentences back a country is looked for at all; the bound keeps the work linear in the report's length.
COUNTRY_REACH = 100
# How many sentences back a town or province is looked for that is only called one now.
_AGAIN_REACH = 12
# How many sentences back a country is looked for that acts and is no place of anything told.
_ACTING_REACH = 3
# What makes a place known: "the city", "in that district".
_KNOWN = frozenset(("the", "this", "that"))
# Words for a part of a country that are said of the parts of continents too.
_VAGUE = frozenset(("region", "territory", "capital", "community", "area"))
# Prepositions that take in all of a country.
ALL_OVER = ("across", "throughout", "around", "over")
# Words for many places in a country.
_PARTS = frozenset(("part", "area", "province", "region", "town", "city", "district", "north", "south", "east", "west"))


def told_again(scene: Scene, number: int, word: int) -> PlaceMention | None:
    """Return the place that a sentence means by a word for its kind, in the clause of ``word``: "40 died in the city"."""
    for token, kind in _known_kinds(scene, number, word):
        if kind == "country":
            return land(scene, number) or _acting(scene, number)
        return _named_before(scene, number, token.index, kind)
    return None


def _acting(scene: Scene, number: int) -> PlaceMention | None:
    """Return the country that the last sentence before it with one is about: "Chad has declared an emergency. In the country 12 died"."""
    for other in range(number, max(number - _ACTING_REACH, 0) - 1, -1):
        sentence = scene.sentences[other]
        about = [mention for mention in scene.places[other] if base(sentence[mention.head].dep) == "nsubj" and not mention.modifier]
        if about := [mention for mention in about if precision_of(mention) == "country" and not mention.possessive]:
            return about[0] if len(about) == 1 else None
    return None


def latter(scene: Scene, number: int, word: int) -> PlaceMention | None:
    """Return the place that a sentence calls the latter of two: "Beled" for "near Adran and Beled, killing two in the latter village"."""
    sentence = scene.sentences[number]
    if "latter" not in sentence.forms:
        return None
    for token in sentence:
        if token.lower != "latter" or not is_told_of(scene, number, token.index, word):
            continue
        noun = sentence[token.head] if token.dep == "amod" else token
        kind = PRECISION_OF_GENERIC.get(words_of(sentence.lexicon).kind(noun.lower))
        case = sentence.child(noun.index, "case")
        if kind is not None and case is not None and case.lower in scene.lexicon.forms("scenes", "placing"):
            before = [mention for mention in scene.places[number] if mention.last < token.index]
            pairs = reversed(list(pairwise(before)))
            # Both must be seen: of "Adran and the camp" the latter is not Adran.
            return next((two for one, two in pairs if [at.lower for at in sentence.tokens[one.last + 1 : two.first]] == ["and"]), None)
    return None


def is_national(scene: Scene, number: int, word: int) -> bool:
    """Say whether what a word tells of is told of all of a country: "40 died across the country", "40 died nationwide"."""
    sentence = scene.sentences[number]
    wide = (token.index for token in sentence if token.lower in scene.lexicon.forms("scenes", "nationwide"))
    return any(is_told_of(scene, number, index, word) for index in wide) or any(
        # "in the country" may be said of one town in it.
        kind == "country" and sentence.has_case(token.index, *ALL_OVER) for token, kind in _known_kinds(scene, number, word)
    )


def _known_kinds(scene: Scene, number: int, word: int) -> Iterator[tuple[Token, Precision]]:
    """Yield the words that stand for places told before and hang together with ``word``, each with the kind of its place."""
    return ((token, kind) for token, kind in _kinds_in(scene.sentences[number]) if is_told_of(scene, number, token.index, word))


@kept
def _kinds_in(sentence: Sentence) -> tuple[tuple[Token, Precision], ...]:
    """Return the words of a sentence that stand for places told before, each with the kind of its place."""
    return tuple((token, kind) for token in sentence.tokens if (kind := _known_kind(sentence, token)) is not None)


def _known_kind(sentence: Sentence, token: Token) -> Precision | None:
    """Return the kind of place that a word means where it stands for one told before: "in the city", not "in the city of Adran"."""
    kind = PRECISION_OF_GENERIC.get(words_of(sentence.lexicon).kind(token.lower))
    # "in the region" may be half a continent.
    if kind in (None, "point") or token.lower in _VAGUE or token.pos != "NOUN" or not token.has("Number=Sing"):
        return None
    determiner, case = sentence.child(token.index, "det"), sentence.child(token.index, "case")
    known = determiner is not None and determiner.lower in _KNOWN
    above = sentence[token.head]
    # "40 died in northern parts of the country"
    whole = case is not None and case.lower == "of" and above.lemma in _PARTS
    governor = sentence.child(above.index, "case") if whole else case
    placed = governor is not None and (governor.lower in sentence.lexicon.forms("scenes", "placing") or governor.lower == "against")
    # "shelled the city, killing 12": what is done to it is done there.
    placed = (placed and base(token.dep) in ("obl", "nmod")) or token.dep == "obj"
    # "12 died in the shelling of the city"
    placed = placed or (case is not None and case.lower in ("of", "on") and is_event_noun(above.lemma, sentence.lexicon))
    # "the city of Adran", "the city Adran", "the city's north", "the port city": another place, or one with a name.
    children = sentence.children(token.index)
    named = any(base(child.dep) in ("nmod", "appos", "flat", "compound") or child.dep == "acl:relcl" for child in children)
    behind = sentence[token.index + 1] if token.index + 1 < len(sentence) else None
    owned = behind is not None and (behind.lower in ("'s", "’s") or behind.text[0].isupper())
    return kind if known and placed and not named and not owned else None


def _named_before(scene: Scene, number: int, at: int, kind: Precision) -> PlaceMention | None:
    """Return the place of a kind that is named before a word: the one named most and last, or told with the same word."""
    word = scene.sentences[number][at].lower
    weights: defaultdict[str, float] = defaultdict(float)
    nearest: dict[str, PlaceMention] = {}
    for other in range(number, max(number - _AGAIN_REACH, 0) - 1, -1):
        sentence = scene.sentences[other]
        for mention in reversed(scene.places[other]):
            if other == number and mention.last >= at:
                continue
            alike = _is_of_kind(mention, kind)
            if alike and mention.source != "common" and role(scene, other, mention) >= scene.weights.again_town:
                key = name_key(sentence, mention)
                # "in the peninsula" is the one that was called a peninsula.
                called = any(token.lower == word for token in sentence.tokens[max(mention.first - 2, 0) : mention.last + 1])
                weights[key] += scene.weights.again_fading ** (number - other) + called * scene.weights.again_called
                nearest.setdefault(key, mention)
    if not nearest:
        return None
    found = nearest[max(nearest, key=lambda key: weights[key])]
    # "northern Adran", then "in the city": all of it.
    return _whole(found) if found.side else found


def _is_of_kind(mention: PlaceMention, kind: Precision) -> bool:
    """Say whether a place is of a kind; a name that is a town's and a province's may be meant as the town."""
    if kind == "city" and mention.precision is None:
        return not mention.entries or any(entry.kind == "P" for entry in mention.entries)
    return precision_of(mention) == kind


def _whole(mention: PlaceMention) -> PlaceMention:
    """Return the mention cut down to its name: "Adran" for "northern Adran"."""
    return replace(mention, first=mention.name[0], last=mention.name[1], side=False)


def land(scene: Scene, number: int) -> PlaceMention | None:
    """Return a main country of the report that the sentence or one before it speaks of, the nearest first."""
    weights = scene.weights
    for other in range(number, max(number - COUNTRY_REACH, 0) - 1, -1):
        for mention in scene.places[other]:
            placed = not mention.case or mention.case in scene.lexicon.forms("scenes", "placing")
            wide = precision_of(mention) == "country" and placed
            if wide and role(scene, other, mention) >= weights.again_country and main_country(scene, mention, weights.main_share):
                return _whole(mention) if mention.side else mention
    return None
