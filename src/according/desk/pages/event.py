"""An event on a page: what is stated of it, by whom, over which days, what cannot be true, and what hangs on which figure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from according.desk.answers import Measured, Told, show_clashes, show_measures
from according.desk.charts.course import SHAPES
from according.desk.desk import AtDesk, Desk
from according.desk.rendering import render
from according.errors import QuestionError
from according.exports.citations import Citation
from according.exports.words.events import event_lines, event_sentence
from according.exports.words.readings import visible
from according.exports.words.reckonings import RULE_HEADINGS, rule_notes, rule_rows
from according.ledger.base import Ledger
from according.reckoning.events.event import Event
from according.reckoning.rulesets.registry import RULE_SET_TITLES
from according.records import Filing, Query as Asked
from according.services.events import FoundEvent, find_event
from according.services.filters import Method
from according.services.requests import make_parameters, read_day, read_moment

router = APIRouter()
_ID = re.compile(r"[0-9a-f]{6,16}")
# So many figures can be set aside at once: an address holds no more.
SET_ASIDE_MOST = 100


@dataclass(frozen=True, slots=True)
class View:
    """How an event is looked at: without which figures, as told or filed by which day, under which recorders' rules."""

    without: tuple[str, ...] = ()
    told_by: str | None = None
    known_at: str | None = None
    rules: str | None = None
    revision: str | None = None

    def address(self, path: str, *, without: Sequence[str] | None = None, **changed: str | None) -> str:
        """Return an address with this view, some of it changed."""
        own = {"told_by": self.told_by, "known_at": self.known_at, "rules": self.rules} | changed
        asked = [(name, value) for name, value in own.items() if value]
        asked += [("without", id) for id in (self.without if without is None else without)]
        return f"{path}?{urlencode(asked)}" if asked else path


def read_view(
    without: Annotated[list[str] | None, Query(description="Figures to set aside, by id.")] = None,
    told_by: Annotated[str | None, Query(description="A day: of reports published later nothing counts.", max_length=40)] = None,
    known_at: Annotated[str | None, Query(description="A day or moment: what was filed later does not count.", max_length=40)] = None,
    rules: Annotated[str | None, Query(description="Recorders' rule-sets, or all.", max_length=100)] = None,
    revision: Annotated[str | None, Query(description="The ledger's revision that a citation names.", max_length=60)] = None,
) -> View:
    """Return how an address asks to look at an event."""
    ids = [id for id in dict.fromkeys(without or ()) if _ID.fullmatch(id)][:SET_ASIDE_MOST]
    return View(tuple(ids), *(value.strip() or None if value else None for value in (told_by, known_at, rules, revision)))


Viewed = Annotated[View, Depends(read_view)]


@router.get("/events/{id}", include_in_schema=False)
def show_event(request: Request, desk: AtDesk, id: str, view: Viewed) -> HTMLResponse:
    """Show an event."""
    now = find(desk, id, View())
    found = look(desk, now, view)
    until = read_day(view.told_by, "told_by")
    event = None if found is None else found.event
    # What is set aside shows by how the answer was before.
    whole = look(desk, now, View((), view.told_by, view.known_at)) if view.without else None
    measures = [] if event is None else show_measures(event, None if whole is None else whole.event, until)
    return render(
        request, "event.html", event=event, now=now.event, anchor=anchor_of(now.event), view=view, path=f"/events/{id}",
        sentence="" if event is None else event_sentence(event), lines=[] if event is None else list(event_lines(event))[1:],
        measures=measures, main=main_of(measures), aside=_set_aside(measures, view), shapes=SHAPES,
        clashes=[] if event is None else show_clashes(event.contradictions, [row for count in event.counts for row in count.reckonings]),
        days=_days_told(now.event), rule_headings=RULE_HEADINGS, rule_rows=rule_rows, rule_notes=rule_notes, rule_titles=RULE_SET_TITLES,
        citation=None if event is None else cite(request, desk.ledger, event, view), ungrouped=now.ungrouped,
        revision=desk.ledger.revision(),
    )  # fmt: skip


def find(desk: Desk, id: str, view: View) -> FoundEvent:
    """Return the event that an id means; raises :class:`~according.errors.QuestionError` for what is none."""
    if not _ID.fullmatch(id):
        raise QuestionError(f"{id[:60]}: no event, question or figure has such an id")
    return _ask(desk.ledger, id, view)


def look(desk: Desk, now: FoundEvent, view: View) -> FoundEvent | None:
    """Return an event as a view has it; ``None`` where nothing of it was told or filed by then."""
    moment = read_moment(view.known_at, "known_at")
    if view == View():
        return now
    # By what was filed first: a figure that came later could not be asked for then.
    first = min((item.filed for count in now.event.counts for found in count.reckonings for item in found.figures), key=lambda filed: (filed.filing.filed, filed.id))
    if moment is not None and first.filing.filed > moment:
        return None
    found = _ask(desk.ledger, first.id, view)
    return found if found.event.counts else None


def _ask(ledger: Ledger, id: str, view: View) -> FoundEvent:
    query = Asked(known_at=read_moment(view.known_at, "known_at"))
    parameters = make_parameters(Method(rules=view.rules))
    return find_event(ledger, id, query, parameters, without=view.without, told_by=read_day(view.told_by, "told_by"))


def anchor_of(event: Event) -> str:
    """Return a figure of an event: an address with it is found at once, and means the event still when an earlier figure is filed."""
    return event.counts[0].whole.question.figures[0].id


def main_of(measures: Sequence[Measured]) -> Measured | None:
    """Return the measure that a page shows first: the one with the most numbers on its chart."""
    return max((found for found in measures if found.charts), key=lambda found: len(found.charts[0].marks), default=None)


def _set_aside(measures: Sequence[Measured], view: View) -> list[tuple[str, Told | None]]:
    rows = {row.id: row for measured in measures for row in measured.rows if row.set_aside}
    return [(id, rows.get(id)) for id in view.without]


def _days_told(event: Event) -> list[date]:
    """Return the days on which reports of an event were published, in order."""
    return sorted({filing.published for filing in event.reports if filing.published is not None})


def cite(request: Request, ledger: Ledger, event: Event, view: View) -> Citation:
    """Return how an answer is cited: as of the last filing, so that the address gives it again whatever is filed after."""
    now = datetime.now(UTC).replace(microsecond=0)
    moment = view.known_at or now.isoformat().replace("+00:00", "Z")
    revision = ledger.revision()
    address = view.address(f"{str(request.base_url).rstrip('/')}/events/{anchor_of(event)}", known_at=moment, revision=revision)
    return Citation(event.id, visible(event.title), event_sentence(event), address, revision, now)
