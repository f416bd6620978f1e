"""
Accounts: who may use a desk that others can reach, and with which password.

A password is kept as its Argon2id hash (RFC 9106, the second recommended set of parameters, which argon2-cffi takes by itself) and never
shown, logged or told in a message.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from according.errors import RequestError
from according.ledger.account import ACCOUNT_ROLES, Account, Role
from according.ledger.base import Ledger

# In characters. NIST SP 800-63B asks for eight at least where there is nothing but the password, and for no rule about which they are.
PASSWORD_SHORTEST, PASSWORD_LONGEST = 10, 1000
USER_NAME_LONGEST = 80
# Each hashing takes 64 MiB for some tenths of a second: strangers who try passwords must not fill the memory.
_TOGETHER = BoundedSemaphore(2)


def add_account(ledger: Ledger, name: str, role: str, password: str | None) -> None:
    """
    Put an account on the list; without a password only a proxy can say that somebody is this person.

    Raises :class:`~according.errors.RequestError` for a name that is taken or none, a role that is none, and a password that is too short.
    """
    account = Account(read_name(name), read_role(role), None if password is None else _hash(password))
    if not ledger.account_list.add(account):
        raise RequestError("name", f"{account.name}: this account is there; give it another role or password, or remove it first")


def change_account(ledger: Ledger, name: str, *, role: str | None = None, password: str | None = None) -> None:
    """
    Give an account another role or password; whoever is logged in with it has to log in again.

    Raises :class:`~according.errors.RequestError` as :func:`add_account` does, and for a name that has no account.
    """
    given = None if role is None else read_role(role)
    if not ledger.account_list.change(read_name(name), role=given, secret=None if password is None else _hash(password)):
        raise _nobody(name)


def remove_account(ledger: Ledger, name: str) -> None:
    """Take an account off the list; what was ruled under the name stays. Raises RequestError for a name that has no account."""
    if not ledger.account_list.remove(read_name(name)):
        raise _nobody(name)


def check_password(ledger: Ledger, name: str, password: str) -> Account | None:
    """Return the account whose name and password these are, or ``None``; it takes as long for a name that nobody has."""
    try:
        account = ledger.account_list.find(read_name(name))
    except RequestError:
        account = None
    secret = account.secret if account is not None else None
    # A hash of nothing that anybody knows stands in where there is none: how long an answer takes tells nobody which names there are.
    right = _verify(secret or _stand_in(), password[:PASSWORD_LONGEST])
    return account if right and secret is not None else None


def read_name(name: str) -> str:
    """Return a name as accounts have it; raises RequestError for one that is empty, too long or has characters that do not show."""
    read = " ".join(unicodedata.normalize("NFC", name).split())
    if not read or len(read) > USER_NAME_LONGEST or not read.isprintable():
        raise RequestError("name", f"a name has one to {USER_NAME_LONGEST} characters, all of them visible")
    return read


def read_role(role: str) -> Role:
    """Return a role; raises RequestError for what is none."""
    if role not in ACCOUNT_ROLES:
        raise RequestError("role", f"{role!r} is no role; give one of {', '.join(ACCOUNT_ROLES)}")
    return role


def _nobody(name: str) -> RequestError:
    return RequestError("name", f"{name}: no account has this name; `according user list` shows them")


def _hash(password: str) -> str:
    if not PASSWORD_SHORTEST <= len(password) <= PASSWORD_LONGEST:
        raise RequestError("password", f"a password has {PASSWORD_SHORTEST} to {PASSWORD_LONGEST} characters")
    with _TOGETHER:
        return PasswordHasher().hash(_plain(password))


def _verify(secret: str, password: str) -> bool:
    with _TOGETHER:
        try:
            return PasswordHasher().verify(secret, _plain(password))
        except (Argon2Error, InvalidHashError):
            return False


def _plain(password: str) -> bytes:
    # Keyboards write one letter in several ways.
    return unicodedata.normalize("NFC", password).encode("utf8", "surrogatepass")


@cache
def _stand_in() -> str:
    import secrets

    return _hash(secrets.token_hex())
