"""
Tallies: what a toll, number or count is, was and has become, by the words between it and its value.

"The number of soldiers killed has risen from 20 to 28", "brings the number of people killed in Harim to 28", "rose by five to 57": the
value stands behind "to" or "at" or right behind the verb. What it was stands behind "from", what was added behind "by". A parser hangs
these phrases on one another, so the words are read in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.nouns import is_person_noun
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import word_behind
from according.reading.figures.triggers import TALLIES, Trigger, verb_entry
from according.reading.grammar.phrases import DAY_WORDS, is_plural
from according.reading.numbers.expressions import Number
from according.reading.speakers.kinds.marked import AREAS

# Words between a tally and its value, at most; a longer way is another clause.
TALLY_REACH = 24
# Words from a tally to the one that says of what it is: "the number of Harran soldiers killed".
OF_WHAT_REACH = 7
# Verbs that stand right before a value: "reached 52", "was 45", "passed 4,700".
REACHING = frozenset({"be", "reach", "hit", "pass", "exceed", "top", "surpass", "near", "cross", "total", "become"})
# Verbs by which a toll grows, so that it counts those told of before and more.
GROWING = frozenset({"rise", "climb", "increase", "grow", "jump", "mount", "soar", "surge", "swell"})
# Verbs that take an earlier number back; a toll that rises does not.
REVISING = frozenset({"revise", "correct", "cut", "lower", "halve", "downgrade", "reduce", "trim"})
# Verbs right behind those harmed that tell their number: "the wounded numbered 40". That the dead "are" so many is told otherwise.
NUMBERING = (REACHING | {"number", "total"}) - {"be", "become"}
# Words from "put" to the last of those whose number it gives: "put the dead at 1,240 and the missing at 300".
PUT_REACH = 12
PUTTING = frozenset({"put", "estimate", "place", "set"})
# What the newly dead do to a sum: "bringing the total to 40", "That brings the total to 410".
SUMMING = frozenset({"bring", "take", "raise", "push", "lift"})
# What says that a figure is a known one.
KNOWN_BY = frozenset({"the", "that", "this", "its", "their", "his", "her", "'s", "’s"})
# What a noun of harm counts that needs no noun for people beside it.
HARM = frozenset({"killed", "wounded", "casualties"})
# Without one of these a sentence has no tally, and no value that one is put at.
_TALLY_WORDS = TALLIES | NUMBERING | {"toll", "at"}


def with_tallies(sentence: Sentence, numbers: Sequence[Number], found: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Return the figures of a sentence with the values of its tallies, without what was only added to one."""
    for token in sentence.tokens if not _TALLY_WORDS.isdisjoint(sentence.forms) else ():
        harmed = _harmed(sentence, token, numbers, lexicon) or _losses(sentence, token, numbers, lexicon, found)
        if harmed is not None:
            entry, number = harmed
            trigger = Trigger(token.index, replace(entry, pattern="toll"), "measures.tally", (number.core,), None, (number.core,))
            told_so = Candidate(number, entry.kind.partition("/")[0], "people", number.core, trigger, trigger.rule)  # type: ignore[arg-type]
            found = [*(c for c in found if c.number is not number), told_so]
        if token.lemma != "toll" and token.lemma not in TALLIES:
            continue
        told = _measure(sentence, token, lexicon)
        # "the number of attacks": nothing is known to have happened to anybody.
        if told is None:
            continue
        entry, about = told
        # "rose by 12 to 52": another rule may have taken the 12 for a count of its own.
        found = [c for c in found if not _is_added(sentence, token.index, c.number, lexicon)]
        for number in _values(sentence, token.index, numbers, lexicon):
            measure = entry.kind.partition("/")[0]
            if number.percent or any(c.number is number and c.measure == measure and _stands_for_itself(c) for c in found):
                continue
            # "the number of soldiers killed exceeds 5,000": no verb beside the number outweighs what the tally says.
            told_apart = ("killed", "wounded") if measure == "casualties" else ()
            # "reached 40 and 90 people were hurt": of a tally's value the noun behind "and" is no head.
            joined = number.last + 1 < len(sentence) and sentence[number.last + 1].lower == "and"
            found = [c for c in found if c.number is not number or not (joined or c.measure in (measure, *told_apart))]
            rule = "measures.toll" if token.lemma == "toll" else "measures.tally"
            # Whatever the word is elsewhere ("killed": an object): here its value is a number alone.
            trigger = Trigger(token.index, replace(entry, pattern="toll"), rule, (number.core,), None, (number.core,), about)
            found.append(Candidate(number, measure, "people", number.core, trigger, rule))  # type: ignore[arg-type]
    return sorted(found, key=lambda c: c.number.first)


def _harmed(sentence: Sentence, token: Token, numbers: Sequence[Number], lexicon: Lexicon) -> tuple[Entry, Number] | None:
    """
    Return what befell those that a word names, and their number right behind it: "put the dead at 40 and the missing at 12".

    Behind a sum that is brought to a number, others may be too: "bringing the number of dead to 40 and the injured to 93".
    """
    at = token.index
    # The article makes a noun of it: in "found dead at 40" it is none.
    if at == 0 or at + 2 >= len(sentence) or sentence[at - 1].lower != "the" or token.pos == "PROPN":
        return None
    verb = sentence[at + 1]
    before = sentence.tokens[max(0, at - PUT_REACH) : at]
    put = verb.lower == "at" and any(t.lemma in ("put", "estimate") for t in before)
    brought = verb.lower == "to" and _is_brought(sentence, at)
    if not (put or brought or (verb.lemma in NUMBERING and verb.pos in ("VERB", "AUX"))):
        return None
    entry = verb_entry(lexicon, token.lower, "state") or verb_entry(lexicon, lemmatise(token.text, "VERB").lemma, "object")
    number = next((number for number in numbers if number.first == at + 2), None)
    counted = number is not None and not number.percent and number.form in ("digits", "word", "vague", "range")
    return (entry, number) if entry is not None and number is not None and counted and not _counts_else(sentence, number) else None


def _is_brought(sentence: Sentence, at: int) -> bool:
    """Say whether a sum stands before a word that a verb brings to its number: "bringing the number of dead to 40 and [the injured]"."""
    summed = False
    for token in reversed(sentence.tokens[max(0, at - TALLY_REACH) : at]):
        if token.pos == "PUNCT":
            return False
        if token.pos == "VERB" and token.lemma in SUMMING:
            return summed
        summed = summed or token.lemma in TALLIES or token.lemma == "toll"
    return False


def _losses(
    sentence: Sentence, token: Token, numbers: Sequence[Number], lexicon: Lexicon, found: Sequence[Candidate]
) -> tuple[Entry, Number] | None:
    """Return what a plural of harm means and the number it is put at: "put casualties there at 350", "deaths at 9 and injuries at 40"."""
    if token.pos != "NOUN" or not is_plural(token):
        return None
    entry = next((entry for entry in lexicon.find_all("measures", token.lemma) if entry.pattern == "count"), None)
    # Of "the number of deaths" the tally has the value.
    tallied = sentence[token.head].lemma in TALLIES
    if entry is None or tallied or not _is_put(sentence, token):
        return None
    behind = sentence.tokens[token.index + 1 : token.index + 1 + OF_WHAT_REACH]
    at = next((word.index for word in behind if word.lower == "at" or word.pos in ("PUNCT", "VERB", "CCONJ")), None)
    if at is None or sentence[at].lower != "at":
        return None
    number = next((number for number in numbers if number.first > at), None)
    # "at more than 40": what stands between says how many, and is no thing.
    if number is None or number.percent or any(word.pos not in ("ADJ", "ADP", "ADV") for word in sentence.tokens[at + 1 : number.first]):
        return None
    # "put losses at 40 dead": what is counted already says more than "losses".
    if any(one.number is number and _is_told(sentence, one) for one in found):
        return None
    counted = word_behind(sentence, number)
    things = counted is not None and counted.pos in ("NOUN", "PROPN", "SYM") and not is_person_noun(counted.lemma, lexicon)
    # "put losses at 350 tanks"
    return None if things or _counts_else(sentence, number) else (entry, number)


def _is_told(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether what befell those counted stands behind their number, with no "and" between: "31,000 soldiers killed"."""
    behind = range(candidate.number.last + 1, candidate.trigger.index)
    return candidate.trigger.index > candidate.number.last and all(sentence[at].pos != "CCONJ" for at in behind)


def _is_put(sentence: Sentence, token: Token) -> bool:
    """Say whether somebody puts a thing at a number: the last verb before it is "put" or "estimate"."""
    before = (word for word in reversed(sentence.tokens[max(0, token.index - PUT_REACH) : token.index]) if word.pos == "VERB")
    return (verb := next(before, None)) is not None and verb.lemma in PUTTING


def _stands_for_itself(candidate: Candidate) -> bool:
    """Say whether a figure is of a tally already, or counts a noun of its own: "rose to 28 soldiers"."""
    number = candidate.number
    return candidate.trigger.entry.pattern == "toll" or not number.first <= candidate.head <= number.last


def _measure(sentence: Sentence, tally: Token, lexicon: Lexicon) -> tuple[Entry, int | None] | None:
    """Return what a tally counts and the noun it is of, or ``None`` where it does not say: "the death toll", "the number of dead"."""
    if tally.lemma == "toll":
        entry = next((entry for entry in lexicon.lists["measures"] if entry.pattern == "toll"), None)
        return None if entry is None else (entry, None)
    # "The death count reached 40": what it counts may stand right before it.
    own = sentence[tally.index - 1] if tally.index and tally.lemma in ("count", "total", "tally", "figure") else tally
    counted = own is not tally and own.lemma in ("death", "fatality", "injury", "casualty") and own.pos == "NOUN"
    if counted and (entry := next((e for e in lexicon.find_all("measures", own.lemma) if e.pattern == "count"), None)) is not None:
        return entry, None
    after = sentence.tokens[tally.index + 1 : tally.index + 1 + OF_WHAT_REACH]
    # "The number killed has risen to 84": what befell them stands right behind it.
    if after and after[0].lower in ("killed", "injured", "wounded", "missing", "dead", "displaced") and _is_known(sentence, tally):
        entry = verb_entry(lexicon, after[0].lower, "state") or verb_entry(lexicon, lemmatise(after[0].text, "VERB").lemma, "object")
        return None if entry is None else (entry, None)
    if not after or after[0].lower != "of":
        return None
    noun: int | None = None
    for word in after[1:]:
        # "the number of people known to have died", "of those who have died"
        if word.lemma == "have" and sentence[word.index - 1].lower in ("to", "who"):
            continue
        # "the number of people in Harim was ...": before these the tally must have said of what it is.
        if word.pos in ("PUNCT", "AUX", "NUM") or word.lower in DAY_WORDS:
            return None
        # "the number of recovered bodies", "of deaths since the rains began": the dead outweigh what is done with them.
        if (entry := _harm_noun(sentence, word, lexicon)) is not None:
            # "Bodies" are people; "deaths" and "martyrs" only tell again what befell them.
            return entry, word.index if word.lemma in ("body", "corpse") else None
        found_dead = word.index + 1 < len(sentence) and sentence[word.index + 1].lemma in ("body", "corpse")
        verbal = word.pos in ("VERB", "ADJ") and (word.lower.endswith("ed") or word.has("VerbForm=Part")) and not found_dead
        lemma = lemmatise(word.text, "VERB").lemma
        harm = verb_entry(lexicon, lemma, "object") if verbal else None
        # "the number of people who have fled", "of fighters who handed themselves in"
        if word.pos == "VERB" and harm is None:
            behind = sentence[word.index + 1].lower if word.index + 1 < len(sentence) else ""
            harm = verb_entry(lexicon, f"{lemma} {behind}", "subject") or verb_entry(lexicon, lemma, "subject")
        entry = verb_entry(lexicon, word.lower, "state") or harm
        if entry is not None and entry.id == "hold" and noun is not None:
            # "the number of hostages held": "hold" says no more of a hostage.
            entry = verb_entry(lexicon, sentence[noun].lemma, "count") or entry
        # A name may hold such a word and tell of nobody: "the Missing Persons Office".
        if entry is not None and word.pos != "PROPN":
            # "the number of dead and wounded": one number of both.
            both = is_of_both(sentence, word.index, entry, modifies=word.index == tally.index + 2)
            return (replace(entry, kind="casualties") if both else entry), noun
        if word.pos in ("NOUN", "PROPN"):
            noun = word.index
    return None


def _harm_noun(sentence: Sentence, word: Token, lexicon: Lexicon) -> Entry | None:
    """Return what a plural noun of harm means that alone says of what a tally is: "bodies", "deaths", "martyrs"; not "dead and wounded"."""
    joined = word.index + 1 < len(sentence) and sentence[word.index + 1].lower in ("and", "or", "&")
    if word.pos != "NOUN" or not is_plural(word) or joined:
        return None
    counted = (entry for entry in lexicon.find_all("measures", word.lemma) if entry.pattern == "count")
    return next((entry for entry in counted if entry.kind.partition("/")[0] in HARM), None)


def _is_known(sentence: Sentence, tally: Token) -> bool:
    """Say whether a tally is named with "the", and not as one of many."""
    return any(token.lower in KNOWN_BY for token in sentence.tokens[max(0, tally.index - 2) : tally.index])


def is_of_both(sentence: Sentence, word: int, entry: Entry, *, modifies: bool = False) -> bool:
    """
    Say whether "and wounded" stands right behind a word for the dead, or the other way round, and no number or noun behind that.

    Where both are known to modify one noun ("the number of killed and wounded soldiers") a noun may stand behind them.
    """
    if word + 2 >= len(sentence) or sentence[word + 1].lower not in ("and", "&"):
        return False
    second = sentence[word + 2]
    other = verb_entry(sentence.lexicon, second.lower, "state")
    other = other or verb_entry(sentence.lexicon, lemmatise(second.text, "VERB").lemma, "object")
    kinds = {entry.kind.partition("/")[0], other.kind.partition("/")[0]} if other is not None else set()
    behind = sentence[word + 3] if word + 3 < len(sentence) else None
    # "left 40 dead and wounded scores": there it is a verb with an object of its own.
    ends = modifies or behind is None or behind.pos in ("PUNCT", "ADP", "SCONJ", "VERB", "AUX") or behind.lower in DAY_WORDS
    return kinds in ({"killed", "wounded"}, {"killed", "missing"}) and ends


def _values(sentence: Sentence, tally: int, numbers: Sequence[Number], lexicon: Lexicon) -> list[Number]:
    """Return the values of a tally: what it is and, behind "from", what it was."""
    values: list[Number] = []
    for number in numbers:
        between = sentence.tokens[tally + 1 : number.first]
        if number.first <= tally or len(between) > TALLY_REACH or number.form not in ("digits", "word", "vague", "range"):
            continue
        # "exceeds 5,000": a verb that is read as an approximator of the number.
        over = sentence[number.first].lemma in ("exceed", "surpass")
        # The numbers behind a break are another's, so the search ends; a number not led to may be a year or a place.
        if _parted(sentence, between):
            break
        if _is_now(between):
            values.append(number)
            break
        # The verb stands behind the tally ("rose to 28") or before it ("brings the number to 28").
        if not (over or _rises(between, lexicon) or _rises(sentence.tokens[max(tally - 6, 0) : tally], lexicon)):
            break
        # "is now 99"
        before = next((token for token in reversed(between) if token.lower not in ("now", "currently", "already")), sentence[tally])
        # "Quake toll tops 2,200": a headline's verb that reads as a noun.
        reaches = before.lemma in REACHING and before.pos in ("VERB", "AUX")
        reaches = reaches or (before.lower.endswith("s") and lemmatise(before.text, "VERB").lemma in REACHING)
        led = over or before.lower in ("to", "at", "from") or reaches
        if led and not _counts_else(sentence, number):
            values.append(number)
    return values


def _is_now(between: Sequence[Token]) -> bool:
    """Say whether "now" stands before a value without a verb: "Governor: death toll now 31", "toll in Ternopil now 33"."""
    return bool(between) and between[-1].lower == "now" and not any(t.pos in ("VERB", "AUX", "PUNCT", "NUM") for t in between)


def _is_added(sentence: Sentence, tally: int, number: Number, lexicon: Lexicon) -> bool:
    """Say whether a number is what a tally grew by: "rose by 12 to 52"."""
    between = sentence.tokens[tally + 1 : number.first]
    behind = word_behind(sentence, number)
    by = bool(between) and between[-1].lower == "by" and len(between) <= TALLY_REACH
    # "rose by 12 to 52" and "rose by 12."; "killed by 12 gunmen" adds nothing.
    # The verb may stand before the tally: "raised its death toll by 1,290 to 3,869".
    rises = _rises(between, lexicon) or _rises(sentence.tokens[max(tally - 6, 0) : tally], lexicon)
    return by and behind is not None and rises and behind.lower in ("to", "from", ",", ".")


def _parted(sentence: Sentence, between: Sequence[Token]) -> bool:
    """Say whether another clause or tally stands between: then the number is none of this one's."""
    for token in between:
        # "the toll rose, and 12 houses fell": a joint behind a comma opens a clause; "dead and missing" is one tally.
        joint = token.lower in ("and", "but", "while") and sentence[token.index - 1].text == ","
        # "the toll rose to 30, with injuries above 200": a comma and harm of another kind open a tally of its own.
        harm = token.lemma in ("injury", "fatality") and sentence[token.index - 1].lower == "with"
        if token.text == ";" or joint or harm or token.lemma == "toll" or token.lemma in TALLIES:
            return True
    return False


def _rises(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether a verb by which tolls are told stands among words; "rose" may read as a noun."""
    rising = lexicon.word_class("toll-verbs")
    # "number" is a verb too, but here it is the tally.
    return any(token.lemma in rising or lemmatise(token.text, "VERB").lemma in rising for token in words if token.lower != "number")


def rises_to(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a toll grows to its number: "the toll rose to 28"; what it stands at may be anybody's count."""
    between = sentence.tokens[candidate.trigger.index + 1 : candidate.number.first]
    return any(lemmatise(token.text, "VERB").lemma in GROWING for token in between)


def _counts_else(sentence: Sentence, number: Number) -> bool:
    """Say whether a unit follows, so that people are not counted: "rose to 52 days"; "rose to 3 in two districts" counts still."""
    after = word_behind(sentence, number)
    if is_difference(sentence, number):
        return True
    # "after it added six deaths from two counties": they are from there, and the toll was never two.
    if after is not None and after.pos == "NOUN" and sentence[number.first - 1].lower == "from" and _is_area(after, sentence.lexicon):
        return True
    return after is not None and after.lower in ("days", "hours", "years", "months", "weeks", "times")


def _is_area(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun is one for an area: "counties", "districts"."""
    area = lexicon.find("places", noun.lemma)
    return area is not None and area.kind in AREAS


def are_charges(sentence: Sentence, number: Number) -> bool:
    """Say whether a number counts charges: "pleaded guilty to two counts of murder"."""
    return [t.lower for t in sentence.tokens[number.last + 1 : number.last + 3]] == ["counts", "of"]


def is_difference(sentence: Sentence, number: Number) -> bool:
    """Say whether a number is only by how much one count differs from another: "the toll was 20 higher than the figure on Saturday"."""
    words = [t.lower for t in sentence.tokens[number.last + 1 : number.last + 3]]
    return words in (["higher", "than"], ["lower", "than"], ["fewer", "than"], ["less", "than"], ["more", "than"], ["larger", "than"])


def is_taken_back(sentence: Sentence, number: Number) -> bool:
    """Say whether a number is what a tally was before somebody revised it: "revised the number of dead down from 21 to 12"."""
    if number.first < 2 or sentence[number.first - 1].lower != "from":
        return False
    # A toll that fell was true once; one that was cut or corrected never was.
    before = sentence.tokens[max(number.first - 12, 0) : number.first]
    return any(lemmatise(token.text, "VERB").lemma in REVISING for token in before)
