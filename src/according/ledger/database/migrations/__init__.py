"""Numbered changes of the ledger's tables, made by Alembic; each stands or falls as one transaction."""
from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

__all__ = ["CommandError", "bring_up"]


def bring_up(connection: Connection) -> None:
    """Run the migrations that a ledger has not had yet, within the connection's transaction."""
    config = Config()
    # Alembic takes "%" for the beginning of a placeholder.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
