"""``according read`` and ``according demo``: reports in, readings shown."""

from __future__ import annotations

from typing import Annotated

import typer

from according.commands.inputs import with_wishes
from according.commands.options import DatePattern, DatesTable, Records, Wide, WordsFile, layout_of, read_catalogue, worded
from according.commands.serve import PORT, Opened, Port, serve_samples
from according.errors import UnshownError
from according.intake.wishes import NO_WISHES, Wishes

READ_HELP = """
Read reports and show who says how many of whom.

INPUTS are files, addresses (https://…), folders (their files, at any depth) and "-" for standard input. Texts, Markdown, web pages, PDFs,
office documents, letters, chats, tables of articles and archives are read.

A report's date is found in its front matter, date line, dateline or page, or given by --date, by a table (--dates) or by the files' names
(--date-pattern).

Examples:

  according read report.txt

  according read --json reports/ > readings.jsonl

  according read --date 2025-01-27 --title "Losses in Kursk" - < report.txt

  according read --dates dates.csv --date-pattern %Y-%m-%d reports/

  according read https://news.example/2025/01/27/kursk page.html report.pdf

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

  according demo --serve
"""
# Not the option of the other commands: here a line is a report, whatever was found in it.
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a report, one report a line, in the order of the inputs.")]
Explained = Annotated[bool, typer.Option("--explain", help="Print, a statement at a time, which rules made it and on which words.")]


@with_wishes
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUTS", help='Files, addresses, folders, or "-" for standard input.')],
    as_json: AsJson = False,
    explained: Explained = False,
    published: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The reports' date, as 2025-01-27; wins over what they say.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="The report's title; wins over its headline.")] = None,
    dates: DatesTable = None,
    date_pattern: DatePattern = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="How many processes read.")] = 1,
    words: WordsFile = None,
    wide: Wide = False,
    records: Records = False,
    wishes: Wishes = NO_WISHES,
) -> None:
    """Read reports."""
    # Two forms of one trace; which of them was wanted cannot be told.
    if as_json and explained:
        raise typer.BadParameter("--json holds the trace already; give one of --json and --explain")
    layout = layout_of(wide, records, as_json)
    # Here and not above: `--help` and shell completion need none of it.
    from according.commands.screen import Printer, progress
    from according.intake.files import find_sources
    from according.intake.text import Options
    from according.intake.unpacking import count_useful, unpack
    from according.services.read import read_sources, settled
    from according.services.requests import read_day
    from according.services.words import find_language

    # All of them at once: a table of dates is held against every input, and the bar needs their number.
    sources = list(find_sources(inputs, dates))
    with worded():
        options = Options(read_day(published, "published"), title, catalogue=read_catalogue(dates, date_pattern, sources), wishes=wishes)
    # `None` is English as it is; a language is handed to each process only where it is another.
    language = None if words is None else find_language(words)
    printer = Printer(as_json=as_json, explained=explained, layout=layout)
    with progress(len(sources)) as bar:
        # A single input is read here: a process for it alone would only have to be started.
        reports, useful = unpack(sources, options.wishes, bar.extend), count_useful(jobs, sources)
        for outcome in settled(read_sources(reports, options, useful, language)):
            printer.show(outcome)
            bar.advance()
    raise typer.Exit(1 if printer.refusals else 0)


def demo(
    as_json: AsJson = False, explained: Explained = False, wide: Wide = False, records: Records = False,
    served: Annotated[bool, typer.Option("--serve", help="Show them in a browser instead (see `according serve`).")] = False,
    port: Port = PORT, opened: Opened = False,
) -> None:  # fmt: skip
    """Read the sample reports and reckon what they say."""
    layout = layout_of(wide, records, as_json)
    if served:
        serve_samples(port, opened)
        return
    from according.commands.demo import show_demo

    try:
        show_demo(as_json=as_json, explained=explained, layout=layout)
    except UnshownError as error:
        # Its ledger is gone with it: to say that something is filed there would help nobody.
        raise OSError(*getattr(error.__cause__, "args", ())) from None
