"""What waits for a person: the figures on which nobody has ruled."""

from __future__ import annotations

from according.ledger.base import Ledger
from according.reckoning.rulings import weigh_rulings


def count_unruled(ledger: Ledger) -> int:
    """
    Return how many of a ledger's figures no person has accepted, corrected or rejected, alone or with their statement.

    As in the queue, figures that only older readings have do not wait.
    """
    standing = weigh_rulings(ledger.rulings())
    return ledger.count_but({*standing.accepted, *standing.corrected, *standing.rejected})
