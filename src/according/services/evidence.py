"""The evidence of a figure: its report's text, and what people decided about it; and whether figures agree that somebody names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from according.errors import LedgerError, RequestError
from according.exports.words.traces import steps_of
from according.ledger.base import Ledger
from according.ledger.sharing.offered import Origin
from according.reckoning.answer import Check
from according.reckoning.checks.agreement import check_figures
from according.reckoning.corrections import correct_figures
from according.reckoning.rulings import weigh_rulings
from according.records import SPEAKER_KINDS, FiledFigure, Ruling, short
from according.report import Raw
from according.services.judge import full_id
from according.statement import Step


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    A figure with its statement and reports, the whole text that its offsets index, and the rulings on it.

    The rulings are those on the figure, alone or in a pair, and those on its statement, in the order of filing. ``later`` is the report of
    the later text of the page, where one is filed: then the figure no longer counts. ``origins`` are the ledgers that the report was taken
    from, where it was.
    """

    filed: FiledFigure
    text: str
    rulings: tuple[Ruling, ...] = ()
    later: str | None = None
    origins: tuple[Origin, ...] = ()


def find_evidence(ledger: Ledger, id: str) -> Evidence:
    """
    Return the evidence of a figure, by its id or the first six digits or more of it.

    Raises :class:`~according.errors.LedgerError` for an id that the ledger does not have, and :class:`~according.errors.RequestError` for
    the id of a statement.
    """
    replaced = None if ledger.figure(id) is not None else ledger.replaced_figure(id)
    filed, later = replaced if replaced is not None else (ledger.figure(full_id(ledger, id)), None)
    # Rulings may be on statements too, so their ids are known here; but only a figure has a number to show.
    if filed is None:
        raise RequestError("id", f"{id}: this is a statement's id; give a figure's")
    # A statement that is rejected takes its figures along, so that a ruling on it is one on each of them.
    on = {filed.id, filed.statement.id}
    # A speaker may be called as an id is spelt.
    rulings = tuple(one for one in ledger.rulings() if on & {one.subject, one.other} and one.kind not in SPEAKER_KINDS)
    origins = tuple(ledger.takings.origins(filed.filing.id))
    return Evidence(filed, ledger.text(filed.filing.id) or "", rulings, later, origins)


def find_steps(ledger: Ledger, filed: FiledFigure) -> tuple[Step, ...] | None:
    """
    Return the steps that made a figure what it is, in the order in which they were made; their offsets index the report's text.

    ``None`` where the report's newest reading has the figure no more.
    """
    reading = ledger.reading(filed.filing.id)
    for statement in () if reading is None else reading.statements:
        if any(figure.id == filed.id for figure in statement.figures):
            return tuple(steps_of(statement, filed.figure))
    return None


def find_raw(ledger: Ledger, id: str) -> bytes:
    """
    Return what the report of a figure first came as, byte for byte, by the figure's id as in :func:`find_evidence`.

    A report that came as plain text is given back in UTF-8. Raises :class:`~according.errors.LedgerError` also where that is not what it
    came as, for the bytes of plain text are not kept.
    """
    report = find_evidence(ledger, id).filed.filing.id
    raw = next(iter(ledger.raws(report)), None)
    if raw is not None and raw.data is not None:
        return raw.data
    data = (ledger.text(report) or "").encode("utf8", "surrogatepass")
    if raw is not None and Raw.of(data).hash != raw.hash:
        what = "came as text in another encoding than UTF-8, and its bytes were not kept; show it without --raw"
        raise LedgerError(f"report {short(report)}: {what}")
    return data


@dataclass(frozen=True, slots=True)
class Checked:
    """
    Figures with the corrections that stand, and the checks over them, those that fail first.

    ``left_out`` are the ids of figures that people rejected, of which nothing is checked.
    """

    figures: tuple[FiledFigure, ...]
    checks: tuple[Check, ...]
    left_out: tuple[str, ...] = ()


def check_filed(ledger: Ledger, ids: Iterable[str], *, affair: bool = False) -> Checked:
    """
    Check figures of a ledger, by their ids or the first six digits or more of these, against one another.

    With ``affair`` they are taken for being of one event or one total; without it, those of different reports are compared only where
    people, place and time are all said and the same. Raises :class:`~according.errors.LedgerError` for an id that is no figure's.
    """
    standing = weigh_rulings(ledger.rulings())
    named = {filed.id: filed for filed in (_figure(ledger, id) for id in ids)}
    figures = correct_figures(named.values(), standing)
    left_out = [filed for filed in figures if standing.leaves_out(filed.id, filed.statement.id)]
    kept = tuple(filed for filed in figures if filed not in left_out)
    return Checked(figures, check_figures(kept, affair=affair), tuple(filed.id for filed in left_out))


def _figure(ledger: Ledger, id: str) -> FiledFigure:
    filed = ledger.figure(id)
    if filed is None:
        raise LedgerError(f"{id}: no figure of the ledger has this id (six digits or more)")
    return filed
