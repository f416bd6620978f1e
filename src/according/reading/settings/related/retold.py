"""
Find the time of an event that the sentences beside a figure tell of again: "The attack took place on Monday", "The men died on Monday".

An event told with "the" is known. The sentence that told of it first dates it, and the next sentence may date it too. So a tally that
goes on runs from where it ran before: "Another 300 have been hurt".
"""

from __future__ import annotations

from collections.abc import Callable

from according.language.sentence import Sentence, Token
from according.names.nouns import is_event_noun
from according.reading.settings.event_days import event_day, is_perfect, is_short
from according.reading.settings.events import measure_of
from according.reading.settings.main_day import refers
from according.reading.settings.multitude import scattered
from according.reading.settings.saying_times import event_times
from according.reading.settings.survey import FORMS_OF_DAYS, Scene
from according.reading.times.time_words import TimeMention

# How many sentences back an event is looked for that is told again.
EVENT_BACK = 3
# How many sentences back the tally stands that a sentence goes on with.
TALLY_BACK = 2
# Words for those counted that stand in the place of their name.
PRONOUNS = frozenset({"they", "he", "she"})
# Who was taken is missing too: "16 soldiers, believed to be kidnapped. The men disappeared on Monday".
GONE = frozenset({"missing", "abducted"})


def dated_next(scene: Scene, number: int, word: int) -> tuple[int, TimeMention] | None:
    """Return the time that the next sentence tells of a figure's event, or of those counted, with the number of that sentence."""
    at = number + 1
    if at >= len(scene.sentences) or at in scene.turns or scattered(scene, number):
        return None
    sentence, later = scene.sentences[number], scene.sentences[at]
    nouns = frozenset(token.lemma for token in sentence if token.pos == "NOUN")
    measure = measure_of(sentence, word)
    for mention in event_times(scene, at):
        if mention.edge is not None or not (mention.rule in FORMS_OF_DAYS or (mention.rule in ("ago", "unit") and is_short(mention))):
            continue
        # The last verb before it, whatever the parser has hung the day on.
        verb = next((token for token in reversed(later.tokens[: mention.first]) if token.pos == "VERB"), None)
        own = None if verb is None else later.child(verb.index, "nsubj", "nsubj:pass")
        if verb is not None and own is not None and (_happened(later, verb, own) or _befell(later, verb, own, nouns, measure)):
            return at, mention
    return None


def is_told_again(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun points at what has been told of, and at no other: "the attack", not "the second attack"."""
    return refers(sentence, noun, frozenset((sentence[noun].lemma,)))


def _happened(sentence: Sentence, verb: Token, own: Token) -> bool:
    """Say whether a verb tells when what its subject names was: "The incident happened on Monday", "the swap took place on Monday"."""
    behind = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    if not (verb.lemma in ("happen", "occur") or (verb.lemma == "take" and behind == "place")):
        return False
    held = sentence.lexicon.forms("scenes", "aftermath", "meeting", "saying-noun")
    return own.lemma not in held and is_told_again(sentence, own.index)


def _befell(sentence: Sentence, verb: Token, own: Token, nouns: frozenset[str], measure: str) -> bool:
    """Say whether a clause tells again what those counted, or who did it, did: "The men disappeared on Monday"."""
    # A count of its own tells of others: "The army killed four on Tuesday".
    if any(token.pos == "NUM" and not sentence.child(token.index, "nmod:unmarked") and token.text.isalpha() for token in sentence):
        return False
    told = measure_of(sentence, verb.index)
    again = told != "" and (told == measure or {told, measure} <= GONE)
    if own.lower in PRONOUNS:
        return again
    attacked = own.lemma in nouns and verb.lemma in sentence.lexicon.word_class("attack-verbs")
    return is_told_again(sentence, own.index) and (again or attacked)


def dated_before(
    scene: Scene, number: int, event: int | None, own: Callable[[Scene, int, int, int], TimeMention | None]
) -> tuple[int, TimeMention] | None:
    """
    Return the time that a sentence before tells of the event that a figure points at, with the number of that sentence.

    ``event`` is the noun for the figure's event, ``own`` finds the time in a sentence that hangs together with a word of it.
    """
    if event is None or not is_told_again(scene.sentences[number], event):
        return None
    lemma, at = scene.sentences[number][event].lemma, number
    # "The violence has killed 3,000": what goes on is of no one time that a sentence tells of it.
    if lemma in scene.lexicon.forms("scenes", "lasting"):
        return None
    while at > 0 and at not in scene.turns and number - at < EVENT_BACK:
        at -= 1
        for token in scene.sentences[at]:
            # "a visit to the landslide site on Monday": that is of the site.
            if token.lemma == lemma and token.pos == "NOUN" and token.dep != "compound" and is_event_noun(lemma, scene.lexicon):
                mention = own(scene, at, token.index, token.index)
                # A later sentence that tells of the event again without a day leaves it to one before.
                if mention is not None and mention.edge is None and mention.rule != "relation":
                    return at, mention
        # A day of another event lies between.
        if event_day(scene, at) is not None:
            return None
    return None


def tally_before(scene: Scene, number: int, word: int, figure: int) -> tuple[int, TimeMention] | None:
    """Return since when a tally runs that a sentence goes on with: "900 have died since May. Another 300 have been hurt"."""
    sentence = scene.sentences[number]
    beside = [token.lower for token in sentence.tokens[max(figure - 3, 0) : figure + 5]]
    more = is_perfect(sentence, word) and any(form in beside for form in ("another", "others"))
    # "About 70 per cent of those killed are children": a share of them all.
    share = "those" in sentence.forms and any(form in beside for form in ("percent", "cent", "%"))
    if not more and not (share and not scene.times[number]):
        return None
    for at in range(number - 1, max(number - TALLY_BACK, 0) - 1, -1):
        if at + 1 in scene.turns:
            return None
        for mention in event_times(scene, at):
            verbs = (token.index for token in scene.sentences[at] if token.pos == "VERB" and measure_of(scene.sentences[at], token.index))
            if mention.edge == "since" and any(is_perfect(scene.sentences[at], verb) for verb in verbs):
                return at, mention
        if event_day(scene, at) is not None:
            return None
    return None
