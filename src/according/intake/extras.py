"""Libraries that are installed only with an extra."""

from __future__ import annotations

import importlib
from typing import Any

from according.errors import InputError


def need(module: str, extra: str, what: str) -> Any:
    """Return a module by name; raises :class:`~according.errors.InputError` with the command that installs it where it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise InputError(f'{what} needs the extra "{extra}": pip install "according[{extra}]"') from None
