"""Why a reading says what it says: for each statement the rules that made it, and the words on which they fired."""
from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from according.exports.words.readings import FIGURE_HEADINGS, figure_rows, said_by, stance, visible
from according.reading.reasons import REASONS
from according.statement import Figure, Reading, Statement, Step


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


@cache
def _sentences() -> dict[str, str]:
    lines = (files("according") / "data" / "rules.tsv").read_text("utf8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))


def rule_sentence(rule: str) -> str | None:
    """
    Return what a rule does, in a sentence; ``None`` for one that is not known, as of a reading by another version.

        >>> rule_sentence("measures.state-of-subject")
        'A state is said of its subject: "66 people are missing".'
    """
    # "light-object" is the rule "object" for a verb that needs a second word: such rules have one sentence.
    family, _, name = rule.partition(".")
    general = f"{family}.{name.partition('-')[0]}-*"
    return _sentences().get(rule) or _sentences().get(general)


def reason_sentence(reason: str) -> str:
    """Return why no figure was made of a number, in a sentence; the reason's id where it is not known, as of another version."""
    return REASONS.get(reason, reason)


def steps_of(statement: Statement, figure: Figure) -> Iterator[Step]:
    """Yield the steps of a statement's trace that made a figure of it what it is: who says it, what was counted, where and when."""
    number, place, time = figure.number, figure.place, figure.time
    spans = {"figures": number, "measures": number, "tables": number, "places": place, "times": time}
    for step in statement.trace:
        family = step.rule.partition(".")[0]
        span = spans.get(family)
        # Who says it is the same for each figure of the statement, and may stand far from it: in a source line.
        if family not in spans or (span is not None and _meet(step, span.start, span.end)):
            yield step


def _meet(step: Step, start: int | None, end: int | None) -> bool:
    # A time that was taken from context has no place.
    return start is not None and end is not None and step.start < end and start < step.end
