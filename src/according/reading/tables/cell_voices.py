"""
Whose word a cell is: who is named in it, in its row, over its column, in the caption or below the table.

The nearest name goes first, and a name over a column that says whose losses these are gives no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.reading.lines.source_lines import source_name
from according.reading.speakers.frame import Frame
from according.reading.speakers.voices import Voice
from according.reading.tables.cell_counts import Count, Laid, Row
from according.reading.tables.roles import Tag
from according.reading.tables.row_words import words_in
from according.report import Span

_SOURCE = re.compile(
    r"\b(?:sources?|data)\s*:\s*(?P<who>[^()\[\]|;\r\n]{2,100}?)\s*(?:[()\[\];|]|\.?\s*\Z|,\s*\d|,\s*as of)", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NOTHING = frozenset({
    "n/a", "na", "none", "unknown", "unclear", "not known", "not available", "various", "multiple", "tbc", "tbd", "own data",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the voices of tables are found in: a report's text, its sentences, and who speaks in those that are no rows."""

    text: str
    sentences: Sequence[Sentence]
    voices: Sequence[Sequence[Voice]]
    lexicon: Lexicon


def find_cell_voices(spoken: Spoken, row: Row, beside: Voice | None) -> dict[int, Voice]:
    """
    Return who gives each count of a row, by the word of its number; ``beside`` is who gives the whole table.

    A voice whose sentence is the row's own has the count in its content.
    """
    found: dict[int, Voice] = {}
    for count in row.counts:
        voice = _in_cell(spoken, row, count) or _in_labels(spoken, row, count) or beside
        if voice is not None:
            found[count.number.core] = voice
    return found


def find_table_voice(spoken: Spoken, laid: Laid) -> Voice | None:
    """Return who gives a whole table: who is named in its caption, or on a source line below it."""
    for tag in reversed(laid.table.captions):
        for position in laid.above:
            sentence = spoken.sentences[position]
            span = tag.label.source if tag.label.source is not None else _named_source(spoken, tag.label.span)
            if span is not None and sentence.start <= span.start < sentence.end:
                return _voice(spoken, position, span, "speakers.table-caption")
    for position in laid.above:
        # "The ministry gave these figures:" over the table.
        told = next((voice for voice in reversed(spoken.voices[position]) if voice.speakers), None)
        if told is not None:
            frame = replace(told.frame, content=(), rule="speakers.table-caption", first=0, last=len(spoken.sentences[position]) - 1)
            return Voice(position, frame, told.speakers)
    for position in laid.below:
        named = source_name(spoken.sentences[position], spoken.lexicon)
        if named is not None:
            return _voice(spoken, position, spoken.sentences[position].span(*named), "speakers.table-note")
    return None


def _named_source(spoken: Spoken, caption: Span) -> Span | None:
    """Return the name behind "Source:" in a caption: "Killed by province (Source: Ministry of Health)"."""
    found = _SOURCE.search(spoken.text, caption.start, caption.end)
    if found is None or found["who"].split()[0].casefold() in spoken.lexicon.word_class("nameless-sources"):
        return None
    return Span(*found.span("who")) if _LETTERS.search(found["who"]) and any(map(str.isupper, found["who"])) else None


def _in_cell(spoken: Spoken, row: Row, count: Count) -> Voice | None:
    """Return who gives a count in the words of its own cell: "Per Ukraine: 62,000 killed"."""
    given, sentence = count.given, spoken.sentences[row.position]
    if given is None:
        return None
    named, cue, reach = (words_in(sentence, span) for span in (given.who, given.cue, given.reach))
    if named is None or cue is None:
        return None
    # Of a name on a line above, what it reaches over is the count itself.
    inside = reach if reach is not None and reach[0] <= count.number.first <= reach[1] else (count.number.first, count.number.last)
    first, last = min(cue[0], named[0]), max(cue[1], named[1])
    frame = Frame(cue[0], cue[1], named[0], (inside,), given.stance, "speakers.table-claim", first, last, named=named)
    return Voice(row.position, frame, (sentence.span(*named),))


def _in_labels(spoken: Spoken, row: Row, count: Count) -> Voice | None:
    """Return who gives a count by the labels of its row and column."""
    for tag in count.tags:
        span = _names_source(spoken, tag)
        position = row.laid.lines[tag.row] if tag.row >= 0 else None
        if span is None or position is None:
            continue
        rule = "speakers.table-source" if tag.role == "source" else "speakers.table-label"
        voice = _voice(spoken, position, span, rule)
        if voice is None or position != row.position:
            return voice
        return replace(voice, frame=_within_row(voice.frame, spoken.sentences[position]))
    return None


def _names_source(spoken: Spoken, tag: Tag) -> Span | None:
    """Return the words of a label that name whose word the numbers are: all of a cell of sources, else a name behind "per"."""
    if tag.role != "source" or tag.label.source is not None:
        return tag.label.source
    # "Source" over the column itself is no name.
    words = tag.label.span.slice(spoken.text).strip().casefold()
    plain = tag.label.role == "source" or words in _NOTHING or not _LETTERS.search(words)
    return None if plain or words.split()[0] in spoken.lexicon.word_class("nameless-sources") else tag.label.span


def _voice(spoken: Spoken, position: int, span: Span, rule: str) -> Voice | None:
    """Return the voice of a name at its place, without a content: what it says stands in cells."""
    named = words_in(spoken.sentences[position], span)
    if named is None:
        return None
    frame = Frame(named[0], named[0], named[0], (), "reports" if rule == "speakers.table-source" else "says", rule, *named, named=named)
    return Voice(position, frame, (spoken.sentences[position].span(*named),))


def _within_row(frame: Frame, sentence: Sentence) -> Frame:
    """Return a frame of a name in a row with the rest of the row for its content."""
    first, last = frame.first, frame.last
    parts = tuple(_parts(first, last, len(sentence)))
    return replace(frame, content=parts)


def _parts(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    if first:
        yield 0, first - 1
    if last + 1 < size:
        yield last + 1, size - 1
