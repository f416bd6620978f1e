"""
The place of a figure: the most specific place that the words of its event name.
"""

from __future__ import annotations

from itertools import pairwise

from according.language.sentence import Sentence
from according.lexicon import default
from according.reading.frames import GENERICS, INNER, PlaceMention, names_inside, scene_words, words_of
from according.reading.namesakes import settle
from according.reading.places import name_key
from according.reading.scenes import Scene, background, candidate_sentences, clause_of, main_country, tie
from according.reading.times import TimeMention
from according.statement import Place, Precision

# How much a narrower place counts over a wider one with the same tie.
NARROW = {"point": 0.45, "district": 0.45, "city": 0.4, "region": 0.25, "country": 0.0, None: 0.3}
# From here on a place counts as the event's. A modifier of the event's own clause reaches it, a speaker's does not.
ENOUGH = 1.5
# How many sentences on a narrower place is looked for: any, or one that is put into the region told.
ON, FAR_ON = 2, 5
# From this population on a name that is a region's too means the city.
GREAT = 1_000_000
# How many sentences back a country is looked for at all; the bound keeps the work linear in the report's length.
REACH = 100
# Where people meet or speak is not where what they speak of was.
MEETINGS = scene_words("meeting") | scene_words("saying-noun") | scene_words("aftermath")
# What is narrower than a region; a name that nothing tells the kind of mostly is.
TOWNS = frozenset(("city", "district", "point", None))


def place_of(scene: Scene, number: int, word: int, figure: int) -> Place | None:
    """Return the place of a figure: ``number`` is its sentence, ``word`` the event's word in it, ``figure`` the number's."""
    if _everywhere(scene, number, word):
        return None
    found = best_in(scene, number, word, figure) or _counting(scene, number) or _said_at(scene, number) or _local(scene, number)
    if found is None:
        found = _land(scene, number) if _long(scene, number) else _elsewhere(scene, number)
    elif found.source == "common" and found.side and _of_town(scene, found):
        found = _elsewhere(scene, number) or found
    elif found.source == "common" and found.precision == "city":
        found = _capital(scene, found) or found
    elif not scattered(scene, number) and not _long(scene, number):
        found = _narrower(scene, number, found) or found
    return None if found is None else to_place(scene, found)


def _capital(scene: Scene, capital: PlaceMention) -> PlaceMention | None:
    """
    Return the mention by name of what "the capital" means.

    The name set off behind it ("the capital, Kinshasa"), or the one capital of the report's countries that it names.
    """
    sentence = scene.sentences[capital.sentence]
    for mention in scene.places[capital.sentence]:
        if mention.first == capital.last + 2 and sentence[capital.last + 1].text == ",":
            return mention
    words = [token.lower for token in sentence.tokens[capital.first : capital.last + 1]]
    return scene.capital if words == ["the", "capital"] else None


def _of_town(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a side is that of a town told before: "in the east of the city"."""
    behind = [token.lower for token in scene.sentences[mention.sentence].tokens[mention.last + 1 : mention.last + 4]]
    return behind[:2] == ["of", "the"] and behind[-1] in ("city", "town", "village", "capital")


def _everywhere(scene: Scene, number: int, word: int) -> bool:
    """Say whether the figure is told of the whole world."""
    sentence = scene.sentences[number]
    return any(
        token.lower in scene_words("everywhere") and clause_of(sentence, token.index) == clause_of(sentence, word)
        for token in sentence
        if token.lower in scene_words("everywhere")
    )


def best_in(scene: Scene, number: int, word: int, figure: int) -> PlaceMention | None:
    """Return the place in the figure's own sentence that hangs together with it best."""
    scored = [(_score(scene, number, mention, word, figure), mention) for mention in scene.places[number]]
    return max((pair for pair in scored if pair[0] >= ENOUGH), key=lambda pair: pair[0], default=(0.0, None))[1]


def _score(scene: Scene, number: int, mention: PlaceMention, word: int, figure: int) -> float:
    role = _role(scene, number, mention)
    if role == 0.0:
        return 0.0
    bond = _bond(scene, number, mention, word)
    distance = min(abs(mention.head - word), abs(mention.head - figure)) / 100
    low, high = sorted((mention.name[0], figure))
    others = sum(token.pos == "NUM" and token.dep == "nummod" for token in scene.sentences[number].tokens[low + 2 : high])
    if mention.source == "common" and mention.precision == "city":
        bond += 0.5
    if _counted_there(scene.sentences[number], mention, figure):
        bond -= 1.0
    within = (0.3 if mention.side else 0.9) if _within(scene, number, mention) else 0.0
    return bond * role + narrowness(mention) - distance - others * 0.15 - within


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
        mention.case in scene_words("placing")
        and mention.first <= 6
        and all(token.pos not in ("VERB", "AUX") for token in sentence.tokens[: mention.first])
    )
    subject = any(token.dep.startswith("nsubj") for token in sentence.tokens[: mention.last])
    return max(bond, 2.2) if opens and not subject else bond


def _within(scene: Scene, number: int, mention: PlaceMention) -> bool:
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
    kinds = words_of(default())
    between = sentence.tokens[at + 2 : mention.first]
    return any(kinds.kind(token.lower) in GENERICS for token in between) and all(token.pos not in ("VERB", "PUNCT") for token in between)


def _around_another(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place holds the one named behind it: "the Red Sea resort of Hurghada", "the eastern Baghdad district of Karada"."""
    kinds = words_of(default())
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


def _role(scene: Scene, number: int, mention: PlaceMention) -> float:
    """Weigh the part that a place plays: 1 under a preposition of place, less as a modifier, object or subject, 0 as a speaker."""
    token = scene.sentences[number][mention.head]
    dep = token.dep.partition(":")[0]
    wide = precision_of(mention) == "country"
    if token.dep == "obl:agent" and mention.case == "by":
        return 0.1
    if _by_account(scene.sentences[number], mention.head):
        return 0.0
    if (mention.possessive and mention.last < mention.head) or (mention.possessive and mention.name[0] <= mention.head <= mention.name[1]):
        return 0.35
    if mention.case in scene_words("placing") or (mention.side and mention.source != "common"):
        return 1.0
    if mention.case == "of" and _part_of(scene, number, token.head):
        return 0.8
    if mention.case:
        return 0.3 if dep == "nmod" and mention.case in ("of", "from", "with", "for", "to", "by", "against") else 0.7
    if mention.modifier or dep in ("nmod", "compound"):
        return 0.1 if wide else 0.5
    if dep in ("obj", "obl", "appos", "conj", "dep", "flat", "list", "root"):
        return 0.8
    return (0.3 if wide else 0.4) if dep == "nsubj" else 0.6


def _by_account(sentence: Sentence, index: int) -> bool:
    """Say whether a place stands in the name of a source: "according to the commissioner for refugees in Ukraine"."""
    for token in sentence.ancestors(index):
        if token.pos in ("VERB", "AUX"):
            return False
        if any(case.lower == "according" for case in sentence.children(token.index, "case")):
            return True
    return False


def _part_of(scene: Scene, number: int, index: int) -> bool:
    """Say whether a noun is itself under a preposition of place: "in parts of", "from the waters of"."""
    cases = scene.sentences[number].children(index, "case")
    return any(case.lower in scene_words("placing") or case.lower == "from" for case in cases)


def _said_at(scene: Scene, number: int) -> PlaceMention | None:
    """Return the place of those who speak, where the sentence has no other: "Officials in Kashmir say 15 died"."""
    sentence = scene.sentences[number]
    for mention in scene.places[number]:
        placed = mention.case in scene_words("placing") and mention.source != "common"
        if placed and not background(sentence, mention.head, sentence.roots()[0].index):
            return mention
    return None


def _counting(scene: Scene, number: int) -> PlaceMention | None:
    """Return the place that reports its own: "Shandong has reported five deaths"."""
    sentence = scene.sentences[number]
    for mention in scene.named[number]:
        token = sentence[mention.head]
        if token.dep == "nsubj" and not mention.possessive and sentence[token.head].lemma in scene_words("register"):
            return mention
    return None


def _local(scene: Scene, number: int) -> PlaceMention | None:
    """Return the province or town whose officials speak: "the Helmand police chief said"; a country's may speak of any place."""
    sentence = scene.sentences[number]
    for mention in scene.named[number]:
        if mention.source == "common" or mention.side or precision_of(mention) == "country":
            continue
        office = sentence[sentence[mention.head].head].lower
        if mention.modifier and precision_of(mention) in ("region", "district") and office in scene_words("local"):
            return mention
        if mention.case in ("in", "at") and office in scene_words("near-by"):
            return mention
    return None


def _best_told(scene: Scene, number: int, least: float) -> PlaceMention | None:
    scored = []
    sentence = scene.sentences[number]
    for mention in scene.places[number]:
        role = _role(scene, number, mention)
        if role >= least and not background(sentence, mention.head, sentence.roots()[0].index, aside=False) and not _met(sentence, mention):
            scored.append((role + narrowness(mention) - 0.003 * mention.first - (0.3 if _within(scene, number, mention) else 0.0), mention))
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def _met(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place is where people meet or speak: "at a meeting in Geneva", "told reporters in Cairo"."""
    up = sentence[sentence[mention.head].head]
    held = [up, *sentence.children(up.index, "nsubj", "obj")] if up.pos == "VERB" else [up]
    return any(token.lemma in MEETINGS or token.lower in MEETINGS for token in held)


def _elsewhere(scene: Scene, number: int) -> PlaceMention | None:
    wide = None
    near = candidate_sentences(scene, number)
    for other in near:
        found = _best_told(scene, other, 0.7)
        if found and not is_wide(found):
            return found
        wide = wide or (found if found and (precision_of(found) != "country" or main_country(scene, found)) else None)
    return wide or _last_resort(scene, number, near)


def _last_resort(scene: Scene, number: int, near: list[int]) -> PlaceMention | None:
    """Return a place that is only touched upon: in the sentence, in those near, or under a place's preposition anywhere before."""
    for other in (number, *near):
        found = _best_told(scene, other, 0.35)
        if found and (precision_of(found) != "country" or main_country(scene, found, 2.0 if found.possessive or found.modifier else 0.5)):
            return found
    for other in range(number - 1, max(number - REACH, 0) - 1, -1):
        if found := _best_told(scene, other, 0.7):
            return found
    return None


def scattered(scene: Scene, number: int) -> bool:
    """Say whether a sentence tells of many events at once: "in separate attacks", "a series of bombings"."""
    sentence = scene.sentences[number]
    return any(
        token.lower in scene_words("many") and (token.pos == "NOUN" or sentence[token.head].has("Number=Plur")) for token in sentence
    ) or any(token.lemma in scene_words("event") and token.lower != token.lemma and _several(sentence, token.index) for token in sentence)


def _several(sentence: Sentence, index: int) -> bool:
    """Say whether a plural is counted without being known: "two accidents", not "the two provinces"."""
    return sentence.child(index, "nummod") is not None and sentence.child(index, "det") is None


def _long(scene: Scene, number: int) -> bool:
    """Say whether a sentence tells a total over months or years."""
    sentence = scene.sentences[number]
    return any(_is_long(mention) and not background(sentence, mention.first, sentence.roots()[0].index) for mention in scene.times[number])


def _is_long(mention: TimeMention) -> bool:
    units = mention.ids("U")
    since = mention.edge == "since" and mention.rule not in ("then", "weekday")
    return since or mention.rule in ("year", "decade") or "year" in units or ("month-unit" in units and mention.rule != "ago")


def _land(scene: Scene, number: int) -> PlaceMention | None:
    """Return the country that the sentences before speak of, nearest first."""
    for other in range(number, max(number - REACH, 0) - 1, -1):
        for mention in scene.places[other]:
            placed = not mention.case or mention.case in scene_words("placing")
            if precision_of(mention) == "country" and placed and _role(scene, other, mention) >= 0.35 and main_country(scene, mention):
                return mention
    return None


def _narrower(scene: Scene, number: int, found: PlaceMention) -> PlaceMention | None:
    """
    Return a narrower place told of the same event in the next sentences.

    For a country a place in a sentence that counts nothing anew or takes up a word of the figure's sentence ("the blast");
    for a region a town in a sentence that takes up a word, or one that is put into the region.
    """
    wide = is_wide(found) or _beyond(found)
    if not wide and (precision_of(found) != "region" or found.source == "common" or found.side or _town_too(found)):
        return None
    for other in candidate_sentences(scene, number, before=0, after=FAR_ON):
        repeats = other - number <= ON and _repeats(scene, number, other)
        if repeats or (other - number <= ON and is_wide(found) and not _counts(scene.sentences[other])):
            place = _best_told(scene, other, 0.8) or (_local(scene, other) if repeats else None)
            if place and not is_wide(place) and (is_wide(found) or precision_of(place) in TOWNS):
                return place
        if not wide and (place := _inside(scene, other, _key_in(scene, found))):
            return place
    return None


def _beyond(mention: PlaceMention) -> bool:
    """Say whether a place is only told by the side of a town on which it lies: "south of Baghdad"."""
    return mention.side and mention.first < mention.name[0] - 1 and any(entry.kind == "P" for entry in mention.entries)


def _town_too(mention: PlaceMention) -> bool:
    """Say whether the name of a region is that of its great city: "in Baghdad" is as narrow as it needs to be."""
    great = any(entry.kind == "P" and entry.population >= GREAT for entry in mention.entries)
    return great and mention.precision is None and mention.case in ("in", "at")


def _counts(sentence: Sentence) -> bool:
    """Say whether a sentence counts something: a number that is no date and no distance."""
    return any(
        token.pos == "NUM"
        and (noun := sentence[token.head]).lower not in scene_words("length")
        and noun.lower not in scene_words("offset")
        and noun.lemma not in scene_words("event")
        for token in sentence
    )


def _repeats(scene: Scene, number: int, other: int) -> bool:
    """Say whether a sentence takes up what another told of: "a blast", then "the blast"."""
    told = {token.lemma for token in scene.sentences[number] if token.pos == "NOUN"}
    later = scene.sentences[other]
    return any(token.pos == "NOUN" and token.lemma in told and _is_known(later, token.index) for token in later)


def _is_known(sentence: Sentence, index: int) -> bool:
    determiner = sentence.child(index, "det")
    return (
        determiner is not None and determiner.lower in ("the", "this") and sentence[index].dep.partition(":")[0] in ("nsubj", "obj", "obl")
    )


def _inside(scene: Scene, number: int, region: str) -> PlaceMention | None:
    """Return the town or district that a sentence puts into a region: "the town of Gereshk, in Helmand province"."""
    sentence, mentions = scene.sentences[number], scene.places[number]
    for narrow, wide in pairwise(mentions):
        close = wide.first - narrow.last <= 4 and all(token.pos != "VERB" for token in sentence.tokens[narrow.last : wide.first])
        if close and name_key(sentence, wide) == region and precision_of(narrow) in TOWNS and narrow.case in scene_words("placing"):
            return narrow
    return None


def _key_in(scene: Scene, mention: PlaceMention) -> str:
    """Return the folded name of a mention."""
    return name_key(scene.sentences[mention.sentence], mention)


def to_place(scene: Scene, mention: PlaceMention) -> Place:
    """Return the value of a place; several listed together, and a part or side of a place, have no coordinates."""
    number = mention.sentence
    sentence = scene.sentences[number]
    first, last = _coordinated(scene, number, mention)
    span = sentence.span(first, last)
    text = span.slice(scene.report.text)
    entry = settle(sentence, mention, scene.countries, _around(scene, number, mention))
    precision = mention.precision or (entry.precision if entry else None)
    if (first, last) != (mention.first, mention.last) or mention.source == "common":
        return Place(span.start, span.end, text, precision=precision)
    if entry is None or mention.side:
        country = entry.country if entry else _one_country(mention)
        return Place(
            span.start, span.end, text, text, country, precision="region" if mention.side and precision == "country" else precision
        )
    return Place(span.start, span.end, text, entry.name, entry.country or None, entry.latitude, entry.longitude, precision)


def _around(scene: Scene, number: int, mention: PlaceMention) -> PlaceMention | None:
    """Return the place named behind a comma or "in" as holding this one: "Moscow, Idaho", "Sadr City in Baghdad"."""
    sentence = scene.sentences[number]
    for other in scene.places[number]:
        between = [token.lower for token in sentence.tokens[mention.last + 1 : other.first]]
        if other.first > mention.last and len(between) <= 3 and between and between[0] in (",", "in", "of") and not other.side:
            return other
    return None


def _one_country(mention: PlaceMention) -> str | None:
    countries = {entry.country for entry in mention.entries}
    return countries.pop() if len(countries) == 1 else None


def _coordinated(scene: Scene, number: int, mention: PlaceMention) -> tuple[int, int]:
    """Return the words of a place and of those it is listed with: "Samarra and Ramadi"."""
    mentions, sentence = scene.named[number], scene.sentences[number]
    at = next(at for at, other in enumerate(mentions) if other.name == mention.name)
    low = high = at
    while low and _listed(sentence, mentions[low - 1], mentions[low]):
        low -= 1
    while high + 1 < len(mentions) and _listed(sentence, mentions[high], mentions[high + 1]):
        high += 1
    joined = any(sentence[index].lower in ("and", "or") for index in range(mentions[low].last, mentions[high].first))
    return (mentions[low].first, mentions[high].last) if joined else (mention.first, mention.last)


def _listed(sentence: Sentence, left: PlaceMention, right: PlaceMention) -> bool:
    between = [sentence[index].lower for index in range(left.last + 1, right.first)]
    return bool(between) and set(between) <= {",", "and", "or", "the"} and (left.precision is None or right.precision == left.precision)
