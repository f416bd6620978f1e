"""
The accounts in a ledger's database.

What each method promises stands with :class:`according.ledger.state.AccountList`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from according.ledger.account import Account, Session
from according.ledger.database.connection import Door
from according.ledger.database.schema import accounts, sessions


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
            if secret is not None:
                connection.execute(delete(sessions).where(sessions.c.account == name))
            made = update(accounts).where(accounts.c.name == name).values(**given, changed=self._clock())
            return connection.execute(made).rowcount > 0

    def remove(self, name: str) -> bool:
        """Take an account off the list and return whether it was there."""
        with self._door.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.account == name))
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

    def begin_session(self, hashed: str, account: Account, at: datetime) -> bool:
        """Keep a session of an account and return whether it has one."""
        with self._door.writing() as connection:
            # In the writer's turn: whoever changed the password meanwhile has ended the sessions that were there.
            same = (accounts.c.name == account.name, accounts.c.secret == account.secret)
            if connection.execute(select(accounts.c.name).where(*same)).first() is None:
                return False
            connection.execute(insert(sessions).values(token=hashed, account=account.name, begun=at, used=at))
            return True

    def find_session(self, hashed: str) -> Session | None:
        """Return the session of a token, or ``None``."""
        asked = select(sessions.c.begun, sessions.c.used, accounts).join(accounts, accounts.c.name == sessions.c.account)
        with self._door.reading() as connection:
            row = connection.execute(asked.where(sessions.c.token == hashed)).first()
        return None if row is None else Session(_account_of(row), row.begun, row.used)

    def note_session(self, hashed: str, at: datetime) -> None:
        """Note that a session was used."""
        with self._door.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.token == hashed).values(used=at))

    def end_session(self, hashed: str) -> None:
        """End a session."""
        with self._door.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == hashed))

    def sweep_sessions(self, begun: datetime, used: datetime) -> None:
        """Remove old sessions."""
        with self._door.writing() as connection:
            connection.execute(delete(sessions).where((sessions.c.begun < begun) | (sessions.c.used < used)))


def _account_of(row: Row[Any]) -> Account:
    return Account(row.name, row.role, row.secret, row.made, row.changed)
