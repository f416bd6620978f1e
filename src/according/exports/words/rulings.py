"""Rulings as rows and sentences for people."""

from __future__ import annotations

import json

from according.exports.words.readings import visible
from according.exports.words.tables import Row
from according.records import Ruling, short

RULING_HEADINGS = ("ruling", "when", "who", "kind", "on", "and", "correction", "why", "takes back")
# In a narrow place what was ruled on what goes before who did it when.
RULING_WORTH = ("ruling", "kind", "on", "and", "correction", "takes back", "why", "who", "when")


def ruling_row(ruling: Ruling) -> Row:
    """Return a ruling's cells, in the order of the headings."""
    return (
        short(ruling.id),
        f"{ruling.when:%Y-%m-%d %H:%M}",
        visible(ruling.who),
        ruling.kind,
        short(ruling.subject),
        short(ruling.other or ""),
        visible(f"{ruling.field}={json.dumps(ruling.value, ensure_ascii=False)}") if ruling.field else "",
        visible(ruling.why),
        short(ruling.undoes or ""),
    )


def ruling_sentence(ruling: Ruling) -> str:
    """Return a ruling in one line: what it says of which figures, and why."""
    # One that takes another back says nothing of a figure itself.
    if ruling.undoes is not None:
        return f"ruling {short(ruling.id)}: takes back {short(ruling.undoes)} ({visible(ruling.why)})"
    on = f"{short(ruling.subject)} and {short(ruling.other)}" if ruling.other else short(ruling.subject)
    correction = f", {visible(str(ruling.field))} is {visible(json.dumps(ruling.value, ensure_ascii=False))}" if ruling.field else ""
    return f"ruling {short(ruling.id)}: {ruling.kind} {on}{correction} ({visible(ruling.why)})"
