"""
What a database's failure means to a user, and what to do about it.
"""
from __future__ import annotations

import sqlite3

from sqlalchemy import exc

_NO_HOST = "no server of this name is found; correct the host in the address, or look whether the network is up"
# What the database says, or begins to say, and what it means. Read from the top.
_MEANINGS = (
    ("database is locked", "another process has been writing for {wait:g} seconds; wait until it is done, or end it, and try again"),
    ("lock timeout", "another process has been writing for {wait:g} seconds; wait until it is done, or end it, and try again"),
    ("database or disk is full", "the disk is full, nothing of this was filed; make room and try again"),
    ("no space left", "the disk is full, nothing of this was filed; make room and try again"),
    ("readonly database", "the file or its folder cannot be written; give yourself the right to, or open it to read only"),
    ("read-only transaction", "it was opened to read only; open it to write"),
    ("not a database", "the file is no ledger; name another, or move it away"),
    ("malformed", "the file is damaged; restore a backup, or see what is left with: according ledger check"),
    ("codec can't decode", "the file is damaged; restore a backup, or see what is left with: according ledger check"),
    # Also where a file may not grow beyond a limit, as in a small allowance for its owner.
    (
        "disk i/o error",
        "the disk does not read or write, or lets no file grow; make room, or look at the disk and restore a backup if it is damaged",
    ),
    ("unable to open database file", "the file cannot be opened; look whether its folder is there and is yours to write"),
    (
        "fallen silent",
        "the server was there and does not answer any more; look at it and at the network, then try again: filing twice changes nothing",
    ),
    # psycopg looks a host up itself, the server's own library does where it is older.
    ("failed to resolve host", _NO_HOST),
    ("could not translate host name", _NO_HOST),
    ("invalid port number", "correct the port in the address"),
    ("invalid connection option", "the server's library knows no such option; correct what stands behind the address's question mark"),
    # These three may come inside "connection failed: ...", so "connection" stands behind them.
    ("password authentication failed", "the server does not take this user and password; correct the address"),
    ("does not exist", "the server does not have what the address names; make the database first (createdb), or correct the address"),
    ("permission denied", "this user may not do that; ask whoever runs the database"),
    ("connection", "the server does not answer; start it, or correct the address"),
)  # fmt: skip
_NOT_AVAILABLE = "55P03"


def is_locked(error: BaseException) -> bool:
    """Say whether a failure only means that another is writing."""
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    # PostgreSQL's messages are in the server's language, its codes in none.
    return "locked" in str(cause) if isinstance(cause, sqlite3.OperationalError) else getattr(cause, "sqlstate", None) == _NOT_AVAILABLE


def said(error: BaseException) -> str:
    """Return what the database said, on one line, whatever lines it breaks it into."""
    cause = error.orig if isinstance(error, exc.DBAPIError) and error.orig is not None else error
    return " ".join(str(cause).split()) or type(cause).__name__


def explain(error: BaseException, name: str, wait: float) -> str:
    """Return the message for a failure: the ledger, what happened, what to do next."""
    told = said(error)
    for words, meaning in _MEANINGS:
        if words in told.casefold():
            return f"{name}: {meaning.format(wait=wait)} ({told})"
    return f"{name}: the database refused ({told}); see what is wrong with: according ledger check"
