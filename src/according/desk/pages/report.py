"""A report: its text with who says what marked on it, its figures beside it, and how it came to stand as it does."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from according.desk.desk import AtDesk, Desk
from according.desk.rendering import render
from according.desk.shown import number_words, part_of, show, tell_failing
from according.errors import QuestionError
from according.services.papers.as_filed import Sheet, find_figure, find_report, find_sheet
from according.services.papers.changes import compare_figures, compare_texts

router = APIRouter()
# Reports on one page of the list.
_REPORTS_SHOWN = 50
ReadingId = Annotated[str | None, Query(max_length=64)]
FigureId = Annotated[str | None, Query(max_length=64)]
Part = Annotated[int, Query(ge=1, lt=2**31)]


@router.get("/reports", include_in_schema=False)
def list_reports(request: Request, desk: AtDesk, before: Annotated[int | None, Query(ge=1, lt=2**62)] = None) -> HTMLResponse:
    """Show the reports, those that were filed last first."""
    # One more than is shown says whether there are more.
    found = desk.ledger.latest_filings(_REPORTS_SHOWN + 1, before=before)
    shown = found[:_REPORTS_SHOWN]
    older = shown[-1][0] if len(found) > _REPORTS_SHOWN else None
    return render(request, "reports.html", filings=[filing for _, filing in shown], before=before, older=older)


@router.get("/reports/{id}", include_in_schema=False)
def show_report(
    request: Request, desk: AtDesk, id: str, reading: ReadingId = None, part: Part = 1, figure: FigureId = None
) -> Response:
    """Show a report with its newest reading or with the one that is named; ``figure`` asks for the part in which its words stand."""
    whole = find_report(desk.ledger, id)
    if whole != id:
        return RedirectResponse(f"/reports/{whole}", 307)
    sheet = find_sheet(desk.ledger, id, reading)
    held = next((one for statement in sheet.reading.statements for one in statement.figures if one.id == figure), None)
    shown = show(sheet.reading, part if held is None else part_of(sheet.reading, held.number.start))
    return render(request, "report.html", sheet=sheet, shown=shown, failing=tell_failing(sheet.checks), numbers=number_words(sheet.reading))


@router.get("/reports/{id}/changes", include_in_schema=False)
def show_changes(request: Request, desk: AtDesk, id: str, since: ReadingId = None, reading: ReadingId = None) -> HTMLResponse:
    """
    Show what changed up to a report's reading.

    ``since`` is the id of an earlier reading of the report, or of the report of an earlier text of its page.
    """
    then, now = find_two(desk, id, since, reading)
    texts = [] if then.report.id == now.report.id else compare_texts(then.report.text, now.report.text)
    return render(request, "changes.html", then=then, now=now, texts=texts, figures=compare_figures(then.reading, now.reading))


def find_two(desk: Desk, id: str, since: str | None, reading: str | None) -> tuple[Sheet, Sheet]:
    """Return an earlier and a later sheet to be compared; raises QuestionError where there is nothing to compare a report with."""
    now = find_sheet(desk.ledger, find_report(desk.ledger, id), reading)
    earlier = {one.id for one in now.readings}
    other = since or (now.readings[-2].id if len(now.readings) > 1 else None)
    if other is None:
        raise QuestionError("this report has one reading; there is nothing to compare it with")
    then = find_sheet(desk.ledger, now.report.id, other) if other in earlier else find_sheet(desk.ledger, find_report(desk.ledger, other))
    return then, now


@router.get("/figures/{id}", include_in_schema=False)
def show_figure(desk: AtDesk, id: str) -> RedirectResponse:
    """Lead to a figure's words in its report."""
    found = find_figure(desk.ledger, id)
    reading = desk.ledger.reading(found.filing.id) or find_sheet(desk.ledger, found.filing.id).reading
    part = part_of(reading, found.figure.number.start)
    return RedirectResponse(f"/reports/{found.filing.id}{f'?part={part}' if part > 1 else ''}#f-{found.id}", 303)
