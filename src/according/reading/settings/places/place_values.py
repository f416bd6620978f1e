"""
Make the value of a place, as a figure holds it: its words with those it is listed with, and the point that its name means, or none.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.sentence import Sentence
from according.reading.settings.places.namesakes import settle
from according.reading.settings.places.place_words import GENERICS, PlaceMention, words_of
from according.reading.settings.survey import Scene
from according.statement import Place


def to_place(scene: Scene, mention: PlaceMention, *, alone: bool = False) -> Place:
    """
    Return the value of a place; several listed together, and a side of a place, have no coordinates.

    Its span and words are those of the whole list that it stands in, or its own where it is meant ``alone``.
    """
    number = mention.sentence
    sentence = scene.sentences[number]
    listed = [mention] if alone else _coordinated(scene, number, mention)
    span = sentence.span(listed[0].first, listed[-1].last)
    text = span.slice(scene.report.text)
    around = _around(scene, number, mention)
    entry = settle(sentence, mention, scene.countries, scene.weights, around)
    precision = mention.precision or (entry.precision if entry else None)
    # "the northwest" has no name that a gazetteer could know.
    if mention.source == "common":
        return Place(span.start, span.end, text, precision=precision)
    # Two towns have no one point; only the country that they share is told.
    if len(listed) > 1:
        return Place(span.start, span.end, text, country=_common_country(scene, listed), precision=precision)
    # "south of Baghdad" is not where Baghdad is, but it lies in the same country.
    if entry is None or mention.side:
        # "the Kostenko mine in Karaganda": a site in no list lies in the country of the town that holds it.
        holder = around if around is not None and not mention.entries else mention
        country = entry.country if entry else _one_country(holder)
        return Place(
            span.start, span.end, text, text, country, precision="region" if mention.side and precision == "country" else precision
        )
    return Place(span.start, span.end, text, entry.name, entry.country or None, entry.latitude, entry.longitude, precision)


def _common_country(scene: Scene, listed: Sequence[PlaceMention]) -> str | None:
    """Return the country in which all of a list lie: "Kandahar and Zabul provinces"."""
    entries = [settle(scene.sentences[mention.sentence], mention, scene.countries, scene.weights) for mention in listed]
    countries = {entry.country if entry else None for entry in entries}
    return countries.pop() if len(countries) == 1 else None


def _around(scene: Scene, number: int, mention: PlaceMention) -> PlaceMention | None:
    """Return the place named behind a comma, "in" or "of" as holding this one: "Moscow, Idaho", "Sadr City in Baghdad"."""
    sentence = scene.sentences[number]
    for other in scene.places[number]:
        between = [token.lower for token in sentence.tokens[mention.last + 1 : other.first]]
        # Only what follows closely holds it: "in Sadr City, police said in Cairo" does not.
        if other.first > mention.last and len(between) <= 3 and between and between[0] in (",", "in", "of") and not other.side:
            return other
    return None


def _one_country(mention: PlaceMention) -> str | None:
    """Return the country in which all places of a name lie, or ``None`` where they lie in several."""
    countries = {entry.country for entry in mention.entries}
    return countries.pop() if len(countries) == 1 else None


def _coordinated(scene: Scene, number: int, mention: PlaceMention) -> Sequence[PlaceMention]:
    """Return a place with those it is listed with, in order: "Samarra and Ramadi"."""
    mentions, sentence = scene.named[number], scene.sentences[number]
    # By the name: what a figure was given may be a mention cut down to its name.
    at = next(at for at, other in enumerate(mentions) if other.name == mention.name)
    low = high = at
    while low and _listed(sentence, mentions[low - 1], mentions[low]):
        low -= 1
    while high + 1 < len(mentions) and _listed(sentence, mentions[high], mentions[high + 1]):
        high += 1
    # "Quetta, Pakistan" is one place, and no list of two.
    joined = any(sentence[index].lower in ("and", "or") for index in range(mentions[low].last, mentions[high].first))
    return mentions[low : high + 1] if joined else [mention]


def _listed(sentence: Sentence, left: PlaceMention, right: PlaceMention) -> bool:
    """Say whether two places stand in one list: "Kabul and the southern city of Kandahar"."""
    between = [sentence[index].lower for index in range(left.last + 1, right.first)]
    # "rebels in Adran and the Beled government"
    if right.modifier and right.last == right.name[1] and not left.modifier:
        return False
    joints, kinds = {",", "and", "or", "the"}, words_of(sentence.lexicon)
    named = [kinds.kind(word) for word in between]
    if any(word not in joints and word != "of" and kind not in ("direction", *GENERICS) for word, kind in zip(between, named, strict=True)):
        return False
    # "of" only right before the name and behind the word for its kind: "Ankara and the city of Izmir".
    if "of" in between and (between[-1] != "of" or named[-2:-1] == [] or named[-2] not in GENERICS):
        return False
    # "Mosul district and Babil province" are told as two places of their own.
    alike = left.precision is None or right.precision == left.precision
    return bool(between) and between[0] in joints - {"the"} and (between[-1] in joints or between[-1] == "of") and alike
