"""
Pairs of lines: a label, and its number on a line of its own, below it or above, as a dashboard or a pasted table has them.

"Deaths", "41", "Injured", "120": two pairs at least make a run, and all of its pairs have the number on the same side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from according.lexicon import Entry, Lexicon
from according.reading.lines.label_lines import told_of_people
from according.report import Span

_STACKED_LINE = re.compile(r"[^\r\n]+")
_STACKED_VALUE = re.compile(r"[ \t>|*_]*(?P<value>[~≈]?[ ]?\d[\d,.]*\d|\d)(?P<more>\+|[ ]?\([+]\d[\d,.]*\))?[ \t|*_]*\r?\Z")
_STACKED_LABEL = re.compile(r"[ \t>|*_#-]*(?P<label>[^\W\d_][^\d\r\n.!?;]{1,50}?):?[ \t|*_]*\r?\Z")
STACKED_WORDS = 6
STACKED_LEAST = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its number, each on a line of its own, and what the label says befell those counted (``None``: nothing of people)."""

    label: Span
    value: Span
    told: Entry | None

    @property
    def span(self) -> Span:
        """The stretch of both lines."""
        return Span(min(self.label.start, self.value.start), max(self.label.end, self.value.end))


def find_pairs(text: str, lexicon: Lexicon) -> list[Pair]:
    """Return the pairs of a text in order, those too whose label tells nothing of people."""
    found: list[Pair] = []
    run: list[tuple[str, Span]] = []
    # Blank lines are left out here: to look for a letter in the pattern would cost the square of a long one.
    for match in (line for line in _STACKED_LINE.finditer(text) if not line[0].isspace()):
        line = _line(match)
        # Lines that alternate make a run; two labels or two numbers one below the other end it.
        if line is None or (run and run[-1][0] == line[0]):
            found += _pairs(text, run, lexicon)
            # Of two labels the first may head what follows, and the second begins it.
            run = []
        if line is not None:
            run.append(line)
    return found + _pairs(text, run, lexicon)


def _line(match: re.Match[str]) -> tuple[str, Span] | None:
    """Return a line as a number ("value") or a label with its words; ``None`` for any other line."""
    # Most lines are longer.
    if match.end() - match.start() > 70:
        return None
    for kind, shape in (("value", _STACKED_VALUE), ("label", _STACKED_LABEL)):
        if (found := shape.match(match[0])) and (kind == "value" or len(found["label"].split()) <= STACKED_WORDS):
            end = found.end("more") if kind == "value" and found["more"] else found.end(kind)
            return kind, Span(match.start() + found.start(kind), match.start() + end)
    return None


def _pairs(text: str, run: Sequence[tuple[str, Span]], lexicon: Lexicon) -> list[Pair]:
    """Return the pairs of a run of alternating lines; none where it does not show on which side the numbers stand."""
    if len(run) > 2 * STACKED_LEAST and len(run) % 2 and run[0][0] == "label":
        # "Key figures", "41", "Deaths", "120", "Injured": a heading; "Deaths", "41", "Injured", "120", "Response": the next one.
        first, last = (_told(text, run[at][1], lexicon) is not None for at in (0, -1))
        # "Overview", a blank line, "41", "Deaths", "12", "Roads closed"
        last = last or (not first and _parted(text, *run[:2]) and not _parted(text, *run[1:3]))
        run = run[1:] if last and not first else run[:-1] if first and not last else []
    if len(run) < 2 * STACKED_LEAST or len(run) % 2 or not _stands_together(text, run):
        return []
    pairs = []
    for at in range(0, len(run), 2):
        label, value = (run[at], run[at + 1]) if run[at][0] == "label" else (run[at + 1], run[at])
        pairs.append(Pair(label[1], value[1], _told(text, label[1], lexicon)))
    return pairs if any(pair.told is not None for pair in pairs) else []


def _stands_together(text: str, run: Sequence[tuple[str, Span]]) -> bool:
    """Say whether no blank line parts the two of a pair where none parts the pairs: "Deaths", "", "41", "Injured", "", "120"."""
    blank = [_parted(text, above, below) for above, below in pairwise(run)]
    return not any(blank[::2]) or all(blank)


def _parted(text: str, above: tuple[str, Span], below: tuple[str, Span]) -> bool:
    """Say whether a blank line stands between two lines."""
    return text.count("\n", above[1].end, below[1].start) > 1


def _told(text: str, label: Span, lexicon: Lexicon) -> Entry | None:
    """Return what a label says befell people."""
    return told_of_people(re.findall(r"[^\W_]+", label.slice(text).casefold()), lexicon)
