"""
Words that give the word to somebody: which entry of the list a verb is, and whether it says anything at all.

A cue that is negated, asked about or only supposed says nothing, and the subject of a passive one does not speak.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import closes_with, is_passive
from according.reading.speakers.frame import QUOTATION

# Cues that a parser may read as nouns: "The military reports it has ...".
MISTAKEN_CUES = frozenset({"reports", "report", "claims", "claim", "estimates", "states", "state", "says", "denies"})
NEGATING = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})


def cue_entries(sentence: Sentence, verb: Token, lexicon: Lexicon) -> list[Entry]:
    """
    Return the entries of a verb of saying: those of its fixed phrase first ("express concern", "speak of"), then those of the verb.

    Whoever asks tries them in this order: a phrase says more than its verb.
    """
    found: list[Entry] = []
    for child in sentence.children(verb.index, "obj", "compound", "advmod", "obl"):
        if child.index > verb.index:
            found += [*lexicon.find_all("cues", f"{verb.lemma} {child.lemma}"), *lexicon.find_all("cues", f"{verb.lemma} {child.lower}")]
    after = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    found += [*lexicon.find_all("cues", f"{verb.lemma} {after}"), *lexicon.find_all("cues", verb.lemma)]
    # "Estimate" and "count" are nouns in one entry and verbs in another; "according to" has a finder of its own.
    return [entry for entry in found if entry.pattern not in ("noun", "frame")]


def is_refused(sentence: Sentence, verb: Token) -> bool:
    """
    Say whether nobody says it: the cue is negated, asked about, or only supposed.

    "did not say how many", "neither confirmed nor denied", "no official said", "Did X say that ...?", "if X says".
    """
    # Who was misquoted as saying something has not said it.
    if verb.lower == "saying" and sentence[verb.head].lemma == "misquote":
        return True
    own = [token.lower for token in sentence.children(verb.index, "advmod", "cc", "mark", "det")]
    subjects = sentence.children(verb.index, "nsubj")
    below = [token.lower for s in subjects for token in (s, *sentence.children(s.index, "det", "cc", "advmod"))]
    negated = any(word in NEGATING for word in own) or any(word in ("no", "neither", "nobody", "none") for word in below)
    # The tree often hangs the first half of "neither confirmed nor denied" elsewhere.
    paired = any(t.lower in ("neither", "nor") for t in sentence.tokens[max(0, verb.index - 2) : verb.index])
    supposed = any(word in ("if", "whether", "unless") for word in own) or (subjects and _follows_what(sentence, subjects[0].index))
    return bool(negated or paired or supposed) or _is_asked(sentence, verb)


def is_left_unsaid(sentence: Sentence, word: int) -> bool:
    """
    Say whether a word stands in a clause that nobody says: "Nobody said that 12 had died", "The army did not say whether 12 had died".

    Only "that", "whether" and "if" leave it open. "Did not say how the 12 had died" takes their death as known.
    """
    below = sentence[word]
    for token in sentence.ancestors(word):
        open_clause = any(mark.lower in ("that", "whether", "if") for mark in sentence.children(below.index, "mark"))
        if open_clause and base(below.dep) == "ccomp" and sentence.lexicon.find("cues", token.lemma) and is_refused(sentence, token):
            return True
        below = token
    return False


def _follows_what(sentence: Sentence, subject: int) -> bool:
    """Say whether "what" stands right before a subject: in "Contrary to what X said, ..." what X said is not told."""
    start = sentence.subtree(subject)[0]
    return start > 0 and sentence[start - 1].lower == "what"


def _is_asked(sentence: Sentence, verb: Token) -> bool:
    """Say whether a cue stands in a question without quotation marks, or in an inversion: "Did X say ...?", "Had the army said ..."."""
    # With marks the question may be what is quoted: `"Who fired?" the mayor said`.
    asked = sentence.tokens[-1].text == "?" and not any(t.text in QUOTATION for t in sentence)
    first = sentence[0]
    return asked or (first.pos == "AUX" and first.head == verb.index and first.lower in ("had", "should", "did", "does", "do"))


def is_passive_cue(sentence: Sentence, verb: Token) -> bool:
    """Say whether a cue's subject does not speak: "is believed to", "reported killed", "said to be"."""
    after = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    if (
        after == "to"
        and verb.lower in ("said", "believed", "reported", "thought", "feared", "known", "alleged", "suspected", "estimated", "claimed")
        and (verb.lower == "said" or not sentence.children(verb.index, "nsubj") or is_passive(sentence, verb))
    ):
        return True
    # A past tense reads as a participle often; with a plain subject and no "was" it is active: "the army reported three dead".
    plain = [t for t in sentence.children(verb.index, "nsubj") if t.dep == "nsubj" or closes_with(sentence, t, verb)]
    active = plain and not sentence.children(verb.index, "aux:pass")
    return verb.has("VerbForm=Part") and verb.has("Tense=Past") and is_passive(sentence, verb) and not active

