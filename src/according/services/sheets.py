"""
A report as it stands in a ledger, on one sheet: its text and a reading of it, where it came from, what was ruled on it and what came later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from according.errors import QuestionError
from according.ledger.base import Ledger
from according.reckoning.answer import Check
from according.reckoning.checks.agreement import check_reading
from according.reckoning.rulings import Standing, find_taken_back, weigh_rulings
from according.records import Edition, FiledFigure, FiledReading, Filing, Ruling
from according.report import Report
from according.statement import Reading


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A report with one of its readings.

    ``filings`` are its first filing and its copies; ``read`` is the reading that is shown, and ``readings`` are all, oldest first.
    ``editions`` say which text of its page came in place of which, and ``later`` is the text that stands there now, where that is another:
    then the report's figures no longer count. ``rulings`` are those on its statements and figures, by their ids; ``taken_back`` names those
    that do not stand.
    """

    reading: Reading
    read: FiledReading
    filings: tuple[Filing, ...]
    readings: tuple[FiledReading, ...]
    editions: tuple[Edition, ...] = ()
    later: str | None = None
    checks: tuple[Check, ...] = ()
    rulings: Mapping[str, tuple[Ruling, ...]] = field(default_factory=dict)
    taken_back: frozenset[str] = frozenset()
    standing: Standing = field(default_factory=Standing)

    @property
    def report(self) -> Report:
        """The report, as it was when it was read."""
        return self.reading.report

    @property
    def is_newest(self) -> bool:
        """Whether the reading that is shown is the report's newest."""
        return self.read.id == self.readings[-1].id


def find_report(ledger: Ledger, id: str) -> str:
    """Return a report's whole id by its first six digits or more; raises QuestionError for one that the ledger does not have."""
    found = ledger.report(id)
    if found is None:
        raise QuestionError(f"report {id[:40]!r}: the ledger has none whose id begins so, or several")
    return found


def find_sheet(ledger: Ledger, id: str, reading: str | None = None) -> Sheet:
    """
    Return a report by its whole id, with its newest reading or the one that is named.

    Raises :class:`~according.errors.QuestionError` for a report or a reading that the ledger does not have.
    """
    readings = tuple(ledger.readings(id))
    if not readings:
        raise QuestionError(f"report {id[:40]!r}: the ledger does not have it")
    read = next((one for one in readings if one.id == reading), None) if reading is not None else readings[-1]
    shown = None if read is None else ledger.reading(id, id=read.id)
    if read is None or shown is None:
        raise QuestionError(f"report {id[:10]}: it has no reading {reading!r}")
    editions = tuple(ledger.editions(id))
    rulings = ledger.rulings()
    taken_back = find_taken_back(sorted(rulings, key=lambda ruling: (ruling.when, ruling.id)))
    return Sheet(
        shown, read, tuple(ledger.filings(id)), readings, editions, _find_later(ledger, id, editions), check_reading(shown),
        _rulings_on(shown, rulings), taken_back, weigh_rulings(rulings),
    )  # fmt: skip


def _find_later(ledger: Ledger, id: str, editions: Sequence[Edition]) -> str | None:
    """Return the text that stands where a report stood, if the report's own figures no longer count; else ``None``."""
    # A text that another publisher has brought as well goes on counting, and so does one that its page went back to.
    if not editions or ledger.reading(id) is not None:
        return None
    here = {edition.address for edition in editions if edition.earlier == id}
    return next((edition.later for edition in reversed(editions) if edition.address in here), None)


def _rulings_on(reading: Reading, rulings: Sequence[Ruling]) -> dict[str, tuple[Ruling, ...]]:
    """Return the rulings on a reading's statements and figures, alone or in a pair, in the order of filing."""
    ids = {statement.id for statement in reading.statements}
    ids |= {figure.id for statement in reading.statements for figure in statement.figures}
    found: dict[str, list[Ruling]] = defaultdict(list)
    for ruling in rulings:
        for id in {ruling.subject, ruling.other} & ids:
            if id is not None:
                found[id].append(ruling)
    return {id: tuple(held) for id, held in found.items()}


def find_figure(ledger: Ledger, id: str) -> FiledFigure:
    """
    Return a figure by the first six digits or more of its id, of an earlier text of a page too.

    Raises :class:`~according.errors.QuestionError` for one that the ledger does not have.
    """
    replaced = None if (found := ledger.figure(id)) is not None else ledger.replaced_figure(id)
    filed = found if replaced is None else replaced[0]
    if filed is None:
        raise QuestionError(f"figure {id[:40]!r}: the ledger has none whose id begins so, or several")
    return filed
