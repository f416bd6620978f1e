"""
Which lines of a text belong together: paragraphs, headings, list items, with Markdown marks left out at their edges.

Blank lines part paragraphs. Within a block of lines a line break is only a wrap where the next word would not have
fitted on the line; a heading, a list item and a line of its own stay apart.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
# Quotation, heading and list marks of Markdown and of typed text.
_MARK = re.compile(r"(?:>[ \t]*){0,9}(?:(#{1,6})[ \t]+|([-*+•·‣▪●–—])[ \t]+)?")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s")
_EMPHASIS = "*_"
_RULED = frozenset("-=*_~#+|•— \t")
# Lines longer than this are paragraphs: nobody wraps at more, see PEP 8, mail (78), teletype (69).
WIDEST = 120
# Blocks narrower than this are lists, tables or verse.
NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text that is read as one; ``lines`` counts its lines, ``mark`` is "#" for a heading, "-" for a list item."""

    start: int
    end: int
    lines: int = 1
    mark: str = ""


def find_paragraphs(text: str, start: int = 0) -> Iterator[Paragraph]:
    """Yield the paragraphs of ``text`` from ``start`` on, in order, without white space and marks at their edges."""
    block: list[Paragraph] = []
    last = start
    for match in _LINE.finditer(text, start):
        line = _trim(text, match.start(), match.end())
        breaks = 2 if line is None else _count_breaks(text, last, match.start())
        last = match.end()
        if breaks > 1 and block:
            yield from _join(text, block)
            block = []
        if line is not None:
            block.append(line)
    yield from _join(text, block)


def _count_breaks(text: str, start: int, end: int) -> int:
    found = _BREAK.match(text, start, end)
    return 2 if found and found.end() < end else 1


def _trim(text: str, start: int, end: int) -> Paragraph | None:
    """Take white space and marks off a line; ``None`` where nothing but marks remains."""
    raw = text[start:end]
    if _RULED.issuperset(raw[:400]) and _RULED.issuperset(raw):
        return None
    bare = raw.lstrip()
    mark = _MARK.match(bare)
    rest = (bare[mark.end() :] if mark else bare).lstrip().lstrip(_EMPHASIS).lstrip()
    kind = "#" if mark and mark[1] else "-" if mark and (mark[0] or _NUMBERED.match(rest)) else "-" if _NUMBERED.match(rest) else ""
    begin, rest = end - len(rest), rest.rstrip()
    rest = rest.rstrip("#").rstrip() if kind == "#" else rest
    inner = rest.rstrip(_EMPHASIS).rstrip()
    return Paragraph(begin, begin + len(inner), 1, kind) if inner else None


def _join(text: str, block: list[Paragraph]) -> Iterator[Paragraph]:
    """Join the wrapped lines of a block."""
    if not block:
        return
    lengths = sorted(line.end - line.start for line in block)
    # One line that sticks out (an address) does not set the width of a long block.
    width = lengths[-1 - len(lengths) // 10]
    current = block[0]
    previous = block[0]
    for line in block[1:]:
        if _continues(text, previous, line, width):
            current = replace(current, end=line.end, lines=current.lines + 1)
        else:
            yield current
            current = line
        previous = line
    yield current


def _continues(text: str, line: Paragraph, following: Paragraph, width: int) -> bool:
    """Say whether the break between two lines is a mere wrap."""
    if following.mark or line.mark == "#":
        return False
    if text[following.start].islower() or text[line.end - 1] in ",;":
        return text[line.end - 1] not in ".!?:\"”"
    if not NARROWEST <= width <= WIDEST:
        return False
    word = text[following.start : min(following.end, following.start + width)].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > width
