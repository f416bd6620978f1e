"""The command ``according``: thin over the library."""
from __future__ import annotations

import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands import add, ask, judge, ledger
from according.commands.options import WordsFile, worded
from according.errors import AccordingError
from according.version import __version__

if TYPE_CHECKING:
    from according.intake.files import Source

# Exit statuses; 2 is Typer's own for a wrong command line.
OK, UNREADABLE, INTERRUPTED = 0, 1, 130

READ_HELP = """
Read reports and show who says how many of whom.

INPUTS are text or Markdown files, folders (their .txt, .md and .markdown files, at any depth) and "-" for standard input.

Examples:

  according read report.txt

  according read --json reports/ > readings.jsonl

  according read --date 2025-01-27 --title "Losses in Kursk" - < report.txt

  according read --explain report.txt

  according read --jobs 4 reports/ | grep killed

  according read --words words.toml report.txt

Exit status: 0 all read, 1 some input could not be read (the others are), 2 wrong usage.
"""
DEMO_HELP = """
Read the sample reports that come with the package, file them in a throw-away ledger and reckon the losses they tell of.

They are different parties' accounts of the same public events around the North Korean deployment in Kursk.

Examples:

  according demo

  according demo --explain

  according demo --json | tail -1
"""

app = typer.Typer(
    name="according",
    help="Reads news reports of conflict and disaster: who says how many of whom, where, since when, how sure.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a report, one report a line, in the order of the inputs.")]
Explained = Annotated[bool, typer.Option("--explain", help="Print, a statement at a time, which rules made it and on which words.")]


app.command(help=add.ADD_HELP)(add.add)
app.command(help=ask.QUESTIONS_HELP)(ask.questions)
app.command(help=ask.RECKON_HELP)(ask.reckon)
app.command(help=judge.JUDGE_HELP)(judge.judge)
app.command(help=judge.UNDO_HELP)(judge.undo)
app.command(help=judge.RULINGS_HELP)(judge.rulings)
app.command("list", help=ask.LIST_HELP)(ask.list_values)
app.add_typer(ledger.app, name="ledger")


def _version(asked: bool) -> None:
    if asked:
        from according.language.pipeline import model_version
        from according.lexicon import default

        typer.echo(f"according {__version__}, model {model_version()}, word lists {default().digest}")
        raise typer.Exit()


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the versions of package, model and word lists, and exit."),
    ] = False,
) -> None:
    pass


@app.command(help=READ_HELP)
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUTS", help='Files, folders, or "-" for standard input.')],
    as_json: AsJson = False,
    explained: Explained = False,
    published: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The reports' date, as 2025-01-27; wins over what they say.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="The report's title; wins over its headline.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="How many processes read.")] = 1,
    words: WordsFile = None,
) -> None:
    """Read reports."""
    if as_json and explained:
        raise typer.BadParameter("--json holds the trace already; give one of --json and --explain")
    from according.intake.files import find_sources
    from according.services.requests import read_day

    with worded():
        day = read_day(published, "published")
    _read(list(find_sources(inputs)), _Wishes(as_json, explained, day, title, jobs, words))


@app.command(help=DEMO_HELP)
def demo(as_json: AsJson = False, explained: Explained = False) -> None:
    """Read the sample reports and reckon what they say."""
    from according.commands.demo import show_demo

    show_demo(as_json=as_json, explained=explained)


class _Wishes:
    """What the command line asks for."""

    def __init__(self, as_json: bool, explained: bool, published: date | None = None, title: str | None = None, jobs: int = 1,
                 words: str | None = None) -> None:  # fmt: skip
        self.as_json, self.explained, self.published, self.title, self.jobs = as_json, explained, published, title, jobs
        self.words = words


def _read(sources: list[Source], wishes: _Wishes) -> None:
    # Here and not above: `--help` and shell completion need none of it.
    from according.commands.screen import Printer, progress
    from according.intake.text import Options
    from according.services.read import read_sources
    from according.services.words import find_language

    language = None if wishes.words is None else find_language(wishes.words)
    printer = Printer(as_json=wishes.as_json, explained=wishes.explained)
    with progress(len(sources)) as bar:
        for outcome in read_sources(sources, Options(wishes.published, wishes.title), min(wishes.jobs, len(sources)), language):
            printer.show(outcome)
            bar.advance()
    raise typer.Exit(UNREADABLE if printer.refusals else OK)


def main() -> None:
    """Run the command; the answer to every expected mishap is one line on standard error."""
    if sys.stderr is None:  # closed by the caller ("2>&-")
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    if sys.stdout is None:
        sys.stderr.write("according: cannot write the output: standard output is closed; nothing was read\n")
        sys.exit(UNREADABLE)
    for stream in (sys.stdout, sys.stderr):
        # A report's words do not depend on the machine's locale; a lone surrogate is written as an escape.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except OSError as error:
        # What cannot be read is an InputError by now. Without a name this is the output: a closed pipe ("| head") is no mishap.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.filename is not None:
            sys.stderr.write(f"according: {error.filename}: {error.strerror or error}; check the name and the disk\n")
        elif not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"according: cannot write the output: {error.strerror or error}; nothing more was read\n")
        sys.exit(UNREADABLE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except AccordingError as error:
        sys.stderr.write(f"according: {error}\n")
        sys.exit(UNREADABLE)
