"""
The ledger's contract: what every store of reports promises, whatever database is below it.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from according.ledger.versions import Versions
from according.records import Contents, FiledFigure, Filing, Query, Receipt, Ruling
from according.report import Raw, Report
from according.statement import Measure, Problem, Reading


class Ledger(Protocol):
    """
    An append-only store; nothing in it is changed or removed.

    A report is filed whole or not at all, and once :meth:`add` has returned it is not lost, whatever happens to the process. Any number
    may read while several write; a writer that must wait says so through the logger ``according.ledger``. Every method raises
    :class:`~according.errors.LedgerError` where the database cannot do what is asked (locked too long, full, read-only, damaged).
    """

    def add(self, reading: Reading, *, raw: Raw | None = None, versions: Versions | None = None) -> Receipt:
        """
        File a reading and its report.

        The same text from the same publisher, address and day, read by the same versions, is a no-op that says so (``known``). The same
        text from elsewhere is kept as a copy; its figures are not filed twice. A reading by other versions stands beside the older one,
        and the newest answers. ``raw`` is what the report came as: its hash is kept, and its bytes where an extractor took the text out of
        them. ``versions`` are those that read it, where they are not those at work here.
        """

    def add_all(self, readings: Iterable[tuple[Reading, Raw | None]], *, versions: Versions | None = None) -> Sequence[Receipt]:
        """File readings (each with what it came as, or ``None``) in one transaction: all of them or none."""

    def known(self, report: Report, *, versions: Versions | None = None) -> Receipt | None:
        """Return the receipt (``known``) of a report that is filed already, from this source and read by these versions, or ``None``."""

    def find(self, query: Query, *, limit: int | None = None) -> Sequence[FiledFigure]:
        """
        Return the figures that fit a query, of each report's newest reading, ordered by published day, report and place in the text.

        With ``query.known_at``, of the newest reading filed by then. ``limit`` caps the answer; ask for one more than is wanted to see
        whether there were more. Cost grows with the answer and not with the ledger wherever a measure and one of population,
        country, place, days or figures are given.
        """

    def count(self, query: Query) -> int:
        """Return how many figures fit a query."""

    def neighbours(self, figures: Sequence[FiledFigure]) -> Sequence[FiledFigure]:
        """
        Return the figures that share a block with one of the given (see :mod:`according.ledger.finding.blocks`), without those.

        A few others may be among them: :func:`according.comparing.pairs.pairs_of` tells which share one. Same order as :meth:`find`.
        """

    def figure(self, id: str) -> FiledFigure | None:
        """Return one figure of a newest reading, or ``None``; an unambiguous beginning of at least six digits is enough."""

    def figure_measures(self) -> Iterator[tuple[str, Measure]]:
        """Yield the id and the measure of every figure of a newest reading, in no order."""

    def statement(self, id: str) -> str | None:
        """Return the whole id of the one statement of a newest reading whose id begins as given (six digits or more), or ``None``."""

    def reports(self) -> Iterator[Filing]:
        """Yield every report's first filing, in the order of filing."""

    def filings(self, report: str) -> Sequence[Filing]:
        """Return all filings of a report: the first one, then its copies in the order of filing; none where it is not in the ledger."""

    def text(self, report: str) -> str | None:
        """Return a report's text as received, or ``None``."""

    def raws(self, report: str) -> Sequence[Raw]:
        """Return what a report came as, in the order of its filings; those of which the hash is not known are left out."""

    def reading(self, report: str, *, known_at: datetime | None = None) -> Reading | None:
        """Return a report's newest reading, or the newest by a time, whole and equal to what was filed; else ``None``."""

    def search(self, words: str, *, limit: int = 20) -> Sequence[tuple[Filing, str]]:
        """Return the reports in which the words stand, best first, each with a passage of its text."""

    def file_ruling(self, ruling: Ruling) -> str:
        """File a ruling and return its id; a ruling on an id that is not in the ledger raises LedgerError."""

    def file_rulings(self, made: Iterable[Ruling]) -> Sequence[str]:
        """File rulings in one transaction, all of them or none, and return their ids; one may take back another before it."""

    def rulings(self, *, known_at: datetime | None = None) -> Sequence[Ruling]:
        """Return all rulings, in the order of filing: an import files older ones after newer ones."""

    # -- derived: which figures tell of one event ------------------------------------------------------------------
    # None of it is filed by anybody: it can be forgotten and worked out anew from the rest.

    def ungrouped(self, limit: int) -> Sequence[FiledFigure]:
        """
        Return up to ``limit`` figures of newest readings that have no group yet, in the order of :meth:`find`.

        Figures that may be near each other are taken together: those of one measure and unit, day by day. A newer reading of a report takes
        the older one's figures out of their groups. Such a group falls apart, and all its other members wait again.
        """

    def count_ungrouped(self, most: int | None = None) -> int:
        """Return how many figures have no group yet, counted up to ``most``: counting a million takes a while."""

    def groups_of(self, figure_ids: Sequence[str]) -> dict[str, str]:
        """Return the groups of figures, by the figures' ids; one that has none, or is not in the ledger, is left out."""

    def members(self, groups: Sequence[str]) -> Sequence[FiledFigure]:
        """Return all figures of some groups, in the order of :meth:`find`."""

    def count_members(self, groups: Sequence[str]) -> int:
        """Return how many figures some groups have."""

    def members_of(self, groups: Sequence[str]) -> dict[str, str]:
        """Return all figures of some groups by id, each with its group."""

    def groups(self, limit: int | None = None, *, after: str = "") -> Sequence[str]:
        """Return the ids of all groups that have a member, in ascending order, up to ``limit`` of them that come after an id."""

    def assign(self, groups: Mapping[str, str]) -> None:
        """
        Give figures (by id) their groups, in place of those they had.

        An id that is no figure of a newest reading is passed over: a newer reading may have come meanwhile.
        """

    def placing(self) -> AbstractContextManager[Callable[[Mapping[str, str]], None]]:
        """
        Keep other writers waiting, and give a function that assigns groups (see :meth:`assign`); they are kept when the turn ends.

        What is read meanwhile does not change. So two who place figures at once do not part what belongs together.
        """

    def forget_groups(self, figures: Sequence[str] | None = None) -> None:
        """Make all figures of newest readings wait again, or all members of the groups that some figures are in."""

    def meta(self, name: str) -> str | None:
        """Return what was noted under a name, such as the version by which figures were grouped, or ``None``."""

    def set_meta(self, name: str, value: str | None) -> None:
        """Note a value under a name in place of what was noted there; ``None`` strikes it out."""

    # -- the whole -------------------------------------------------------------------------------------------------

    def revision(self) -> str:
        """Return a text that changes with every filing and every ruling: what a cache may be keyed by."""

    def contents(self) -> Contents:
        """Count what is in the ledger."""

    def check(self) -> Iterator[Problem]:
        """Recompute every hash and span and yield what does not fit; nothing is mended."""

    def backup(self, target: Path) -> None:
        """Copy the ledger to a file while others read and write."""

    def close(self) -> None:
        """Let go of the database."""
