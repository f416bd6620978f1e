"""The evidence of a figure: its report's text, and what people decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from according.errors import RequestError
from according.ledger.base import Ledger
from according.records import FiledFigure, Ruling
from according.services.judge import full_id


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    A figure with its statement and reports, the whole text that its offsets index, and the rulings on it.

    The rulings are those on the figure, alone or in a pair, and those on its statement, in the order of filing.
    """

    filed: FiledFigure
    text: str
    rulings: tuple[Ruling, ...] = ()


def find_evidence(ledger: Ledger, id: str) -> Evidence:
    """
    Return the evidence of a figure, by its id or the first six digits or more of it.

    Raises :class:`~according.errors.LedgerError` for an id that the ledger does not have, and :class:`~according.errors.RequestError` for
    the id of a statement.
    """
    filed = ledger.figure(full_id(ledger, id))
    # Rulings may be on statements too, so their ids are known here; but only a figure has a number to show.
    if filed is None:
        raise RequestError("id", f"{id}: this is a statement's id; give a figure's")
    # A statement that is rejected takes its figures along, so that a ruling on it is one on each of them.
    on = {filed.id, filed.statement.id}
    rulings = tuple(ruling for ruling in ledger.rulings() if on & {ruling.subject, ruling.other})
    return Evidence(filed, ledger.text(filed.filing.id) or "", rulings)
