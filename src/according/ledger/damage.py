"""
What the check of a ledger finds.
"""
from __future__ import annotations

from dataclasses import dataclass

from according.statement import Problem


@dataclass(frozen=True, slots=True)
class Damage(Problem):
    """
    Something in a ledger that is not what it was, with its place in a report's text where it has one.

    ``part`` is the part of the ledger that it lies in: mostly a table. It is ``rebuildable`` where the part can be made again from what was
    filed; anything else only a backup has.
    """

    part: str = ""
    rebuildable: bool = False
