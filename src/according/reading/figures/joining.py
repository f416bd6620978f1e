"""
Figures: join each number to what happened to those it counts.

The tree is asked, and so are the words right beside the number, which outweigh it where the tree has lost the thread. Where both are
silent, a count is joined to one that stands beside it. Where nothing tells, there is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.names.nouns import pattern_of
from according.reading.figures.beside import beside
from according.reading.figures.candidates import Candidate, build, counts_nobody
from according.reading.figures.elliptic import add_elliptic, family_of, of_whom_said
from according.reading.figures.heads import counted_heads, of_phrase, word_behind
from according.reading.figures.joined import accompanied, joined, joined_ahead, listed_behind, mark_subsets
from according.reading.figures.measures import is_armed
from according.reading.figures.tallies import are_charges, is_difference, is_of_both, with_tallies
from according.reading.figures.triggers import Trigger, verb_entry
from according.reading.grammar.phrases import base, is_noun, is_plural
from according.reading.lines.label_lines import times_sign
from according.reading.numbers.expressions import Number

# Between two things that befell the same people: "killed or seriously wounded".
LIST_JOINTS = frozenset("or and / either were was been be have has had both seriously badly severely also".split())
# Between a state and another that is only supposed: "missing and feared dead".
SUPPOSED = LIST_JOINTS | {"feared", "presumed", "believed", "thought", "reported", ","}
# Corpses outweigh what is done with them: "the bodies of two hostages were handed over".
DEAD_BODIES = frozenset({"body", "corpse", "remains"})
# What is said right behind troops who are somewhere: "with 11,000 soldiers involved".
POSTED = frozenset("involved deployed stationed based present posted".split())
PLAIN = frozenset({"digits", "word"})  # numbers that say how many by themselves


def find_figures(sentence: Sentence, numbers: Sequence[Number], triggers: list[Trigger], lexicon: Lexicon) -> list[Candidate]:
    """
    Return the figures of a sentence in the order of their numbers; one number may give two (kidnapped, then killed).

    ``numbers`` are those that can count (no trap), ``triggers`` the sentence's words that tell of a measure.
    """
    found: list[Candidate] = []
    for number in numbers:
        # "did not know how many of the 40 were dead": what is asked is not told.
        if any(counts_none(sentence, number) for counts_none in (counts_nobody, asks_how_many, is_difference, are_charges)):
            continue
        listed = times_sign(sentence, number, lexicon)
        listed = of_whom_said(sentence, number, lexicon) if listed is None else listed
        # "1 x fatality" and "39 of whom the army says are dead" have all their words.
        if listed is not None:
            found.extend(listed)
            continue
        heads = counted_heads(sentence, number)
        whole = is_whole(sentence, number, numbers)
        near, linked = beside(sentence, number, heads, lexicon, whole=whole), _linked(sentence, number, heads, triggers)
        near = [c for c in near if not _told_of_the_whole(sentence, c)]
        linked = [c for c in linked if not (_is_of_another(sentence, c, numbers) or _told_of_the_whole(sentence, c))]
        if whole:
            linked = [c for c in linked if _told_of_itself(sentence, c)]
        # "downed 78 of the 93 drones launched": all were launched, and the part is told by what else befell it.
        if any(not _is_of_those(sentence, c, numbers) for c in (*near, *linked)):
            near, linked = ([c for c in told if not _is_of_those(sentence, c, numbers)] for told in (near, linked))
        # A word right beside the number outweighs a far one: the parser is at its weakest in lists and clipped clauses.
        if near:
            linked = [c for c in linked if _stands_beside(sentence, near[0], c)]
        told = _settle(sentence, [*near, *linked])
        # "Those killed included 30 fighters": that they are there is all that "include" says by itself.
        # So is that they are victims: "Among the dead are 19 victims in Homs".
        present = all(c.trigger.entry.pattern == "force" or (c.measure == "casualties" and c.head == c.trigger.index) for c in told)
        found.extend(
            # Each of these is asked only where those before it found nothing: from what the words say to what they leave out.
            (_among_the_dead(sentence, number, heads, lexicon) if present else [])
            or told
            or joined(sentence, number, heads, found)
            or listed_behind(sentence, number, heads, found, numbers)
            or accompanied(sentence, number, heads, triggers)
            or family_of(sentence, number, triggers)
            or _present(sentence, number, heads, lexicon)
        )
    # Last what leans on other figures: the values of a tally, the counts before a verb, those without words of their own.
    found = with_tallies(sentence, numbers, joined_ahead(sentence, numbers, found, lexicon), lexicon)
    return mark_subsets(sentence, add_elliptic(sentence, numbers, found, lexicon))


def asks_how_many(sentence: Sentence, number: Number) -> bool:
    """Say whether how many of a number is what is not told: "did not know how many of the 40 were dead"."""
    # Between "of" and the number at most one word may stand: "of 40 soldiers", "of the 40".
    words = [t.lower for t in sentence.tokens[max(0, number.first - 4) : number.first]]
    return ["how", "many", "of"] in (words[-3:], words[-4:-1])


def is_whole(sentence: Sentence, number: Number, numbers: Sequence[Number]) -> bool:
    """Say whether a number is that of which another is a part: "11,000" in "a third of the 11,000 soldiers sent were killed"."""
    at = number.first - 1
    # "shot down 78 of 93 drones": two plain numbers need no definite word between them.
    if at > 0 and sentence[at].lower == "of" and number.form in PLAIN and any(o.last == at - 1 and o.form in PLAIN for o in numbers):
        return True
    # "of the 11,000", "of its first 40": else a definite word must stand before the whole, so "hundreds of 20" is none.
    while at > 0 and (sentence[at].pos in ("DET", "ADJ") or sentence[at].has("Poss=Yes")):
        at -= 1
    return at > 0 and at < number.first - 1 and sentence[at].lower == "of" and any(other.last == at - 1 for other in numbers)


def _is_of_another(sentence: Sentence, candidate: Candidate, numbers: Sequence[Number]) -> bool:
    """
    Say whether a state belongs to the number right before it, and not to this one.

    "38 casualties in Harim - 12 killed", "12 dead, 40 injured, 3 missing": a tree hangs such lists on one another.
    """
    word, number = candidate.trigger.index, candidate.number
    # "12 dead, 40 injured": the number has a state right behind it, and nothing but a mark behind that.
    own = word_behind(sentence, number)
    listed = own is not None and own.index != word and (own.index + 1 == len(sentence) or sentence[own.index + 1].pos in ("PUNCT", "CCONJ"))
    # A toll stands before its number: "a toll of 30 dead".
    told = candidate.trigger.entry.pattern in ("state", "object", "either", "subject")
    # "15 people dead, more than 195 missing after": a state before the number is another's where one stands right behind it.
    stated = own is not None and verb_entry(sentence.lexicon, own.lower, "state") is not None
    if stated and candidate.trigger.entry.pattern == "state" and word < number.first:
        return True
    # "40 dead and missing": joined states are both the number's.
    joined_to = own is not None and word == own.index + 2 and sentence[own.index + 1].lower in ("and", "or")
    if listed and told and not joined_to and stated:
        return True
    state = verb_entry(sentence.lexicon, sentence[word].lower, "state") or sentence[word].lower.endswith("ed")
    # "were killed" is a verb of the whole clause and no item of a list.
    helped = any(t.pos == "AUX" for t in sentence.children(word))
    return bool(state) and not helped and any(other.last == word - 1 and other is not number for other in numbers)


def _is_of_those(sentence: Sentence, candidate: Candidate, numbers: Sequence[Number]) -> bool:
    """Say whether a word behind a whole's noun tells of the whole, where a part counts: "six of the 40 soldiers deployed were killed"."""
    word, number = sentence[candidate.trigger.index], candidate.number
    of = of_phrase(sentence, number)
    counted = of is not None and word.head == of and any(number.last < other.first <= of for other in numbers)
    return counted and base(word.dep) == "acl" and word.index > word.head


def _told_of_itself(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether what happened is told of the whole's own noun: "of the 60 people kidnapped", "of the 12 wounded men"."""
    word = sentence[candidate.trigger.index]
    return word.index == candidate.head or (base(word.dep) in ("acl", "amod") and word.head == candidate.head)


def _linked(sentence: Sentence, number: Number, heads: Sequence[int], triggers: list[Trigger]) -> list[Candidate]:
    """Join by the tree: the triggers that count one of the number's heads."""
    found: dict[str, Candidate] = {}
    for trigger in triggers:
        # The likeliest head first. A word within the number ("a reported 12") tells nothing of it.
        head = next((index for index in heads if index in trigger.counted), None)
        if head is None or number.first <= trigger.index <= number.last:
            continue
        candidate = build(sentence, number, head, heads, trigger, trigger.entry, trigger.rule)
        if candidate and _better(candidate, found.get(candidate.measure)):
            found[candidate.measure] = candidate
    return list(found.values())


def _told_of_the_whole(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a word tells of those of whom none are something else: in "None of those freed was hurt" some were freed."""
    after = candidate.number.last + 1
    if candidate.number.form != "none" or after >= len(sentence) or sentence[after].lower != "of":
        return False
    return candidate.trigger.index in sentence.subtree(sentence[after].head)


def _stands_beside(sentence: Sentence, near: Candidate, far: Candidate) -> bool:
    """Of what the tree adds to a word right beside the number keep what modifies the noun itself, or is joined to that word."""
    if far.rule.endswith(("before-noun", "behind-noun", "of-noun", "noun-of")) or far.measure == near.measure:
        return True
    if sentence[far.trigger.index].lemma in DEAD_BODIES:
        # "the bodies of three guards kidnapped last week": both are told of the guards.
        return True
    if near.rule == "figures.participle-behind" and far.head in far.trigger.direct and far.trigger.index > near.trigger.index:
        # "soldiers sent to fight have been killed": the clause's own verb behind a participle.
        return True
    low, high = sorted((near.trigger.index, far.trigger.index))
    # "missing and feared dead", "kidnapped and killed": nothing but joints lies between.
    return {t.lower for t in sentence.tokens[low + 1 : high]} <= SUPPOSED and high - low <= 5


def _better(new: Candidate, old: Candidate | None) -> bool:
    """Say whether a candidate outweighs another of its measure: one that shows who did it, where the other does not."""
    return old is None or (old.trigger.agent is None and new.trigger.agent is not None)


def _settle(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """
    Of several measures on one number keep those that can stand together.

    Killed, wounded or missing are casualties; a word right beside the number outweighs a far one; a noun such as "hostages" and
    a force at work give way to what happened to them.
    """
    direct = [c for c in found if c.head == c.trigger.index and pattern_of(sentence[c.head].lemma, sentence.lexicon) == "toll"]
    by_measure: dict[str, Candidate] = {}
    # "casualties, including 600 deaths": the deaths are no casualties a second time.
    for candidate in direct or found:
        old = by_measure.get(candidate.measure)
        if old is None or (old.trigger.agent is None and candidate.trigger.agent is not None):
            by_measure[candidate.measure] = candidate
    either = _told_by_or(sentence, by_measure)
    if either is not None:
        return either
    for one, other in (("killed", "wounded"), ("killed", "missing"), ("wounded", "missing")):
        if one in by_measure and other in by_measure and _is_pair(sentence, by_measure[one], by_measure[other]):
            return [replace(by_measure[one], measure="casualties", rule="figures.killed-or-wounded")]
    # "350 dead and wounded": the tree may have lost the second.
    for candidate in by_measure.values():
        if candidate.trigger.index > candidate.number.last and is_of_both(sentence, candidate.trigger.index, candidate.trigger.entry):
            return [replace(candidate, measure="casualties", rule="figures.killed-or-wounded")]
    # "shot and killed two men": what came of it outweighs that they were shot.
    if "casualties" in by_measure and by_measure["casualties"].trigger.entry.id == "shoot" and len(by_measure) > 1:
        del by_measure["casualties"]
    # The killed are not the wounded; of one number the looser reading is an error of the tree.
    if "killed" in by_measure and "wounded" in by_measure:
        del by_measure[_farther(by_measure["killed"], by_measure["wounded"]).measure]
    # "the bodies of two hostages were released": the dead are not released, but they were abducted.
    if any(sentence[c.trigger.index].lemma in DEAD_BODIES for c in by_measure.values()) and "killed" in by_measure:
        return [c for measure, c in by_measure.items() if measure in ("killed", "abducted", "captured")]
    # "killed 40 civilians who tried to flee" counts the dead; in "1.5 million others displaced" the word beside the number decides.
    if "killed" in by_measure and "displaced" in by_measure:
        near = by_measure["displaced"].rule.startswith("figures.")
        by_measure.pop("killed" if near and not by_measure["killed"].rule.startswith("figures.") else "displaced")
    if "abducted" in by_measure:
        # "is holding three hostages": a hostage is abducted, and "hold" says no more.
        by_measure.pop("detained", None)
    if len(by_measure) > 1:
        # Those killed had been sent, but are not counted as sent.
        by_measure.pop("deployed", None)
    # "Three hostages were killed", "the death of 22 hostages": what befell them outweighs the noun they are counted by.
    by_measure = {measure: c for measure, c in by_measure.items() if c.trigger.index != c.head} or by_measure
    for weak in ("toll", "force", "count"):
        by_measure = {measure: c for measure, c in by_measure.items() if c.trigger.entry.pattern != weak} or by_measure
    # "Three kidnapped guards were found dead" gives two; a third would be an error of the tree.
    return list(by_measure.values())[:2]


def _told_by_or(sentence: Sentence, by_measure: dict[str, Candidate]) -> list[Candidate] | None:
    """
    Return what one number says of two things of which either befell each: "killed or captured" is of casualties.

    Of the killed, wounded, captured and missing it is so; what is said of the "killed or detained" is neither's, and no figure.
    """
    for one, other in combinations(list(by_measure), 2):
        low, high = sorted((by_measure[one].trigger.index, by_measure[other].trigger.index))
        between = [t.lower for t in sentence.tokens[low + 1 : high]]
        # "killed 12 or wounded them": a number between the two belongs to one of them.
        apart = not low <= by_measure[one].number.first <= high
        if "or" in between and set(between) <= LIST_JOINTS and apart:
            lost = {one, other} <= {"killed", "wounded", "captured", "missing"}
            return [replace(by_measure[one], measure="casualties", rule="figures.killed-or-wounded")] if lost else []
    return None


def _is_pair(sentence: Sentence, one: Candidate, other: Candidate) -> bool:
    """
    Say whether one number is of two measures together: "killed or wounded 40", "40 are dead or missing".

    Nothing but the joint lies between the two words, and the number stands before or behind both.
    """
    low, high = sorted((one.trigger.index, other.trigger.index))
    between = {t.lower for t in sentence.tokens[low + 1 : high]}
    number = one.number
    joint = {"or", "/"} if "missing" in (one.measure, other.measure) and one.trigger.entry.pattern == "of" else {"or", "and", "/"}
    # "12 were killed and injured people were taken away": the second word is of others.
    others = number.first < low and high + 1 < len(sentence) and sentence[high + 1].pos == "NOUN" and high + 1 != one.head
    return bool(between & joint) and between <= LIST_JOINTS and not low <= number.first <= high and not others


def _farther(one: Candidate, other: Candidate) -> Candidate:
    """Return the looser of two readings: one by the tree alone, one not governed directly, or else the farther word."""
    return max(
        one, other, key=lambda c: (not c.rule.startswith("figures."), c.head not in c.trigger.direct, abs(c.trigger.index - c.number.core))
    )


def _among_the_dead(sentence: Sentence, number: Number, heads: Sequence[int], lexicon: Lexicon) -> list[Candidate]:
    """ "Among those killed were two medics", "12 children were among the dead", "the toll includes three guards"."""
    # The nearest word for harm first: "Among the dead are 37 children, while the injured comprise 56 men".
    harming = lexicon.forms("measures")
    words = [token for token in sentence.tokens[1:] if token.lower in harming or token.lemma in harming]
    for token in sorted(words, key=lambda word: abs(word.index - number.first)):
        harmed = verb_entry(lexicon, token.lemma, "object") if token.has("VerbForm=Part") else None
        entry = verb_entry(lexicon, token.lower, "state") or harmed
        # "the victims", "the toll": nouns for those who were harmed.
        entry = entry or (verb_entry(lexicon, token.lemma, "count") or verb_entry(lexicon, token.lemma, "toll") if is_noun(token) else None)
        opening = _opens_the_dead(sentence, token.index) if entry is not None else None
        if entry is None or opening is None or not _names_the_dead(sentence, opening, token.index, number):
            continue
        trigger = Trigger(token.index, replace(entry, pattern="state"), "figures.among-the-dead", (heads[0],))
        built = build(sentence, number, heads[0], heads, trigger, trigger.entry, trigger.rule)
        if built is not None and heads[0] > number.last:
            return [built]
    return []


def _opens_the_dead(sentence: Sentence, at: int) -> int | None:
    """Return the "the" or "those" before a word for the harmed, or ``None``: "the dead", "the 63 dead", "the rebel dead"."""
    for token in reversed(sentence.tokens[max(0, at - 4) : at]):
        # "among 446 injured people": a number may open them without an article.
        if token.lower in ("the", "those") or (token.pos == "NUM" and token.index and sentence[token.index - 1].lower == "among"):
            return token.index
        # "among those who were killed"
        named = token.lower == "who" or token.pos in ("NUM", "ADJ", "NOUN", "PROPN", "AUX")
        if not named or verb_entry(sentence.lexicon, token.lower, "state") is not None:
            return None
    return None


def _names_the_dead(sentence: Sentence, opening: int, at: int, number: Number) -> bool:
    """
    Say whether a number names some of the harmed whom the word at ``at`` stands for: "among the dead were two", "the dead include two".

    ``opening`` is the article before that word.
    """
    # Within one clause: "among the dead, who ..." begins another.
    if abs(number.first - at) > 14 or any(
        t.lower in ("who", "that", "which", ";") for t in sentence.tokens[min(at, number.last) + 1 : max(at, number.first)]
    ):
        return False
    before = sentence[opening - 1].lower if opening else ""
    # "one of the dead was a guard": what is said of one is not said of all.
    if before == "of":
        return False
    listed = before == "among"
    return _is_said(sentence, at, number) if listed else number.first > at and _is_led_to(sentence, at, number)


def _is_led_to(sentence: Sentence, at: int, number: Number) -> bool:
    """Say whether "include" leads from the harmed to a number: "those killed on Sunday included 33 guards and 29 civilians"."""
    verbs = [t for t in sentence.tokens[at + 1 : number.first] if t.pos in ("VERB", "AUX")]
    if len(verbs) != 1:
        return False
    # "the victims were seven minors and five adults"; not "the deceased was a nurse", nor "those abducted were among 25 women".
    among = any(t.pos == "ADP" for t in sentence.tokens[verbs[0].index : number.first])
    named = verbs[0].lemma == "be" and verbs[0].index == at + 1 and number.form in PLAIN and not among
    named = named or verbs[0].lemma in ("include", "comprise")
    return named and not any(t.pos == "PUNCT" for t in sentence.tokens[at + 1 : verbs[0].index])


def _is_said(sentence: Sentence, at: int, number: Number) -> bool:
    """Say whether "be" says who is among the dead: "two were among the dead"; not "two medics walked among the dead"."""
    low, high = sorted((at, number.first))
    return any(t.lemma == "be" for t in sentence.tokens[low : high + 1])


def _present(sentence: Sentence, number: Number, heads: Sequence[int], lexicon: Lexicon) -> list[Candidate]:
    """Count as deployed armed people who do something, or are somewhere: "some 400 troops entered the area"."""
    head = heads[0]
    token = sentence[head]
    present = lexicon.keep(_entry_for_presence)
    if (
        present is None
        or number.form in ("article", "none", "ordinal", "another")
        or number.percent
        or not is_armed(sentence, token.index)
        or not is_plural(token)
    ):
        return []
    above = sentence[token.head]
    # "hundreds of troops entered": the noun hangs on the number, and the number on the verb.
    counting = above.lemma in ("hundred", "thousand", "dozen", "group", "total", "force") or number.first <= above.index <= number.last
    acting = above if counting else token
    governor = sentence[acting.head]
    after = sentence[head + 1] if head + 1 < len(sentence) else None
    # "Some 400 troops said ..." speak; those who speak are nowhere in particular.
    if after is not None and after.pos == "VERB" and after.has("VerbForm=Fin") and not lexicon.find("cues", after.lemma):
        return [_at_work(number, head, after.index, present)]
    posted = head + 1 < len(sentence) and sentence[head + 1].lower in POSTED
    # "clashed with 30 rebels": the other side of a fight is there too.
    if base(acting.dep) == "obl" and lemmatise(governor.text, "VERB").lemma in ("clash", "fight", "battle", "skirmish", "engage"):
        return [_at_work(number, head, governor.index, present)]
    if acting.dep == "obl:agent" or sentence.has_case(acting.index, "by"):
        # "attacked by at least 500 militants"
        return [_at_work(number, head, governor.index, present)]
    # "surrounded 5,000 militants"; "praised 5,000 soldiers" says nothing of where they are.
    if acting.dep == "obj" and governor.lemma in lexicon.word_class("holding-verbs"):
        return [_at_work(number, head, governor.index, present)]
    if not posted and (
        acting.dep != "nsubj" or (governor.pos == "VERB" and lexicon.find("cues", governor.lemma)) or governor.index == acting.index
    ):
        return []
    return [_at_work(number, head, governor.index, present)]


def _entry_for_presence(lexicon: Lexicon) -> Entry | None:
    """Return the entry of the word list for armed people who are there, or ``None`` where a lexicon has none."""
    return next((entry for entry in lexicon.lists["measures"] if entry.id == "present"), None)


def _at_work(number: Number, head: int, verb: int, present: Entry) -> Candidate:
    """Make a candidate of armed people who are there."""
    return Candidate(number, "deployed", "people", head, Trigger(verb, present, "figures.force-at-work", (head,)), "figures.force-at-work")
