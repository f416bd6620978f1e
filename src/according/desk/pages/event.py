"""An event on a page: what is stated of it, by whom, over which days, what cannot be true, and what hangs on which figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from according.desk.answers import Measured, Told, show_clashes, show_measures, tell_figures
from according.desk.charts.course import SHAPES
from according.desk.desk import AtDesk, Desk
from according.desk.guard import EMBEDDED
from according.desk.pages.trying import TypedIn, list_rows, try_typed
from according.desk.rendering import render
from according.desk.view import View, Viewed, anchor_of, cite, figures_of, find_event_as, find_now
from according.errors import QuestionError
from according.exports.words.events import event_sentence, explain_event
from according.exports.words.reckonings import RULE_HEADINGS, rule_notes, rule_rows
from according.reckoning.events.event import Event
from according.reckoning.rulesets.registry import RULE_SET_TITLES
from according.reckoning.trials import Trial
from according.services.people.joinable import find_joins
from according.services.requests import read_day

router = APIRouter()
Measure = Annotated[str | None, Query(description="A measure of the event; the one told most where none is given.", max_length=40)]
# Lines of what adds up, and of what else is told beside the numbers; the questions' own pages have all.
EXPLAINED_MOST = 12
# What tables of rule-sets are made of.
RULE_WORDS: dict[str, Any] = {
    "rule_headings": RULE_HEADINGS,
    "rule_rows": rule_rows,
    "rule_notes": rule_notes,
    "rule_titles": RULE_SET_TITLES,
}


@router.get("/events/{id}", include_in_schema=False)
def show_event(request: Request, desk: AtDesk, id: str, view: Viewed, typed: TypedIn) -> Response:
    """Show an event."""
    now = find_now(desk, id)
    found = find_event_as(desk, now, view)
    event = None if found is None else found.event
    measures, path = measures_of(desk, id, view), f"/events/{id}"
    asked = try_typed(typed, measures, view, path)
    if isinstance(asked, Response):
        return asked
    return render(
        request, "event.html", status=422 if asked.told else 200, typed=asked, event=event, now=now.event, anchor=anchor_of(now.event),
        view=view, path=path,
        sentence="" if event is None else event_sentence(event), measures=measures, main=main_of(measures),
        aside=find_aside(list_rows(measures), view), tried=find_tried(list_rows(measures), view),
        clashes=[] if event is None else show_clashes(event.contradictions, _every_row(event)),
        joins=() if event is None else find_joins(desk.ledger, event, view.query().known_at),
        figures={} if event is None else {filed.id: filed for filed in figures_of(event)},
        notes=[] if event is None else _notes(event), explained=[] if event is None else list(explain_event(event)),
        explained_most=EXPLAINED_MOST,
        days=_days_told(now.event), citation=None if event is None else cite(request, desk, event, view), ungrouped=now.ungrouped,
        revision=desk.ledger.revision(), shapes=SHAPES, **RULE_WORDS,
    )  # fmt: skip


@router.get("/events/{id}/embed", include_in_schema=False)
def show_embedded(request: Request, desk: AtDesk, id: str, view: Viewed, measure: Measure = None) -> HTMLResponse:
    """Show an event's sentence and chart as a small page that stands in other sites' pages; nothing can be sent from it."""
    # In other people's pages stands what the ledger answers, and not what somebody tried out.
    view = replace(view.as_filed, rules=None)
    now = find_now(desk, id)
    found = find_event_as(desk, now, view)
    measures = measures_of(desk, id, view)
    answer = render(
        request, "embed.html", now=now.event, event=None if found is None else found.event, view=view, revision=desk.ledger.revision(),
        sentence="" if found is None else event_sentence(found.event), measured=choose_measure(measures, measure) if measures else None,
        shapes=SHAPES, address=view.address(f"/events/{anchor_of(now.event)}"),
    )  # fmt: skip
    answer.headers["content-security-policy"] = EMBEDDED
    return answer


def measures_of(desk: Desk, id: str, view: View) -> list[Measured]:
    """Return an event's measures as a view has them, beside what the ledger answers where something is tried out."""
    now = find_now(desk, id)
    found = find_event_as(desk, now, view)
    whole = find_event_as(desk, now, view.as_filed) if view.tries_out else None
    if found is None:
        return []
    return show_measures(found.event, None if whole is None else whole.event, read_day(view.told_by, "told_by"))


def main_of(measures: Sequence[Measured]) -> Measured | None:
    """Return the measure that a page shows first: the one with the most numbers on its chart."""
    return max((found for found in measures if found.charts), key=lambda found: len(found.charts[0].marks), default=None)


def choose_measure(measures: Sequence[Measured], key: str | None) -> Measured:
    """Return the measure that an address names; raises :class:`~according.errors.QuestionError` where there is none to be drawn."""
    found = main_of(measures) if key is None else next((one for one in measures if one.key == key and one.charts), None)
    if found is None:
        raise QuestionError("of this event there is no number with a day to be drawn" + (f" for {key!r}" if key else ""))
    return found


def find_aside(rows: Iterable[Told], view: View) -> list[tuple[str, Told | None]]:
    """Return the figures that are set aside, each with its row where it is among some."""
    held = {row.id: row for row in rows if row.set_aside}
    return [(id, held.get(id)) for id in view.without]


def find_tried(rows: Iterable[Told], view: View) -> list[tuple[Trial, Told | None]]:
    """Return the numbers that are tried out, each with its figure's row where it is among some."""
    held = {row.id: row for row in rows if row.tried}
    return [(trial, held.get(trial.figure)) for trial in view.tried]


def _every_row(event: Event) -> Iterator[Told]:
    return (row for count in event.counts for found in count.reckonings for row in tell_figures(found))


def _notes(event: Event) -> list[str]:
    """Return what rulings did to an event's figures, in words, each once."""
    return list(dict.fromkeys(note for count in event.counts for found in count.reckonings for note in found.notes))


def _days_told(event: Event) -> list[date]:
    """Return the days on which reports of an event were published, in order."""
    return sorted({filing.published for filing in event.reports if filing.published is not None})
