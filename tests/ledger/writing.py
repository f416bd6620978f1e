"""
A process that files readings, one after another, and prints each number once the ledger has acknowledged it.

    python writing.py LEDGER FIRST LAST
"""
from __future__ import annotations

import sys

from backends import VERSIONS
from drafts import draft, make_reading

from according.ledger.opening import open_ledger
from according.statement import Reading


def numbered(number: int) -> Reading:
    """A reading that is always the same for the same number."""
    return make_reading(draft(12), draft(30, "miners"), draft(40, "teachers"), before=f"No {number}.", title=str(number))


def main(address: str, first: str, last: str) -> None:
    with open_ledger(address) as ledger:
        ledger.versions = VERSIONS
        for number in range(int(first), int(last)):
            ledger.add(numbered(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
