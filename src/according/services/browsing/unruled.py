"""What waits for a person: the figures on which nobody has ruled."""

from __future__ import annotations

from according.ledger.base import Ledger
from according.reckoning.rulings import weigh_rulings
from according.records import Contents


def count_unruled(ledger: Ledger, contents: Contents) -> int:
    """Return how many of a ledger's figures no person has accepted, corrected or rejected; ``contents`` are its counts."""
    standing = weigh_rulings(ledger.rulings())
    ruled = {*standing.accepted, *standing.corrected, *standing.rejected}
    # Of a statement's id there is no figure; it is no beginning of one either.
    return contents.figures - sum(ledger.figure(id) is not None for id in ruled)
