"""
What becomes of a reading that is filed, given what the ledger has of its report. No database here.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Literal

from according.ledger.versions import Versions
from according.ledger.writing.rows import dump
from according.records import Filing
from according.report import Raw, Report, make_id
from according.statement import Reading

Outcome = Literal["new", "copy", "reading", "known"]
# Two texts of one page have at least this share of the shorter one's runs of so many words in common; two days' front pages have not.
EDITION_LEAST, EDITION_WORDS = 0.2, 4
# With so many copies and readings of one report, what a ledger has of it is kept from one filing to the next.
SHELF_LARGE = 64
_WORD = re.compile(r"\w+")
_FETCHED_BY = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A reading that is to be filed, with what its report came as."""

    reading: Reading
    raw: Raw | None = None

    @property
    def address(self) -> str | None:
        """The address that the report was fetched from; ``None`` where it was not fetched, or not by itself."""
        return fetched_from(self.reading.report, self.raw)


def fetched_from(report: Report, raw: Raw | None) -> str | None:
    """Return the address that a report was fetched from, ``None`` where it was not."""
    # The address that was asked, and not the one that the page calls its own: some call every page of a site by one.
    path = report.path or ""
    return path if raw is not None and raw.retrieved is not None and path.startswith(_FETCHED_BY) else None


@dataclass(frozen=True, slots=True)
class Stand:
    """The text that was fetched from an address last: its report's number, id, words and day."""

    number: int
    report: str
    text: str
    published: date | None

    def is_replaced_by(self, report: Report) -> bool:
        """
        Say whether a report that was fetched from the same address is a later text of the same page.

        It is another report where it is of another day, as a page with each day's numbers is, or has hardly a word in common, as a front
        page.
        """
        days = {self.published, report.published} - {None}
        if self.report == report.id or len(days) > 1:
            return False
        runs, others = _runs(self.text), _runs(report.text)
        return len(runs & others) >= EDITION_LEAST * min(len(runs), len(others))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return set(zip(*(words[start:] for start in range(EDITION_WORDS)), strict=False)) or {tuple(words)}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where and when a text came out, as a filing of it says: by that filings of the same words are told apart and ordered."""

    published: date | None
    publisher: str | None
    url: str | None
    title: str | None
    path: str | None

    @property
    def source(self) -> tuple[str | None, str | None, str | None]:
        """Who says so: publisher and address, and where there is none the file's name. Who files again from there corrects himself."""
        # The name alone: one file is called by its whole path or by a part of it.
        file = None if self.url is not None or self.path is None else self.path.replace("\\", "/").rpartition("/")[2]
        return self.publisher, self.url, file

    @property
    def precedence(self) -> tuple[date, bool, str, str, str, str]:
        """The key by which filings of the same words are ordered: the earliest day counts, then a publisher who is known, then by name."""
        name = self.publisher or ""
        return self.published or date.max, self.publisher is None, name.casefold(), name, self.url or "", self.title or ""

    def is_read_as(self, other: Provenance) -> bool:
        """Say whether two filings of the same words are read in the same way."""
        return (self.published, self.title) == (other.published, other.title)


def provenance(of: Report | Filing) -> Provenance:
    """Return where and when a report came out."""
    return Provenance(of.published, of.publisher, of.url, of.title, of.path)


class Filings:
    """
    The filings of one text, so that no further one is held against each of them.

    ``publishers`` are those of them that are known.
    """

    def __init__(self, filings: Iterable[Provenance] = ()) -> None:
        self.publishers = set[str]()
        self._brought_from = set[tuple[str | None, str]]()
        self._first: dict[tuple[date | None, str | None], Provenance] = {}
        self._precedences = set[tuple[object, ...]]()
        for one in filings:
            self.add(one)

    def add(self, one: Provenance) -> None:
        """Take in a filing."""
        read_as = one.published, one.title
        self._first[read_as] = min(self._first.get(read_as, one), one, key=lambda filing: filing.precedence)
        self._precedences.add(one.precedence)
        if one.publisher is not None:
            self.publishers.add(one.publisher)
            self._brought_from.add((one.path, one.publisher))

    def __contains__(self, one: Provenance) -> bool:
        """Say whether a filing was filed before, from whatever file."""
        return one.precedence in self._precedences

    def has_others(self, address: str) -> bool:
        """Say whether a publisher has brought the text who has not brought it from an address."""
        return any((address, publisher) not in self._brought_from for publisher in self.publishers)

    def first_of(self, own: Provenance) -> Provenance:
        """Return the filing that stands for a reading: of its own and others that are read in the same way, the first in precedence."""
        return min(own, self._first.get((own.published, own.title), own), key=lambda filing: filing.precedence)


@dataclass(slots=True)
class Shelf:
    """
    What the ledger has of a report: its number, and the numbers of its copies and of its readings by their ids.

    ``newest`` is the number of the newest reading, and ``replaced`` the readings of a page's later texts that have followed it, each with
    the time of its filing. ``filed`` are the copies. ``read`` is what the newest reading by the versions at work was filed as, and ``None``
    where these have not read the text yet. ``turns`` are how many readings there are at least that are the same but for their time.
    """

    number: int
    copies: dict[str, int] = field(default_factory=dict)
    readings: dict[str, int] = field(default_factory=dict)
    newest: int | None = None
    read: Provenance | None = None
    replaced: dict[int, datetime] = field(default_factory=dict)
    filed: Filings = field(default_factory=Filings)
    turns: dict[str, int] = field(default_factory=dict)

    @property
    def is_large(self) -> bool:
        """Whether it holds so much that to look it up again would take a while."""
        return len(self.copies) + len(self.readings) >= SHELF_LARGE


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What a receipt says, and which rows a reading makes.

    ``copy`` and ``reading`` are the ids of a new row; ``None`` makes no row. ``turn`` counts readings that are the same but for their time.
    ``revives`` says that the text stands again, though it was replaced at its own address.
    """

    outcome: Outcome
    copy: str | None
    reading: str | None
    turn: int = 0
    revives: bool = False


def decide(shelf: Shelf | None, report: Report, versions: Versions, stand: Stand | None = None) -> Decision:
    """
    Return what becomes of a reading of a report.

    A copy is a filing from another publisher, address or day. A filing makes a reading if these versions have not read the text yet. It
    also makes one if its title or day is new, and its source is that of the newest reading by these versions: then the source has
    corrected itself. And it makes one if it goes before the filing that stands until now (:attr:`Provenance.precedence`), so that what the
    ledger answers does not depend on which of several sources was filed first.

    ``stand`` is the text that was fetched last from the address that the report was fetched from. Where the report is a later text of that
    page, it is read as of now, though the ledger may have its words already: the page may have gone back to an earlier text. So is a text
    that its page has replaced, when another publisher brings it.
    """
    copy, reading, own = copy_id(report), reading_id(report, versions), provenance(report)
    if shelf is None:
        return Decision("new", copy, reading)
    new_copy = copy if copy not in shelf.copies else None
    brought = new_copy is not None and report.publisher is not None and report.publisher not in shelf.filed.publishers
    if (stand is not None and stand.is_replaced_by(report)) or (shelf.replaced and brought):
        return Decision("reading", new_copy, *_anew(shelf, report, versions), revives=True)
    unread = reading not in shelf.readings
    if shelf.read is None:
        if unread:
            return Decision("reading", new_copy, reading)
    else:
        standing = shelf.filed.first_of(shelf.read)
        # What was read before is not read again: a source's two titles do not follow one another back and forth.
        if standing.source == own.source:
            if unread:
                return Decision("reading", new_copy, reading)
        # Another outlet's later day corrects nothing, and the very same filing does nothing again.
        elif own.precedence < standing.precedence and not own.is_read_as(standing) and own not in shelf.filed:
            return Decision("reading", new_copy, *_anew(shelf, report, versions))
    return Decision("copy" if new_copy else "known", new_copy, None)


def _anew(shelf: Shelf, report: Report, versions: Versions) -> tuple[str, int]:
    """Return the id of a reading that is not on the shelf, with its turn."""
    same = reading_id(report, versions)
    turn = next(turn for turn in count(shelf.turns.get(same, 0)) if reading_id(report, versions, turn) not in shelf.readings)
    # From here on the next one looks: of a text that is filed a thousand times each would try all turns.
    shelf.turns[same] = turn
    return reading_id(report, versions, turn), turn


def copy_id(report: Report) -> str:
    """Return the content hash of what tells one filing of a text from another; the path does not."""
    # The title is left out: a source that changes it has corrected itself, and files no second copy.
    # As JSON, in which no publisher and a publisher called "None" are two things.
    return make_id(dump([report.id, report.publisher, report.url, _day(report)]))


def reading_id(report: Report, versions: Versions, turn: int = 0) -> str:
    """Return the content hash of what makes a reading what it is: the text, the versions, what was said about the text, and its turn."""
    # Publisher and address are left out: the same words are read in the same way from anybody.
    parts = [report.id, versions.package, versions.model, versions.lexicon, _day(report), report.title]
    return make_id(dump([*parts, turn] if turn else parts))


def _day(report: Report) -> str | None:
    return None if report.published is None else report.published.isoformat()
