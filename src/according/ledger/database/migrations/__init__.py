"""Numbered changes of the ledger's tables, made by Alembic; each stands or falls as one transaction."""
from __future__ import annotations

from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

__all__ = ["CommandError", "bring_up"]

_ONE_AT_A_TIME = Lock()


def bring_up(connection: Connection) -> None:
    """Run the migrations that a ledger has not had yet, within the connection's transaction."""
    config = Config()
    # Alembic takes "%" for the beginning of a placeholder.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    # Alembic keeps what it is at work on in its module, so that two threads would take it from one another.
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")
