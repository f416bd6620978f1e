"""
How far a frame reaches: where what somebody says ends and what somebody else says begins.

A parser often hangs the second half of a sentence on the wrong verb; the breaks of English between two clauses (a
semicolon, a comma with "and" or "but", "while") are plain to see, and are trusted before the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from according.language.sentence import Sentence
from according.reading.grammar.phrases import base
from according.reading.speakers.frame import Frame

CLAUSE_JOINTS = frozenset({"and", "but", "while", "whereas", "although", "though", "yet", "or"})
HARD = frozenset({";", "but", "whereas", "although", "though", "while"})


def bounded(sentence: Sentence, frame: Frame, frames: Sequence[Frame]) -> Frame:
    """Return a frame with its content cut where another's clause, or the aside it stands in, ends it."""
    low, high = 0, len(sentence) - 1
    for other in frames:
        if other is frame or other.cue == frame.cue:
            continue
        if other.first > frame.last:
            high = min(high, _before(sentence, frame, other))
        elif other.last < frame.first:
            low = max(low, _behind(sentence, frame, other))
    aside = len(sentence) - 1 if frame.rule == "speakers.possessed-count" else _aside_end(sentence, frame, frames)
    high = min(high, aside, _bracket_end(sentence, frame))
    kept = tuple((max(a, low), min(b, high)) for a, b in frame.content if max(a, low) <= min(b, high))
    return replace(frame, content=kept) if kept != frame.content else frame


def semicolon_before(sentence: Sentence, index: int) -> int:
    """Return the first word of the clause that a word stands in, where a semicolon alone parts clauses."""
    return next((at + 1 for at in range(index - 1, -1, -1) if sentence[at].text == ";"), 0)


def clause_around(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """
    Return the first and last word of the clause around a stretch, by the breaks of English between two clauses.

    "The rebels killed 12 soldiers, and [the town, according to the mayor, is now empty]". A joint breaks only before a clause with a
    verb of its own: in "12 soldiers, and two guards" it goes on with the list.
    """
    start, end = 0, len(sentence) - 1
    for at in range(first - 1, -1, -1):
        breaks = sentence[at].text == ";" or (sentence[at].lower in CLAUSE_JOINTS and at > 0 and sentence[at - 1].text == ",")
        if breaks and _has_verb(sentence, 0, at - 1):
            start = at + 1
            break
    for at in range(last + 1, len(sentence)):
        breaks = sentence[at].text == ";" or (sentence[at].text == "," and at < end and sentence[at + 1].lower in CLAUSE_JOINTS)
        if breaks and _has_verb(sentence, at + 1, end):
            end = at - 1
            break
    return start, end


def _has_verb(sentence: Sentence, first: int, last: int) -> bool:
    return any(token.pos in ("VERB", "AUX") for token in sentence.tokens[first : last + 1])


def _before(sentence: Sentence, frame: Frame, other: Frame) -> int:
    """Return the last word that a frame can cover in front of a later one."""
    verb = sentence[other.cue_last]
    if base(verb.dep) == "conj" and not sentence.children(verb.index, "nsubj", "expl") and sentence[other.first - 1].lower in CLAUSE_JOINTS:
        return other.first - 1  # "said A and added B"
    own = base(verb.dep) == "conj" and sentence.children(verb.index, "nsubj") and sentence[other.first - 1].lower in ("and", "but", "while")
    if own and other.first - 2 > frame.last:
        return other.first - 2  # "India said six and Pakistan said eleven": each says its own
    at = _break_before(sentence, other.first)
    if at is not None and at > frame.last:
        return at - 1
    if _is_trailing(frame) and _break_at(sentence, frame.last + 1) is not None:
        return frame.last
    return other.first - 1 if trails(frame, other) else len(sentence) - 1


def _behind(sentence: Sentence, frame: Frame, other: Frame) -> int:
    """Return the first word that a trailing frame can cover behind an earlier one."""
    if not _is_trailing(frame):
        return 0
    at = _break_at(sentence, other.last + 1)
    if at is not None and (_is_trailing(other) or sentence[at - 1].text == ";"):
        return at
    for index in range(frame.first - 1, other.last, -1):
        if sentence[index].text == ";" or (sentence[index].lower in HARD and sentence[index - 1].text == ","):
            return index + 1
    return 0


def _is_trailing(frame: Frame) -> bool:
    return frame.rule in ("speakers.trailing-cue", "speakers.according-to", "speakers.passive-agent") and any(
        b < frame.cue for _, b in frame.content
    )


def trails(frame: Frame, other: Frame) -> bool:
    """Say whether a later frame takes an earlier one as its content: "..., X told Y, according to Z"."""
    return _is_trailing(other) and other.covers(frame.cue) and frame.rule != "speakers.according-to"


def _break_before(sentence: Sentence, index: int) -> int | None:
    """Return where the clause break right before a word begins, or ``None``."""
    at = index - 1
    while at > 0 and sentence[at].lower in ("later", "also", "then", "meanwhile", "however"):
        at -= 1
    if at > 0 and sentence[at].lower in CLAUSE_JOINTS:
        hard = sentence[at].lower in HARD or sentence[at - 1].text in (",", ";")
        return (at - 1 if sentence[at - 1].text in (",", ";") else at) if hard else None
    return at if at > 0 and sentence[at].text == ";" else None


def _break_at(sentence: Sentence, index: int) -> int | None:
    """Return the first word behind a clause break that begins at ``index``, or ``None``."""
    if index + 1 >= len(sentence):
        return None
    first, second = sentence[index], sentence[index + 1]
    if first.text == ";" or first.lower in ("but", "while", "whereas"):
        return index + 1
    if first.text == "," and second.lower in CLAUSE_JOINTS:
        return index + 2
    return None


def _comma_before_verb(sentence: Sentence, last: int) -> int:
    """Return the last word of an aside that a comma closes before the main verb: "..., whom police said were drunk, killed ..."."""
    for index in range(last + 2, len(sentence) - 1):
        after = sentence[index + 1]
        if sentence[index].text == "," and after.pos in ("VERB", "AUX") and after.has("VerbForm=Fin"):
            return index - 1
    return len(sentence) - 1


def _bracket_end(sentence: Sentence, frame: Frame) -> int:
    """What is said in brackets ends with them: "Unknown (the UN states that ...) 230 deaths"."""
    opened = next((i for i in range(frame.first - 1, -1, -1) if sentence[i].text in ("(", ")")), None)
    if opened is None or sentence[opened].text != "(":
        return len(sentence) - 1
    return next((i - 1 for i in range(frame.last + 1, len(sentence)) if sentence[i].text == ")"), len(sentence) - 1)


def _aside_end(sentence: Sentence, frame: Frame, frames: Sequence[Frame]) -> int:
    """A frame in a relative clause ("Hamas, which Israel said killed 12, ...") ends with that clause, and before the main verb."""
    verb = sentence[frame.cue_last]
    path = [verb, *sentence.ancestors(verb.index)]
    clause = next((token for token in path if token.dep.startswith("acl") and token.head < token.index), None)
    if clause is None or verb.dep == "root":
        return len(sentence) - 1
    end = min(max(sentence.subtree(clause.index)), _comma_before_verb(sentence, frame.last))
    main = next((t for t in sentence.ancestors(clause.head) if t.pos in ("VERB", "AUX") and t.index > verb.index), None)
    end = end if main is None else min(end, main.index - 1)
    below = set(sentence.subtree(verb.index))
    later = [other.first - 1 for other in frames if other.first > frame.last and other.cue_last not in below]
    return min([end, *later])
