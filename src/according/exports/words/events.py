"""An event in words and tables for people: what happened, how many of whom, told by whom on which days, and what cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator

from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import SIDE_HEADINGS, ceiling, count, number, side_rows
from according.exports.words.tables import Row
from according.names.countries import country_names
from according.reckoning.answer import Reckoning
from according.reckoning.events.event import Count, Event, Telling
from according.records import Filing, short

EVENT_HEADINGS = ("event", "told", "what", "low", "best", "high", "origins", "reports", "contradictions", "id")
EVENT_WORTH = ("event", "best", "what", "id", "low", "high", "told", "reports", "origins", "contradictions")
MEASURE_HEADINGS = ("how many", "low", "best", "high", "origins", "figures", "best is", "question")
MEASURE_WORTH = ("how many", "best", "low", "high", "best is", "origins", "figures", "question")
TELLING_HEADINGS = ("day", "how many", "who says so", "change", "report", "figure")
TELLING_WORTH = ("day", "how many", "who says so", "change", "report", "figure")
REPORT_HEADINGS = ("published", "publisher", "title", "report")
REPORT_WORTH = ("published", "title", "publisher", "report")
EVENT_SIDES = SIDE_HEADINGS[:-1]
# Rows that a page shows of tellings and of reports, and lines of contradictions; the rest is counted, and stands in JSON.
TELLINGS_SHOWN, REPORTS_SHOWN, CONTRADICTIONS_SHOWN = 10, 8, 4


def event_rows(event: Event) -> list[Row]:
    """Return an event's rows in a list of events: one for each measure, the first with the event's title."""
    told = _told(event)
    rows: list[Row] = []
    for at, found in enumerate(event.counts):
        stated = found.whole.headline
        numbers = (number(stated.low, found.unit), number(stated.best, found.unit), ceiling(stated.low, stated.high, found.unit))
        head = (visible(event.title), told) if at == 0 else ("", "")
        tail = (str(len(event.reports)), str(len(event.contradictions) or ""), short(event.id)) if at == 0 else ("", "", "")
        rows.append((*head, found.measure, *numbers, str(stated.origins), *tail))
    return rows


def event_lines(event: Event) -> Iterator[str]:
    """Yield what is said of an event above its tables: where, when, by whom, told by how many."""
    where = visible(event.place or "") or "no place is told"
    if event.place_country is not None and (country := country_names().get(event.place_country, event.place_country)) != event.place:
        where += f", {country}"
    if event.latitude is not None and event.longitude is not None:
        where += f" ({event.latitude:.2f}, {event.longitude:.2f})"
    kind = "incident" if event.kind == "incident" else "running story"
    yield f"{kind} {short(event.id)}; {where}; {count(len(event.reports), 'report')}, {_told(event) or 'without dates'}"
    if event.perpetrators:
        yield "by whom or what, as told: " + ", ".join(map(visible, event.perpetrators))


def measure_rows(event: Event) -> list[Row]:
    """Return a row for each measure and, set in below it, for its parts and for what else is counted."""
    rows = []
    for found in event.counts:
        rows.append(_measure_row("", found.whole))
        rows += [_measure_row("  of whom ", part) for part in found.parts]
        rows += [_measure_row("  beside it ", other) for other in found.others]
    return rows


def _measure_row(before: str, reckoning: Reckoning) -> Row:
    question, stated = reckoning.question, reckoning.headline
    numbers = (number(stated.low, question.unit), number(stated.best, question.unit), ceiling(stated.low, stated.high, question.unit))
    counts = (str(stated.origins), str(len(question.figures)))
    return (before + visible(question.label), *numbers, *counts, visible(stated.why_best), short(question.id))


def course_of(event: Event) -> Count | None:
    """Return the measure whose numbers are shown over the days: the one that was told most often, or ``None`` where each was told once."""
    return max((found for found in event.counts if len(found.tellings) > 1), key=lambda found: len(found.tellings), default=None)


def telling_rows(found: Count) -> list[Row]:
    """Return a row for each telling of a measure, the latest of them where they are many."""
    return [_telling_row(telling) for telling in found.tellings[-TELLINGS_SHOWN:]]


def _telling_row(telling: Telling) -> Row:
    filed = telling.filed
    return (
        telling.day.isoformat() if telling.day is not None else "",
        visible(filed.figure.number.text),
        said_by(filed.statement),
        _change(telling),
        _source(filed.filing),
        short(filed.id),
    )


def _change(telling: Telling) -> str:
    """Return what a telling did to its speaker's number, in words."""
    before = number(telling.before)
    return {"first": "", "raised": f"up from {before}", "lowered": f"down from {before}", "repeated": "the same again"}[telling.change]


def sides_of(event: Event) -> tuple[Count, list[Row]] | None:
    """Return the measure on which most sides spoke with a row a side, or ``None`` where no two sides spoke of one."""
    found = max(event.counts, key=lambda found: len(side_rows(found.whole)), default=None)
    rows = [] if found is None else [row[:-1] for row in side_rows(found.whole)]
    return (found, rows) if found is not None and len(rows) > 1 else None


def contradiction_lines(event: Event) -> Iterator[str]:
    """Yield what cannot all be true, a line each."""
    if event.contradictions:
        yield "cannot all be true:"
        for found in event.contradictions[:CONTRADICTIONS_SHOWN]:
            yield f"  - {visible(found.detail[:1].upper() + found.detail[1:])}"
    if (more := len(event.contradictions) - CONTRADICTIONS_SHOWN) > 0:
        yield f"  and {more} more"


def report_rows(event: Event) -> list[Row]:
    """Return a row for each report, the latest of them where they are many."""
    return [_report_row(filing) for filing in event.reports[-REPORTS_SHOWN:]]


def _report_row(filing: Filing) -> Row:
    day = filing.published.isoformat() if filing.published is not None else ""
    return (day, visible(filing.publisher or ""), visible(filing.title or _file(filing)), short(filing.id))


def _source(filing: Filing) -> str:
    return visible(filing.publisher or _file(filing)) or short(filing.id)


def _file(filing: Filing) -> str:
    """Return a report's file by its name alone: its folders, with either kind of slash, say nothing of who told it."""
    return (filing.path or "").replace("\\", "/").rsplit("/", 1)[-1]


def _told(event: Event) -> str:
    """Return the days of the first and the last report in words."""
    first, last = event.told
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first} to {last}"
