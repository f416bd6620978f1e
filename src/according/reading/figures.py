"""
Figures: join each number to what happened to those it counts.

The tree is asked first; where it has lost the thread, what stands right beside the number decides, and where that
is silent there is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon, word_class
from according.reading.measures import Trigger, subject, verb_entry
from according.reading.mentions import DAYS, base, is_noun, is_plural
from according.reading.numbers import Number
from according.reading.parties import describe, is_armed_noun, is_person_noun, is_thing_noun, is_uncounted_noun
from according.reading.people import pattern_of

PEOPLE = frozenset("killed wounded casualties captured detained abducted released missing surrendered displaced deployed withdrawn".split())
THINGS = frozenset("destroyed intercepted launched seized deployed withdrawn".split())
MISSILES = frozenset("missile rocket drone projectile uav shell mortar".split())
OTHERS = frozenset({"other", "others", "more", "another"})
MODIFYING = frozenset({"nummod", "det", "amod", "compound", "advmod", "quantmod", "nmod"})
JOINTS = frozenset("or and / either were was been be have has had both seriously badly severely also".split())
# Corpses outweigh what is done with them: "the bodies of two hostages were handed over".
BODIES = frozenset({"body", "corpse", "remains"})
# What is said right behind troops who are somewhere: "with 11,000 soldiers involved".
POSTED = frozenset("involved deployed stationed based present posted".split())
ARMED = frozenset({"security", "military", "armed", "combat", "peacekeeping", "paramilitary", "army", "taliban", "militia"})
# States that end a noun phrase rather than belong to it: "left three people dead".
STATES = frozenset({"dead", "missing", "wounded", "injured", "homeless", "hurt", "unaccounted"})
# Verbs that send people without arms to a post too: monitors, security force members.
SENDING = frozenset({"deploy", "station", "dispatch", "redeploy"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number with its measure, before population, place and time are looked for."""

    number: Number
    measure: str
    unit: str
    head: int  # the counted noun, or the number's own word where it stands alone
    trigger: Trigger
    rule: str
    subset_of: int | None = None  # position in the same list
    implied: bool = False  # a single victim named without a number


def find_figures(sentence: Sentence, numbers: Sequence[Number], triggers: list[Trigger], lexicon: Lexicon) -> list[Candidate]:
    """
    Return the figures of a sentence in the order of their numbers; one number may give two (kidnapped, then killed).

    ``numbers`` are those that can count (no trap), ``triggers`` the sentence's words that tell of a measure.
    """
    found: list[Candidate] = []
    for number in numbers:
        heads = counted_heads(sentence, number)
        near, linked = beside(sentence, number, heads, lexicon), _linked(sentence, number, heads, triggers)
        if near:
            linked = [c for c in linked if _stands_beside(sentence, near[0], c)]
        found.extend(
            _settle(sentence, [*near, *linked])
            or _among_the_dead(sentence, number, heads, lexicon)
            or _joined(sentence, number, heads, found)
            or _present(sentence, number, heads, lexicon)
        )
    return _mark_subsets(sentence, _joined_ahead(sentence, numbers, found, lexicon))


def counted_heads(sentence: Sentence, number: Number) -> list[int]:
    """Return the words that a number may count, likeliest first: its head in the tree, the noun behind it, itself."""
    heads: list[int] = []
    token = sentence[number.core]
    while number.first <= token.head <= number.last and token.head != token.index:
        token = sentence[token.head]
    end = max(number.last, number.core)
    surface = noun_behind(sentence, end + 1)
    if base(token.dep) in MODIFYING and token.head > end and _reaches(sentence, end, token.head):
        heads.append(token.head)
    if surface is not None and surface not in heads:
        heads.insert(0 if heads and surface > heads[0] else len(heads), surface)
    of = _of_phrase(sentence, number)
    heads += [index for index in (of, *_second_noun(sentence, heads), token.index, number.core) if index is not None and index not in heads]
    if base(token.dep) == "nummod" and token.head not in heads:
        heads.append(token.head)
    return heads


def _reaches(sentence: Sentence, last: int, head: int) -> bool:
    """Refuse a head in the tree that lies behind a verb, a preposition or another count."""
    return (
        is_noun(sentence[head]) or sentence[head].pos == "ADJ"
        if not any(
            t.pos in ("ADP", "AUX")
            or (t.pos in ("NUM", "PRON") and sentence[t.index + 1].text != "-" and not t.has("Poss=Yes"))
            or (t.pos == "VERB" and t.dep != "amod" and t.index != head)
            or (t.pos == "CCONJ" and sentence[t.index + 1].pos == "VERB")
            for t in sentence.tokens[last + 1 : head]
        )
        else False
    )


def _second_noun(sentence: Sentence, heads: list[int]) -> list[int]:
    """In "dozens of deaths and injuries" the number counts both."""
    for head in [*heads, *(h + 2 for h in heads if h + 2 < len(sentence) and sentence[h + 1].lower == "of")]:
        if head + 2 < len(sentence) and sentence[head + 1].lower in ("and", "or") and sentence[head + 2].pos == "NOUN":
            return [head + 2]
    return []


def _of_phrase(sentence: Sentence, number: Number) -> int | None:
    """In "dozens of people" and "two of its employees" the noun behind "of" is counted."""
    after = number.last + 1
    if after < len(sentence) and sentence[after].lower == "of":
        return noun_behind(sentence, after + 1)
    return None


def noun_behind(sentence: Sentence, start: int) -> int | None:
    """Return the last noun of the run of naming words at ``start``, or ``None``; a day of the week is not part of it."""
    head = None
    start = _behind_age(sentence, start)
    for token in sentence.tokens[start : start + 9]:
        if token.lower in ("'s", "’s"):
            head = None  # "the nation's most wanted suspect": the owner is not who is counted
            continue
        if token.lower in DAYS or (head is not None and token.lower in STATES):
            break
        if token.pos == "VERB" and head is None and token.lower.endswith("s") and is_person_noun(token.lower):
            return token.index  # "428 suspects": a noun that reads as a verb
        if token.lower == "and" and head == token.index - 1 and _joins_names(sentence, token.index):
            continue
        if token.pos in ("NOUN", "PROPN") or token.lower in OTHERS:
            head = token.index
        elif token.pos == "ADJ" and is_person_noun(token.lemma) and _ends_phrase(sentence, token.index):
            return token.index
        elif (head is not None and token.lower not in ("'s", "’s", "-")) or not _names(sentence, token.index):
            break
    return head


def _goes_on(sentence: Sentence, index: int) -> bool:
    """"15,000 North Korean troops": an adjective between a name and its noun."""
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return sentence[index].pos == "ADJ" and sentence[index - 1].pos == "PROPN" and after is not None and after.pos in ("NOUN", "PROPN")


def _behind_age(sentence: Sentence, start: int) -> int:
    """Return the word behind an age: "a 27-year-old man"."""
    words = [token.lower for token in sentence.tokens[start : start + 5]]
    return (
        start + 5
        if len(words) == 5 and words[1:] in (["-", "year", "-", "old"], ["-", "month", "-", "old"], ["-", "day", "-", "old"])
        else start
    )


def _joins_names(sentence: Sentence, at: int) -> bool:
    """ "NATO and U.S. forces": two names before one noun."""
    behind = sentence.tokens[at + 1 : at + 3]
    return sentence[at - 1].pos in ("PROPN", "ADJ") and len(behind) == 2 and behind[0].pos in ("PROPN", "ADJ") and behind[1].pos == "NOUN"


def _ends_phrase(sentence: Sentence, index: int) -> bool:
    """ "a civilian and", "one militant was": a word read as an adjective heads the phrase where no noun follows."""
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return after is None or (after.pos not in ("NOUN", "PROPN", "ADJ") and after.text != "-")


def _names(sentence: Sentence, index: int) -> bool:
    """Say whether a word can stand between a number and its noun."""
    token = sentence[index]
    if token.pos in ("ADJ", "DET", "NUM") or token.lower in ("most", "more", "least") or token.has("Poss=Yes") or token.lower in ("'s", "’s", "-", "and", ","):
        return token.lower != "," or sentence[min(index + 1, len(sentence) - 1)].pos in ("ADJ", "PROPN")
    after = sentence[index + 1] if index + 1 < len(sentence) else None
    return (
        token.pos == "VERB"
        and token.has("VerbForm=Part")
        and after is not None
        and after.pos in ("NOUN", "PROPN", "ADJ")
        and after.lower not in DAYS
    )


# -- joining -----------------------------------------------------------------------------------------------------------


def _linked(sentence: Sentence, number: Number, heads: list[int], triggers: list[Trigger]) -> list[Candidate]:
    """Join by the tree: the triggers that count one of the number's heads."""
    found: dict[str, Candidate] = {}
    for trigger in triggers:
        head = next((index for index in heads if index in trigger.counted), None)
        if head is None or number.first <= trigger.index <= number.last:
            continue
        candidate = build(sentence, number, head, heads, trigger, trigger.entry, trigger.rule)
        if candidate and _better(candidate, found.get(candidate.measure)):
            found[candidate.measure] = candidate
    return list(found.values())


def _stands_beside(sentence: Sentence, near: Candidate, far: Candidate) -> bool:
    """Of what the tree adds to a word right beside the number keep what modifies the noun itself, or is joined to that word."""
    if far.rule.endswith(("before-noun", "behind-noun", "of-noun", "noun-of")) or far.measure == near.measure:
        return True
    if near.rule == "figures.participle-behind" and far.head in far.trigger.direct and far.trigger.index > near.trigger.index:
        return True  # "soldiers sent to fight have been killed": the clause's own verb behind a participle
    low, high = sorted((near.trigger.index, far.trigger.index))
    return {t.lower for t in sentence.tokens[low + 1 : high]} <= JOINTS and high - low <= 5


def _better(new: Candidate, old: Candidate | None) -> bool:
    return old is None or (old.trigger.agent is None and new.trigger.agent is not None)


def _settle(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """
    Of several measures on one number keep those that can stand together.

    Killed or wounded are casualties; a word right beside the number outweighs a far one; a noun such as "hostages" and
    a force at work give way to what happened to them.
    """
    direct = [c for c in found if c.head == c.trigger.index and pattern_of(sentence[c.head].lemma) == "toll"]
    by_measure: dict[str, Candidate] = {}
    for candidate in direct or found:  # "casualties, including 600 deaths": the deaths are no casualties a second time
        old = by_measure.get(candidate.measure)
        if old is None or (old.trigger.agent is None and candidate.trigger.agent is not None):
            by_measure[candidate.measure] = candidate
    if "killed" in by_measure and "wounded" in by_measure:
        killed, wounded = by_measure["killed"], by_measure["wounded"]
        if _is_pair(sentence, killed, wounded):
            return [replace(killed, measure="casualties", rule="figures.killed-or-wounded")]
        del by_measure[_farther(killed, wounded).measure]
    if any(sentence[c.trigger.index].lemma in BODIES for c in by_measure.values()) and "killed" in by_measure:
        return [by_measure["killed"]]
    if "killed" in by_measure and "displaced" in by_measure:  # "killed 40 civilians who tried to flee"; but "1.5 million others displaced"
        near = by_measure["displaced"].rule.startswith("figures.")
        by_measure.pop("killed" if near and not by_measure["killed"].rule.startswith("figures.") else "displaced")
    if len(by_measure) > 1:
        by_measure.pop("deployed", None)  # those killed had been sent, but are not counted as sent
    for weak in ("toll", "force", "count"):
        kept = {measure: c for measure, c in by_measure.items() if c.trigger.entry.pattern != weak}
        by_measure = kept or by_measure
    return list(by_measure.values())[:2]


def _is_pair(sentence: Sentence, killed: Candidate, wounded: Candidate) -> bool:
    """ "killed or wounded 40", "40 were killed or injured": nothing but the joint lies between, and the number beside both."""
    low, high = sorted((killed.trigger.index, wounded.trigger.index))
    between = {t.lower for t in sentence.tokens[low + 1 : high]}
    number = killed.number
    return bool(between & {"or", "and", "/"}) and between <= JOINTS and not low <= number.first <= high


def _farther(one: Candidate, other: Candidate) -> Candidate:
    """Return the looser of two readings: not governed directly, or the farther word."""
    return max(
        one, other, key=lambda c: (not c.rule.startswith("figures."), c.head not in c.trigger.direct, abs(c.trigger.index - c.number.core))
    )


def is_armed(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun names armed people by itself or by the words before it: soldiers, security personnel, Taliban members."""
    token = sentence[noun]
    if is_armed_noun(token.lemma):
        return True
    if token.pos not in ("NOUN", "PROPN") or not is_person_noun(token.lemma):
        return False
    modifiers = sentence.children(noun, "compound", "amod")
    return token.lemma in ("personnel", "member", "staff", "man", "guard", "officer") and any(word.lower in ARMED for word in modifiers)


def build(sentence: Sentence, number: Number, head: int, heads: list[int], trigger: Trigger, entry: Entry, rule: str) -> Candidate | None:
    """Make a candidate where what is counted and what happened fit each other; else ``None``."""
    noun = sentence[_named(sentence, head, heads, number)]
    measure, thing = _measure_of(sentence, noun.index, entry, number, trigger)
    if measure is None:
        return None
    bare = number.first <= noun.index <= number.last
    if (
        noun.pos in ("NOUN", "PROPN")
        and noun.index != trigger.index
        and not bare
        and is_uncounted_noun(noun.lemma)
        and not _holds_things(sentence, noun.index)
    ):
        return None
    if number.form not in ("digits", "word") and sentence[number.core].lower == "both" and entry.pattern == "count":
        return None
    if number.form == "none" and entry.pattern == "count" and any(t.lemma in ("report", "confirm") for t in sentence.ancestors(noun.index)):
        return None  # "no casualties were reported" reports nothing
    if number.form in ("article", "another", "ordinal") and not _one_person(sentence, noun.index, number, entry):
        return None
    unit = "percent" if number.percent else "things" if thing else "people"
    return Candidate(number, measure, unit, noun.index, trigger, rule)


def _holds_things(sentence: Sentence, noun: int) -> bool:
    """ "130 units of equipment", "20 pieces of armor": a measure word before things counts as things."""
    if sentence[noun].lemma not in ("unit", "piece", "item", "round", "ton", "type", "set"):
        return False
    return any(
        child.lemma in ("equipment", "armor", "armour", "weaponry", "hardware", "ammunition", "vehicle") or is_thing_noun(child.lemma)
        for child in sentence.children(noun, "nmod")
    )


def _named(sentence: Sentence, head: int, heads: list[int], number: Number) -> int:
    """Prefer a noun over the number's own word as what is counted."""
    if number.first <= head <= number.last:
        of = _of_phrase(sentence, number)
        return of if of is not None else head
    return head


def _one_person(sentence: Sentence, noun: int, number: Number, entry: Entry) -> bool:
    """ "a" counts only where it brings in one person: a singular noun for a person, never a unit or a vehicle."""
    token = sentence[noun]
    if number.form in ("another", "ordinal") and number.first <= noun <= max(number.last, number.core):
        return entry.pattern in ("object", "state", "subject", "of")
    if number.form != "article" and token.lower in OTHERS:
        return True
    if token.dep == "appos" and sentence[token.head].pos == "PROPN":
        return False
    return (
        token.pos in ("NOUN", "PROPN", "ADJ") and not token.has("Number=Plur") and is_person_noun(token.lemma) and token.index > number.last
    )


def _measure_of(sentence: Sentence, noun: int, entry: Entry, number: Number, trigger: Trigger) -> tuple[str | None, bool]:
    """Choose between the measure for people and that for things by the noun counted."""
    token = sentence[noun]
    people, _, things = entry.kind.partition("/")
    counts_itself = entry.pattern in ("count", "toll") or noun == trigger.index
    thing = token.pos in ("NOUN", "PROPN") and (is_thing_noun(token.lemma) or _holds_things(sentence, noun)) and not counts_itself
    person = token.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(token.lemma)
    bare = number.first <= noun <= number.last or token.lower in OTHERS or token.pos in ("NUM", "PRON")
    if entry.pattern == "force":
        return (
            ("deployed", False)
            if is_armed(sentence, token.index) and is_plural(token) and number.form not in ("article", "none")
            else (None, False)
        )
    if entry.id == "missile-hit":
        return ("launched", True) if token.lemma in MISSILES else (None, False)
    if thing:
        measure = things or (people if people in THINGS else None)
        if entry.id == "shoot-down" and token.lemma in MISSILES:
            measure = "intercepted"
        return measure, True
    if people not in PEOPLE:
        return None, False
    if entry.id == "lose" and not person:
        return None, False
    if entry.id in ("hold", "release", "hand-over", "capture", "evacuate", "force-flee", "either") and not (person or bare):
        return None, False
    if people in ("deployed", "withdrawn") and not (
        is_armed(sentence, token.index) or (bare and people == "withdrawn") or (person and trigger_lemma(sentence, trigger) in SENDING)
    ):
        return None, False
    if entry.id == "flee" and is_armed(sentence, token.index):
        return None, False
    if entry.id == "hold" and not _held(sentence, trigger):
        return None, False
    if entry.id == "seize" and _by_state(sentence, trigger):
        return "detained", False
    return people, False


def _by_state(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether the actor is a state's: police, soldiers, officials."""
    return trigger.agent is not None and describe(sentence[trigger.agent].text, "perpetrator")[1] in (
        "police",
        "military",
        "official",
        "government",
    )


def _held(sentence: Sentence, trigger: Trigger) -> bool:
    """ "are being held", "were held by police": the passive alone detains."""
    verb = sentence[trigger.index]
    return any(child.dep in ("aux:pass", "aux") for child in sentence.children(trigger.index)) and verb.lower in ("held", "holding") or verb.dep == "acl"


def trigger_lemma(sentence: Sentence, trigger: Trigger) -> str:
    """Return the lemma of the word that tells of the measure."""
    return sentence[trigger.index].lemma


def beside(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> list[Candidate]:
    """Join by neighbourhood: "killing at least 10", "21 others wounded", "another wounded", whatever the tree says."""
    found = _verb_before(sentence, number, heads, lexicon) or _verb_behind(sentence, number, heads, lexicon)
    return [found] if found else []


def _verb_before(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> Candidate | None:
    at = number.first - 1
    while at >= 0 and sentence[at].pos == "ADV" and at > number.first - 3 and sentence[at].lower not in ("up", "down", "over"):
        at -= 1
    entry = None
    if at >= 1 and sentence[at].lower in ("up", "down", "over", "out") and sentence[at - 1].pos == "VERB":
        entry = verb_entry(lexicon, f"{sentence[at - 1].lemma} {sentence[at].lower}", "object", "either")
        at -= 1
    elif at >= 0 and sentence[at].pos == "VERB":
        entry = verb_entry(lexicon, sentence[at].lemma, "object", "either")
    elif at >= 1 and sentence[at].lower.endswith("ed") and sentence[at - 1].pos in ("CCONJ", "ADV", "PUNCT", "NOUN"):
        entry = verb_entry(
            lexicon, lemmatise(sentence[at].text, "VERB").lemma, "object", "either"
        )  # "and wounded several others", read as an adjective
    if (
        entry is None
        or (at and sentence[at - 1].lower in word_class("be"))
        or (sentence[at].dep == "amod" and at and sentence[at - 1].pos in ("DET", "ADJ"))
    ):
        return None
    if (
        at
        and sentence[at - 1].lower in ("also", "have", "has", "had", "reportedly")
        and at > 1
        and sentence[at - 2].lower in word_class("be")
    ):
        return None
    trigger = Trigger(at, entry, "figures.verb-before", (heads[0],), subject_of(sentence, at))
    return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)


def _verb_behind(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> Candidate | None:
    """A participle or state right behind the counted noun, with at most a form of "be", an adverb or an aside between."""
    at = max(number.last, number.core, *(h for h in heads[:1] if h <= number.last + 8)) + 1
    helped, stop = False, at + 7
    while at < min(len(sentence), stop):
        token = sentence[at]
        entry = _state_or_verb(sentence, at, lexicon)
        if entry and token.pos in ("VERB", "ADJ", "NOUN", "ADV") and _suffers(sentence, at, entry, helped):
            later = None if helped else _main_verb(sentence, at, lexicon)
            if later is not None:
                at, entry, helped = later, _state_or_verb(sentence, later, lexicon) or entry, True
            rule = "figures.verb-behind" if helped or entry.pattern == "subject" else "figures.participle-behind"
            trigger = Trigger(at, entry, rule, (heads[0],), by_agent(sentence, at))
            return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)
        resumed = _after_aside(sentence, at)
        if resumed is None and token.lower not in word_class("between") and token.pos != "ADV":
            return None
        helped = helped or token.lower in word_class("be")
        at = resumed if resumed is not None else at + 1
        stop = at + 6 if resumed is not None else stop
    return None


def _main_verb(sentence: Sentence, at: int, lexicon: Lexicon) -> int | None:
    """Behind a participle the clause's own verb: "2,000 soldiers sent to fight for Russia have been killed"."""
    for index in range(at + 1, min(at + 13, len(sentence) - 1)):
        token = sentence[index]
        if token.lower in ("have", "has", "had", "were", "was", "are") and token.pos == "AUX":
            ahead = range(index + 1, min(index + 4, len(sentence)))
            return next((i for i in ahead if sentence[i].pos in ("VERB", "ADJ") and _state_or_verb(sentence, i, lexicon)), None)
        if token.pos in ("PUNCT", "SCONJ", "CCONJ") or (token.pos == "PRON" and not token.has("Poss=Yes")):
            return None
        if token.pos == "VERB" and sentence[index - 1].lower != "to" and not token.lower.endswith("ing"):
            return None
    return None


def _state_or_verb(sentence: Sentence, at: int, lexicon: Lexicon) -> Entry | None:
    token = sentence[at]
    after = sentence[at + 1].lemma if at + 1 < len(sentence) else ""
    return (
        verb_entry(lexicon, f"{token.lemma} {after}", "light")
        or verb_entry(lexicon, token.lower, "state")
        or verb_entry(lexicon, f"{token.lemma} {after}", "object", "subject", "either")
        or verb_entry(lexicon, token.lemma, "object", "subject", "either")
    )


def _after_aside(sentence: Sentence, at: int) -> int | None:
    """Return where a clause goes on behind an aside between commas ("30 people, including many police, were killed")."""
    if sentence[at].text not in (",", "(", "—", "–"):
        return None
    for index in range(at, min(at + 14, len(sentence) - 1)):
        if sentence[index].text in (",", ")", "—", "–") and sentence[index + 1].lower in ("was", "were", "has", "have", "had", "are", "is"):
            return index + 1
    return None


def _suffers(sentence: Sentence, at: int, entry: Entry, helped: bool) -> bool:
    """Say whether the noun before a verb suffers it: "12 wounded in", "12 were killed"; not "12 killed five"."""
    token = sentence[at]
    if entry.pattern in ("state", "object", "either"):
        participle = (
            entry.pattern == "state" or (token.has("VerbForm=Part") and not token.lower.endswith("ing")) or token.lower.endswith("ed")
        )
        after = sentence[at + 1] if at + 1 < len(sentence) else None
        acts = after is not None and after.pos in ("NUM", "DET", "NOUN", "PROPN", "PRON", "ADJ") and after.lower not in DAYS and not helped
        return participle and not acts
    return entry.pattern == "subject" or (entry.pattern == "light" and token.has("VerbForm=Part"))


def subject_of(sentence: Sentence, at: int) -> int | None:
    """Return the actor of an active verb."""
    return subject(sentence, sentence[at])


def by_agent(sentence: Sentence, at: int) -> int | None:
    """Return the head of a "by" phrase of a verb."""
    for child in sentence.children(at, "obl", "nmod"):
        if any(case.lower == "by" for case in sentence.children(child.index, "case")):
            return child.index
    return None


def _present(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> list[Candidate]:
    """Armed people who do something, or are somewhere, are there: "some 400 troops entered the area"."""
    head = heads[0]
    token = sentence[head]
    if number.form in ("article", "none", "ordinal", "another") or number.percent or not is_armed(sentence, token.index) or not is_plural(token):
        return []
    verb = sentence[token.head]
    of = (
        verb
        if verb.lemma in ("hundred", "thousand", "dozen", "group", "total", "force") or number.first <= verb.index <= number.last
        else None
    )
    acting = of or token
    governor = sentence[acting.head]
    after = sentence[head + 1] if head + 1 < len(sentence) else None
    if after is not None and after.pos == "VERB" and after.has("VerbForm=Fin") and not lexicon.find("cues", after.lemma):
        return [_at_work(number, head, after.index, lexicon)]
    posted = head + 1 < len(sentence) and sentence[head + 1].lower in POSTED
    if base(acting.dep) == "obl" and lemmatise(governor.text, "VERB").lemma in ("clash", "fight", "battle", "skirmish", "engage"):
        return [_at_work(number, head, governor.index, lexicon)]
    if acting.dep == "obj" and governor.lemma in word_class("holding-verbs"):
        return [_at_work(number, head, governor.index, lexicon)]
    if not posted and (acting.dep != "nsubj" or (governor.pos == "VERB" and lexicon.find("cues", governor.lemma)) or governor.index == acting.index):
        return []
    return [_at_work(number, head, governor.index, lexicon)]


def _among_the_dead(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> list[Candidate]:
    """ "Among those killed were two medics", "12 children were among the dead", "the wounded include three guards"."""
    for token in sentence:
        entry = verb_entry(lexicon, token.lower, "state") or (
            verb_entry(lexicon, token.lemma, "object") if token.has("VerbForm=Part") else None
        )
        if entry is None or not token.index or not _names_the_dead(sentence, token.index, number):
            continue
        trigger = Trigger(token.index, entry, "figures.among-the-dead", (heads[0],))
        built = build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)
        if built is not None and heads[0] > number.last:
            return [built]
    return []


def _names_the_dead(sentence: Sentence, at: int, number: Number) -> bool:
    before = [t.lower for t in sentence.tokens[max(0, at - 2) : at]]
    after = [t.lemma for t in sentence.tokens[at + 1 : at + 3]]
    listed = "among" in before and before[-1] in ("the", "those")
    told = before[-1:] == ["the"] and after[:1] == ["include"]
    apart = abs(number.first - at) <= 14 and not any(
        t.lower in ("who", "that", "which", ";") for t in sentence.tokens[min(at, number.last) + 1 : max(at, number.first)]
    )
    return apart and (listed or (told and number.first > at))


def _at_work(number: Number, head: int, verb: int, lexicon: Lexicon) -> Candidate:
    entry = next(e for e in lexicon.lists["measures"] if e.id == "present")
    return Candidate(number, "deployed", "people", head, Trigger(verb, entry, "figures.force-at-work", (head,)), "figures.force-at-work")


def _joined(sentence: Sentence, number: Number, heads: list[int], found: list[Candidate]) -> list[Candidate]:
    """Join a count that stands beside another: "two soldiers and 16 gunmen were killed", "including 12 children"."""
    if not found or (number.form == "article" and not is_person_noun(sentence[heads[0]].lemma)):
        return []
    previous = found[-1]
    gap = sentence.tokens[max(previous.number.last, previous.head) + 1 : number.first]
    words = [token.lower for token in gap]
    including = any(word in ("including", "among") for word in words)
    along = words[-2:] in (["along", "with"], ["together", "with"], ["as", "of"]) or words[-3:] == ["as", "well", "as"]
    if len(gap) > (16 if including or along else 5) or not (
        including or along or (words and words[-1] in ("and", ",", "or", "with", "—", "–", "plus"))
    ):
        return []
    if (any(token.pos in ("VERB", "AUX") and token.lower != "including" for token in gap) and not along) or (
        heads[0] == number.core and not including
    ):
        return []
    if previous.trigger.entry.pattern in ("count", "toll") and not including:
        return []
    rule = "figures.including" if including else "figures.joined"
    if _speaks(sentence, heads[0]) or (number.form == "article" and words and words[-1] == "," and not including):
        return []
    built = build(sentence, number, heads[0], heads, previous.trigger, previous.trigger.entry, rule)
    return [replace(built, measure=previous.measure)] if built else []


def _joined_ahead(sentence: Sentence, numbers: Sequence[Number], found: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Join a count to the one behind it: in "61 militants, 41 troops and seven civilians were killed" the verb is the last one's."""
    counted = {candidate.number.first for candidate in found}
    for number, following in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        model = next((c for c in found if c.number.first == following.first and c.trigger.index > c.head), None)
        if number.first in counted or model is None or number.form == "article":
            continue
        heads = counted_heads(sentence, number)
        gap = [t.lower for t in sentence.tokens[max(number.last, heads[0]) + 1 : following.first]]
        if heads[0] > number.last and gap and len(gap) <= 2 and set(gap) <= {",", "and"}:
            built = build(sentence, number, heads[0], heads, model.trigger, model.trigger.entry, "figures.joined-ahead")
            if built is not None:
                found = sorted([*found, built], key=lambda c: c.number.first)
                counted.add(number.first)
    return found


def _speaks(sentence: Sentence, noun: int) -> bool:
    """The subject of a verb right behind it is no further victim: "2,700 wounded, a lawmaker said"."""
    after = sentence[noun + 1] if noun + 1 < len(sentence) else None
    return after is not None and after.pos == "VERB" and after.has("VerbForm=Fin")


def _mark_subsets(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """
    Say which counts are parts of a count before them.

    Those behind "including" or "among them" are, and those that follow a count of the same measure and add up to it
    ("three civilians - a woman and two children").
    """
    marked: list[Candidate] = []
    whole: int | None = None
    for position, candidate in enumerate(found):
        if position:
            previous = marked[position - 1]
            gap = [t.lower for t in sentence.tokens[previous.number.last + 1 : candidate.number.first]]
            if "including" in gap or "among" in gap:
                whole = position - 1
            elif _adds_up(found, position - 1):
                whole = position - 1
            elif whole is None or not gap or gap[-1] not in ("and", ",") or candidate.measure != previous.measure:
                whole = None
        parent = whole if whole is not None and _holds_part(marked[whole].measure, candidate.measure) else None
        marked.append(replace(candidate, subset_of=parent))
    return marked


def _adds_up(found: list[Candidate], position: int) -> bool:
    """Say whether the counts right behind one, two or more of its measure, add up to it."""
    total = found[position].number.quantity.low
    parts = 0.0
    for at, candidate in enumerate(found[position + 1 : position + 6]):
        if candidate.measure != found[position].measure or candidate.number.quantity.low is None or total is None:
            return False
        parts += candidate.number.quantity.low
        if parts >= total:
            return parts == total and at > 0
    return False


def _holds_part(whole: str, part: str) -> bool:
    """The dead and the wounded are parts of the casualties; else a part has the measure of its whole."""
    return whole == part or (whole == "casualties" and part in ("killed", "wounded"))
