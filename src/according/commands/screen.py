"""Outcomes on a screen or into a pipe: tables that fit the width, in colour on a terminal."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TextIO

from according.commands.terminal.streams import bare, draw, tell, write
from according.exports.formats import write_line
from according.exports.unseen import spell
from according.exports.words.readings import (
    FIGURE_HEADINGS,
    FIGURE_WORTH,
    STATEMENT_HEADINGS,
    STATEMENT_WORTH,
    check_lines,
    figure_rows,
    passed_over_line,
    statement_rows,
    visible,
)
from according.exports.words.tables import COLUMN_GAP, Row, Table, breakable, fit, plain_lines
from according.exports.words.traces import explain
from according.services.read import Outcome
from according.statement import Problem, Reading

if TYPE_CHECKING:
    from rich.console import Console

# How tables are written.
Layout = Literal["fitted", "wide", "records"]
# The width of a pipe and of a terminal, where nothing says it, and the least that is taken.
PIPED, SCREENED, NARROWEST = 120, 80, 20
# Reading this many takes long enough to want to know how far it is.
PROGRESS_FROM = 5
# What is only counted goes faster: below this it is done before a bar is drawn.
COUNTED_FROM = 2_000


class Screen:
    """
    Where people read: tables that fit the width, long lines wrapped; in colour on a terminal, plain in a pipe.

    ``COLUMNS`` says how wide a line is; without it a terminal has its own width and a pipe 120. The layout ``wide`` shows every column and
    wraps nothing, ``records`` shows a line for each field.
    """

    def __init__(self, layout: Layout = "fitted") -> None:
        self.layout = layout
        self._console = _console()
        self._told = False

    @property
    def width(self) -> int:
        """How many cells a line has."""
        return self._console.width

    def line(self, line: str, style: str = "") -> None:
        """Write one line, in a style where there is colour; a longer one goes on below, two cells further in."""
        # Here and not above: JSON and `--help` are written without it.
        from rich.text import Text

        line = spell(line)
        # A character takes two cells at most, so a line of half as many characters fits without being measured.
        if self.layout != "fitted" or len(line) < self.width // 2:
            self._print(Text(line, style=style), wrapped=False)
            return
        # A line far to the right would have no room below itself: it keeps three quarters of the width.
        margin = min(len(line) - len(line.lstrip(" ")), self.width // 4)
        room = max(self.width - margin - 2, 1)
        pieces = Text(breakable(line.strip(), room), style=style).wrap(self._console, room, overflow="fold")
        for number, piece in enumerate(pieces):
            piece.rstrip()
            self._print(Text(" " * (margin + (2 if number else 0))) + piece, wrapped=False)

    def table(self, headings: Sequence[str], rows: Sequence[Row], worth: Sequence[str] = (), under: Sequence[str] = ()) -> None:
        """
        Write a table: its columns in order of ``worth`` as there is room, the empty ones left out.

        Where there is no room for all the columns of ``under``, they stand below each row. Columns for which there is no room are told
        once, on standard error.
        """
        if not rows:
            return
        rows = [tuple(map(spell, row)) for row in rows]
        if self.layout == "records":
            self._records(headings, rows)
            return
        if self.layout == "wide":
            for line in plain_lines(headings, rows):
                self.line(line)
            return
        table = Table(tuple(headings), tuple(rows), tuple(worth), tuple(under))
        shown = fit(table, self.width)
        # What each rule-set says is read side by side: if one has no room beside the row, all stand below it.
        below = [at for at in table.filled() if headings[at] in under]
        if set(below) <= set(shown):
            self._print(_rich_table(table, table.rows, shown), wrapped=True)
        else:
            shown = fit(table, self.width, below)
            for number, row in enumerate(table.rows):
                self._print(_rich_table(table, [row], shown, head=number == 0), wrapped=True)
                # Set in, so that the next row is not taken for a part of this one.
                self.line("    " + "; ".join(f"{headings[at]}: {row[at]}" for at in below))
        self._tell_hidden([headings[at] for at in table.filled() if at not in shown and headings[at] not in under])

    def _records(self, headings: Sequence[str], rows: Sequence[Row]) -> None:
        for row in rows:
            for number, (name, cell) in enumerate(zip(headings, row, strict=True)):
                if cell:
                    self.line(f"{'  ' if number else '* '}{name}: {cell}", "" if number else "bold")

    def _tell_hidden(self, hidden: Sequence[str]) -> None:
        """Say once which columns there was no room for."""
        # Once, or every table of a hundred reports would say it.
        if hidden and not self._told:
            self._told = True
            tell(f"no room at {self.width} columns for {', '.join(hidden)}; --wide shows every column, --records a line a field")

    def _print(self, shown: object, *, wrapped: bool) -> None:
        # Caught and not printed: Rich fills a line up to the width, and what a pipe gets should not end in blanks.
        with self._console.capture() as captured:
            self._console.print(shown, soft_wrap=not wrapped)
        for line in captured.get().removesuffix("\n").split("\n"):
            draw(line.rstrip())


class Printer:
    """Writes outcomes to standard output, one after the other, and what could not be read to standard error."""

    def __init__(self, *, as_json: bool = False, explained: bool = False, layout: Layout = "fitted") -> None:
        self.as_json = as_json
        self.explained = explained
        self.refusals = 0
        self._screen = Screen(layout)

    def show(self, outcome: Outcome) -> None:
        """Write one outcome."""
        if outcome.refused is not None:
            self.refusals += 1
            tell_refusal(outcome)
        if self.as_json:
            # A refused input has its line too, so that lines and inputs stay in step.
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
            self._screen.table(FIGURE_HEADINGS, figures, FIGURE_WORTH)
            if figures and others:
                self._screen.line("")
            self._screen.table(STATEMENT_HEADINGS, others, STATEMENT_WORTH)
            if (quiet := passed_over_line(reading)) is not None:
                self._screen.line(quiet, "dim")
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
    # A file's name may hold characters that move the cursor.
    name = visible(outcome.path or "") or "''"
    tell(f"{name}: {visible(outcome.refused or '')}")


class ProgressBar:
    """A bar that counts what is done; without ``advance`` there is none to see, and nothing is counted."""

    def __init__(self, advance: Callable[[int], None] | None = None, extend: Callable[[int], None] | None = None) -> None:
        self._advance, self._extend = advance, extend

    def advance(self, by: int = 1) -> None:
        """Count one more, or several."""
        if self._advance is not None:
            self._advance(by)

    def extend(self, by: int) -> None:
        """Take in that there are more to count than was known."""
        if self._extend is not None:
            self._extend(by)


@contextmanager
def progress(
    total: int, doing: str = "reading", *, counted: bool = False, rated: bool = False, quiet: bool = False
) -> Iterator[ProgressBar]:  # fmt: skip
    """
    Give a progress bar: on standard error, and only where a person watches it and nothing else is written there.

    One that is ``rated`` shows how many are done in a second. Where all is ``quiet`` meanwhile, standard output may be the same screen.
    """
    # With the output on the same screen a bar would stand between its lines.
    shared = is_screen(sys.stdout) and not quiet
    if total < (COUNTED_FROM if counted else PROGRESS_FROM) or not is_screen(sys.stderr) or shared:
        yield ProgressBar()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class RateColumn(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed or 0:,.0f}/s")

    columns = [TextColumn(doing), BarColumn(), MofNCompleteColumn(), *([RateColumn()] if rated else []), TimeRemainingColumn()]
    with Progress(*columns, console=stderr_console(), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield ProgressBar(lambda by: bar.advance(task, by), lambda by: bar.update(task, total=(bar.tasks[task].total or 0) + by))


def _problem_line(path: str | None, problem: Problem) -> str:
    return f"problem: {visible(path or 'text')}:{problem.start}-{problem.end}: {visible(problem.what)}"


def is_screen(stream: TextIO) -> bool:
    """Say whether a person watches a stream."""
    # A dumb terminal, as inside an editor, shows escape sequences as they are.
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def stderr_console() -> Console:
    """Return standard error as it is drawn on."""
    return _console(stderr=True)


def _console(*, stderr: bool = False) -> Console:
    """
    Return where to write, with its width and whether it has colour.

    ``NO_COLOR`` means no style at all, ``FORCE_COLOR`` colour in a pipe too.
    """
    from rich.console import Console

    stream = bare(sys.stderr if stderr else sys.stdout)
    screen = is_screen(stream) or bool(os.environ.get("FORCE_COLOR"))
    plain = bool(os.environ.get("NO_COLOR")) or not screen
    made = Console(file=stream, highlight=False, markup=False, emoji=False, force_terminal=screen, no_color=plain, width=_columns(stream))
    if plain:
        # Without colour there would still be bold.
        made._color_system = None
    return made


def _columns(stream: TextIO) -> int:
    """Return how wide a stream is: what ``COLUMNS`` says, or the terminal itself, whatever it can show."""
    said = os.environ.get("COLUMNS", "")
    # What a shell leaves empty or sets to 0 says nothing.
    if said.isdecimal() and int(said):
        return max(int(said), NARROWEST)
    if not stream.isatty():
        return PIPED
    # A terminal that does not know its own size says 0.
    return max(os.get_terminal_size(stream.fileno()).columns or SCREENED, NARROWEST)


def _rich_table(table: Table, rows: Sequence[Row], shown: Mapping[int, int], *, head: bool = True) -> object:
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(box=None, pad_edge=False, padding=(0, COLUMN_GAP, 0, 0), header_style="bold", show_header=head)
    for at, width in shown.items():
        made.add_column(Text(table.headings[at]), width=width, overflow="fold")
    for row in rows:
        made.add_row(*(Text(breakable(row[at] or "-", width)) for at, width in shown.items()))
    return made
