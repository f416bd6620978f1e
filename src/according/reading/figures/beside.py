"""
Join a number to what stands right beside it, where the tree may have gone astray.

A parser hangs long or clipped sentences on the wrong word. "killing 12" and "12 wounded" are told by the order of their words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.reading.figures.candidates import Candidate, build
from according.reading.figures.heads import misread, word_behind
from according.reading.figures.triggers import Trigger, actor_of, verb_entry
from according.reading.grammar.phrases import DAY_WORDS, is_dash, is_plural, phrase
from according.reading.numbers.expressions import Number
from according.reading.speakers.frame import QUOTATION

# Participles that do not end in "ed" and that a parser may take for a past tense.
IRREGULAR = frozenset({"sent", "held", "shot", "slain", "hung", "hurt", "taken", "seen"})

# What dates a participle and is not its object.
DATING_ADJECTIVES = frozenset({"last", "this", "next", "early", "late"})
# Second words of a verb that tells what befell its object only with them.
VERB_PARTICLES = frozenset({"up", "down", "over", "out"})
# Adverbs that belong to the verb before them, or open a clause of their own: "gunned down 12", "injured when a bomber ...".
CLOSING_WORDS = frozenset({"up", "down", "over", "when", "where", "while", "how", "why"})


def beside(sentence: Sentence, number: Number, heads: Sequence[int], lexicon: Lexicon, *, whole: bool = False) -> list[Candidate]:
    """
    Join by neighbourhood: "killing at least 10", "21 others wounded", "another wounded", whatever the tree says.

    ``heads`` are the words that the number may count, the likeliest first. A ``whole`` is a number of which another number is a part: the
    clause's own verb says nothing of it. The list has one candidate or none.
    """
    found = _verb_before(sentence, number, heads, lexicon) or _verb_behind(sentence, number, heads, lexicon, whole=whole)
    return [found] if found else []


def _verb_before(sentence: Sentence, number: Number, heads: Sequence[int], lexicon: Lexicon) -> Candidate | None:
    """Join a number to the verb right before it: "killed 12", "gunned down 12", "shot dead two policemen", "Blast kills 22"."""
    at, entry = _told_before(sentence, number, lexicon)
    if entry is None or _is_suffered(sentence, at, lexicon):
        return None
    trigger = Trigger(at, entry, "figures.verb-before", (heads[0],), actor_of(sentence, sentence[at]))
    return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)


def _told_before(sentence: Sentence, number: Number, lexicon: Lexicon) -> tuple[int, Entry | None]:
    """Return the word right before a number that tells what happened, with its entry, or with ``None`` where it tells nothing."""
    at = number.first - 1
    # "killed only 12": an adverb may lie between. Not the verb's own ("gunned down") nor one that opens a clause.
    # `killed "at least 70 people"`: a mark opens what is quoted.
    at -= at > 0 and sentence[at].text in QUOTATION
    while at >= 0 and sentence[at].pos == "ADV" and at > number.first - 3 and sentence[at].lower not in CLOSING_WORDS:
        at -= 1
    if at < 0:
        return at, None
    # "gunned down 12": the verb tells it with its particle only.
    if at and sentence[at].lower in VERB_PARTICLES and sentence[at - 1].pos == "VERB":
        return at - 1, verb_entry(lexicon, f"{sentence[at - 1].lemma} {sentence[at].lower}", "object", "either")
    if at and (light := _light(sentence, at, lexicon)):
        return at - 1, light
    if sentence[at].pos == "VERB":
        return at, verb_entry(lexicon, sentence[at].lemma, "object", "either")
    return at, _misread_verb(sentence, number, at, lexicon) if at else None


def _misread_verb(sentence: Sentence, number: Number, at: int, lexicon: Lexicon) -> Entry | None:
    """Return the entry of a verb that the parser took for another word, as it does in headlines, or ``None``."""
    token, before = sentence[at], sentence[at - 1]
    if token.pos == "NOUN" and number.form in ("digits", "vague") and not _nouns_behind(sentence, number):
        # "Blast kills 22", "Israeli strikes on southern Gaza kill 51": a headline's verb, read as a noun
        lemma = lemmatise(token.text, "VERB").lemma
        return _of_harm(lexicon, lemma) if token.lower in (lemma, f"{lemma}s") else None
    if token.pos == "PROPN" and token.text.islower() and token.lower.endswith("s"):
        # "Velmar detains 282 suspects": no name is written small.
        return verb_entry(lexicon, lemmatise(token.text, "VERB").lemma, "object", "either")
    if token.lower == "free" and is_plural(before) and number.form == "digits":
        # "Rebels free 12 hostages", read as an adjective
        return verb_entry(lexicon, "free", "object")
    if token.pos == "PROPN" and is_shouted(sentence):
        # "Airstrikes on Oil Port Kill 38, Injure Over 100": a headline that writes every word large.
        return _of_harm(lexicon, lemmatise(token.lower, "VERB").lemma)
    if token.lower.endswith("ed") and before.pos in ("CCONJ", "ADV", "PUNCT", "NOUN"):
        # "and wounded several others", read as an adjective
        return verb_entry(lexicon, lemmatise(token.text, "VERB").lemma, "object", "either")
    return None


def _of_harm(lexicon: Lexicon, lemma: str) -> Entry | None:
    """Return the entry of a verb that kills or wounds its object, or ``None``: no other is told from a noun by its form alone."""
    told = verb_entry(lexicon, lemma, "object")
    return told if told is not None and told.kind in ("killed", "wounded") else None


def _is_suffered(sentence: Sentence, at: int, lexicon: Lexicon) -> bool:
    """Say whether a verb tells of whoever stands before it and not of the number behind: "They were killed 12 days ago"."""
    if not at:
        return False
    before, be = sentence[at - 1], lexicon.word_class("be")
    # "the wounded 12-year-old": a participle within the phrase is no verb over it.
    if before.lower in be or (sentence[at].dep == "amod" and before.pos in ("DET", "ADJ")):
        return True
    # The same passive, with a word between: "They were also killed", "had been reportedly killed".
    return at > 1 and before.lower in ("also", "have", "has", "had", "reportedly") and sentence[at - 2].lower in be


def is_shouted(sentence: Sentence) -> bool:
    """Say whether a line writes all its longer words with a capital, as the headlines of many papers do."""
    # Articles, prepositions and joints are written small there too.
    words = [token.text for token in sentence if token.text.isalpha() and len(token.text) > 3 and token.pos != "ADP"]
    return len(words) > 3 and all(word[0].isupper() for word in words)


def _nouns_behind(sentence: Sentence, number: Number) -> bool:
    """
    Say whether a noun follows that a number may count, so that the tree tells more.

    Of digits it is never so: in a headline ("Blast kills 22 miners") the tree that took the verb for a noun is not to be asked.
    """
    behind = word_behind(sentence, number)
    return behind is not None and behind.pos in ("NOUN", "PROPN") and number.form != "digits"


def _light(sentence: Sentence, at: int, lexicon: Lexicon) -> Entry | None:
    """Return the entry of a verb with its second word: "shot dead two policemen"."""
    verb = sentence[at - 1]
    # "shot" may read as a noun, whose lemma is "shot".
    lemma = verb.lemma if verb.pos == "VERB" else lemmatise(verb.text, "VERB").lemma
    return verb_entry(lexicon, f"{lemma} {sentence[at].lower}", "light") if verb.pos in ("VERB", "NOUN") else None


def _verb_behind(sentence: Sentence, number: Number, heads: Sequence[int], lexicon: Lexicon, *, whole: bool) -> Candidate | None:
    """
    Join a number to a participle, state or verb right behind the counted noun: "12 wounded", "20 people were also killed".

    At most a form of "be", an adverb, an "of" phrase or an aside between commas stands between them.
    """
    # The search begins behind the noun. A head far behind may be one that the tree has made up.
    # "10,000 dead and 1.6 million homeless": a state may be all that is counted.
    near = [head for head in heads[:1] if head <= number.last + 8 and sentence[head].lower != "homeless"]
    at = max(number.last, number.core, *near) + 1
    helped, stop = False, at + 7
    while at < min(len(sentence), stop):
        token = sentence[at]
        entry = _state_or_verb(sentence, at, lexicon)
        if entry and token.pos in ("VERB", "ADJ", "NOUN", "ADV") and _suffers(sentence, at, entry, helped):
            # "a third of the 11,000 soldiers sent were killed": "sent" is said of the 11,000, "were killed" of the third.
            if whole and (helped or entry.pattern == "subject"):
                return None
            # The clause's own verb outweighs a participle before it; those sent have been killed.
            later = None if helped or whole else _main_verb(sentence, at, lexicon)
            if later is not None:
                at, entry, helped = later, _state_or_verb(sentence, later, lexicon) or entry, True
            rule = "figures.verb-behind" if helped or entry.pattern == "subject" else "figures.participle-behind"
            trigger = Trigger(at, entry, rule, (heads[0],), by_agent(sentence, at))
            return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)
        # "30 people, including many police, were killed": the aside is stepped over whole.
        resumed = _after_aside(sentence, at)
        if token.lower == "of" and at == max(number.last, heads[0]) + 1 and (of := sentence.child(heads[0], "nmod")) is not None:
            # "nine members of the nursing staff being injured"
            resumed = phrase(sentence, of.index)[1] + 1 if of.index > at else None
        # `were "abducted by gangs"`
        if resumed is None and token.lower not in lexicon.word_class("between") and token.pos != "ADV" and token.text not in QUOTATION:
            return None
        # Behind "be" any participle is suffered: "12 were killed" needs no test of what follows.
        helped = helped or token.lower in lexicon.word_class("be")
        at = resumed if resumed is not None else at + 1
        stop = at + 6 if resumed is not None else stop
    return None


def _main_verb(sentence: Sentence, at: int, lexicon: Lexicon) -> int | None:
    """Return the clause's own verb behind a participle, or ``None``: "2,000 soldiers sent to fight for Harran have been killed"."""
    for index in range(at + 1, min(at + 13, len(sentence) - 1)):
        token = sentence[index]
        if token.lower in ("have", "has", "had", "were", "was", "are") and token.pos == "AUX":
            ahead = range(index + 1, min(index + 4, len(sentence)))
            return next((i for i in ahead if sentence[i].pos in ("VERB", "ADJ") and _state_or_verb(sentence, i, lexicon)), None)
        # Any of these opens another clause, whose verb is not told of the number; "their" opens none.
        if token.pos in ("PUNCT", "SCONJ", "CCONJ") or (token.pos == "PRON" and not token.has("Poss=Yes")):
            return None
        if token.pos == "VERB" and sentence[index - 1].lower != "to" and not token.lower.endswith("ing"):
            return None
    return None


def _state_or_verb(sentence: Sentence, at: int, lexicon: Lexicon) -> Entry | None:
    """Return the entry that a word shows, with the word behind it where the two are one: "taken hostage" before "taken"."""
    token = sentence[at]
    verb = lemmatise(token.text, "VERB").lemma
    # Most words begin no form of the list.
    if lexicon.openers("measures").isdisjoint((token.lower, token.lemma, verb)):
        return None
    after = sentence[at + 1].lemma if at + 1 < len(sentence) else ""
    # "80 lost their lives": what is theirs stands behind its owner.
    owned = sentence[at + 2].lemma if at + 2 < len(sentence) and sentence[at + 1].has("Poss=Yes") else ""
    own = verb_entry(lexicon, f"{token.lemma} {owned}", "light") if owned == "life" else None
    return (
        (replace(own, pattern="borne") if own is not None else None)
        or verb_entry(lexicon, f"{token.lemma} {after}", "light")
        # "Seven suffered burns": the tree may take the verb for an adjective.
        or verb_entry(lexicon, f"{verb} {after}", "borne")
        or verb_entry(lexicon, token.lower, "state")
        or verb_entry(lexicon, f"{token.lemma} {after}", "object", "subject", "either")
        or verb_entry(lexicon, token.lemma, "object", "subject", "either")
    )


def _after_aside(sentence: Sentence, at: int) -> int | None:
    """Return where a clause goes on behind an aside between commas ("30 people, including many police, were killed")."""
    dash = is_dash(sentence, at)
    if sentence[at].text not in (",", "(") and not dash:
        return None
    for index in range(at, min(at + 14, len(sentence) - 1)):
        # Only before a verb of its own clause; any other comma may close one item of a list.
        if sentence[index].text not in (",", ")") and not is_dash(sentence, index):
            continue
        # "Twelve soldiers, nine of them conscripts, died": behind a part of them the clause of the whole goes on.
        closed = dash and index > at and is_dash(sentence, index)
        goes_on = (_names_part(sentence, at + 1) or closed) and _befalls(sentence, index + 1)
        if goes_on or sentence[index + 1].lower in ("was", "were", "has", "have", "had", "are", "is"):
            return index + 1
    return None


def _names_part(sentence: Sentence, at: int) -> bool:
    """Say whether an aside tells who some or all of them are: "nine of them conscripts", "including two leaders", "mostly women"."""
    words = [token.lower for token in sentence.tokens[at : at + 4]]
    of_them = any(pair in (("of", "them"), ("of", "whom")) for pair in pairwise(words))
    return of_them or words[:1] in (["including"], ["among"], ["mostly"], ["all"])


def _befalls(sentence: Sentence, at: int) -> bool:
    """Say whether a word is a past tense that tells of its subject what befell it: "died", "surrendered", "suffered burns"."""
    token = sentence[at]
    behind = sentence[at + 1].lemma if at + 1 < len(sentence) else ""
    # "Five soldiers, including a captain, embraced martyrdom": the tree may take the verb for an adjective.
    if token.lower.endswith("ed") and verb_entry(sentence.lexicon, f"{lemmatise(token.text, 'VERB').lemma} {behind}", "borne"):
        return True
    told = token.pos == "VERB" and not token.lower.endswith("ing")
    return told and verb_entry(sentence.lexicon, token.lemma, "subject", "either") is not None


def _suffers(sentence: Sentence, at: int, entry: Entry, helped: bool) -> bool:
    """Say whether the noun before a verb suffers it: "12 wounded in", "12 were killed"; not "12 killed five"."""
    token = sentence[at]
    if entry.pattern in ("subject", "borne"):
        return True
    participle = (
        entry.pattern == "state"
        or (token.has("VerbForm=Part") and not token.lower.endswith("ing"))
        or token.lower.endswith("ed")
        or token.lower in IRREGULAR
    )
    # Behind a past tense stands what it acts on: "12 killed five" tells nothing of the 12, nor does "12 took hostage five", nor "12 handed
    # over five".
    particle = at + 1 < len(sentence) and sentence[at + 1].dep == "compound:prt"
    behind = at + 2 if entry.pattern == "light" or particle else at + 1
    after = sentence[behind] if behind < len(sentence) else None
    named = after is not None and after.pos in ("NUM", "DET", "NOUN", "PROPN", "PRON", "ADJ") and after.lower not in DAY_WORDS
    # "12 kidnapped last week", "12 killed the day before": a date is nobody who suffers.
    dates = after is not None and (after.lower in DATING_ADJECTIVES or _dates(sentence, behind))
    acts = named and (particle or not helped) and not dates and not misread(sentence, behind)
    return participle and not acts


def _dates(sentence: Sentence, at: int) -> bool:
    """Say whether a definite word opens a date: "the day before", "that night", "the previous week"."""
    if sentence[at].lower not in ("the", "that", "this"):
        return False
    words = (token.lower for token in sentence.tokens[at + 1 : at + 4] if token.pos != "ADJ" or token.lower in DAY_WORDS)
    return next(words, "") in {"day", "week", "weekend", "month", "year"} | DAY_WORDS


def by_agent(sentence: Sentence, at: int) -> int | None:
    """Return the head of a "by" phrase of a verb, or ``None``."""
    for child in sentence.children(at, "obl", "nmod"):
        if sentence.has_case(child.index, "by"):
            return child.index
    return None
