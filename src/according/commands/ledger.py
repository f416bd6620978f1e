"""``according ledger``: what is in a ledger, whether it is sound, a copy of it, a search in it, evidence, what others have."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.options import AsJson, InnerLedgerUrl, LedgerUrl, worded
from according.commands.sharing.pull import PULL_HELP, pull

if TYPE_CHECKING:
    from according.ledger.store import SqlLedger

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

CHECK_HELP = """
Recompute every hash, seal and span and say what does not fit. Exit status 1 where something is wrong.

With --rebuild, what can be made from what was filed is made again where something is wrong with it: groups of figures, the
words by which texts and names are found, the indexes of a file. Nothing else is ever mended. Exit status 0 then where nothing
else is wrong.
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


@app.command(help=CHECK_HELP)
def check(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make again what can be made from what was filed.")] = False,
    ledger: InnerLedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """Check the ledger."""
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.ledger.auditing.derived import INDEXES
    from according.ledger.opening import default_url, open_ledger

    # How much is wrong in the parts that hold what was filed, and in those that can be made again from it.
    filed, derived = Counter[str](), Counter[str]()
    with open_ledger(ledger or context.obj or default_url(), create=False, read_only=not rebuild) as book:
        # Told one by one, for a large ledger takes a while to check.
        for problem in book.check():
            (derived if problem.rebuildable else filed)[problem.part] += 1
            write(write_line("json", "damage", problem) if as_json else visible(problem.what))
        if rebuild and derived:
            _rebuild(book, derived, sound=not filed)
            # Where an index did not fit, it may have hidden what is wrong in its table.
            left = list(book.check(None if INDEXES in derived else derived))
            for problem in left:
                tell(f"still: {visible(problem.what)}")
            derived = Counter(problem.part for problem in left if problem.rebuildable)
            filed |= Counter(problem.part for problem in left if not problem.rebuildable)
    tell(f"{book.name}: {_outcome(filed.total(), derived.total())}")
    raise typer.Exit(1 if filed or derived else 0)


def _rebuild(book: SqlLedger, broken: Counter[str], *, sound: bool) -> None:
    """Make parts of a ledger again and say so; figures are put into groups where what was filed is sound."""
    from according.commands.terminal.streams import tell
    from according.errors import LedgerError
    from according.ledger.auditing.derived import GROUPS, REBUILDABLE
    from according.services.group import group_figures
    from according.services.read import count_cores

    for part in (part for part in REBUILDABLE if part in broken):
        try:
            book.rebuild(part)
        except LedgerError as error:
            # The others are made again all the same.
            tell(f"{part}: not made again; {error}")
            continue
        if part == GROUPS and sound:
            group_figures(book, jobs=count_cores())
        waiting = part == GROUPS and not sound
        tell(f"{part}: made again{'; figures wait: restore a backup, then run: according ledger group' if waiting else ''}")


def _outcome(filed: int, derived: int) -> str:
    """Return what is to be done about so many problems in what was filed, and in what can be made again from it."""
    from according.exports.words.reckonings import count

    if not filed + derived:
        return "every hash and span fits"
    many = count(filed + derived, "problem")
    if not filed:
        return f"{many} in what is made from what was filed; make it again with: according ledger check --rebuild"
    # Nothing of what was filed is mended: the text that a wrong hash belonged to is gone, and only a backup has it.
    some = f", {derived:,} of them in what is made from what was filed, which is made again with --rebuild" if derived else ""
    return f"{many}{some}; restore a backup"


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
