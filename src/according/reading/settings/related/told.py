"""
Find the place that one sentence tells of by itself, whatever its figures are: where things happen in it, and where those speak who tell it.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.sentence import Sentence
from according.reading.settings.places.place_parts import role
from according.reading.settings.places.place_widths import narrowness, precision_of
from according.reading.settings.places.place_words import PlaceMention
from according.reading.settings.related.nesting import enclosed, innermost, owner_of, within
from according.reading.settings.survey import Scene, background

# Classes of words in the list ``scenes``: where people meet or speak is not where what they speak of was.
MEETINGS = ("meeting", "saying-noun", "aftermath")
# What is narrower than a region; a name that nothing tells the kind of mostly is.
TOWNS = frozenset(("city", "district", "point", None))


def best_told(scene: Scene, number: int, least: float) -> PlaceMention | None:
    """Return the place that a sentence tells of best, by the part that it plays there (``least`` or more) and by how narrow it is."""
    if number in scene.heads:
        return _headed(scene.places[number])
    scored = []
    sentence, weights = scene.sentences[number], scene.weights
    for mention in scene.places[number]:
        part = 0.0 if _beside(sentence, mention) or enclosed(scene, number, mention) else role(scene, number, mention)
        if part >= least and not background(sentence, mention.head, sentence.roots()[0].index, aside=False) and not _met(sentence, mention):
            # Of equals the one named first, and the place itself before the one that only holds it. For what another sentence tells
            # a market or bay is no better than a town.
            narrow = min(narrowness(weights, mention), weights.narrow_city)
            inside = weights.told_within if within(scene, number, mention) else 0.0
            scored.append((part + narrow - 0.001 * mention.first - inside, mention))
    if not scored:
        return None
    best = max(scored, key=lambda pair: pair[0])[1]
    inner = innermost(scene, number, best)
    # The town holds for all that is told of the event, the market in it for what its own sentence tells. A river is in no town.
    if inner is best:
        return owner_of(scene, number, best) or best
    natural = scene.sentences[number][inner.last].lower in scene.lexicon.forms("scenes", "natural")
    return best if precision_of(inner) == "point" and not natural else inner


def _headed(mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place that a heading names: the first, but for one that only holds the next ("Harran region: Adran")."""
    named = [mention for mention in mentions if mention.source != "common"]
    return next((mention for mention in named if precision_of(mention) in TOWNS), named[0] if named else None)


def _beside(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a country is told as the neighbour of that where things happen: "123 died in neighboring Chad" places nothing else."""
    return precision_of(mention) == "country" and mention.first > 0 and sentence[mention.first - 1].lower in ("neighboring", "neighbouring")


def _met(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place is where people meet or speak: "at a meeting in Geneva", "told reporters in Cairo"."""
    up = sentence[sentence[mention.head].head]
    # "A summit was held in Geneva": the meeting may be the subject of the verb that the place hangs on.
    held = [up, *sentence.children(up.index, "nsubj", "obj")] if up.pos == "VERB" else [up]
    meetings = sentence.lexicon.forms("scenes", *MEETINGS)
    return any(token.lemma in meetings or token.lower in meetings for token in held)


def said_at(scene: Scene, number: int) -> PlaceMention | None:
    """Return the place of those who speak, where the sentence has no other: "Officials in Kashmir say 15 died"."""
    sentence = scene.sentences[number]
    for mention in scene.places[number]:
        placed = mention.case in scene.lexicon.forms("scenes", "placing") and mention.source != "common"
        # "fighting between Harran and the rebels": a preposition of place, and no place.
        happens = placed and role(scene, number, mention) >= scene.weights.told_least
        if happens and not background(sentence, mention.head, sentence.roots()[0].index):
            # "Adran, which lies on the border with Chad, saw 12 dead": the border only says where Adran lies.
            return innermost(scene, number, mention)
    return None


def counting(scene: Scene, number: int, figure: int) -> PlaceMention | None:
    """
    Return the place that reports its own: "Shandong has reported five deaths".

    Where two report, it is the one whose verb stands last before the number ``figure``, if it has any other than the first.
    """
    sentence = scene.sentences[number]
    verbs = [token.index for token in sentence if token.lemma in scene.lexicon.forms("scenes", "register") and token.pos == "VERB"]
    nearest = max((at for at in verbs if at < figure), default=None)
    for mention in scene.named[number]:
        token = sentence[mention.head]
        token = sentence[token.head] if token.dep == "flat" else token
        if token.dep == "nsubj" and not mention.possessive and token.head in verbs and nearest in (None, token.head):
            return mention
    return None


def local(scene: Scene, number: int) -> PlaceMention | None:
    """
    Return the province whose officials speak, or the place whose witnesses do: "the Helmand police chief said", "residents in Harran say".

    The officials of a country may speak of any place in it.
    """
    sentence = scene.sentences[number]
    for mention in scene.named[number]:
        # A country's officials speak of all of it, and "the north" has none.
        if mention.source == "common" or mention.side or precision_of(mention) == "country":
            continue
        office = sentence[sentence[mention.head].head].lower
        if mention.modifier and precision_of(mention) in ("region", "district") and office in scene.lexicon.forms("scenes", "local"):
            return mention
        if mention.case in ("in", "at") and office in scene.lexicon.forms("scenes", "near-by", "ward"):
            return mention
    return None
