"""
Find the place of a figure: the most specific place that the words of its event name.

Its own sentence is asked first, then who speaks in it, then the sentences on the same event. A place that is wide gives way to a
narrower one told of the same event further on.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from according.language.sentence import Sentence, Token
from according.names.nouns import is_event_noun, is_person_noun
from according.reading.grammar.phrases import base
from according.reading.settings.events import earlier, is_charged, occasion, others_event
from according.reading.settings.multitude import is_long, is_total, scattered, war_of
from according.reading.settings.places.place_names import name_key
from according.reading.settings.places.place_values import to_place
from according.reading.settings.places.place_weights import best_in
from according.reading.settings.places.place_widths import is_wide, precision_of, spans_countries
from according.reading.settings.places.place_words import PlaceMention, is_hit
from according.reading.settings.related.again import ALL_OVER, COUNTRY_REACH, is_national, land, latter, told_again
from according.reading.settings.related.apart import tells_of_share
from according.reading.settings.related.told import TOWNS, best_told, counting, local, said_at
from according.reading.settings.saying_times import part_before, placed_part
from according.reading.settings.survey import Scene, is_told_of, main_country, tie, turns_away
from according.statement import Place

# How many sentences on a narrower place is looked for: any one, and one that is put into the region told.
ON, FAR_ON = 2, 5
# From this population on, a name that is a region's too means the city.
GREAT = 1_000_000


def place_of(scene: Scene, number: int, word: int, figure: int) -> Place | None:
    """
    Return the place of a figure, or ``None`` where no words settle it.

    ``number`` is that of its sentence, ``word`` the index of the event's word in it, ``figure`` that of the number's.
    """
    if _everywhere(scene, number, word):
        return None
    if (part := _of_part(scene, number, figure)) is not None:
        return to_place(scene, part)
    scene = _of_this_event(scene, number, word, figure)
    # "near Adran and Beled, killing two in the latter village"
    if (second := latter(scene, number, word)) is not None:
        return to_place(scene, second, alone=True)
    of_war = war_of(scene, number, word)
    # From what is told of the event to what is only told of those who speak of it.
    found = _in_clause(scene, number, word, figure, of_war)
    # "raids on Adran since the attack in which 12 died": what was before has no place here.
    if found is None and earlier(scene.sentences[number], word) is not None:
        return None
    # "Seven others were killed in attacks elsewhere": where that was is not told.
    if found is None and _is_elsewhere(scene, number, word):
        return None
    # "40 died across the country": no town is theirs.
    if found is None and is_national(scene, number, word):
        country = land(scene, number)
        return None if country is None else to_place(scene, country)
    # "around the city, which lies south of Adran": the side tells of the city, which was named before.
    if (found is None or _beyond(found)) and (again := told_again(scene, number, word)) is not None:
        return to_place(scene, again, alone=True)
    if of_war is None:
        found = found or counting(scene, number, figure) or said_at(scene, number) or local(scene, number)
    # What somebody is held for was before and elsewhere: no neighbour tells its place.
    if found is None and is_charged(scene.sentences[number], word, occasion(scene.sentences[number], word, figure)):
        return None
    if found is None:
        # A total over months is of a country, and not of the town where the last of its events was.
        found = land(scene, number) if of_war is not None or is_long(scene, number) else _elsewhere(scene, number)
        # "South Korea's ministry said 300 died in the war": whose ministry it is says nothing of where.
        found = None if of_war is not None and found is not None and found.sentence == number else found
    # "in the east of the city": the town was named before.
    elif found.source == "common" and found.side and _of_town(scene, found):
        found = _elsewhere(scene, number) or found
    elif found.source == "common" and found.precision == "city":
        found = _capital(scene, found) or found
    # Many events at once have no one town, and a narrower place told later is that of one of them.
    elif not is_total(scene, number, found):
        found = _narrower(scene, number, found) or found
    found = found or _of_beginning(scene, number, word)
    return None if found is None else to_place(scene, found)


def _of_part(scene: Scene, number: int, figure: int) -> PlaceMention | None:
    """Return the place told right behind a part's number, whatever the place of the whole: "94 of them in Kerr County"."""
    return next((mention for mention in scene.places[number] if part_before(scene.sentences[number], mention.first) == figure), None)


def _of_beginning(scene: Scene, number: int, word: int) -> PlaceMention | None:
    """Return the place at which began what a count with no other place is counted from: "since fighting broke out in Goma in May"."""
    clauses = [mention for mention in scene.times[number] if mention.clausal and mention.first > word]
    placed = (place for place in scene.places[number] if place.case == "in" and not place.modifier)
    return next((place for place in placed if any(time.first <= place.first <= time.last for time in clauses)), None)


def _in_clause(scene: Scene, number: int, word: int, figure: int, of_war: Token | None) -> PlaceMention | None:
    """Return the place that a figure's sentence tells of its event; of a war (``of_war`` is its word) no town in a clause around it."""
    found = best_in(scene, number, word, figure)
    if found is None or of_war is None or is_wide(found):
        return found
    # "stationed in Adran, part of a deal to end a war in which 9,000 died", but "an insurgency in Adran that has killed 9,000".
    own = found.head in scene.sentences[number].subtree(of_war.index)
    return found if own or tie(scene, number, found.head, word) > scene.weights.tie_noun else None


def _of_this_event(scene: Scene, number: int, word: int, figure: int) -> Scene:
    """Return the scene without the places of other events in the sentence: who is held over the Quetta bombings is held elsewhere."""
    sentence = scene.sentences[number]
    event = occasion(sentence, word, figure)
    since = earlier(sentence, word)
    kept = tuple(
        mention for mention in scene.places[number]
        if not _is_compared(sentence, mention)
        and not others_event(sentence, mention.last, mention.head, word, event)
        and (since is None or mention.first > since)
        # "among them 29 in Sierra Leone", "70 people: 40 in Harim": the whole is counted in more places.
        and part_before(sentence, mention.first) in (None, figure)
        and placed_part(sentence, mention.first) in (None, figure)
    )  # fmt: skip
    # Mostly nothing is of another event, and no scene need be made.
    if len(kept) == len(scene.places[number]):
        return scene
    return replace(scene, places=(*scene.places[:number], kept, *scene.places[number + 1 :]))


def _is_compared(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place is only what another is held against: "3,405 in Italy, more than in China"."""
    before = sentence.tokens[max(0, mention.first - 2) : mention.first]
    return any(token.lower == "than" for token in before) and before[-1].lower in ("than", "in", "across", "the")


def _capital(scene: Scene, capital: PlaceMention) -> PlaceMention | None:
    """
    Return the mention by name of what "the capital" means, or ``None``.

    It is the name set off behind it ("the capital, Kinshasa"), or the one capital of the report's countries that the report names.
    """
    sentence = scene.sentences[capital.sentence]
    for mention in scene.places[capital.sentence]:
        if mention.first == capital.last + 2 and sentence[capital.last + 1].text == ",":
            return mention
    words = [token.lower for token in sentence.tokens[capital.first : capital.last + 1]]
    # "the Abkhaz capital" may be that of a country of which the report names no town.
    return scene.capital if words == ["the", "capital"] else None


def _of_town(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a side is that of a town told before: "in the east of the city"."""
    behind = [token.lower for token in scene.sentences[mention.sentence].tokens[mention.last + 1 : mention.last + 4]]
    return behind[:2] == ["of", "the"] and behind[-1] in ("city", "town", "village", "capital")


def _everywhere(scene: Scene, number: int, word: int) -> bool:
    """Say whether the figure is told of the whole world."""
    sentence, everywhere = scene.sentences[number], scene.lexicon.forms("scenes", "everywhere")
    if everywhere.isdisjoint(sentence.forms):
        return False
    wide = [token.index for token in sentence if token.lower in everywhere]
    # "200 worldwide and three in Hanoi": only where the word is of the figure's own clause or the one above.
    return any(is_told_of(scene, number, index, word) for index in wide)


def _is_elsewhere(scene: Scene, number: int, word: int) -> bool:
    """Say whether the clause of a word tells that it was elsewhere; at its beginning it may be a turn to a place that follows."""
    sentence = scene.sentences[number]
    return any(token.lower == "elsewhere" and token.index > word and is_told_of(scene, number, token.index, word) for token in sentence)


def _elsewhere(scene: Scene, number: int) -> PlaceMention | None:
    """Return the place that the sentences on the same event tell of: the first narrow one, else the first wide one."""
    wide, share = None, scene.weights.main_share
    # "Multiple bombings killed 40. The first took place in Adran": of many events the place of one, told later, is not that of all.
    many = scattered(scene, number)
    # "912 died in the quake. In 1939 a quake killed 33,000 in Adran": what follows of other years is of another event.
    ahead = (at for at in _candidate_sentences(scene, number))
    near = [at for at in ahead if at < number or not (_is_of_another(scene, at) and _counts(scene.sentences[at]))]
    for other in near:
        if many and other > number:
            break
        # "attacks in Adran and across Chad": what goes on is told of all the country.
        if (whole := _all_over(scene, other)) is not None:
            return whole
        # Of what follows, the place of another count is its own: a country told before is narrowed as one in the sentence itself is.
        if wide and other > number:
            return _narrower(scene, number, wide) or wide
        found = best_told(scene, other, scene.weights.told_least)
        # "Shells hit Adran School" places what the next sentence tells without a day of its own, and nothing further on.
        if found and found.source == "frame" and is_hit(scene.sentences[other], found) and (other != number - 1 or scene.times[number]):
            continue
        if found and not is_wide(found):
            # "in Corvo province", then a count, then "in the town of Adran, in Corvo province".
            return (_narrower(scene, other, found) if other < number and not scattered(scene, number) else None) or found
        # A country that the report hardly speaks of is no place for what is told without any, nor is a continent or "the north".
        found = None if found and _is_vague(scene, other, found) else found
        wide = wide or (found if found and (precision_of(found) != "country" or main_country(scene, found, share)) else None)
    return wide or (_officials(scene, number) if many else None) or _last_resort(scene, number, near, many=many)


def _is_of_another(scene: Scene, number: int) -> bool:
    """Say whether what a sentence counts is not what was counted before it: that of other years, or of a place that it turns to."""
    return is_long(scene, number) or any(_turns_to(scene, mention) for mention in scene.places[number])


def _turns_to(scene: Scene, mention: PlaceMention) -> bool:
    """Say whether a sentence opens with a place under a preposition, set off by a comma: "In the capital, Adran, 19 died"."""
    sentence = scene.sentences[mention.sentence]
    opening = sentence.tokens[: mention.first]
    placed = bool(opening) and opening[0].lower in scene.lexicon.forms("scenes", "placing")
    behind = mention.last + 1 < len(sentence) and sentence[mention.last + 1].text == ","
    # "In Iraq, the toll has risen": of the country that the report is about, it turns nowhere.
    main = precision_of(mention) == "country" and main_country(scene, mention, scene.weights.main_share)
    return placed and behind and not main and not any(token.pos in ("VERB", "AUX", "NUM") for token in opening)


def _all_over(scene: Scene, number: int) -> PlaceMention | None:
    """Return the country in all of which the events of a sentence are, besides a town in it: "in Adran and across Chad"."""
    for one, other in pairwise(scene.places[number]):
        listed = scene.sentences[number].has_case(other.head, *ALL_OVER) and base(scene.sentences[number][other.head].dep) == "conj"
        if listed and precision_of(other) == "country" and not other.side and one.case in ("in", "at", "near"):
            return other
    return None


def _officials(scene: Scene, number: int) -> PlaceMention | None:
    """Return the country in which those speak who tell of many events: "the U.S. military in Iraq says 12 died in separate attacks"."""
    placed = (mention for mention in scene.named[number] if mention.case == "in" and precision_of(mention) == "country")
    return next(placed, None)


def _is_vague(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place is no place for what another sentence tells: a continent, "the north"."""
    return spans_countries(scene.sentences[number], mention) or (mention.source == "common" and mention.side)


def _last_resort(scene: Scene, number: int, near: list[int], *, many: bool) -> PlaceMention | None:
    """
    Return a place that is only touched upon: in the sentence or in those near; else one that a sentence before it tells of well.

    For ``many`` events no sentence that follows tells more than the country.
    """
    for other in (number, *near):
        found = best_told(scene, other, scene.weights.told_touched)
        if found is None or _is_vague(scene, other, found):
            continue
        if many and other > number and (found.side or precision_of(found) != "country"):
            continue
        # Whose something is, is less than where it is.
        share = scene.weights.main_share_owner if found.possessive or found.modifier else scene.weights.main_share
        if precision_of(found) != "country" or main_country(scene, found, share):
            return found
    # "Separately, 12 were freed": what is told before was elsewhere, and only the country may hold.
    apart = turns_away(scene.sentences[number])
    for other in range(number - 1, max(number - COUNTRY_REACH, 0) - 1, -1):
        found = best_told(scene, other, scene.weights.told_least)
        # Above the heading of an entry stand the places of other entries, but the country may be that of all.
        if found and (not apart or precision_of(found) == "country") and not _is_vague(scene, other, found):
            return found
        apart = apart or other in scene.heads
    return None


def _narrower(scene: Scene, number: int, found: PlaceMention) -> PlaceMention | None:
    """
    Return a narrower place told of the same event in the next sentences.

    For a country it is a place in a sentence that counts nothing anew, or that takes up a word of the figure's sentence ("the blast").
    For a region it is a town in a sentence that takes up a word, or one that is put into the region.
    """
    # "south of Baghdad" is as open as a country: the town may be told later.
    wide = is_wide(found) or _beyond(found)
    if not wide and (precision_of(found) != "region" or found.source == "common" or found.side or _town_too(found)):
        return None
    for other in _candidate_sentences(scene, number, before=0, after=FAR_ON):
        # "Nearly all of the deaths were in Adran", "Adran was the worst hit": elsewhere people died too.
        if tells_of_share(scene.sentences[other]):
            continue
        # "A blast killed two in Abkhazia. The blast in Gagra also wounded four.": the known blast is the same.
        repeats = other - number <= ON and _takes_up(scene, number, other, found)
        if repeats or (other - number <= ON and is_wide(found) and not _counts(scene.sentences[other])):
            place = best_told(scene, other, scene.weights.told_narrower) or (local(scene, other) if repeats else None)
            if place and not is_wide(place) and (is_wide(found) or precision_of(place) in TOWNS) and _may_lie_in(place, found):
                return place
        if not wide and (place := _inside(scene, other, _key_in(scene, found))):
            return place
    return None


def _may_lie_in(place: PlaceMention, country: PlaceMention) -> bool:
    """Say whether a place can lie in a country: Fujian in China, not in Taiwan; an unknown one can lie anywhere."""
    around = {entry.country for entry in country.entries if entry.kind == "C"}
    return not around or not place.entries or any(entry.country in around for entry in place.entries)


def _beyond(mention: PlaceMention) -> bool:
    """Say whether a place is only told by the side of a town on which it lies: "south of Baghdad"."""
    return mention.side and mention.first < mention.name[0] - 1 and any(entry.kind == "P" for entry in mention.entries)


def _town_too(mention: PlaceMention) -> bool:
    """Say whether the name of a region is that of its great city: "in Baghdad" is as narrow as it needs to be."""
    great = any(entry.kind == "P" and entry.population >= GREAT for entry in mention.entries)
    # "in the Baghdad region" is the region, whatever the city's size.
    return great and mention.precision is None and mention.case in ("in", "at")


def _counts(sentence: Sentence) -> bool:
    """Say whether a sentence counts something: a number that is no date and no distance, or one person of whom it tells."""
    return _tells_of_one(sentence) or any(
        token.pos == "NUM"
        # "two kilometres away", "three days after" and "two attacks" count nobody.
        and (noun := sentence[token.head]).lower not in sentence.lexicon.forms("scenes", "length")
        and noun.lower not in sentence.lexicon.forms("scenes", "offset")
        and noun.lemma not in sentence.lexicon.forms("scenes", "event", "burst", "fight")
        for token in sentence
    )


def _tells_of_one(sentence: Sentence) -> bool:
    """Say whether one more person is told of, who says nothing: "A boy is missing after floods in Karonga"."""
    cues, persons = sentence.lexicon.forms("cues"), (token for token in sentence if is_person_noun(token.lemma, sentence.lexicon))
    subjects = (token for token in persons if base(token.dep) == "nsubj" and sentence[token.head].lemma not in cues)
    articles = (sentence.child(token.index, "det") for token in subjects)
    return any(article is not None and article.lower in ("a", "an", "another") for article in articles)


def _repeats(scene: Scene, number: int, other: int) -> bool:
    """Say whether a sentence takes up what another told of: "a blast", then "the blast"."""
    told = {token.lemma for token in scene.sentences[number] if token.pos == "NOUN"}
    later = scene.sentences[other]
    return any(token.pos == "NOUN" and token.lemma in told and _is_known(later, token.index) for token in later)


def _takes_up(scene: Scene, number: int, other: int, found: PlaceMention) -> bool:
    """Say whether a sentence takes up what another told of, or tells where that was, which the other left open."""
    return _repeats(scene, number, other) or ((is_wide(found) or found.source == "frame") and _took_place(scene.sentences[other]))


def _took_place(sentence: Sentence) -> bool:
    """Say whether a sentence tells where what was told before was: "The kidnapping occurred in Adran"."""
    # "close to where gunmen killed a guard in Adran"
    return "where" not in sentence.forms and any(
        token.dep == "nsubj" and _is_known(sentence, token.index) and is_event_noun(token.lemma, sentence.lexicon)
        and sentence[token.head].lemma in sentence.lexicon.forms("scenes", "happening") for token in sentence
    )  # fmt: skip


def _is_known(sentence: Sentence, index: int) -> bool:
    """Say whether a noun is told as known ("the blast") and is a part of its clause, not of another noun's phrase."""
    determiner = sentence.child(index, "det")
    # "Officials say ... The officials say": who speaks again may speak of another event.
    if base(sentence[index].dep) == "nsubj" and sentence[sentence[index].head].lemma in sentence.lexicon.forms("cues"):
        return False
    return (
        determiner is not None and determiner.lower in ("the", "this") and sentence[index].dep.partition(":")[0] in ("nsubj", "obj", "obl")
    )


def _inside(scene: Scene, number: int, region: str) -> PlaceMention | None:
    """Return the town or district that a sentence puts into a region: "the town of Gereshk, in Helmand province"."""
    sentence, mentions = scene.sentences[number], scene.places[number]
    # Next to each other and without a verb between: "in Gereshk, in Helmand province".
    for narrow, wide in pairwise(mentions):
        close = wide.first - narrow.last <= 4 and all(token.pos != "VERB" for token in sentence.tokens[narrow.last : wide.first])
        placed = precision_of(narrow) in TOWNS and narrow.case in scene.lexicon.forms("scenes", "placing")
        if placed and close and name_key(sentence, wide) == region:
            return narrow
    return None


def _key_in(scene: Scene, mention: PlaceMention) -> str:
    """Return the folded name of a mention."""
    return name_key(scene.sentences[mention.sentence], mention)


def _candidate_sentences(scene: Scene, number: int, before: int = 20, after: int = 2) -> list[int]:
    """
    Return the numbers of the sentences that tell of the same event, in the order in which they are asked.

    First come those before, from the nearest back to the one that opened the event, at most ``before``. Then come at most ``after``
    of those that follow, up to the next that opens another.
    """
    found, at = [], number
    # The sentence that opens the event is looked at, and nothing before it.
    while at > 0 and at not in scene.turns and number - at < before:
        at -= 1
        found.append(at)
    at = number + 1
    while at < len(scene.sentences) and at not in scene.turns and at - number <= after:
        found.append(at)
        at += 1
    return found
