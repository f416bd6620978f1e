"""
What stands around a report and is none of it: links to other reports, captions of pictures, and who its author is.

A link tells of another event, and its place and day would go to what follows. A caption tells again, mostly of another day, what the
report tells; a writer's life tells of other wars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from according.lexicon import Lexicon
from according.report import Span

# "Read more: Blast kills 5 in Velmar", "(Photo: Widows at a grave)"; straight behind the words stands a mark.
HEAD = re.compile(r"[(\[]?(?P<words>[A-Za-z'’]+(?: [A-Za-z'’]+){0,4})\s?[:|>»]\s")
# A link or a caption is one line, and not a long one.
LINK_LONGEST = 160
CAPTION_LONGEST = 500
# Running text, which shows that a report stands beside the caption.
PROSE_SHORTEST = 40
# What closes a sentence. A line of a list of links has no such end, for it is a headline.
_STOPS = (".", "!", "?", '."', '!"', ".”", "!”")
# "[Jan Novak/Velmar Press]", "(VP Photo/Jan Novak)", "Jan Novak/VP via Harran Images"
_CREDITED = re.compile(
    r"(?:\[[A-Z][^\[\]/]{1,40}/[^\[\]/]{2,40}\]|\([A-Z]{2,5} (?i:photo|file|image)[^()]{0,60}\)"
    r"|(?<=[.!?] )[A-Z][\w'’.-]+ [A-Z][\w'’-]+ ?/ ?[A-Z][\w ]{1,40})\Z"
)
# "Photo: Jan Novak", "Image by Velmar Press"
_CREDIT = re.compile(r"(?<=[.!?)”\"] )[(\[]?(?P<words>[A-Za-z]+(?: [A-Za-z]+)?)(?:\s?:| by| courtesy of)\s[^.:\r\n]{2,60}\.?[)\]]?\Z")
_CREDIT_LONGEST = 90
# "Jan Novak is a reporter based in Velmar"
_LIFE = re.compile(r"(?:[A-Z][\w.'’-]*\s){1,4}(?:is|are)\s(?:an?|the|our)?\s?(?P<part>[^.,;]{3,60})")
# Words of what somebody is, before the word for it: "a freelance investigative reporter".
_PART_WORDS = 6


def find_surroundings(text: str, spans: Sequence[Span], lexicon: Lexicon) -> frozenset[int]:
    """Return which of a text's stretches, by their positions, are none of the report. A headline is always of it."""
    lines = list(_lines(text, spans))
    found: set[int] = set()
    linking = writing = False
    for at, line in enumerate(lines):
        words = text[line[0].start : line[-1].end] if line[-1].end - line[0].start <= CAPTION_LONGEST else ""
        head = _bare(words)
        apart = at > 0 and "\n\n" in text[lines[at - 1][-1].end : line[0].start].replace("\r", "").replace(" ", "")
        # Below "Related stories" each line is a link, up to the first that is a sentence; below "About the author" one paragraph is his.
        linking = linking and 0 < len(words) <= LINK_LONGEST and not words.endswith(_STOPS)
        writing = writing and (not apart or head == "")
        if linking or writing or _is_caption(text, words, lines, at, lexicon) or _heads_life(words, lexicon):
            found.add(at)
        if head in lexicon.word_class("link-list-heads"):
            linking = True
            found.add(at)
        writing = writing or head in lexicon.word_class("author-heads")
    found |= set(_lives(text, lines, found, lexicon))
    first = [0]
    for line in lines:
        first.append(first[-1] + len(line))
    starts = (text[span.start : min(span.end, span.start + LINK_LONGEST)] for span in spans)
    links = {position for position, words in enumerate(starts) if is_link(words, lexicon)}
    return frozenset(position for at in found for position in range(first[at], first[at + 1])) | links


def is_link(words: str, lexicon: Lexicon) -> bool:
    """Say whether a line announces another report: "Read more: Blast kills 5 in Velmar"."""
    return _head_in(words, "link-heads", lexicon) or _head_in(words, "link-list-heads", lexicon)


def _lines(text: str, spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield the stretches of each line."""
    line: list[Span] = []
    for span in spans:
        if line and "\n" in text[line[-1].end : span.start]:
            yield line
            line = []
        line.append(span)
    if line:
        yield line


def _bare(words: str) -> str:
    """Return the words of a heading without its marks."""
    return words.strip(" *_:#|»>").casefold().replace("’", "'") if len(words) <= LINK_LONGEST else ""


def _head_in(words: str, kind: str, lexicon: Lexicon) -> bool:
    head = HEAD.match(words)
    return head is not None and head["words"].casefold().replace("’", "'") in lexicon.word_class(kind)


def _heads_life(words: str, lexicon: Lexicon) -> bool:
    """Say whether a line tells of its author under that heading: "About the author: Jan Novak has covered four wars"."""
    return _head_in(words, "author-heads", lexicon) or _bare(words) in lexicon.word_class("author-heads")


def _is_caption(text: str, words: str, lines: Sequence[Sequence[Span]], at: int, lexicon: Lexicon) -> bool:
    """Say whether a line is a picture's caption: it opens as one ("Photo: ..."), or closes with whose picture it is."""
    if _head_in(words, "caption-heads", lexicon):
        return True
    credit = _CREDIT.search(words, max(len(words) - _CREDIT_LONGEST, 0))
    told = credit is not None and credit["words"].casefold() in lexicon.word_class("caption-heads")
    if not told and _CREDITED.search(words, max(len(words) - _CREDIT_LONGEST, 0)) is None:
        return False
    # A post of one line may name whose picture it shows; the line is what the post says.
    others = (span for other, line in enumerate(lines) if other != at for span in line)
    return any(span.end - span.start >= PROSE_SHORTEST and text[span.start : span.end].endswith(_STOPS) for span in others)


def _lives(text: str, lines: Sequence[Sequence[Span]], found: set[int], lexicon: Lexicon) -> Iterator[int]:
    """Yield the last lines of a text that tell who wrote it: "Jan Novak is a reporter based in Velmar. He survived two wars"."""
    for at in range(len(lines) - 1, 0, -1):
        start = lines[at][0].start
        life = _LIFE.match(text, start, lines[at][0].end)
        told = life is not None and lexicon.word_class("author-roles").intersection(life["part"].casefold().split()[:_PART_WORDS])
        if told:
            yield at
        elif at not in found:
            return
