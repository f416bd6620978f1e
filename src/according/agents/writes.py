"""Tools that write, where that is allowed: a report is filed, a figure judged, a ruling taken back."""

from __future__ import annotations

import json

from according.agents.arguments import Handed, NewRuling, RulingUndone
from according.agents.keeper import Keeper
from according.agents.texts import figure_told
from according.agents.tool import Answer
from according.agents.trimming import finish
from according.errors import InputError
from according.exports.objects.filings import receipt_object
from according.exports.objects.finds import found_object
from according.exports.objects.rulings import ruling_object
from according.exports.words.rulings import ruling_sentence
from according.intake.text import receive
from according.records import Query
from according.services.add import file_sources
from according.services.group import group_figures
from according.services.judge import file_rulings, undo_ruling
from according.services.read import READING_TURN

# Figures of a report that was filed, so many are shown.
_FOUND_MOST = 100
# Where more figures than this wait for their groups, a ruling leaves them to `according ledger group`: a caller does not wait for minutes.
_WAITED_FOR = 3_000


def file_report(keeper: Keeper, given: Handed) -> Answer:
    """File a text and group its figures; filing it again changes nothing and says so."""
    received = receive(given.text, given.options)
    if received.refused is not None:
        raise InputError(received.refused.what)
    book = keeper.ledger
    with READING_TURN:
        [filed] = file_sources(book, [received], given.options)
        group_figures(book)
    if filed.receipt is None:
        raise InputError(str(filed.outcome.refused))
    receipt = filed.receipt
    found = book.find(Query(reports=(receipt.report,)), limit=_FOUND_MOST + 1)
    value = {**receipt_object(receipt, None, None), "found": [found_object(one) for one in found]}
    lines = [f"report {receipt.report}: {receipt.outcome}, {receipt.figures} new figures", *map(figure_told, found[:_FOUND_MOST])]
    return Answer(finish(value, _FOUND_MOST), lines)


def rule(keeper: Keeper, given: NewRuling) -> Answer:
    """File a person's ruling on a figure; of a correction one for each field."""
    rest = [f"{field}={_typed(value)}" for field, value in (given.values or {}).items()]
    judged = file_rulings(keeper.ledger, given.kind, given.figure, rest, who=given.who, why=given.why, most=_WAITED_FOR)
    known = all(one.known for one in judged)
    value = {"rulings": [ruling_object(one.ruling) for one in judged], "known": known}
    lines = ["known already, nothing is filed"] if known else []
    return Answer(finish(value, _FOUND_MOST), [*lines, *(ruling_sentence(one.ruling) for one in judged)])


def undo(keeper: Keeper, given: RulingUndone) -> Answer:
    """Take a ruling back by another."""
    ruling = undo_ruling(keeper.ledger, given.ruling, who=given.who, why=given.why, most=_WAITED_FOR)
    return Answer(finish({"rulings": [ruling_object(ruling)], "known": False}, _FOUND_MOST), [ruling_sentence(ruling)])


def _typed(value: str | float | list[str] | None) -> str:
    """Return a value as a person types it for a correction."""
    return value if isinstance(value, str) else json.dumps(value)
