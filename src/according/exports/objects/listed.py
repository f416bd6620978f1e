"""What stands in lists: reports with the time of their filing, figures with their words, and what words are found in."""

from __future__ import annotations

from collections.abc import Iterable

from according.exports.objects.evidence import match_object
from according.exports.objects.readings import Object, figure_object, party_object
from according.exports.objects.reckonings import report_object
from according.records import FiledFigure, Filing
from according.statement import Statement


def filing_object(filing: Filing) -> Object:
    """Return a report of a list; ``filed`` is in ISO 8601."""
    return {**report_object(filing), "tags": list(filing.tags), "filed": filing.filed.isoformat()}


def found_object(filed: FiledFigure) -> Object:
    """Return a figure as it was read, with its statement's words, its speakers and its report."""
    return {
        **figure_object(filed.figure),
        "statement": _statement(filed.statement),
        "speakers": [party_object(speaker) for speaker in filed.statement.speakers],
        "report": report_object(filed.filing),
    }


def matches_object(
    words: str, events: Iterable[Object], reports: Iterable[tuple[Filing, str]], statements: Iterable[tuple[Filing, Statement]],
    speakers: Iterable[str], places: Iterable[tuple[str, str | None]],
) -> Object:  # fmt: skip
    """Return what words were found in, kind by kind."""
    return {
        "words": words,
        "events": list(events),
        "reports": [match_object(filing, passage) for filing, passage in reports],
        "statements": [
            {**_statement(statement), "speakers": [*map(party_object, statement.speakers)], "report": report_object(filing)}
            for filing, statement in statements
        ],
        "speakers": list(speakers),
        "places": [{"name": name, "country": country} for name, country in places],
    }  # fmt: skip


def _statement(statement: Statement) -> Object:
    return {"id": statement.id, "start": statement.start, "end": statement.end, "text": statement.text}
