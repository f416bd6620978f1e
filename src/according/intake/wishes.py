"""What a user says of how inputs are to be taken apart and fetched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """
    How inputs are to be taken apart and fetched.

    ``fetch`` lets a list of addresses be followed; a single address that the user gives is fetched in any case. ``hosts`` are names and
    addresses of hosts that may be reached although they are this machine's or a private network's.
    """

    fetch: bool = False
    hosts: tuple[str, ...] = ()


NO_WISHES = Wishes()
