"""
Tell times of a figure's own sentence that are not those of its event: they date a toll, a captivity, a noun or what came of the event.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.names.nouns import is_event_noun, is_person_noun
from according.reading.figures.tallies import SUMMING
from according.reading.grammar.phrases import base
from according.reading.settings.events import measure_of
from according.reading.settings.survey import clause_of, told_aside
from according.reading.times.time_words import TimeMention

# Measures of a state that lasts from the day on which somebody came into it.
CAPTIVITY = frozenset({"abducted", "captured", "detained"})
# Measures that a word beside or for those counted may tell of, whatever else they do: "41 detained activists", "missing sailors".
HELD_OR_MISSING = CAPTIVITY | {"missing"}
# Labels by which a time in front of a noun hangs on it.
BEFORE_A_NOUN = ("nummod", "nmod", "compound")
# Prepositions over what was before the event of the clause: "a deal reached after a war in which 900 were killed".
PAST_CASES = ("after", "following")
# How many words before the verb of a clause its "in which" stands.
WHICH_REACH = 10
# Nouns for a sum of all victims, and how many words before the number a "bringing the total to" begins.
SUMS = frozenset({"toll", "number", "count", "tally", "total", "figure"})
SUM_REACH = 16
# Words from the verb that brings a sum to its number to since when the sum counts: "bringing the total number of people killed since".
SUMMED_REACH = 10
# How many nouns are climbed from the one that a relative clause tells of to the one under such a preposition.
NOUNS_CLIMBED = 3


def is_of_others(sentence: Sentence, mention: TimeMention, at: int, word: int) -> bool:
    """
    Say whether a time in a figure's sentence is that of another matter.

    ``at`` is the word by which the time hangs in the tree, ``word`` the one that tells of the figure.
    """
    return (
        _dates_captivity(sentence, at, word)
        or _dates_noun(sentence, mention, at, word)
        or _dates_aftermath(sentence, mention, word)
        or (mention.edge != "as_of" and _dates_what_came_after(sentence, at, word))
        # "took back the hotel on Monday from fighters who had killed nine": they had killed them before.
        or told_aside(sentence, clause_of(sentence, word), clause_of(sentence, at))
    )


def dates_tally(sentence: Sentence, mention: TimeMention, at: int, figure: int) -> bool:
    """Say whether a day is that on which a toll had come so far: "The toll from the quake rose to 80 on Monday"."""
    verb = sentence[clause_of(sentence, at)]
    if verb.lemma not in sentence.lexicon.word_class("toll-verbs") or mention.edge is not None or mention.rule in ("year", "month", "span"):
        return False
    # "rose by nine on Monday": the nine were added on that day.
    if any(token.lower == "by" for token in sentence.tokens[max(figure - 2, 0) : figure]):
        return False
    toll = sentence.child(verb.index, "nsubj", "nsubj:pass")
    # In the phrase of the toll it dates the event: "the toll from Sunday's quake".
    return toll is not None and toll.lower in ("toll", "number", "count", "tally") and at not in sentence.subtree(toll.index)


# Words that open "hours earlier", "a few hours earlier".
A_FEW_HOURS = frozenset({"hours", "a", "some", "several", "just", "only"})
# What may stand between the number of a part and its time.
DYING_WORDS = frozenset(
    "in on over during within the new more further additional people deaths fatalities dead killed died reported recorded announced".split()
)


def brought_to(sentence: Sentence, figure: int) -> int | None:
    """
    Return the verb by which a total is told beside what raised it, or ``None``: "45 died on Monday, bringing the toll to 410 dead".

    A finite verb does so whose subject points back at what raised it: "That brings the total since the war began to 410". The time before
    that verb is of what raised the total, and not of all that it counts.
    """
    verbs, summed = sentence.lexicon.word_class("toll-verbs"), False
    for token in reversed(sentence.tokens[max(figure - SUM_REACH, 0) : figure]):
        if token.text in (";", ":"):
            return None
        summed = summed or token.lemma in SUMS
        if token.pos == "VERB" and token.lemma in verbs and (token.lower.endswith("ing") or _points_back(sentence, token)):
            # "bringing to 41 the number of dead" has it behind the count. Of "the number rising to 41" it is the subject.
            what = sentence.child(token.index, "obj")
            return token.index if what is not None and (summed or what.lemma in SUMS) else None
    return None


def dates_sum(sentence: Sentence, mention: TimeMention, figure: int) -> bool:
    """
    Say whether a time is that since which a sum behind a figure counts: "12 were killed, bringing the total since October to 40".

    It stands right behind the word for the sum, or behind what that is of: "bringing the number of deaths since October to 40".
    """
    if mention.edge != "since" or mention.first < figure:
        return False
    for token in reversed(sentence.tokens[max(mention.first - SUMMED_REACH, figure + 1) : mention.first]):
        if token.pos == "PUNCT":
            return False
        if token.pos == "VERB" and token.lemma in SUMMING:
            what = sentence.child(token.index, "obj")
            return what is not None and any(word.lemma in SUMS for word in sentence.tokens[token.index : mention.first])
    return False


def _points_back(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb's subject is a bare pronoun for what was told before: "That brings", "which took"; not "it put"."""
    subject = sentence.child(verb.index, "nsubj")
    return verb.lemma in SUMMING and subject is not None and subject.lower in ("that", "this", "which")


def is_told_by_distance(sentence: Sentence, word: int) -> bool:
    """Say whether an event is dated right behind its word by how far it lies from a day told: "60 killed the day before"."""
    words = [token.lower for token in sentence.tokens[word + 1 : word + 4]]
    return words[:1] in (["the"], ["a"]) and words[1:2] in (["day"], ["night"], ["week"]) and words[2:] in (["before"], ["earlier"])


def is_offset(sentence: Sentence, word: int) -> bool:
    """Say whether an event is told by its distance to another: "a day after a blast killed ...", "Hours earlier, ..."."""
    # The distance stands before the event's word: "The raid came a day after a bomb killed three".
    offsets = sentence.lexicon.forms("scenes", "offset")
    if offsets.isdisjoint(sentence.forms):
        return False
    for token in sentence.tokens[1:]:
        if token.index < word and sentence[token.index - 1].lower in offsets:
            if token.lower in ("after", "before") and token.head >= token.index:
                return True
            # "Days earlier, ..." opens the sentence; later on "earlier" may be of anything. A few hours earlier it was the same day.
            if token.lower == "earlier" and token.index <= 4 and sentence[0].lower not in A_FEW_HOURS:
                return True
    return False


def is_of_part(sentence: Sentence, mention: TimeMention, figure: int) -> bool:
    """
    Say whether a time behind a figure is that of a part of it alone, or of what was added to it.

    "1,284 have died, including 149 in the past 24 hours", "1,284 people, 149 of them on Sunday", "with 60 killed the day before". It is
    not where a comma or a noun for other people lies between: "including three children on Monday" may date them all.
    """
    between = sentence.tokens[figure + 1 : mention.first]
    part = next((token for token in reversed(between) if token.pos == "NUM"), None)
    if part is None or any(token.pos == "PUNCT" for token in sentence.tokens[part.index : mention.first]):
        return False
    before, behind = sentence[part.index - 1].lower, [token.lower for token in sentence.tokens[part.index + 1 : mention.first]]
    of_them = behind[:2] in (["of", "them"], ["of", "whom"])
    # What lies between may say that they died, and no more: "33 killed in", "149 new deaths reported on".
    plain = DYING_WORDS.issuperset(behind[2:] if of_them else behind)
    return plain and (of_them or before in ("including", "with") or sentence[part.index - 2].lower in ("including", "with"))


def _dates_captivity(sentence: Sentence, at: int, word: int) -> bool:
    """Say whether a time tells since when those counted had been held: "freed two nurses kidnapped in May"."""
    clause = clause_of(sentence, at)
    # The parser reads "freed a nurse held since May" as a clause that was freed.
    below = sentence[clause].dep.startswith("acl") or (sentence[clause].dep == "ccomp" and measure_of(sentence, word) == "released")
    if not below or clause == clause_of(sentence, word):
        return False
    held = measure_of(sentence, clause)
    return (held in CAPTIVITY or sentence[clause].lemma == "hold") and measure_of(sentence, word) not in ("", held)


def _dates_what_came_after(sentence: Sentence, at: int, word: int) -> bool:
    """
    Say whether a time tells what those who were held or missing already did or met: "41 detained activists have fasted since May".

    So it is of those killed whose bodies are buried or handed over.
    """
    told, above = sentence[word], clause_of(sentence, at)
    over = {word, *(token.index for token in sentence.ancestors(word))}
    if done_afterwards(sentence, at):
        return above != word and above in over
    measure, clause = measure_of(sentence, word), clause_of(sentence, word)
    beside = told.dep == "amod" or (told.pos == "NOUN" and is_person_noun(told.lemma, sentence.lexicon))
    if measure not in HELD_OR_MISSING or not beside or clause == word or above not in over:
        return False
    return measure_of(sentence, clause) != measure and sentence[clause].lemma not in sentence.lexicon.word_class("taking-verbs")


def done_afterwards(sentence: Sentence, at: int) -> bool:
    """Say whether a time tells when something was done about the dead or held: "The bodies were handed over on Monday"."""
    # "identified the driver in the 1 May attack that killed nine": the day is in the attack's own phrase.
    up = sentence[at].head
    return sentence[up].pos == "VERB" and sentence[up].lemma in sentence.lexicon.word_class("aftermath-verbs")


def _dates_noun(sentence: Sentence, mention: TimeMention, at: int, word: int) -> bool:
    """Say whether a year or month only tells a noun apart that is no event of the figure's: "a 1994 truce"."""
    noun = sentence[at].head
    if mention.rule not in ("year", "month", "date") or noun <= mention.last or base(sentence[at].dep) not in BEFORE_A_NOUN:
        return False
    # Right before its noun: of "On 11 May, a bomb killed nine" the comma tells that the day is no part of the phrase.
    if any(token.pos in ("PUNCT", "DET") for token in sentence.tokens[mention.last + 1 : noun]):
        return False
    if is_event_noun(sentence[noun].lemma, sentence.lexicon) or clause_of(sentence, noun) == clause_of(sentence, word):
        return False
    # "the 2019 protests in which nine died": the figure is told of that noun.
    told = sentence[clause_of(sentence, word)]
    return not told.dep.startswith("acl") or told.head != noun


def _dates_aftermath(sentence: Sentence, mention: TimeMention, word: int) -> bool:
    """Say whether a figure is of something that a time above it came after: "a deal signed in May after a war that killed 900"."""
    noun = told_after(sentence, word)
    return noun is not None and mention.first not in sentence.subtree(noun)


def told_after(sentence: Sentence, word: int) -> int | None:
    """
    Return the noun under "after" that a figure's relative clause tells of, or ``None`` where there is none.

    It is one of what lasts ("after a war in which 900 were killed"): what went on right before an event was on the same day.
    """
    clause = sentence[clause_of(sentence, word)]
    noun = clause.head if clause.dep == "acl:relcl" else _before_which(sentence, word)
    if noun is None:
        return None
    for _ in range(NOUNS_CLIMBED):
        if sentence.has_case(noun, *PAST_CASES):
            lasting = sentence.lexicon.forms("scenes", "lasting", "offset")
            return noun if any(sentence[at].lower in lasting for at in sentence.subtree(noun)) else None
        if base(sentence[noun].dep) not in ("nmod", "conj"):
            return None
        noun = sentence[noun].head
    return None


def _before_which(sentence: Sentence, word: int) -> int | None:
    """Return the noun before the "in which" of a word's clause, whatever the parser has made of the clause."""
    for at in range(word - 1, max(word - WHICH_REACH, 1), -1):
        token = sentence[at]
        if token.pos in ("PUNCT", "VERB"):
            return None
        if token.lower == "which" and sentence[at - 1].pos == "ADP":
            return at - 2 if at > 1 and sentence[at - 2].pos == "NOUN" else None
    return None


def relative_opening(sentence: Sentence, word: int) -> int | None:
    """Return the first word of the clause around a word that opens with "in which", "that" or "which", or ``None``."""
    for at in range(word - 1, max(word - WHICH_REACH, 0), -1):
        token = sentence[at]
        if token.lower in ("that", "which"):
            return at - 1 if sentence[at - 1].lower == "in" else at
        if token.pos in ("PUNCT", "VERB"):
            return None
    return None
