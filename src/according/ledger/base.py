"""
The ledger's contract: what every store of reports promises, whatever database is below it.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from according.ledger.damage import Damage
from according.ledger.state import AccountList, AlertList, Partings, Placings, Takings, WatchList
from according.ledger.versions import Versions
from according.records import (
    Contents,
    Edition,
    FiledFigure,
    FiledReading,
    Filing,
    Mark,
    Query,
    Receipt,
    Ruling,
)  # fmt: skip
from according.report import Raw, Report
from according.statement import Measure, Reading, Statement


class Ledger(Protocol):
    """
    An append-only store; nothing in it is changed or removed.

    A report is filed whole or not at all, and once :meth:`add` has returned it is not lost, whatever happens to the process. Any number
    may read while several write; a writer that must wait says so through the logger ``according.ledger``. Every method raises
    :class:`~according.errors.LedgerError` where the database cannot do what is asked (locked too long, full, read-only, damaged).
    """

    @property
    def name(self) -> str:
        """The ledger's file, or its address without the password, for messages."""

    @property
    def address(self) -> str:
        """The address by which another process of this program opens the ledger: with the password, so never for a message."""

    def viewing(self) -> AbstractContextManager[None]:
        """
        Let all that this thread asks meanwhile be answered from one state of the ledger, whatever is filed by others.

        An answer puts together what many look-ups found; without this a report or a ruling that is filed between two of them would be in
        one and not in the other. The thread files nothing itself meanwhile.
        """

    def add(self, reading: Reading, *, raw: Raw | None = None, versions: Versions | None = None) -> Receipt:
        """
        File a reading and its report.

        The same text from the same publisher, address and day, read by the same versions, is a no-op that says so (``known``). The same
        text from elsewhere is kept as a copy; its figures are not filed twice. A reading by other versions stands beside the older one,
        and the newest answers. ``raw`` is what the report came as: its hash is kept, and its bytes where an extractor took the text out of
        them. ``versions`` are those that read it, where they are not those at work here.

        A report whose ``path`` is the address that it was fetched from is a later text of the page that stood there, where it is of no
        other day and has some of its words: then the earlier text stays, its figures are superseded, and the receipt names it
        (``replaces``). A text that the page goes back to is read again, as of now. One that another publisher has brought as well goes on
        counting, and one that another publisher brings later counts again.
        """

    def add_all(self, readings: Iterable[tuple[Reading, Raw | None]], *, versions: Versions | None = None) -> Sequence[Receipt]:
        """File readings (each with what it came as, or ``None``) in one transaction: all of them or none."""

    def known(self, report: Report, *, raw: Raw | None = None, versions: Versions | None = None) -> Receipt | None:
        """
        Return the receipt (``known``) of a report that is filed already, from this source and read by these versions, or ``None``.

        ``raw`` is what it came as: of what was fetched only the text that stood at its address last is known.
        """

    def foresee(
        self, report: Report, *, raw: Raw | None = None, versions: Versions | None = None
    ) -> Literal["new", "copy", "reading", "known"]:
        """Return what would become of a report, were it read and filed now: the outcome that its receipt would have."""

    def find(self, query: Query, *, limit: int | None = None) -> Sequence[FiledFigure]:
        """
        Return the figures that fit a query, of each report's newest reading, ordered by published day, report and place in the text.

        With ``query.known_at``, of the newest reading filed by then. ``limit`` caps the answer; ask for one more than is wanted to see
        whether there were more. Cost grows with the answer and not with the ledger wherever a measure and one of population,
        country, place, days or figures are given.
        """

    def count(self, query: Query) -> int:
        """Return how many figures fit a query."""

    def neighbours(self, figures: Sequence[FiledFigure], *, grouped: bool = False) -> Sequence[FiledFigure]:
        """
        Return the figures that share a block with one of the given (see :mod:`according.ledger.finding.blocks`), without those.

        With ``grouped`` figures that have no group yet are left out, and cost nothing.
        A few others may be among them: :func:`according.comparing.pairs.pairs_of` tells which share one. Same order as :meth:`find`.
        """

    def figure(self, id: str) -> FiledFigure | None:
        """Return one figure of a newest reading, or ``None``; an unambiguous beginning of at least six digits is enough."""

    def replaced_figure(self, id: str) -> tuple[FiledFigure, str] | None:
        """
        Return one figure of an earlier text of a page, with the report of the text that came in its place, or ``None``.

        :meth:`figure` has none of these, nor do answers. A beginning of the id is enough, as there.
        """

    def figure_measures(self) -> Iterator[tuple[str, Measure]]:
        """Yield the id and the measure of every figure of a newest reading, in no order."""

    def statement(self, id: str) -> str | None:
        """Return the whole id of the one statement of a newest reading whose id begins as given (six digits or more), or ``None``."""

    def count_but(self, ids: Iterable[str]) -> int:
        """Count the figures of newest readings that neither have one of some whole ids nor stand in a statement that has one."""

    def reports(self) -> Iterator[Filing]:
        """Yield every report's first filing, in the order of filing."""

    def filings(self, report: str) -> Sequence[Filing]:
        """Return all filings of a report: the first one, then its copies in the order of filing; none where it is not in the ledger."""

    def text(self, report: str) -> str | None:
        """Return a report's text as received, or ``None``."""

    def raws(self, report: str) -> Sequence[Raw]:
        """Return what a report came as, in the order of its filings; those of which the hash is not known are left out."""

    def report(self, id: str) -> str | None:
        """Return the whole id of the one report whose id begins as given (six digits or more), or ``None``."""

    def reading(self, report: str, *, known_at: datetime | None = None, id: str | None = None) -> Reading | None:
        """
        Return a report's newest reading, or the newest by a time, whole and equal to what was filed; else ``None``.

        A report whose page has another text by then has none that is newest. ``id`` names a reading, and each can be had by that.
        """

    def readings(self, report: str) -> Sequence[FiledReading]:
        """Return all readings of a report, without what they hold, in the order of filing; none where it is not in the ledger."""

    def editions(self, report: str) -> Sequence[Edition]:
        """Return which text came in place of which at the addresses at which a report stood, in the order of filing."""

    def search(self, words: str, *, limit: int = 20) -> Sequence[tuple[Filing, str]]:
        """Return the reports in which the words stand, best first, each with a passage of its text."""

    # -- the latest ------------------------------------------------------------------------------------------------

    def latest(self, query: Query, limit: int, *, before: Mark | None = None) -> Sequence[FiledFigure]:
        """
        Return up to ``limit`` figures that fit a query, as :meth:`find`, the one with the latest last day first, those without a day last.

        ``before`` is where an earlier page ended: the last day and the id of a figure, behind which this one goes on. Cost grows with
        ``limit`` and not with the ledger, unless few figures fit and no index tells which.
        """

    def latest_filings(self, limit: int, *, before: int | None = None) -> Sequence[tuple[int, Filing]]:
        """Return up to ``limit`` reports' first filings, the last one first, each behind the number before which a next page goes on."""

    def latest_statements(self, words: str, limit: int) -> Sequence[tuple[Filing, Statement]]:
        """Return up to ``limit`` statements of newest readings in which the words stand, the last filed first, without their figures."""

    def speakers_called(self, words: str, limit: int) -> Sequence[str]:
        """Return the names of up to ``limit`` speakers in which all the words stand, the shortest first."""

    def has_speaker(self, name: str) -> bool:
        """Say whether a speaker of any reading has that very name."""

    def speakers(self, words: str, limit: int, *, after: str = "") -> Sequence[tuple[str, int]]:
        """
        Return the names of up to ``limit`` speakers that hold all the words and come after a name, whatever case and accents they have.

        Each stands with the number of statements of newest readings that it is a speaker of, counted up to 100.
        """

    def latest_by(self, speaker: str, limit: int, *, before: int | None = None) -> Sequence[tuple[int, FiledFigure]]:
        """
        Return up to ``limit`` figures of statements that have a speaker of that very name, the last filed first.

        Each stands behind the number before which a next page goes on.
        """

    def places_called(self, words: str, limit: int) -> Sequence[tuple[str, str | None]]:
        """Return up to ``limit`` places by their folded names, in which all the words begin a word, each with its country's code."""

    def places(self, words: str, limit: int, *, after: tuple[str, str] = ("", "")) -> Sequence[tuple[str, str | None]]:
        """
        Return up to ``limit`` places in whose folded names all the words begin a word, each with its country's code, in order of both.

        ``after`` is the place behind which the list begins, with an empty code where no country is known.
        """

    def file_ruling(self, ruling: Ruling) -> str:
        """File a ruling and return its id; a ruling on an id or a speaker that is not in the ledger raises LedgerError."""

    def file_rulings(self, made: Iterable[Ruling], *, seen: Mapping[str, frozenset[str]] | None = None) -> Sequence[str]:
        """
        File rulings in one transaction, all of them or none, and return their ids; one may take back another before it.

        ``seen`` gives figures, statements and speakers, each with the ids of the rulings on it that whoever rules has seen. Where others
        are there, :class:`~according.errors.ConflictError` is raised and nothing is filed.
        """

    def rulings_on(self, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return some figures, statements and speakers, each with the ids of the rulings on it, alone or in a pair."""

    def newest_figures(self, limit: int, *, before: int | None = None) -> tuple[Sequence[FiledFigure], int | None]:
        """
        Return figures of newest readings, those filed last before the others, and where the next ones begin.

        Up to ``limit`` figures, fewer where some of those looked at are of older readings; ``before`` is what the last call gave, and
        ``None`` is given where nothing is left.
        """

    def rulings(self, *, known_at: datetime | None = None) -> Sequence[Ruling]:
        """Return all rulings, in the order of filing: an import files older ones after newer ones."""

    # -- derived: which figures tell of one event ------------------------------------------------------------------
    # None of it is filed by anybody: it can be forgotten and worked out anew from the rest.

    def ungrouped(self, limit: int, *, kind: str | None = None) -> Sequence[FiledFigure]:
        """
        Return up to ``limit`` figures of newest readings, of a kind if one is given, that have no group yet, in the order of :meth:`find`.

        Figures that may be near each other are taken together: those of one measure and unit, day by day. A newer reading of a report takes
        the older one's figures out of their groups. Such a group falls apart, and all its other members wait again.
        """

    def count_ungrouped(self, most: int | None = None) -> int:
        """Return how many figures have no group yet, counted up to ``most``: counting a million takes a while."""

    def groups_of(self, figure_ids: Sequence[str]) -> dict[str, str]:
        """Return the groups of figures, by the figures' ids; one that has none, or is not in the ledger, is left out."""

    def members(self, groups: Sequence[str], *, placing: bool = False) -> Sequence[FiledFigure]:
        """
        Return all figures of some groups, in the order of :meth:`find`; with ``placing`` the records that placing them looked at, where
        they are at hand still.
        """

    def count_members(self, groups: Sequence[str], most: int | None = None) -> int:
        """Return how many figures some groups have; of more than ``most`` no more are counted than show that."""

    def members_of(self, groups: Sequence[str]) -> dict[str, str]:
        """Return all figures of some groups by id, each with its group."""

    def groups(self, limit: int | None = None, *, after: str = "") -> Sequence[str]:
        """Return the ids of all groups that have a member, in ascending order, up to ``limit`` of them that come after an id."""

    def forget_groups(self, figures: Sequence[str] | None = None) -> None:
        """Make all figures of newest readings wait again, or all members of the groups that some figures are in."""

    def meta(self, name: str) -> str | None:
        """Return what was noted under a name, such as the version by which figures were grouped, or ``None``."""

    def set_meta(self, name: str, value: str | None) -> None:
        """Note a value under a name in place of what was noted there; ``None`` strikes it out."""

    # -- what is watched -------------------------------------------------------------------------------------------

    @property
    def watch_list(self) -> WatchList:
        """The feeds that are watched."""

    @property
    def alert_list(self) -> AlertList:
        """The alerts."""

    @property
    def account_list(self) -> AccountList:
        """Who may use a desk that others can reach."""

    @property
    def takings(self) -> Takings:
        """How what another ledger has is taken in."""

    @property
    def placings(self) -> Placings:
        """How figures are given their groups."""

    @property
    def partings(self) -> Partings:
        """How groups are parted into questions."""

    # -- the whole -------------------------------------------------------------------------------------------------

    def revision(self) -> str:
        """Return a text that changes with every filing and every ruling: what a cache may be keyed by."""

    def contents(self, *, by_measure: bool = True) -> Contents:
        """Count what is in the ledger; the figures by measure, for which each is looked at, only where asked to."""

    def check(self, parts: Collection[str] | None = None) -> Iterator[Damage]:
        """
        Recompute every hash, seal and span and yield what does not fit, in the whole or in some parts; nothing is mended.

        A change of anything that an answer reads is found, unless its seal was made anew with it.
        """

    def rebuild(self, part: str) -> None:
        """
        Make a part again from what was filed, where that can be done (``rebuildable``); figures may wait for their groups then.

        Raises :class:`~according.errors.LedgerError` for a part that cannot be made again.
        """

    def backup(self, target: Path) -> None:
        """Copy the ledger to a file while others read and write."""

    def close(self) -> None:
        """Let go of the database."""
