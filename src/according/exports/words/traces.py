"""Why a reading says what it says: for each statement the rules that made it, and the words on which they fired."""
from __future__ import annotations

from collections.abc import Iterator

from according.exports.words.readings import FIGURE_HEADINGS, figure_rows, said_by, stance, visible
from according.reading.reasons import REASONS
from according.statement import Reading, Statement


def explain(reading: Reading) -> Iterator[str]:
    """Yield the lines that explain a reading: each statement with its figures and its trace, and an empty line behind it."""
    rows = iter(figure_rows(reading))
    for number, statement in enumerate(reading.statements, 1):
        yield f"{number}. {said_by(statement)} ({stance(statement)}): {visible(statement.content.text)}"
        # The figures come first in the zip: where they end, no row of the next statement has been taken.
        for _, row in zip(statement.figures, rows, strict=False):
            cells = zip(FIGURE_HEADINGS, row, strict=True)
            # Who says so stands in the line above.
            yield "   figure: " + "; ".join(f"{name}: {cell}" for name, cell in cells if cell and name != "who says so")
        yield from _trace(reading.report.text, statement)
        yield ""
    if reading.passed_over:
        yield "numbers seen, not read:"
    for passed in reading.passed_over:
        words = passed.number
        yield f"   {passed.reason} [{words.start}:{words.end}] “{visible(words.text)}”: {REASONS[passed.reason]}"


def _trace(text: str, statement: Statement) -> Iterator[str]:
    """Yield a line for each step of a statement's trace: rule, offsets, words and conclusion."""
    for step in statement.trace:
        words = visible(text[step.start : step.end])
        yield f"   {step.rule} [{step.start}:{step.end}] “{words}”" + (f": {visible(step.detail)}" if step.detail else "")
