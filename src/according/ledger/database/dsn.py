"""
Addresses of ledgers, and what of them may be shown: never a password, nor a part of one.

An address that is written amiss may hold its password anywhere, so of such a one no more is shown than its scheme and its user; and what
looks like an address of a server and is none is refused, for it would else be the name of a new file.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, exc, make_url

from according.errors import LedgerError

_HOW = "write a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"
# What libpq knows ("The Connection URIs", parameter key words), without those that are secret or may hold anything.
_SHOWABLE = frozenset(
    "host hostaddr port user dbname service servicefile connect_timeout client_encoding application_name fallback_application_name "
    "keepalives keepalives_idle keepalives_interval keepalives_count tcp_user_timeout replication gssencmode sslmode "
    "requiressl sslnegotiation sslcompression sslcert sslcertmode sslrootcert sslcrl sslcrldir sslsni requirepeer require_auth "
    "channel_binding krbsrvname gsslib gssdelegation ssl_min_protocol_version ssl_max_protocol_version min_protocol_version "
    "max_protocol_version target_session_attrs "
    "load_balance_hosts".split()
)  # fmt: skip
_HIDDEN = frozenset(
    "password sslpassword passfile sslkey sslkeylogfile options scram_client_key scram_server_key oauth_issuer oauth_client_id "
    "oauth_client_secret oauth_scope".split()
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
# A path that begins so is meant as one, whatever stands in it.
_PATH = re.compile(r"/(?!/)|\.{1,2}[/\\]|~[\w.-]*(?:/|\Z)" + (r"|[A-Za-z]:[\\/]" if os.name == "nt" else ""))
_PARAMETERS = "|".join(sorted(_SHOWABLE | _HIDDEN))
_LOOKS_LIKE_SERVER = re.compile(
    # "host=... password=...", as psql takes it, and "PGPASSWORD=... "; "postgresql:u:pw@h" and other schemes without their strokes.
    rf"""[\s'"]*(?:(?:pg[a-z]+|{_PARAMETERS})\s*=|(?:postgres\w*|psql|pgsql|jdbc|sqlite3?|mysql|mariadb|cockroach\w*|redshift|mssql|oracle)(?:\+\w+)?:)"""
    # "user:pw@host"; a parameter; a line of a file of passwords: "host:5432:database:user:pw".
    r"|.*:.*@|.*[?&](?:ssl)?password=|[^:/]+:(?:\d+|\*):[^:]*:[^:]*:.",
    re.DOTALL | re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def parse(address: str) -> URL:
    """
    Return an address as SQLAlchemy's URL: ``sqlite:///PATH``, ``postgresql://...`` or the path of a file.

    Raises :class:`~according.errors.LedgerError` for what is no ledger's address.
    """
    if "://" not in address:
        return _of_file(address)
    found = _SCHEME.fullmatch(address)
    if found is None:
        raise LedgerError(f"this is no ledger's address; {_HOW}")
    kind = found[1].partition("+")[0].lower()
    # Addresses of servers are often written with "postgres://", which SQLAlchemy does not take.
    if kind not in ("postgresql", "postgres", "sqlite"):
        raise LedgerError(f"{shown(address)}: no ledger is kept in {kind}; use sqlite:///PATH or postgresql://USER@HOST/DATABASE")
    url = _take_apart(address)
    if url is None:
        raise LedgerError(f"{shown(address)} is no ledger's address; {_HOW}")
    return _of_sqlite(address, url) if kind == "sqlite" else _of_server(address, url)


def _take_apart(address: str) -> URL | None:
    # Its error quotes what it does not understand: it is not even kept beside ours.
    try:
        return None if _CONTROL.search(address) else make_url(address)
    except (exc.ArgumentError, ValueError):
        return None


def _of_sqlite(address: str, url: URL) -> URL:
    if url.query:
        raise LedgerError(f"{shown(address)}: what stands behind the question mark is not understood; give the path alone")
    if url.database in (None, "", ":memory:") or url.host is not None or url.username is not None or url.port is not None:
        raise LedgerError(f"{shown(address)}: a ledger needs a file; write its path")
    return url


def _of_server(address: str, url: URL) -> URL:
    """Return the URL of a server, or refuse one in which a part of the password could be taken for something else."""
    rest, named = address.partition("://")[2], url.username is not None or url.password is not None
    if rest.count("@") > named:
        raise LedgerError(f"{shown(address)}: an @ stands where none can; in a name or password, write it as %40")
    authority = re.split(r"[/?]", rest.rpartition("@")[2], maxsplit=1)[0]
    if authority.endswith(":"):
        raise LedgerError(f"{shown(address)}: no port stands behind the colon; write it, or leave the colon out")
    query = rest.rpartition("@")[2].partition("?")[2]
    if (query and not all("=" in pair for pair in query.split("&"))) or not set(url.query) <= _SHOWABLE | _HIDDEN:
        raise LedgerError(f"{shown(address)}: a parameter behind the question mark is none that PostgreSQL knows; correct or remove it")
    if not _is_host(url.host or ""):
        raise LedgerError(f"{shown(address)}: the host has no name that a host can have; correct it")
    return url.set(drivername="postgresql+psycopg")


def _is_host(host: str) -> bool:
    try:
        return all(part.encode("idna") is not None for part in host.split(","))
    except UnicodeError:
        return False


def _of_file(path: str) -> URL:
    """Return the URL of a file, whose name is taken as it is: "100%.db", "why?.db"."""
    if not path.strip():
        raise LedgerError(f"an empty name is no ledger; {_HOW}")
    refuse_server(path)
    try:
        # Put together and not parsed: in an address "%" and "?" would mean something.
        return URL.create("sqlite", database=str(Path(path).expanduser()))
    except RuntimeError:
        raise LedgerError(f"{path}: there is no such user, so no such home folder; write the whole path") from None


def refuse_server(path: str) -> None:
    """Raise LedgerError for the name of a file that looks like the address of a server, without repeating it."""
    if not _PATH.match(path) and _LOOKS_LIKE_SERVER.match(path):
        raise LedgerError(f"this looks like the address of a server, and is none; {_HOW}; before a file's name that looks so, write ./")


def shown(address: str) -> str:
    """
    Return what may be shown of an address that is no ledger's: its scheme, and its user, or the file that it names.

        >>> shown("postgresql://me:p@ss/word@host:port/x")
        'postgresql://me:***@…'
    """
    found = _SCHEME.fullmatch(address)
    if found is None:
        return "…"
    scheme, rest = found.groups()
    if scheme.lower().startswith("sqlite") and rest.startswith("/") and "@" not in rest:
        return f"{scheme}://{rest.partition('?')[0]}"
    user, colon, behind = rest.partition(":")
    if colon and "@" in behind and not re.search(r"[@/?#\s]", user):
        return f"{scheme}://{user}:***@…"
    return f"{scheme}://…"


def name_of(url: URL) -> str:
    """Return what messages call a ledger: its file, or its address without what is secret."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql").difference_update_query(_HIDDEN).render_as_string(hide_password=True)


def part_secrets(url: URL) -> tuple[URL, dict[str, Any]]:
    """Return the address without what is secret, and that: so that no record of the address holds it."""
    held: dict[str, Any] = {name: value for name, value in url.query.items() if name in _HIDDEN}
    if url.password is not None:
        held.setdefault("password", str(url.password))
    query = {name: value for name, value in url.query.items() if name not in held}
    # `set` would keep the password: it leaves what it is not given.
    return URL.create(url.drivername, url.username, None, url.host, url.port, url.database, query), held


def hide(text: str, secrets: Iterable[object]) -> str:
    """Return what a database says, without the secrets that it may repeat."""
    words = [word for secret in secrets for word in (str(secret), *re.split(r"[\s=]+", str(secret))) if len(word) >= 3]
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "***")
    return text
