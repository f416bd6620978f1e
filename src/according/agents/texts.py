"""Tools that read a text that somebody hands over, and file nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from according.agents.arguments import Numbers, Unread
from according.agents.keeper import Keeper
from according.agents.tool import Answer
from according.agents.trimming import finish
from according.errors import RequestError
from according.exports.objects.finds import found_object
from according.exports.objects.readings import check_object, problem_object, to_object
from according.exports.words.readings import FIGURE_HEADINGS, figure_rows, repair_words, said_by, stance, visible
from according.exports.words.tables import Row
from according.exports.words.traces import reason_sentence
from according.intake.text import Options
from according.reckoning.answer import Check
from according.reckoning.checks.agreement import check_reading
from according.records import FiledFigure, file_figures
from according.services.evidence import Checked, check_filed
from according.services.requests import read_day
from according.statement import Reading, Statement

# Rows of a list inside a reading: a table of figures may be one statement.
_ROWS_EACH = 200


def read_text(keeper: Keeper, given: Unread) -> Answer:
    """Return the statements and figures of a text, a page of them."""
    reading = keeper.read(given.text, given.options)
    end = given.after + given.limit
    whole = to_object(reading)
    page = [row if given.trace else _without_trace(row) for row in whole["statements"][given.after : end]]
    value = {**whole, "statements": page, "next": end if end < len(reading.statements) else None}
    return Answer(finish(value, _ROWS_EACH), tuple(_reading_lines(reading, given.after, end)))


def check_numbers(keeper: Keeper, given: Numbers) -> Answer:
    """Return whether the numbers of a text, or some figures of the ledger, agree."""
    if (given.text is None) == (given.figures is None):
        raise RequestError("text", "give a text, or the ids of figures, and not both")
    problems: list[object] = []
    if given.text is not None:
        reading = keeper.read(given.text, Options(read_day(given.published or None, "published")))
        checked = Checked(tuple(file_figures(reading)), check_reading(reading))
        problems = [problem_object(problem) for problem in reading.problems]
    else:
        checked = check_filed(keeper.ledger, given.figures or (), affair=given.same_event)
    value = {
        "agree": all(check.holds for check in checked.checks) if checked.checks else None,
        "checks": [check_object(check) for check in checked.checks],
        "figures": [found_object(filed) for filed in checked.figures],
        "not_checked": list(checked.left_out),
        "problems": problems,
    }
    return Answer(finish(value, _ROWS_EACH), tuple(_check_lines(checked)))


def _without_trace(statement: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in statement.items() if name != "trace"}


def _reading_lines(reading: Reading, start: int, end: int) -> Iterator[str]:
    """Yield the statements of a page, each with its quotation, its offsets and its figures; then what is odd."""
    rows = dict(zip((figure.id for statement in reading.statements for figure in statement.figures), figure_rows(reading), strict=True))
    yield f"{len(reading.statements)} statements, {len(rows)} figures; nothing is filed"
    for number, statement in enumerate(reading.statements[start:end], start + 1):
        yield from _statement_lines(number, statement, rows)
    yield from checks_told(check_reading(reading))
    yield from (f"problem [{problem.start}:{problem.end}]: {visible(problem.what)}" for problem in reading.problems)
    for passed in reading.passed_over[:_ROWS_EACH]:
        words = passed.number
        yield f"seen and not read [{words.start}:{words.end}]: {visible(words.text)}: {reason_sentence(passed.reason)}"
    if end < len(reading.statements):
        yield f"more: after={end}"


def _statement_lines(number: int, statement: Statement, rows: Mapping[str, Row]) -> Iterator[str]:
    yield f"{number}. {said_by(statement)} ({stance(statement)}) [{statement.start}:{statement.end}]: “{visible(statement.text)}”"
    for figure in statement.figures:
        cells = [f"{name}: {cell}" for name, cell in zip(FIGURE_HEADINGS, rows[figure.id], strict=True) if cell]
        yield f"   figure {figure.id} [{figure.number.start}:{figure.number.end}]: {'; '.join(cells)}"


def _check_lines(checked: Checked) -> Iterator[str]:
    if not checked.checks:
        yield "no relation ties these numbers: whether they agree cannot be said"
    yield from checks_told(checked.checks)
    yield from (figure_told(filed) for filed in checked.figures)
    yield from (f"not checked, for a person rejected it: {id}" for id in checked.left_out)


def checks_told(checks: Iterable[Check]) -> Iterator[str]:
    """Yield a line for each check, that says whether it holds, and one for what would mend it."""
    for check in checks:
        yield f"{'adds up' if check.holds else 'does not add up'} ({check.rule}): {visible(check.detail)}"
        if not check.holds and (repairs := repair_words(check.repairs)):
            yield f"   would hold with: {visible('; or '.join(repairs))}"


def figure_told(filed: FiledFigure) -> str:
    """Return a figure in one line: its number, of whom, how it is put, who says so, and the quotation with its offsets."""
    statement, figure = filed.statement, filed.figure
    people = f" ({visible(figure.population.text)})" if figure.population is not None else ""
    # What is denied, planned or only possible is no count, and must not look like one.
    put = f", {figure.status}" if figure.status != "asserted" else ""
    quoted = f"report {filed.filing.id} [{statement.start}:{statement.end}]: “{visible(statement.text)}”"
    return f"figure {filed.id}: {visible(figure.number.text)} {figure.measure}{people}{put}, {said_by(statement)}; {quoted}"
