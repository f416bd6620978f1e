"""
Source lines: whom a block has what it tells from, on a line of its own: "Source: Velmar regional administration".

Below a list or a table the line may stand in a paragraph of its own, and is then that of all its lines. Below running text it is that of
its own paragraph only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.parties import country_of
from according.reading.speakers.kinds.marked import SHORT_NAME, SOURCE_MARKS, can_label

# "Source: ...", "(Data: ...)"
SOURCE_WORDS = frozenset({"source", "sources", "via", "data"})
# What a line of a list begins with: a bullet, a number or a letter.
_ITEM = re.compile(r"[ \t>]*(?:[-*+•·‣▪●–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+\Z")
# "Killed: 12", "Velmar – 12 dead"
_LABELLED = re.compile(r"[^\W\d_][^\r\n:|]{0,60}(?::|[ \t][–—=-])[ \t]*[~≈]?\d")
# Small words of a name: "Directorate of Health", "Doctors for the Coast".
_LINKING = frozenset({"of", "the", "and", "for", "de", "al", "on", "in", "-"})
# The block above a source line is looked through so far.
BLOCK_MOST = 80
# Lines over a list or table: its title, and the heads of its columns.
HEADING_LINES = 2


def source_name(sentence: Sentence, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the first and last word of the name on a source line, or ``None`` where it is no such line, or names nobody plainly."""
    first = 1 if sentence[0].text in ("(", "[") else 0
    if len(sentence) < first + 3 or sentence[first].lower not in SOURCE_WORDS or sentence[first + 1].text != ":":
        return None
    start = first + 2
    # "Source: Ministry of Health, 3 March", "Source: Flood Agency (FA)": what stands in brackets, and a date, is no part of the name.
    marks = (t.index for t in sentence.tokens[start + 1 :] if t.text in ("(", "[") or (t.text == "," and _dates(sentence, t.index + 1)))
    last = next(marks, len(sentence)) - 1
    while last > start and sentence[last].pos == "PUNCT":
        last -= 1
    # "Sources: OCHA; IFRC": they give together what stands in the block, and a list of which one names nobody gives it to none.
    marks_between = [at for at in range(start + 1, last) if sentence[at].text in SOURCE_MARKS]
    edges = zip([start, *(at + 1 for at in marks_between)], [*(at - 1 for at in marks_between), last], strict=True)
    return (start, last) if all(_names(sentence, *edge, lexicon) for edge in edges) else None


def _names(sentence: Sentence, first: int, last: int, lexicon: Lexicon) -> bool:
    """Say whether words on a source line name somebody; "own data" and "Telegram" name nobody."""
    named = can_label(sentence, first, last, lexicon, capitals=True) or _is_name(sentence, first, last)
    short = first == last and SHORT_NAME.fullmatch(sentence[first].text) is not None and country_of(sentence[first].text) is None
    return (named or short) and first <= last and sentence[first].lower not in lexicon.word_class("nameless-sources")


def _dates(sentence: Sentence, start: int) -> bool:
    """Say whether a word opens a date, up to the next comma: "3 March", "as of 5 May 2023", "Friday"."""
    end = next((token.index for token in sentence.tokens[start:] if token.text == ","), len(sentence))
    words = sentence.tokens[start:end]
    named = bool(words) and sentence.lexicon.find("times", words[0].lower) is not None
    return named or any(token.text[:1].isdigit() for token in words)


def _is_name(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether words are a proper name of two words at least: "Health Directorate of Marib"."""
    words = [token.text for token in sentence.tokens[first : last + 1]]
    capitals = [word for word in words if word[0].isupper()]
    return len(capitals) > 1 and words[0][0].isupper() and all(word[0].isupper() or word.lower() in _LINKING for word in words)


def block_before(text: str, sentences: Sequence[Sentence], position: int) -> list[int]:
    """Return the positions of the sentences before one in its paragraph, the nearest first, at most 41."""
    found: list[int] = []
    for at in range(position - 1, -1, -1):
        # Single line ends part nothing: "Killed: 12", "Wounded: 30" and the source line below them are one block.
        if _apart(text, sentences, at) or (found and len(found) > 40):
            break
        found.append(at)
    return found


def list_above(text: str, sentences: Sequence[Sentence], position: int, listed: Collection[int]) -> list[int]:
    """
    Return the lines of the list or table above a source line that stands alone in its paragraph; none under running text.

    ``listed`` are the positions of lines that are known for rows of tables and lists.
    """
    if position == 0 or not _apart(text, sentences, position - 1):
        return []
    block = [position - 1]
    while len(block) < BLOCK_MOST and block[-1] > 0 and not _apart(text, sentences, block[-1] - 1):
        block.append(block[-1] - 1)
    opened = [at for at in block if at == block[-1] or "\n" in text[sentences[at - 1].end : sentences[at].start]]
    lines = [at for at in opened if at in listed or is_item(text, sentences[at]) or is_labelled(text, sentences[at])]
    # Lines that head a list or table are none of it, and not the source's word; below them nothing else may stand.
    alone = len(lines) == 1 and lines[0] not in listed
    if not lines or alone or lines != opened[: len(lines)] or len(opened) - len(lines) > HEADING_LINES:
        return []
    return [at for at in block if at >= lines[-1]]


def _apart(text: str, sentences: Sequence[Sentence], at: int) -> bool:
    """Say whether a blank line, or a line of nothing but marks, parts a sentence from the next."""
    return "\n\n" in text[sentences[at].end : sentences[at + 1].start].replace("\r", "").replace(" ", "")


def is_item(text: str, sentence: Sentence) -> bool:
    """Say whether a sentence opens an item of a list."""
    # The mark of an item is short; looking back no further keeps the time linear where a line has thousands of sentences.
    line = text[max(text.rfind("\n", 0, sentence.start) + 1, sentence.start - 12) : sentence.start]
    return _ITEM.match(line) is not None


def is_labelled(text: str, sentence: Sentence) -> bool:
    """Say whether a sentence opens with a label and a number: "Killed: 12"."""
    return _LABELLED.match(text, sentence.start, sentence.end) is not None
