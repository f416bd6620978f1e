"""
How sure: the status of a figure or statement, by the words that govern it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.reading.figures.candidates import Candidate
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import is_passive
from according.reading.speakers.frame import Frame
from according.statement import Status

# What a cue says of its content (docs/json.md, `status`): an estimate is estimated, a fear possible, a denial denied.
BY_STANCE: dict[str, Status] = {"estimates": "estimated", "fears": "possible", "denies": "denied", "plans": "planned", "demands": "planned"}
# "no" is none of them: before a noun it is a number ("no casualties").
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
# Verbs by which a figure is given out.
GIVING = frozenset({"give", "publish", "issue", "release"})
# What behind "not" does not take back what is told.
STILL_SO = frozenset({
    "only", "just", "merely", "simply", "yet", "less", "fewer", "more", "until", "all", "least",
    "seriously", "badly", "severely", "gravely", "critically", "immediately",
})  # fmt: skip
# The rules by which a number is what a toll or a tally is.
TOLLS = frozenset({"measures.toll", "measures.tally"})
# Bounds that are estimates: "as many as", "up to".
GUESSING = ("up to", "as many as", "estimate", "probably", "maybe", "perhaps")


# Verbs of charging somebody with a deed.
ACCUSING = frozenset({"accuse", "charge", "suspect"})
# Words from a number to "reported", and the classes of those that name whom it counts.
REPORTED_REACH = 6
NAMING_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "ADP"})


def status_of(sentence: Sentence, index: int | None, words: str, frames: Sequence[Frame], lexicon: Lexicon) -> Status:
    """
    Return the status of what the word ``index`` tells, given the number's words and the frames it stands in.

    Where ``index`` is ``None``, no clause tells the number: it is taken as known, or as estimated where its own words say so.

    A possibility outweighs an estimate: "may have killed an estimated 80,000" is possible. What a verb of the clause itself says ("may",
    "will") outweighs the stance of whoever reports it.
    """
    if index is None:
        return "estimated" if any(phrase in words.casefold() for phrase in GUESSING) else "asserted"
    own = _modality(sentence, index, lexicon)
    if own:
        return own
    # "expects to call off the search after recovering four bodies": what went before has happened, whatever is expected.
    frames = [frame for frame in frames if not (frame.stance in ("estimates", "plans") and _went_before(sentence, index, frame))]
    stances = [BY_STANCE.get(frame.stance) for frame in frames if not _is_circumstance(sentence, index, frame, frames)]
    # The firmest doubt of any frame in the chain: what one denies is denied, whoever passes it on.
    for status in ("denied", "possible", "planned"):
        if status in stances:
            return status
    if any(phrase in words.casefold() for phrase in GUESSING) or "estimated" in stances:
        return "estimated"
    # "the army reported 12 dead": a cue with a speaker is a source and no hedge.
    cues = {frame.cue_last for frame in frames if frame.speaker is not None} | {frame.cue for frame in frames if frame.speaker is not None}
    # "12 were reported killed": a claim that nobody owns is an estimate.
    if any(frame.speaker is None for frame in frames) or _hedged(sentence, index, lexicon, cues):
        return "estimated"
    return "asserted"


def _went_before(sentence: Sentence, index: int, frame: Frame) -> bool:
    """Say whether a word stands in a clause of "after" below the cue of a frame: "after recovering four bodies"."""
    path = [index, *takewhile(lambda above: above != frame.cue_last, (token.index for token in sentence.ancestors(index)))]
    gerunds = (at for at in path if sentence[at].dep == "advcl" and sentence[at].lower.endswith("ing"))
    return any(mark.lower == "after" for at in gerunds for mark in sentence.children(at, "mark", "case"))


def telling_word(sentence: Sentence, candidate: Candidate) -> int | None:
    """
    Return the word whose clause tells of a figure: the word for what happened, or of a toll the verb that leads to the number.

    It is ``None`` where the number stands with the toll itself and the clause tells of something else: "The toll of 12 could rise".
    """
    word, at = candidate.trigger.index, candidate.number.core
    if candidate.trigger.rule not in TOLLS or sentence[word].pos not in ("NOUN", "PROPN"):
        return word
    above = (sentence[at], *sentence.ancestors(at))
    # "could top 500": the tree may hang the helping verb on the number.
    verbs = [token.index for token in above if token.pos in ("VERB", "AUX", "ADJ") or sentence.child(token.index, "aux") is not None]
    if at in sentence.subtree(word):
        # "The death toll, which may have reached 12, could rise": a clause of its own between them.
        inside = [verb for verb in verbs if verb in sentence.subtree(word)]
        return inside[0] if inside else None if base(sentence[word].dep) == "nsubj" else word
    return verbs[0] if verbs else word


def is_estimate(sentence: Sentence, noun: int, lexicon: Lexicon) -> bool:
    """Say whether a word before a noun makes an estimate of it: "raised their estimated toll to 200"."""
    return _estimates([child.lower for child in sentence.children(noun, "amod", "advmod")], lexicon)


def _estimates(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Say whether one of some words makes an estimate of what it stands with: "estimated", "reportedly"."""
    return any((entry := lexicon.find("hedges", word)) and entry.kind == "estimated" for word in words)


def _is_circumstance(sentence: Sentence, index: int, frame: Frame, frames: Sequence[Frame]) -> bool:
    """
    Say whether what is told only goes with what somebody fears, and is itself no fear.

    "warned that the toll could rise, with another 82 people injured", "warned of risks, noting that 30 were killed".
    """
    if frame.stance != "fears":
        return False
    said = any(other.cue > frame.cue and other.stance == "says" and other.speaker == frame.speaker for other in frames)
    words = sentence.tokens[frame.last + 1 : index]
    behind = next((t.index for t in words if t.lower == "with" and sentence[t.index - 1].text == ","), None)
    # What is feared has a verb of its own before that: "warned that the toll could rise, with ...".
    told = behind is not None and any(t.has("VerbForm=Fin") for t in sentence.tokens[frame.last + 1 : behind])
    return said or (told and not any(t.has("VerbForm=Fin") for t in sentence.tokens[behind or 0 : index]))


def is_said_reported(sentence: Sentence, number: int) -> bool:
    """
    Say whether those counted are said to be reported by nobody in particular, right behind them.

    "at least 100 civilians reported killed", "dozens of casualties reported", "the toll of 59 reported late on Sunday"; not "12 deaths
    reported by the army".
    """
    at = next((t.index for t in sentence.tokens[number + 1 : number + 1 + REPORTED_REACH] if t.pos not in NAMING_TAGS), None)
    if at is None or sentence[at].lower != "reported":
        return False
    behind = sentence.tokens[at + 1 : at + 7]
    # "whose 12 agents reported a fire" has an object, "the army reported that" a clause, "reported by the army" an owner.
    if behind and (behind[0].pos in ("DET", "NUM", "PRON", "SCONJ", "NOUN") or behind[0].lower in ("by", "that")):
        return False
    return not any(t.lower == "by" for t in behind)


def is_negated(sentence: Sentence, index: int, number: int) -> bool:
    """
    Say whether what the word ``index`` tells of the number at token ``number`` is said not to be so.

    "12 soldiers were not killed", "there were not 40 dead", "not 200 or even 500 deaths"; but not "not only 12", "not yet",
    "not seriously wounded", "12, not 20".
    """
    # "The whereabouts of four are not known": that is what makes them missing.
    told = sentence.lexicon.find("measures", sentence[index].lemma)
    if told is not None and told.pattern == "fate":
        return False
    # "not 200 or even 500 deaths": the negation stands before the first of the two.
    joined = [number, *([sentence[number].head] if sentence[number].dep == "conj" else [])]
    if any(at and sentence[at - 1].lower in NEGATIONS and sentence[at].lower not in STILL_SO for at in joined):
        return True
    # "does not tell fighters apart in its count of 40 dead": what is not done is the telling apart.
    tally = [t.lower for t in sentence.tokens[max(0, number - 4) : number]]
    if tally[-3:-1] and tally[-1] == "of" and tally[-2] in ("count", "toll", "tally") and sentence[number - 3].has("Poss=Yes"):
        return False
    for verb in _clause(sentence, index):
        # "has never given a toll of 300": that figure is denied.
        giving = sentence[verb].lemma in GIVING
        if verb != index and not giving and sentence.lexicon.find("cues", sentence[verb].lemma) is not None:
            # "officials would not say how many ...": what they keep to themselves is not denied.
            break
        # "did not prevent him from killing five": then he did.
        if prevents(sentence, verb, index):
            break
        for word in sentence.children(verb, "advmod"):
            # "12 were killed, not wounded": a negation behind the verb is of what follows.
            after = sentence[word.index + 1].lower if word.index + 1 < len(sentence) else ""
            if word.lower in NEGATIONS and word.index < max(verb, index) and after not in STILL_SO:
                return True
    return False


def prevents(sentence: Sentence, at: int, index: int) -> bool:
    """
    Say whether the word ``at``, which stands over the word ``index``, is a verb that prevents what that one tells.

    Its helpers and negations are of the preventing: whoever "did not prevent him from killing five" let him kill them.
    """
    verb = sentence[at]
    if at == index or verb.pos not in ("VERB", "AUX") or verb.lemma not in sentence.lexicon.word_class("preventing-verbs"):
        return False
    path = [index, *takewhile(lambda above: above != at, (token.index for token in sentence.ancestors(index)))]
    # "failed to kill", "foiled a plot to kill"; who "stopped to kill" did so.
    leading = ("from", "to") if verb.lemma == "fail" or sentence[path[-1]].pos == "NOUN" else ("from",)
    return at < index and any(mark.lower in leading for below in path for mark in sentence.children(below, "mark", "case"))


def _clause(sentence: Sentence, index: int) -> list[int]:
    """Return the verbs that govern a word, up to the first with a subject of its own."""
    chain = [index]
    if sentence[index].pos == "VERB" and (sentence.children(index, "nsubj") or _is_past(sentence[index])):
        # "called for the release of nine sailors seized in May": they were seized.
        return chain
    below = sentence[index]
    for token in sentence.ancestors(index):
        # "would end its search for the 30 who were still missing": a relative clause tells what is so.
        if below.dep == "acl:relcl":
            break
        below = token
        if token.pos in ("VERB", "AUX", "ADJ", "NOUN"):
            chain.append(token.index)
        if token.pos == "VERB" and sentence.children(token.index, "nsubj"):
            break
    return chain


def _is_past(token: Token) -> bool:
    """Say whether a past participle modifies a noun."""
    return token.dep == "acl" and token.has("VerbForm=Part") and token.has("Tense=Past")


def _modality(sentence: Sentence, index: int, lexicon: Lexicon) -> Status | None:
    """Return the status that a verb, adverb or governor of the clause gives what is told, or ``None`` where it is plainly said."""
    asked = any(mark.lower == "whether" for mark in sentence.children(index, "mark"))
    # "whether 12 had died"; but whether a blast killed them asks only what did.
    if asked and not sentence.child(index, "obj"):
        return "possible"
    for at in _clause(sentence, index):
        # "could not prevent him from killing five": what could not be is the preventing.
        if prevents(sentence, at, index):
            return None
        for child in sentence.children(at, "aux", "advmod"):
            entry = lexicon.find("hedges", child.lower) or (lexicon.find("hedges", "will") if child.lower in ("'ll", "’ll") else None)
            if entry and entry.kind == "possible":
                return "possible"
            # "will" is a plan as a helping verb; as a noun ("against her will") it is none.
            if entry and entry.kind == "planned" and base(child.dep) == "aux" and not _past(sentence, at):
                # "If confirmed, the case would raise the toll to 16": on a condition it may be.
                return "possible" if _on_condition(sentence, at) else "planned"
        # "are due to be freed": the tree makes a conjunction of it.
        due = any(mark.lower == "due" and mark.index < at for mark in sentence.children(at, "mark"))
        if due or (at == index and any(_is_ordered(child, lexicon) for child in sentence.children(at, "amod"))):
            return "planned"
        token = sentence[at]
        # "feared dead"; "the feared unit" stands over no count.
        if token.lower == "feared":
            return "possible"
        # "was accused of 12 murders" says so of nobody's own knowledge; "accused of the murder of 12" takes their death as known.
        accused = token.lemma in ACCUSING and is_passive(sentence, token) and sentence[index].head == at
        if at != index and accused and sentence[index].pos == "NOUN" and sentence.child(index, "nummod") is not None:
            return "estimated"
        governor = lexicon.find("hedges", token.lemma) if at != index and token.pos in ("VERB", "ADJ") else None
        # "promised to send troops": only what stands under the verb is planned, not a promise itself. "likely to die" is an estimate.
        if governor and governor.kind == "planned" and _infinitive(sentence, at, index):
            return "planned"
        if governor and token.pos == "ADJ" and any(mark.lower == "to" for mark in sentence.children(index, "mark")):
            return "estimated"
    return None


def _is_ordered(word: Token, lexicon: Lexicon) -> bool:
    """Say whether a word before a noun says that it is still to come: "the mandatory evacuation of 300 people", "a planned withdrawal"."""
    entry = lexicon.find("hedges", word.lemma) or lexicon.find("hedges", word.lower)
    return entry is not None and entry.kind == "planned"


def _on_condition(sentence: Sentence, verb: int) -> bool:
    """Say whether a condition hangs on a verb that tells of harm: "If confirmed, the case would raise the toll"; a plan stays a plan."""
    told = sentence.lexicon.find("measures", sentence[verb].lemma)
    if told is not None and told.kind in ("deployed", "withdrawn", "released", "displaced"):
        return False
    clauses = sentence.children(verb, "advcl")
    return any(mark.lower in ("if", "unless") for clause in clauses for mark in sentence.children(clause.index, "mark"))


def _past(sentence: Sentence, at: int) -> bool:
    """Say whether "have" or "been" helps a verb: "would have killed" is no plan, and in reported speech "would" is only a tense."""
    return any(child.lower in ("have", "been") for child in sentence.children(at, "aux"))


def _infinitive(sentence: Sentence, governor: int, index: int) -> bool:
    """Say whether a plan governs what is told: "plans to send 5,000 troops", "ordered 700 troops withdrawn"."""
    path = [index, *(t.index for t in sentence.ancestors(index))]
    between = path[: path.index(governor)]
    called = sentence[governor].lemma in ("call", "appeal") and any(t.lower == "to" for t in sentence.children(between[-1], "mark"))
    if called:
        # "called on Harran to release nine sailors", which the tree makes a purpose.
        return True
    if any(base(sentence[at].dep) == "advcl" for at in between):
        # "tried to flee, killing 12": who tried did kill.
        return False
    below = sentence[between[-1]]
    # "plans a parade for the 30 who were killed": a relative clause lies outside the plan.
    return base(below.dep) in ("xcomp", "obj", "ccomp")


def _hedged(sentence: Sentence, index: int, lexicon: Lexicon, cues: set[int]) -> bool:
    """Say whether a word of the clause makes an estimate of what is told: "reportedly", "12 believed killed"; not a cue with a speaker."""
    for at in _clause(sentence, index):
        if at in cues:
            return False
        token = sentence[at]
        words = [child.lower for child in sentence.children(at, "advmod", "amod")]
        if (
            at != index
            and token.lower in ("believed", "thought", "reported", "presumed", "alleged", "estimated", "claimed", "suspected")
            # "the agency believed", "has claimed": a verb with a subject says who does, and is a cue; "ten were presumed dead" is none.
            and (not sentence.children(at, "aux", "nsubj") or (token.lower == "presumed" and is_passive(sentence, token)))
        ):
            words.append("believed")
        if _estimates(words, lexicon):
            return True
    return False
