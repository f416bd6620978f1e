"""Secrets by the place where they are kept: an environment variable (``env:NAME``) or a file (``file:PATH``)."""

from __future__ import annotations

import os
from pathlib import Path

from according.errors import RequestError, SendError

# In bytes. What is longer is no secret but a slip.
SECRET_LONGEST = 10_000
_PLACES = ("env:", "file:")


def read_place(text: str | None, field: str) -> str | None:
    """Return where a secret is kept; raises RequestError for what is no place, without repeating it: it may be the secret itself."""
    if text is None:
        return None
    if not text.startswith(_PLACES) or not text.partition(":")[2]:
        raise RequestError(field, "a secret is named by where it is kept: env:NAME for an environment variable, or file:PATH")
    # A run of cron or systemd begins in another folder.
    return f"file:{Path(text[5:]).expanduser().absolute()}" if text.startswith("file:") else text


def find_secret(place: str) -> str:
    """Return a secret; raises SendError where it is not there."""
    kind, _, name = place.partition(":")
    if kind == "env":
        secret = os.environ.get(name, "")
    else:
        try:
            with open(name, "rb") as file:
                secret = file.read(SECRET_LONGEST).decode("utf8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SendError(f"the secret in {name} cannot be read ({getattr(error, 'strerror', None) or 'no text'})") from None
    if not secret:
        raise SendError(f"the secret is empty or not there: {place}")
    return secret
