"""``according serve``: the ledger in a browser; and the demo's, over the sample reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from according.commands.options import LedgerUrl, worded

# Any that few other programs take; the desk says so where one does.
PORT = 8321

SERVE_HELP = """
Serve the ledger as pages for a browser, on this machine alone.

Paste or link a report and see its statements on its own text; look at an event's numbers over time and by side; accept, correct and
reject readings. Ends with Ctrl-C.

Examples:

  according serve

  according serve --ledger losses.db --port 9000

  according serve --open
"""

Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to listen at; 0 takes any that is free.")]
Opened = Annotated[bool, typer.Option("--open", help="Open the desk in the browser.")]


def serve(ledger: LedgerUrl = None, port: Port = PORT, opened: Opened = False) -> None:
    """Serve the user's ledger."""
    from according.desk.desk import Desk
    from according.desk.serving import serve as serve_desk
    from according.ledger.opening import default_url, open_ledger

    with worded(), open_ledger(ledger or default_url()) as book:
        serve_desk(Desk(book), "127.0.0.1", port, _teller(f"the ledger {book.name}", opened))


def serve_samples(port: int, opened: bool) -> None:
    """File the sample reports in a ledger of their own and serve it."""
    from pathlib import Path
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

        from according.commands.screen import write

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
    from according.commands.screen import write
    from according.desk.api.openapi import describe
    from according.exports.formats import write_line

    write(write_line("json", "row", describe()))
