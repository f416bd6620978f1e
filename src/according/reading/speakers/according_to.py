"""
The source that "according to" names, and how far it reaches.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.reading.speakers.extent import clause_around, semicolon_before
from according.reading.speakers.frame import Frame, noun_after, phrase_end
from according.reading.speakers.sources import cited_in


def according_to(sentence: Sentence, token: Token) -> Frame | None:
    """Return the frame of "according to", "according the": its source, and the words told up to it or behind it."""
    to = token.index + 1
    if to >= len(sentence) or sentence[to].lower not in ("to", "the", "a") or to + 1 >= len(sentence):
        return None
    speaker = token.head if token.head > to else noun_after(sentence, to + 1)
    if speaker is None:
        return None
    last = phrase_end(sentence, speaker)
    inside = last + 2 < len(sentence) - 1 and token.index > 0 and sentence[token.index - 1].text == sentence[last + 1].text == ","
    inside = inside and any(t.pos in ("VERB", "AUX") for t in sentence.tokens[last + 2 :])
    opens = clause_around(sentence, token.index, last)[0] if inside else semicolon_before(sentence, token.index)
    opens = max(opens, _aside_of(sentence, token.index), _item_of(sentence, token.index))
    told = sentence.tokens[opens : token.index]
    start = opens if any(t.pos in ("VERB", "AUX", "NOUN", "NUM") for t in told) else None
    source = cited_in(sentence, range(last + 1, min(last + 3, len(sentence))))  # "According to Reuters, citing two sources, ..."
    speaker_last = last
    if source is not None:
        last = source[1][1]
    content = [] if start is None else [(start, token.index - 1)]
    if last + 1 < len(sentence) and (start is None or sentence[last + 1].text in (",", "–", "—", "-")) and last + 2 < len(sentence) - 1:
        content.append((last + 1, len(sentence) - 1))
    via, words = source if source is not None else (None, None)
    named = _run_of(sentence, speaker, speaker_last) if source is not None else None
    return Frame(token.index, to, speaker, tuple(content), "says", "speakers.according-to", token.index, last, via, named=named,
                 via_named=words)  # fmt: skip


def _item_of(sentence: Sentence, index: int) -> int:
    """Return where the item of a list opens whose source is named behind it: "1,602 died: 812 in one area, according to the ministry"."""
    colon = next((at for at in range(index - 1, 0, -1) if sentence[at].text == ":"), None)
    if colon is None:
        return 0
    counted = any(t.pos == "NUM" for t in sentence.tokens[:colon]) and any(t.pos == "NUM" for t in sentence.tokens[colon:index])
    return colon + 1 if counted else 0


def _aside_of(sentence: Sentence, index: int) -> int:
    """Return where an aside without a verb of its own opens that "according to" closes: "killed six, also likely the result of a leak"."""
    if sentence[index - 1].text == "," or index < 3:
        return 0
    at = next((i for i in range(index - 1, 0, -1) if sentence[i].text in (",", ";")), 0)
    finite = any(t.has("VerbForm=Fin") or t.pos == "NUM" or t.pos == "AUX" for t in sentence.tokens[at:index])
    whole = any(t.has("VerbForm=Fin") for t in sentence.tokens[:at])
    return at + 1 if at and whole and not finite and sentence[at + 1].lower == "also" else 0


def _run_of(sentence: Sentence, head: int, last: int) -> tuple[int, int]:
    """Return the words of a name up to its last, from the first that hangs below its head."""
    below = [index for index in sentence.subtree(head) if index <= last and sentence[index].pos not in ("ADP", "PUNCT", "VERB")]
    return min([head, *(index for index in below if index > head - 8)]), max(head, last)
