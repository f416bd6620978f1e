"""Answers as files: an event's figures, a question's, and those of one speaker, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from according.desk.api.answers import ID_PATTERN
from according.desk.desk import AtDesk, Desk
from according.desk.pages.speakers import show_speaker
from according.desk.saving.files import Places, about_file, save_rows
from according.desk.view import Viewed, find_event_as, find_now, find_question
from according.exports.objects.events import event_object
from according.exports.objects.flat import Row
from according.exports.objects.readings import plain_number
from according.exports.objects.reckonings import reckoning_object
from according.exports.objects.tabled import figure_row, question_rows, weighed_rows
from according.services.browsing.spoken import Profile, Spoken, find_speaker

router = APIRouter(include_in_schema=False)
_Id = Annotated[str, Path(pattern=ID_PATTERN)]


@router.get("/events/{id}.{form}")
def save_event(id: _Id, form: Places, desk: AtDesk, view: Viewed) -> Response:
    """Save an event as its page shows it: its figures, a row each, at their places, or the whole of it."""
    # Rule-sets are of questions.
    view = replace(view, rules=None)
    now = find_now(desk, id)
    found = find_event_as(desk, now, view)
    about = about_file(desk, f"event {now.event.id}: {now.event.title}", view.filters())
    name = f"event-{now.event.id}"
    # Where nothing of it was told by then, the file says so by having no row.
    if found is None:
        return save_rows((), about, form, name)
    event, ungrouped = found.event, found.ungrouped
    return save_rows(weighed_rows(event), about, form, name, objects=lambda: [event_object(event, ungrouped=ungrouped)])


@router.get("/questions/{id}.{form}")
def save_question(id: _Id, form: Places, desk: AtDesk, view: Viewed) -> Response:
    """Save a question as its page shows it: its figures, a row each, at their places, or the whole answer."""
    view = replace(view, told_by=None)
    found = find_question(desk, id, view)
    question = found.reckoning.question
    about = about_file(desk, f"question {question.id}: {question.label}", view.filters())
    return save_rows(
        question_rows(found.reckoning), about, form, f"question-{question.id}",
        objects=lambda: [reckoning_object(found.reckoning, ungrouped=found.ungrouped)],
    )  # fmt: skip


@router.get("/speakers/{name:path}.{form:ending}")
def save_speaker(request: Request, name: str, form: Places, desk: AtDesk) -> Response:
    """Save all figures of a speaker, the last filed first, each with what became of it."""
    # Somebody may be called so: then the address is his, and that of his file ends so twice.
    if desk.ledger.has_speaker(f"{name}.{form}"):
        return show_speaker(request, desk, f"{name}.{form}")
    # The first page now: that nobody is called so is told in place of a file.
    first = find_speaker(desk.ledger, name)
    about = about_file(desk, "figures of one speaker", {"speaker": name})
    return save_rows((_spoken_row(one) for one in _every_figure(desk, first)), about, form, "speaker")


def _every_figure(desk: Desk, page: Profile) -> Iterator[Spoken]:
    """Yield what a speaker gave page by page, as the pages show it."""
    yield from page.spoken
    while page.after is not None:
        page = find_speaker(desk.ledger, page.name, before=page.after)
        yield from page.spoken


def _spoken_row(one: Spoken) -> Row:
    telling = one.telling
    return {
        **figure_row(one.filed), "alignment": one.side, "change": telling.change if telling else None,
        "before": plain_number(telling.before) if telling else None, "echo_of": one.echo_of, "echoes": "; ".join(one.echoes) or None,
        "left_out_by": one.dropped_by, "cannot_all_be_true": " ".join(f"{detail}." for detail in one.against) or None,
    }  # fmt: skip
