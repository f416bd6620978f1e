"""``according serve``: the ledger in a browser; the demo's, over the sample reports; and ``according mcp``, for language models."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from according.commands.options import LedgerUrl, worded

# Any that few other programs take; the desk says so where one does.
PORT = 8321
# In seconds: so long a page waits for its turn to write before it says that the ledger is locked.
PATIENCE = 10.0

SERVE_HELP = """
Serve the ledger as pages for a browser, on this machine alone unless another address is given.

Paste or link a report and see its statements on its own text; look at an event's numbers over time and by side; accept, correct and
reject readings. Ends with Ctrl-C.

At another address (--host) others can reach the desk: then people log in with accounts (`according user add`), or a proxy that is
trusted by its address says in a header who they are. Without either it is refused.

Examples:

  according serve

  according serve --ledger losses.db --port 9000

  according serve --open

  according serve --host 0.0.0.0 --name desk.example --certificate chain.pem --key key.pem

  according serve --proxy-user-header X-Remote-User --trust 127.0.0.1 --name desk.example
"""

Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to listen at; 0 takes any that is free.")]
Opened = Annotated[bool, typer.Option("--open", help="Open the desk in the browser.")]


Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at; 0.0.0.0 or :: for all of this machine.")]
Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="HOST", help="A name by which browsers reach the desk; several may be given.")
]
AskLogin = Annotated[bool, typer.Option("--login", help="Let people log in on this machine's own address, too.")]
Header = Annotated[
    str | None, typer.Option("--proxy-user-header", metavar="NAME", help="The header in which a trusted proxy says who somebody is.")
]
Trust = Annotated[
    list[str] | None, typer.Option("--trust", metavar="ADDRESS", help="A proxy that is believed, by its address or network.")
]
Chain = Annotated[Path | None, typer.Option("--certificate", metavar="FILE", help="A certificate with its chain (PEM): serve by https.")]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's key (PEM).")]


def serve(
    ledger: LedgerUrl = None, port: Port = PORT, opened: Opened = False, host: Host = "127.0.0.1", names: Names = None,
    login: AskLogin = False, header: Header = None, trust: Trust = None, chain: Chain = None, key: Key = None,
) -> None:  # fmt: skip
    """Serve the user's ledger."""
    from according.commands.terminal.streams import tell
    from according.desk.desk import Desk
    from according.desk.serving import Certificate, admit, is_loopback
    from according.desk.serving import serve as serve_desk
    from according.errors import RequestError
    from according.ledger.opening import default_url, open_ledger

    with worded(), open_ledger(ledger or default_url(), wait=PATIENCE) as book:
        if (chain is None) != (key is None):
            raise RequestError("certificate", "a certificate needs its key; give both --certificate and --key")
        certificate = Certificate(chain, key) if chain is not None and key is not None else None
        answers, admission = admit(book, host, names=names or (), login=login, header=header, trusted=trust or ())
        if certificate is None and not is_loopback(host):
            tell("pages and passwords travel unencrypted; give --certificate and --key, or let a proxy with TLS stand before the desk")
        desk = Desk(book, answers, admission=admission)
        serve_desk(desk, host, port, _teller(f"the ledger {book.name}", opened), certificate)


def serve_samples(port: int, opened: bool) -> None:
    """File the sample reports in a ledger of their own and serve it."""
    from tempfile import TemporaryDirectory

    from according.commands.screen import progress
    from according.desk.desk import Desk
    from according.desk.serving import serve as serve_desk
    from according.ledger.opening import open_ledger
    from according.services.samples import count_samples, file_samples

    with worded(), TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "demo.db")) as book:
        with progress(count_samples()) as bar:
            for _ in file_samples(book):
                bar.advance()
        serve_desk(Desk(book, sample=True), "127.0.0.1", port, _teller("the sample reports", opened))


def _teller(what: str, opened: bool) -> Callable[[str], None]:
    """Return what tells where a desk can be opened, and opens it where that is wanted."""

    def tell_address(address: str) -> None:
        import webbrowser

        from according.commands.terminal.streams import write

        write(f"{what}: {address}  (Ctrl-C ends it)")
        if opened:
            webbrowser.open(address)

    return tell_address


OPENAPI_HELP = """
Print the description of the desk's JSON API (OpenAPI 3.1), as the desk serves it at /api/openapi.json.

Example:

  according openapi > according.json
"""


def openapi() -> None:
    """Print the API's description."""
    from according.commands.terminal.streams import write
    from according.desk.api.openapi import describe
    from according.exports.formats import write_line

    write(write_line("json", "row", describe()))


MCP_HELP = """
Serve the ledger and the reader to a language model's program (Model Context Protocol), over standard input and output.

The program starts this command by itself: docs/mcp.md shows what to write into its configuration. The tools read a text, search, list
and show events, questions and the evidence of figures, and check numbers; each number comes with its quotation. Nothing is written
unless --allow-filing is given. It asks nobody and tells nobody anything. Needs the extra: pip install "according[mcp]".

Examples:

  according mcp --ledger losses.db

  according mcp --ledger losses.db --allow-filing
"""
MayFile = Annotated[
    bool, typer.Option("--allow-filing", help="Let the program file reports and rulings, and take rulings back; without it, it only reads.")
]


def mcp(ledger: LedgerUrl = None, may_file: MayFile = False) -> None:
    """Serve the ledger to agents."""
    from contextlib import closing

    from according.agents.keeper import Keeper
    from according.agents.serving import serve
    from according.commands.terminal.interrupts import Interrupts
    from according.ledger.opening import default_url

    # A thread of the protocol's library waits for the client's next word and for nothing else; what was answered is kept already.
    if isinstance(signal.getsignal(signal.SIGINT), Interrupts):
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    with worded(), closing(Keeper(ledger or default_url(), may_file=may_file)) as keeper:
        serve(keeper)
