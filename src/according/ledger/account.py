"""Who may use a desk that others can reach, and for what: the records of the account list, and what the list promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from according.records import NEVER

Role = Literal["reader", "reviewer", "editor"]
# Each may do what those before may: look, judge, add reports.
ACCOUNT_ROLES: tuple[Role, ...] = Role.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Account:
    """
    Somebody who may use a desk that others can reach.

    ``secret`` is the hash of a password and never shown; without one nobody can log in by it, but a proxy may say who somebody is.
    """

    name: str
    role: Role
    secret: str | None = field(default=None, repr=False)
    made: datetime = NEVER
    changed: datetime = NEVER

    def may(self, role: Role) -> bool:
        """Return whether the account may do what a role is for."""
        return ACCOUNT_ROLES.index(self.role) >= ACCOUNT_ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody logged in: by which account, as it is now, since when, and when it was noted last that the session was used."""

    account: Account
    begun: datetime
    used: datetime


class AccountList(Protocol):
    """
    Who may use a desk that others can reach, and who is logged in: state and no filing, as the watch list.

    A session is known by a hash of its token, which the list is never given. It ends with its account, and when that has another secret.
    """

    def add(self, account: Account) -> bool:
        """Put an account on the list and return whether the name was free; one that is taken is left as it is."""

    def change(self, name: str, *, role: str | None = None, secret: str | None = None) -> bool:
        """Give an account another role or secret and return whether it is there; another secret ends the account's sessions."""

    def remove(self, name: str) -> bool:
        """Take an account off the list, end its sessions, and return whether it was there."""

    def find(self, name: str) -> Account | None:
        """Return the account of exactly this name, or ``None``."""

    def listed(self) -> Sequence[Account]:
        """Return all accounts, in the order of their names."""

    def begin_session(self, hashed: str, account: Account, at: datetime) -> bool:
        """Keep a session of an account and return whether it has one: not where the account is gone, or has another secret by now."""

    def find_session(self, hashed: str) -> Session | None:
        """Return the session of a token, however old, or ``None``."""

    def note_session(self, hashed: str, at: datetime) -> None:
        """Note that a session was used."""

    def end_session(self, hashed: str) -> None:
        """End a session; of one that there is not, nothing happens."""

    def sweep_sessions(self, begun: datetime, used: datetime) -> None:
        """Remove the sessions that began, or were noted as used, before a moment."""
