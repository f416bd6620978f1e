"""
Speakers whose verb is left out, because it is that of the speaker before them: "The army admits four dead, [the rebels nine]".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.language.sentence import Sentence
from according.reading.grammar.name_runs import run_before
from according.reading.speakers.frame import Frame
from according.reading.speakers.naming.owners import can_speak


def find_gapped(sentence: Sentence, frames: Sequence[Frame]) -> Iterator[Frame]:
    """
    Yield the frames whose cue is left out, because it is that of the frame before: "The army admits four dead, [the rebels nine]".

    Behind a mark or "and" stand a speaker, the preposition of the first clause where it has one, and a bare number that ends the clause.
    """
    for frame in frames:
        first = next((token for token in sentence.tokens[frame.last + 1 :] if token.pos == "NUM" and frame.covers(token.index)), None)
        if frame.speaker is None or first is None or first.index - frame.last > 4:
            continue
        preposition = sentence[first.index - 1].lower if sentence[first.index - 1].pos == "ADP" else None
        for number in sentence.tokens[first.index + 1 :]:
            if number.pos != "NUM" or not frame.covers(number.index) or not _closes_clause(sentence, number.index + 1):
                continue
            end = number.index - 1
            # "told of 18 drowned, the coastguard of six": the preposition is said again.
            if preposition is not None and sentence[end].lower == preposition:
                end -= 1
            named = run_before(sentence, end + 1)
            if named is None or named[1] != end or sentence[named[0] - 1].lower not in (",", ";", "and", "while"):
                continue
            head = sentence[named[1]]
            if named[0] - 1 > first.index and can_speak(head, sentence.lexicon) and _is_name(sentence, named):
                content = ((number.index, number.index),)
                mark = named[0] - 1
                yield Frame(mark, mark, head.index, content, frame.stance, "speakers.gapped", mark, end, named=named)


def _closes_clause(sentence: Sentence, at: int) -> bool:
    """Say whether a clause is over at a word: at a mark, at a joint, or at the end."""
    return at >= len(sentence) or sentence[at].pos == "PUNCT" or sentence[at].lower in ("and", "but", "while")


def _is_name(sentence: Sentence, words: tuple[int, int]) -> bool:
    """Say whether words name somebody: with an article, or with a capital. "Two guards, rebels nine" gives the nine to nobody."""
    opening = sentence[words[0]]
    return opening.lower in ("the", "others") or opening.text[:1].isupper()
