"""Reports as files: figures and statements of a reading, what changed from one to another, and what is sent to be added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Response
from starlette.exceptions import HTTPException

from according.desk.api.answers import ID_PATTERN
from according.desk.desk import AtDesk, Desk
from according.desk.pages.add import find_parcel
from according.desk.pages.report import ReadingId, find_two
from according.desk.saving.files import Places, Table, about_file, save_rows
from according.exports.about import About
from according.exports.geojson import feature_line
from according.exports.objects.filings import receipt_object
from according.exports.objects.flat import Row, flat_rows
from according.exports.objects.readings import iso_day, to_object
from according.exports.objects.tabled import pair_row, statement_row
from according.report import Report
from according.services.add import Filed
from according.services.papers.as_filed import Sheet, find_report, find_sheet
from according.services.papers.changes import compare_figures
from according.services.papers.drafts import Draft

router = APIRouter(include_in_schema=False)
_Id = Annotated[str, Path(pattern=ID_PATTERN)]


@router.get("/reports/{id}.{form}")
def save_report(id: _Id, form: Places, desk: AtDesk, reading: ReadingId = None) -> Response:
    """Save a report's figures as they were read, a row each, at their places, or the whole reading."""
    sheet = find_sheet(desk.ledger, find_report(desk.ledger, id), reading)
    return save_rows(
        _figure_rows(sheet), _about(desk, "figures of", sheet, reading), form, f"report-{sheet.report.id}",
        objects=lambda: [to_object(sheet.reading)],
        # A feature has its country under the name that all of the desk's have.
        features=lambda: (feature_line({**row, "country": row["place_country"]}) for row in _figure_rows(sheet)),
    )  # fmt: skip


@router.get("/reports/{id}/statements.{form}")
def save_statements(id: _Id, form: Table, desk: AtDesk, reading: ReadingId = None) -> Response:
    """Save all statements of a report, those without a figure too."""
    sheet = find_sheet(desk.ledger, find_report(desk.ledger, id), reading)
    rows = map(statement_row, sheet.reading.statements)
    return save_rows(rows, _about(desk, "statements of", sheet, reading), form, f"statements-{sheet.report.id}")


@router.get("/reports/{id}/changes.{form}")
def save_changes(id: _Id, form: Table, desk: AtDesk, since: ReadingId = None, reading: ReadingId = None) -> Response:
    """Save the figures of two readings, each as it was then and as it is now."""
    then, now = find_two(desk, id, since, reading)
    found = compare_figures(then.reading, now.reading)
    rows = (pair_row(one.kind, (("then", one.then), ("now", one.now))) for one in found)
    filters = {"since": since, "reading": reading}
    about = about_file(desk, f"changes of report {now.report.id}", {name: value for name, value in filters.items() if value})
    return save_rows(rows, about, form, f"changes-{now.report.id}")


@router.get("/add/{id}.{form}")
def save_parcel(id: str, form: Table, desk: AtDesk) -> Response:
    """Save what was sent to be added: what it would be read as, or what became of it once it is filed."""
    parcel = find_parcel(desk, id)
    if parcel.is_busy:
        raise HTTPException(409, "This is still being worked on; its page says when it is done.")
    filed = parcel.state == "filed"
    rows = [_filed_row(one.filed) for one in parcel.results] if filed else [_draft_row(draft) for draft in parcel.drafts]
    about = about_file(desk, "what was filed" if filed else "what would be read as what")
    return save_rows(rows, about, form, "filed" if filed else "to-be-filed")


def _draft_row(draft: Draft) -> Row:
    report = draft.report
    return {
        **_received(report), "kind": draft.kind, "extractor": draft.extractor, "characters": len(report.text),
        "foreseen": draft.foreseen, "problem": draft.refused,
    }  # fmt: skip


def _filed_row(one: Filed) -> Row:
    outcome = one.outcome
    told = receipt_object(one.receipt, outcome.path, outcome.refused)
    return {**_received(outcome.reading.report), **{name: told[name] for name in told if name not in ("path", "report")}}


def _received(report: Report) -> Row:
    return {
        "report": report.id, "path": report.path, "title": report.title, "publisher": report.publisher,
        "published": iso_day(report.published), "url": report.url,
    }  # fmt: skip


def _about(desk: Desk, what: str, sheet: Sheet, reading: str | None) -> About:
    return about_file(desk, f"{what} report {sheet.report.id}", {"reading": reading} if reading else {})


def _figure_rows(sheet: Sheet) -> Iterator[Row]:
    """Yield a reading's figures, each with what the people who judged it came to."""
    for row in flat_rows(sheet.reading):
        yield {**row, "judged": _judged(sheet, {str(row["figure"]), str(row["statement"])})}


def _judged(sheet: Sheet, on: set[str]) -> str | None:
    standing = sheet.standing
    verdicts = (("rejected", standing.rejected), ("corrected", standing.corrected), ("accepted", standing.accepted))
    return next((words for words, table in verdicts if on & table.keys()), None)
