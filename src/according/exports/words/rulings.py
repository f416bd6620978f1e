"""Rulings as rows and sentences for people."""

from __future__ import annotations

import json

from according.exports.words.readings import visible
from according.exports.words.tables import Row
from according.reckoning.rulings import Opinion
from according.records import SPEAKER_KINDS, Ruling, short
from according.reliability import RELIABILITY_GRADES

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
        subject_words(ruling),
        short(ruling.other or ""),
        visible(str(ruling.value)) if ruling.kind in SPEAKER_KINDS and ruling.undoes is None else _correction(ruling),
        visible(ruling.why),
        short(ruling.undoes or ""),
    )


def ruling_sentence(ruling: Ruling) -> str:
    """Return a ruling in one line: what it says of which figures or of whom, and why."""
    # One that takes another back says nothing of a figure itself.
    if ruling.undoes is not None:
        return f"ruling {short(ruling.id)}: takes back {short(ruling.undoes)} ({visible(ruling.why)})"
    if ruling.kind in SPEAKER_KINDS:
        return f"ruling {short(ruling.id)}: {ruling.kind} of {subject_words(ruling)} is {opinion_words(ruling)} ({visible(ruling.why)})"
    on = f"{short(ruling.subject)} and {short(ruling.other)}" if ruling.other else short(ruling.subject)
    correction = f", {visible(str(ruling.field))} is {visible(json.dumps(ruling.value, ensure_ascii=False))}" if ruling.field else ""
    return f"ruling {short(ruling.id)}: {ruling.kind} {on}{correction} ({visible(ruling.why)})"


def subject_words(ruling: Ruling) -> str:
    """Return what a ruling is on: a speaker's name, or the beginning of an id."""
    return visible(ruling.subject) if ruling.kind in SPEAKER_KINDS else short(ruling.subject)


def opinion_words(ruling: Ruling) -> str:
    """
    Return what a ruling sets of a speaker: a letter with its meaning, or a side.

    A letter that a later version knows and this one does not stands alone.
    """
    value = visible(str(ruling.value))
    meaning = RELIABILITY_GRADES.get(value) if ruling.kind == "reliability" else None
    return f"{value}, {meaning}" if meaning else value


def opinion_cells(opinion: Opinion) -> tuple[tuple[str, str], ...]:
    """Return what is set of a speaker, each value with its name before it, and what nobody set left out."""
    held = (("reliability", opinion.reliability), ("side", opinion.side))
    return tuple((name, opinion_words(ruling)) for name, ruling in held if ruling is not None)


def _correction(ruling: Ruling) -> str:
    return visible(f"{ruling.field}={json.dumps(ruling.value, ensure_ascii=False)}") if ruling.field else ""
