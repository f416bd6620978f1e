"""
Weigh how a place hangs together with an event of its sentence: by its preposition, its part in the clause, its nearness.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.names.countries import countries
from according.names.nouns import is_calamity_noun
from according.reading.grammar.phrases import base
from according.reading.settings.events import occasion, stretch
from according.reading.settings.place_words import GENERICS, PlaceMention, befell, words_of
from according.reading.settings.related.apart import lies_beside, of_people
from according.reading.settings.related.nesting import enclosed, innermost, precision_of, within
from according.reading.settings.survey import Scene, background, clause_of, tie
from according.reading.weights import Weights

# What may stand between a number and the place right behind it: "seven people in the".
_CLOSE = frozenset(("NOUN", "ADP", "DET", "ADJ"))
# What joins the places of a list.
LISTING = frozenset((",", "and", "or", "&", "the"))


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
    token, weights = scene.sentences[number][mention.head], scene.weights
    dep = token.dep.partition(":")[0]
    wide = precision_of(mention) == "country"
    # "killed by Israel": who did it was not where it was.
    if token.dep == "obl:agent" and mention.case == "by":
        return weights.part_agent
    if _lies_apart(scene, number, mention):
        return 0.0
    # "Thailand's death toll"
    if mention.possessive and _has_toll(scene.sentences[number], mention):
        return 1.0
    # "Ecuador's earthquake"; a war may be led elsewhere.
    if mention.possessive and befell(scene.sentences[number], mention.name[1] + 1) is not None:
        return 1.0
    # "Moscow's claim of 300 dead", "Kyiv's count": who governs from it said so.
    if mention.possessive and _owns_a_claim(scene.sentences[number], mention, scene.sayings):
        return 0.0
    # "Indonesia's ministry": whose it is says little of where it was.
    if (mention.possessive and mention.last < mention.head) or (mention.possessive and mention.name[0] <= mention.head <= mention.name[1]):
        return weights.part_owner
    # Each side in a fight: "fighting between Harran and the rebels" may be anywhere.
    if mention.case == "between" and _is_fight(scene.sentences[number], token.head):
        return weights.part_fighting
    placing = scene.lexicon.forms("scenes", "placing")
    if mention.case in placing and _brought_to(scene.sentences[number], token.head):
        return weights.part_ward
    if mention.case in placing or (mention.side and mention.source != "common" and not _is_aim(scene.sentences[number], mention)):
        return 1.0
    # "in parts of Iraq" is as good as "in Iraq".
    if mention.case == "of" and _part_of(scene, number, token.head):
        return weights.part_of_whole
    # The enemy in a fight: "the brigade suffered 40 casualties fighting against Harran".
    if mention.case == "against":
        return weights.part_enemy
    # Where a bus or a plane was bound for.
    if mention.case in ("to", "from") and scene.sentences[number][token.head].lemma in scene.lexicon.forms("scenes", "carrying"):
        return weights.part_bound
    if mention.case:
        loose = dep == "nmod" and mention.case in ("of", "from", "with", "for", "to", "by")
        return weights.part_cased_noun if loose else weights.part_cased
    if _acts(scene.sentences[number], mention):
        return weights.part_acting
    # "French and U.S. forces": what is joined to a word before a noun stands before it too.
    joined = dep == "conj" and token.index > token.head and base(scene.sentences[number][token.head].dep) in ("compound", "amod")
    # "killed in Ghana dam collapse": what befell a country was there.
    if mention.modifier and wide and befallen(scene.sentences[number], mention):
        return weights.part_befallen
    # "a blaze in a Kabul hospital": where the hospital is, it was.
    if mention.modifier and _at_site(scene, number, token.head):
        return 1.0
    # "Kabul police" act mostly in Kabul, "Pakistan forces" anywhere.
    if mention.modifier or joined or dep in ("nmod", "compound"):
        return weights.part_modifier_country if wide else weights.part_modifier
    # "Chad is the largest country in the region": what is told next is told of it.
    if dep == "nsubj" and words_of(scene.lexicon).kind(scene.sentences[number][token.head].lower) in GENERICS:
        return weights.part_described
    if dep in ("obj", "obl", "appos", "conj", "dep", "flat", "list", "root"):
        return weights.part_object
    if dep == "nsubj":
        return weights.part_subject_country if wide else weights.part_subject
    return weights.part_other


def _at_site(scene: Scene, number: int, noun: int) -> bool:
    """Say whether a noun for a site stands under a preposition of place: "in a hospital", "at a market"."""
    sentence = scene.sentences[number]
    site = words_of(scene.lexicon).kind(sentence[noun].lower) == "generic-point"
    return site and any(case.lower in scene.lexicon.forms("scenes", "placing") for case in sentence.children(noun, "case"))


def _is_aim(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a side of a place is where somebody goes: "to a market, west of Adran"; "to the east of Adran" is where it lies."""
    return mention.case == "to" and mention.first < mention.name[0] - 1 and sentence[mention.first - 1].lower != "the"


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


def _brought_to(sentence: Sentence, index: int) -> bool:
    """Say whether a noun is where the hurt are brought: "taken to a hospital in Adran"."""
    return sentence[index].lower in sentence.lexicon.forms("scenes", "ward") and sentence.has_case(index, "to")


def _lies_apart(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place is one where things did not happen: that somebody comes from, speaks in, or that lies beside."""
    # "the first deaths outside Asia" were anywhere else; "outside Mosul" is close by.
    if mention.case == "outside" and (precision_of(mention) == "country" or is_continent(mention)):
        return True
    return lies_beside(scene.sentences[number], mention) or of_people(scene, number, mention)


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


def _acts(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a capital's name stands for those who govern from it: "Moscow launched 68 drones", "accused Moscow"."""
    token = sentence[mention.head]
    entry = countries().get(token.lower)
    if entry is None or entry[1] != "capital" or mention.case or mention.name[0] != mention.name[1]:
        return False
    verb = sentence[token.head]
    accused = token.dep == "obj" and verb.lemma in sentence.lexicon.forms("scenes", "charge")
    return accused or (token.dep == "nsubj" and verb.pos == "VERB" and verb.lemma not in sentence.lexicon.forms("scenes", "register"))


def _is_fight(sentence: Sentence, index: int) -> bool:
    """Say whether what stands between two names is a fight or talks between them, not a road or a border."""
    return sentence[index].lemma in sentence.lexicon.forms("scenes", "fight", "lasting", "meeting")


def _part_of(scene: Scene, number: int, index: int) -> bool:
    """Say whether a noun is itself under a preposition of place: "in parts of", "from the waters of"."""
    cases = scene.sentences[number].children(index, "case")
    return any(case.lower in scene.lexicon.forms("scenes", "placing") or case.lower == "from" for case in cases)
