"""
Join a number to what stands right beside it, where the tree may have gone astray.
"""

from __future__ import annotations

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.reading.figures.candidates import Candidate, build
from according.reading.figures.heads import misread
from according.reading.figures.triggers import Trigger, verb_entry
from according.reading.grammar.phrases import DAY_WORDS, phrase
from according.reading.grammar.subjects import subject
from according.reading.numbers.expressions import Number

# Participles that do not end in "ed" and that a parser may take for a past tense.
IRREGULAR = frozenset({"sent", "held", "shot", "slain", "hung", "hurt", "taken", "seen"})

# What dates a participle and is not its object.
DATING_ADJECTIVES = frozenset({"last", "this", "next", "early", "late"})
# Adverbs that belong to the verb before them, or open a clause of their own: "gunned down 12", "injured when a bomber ...".
CLOSING_WORDS = frozenset({"up", "down", "over", "when", "where", "while", "how", "why"})


def beside(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon, *, whole: bool = False) -> list[Candidate]:
    """
    Join by neighbourhood: "killing at least 10", "21 others wounded", "another wounded", whatever the tree says.

    A ``whole`` is a number of which another number is a part: the clause's own verb says nothing of it.
    """
    found = _verb_before(sentence, number, heads, lexicon) or _verb_behind(sentence, number, heads, lexicon, whole=whole)
    return [found] if found else []


def _verb_before(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> Candidate | None:
    at = number.first - 1
    while at >= 0 and sentence[at].pos == "ADV" and at > number.first - 3 and sentence[at].lower not in CLOSING_WORDS:
        at -= 1
    entry = None
    if at >= 1 and sentence[at].lower in ("up", "down", "over", "out") and sentence[at - 1].pos == "VERB":
        entry = verb_entry(lexicon, f"{sentence[at - 1].lemma} {sentence[at].lower}", "object", "either")
        at -= 1
    elif at >= 1 and (light := _light(sentence, at, lexicon)):
        at, entry = at - 1, light
    elif at >= 0 and sentence[at].pos == "VERB":
        entry = verb_entry(lexicon, sentence[at].lemma, "object", "either")
    elif at >= 1 and sentence[at].pos == "NOUN" and number.form in ("digits", "vague") and not _nouns_behind(sentence, number):
        # "Blast kills 22", "Israeli strikes on southern Gaza kill 51": a headline's verb, read as a noun
        lemma = lemmatise(sentence[at].text, "VERB").lemma
        told = verb_entry(lexicon, lemma, "object") if sentence[at].lower in (lemma, f"{lemma}s") else None
        entry = told if told is not None and told.kind in ("killed", "wounded") else None
    elif at >= 1 and sentence[at].lower.endswith("ed") and sentence[at - 1].pos in ("CCONJ", "ADV", "PUNCT", "NOUN"):
        entry = verb_entry(
            lexicon, lemmatise(sentence[at].text, "VERB").lemma, "object", "either"
        )  # "and wounded several others", read as an adjective
    if (
        entry is None
        or (at and sentence[at - 1].lower in lexicon.word_class("be"))
        or (sentence[at].dep == "amod" and at and sentence[at - 1].pos in ("DET", "ADJ"))
    ):
        return None
    if (
        at
        and sentence[at - 1].lower in ("also", "have", "has", "had", "reportedly")
        and at > 1
        and sentence[at - 2].lower in lexicon.word_class("be")
    ):
        return None
    trigger = Trigger(at, entry, "figures.verb-before", (heads[0],), subject_of(sentence, at))
    return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)


def _nouns_behind(sentence: Sentence, number: Number) -> bool:
    """Say whether a noun follows that a number may count: then the tree tells more."""
    return number.last + 1 < len(sentence) and sentence[number.last + 1].pos in ("NOUN", "PROPN") and number.form != "digits"


def _light(sentence: Sentence, at: int, lexicon: Lexicon) -> Entry | None:
    """Return the entry of a verb with its second word: "shot dead two policemen"."""
    verb = sentence[at - 1]
    lemma = verb.lemma if verb.pos == "VERB" else lemmatise(verb.text, "VERB").lemma  # "shot", which reads as a noun
    return verb_entry(lexicon, f"{lemma} {sentence[at].lower}", "light") if verb.pos in ("VERB", "NOUN") else None


def _verb_behind(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon, *, whole: bool) -> Candidate | None:
    """A participle or state right behind the counted noun, with at most a form of "be", an adverb or an aside between."""
    at = max(number.last, number.core, *(h for h in heads[:1] if h <= number.last + 8)) + 1
    helped, stop = False, at + 7
    while at < min(len(sentence), stop):
        token = sentence[at]
        entry = _state_or_verb(sentence, at, lexicon)
        if entry and token.pos in ("VERB", "ADJ", "NOUN", "ADV") and _suffers(sentence, at, entry, helped):
            if whole and (helped or entry.pattern == "subject"):
                return None
            later = None if helped or whole else _main_verb(sentence, at, lexicon)
            if later is not None:
                at, entry, helped = later, _state_or_verb(sentence, later, lexicon) or entry, True
            rule = "figures.verb-behind" if helped or entry.pattern == "subject" else "figures.participle-behind"
            trigger = Trigger(at, entry, rule, (heads[0],), by_agent(sentence, at))
            return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)
        resumed = _after_aside(sentence, at)
        if token.lower == "of" and at == max(number.last, heads[0]) + 1 and (of := sentence.child(heads[0], "nmod")) is not None:
            resumed = phrase(sentence, of.index)[1] + 1 if of.index > at else None  # "nine members of the nursing staff being injured"
        if resumed is None and token.lower not in lexicon.word_class("between") and token.pos != "ADV":
            return None
        helped = helped or token.lower in lexicon.word_class("be")
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
            entry.pattern == "state"
            or (token.has("VerbForm=Part") and not token.lower.endswith("ing"))
            or token.lower.endswith("ed")
            or token.lower in IRREGULAR
        )
        after = sentence[at + 1] if at + 1 < len(sentence) else None
        named = after is not None and after.pos in ("NUM", "DET", "NOUN", "PROPN", "PRON", "ADJ") and after.lower not in DAY_WORDS
        dates = after is not None and after.lower in DATING_ADJECTIVES  # "kidnapped last week"
        acts = named and not helped and not dates and not misread(sentence, at + 1)
        return participle and not acts
    return entry.pattern == "subject" or (entry.pattern == "light" and token.has("VerbForm=Part"))


def subject_of(sentence: Sentence, at: int) -> int | None:
    """Return the actor of an active verb."""
    return subject(sentence, sentence[at])


def by_agent(sentence: Sentence, at: int) -> int | None:
    """Return the head of a "by" phrase of a verb."""
    for child in sentence.children(at, "obl", "nmod"):
        if sentence.has_case(child.index, "by"):
            return child.index
    return None
