"""
The rows of a report's tables among its sentences: which lines they are before it is parsed, and what they count afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from according.language.sentence import Sentence
from according.reading.language import Language
from according.reading.tables.cell_counts import Laid, Row, positions_of, read_rows
from according.reading.tables.row_words import row_sentence
from according.reading.tables.table_shapes import find_tables
from according.report import Span


def table_lines(text: str, language: Language, start: int) -> tuple[list[Span], list[Span]]:
    """Return the lines of a text's tables from an offset on, and the lines beside them that may say of what and of whom they are."""
    lines: list[Span] = []
    beside: list[Span] = []
    for table in find_tables(text, language.lexicon, language.gazetteer):
        lines += [_words(text, line) for line in table.grid.lines if line.start >= start and not table.grid.paired]
        beside += [*table.grid.above, *table.grid.below]
    return lines, beside


def _words(text: str, line: Span) -> Span:
    """Return a line without the blanks at its edges."""
    words = line.slice(text)
    return Span(line.start + len(words) - len(words.lstrip()), line.start + len(words.rstrip()))


def cut_rows(spans: Sequence[Span], lines: Sequence[Span]) -> list[Span]:
    """Return the stretches of a text with each line of a table as one; both come in the order of the text."""
    if not lines:
        return list(spans)
    found = list(lines)
    at = 0
    for span in spans:
        while at < len(lines) and lines[at].end <= span.start:
            at += 1
        start, here = span.start, at
        # What stands before, between and behind the lines that a stretch was joined of.
        while here < len(lines) and lines[here].start < span.end:
            if start < lines[here].start:
                found.append(Span(start, lines[here].start))
            start, here = max(start, lines[here].end), here + 1
        if start < span.end:
            found.append(Span(start, span.end))
    return sorted(found)


def read_flat(text: str, lines: Iterable[Span]) -> list[Sentence]:
    """Return the lines of tables as sentences without a tree."""
    return [sentence for line in lines if (sentence := row_sentence(text, line)) is not None]


def find_table_rows(text: str, sentences: Sequence[Sentence], listed: Collection[int], language: Language) -> dict[int, Row]:
    """
    Return the rows of a report's tables by the positions of their sentences.

    ``listed`` are the positions of lines that are read as those of a list of losses.
    """
    rows: dict[int, Row] = {}
    starts = [sentence.start for sentence in sentences]
    for table in find_tables(text, language.lexicon, language.gazetteer):
        lines = tuple(positions_of(table.grid.lines, sentences, starts))
        if not listed or not any(position in listed for position in lines):
            laid = Laid(table, lines, _inside(table.grid.above, starts), _inside(table.grid.below, starts))
            # Heads tell nothing by themselves, nor does "(thousands)" in a caption: it says of what the numbers below are.
            silent = laid.above if any(tag.label.scale > 1 for tag in table.captions) else ()
            rows |= {position: Row(position, laid) for position in (*silent, *lines) if position is not None}
            rows |= {row.position: row for row in read_rows(text, laid, sentences, language.lexicon)}
    return rows


def _inside(spans: Sequence[Span], starts: Sequence[int]) -> tuple[int, ...]:
    """Return the positions of the sentences that begin in some stretches."""
    edges = ((bisect_left(starts, span.start), bisect_left(starts, span.end)) for span in spans)
    return tuple(at for first, last in edges for at in range(first, last))
