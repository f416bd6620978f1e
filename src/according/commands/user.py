"""``according user``: who may use a desk that others can reach."""

from __future__ import annotations

from typing import Annotated

import typer

from according.commands.options import AsJson, InnerLedgerUrl, worded

USER_HELP = """
Say who may use a desk that is served to other machines (`according serve --host`).

A reader looks, a reviewer also judges, an editor also adds reports. Passwords are asked for, or read from standard input.

Examples:

  according user add ann --role editor

  according user add ben --role reviewer < password.txt

  according user role ben editor

  according user list
"""
ADD_USER_HELP = """
Make an account. The password is asked for twice at a terminal; elsewhere it is the first line of standard input. With --no-password only a
proxy can say that somebody is this person (`according serve --proxy-user-header`).

Examples:

  according user add ann --role editor

  according user add ben --no-password
"""
app = typer.Typer(help=USER_HELP, no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name; rulings are filed under it.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, reviewer or editor.")]


@app.command(help=ADD_USER_HELP)
def add(
    name: Name,
    role: RoleName = "reader",
    without: Annotated[bool, typer.Option("--no-password", help="The proxy says who this is.")] = False,
    ledger: InnerLedgerUrl = None,
) -> None:
    """Make an account."""
    from according.commands.terminal.streams import tell
    from according.ledger.opening import default_url, open_ledger
    from according.services.people.accounts import add_account, read_name, read_role

    with worded():
        # Told before a password is typed in vain.
        read_name(name)
        read_role(role)
        password = None if without else ask_password()
        with open_ledger(ledger or default_url()) as book:
            add_account(book, name, role, password)
    tell(f"{read_name(name)}: {role}")


@app.command()
def remove(name: Name, ledger: InnerLedgerUrl = None) -> None:
    """Remove an account; whoever is logged in with it is not any more. What was ruled under the name stays."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.people.accounts import remove_account

    with worded(), open_ledger(ledger or default_url(), create=False) as book:
        remove_account(book, name)


@app.command()
def role(
    name: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, reviewer or editor.")], ledger: InnerLedgerUrl = None
) -> None:
    """Give an account another role."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.people.accounts import change_account

    with worded(), open_ledger(ledger or default_url(), create=False) as book:
        change_account(book, name, role=role)


@app.command()
def password(name: Name, ledger: InnerLedgerUrl = None) -> None:
    """Give an account another password, asked for as by `add`; whoever is logged in has to log in again."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.people.accounts import change_account

    with worded(), open_ledger(ledger or default_url(), create=False) as book:
        change_account(book, name, password=ask_password())


@app.command("list")
def list_users(ledger: InnerLedgerUrl = None, as_json: AsJson = False) -> None:
    """List the accounts."""
    from according.commands.options import layout_of
    from according.commands.screen import Screen
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.readings import visible
    from according.ledger.opening import default_url, open_ledger

    with open_ledger(ledger or default_url(), create=False, read_only=True) as book:
        found = book.account_list.listed()
    if as_json:
        for account in found:
            write(write_line("json", "row", {"name": account.name, "role": account.role, "made": account.made.isoformat()}))
        return
    headings = ("name", "role", "known by", "since")
    rows = [(visible(one.name), one.role, "password" if one.secret else "proxy", f"{one.made:%Y-%m-%d}") for one in found]
    Screen(layout_of(False, False, as_json)).table(headings, rows, headings)
    if not found:
        tell("no accounts yet; `according user add` makes one")


def ask_password() -> str:
    """Return a password typed twice at a terminal, or the first line of standard input; never an argument, which others could see."""
    import sys
    from getpass import getpass

    from according.errors import RequestError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass("Password: ")
    if getpass("Again: ") != typed:
        raise RequestError("password", "the two passwords differ; nothing was changed")
    return typed
