"""
Lists by party: a line that tells what befell people, and below it a line for each side with nothing but its number.

"Six were killed in Harran:", then "Government forces: 4", "Rebels: 2": the four and the two are parts of the six, and the names are
those who fell. The place of such a list may be in its heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.names.parties import describe, is_person_noun
from according.reading.figures.candidates import OF_PEOPLE
from according.reading.lines.label_lines import told_by_word
from according.reading.lines.losses import Loss
from according.report import Span

# "Rebels: 2", "Civilians – 31 (including 8 children)"
_PARTY_LINE = re.compile(
    r"(?P<label>[^\W\d_][^\d\r\n|:–—=(]{1,60}?)[ \t]*(?:[:–—=]|(?<=[ \t])-(?=[ \t]))[ \t]*[~≈]?\d[\d,.]*\+?"
    r"(?:[ \t]*\([^()\r\n]{3,60}\))?[.,;]?\s*\Z"
)
# A side that goes by its initials: "RSF"; the lists of bodies do not hold them all.
_INITIALS = re.compile(r"[A-Z][A-Z0-9-]{1,5}")
PARTY_LINES_LEAST = 2


def is_party_line(words: str) -> bool:
    """Say whether a line is a label with a number, and brackets behind it or none: "Civilians: 31 (including 8 children)"."""
    return _PARTY_LINE.match(words) is not None


def find_party_lists(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[int, Loss]:
    """Return the lines of a text's lists by party, by the positions of their sentences, each with the line that heads its list."""
    found: dict[int, Loss] = {}
    run: dict[int, Span] = {}
    for position, sentence in enumerate(sentences):
        line = _PARTY_LINE.match(text[sentence.start : sentence.end])
        apart = position > 0 and "\n\n" in text[sentences[position - 1].end : sentence.start].replace("\r", "").replace(" ", "")
        if line is None or (run and apart):
            found |= _parties(text, sentences, run, lexicon)
            run = {}
        if line is not None:
            run[position] = Span(sentence.start + line.start("label"), sentence.start + line.end("label"))
    return found | _parties(text, sentences, run, lexicon)


def _parties(text: str, sentences: Sequence[Sentence], run: dict[int, Span], lexicon: Lexicon) -> dict[int, Loss]:
    """Return the lines of a run as counts of the parties that they name; none where one names no party, or nothing above tells of harm."""
    if len(run) < PARTY_LINES_LEAST or min(run) == 0:
        return {}
    heading = min(run) - 1
    told = _told(sentences[heading], lexicon)
    labels = [span.slice(text) for span in run.values()]
    parties = [_is_party(label, lexicon) for label in labels]
    initials = any(parties) and all(known or _INITIALS.fullmatch(label) for known, label in zip(parties, labels, strict=True))
    if told is None or not (all(parties) or initials):
        return {}
    return {position: Loss(heading, label, told, people=True, rule="figures.list-by-party") for position, label in run.items()}


def _told(heading: Sentence, lexicon: Lexicon) -> Entry | None:
    """Return what a heading tells of people; ``None`` where it tells nothing, or of more than one measure."""
    entries = [entry for token in heading if (entry := told_by_word(token.lower, lexicon)) is not None]
    measures = {entry.kind.partition("/")[0] for entry in entries}
    return entries[0] if len(measures) == 1 and measures <= OF_PEOPLE else None


def _is_party(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label names people or a body of them: "Civilians", "Government forces"."""
    last = label.split()[-1].casefold()
    return describe(label, lexicon, "population")[1] is not None or is_person_noun(last.removesuffix("s"), lexicon)
