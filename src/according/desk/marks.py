"""
Marks on a text: statements, numbers and names overlap and lie inside one another, so the text is cut wherever a mark begins or ends.

    >>> [(segment.text, [mark.kind for mark in segment.marks]) for segment in cut_text("abcd", [Mark(0, 3, "outer"), Mark(1, 4, "other")])]
    [('a', ['outer']), ('bc', ['outer', 'other']), ('d', ['other'])]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``[start, end)`` of a text that is marked, in code points: what ``kind`` of mark it is, and what it is a mark ``of``."""

    start: int
    end: int
    kind: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """
    A piece of a text over which the same marks lie from its first character to its last.

    ``marks`` come in the order in which they begin, of those that begin together the longest first: the last one is the innermost.
    """

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def end(self) -> int:
        """Where the piece ends in the text."""
        return self.start + len(self.text)


def cut_text(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Segment]:
    """
    Cut a text, or its part from ``start`` to ``end``, wherever a mark begins or ends.

    The pieces joined are exactly that part. A mark that reaches over an end of it is cut there, and one without a character in it is left
    away.
    """
    end = len(text) if end is None else max(0, min(end, len(text)))
    start = max(0, min(start, end))
    held = [mark for mark in marks if max(mark.start, start) < min(mark.end, end)]
    begins, ends = defaultdict[int, list[Mark]](list), defaultdict[int, list[Mark]](list)
    for mark in held:
        begins[max(mark.start, start)].append(mark)
        ends[min(mark.end, end)].append(mark)
    segments, over = [], list[Mark]()
    for here, there in pairwise(sorted({start, end, *begins, *ends})):
        for mark in ends.get(here, ()):
            over.remove(mark)
        if here in begins:
            over = sorted([*over, *begins[here]], key=lambda mark: (mark.start, -mark.end))
        segments.append(Segment(here, text[here:there], tuple(over)))
    return segments


def cut_parts(text: str, at: Sequence[int], longest: int, most: int) -> list[tuple[int, int]]:
    """
    Return the parts in which a long text is shown: each of at most ``longest`` characters and ``most`` of the places ``at``.

    A part ends behind a line, or behind a word where its last line is longer than half of it, and where there is no word anywhere. Joined
    they are the text; of an empty one there is one part.
    """
    places, parts, start = sorted(at), list[tuple[int, int]](), 0
    while len(text) - start > longest or sum(start <= place for place in places) > most:
        inside = [place for place in places if place >= start]
        # The place that would be one too many begins the next part, if it is not at this one's very beginning.
        limit = min(start + longest, inside[most] if len(inside) > most else len(text))
        limit = max(limit, start + 1)
        half = start + (limit - start) // 2
        line, blank = text.rfind("\n", half, limit), text.rfind(" ", half, limit)
        stop = line + 1 if line >= 0 else blank + 1 if blank >= 0 else limit
        parts.append((start, stop))
        start = stop
    return [*parts, (start, len(text))] if start < len(text) or not parts else parts
