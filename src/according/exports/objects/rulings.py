"""Rulings as JSON Lines, so that a team can share them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from according.errors import LedgerError
from according.exports.objects.readings import Object, dump_line
from according.reckoning.rulings import Opinion
from according.records import PAIR_KINDS, RULING_KINDS, SPEAKER_KINDS, Ruling

_KEYS = frozenset({"id", "kind", "subject", "other", "field", "value", "who", "why", "when", "undoes"})


def ruling_line(ruling: Ruling) -> str:
    """Return a ruling as one line of JSON."""
    return dump_line(ruling_object(ruling))


def ruling_object(ruling: Ruling) -> Object:
    """Return a ruling with its id, ready for :func:`json.dumps`."""
    return {
        "id": ruling.id,
        "kind": ruling.kind,
        "subject": ruling.subject,
        "other": ruling.other,
        "field": ruling.field,
        "value": ruling.value,
        "who": ruling.who,
        "why": ruling.why,
        "when": ruling.when.isoformat(),
        "undoes": ruling.undoes,
    }


def opinion_object(opinion: Opinion) -> Object:
    """Return what people set of a speaker, each as the ruling that does; ``None`` is what nobody set."""
    held = {"reliability": opinion.reliability, "side": opinion.side}
    return {"name": opinion.name, **{name: None if ruling is None else _set_object(ruling) for name, ruling in held.items()}}


def _set_object(ruling: Ruling) -> Object:
    return {"value": ruling.value, "who": ruling.who, "why": ruling.why, "when": ruling.when.isoformat(), "ruling": ruling.id}


def parse_ruling(line: str, number: int) -> Ruling:
    """
    Return the ruling that a line of JSON holds; a time without a zone is taken as UTC.

    ``number`` is the line's in its file. Raises :class:`~according.errors.LedgerError`, which names it, for what is no ruling.
    """
    try:
        row: dict[str, Any] = json.loads(line)
        when = datetime.fromisoformat(row["when"])
        made = Ruling(
            row["kind"],
            row["subject"],
            row["who"],
            row["why"],
            when if when.tzinfo else when.replace(tzinfo=UTC),
            row.get("other"),
            row.get("field"),
            row.get("value"),
            row.get("undoes"),
        )
    # A line may come from anybody: no JSON, no object, a time that is none, brackets a thousand deep.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LedgerError(f"line {number}: not a ruling ({error}); give what `according rulings --json` writes") from None
    _check(made, row, number)
    return made


def _check(ruling: Ruling, row: dict[str, Any], number: int) -> None:
    """Raise :class:`~according.errors.LedgerError` for a ruling that a person could not have made here."""
    if unknown := set(row) - _KEYS:
        raise LedgerError(f"line {number}: unknown key {sorted(unknown)}; a ruling has {sorted(_KEYS)}")
    if wrong := _mistyped(ruling):
        raise LedgerError(f"line {number}: `{wrong}` is no text; give what `according rulings --json` writes")
    # Nobody can weigh a ruling later of which nobody knows who made it and why.
    if silent := next((name for name in ("who", "why") if not getattr(ruling, name).strip()), None):
        raise LedgerError(f"line {number}: `{silent}` is empty; a ruling says who made it and why")
    if ruling.kind not in RULING_KINDS:
        raise LedgerError(f"line {number}: {ruling.kind!r} is no kind of ruling; give one of {', '.join(RULING_KINDS)}")
    # "same-event" of one figure would join nothing, and "reject" of two would leave the second as it is.
    if (ruling.kind in PAIR_KINDS) != (ruling.other is not None):
        raise LedgerError(
            f"line {number}: {ruling.kind} is on {_said_of(ruling)}; mend `other`"
        )
    # The id is the hash of all fields: it tells a line that was changed by hand.
    if row.get("id") not in (None, ruling.id):
        raise LedgerError(
            f"line {number}: the id does not fit the ruling's fields; it was changed by hand, leave the id out to file it anew"
        )


def _said_of(ruling: Ruling) -> str:
    return "two figures" if ruling.kind in PAIR_KINDS else "one speaker" if ruling.kind in SPEAKER_KINDS else "one figure"


def _mistyped(ruling: Ruling) -> str | None:
    """Return the first field that is no text, or ``None``; ``other``, ``field`` and ``undoes`` may be left out."""
    needed, optional = ("kind", "subject", "who", "why"), ("other", "field", "undoes")
    wrong = [name for name in (*needed, *optional) if not isinstance(getattr(ruling, name), str)]
    return next((name for name in wrong if name in needed or getattr(ruling, name) is not None), None)
