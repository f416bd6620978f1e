"""Libraries that are installed by an extra: the error that asks for it."""

from __future__ import annotations

from importlib.util import find_spec

from according.errors import InputError


def need(module: str, extra: str, what: str) -> None:
    """Raise :class:`~according.errors.InputError` where a library is missing, with the command that installs it; ``what`` needs it."""
    if find_spec(module) is None:
        raise InputError(f'{what} needs the extra "{extra}": pip install "according[{extra}]"')
