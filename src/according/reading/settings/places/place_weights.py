"""
Weigh how a place hangs together with an event of its sentence: by its preposition, its part in the clause, its nearness.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.reading.grammar.phrases import base
from according.reading.settings.events import occasion, stretch
from according.reading.settings.places.place_parts import befallen, role
from according.reading.settings.places.place_widths import is_wide, narrowness, precision_of, spans_countries
from according.reading.settings.places.place_words import PlaceMention
from according.reading.settings.related.nesting import enclosed, innermost, within
from according.reading.settings.survey import Scene, background, clause_of, tie

# What may stand between a number and the place right behind it: "seven people in the".
_CLOSE = frozenset(("NOUN", "ADP", "DET", "ADJ"))


def best_in(scene: Scene, number: int, word: int, figure: int) -> PlaceMention | None:
    """
    Return the place in the figure's own sentence that hangs together with it best, or ``None`` where none does well enough.

    ``word`` is the index of the event's word, ``figure`` that of the number.
    """
    sentence = scene.sentences[number]
    event = occasion(sentence, word, figure)
    inside = stretch(sentence, event) if event is not None else range(0)
    placing, tallied = scene.lexicon.forms("scenes", "placing"), sentence.subtree(word) if is_tally(sentence[word]) else ()
    scored = []
    here = _where(scene, number, word)
    for mention in scene.places[number]:
        # "the U.S. strike that killed nine": the country says whose event it was, not where.
        named = mention.first in inside and mention.last in inside and (
            not mention.modifier or precision_of(mention) != "country" or befallen(sentence, mention)
        )
        # "the Halloween crush in Adran": a name in no list gives way to the place behind the event.
        named = named and not _gives_way(scene, number, mention, inside)
        # "The number of people who have died with the virus in Italy": what a tally is of is told within it.
        named = named or (mention.case in placing and mention.head in tallied)
        if mention is here:
            return mention
        if enclosed(scene, number, mention):
            continue
        scored.append((_score(scene, number, mention, word, figure, named=named), mention))
    near = sorted((pair for pair in scored if pair[0] >= scene.weights.place_least), key=lambda pair: -pair[0])
    # "In the northwest, six were shot in the Kurram region": a name is better than a side.
    if near and near[0][1].source == "common" and near[0][1].side:
        near = [pair for pair in near if not is_wide(pair[1])] or near
    # "In Corvo, the toll of a blast in western Adran rose to 12": what opens the sentence holds what is told in it.
    if near and _opens(sentence, near[0][1]):
        near = [pair for pair in near if _lies_in(scene, number, pair[1], near[0][1], figure)] or near
    # "retook a hotel in Chad after a raid that killed 12 and marked an escalation in West Africa": a country is narrower.
    if near and spans_countries(sentence, near[0][1]):
        near = [pair for pair in near if not spans_countries(sentence, pair[1])] or near
    # "across the border into Adran": a name is better than a border without one.
    if near and near[0][1].source == "common" and not near[0][1].side and near[0][1].precision != "city":
        near = [pair for pair in near if pair[1].source != "common"] or near
    return innermost(scene, number, near[0][1]) if near else None


def _gives_way(scene: Scene, number: int, mention: PlaceMention, inside: range) -> bool:
    """Say whether a name in no list stands before an event's noun, and a place under a preposition behind it, in the event's phrase."""
    if not (mention.modifier and mention.source == "frame"):
        return False
    behind = (other for other in scene.places[number] if other.first > mention.last and other.first in inside)
    return any(other.case in scene.lexicon.forms("scenes", "placing") for other in behind)


def is_tally(token: Token) -> bool:
    """Say whether a word is one for a number that is then given: "the number of people who died"."""
    return token.lemma in ("number", "total", "count", "tally", "toll")


def _opens(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a country with a preposition opens a sentence."""
    return precision_of(mention) == "country" and not mention.side and mention.first <= 1 and mention.case != ""


def _lies_in(scene: Scene, number: int, mention: PlaceMention, country: PlaceMention, figure: int) -> bool:
    """Say whether a narrower place in a country is told of, and no other count stands between it and a figure."""
    low, high = sorted((mention.head, figure))
    counts = any(token.pos == "NUM" and token.dep == "nummod" for token in scene.sentences[number].tokens[low + 1 : high])
    around = {entry.country for entry in country.entries}
    inside = not is_wide(mention) and any(entry.country in around for entry in mention.entries)
    return inside and not counts and not mention.modifier and role(scene, number, mention) >= scene.weights.told_inside


def _where(scene: Scene, number: int, word: int) -> PlaceMention | None:
    """
    Return the place of which the clause of ``word`` tells with "where": "Taiwan, where the storm left one person dead".

    Where a place with a preposition stands inside the clause, there is none.
    """
    sentence = scene.sentences[number]
    clause = clause_of(sentence, word)
    while sentence[clause].dep != "acl:relcl" and sentence[clause].head != clause:
        # "where a storm struck and left one dead": what is joined to the clause is told of the same place.
        if base(sentence[clause].dep) not in ("conj", "advcl", "xcomp"):
            return None
        clause = clause_of(sentence, sentence[clause].head)
    opening = next((token.index for token in sentence.children(clause, "advmod", "mark", "obl") if token.lower == "where"), None)
    if opening is None:
        return None
    placing = scene.lexicon.forms("scenes", "placing")
    inside = [mention for mention in scene.places[number] if mention.first > opening and mention.case in placing]
    before = [mention for mention in scene.places[number] if mention.last < opening and mention.source != "common" and not inside]
    # The place right before "where". Beyond a verb it tells of something else, which may have no name.
    near = before[-1] if before else None
    close = near is not None and not any(token.pos in ("VERB", "AUX") for token in sentence.tokens[near.last + 1 : opening])
    return near if close else None


def _score(scene: Scene, number: int, mention: PlaceMention, word: int, figure: int, *, named: bool) -> float:
    """Weigh a place for a figure; ``named`` says that it stands in the phrase of the figure's own event."""
    # "the Harran bombings": before its own event a modifier places as well as a preposition does.
    weights = scene.weights
    part = 1.0 if named and mention.modifier else role(scene, number, mention)
    if part == 0.0:
        return 0.0
    bond = weights.place_named if named else _bond(scene, number, mention, word)
    distance = min(abs(mention.head - word), abs(mention.head - figure)) / weights.place_words
    low, high = sorted((mention.name[0], figure))
    # "nine in Adran and six in Beled": each count that stands between may be what the place belongs to.
    others = sum(token.pos == "NUM" and token.dep == "nummod" for token in scene.sentences[number].tokens[low + 2 : high])
    # "the capital" will be looked up by its name, and is as good as one.
    if mention.source == "common" and mention.precision == "city":
        bond += weights.place_capital
    # "12 in Adran and seven in Beled": what stands right behind a number is its own.
    behind = scene.sentences[number].tokens[figure + 1 : mention.first]
    close = mention.case in ("in", "at") and mention.source != "common"
    if close and mention.first > figure and len(behind) <= 3 and all(token.pos in _CLOSE for token in behind):
        bond += weights.place_close
    if _counted_there(scene.sentences[number], mention, figure):
        bond -= weights.place_counted
    inside = (weights.place_within_side if mention.side else weights.place_within) if within(scene, number, mention) else 0.0
    return bond * part + narrowness(weights, mention) - distance - others * weights.place_between - inside


def _counted_there(sentence: Sentence, mention: PlaceMention, figure: int) -> bool:
    """Say whether a place is that of another number's people: "70 civilians in Syria and 20 in Turkey"."""
    up = sentence[mention.head].head
    return up != mention.head and sentence[figure].head != up and any(
        child.index != figure and child.lower not in ("one", "two") for child in sentence.children(up, "nummod")
    )


def _bond(scene: Scene, number: int, mention: PlaceMention, word: int) -> float:
    """Weigh how a place hangs together with an event; one that opens the sentence places all of it."""
    sentence = scene.sentences[number]
    bond = tie(scene, number, mention.head, word)
    # "the case would be the 16th since the virus reached Asia": so wide a place holds only what its own clause tells.
    if spans_countries(sentence, mention) and bond < scene.weights.tie_clause:
        return 0.0
    # "since troops left Lebanon": the place of another event counts only where it has no rival.
    if background(sentence, mention.head, word):
        return bond - scene.weights.place_background
    opens = (
        mention.case in scene.lexicon.forms("scenes", "placing")
        and mention.first <= 6
        and all(token.pos not in ("VERB", "AUX") for token in sentence.tokens[: mention.first])
    )
    subject = any(token.dep.startswith("nsubj") for token in sentence.tokens[: mention.last])
    return max(bond, scene.weights.place_opening) if opens and not subject else bond
