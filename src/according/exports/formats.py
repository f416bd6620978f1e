"""
The formats that values are written in, by name.

A new format is one module beside the objects and words, and one row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from according.errors import RequestError
from according.exports.geojson import feature_line
from according.exports.objects.events import event_line
from according.exports.objects.evidence import evidence_line, match_line
from according.exports.objects.filings import contents_line, damage_line, preview_line, receipt_line
from according.exports.objects.readings import dump_line, refusal_line, to_line
from according.exports.objects.reckonings import reckoning_line
from according.exports.objects.rulings import ruling_line
from according.exports.objects.watched import alert_line, feed_line, round_line
from according.exports.sheets import csv_line

# What can be written, in this order: a report's reading, an input that could not be read, the answer to a question, an event, a person's
# ruling, a figure's evidence, a report that words were found in, what became of an input, what it would be read as, what a ledger holds,
# what is wrong with it, a feed that is watched, what became of it in one round, an alert, and a row of names and values that a command
# makes itself.
What = Literal[
    "reading", "refusal", "reckoning", "event", "ruling", "evidence", "match", "receipt", "preview", "contents", "damage", "feed",
    "round", "alert", "row",
]


@dataclass(frozen=True, slots=True)
class Format:
    """
    A way to write one kind of value as a line of a file.

    ``suffix`` is that of such a file's name. ``write`` takes the value, and what belongs to it, and returns the line without its end.
    """

    name: str
    what: What
    suffix: str
    write: Callable[..., str]


FORMATS: tuple[Format, ...] = (
    Format("json", "reading", ".jsonl", to_line),
    Format("json", "refusal", ".jsonl", refusal_line),
    Format("json", "reckoning", ".jsonl", reckoning_line),
    Format("json", "event", ".jsonl", event_line),
    Format("json", "ruling", ".jsonl", ruling_line),
    Format("json", "evidence", ".jsonl", evidence_line),
    Format("json", "match", ".jsonl", match_line),
    Format("json", "receipt", ".jsonl", receipt_line),
    Format("json", "preview", ".jsonl", preview_line),
    Format("json", "contents", ".jsonl", contents_line),
    Format("json", "damage", ".jsonl", damage_line),
    Format("json", "feed", ".jsonl", feed_line),
    Format("json", "round", ".jsonl", round_line),
    Format("json", "alert", ".jsonl", alert_line),
    Format("json", "row", ".jsonl", dump_line),
    Format("csv", "row", ".csv", csv_line),
    Format("geojson", "row", ".geojson", feature_line),
)


def write_line(name: str, what: What, *value: object, **more: Any) -> str:
    """
    Return a value as a line in the format of a name.

    ``value`` and ``more`` are passed on to the format's ``write``. Raises :class:`~according.errors.RequestError` for a format in which
    such a value is not written.
    """
    for form in FORMATS:
        if (form.name, form.what) == (name, what):
            return form.write(*value, **more)
    known = ", ".join(dict.fromkeys(form.name for form in FORMATS if form.what == what))
    raise RequestError("format", f"no {what} is written as {name!r}; there is {known}")
