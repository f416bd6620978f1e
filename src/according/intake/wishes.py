"""What a user says of how inputs are to be taken apart and fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from according.intake.tables.mapping import NO_COLUMNS, Columns


def _keep_silent(line: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """
    How inputs are to be taken apart and fetched.

    ``fetch`` lets a list of addresses be followed; a single address that the user gives is fetched in any case. ``hosts`` are names and
    addresses of hosts that may be reached although they are this machine's or a private network's. ``columns`` say which column
    of a table is what. ``tell`` is told, in a line, how an input is taken apart.
    """

    fetch: bool = False
    hosts: tuple[str, ...] = ()
    columns: Columns = NO_COLUMNS
    # Whoever is told changes nothing in what is read.
    tell: Callable[[str], object] = field(default=_keep_silent, repr=False, compare=False)


NO_WISHES = Wishes()
