"""
Numbers of another source, named to be compared: "31,000, far fewer than [the 180,000 claimed by Russia]", "the ministry's 195".

Such a number belongs to the source that it is named with, and not to whoever makes the comparison. Its frame stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.parties import describe
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import noun_after, phrase, phrase_end
from according.reading.speakers.frame import Frame
from according.reading.speakers.kinds.marked import SPEAKING_KINDS
from according.reading.speakers.naming.owners import can_speak

# What a definite number may have before it: "the 471", "those 60".
DEFINITE_WORDS = frozenset({"the", "those", "these"})
OWNING_MARKS = frozenset({"'s", "’s", "'", "’"})
RELATIVES = frozenset({"that", "which", "whom"})
# Two words right before a number that another's is compared with.
SET_AGAINST = frozenset({
    ("compared", "with"), ("compared", "to"), ("comparison", "with"), ("comparison", "to"),
    ("up", "from"), ("down", "from"), ("as", "against"),
})  # fmt: skip


def number_of_another(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """
    Return the first and last word of a definite number that a verb of saying modifies, or ``None``.

    "the 471 claimed by ...", "the 45 that X concedes", "compared with 48 reported by the police".
    """
    # Seven words back at most: "the 471 bodies in the mass grave claimed by ..."; further back the number is another clause's.
    for at in range(verb.index - 1, max(verb.index - 8, 0), -1):
        token = sentence[at]
        if token.pos == "NUM" and (sentence[at - 1].lower in DEFINITE_WORDS or compares_with(sentence, at)):
            # A verb or joint between them begins something else: "the 12 who died and the army claimed".
            between = sentence.tokens[at + 1 : verb.index]
            told = any(t.pos in ("VERB", "PUNCT") or t.lower in ("and", "or") for t in between)
            return None if told else (at - 1, verb.index - 1)
        if token.text in (",", ";"):
            return None
    return None


def compares_with(sentence: Sentence, number: int) -> bool:
    """Say whether the words right before a number compare with it: "than 48", "compared with 48", "up from 48"."""
    before = [token.lower for token in sentence.tokens[max(number - 2, 0) : number]]
    if before[-1:] == ["than"]:
        # "more than 40 reported by police" is one number, and compares nothing.
        return sentence[number - 2].lower in ("fewer", "less", "rather", "lower", "higher", "other") or sentence[number - 2].pos == "PUNCT"
    return before[-1:] == ["against"] or tuple(before) in SET_AGAINST


def find_owned_numbers(sentence: Sentence, lexicon: Lexicon) -> Iterator[Frame]:
    """Yield the frames of numbers that have an owner and no noun: "more than the interior ministry's 195"."""
    if OWNING_MARKS.isdisjoint(sentence.forms):
        return
    for mark in sentence.tokens[1:-1]:
        number = sentence[mark.index + 1]
        if mark.lower not in OWNING_MARKS or number.pos != "NUM":
            continue
        after = sentence[number.index + 1] if number.index + 1 < len(sentence) else None
        if after is not None and after.pos in ("NOUN", "PROPN", "ADJ", "SYM"):
            # "the army's 12 brigades": they are whose they are, and nobody has counted anything.
            continue
        owner = mark.index - 1
        first, last = phrase(sentence, owner, tail=False)
        # Only somebody who speaks gives a number: "Monday's 30", "Velmar's 12" say when and where.
        words = " ".join(token.text for token in sentence.tokens[first : owner + 1])
        if last <= mark.index and describe(words, lexicon, "speaker")[1] in SPEAKING_KINDS:
            content = ((number.index, number.index),)
            named = (first, owner)
            rule = "speakers.number-of-another"
            yield Frame(mark.index, mark.index, owner, content, "reports", rule, first, mark.index, named=named, alone=True)


def find_relative_numbers(sentence: Sentence, lexicon: Lexicon) -> Iterator[Frame]:
    """
    Yield the frames of definite numbers whose relative clause names who gives them, where the tree has lost the clause.

    "twice the 45 that the junta concedes", "the 12 of whom the army spoke".
    """
    if RELATIVES.isdisjoint(sentence.forms):
        return
    for number in sentence.tokens[1:-2]:
        if number.pos != "NUM" or sentence[number.index - 1].lower not in DEFINITE_WORDS:
            continue
        opening = number.index + 1 + (sentence[number.index + 1].lower in ("of", "about"))
        if sentence[opening].lower not in RELATIVES:
            continue
        # A speaker's name is short; farther on stands another clause.
        for verb in sentence.tokens[opening + 2 : opening + 8]:
            if verb.pos == "AUX":
                continue
            lemma = lemmatise(verb.text, "VERB").lemma
            cue = lexicon.find("cues", f"{lemma} of" if sentence[opening - 1].lower == "of" else lemma)
            # "the 32 that the office had given"
            helped = next((i for i in range(verb.index, opening, -1) if sentence[i - 1].pos != "AUX"), verb.index)
            named = run_before(sentence, helped)
            if cue is not None and cue.pattern != "noun" and named is not None and named[0] == opening + 1 and helped == named[1] + 1:
                rule = "speakers.number-of-another"
                content = ((number.index - 1, number.index),)
                yield Frame(verb.index, verb.index, named[1], content, cue.kind, rule, opening, verb.index, named=named, alone=True)
                break


def find_given_numbers(sentence: Sentence, lexicon: Lexicon) -> Iterator[Frame]:
    """
    Yield the frames of definite numbers with a participle that names who gives them: "the 40 dead claimed by the opposition".

    By the words: the tree may make a subject of the participle.
    """
    if "by" not in sentence.forms:
        return
    for by in sentence.tokens[4:-1]:
        cue = lexicon.find("cues", lemmatise(sentence[by.index - 1].text, "VERB").lemma) if by.lower == "by" else None
        head = noun_after(sentence, by.index + 1)
        if cue is None or cue.pattern not in ("both", "object") or head is None or not can_speak(sentence[head], lexicon):
            continue
        verb = by.index - 1
        # "the 40 dead", "the 12 dead civilians": what is counted is short.
        number = next((i for i in range(verb - 1, max(verb - 4, 0), -1) if sentence[i].pos not in ("NOUN", "ADJ")), 0)
        if sentence[number].pos == "NUM" and sentence[number - 1].lower in DEFINITE_WORDS:
            words = (by.index + 1, phrase_end(sentence, head))
            rule = "speakers.number-of-another"
            content = ((number - 1, verb - 1),)
            yield Frame(verb, verb, head, content, cue.kind, rule, verb, words[1], alone=True)
