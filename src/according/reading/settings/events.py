"""
Find the noun that names a figure's event, and what stands in its own phrase: "the 2002 Harran bombings that killed 202 people".

A year, a day or a place in the phrase of such a noun is that of the event's victims. It is that of no other figure in the sentence.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token, kept
from according.names.nouns import is_event_noun
from according.reading.grammar.phrases import base, phrase
from according.reading.grammar.subjects import subject
from according.reading.settings.survey import clause_of

# Prepositions by which harm is put into an event: "killed in the blast", "deaths from the quake".
BRINGING = ("in", "by", "during", "from", "of")
# Labels by which a word before a noun says which one it is: "the Harran bombings", "the 2002 raid".
WHICH = frozenset({"compound", "amod", "nmod", "nummod", "obl"})
# Labels by which a noun hangs on that of the event in whose phrase it stands.
UPWARD = frozenset({"nmod", "obl", "compound", "appos", "conj", "flat", "obj"})
# Measures of what is done to people over an event that was before.
AFTER_AN_EVENT = frozenset({"detained", "released", "captured"})
# What joins somebody to what he is held for: "his role in", "in connection with", "a suspect in".
ROLES = frozenset("role part connection involvement relation link suspect suspicion participation".split())
# How many steps are climbed to the event from a noun that cannot harm: "a bombing of an airport that killed 12".
STEPS = 4
# How many words back from "in which" its event is looked for.
EARLIER_MOST = 14


@kept
def occasion(sentence: Sentence, word: int, figure: int) -> int | None:
    """
    Return the noun for the event that harmed those counted, or ``None`` where the sentence names none.

    ``word`` is the index of the word that tells of the measure, ``figure`` that of the number.
    """
    verb = sentence[clause_of(sentence, word)]
    # "A blast tore through a hall and killed 12": who did it is told with the first of the joined verbs.
    while base(verb.dep) == "conj" and sentence[verb.head].pos == "VERB" and not sentence.child(verb.index, "nsubj"):
        verb = sentence[verb.head]
    doing = _doing(sentence, verb) if verb.pos in ("VERB", "AUX") else None
    # The subject goes first: "the blast killed 12 in the war" is the blast's figure.
    if doing is not None:
        return doing
    # "killed in the blast", "deaths from the quake", "a toll of 12 in the raid": what harmed them hangs on one of three words.
    for above in (word, verb.index, sentence[figure].head):
        for child in sentence.children(above, "obl", "nmod"):
            if is_event_noun(child.lemma, sentence.lexicon) and sentence.has_case(child.index, *BRINGING):
                return child.index
    return None


def _doing(sentence: Sentence, verb: Token) -> int | None:
    """Return the event that is a verb's subject: "the blast killed 12", "the blast that killed 12", "a blast killing 12"."""
    own = sentence.child(verb.index, "nsubj")
    # "the driver who killed 12" names no event: only "that", "which" and a bare "killing" are asked further.
    relative = verb.dep.startswith("acl") and (own is None or own.lower in ("that", "which"))
    if relative and not sentence.child(verb.index, "aux:pass") and (own is not None or verb.lower.endswith("ing")):
        return _event_above(sentence, verb.head)
    found = subject(sentence, verb)
    return found if found is not None and is_event_noun(sentence[found].lemma, sentence.lexicon) else None


def _event_above(sentence: Sentence, index: int) -> int | None:
    """Climb from a noun that harms nobody (a year, an airport) to the event in whose phrase it stands."""
    for _ in range(STEPS):
        token = sentence[index]
        if is_event_noun(token.lemma, sentence.lexicon):
            return index
        # What the noun belongs to stands before it; a head behind it is another phrase's.
        if base(token.dep) not in UPWARD or token.head >= index:
            return None
        index = token.head
    return None


def owned_by(sentence: Sentence, last: int, at: int) -> int | None:
    """
    Return the noun for an event that a time or place before it tells apart: "bombings" for "Harran" in "the Harran bombings".

    ``last`` is the last word of the time or place, ``at`` the one by which it hangs in the tree.
    """
    token = sentence[at]
    up = token.head
    named = up > last and base(token.dep) in WHICH and sentence[up].pos in ("NOUN", "PROPN")
    owned = named and is_event_noun(sentence[up].lemma, sentence.lexicon)
    return up if owned else None


def others_event(sentence: Sentence, last: int, at: int, word: int, event: int | None) -> bool:
    """
    Say whether a time or place is of another event than the figure's.

    ``last`` and ``at`` are those of :func:`owned_by`. ``word`` tells of the figure, ``event`` is the noun of its event or ``None``.
    Who is arrested over the May bombings was not arrested in May. Who died in them did not die on the day of the arrest.
    """
    owner = owned_by(sentence, last, at)
    if event is None:
        # "12 died in Harran after the May raid" may still be of May: without an event only arrests are held apart.
        apart = measure_of(sentence, word) in AFTER_AN_EVENT
        return apart and (owner is not None or _is_charge(sentence, at))
    if owner is not None:
        return owner != event
    held = clause_of(sentence, event)
    # "arrested on Monday over a raid that killed nine": Monday stands in the clause of the arrest, outside the raid's phrase.
    return at not in stretch(sentence, event) and clause_of(sentence, at) == held and is_charged(sentence, word, event)


def earlier(sentence: Sentence, word: int) -> int | None:
    """Return the "since" over a word's event, where that was before what its sentence is about: "since the attack in which 12 died"."""
    before = sentence.lexicon.forms("scenes", "background")
    for at in range(word - 1, 1, -1):
        token = sentence[at]
        # "since the raid on 3 May, in which": back over the relative clause, the mark before it and the event's own phrase.
        if token.lower == "which" and sentence[at - 1].lower == "in":
            nouns = (sentence[noun] for noun in range(at - 2, max(at - EARLIER_MOST, 0), -1))
            held = (case for noun in nouns if is_event_noun(noun.lemma, sentence.lexicon) for case in sentence.children(noun.index, "case"))
            return next((case.index for case in held if case.lower in before), None)
        if token.pos == "PUNCT":
            return None
    return None


def is_charged(sentence: Sentence, word: int, event: int | None) -> bool:
    """Say whether a figure is of an event that somebody is held for: "arrested over attacks that have claimed 100 lives"."""
    held = clause_of(sentence, event) if event is not None else clause_of(sentence, word)
    return event is not None and held != clause_of(sentence, word) and measure_of(sentence, held) in AFTER_AN_EVENT


def measure_of(sentence: Sentence, index: int) -> str:
    """Return the measure that a word tells of, or the empty string."""
    token = sentence[index]
    found = sentence.lexicon.find("measures", token.lemma) if token.pos in ("VERB", "NOUN", "ADJ") else None
    return found.kind.partition("/")[0] if found is not None else ""


def _is_charge(sentence: Sentence, at: int) -> bool:
    """Say whether a word tells of what somebody is held for: "his role in the massacre near Srebrenica"."""
    for token in sentence.ancestors(at):
        # A verb ends the phrase: what stands above it is another matter.
        if token.pos not in ("NOUN", "PROPN"):
            return False
        if is_event_noun(token.lemma, sentence.lexicon):
            return sentence.has_case(token.index, "over", "for") or sentence[token.head].lemma in ROLES
    return False


def stretch(sentence: Sentence, noun: int) -> range:
    """
    Return the indexes of the words in an event's own phrase.

    They are those before its noun, and those behind it up to a mark, a verb, a pronoun or a conjunction.
    """
    first, end = phrase(sentence, noun, tail=False)[0], noun + 1
    while end < len(sentence) and sentence[end].pos not in ("VERB", "AUX", "PRON", "SCONJ", "PUNCT", "CCONJ"):
        end += 1
    return range(first, end)
