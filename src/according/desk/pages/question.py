"""A question on a page: its answer, every figure that was put to it, and what became of each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from according.desk.answers import show_clashes, show_question, tell_figures
from according.desk.charts.course import SHAPES
from according.desk.desk import AtDesk, Desk
from according.desk.pages.event import RULE_WORDS, find_aside, find_tried
from according.desk.pages.trying import TypedIn, try_typed
from according.desk.rendering import render
from according.desk.view import View, Viewed, cite_question, find_question
from according.exports.words.reckonings import explain_sections, headline
from according.reckoning.answer import Reckoning

router = APIRouter()
# Figures on one page, and linked questions that are answered as well: each takes as long as this one.
FIGURES_SHOWN, BESIDE_ANSWERED = 200, 4


@router.get("/questions/{id}", include_in_schema=False)
def show_question_page(
    request: Request, desk: AtDesk, id: str, view: Viewed, typed: TypedIn,
    first: Annotated[int, Query(ge=0, description="Figures to pass over.")] = 0,
) -> Response:  # fmt: skip
    """Show a question's answer."""
    found = find_question(desk, id, view)
    whole = find_question(desk, id, type(view)(known_at=view.known_at)) if view.tries_out else None
    reckoning = found.reckoning
    shown = show_question(reckoning, None if whole is None else whole.reckoning, first, FIGURES_SHOWN)
    path = f"/questions/{id}"
    rows = [row for one in (reckoning, *_beside(desk, reckoning, view)) for row in tell_figures(one)]
    asked = try_typed(typed, [shown], view, path)
    if isinstance(asked, Response):
        return asked
    return render(
        request, "question.html", status=422 if asked.told else 200, typed=asked, view=view, path=path, tried=find_tried(rows, view),
        shown=shown, sentence=headline(reckoning), first=first,
        step=FIGURES_SHOWN, total=len(reckoning.figures), aside=find_aside(rows, view),
        clashes=show_clashes(reckoning.contradictions, rows),
        sections=[one for one in explain_sections(reckoning) if one[0] not in ("contradictions", "notes")], linked=reckoning.linked,
        ungrouped=found.ungrouped, revision=desk.ledger.revision(), citation=cite_question(request, desk, found, view), shapes=SHAPES,
        **RULE_WORDS,
    )  # fmt: skip


def _beside(desk: Desk, reckoning: Reckoning, view: View) -> list[Reckoning]:
    """Return the answers of those linked questions of which figures stand in this one's contradictions, or are tried out or set aside."""
    wanted = {id for found in reckoning.contradictions for id in found.figures}
    wanted |= {*view.without, *(trial.figure for trial in view.tried)}
    wanted -= {item.id for item in reckoning.figures}
    met = [other for other in reckoning.linked if any(filed.id in wanted for filed in other.figures)]
    return [find_question(desk, other.figures[0].id, view).reckoning for other in met[:BESIDE_ANSWERED]]
