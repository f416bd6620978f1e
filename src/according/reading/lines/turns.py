"""
Turns: who speaks in a transcript, whose lines open with the name of the speaker and a colon.

"SPOKESPERSON: Twelve people died." and all that follows up to the next such line is the spokesperson's. A question names nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.reading.speakers.frame import Frame
from according.reading.speakers.voices import Voice
from according.report import Span

# Up to six words with a capital at the head of a line, and a colon with text behind it. A blank parts the words, so that nothing is
# looked through twice.
TURN_HEAD = re.compile(
    r"^[ \t>*_]{0,6}(?P<label>[A-Z][\w.'’-]{0,24}(?:[ ][A-Z][\w.'’-]{0,24}){0,5})(?P<close>[*_]{0,2}:[*_]{0,2})[ \t]+(?=\S)", re.MULTILINE
)
# Fewer labelled lines are a list or a post.
TURNS_LEAST = 3


def turn_heads(text: str, lexicon: Lexicon) -> list[re.Match[str]]:
    """
    Return the heads of the turns of a transcript; none where a text is no transcript.

    It is one where at least three lines open with names of speakers, one of them says that somebody speaks, asks or answers
    ("SPOKESPERSON:", "Q:"), and one returns.
    """
    turns = [match for match in TURN_HEAD.finditer(text) if _may_speak(match["label"], lexicon)]
    told = Counter(match["label"] for match in turns)
    if len(turns) < TURNS_LEAST or len(told) < 2 or max(told.values()) < 2 or not any(_takes_turns(label, lexicon) for label in told):
        return []
    return turns


def find_turns(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[int, Voice]:
    """Return the voice of each sentence that stands in the turn of a named speaker, by the sentence's position."""
    turns = turn_heads(text, lexicon)
    starts = [sentence.start for sentence in sentences]
    found: dict[int, Voice] = {}
    for at, turn in enumerate(turns):
        # The last turn goes to the end of its paragraph, for what follows may be anything.
        end = turns[at + 1].start() if at + 1 < len(turns) else _paragraph_end(text, turn.end())
        first = bisect_left(starts, turn.start("label"))
        inside = range(first, bisect_left(starts, end))
        # In capitals the label looks like a dateline, and the sentence then begins behind it.
        if not inside or starts[first] > turn.end() or _is_nobody(turn["label"], lexicon):
            continue
        voice = _voice(sentences[first], first, Span(*turn.span("label")))
        found |= dict.fromkeys(inside, voice)
    return found


def _voice(sentence: Sentence, position: int, label: Span) -> Voice:
    """Return the voice of a turn, whose label stands at the head of its first sentence or right before it."""
    last = max((token.index for token in sentence if token.start < label.end), default=0)
    mark = min(last + 1, len(sentence) - 1) if sentence.start < label.end else 0
    return Voice(position, Frame(mark, mark, 0, (), "says", "speakers.turn", 0, mark, named=(0, last)), (label,))


def _takes_turns(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label names a part in a talk: "SPOKESPERSON", "Moderator", "Q"."""
    return label.split()[-1].casefold().rstrip(".") in lexicon.word_class("turn-roles") or _is_nobody(label, lexicon)


def _is_nobody(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label only tells that somebody asks or answers, and not who: "QUESTION", "Q", "A"."""
    return label.casefold().rstrip(".") in lexicon.word_class("turn-marks")


def _may_speak(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label may be a speaker's: a part in a talk, or a name in capitals."""
    words = label.split()
    titled = words[0].casefold().rstrip(".") in lexicon.word_class("titles")
    # One word in capitals may be a country that heads an entry ("MALI:"), or what is counted ("KILLED:").
    return _takes_turns(label, lexicon) or (len(words) > 1 and (titled or label.isupper()))


def _paragraph_end(text: str, at: int) -> int:
    found = re.compile(r"\n[ \t]*\r?\n").search(text, at)
    return found.start() if found else len(text)
