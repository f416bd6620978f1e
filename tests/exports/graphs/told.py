"""Readings with chains of speakers, made by hand, and words that break files that are written carelessly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from drafts import DAY, draft, make_reading
from hypothesis import strategies as st

from according.exports.about import About
from according.ledger.store import SqlLedger
from according.quantity import Quantity
from according.reckoning.events.event import Event
from according.records import FiledFigure, Filing, Query, file_report
from according.report import Report, make_id
from according.services.events import list_events
from according.services.group import group_figures
from according.statement import Figure, Mention, Party, Place, Reading, Statement, Time

FILED = datetime(2025, 2, 1, 9, 30, tzinfo=UTC)
ABOUT = About("figures", "3-4-0", datetime(2025, 3, 1, tzinfo=UTC), {"place": 'Kursk,\n"=cmd"\ud800'})
URL = "https://example.org/a?b=1&c=2"
HOSTILE = [
    "\t", "\n", "\r\n", "\x00", "\x1b[2J", "\x85", "\u2028", "\u202egnp.exe", "\u2066\u2069", "\ud800", "\udfff", "😀", "e\u0301",
    "#1;2|3,4", "]]>", "</FIGURE>", "&amp;", "<script>", '"', "'", "=cmd|' /C calc'!A0", "\ufffe", "\uffff", "\\", "{}", "a" * 3000,
]  # fmt: skip
# Any text, with controls, marks of direction and lone surrogates.
ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
WORDS = st.sampled_from(HOSTILE) | ANY | st.builds("x{}y".format, st.sampled_from(HOSTILE))


def tell(
    *speakers: str, number: str = "at least 12", quantity: Quantity | None = None, people: str = "soldiers",
    place: str = "Kursk", land: str | None = "RU", spot: tuple[float, float] | None = (51.73, 36.18), precision: Any = "city",
    kind: str | None = None, names: dict[str, str] | None = None, lead: str = "😀 ", quoted: bool = False, url: str | None = URL,
    published: date | None = date(2025, 1, 27), publisher: str | None = "Example Wire", title: str | None = "Attack", **figure: Any,
) -> tuple[Filing, Reading]:  # fmt: skip
    """
    A filed reading of one sentence: the ``speakers``, the outermost first, tell how many ``people`` were killed at a ``place``.

    ``names`` has the names of those speakers who have one.
    """
    parts, spans = [lead], []
    for words in (*speakers, "said", number, people, "were killed at", place, "on Monday"):
        start = sum(map(len, parts))
        spans.append(Mention(start, start + len(words), words))
        parts += [words, " "]
    text = "".join(parts) + "."
    chain = tuple(Party(at.start, at.end, at.text, (names or {}).get(at.text), kind) for at in spans[: len(speakers)])
    cue, counted, whom, _, where, when = spans[len(speakers) :]
    report = Report(text, title=title, published=published, publisher=publisher, url=url)
    held: dict[str, Any] = {
        "population": Party(whom.start, whom.end, whom.text, None, "military"),
        "place": Place(where.start, where.end, where.text, where.text, land, *(spot or (None, None)), precision),
        "time": Time(when.start, when.end, when.text, date(2025, 1, 27), date(2025, 1, 27), grain="day"),
        **figure,
    }  # fmt: skip
    made = Figure(
        make_id(report.id, counted.start), counted, quantity or Quantity.at_least(12), held.pop("unit", "people"),
        held.pop("measure", "killed"), **held,
    )  # fmt: skip
    content = Mention(counted.start, len(text), text[counted.start :])
    statement = Statement(
        make_id(report.id, 0), len(lead), len(text), text[len(lead) :], content, chain, cue, quoted=quoted, figures=(made,)
    )
    return file_report(report, FILED), Reading(report, (statement,))


def fill(ledger: SqlLedger) -> list[Event]:
    """Two events: one with an echo and a contradiction, and a part of it that is wounded; another elsewhere."""
    days = (DAY, DAY)
    told = [
        (draft(12, days=days), "A"), (draft(12, days=days), "B"), (draft(40, days=days), "C"),
        (draft(3, days=days, measure="wounded", speaker="Police"), "D"), (draft(7, "miners", place="Kyiv", speaker=None), "E"),
    ]  # fmt: skip
    for at, (one, publisher) in enumerate(told):
        ledger.add(make_reading(one, before=f"Report {at}.", publisher=publisher))
    group_figures(ledger)
    return list(list_events(ledger, Query()))


def file_figure(item: tuple[Filing, Reading]) -> FiledFigure:
    """The figure of such a reading as the ledger gives it."""
    filing, reading = item
    [statement] = reading.statements
    return FiledFigure(filing, replace(statement, figures=(), trace=()), statement.figures[0])
