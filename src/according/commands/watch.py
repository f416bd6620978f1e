"""``according watch``: a list of feeds whose pages are filed as they appear."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.alert import tell_alerts
from according.commands.options import AsJson, InnerLedgerUrl, LedgerUrl, Records, Wide, WordsFile, layout_of, worded
from according.commands.terminal.interrupts import Interrupts

if TYPE_CHECKING:
    from according.records import FeedRound
    from according.services.watch import Watcher

WATCH_HELP = """
Keep a list of feeds and file the pages that they name: RSS, Atom, JSON Feed, sitemaps (for news, and indexes of them).

Each page is filed once, and again as a later version where its feed says that it has changed. Hosts are asked as their robots.txt wants,
one page after the other, and with "has it changed since?"; a feed that does not answer is asked less and less often, and told.

Examples:

  according watch add https://news.example/feed.xml --publisher "Example News" --every 15m

  according watch list

  according watch run

  according watch run --once

  according watch remove https://news.example/feed.xml
"""
ADD_FEED_HELP = """
Put a feed on the list; nothing is fetched before `according watch run`. Of a feed that is on it, publisher and interval are changed.

Examples:

  according watch add https://news.example/feed.xml --publisher "Example News"

  according watch add https://ministry.example/sitemap.xml --every 6h --since 2025-01-01
"""
RUN_HELP = """
Ask the feeds that are due, file what is new, and group it; again and again, until it is interrupted (Ctrl-C, SIGTERM). `--once` ends after
one round, for cron and systemd. Several may run at once: none files what another does.

Examples:

  according watch run

  according watch run --once --json

Exit status: 0 all feeds answered or the loop was ended, 1 a feed did not answer (with --once), 2 wrong usage.
"""

app = typer.Typer(
    help=WATCH_HELP, no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)
# An address that a list or a loop is given names a ledger, as with `according ledger`.
Url = Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")]


@app.callback()
def _watch(context: typer.Context, ledger: LedgerUrl = None) -> None:
    context.obj = ledger


@app.command("add", help=ADD_FEED_HELP)
def add_feed(
    context: typer.Context,
    url: Url,
    publisher: Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Who publishes it; wins over the pages.")] = None,
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="How often it is asked: 15m, 2h, 1d.")] = "15m",
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Pass over pages that the feed dates before.")] = None,
    ledger: InnerLedgerUrl = None,
) -> None:
    """Put a feed on the list."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible
    from according.exports.words.watched import every_words
    from according.intake.web.addresses import show_address
    from according.ledger.opening import default_url, open_ledger
    from according.services.requests import read_day
    from according.services.watch import add_feed, make_feed

    with worded():
        # Before the ledger is opened, so that a slip makes no empty one.
        feed = make_feed(url, publisher, every, read_day(since, "since"))
    with open_ledger(ledger or context.obj or default_url()) as book:
        new = add_feed(book, feed)
    what = "watched" if new else "watched already, changed"
    tell(f"{visible(show_address(feed.url))}: {what}, every {every_words(feed.every)}; fetched by: according watch run")


@app.command("list", help="List the feeds with what was filed, what waits, and what went wrong.")
def list_feeds(
    context: typer.Context, ledger: InnerLedgerUrl = None, as_json: AsJson = False, wide: Wide = False, records: Records = False
) -> None:
    """List the feeds."""
    from according.commands.screen import Screen
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.watched import FEED_HEADINGS, FEED_WORTH, feed_row
    from according.ledger.opening import default_url, open_ledger

    layout = layout_of(wide, records, as_json)
    with open_ledger(ledger or context.obj or default_url(), create=False, read_only=True) as book:
        feeds = book.watch_list.listed()
    if as_json:
        for feed in feeds:
            write(write_line("json", "feed", feed))
        return
    Screen(layout).table(FEED_HEADINGS, [feed_row(feed) for feed in feeds], FEED_WORTH)
    if not feeds:
        tell("no feed is watched; `according watch add URL` puts one on the list")


@app.command("remove", help="Take a feed off the list; what was filed stays.")
def remove_feed(context: typer.Context, url: Url, ledger: InnerLedgerUrl = None) -> None:
    """Take a feed off the list."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible
    from according.intake.web.addresses import show_address
    from according.ledger.opening import default_url, open_ledger
    from according.services.watch import remove_feed

    with worded(), open_ledger(ledger or context.obj or default_url(), create=False) as book:
        remove_feed(book, url)
    tell(f"{visible(show_address(url))}: no longer watched")


@app.command("run", help=RUN_HELP)
def run(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="One round of what is due, and no loop.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="How many processes read.")] = 1,
    words: WordsFile = None,
    ledger: InnerLedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """Ask the feeds that are due and file what is new."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.watch import open_watcher
    from according.services.words import find_language

    language = None if words is None else find_language(words)
    failed = False
    # An interrupt while the ledger is being closed is still one of the watch's.
    with (
        _ending() as end, open_ledger(ledger or context.obj or default_url(), create=False) as book,
        open_watcher(book, end, jobs, language) as watcher,
    ):  # fmt: skip
        while True:
            failed = _round(watcher, as_json)
            if once or end.wait(watcher.pause()):
                break
    raise typer.Exit(1 if once and failed else 0)


def _round(watcher: Watcher, as_json: bool) -> bool:
    """Run one round, say what became of each feed and group what was filed; return whether a feed did not answer."""
    from according.commands.screen import progress
    from according.commands.terminal.streams import write
    from according.exports.formats import write_line
    from according.exports.words.watched import round_sentence
    from according.services.group import group_figures

    told: list[FeedRound] = []
    waiting = sum(feed.waiting for feed in watcher.ledger.watch_list.listed())
    with progress(waiting, "fetching pages") as bar:
        watcher.advance, watcher.found = bar.advance, bar.extend
        for one in watcher.run_once():
            told.append(one)
            write(write_line("json", "round", one) if as_json else round_sentence(one))
    if any(one.figures for one in told):
        group_figures(watcher.ledger)
    # Also where nothing was filed: a notice may wait to be tried again.
    tell_alerts(watcher.ledger)
    return any(one.failure is not None for one in told)


@contextmanager
def _ending() -> Iterator[Event]:
    """Give an event that the first interrupt sets, so that what is begun is filed; the second one ends the work, a third at once."""
    end = Event()
    stop = Interrupts(end.set, Interrupts())
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield end
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
