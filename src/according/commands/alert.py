"""``according alert``: to be told when something about an event changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.options import AsJson, InnerLedgerUrl, LedgerUrl, Records, Wide, layout_of, worded

if TYPE_CHECKING:
    from according.ledger.base import Ledger

ALERT_HELP = """
Be told when something about an event changes: as JSON lines, by a webhook, by mail or by a command.

`according add` and `according watch run` look at the alerts at their end; `according alert run` does only that. What the event is when the
alert is made is where it begins. Each notice is sent once, and tried again where it could not be sent.

Examples:

  according alert add --event "Beirut explosion" --when "best changes"

  according alert add --event 1f0c2a93d4 --when "above 100" --measure killed --command "notify-send -u critical losses"

  according alert list

  according alert run
"""
ADD_ALERT_HELP = """
Be told of an event. --when is "best changes", "contradiction", "new origin" or "above N".

Notices go to standard output as JSON lines, unless one of --webhook, --mail, --command and --notify says where. Secrets are named by where
they are kept, env:NAME or file:PATH, and are never in the ledger.

Examples:

  according alert add --event Kursk --when contradiction

  according alert add --event Kursk --when "new origin" --webhook https://hooks.example/losses --secret env:HOOK_SECRET

  according alert add --event Kursk --when "above 1,000" --mail desk@news.example --smtp mail.example:587 --user desk --password env:SMTP

  according alert add --event Kursk --when "best changes" --command "logger -t losses"
"""
app = typer.Typer(
    help=ALERT_HELP, no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.callback()
def _alert(context: typer.Context, ledger: LedgerUrl = None) -> None:
    context.obj = ledger


@app.command("add", help=ADD_ALERT_HELP)
def add_alert(
    context: typer.Context,
    event: Annotated[str, typer.Option("--event", metavar="ID|WORDS", help="The event: an id, or words that its reports hold.")],
    when: Annotated[str, typer.Option("--when", metavar="WHAT", help='"best changes", "contradiction", "new origin" or "above N".')],
    measure: Annotated[str | None, typer.Option("--measure", "-m", metavar="MEASURES", help="Only of these: killed, wounded, …")] = None,
    webhook: Annotated[str | None, typer.Option("--webhook", metavar="URL", help="Post each notice there as JSON.")] = None,
    secret: Annotated[str | None, typer.Option("--secret", metavar="PLACE", help="What signs it: env:NAME or file:PATH.")] = None,
    mail: Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="Mail each notice there.")] = None,
    smtp: Annotated[str | None, typer.Option("--smtp", metavar="HOST:PORT", help="The mail server; 465 is TLS, others STARTTLS.")] = None,
    sender: Annotated[str | None, typer.Option("--from", metavar="ADDRESS", help="Whom the mail is from; else from --mail.")] = None,
    user: Annotated[str | None, typer.Option("--user", metavar="NAME", help="The user at the mail server.")] = None,
    password: Annotated[str | None, typer.Option("--password", metavar="PLACE", help="His password: env:NAME or file:PATH.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Mail without TLS and password, as to a server on this machine.")] = False,
    command: Annotated[str | None, typer.Option("--command", metavar="WORDS", help="Run it with the notice on standard input.")] = None,
    notify: Annotated[str | None, typer.Option("--notify", metavar="PLACE", help="Apprise addresses: env:NAME or file:PATH.")] = None,
    ledger: InnerLedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """Put an alert on the list."""
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.ledger.opening import default_url, open_ledger
    from according.records import short
    from according.services.alerts import add_alert
    from according.services.sending.channels import Addressees, channel_words, make_channel
    from according.services.sending.seal import make_seal

    with worded():
        channel = make_channel(Addressees(webhook, secret, mail, smtp, sender, user, password, plain, command, notify))
    with worded(), open_ledger(ledger or context.obj or default_url(), create=False) as book:
        alert, found, new = add_alert(book, event, when, channel, measures=measure, seal=make_seal)
    if as_json:
        write(write_line("json", "alert", alert, channel_words(channel)))
    title = "no event fits yet: it waits for one" if found is None else visible(found.title)
    known = "" if new else ", known already"
    tell(f"alert {short(alert.id)}{known}: {alert.condition} of {visible(alert.event)} ({title}) to {visible(channel_words(channel))}")


@app.command("list", help="List the alerts with where they go, what was sent, and what went wrong.")
def list_alerts(
    context: typer.Context, ledger: InnerLedgerUrl = None, as_json: AsJson = False, wide: Wide = False, records: Records = False
) -> None:
    """List the alerts."""
    from according.commands.screen import Screen
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.notices import ALERT_HEADINGS, ALERT_WORTH, alert_row
    from according.ledger.opening import default_url, open_ledger
    from according.services.sending.channels import channel_words

    layout = layout_of(wide, records, as_json)
    with open_ledger(ledger or context.obj or default_url(), create=False, read_only=True) as book:
        alerts = book.alert_list.listed()
    if as_json:
        for alert in alerts:
            write(write_line("json", "alert", alert, channel_words(alert.channel)))
        return
    Screen(layout).table(ALERT_HEADINGS, [alert_row(alert, channel_words(alert.channel)) for alert in alerts], ALERT_WORTH)
    if not alerts:
        tell("no alerts; `according alert add` makes one")


@app.command("remove", help="Take an alert off the list; its id may be cut to its first six digits or more.")
def remove_alert(
    context: typer.Context, id: Annotated[str, typer.Argument(metavar="ID", help="The alert.")], ledger: InnerLedgerUrl = None
) -> None:
    """Take an alert off the list."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible
    from according.ledger.opening import default_url, open_ledger
    from according.records import short
    from according.services.alerts import remove_alert

    with worded(), open_ledger(ledger or context.obj or default_url(), create=False) as book:
        alert = remove_alert(book, id)
    tell(f"alert {short(alert.id)} on {visible(alert.event)} is removed")


@app.command("run", help="Look at the events of all alerts and send what is to be told. Exit status 1 where something could not be sent.")
def run_alerts(context: typer.Context, ledger: InnerLedgerUrl = None) -> None:
    """Look at the alerts."""
    from according.ledger.opening import default_url, open_ledger

    with open_ledger(ledger or context.obj or default_url(), create=False) as book:
        failed = tell_alerts(book)
    raise typer.Exit(1 if failed else 0)


def tell_alerts(book: Ledger) -> int:
    """Look at the alerts of a ledger and send what is to be told; say what could not be sent, and return how many."""
    from functools import partial

    from according.commands.terminal.streams import tell, write
    from according.exports.words.readings import visible
    from according.records import short
    from according.services.alerts import Alerter
    from according.services.sending.channels import send
    from according.services.sending.seal import is_ours
    from according.services.watch import make_holder

    # Most ledgers have none.
    if not book.alert_list.listed():
        return 0
    out: Callable[[str], None] = write
    failed = 0
    for sent in Alerter(book, partial(send, out), is_ours, make_holder()).run():
        if sent.failed is not None:
            failed += 1
            tell(f"alert {short(sent.notice.alert)}: {visible(sent.failed)}; {'tried again later' if sent.again else 'given up'}")
    return failed
