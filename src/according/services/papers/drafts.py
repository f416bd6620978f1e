"""
Drafts: what inputs would be filed as, shown before they are, and where their figures came to lie once they were.

Nothing is filed here. A draft is filed by :func:`according.services.add.file_sources`, which takes what was received as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from according.intake.files import hold_once, peek
from according.intake.kinds import kind_of
from according.intake.source import Source
from according.intake.text import Options, Received, receive
from according.intake.unpacking import unpack
from according.language.pipeline import is_loaded
from according.ledger.base import Ledger
from according.reckoning.answer import Check
from according.reckoning.checks.agreement import check_reading
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import weigh_rulings
from according.records import Query
from according.report import Report
from according.services.browsing.holding import events_holding
from according.services.read import Outcome, read_here, receive_source
from according.statement import Figure, Reading, Statement

# The kind of what was typed or pasted, in words.
PASTED = "a pasted text"


@dataclass(frozen=True, slots=True)
class Draft:
    """
    What one input would be filed as.

    ``kind`` is that of its bytes, in words. ``foreseen`` is the outcome that filing it would have, as in a receipt.
    """

    kind: str
    held: Received | Outcome
    foreseen: Literal["new", "copy", "reading", "known", "refused"]

    @property
    def report(self) -> Report:
        """The report; without a text where it is refused."""
        return self.held.report if isinstance(self.held, Received) else self.held.reading.report

    @property
    def refused(self) -> str | None:
        """Why it cannot be read, where it cannot."""
        return None if isinstance(self.held, Received) else self.held.refused

    @property
    def extractor(self) -> str | None:
        """What took the text out of the bytes, with its version; ``None`` where the text is the bytes decoded."""
        return self.held.raw.extractor if self.held.raw is not None else None


def draft_text(ledger: Ledger, text: str, options: Options) -> Draft:
    """Return what a text would be filed as that somebody has typed or pasted."""
    received = receive(text, options)
    if received.refused is not None:
        return Draft(PASTED, Outcome(Reading(received.report), received.refused.what), "refused")
    return _draft(ledger, PASTED, received)


def draft_sources(
    ledger: Ledger, sources: Iterable[Source], options: Options, more: Callable[[int], object] = lambda count: None
) -> Iterator[Draft]:
    """
    Yield what inputs would be filed as: fetched and unpacked, their texts taken out, and neither parsed nor filed.

    ``more`` is told how many reports there are beyond the inputs that were given, as they are found.
    """
    for source in map(hold_once, unpack(sources, options.wishes, more)):
        yield _draft(ledger, kind_of(peek(source), source.path).name, receive_source(source, options))


def _draft(ledger: Ledger, kind: str, held: Received | Outcome) -> Draft:
    foreseen = ledger.foresee(held.report, raw=held.raw) if isinstance(held, Received) else "refused"
    return Draft(kind, held, foreseen)


def read_draft(draft: Draft) -> Outcome:
    """Return the reading of a draft, by the language model; of one that is refused its outcome says why."""
    return next(read_here([draft.held], Options())) if isinstance(draft.held, Received) else draft.held


def check_draft(outcome: Outcome) -> tuple[Check, ...]:
    """Return the checks inside one report, whether they hold or not."""
    return check_reading(outcome.reading)


def is_ready_to_read() -> bool:
    """Say whether the language model is loaded; else the next reading waits some seconds for it."""
    return is_loaded()


@dataclass(frozen=True, slots=True)
class Company:
    """
    Figures that may tell of one thing, by one of them that was filed now.

    ``own`` is how many of them are of its report, ``others`` how many of the ledger's other reports.
    """

    statement: Statement
    figure: Figure
    own: int
    others: int


@dataclass(frozen=True, slots=True)
class ToldOf:
    """An event that filed reports tell of: its title, one of their figures, the ids of all its figures, and how many reports it has."""

    title: str
    figure: str
    figures: frozenset[str]
    reports: int


def find_told_of(ledger: Ledger, reports: Sequence[str], most: int) -> tuple[ToldOf, ...]:
    """Return up to ``most`` events that some filed reports tell of, as far as their own figures lead."""
    filed = ledger.find(Query(reports=tuple(sorted(set(reports))))) if reports else ()
    figures = correct_figures(filed, weigh_rulings(ledger.rulings())) if filed else ()
    found = events_holding(ledger, figures, most) if figures else ()
    return tuple(ToldOf(one.event.title, one.figure, one.figures, len(one.event.reports)) for one in found)


def find_company(ledger: Ledger, report: str) -> list[Company]:
    """Return the groups into which a report's figures were put, those with most figures of other reports first."""
    reading = ledger.reading(report)
    if reading is None:
        return []
    figures = [(statement, figure) for statement in reading.statements for figure in statement.figures]
    groups = ledger.groups_of([figure.id for _, figure in figures])
    own = Counter(groups.values())
    first: dict[str, tuple[Statement, Figure]] = {}
    for statement, figure in figures:
        if figure.id in groups:
            first.setdefault(groups[figure.id], (statement, figure))
    found = [Company(*pair, own[group], ledger.count_members([group]) - own[group]) for group, pair in first.items()]
    return sorted(found, key=lambda company: -company.others)
