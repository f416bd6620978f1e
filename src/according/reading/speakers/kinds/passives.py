"""
Cues whose subject does not speak: "was reported by", "was told by", "a video showing".

Who speaks is the agent behind "by", or whoever shows the video. Where neither is named nobody is, and the frame has no speaker.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import Entry
from according.reading.grammar.phrases import base, noun_after
from according.reading.grammar.subjects import subject
from according.reading.speakers.clauses import clause_around
from according.reading.speakers.frame import Frame
from according.reading.speakers.kinds.claims import TOLL_NOUNS
from according.reading.speakers.kinds.compared import number_of_another
from according.reading.speakers.naming.owners import can_speak

# Verbs whose passive subject hears: "was told by police that 12 had died".
HEARING = frozenset({"tell", "inform", "brief"})

# Verbs whose passive says what was done to somebody, not what somebody said: "was recorded by", "were charged by".
RECORDING = frozenset({
    "accuse", "ask", "blame", "charge", "describe", "detail", "document", "expect", "find", "list", "lower", "place", "put", "raise",
    "record", "register", "set", "show", "suspect",
})  # fmt: skip

# What a thing shown does with what it holds: "a video showing two destroyed tanks".
SHOWING = frozenset({"show", "depict", "purport", "say", "claim", "confirm"})
# Words from a cue to the end of whom "by" names.
AGENT_MOST = 9
# What sets a tally beside another number.
COMPARATIVES = frozenset({"than", "half", "twice", "double", "triple", "thrice", "times", "above", "below"})
# Verbs whose passive settles what is told and makes no claim of it: "five were confirmed dead", "was pronounced dead on arrival".
SETTLING = frozenset({"confirm", "verify", "declare", "pronounce", "certify"})


def passive(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """
    Return the frame of a passive cue, or ``None``: "was reported killed", "it was announced that", "reported by X".

    Its speaker is the agent. Without an agent it has none, which still makes what is told a claim.
    """
    agent = next((c for c in sentence.children(verb.index, "obl") if sentence.has_case(c.index, "by")), None)
    below = [c for c in sentence.children(verb.index) if base(c.dep) in ("ccomp", "xcomp", "csubj") and c.index > verb.index]
    # "the reported blast", "as reported": nobody and nothing is told.
    if (agent is None and not below) or _is_done(sentence, verb, entry):
        return None
    if verb.lemma in HEARING:
        return _heard(sentence, verb, agent, below)
    if _is_of_deed(sentence, verb, entry, below):
        return None
    if agent is not None:
        return _by_agent(sentence, verb, entry, agent, told_below=bool(below))
    # "Five miners were confirmed dead": nobody doubts it, whoever confirmed it.
    return None if verb.lemma in SETTLING else _by_nobody(sentence, verb, entry)


def _is_done(sentence: Sentence, verb: Token, entry: Entry) -> bool:
    """Say whether a passive tells what was done or is wanted, or leaves the saying to another cue."""
    if entry.kind in ("demands", "plans") or verb.lemma in RECORDING:
        return True
    # "The mayor was quoted by the paper as saying": both stand in the frame of "saying".
    return verb.lemma in ("quote", "cite") and any(t.lower == "saying" for t in sentence.children(verb.index, "advcl", "xcomp", "acl"))


def _is_of_deed(sentence: Sentence, verb: Token, entry: Entry, below: list[Token]) -> bool:
    """Say whether a passive is of a claim that is rejected or a deed that is claimed, and gives no number."""
    # "a claim rejected by the army": the army does not say what it rejects.
    if entry.kind == "denies" and base(verb.dep) == "acl":
        return True
    # "The blast killed 12 and was claimed by the rebels": they claim the deed, and give no toll.
    return verb.lemma == "claim" and not below and not _claims_count(sentence, verb)


def _by_agent(sentence: Sentence, verb: Token, entry: Entry, agent: Token, *, told_below: bool) -> Frame | None:
    """
    Return the frame of a passive whose agent speaks, or ``None``: "was announced by the mayor".

    ``told_below`` says that a clause below the cue holds what is told.
    """
    last = max(verb.index, sentence.subtree(agent.index)[-1])
    if base(verb.dep) == "acl" and sentence[verb.head].lemma in TOLL_NOUNS:
        return _given(sentence, verb, entry, agent, last)
    tally = next((t for t in sentence.children(verb.index, "nsubj:pass") if t.lemma in TOLL_NOUNS), None)
    if tally is not None and _is_compared(sentence, tally) and base(verb.dep) in ("advcl", "parataxis", "acl"):
        # "14 bodies, half the number announced by the mayor": his number is another.
        return None
    of_number = number_of_another(sentence, verb)
    if of_number is not None:
        rule = "speakers.number-of-another"
        return Frame(verb.index, verb.index, agent.index, (of_number,), entry.kind, rule, verb.index, last, alone=True)
    # "12 were killed, as reported by the ministry", "Three deaths were confirmed by the ministry": what is reported stands in front.
    # With a clause below ("it was announced by the army that") it stands behind, and who it is about in front.
    in_front = base(verb.dep) in ("acl", "advcl", "parataxis") or not told_below
    end = verb.index - 1 if in_front else len(sentence) - 1
    content = ((0, end),) if end > 0 else ()
    return Frame(verb.index, verb.index, agent.index, content, entry.kind, "speakers.passive-agent", verb.index, last)


def _by_nobody(sentence: Sentence, verb: Token, entry: Entry) -> Frame:
    """Return the frame of a passive without an agent, which makes a claim of what it tells: "Five miners were reported killed"."""
    # The subject of the cue is that of what is told, so the content opens with it.
    start = min((t.index for t in sentence.children(verb.index, "nsubj")), default=verb.index)
    start = sentence.subtree(start)[0] if start < verb.index else verb.index
    # "... and 19 were missing": a clause with a subject and a verb of its own is no part of the claim; "and 19 missing" is.
    joined = sentence.children(verb.index, "conj")
    others = (t for t in joined if sentence.child(t.index, "nsubj") and sentence.child(t.index, "aux", "cop"))
    end = next((sentence.subtree(t.index)[0] - 1 for t in others), len(sentence) - 1)
    return Frame(verb.index, verb.index, None, ((start, end),), entry.kind, "speakers.unnamed-claimant", verb.index, verb.index)


def _claims_count(sentence: Sentence, verb: Token) -> bool:
    """Say whether what is claimed is a count and no deed: "40 deaths claimed by the army", "the toll claimed by"."""
    claimed = sentence[verb.head] if base(verb.dep) == "acl" else sentence.child(verb.index, "nsubj")
    return claimed is not None and (claimed.pos == "NUM" or claimed.lemma in TOLL_NOUNS or bool(sentence.children(claimed.index, "nummod")))


def _is_compared(sentence: Sentence, noun: Token) -> bool:
    """Say whether a tally is only compared with another number: "twice the figure", "fewer than the total"."""
    return any(t.lower in COMPARATIVES for t in sentence.tokens[max(0, noun.index - 5) : noun.index])


def _given(sentence: Sentence, verb: Token, entry: Entry, agent: Token, last: int) -> Frame | None:
    """
    Return the frame of a tally and who gives it, or ``None``: "the toll given by the governor was 23", "the toll of 23 given by the mayor".

    What is given stands behind the clause that names him, or in the tally's own phrase. "Police spoke of 40 hurt, twice the figure given
    by doctors" tells no number of the doctors'.
    """
    noun = sentence[verb.head]
    if any(token.pos == "NUM" for token in sentence.tokens[noun.index + 1 : verb.index]):
        content, alone = (noun.index + 1, verb.index - 1), True
    elif (number := _number_beside(sentence, noun)) is not None:
        # "Between 40, the figure given by the police, and 95": no other number is theirs.
        content, alone = (number, number), True
    elif base(noun.dep) == "nsubj" and not _is_compared(sentence, noun):
        content, alone = clause_around(sentence, verb.index, last), False
    else:
        return None
    return Frame(verb.index, verb.index, agent.index, (content,), entry.kind, "speakers.possessed-count", verb.index, last, alone=alone)


def _number_beside(sentence: Sentence, noun: Token) -> int | None:
    """Return the number that a tally between commas says what it is, or ``None``: "40, the figure given by the police"."""
    comma = noun.index - 1 - (sentence[noun.index - 1].pos == "DET")
    return comma - 1 if comma > 0 and sentence[comma].text == "," and sentence[comma - 1].pos == "NUM" else None


def said_by(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """
    Return the frame of a passive that names its agent between two prepositions, or ``None``.

    "was said by residents to have killed 20", "was accused by prosecutors of killing 20": what is said stands behind the second. "Put at
    150 by the authorities": it stands before the agent.
    """
    near = sentence.tokens[verb.index + 1 : verb.index + AGENT_MOST]
    if not near or entry.kind in ("demands", "plans") or entry.pattern not in ("clause", "both", "object"):
        return None
    by = next((token.index for token in near if token.lower == "by"), None)
    # "Police said at least 25 were killed by gunmen": that is no "put at 25 by", and the gunmen say nothing.
    put_at = near[0].lower == "at" and near[1:2] != () and near[1].lower not in ("least", "most")
    if by is None or not (by == verb.index + 1 or (put_at and any(t.pos == "NUM" for t in near[: by - verb.index]))):
        return None
    head = noun_after(sentence, by + 1)
    if head is None or not can_speak(sentence[head], sentence.lexicon):
        return None
    if near[0].lower == "at":
        content = ((verb.index + 1, by - 1),)
        rule = "speakers.number-of-another"
        return Frame(verb.index, verb.index, head, content, entry.kind, rule, verb.index, head, named=(by + 1, head), alone=True)
    opening = head + 1
    joint = "of" if entry.kind == "claims" and verb.lemma in ("accuse", "suspect") else "to"
    if opening + 2 >= len(sentence) or sentence[opening].lower != joint:
        return None
    told = [(opening + 1, clause_around(sentence, verb.index, opening)[1])]
    own = sentence.child(verb.index, "nsubj:pass")
    if joint == "to" and own is not None and own.index < verb.index:
        # "Nine people were said by police to have died".
        told.insert(0, (sentence.subtree(own.index)[0], own.index))
    return Frame(verb.index, verb.index, head, tuple(told), entry.kind, "speakers.passive-agent", verb.index, head,
                 named=(by + 1, head))  # fmt: skip


def _heard(sentence: Sentence, verb: Token, agent: Token | None, below: list[Token]) -> Frame | None:
    """
    Return the frame of a cue of hearing, or ``None``: "was told by the harbour police that two had drowned".

    Who tells it is the agent; without one nobody is named.
    """
    # An agent inside the clause did what is told: "was told that two were killed by gunmen".
    if agent is None or (below and agent.index > below[0].index):
        return None
    if not below and not any(t.lower == "that" for t in sentence.tokens[agent.index + 1 : agent.index + 4]):
        return None
    that = next((t.index for t in sentence.tokens[agent.index + 1 : agent.index + 4] if t.lower == "that"), None)
    start = that if that is not None else max(sentence.subtree(agent.index)[-1] + 1, verb.index + 1)
    start = next((t.index + 1 for t in sentence.tokens[start : start + 2] if t.lower == "that"), start)
    last = start - 1
    return Frame(verb.index, verb.index, agent.index, ((start, len(sentence) - 1),), "says", "speakers.heard-from", verb.index, last)


def shown(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """
    Return the frame of a verb of showing, or ``None``: "shared a video clip showing two destroyed tanks".

    What the thing shown shows is said by whoever shows it, and the thing is the evidence. A "show" with a clause of its own is a plain cue:
    "figures show that 12 died".
    """
    speaker = subject(sentence, verb)
    for shown in sentence.children(verb.index, "obj"):
        for clause in sentence.children(shown.index, "acl"):
            if clause.lemma in SHOWING and clause.index > shown.index:
                # "A video was shared showing": nobody is named as sharing it.
                if speaker is None or sentence.children(verb.index, "aux:pass"):
                    return None
                content = ((clause.index + 1, max(clause.index + 1, sentence.subtree(clause.index)[-1])),)
                rule = "speakers.shown-evidence"
                return Frame(verb.index, verb.index, speaker, content, entry.kind, rule, verb.index, clause.index, evidence=shown.index)
    if speaker is None or verb.lemma != "show" or not any(base(c.dep) == "ccomp" for c in sentence.children(verb.index)):
        return None
    content = ((verb.index + 1, len(sentence) - 1),)
    return Frame(verb.index, verb.index, speaker, content, entry.kind, "speakers.clausal-complement", verb.index, verb.index)
