"""
A number with a measure: whether what is counted and what happened fit each other.
"""

from __future__ import annotations

from collections.abc import Sequence
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

# Measures that count people; of things the same verb needs a kind of its own behind a slash ("killed/destroyed").
OF_PEOPLE = frozenset(
    "killed wounded casualties captured detained abducted released missing surrendered displaced deployed withdrawn".split()
)
# Measures that count things. Both people and things are deployed and withdrawn.
THINGS = frozenset("destroyed intercepted launched seized deployed withdrawn".split())
# What is shot down in flight is intercepted; an aircraft is destroyed.
MISSILES = frozenset("missile rocket drone projectile uav shell mortar shahed geran".split())
# Nouns for missiles fired together, that may hold other things too: "a swarm of 20 boats".
VOLLEYS = frozenset({"barrage", "salvo", "volley", "swarm", "hail"})
# Words that arm the people behind them: "security personnel", "armed men".
ARMING = frozenset({"security", "military", "armed", "combat", "peacekeeping", "paramilitary", "army", "taliban", "militia"})
# Verbs that send people without arms to a post too: monitors, security force members.
SENDING = frozenset({"deploy", "station", "dispatch", "redeploy"})
# In the singular they name many people, and nobody knows how many.
COLLECTIVES = frozenset("force crew staff crowd public population populace personnel manpower police folk clergy".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A number with its measure, before population, place and time are looked for.

    ``head`` and ``trigger.index`` are token indexes of one sentence. ``rule`` is the name that the trace gives.
    """

    number: Number
    measure: Measure
    unit: Unit
    head: int  # the counted noun, or the number's own word where it stands alone
    trigger: Trigger
    rule: str
    subset_of: int | None = None  # position in the same list
    implied: bool = False  # a single victim named without a number


def _bounds(pair: tuple[int, int]) -> tuple[int, int]:
    """Return the ends of a phrase, of which both belong to it, as arguments of ``range``."""
    return pair[0], pair[1] + 1


def is_armed(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun names armed people by itself or by the words before it: soldiers, security personnel, Taliban members."""
    token = sentence[noun]
    if is_armed_noun(token.lemma, sentence.lexicon):
        return True
    if token.pos not in ("NOUN", "PROPN") or not is_person_noun(token.lemma, sentence.lexicon):
        return False
    # "members of the security forces": what they are members of says whether they are armed.
    if token.lemma == "member" and (of := sentence.child(noun, "nmod")) is not None:
        words = " ".join(sentence[i].text for i in range(*_bounds(phrase(sentence, of.index, tail=False))))
        return describe(words, sentence.lexicon, "population")[1] in ("military", "militant")
    modifiers = sentence.children(noun, "compound", "amod")
    if any(word.lower == "armed" for word in modifiers):
        return True
    # Not "military doctors": only nouns that say nothing themselves are armed by the word before them.
    return token.lemma in ("personnel", "member", "staff", "man", "guard", "officer") and any(word.lower in ARMING for word in modifiers)


def build(
    sentence: Sentence, number: Number, head: int, heads: Sequence[int], trigger: Trigger, entry: Entry, rule: str
) -> Candidate | None:
    """
    Make a candidate where what is counted and what happened fit each other; else ``None``.

    ``head`` is the word that the number counts, ``heads`` the words it may count, the likeliest first.
    """
    noun = sentence[_named(sentence, head, heads, number)]
    measure, thing = _measure_of(sentence, noun.index, entry, number, trigger)
    if measure is None:
        return None
    # "released information about 10 victims": what they are told of in is released.
    if number.first > 0 and sentence[number.first - 1].lower == "about" and trigger.index < number.first:
        return None
    # "The toll rose 52 percent": by so much it grew, and of whom that is a share nobody says.
    if number.percent and entry.pattern == "toll":
        return None
    bare = number.first <= noun.index <= number.last
    # "The toll is 17 and 2,000 houses have fallen": what is joined to a toll's number is no toll.
    if entry.pattern == "toll" and not bare and noun.dep == "conj" and not is_person_noun(noun.lemma, sentence.lexicon):
        return None
    # "270 swine deaths": the count is of deaths, and no person died.
    if noun.index == trigger.index and noun.index and is_animal(sentence[noun.index - 1].lemma, sentence.lexicon):
        return None
    # "Three bombings killed civilians", "two towns were captured": attacks, units and places are no figure.
    if (
        noun.pos in ("NOUN", "PROPN")
        and noun.index != trigger.index
        and not bare
        and is_uncounted_noun(noun.lemma, sentence.lexicon)
        and not _holds_things(sentence, noun.index)
    ):
        return None
    # "179 dead, two survivors": nothing of the kind has befallen them.
    if noun.lemma == "survivor" and not bare and measure in ("killed", "missing"):
        return None
    # "The clinic reported both deaths": they have been counted before.
    if sentence[number.core].lower == "both" and entry.pattern == "count":
        return None
    # "No casualties were reported" says that nobody told of any, not that there were none.
    if number.form == "none" and entry.pattern == "count" and any(t.lemma in ("report", "confirm") for t in sentence.ancestors(noun.index)):
        return None
    if number.form in ("article", "another", "ordinal") and not _one_person(sentence, noun.index, number, entry):
        return None
    # "A suicide bomber blew himself up" tells how he struck; "no preacher has ever blown himself up" counts nobody.
    if entry.id == "blow-up-oneself" and (number.form == "none" or (number.form == "article" and noun.lemma in ("bomber", "attacker"))):
        return None
    unit: Unit = "percent" if number.percent else "things" if thing else "people"
    return Candidate(number, cast(Measure, measure), unit, noun.index, trigger, rule)


def _holds_things(sentence: Sentence, noun: int) -> bool:
    """Say whether a measure word stands before things and counts as they do: "130 units of equipment", "20 pieces of armor"."""
    if sentence[noun].lemma not in ("unit", "piece", "item", "round", "ton", "type", "set"):
        return False
    return any(
        child.lemma in ("equipment", "armor", "armour", "weaponry", "hardware", "ammunition", "vehicle")
        or is_thing_noun(child.lemma, sentence.lexicon)
        for child in sentence.children(noun, "nmod")
    )


def _named(sentence: Sentence, head: int, heads: Sequence[int], number: Number) -> int:
    """Return the noun that a number counts rather than the number's own word, where the head lies within the number."""
    if number.first <= head <= number.last:
        of = of_phrase(sentence, number)
        near = heads[0]
        behind = near == number.last + 1 and sentence[near].lower not in STATES and is_person_noun(sentence[near].lemma, sentence.lexicon)
        # "two of its employees" counts those behind "of"; of "one Afghan" the tree may hang the noun on the number.
        return of if of is not None else near if behind else head
    return head


def counts_nobody(sentence: Sentence, number: Number) -> bool:
    """Say whether no word for a person stands behind an article, so that it brings in nobody: "hit a market, killing 12"."""
    behind = sentence.tokens[number.last + 1 :] if number.form == "article" else None
    return behind is not None and not any(t.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(t.lemma, sentence.lexicon) for t in behind)


def _one_person(sentence: Sentence, noun: int, number: Number, entry: Entry) -> bool:
    """Say whether "a", "another" or an ordinal brings in one person: a singular noun for a person counts, no unit or vehicle."""
    token = sentence[noun]
    if token.lemma in TALLIES and noun + 1 < len(sentence) and sentence[noun + 1].lower == "of":
        # "a figure of 11,300 dead": nobody is a figure.
        return False
    if token.lemma in TALLIES and token.dep == "appos" and not is_person_noun(sentence[token.head].lemma, sentence.lexicon):
        # "1,000 daily deaths, a figure that": nor is what is said of deaths.
        return False
    if number.form == "article" and number.first and sentence[number.first - 1].text == "," and _says(sentence, noun):
        # "The toll has passed 1,300, a monitor said": who says it is no victim.
        return False
    # "A crew of 12 drowned": a crew is not one person.
    if token.lemma in COLLECTIVES:
        return False
    # "another was killed": without a noun only what happens to people tells that it is somebody.
    if number.form in ("another", "ordinal") and number.first <= noun <= max(number.last, number.core):
        return entry.pattern in ("object", "state", "subject", "of")
    if number.form != "article" and token.lower in OTHERS:
        return True
    near = noun_behind(sentence, number.last + 1)
    # "a United Nations aid worker": a name before the noun is part of its phrase.
    inside = near is not None and sentence[near].pos == "PROPN" and sentence[near].head == token.index
    apart = near is not None and near < token.index and not inside
    if number.form == "article" and near is not None and apart and not is_person_noun(sentence[near].lemma, sentence.lexicon):
        # "stopped at a checkpoint and shot dead": the article is the checkpoint's.
        return False
    # "Mara Doyle, a nurse, was killed" says who she was; a name alone counts nobody.
    # "In Tolva, a man, a woman and a child died": a place is nobody, whatever hangs on it.
    if token.dep == "appos" and sentence[token.head].pos == "PROPN" and not sentence.has_case(token.head, "in", "at", "near"):
        return False
    # "..., an official confirmed.": who closes the sentence with a cue tells it.
    after = [t for t in sentence.tokens[noun + 1 :] if t.pos != "PUNCT"]
    if len(after) == 1 and after[0].dep == "acl" and sentence.lexicon.find("cues", after[0].lemma) is not None:
        return False
    # "the Relief Commission, a public body, said": a body of that kind is nobody's.
    if token.lemma == "body" and [t.text for t in sentence.tokens[number.first - 1 : noun + 2 : noun + 2 - number.first]] == [",", ","]:
        return False
    return (
        token.pos in ("NOUN", "PROPN", "ADJ") and not token.has("Number=Plur") and token.index > number.last
        and is_person_noun(token.lemma, sentence.lexicon)
    )


def _says(sentence: Sentence, noun: int) -> bool:
    """Say whether a plain verb of saying stands right behind a noun: "a monitor said"; not "a driver said to be drunk"."""
    after = sentence.tokens[noun + 1 : noun + 3]
    plain = len(after) == 2 and after[0].pos == "VERB" and after[0].lemma in sentence.lexicon.word_class("plain-cues")
    return plain and after[1].lower != "to"


def _measure_of(sentence: Sentence, noun: int, entry: Entry, number: Number, trigger: Trigger) -> tuple[str | None, bool]:
    """
    Choose between the measure for people and that for things by the noun counted.

    Return the measure, ``None`` where the noun does not fit the verb, and whether things are counted.
    """
    token = sentence[noun]
    people, _, things = entry.kind.partition("/")
    # "18 fatalities": the counted noun tells what happened, and no other noun is asked what it is.
    counts_itself = entry.pattern in ("count", "toll") or noun == trigger.index
    names_thing = is_thing_noun(token.lemma, sentence.lexicon) or _holds_things(sentence, noun)
    thing = token.pos in ("NOUN", "PROPN") and names_thing and not counts_itself
    person = token.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(token.lemma, sentence.lexicon)
    bare = number.first <= noun <= number.last or token.lower in OTHERS or token.pos in ("NUM", "PRON")
    # What somebody does shows only armed people in number as present: "a soldier waved" deploys nobody.
    if entry.pattern == "force":
        return (
            ("deployed", False)
            if is_armed(sentence, token.index) and is_plural(token) and number.form not in ("article", "none")
            else (None, False)
        )
    # "Two missiles struck the port", "used 12 drones": they were launched. "Two trucks struck a wall" tells nothing.
    if entry.id in ("missile-hit", "missile-use") or (entry.id == "launch-of" and trigger_lemma(sentence, trigger) in VOLLEYS):
        # "Twelve drones were used to film a match": only an attack uses them up; missiles have no other use.
        attacks = sentence.lexicon.word_class("attack-verbs")
        fired = entry.id != "missile-use" or token.lemma not in ("drone", "uav") or any(word.lemma in attacks for word in sentence)
        return ("launched", True) if token.lemma in MISSILES and fired else (None, False)
    if thing:
        # "12 tanks were arrested": things have no measure of people.
        measure = things or (people if people in THINGS else None)
        if entry.id == "shoot-down" and token.lemma in MISSILES:
            measure = "intercepted"
        return measure, True
    of_things = things or {"captured": "seized"}.get(people)
    # "40 tanks, of which 30 were destroyed and 10 captured": the bare numbers count tanks.
    if bare and of_things and entry.pattern != "count" and (counted := _of_things(sentence, number)) is not None:
        if entry.id == "shoot-down" and sentence[counted].lemma in MISSILES:
            return "intercepted", True
        return of_things, True
    # "20 rockets; 12 were intercepted": without things before it a bare number may be of anything.
    if people not in OF_PEOPLE:
        counted = _of_things(sentence, number) if bare and people in THINGS else None
        if counted is not None and entry.id == "shoot-down" and sentence[counted].lemma in MISSILES:
            return "intercepted", True
        return (people, True) if counted is not None else (None, False)
    # "The army lost two battles": what is lost is counted only where it is people, or a thing above.
    if entry.id == "lose" and not person:
        return None, False
    # Their verbs have other objects too: "released 20 photographs", "captured two towns".
    if entry.id in ("hold", "seize", "release", "hand-over", "capture", "evacuate", "force-flee", "shoot") and not (person or bare):
        return None, False
    # "was released from hospital": nobody had held them there.
    if people == "released" and _is_discharge(sentence, trigger.index):
        return None, False
    # "sent 20 books", "withdrew the motion": armed people, or unarmed ones whom a verb of posting sends.
    if people in ("deployed", "withdrawn") and not (
        is_armed(sentence, token.index)
        or (bare and people == "withdrawn" and _are_withdrawn(sentence, trigger))
        or (person and _is_posted(sentence, token.index, trigger))
    ):
        return None, False
    # Armed people who flee a fight are not displaced.
    if entry.id == "flee" and is_armed(sentence, token.index):
        return None, False
    if entry.id == "hold" and not _held(sentence, trigger):
        return None, False
    # A state detains where others abduct.
    if entry.id == "seize" and _by_state(sentence, trigger):
        return "detained", False
    return people, False


def _are_withdrawn(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether a bare number may be of troops: "two more were pulled out" of rubble, too, so that troops must be named there."""
    verb = sentence[trigger.index]
    # "A thousand pulled out last week" have gone by themselves.
    left = verb.dep in ("root", "ccomp") and sentence.child(verb.index, "aux:pass", "obj") is None
    named = any(is_armed(sentence, token.index) for token in sentence)
    return trigger_lemma(sentence, trigger) not in ("pull", "remove") or named or left


def _of_things(sentence: Sentence, number: Number) -> int | None:
    """
    Return the things counted before a bare number, which are what it counts: "40 tanks, of which 30".

    ``None`` where the nearest noun that is known is of people, or the things have no number.
    """
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
    """Say whether "hold" detains: with a helping verb ("are being held", "is holding 12 men") or behind a noun ("the men held in May")."""
    verb = sentence[trigger.index]
    return (
        any(child.dep in ("aux:pass", "aux") for child in sentence.children(trigger.index)) and verb.lower in ("held", "holding")
    ) or verb.dep == "acl"


def _is_discharge(sentence: Sentence, verb: int) -> bool:
    """Say whether people are released from a hospital by nobody in particular."""
    places = (child for child in sentence.children(verb, "obl") if sentence.has_case(child.index, "from"))
    # "Twelve hostages were rescued from the hospital" had been held in it.
    passive = sentence[verb].lemma == "release" and sentence.child(verb, "aux:pass", "nsubj:pass") is not None
    return passive and any(describe(place.text, sentence.lexicon, "speaker")[1] == "hospital" for place in places)


def _is_posted(sentence: Sentence, noun: int, trigger: Trigger) -> bool:
    """Say whether people without arms are sent to a post: "stationed 40 doctors", "sent 100 observers"; not "sent 40 pupils home"."""
    verb, whom = trigger_lemma(sentence, trigger), sentence[noun]
    words = " ".join(token.text for token in [*sentence.children(noun, "compound", "amod"), whom])
    watching = whom.lemma in ("observer", "monitor", "inspector") or describe(words, sentence.lexicon, "population")[1] == "police"
    return verb in SENDING or (watching and verb in ("send", "contribute"))


def trigger_lemma(sentence: Sentence, trigger: Trigger) -> str:
    """Return the lemma of the word that tells of the measure."""
    return sentence[trigger.index].lemma
