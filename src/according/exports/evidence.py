"""A figure's evidence: its exact words where they stand, who says them, and in which report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.exports.jsonl import Object, figure_object, iso_day, party_object
from according.exports.rulings import ruling_sentence
from according.exports.table import OWN_VOICE, visible
from according.ledger.records import FiledFigure, Filing, Ruling

# So many characters are shown on either side of a statement's words.
AROUND = 160


def evidence_object(filed: FiledFigure, text: str, rulings: Sequence[Ruling]) -> Object:
    """Return a figure's evidence; ``before`` and ``after`` are the report's words around the statement."""
    statement = filed.statement
    return {
        "figure": figure_object(filed.figure),
        "statement": {"id": statement.id, "start": statement.start, "end": statement.end, "text": statement.text},
        "speakers": [party_object(speaker) for speaker in statement.speakers],
        "before": text[max(0, statement.start - AROUND) : statement.start],
        "after": text[statement.end : statement.end + AROUND],
        "reports": [_filing(filing) for filing in (filed.filing, *filed.copies)],
        "rulings": [ruling.id for ruling in rulings],
    }


def _filing(filing: Filing) -> Object:
    return {
        "id": filing.id, "path": filing.path, "title": filing.title, "published": iso_day(filing.published), "publisher": filing.publisher,
        "url": filing.url, "filed": filing.filed.isoformat(),
    }  # fmt: skip


def evidence_lines(filed: FiledFigure, text: str, rulings: Sequence[Ruling]) -> Iterator[str]:
    """Yield a figure's evidence for people; the number stands between brackets in the report's own words."""
    number, statement = filed.figure.number, filed.statement
    yield f"{filed.figure.measure} {visible(number.text)} (figure {filed.id}, characters {number.start} to {number.end})"
    yield f"who says so: {visible(', citing '.join(speaker.text for speaker in statement.speakers)) or OWN_VOICE}"
    start, end = max(0, statement.start - AROUND), statement.end + AROUND
    if start <= number.start and number.end <= end:
        before, words, after = text[start : number.start], text[number.start : number.end], text[number.end : end]
        yield f"words: …{visible(before)} [{visible(words)}] {visible(after)}…"
    for filing in (filed.filing, *filed.copies):
        parts = (filing.publisher, iso_day(filing.published), filing.title, filing.path, filing.url)
        yield (
            "report: "
            + " | ".join(visible(part) for part in parts if part)
            + f" ({filing.id[:10]}, filed {filing.filed:%Y-%m-%d %H:%M} UTC)"
        )
    for ruling in rulings:
        yield ruling_sentence(ruling)
