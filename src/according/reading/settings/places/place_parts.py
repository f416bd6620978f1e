"""
Weigh the part that a place plays in its clause: under a preposition, as a modifier, an object, a subject or an owner.
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.names.countries import countries
from according.names.nouns import is_calamity_noun
from according.reading.grammar.phrases import base
from according.reading.settings.places.place_widths import is_continent, precision_of
from according.reading.settings.places.place_words import GENERICS, PlaceMention, befell, words_of
from according.reading.settings.related.apart import lies_beside, of_people
from according.reading.settings.survey import Scene

# What joins the places of a list.
LISTING = frozenset((",", "and", "or", "&", "the"))
# Prepositions that tie a place to a noun as whose or from where it is, and seldom say where things happened.
LOOSE_CASES = frozenset({"of", "from", "with", "for", "to", "by"})


def role(scene: Scene, number: int, mention: PlaceMention) -> float:
    """
    Weigh the part that a place plays in its clause, from 0 to 1.

    It is 1 under a preposition of place, less as a modifier, an object, a subject or an owner, and 0 where people only come from it or
    speak there.
    """
    # "citizens of Russia and China": each of a list plays the part of the first, wherever the parser hangs it.
    first = _first_listed(scene, number, mention)
    if first is not mention:
        return role(scene, number, first)
    # "killed by Israel": who did it was not where it was.
    if mention.case == "by" and scene.sentences[number][mention.head].dep == "obl:agent":
        return scene.weights.part_agent
    if _lies_apart(scene, number, mention):
        return 0.0
    owning = _as_owner(scene, number, mention) if mention.possessive else None
    if owning is not None:
        return owning
    placed = _under_preposition(scene, number, mention) if mention.case or mention.side else None
    return placed if placed is not None else _in_clause(scene, number, mention)


def _as_owner(scene: Scene, number: int, mention: PlaceMention) -> float | None:
    """Weigh a place that owns what happened or whoever speaks, or return ``None`` where what it owns is not beside it."""
    sentence = scene.sentences[number]
    # "Thailand's death toll"; "Ecuador's earthquake"; a war may be led elsewhere.
    if _has_toll(sentence, mention) or befell(sentence, mention.name[1] + 1) is not None:
        return 1.0
    # "Moscow's claim of 300 dead", "Kyiv's count": who governs from it said so.
    if _owns_a_claim(sentence, mention, scene.sayings):
        return 0.0
    # "Indonesia's ministry": whose it is says little of where it was.
    beside = mention.last < mention.head or mention.name[0] <= mention.head <= mention.name[1]
    return scene.weights.part_owner if beside else None


def _under_preposition(scene: Scene, number: int, mention: PlaceMention) -> float | None:
    """Weigh a place by the preposition before it, or by the side of it that is named; ``None`` where neither says anything."""
    sentence, weights = scene.sentences[number], scene.weights
    token, case = sentence[mention.head], mention.case
    # Each side in a fight: "fighting between Harran and the rebels" may be anywhere.
    if case == "between" and _is_fight(sentence, token.head):
        return weights.part_fighting
    placing = case in scene.lexicon.forms("scenes", "placing")
    if placing and _brought_to(sentence, token.head):
        return weights.part_ward
    if placing or (mention.side and mention.source != "common" and not _is_aim(sentence, mention)):
        return 1.0
    # "in parts of Iraq" is as good as "in Iraq".
    if case == "of" and _part_of(scene, number, token.head):
        return weights.part_of_whole
    # The enemy in a fight: "the brigade suffered 40 casualties fighting against Harran".
    if case == "against":
        return weights.part_enemy
    # Where a bus or a plane was bound for.
    if case in ("to", "from") and sentence[token.head].lemma in scene.lexicon.forms("scenes", "carrying"):
        return weights.part_bound
    if not case:
        return None
    return weights.part_cased_noun if base(token.dep) == "nmod" and case in LOOSE_CASES else weights.part_cased


def _in_clause(scene: Scene, number: int, mention: PlaceMention) -> float:
    """Weigh a place without a preposition by what it is in its clause: a modifier, an object, a subject."""
    sentence, weights = scene.sentences[number], scene.weights
    token, wide = sentence[mention.head], precision_of(mention) == "country"
    if _acts(sentence, mention):
        return weights.part_acting
    dep = base(token.dep)
    # "French and U.S. forces": what is joined to a word before a noun stands before it too.
    joined = dep == "conj" and token.index > token.head and base(sentence[token.head].dep) in ("compound", "amod")
    # "killed in Ghana dam collapse": what befell a country was there.
    if mention.modifier and wide and befallen(sentence, mention):
        return weights.part_befallen
    # "a blaze in a Kabul hospital": where the hospital is, it was.
    if mention.modifier and _at_site(scene, number, token.head):
        return 1.0
    # "Kabul police" act mostly in Kabul, "Pakistan forces" anywhere.
    if mention.modifier or joined or dep in ("nmod", "compound"):
        return weights.part_modifier_country if wide else weights.part_modifier
    # "Chad is the largest country in the region": what is told next is told of it.
    if dep == "nsubj" and words_of(scene.lexicon).kind(sentence[token.head].lower) in GENERICS:
        return weights.part_described
    if dep in ("obj", "obl", "appos", "conj", "dep", "flat", "list", "root"):
        return weights.part_object
    if dep == "nsubj":
        return weights.part_subject_country if wide else weights.part_subject
    return weights.part_other


def _first_listed(scene: Scene, number: int, mention: PlaceMention) -> PlaceMention:
    """Return the first place of the list in which one stands without a preposition of its own: "Russia" for "Russia, China and Egypt"."""
    sentence, first = scene.sentences[number], mention
    for other in reversed(scene.places[number]):
        between = sentence.tokens[other.last + 1 : first.first]
        if other.first >= first.first or first.case or base(sentence[first.head].dep) != "conj":
            continue
        if not between or any(token.lower not in LISTING for token in between):
            break
        first = other
    return first


def _lies_apart(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place is one where things did not happen: that somebody comes from, speaks in, or that lies beside."""
    # "the first deaths outside Asia" were anywhere else; "outside Mosul" is close by.
    if mention.case == "outside" and (precision_of(mention) == "country" or is_continent(mention)):
        return True
    return lies_beside(scene.sentences[number], mention) or of_people(scene, number, mention)


def _has_toll(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place owns a toll: "Thailand's bird flu death toll", "Italy's total of deaths"; a count or claim is its owner's."""
    owned = (sentence[mention.head], sentence[sentence[mention.name[1]].head])
    return any(token.lemma == "toll" or (token.lemma in ("total", "number") and _is_of(sentence, token.index)) for token in owned)


def _is_of(sentence: Sentence, at: int) -> bool:
    return at + 1 < len(sentence) and sentence[at + 1].lower == "of"


def _owns_a_claim(sentence: Sentence, mention: PlaceMention, sayings: frozenset[str]) -> bool:
    """Say whether a capital's name owns what is said: "Moscow's claim of 300 dead"; the dead of "Moscow's toll" are its own."""
    entry = countries().get(sentence[mention.name[0]].lower)
    if entry is None or entry[1] != "capital" or mention.name[0] != mention.name[1]:
        return False
    owned = sentence[sentence[mention.name[1]].head]
    return owned.pos == "NOUN" and owned.lemma in sayings and owned.lemma not in ("toll", "tally")


def _is_fight(sentence: Sentence, index: int) -> bool:
    """Say whether what stands between two names is a fight or talks between them, not a road or a border."""
    return sentence[index].lemma in sentence.lexicon.forms("scenes", "fight", "lasting", "meeting")


def _brought_to(sentence: Sentence, index: int) -> bool:
    """Say whether a noun is where the hurt are brought: "taken to a hospital in Adran"."""
    return sentence[index].lower in sentence.lexicon.forms("scenes", "ward") and sentence.has_case(index, "to")


def _is_aim(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a side of a place is where somebody goes: "to a market, west of Adran"; "to the east of Adran" is where it lies."""
    return mention.case == "to" and mention.first < mention.name[0] - 1 and sentence[mention.first - 1].lower != "the"


def _part_of(scene: Scene, number: int, index: int) -> bool:
    """Say whether a noun is itself under a preposition of place: "in parts of", "from the waters of"."""
    cases = scene.sentences[number].children(index, "case")
    return any(case.lower in scene.lexicon.forms("scenes", "placing") or case.lower == "from" for case in cases)


def _acts(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a capital's name stands for those who govern from it: "Moscow launched 68 drones", "accused Moscow"."""
    token = sentence[mention.head]
    entry = countries().get(token.lower)
    if entry is None or entry[1] != "capital" or mention.case or mention.name[0] != mention.name[1]:
        return False
    verb = sentence[token.head]
    accused = token.dep == "obj" and verb.lemma in sentence.lexicon.forms("scenes", "charge")
    return accused or (token.dep == "nsubj" and verb.pos == "VERB" and verb.lemma not in sentence.lexicon.forms("scenes", "register"))


def befallen(sentence: Sentence, mention: PlaceMention) -> bool:
    """
    Say whether a country stands before the noun for what befell it: "the Iran mine explosion", "Ghana dam collapse".

    Before a raid or strike it says whose that was: "the U.S. strike".
    """
    befell = False
    for token in sentence.tokens[mention.last + 1 :]:
        # "heat wave": two words that are one in the lists.
        names = (token.lemma, f"{sentence[token.index - 1].lemma} {token.lemma}")
        calamity = any(is_calamity_noun(name, sentence.lexicon) or name in sentence.lexicon.forms("scenes", "burst") for name in names)
        # The last of the nouns in a row is what they are about; in a headline the parser may take "crash" for a verb.
        if token.pos != "NOUN" and not (calamity and token.lower == token.lemma):
            break
        befell = calamity
    return befell


def _at_site(scene: Scene, number: int, noun: int) -> bool:
    """Say whether a noun for a site stands under a preposition of place: "in a hospital", "at a market"."""
    sentence = scene.sentences[number]
    site = words_of(scene.lexicon).kind(sentence[noun].lower) == "generic-point"
    return site and any(case.lower in scene.lexicon.forms("scenes", "placing") for case in sentence.children(noun, "case"))
