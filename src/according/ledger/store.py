"""The ledger in a database, SQLite's or PostgreSQL's; what each method promises stands with :class:`according.ledger.base.Ledger`."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from according.ledger import audit
from according.ledger.account_list import SqlAccountList
from according.ledger.alert_list import SqlAlertList
from according.ledger.auditing import derived
from according.ledger.damage import Damage
from according.ledger.database import backups
from according.ledger.database.connection import Door
from according.ledger.finding import blocks, finder, inventory, latest, named, raws, reports
from according.ledger.finding import groups as grouping
from according.ledger.finding.history import editions_of, reading_called, readings_of, report_called
from according.ledger.finding.search import phrases, search_of
from according.ledger.handle import Handle
from according.ledger.partings import SqlPartings
from according.ledger.placings import SqlPlacings
from according.ledger.sharing.takings import SqlTakings
from according.ledger.versions import Versions, current
from according.ledger.watch_list import SqlWatchList
from according.ledger.writing import rulings
from according.ledger.writing.decisions import Arrival, Outcome
from according.ledger.writing.readings import Filer, foresee
from according.ledger.writing.shelves import Shelves
from according.records import Contents, Edition, FiledFigure, FiledReading, Filing, Mark, Query, Receipt, Ruling
from according.report import Raw, Report
from according.statement import Measure, Reading, Statement

_now = partial(datetime.now, UTC)


class SqlLedger(Handle):
    """
    A ledger in a SQL database; made by :func:`according.ledger.opening.open_ledger`.

    ``kept`` figures stay at hand of those that are placed. ``clock`` tells when something is filed, ``versions`` what read it, if not this.
    """

    def __init__(self, door: Door, *, kept: int, clock: Callable[[], datetime] = _now, versions: Versions | None = None) -> None:
        super().__init__(door, search_of(door.engine.dialect.name))
        self.clock = clock
        self._versions = versions
        self._stories, self._shelves = blocks.Stories(), Shelves()
        self._recent, self._found = finder.Recent(kept), finder.Recent(finder.FOUND_KEPT)

    def __enter__(self) -> SqlLedger:
        return self

    @property
    def versions(self) -> Versions:
        """By what the readings that are filed from here were made."""
        # Looked up only where something is filed: a ledger that is only read needs no model.
        return self._versions or current()

    @versions.setter
    def versions(self, versions: Versions) -> None:
        self._versions = versions

    def viewing(self) -> AbstractContextManager[None]:
        """Let all that this thread asks meanwhile be answered from one state of the ledger."""
        return self._door.viewing()

    # -- filing ----------------------------------------------------------------------------------------------------

    def add(self, reading: Reading, *, raw: Raw | None = None, versions: Versions | None = None) -> Receipt:
        """File a reading and its report."""
        return self._file([Arrival(reading, raw)], versions)[0]

    def add_all(self, readings: Iterable[tuple[Reading, Raw | None]], *, versions: Versions | None = None) -> Sequence[Receipt]:
        """File readings (each with what it came as, or ``None``) in one transaction: all of them or none."""
        return self._file([Arrival(reading, raw) for reading, raw in readings], versions)

    def _file(self, arrivals: Sequence[Arrival], versions: Versions | None) -> list[Receipt]:
        # Looked up before the turn is taken, which may take a while; nothing to file takes no turn from other writers.
        versions = versions or self.versions
        if not arrivals:
            return []
        with self._door.writing([arrival.reading.report.path for arrival in arrivals]) as connection:
            filer = self._filer(connection, versions)
            receipts = filer.file(arrivals)
        filer.give_back()
        return receipts

    def _filer(self, connection: Connection, versions: Versions | None) -> Filer:
        return Filer(connection, self._search, versions or self.versions, self.clock(), self._shelves)

    def known(self, report: Report, *, raw: Raw | None = None, versions: Versions | None = None) -> Receipt | None:
        """Return the receipt of a report that is filed already, from this source and read by these versions, or ``None``."""
        if self.foresee(report, raw=raw, versions=versions) != "known":
            return None
        # Whoever goes on with a run that was stopped skips what is known: it must still be there.
        self._door.look_for_file("what was known there is not kept")
        return Receipt(report.id, "known")

    def foresee(self, report: Report, *, raw: Raw | None = None, versions: Versions | None = None) -> Outcome:
        """Return what would become of a report, were it read and filed now."""
        with self._door.reading() as connection:
            return foresee(connection, self._shelves, report, raw, versions or self.versions)

    def file_ruling(self, ruling: Ruling) -> str:
        """File a ruling and return its id."""
        return self.file_rulings([ruling])[0]

    def file_rulings(self, made: Iterable[Ruling], *, seen: Mapping[str, frozenset[str]] | None = None) -> Sequence[str]:
        """File rulings in one transaction, all of them or none, and return their ids."""
        with self._door.writing() as connection:
            if seen is not None:
                rulings.check_seen(connection, seen)
            return [rulings.file_ruling(connection, ruling, self.clock()) for ruling in made]

    def find(self, query: Query, *, limit: int | None = None) -> Sequence[FiledFigure]:
        """Return the figures that fit a query, in order."""
        with self._door.reading() as connection:
            return finder.find(connection, query, self._search, limit, self._found)

    def count(self, query: Query) -> int:
        """Return how many figures fit a query."""
        with self._door.reading() as connection:
            return finder.count(connection, query, self._search)

    def neighbours(self, figures: Sequence[FiledFigure], *, grouped: bool = False) -> Sequence[FiledFigure]:
        """Return the figures, or the grouped ones, that share a block with one of the given, and a few others, without those."""
        given = {figure.id for figure in figures}
        with self._door.reading() as connection:
            found = finder.Loader(connection, None, self._recent).load(blocks.near(connection, figures, self._stories, grouped=grouped))
        # Each of the given lies in its own block.
        return [figure for figure in found if figure.id not in given]

    def figure(self, id: str) -> FiledFigure | None:
        """Return one figure of a newest reading, or ``None``."""
        with self._door.reading() as connection:
            return finder.figure(connection, id)

    def replaced_figure(self, id: str) -> tuple[FiledFigure, str] | None:
        """Return one figure of an earlier text of a page, with the report of the text that came in its place, or ``None``."""
        with self._door.reading() as connection:
            return finder.replaced_figure(connection, id)

    def figure_measures(self) -> Iterator[tuple[str, Measure]]:
        """Yield the id and the measure of every figure of a newest reading, in no order."""
        with self._door.reading() as connection:
            yield from finder.figure_measures(connection)

    def statement(self, id: str) -> str | None:
        """Return the whole id of the one statement of a newest reading whose id begins as given, or ``None``."""
        with self._door.reading() as connection:
            return finder.statement(connection, id)

    def count_but(self, ids: Iterable[str]) -> int:
        """Count the figures that neither have one of some ids nor stand in a statement that has one."""
        with self._door.reading() as connection:
            return finder.count_but(connection, sorted(set(ids)))

    def rulings(self, *, known_at: datetime | None = None) -> Sequence[Ruling]:
        """Return all rulings, in the order of filing."""
        with self._door.reading() as connection:
            return rulings.find_rulings(connection, known_at)

    def rulings_on(self, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return some figures, statements and speakers, each with the ids of the rulings on it."""
        with self._door.reading() as connection:
            return rulings.ids_on(connection, ids)

    def newest_figures(self, limit: int, *, before: int | None = None) -> tuple[Sequence[FiledFigure], int | None]:
        """Return figures of newest readings, those filed last before the others, and where the next ones begin."""
        with self._door.reading() as connection:
            return finder.newest_figures(connection, limit, before)

    # -- reports ---------------------------------------------------------------------------------------------------

    def reports(self) -> Iterator[Filing]:
        """Yield every report's first filing, in the order of filing."""
        # A transaction for each page: whoever goes through the reports slowly holds none open.
        after = 0
        while True:
            with self._door.reading() as connection:
                page = reports.first_filings(connection, after)
            if not page:
                return
            yield from (filing for _, filing in page)
            after = page[-1][0]

    def filings(self, report: str) -> Sequence[Filing]:
        """Return a report's filings, the first one first."""
        with self._door.reading() as connection:
            return reports.filings(connection, report)

    def text(self, report: str) -> str | None:
        """Return a report's text as received, or ``None``."""
        with self._door.reading() as connection:
            return reports.text_of(connection, report)

    def raws(self, report: str) -> list[Raw]:
        """Return what a report came as."""
        with self._door.reading() as connection:
            return raws.raws_of(connection, report)

    def reading(self, report: str, *, known_at: datetime | None = None, id: str | None = None) -> Reading | None:
        """Return a report's newest reading, or one by its id, as it was filed, or ``None``."""
        with self._door.reading() as connection:
            return reports.newest_reading(connection, report, known_at) if id is None else reading_called(connection, report, id)

    def readings(self, report: str) -> Sequence[FiledReading]:
        """Return a report's readings, without what they hold, in the order of filing."""
        with self._door.reading() as connection:
            return readings_of(connection, report)

    def editions(self, report: str) -> Sequence[Edition]:
        """Return which text came in place of which at a report's addresses, in the order of filing."""
        with self._door.reading() as connection:
            return editions_of(connection, report)

    def report(self, id: str) -> str | None:
        """Return the whole id of the one report whose id begins as given, or ``None``."""
        with self._door.reading() as connection:
            return report_called(connection, id)

    def search(self, words: str, *, limit: int = 20) -> Sequence[tuple[Filing, str]]:
        """Return the reports in which the words stand, best first, each with a passage of its text."""
        if not (wanted := phrases(words)):
            return []
        with self._door.reading() as connection:
            found = self._search.best(connection, wanted, limit)
            filed = reports.copies_of(connection, [number for number, _ in found], None)
        return [(filed[number][0][1], passage) for number, passage in found]  # the first filing stands for the report

    def latest(self, query: Query, limit: int, *, before: Mark | None = None) -> Sequence[FiledFigure]:
        """Return the latest figures that fit a query and stand before a mark."""
        with self._door.reading() as connection:
            return latest.latest_figures(connection, query, self._search, limit, before)

    def latest_filings(self, limit: int, *, before: int | None = None) -> Sequence[tuple[int, Filing]]:
        """Return reports' first filings, the last one first, each behind its number."""
        with self._door.reading() as connection:
            return latest.latest_filings(connection, limit, before)

    def latest_statements(self, words: str, limit: int) -> Sequence[tuple[Filing, Statement]]:
        """Return the statements with some words that were filed last, each with its report."""
        wanted = phrases(words)
        with self._door.reading() as connection:
            return latest.latest_statements(connection, self._search, wanted, limit) if wanted else []

    def speakers_called(self, words: str, limit: int) -> Sequence[str]:
        """Return what speakers are called whose names hold some words."""
        with self._door.reading() as connection:
            return named.speakers_called(connection, phrases(words), limit)

    def has_speaker(self, name: str) -> bool:
        """Say whether a speaker has that very name."""
        with self._door.reading() as connection:
            return named.is_speaker(connection, name)

    def speakers(self, words: str, limit: int, *, after: str = "") -> Sequence[tuple[str, int]]:
        """Return what speakers are called whose names hold some words and come after a name, each with its statements' number."""
        with self._door.reading() as connection:
            return named.list_speakers(connection, phrases(words), limit, after)

    def latest_by(self, speaker: str, limit: int, *, before: int | None = None) -> Sequence[tuple[int, FiledFigure]]:
        """Return the figures of a speaker that were filed last, each behind its number."""
        with self._door.reading() as connection:
            return latest.latest_by(connection, speaker, limit, before)

    def places_called(self, words: str, limit: int) -> Sequence[tuple[str, str | None]]:
        """Return the places whose names hold some words, with their countries."""
        with self._door.reading() as connection:
            return named.places_called(connection, phrases(words), limit)

    def places(self, words: str, limit: int, *, after: tuple[str, str] = ("", "")) -> Sequence[tuple[str, str | None]]:
        """Return the places whose names hold some words and that come after one, with their countries."""
        with self._door.reading() as connection:
            return named.list_places(connection, phrases(words), limit, after)

    # -- grouping --------------------------------------------------------------------------------------------------

    def ungrouped(self, limit: int, *, kind: str | None = None) -> Sequence[FiledFigure]:
        """Return figures of newest readings that have no group yet."""
        with self._door.reading() as connection:
            return finder.Loader(connection, None, self._recent).load(grouping.ungrouped(connection, limit, kind))

    def count_ungrouped(self, most: int | None = None) -> int:
        """Return how many figures have no group yet, counted up to ``most``."""
        with self._door.reading() as connection:
            return grouping.count_ungrouped(connection, most)

    def groups_of(self, figure_ids: Sequence[str]) -> dict[str, str]:
        """Return the groups of those figures that have one."""
        with self._door.reading() as connection:
            return grouping.groups_of(connection, figure_ids)

    def members(self, groups: Sequence[str], *, placing: bool = False) -> Sequence[FiledFigure]:
        """Return the figures of groups."""
        with self._door.reading() as connection:
            return finder.Loader(connection, None, self._recent if placing else self._found).load(grouping.members(connection, groups))

    def count_members(self, groups: Sequence[str], most: int | None = None) -> int:
        """Return how many figures some groups have."""
        with self._door.reading() as connection:
            return grouping.count_members(connection, groups, most)

    def members_of(self, groups: Sequence[str]) -> dict[str, str]:
        """Return the figures of groups by id, each with its group."""
        with self._door.reading() as connection:
            return grouping.members_of(connection, groups)

    def groups(self, limit: int | None = None, *, after: str = "") -> Sequence[str]:
        """Return the groups' ids in order, from the first after one."""
        with self._door.reading() as connection:
            return grouping.listed(connection, limit, after)

    def forget_groups(self, figures: Sequence[str] | None = None) -> None:
        """Make all figures of newest readings wait to be grouped again, or all members of the groups that some figures are in."""
        with self._door.writing() as connection:
            grouping.forget(connection, figures)

    def meta(self, name: str) -> str | None:
        """Return a noted value, or ``None``."""
        with self._door.reading() as connection:
            return grouping.get_meta(connection, name)

    def set_meta(self, name: str, value: str | None) -> None:
        """Note a value, or strike it out."""
        with self._door.writing() as connection:
            grouping.set_meta(connection, name, value)

    # -- what is watched -------------------------------------------------------------------------------------------

    @property
    def watch_list(self) -> SqlWatchList:
        """The feeds that are watched."""
        return SqlWatchList(self._door, self._filer, lambda: self.clock())

    @property
    def alert_list(self) -> SqlAlertList:
        """The alerts."""
        return SqlAlertList(self._door, lambda: self.clock())

    @property
    def account_list(self) -> SqlAccountList:
        """Who may use a desk that others can reach."""
        return SqlAccountList(self._door, lambda: self.clock())

    @property
    def takings(self) -> SqlTakings:
        """How what another ledger has is taken in."""
        return SqlTakings(self._door, self._search, lambda: self.clock())

    @property
    def placings(self) -> SqlPlacings:
        """How figures are given their groups."""
        return SqlPlacings(self._door)

    @property
    def partings(self) -> SqlPartings:
        """How groups are parted into questions."""
        return SqlPartings(self._door)

    # -- the whole -------------------------------------------------------------------------------------------------

    def contents(self, *, by_measure: bool = True) -> Contents:
        """Count what is in the ledger."""
        with self._door.reading() as connection:
            return inventory.contents(connection, by_measure)

    def revision(self) -> str:
        """Return a text that changes with every filing and ruling."""
        with self._door.reading() as connection:
            return inventory.revision(connection)

    def check(self, parts: Collection[str] | None = None) -> Iterator[Damage]:
        """Recompute every hash and span and yield what does not fit."""
        return audit.check(self._door, self._search, parts)

    def rebuild(self, part: str) -> None:
        """Make a derived part again."""
        derived.rebuild(self._door, self._search, part)

    def backup(self, target: Path) -> None:
        """Copy the ledger to a file while others read and write."""
        backups.copy(self._door, target)
