"""What every page of the desk stands on: an open ledger, and how the desk is served."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from according.desk.kept import Kept
from according.ledger.store import SqlLedger

# By these names a browser on the same machine reaches the desk; any other name may have been pointed here by somebody else.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Desk:
    """
    A ledger and how it is shown.

    ``hosts`` are the names (without port) under which the desk answers. ``sample`` says that the ledger holds the package's own sample
    reports and is thrown away with the process.
    """

    ledger: SqlLedger
    hosts: tuple[str, ...] = LOCAL_HOSTS
    sample: bool = False
    # What was reckoned lately, kept until the ledger changes.
    kept: Kept = field(default_factory=Kept, repr=False, compare=False)


def desk_of(request: Request) -> Desk:
    """Return the desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
