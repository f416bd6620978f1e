"""
Tell which of the places of a sentence only says where another lies: "in Gereshk, in Helmand province", "at a market in Karada".
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.reading.grammar.phrases import base
from according.reading.settings.places.place_widths import precision_of
from according.reading.settings.places.place_words import GENERICS, INNER, PlaceMention, names_inside, words_of
from according.reading.settings.survey import Scene
from according.statement import Precision

# How narrow a kind of place is; a name that nothing tells the kind of mostly is a town's.
KIND_RANKS: dict[Precision | None, int] = {"country": 0, "region": 1, "district": 3, "city": 2, "point": 4, None: 2}
# What leads from a place to the one that holds it: "the school in Adran", "Adran, near Beled", "Corvo province (Beled region)".
_LEADS_IN = frozenset(("in", "near", "of", "on", "outside", "off", "at", "within", "inside", "along"))
# What may stand there besides: "Adran, which lies some 60 kilometres (37 miles) north of Beled".
_PASSED = frozenset(("DET", "NUM", "ADJ", "ADV"))
_MARKS = frozenset((",", "(", ")"))
_LYING = frozenset(("located", "situated", "lying", "lies", "which", "is"))
# The most words between the two: room for "a city some 60 kilometres (37 miles)".
_BETWEEN_MOST = 12


def innermost(scene: Scene, number: int, mention: PlaceMention) -> PlaceMention:
    """Return the place that a place and those before it hold: the school for "at a school in Adran, in Beled province"."""
    found = mention
    for other in reversed(scene.places[number]):
        if other.last < found.first and _leads(scene.sentences[number], other, found):
            found = other
    return found


def _leads(sentence: Sentence, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Say whether the words between two places say that the first lies in or near the second."""
    between = sentence.tokens[inner.last + 1 : outer.first]
    if not between or len(between) > _BETWEEN_MOST or inner.source == "common" or inner.possessive or inner.modifier:
        return False
    # "hit the Adran area in southern Beled": what is done to a place is done there.
    # "The town of Adran, which lies on the border": even a subject is what lies there.
    lies = any(token.lower in _LYING for token in between)
    if not inner.case and not lies and base(sentence[inner.head].dep) not in ("obj", "appos"):
        return False
    # "northern Syria" is no wider than a region.
    kind = "region" if outer.side and precision_of(outer) == "country" else precision_of(outer)
    low, high = KIND_RANKS[precision_of(inner)], KIND_RANKS[kind]
    # "in northern Syria near Adran", "in Syria, in Adran": the narrower of two is no holder of the wider.
    if low < high or outer.source == "common" or base(sentence[outer.head].dep) == "nsubj":
        return False
    kinds = words_of(sentence.lexicon)
    if not all(_is_between(token, kinds.kind(token.lower), sentence) for token in between):
        return False
    bare = all(token.text in (",", "(") for token in between) and not outer.side
    # "Adran, Beled": without a preposition the second is the wider, or the two are a list.
    return low > high if bare else bool(outer.case) or outer.side


def _is_between(token: Token, kind: str, sentence: Sentence) -> bool:
    """Say whether a word may stand between a place and the one that holds it: "a city some 60 kilometres (37 miles) north of"."""
    if token.text in _MARKS or token.lower in _LEADS_IN or token.lower in _LYING:
        return True
    distance = token.lower in sentence.lexicon.forms("scenes", "length")
    return distance or token.pos in _PASSED or kind in (*GENERICS, "side", "fringe", "direction")


def owner_of(scene: Scene, number: int, mention: PlaceMention) -> PlaceMention | None:
    """Return the town that owns a place: "Nice" for "Nice's Promenade des Anglais"."""
    for other in scene.places[number]:
        town = any(entry.kind == "P" for entry in other.entries) and precision_of(other) in ("city", None)
        if other.possessive and town and other.last + 2 == mention.first and mention.source == "frame":
            return other
    return None


def enclosed(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place is part of another's words: "on the border between the provinces of Adran and Beled"."""
    return any(other.first < mention.first and mention.last <= other.last for other in scene.places[number])


def within(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place only says where another lies: "the village of Kalachen in Kandahar district"."""
    sentence = scene.sentences[number]
    above = sentence[mention.head].head
    if _around_another(sentence, mention):
        return True
    if any(_explains(sentence, other, mention) for other in scene.places[number]):
        return True
    # "in Hilla, located 100 km south of Baghdad": a side behind another place says where that one lies.
    if mention.side and mention.first < mention.name[0] - 1:
        gap = next(
            (sentence.tokens[other.last + 1 : mention.first] for other in scene.places[number] if 1 < mention.first - other.last <= 7), None
        )
        if (
            gap is not None
            and all(token.pos != "VERB" or token.lower == "located" for token in gap)
            and all(token.lower not in ("and", "in") for token in gap)
        ):
            return True
    # "Miranshah, the main town in North Waziristan": the town's word stands for the name that it explains.
    if sentence[above].dep == "appos" and sentence[above].pos == "NOUN":
        above = sentence[above].head
    return any(
        # "in Corvo province near the town of Adran": the town is where it was, whatever it hangs on.
        other is not mention
        and (above == other.head or other.name[0] <= above <= other.name[1])
        and not (KIND_RANKS[precision_of(other)] <= KIND_RANKS["region"] < KIND_RANKS[precision_of(mention)])
        for other in scene.places[number]
    )


def _explains(sentence: Sentence, name: PlaceMention, mention: PlaceMention) -> bool:
    """Say whether a place stands in what is said of another's name: "Miranshah, the main town in North Waziristan"."""
    at = name.last + 1
    # Between the comma and the place there is room for "the main town in", and not for a clause.
    if not 3 <= mention.first - at <= 7 or sentence[at].text != "," or sentence[at + 1].lower not in ("the", "a", "an"):
        return False
    kinds = words_of(sentence.lexicon)
    between = sentence.tokens[at + 2 : mention.first]
    return any(kinds.kind(token.lower) in GENERICS for token in between) and all(token.pos not in ("VERB", "PUNCT") for token in between)


def _around_another(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place holds the one named behind it: "the Red Sea resort of Hurghada", "the eastern Baghdad district of Karada"."""
    kinds = words_of(sentence.lexicon)
    # "the eastern Baghdad district of Karada": up to two words may stand before the kind.
    for index in range(mention.last + 1, min(mention.last + 4, len(sentence))):
        if kinds.kind(sentence[index].lower) in INNER:
            return names_inside(sentence, index)
        if sentence[index].pos not in ("NOUN", "ADJ", "PROPN"):
            return False
    return False
