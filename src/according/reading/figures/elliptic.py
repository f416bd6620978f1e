"""
Counts that leave out what their sentence has told: "Eight were killed in Homs, nine in Hama", "nine of them", "for a total of 340".

Those that no verb joins are read here too: label lines ("Killed: 12") and what stands before its verb ("Killed were two nurses").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.parties import is_person_noun
from according.reading.figures.candidates import Candidate, build, counts_nobody
from according.reading.figures.heads import STATES, bracketed, counted_heads, of_group, of_phrase, word_behind
from according.reading.figures.measures import MISSILES
from according.reading.figures.triggers import Trigger, verb_entry
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import base
from according.reading.lines.label_lines import label_line, word_entry
from according.reading.numbers.expressions import Number

# What opens another part of a list by places, and what such a part says where.
LIST_MARKS = frozenset({",", "and", ":", ";", "—", "–", "-"})
PLACING = frozenset({"in", "at", "near", "from", "outside", "around", "over", "up", "down", "elsewhere", "on"})
# Words between a count and the next part of its list, at most; two places and their regions fit.
LIST_REACH = 12
# Words from the counted to how they are: "were taken to the town's clinic with burns".
WITH_REACH = 9
# Whom a part is taken of: "nine of them", "four of whom".
OF_THEM = frozenset({"them", "whom", "those", "these"})
# Words from "of whom" to the verb of who says what befell them: "of whom the country's health ministry says".
OF_WHOM_REACH = 8
# How badly somebody is hurt: "five seriously".
GRAVELY = frozenset({"seriously", "critically", "badly", "severely", "gravely", "slightly", "lightly"})
# Verbs behind what stands first: "Killed were two nurses", "Dead in the rubble lay eleven weavers".
INVERTING_VERBS = frozenset({"be", "lie", "lay"})
INVERTED_REACH = 8


def add_elliptic(sentence: Sentence, numbers: Sequence[Number], found: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """
    Return the figures of a sentence with those whose words are left out, in the order of their numbers.

    ``found`` are the figures that say themselves what happened. A number that has a figure gets no second one.
    """
    for number in numbers:
        # "none", "a third" and shares need words of their own to say of whom they are.
        told = number.percent or number.form in ("none", "ordinal", "another") or any(c.number.first == number.first for c in found)
        if told or counts_nobody(sentence, number):
            continue
        before = [candidate for candidate in found if candidate.number.first < number.first]
        previous = before[-1] if before else None
        # The first that fits: see `LEFT_OUT`. What was made may be leant on by the next of its list.
        made = next((c for find in LEFT_OUT if (c := find(sentence, number, previous, lexicon)) is not None), None)
        if made is not None:
            found = sorted([*found, made], key=lambda c: c.number.first)
    return found


def _by_place(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Eight soldiers were killed in Homs, nine in Hama and five in Idlib": each part of the list has the verb of the first."""
    after = word_behind(sentence, number)
    # "619 people, of whom 508 in Orva, were evacuated": the verb of the whole may stand behind its part.
    of_whom = [t.lower for t in sentence.tokens[max(0, number.first - 2) : number.first]] in (["of", "whom"], ["of", "which"])
    if previous is None or after is None or number.first < 1 or (previous.trigger.index > number.first and not of_whom):
        return None
    # "nine in Hama": the part names a place behind its number and nothing else; "nine men died" says itself what happened.
    opens = sentence[number.first - 1].lower in LIST_MARKS or of_whom
    marked = opens and after.lower in PLACING and number.form in ("digits", "word")
    # "40 on board" are nowhere else; "40 on Monday" were so on another day.
    marked = marked and (after.lower != "on" or sentence[min(after.index + 1, len(sentence) - 1)].lower in ("the", "its", "a", "an"))
    if not marked or not _shares_verb(sentence, number, max(previous.head, 0 if of_whom else previous.trigger.index), previous, lexicon):
        return None
    return _as(previous, sentence, number, "figures.list-by-place")


def _since(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Twelve were killed in May, police said, and 340 since October": what stands behind "and" is counted over another time."""
    after = word_behind(sentence, number)
    if previous is None or after is None or after.lower != "since" or sentence[max(number.first - 1, 0)].lower not in ("and", "but"):
        return None
    # "340 since October were arrested" tells itself what happened; of "since the war began in May" the verb is the beginning's.
    does = any(token.pos == "AUX" and token.lemma in ("be", "have") for token in sentence.tokens[after.index :])
    counted = number.form in ("digits", "word") and previous.trigger.index < number.first and not does
    shared = counted and _shares_verb(sentence, number, max(previous.head, previous.trigger.index), previous, lexicon)
    return _as(previous, sentence, number, "figures.since-then") if shared else None


def _shares_verb(sentence: Sentence, number: Number, told_at: int, previous: Candidate, lexicon: Lexicon) -> bool:
    """Say whether a bare number in a list has the verb of the count before it, of which the last word told stands at ``told_at``."""
    between = sentence.tokens[max(previous.number.last, told_at) + 1 : number.first]
    # A verb between opens a clause of its own; "according to" is none, nor is "held" in "the rebel-held north".
    # "killed 217 in Spain, the ministry said on Monday: 213 in the east": behind a colon the list goes on over who says it, and so it
    # does behind ", and": "Twelve were killed in Homs, the ministry said, and nine in Hama".
    opened = bool(between) and (between[-1].text == ":" or [token.lower for token in between[-2:]] == [",", "and"])
    cues = lexicon.word_class("plain-cues") if opened else frozenset({"according"})
    told = any(t.pos in ("VERB", "AUX") and t.lemma not in cues and t.lower != "according" and base(t.dep) != "amod" for t in between)
    # A source named in between takes up six words more: "812 in the south, according to the health ministry, and 790 in the north".
    if told or len(between) > LIST_REACH + 6 * (opened or any(t.lower == "according" for t in between)):
        return False
    # "Twelve died in Homs, and 20 in Hama signed a petition": what the twenty did is told behind them.
    core = sentence[number.core]
    return not (base(core.dep) == "nsubj" and core.head > number.last and sentence[core.head].pos == "VERB")


def _in_brackets(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Deaths were reported in Homs (4), Hama (3) and Idlib (1)": behind each place of a list stands its part in brackets."""
    if not bracketed(sentence, number.first, number.last):
        return None
    if previous is not None and previous.rule == "figures.in-brackets":
        between = sentence.tokens[previous.number.last + 2 : number.first - 1]
        goes_on = all(t.text[:1].isupper() or t.pos in ("ADP", "PUNCT", "CCONJ", "ADJ") or t.lower == "followed" for t in between)
        return _as(previous, sentence, number, "figures.in-brackets") if goes_on and len(between) <= LIST_REACH else None
    at = number.first - 2
    while at > 0 and sentence[at].text[:1].isupper():
        at -= 1
    # A single one may be an age: a place stands behind its preposition, and another with its own number goes on.
    listed = any(t.pos == "NUM" and bracketed(sentence, t.index, t.index) for t in sentence.tokens[number.last + 2 :])
    if not listed or sentence[at].lower not in PLACING:
        return None
    told = {entry.kind: (entry, t) for t in sentence.tokens[:at] if t.pos != "PROPN" and (entry := word_entry(t, lexicon)) is not None}
    # "Deaths and injuries were reported in": of two kinds of harm the brackets do not say which.
    if len(told) != 1:
        return None
    entry, word = next(iter(told.values()))
    trigger = Trigger(word.index, replace(entry, pattern="count"), "figures.in-brackets", (number.core,))
    built = build(sentence, number, number.core, [number.core], trigger, trigger.entry, trigger.rule)
    return built if built is not None and built.unit == "people" else None


def _of_them(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Forty-four miners died; nine of them were under twenty": a part of those counted before, told again for what it is."""
    after = word_behind(sentence, number)
    before = [token.lower for token in sentence.tokens[max(0, number.first - 2) : number.first]]
    if previous is not None and before == ["of", "whom"] and (noun := _said_to_be(sentence, number)) is not None:
        # "Twenty people died, of whom 12 were migrants"
        return _as(previous, sentence, number, "figures.of-them", noun)
    if previous is None or after is None or after.lower != "of" or after.index + 1 >= len(sentence):
        return None
    # Who "they" are must have been counted and told of before.
    if sentence[after.index + 1].lower not in OF_THEM or previous.trigger.index > number.first:
        return None
    # "84 bodies, 28 of them children": who they are may stand right behind.
    head = counted_heads(sentence, number)[0]
    named = head == after.index + 2 and is_person_noun(sentence[head].lemma, lexicon)
    return _as(previous, sentence, number, "figures.of-them", head if named else None)


def _gravely(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Forty people were injured, five seriously": how badly some of the wounded are hurt."""
    after = word_behind(sentence, number)
    if previous is None or previous.measure != "wounded" or after is None or after.lower not in GRAVELY or number.first < 1:
        return None
    # "five seriously ill people": the adverb must end its part.
    behind = sentence[after.index + 1] if after.index + 1 < len(sentence) else None
    closed = behind is None or behind.pos in ("PUNCT", "CCONJ")
    opened = sentence[number.first - 1].lower in (",", "and", "including", "(", "—", "–", "-")
    return _as(previous, sentence, number, "figures.gravely") if closed and opened else None


def _in_a_row(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "The army lost 12 men and the navy three", "Homs with 98 deaths, Hama with 83": what befell the first is said once for all."""
    after = word_behind(sentence, number)
    closed = after is None or after.pos == "PUNCT" or after.lower == "and"
    if previous is None or number.first < 2 or not closed or number.form not in ("digits", "word"):
        return None
    with_ = sentence[number.first - 1].lower == "with" and sentence[previous.number.first - 1].lower == "with"
    # Who "lost" so many is named before the number; of other verbs the name may be an object.
    if not with_ and not (previous.trigger.entry.id == "lose" and previous.unit == "people"):
        return None
    at = number.first - 1 - with_
    named = run_before(sentence, at + 1)
    if named is None or named[1] != at or named[0] <= previous.number.last or sentence[named[0] - 1].lower not in (",", ";", "and"):
        return None
    # "and the air force", "Hama": an article or a capital names an owner of its own; a verb between tells something else.
    owner = sentence[named[0]].lower == "the" or sentence[named[0]].text[:1].isupper()
    told = any(t.has("VerbForm=Fin") for t in sentence.tokens[previous.number.last + 1 : named[0]])
    return _as(previous, sentence, number, "figures.gapped") if owner and not told else None


def of_whom_said(sentence: Sentence, number: Number, lexicon: Lexicon) -> list[Candidate] | None:
    """ "67 hostages, 39 of whom the army says are dead": what befell the part is in the clause that somebody says of it."""
    behind = sentence.tokens[number.last + 1 : number.last + 3 + OF_WHOM_REACH]
    if [token.lower for token in behind[:2]] not in (["of", "whom"], ["of", "which"]):
        return None
    cue = next((t for t in behind[2:] if t.pos == "VERB" and lexicon.find("cues", t.lemma) is not None), None)
    verb = sentence[cue.index + 1] if cue is not None and cue.index + 1 < len(sentence) else None
    if cue is None or verb is None or verb.pos != "AUX":
        return None
    for token in sentence.tokens[verb.index + 1 : verb.index + 4]:
        entry = verb_entry(lexicon, token.lower, "state") or (verb_entry(lexicon, token.lemma, "object", "either", "subject"))
        if entry is not None:
            trigger = Trigger(token.index, replace(entry, pattern="state"), "figures.of-them", (number.core,))
            built = build(sentence, number, number.core, [number.core], trigger, trigger.entry, trigger.rule)
            return [built] if built is not None else None
    return None


def _up_from(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "45 civilians were killed, up from 30 in May": as many as were counted so before."""
    before = [token.lower for token in sentence.tokens[max(0, number.first - 3) : number.first]]
    if previous is None or before not in ([",", "up", "from"], [",", "down", "from"], ["-", "up", "from"], ["–", "up", "from"]):
        return None
    return _as(previous, sentence, number, "figures.up-from")


def _total(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "300 in Turkey and 40 in Syria, for a total of 340": what the parts before come to."""
    words = [token.lower for token in sentence.tokens[max(0, number.first - 4) : number.first]]
    # "for a total of 340" adds up what was told; "brings to a total of 340" tells a toll.
    if previous is None or words[-3:] not in (["a", "total", "of"], ["the", "total", "of"]) or "for" not in words:
        return None
    return _as(previous, sentence, number, "figures.total")


def _labelled(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Killed: 12; wounded: 40 people": the label tells it, and whatever was counted before does not matter."""
    return label_line(sentence, number, lexicon)


def _inverted(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Killed were two nurses and a porter", "Dead in the rubble lay eleven weavers": what happened stands first."""
    # "Also killed were two nurses"; "Among the dead were two nurses" is for another rule, which knows that they are a part.
    word = next((t for t in sentence.tokens[:2] if t.lower not in ("also", "among")), None)
    if previous is not None or word is None or number.first > INVERTED_REACH or number.first < 2:
        return None
    verb = sentence[number.first - 1]
    entry = word_entry(word, lexicon)
    heads = counted_heads(sentence, number)
    if entry is None or entry.pattern == "count" or verb.lemma not in INVERTING_VERBS or heads[0] <= number.last:
        return None
    if any(t.pos in ("VERB", "NUM") for t in sentence.tokens[word.index + 1 : verb.index]):
        return None
    trigger = Trigger(word.index, entry, "figures.inverted", (heads[0],))
    return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)


def _with(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Dozens more with light burns", "two are in critical condition": how they are stands behind the counted with its preposition."""
    heads = counted_heads(sentence, number)
    start = max(number.last, *(head for head in heads[:1] if head <= number.last + LIST_REACH), of_phrase(sentence, number) or 0) + 1
    for token in sentence.tokens[start : start + WITH_REACH]:
        # "were taken to a clinic with burns": a verb of care says no more; any other opens a fact of its own.
        caring = token.pos != "VERB" or token.lower in STATES or token.lemma in lexicon.word_class("care-verbs")
        if token.pos in ("NUM", "PUNCT", "CCONJ", "PRON") or not caring:
            return None
        told = told_with(sentence, token, lexicon) if token.pos in ("ADP", "SCONJ") else None
        if told is not None:
            trigger = Trigger(token.index, replace(told, pattern="state"), "figures.with", (heads[0],))
            built = build(sentence, number, heads[0], heads, trigger, trigger.entry, trigger.rule)
            return built if built is not None and built.unit == "people" else None
    return None


def told_with(sentence: Sentence, case: Token, lexicon: Lexicon) -> Entry | None:
    """Return what a preposition and the noun behind it tell of those before them: "with severe burns", "in critical condition"."""
    for token in sentence.tokens[case.index + 1 : case.index + 5]:
        after = sentence[token.index + 1] if token.index + 1 < len(sentence) else None
        if token.pos == "NOUN" and (after is None or after.pos not in ("NOUN", "PROPN")):
            # "in critical condition" has its adjective in the form; "with light burns" may have any.
            forms = (f"{token.lemma} {case.lower}", f"{token.lemma} {sentence[token.index - 1].lower} {case.lower}")
            return next((entry for form in forms for entry in lexicon.find_all("measures", form) if entry.pattern == "with"), None)
        if token.pos not in ("ADJ", "ADV", "NOUN", "DET", "PRON") and not token.has("VerbForm=Part"):
            return None
    return None


def _volley(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "attacked the port with 40 drones", "a strike by 12 missiles": what an attack is made with has been launched."""
    heads = counted_heads(sentence, number)
    noun = sentence[heads[0]]
    # "with 12 drones and four missiles": the preposition is the first one's.
    first = sentence[noun.head] if base(noun.dep) == "conj" else noun
    above = sentence[first.head]
    attacks = above.lemma in lexicon.word_class("attack-verbs") or lemmatise(above.text, "VERB").lemma in lexicon.word_class("attack-verbs")
    entry = next((entry for entry in lexicon.lists["measures"] if entry.id == "missile-use"), None)
    if entry is None or not attacks or noun.lemma not in MISSILES or not sentence.has_case(first.index, "with", "by", "of"):
        return None
    trigger = Trigger(above.index, entry, "figures.volley", (noun.index,))
    return build(sentence, number, noun.index, heads, trigger, entry, trigger.rule)


def _of_the_counted(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Of the 63 dead, 27 were women and 19 children": what happened is told of the whole, and who they were of its parts."""
    noun = _said_to_be(sentence, number)
    if previous is None or previous.rule == "figures.of-the-counted":
        return _of_those(sentence, number, noun, previous, lexicon) if noun is not None else None
    if previous.number.first < 2:
        return None
    # "Of the 63 dead, 27 were women": without that opening the 27 may be other people.
    opening = [token.lower for token in sentence.tokens[previous.number.first - 2 : previous.number.first]]
    end = max(previous.head, previous.trigger.index, previous.number.last)
    # At most one word may stand between the whole and its comma.
    if opening != ["of", "the"] or noun is None or not 0 <= number.first - end - 2 <= 1 or sentence[number.first - 1].text != ",":
        return None
    built = build(sentence, number, noun, [noun, number.core], previous.trigger, previous.trigger.entry, "figures.of-the-counted")
    return replace(built, measure=previous.measure) if built is not None else None


def _of_those(sentence: Sentence, number: Number, noun: int, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """ "Out of those who died, 93 were men, 47 were women": a whole without a number, told by its own words in front of the comma."""
    start = previous.head + 1 if previous is not None else 0
    between = sentence.tokens[start : number.first]
    if previous is not None:
        # The list goes on over commas and "and" alone.
        return _as_told(sentence, number, noun, previous.trigger) if {t.lower for t in between} <= {",", "and"} else None
    words = [t.lower for t in between]
    start = 1 if words[:2] == ["out", "of"] else 0
    opens = words[start : start + 1] == ["of"] and words[start + 1 : start + 2] in (["those"], ["the"]) and words[-1:] == [","]
    if not opens or words.count(",") > 1:
        return None
    for token in between[start + 2 :]:
        entry = word_entry(token, lexicon) or (verb_entry(lexicon, token.lemma, "subject") if token.pos == "VERB" else None)
        if entry is not None:
            return _as_told(sentence, number, noun, Trigger(token.index, entry, "figures.of-the-counted", (noun,)))
    return None


def _as_told(sentence: Sentence, number: Number, noun: int, trigger: Trigger) -> Candidate | None:
    """Make a count of the noun that a bare number is said to be."""
    return build(sentence, number, noun, [noun, number.core], trigger, trigger.entry, "figures.of-the-counted")


def _and_more(sentence: Sentence, number: Number, previous: Candidate | None, lexicon: Lexicon) -> Candidate | None:
    """The next of a list that began so: "27 were women and 19 children", "Killed were two nurses and a porter"."""
    # Only behind a list that has begun so: elsewhere "and 19 children" may be any other children.
    if previous is None or previous.rule not in ("figures.of-the-counted", "figures.inverted", "figures.label-line", "figures.joined"):
        return None
    heads = counted_heads(sentence, number)
    between = sentence.tokens[max(previous.head, previous.number.last) + 1 : number.first]
    if not between or heads[0] <= number.last or {t.lower for t in between} - {"and", ","}:
        return None
    # "27 were women and 19 houses burned"
    if not is_person_noun(sentence[heads[0]].lemma, lexicon):
        return None
    built = build(sentence, number, heads[0], heads, previous.trigger, previous.trigger.entry, "figures.joined")
    return replace(built, measure=previous.measure) if built is not None else None


def _said_to_be(sentence: Sentence, number: Number) -> int | None:
    """Return the noun that a bare number is said to be: "27 were women"; ``None`` of any that is not for people."""
    verb = word_behind(sentence, number)
    if verb is None or verb.lemma != "be" or verb.index + 1 >= len(sentence):
        return None
    noun = sentence[verb.index + 1]
    return noun.index if noun.pos == "NOUN" and is_person_noun(noun.lemma, sentence.lexicon) else None


LEFT_OUT: tuple[Callable[[Sentence, Number, Candidate | None, Lexicon], Candidate | None], ...] = (
    _by_place, _since, _in_brackets, _of_them, _in_a_row, _up_from, _gravely, _with, _volley, _total, _labelled, _inverted, _of_the_counted,
    _and_more,
)  # fmt: skip


def family_of(sentence: Sentence, number: Number, triggers: Sequence[Trigger]) -> list[Candidate]:
    """ "killed a family of five": so many are those to whom it happened."""
    for trigger in triggers if of_group(sentence, number) else []:
        if number.first - 2 in trigger.counted and number.form in ("digits", "word"):
            told = replace(trigger, rule="figures.group-of")
            built = build(sentence, number, number.core, [number.core], told, trigger.entry, told.rule)
            return [built] if built is not None else []
    return []


def _as(previous: Candidate, sentence: Sentence, number: Number, rule: str, noun: int | None = None) -> Candidate | None:
    """Make a count of what was counted before it: with its measure, unit and trigger; ``noun`` is whom it names itself, if anybody."""
    head = number.core if noun is None else noun
    built = build(sentence, number, head, [head, number.core], previous.trigger, previous.trigger.entry, rule)
    bare = rule == "figures.gapped" or (previous.measure == "deployed" and rule in ("figures.up-from", "figures.of-them"))
    if built is None and (previous.unit == "things" or bare):
        # A bare number names no missiles or troops, and still counts them: "40,000 troops are there, up from 11,000".
        return replace(previous, number=number, head=head, rule=rule, subset_of=None)
    return replace(built, measure=previous.measure, unit=previous.unit) if built is not None else None
