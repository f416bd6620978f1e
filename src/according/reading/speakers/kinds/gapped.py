"""
Speakers whose verb is left out, because it is that of the speaker before them: "The army admits four dead, [the rebels nine]".

Where the words leave open whether somebody says the number or is counted by it, nobody gives it: least of all whoever spoke before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.language.sentence import Sentence, Token
from according.reading.grammar.name_runs import run_before
from according.reading.speakers.frame import Frame
from according.reading.speakers.kinds.compared import OWNING_MARKS
from according.reading.speakers.naming.owners import can_speak
from according.reading.speakers.naming.sources import is_source

SPEAKER_JOINTS = frozenset({",", ";", "and", "but", "while", "whereas"})
# Words between a name and its number: "the hospital [at least] 15".
BEFORE_NUMBERS = frozenset("at least about around only some nearly almost over more fewer than just up to as many".split())
# What may be said again of a second number: "reported two dead, and the hospital three [dead]".
SAID_AGAIN = frozenset("dead killed wounded injured hurt missing died deaths people".split())
# Words from a cue to the number that it tells, at most: behind more the clause has a doer, with whom the second name may go.
TELLING_REACH = 4


def find_gapped(sentence: Sentence, frames: Sequence[Frame]) -> Iterator[Frame]:
    """
    Yield the frames whose cue is left out, because it is that of the frame before.

    Behind a mark or "and" stand a speaker, the preposition of the first clause where it has one, and a number that ends the clause, alone
    or with what the first number counts: "the hospital three dead and 14 wounded". A clause with "that" stands for the number in "and the
    rebels that they had lost six".
    """
    for frame in frames:
        first = next((token for token in sentence.tokens[frame.last + 1 :] if token.pos == "NUM" and frame.covers(token.index)), None)
        if frame.speaker is None or first is None:
            continue
        yield from _with_clause(sentence, frame, first)
        if first.index - frame.last <= TELLING_REACH:
            yield from _with_number(sentence, frame, first)


def _with_number(sentence: Sentence, frame: Frame, first: Token) -> Iterator[Frame]:
    """Yield the frames of those who stand right before a number behind the first of a frame."""
    preposition = sentence[first.index - 1].lower if sentence[first.index - 1].pos == "ADP" else None
    # "it had lost 12 men and the rebels nine": they may have lost nine, or say that it has.
    left_open = any(token.pos == "PRON" for token in sentence.tokens[frame.last + 1 : first.index])
    bare = first.index + 1 < len(sentence) and sentence[first.index + 1].lower in SPEAKER_JOINTS
    for number in sentence.tokens[first.index + 1 :]:
        last = _end(sentence, number.index, bare) if number.pos == "NUM" and frame.covers(number.index) else None
        if last is None:
            continue
        end = number.index - 1
        # "told of 18 drowned, the coastguard of six": the preposition is said again.
        again = preposition is not None and sentence[end].lower == preposition
        end -= again
        while sentence[end].lower in BEFORE_NUMBERS:
            end -= 1
        named = _name_before(sentence, end)
        if named is None or named[0] - 1 <= first.index or sentence[named[0] - 1].lower not in SPEAKER_JOINTS:
            continue
        head = _head(sentence, named)
        known = again or bare or _is_name(sentence, named)
        # "and police sources three" is a speaker or those counted; "and the floods nine", "the hospital three miles away" is neither.
        speaks = can_speak(head, sentence.lexicon) and ((known and last == number.index) or is_source(head, sentence.lexicon))
        if speaks:
            # "30 had died in the north and the army 12 in the south": a place has another clause, which the army may stand in.
            placed = last + 1 < len(sentence) and sentence[last + 1].pos == "ADP"
            yield _gapped(frame, head.index, named, (number.index, last), named=known and not (left_open or placed))


def _with_clause(sentence: Sentence, frame: Frame, first: Token) -> Iterator[Frame]:
    """Yield the frame of who stands before the second "that" of a saying: "..., and the rebels that they had lost six"."""
    for that in sentence.tokens[first.index + 3 :]:
        if that.lower != "that" or not frame.covers(that.index) or that.index + 2 >= len(sentence):
            continue
        # "Oredo's defence ministry said it lost two, Kassir's that it had killed 50": whose, and the body is left out too.
        owned = sentence[that.index - 1].lower in OWNING_MARKS
        named = _name_before(sentence, that.index - 1 - owned)
        if named is None or named[0] - 2 <= first.index or sentence[named[0] - 1].lower not in ("and", "but", "while", ","):
            continue
        head = _head(sentence, named)
        # "and the rebels that held the town fled": a verb right behind "that", or a second one, makes it a clause of theirs.
        verbs = sum(token.has("VerbForm=Fin") for token in sentence.tokens[that.index + 1 :])
        parted = "," in (sentence[named[0] - 1].text, sentence[named[0] - 2].text)
        clause = parted and sentence[that.index + 1].pos not in ("VERB", "AUX", "ADV") and verbs == 1
        if clause and is_source(head, sentence.lexicon):
            known = _is_name(sentence, named) and not owned
            yield _gapped(frame, head.index, named, (that.index + 1, len(sentence) - 1), named=known)


def _gapped(frame: Frame, head: int, words: tuple[int, int], content: tuple[int, int], *, named: bool) -> Frame:
    """Return the frame of a speaker without a verb, or of nobody where it is left open whether he speaks."""
    mark = words[0] - 1
    speaker, known = (head, words) if named else (None, None)
    return Frame(mark, mark, speaker, (content,), frame.stance, "speakers.gapped", mark, words[1], named=known)


def _name_before(sentence: Sentence, end: int) -> tuple[int, int] | None:
    """Return the words of a name that ends at a word, with the body that it is the seat of: "researchers at Ghent"; or ``None``."""
    run = run_before(sentence, end + 1)
    if run is None or run[1] != end:
        return None
    if run[0] > 0 and sentence[run[0] - 1].dep == "nmod:poss":
        # "its neighbour Istrel"
        return run[0] - 1, end
    outer = run_before(sentence, run[0] - 1) if run[0] > 1 and sentence[run[0] - 1].pos == "ADP" else None
    return (outer[0], end) if outer is not None and outer[1] == run[0] - 2 else run


def _head(sentence: Sentence, named: tuple[int, int]) -> Token:
    """Return the head word of a name: its last one before a preposition."""
    return next(t for t in sentence.tokens[named[0] : named[1] + 1] if t.index == named[1] or sentence[t.index + 1].pos == "ADP")


def _end(sentence: Sentence, number: int, bare: bool) -> int | None:
    """
    Return the last word of the clause that a number closes, or ``None`` where it goes on with something else.

    ``bare`` says that the first number has no noun, so that the second's verb is both's: "says 50,000 and researchers 600,000 died".
    """
    last = number
    while last + 1 < len(sentence) and sentence[last + 1].lower in SAID_AGAIN and last < number + 2:
        last += 1
    if bare and last + 1 < len(sentence) and sentence[last + 1].has("VerbForm=Fin"):
        last += 1
    if not _closes_clause(sentence, last + 1):
        return None
    more = last + 3 < len(sentence) and sentence[last + 1].lower == "and" and sentence[last + 2].pos == "NUM"
    return _end(sentence, last + 2, bare) or last if more and sentence[last + 3].lower in SAID_AGAIN else last


def _closes_clause(sentence: Sentence, at: int) -> bool:
    """Say whether a clause is over at a word: at a mark, at a joint, before a place, or at the end."""
    return at >= len(sentence) or sentence[at].pos in ("PUNCT", "ADP") or sentence[at].lower in ("and", "but", "while")


def _is_name(sentence: Sentence, words: tuple[int, int]) -> bool:
    """Say whether words name somebody: with an article, or with a capital. "Two guards, rebels nine" gives the nine to nobody."""
    opening = sentence[words[0]]
    return opening.lower in ("the", "others") or opening.text[:1].isupper()
