"""``according bulk``: archives of millions of reports, read into Parquet on a laptop or a cluster, and from there into a ledger."""

from __future__ import annotations

from dataclasses import asdict
from os.path import abspath
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.archives.pace import pace, waiting
from according.commands.inputs import with_wishes
from according.commands.options import AsJson, DatePattern, DatesTable, LedgerUrl, WordsFile, tell_problems, worded
from according.intake.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from according.bulk.archive import Plan, ShardReader
    from according.bulk.engine import Engine
    from according.bulk.folder import Done
    from according.bulk.work import Task
    from according.intake.catalogue import FactsTable
    from according.intake.text import Options

BULK_HELP = """
Read archives of millions of reports into Parquet files, find copies in them and load them into a ledger.

It needs an extra: pip install "according[bulk]", and on a cluster of Ray "according[bulk,cluster]". Nobody is told that it runs: the
engines' telemetry is switched off.

Examples:

  according bulk read reports/ --out archive/

  according bulk echoes archive/

  according bulk load archive/ --ledger postgresql://me@localhost/losses
"""
READ_ARCHIVE_HELP = """
Read an archive into a folder of Parquet files: reports, statements, figures and problems, a file of each for every shard.

INPUTS are files, folders (their files, at any depth) and addresses in a store of objects (s3://…, gs://…, az://…, file:///…, with * in
them). What `according read` reads is read here, and into the same statements: texts, pages, tables, JSON Lines, Parquet, WARC, GKG, ZIP.

The inputs are cut into shards of a few seconds' work. A finished shard's tables appear at one stroke, so a run that was stopped, by
whatever, goes on with the same command and ends with the same rows. A shard over which three workers died is given up and said to be. On a
cluster every machine must see the inputs and the folder under the same names.

Reports that hold no date are given one by --date, by a table (--dates, of which a row that comes or changes makes its input be read anew)
or by the files' names (--date-pattern).

The columns are explained in docs/bulk.md. Any program that reads Parquet reads the folder:

  SELECT speakers, number, population FROM 'archive/shards/*/figures.parquet' WHERE measure = 'killed'

Examples:

  according bulk read reports/ --out archive/

  according bulk read articles-*.parquet --text-column body --out archive/ --workers 8

  according bulk read reports/ --out archive/ --dates dates.csv --date-pattern %Y-%m-%d

  according bulk read "s3://bucket/2024/*.warc.gz" --out /shared/archive --engine ray --address auto --workers 64

  according bulk read reports/ --out archive/ --sample 0.01

  according bulk read reports/ --out archive/ --dry-run

Exit status: 0 all read, 1 some input could not be read (the others are), 2 wrong usage.
"""
LOAD_HELP = """
File an archive that was read into a ledger, and group its figures.

What is in the ledger already is passed over: a load that was stopped goes on with the same command, and a second one changes nothing.

Examples:

  according bulk load archive/ --ledger losses.db

  according bulk load archive/ --ledger postgresql://me@localhost/losses --jobs 8
"""
ECHOES_HELP = """
Find copies in an archive: reports that have most of their words in common, whoever published them.

Two reports are compared where their signatures (MinHash of word triples) share a part; written are the pairs of which at least --likeness
of all triples is common, by estimate (to some 0.04). A rewritten report is not found so: who repeats whom is told by `according event`,
from speakers, numbers and days.

Examples:

  according bulk echoes archive/

  according bulk echoes archive/ --likeness 0.5 --out pairs.parquet

  according bulk echoes archive/ --json | head
"""
app = typer.Typer(help=BULK_HELP, no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})

Archive = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `according bulk read` made.")]
EngineName = Annotated[str, typer.Option("--engine", metavar="NAME", help="native (this machine's cores) or ray (a cluster).")]
Address = Annotated[
    str | None, typer.Option("--address", metavar="ADDRESS", help="The cluster of Ray; local: one of this machine's own, for trying.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", "-j", metavar="N", min=1, max=100_000, show_default="one a core", help="How many read at a time.")
]

Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", metavar="N", min=1, max=256, show_default="one a core", help="How many processes group.")
]


@app.command(help=READ_ARCHIVE_HELP)
@with_wishes
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUTS", help="Files, folders, or addresses in a store of objects.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder for the tables; made, or gone on with.")],
    engine: EngineName = "native",
    address: Address = None,
    workers: Workers = None,
    sample: Annotated[float, typer.Option("--sample", metavar="SHARE", min=0, max=1, help="Read this share of the shards.")] = 1,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Read at most so many shards now.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what there is to read; read nothing.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Forget what the folder holds, and read all.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Read shards again of which an input could not be read.")] = False,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published the reports.")] = None,
    published: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The reports' date; wins over what they say.")] = None,
    dates: DatesTable = None,
    date_pattern: DatePattern = None,
    words: WordsFile = None,
    as_json: AsJson = False,
    wishes: Wishes = NO_WISHES,
) -> None:
    """Read an archive into a folder of Parquet files."""
    from functools import partial

    from according.bulk.archive import make_plan, make_task
    from according.bulk.engine import list_stored, read_shards, running
    from according.services.read import count_cores

    if wishes.fetch:
        raise typer.BadParameter("each worker would ask the hosts on its own; use `according add --fetch`", param_hint="--fetch")
    chosen = _engine(engine, address)
    # A cluster's workers have a working folder of their own.
    named = abspath if chosen == "ray" else str
    options, table = _options(published, publisher, dates, date_pattern, wishes)
    task = make_task(Path(named(out)), options, words, date_pattern, by_table=table is not None)
    folder = task.folder
    with running(chosen, address) as daft:
        if not (anew or dry_run):
            folder.open()
        with waiting("looking at the inputs"):
            given = (one if "://" in one else named(one) for one in inputs)
            plan = make_plan(folder, given, partial(list_stored, daft), sample=sample, limit=limit, anew=anew, retry=retry, table=table)
        tell_problems(plan.problems)
        if dry_run:
            _tell_plan(plan, as_json)
            return
        if anew:
            # After all that can be wrong with what was asked.
            folder.forget()
            folder.open()
        refused = _read_all(task, plan, partial(read_shards, daft, workers=workers or count_cores()), as_json)
    raise typer.Exit(1 if refused else 0)


def _options(
    published: str | None, publisher: str | None, dates: str | None, date_pattern: str | None, wishes: Wishes
) -> tuple[Options, FactsTable | None]:  # fmt: skip
    """Return what is said of all inputs, and the table that says something of each; what is none is told here, and by no worker."""
    from according.intake.catalogue import check_pattern, read_facts_table
    from according.intake.text import Options
    from according.services.requests import read_day

    with worded():
        check_pattern(date_pattern)
        table = None if dates is None else read_facts_table(dates)
        # How inputs are taken apart is told by no worker either: it would be told for each shard anew.
        return Options(read_day(published, "published"), publisher=publisher, wishes=Wishes(columns=wishes.columns)), table


def _read_all(task: Task, plan: Plan, read: ShardReader, as_json: bool) -> bool:
    """Read the shards that wait, tell how it goes, and say whether an input could not be read."""
    from according.bulk.archive import read_archive
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line

    total, sizes = _Total(plan.done), {shard.id: shard.size for shard in plan.waiting}
    with pace(plan.size, "reading") as bar:
        for done in read_archive(task, plan, read, tell):
            total.add(done)
            bar.advance(sizes[done.id], done.words)
            if as_json:
                write(write_line("json", "row", asdict(done)))
    tell(total.words(task.path, bar.rate))
    return total.counts["refused"] > 0


@app.command(help=LOAD_HELP)
def load(
    archive: Archive,
    ledger: LedgerUrl = None,
    jobs: Jobs = None,
    as_json: AsJson = False,
) -> None:
    """File an archive in a ledger."""
    from collections import Counter

    from according.bulk.filing import count_reports, find_archive, load_archive
    from according.commands.alert import tell_alerts
    from according.commands.screen import progress
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.reckonings import count
    from according.ledger.opening import default_url, open_ledger
    from according.services.group import group_figures
    from according.services.read import count_cores

    folder = find_archive(archive)
    outcomes: Counter[str] = Counter()
    figures = 0
    with open_ledger(ledger or default_url()) as book:
        with progress(count_reports(folder.finished()), "filing", counted=True) as bar:
            for receipt in load_archive(folder, book):
                outcomes[receipt.outcome] += 1
                figures += receipt.figures
                bar.advance()
                if as_json:
                    write(write_line("json", "receipt", receipt, None, None))
        with progress(book.count_ungrouped(), "grouping figures", counted=True) as bar:
            group_figures(book, advance=bar.advance, extend=bar.extend, jobs=jobs or count_cores())
        told = ", ".join(f"{many:,} {outcome}" for outcome, many in sorted(outcomes.items())) or "no report in it"
        tell(f"{told}; {count(figures, 'new figure')} in {book.name}")
        tell_alerts(book)


@app.command(help=ECHOES_HELP)
def echoes(
    archive: Archive,
    likeness: Annotated[float, typer.Option("--likeness", metavar="SHARE", min=0.4, max=1, help="The least share in common.")] = 0.7,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write the pairs into a Parquet file.")] = None,
    engine: EngineName = "native",
    address: Address = None,
    as_json: AsJson = False,
) -> None:
    """Find copies in an archive."""
    from according.bulk.copies import find_copies, pair_object, save_copies
    from according.bulk.engine import running
    from according.bulk.filing import find_archive
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.exports.words.reckonings import count

    folder = find_archive(archive)
    with running(_engine(engine, address), address) as daft:
        found = find_copies(daft, folder, likeness)
    if out is not None:
        save_copies(found, out)
    else:
        for row in map(pair_object, found.to_pylist()):
            told = f"{row['likeness']:.2f}  {row['path']}  {row['path2']}"
            write(write_line("json", "row", row) if as_json else visible(told))
    told = f"{count(found.num_rows, 'pair')} of reports with {likeness:g} and more of their word triples in common"
    tell(f"{told}{f'; {out}' if out else ''}")


def _engine(name: str, address: str | None) -> Engine:
    from according.bulk.engine import ENGINES

    for engine in ENGINES:
        if engine == name:
            if engine == "native" and address is not None:
                raise typer.BadParameter("an address is a cluster's; give --engine ray with it", param_hint="--address")
            if engine == "ray" and address is None:
                raise typer.BadParameter("a cluster has an address; give auto on one of its machines, or HOST:PORT", param_hint="--address")
            return engine
    raise typer.BadParameter(f"{name!r} is none; there is {' and '.join(ENGINES)}", param_hint="--engine")


def _tell_plan(plan: Plan, as_json: bool) -> None:
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.exports.words.reckonings import count

    for shard in plan.waiting:
        if as_json:
            write(write_line("json", "row", {"id": shard.id, **asdict(shard)}))
        else:
            more = f" and {len(shard.paths) - 1:,} more" if len(shard.paths) > 1 else ""
            piece = "" if shard.cut == "whole" else f", {shard.cut} {shard.first:,} to {shard.last:,}"
            told = f"{shard.paths[0]}{more}{piece}{f': {shard.refused}' if shard.refused else ''}"
            write(f"{shard.id}  {shard.size:>12,} bytes  {visible(told)}")
    told = f"{count(len(plan.waiting), 'shard')} with {plan.size:,} bytes would be read; done: {len(plan.done):,}"
    told += f"; {len(plan.changed):,} would be read anew, for their inputs have changed" if plan.changed else ""
    tell(f"{told}; nothing was read")


class _Total:
    """How much all shards that are done by now hold; of each no more is kept, for they are many and name all their inputs."""

    def __init__(self, done: Iterable[Done]) -> None:
        self.counts, self._shards = dict.fromkeys(("reports", "words", "figures", "refused"), 0), 0
        for one in done:
            self.add(one)

    def add(self, done: Done) -> None:
        """Count another shard."""
        self._shards += 1
        for name in self.counts:
            self.counts[name] += getattr(done, name)

    def words(self, path: str, rate: float) -> str:
        """Say in one line what the archive holds."""
        from according.exports.words.reckonings import count

        reports, words, figures, refused = self.counts.values()
        told = f"{reports:,} reports with {words:,} words and {figures:,} figures in {count(self._shards, 'shard')} of {path}"
        told += f"; {count(refused, 'input')} could not be read (its problems say why)" if refused else ""
        return told + (f"; {rate:,.0f} words a second" if rate else "")
