"""JSON Lines: the objects that the commands print with ``--json``, one value a line (docs/json.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from according.exports.about import About
from according.exports.exchange.form import Form, Writer
from according.exports.objects.events import event_object
from according.exports.objects.finds import found_object
from according.exports.objects.readings import Object, dump_line, statement_object, to_object
from according.exports.objects.reckonings import reckoning_object, report_object


def _lines(to: Callable[[Any, About], Object]) -> Writer:
    """Return what writes each value as the object that is made of it."""

    def write(values: Iterable[Any], about: About) -> Iterator[bytes]:
        for value in values:
            # A lone surrogate of a report is written as JSON's own escape, and is read back as it was.
            yield f"{dump_line(to(value, about))}\n".encode("utf8", "backslashreplace")

    return write


JSONL = Form(
    "jsonl", "JSON Lines", ".jsonl", "application/jsonl",
    {
        "reports": _lines(lambda pair, about: to_object(pair[1])),
        "statements": _lines(lambda pair, about: {**statement_object(pair[1]), "report": report_object(pair[0])}),
        "figures": _lines(lambda filed, about: found_object(filed)),
        "questions": _lines(lambda found, about: reckoning_object(found, ungrouped=about.ungrouped)),
        "events": _lines(lambda event, about: event_object(event, ungrouped=about.ungrouped)),
    },
    lacks=("The text of the reports is not in it: offsets count the code points of the text that the ledger keeps.",),
    source="docs/json.md",
    mute=True,
)  # fmt: skip
