"""Run by Alembic for each command: gives it the connection that ``bring_up`` was called with."""
from __future__ import annotations

from alembic import context

from according.ledger.database.schema import metadata

connection = context.config.attributes["connection"]
# The connection is in a transaction already, of the ledger's own making: Alembic neither begins nor ends one.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
