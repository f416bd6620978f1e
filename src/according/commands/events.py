"""``according events`` and ``event``: what the ledger's figures tell of, and one incident or running story on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.ask import LISTED, tell_ungrouped
from according.commands.options import AsJson, LedgerUrl, Records, Wide, asking, layout_of, with_filters
from according.services.filters import Filters, Method

if TYPE_CHECKING:
    from according.commands.screen import Screen
    from according.reckoning.events.event import Event

EVENTS_HELP = """
List what the ledger's figures tell of: incidents and running stories, the newest first, of one day the largest.

An event holds its questions together: killed, wounded, missing, captured, displaced, deployed. The filters keep the events that have a
figure which fits.

Examples:

  according events

  according events --place Lebanon --from 2020-08-01 --to 2020-08-31

  according events --json > events.jsonl
"""
EVENT_HELP = """
Show one event on a page: each measure with best, range and who says so, its parts, its numbers over the days, what cannot all be true.

WHAT is an id (of an event, a question or a figure, six digits or more) or words that its reports hold; the other events that the words
fit are named. With filters, only figures that fit are looked at for the words.

Examples:

  according event Beirut explosion

  according event 1f0c2a93d4 --json

  according event Kursk --measure killed

Exit status: 0 shown, 1 no event (no report holds the words), 2 wrong usage.
"""


@with_filters
def events(
    *,
    ledger: LedgerUrl = None,
    filters: Filters,
    method: Method,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, max=10_000_000, help=f"At most so many (a table stops at {LISTED} by itself)."),
    ] = None,
    as_json: AsJson = False,
    wide: Wide = False,
    records: Records = False,
) -> None:
    """List the events that the ledger's figures tell of."""
    from itertools import islice

    from according.commands.screen import Screen
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.events import EVENT_HEADINGS, EVENT_WORTH, event_rows
    from according.services.ask import count_ungrouped
    from according.services.events import list_events

    layout = layout_of(wide, records, as_json)
    with asking(ledger, filters, method) as (book, query, parameters):
        waiting = count_ungrouped(book, query)
        found = list_events(book, query, parameters)
        if as_json:
            for event in islice(found, limit):
                write(write_line("json", "event", event, ungrouped=waiting))
            return
        shown = list(islice(found, limit or LISTED))
        Screen(layout).table(EVENT_HEADINGS, [row for event in shown for row in event_rows(event)], EVENT_WORTH)
        if not shown:
            tell("no event fits; file reports with `according add FILE`, or leave out a filter")
        # One more is reckoned only to know whether there is one.
        elif next(found, None) is not None:
            tell(f"these are the first {len(shown)}; more with --limit, fewer with --measure, --place, --population, --from and --to")
        tell_ungrouped(waiting)


@with_filters
def event(
    what: Annotated[list[str], typer.Argument(metavar="WHAT...", help="An id, or words that the event's reports hold.")],
    *,
    ledger: LedgerUrl = None,
    filters: Filters,
    method: Method,
    as_json: AsJson = False,
    wide: Wide = False,
    records: Records = False,
) -> None:
    """Show one event on a page."""
    from according.commands.screen import Screen
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.records import short
    from according.services.events import find_event

    layout = layout_of(wide, records, as_json)
    with asking(ledger, filters, method) as (book, query, parameters):
        found = find_event(book, " ".join(what), query, parameters)
        if as_json:
            write(write_line("json", "event", found.event, ungrouped=found.ungrouped))
        else:
            show_event(Screen(layout), found.event)
            tell_ungrouped(found.ungrouped)
    if found.others and not as_json:
        named = "; ".join(f"{title} ({short(id)})" for id, title in found.others)
        tell(f"the words also fit other events: {named}{f'; and {found.more} more' if found.more else ''}")


def show_event(screen: Screen, event: Event) -> None:
    """Write one event for people."""
    from according.exports.words.events import event_lines, event_sections
    from according.exports.words.readings import visible

    screen.line(visible(event.title), "bold")
    for line in event_lines(event):
        screen.line(line)
    for section in event_sections(event):
        screen.line("")
        if section.title:
            screen.line(section.title)
        screen.table(section.headings, section.rows, section.worth, section.under)
        for line in section.lines:
            screen.line(f"  - {line}")
