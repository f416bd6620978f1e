"""
What becomes of a reading that is filed, given what the ledger has of its report. No database here.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from according.ledger.versions import Versions
from according.ledger.writing.rows import dump
from according.report import Raw, Report, make_id
from according.statement import Reading

Outcome = Literal["new", "copy", "reading", "known"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A reading that is to be filed, with what its report came as."""

    reading: Reading
    raw: Raw | None = None


@dataclass(slots=True)
class Shelf:
    """
    What the ledger has of a report: its number, and the numbers of its copies and of its readings by their ids.

    ``newest`` is the number of the newest reading. ``source`` is the publisher and address of the newest reading by the versions at work,
    and ``None`` where these have not read it yet.
    """

    number: int
    copies: dict[str, int] = field(default_factory=dict)
    readings: dict[str, int] = field(default_factory=dict)
    newest: int | None = None
    source: tuple[str | None, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What a receipt says, and which rows a reading makes.

    ``copy`` and ``reading`` are the ids of a new row; ``None`` makes no row.
    """

    outcome: Outcome
    copy: str | None
    reading: str | None


def decide(shelf: Shelf | None, report: Report, versions: Versions) -> Decision:
    """
    Return what becomes of a reading of a report.

    A copy is a filing from another publisher, address or day. A filing makes a reading if these versions have not read the text yet. It
    also makes one if its title or day is new, and publisher and address are those of the newest reading by these versions: then the
    source has corrected itself.
    """
    copy, reading = copy_id(report), reading_id(report, versions)
    if shelf is None:
        return Decision("new", copy, reading)
    # Another outlet's day or title corrects nothing.
    # What was read before is not read again: a source's two titles do not follow one another back and forth.
    corrected = reading not in shelf.readings and shelf.source in (None, (report.publisher, report.url))
    new_copy = copy if copy not in shelf.copies else None
    if corrected:
        return Decision("reading", new_copy, reading)
    return Decision("copy" if new_copy else "known", new_copy, None)


def copy_id(report: Report) -> str:
    """Return the content hash of what tells one filing of a text from another; the path does not."""
    # The title is left out: a source that changes it has corrected itself, and files no second copy.
    # As JSON, in which no publisher and a publisher called "None" are two things.
    return make_id(dump([report.id, report.publisher, report.url, _day(report)]))


def reading_id(report: Report, versions: Versions) -> str:
    """Return the content hash of what makes a reading what it is: the text, the versions, and what was said about the text."""
    # Publisher and address are left out: the same words are read in the same way from anybody.
    return make_id(dump([report.id, versions.package, versions.model, versions.lexicon, _day(report), report.title]))


def _day(report: Report) -> str | None:
    return None if report.published is None else report.published.isoformat()
