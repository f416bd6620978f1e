"""
The values of a subject of exchange, one after the other: as many as a ledger has, a few of them in memory at a time.

Reports, statements and figures come in the order of filing, those of one report in the order of its text; questions and events in the order
of their own lists. Texts that another text of their page has replaced are left out, with all that stands in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from according.exports.exchange.form import Form, Subject
from according.ledger.base import Ledger
from according.reckoning.corrections import correct_figures
from according.reckoning.reckon import Parameters, default_parameters
from according.reckoning.rulings import Standing, weigh_rulings
from according.records import FiledFigure, Filing, Query
from according.services.ask import list_questions
from according.services.events import list_events
from according.services.meant import find_fitting
from according.statement import Reading, Statement

# Reports that are gone through together: their figures are looked up at once.
REPORTS_TOGETHER = 200
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What is to be given away: values of a ``subject`` that fit a ``query``, reckoned by ``parameters``.

    ``advance`` hears how many more of :func:`count_work` are done.
    """

    subject: Subject
    query: Query
    parameters: Parameters | None = None
    advance: Advance = lambda by: None


def for_form(parameters: Parameters | None, form: Form) -> Parameters:
    """Return parameters by which the rule-sets that a form writes are applied too."""
    given = parameters or default_parameters()
    return replace(given, rules=tuple(dict.fromkeys((*given.rules, *form.rules))))


def count_work(ledger: Ledger, subject: Subject, query: Query) -> int:
    """Return how much there is to go through: reports, or for questions and events the figures that fit."""
    if subject in ("questions", "events"):
        return ledger.count(query)
    return ledger.contents(by_measure=False).reports


def find_values(ledger: Ledger, wanted: Wanted) -> Iterator[Any]:
    """
    Yield the values of a subject, of which :mod:`according.exports.exchange.form` says what each is, from one state of the ledger.

    With a filter these are the figures that fit, and the statements, reports, questions and events that have such a figure. Figures and
    statements have the values that people gave them, and are left out where people rejected them; reports are whole, as they were read.
    """
    with ledger.viewing():
        yield from _GIVEN[wanted.subject](ledger, wanted)


def _reports(ledger: Ledger, wanted: Wanted) -> Iterator[tuple[Filing, Reading]]:
    for together in _walk(ledger, wanted):
        yield from ((filing, reading) for filing, reading, found in together if found or not _is_narrowed(wanted.query))


def _statements(ledger: Ledger, wanted: Wanted) -> Iterator[tuple[Filing, Statement]]:
    standing = weigh_rulings(ledger.rulings(known_at=wanted.query.known_at))
    for together in _walk(ledger, wanted):
        for filing, reading, found in together:
            ids = {filed.id for filed in found}
            for statement in reading.statements:
                fit = not _is_narrowed(wanted.query) or any(figure.id in ids for figure in statement.figures)
                if fit and statement.id not in standing.rejected:
                    yield from ((filing, told) for told in _as_ruled(filing, statement, standing))


def _figures(ledger: Ledger, wanted: Wanted) -> Iterator[FiledFigure]:
    standing = weigh_rulings(ledger.rulings(known_at=wanted.query.known_at))
    for filings in _filings(ledger, wanted.advance):
        held = _fitting(ledger, wanted.query, standing, filings)
        for filing in filings:
            yield from sorted(held[filing.id], key=lambda filed: (filed.figure.number.start, filed.id))


def _questions(ledger: Ledger, wanted: Wanted) -> Iterator[Any]:
    for reckoning in list_questions(ledger, wanted.query, wanted.parameters):
        yield reckoning
        wanted.advance(len(reckoning.figures))


def _events(ledger: Ledger, wanted: Wanted) -> Iterator[Any]:
    for event in list_events(ledger, wanted.query, wanted.parameters):
        yield event
        wanted.advance(event.figures)


_GIVEN: dict[Subject, Callable[[Ledger, Wanted], Iterator[Any]]] = {
    "reports": _reports, "statements": _statements, "figures": _figures, "questions": _questions, "events": _events,
}  # fmt: skip


def _is_narrowed(query: Query) -> bool:
    """Say whether a query leaves anything out, apart from what was not known by a time."""
    return replace(query, known_at=None) != Query()


def _filings(ledger: Ledger, advance: Advance) -> Iterator[Sequence[Filing]]:
    """Yield every report's first filing, some together."""
    filings = iter(ledger.reports())
    while together := list(islice(filings, REPORTS_TOGETHER)):
        yield together
        advance(len(together))


def _walk(ledger: Ledger, wanted: Wanted) -> Iterator[Iterator[tuple[Filing, Reading, Sequence[FiledFigure]]]]:
    """Yield reports that still count, some together, each with its newest reading and those of its figures that fit a filter."""
    query, standing = wanted.query, weigh_rulings(ledger.rulings(known_at=wanted.query.known_at))
    for filings in _filings(ledger, wanted.advance):
        held = _fitting(ledger, query, standing, filings) if _is_narrowed(query) else defaultdict[str, list[FiledFigure]](list)
        asked = (filing for filing in filings if held[filing.id] or not _is_narrowed(query))
        read = ((filing, ledger.reading(filing.id, known_at=query.known_at), held[filing.id]) for filing in asked)
        yield ((filing, reading, found) for filing, reading, found in read if reading is not None)


def _fitting(ledger: Ledger, query: Query, standing: Standing, filings: Iterable[Filing]) -> dict[str, list[FiledFigure]]:
    """Return the figures of some reports that fit and that nobody rejected, by report."""
    held = defaultdict[str, list[FiledFigure]](list)
    for filed in find_fitting(ledger, replace(query, reports=tuple(filing.id for filing in filings)), standing):
        if not standing.leaves_out(filed.id, filed.statement.id):
            held[filed.filing.id].append(filed)
    return held


def _as_ruled(filing: Filing, statement: Statement, standing: Standing) -> Iterator[Statement]:
    """
    Yield a statement with its figures as people corrected them, without those that were rejected.

    Of a figure that people gave other speakers the statement comes a second time, with these and that figure: else its number would stand
    with somebody who did not give it.
    """
    bare = replace(statement, figures=())
    filed = [FiledFigure(filing, bare, figure) for figure in statement.figures]
    by_speakers: dict[Statement, list[Any]] = {bare: []}
    for one in correct_figures(filed, standing):
        if one.id not in standing.rejected:
            by_speakers.setdefault(one.statement, []).append(one.figure)
    # A statement all of whose figures are other people's is no longer said by those it was read with.
    told = {said: figures for said, figures in by_speakers.items() if figures or not statement.figures or len(by_speakers) == 1}
    yield from (replace(said, figures=tuple(figures)) for said, figures in told.items())
