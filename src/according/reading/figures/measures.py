"""
Which measure a number comes to: what happened, and to whom or to what, by the noun that it counts and the word that tells it.

One verb may be told of people and of things ("captured" soldiers, "captured" tanks), and many are told of neither ("captured" towns).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from according.language.sentence import Sentence, Token
from according.lexicon import Entry
from according.names.parties import describe, is_armed_noun, is_person_noun, is_thing_noun
from according.reading.figures.heads import OTHERS
from according.reading.figures.triggers import Trigger
from according.reading.grammar.phrases import is_plural, phrase
from according.reading.numbers.expressions import Number

# Measures that count people; of things the same verb needs a kind of its own behind a slash ("killed/destroyed").
OF_PEOPLE = frozenset(
    "killed wounded casualties captured detained abducted released missing surrendered displaced deployed withdrawn".split()
)
# Measures that count things. Both people and things are deployed and withdrawn.
THINGS = frozenset("destroyed intercepted launched seized deployed withdrawn".split())
# What is shot down in flight is intercepted; an aircraft is destroyed.
MISSILES = frozenset("missile rocket drone projectile uav shell mortar shahed geran".split())
# Missiles that serve other ends than an attack as well.
DRONES = frozenset({"drone", "uav"})
# Nouns for missiles fired together, that may hold other things too: "a swarm of 20 boats".
VOLLEYS = frozenset({"barrage", "salvo", "volley", "swarm", "hail"})
# Measure words that count as the things behind them do, and what those are beside the things of the list.
PIECES = frozenset({"unit", "piece", "item", "round", "ton", "type", "set"})
GEAR = frozenset({"equipment", "armor", "armour", "weaponry", "hardware", "ammunition", "vehicle"})
# Words that arm the people behind them: "security personnel", "armed men".
ARMING = frozenset({"security", "military", "armed", "combat", "peacekeeping", "paramilitary", "army", "taliban", "militia"})
# Verbs that send people without arms to a post too: monitors, security force members.
SENDING = frozenset({"deploy", "station", "dispatch", "redeploy"})
# Verbs of holding and of letting go that have other objects than people: "released 20 photographs", "captured two towns".
HANDLING = frozenset({"hold", "seize", "release", "hand-over", "capture", "evacuate", "force-flee", "shoot"})
# Kinds of party by which people are detained where others abduct.
OF_STATE = frozenset({"police", "military", "official", "government"})


@dataclass(frozen=True, slots=True)
class Deed:
    """
    What a number is told of: the noun that it counts, and the word that tells what happened, with its entry in the list ``measures``.

    An entry's kind names the measure for people and, behind a slash, that for things; each is "" where it has none.
    """

    sentence: Sentence
    noun: Token
    number: Number
    trigger: Trigger
    entry: Entry

    @property
    def people(self) -> str:
        """The measure for people."""
        return self.entry.kind.partition("/")[0]

    @property
    def things(self) -> str:
        """The measure for things."""
        return self.entry.kind.partition("/")[2]

    @property
    def is_alone(self) -> bool:
        """Whether the number has no noun beside itself: of "12 were killed" the "12" is what is counted."""
        return self.number.first <= self.noun.index <= self.number.last

    @property
    def is_bare(self) -> bool:
        """Whether what is counted names nobody and nothing: a number alone, "others", "it"."""
        return self.is_alone or self.noun.lower in OTHERS or self.noun.pos in ("NUM", "PRON")

    @property
    def is_of_thing(self) -> bool:
        """Whether the counted noun is a thing. Of "18 fatalities" the noun tells what happened, and no other is asked what it is."""
        noun = self.noun
        if noun.pos not in ("NOUN", "PROPN") or self.entry.pattern in ("count", "toll") or noun.index == self.trigger.index:
            return False
        return is_thing_noun(noun.lemma, self.sentence.lexicon) or holds_things(self.sentence, noun.index)

    @property
    def is_of_person(self) -> bool:
        """Whether the counted noun is a person."""
        return self.noun.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(self.noun.lemma, self.sentence.lexicon)


class Measured(NamedTuple):
    """A measure, and whether it counts things and not people."""

    measure: str
    things: bool = False


def measure_of(deed: Deed) -> Measured | None:
    """Choose between the measure for people and that for things by the noun counted; ``None`` where the noun does not fit the verb."""
    sentence, entry, people = deed.sentence, deed.entry, deed.people
    # What somebody does shows only armed people in number as present: "a soldier waved" deploys nobody.
    if entry.pattern == "force":
        several = is_plural(deed.noun) and deed.number.form not in ("article", "none")
        return Measured("deployed") if several and is_armed(sentence, deed.noun.index) else None
    if entry.id in ("missile-hit", "missile-use") or (entry.id == "launch-of" and trigger_lemma(sentence, deed.trigger) in VOLLEYS):
        return Measured("launched", things=True) if _is_fired(deed) else None
    if deed.is_of_thing:
        # "12 tanks were arrested": things have no measure of people.
        return _of_things(deed, deed.noun, deed.things or (people if people in THINGS else None))
    # "40 tanks, of which 30 were destroyed and 10 captured": the bare numbers count tanks.
    of_things = deed.things or {"captured": "seized"}.get(people)
    if of_things and deed.is_bare and entry.pattern != "count" and (before := _things_before(sentence, deed.number)) is not None:
        return _of_things(deed, before, of_things)
    # "20 rockets; 12 were intercepted": without things before it a bare number may be of anything.
    if people not in OF_PEOPLE:
        counted = _things_before(sentence, deed.number) if deed.is_bare and people in THINGS else None
        return _of_things(deed, counted, people) if counted is not None else None
    if not _befalls_people(deed):
        return None
    # A state detains where others abduct.
    return Measured("detained" if entry.id == "seize" and _by_state(sentence, deed.trigger) else people)


def _is_fired(deed: Deed) -> bool:
    """Say whether missiles were launched: "Two missiles struck the port", "used 12 drones"; "Two trucks struck a wall" tells nothing."""
    # "Twelve drones were used to film a match": only an attack uses them up; missiles have no other use.
    attacks = deed.sentence.lexicon.word_class("attack-verbs")
    spent = deed.entry.id != "missile-use" or deed.noun.lemma not in DRONES or any(word.lemma in attacks for word in deed.sentence)
    return deed.noun.lemma in MISSILES and spent


def _of_things(deed: Deed, thing: Token, measure: str | None) -> Measured | None:
    """Return the measure of things that are counted: what flies and is shot down is intercepted."""
    if deed.entry.id == "shoot-down" and thing.lemma in MISSILES:
        return Measured("intercepted", things=True)
    return Measured(measure, things=True) if measure is not None else None


def _befalls_people(deed: Deed) -> bool:
    """Say whether what a verb tells of people can be told of those who are counted, by what they are and who does it."""
    sentence, entry, noun = deed.sentence, deed.entry, deed.noun.index
    # "The army lost two battles": what is lost is counted only where it is people, or a thing.
    if entry.id == "lose" and not deed.is_of_person:
        return False
    if entry.id in HANDLING and not (deed.is_of_person or deed.is_bare):
        return False
    # "was released from hospital": nobody had held them there.
    if deed.people == "released" and _is_discharge(sentence, deed.trigger.index):
        return False
    if deed.people in ("deployed", "withdrawn") and not _are_moved(deed):
        return False
    # Armed people who flee a fight are not displaced.
    if entry.id == "flee" and is_armed(sentence, noun):
        return False
    return entry.id != "hold" or _held(sentence, deed.trigger)


def _are_moved(deed: Deed) -> bool:
    """Say whether those are counted whom a command moves: armed people, or unarmed ones sent to a post; not "sent 20 books"."""
    if is_armed(deed.sentence, deed.noun.index):
        return True
    if deed.is_bare and deed.people == "withdrawn" and _are_withdrawn(deed.sentence, deed.trigger):
        return True
    return deed.is_of_person and _is_posted(deed.sentence, deed.noun.index, deed.trigger)


def _things_before(sentence: Sentence, number: Number) -> Token | None:
    """
    Return the things counted before a bare number, which are what it counts: "40 tanks, of which 30".

    ``None`` where the nearest noun that is known is of people, or the things have no number.
    """
    for token in reversed(sentence.tokens[: number.first]):
        if token.pos not in ("NOUN", "PROPN"):
            continue
        if is_person_noun(token.lemma, sentence.lexicon):
            return None
        if is_thing_noun(token.lemma, sentence.lexicon) or holds_things(sentence, token.index):
            return token if any(child.pos == "NUM" for child in sentence.children(token.index)) else None
    return None


def holds_things(sentence: Sentence, noun: int) -> bool:
    """Say whether a measure word stands before things and counts as they do: "130 units of equipment", "20 pieces of armor"."""
    if sentence[noun].lemma not in PIECES:
        return False
    return any(child.lemma in GEAR or is_thing_noun(child.lemma, sentence.lexicon) for child in sentence.children(noun, "nmod"))


def is_armed(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun names armed people by itself or by the words before it: soldiers, security personnel, Taliban members."""
    token = sentence[noun]
    if is_armed_noun(token.lemma, sentence.lexicon):
        return True
    if token.pos not in ("NOUN", "PROPN") or not is_person_noun(token.lemma, sentence.lexicon):
        return False
    # "members of the security forces": what they are members of says whether they are armed.
    if token.lemma == "member" and (of := sentence.child(noun, "nmod")) is not None:
        first, last = phrase(sentence, of.index, tail=False)
        words = " ".join(token.text for token in sentence.tokens[first : last + 1])
        return describe(words, sentence.lexicon, "population")[1] in ("military", "militant")
    modifiers = sentence.children(noun, "compound", "amod")
    if any(word.lower == "armed" for word in modifiers):
        return True
    # Not "military doctors": only nouns that say nothing themselves are armed by the word before them.
    return token.lemma in ("personnel", "member", "staff", "man", "guard", "officer") and any(word.lower in ARMING for word in modifiers)


def _are_withdrawn(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether a bare number may be of troops: "two more were pulled out" of rubble, too, so that troops must be named there."""
    verb = sentence[trigger.index]
    # "A thousand pulled out last week" have gone by themselves.
    left = verb.dep in ("root", "ccomp") and sentence.child(verb.index, "aux:pass", "obj") is None
    named = any(is_armed(sentence, token.index) for token in sentence)
    return trigger_lemma(sentence, trigger) not in ("pull", "remove") or named or left


def _by_state(sentence: Sentence, trigger: Trigger) -> bool:
    """Say whether the actor is a state's: police, soldiers, officials."""
    return trigger.agent is not None and describe(sentence[trigger.agent].text, sentence.lexicon, "perpetrator")[1] in OF_STATE


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
