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
from according.names.parties import is_person_noun, is_uncounted_noun
from according.reading.figures.heads import OTHERS, STATES, noun_behind, of_phrase
from according.reading.figures.measures import Deed, holds_things, measure_of
from according.reading.figures.triggers import TALLIES, Trigger
from according.reading.numbers.expressions import Number
from according.statement import Measure, Unit

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


def build(
    sentence: Sentence, number: Number, head: int, heads: Sequence[int], trigger: Trigger, entry: Entry, rule: str
) -> Candidate | None:
    """
    Make a candidate where what is counted and what happened fit each other; else ``None``.

    ``head`` is the word that the number counts, ``heads`` the words it may count, the likeliest first.
    """
    noun = sentence[_named(sentence, head, heads, number)]
    deed = Deed(sentence, noun, number, trigger, entry)
    measured = measure_of(deed)
    if measured is None or _counts_other(deed) or _brings_in_nobody(deed, measured.measure):
        return None
    if number.form in ("article", "another", "ordinal") and not _one_person(sentence, noun.index, number, entry):
        return None
    unit: Unit = "percent" if number.percent else "things" if measured.things else "people"
    return Candidate(number, cast(Measure, measured.measure), unit, noun.index, trigger, rule)


def _counts_other(deed: Deed) -> bool:
    """Say whether a number counts something else than those to whom it happened: what they are told in, attacks, places, animals."""
    sentence, number, noun, trigger = deed.sentence, deed.number, deed.noun, deed.trigger
    # "released information about 10 victims": what they are told of in is released.
    if number.first > 0 and sentence[number.first - 1].lower == "about" and trigger.index < number.first:
        return True
    # "The toll rose 52 percent": by so much it grew, and of whom that is a share nobody says.
    if number.percent and deed.entry.pattern == "toll":
        return True
    # "The toll is 17 and 2,000 houses have fallen": what is joined to a toll's number is no toll.
    if deed.entry.pattern == "toll" and not deed.is_alone and noun.dep == "conj" and not is_person_noun(noun.lemma, sentence.lexicon):
        return True
    # "270 swine deaths": the count is of deaths, and no person died.
    if noun.index == trigger.index and noun.index and is_animal(sentence[noun.index - 1].lemma, sentence.lexicon):
        return True
    # "Three bombings killed civilians", "two towns were captured": attacks, units and places are no figure.
    named = noun.pos in ("NOUN", "PROPN") and noun.index != trigger.index and not deed.is_alone
    return named and is_uncounted_noun(noun.lemma, sentence.lexicon) and not holds_things(sentence, noun.index)


def _brings_in_nobody(deed: Deed, measure: str) -> bool:
    """Say whether by its words a number brings in nobody: survivors, those counted before, nobody that anyone told of, an attacker."""
    sentence, number, noun, entry = deed.sentence, deed.number, deed.noun, deed.entry
    # "179 dead, two survivors": nothing of the kind has befallen them.
    if noun.lemma == "survivor" and not deed.is_alone and measure in ("killed", "missing"):
        return True
    # "The clinic reported both deaths": they have been counted before.
    if sentence[number.core].lower == "both" and entry.pattern == "count":
        return True
    # "No casualties were reported" says that nobody told of any, not that there were none.
    if number.form == "none" and entry.pattern == "count" and any(t.lemma in ("report", "confirm") for t in sentence.ancestors(noun.index)):
        return True
    # "A suicide bomber blew himself up" tells how he struck; "no preacher has ever blown himself up" counts nobody.
    attacker = number.form == "article" and noun.lemma in ("bomber", "attacker")
    return entry.id == "blow-up-oneself" and (number.form == "none" or attacker)


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
