"""A figure's evidence: its exact words where they stand, who says them, and in which report."""

from __future__ import annotations

from collections.abc import Sequence

from according.exports.objects.readings import Object, dump_line, figure_object, iso_day, party_object
from according.ledger.sharing.offered import Origin
from according.records import FiledFigure, Filing, Ruling
from according.report import page_of

# So many characters are shown on either side of a statement's words.
AROUND = 160


def evidence_line(
    filed: FiledFigure, text: str, rulings: Sequence[Ruling], later: str | None = None, origins: Sequence[Origin] = ()
) -> str:  # fmt: skip
    """Return a figure's evidence as one line of JSON; see :func:`evidence_object`."""
    return dump_line(evidence_object(filed, text, rulings, later, origins))


def evidence_object(
    filed: FiledFigure, text: str, rulings: Sequence[Ruling], later: str | None = None, origins: Sequence[Origin] = ()
) -> Object:  # fmt: skip
    """
    Return a figure's evidence, ready for :func:`json.dumps`.

    ``text`` is the report's. ``page`` is the number of the page on which the figure stands, where the report has pages. ``before`` and
    ``after`` are the text's characters around the statement, at most 160 on either side. ``reports`` are the report and the copies of it
    that were filed, ``replaced_by`` is the report of a later text of the page. ``taken_from`` are the ledgers that the report was taken
    from, each with the time at which it was first filed there.
    """
    statement = filed.statement
    return {
        "figure": figure_object(filed.figure), "page": page_of(filed.filing.pages, filed.figure.number.start),
        "statement": {"id": statement.id, "start": statement.start, "end": statement.end, "text": statement.text},
        "speakers": [party_object(speaker) for speaker in statement.speakers],
        # A negative start would count from the text's end.
        "before": text[max(0, statement.start - AROUND) : statement.start],
        "after": text[statement.end : statement.end + AROUND],
        "reports": [_filing(filing) for filing in (filed.filing, *filed.copies)],
        "rulings": [ruling.id for ruling in rulings],
        "replaced_by": later,
        "taken_from": [{"ledger": origin.ledger, "filed": origin.filed.isoformat()} for origin in origins],
    }


def match_line(filing: Filing, passage: str) -> str:
    """Return a report in which words were found as one line of JSON."""
    return dump_line(match_object(filing, passage))


def match_object(filing: Filing, passage: str) -> Object:
    """Return a report in which words were found, with a passage of it."""
    return {"report": filing.id, "path": filing.path, "title": filing.title, "published": iso_day(filing.published), "passage": passage}


def _filing(filing: Filing) -> Object:
    """Return a filing with the time at which it was filed, in ISO 8601."""
    return {
        "id": filing.id, "path": filing.path, "title": filing.title, "published": iso_day(filing.published), "publisher": filing.publisher,
        "url": filing.url, "filed": filing.filed.isoformat(),
    }  # fmt: skip
