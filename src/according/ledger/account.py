"""Who may use a desk that others can reach, and for what: the records of the account list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

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
