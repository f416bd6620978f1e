"""
Who made an alert: a seal by a key of this user on this machine, which is made on first use and does not leave it.

A ledger may come from elsewhere. Without the seal whoever opens it would run the commands, and send to the addresses, that somebody else
wrote into it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from according.errors import LedgerError
from according.records import Alert


def key_path() -> Path:
    """Return where the key is kept: ``alerts.key`` in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("according", appauthor=False) / "alerts.key"


def make_seal(alert: Alert) -> str | None:
    """Return the seal of an alert; ``None`` where it needs none, because it is only written to standard output."""
    return None if alert.channel["kind"] == "stdout" else _seal(alert, _key(make=True))


def is_ours(alert: Alert) -> bool:
    """Say whether an alert was made by this user here, or needs no trust."""
    if alert.channel.get("kind") == "stdout":
        return True
    key = _key(make=False)
    return bool(key) and alert.seal is not None and hmac.compare_digest(alert.seal, _seal(alert, key))


def _seal(alert: Alert, key: bytes) -> str:
    sealed = json.dumps([alert.event, alert.condition, alert.measures, alert.channel], sort_keys=True)
    return hmac.new(key, sealed.encode("utf8", "surrogatepass"), hashlib.sha256).hexdigest()


def _key(*, make: bool) -> bytes:
    path = key_path()
    try:
        if make and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Made and written in one: of two who do so at once the second finds the first one's.
            with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(secrets.token_hex(32).encode())
    except FileExistsError:
        pass
    except OSError as error:
        raise LedgerError(f"{path}: the key of this user's alerts cannot be written ({error.strerror or error})") from None
    try:
        return path.read_bytes()
    except OSError:
        return b""
