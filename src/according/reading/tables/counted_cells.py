"""The counts of a table's rows as figure candidates, and which of them are parts of which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from according.language.sentence import Sentence
from according.reading.context import Found
from according.reading.figures.candidates import Candidate
from according.reading.figures.triggers import Trigger
from according.reading.lines.label_lines import told_by_word
from according.reading.tables.cell_counts import Count, Row
from according.reading.tables.row_words import words_in
from according.statement import Measure


def count_row(row: Row, sentence: Sentence, cells: dict[int, Found]) -> list[Found]:
    """Return the counts of a table's row, and keep each under the identity of its cell's count."""
    found = []
    for count in row.counts:
        number = replace(count.number, trap=None)
        told = _telling(sentence, count)
        # As a counted noun: beside a cell "killed" is a heading, and governs nothing.
        trigger = Trigger(told, replace(count.entry, pattern="count"), count.rule, (number.core,))
        measure = cast(Measure, count.entry.kind.partition("/")[0])
        one = Found(row.position, Candidate(number, measure, "people", number.core, trigger, count.rule), count.people, cell=count)
        one.loser, one.perpetrator = count.side, count.doer
        cells[id(count)] = one
        found.append(one)
    return found


def _telling(sentence: Sentence, count: Count) -> int:
    """Return the word of a cell that tells what befell those counted, else the number's own, where a label tells it."""
    words = words_in(sentence, count.words) if count.words is not None else None
    inside = sentence.tokens[words[0] : words[1] + 1] if words is not None else ()
    return next((token.index for token in inside if told_by_word(token.lower, sentence.lexicon) is not None), count.number.core)


def link_wholes(cells: Mapping[int, Found]) -> None:
    """Make each count of a table a part of that of its total, once all rows are read: a total may stand above its rows or below them."""
    for part in cells.values():
        whole = part.cell.whole if part.cell is not None else None
        part.part_of = cells.get(id(whole)) if whole is not None else None
