"""
A number with a measure: whether what is counted and what happened fit each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from according.language.sentence import Sentence
from according.lexicon import Entry
from according.names.nouns import is_animal
from according.names.parties import describe, is_armed_noun, is_person_noun, is_thing_noun, is_uncounted_noun
from according.reading.figures.heads import OTHERS, STATES, noun_behind, of_phrase
from according.reading.figures.triggers import TALLIES, Trigger
from according.reading.grammar.phrases import is_plural, phrase
from according.reading.numbers.expressions import Number
from according.statement import Measure, Unit

OF_PEOPLE = frozenset(
    "killed wounded casualties captured detained abducted released missing surrendered displaced deployed withdrawn".split()
)
THINGS = frozenset("destroyed intercepted launched seized deployed withdrawn".split())
MISSILES = frozenset("missile rocket drone projectile uav shell mortar".split())
ARMING = frozenset({"security", "military", "armed", "combat", "peacekeeping", "paramilitary", "army", "taliban", "militia"})
# Verbs that send people without arms to a post too: monitors, security force members.
SENDING = frozenset({"deploy", "station", "dispatch", "redeploy"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number with its measure, before population, place and time are looked for."""

    number: Number
    measure: Measure
    unit: Unit
    head: int  # the counted noun, or the number's own word where it stands alone
    trigger: Trigger
    rule: str
    subset_of: int | None = None  # position in the same list
    implied: bool = False  # a single victim named without a number


def _bounds(pair: tuple[int, int]) -> tuple[int, int]:
    return pair[0], pair[1] + 1


def is_armed(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun names armed people by itself or by the words before it: soldiers, security personnel, Taliban members."""
    token = sentence[noun]
    if is_armed_noun(token.lemma, sentence.lexicon):
        return True
    if token.pos not in ("NOUN", "PROPN") or not is_person_noun(token.lemma, sentence.lexicon):
        return False
    if token.lemma == "member" and (of := sentence.child(noun, "nmod")) is not None:
        words = " ".join(sentence[i].text for i in range(*_bounds(phrase(sentence, of.index, tail=False))))
        return describe(words, sentence.lexicon, "population")[1] in ("military", "militant")
    modifiers = sentence.children(noun, "compound", "amod")
    if any(word.lower == "armed" for word in modifiers):
        return True
    return token.lemma in ("personnel", "member", "staff", "man", "guard", "officer") and any(word.lower in ARMING for word in modifiers)


def build(sentence: Sentence, number: Number, head: int, heads: list[int], trigger: Trigger, entry: Entry, rule: str) -> Candidate | None:
    """Make a candidate where what is counted and what happened fit each other; else ``None``."""
    noun = sentence[_named(sentence, head, heads, number)]
    measure, thing = _measure_of(sentence, noun.index, entry, number, trigger)
    if measure is None:
        return None
    bare = number.first <= noun.index <= number.last
    if noun.index == trigger.index and noun.index and is_animal(sentence[noun.index - 1].lemma, sentence.lexicon):
        return None  # "270 swine deaths"
    if (
        noun.pos in ("NOUN", "PROPN")
        and noun.index != trigger.index
        and not bare
        and is_uncounted_noun(noun.lemma, sentence.lexicon)
        and not _holds_things(sentence, noun.index)
    ):
        return None
    if number.form not in ("digits", "word") and sentence[number.core].lower == "both" and entry.pattern == "count":
        return None
    if number.form == "none" and entry.pattern == "count" and any(t.lemma in ("report", "confirm") for t in sentence.ancestors(noun.index)):
        return None  # "no casualties were reported" reports nothing
    if number.form in ("article", "another", "ordinal") and not _one_person(sentence, noun.index, number, entry):
        return None
    unit: Unit = "percent" if number.percent else "things" if thing else "people"
    return Candidate(number, cast(Measure, measure), unit, noun.index, trigger, rule)


def _holds_things(sentence: Sentence, noun: int) -> bool:
    """ "130 units of equipment", "20 pieces of armor": a measure word before things counts as things."""
    if sentence[noun].lemma not in ("unit", "piece", "item", "round", "ton", "type", "set"):
        return False
    return any(
        child.lemma in ("equipment", "armor", "armour", "weaponry", "hardware", "ammunition", "vehicle")
        or is_thing_noun(child.lemma, sentence.lexicon)
        for child in sentence.children(noun, "nmod")
    )


def _named(sentence: Sentence, head: int, heads: list[int], number: Number) -> int:
    """Prefer a noun over the number's own word as what is counted."""
    if number.first <= head <= number.last:
        of = of_phrase(sentence, number)
        near = heads[0]
        behind = near == number.last + 1 and sentence[near].lower not in STATES and is_person_noun(sentence[near].lemma, sentence.lexicon)
        # "one Afghan", which the tree has hung on the number
        return of if of is not None else near if behind else head
    return head


def _one_person(sentence: Sentence, noun: int, number: Number, entry: Entry) -> bool:
    """ "a" counts only where it brings in one person: a singular noun for a person, never a unit or a vehicle."""
    token = sentence[noun]
    if token.lemma in TALLIES and noun + 1 < len(sentence) and sentence[noun + 1].lower == "of":
        return False  # "a figure of 11,300 dead" is nobody
    if number.form in ("another", "ordinal") and number.first <= noun <= max(number.last, number.core):
        return entry.pattern in ("object", "state", "subject", "of")
    if number.form != "article" and token.lower in OTHERS:
        return True
    near = noun_behind(sentence, number.last + 1)
    inside = near is not None and sentence[near].pos == "PROPN" and sentence[near].head == token.index  # "a United Nations aid worker"
    apart = near is not None and near < token.index and not inside
    if number.form == "article" and near is not None and apart and not is_person_noun(sentence[near].lemma, sentence.lexicon):
        return False  # "at a checkpoint and shot dead"
    if token.dep == "appos" and sentence[token.head].pos == "PROPN":
        return False
    return (
        token.pos in ("NOUN", "PROPN", "ADJ") and not token.has("Number=Plur") and token.index > number.last
        and is_person_noun(token.lemma, sentence.lexicon)
    )


def _measure_of(sentence: Sentence, noun: int, entry: Entry, number: Number, trigger: Trigger) -> tuple[str | None, bool]:
    """Choose between the measure for people and that for things by the noun counted."""
    token = sentence[noun]
    people, _, things = entry.kind.partition("/")
    counts_itself = entry.pattern in ("count", "toll") or noun == trigger.index
    names_thing = is_thing_noun(token.lemma, sentence.lexicon) or _holds_things(sentence, noun)
    thing = token.pos in ("NOUN", "PROPN") and names_thing and not counts_itself
    person = token.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(token.lemma, sentence.lexicon)
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
    of_things = things or {"captured": "seized"}.get(people)
    if bare and of_things and entry.pattern != "count" and (counted := _of_things(sentence, number)) is not None:
        if entry.id == "shoot-down" and sentence[counted].lemma in MISSILES:
            return "intercepted", True
        return of_things, True  # "40 tanks, of which 30 were destroyed and 10 captured"
    if people not in OF_PEOPLE:
        counted = _of_things(sentence, number) if bare and people in THINGS else None
        if counted is not None and entry.id == "shoot-down" and sentence[counted].lemma in MISSILES:
            return "intercepted", True
        return (people, True) if counted is not None else (None, False)
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


def _of_things(sentence: Sentence, number: Number) -> int | None:
    """Return the things counted before a bare number that it counts on: "40 tanks, of which 30"; ``None`` where they are people."""
    for token in reversed(sentence.tokens[: number.first]):
        if token.pos not in ("NOUN", "PROPN"):
            continue
        if is_person_noun(token.lemma, sentence.lexicon):
            return None
        if is_thing_noun(token.lemma, sentence.lexicon) or _holds_things(sentence, token.index):
            return token.index if any(child.pos == "NUM" for child in sentence.children(token.index)) else None
    return None


def _by_state(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether the actor is a state's: police, soldiers, officials."""
    return trigger.agent is not None and describe(sentence[trigger.agent].text, sentence.lexicon, "perpetrator")[1] in (
        "police",
        "military",
        "official",
        "government",
    )


def _held(sentence: Sentence, trigger: Trigger) -> bool:
    """ "are being held", "were held by police": the passive alone detains."""
    verb = sentence[trigger.index]
    return (
        any(child.dep in ("aux:pass", "aux") for child in sentence.children(trigger.index)) and verb.lower in ("held", "holding")
    ) or verb.dep == "acl"


def trigger_lemma(sentence: Sentence, trigger: Trigger) -> str:
    """Return the lemma of the word that tells of the measure."""
    return sentence[trigger.index].lemma
