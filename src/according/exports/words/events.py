"""An event in words and tables for people: what happened, how many of whom, told by whom on which days, and what cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import (
    EXPLAINED_TITLES,
    SIDE_HEADINGS,
    count,
    explain_sections,
    file_name,
    number,
    range_cells,
    side_rows,
    span,
)
from according.exports.words.tables import Row
from according.names.countries import country_names
from according.reckoning.answer import Reckoning
from according.reckoning.events.event import Count, Event, Telling
from according.reckoning.questions.labels import HAPPENED
from according.records import Filing, short
from according.statement import Measure

EVENT_HEADINGS = ("event", "told", "what", "low", "best", "high", "origins", "reports", "contradictions", "id")
EVENT_WORTH = ("event", "best", "what", "id", "low", "high", "told", "reports", "origins", "contradictions")
MEASURE_HEADINGS = ("what", "question", "low", "best", "high", "origins", "best is", "id")
MEASURE_WORTH = ("what", "question", "low", "best", "high", "id", "origins", "best is")
TELLING_HEADINGS = ("day", "how many", "who says so", "change", "publisher", "figure")
TELLING_WORTH = ("day", "how many", "who says so", "change", "figure", "publisher")
REPORT_HEADINGS = ("published", "publisher", "title", "report")
REPORT_WORTH = ("published", "title", "publisher", "report")
# Rows that a page shows of tellings and of reports, and lines of contradictions; the rest is counted, and stands in JSON.
TELLINGS_SHOWN, REPORTS_SHOWN, CONTRADICTIONS_SHOWN = 9, 4, 3

# Shares in percent that have a name.
_FRACTIONS = {25: "a quarter", 33: "a third", 50: "half", 67: "two thirds", 75: "three quarters"}


def event_rows(event: Event) -> list[Row]:
    """Return an event's rows in a list of events: one for each measure, the first with the event's title."""
    told = _told(event)
    rows: list[Row] = []
    for at, found in enumerate(event.counts):
        stated = found.whole.headline
        head = (visible(event.title), told) if at == 0 else ("", "")
        tail = (str(len(event.reports)), str(len(event.contradictions) or ""), short(event.id)) if at == 0 else ("", "", "")
        rows.append((*head, found.measure, *range_cells(stated, found.unit), str(stated.origins), *tail))
    return rows


def event_lines(event: Event) -> Iterator[str]:
    """Yield what is said of an event above its tables: where, when, by whom, told by how many."""
    where = visible(event.place or "") or "no place is told"
    if event.place_country is not None and (country := country_names().get(event.place_country, event.place_country)) != event.place:
        where += f", {country}"
    if event.latitude is not None and event.longitude is not None:
        where += f" ({event.latitude:.2f}, {event.longitude:.2f})"
    kind = "incident" if event.kind == "incident" else "story"
    yield f"{kind} {short(event.id)}; {where}; {count(len(event.reports), 'report')}, {_told(event) or 'without dates'}"
    if event.perpetrators:
        yield "by whom or what, as told: " + ", ".join(map(visible, event.perpetrators))


def event_sentence(event: Event) -> str:
    """Return what is stated of an event in one sentence: each measure's range and best, in how many reports, and what cannot be true."""
    stated = [words for found in event.counts if (words := _stated(found))]
    told = f"{count(len(event.reports), 'report')}{f', {_told(event)}' if _told(event) else ''}"
    if not stated:
        return f"No figure is left to count ({told})."
    listed = stated[0] if len(stated) == 1 else f"{', '.join(stated[:-1])} and {stated[-1]}"
    clashes = f"; {count(len(event.contradictions), 'contradiction')} between them" if event.contradictions else ""
    return f"Stated: {listed}, in {told}{clashes}."


def _stated(found: Count) -> str:
    """Return one measure of the sentence: "100 to 4,700 killed, best 2,000"; nothing where no figure is left."""
    stated, unit = found.whole.headline, found.unit
    if stated.low is None and stated.high is None:
        return ""
    if unit == "percent":
        ends = [share_words(end) for end in dict.fromkeys((stated.low, stated.high)) if end is not None]
        return f"{' to '.join(ends)} of them {measure_words(found.measure)}"
    words = f"{span(stated, unit)} {measure_words(found.measure)}"
    alone = stated.best is None or (stated.low == stated.high == stated.best)
    return words if alone else f"{words} (best {number(stated.best, unit)})"


def share_words(percent: float) -> str:
    """
    Return a share as people write it.

        >>> share_words(33.3), share_words(50), share_words(12)
        ('a third', 'half', '12 %')
    """
    return _FRACTIONS.get(round(percent), number(percent, "percent"))


def measure_words(measure: Measure) -> str:
    """Return what happened to those counted, as a sentence says it."""
    return HAPPENED.get(measure, measure)


def measure_rows(event: Event) -> list[Row]:
    """Return a row for each measure and, below it, for its parts and for what else is counted."""
    rows = []
    for found in event.counts:
        rows.append(_measure_row(found.measure, found.whole))
        rows += [_measure_row("- of whom", part) for part in found.parts]
        rows += [_measure_row("- beside it", other) for other in found.others]
    return rows


def _measure_row(what: str, reckoning: Reckoning) -> Row:
    question, stated = reckoning.question, reckoning.headline
    numbers = range_cells(stated, question.unit)
    return (what, visible(question.label), *numbers, str(stated.origins), best_is(reckoning), short(question.id))


def best_is(reckoning: Reckoning) -> str:
    """Return whose number the best one is, with the reason where there was a choice, and its speaker where there was none."""
    whose = reckoning.headline.why_best.partition(": ")[2]
    # Where there is one figure alone there is no reason.
    return visible(whose) or ", ".join(said_by(item.filed.statement) for item in reckoning.figures if item.used)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an event's page: a line above it (none for the first), and its table, or its lines where it has none."""

    title: str = ""
    headings: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    worth: tuple[str, ...] = ()
    # Columns that may stand below each row.
    under: tuple[str, ...] = ()
    lines: Sequence[str] = ()


def event_sections(event: Event) -> Iterator[Section]:
    """Yield the parts of an event's page in order: measures, what cannot all be true, the numbers over the days, sides, reports."""
    yield Section("", MEASURE_HEADINGS, measure_rows(event), MEASURE_WORTH, ("best is",))
    if event.contradictions:
        told = [visible(found.detail[:1].upper() + found.detail[1:]) for found in event.contradictions[:CONTRADICTIONS_SHOWN]]
        yield Section(f"cannot all be true{_more(event.contradictions, CONTRADICTIONS_SHOWN)}:", lines=told)
    # The measure that was told most often shows best how the numbers moved.
    course = max(event.counts, key=lambda found: len(found.tellings), default=None)
    if course is not None and len(course.tellings) > 1:
        title = f"{course.measure}, over the days{_more(course.tellings, TELLINGS_SHOWN)}:"
        yield Section(title, TELLING_HEADINGS, telling_rows(course), TELLING_WORTH)
    sided = max(event.counts, key=lambda found: len(side_rows(found.whole)), default=None)
    # One side that speaks alone is told by the measure's own row.
    if sided is not None and len(rows := side_rows(sided.whole)) > 1:
        yield Section(f"{sided.measure}, by side:", SIDE_HEADINGS[:-1], [row[:-1] for row in rows])
    yield Section(f"reports{_more(event.reports, REPORTS_SHOWN)}:", REPORT_HEADINGS, report_rows(event), REPORT_WORTH)


def explain_event(event: Event) -> Iterator[tuple[str, list[str]]]:
    """
    Yield what a reader should know beside an event's numbers and contradictions: each part's title, and its items as one text each.

    They are those that its questions' own answers tell (:func:`~according.exports.words.reckonings.explain_sections`), each once: what adds
    up, what is odd in a course of totals, and what counts of single days come to.
    """
    told = {visible(found.detail[:1].upper() + found.detail[1:]) for found in event.contradictions}
    held: dict[str, dict[str, None]] = {title: {} for title in EXPLAINED_TITLES}
    for found in (found for measured in event.counts for found in measured.reckonings):
        for title, items in explain_sections(found):
            if title in held:
                held[title].update(dict.fromkeys(item for item in items if item not in told))
    yield from ((title, list(items)) for title, items in held.items() if items)


def _more(items: Sequence[object], shown: int) -> str:
    """Return how many items a page leaves out, in words; nothing where it shows all."""
    return f" (and {len(items) - shown} more, in --json)" if len(items) > shown else ""


def telling_rows(found: Count) -> list[Row]:
    """Return a row for each telling of a measure, the latest of them where they are many."""
    return [_telling_row(telling) for telling in found.tellings[-TELLINGS_SHOWN:]]


def _telling_row(telling: Telling) -> Row:
    filed = telling.filed
    return (
        telling.day.isoformat() if telling.day is not None else "",
        visible(filed.figure.number.text),
        said_by(filed.statement),
        change_words(telling) or ("same" if telling.change == "repeated" else ""),
        visible(filed.filing.publisher or ""),
        short(filed.id),
    )


def change_words(telling: Telling, unit: str = "people") -> str:
    """Return what a telling changed in its speaker's number, in words; nothing where it changed nothing."""
    before = number(telling.before, unit)
    return {"raised": f"up from {before}", "lowered": f"down from {before}"}.get(telling.change, "")


def report_rows(event: Event) -> list[Row]:
    """Return a row for each report, the latest of them where they are many."""
    return [_report_row(filing) for filing in event.reports[-REPORTS_SHOWN:]]


def _report_row(filing: Filing) -> Row:
    day = filing.published.isoformat() if filing.published is not None else ""
    return (day, visible(filing.publisher or ""), visible(filing.title or file_name(filing)), short(filing.id))


def _told(event: Event) -> str:
    """Return the days of the first and the last report in words."""
    first, last = event.told
    if first is None or last is None:
        return ""
    return first.isoformat() if first == last else f"{first} to {last}"
