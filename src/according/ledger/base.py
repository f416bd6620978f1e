"""
The ledger's contract: what every store of reports promises, whatever database is below it.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from according.ledger.records import Contents, FiledFigure, Filing, Query, Receipt, Ruling
from according.statement import Problem, Reading


class Ledger(Protocol):
    """
    An append-only store; nothing in it is changed or removed.

    A report is filed whole or not at all, and once :meth:`add` has returned it is not lost, whatever happens to the process. Any number
    may read while several write; a writer that must wait says so through the logger ``according.ledger``. Every method raises
    :class:`~according.errors.LedgerError` where the database cannot do what is asked (locked too long, full, read-only, damaged).
    """

    def add(self, reading: Reading, *, raw_hash: str | None = None, retrieved: datetime | None = None) -> Receipt:
        """
        File a reading and its report.

        The same text from the same publisher, address and day, read by the same versions, is a no-op that says so (``known``). The same
        text from elsewhere is kept as a copy; its figures are not filed twice. A reading by other versions stands beside the older one,
        and the newest answers.
        """

    def add_all(self, readings: Iterable[tuple[Reading, str | None]]) -> Sequence[Receipt]:
        """File readings (each with its raw bytes' hash or ``None``) in one transaction: all of them or none."""

    def find(self, query: Query, *, limit: int | None = None) -> Sequence[FiledFigure]:
        """
        Return the figures that fit a query, of each report's newest reading, ordered by published day, report and place in the text.

        With ``query.known_at``, of the newest reading filed by then. ``limit`` caps the answer; ask for one more than is wanted to see
        whether there were more. Cost grows with the answer and not with the ledger wherever a measure and one of population,
        country, place, days or figures are given.
        """

    def count(self, query: Query) -> int:
        """Return how many figures fit a query."""

    def neighbours(self, figures: Sequence[FiledFigure], *, known_at: datetime | None = None) -> Sequence[FiledFigure]:
        """
        Return the figures that share a block with one of the given (see :func:`according.ledger.blocks.block_keys`), without those.

        Same order as :meth:`find`.
        """

    def figure(self, id: str) -> FiledFigure | None:
        """Return one figure of a newest reading, or ``None``; an unambiguous beginning of at least six digits is enough."""

    def reports(self) -> Iterator[Filing]:
        """Yield every report's first filing, in the order of filing."""

    def text(self, report: str) -> str | None:
        """Return a report's text as received, or ``None``."""

    def search(self, words: str, *, limit: int = 20) -> Sequence[tuple[Filing, str]]:
        """Return the reports in which the words stand, best first, each with a passage of its text."""

    def rule(self, ruling: Ruling) -> str:
        """File a ruling and return its id; a ruling on an id that is not in the ledger raises LedgerError."""

    def rulings(self, *, known_at: datetime | None = None) -> Sequence[Ruling]:
        """Return all rulings, oldest first."""

    def contents(self) -> Contents:
        """Count what is in the ledger."""

    def check(self) -> Iterator[Problem]:
        """Recompute every hash and span and yield what does not fit; nothing is mended."""

    def backup(self, target: Path) -> None:
        """Copy the ledger to a file while others read and write."""

    def close(self) -> None:
        """Let go of the database."""
