"""``according mcp``: the ledger and the reader as tools for language models and their programs."""

from __future__ import annotations

from typing import Annotated

import typer

from according.commands.options import LedgerUrl, worded

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
    from according.ledger.opening import default_url

    with worded(), closing(Keeper(ledger or default_url(), may_file=may_file)) as keeper:
        serve(keeper)
