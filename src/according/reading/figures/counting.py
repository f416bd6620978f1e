"""
What a figure counts over: one event, a running total, or a stated period.
"""

from __future__ import annotations

from itertools import pairwise

from according.language.sentence import Sentence, Token
from according.names.nouns import is_calamity_noun, is_event_noun
from according.reading.figures.candidates import Candidate
from according.reading.grammar.phrases import base
from according.reading.numbers.expressions import Number
from according.statement import Counting, Time

# Words that make a count a total up to now: "brings to 60 the number killed", "so far", "to date".
TOTAL_WORDS = (("so", "far"), ("to", "date"), ("until", "now"), ("in", "all", ","), ("since", "then"))
# Words from "total" to the number that it has come to.
TOTAL_REACH = 12
# Words from "average" to its number: "an average of at least 35 people a day".
AVERAGE_REACH = 12
# Words from a number to the unit of time that makes it a rate, what ends the way there, and the units.
RATE_REACH = 9
RATE_ENDS = frozenset({"that", "which", "who", "where", "when", "and", "by", "as"})
RATE_UNITS = frozenset({"day", "night", "week", "month", "year", "hour", "minute"})
# Words of a time that make it a period: "last week", "over the past 24 hours".
PERIODS = frozenset("week month quarter season year decade century days weeks months years hours hour".split())
# Behind a stretch of time they make it the way to a day.
REMOTE = frozenset({"later", "ago", "earlier", "before", "after"})
# What armies do again and again while a front lasts, where it is "the" fights.
_FIGHTS = frozenset({"battle", "clash", "fight", "riot"})
# A part of those told before: "38 of them", "two of whom".
OF_WHOM = frozenset({"them", "whom", "these", "those"})
# Measures that last: without a date they are a state, not what happened in one event.
STANDING = frozenset({"deployed", "missing", "displaced", "detained"})


def counting_of(sentence: Sentence, candidate: Candidate, time: Time | None) -> Counting:
    """
    Return what the count runs over, by its time and its words.

    Running totals are counts "since January", tolls that rise, and what a war or an epidemic has done until now. Periods are "over the past
    24 hours" and "last year". A day, "two days later" too, or no time at all beside a verb of harm, is an incident. Of those who are
    deployed or missing without a date it is not known that they are of one event.
    """
    # "35 a day" is of no one day and no sum, so it is not to be added up with either.
    if _is_rate(sentence, candidate.number):
        return "unknown"
    # A line of a list of losses: the total since the war began, and what its last day added.
    if candidate.rule in ("figures.listed-loss", "figures.day-addition"):
        return "running" if candidate.rule == "figures.listed-loss" else "period"
    # Words of a total outweigh the time: "A total of 412 have died this year" runs on. A part with a time of its own is of that time.
    if time is not None and _has_own_time(sentence, candidate.number, time):
        return _by_time(time)
    if candidate.trigger.entry.pattern == "toll" or candidate.rule == "measures.tally" or _totals(sentence, candidate):
        return "running"
    if _up_to_now(sentence, candidate.trigger.index, dated=time is not None) and not _is_days_part(sentence, candidate, time):
        return "running"
    if time is not None and time.text is not None:
        return "incident" if _is_of_event(sentence, time) else _by_time(time)
    return "unknown" if candidate.measure in STANDING else "incident"


def _by_time(time: Time) -> Counting:
    """Return what a count runs over by the words of its time."""
    # "since January" and "last year" may be the same days; only the words tell a total from a period.
    words = (time.text or "").casefold()
    if time.basis == "as_of" or words.startswith(("since ", "as of ", "by ", "until ")):
        return "running"
    told = words.replace("-", " ").split()
    # "two days later", "three weeks ago": a day told by how far it lies off; "earlier this year" is no day.
    if REMOTE.intersection(told[-1:]):
        return "incident"
    # "over the past day" are 24 hours and no day of the calendar.
    stretch = PERIODS.intersection(told) or told[-2:] in (["past", "day"], ["last", "day"])
    return "period" if time.grain in ("year", "month") or stretch else "incident"


def _is_of_event(sentence: Sentence, time: Time) -> bool:
    """Say whether a time is that of one event by its possessive: "last week's collapse"; "last week's fighting" runs on."""
    owner = next((token for token in sentence if token.end == time.end), None)
    if owner is None or base(owner.dep) != "nmod" or sentence.child(owner.index, "case") is None:
        return False
    event = sentence[owner.head]
    # "last week's floods" are one event, "last week's raids" are several.
    one = is_calamity_noun if event.has("Number=Plur") else is_event_noun
    lasts = event.lemma in ("fighting", *_FIGHTS) or event.lemma in sentence.lexicon.forms("scenes", "lasting")
    return one(event.lemma, sentence.lexicon) and not lasts


def _has_own_time(sentence: Sentence, number: Number, time: Time) -> bool:
    """Say whether a part's own time stands right behind its number: "of 2,710, 38 of them in the past 24 hours"."""
    of = number.last + 3 < len(sentence) and sentence[number.last + 1].lower == "of" and sentence[number.last + 2].lower in OF_WHOM
    behind = sentence.tokens[number.last + 3 : number.last + 5] if of else ()
    return time.text is not None and any(token.start == time.start for token in behind)


def _is_rate(sentence: Sentence, number: Number) -> bool:
    """Say whether so many are counted in each of many days: "an average of 35", "12 people every day", "20 a week"."""
    if "average" not in sentence.forms and RATE_UNITS.isdisjoint(sentence.forms):
        return False
    if any(token.lower == "average" for token in sentence.tokens[max(number.first - AVERAGE_REACH, 0) : number.last]):
        return True
    for at in range(number.last + 1, min(number.last + 1 + RATE_REACH, len(sentence) - 1)):
        word, unit = sentence[at].lower, sentence[at + 1].lower in RATE_UNITS
        # "12 people who died, every day of the week": behind a clause's opening the unit is of something else.
        if sentence[at].pos == "PUNCT" or word in RATE_ENDS:
            return False
        if unit and word in ("each", "every", "per"):
            return True
        # "20 a week" is a rate, "20 a week later" is not.
        if unit and word == "a" and at == number.last + 1:
            return at + 2 == len(sentence) or sentence[at + 2].lower not in ("after", "before", "earlier", "later", "ago")
    return False


def _totals(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether words of a total stand in the sentence ("so far", "to date") or right before the number ("a total of", "altogether")."""
    first = candidate.number.first
    # "brings the total since the war began to 410": what the number is to, whatever stands between.
    reached = first > 0 and sentence[first - 1].lower in ("to", "at")
    before = {token.lower for token in sentence.tokens[max(0, first - (TOTAL_REACH if reached else 4)) : first]}
    # Phrases stand anywhere: "So far 12 have died", "12 have died to date".
    told = any(_has_phrase(sentence, phrase) for phrase in TOTAL_WORDS)
    # "had been killed, up from 2,921": the number has moved, so that it counts up to now.
    behind = [token.lower for token in sentence.tokens[candidate.number.last + 1 :]]
    nearby = [token.lower for token in sentence.tokens[max(0, first - 2) : first]]
    moved = any(pair in (("up", "from"), ("down", "from")) for pair in (*pairwise(nearby), *pairwise(behind)))
    moved = moved and candidate.measure not in STANDING
    return told or bool(before & {"total", "altogether"}) or moved or _grew(sentence, candidate.number)


def _is_days_part(sentence: Sentence, candidate: Candidate, time: Time | None) -> bool:
    """Say whether a count is what one day added to a total: "have died, 149 of them in the past 24 hours", "including 14 on Monday"."""
    first, behind = candidate.number.first, candidate.number.last + 1
    before = {token.lower for token in sentence.tokens[max(0, first - 2) : first]}
    told = [token.lower for token in sentence.tokens[behind : behind + 2]]
    of_them = told[:1] == ["of"] and OF_WHOM.issuperset(told[1:])
    # The day of the sentence before ("Also Tuesday a soldier was killed") is none of a part's own.
    if time is None or time.start is None or not candidate.number.end <= time.start < sentence.end:
        return False
    return time.basis in ("on", "during") and (of_them or not before.isdisjoint(("including", "with")))


def _grew(sentence: Sentence, number: Number) -> bool:
    """Say whether the sentence tells behind a number by how much the last day made it grow: "including 149 in the past 24 hours"."""
    words = [token.lower for token in sentence.tokens[number.last + 1 :]]
    opened = (at for at, word in enumerate(words) if word in ("including", "with") or (at and words[at : at + 2] == ["of", "them"]))
    opening = next(opened, None)
    if opening is None:
        return False
    behind = words[opening:]
    stretches = (behind[at + 1 : at + 3] for at, word in enumerate(behind) if word in ("past", "last", "previous"))
    return any(stretch[:1] == ["day"] or stretch == ["24", "hours"] for stretch in stretches)


def _has_phrase(sentence: Sentence, phrase: tuple[str, ...]) -> bool:
    """Say whether the words of a phrase stand in a sentence one behind another."""
    if not sentence.forms.issuperset(phrase):
        return False
    words = [token.lower for token in sentence.tokens]
    return any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)))


def _up_to_now(sentence: Sentence, trigger: int, *, dated: bool) -> bool:
    """
    Say whether the perfect tense counts over something that goes on until now.

    That is "since" ("have been killed since the campaign began", "since the coup"), or a war, an epidemic or other lasting thing as what
    has killed, in which people have been killed, or that has left people dead. The perfect alone is also how fresh news is told. Of a
    sickness people die in this or that week, so that a time (``dated``) parts them.
    """
    # The perfect may be that of a verb above: "have been found dead".
    line = [sentence[trigger], *sentence.ancestors(trigger)]
    perfect = next((token for token in line if token.pos in ("VERB", "AUX", "ADJ") and _is_perfect(sentence, token.index)), None)
    if perfect is None:
        return False
    clauses = (clause for token in line for clause in sentence.children(token.index, "advcl"))
    if any((mark := sentence.child(clause.index, "mark")) is not None and mark.lower == "since" for clause in clauses):
        return True
    # "have been killed since the coup"
    if any(sentence.has_case(noun.index, "since") for noun in sentence.children(trigger, "obl")):
        return True
    if _at_the_front(sentence, trigger):
        return True
    # "The war has killed 12", "12 have died in the war", "the war that has killed 12", "months of war have killed 12".
    beside = [*sentence.children(perfect.index, "nsubj", "obl"), *sentence.children(trigger, "obl")]
    beside += [sentence[perfect.head]] if perfect.dep == "acl:relcl" else []
    beside += [of for noun in beside for of in sentence.children(noun.index, "nmod") if sentence.has_case(of.index, "of")]
    return any(_lasts(sentence, noun) or (not dated and _is_sickness(sentence, noun)) for noun in beside)


def _at_the_front(sentence: Sentence, trigger: int) -> bool:
    """
    Say whether people who fight, or were sent to a place, have been killed there, and no event is told in which they were.

    "About 300 soldiers have been killed fighting in Kursk", "2,000 soldiers deployed to Kursk have been killed".
    """
    if any(is_event_noun(token.lemma, sentence.lexicon) for token in sentence if token.pos == "NOUN" and token.lemma != "fighting"):
        return False
    fights = [token for token in sentence.children(trigger, "advcl", "xcomp") if token.lemma == "fight" and token.lower.endswith("ing")]
    counted = sentence.child(trigger, "nsubj:pass") or sentence.child(trigger, "nsubj")
    sent = sentence.children(counted.index, "acl") if counted is not None else ()
    posted = sentence.lexicon.forms("measures", "deployed")
    return bool(fights) or any(token.lemma in posted for token in sent)


def _lasts(sentence: Sentence, noun: Token) -> bool:
    """Say whether a noun is something that goes on: a war, an epidemic, "the fighting", "the battles"; "clashes" may be of one day."""
    if noun.lemma in sentence.lexicon.forms("scenes", "lasting"):
        return True
    known = any(word.lower in ("the", "this", "these") for word in sentence.children(noun.index, "det"))
    # Only one known to the reader: "fighting on Monday has killed 12" is news of a day.
    return known and (noun.lemma == "fighting" or (noun.has("Number=Plur") and noun.lemma in _FIGHTS))


def _is_sickness(sentence: Sentence, noun: Token) -> bool:
    """Say whether a noun is a sickness that spreads: "cholera has killed 870"."""
    known = sentence.lexicon.find("events", noun.lemma)
    return known is not None and known.kind == "disease"


def _is_perfect(sentence: Sentence, verb: int) -> bool:
    """Say whether a verb has the helping verb "have"."""
    return any(aux.lemma == "have" for aux in sentence.children(verb, "aux"))
