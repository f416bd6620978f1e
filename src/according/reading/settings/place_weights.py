"""
How a place hangs together with an event of its sentence: by its preposition, its part in the clause, its nearness.
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.names.nouns import is_event_noun
from according.reading.grammar.phrases import base
from according.reading.settings.events import occasion, stretch
from according.reading.settings.place_words import GENERICS, INNER, PlaceMention, names_inside, words_of
from according.reading.settings.survey import Scene, background, clause_of, tie
from according.statement import Precision

# How much a narrower place counts over a wider one with the same tie.
NARROW = {"point": 0.45, "district": 0.45, "city": 0.4, "region": 0.25, "country": 0.0, None: 0.3}
# From here on a place counts as the event's. A modifier of the event's own clause reaches it, a speaker's does not.
PLACE_LEAST = 1.5
# How closely a place in the phrase of the figure's own event hangs together with it: as one in the event's own clause.
NAMED_PLACE = 4.0
# People whose "of" tells where they come from, not where they were.
ORIGIN = frozenset({"national", "citizen", "native", "expatriate"})
# How many steps from the last of a list to its first.
LIST_MOST = 40


def best_in(scene: Scene, number: int, word: int, figure: int) -> PlaceMention | None:
    """Return the place in the figure's own sentence that hangs together with it best."""
    sentence = scene.sentences[number]
    event = occasion(sentence, word, figure)
    inside = stretch(sentence, event) if event is not None else range(0)
    scored = []
    here = _where(scene, number, word)
    for mention in scene.places[number]:
        named = mention.first in inside and mention.last in inside and not (mention.modifier and precision_of(mention) == "country")
        if mention is here:
            return mention
        scored.append((_score(scene, number, mention, word, figure, named=named), mention))
    near = sorted((pair for pair in scored if pair[0] >= PLACE_LEAST), key=lambda pair: -pair[0])
    if near and near[0][1].source == "common" and near[0][1].side:  # "Elsewhere in the northwest ...": a name is better
        near = [pair for pair in near if not is_wide(pair[1])] or near
    return near[0][1] if near else None


def _where(scene: Scene, number: int, word: int) -> PlaceMention | None:
    """Return the place of which a clause with "where" tells: "Taiwan, where the storm left one person dead"."""
    sentence = scene.sentences[number]
    clause = clause_of(sentence, word)
    while sentence[clause].dep != "acl:relcl" and sentence[clause].head != clause:
        if base(sentence[clause].dep) not in ("conj", "advcl", "xcomp"):
            return None
        clause = clause_of(sentence, sentence[clause].head)
    opening = next((token.index for token in sentence.children(clause, "advmod", "mark", "obl") if token.lower == "where"), None)
    if opening is None:
        return None
    placing = scene.lexicon.forms("scenes", "placing")
    inside = [mention for mention in scene.places[number] if mention.first > opening and mention.case in placing]
    before = [mention for mention in scene.places[number] if mention.last < opening and mention.source != "common" and not inside]
    near = before[-1] if before else None
    close = near is not None and not any(token.pos in ("VERB", "AUX") for token in sentence.tokens[near.last + 1 : opening])
    return near if close else None


def _score(scene: Scene, number: int, mention: PlaceMention, word: int, figure: int, *, named: bool) -> float:
    part = 1.0 if named and mention.modifier else role(scene, number, mention)
    if part == 0.0:
        return 0.0
    bond = NAMED_PLACE if named else _bond(scene, number, mention, word)
    distance = min(abs(mention.head - word), abs(mention.head - figure)) / 100
    low, high = sorted((mention.name[0], figure))
    others = sum(token.pos == "NUM" and token.dep == "nummod" for token in scene.sentences[number].tokens[low + 2 : high])
    if mention.source == "common" and mention.precision == "city":
        bond += 0.5
    if _counted_there(scene.sentences[number], mention, figure):
        bond -= 1.0
    inside = (0.3 if mention.side else 0.9) if within(scene, number, mention) else 0.0
    return bond * part + narrowness(mention) - distance - others * 0.15 - inside


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
    if background(sentence, mention.head, word):
        return bond - 2.0
    opens = (
        mention.case in scene.lexicon.forms("scenes", "placing")
        and mention.first <= 6
        and all(token.pos not in ("VERB", "AUX") for token in sentence.tokens[: mention.first])
    )
    subject = any(token.dep.startswith("nsubj") for token in sentence.tokens[: mention.last])
    return max(bond, 2.2) if opens and not subject else bond


def within(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place only says where another lies: "the village of Kalachen in Kandahar district"."""
    sentence = scene.sentences[number]
    above = sentence[mention.head].head
    if _around_another(sentence, mention):
        return True
    if any(_explains(sentence, other, mention) for other in scene.places[number]):
        return True
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
    if sentence[above].dep == "appos" and sentence[above].pos == "NOUN":
        above = sentence[above].head  # "Miranshah, the main town in North Waziristan"
    return any(other is not mention and (above == other.head or other.name[0] <= above <= other.name[1]) for other in scene.places[number])


def _explains(sentence: Sentence, name: PlaceMention, mention: PlaceMention) -> bool:
    """Say whether a place stands in what is said of another's name: "Miranshah, the main town in North Waziristan"."""
    at = name.last + 1
    if not 3 <= mention.first - at <= 7 or sentence[at].text != "," or sentence[at + 1].lower not in ("the", "a", "an"):
        return False
    kinds = words_of(sentence.lexicon)
    between = sentence.tokens[at + 2 : mention.first]
    return any(kinds.kind(token.lower) in GENERICS for token in between) and all(token.pos not in ("VERB", "PUNCT") for token in between)


def _around_another(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place holds the one named behind it: "the Red Sea resort of Hurghada", "the eastern Baghdad district of Karada"."""
    kinds = words_of(sentence.lexicon)
    for index in range(mention.last + 1, min(mention.last + 4, len(sentence))):
        if kinds.kind(sentence[index].lower) in INNER:
            return names_inside(sentence, index)
        if sentence[index].pos not in ("NOUN", "ADJ", "PROPN"):
            return False
    return False


def narrowness(mention: PlaceMention) -> float:
    """Return the bonus of a narrow place."""
    if mention.source == "common":
        return -0.6
    if _continent(mention):
        return -0.3
    if mention.side and mention.case == "":
        return NARROW[precision_of(mention)] - 0.1
    return NARROW[precision_of(mention)] + (0.15 if mention.side and precision_of(mention) == "country" else 0.0)


def precision_of(mention: PlaceMention) -> Precision | None:
    """Return how narrow a place is: by the words beside its name, else as the gazetteer has it."""
    return mention.precision or (mention.entries[0].precision if mention.entries else None)


def is_wide(mention: PlaceMention) -> bool:
    """Say whether a place is a country, a part of one that has no name, or none by name."""
    return (
        (mention.source == "common" and (mention.side or mention.precision == "city"))
        or precision_of(mention) == "country"
        or _continent(mention)
    )


def _continent(mention: PlaceMention) -> bool:
    return bool(mention.entries) and mention.entries[0].kind == "Z" and not mention.side


def _of_origin(sentence: Sentence, index: int) -> bool:
    """Say whether a place, or the list it stands in, only tells where people come from: "nationals of Lebanon, Syria and Egypt"."""
    token = sentence[index]
    for _ in range(LIST_MOST):
        if token.dep != "conj":
            break
        token = sentence[token.head]
    return token.dep.startswith("nmod") and sentence[token.head].lemma in ORIGIN


def role(scene: Scene, number: int, mention: PlaceMention) -> float:
    """Weigh the part that a place plays: 1 under a preposition of place, less as a modifier, object or subject, 0 as a speaker."""
    token = scene.sentences[number][mention.head]
    dep = token.dep.partition(":")[0]
    wide = precision_of(mention) == "country"
    if token.dep == "obl:agent" and mention.case == "by":
        return 0.1
    if mention.case == "outside" and (wide or _continent(mention)):
        return 0.0  # "the first deaths outside Asia" were anywhere else
    if _of_origin(scene.sentences[number], mention.head):
        return 0.0
    beside = scene.sentences[number][token.head].lemma in ("border", "adjoin", "neighbor", "neighbour")
    if beside and not mention.case and dep in ("obj", "obl"):
        return 0.0  # "the region bordering Chad" lies elsewhere
    if _by_account(scene.sentences[number], mention.head):
        return 0.0
    if (mention.possessive and mention.last < mention.head) or (mention.possessive and mention.name[0] <= mention.head <= mention.name[1]):
        return 0.35
    if mention.case in scene.lexicon.forms("scenes", "placing") or (mention.side and mention.source != "common"):
        return 1.0
    if mention.case == "of" and _part_of(scene, number, token.head):
        return 0.8
    if mention.case == "against" or (mention.case == "between" and _is_fight(scene.sentences[number], token.head)):
        return 0.3  # the sides of a fight: "fighting between Harran and the rebels"
    if mention.case in ("to", "from") and scene.sentences[number][token.head].lemma in scene.lexicon.forms("scenes", "carrying"):
        return 0.3  # where a bus or a plane was bound for
    if mention.case:
        return 0.3 if dep == "nmod" and mention.case in ("of", "from", "with", "for", "to", "by") else 0.7
    if mention.modifier or dep in ("nmod", "compound"):
        return 0.1 if wide else 0.5
    if dep in ("obj", "obl", "appos", "conj", "dep", "flat", "list", "root"):
        return 0.8
    return (0.3 if wide else 0.4) if dep == "nsubj" else 0.6


def _is_fight(sentence: Sentence, index: int) -> bool:
    """Say whether what stands between two names is a fight or talks between them, not a road or a border."""
    return is_event_noun(sentence[index].lemma, sentence.lexicon) or sentence[index].lemma in ("fighting", "talk", "talks")


def _by_account(sentence: Sentence, index: int) -> bool:
    """Say whether a place stands in the name of a source: "according to the commissioner for refugees in Ukraine"."""
    for token in sentence.ancestors(index):
        if token.pos in ("VERB", "AUX"):
            return False
        if sentence.has_case(token.index, "according"):
            return True
    return False


def _part_of(scene: Scene, number: int, index: int) -> bool:
    """Say whether a noun is itself under a preposition of place: "in parts of", "from the waters of"."""
    cases = scene.sentences[number].children(index, "case")
    return any(case.lower in scene.lexicon.forms("scenes", "placing") or case.lower == "from" for case in cases)
