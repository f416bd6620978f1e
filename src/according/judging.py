"""Judging: rulings checked against the ledger they are for, made, taken back, shared."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from according.errors import LedgerError
from according.exports.rulings import parse_ruling
from according.ledger.base import Ledger
from according.ledger.records import PAIR_KINDS, RULING_KINDS, Ruling, RulingKind
from according.reckoning.rulings import check_correction, correct_figures, weigh_rulings


def make_rulings(ledger: Ledger, kind: str, subject: str, rest: Sequence[str], *, who: str, why: str) -> list[Ruling]:
    """
    Return the rulings that a command means, one for each field corrected.

    Raises :class:`~according.errors.LedgerError` for an unknown kind, an id that the ledger does not have, and a value that cannot be.
    """
    if kind not in RULING_KINDS:
        raise LedgerError(f"{kind!r} is no kind of ruling; give one of {', '.join(RULING_KINDS)}")
    made: RulingKind = kind
    now, on = datetime.now(UTC), full_id(ledger, subject)
    if kind in PAIR_KINDS:
        if len(rest) != 1:
            raise LedgerError(f"{kind} is on two figures; give both ids")
        other = full_id(ledger, rest[0])
        if other == on:
            raise LedgerError(f"{subject}: {kind} needs two different figures; both ids name this one")
        return [Ruling(made, on, who, why, now, other)]
    if kind != "correct":
        if rest:
            raise LedgerError(f"{kind} is on one figure and takes nothing more; leave out {' '.join(rest)}")
        return [Ruling(made, on, who, why, now)]
    rulings = [Ruling(made, on, who, why, now, None, field, value) for field, value in _corrections(rest)]
    _try(ledger, on, rulings)
    return rulings


def _corrections(rest: Sequence[str]) -> Iterator[tuple[str, object]]:
    if not rest:
        raise LedgerError("a correction names a field and its new value, as low=600; use null for what is not known")
    for part in rest:
        field, equals, text = part.partition("=")
        if not equals:
            raise LedgerError(f"{part!r}: write a correction as FIELD=VALUE, as low=600")
        yield field, check_correction(field, _value(field, text))


def _value(field: str, text: str) -> object:
    """Return a value as typed: ``null`` for nothing, a JSON list for a chain of speakers, numbers where the field has one."""
    if text == "null":
        return None
    if field == "speakers" and text.startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            raise LedgerError(f'{text}: not a list of speakers; write ["outermost", "innermost"], or one name') from None
    return text


def _try(ledger: Ledger, figure: str, rulings: Sequence[Ruling]) -> None:
    """Apply corrections once before they are filed: what cannot be is told now and not at the next reckoning."""
    filed = ledger.figure(figure)
    if filed is None:
        raise LedgerError(f"{figure}: corrections are on figures; this id is a statement's")
    try:
        correct_figures([filed], weigh_rulings([*ledger.rulings(), *rulings]))
    except (TypeError, ValueError) as error:
        raise LedgerError(f"{figure[:10]}: the correction makes no figure ({error}); correct both low and high") from None


def full_id(ledger: Ledger, id: str) -> str:
    """Return the whole id of a figure or statement; raises :class:`LedgerError` where none or several begin so."""
    filed = ledger.figure(id)
    if filed is not None:
        return filed.id
    found = ledger.statement(id)
    if found is None:
        raise LedgerError(f"{id}: no figure or statement of the ledger has this id; `according reckon` and `questions` show them")
    return found


def undo_ruling(ledger: Ledger, id: str, *, who: str, why: str) -> Ruling:
    """File a ruling that takes another back, and return it."""
    found = [ruling for ruling in ledger.rulings() if ruling.id.startswith(id)] if len(id) >= 6 else []
    if len(found) != 1:
        why_not = "several rulings begin so; give more digits" if found else "no ruling has this id; `according rulings` lists them"
        raise LedgerError(f"{id}: {why_not}")
    before = found[0]
    ruling = Ruling(before.kind, before.subject, who, why, datetime.now(UTC), before.other, before.field, before.value, before.id)
    ledger.rule(ruling)
    return ruling


def import_rulings(ledger: Ledger, source: str) -> tuple[int, int]:
    """File the rulings of a JSON Lines file and return how many were new and how many known; all lines are checked before any is filed."""
    known = {ruling.id for ruling in ledger.rulings()}
    rulings = [parse_ruling(line, number) for number, line in enumerate(_lines(source), 1) if line.strip()]
    new = [ruling for ruling in rulings if ruling.id not in known]
    for ruling in new:
        if ruling.kind == "correct" and ruling.field is not None:
            check_correction(ruling.field, ruling.value)
        full_id(ledger, ruling.subject)
    for ruling in new:
        ledger.rule(ruling)
    return len(new), len(rulings) - len(new)


def _lines(source: str) -> list[str]:
    if source == "-":
        return sys.stdin.read().splitlines()
    try:
        with open(source, encoding="utf8") as file:
            return file.read().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{source}: cannot be read ({getattr(error, 'strerror', None) or error}); check the name") from None
