"""``according add``: reports into the ledger."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.alert import tell_alerts
from according.commands.inputs import with_wishes
from according.commands.options import AsJson, DatePattern, DatesTable, LedgerUrl, WordsFile, read_catalogue, worded
from according.intake.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from according.intake.source import Source
    from according.intake.text import Options
    from according.services.add import Filed
    from according.services.preview import Preview

ADD_HELP = """
File reports in the ledger, which is made on first use.

INPUTS are files, addresses (https://…), folders (their files, at any depth) and "-" for standard input. Texts, Markdown, web pages, PDFs,
office documents, letters, chats, tables of articles and archives are read; --dry-run says what each is taken for.

A report is filed whole or not at all; filing it again changes nothing and says so, so a run that was stopped can be started again. At the
end the new figures are grouped with those that tell of the same event, which is what questions are found in.

Examples:

  according add report.txt

  according add --ledger sqlite:///losses.db reports/

  according add https://news.example/2025/01/27/kursk saved-pages/

  according add --text-column body articles.csv

  according add --publisher "Example News" --date 2025-01-27 - < report.txt

  according add --dates dates.csv reports/

  according add --dry-run reports/

  according add --json --jobs 4 reports/ > receipts.jsonl

Exit status: 0 all filed, 1 some input could not be read (the others are filed), 2 wrong usage.
"""


@with_wishes
def add(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUTS", help='Files, addresses, folders, or "-" for standard input.')],
    ledger: LedgerUrl = None,
    published: Annotated[str | None, typer.Option("--date", metavar="DATE", help="The reports' date; wins over what they say.")] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="The report's title; wins over its headline.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who published the reports.")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="ADDRESS", help="Where the report was published.")] = None,
    dates: DatesTable = None,
    date_pattern: DatePattern = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="How many processes read and group.")] = 1,
    words: WordsFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read as what; read and file nothing.")] = False,
    as_json: AsJson = False,
    wishes: Wishes = NO_WISHES,
) -> None:
    """File reports in the ledger."""
    from according.commands.screen import progress
    from according.intake.files import find_sources
    from according.intake.text import Options
    from according.intake.unpacking import count_useful, unpack
    from according.ledger.opening import default_url, open_ledger
    from according.services.add import file_sources
    from according.services.group import group_figures
    from according.services.read import settled
    from according.services.requests import read_day
    from according.services.words import find_language

    # All of them at once: a table of dates is held against every input, and the bar needs their number.
    sources = list(find_sources(inputs, dates))
    with worded():
        catalogue = read_catalogue(dates, date_pattern, sources)
        options = Options(read_day(published, "published"), title, publisher, url, catalogue, wishes)
    if dry_run:
        raise typer.Exit(_preview(sources, options, as_json))
    language = None if words is None else find_language(words)
    told = _Teller(as_json)
    # After all that can be wrong with the command line, so that a slip makes no empty ledger.
    with open_ledger(ledger or default_url()) as book:
        with progress(len(sources), "filing") as bar:
            reports = unpack(sources, options.wishes, bar.extend)
            for filed in settled(file_sources(book, reports, options, count_useful(jobs, sources), language)):
                told.tell(filed)
                bar.advance()
        # At the end and not report by report: a report is safe once it is filed, and groups can be made at any time.
        with progress(book.count_ungrouped(), "grouping figures", counted=True) as bar:
            group_figures(book, advance=bar.advance, extend=bar.extend, jobs=jobs)
        tell_alerts(book)
    # When the ledger is closed: what is said to be in it is in it.
    told.close(book.name)
    raise typer.Exit(1 if told.refused else 0)


def _preview(sources: Sequence[Source], options: Options, as_json: bool) -> int:
    """Say of each input what it would be read as; return the exit status."""
    from according.commands.screen import progress
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.intake.unpacking import unpack
    from according.services.preview import preview_sources

    count = refused = 0
    with progress(len(sources), "looking") as bar:
        for found in preview_sources(unpack(sources, options.wishes, bar.extend), options):
            count, refused = count + 1, refused + (found.refused is not None)
            if as_json:
                write(write_line("json", "preview", found.report, found.kind, found.extractor, found.problems, found.refused))
            else:
                day, what = _expected(found)
                write(f"{day:<11}{visible(what)}")
            bar.advance()
    tell(f"{count - refused:,} would be read, {refused:,} could not be; nothing was filed")
    return 1 if refused else 0


def _expected(found: Preview) -> tuple[str, str]:
    """Return the day of what an input would be read as, and the rest of it in words."""
    report = found.report
    if found.refused is not None:
        return "not read", f"{report.path}: {found.refused}"
    day = report.published.isoformat() if report.published else "no date"
    parts = [f"{len(report.text):,} characters", *(part for part in (report.publisher, report.title) if part)]
    how = f"{found.kind}, by {found.extractor}" if found.extractor else found.kind
    return day, f"{report.path} ({how}): {'; '.join(parts)}"


class _Teller:
    """Says what became of each input, and in the end what became of all of them."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.refused = 0
        self.outcomes: Counter[str] = Counter()
        self.figures = 0

    def tell(self, filed: Filed) -> None:
        """Say what became of one input, once it is filed."""
        from according.commands.screen import tell_refusal
        from according.commands.terminal.streams import write
        from according.exports.formats import write_line
        from according.exports.words.readings import visible

        receipt = filed.receipt
        if receipt is None:
            self.refused += 1
            tell_refusal(filed.outcome)
        else:
            # What could not be read has no outcome of the ledger's and is counted by itself.
            self.outcomes[receipt.outcome] += 1
            self.figures += receipt.figures
        if self.as_json:
            # A refused input has its line too, so that lines and inputs stay in step.
            write(write_line("json", "receipt", receipt, filed.outcome.path, filed.outcome.refused))
        elif receipt is not None:
            write(f"{_OUTCOMES[receipt.outcome]:<17}{visible(filed.outcome.path or 'text')}" + _held(receipt.figures, receipt.outcome))

    def close(self, name: str) -> None:
        """Say in one line what was done."""
        from according.commands.terminal.streams import tell

        parts = [f"{self.outcomes[kind]:,} {words.strip()}" for kind, words in _OUTCOMES.items() if self.outcomes[kind]]
        parts += [f"{self.refused:,} could not be read"] if self.refused else []
        # On standard error: the output holds one line an input and nothing else.
        tell(f"{', '.join(parts) or 'nothing to file'}; {self.figures:,} new figures in {name}")


_OUTCOMES = {"new": "filed", "copy": "filed as a copy", "reading": "read anew", "known": "known already"}


def _held(figures: int, outcome: str) -> str:
    # Of a copy, or of what is known already, no figure is filed.
    return f" ({figures} figure{'s' if figures != 1 else ''})" if outcome in ("new", "reading") else ""
