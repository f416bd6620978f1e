"""What a file says of itself: what it holds, by which filters, of which state of the ledger, and when it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from according.version import __version__


@dataclass(frozen=True, slots=True)
class About:
    """
    What a file holds (``what``), the filters by name, the ledger's revision, and the time at which the file was made.

    ``ungrouped`` says how many figures of the ledger waited for their groups then: questions and events may lack some of them.
    """

    what: str
    revision: str
    made: datetime
    filters: Mapping[str, str] = field(default_factory=dict)
    ungrouped: int = 0


def about_object(about: About) -> dict[str, Any]:
    """Return what a file says of itself as an object."""
    return {
        "made_by": f"According {__version__}",
        "what": about.what,
        "filters": dict(about.filters),
        "ledger_revision": about.revision,
        "made": about.made.isoformat(timespec="seconds"),
    }


def tells_about(line: str) -> bool:
    """Say whether a line of JSON is the one by which a file of the desk says what it is, and holds nothing else."""
    try:
        told = json.loads(line) if line.lstrip().startswith('{"about"') else None
    # A line may come from anybody: brackets a thousand deep.
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.keys() == {"about"}


def about_words(about: About) -> str:
    """Return what a file says of itself in a line; a filter's words stand in it as they are."""
    filters = ", ".join(f"{name} = {value}" for name, value in about.filters.items()) or "none"
    return f"According {__version__}; {about.what}; filters: {filters}; ledger revision {about.revision}; made {about.made:%Y-%m-%dT%H:%MZ}"
