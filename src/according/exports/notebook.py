"""
Readings and reckonings as HTML fragments, for a notebook: the report's text with its statements marked, and tables.

Every word of a report is escaped. Styles stand on the elements, so that nothing outside the fragment is touched. A statement has a number
beside its colour, and the rows of its figures repeat the number: colour alone tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from according.exports.words.readings import FIGURE_HEADINGS, check_lines, figure_rows, said_by
from according.exports.words.reckonings import SIDE_HEADINGS, explain_lines, headline, side_rows
from according.exports.words.reckonings import WEIGHED_HEADINGS as WEIGHED_HEADINGS
from according.exports.words.reckonings import figure_rows as weighed_rows
from according.reckoning.answer import Reckoning
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
    text = reading.report.text
    edges = {0, len(text)}
    for statement, start, end in _spans(reading):
        edges |= {statement.start, statement.end, start, end}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    return "".join(_piece(reading, text, start, end) for start, end in pairwise(cuts))


def _spans(reading: Reading) -> Iterator[tuple[Statement, int, int]]:
    """Yield the spans of statements and of their figures' numbers, each with its statement."""
    for statement in reading.statements:
        yield statement, statement.start, statement.end
        for figure in statement.figures:
            yield statement, figure.number.start, figure.number.end


def _figures(reading: Reading) -> Iterator[tuple[Statement, str]]:
    """Return the figures' ids in text order, each with its statement."""
    return ((statement, figure.id) for statement in reading.statements for figure in statement.figures)


def _piece(reading: Reading, text: str, start: int, end: int) -> str:
    """Return the words between two edges in the mark of the innermost statement over them; a statement's number stands where it ends."""
    words = escape(text[start:end])
    # The text is cut at every edge, so a statement covers a piece wholly or not at all.
    over = [(at, item) for at, item in enumerate(reading.statements) if item.start <= start and end <= item.end]
    if not over:
        return words
    # The shortest is the innermost; of two of one length the first, so that the colour is the same each time.
    at, inner = min(over, key=lambda pair: (pair[1].end - pair[1].start, pair[0]))
    if any(figure.number.start <= start and end <= figure.number.end for _, item in over for figure in item.figures):
        words = f"<b>{words}</b>"
    who = escape(said_by(inner))
    # Statements may end together: each has its number.
    closing = "".join(f'<sup title="{escape(said_by(item))}">{number + 1}</sup>' for number, item in over if item.end == end)
    return f'<mark style="color:#000;background:{COLOURS[at % len(COLOURS)]}" title="{who}">{words}</mark>{closing}'


def reckoning_html(reckoning: Reckoning) -> str:
    """Return a reckoning: its answer, its sides, its figures, and what contradicts what."""
    parts = [f"<p><strong>{escape(headline(reckoning))}</strong></p>"]
    if reckoning.headline.why_best:
        parts.append(f"<p>best is: {escape(reckoning.headline.why_best)}</p>")
    parts += [_table(SIDE_HEADINGS, side_rows(reckoning)), _table(WEIGHED_HEADINGS, weighed_rows(reckoning))]
    parts.append(_list(explain_lines(reckoning)))
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
