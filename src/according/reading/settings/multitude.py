"""
Tell whether a sentence tells of more than one event: of many at once, of months, or of all that its report is about.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.names.nouns import is_event_noun
from according.reading.settings.others_times import SUMS
from according.reading.settings.places.place_widths import precision_of
from according.reading.settings.places.place_words import PlaceMention
from according.reading.settings.survey import Scene, background, has_own_line
from according.reading.times.time_words import TimeMention

# What ends a sentence, and no headline.
_STOPS = frozenset((".", "!", "?", ":"))
# Right before "in Ecuador" they tell of all who came to harm there.
_BEFALLEN = frozenset({"killed", "dead", "died", "wounded", "injured", "missing"})


def _is_headline(scene: Scene, number: int) -> bool:
    """Say whether a sentence is the headline: the place that it names is meant to stand for all of the event."""
    headline, sentence = scene.report.headline, scene.sentences[number]
    if headline is not None:
        return headline.start <= sentence.start < headline.end
    # "Official: 12 Killed in Chad": a first line without a full stop is one, though nothing marks it.
    return number == 0 and len(scene.sentences) > 1 and sentence[-1].text not in _STOPS and has_own_line(scene.report.text, sentence)


def is_total(scene: Scene, number: int, found: PlaceMention) -> bool:
    """Say whether a place stands for all that a sentence tells of: the place of one event, told later, is narrower than what is counted."""
    # "raises Thailand's death toll to 16": the toll is the country's.
    owned = precision_of(found) == "country" and (found.possessive or _of_tally(scene.sentences[number], found))
    return owned or scattered(scene, number) or is_long(scene, number) or _is_headline(scene, number)


def _of_tally(sentence: Sentence, found: PlaceMention) -> bool:
    """Say whether a tally counts all who were harmed in a country: "The number of people killed in Ecuador stands at 659"."""
    if found.first < 2 or sentence[found.first - 1].lower != "in" or sentence[found.first - 2].lower not in _BEFALLEN:
        return False
    return any(token.lower in SUMS for token in sentence.tokens[: found.first - 2])


def scattered(scene: Scene, number: int, *, places: bool = True) -> bool:
    """
    Say whether a sentence tells of many events at once: "in separate attacks", "a series of bombings".

    With ``places`` it is asked too whether it tells of many places ("in three provinces").
    """
    sentence = scene.sentences[number]
    many, events = scene.lexicon.forms("scenes", "many"), scene.lexicon.forms("scenes", "event", "burst", "fight")
    # Most sentences have no such word, and none of theirs is looked at.
    if not many.isdisjoint(sentence.forms) and any(
        token.lower in many and (token.pos == "NOUN" or sentence[token.head].has("Number=Plur")) for token in sentence
    ):
        return True
    if events.isdisjoint(sentence.forms):
        return False
    counted = (token for token in sentence if token.lemma in events and token.lower != token.lemma)
    return any((places or is_event_noun(token.lemma, scene.lexicon)) and _several(sentence, token.index) for token in counted)


def _several(sentence: Sentence, index: int) -> bool:
    """Say whether a plural is counted without being known: "two accidents", not "the two provinces"."""
    return sentence.child(index, "nummod") is not None and sentence.child(index, "det") is None


def is_long(scene: Scene, number: int) -> bool:
    """Say whether a sentence tells a total over months or years."""
    sentence = scene.sentences[number]
    return any(_lasts(mention) and not background(sentence, mention.first, sentence.roots()[0].index) for mention in scene.times[number])


def _lasts(mention: TimeMention) -> bool:
    """Say whether a time is of months or years: "since May", "in 2003", "the past six months"."""
    units = mention.ids("U")
    since = mention.edge == "since" and mention.rule not in ("then", "weekday", "since_start")
    # "a month ago" is a time in a month, "since Monday" one of days; "since the start of the raid" may be either.
    return since or mention.rule in ("year", "decade") or "year" in units or ("month-unit" in units and mention.rule != "ago")


def war_of(scene: Scene, number: int, word: int) -> Token | None:
    """
    Return the word for what lasts of which a count is: "the war has killed 28,000", "two years of war in which 9,000 died".

    It stands as the subject, as what people died in, or over a relative clause.
    """
    sentence = scene.sentences[number]
    lasting = scene.lexicon.forms("scenes", "lasting")
    if lasting.isdisjoint(sentence.forms):
        return None
    told = sentence[word]
    beside = [*sentence.children(word, "nsubj", "obl")]
    if told.dep == "acl:relcl":
        beside.append(sentence[told.head])
    # "the war saw 40,000 deaths"
    if told.pos == "NOUN" and told.dep == "obj":
        beside += sentence.children(told.head, "nsubj")
    # "years of war in which 9,000 died": the parser may hang the clause on another verb.
    beside += [one for one, two, three in zip(sentence, sentence.tokens[1:word], sentence.tokens[2:word], strict=False)
               if [two.lower, three.lower] == ["in", "which"] and all(t.pos != "VERB" for t in sentence.tokens[three.index : word])]
    # "years of civil war in which", "the start of the conflict"
    beside += [of for noun in beside for of in sentence.children(noun.index, "nmod")]
    return next((token for token in beside if token.lemma in lasting), None)
