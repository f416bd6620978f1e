"""
How far a frame reaches: where what somebody says ends and what somebody else says begins.

A parser often hangs the second half of a sentence on the wrong verb. The breaks of English between two clauses are plain to see: a
semicolon, a comma with "and" or "but", "while". They are trusted before the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from according.language.sentence import Sentence, Token
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import OFFSETS
from according.reading.speakers.clauses import (
    CLAUSE_JOINTS,
    CLAUSE_OPENINGS,
    HARD,
    break_at,
    break_before,
    has_finite,
    has_verb,
    time_opening,
)
from according.reading.speakers.frame import Frame


def bounded(sentence: Sentence, frame: Frame, frames: Sequence[Frame]) -> Frame:
    """
    Return a frame with its content cut where another frame's clause, the aside or the brackets that it stands in end it.

    ``frames`` are all frames of the sentence. A stretch that lies wholly outside is dropped, so that the content may come out empty.
    """
    low, high = 0, len(sentence) - 1
    for other in frames:
        if other is frame or other.cue == frame.cue:
            continue
        if other.first > frame.last:
            high = min(high, _before(sentence, frame, other))
        elif other.last < frame.first:
            low = max(low, _behind(sentence, frame, other))
    # "The toll given by the governor was 23": the cue stands in a clause below "toll", and the count behind it. A label is in no clause.
    aside = _aside_end(sentence, frame, frames) if frame.rule not in ("speakers.possessed-count", "speakers.label-before") else high
    high = min(high, aside, _bracket_end(sentence, frame), _comment_start(sentence, frame), _objection_start(sentence, frame))
    kept = tuple((max(a, low), min(b, high)) for a, b in frame.content if max(a, low) <= min(b, high))
    return replace(frame, content=kept) if kept != frame.content else frame


def _before(sentence: Sentence, frame: Frame, other: Frame) -> int:
    """Return the last word that a frame can cover where a later frame follows."""
    verb = sentence[other.cue_last]
    # "The army admits four dead, the rebels nine": the mark is the second frame's.
    if other.rule == "speakers.gapped":
        return other.first - 1
    # The second cue has no subject of its own: one speaker goes on, and each cue has its own clause.
    if base(verb.dep) == "conj" and not sentence.children(verb.index, "nsubj", "expl") and sentence[other.first - 1].lower in CLAUSE_JOINTS:
        return other.first - 1  # "said A and added B"
    goes_on = verb.lower.endswith("ing") and not sentence.children(verb.index, "nsubj") and sentence[other.first - 1].text == ","
    if goes_on and other.first - 2 > frame.last:
        # "denied that 12 had died, saying four were wounded": only the twelve are denied.
        return other.first - 2
    own = base(verb.dep) == "conj" and sentence.children(verb.index, "nsubj") and sentence[other.first - 1].lower in ("and", "but", "while")
    if own and other.first - 2 > frame.last:
        # "India said six and Pakistan said eleven": each says its own.
        return other.first - 2
    at = break_before(sentence, other.first)
    if at is not None and at > frame.last:
        return at - 1
    if _is_beside(sentence, frame, other):
        return other.first - 2
    opening = time_opening(sentence, other.first)
    if opening is not None and opening > frame.last + 2 and tells_behind(other):
        # "The agency reported six dead before [the army said that 13 had died]".
        return opening - 2 if sentence[opening - 1].text == "," else opening - 1
    if _are_cited_in_turn(frame, other) and any(t.pos == "NUM" for t in sentence.tokens[frame.last + 1 : other.first]):
        # "31 according to the ministry and 46 according to the union": each has its own.
        return frame.last
    if other.rule == "speakers.according-to" and other.content and other.content[0][0] > frame.last + 1:
        # "The ministry said five died, two of them fighters, according to the militia": the aside is the militia's alone.
        return other.content[0][0] - 2
    # "12 died, the army said, but residents put ...": what follows a closing frame and a break is another's.
    if _is_trailing(frame) and break_at(sentence, frame.last + 1) is not None:
        return frame.last
    # "The army said 12 died, according to the agency": the content ends before the source. Without a sign the later frame stands inside
    # this one: "Officials say police reported three deaths".
    return other.first - 1 if trails(frame, other) else len(sentence) - 1


def _is_beside(sentence: Sentence, frame: Frame, other: Frame) -> bool:
    """Say whether a comma alone parts two clauses of two speakers: "India says it lost three jets, Pakistan says it downed six"."""
    verb = sentence[other.cue_last]
    rules = ("speakers.clausal-complement", "speakers.leading-cue", "speakers.object")
    leads = other.rule in rules and sentence[other.first - 1].text == ","
    # "He said that when the army came, police fired": the comma closes a clause that belongs to what follows.
    told = sentence.tokens[frame.last + 1 : other.first]
    opening = next((t.lower for t in told if t.lower != "that"), "")
    # What some verbs tell is no clause: "Oredo admits to 700 dead, Kassir claims 7,000".
    counted = frame.rule in ("speakers.object", "speakers.spoken-of") and any(t.pos == "NUM" for t in told)
    whole = opening not in CLAUSE_OPENINGS and (counted or has_finite(sentence, frame.last + 1, other.first - 1))
    return leads and whole and any(t.index < verb.index for t in sentence.children(verb.index, "nsubj"))


def _behind(sentence: Sentence, frame: Frame, other: Frame) -> int:
    """Return the first word that a trailing frame can cover where an earlier frame stands before it."""
    # Only a frame whose content lies in front of it can reach back into what another says.
    if not _is_trailing(frame):
        return 0
    if _are_cited_in_turn(other, frame):
        behind = (t.index for t in sentence.tokens[other.last + 1 : frame.first] if t.pos not in ("PUNCT", "CCONJ"))
        return next(behind, other.last + 1)
    at = break_at(sentence, other.last + 1)
    # "..., the army said, and [nine fled, the mayor said]": the break right behind the earlier frame opens the later one's clause.
    if at is not None and (_is_trailing(other) or sentence[at - 1].text == ";"):
        return at
    # Else the nearest hard break between the two, from the later one back: "and" there may join words of one clause.
    for index in range(frame.first - 1, other.last, -1):
        if sentence[index].text == ";" or (sentence[index].lower in HARD and sentence[index - 1].text == ","):
            return index + 1
    return 0


def tells_behind(frame: Frame) -> bool:
    """Say whether a frame opens with its speaker, and what it reports stands behind its cue."""
    speaks = frame.speaker is not None and frame.first <= frame.speaker < frame.cue
    return speaks and bool(frame.content) and frame.content[0][0] > frame.cue_last


def _are_cited_in_turn(frame: Frame, other: Frame) -> bool:
    """Say whether two sources behind "according to" close one stretch each."""
    return frame.rule == other.rule == "speakers.according-to" and _is_trailing(frame) and _is_trailing(other)


def _is_trailing(frame: Frame) -> bool:
    """Say whether what a frame reports stands in front of it."""
    return frame.rule in ("speakers.trailing-cue", "speakers.according-to", "speakers.passive-agent") and any(
        b < frame.cue for _, b in frame.content
    )


def trails(frame: Frame, other: Frame) -> bool:
    """Say whether a later frame takes an earlier one as its content: "..., X told Y, according to Z"."""
    return _is_trailing(other) and other.covers(frame.cue) and frame.rule != "speakers.according-to"


def _comma_before_verb(sentence: Sentence, last: int) -> int:
    """
    Return the last word of an aside that a comma closes before the main verb, or the last of the sentence.

    "..., whom police said were drunk, killed ...": the tree may take the main verb into the aside.
    """
    for index in range(last + 2, len(sentence) - 1):
        after = sentence[index + 1]
        if sentence[index].text == "," and after.pos in ("VERB", "AUX") and after.has("VerbForm=Fin"):
            return index - 1
    return len(sentence) - 1


def _comment_start(sentence: Sentence, frame: Frame) -> int:
    """
    Return the last word before the report's own comment on what a frame has said, or the last of the sentence.

    "Both sides reported losses, a sign that the war, which has left 900 dead, goes on": neither side tells of the 900.
    """
    comments = sentence.lexicon.word_class("comments")
    for token in sentence.tokens[frame.last + 2 : len(sentence) - 2]:
        if token.text != "," or sentence[token.index + 1].lower not in ("a", "an", "the", "another"):
            continue
        noun = next((t for t in sentence.tokens[token.index + 2 : token.index + 5] if t.pos == "NOUN"), None)
        behind = sentence[noun.index + 1].lower if noun is not None and noun.index + 1 < len(sentence) else ""
        if noun is not None and noun.lemma in comments and behind in ("that", "which", "of", "in", "for", "to"):
            return token.index - 1
    return len(sentence) - 1


def _objection_start(sentence: Sentence, frame: Frame) -> int:
    """
    Return the last word before what the report holds against a denial, or the last of the sentence.

    "Harran denies targeting civilians, but thousands have been killed": it does not deny that.
    """
    last = len(sentence) - 1
    if frame.stance != "denies":
        return last
    joints = (t.index for t in sentence.tokens[frame.last + 1 : last] if t.text == "," and sentence[t.index + 1].lower in HARD)
    return next((at - 1 for at in joints if has_verb(sentence, at + 2, last)), last)


def _bracket_end(sentence: Sentence, frame: Frame) -> int:
    """Return the last word in the brackets around a frame, or the last of the sentence: "Unknown (the UN states that ...) 230 deaths"."""
    # The nearest bracket before the frame decides: a closing one means that it stands outside.
    opened = next((i for i in range(frame.first - 1, -1, -1) if sentence[i].text in ("(", ")")), None)
    if opened is None or sentence[opened].text != "(":
        return len(sentence) - 1
    return next((i - 1 for i in range(frame.last + 1, len(sentence)) if sentence[i].text == ")"), len(sentence) - 1)


def _aside_end(sentence: Sentence, frame: Frame, frames: Sequence[Frame]) -> int:
    """
    Return the last word that a frame in a relative clause can cover, or the last of the sentence for any other frame.

    "The group, which the army said killed 12, ..." ends with that clause, before the main verb, and before the next frame that is not
    below it.
    """
    verb = sentence[frame.cue_last]
    path = [verb, *sentence.ancestors(verb.index)]
    clause = next((token for token in path if token.dep.startswith("acl") and token.head < token.index), None)
    if clause is None or verb.dep == "root":
        return len(sentence) - 1
    # Whichever end comes first, because the tree tends to take too much into the clause: nobody rather than the wrong speaker.
    end = min(max(sentence.subtree(clause.index)), _comma_before_verb(sentence, frame.last))
    main = next((t for t in sentence.ancestors(clause.head) if t.pos in ("VERB", "AUX") and t.index > verb.index), None)
    end = end if main is None else min(end, main.index - 1)
    below = set(sentence.subtree(verb.index))
    later = [other.first - 1 for other in frames if other.first > frame.last and other.cue_last not in below]
    return min([end, *later])


def outside(sentence: Sentence, frame: Frame, index: int) -> bool:
    """
    Say whether a word in a frame's content is not told by the frame's speaker.

    Such are a relative clause set off by a comma ("the fire, which killed 15 people, was a crime"), one on what somebody is blamed for or
    speaks about, a clause set off by a comma that hangs on the cue itself ("..., after a fire killed 15"), and what is only asked
    ("whether 12 had died").
    """
    # By the words first, because the tree often joins such an aside to the clause around it.
    if _in_aside(sentence, frame, index):
        return True
    # From the word up to the cue: any clause on the way may be the aside.
    for token in [sentence[index], *sentence.ancestors(index)]:
        if frame.cue <= token.index <= frame.cue_last:
            return False
        if not frame.covers(token.index):
            continue
        if any(mark.lower in ("whether", "if") for mark in sentence.children(token.index, "mark")):
            # "could not say whether 12 had died": a question asserts nothing.
            return True
        if token.dep == "acl:relcl" and sentence[frame.cue_last].lemma == "blame":
            # "blamed him for an attack that killed 12": he who blames does not count the dead of a known attack.
            return True
        if token.dep == "acl:relcl" and _is_topic(sentence, frame, token.head):
            # "said of the assault in which 77 died": what he speaks about is known, and not told by him.
            return True
        resumed = any(
            sentence[i].text == "," and sentence[i + 1].pos in ("VERB", "AUX") and sentence[i + 1].has("VerbForm=Fin")
            for i in range(token.index + 1, index)
        )
        if token.dep == "acl:relcl" and resumed:
            # "The strike, which X says killed 15, left nine dead": the main clause has been taken up again.
            continue
        if token.dep == "acl:relcl" and _set_off(sentence, token.index, ("which", "who", "where", "whose", "whom", "when")):
            return True
        label = base(token.dep)
        if _adds_offset(sentence, token, frame):
            return True
        # "The minister said the culprits would be found, after a fire killed 15 people": the report adds when. But "the number had risen to
        # 3,419, with another 20,534 injured" goes on with what is said.
        if (
            label == "advcl"
            and _opening(sentence, token.index) != "with"
            and frame.cue <= token.head <= frame.cue_last
            and _after_comma(sentence, token.index)
            and token.index > frame.cue
        ):
            return True
    return False


def _adds_offset(sentence: Sentence, token: Token, frame: Frame) -> bool:
    """
    Say whether a clause tells by a unit of time behind a comma when it was: "said it was at war, hours after a raid killed 28".

    That is added by the report.
    """
    mark = next((t for t in sentence.children(token.index, "mark", "case") if t.lower in ("after", "before")), None)
    if mark is None or mark.index < frame.cue_last + 3 or sentence[mark.index - 1].lower not in OFFSETS:
        return False
    # "two days after": the comma stands up to three words before the unit.
    return any(t.text == "," for t in sentence.tokens[mark.index - 5 : mark.index - 1])


def _opening(sentence: Sentence, index: int) -> str:
    """Return the first word of what hangs below a word, marks left out: "with" in ", with another 20,534 injured"."""
    return next((sentence[at].lower for at in sentence.subtree(index) if sentence[at].pos != "PUNCT"), "")


def _is_topic(sentence: Sentence, frame: Frame, noun: int) -> bool:
    """Say whether a noun is what somebody speaks about: "said of the assault", "commented on the attack"."""
    case = next((t for t in sentence.children(noun, "case") if t.index < noun), None)
    beside = sentence[noun].pos == "NOUN" and case is not None and case.index == frame.cue_last + 1
    return beside and case is not None and case.lower in ("of", "on", "about", "after", "regarding")


def _in_aside(sentence: Sentence, frame: Frame, index: int) -> bool:
    """
    Say whether a word stands in a relative clause that a comma opens and no comma before a verb has closed, whatever the tree says.

    "..., which killed 15 people" is told by the report; "..., in which 15 died" too.
    """
    # No further back than a long clause reaches, so that the time stays linear in very long sentences.
    for at in range(index, max(frame.cue_last, index - 25), -1):
        word = sentence[at].lower
        if word in ("which", "where", "whose", "who") and at > frame.cue_last + 1 and frame.covers(at):
            # "troops, of whom 1,000 are believed killed" is a part of what is told.
            before = sentence[at - 1]
            opened = before.text == "," or (before.pos == "ADP" and before.lower != "of" and at > 1 and sentence[at - 2].text == ",")
            if opened:
                return not any(
                    sentence[i].text == "," and i + 1 < index and sentence[i + 1].pos in ("VERB", "AUX") for i in range(at, index)
                )
            return False
        # Another clause begins here, or a quotation ends: no aside reaches over that.
        if word in (";", "that") or (sentence[at].pos == "PUNCT" and word in ('"', "”", ";")):
            return False
    return False


def _set_off(sentence: Sentence, index: int, openers: Sequence[str]) -> bool:
    """Say whether the clause of a word has one of the openers in its first words and a comma or dash before it."""
    first = sentence.subtree(index)[0]
    while first < index and sentence[first].pos == "PUNCT":
        first += 1
    words = [sentence[i].lower for i in range(first, min(first + 3, len(sentence)))]
    if words[:1] == ["of"]:
        # "troops, of whom 1,000 are believed killed": a part of what is told.
        return False
    return any(word in openers for word in words) and first > 0 and sentence[first - 1].text in (",", "—", "–", "-")


def _after_comma(sentence: Sentence, index: int) -> bool:
    """Say whether a comma stands right before what hangs below a word, or opens it."""
    first = sentence.subtree(index)[0]
    return sentence[first].text == "," or (first > 0 and sentence[first - 1].text == ",")


def is_parenthesis(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether a frame stands between two commas in the middle of a clause: "Five gunmen, the governor said, were killed"."""
    # "12 died, the army said, and nine fled": the joint opens a clause of the report's own.
    inside = first >= 2 and last + 2 < len(sentence) - 1
    return (
        inside
        and sentence[first - 1].text == ","
        and sentence[last + 1].text == ","
        and sentence[last + 2].lower not in ("that", "and", "but", "or", "yet")
    )
