"""Outcomes on a screen or into a pipe: wrapped tables in colour on a terminal, one plain line a figure elsewhere."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from according.exports.formats import write_line
from according.exports.words.readings import (
    FIGURE_HEADINGS,
    STATEMENT_HEADINGS,
    Row,
    check_lines,
    figure_rows,
    plain_lines,
    statement_rows,
    visible,
)
from according.exports.words.traces import explain
from according.services.read import Outcome
from according.statement import Problem, Reading

if TYPE_CHECKING:
    from rich.console import Console

# A column needs about this much; where a screen has less, each row gets a line a field.
COLUMN_NARROWEST = 14
# Reading this many takes long enough to want to know how far it is.
PROGRESS_FROM = 5
# What is only counted goes faster: below this it is done before a bar is drawn.
COUNTED_FROM = 2_000


class Screen:
    """Where people read: wrapped tables in colour on a terminal, aligned plain lines elsewhere."""

    def __init__(self) -> None:
        self._console = _console() if _is_screen(sys.stdout) else None

    def line(self, line: str, style: str = "") -> None:
        """Write one line, in a style where there is colour."""
        if self._console is None:
            write(line)
        else:
            self._console.print(line, style=style or None, markup=False, highlight=False, emoji=False, soft_wrap=not style)

    def table(self, headings: Sequence[str], rows: Sequence[Row]) -> None:
        """Write a table; its empty columns are left out."""
        if not rows:
            return
        if self._console is None:
            for line in plain_lines(headings, rows):
                write(line)
        elif self._console.width < COLUMN_NARROWEST * len(headings):
            self._stack(headings, rows)
        else:
            self._console.print(_rich_table(headings, rows))

    def _stack(self, headings: Sequence[str], rows: Sequence[Row]) -> None:
        for row in rows:
            for number, (name, cell) in enumerate(zip(headings, row, strict=True)):
                if cell:
                    self.line(f"{'  ' if number else '* '}{name}: {cell}", "" if number else "bold")


class Printer:
    """Writes outcomes to standard output, one after the other, and what could not be read to standard error."""

    def __init__(self, *, as_json: bool = False, explained: bool = False) -> None:
        self.as_json = as_json
        self.explained = explained
        self.refusals = 0
        self._screen = Screen()

    def show(self, outcome: Outcome) -> None:
        """Write one outcome."""
        if outcome.refused is not None:
            self.refusals += 1
            tell_refusal(outcome)
        if self.as_json:
            read = outcome.refused is None
            line = write_line("json", "reading", outcome.reading) if read else write_line("json", "refusal", outcome.path, outcome.refused)
            write(line)
        elif outcome.refused is None:
            self._show_reading(outcome.reading)

    def _show_reading(self, reading: Reading) -> None:
        self._heading(reading)
        if self.explained:
            for line in explain(reading):
                self._screen.line(line)
        else:
            figures, others = figure_rows(reading), statement_rows(reading)
            self._screen.table(FIGURE_HEADINGS, figures)
            if figures and others:
                self._screen.line("")
            self._screen.table(STATEMENT_HEADINGS, others)
        for line in check_lines(reading):
            self._screen.line(line, "yellow")
        for problem in reading.problems:
            self._screen.line(_problem_line(reading.report.path, problem), "yellow")
        self._screen.line("")

    def _heading(self, reading: Reading) -> None:
        report = reading.report
        parts = [report.path, report.published.isoformat() if report.published else None, report.title]
        self._screen.line(" | ".join(visible(part) for part in parts if part) or "text", "bold")
        if not reading.statements:
            self._screen.line("no statement with a figure or a speaker found")


def tell_refusal(outcome: Outcome) -> None:
    """Write to standard error which input could not be read, and why."""
    name = visible(outcome.path or "") or "''"
    tell(f"{name}: {visible(outcome.refused or '')}")


def write(line: str) -> None:
    """Write one line to standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    """Write one line to standard error, with the command's name before it."""
    sys.stdout.flush()
    sys.stderr.write(f"according: {line}\n")
    sys.stderr.flush()


class ProgressBar:
    """Counts what is done."""

    def __init__(self, advance: Callable[[int], None] | None = None) -> None:
        self._advance = advance

    def advance(self, by: int = 1) -> None:
        """Count one more, or several."""
        if self._advance is not None:
            self._advance(by)


@contextmanager
def progress(total: int, doing: str = "reading", *, counted: bool = False) -> Iterator[ProgressBar]:
    """Give a progress bar: on standard error, and only where a person watches it and nothing else is written there."""
    if total < (COUNTED_FROM if counted else PROGRESS_FROM) or not _is_screen(sys.stderr) or _is_screen(sys.stdout):
        yield ProgressBar()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = _console(stderr=True)
    with Progress(TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield ProgressBar(lambda by: bar.advance(task, by))


def _problem_line(path: str | None, problem: Problem) -> str:
    return f"problem: {visible(path or 'text')}:{problem.start}-{problem.end}: {visible(problem.what)}"


def _is_screen(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _rich_table(headings: Sequence[str], rows: Sequence[Row]) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    kept = [at for at in range(len(headings)) if any(row[at] for row in rows)]
    for at in kept:
        table.add_column(headings[at], overflow="fold", style="bold cyan" if headings[at] == "how many" else None)
    for row in rows:
        table.add_row(*(Text(row[at]) for at in kept))
    return table
