"""
Readings, reckonings and events as HTML fragments, for a notebook: the report's text with its statements marked, and tables.

Every word of a report is escaped. Styles stand on the elements, so that nothing outside the fragment is touched. A statement has a number
beside its colour, and the rows of its figures repeat the number: colour alone tells nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from according.exports.words.events import event_lines, event_sections
from according.exports.words.readings import FIGURE_HEADINGS, check_lines, figure_rows, said_by, visible
from according.exports.words.reckonings import SIDE_HEADINGS, explain_lines, headline, side_rows
from according.exports.words.reckonings import WEIGHED_HEADINGS as WEIGHED_HEADINGS
from according.exports.words.reckonings import figure_rows as weighed_rows
from according.reckoning.answer import Reckoning
from according.reckoning.events.event import Event
from according.report import Span
from according.statement import Reading, Statement

# The backgrounds of statements in turn: light enough for black text (contrast above 12 to 1), and apart for colour-blind readers.
COLOURS = ("#fff2b3", "#cfe8ff", "#d9f2d0", "#f6d5e5", "#e3dcf7", "#fde0c8")
# The report's line ends stay. Its colours are set outright, because a notebook's dark theme would make white text of black.
_TEXT = "white-space:pre-wrap;color:#000;background:#fff;padding:.5em;border:1px solid #ccc;line-height:1.6"


def reading_html(reading: Reading) -> str:
    """Return a reading: its text with statements and figures marked, a table of the figures, and what does not add up."""
    numbers = {statement.id: at for at, statement in enumerate(reading.statements, 1)}
    rows = [
        (str(numbers[statement.id]), *row)
        for (statement, _), row in zip(_figures(reading), figure_rows(reading), strict=True)
    ]
    said = [*check_lines(reading), *(f"problem: {problem.what}" for problem in reading.problems)]
    parts = [f'<div style="{_TEXT}">{marked_text(reading)}</div>', _table(("statement", *FIGURE_HEADINGS), rows), _list(said)]
    return f"<div>{''.join(parts)}</div>"


def marked_text(reading: Reading) -> str:
    """
    Return a report's text with a ``mark`` around each statement and a ``b`` around each figure's number.

    Spans may lie inside one another or overlap. So the text is cut at every edge, and each piece has the mark of the innermost statement
    over it.
    """
    text, said = reading.report.text, [(statement.start, statement.end) for statement in reading.statements]
    # Each number with the place of its statement among all.
    counted = [(at, figure.number) for at, statement in enumerate(reading.statements) for figure in statement.figures]
    numbers = [(number.start, number.end) for _, number in counted]
    edges = {0, len(text)}.union(*said, *numbers)
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    pieces = []
    for piece, over, inside in zip(pairwise(cuts), _covering(said, cuts), _covering(numbers, cuts), strict=True):
        strong = any(counted[number][0] in over for number in inside)
        pieces.append(_piece(reading.statements, Span(*piece).slice(text), piece[1], over, strong=strong))
    return "".join(pieces)


def _covering(spans: Sequence[tuple[int, int]], cuts: Sequence[int]) -> Iterator[list[int]]:
    """Yield for each piece between two cuts the places of the spans over it; wherever a span begins or ends there is a cut."""
    # In the order of their beginnings, so that each piece looks only at the spans that are open there.
    waiting = deque(sorted(range(len(spans)), key=lambda at: spans[at]))
    held: list[int] = []
    for start, end in pairwise(cuts):
        while waiting and spans[waiting[0]][0] <= start:
            held.append(waiting.popleft())
        held = [at for at in held if spans[at][1] >= end]
        yield sorted(held)


def _figures(reading: Reading) -> Iterator[tuple[Statement, str]]:
    """Return the figures' ids in text order, each with its statement."""
    return ((statement, figure.id) for statement in reading.statements for figure in statement.figures)


def _piece(statements: Sequence[Statement], words: str, end: int, over: Sequence[int], *, strong: bool) -> str:
    """
    Return the words of a piece in the mark of the innermost of the statements over it, and ``strong`` where they are a number.

    A statement's own number stands where it ends; ``end`` is where the piece does.
    """
    words = escape(words)
    if not over:
        return words
    # The shortest is the innermost; of two of one length the first, so that the colour is the same each time.
    at = min(over, key=lambda at: (statements[at].end - statements[at].start, at))
    if strong:
        words = f"<b>{words}</b>"
    who = escape(said_by(statements[at]))
    # Statements may end together: each has its number.
    ending = [number for number in over if statements[number].end == end]
    closing = "".join(f'<sup title="{escape(said_by(statements[number]))}">{number + 1}</sup>' for number in ending)
    return f'<mark style="color:#000;background:{COLOURS[at % len(COLOURS)]}" title="{who}">{words}</mark>{closing}'


def reckoning_html(reckoning: Reckoning) -> str:
    """Return a reckoning: its answer, its sides, its figures, and what contradicts what."""
    parts = [f"<p><strong>{escape(headline(reckoning))}</strong></p>"]
    if reckoning.headline.why_best:
        parts.append(f"<p>best is: {escape(reckoning.headline.why_best)}</p>")
    parts += [_table(SIDE_HEADINGS, side_rows(reckoning)), _table(WEIGHED_HEADINGS, weighed_rows(reckoning))]
    parts.append(_list(explain_lines(reckoning)))
    return f"<div>{''.join(parts)}</div>"


def event_html(event: Event) -> str:
    """Return an event: what it is, its measures, what cannot all be true, its numbers over the days, its sides and its reports."""
    parts = [f"<p><strong>{escape(visible(event.title))}</strong></p>", _list(event_lines(event))]
    for section in event_sections(event):
        parts.append(f"<p>{escape(section.title)}</p>" if section.title else "")
        parts += [_table(section.headings, section.rows), _list(section.lines)]
    return f"<div>{''.join(parts)}</div>"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table without its empty columns, its header cells marked as such; an empty text where nothing is left."""
    held = [list(row) for row in rows]
    kept = [at for at in range(len(headings)) if any(row[at] for row in held)]
    if not kept:
        return ""
    # With a scope a screen reader says the heading with each cell.
    head = "".join(f'<th scope="col">{escape(headings[at])}</th>' for at in kept)
    body = "".join(f"<tr>{''.join(f'<td>{escape(row[at])}</td>' for at in kept)}</tr>" for row in held)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _list(lines: Iterable[str]) -> str:
    """Return lines as a list, or an empty text where there are none."""
    items = "".join(f"<li>{escape(line.strip())}</li>" for line in lines if line.strip())
    return f"<ul>{items}</ul>" if items else ""
