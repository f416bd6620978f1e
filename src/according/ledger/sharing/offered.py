"""
What one ledger offers and another takes: reports with all their filings and readings, later texts of pages, rulings; each with its origin.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from according.ledger.versions import Versions
from according.records import Ruling
from according.report import Raw, Report
from according.statement import Reading


@dataclass(frozen=True, slots=True)
class Origin:
    """The ledger in which something was filed first, by the name that it was taken under, and when it was filed there."""

    ledger: str
    filed: datetime


@dataclass(frozen=True, slots=True)
class OfferedCopy:
    """A filing of a report: ``report`` is the report as it was filed from there, ``raw`` what it came as."""

    id: str
    report: Report
    raw: Raw | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class OfferedReading:
    """
    A reading with what read it, its turn, and the id of the copy that it was read from; ``tells_passed_over`` as in a filed reading.

    One that is filed first here has no origin.
    """

    id: str
    reading: Reading
    versions: Versions
    turn: int = 0
    copy: str = ""
    tells_passed_over: bool = True
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class OfferedEdition:
    """A later text of a page (``report``, by its ``reading``) that came in place of another (``earlier``), all by their ids."""

    address: str
    report: str
    earlier: str
    reading: str
    origin: Origin

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from every other: all but its origin."""
        return (self.address, self.report, self.earlier, self.reading)


@dataclass(frozen=True, slots=True)
class OfferedReport:
    """A report's text with those of its copies and readings that are wanted."""

    id: str
    text: str
    copies: tuple[OfferedCopy, ...] = ()
    readings: tuple[OfferedReading, ...] = ()

    @property
    def figures(self) -> int:
        """How many figures its readings hold."""
        return sum(len(statement.figures) for offered in self.readings for statement in offered.reading.statements)


@dataclass(frozen=True, slots=True)
class OfferedRuling:
    """A ruling, or ``None`` where its row cannot be read, with the id that it has there."""

    id: str
    ruling: Ruling | None
    origin: Origin
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken (``what``: the kind of row and its id), and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Successions:
    """
    Which readings have given way to later texts of their pages.

    ``places`` are the places of readings, by their ids, among those of their reports, the oldest first. ``until`` gives by a report and the
    id of a later text's reading the last place that gave way to it: so did those before, which had given way already.
    """

    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    until: Mapping[tuple[int, str], int] = field(default_factory=dict)

    def tell(self, reading: str, by: str) -> bool:
        """Say whether a reading has given way to another, by their ids."""
        report, place = self.places.get(reading, (0, 0))
        return place <= self.until.get((report, by), -1)


@dataclass(frozen=True, slots=True)
class Listing:
    """
    Some reports of a ledger, by their ids, with the ids of all that hangs on them, each with its row's number there.

    ``copies`` and ``readings`` give the report of each as well. ``editions`` are those that name one of the reports. ``knows`` are the
    readings of these and of the other texts of their pages, and ``successions`` which of those have given way to one of another report.
    ``last`` is where the next listing begins.
    """

    last: int
    reports: Mapping[str, int]
    copies: Mapping[str, tuple[int, str]]
    readings: Mapping[str, tuple[int, str]]
    editions: tuple[OfferedEdition, ...] = ()
    knows: frozenset[str] = frozenset()
    successions: Successions = field(default_factory=Successions)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What of a listing a ledger does not have, by ids."""

    reports: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    readings: frozenset[str] = frozenset()
    editions: tuple[OfferedEdition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reports or self.copies or self.readings or self.editions)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What of a listing is handed over of what is ``lacking``: whole reports, and what was too damaged to be."""

    listing: Listing
    lacking: Lacking
    reports: tuple[OfferedReport, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(slots=True)
class Tally:
    """How many came: of reports, copies of them, readings with their figures, later texts of pages, and rulings."""

    reports: int = 0
    copies: int = 0
    readings: int = 0
    figures: int = 0
    editions: int = 0
    rulings: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        for name in ("reports", "copies", "readings", "figures", "editions", "rulings"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


@dataclass(slots=True)
class Pulled:
    """
    What became of a pull: what ``came``, what was ``known`` already, and what was refused.

    ``examined`` counts the other ledger's reports that were looked at, and ``clashes`` the pairs of rulings that contradict one another
    now, of which both are kept.
    """

    came: Tally = field(default_factory=Tally)
    known: Tally = field(default_factory=Tally)
    refused: list[Refused] = field(default_factory=list)
    examined: int = 0
    clashes: int = 0


