"""
The accounts in a ledger's database.

What each method promises stands with :class:`according.ledger.state.AccountList`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from according.ledger.account import Account
from according.ledger.database.connection import Door
from according.ledger.database.schema import accounts


class SqlAccountList:
    """Accounts in a SQL database; ``clock`` tells when one is made or changed."""

    def __init__(self, door: Door, clock: Callable[[], datetime]) -> None:
        self._door = door
        self._clock = clock

    def add(self, account: Account) -> bool:
        """Put an account on the list and return whether the name was free."""
        with self._door.writing() as connection:
            if connection.execute(select(accounts.c.name).where(accounts.c.name == account.name)).first() is not None:
                return False
            now = self._clock()
            row = {"name": account.name, "role": account.role, "secret": account.secret, "made": now, "changed": now}
            connection.execute(insert(accounts).values(row))
            return True

    def change(self, name: str, *, role: str | None = None, secret: str | None = None) -> bool:
        """Give an account another role or secret and return whether it is there."""
        given = {key: value for key, value in (("role", role), ("secret", secret)) if value is not None}
        with self._door.writing() as connection:
            made = update(accounts).where(accounts.c.name == name).values(**given, changed=self._clock())
            return connection.execute(made).rowcount > 0

    def remove(self, name: str) -> bool:
        """Take an account off the list and return whether it was there."""
        with self._door.writing() as connection:
            return connection.execute(delete(accounts).where(accounts.c.name == name)).rowcount > 0

    def find(self, name: str) -> Account | None:
        """Return the account of a name, or ``None``."""
        with self._door.reading() as connection:
            row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
        return None if row is None else _account_of(row)

    def listed(self) -> Sequence[Account]:
        """Return all accounts, in the order of their names."""
        with self._door.reading() as connection:
            return [_account_of(row) for row in connection.execute(select(accounts).order_by(accounts.c.name))]


def _account_of(row: Row[Any]) -> Account:
    return Account(row.name, row.role, row.secret, row.made, row.changed)
