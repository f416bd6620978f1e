"""``according ledger``: what is in a ledger, whether it is sound, a copy of it, a search in it, evidence, what others have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from according.commands.options import AsJson, InnerLedgerUrl, LedgerUrl, worded
from according.commands.sharing.pull import PULL_HELP, pull

LEDGER_HELP = """
Look into the ledger: what is in it, whether it is sound, copies, search, evidence. Take what another ledger has.

Examples:

  according ledger

  according ledger check

  according ledger backup losses-2025-01-27.db

  according ledger pull ana.db

  according ledger search "Kursk drones"

  according ledger show 3d5619231c

  according ledger show --raw 3d5619231c > page.html
"""

app = typer.Typer(
    help=LEDGER_HELP, invoke_without_command=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)
app.command(help=PULL_HELP)(pull)


@app.callback()
def contents(context: typer.Context, ledger: LedgerUrl = None, as_json: AsJson = False) -> None:
    """Count what is in the ledger."""
    # For the commands inside: `according ledger --ledger losses.db check` means that ledger.
    context.obj = ledger
    # With `check`, `search` or another command inside, the group only hands its option on.
    if context.invoked_subcommand is not None:
        return
    from dataclasses import asdict

    from according.commands.terminal.streams import write
    from according.exports.formats import write_line
    from according.ledger.opening import default_url, open_ledger

    with open_ledger(ledger or default_url(), create=False, read_only=True) as book:
        found = book.contents()
    if as_json:
        write(write_line("json", "contents", found, book.name))
        return
    # Each kind of value in its own way: counts with commas, times in ISO form, measures with their counts.
    for key, value in {"ledger": book.name, **asdict(found)}.items():
        shown = (
            ", ".join(f"{name} {many:,}" for name, many in value)
            if key == "measures"
            else f"{value:,}"
            if isinstance(value, int)
            else value.isoformat()
            if hasattr(value, "isoformat")
            else value
        )
        write(f"{key + ':':<12}{shown if shown is not None else '-'}")


@app.command(help="Recompute every hash and span and say what does not fit; nothing is mended. Exit status 1 where something is wrong.")
def check(context: typer.Context, ledger: InnerLedgerUrl = None, as_json: AsJson = False) -> None:
    """Check the ledger."""
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.ledger.opening import default_url, open_ledger

    found = 0
    with open_ledger(ledger or context.obj or default_url(), create=False, read_only=True) as book:
        # Told one by one, for a large ledger takes a while to check.
        for problem in book.check():
            found += 1
            write(write_line("json", "problem", problem) if as_json else visible(problem.what))
    # Nothing is mended: the text that a wrong hash belonged to is gone, and only a backup has it.
    tell(f"{book.name}: " + (f"{found:,} problem{'s' if found > 1 else ''}; restore a backup" if found else "every hash and span fits"))
    raise typer.Exit(1 if found else 0)


@app.command(help="Group the figures that wait for it, which `according add` does by itself at its end; `--anew` groups all again.")
def group(
    context: typer.Context,
    anew: Annotated[bool, typer.Option("--anew", help="Forget all groups first.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes; else one a core.")] = None,
    ledger: InnerLedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """Group figures."""
    from according.commands.screen import progress
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.ledger.opening import default_url, open_ledger
    from according.services.group import group_figures
    from according.services.read import count_cores

    with open_ledger(ledger or context.obj or default_url(), create=False) as book:
        # Groups are made from the figures, so nothing is lost with them.
        if anew:
            book.forget_groups()
        with progress(book.count_ungrouped(), "grouping figures", counted=True) as bar:
            placed = group_figures(book, advance=bar.advance, extend=bar.extend, jobs=jobs or count_cores())
    if as_json:
        write(write_line("json", "row", {"ledger": book.name, "grouped": placed}))
    else:
        tell(f"{book.name}: {placed:,} figure{'' if placed == 1 else 's'} grouped" if placed else f"{book.name}: every figure is grouped")


@app.command(help="Copy the ledger to a new file while others go on reading and filing.")
def backup(
    context: typer.Context, target: Annotated[str, typer.Argument(metavar="FILE", help="Where the copy goes; it must not be there yet.")],
    ledger: InnerLedgerUrl = None,
) -> None:  # fmt: skip
    """Back the ledger up."""
    from according.commands.terminal.streams import tell
    from according.ledger.opening import default_url, open_ledger

    with open_ledger(ledger or context.obj or default_url(), create=False, read_only=True) as book:
        # To copy needs no right to write to the ledger.
        book.backup(Path(target))
    tell(f"{book.name} is copied to {target}")


@app.command(help="Find reports by their words, best first.")
def search(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar="WORDS", help='Words, or "words in quotation marks" for a phrase.')],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="At most so many reports.")] = 20,
    ledger: InnerLedgerUrl = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Search the reports."""
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.ledger.opening import default_url, open_ledger
    from according.records import short

    with open_ledger(ledger or context.obj or default_url(), create=False, read_only=True) as book:
        found = book.search(words, limit=limit)
    for filing, passage in found:
        day = filing.published.isoformat() if filing.published else None
        if as_json:
            write(write_line("json", "match", filing, passage))
        else:
            # Ten digits are enough to find the report again; the passage stands under its title.
            write(f"{short(filing.id)}  {day or '-':<10}  {visible(filing.title or filing.path or '')}")
            write(f"            {visible(passage)}")
    # On standard error: an empty output is already the answer for a program.
    if not found:
        tell("no report holds these words")


@app.command(help="Show a figure with its words, statement, report and rulings. The id may be cut to its first six digits or more.")
def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The figure.")],
    raw: Annotated[bool, typer.Option("--raw", help="Write the bytes that the figure's report came as, and nothing else.")] = False,
    ledger: InnerLedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """Show the evidence of a figure."""
    if raw and as_json:
        raise typer.BadParameter("--raw writes bytes as they came; give one of --raw and --json")
    from according.commands.terminal.streams import write, write_bytes
    from according.exports.formats import write_line
    from according.exports.words.evidence import evidence_lines
    from according.ledger.opening import default_url, open_ledger
    from according.services.evidence import find_evidence, find_raw

    with worded(), open_ledger(ledger or context.obj or default_url(), create=False, read_only=True) as book:
        if raw:
            write_bytes(find_raw(book, id))
            return
        # The id of a statement is a wrong use of the command, told with the name of the argument.
        found = find_evidence(book, id)
    if as_json:
        write(write_line("json", "evidence", found.filed, found.text, found.rulings, found.later, found.origins))
        return
    for line in evidence_lines(found.filed, found.text, found.rulings, found.later, found.origins):
        write(line)
