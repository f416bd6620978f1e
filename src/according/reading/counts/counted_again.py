"""
Counts that take up people counted before: "three of the sailors were from Togo", "the 18 included two doctors", "the 12 victims".

Their own sentence does not tell what befell them; the report has told it before, of the same noun or of the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence
from according.names.countries import is_demonym
from according.names.parties import is_person_noun
from according.reading.context import Context, Found
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import noun_behind, of_phrase, word_behind
from according.reading.figures.triggers import Trigger
from according.reading.numbers.expressions import Number

# How many sentences are looked back for who is taken up, and how many counts: further on the report tells of others.
SENTENCES_BACK = 3
COUNTS_BACK = 8
# They say that who is named has been told of: "two of the sailors", "the 18", "those four".
TAKING_UP = frozenset({"the", "those", "these"})
# Numbers of which a part or a whole can be told, and bare ones that stand for those counted before.
PART_FORMS = frozenset({"digits", "word", "vague"})
PLAIN = frozenset({"digits", "word"})
# "The two" are any two whom a report has just named; from three on a number tells which.
LEAST_BARE = 3
# Between a part and the next part of the same whole: "two of the dead were officers and one was a cook".
NEXT_PART = frozenset({"and", ",", ";", "while"})
# What tells who a part are, and not what they did: "three of the sailors were from Togo"; behind "was" a participle of another word tells a
# deed or a fate of its own, "one of the sailors was flown home".
TELLS_WHO = frozenset({"be", "come", "belong", "hail", "hold"})
NAMED_AS = frozenset({"identify", "bear", "know", "believe", "think", "name", "age", "call"})
# The rules of parts over which a list of those counted before goes on.
PARTS_OF_THOSE = frozenset({"figures.part-of-those-before", "figures.next-part"})
# A force that is somewhere is told by its verb alone, and who was counted before outweighs it.
AT_WORK = "figures.force-at-work"


def with_counted_again(context: Context, position: int, numbers: Sequence[Number], found: list[Candidate]) -> list[Candidate]:
    """Return the counts of a sentence with those that take up people counted before, which have no measure of their own."""
    sentence = context.sentences[position]
    if not numbers and not found:
        return found
    known = _known(context, position)
    told = {candidate.number.first: at for at, candidate in enumerate(found)}
    # Whoever goes on from "three of the victims" goes on from those whom the victims are.
    found = [_victims(context, sentence, candidate, found, known) for candidate in found]
    for number in numbers:
        at = told.get(number.first)
        if number.percent or (at is not None and found[at].rule != AT_WORK):
            continue
        again = _part_of_known(context, sentence, number, known) or _whole_known(sentence, number, known)
        again = again or _included(sentence, number, known)
        again = again or (_next_part(sentence, number, found) if at is None else None)
        again = again or (_part_of_those(sentence, number, known, found) if at is None else None)
        if again is None:
            continue
        # In the place of a force that would be somewhere, since parts name their wholes by place in the list.
        if at is not None:
            found[at] = replace(again, subset_of=found[at].subset_of)
        else:
            found.append(again)
    return [_victims(context, sentence, candidate, found, known) for candidate in found]


def _known(context: Context, position: int) -> list[Found]:
    """Return the counts of people in the sentences right before, the nearest first."""
    near = [found for found in reversed(context.found[-COUNTS_BACK:]) if 0 < position - found.sentence <= SENTENCES_BACK]
    return [found for found in near if found.candidate.unit == "people" and not found.candidate.number.percent]


def _part_of_known(context: Context, sentence: Sentence, number: Number, known: Sequence[Found]) -> Candidate | None:
    """ "Eight sailors were killed. Three of the sailors were from Togo": a part of those counted before, named by their noun."""
    noun, after = of_phrase(sentence, number), number.last + 2
    if noun is None or number.form not in PART_FORMS or after >= noun:
        return None
    if sentence[after].lower not in TAKING_UP or not _tells_who(sentence, noun):
        return None
    whole = next((one for one in known if _noun(context, one) == sentence[noun].lemma), None)
    if whole is None or not _is_smaller(number, whole.candidate.number):
        return None
    return _like(whole.candidate, number, noun, "figures.part-of-those-before")


def _tells_who(sentence: Sentence, noun: int) -> bool:
    """Say whether the words behind a noun tell who those it names are: "of the sailors were from Togo"."""
    verb, behind = noun + 1, sentence.tokens[noun + 2 : noun + 4]
    told = verb < len(sentence) and sentence[verb].lemma in TELLS_WHO
    return told and not any(token.pos == "VERB" and token.lemma not in NAMED_AS for token in behind)


def _whole_known(sentence: Sentence, number: Number, known: Sequence[Found]) -> Candidate | None:
    """ "The rebels freed 18 workers. The 18 included two doctors": the same number, and nothing but it stands for them."""
    after, low = word_behind(sentence, number), number.quantity.low
    pointed = number.first > 0 and sentence[number.first - 1].lower in TAKING_UP and number.form in PLAIN
    if not pointed or after is None or after.pos not in ("VERB", "AUX") or low is None or low < LEAST_BARE:
        return None
    whole = next((one for one in known if low in (one.candidate.number.quantity.low, one.candidate.number.quantity.high)), None)
    return _like(whole.candidate, number, number.core, "figures.those-before") if whole is not None else None


def _included(sentence: Sentence, number: Number, known: Sequence[Found]) -> Candidate | None:
    """ "The army has killed 42,000 people. This includes 17,000 children": parts of those counted last, each with its noun."""
    verb = next((token.index for token in sentence.tokens[1:4] if token.lemma == "include"), None)
    # "The figure includes 43 children": "the toll" and "the dead" tell by themselves what befell them.
    summed = [token.lemma for token in sentence.tokens[:2]] in (["the", "figure"], ["the", "total"], ["the", "number"], ["the", "count"])
    points = summed or sentence[0].lower in ("this", "that", "these", "they", "those")
    opens = points and verb is not None and number.form in PART_FORMS
    if not opens or verb is None or not known or any(t.pos in ("VERB", "AUX") for t in sentence.tokens[verb + 1 : number.first]):
        return None
    noun = noun_behind(sentence, number.last + 1)
    person = noun is not None and is_person_noun(sentence[noun].lemma, sentence.lexicon)
    whole = known[0].candidate
    return _like(whole, number, noun, "figures.part-of-those-before") if noun and person and _is_smaller(number, whole.number) else None


def _part_of_those(sentence: Sentence, number: Number, known: Sequence[Found], found: Sequence[Candidate]) -> Candidate | None:
    """
    "Ten people died. Six of them were women", "Among them were six women", "Of these, six were women", "Six were women and four men".

    What the number is said to be tells who they are; what befell them has been told of the whole.
    """
    nearest = next((one for one in known if one.part_of is None), None)
    # "14 were killed and 12 wounded. Six were soldiers": of whom is not said.
    beside = [one for one in known if nearest is not None and one.sentence == nearest.sentence and one.part_of is None]
    whole = nearest.candidate if nearest is not None and len(beside) == 1 else None
    if whole is None or number.form not in PLAIN or any(one.rule not in PARTS_OF_THOSE for one in found):
        return None
    if not found and not _points_back(sentence, number):
        return None
    noun = _who_they_are(sentence, number)
    # The list goes on over "and" and commas: "six were women, three men and one a child".
    first = max((max(one.head, one.number.last) + 1 for one in found), default=number.first)
    joint = {token.lower for token in sentence.tokens[first : number.first]}
    if noun is None or joint - {"and", ",", ";", "while", "the", "other", "remaining"} or not _is_smaller(number, whole.number):
        return None
    return _like(whole, number, noun, "figures.part-of-those-before")


def _points_back(sentence: Sentence, number: Number) -> bool:
    """Say whether the words around the first number of a sentence point to those counted before."""
    before, after = sentence.tokens[: number.first], sentence.tokens[number.last + 1 : number.last + 3]
    words, behind = [token.lower for token in before], [token.lower for token in after]
    # "Six of them were women"
    if behind[:1] == ["of"] and behind[1:] in (["them"], ["these"], ["those"]):
        return True
    # "Among them were six women", "Of these, six were women", "They were six women and four men"
    opening = words[:2] in (["among", "them"], ["among", "these"], ["among", "those"], ["of", "them"], ["of", "these"], ["of", "those"])
    if opening or words[:2] == ["they", "were"]:
        return len(words) <= 2 or words[2:] in ([","], ["were"], ["are"])
    # "Six were women": a bare number opens the sentence.
    bare = not words or words in (["the", "other"], ["the", "remaining"])
    return bare and bool(after) and after[0].lemma == "be"


def _who_they_are(sentence: Sentence, number: Number) -> int | None:
    """Return the noun for people that a number is said to be or stands before: "six of them were women", "were six women", "four men"."""
    at = number.last + 1
    if [token.lower for token in sentence.tokens[at : at + 2]] in (["of", "them"], ["of", "these"], ["of", "those"]):
        at += 2
    said = at < len(sentence) and sentence[at].lemma == "be"
    noun = noun_behind(sentence, at + 1 if said else at)
    # "three were wounded", "two were in the house": that is not who they are.
    if noun is None or not (is_person_noun(sentence[noun].lemma, sentence.lexicon) or is_demonym(sentence[noun].text)):
        return None
    clear = all(token.pos in ("ADJ", "NOUN", "PROPN", "PUNCT", "NUM", "DET") for token in sentence.tokens[at + said : noun])
    behind = sentence[noun + 1] if noun + 1 < len(sentence) else None
    # "six women fled": the noun's own verb tells of it.
    acts = not said and behind is not None and behind.pos in ("VERB", "AUX")
    return noun if clear and not acts else None


def _next_part(sentence: Sentence, number: Number, found: Sequence[Candidate]) -> Candidate | None:
    """ "Two of the dead were officers and one was a cook": the next part of a whole that the part before has named."""
    after = word_behind(sentence, number)
    joined = number.first > 0 and sentence[number.first - 1].lower in NEXT_PART
    if not joined or after is None or after.lemma != "be" or number.form not in PLAIN:
        return None
    first = next((one for one in reversed(found) if one.number.last < number.first), None)
    # "five were Britons and two Danes": the list goes on from any part of it.
    if first is None or (sentence[first.number.last + 1].lower != "of" and first.rule != "figures.next-part"):
        return None
    # "two of the dead were officers, and a helper said one was a cook": a verb more is another clause.
    between = sentence.tokens[first.number.last + 1 : number.first]
    if [token.lemma for token in between if token.pos in ("VERB", "AUX")] != ["be"]:
        return None
    # "five were Britons": who they are is not who the part before it were; "two were from the guard" says no more than whence.
    named = sentence[sentence[number.core].head]
    is_said = named.index > after.index and named.pos in ("NOUN", "PROPN") and sentence.child(named.index, "case") is None
    predicate = named.index if is_said else number.core
    return _like(first, number, _who_they_are(sentence, number) or predicate, "figures.next-part")


def _victims(context: Context, sentence: Sentence, candidate: Candidate, found: Sequence[Candidate], known: Sequence[Found]) -> Candidate:
    """ "Twelve people died. Ten of the 12 victims were tourists": victims are the dead where the report has told of dead alone."""
    whole = candidate if candidate.subset_of is None else found[candidate.subset_of]
    # "the number of victims": the tally counts the noun that it is of.
    at = whole.trigger.about if whole.trigger.about is not None else whole.head
    words = (sentence[at].lemma, sentence[whole.trigger.index].lemma)
    # "a victim", "half of the victims" may be anybody's.
    if candidate.measure != "casualties" or "victim" not in words or whole.number.form not in PART_FORMS:
        return candidate
    size = whole.number.quantity.low
    killed = context.measured.get("killed", ())
    near = [one.candidate for one in known]
    # No more than were killed right before, where nobody was hurt: "Twelve were killed. The number of victims is now put at ten".
    fewer = any(one.measure == "killed" and _is_smaller(whole.number, one.number) for one in near)
    told = {one.measure for one in near} if fewer else context.measured.keys()
    alone = "killed" in told and told.isdisjoint(("wounded", "casualties", "abducted"))
    # As many as were killed: they are those who were, whoever else was hurt.
    return replace(candidate, measure="killed") if alone or (size is not None and size in killed) else candidate


def _noun(context: Context, found: Found) -> str:
    """Return the lemma of the noun that a count counted, its own or that of the words for whom it counts."""
    number, head = found.candidate.number, found.candidate.head
    if not number.first <= head <= max(number.last, number.core):
        return context.sentences[found.sentence][head].lemma
    words = found.population.slice(context.text).split() if found.population is not None else []
    return lemmatise(words[-1], "NOUN").lemma if words else ""


def _is_smaller(part: Number, whole: Number) -> bool:
    """Say whether a number may be a part of another. Of "dozens" any plain number may be one."""
    low = part.quantity.low if part.quantity.low is not None else part.quantity.high
    most = whole.quantity.high if whole.quantity.high is not None else whole.quantity.low
    return low is not None and most is not None and low < most


def _like(known: Candidate, number: Number, head: int, rule: str) -> Candidate:
    """Make a count that has the measure of one before; the word that tells it is the counted noun itself."""
    trigger = Trigger(head, replace(known.trigger.entry, pattern="object"), rule, (head,))
    return Candidate(number, known.measure, known.unit, head, trigger, rule)
