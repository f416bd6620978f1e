"""A figure in one line for people, with who says it: what programs show where they cannot show the number itself."""

from __future__ import annotations

from dataclasses import replace

from according.exports.objects.readings import Object, figure_object, party_object
from according.exports.words.readings import said_by
from according.exports.words.values import counted_words, days_words, quantity_words
from according.names.places import name_place
from according.reckoning.answer import Weighed
from according.records import FiledFigure
from according.statement import Figure, Statement


def figure_words(figure: Figure) -> str:
    """Return how many of whom, and how sure where it is not simply asserted: "at least 12 soldiers killed (estimated)"."""
    told = f"{quantity_words(figure.quantity, figure.unit)} {counted_words(figure)}"
    return told if figure.status == "asserted" else f"{told} ({figure.status})"


def telling_words(statement: Statement, figure: Figure) -> str:
    """Return a figure with who says it, the outermost speaker first, where and when."""
    place = f", {name_place(figure.place.text, figure.place.name)}" if figure.place is not None else ""
    days = days_words(figure.time.first, figure.time.last) if figure.time is not None else ""
    return f"{said_by(statement)}: {figure_words(figure)}{place}{', ' + days if days else ''}"


def told_object(statement: Statement, figure: Figure) -> Object:
    """Return a figure with all that it needs to stand alone: its statement's place in the text, and the chain of its speakers."""
    return {
        **figure_object(figure),
        "statement": {"id": statement.id, "start": statement.start, "end": statement.end},
        "speakers": [party_object(speaker) for speaker in statement.speakers],
        "stance": statement.stance, "quoted": statement.quoted, "negated": statement.negated,
    }  # fmt: skip


def stated(item: Weighed) -> FiledFigure:
    """Return a figure of an answer as the ledger has it, whatever number is tried out in its place."""
    return replace(item.filed, figure=item.as_stated)
