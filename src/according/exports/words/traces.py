"""Why a reading says what it says: a statement at a time, the rules that made it and the words they fired on."""
from __future__ import annotations

from collections.abc import Iterator

from according.exports.words.readings import FIGURE_HEADINGS, figure_rows, said_by, stance, visible
from according.reading.reasons import REASONS
from according.statement import Reading, Statement


def explain(reading: Reading) -> Iterator[str]:
    """Yield the lines that explain a reading."""
    rows = iter(figure_rows(reading))
    for number, statement in enumerate(reading.statements, 1):
        yield f"{number}. {said_by(statement)} ({stance(statement)}): {visible(statement.content.text)}"
        for _, row in zip(statement.figures, rows, strict=False):
            cells = zip(FIGURE_HEADINGS, row, strict=True)
            yield "   figure: " + "; ".join(f"{name}: {cell}" for name, cell in cells if cell and name != "who says so")
        yield from _trace(reading.report.text, statement)
        yield ""
    if reading.passed_over:
        yield "numbers seen, not read:"
    for passed in reading.passed_over:
        words = passed.number
        yield f"   {passed.reason} [{words.start}:{words.end}] “{visible(words.text)}”: {REASONS[passed.reason]}"


def _trace(text: str, statement: Statement) -> Iterator[str]:
    for step in statement.trace:
        words = visible(text[step.start : step.end])
        yield f"   {step.rule} [{step.start}:{step.end}] “{words}”" + (f": {visible(step.detail)}" if step.detail else "")
