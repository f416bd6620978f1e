"""Charts as files that stand by themselves, SVG or PNG: each with its title, its legend, where it comes from and how it was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from according.desk.answers import Measured, show_question
from according.desk.charts.course import SHAPES
from according.desk.charts.picture import SCALE_MOST, draw_picture
from according.desk.desk import AtDesk, Desk
from according.desk.pages.event import Measure, choose_measure, measures_of
from according.desk.rendering import write
from according.desk.view import View, Viewed, anchor_of, find_now, find_question
from according.errors import QuestionError
from according.exports.about import About, about_object
from according.exports.objects.readings import dump_line

router = APIRouter()
Form = Literal["svg", "png"]
Wide = Annotated[bool, Query(description="As for a wide screen, or for a narrow one.")]
Scale = Annotated[int, Query(ge=1, le=SCALE_MOST, description="Pixels for each unit of the drawing, as PNG.")]


@router.get("/events/{id}/chart.{form}", include_in_schema=False)
def show_event_chart(
    request: Request, desk: AtDesk, id: str, form: Form, view: Viewed, measure: Measure = None, wide: Wide = True, scale: Scale = 1
) -> Response:
    """Return the chart of one measure of an event."""
    path = f"/events/{anchor_of(find_now(desk, id).event)}"
    shown = choose_measure(measures_of(desk, id, view), measure)
    svg = _write_svg(request, desk, shown, view, path, wide)
    return _send(svg, form, scale)


@router.get("/questions/{id}/chart.{form}", include_in_schema=False)
def show_question_chart(
    request: Request, desk: AtDesk, id: str, form: Form, view: Viewed, wide: Wide = True, scale: Scale = 1
) -> Response:
    """Return the chart of a question."""
    shown = show_question(find_question(desk, id, view).reckoning, None, 0, 0)
    if not shown.charts:
        raise QuestionError("of this question there is no number with a day to be drawn")
    svg = _write_svg(request, desk, shown, view, f"/questions/{shown.whole.figure}", wide)
    return _send(svg, form, scale)


def _write_svg(request: Request, desk: Desk, shown: Measured, view: View, path: str, wide: bool) -> str:
    revision = desk.ledger.revision()
    filters = {"measure": shown.key, **replace(view, rules=None).filters()}
    about = About(f"chart of question {shown.whole.question}", revision, datetime.now(UTC), filters)
    return write(
        request, "chart.svg", measured=shown, chart=shown.charts[0 if wide else -1], view=view, shapes=SHAPES, revision=revision,
        about=dump_line(about_object(about)), address=view.address(str(request.base_url).rstrip("/") + path, rules=None),
    )  # fmt: skip


def _send(svg: str, form: Form, scale: int) -> Response:
    if form == "png":
        return Response(draw_picture(svg, scale), media_type="image/png")
    return Response(svg, media_type="image/svg+xml; charset=utf-8")
