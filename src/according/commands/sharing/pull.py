"""``according ledger pull``: what another ledger has, into this one."""

from __future__ import annotations

from dataclasses import asdict
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.options import AsJson, InnerLedgerUrl

if TYPE_CHECKING:
    from according.ledger.sharing.offered import Pulled, Tally

PULL_HELP = """
Take what another ledger has and this one lacks: reports, readings, later texts of pages, rulings. Nothing here is overwritten.

OTHER is opened to read only; it may be of an older version. Whose a row is stays known: publishers, who ruled, and in which ledger it was
filed first, and when. A pull that was stopped can be started again; the same again is a no-op. What is damaged there is told and left, and
takes nothing else along.

Examples:

  according ledger pull ana.db

  according ledger pull --dry-run --json postgresql://me@127.0.0.1/losses

  according ledger pull --as "Ana's desk" --ledger losses.db /mnt/ana/ledger.db

Exit status: 0 all is here, 1 something was refused (the rest is here), 2 wrong usage.
"""
# What one and several of each are called.
_HOW_CALLED = {
    "reports": ("report", "reports"), "copies": ("copy", "copies"), "readings": ("reading", "readings"), "figures": ("figure", "figures"),
    "editions": ("later text of a page", "later texts of pages"), "rulings": ("ruling", "rulings"),
}  # fmt: skip


def pull(
    context: typer.Context,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The ledger to take from, as for --ledger.")],
    ledger: InnerLedgerUrl = None,
    called: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="What OTHER is called here; else its file's name, or its address.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come; write nothing.")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help="Processes that group; else one a core.")] = None,
    as_json: AsJson = False,
) -> None:
    """Pull another ledger."""
    from according.commands.screen import progress
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.ledger.opening import default_url, open_ledger, open_offer
    from according.services.group import group_figures
    from according.services.read import count_cores
    from according.services.sharing.pull import pull as take

    begun = monotonic()
    # The other one first: a slip in its name makes no empty ledger here.
    with open_offer(other, name=called) as offer, open_ledger(ledger or context.obj or default_url(), create=not dry_run) as book:
        with progress(offer.count(), "pulling", rated=True) as bar:
            found = take(book, offer, dry_run=dry_run, advance=bar.advance)
        seconds = monotonic() - begun
        if not dry_run:
            with progress(book.count_ungrouped(), "grouping figures", counted=True) as bar:
                group_figures(book, advance=bar.advance, extend=bar.extend, jobs=jobs or count_cores())
        name = book.name
        if as_json:
            row = {"ledger": name, "from": offer.name, "dry_run": dry_run, "seconds": round(seconds, 3), **asdict(found)}
            write(write_line("json", "row", row))
        else:
            _show(found)
    rate = f"{found.examined:,} reports of {offer.name} looked at in {seconds:,.1f} s, {found.examined / max(seconds, 0.001):,.0f} a second"
    tell(f"{name}: {rate}" + ("; nothing was written" if dry_run else ""))
    raise typer.Exit(1 if found.refused else 0)


def _show(found: Pulled) -> None:
    """Write what came, what was here, and what was refused and why."""
    from according.commands.terminal.streams import write
    from according.exports.words.readings import visible

    write(f"came:     {_counted(found.came) or 'nothing'}")
    write(f"here:     {_counted(found.known) or 'nothing of it'}")
    for refused in found.refused:
        write(f"refused:  {visible(refused.what)}: {visible(refused.why)}")
    if found.clashes:
        many = "1 pair of rulings" if found.clashes == 1 else f"{found.clashes:,} pairs of rulings"
        write(f"note:     {many} contradict one another; both are kept, the later is followed: according rulings")


def _counted(tally: Tally) -> str:
    held = [(many, _HOW_CALLED[name][many != 1]) for name, many in asdict(tally).items() if many]
    return ", ".join(f"{many:,} {words}" for many, words in held)
