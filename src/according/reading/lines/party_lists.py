"""
Lists by party or place: a line that tells what befell people, and below it a line for each side or place with nothing but its number.

"Six were killed in Harran:", then "Government forces: 4", "Rebels: 2": the four and the two are parts of the six, and the names are
those who fell. The place of such a list may be in its heading. "Killed by province:", then "Homs: 12", "Hama: 9": the names are where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.names.gazetteer import Gazetteer
from according.names.parties import describe, is_person_noun
from according.reading.figures.measures import OF_PEOPLE
from according.reading.figures.triggers import verb_entry
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


def find_party_lists(text: str, sentences: Sequence[Sentence], lexicon: Lexicon, gazetteer: Gazetteer) -> dict[int, Loss]:
    """Return the lines of a text's lists by party or place, by the positions of their sentences, each with the line that heads its list."""
    found: dict[int, Loss] = {}
    run: dict[int, Span] = {}
    for position, sentence in enumerate(sentences):
        line = _PARTY_LINE.match(text[sentence.start : sentence.end])
        if line is None or (run and _stands_apart(text, sentences[position - 1], sentence)):
            found |= _listed(text, sentences, run, lexicon, gazetteer)
            run = {}
        if line is not None:
            run[position] = Span(sentence.start + line.start("label"), sentence.start + line.end("label"))
    return found | _listed(text, sentences, run, lexicon, gazetteer)


def _stands_apart(text: str, before: Sentence, sentence: Sentence) -> bool:
    """Say whether a blank line stands between two sentences."""
    return "\n\n" in text[before.end : sentence.start].replace("\r", "").replace(" ", "")


def _listed(text: str, sentences: Sequence[Sentence], run: dict[int, Span], lexicon: Lexicon, gazetteer: Gazetteer) -> dict[int, Loss]:
    """
    Return the lines of a run as counts of the parties that they name, or at the places.

    None are returned where one names neither, or nothing above tells of harm. Places need a line above that ends in a colon.
    """
    if len(run) < PARTY_LINES_LEAST or min(run) == 0:
        return {}
    heading = min(run) - 1
    told = _told(sentences[heading], lexicon)
    labels = [span.slice(text) for span in run.values()]
    if told is None:
        return {}
    if text.endswith(":", 0, sentences[heading].end) and all(label[0].isupper() and gazetteer.find(label) for label in labels):
        return {at: Loss(heading, label, told, people=True, rule="figures.list-of-places", named=False) for at, label in run.items()}
    parties = [_is_party(label, lexicon) for label in labels]
    initials = any(parties) and all(known or _INITIALS.fullmatch(label) for known, label in zip(parties, labels, strict=True))
    if not (all(parties) or initials):
        return {}
    return {position: Loss(heading, label, told, people=True, rule="figures.list-by-party") for position, label in run.items()}


def _told(heading: Sentence, lexicon: Lexicon) -> Entry | None:
    """Return what a heading tells of people; ``None`` where it tells nothing, or of more than one measure."""
    words = (told_by_word(token.lower, lexicon) or verb_entry(lexicon, token.lemma, "subject") for token in heading)
    entries = [entry for entry in words if entry is not None]
    measures = {entry.kind.partition("/")[0] for entry in entries}
    return entries[0] if len(measures) == 1 and measures <= OF_PEOPLE else None


def _is_party(label: str, lexicon: Lexicon) -> bool:
    """Say whether a label names people or a body of them: "Civilians", "Government forces", but not what befell some: "Missing"."""
    last = label.split()[-1].casefold()
    told = told_by_word(last, lexicon)
    if told is not None and (told.pattern == "state" or not is_person_noun(last.removesuffix("s"), lexicon)):
        return False
    return describe(label, lexicon, "population")[1] is not None or is_person_noun(last.removesuffix("s"), lexicon)
