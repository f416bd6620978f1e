"""
A process that pulls one ledger into another, and prints how many reports it has looked at after each batch.

    python pulling.py MINE OTHER
"""
from __future__ import annotations

import sys

from according.ledger.opening import open_ledger, open_offer
from according.ledger.sharing import offer as offers
from according.services.sharing.pull import pull


def tell(looked: int) -> None:
    sys.stdout.write(f"{looked}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # Many small transactions, so that there are many places to be killed at.
    offers.LISTED_TOGETHER = 2
    with open_ledger(sys.argv[1]) as mine, open_offer(sys.argv[2], name="theirs") as theirs:
        pull(mine, theirs, advance=tell)
