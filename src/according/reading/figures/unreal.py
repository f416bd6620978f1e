"""
What is not so, or not yet: counts that the words around them deny, suppose, prevent or only intend.

A number that is called false was given by somebody and is denied. One that would have been, or will be if, is only possible. What
somebody sets out to do is planned. None of them is asserted, whoever speaks.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.reading.figures.candidates import Candidate
from according.reading.figures.status import GIVING, NEGATIONS, prevents
from according.reading.figures.tallies import is_taken_back
from according.reading.figures.triggers import TALLIES
from according.reading.grammar.phrases import base
from according.reading.speakers.kinds.claims import is_of_known_event
from according.statement import Status

# Words from a claim to its number, and from a number to what is said of the claim.
CLAIM_REACH = 12
VERDICT_REACH = 14
# What puts one number in the place of another that is not so: "nine rather than nineteen", "12, not 21".
INSTEAD = (("rather", "than"), ("instead", "of"), ("and", "not"), (",", "not"), ("but", "not"))
# Those of whom these are said have not done it: "failed to stop him", "were unable to stop him".
FAILING = frozenset({"fail", "unable", "powerless"})
# A text that has been replaced: "An earlier version of this article said 21".
REPLACED = frozenset({"version", "article", "story", "report", "edition"})
EARLIER = frozenset({"earlier", "previous", "original", "initial"})
# What nobody says to be so: the words before a claim that is left open, by their first.
LEFT_OPEN = {
    "no": (("no", "comment"), ("no", "information"), ("no", "evidence"), ("no", "confirmation")),
    "not": (("not", "confirm"), ("not", "verify"), ("not", "independently")),
    "neither": (("neither", "confirmed"), ("neither", "confirm"), ("neither", "side")),
    "unable": (("unable", "to", "confirm"), ("unable", "to", "verify")),
    "declined": (("declined", "to", "confirm"),),
    "refused": (("refused", "to", "confirm"),),
}
# Words of inquiry right before a claim: "looking into reports that", "aware of claims that".
INQUIRED = frozenset("into investigating reviewing examining checking verifying probing of".split())
INQUIRING = frozenset("looking aware unaware investigating reviewing examining checking verifying probing".split())
CLAIMED = frozenset("reports claims allegations rumours rumors".split())


# Who denies one of these of a number denies that it is his.
MAKING_KNOWN = GIVING | {"provide", "announce", "supply"}


def is_never_given(sentence: Sentence, first: int) -> bool:
    """Say whether somebody denies having given a number at all: "denied having given a figure of 300 dead"."""
    before = sentence.tokens[max(0, first - CLAIM_REACH) : first]
    # From the number back: the tally, then the verb of giving, then the denial.
    tally = next((t.index for t in reversed(before) if t.lemma in TALLIES or t.lemma in ("toll", "estimate")), None)
    given = next((t.index for t in reversed(before) if tally is not None and t.index < tally and t.lemma in MAKING_KNOWN), None)
    # "denied giving false figures after 300 had died": only "of" makes it the figure's number.
    if tally is None or given is None or tally - given > 4 or sentence[tally + 1].lower != "of" or first - tally > 4:
        return False
    # "denied the reports and gave a figure of 12": behind "and" something else is told.
    joint = max((t.index for t in before if t.pos == "CCONJ" and t.index < given), default=-1)
    denials = (sentence.lexicon.find("cues", t.lemma) for t in before if joint < t.index < given)
    return any(entry is not None and entry.kind == "denies" for entry in denials)


def unreal_status(sentence: Sentence, candidate: Candidate, *, owned: bool) -> Status | None:
    """
    Return the status of a count that is denied, supposed, prevented or intended; ``None`` of any other.

    ``owned`` says that a claim's owner is named ("could not confirm a militia report that ..."). Then he says it, whoever leaves it open.
    """
    number, word = candidate.number, candidate.trigger.index
    # What is denied first: "denied that 12 would have died" is no mere possibility.
    if is_taken_back(sentence, number) or _is_replaced(sentence, number.first) or _is_called_false(sentence, number.first, number.last):
        return "denied"
    if _is_denied_claim(sentence, number.first) or _is_prevented(sentence, word):
        return "denied"
    if _is_supposed(sentence, word, number.first) or (not owned and _is_left_open(sentence, number.first)):
        return "possible"
    return "planned" if _is_intended(sentence, word) else None


def _is_replaced(sentence: Sentence, first: int) -> bool:
    """Say whether another number stands instead, or the text that gave it has been replaced."""
    words = [token.lower for token in sentence.tokens[:first]]
    # Right before the number: "nine lives rather than nineteen".
    if any(tuple(words[-len(phrase) :]) == phrase for phrase in INSTEAD):
        return True
    before = sentence.tokens[max(1, first - CLAIM_REACH) : first]
    return any(token.lower in REPLACED and sentence[token.index - 1].lower in EARLIER for token in before)


def _claim_before(sentence: Sentence, first: int) -> int | None:
    """Return the noun for a claim, a rumour or a report, or "what", that a number is the content of."""
    claims = sentence.lexicon.word_class("claiming-nouns")
    for token in reversed(sentence.tokens[max(0, first - CLAIM_REACH) : first]):
        # A verb of saying between has its own content: "the report was out when police said 12 had died".
        if token.text in (";", "."):
            return None
        if token.pos == "VERB" and sentence.lexicon.find("cues", token.lemma) is not None:
            # "What is being shared about 400 dead": what is said is the claim itself.
            what = next((t for t in sentence.children(token.index) if t.lower == "what" and t.index < token.index), None)
            return what.index if what is not None else None
        behind = sentence[token.index + 1].lower if token.index + 1 < len(sentence) else ""
        if token.lemma in claims and behind in ("that", "of", "about"):
            return token.index
        # "what the rebels say about 60 dead" is a claim without a noun for it.
        if token.lower == "what" and any(t.lower == "about" for t in sentence.tokens[token.index : first]):
            return token.index
    return None


def _is_called_false(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether the claim of a number is called false: "Rumours that 300 had died were false", "The claim has no basis"."""
    false = sentence.lexicon.word_class("false-words")
    before = sentence.tokens[max(0, first - CLAIM_REACH) : first]
    # "was lying when it said that 12 had died": the verdict stands before the number.
    if any(token.lower in ("lying", "lied", "misquoted") for token in before) or _at_no_point(sentence, first):
        return True
    if _claim_before(sentence, first) is None:
        return False
    for token in sentence.tokens[last + 1 : last + 1 + VERDICT_REACH]:
        if token.text in (";", "."):
            return False
        # "was not false", "is not true": the three words before the verdict may turn it round.
        negated = any(t.lower in ("not", "n't", "n’t", "no") for t in sentence.tokens[max(last + 1, token.index - 3) : token.index])
        if token.lower in false:
            return not negated
        if token.lower in ("true", "basis", "foundation", "truth", "grounds") and negated:
            return True
    return False


def _at_no_point(sentence: Sentence, first: int) -> bool:
    """Say whether "at no point" or "at no time" stands before a number: "At no point were 12 people killed"."""
    words = [token.lower for token in sentence.tokens[:first]]
    return any(words[at : at + 3] in (["at", "no", "point"], ["at", "no", "time"]) for at in range(len(words)))


def _is_denied_claim(sentence: Sentence, first: int) -> bool:
    """Say whether the claim is the object of a denial: "Denying reports of 35 dead", "dismissed as false reports that 200 had died"."""
    claim = _claim_before(sentence, first)
    # "rejected claims that his men had shelled the market where 57 died": they died all the same.
    if claim is None or is_of_known_event(sentence, first):
        return False
    before = sentence.tokens[max(0, claim - 5) : claim]
    return any((entry := sentence.lexicon.find("cues", token.lemma)) is not None and entry.kind == "denies" for token in before)


def _is_prevented(sentence: Sentence, word: int) -> bool:
    """Say whether a verb of preventing stands over a word: "prevented him from killing five", "failed to kill", "foiled a plot to kill"."""
    for token in sentence.ancestors(word):
        if prevents(sentence, token.index, word):
            return not _comes_to_nothing(sentence, token)
        # A verb with a subject closes the clause; what prevents farther up prevents something else.
        if token.pos == "VERB" and sentence.children(token.index, "nsubj"):
            return False
    return False


def _comes_to_nothing(sentence: Sentence, preventing: Token) -> bool:
    """Say whether a preventing is itself denied, so that it has happened: "did not fail to kill", "failed to stop him from killing"."""
    above = sentence[preventing.head]
    failed = above.lemma in FAILING and base(preventing.dep) in ("xcomp", "ccomp", "advcl") and above.index < preventing.index
    return failed or any(t.lower in NEGATIONS for t in sentence.children(preventing.index, "advmod"))


def _is_supposed(sentence: Sentence, word: int, first: int) -> bool:
    """Say whether what is counted might have been, or may be on a condition: "would have died", "If five people die"."""
    line = [sentence[word], *_up(sentence, word)]
    for token in line:
        helpers = [t.lower for t in sentence.children(token.index, "aux")]
        # "would have died" did not; "would die" may be the past of "will die".
        if {"would", "could", "might"} & set(helpers) and "have" in helpers:
            return True
        if any(mark.lower in ("if", "unless") for mark in sentence.children(token.index, "mark")):
            return True
    # The condition ends at its comma: "If it rains, 12 who were hurt ..." tells of people who were hurt.
    return sentence[0].lower in ("if", "unless") and not any(t.text == "," for t in sentence.tokens[:first])


def _up(sentence: Sentence, word: int) -> Sequence[Token]:
    """Return the verbs over a word within its clause, up to one that has a subject."""
    line: list[Token] = []
    token = sentence[word]
    while not sentence.children(token.index, "nsubj") and token.head != token.index and base(token.dep) in ("conj", "xcomp", "obj", "obl"):
        token = sentence[token.head]
        line.append(token)
    return line


def _is_left_open(sentence: Sentence, first: int) -> bool:
    """Say whether a claim is left open: "neither confirmed nor denied that five", "had no comment on claims that 19"."""
    words = [token.lower for token in sentence.tokens[max(0, first - CLAIM_REACH - 4) : first]]
    if _is_inquired(words) or _is_not_known(sentence, words):
        return True
    told = [at for at, word in enumerate(words) for phrase in LEFT_OPEN.get(word, ()) if tuple(words[at : at + len(phrase)]) == phrase]
    # A claim must follow: "had no comment, and 12 people died" leaves nothing open.
    return bool(told) and any(word in ("that", "claims", "claim", "reports", "whether") for word in words[told[-1] :])


def _is_inquired(words: Sequence[str]) -> bool:
    """Say whether words before a number look into a claim: "is looking into the reports that", "was aware of claims that"."""
    for at in (at for at, word in enumerate(words) if word in CLAIMED):
        before = [word for word in words[:at] if word not in ("the", "these", "such")]
        if before and before[-1] in INQUIRED and not INQUIRING.isdisjoint(before[-3:]):
            return True
    return False


def _is_not_known(sentence: Sentence, words: Sequence[str]) -> bool:
    """Say whether words right before a number say that nobody knows of it: "had no reports of 12 deaths"."""
    if len(words) < 3 or words[-1] not in ("of", "about") or words[-3] != "no":
        return False
    return lemmatise(words[-2], "NOUN").lemma in sentence.lexicon.word_class("knowing-nouns")


def _is_intended(sentence: Sentence, word: int) -> bool:
    """Say whether what is counted was only meant to be: "in an attempt to capture two", "The plan was to arrest seven", "are to leave"."""
    token = sentence[word]
    to = next((t for t in sentence.children(word, "mark") if t.lower == "to" and t.index < word), None)
    if to is None:
        return False
    # Before "to" stands what means it: "in order to murder three", "a plan to kill", "are to leave".
    before = sentence[to.index - 1] if to.index else to
    intending = sentence.lexicon.word_class("intending-nouns")
    if before.lower == "order" or (before.pos == "NOUN" and before.lemma in intending):
        return True
    if before.lemma == "be" and before.pos in ("AUX", "VERB"):
        return True
    head = sentence[token.head]
    return base(token.dep) in ("acl", "ccomp", "xcomp") and head.pos == "NOUN" and head.lemma in intending
