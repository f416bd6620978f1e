"""A figure's evidence for people: its exact words where they stand, who says them, and in which report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.exports.objects.evidence import AROUND
from according.exports.objects.readings import iso_day
from according.exports.words.readings import said_by, visible
from according.exports.words.rulings import ruling_sentence
from according.ledger.sharing.offered import Origin
from according.records import FiledFigure, Ruling, short
from according.report import page_of


def evidence_lines(
    filed: FiledFigure, text: str, rulings: Sequence[Ruling], later: str | None = None, origins: Sequence[Origin] = ()
) -> Iterator[str]:  # fmt: skip
    """
    Yield the lines of a figure's evidence for people.

    They say what was counted, on which page, who says so, in which words (the number between brackets), in which reports, and what people
    ruled of it. ``text`` is the report's; ``later`` is the report of the text that came in its place, where there is one, and ``origins``
    are the ledgers that the report was taken from.
    """
    number, statement = filed.figure.number, filed.statement
    page = page_of(filed.filing.pages, number.start)
    at = f"page {page}, characters" if page is not None else "characters"
    yield f"{filed.figure.measure} {visible(number.text)} (figure {filed.id}, {at} {number.start} to {number.end})"
    yield f"who says so: {said_by(statement)}"
    start, end = max(0, statement.start - AROUND), statement.end + AROUND
    if start <= number.start and number.end <= end:
        # Cut out of the report and not out of the statement: these are the words as they were received.
        before, words, after = text[start : number.start], text[number.start : number.end], text[number.end : end]
        yield f"words: …{visible(before)} [{visible(words)}] {visible(after)}…"
    # The same text may have been filed from several outlets: each is named.
    for filing in (filed.filing, *filed.copies):
        parts = (filing.publisher, iso_day(filing.published), filing.title, filing.path, filing.url)
        yield (
            "report: "
            + " | ".join(visible(part) for part in parts if part)
            + f" ({short(filing.id)}, filed {filing.filed:%Y-%m-%d %H:%M} UTC)"
        )
    for origin in origins:
        yield f"taken from the ledger {visible(origin.ledger)}, where it was filed {origin.filed:%Y-%m-%d %H:%M} UTC"
    if later is not None:
        yield f"a later version of the page is filed (report {short(later)}): this figure no longer counts"
    for ruling in rulings:
        yield ruling_sentence(ruling)
