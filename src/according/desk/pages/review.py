"""Review: what waits for a person, one figure with its evidence, and what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.params import Query as Asked
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from according.desk.desk import AtDesk, Desk
from according.desk.entering.entry import person_of
from according.desk.listing import write_told
from according.desk.rendering import render, speaker_address
from according.errors import ConflictError, LedgerError, RequestError
from according.exports.words.doubts import doubt_words
from according.exports.words.fields import FIELD_WORDS, choice_words, value_words
from according.reckoning.corrections import CORRECTION_CHOICES, correct_figures
from according.reckoning.rulings import find_taken_back, weigh_rulings
from according.records import ID_SHORTEST, PAIR_KINDS, SPEAKER_KINDS, FiledFigure, Query, Ruling
from according.services.browsing.holding import events_holding
from according.services.evidence import Evidence, find_evidence
from according.services.filters import FILTER_LONGEST
from according.services.judge import file_rulings, undo_ruling, user_name
from according.services.people.accounts import read_name
from according.services.people.agreed import find_agreement
from according.services.people.correcting import (
    FIELDS_ABOUT,
    MAY_BE_UNKNOWN,
    field_values,
    find_changes,
    join_speakers,
    split_speakers,
)
from according.services.people.joinable import Beside, find_beside
from according.services.people.review import Item, Queue, find_mates, find_queue, own_doubts

router = APIRouter(include_in_schema=False)

# What a browser keeps of the name that somebody gave who does not log in.
NAME_COOKIE = "according-name"
# Where more figures wait for their groups, a page does not wait for them.
WAITED_FOR = 3_000
# Rulings on one page of their list, and items of the queue on one page.
RULINGS_TOGETHER, ITEMS_SHOWN = 40, 40
# Contradictions between rulings on that page, and events that it calls by their titles: each has to be reckoned.
CLASHES_SHOWN, EVENTS_NAMED = 20, 12
# What stands for a reason where somebody accepts without one: no words are put into anybody's mouth.
ACCEPTED = "no reason given"
UNDONE = "taken back at the desk"
Words = Annotated[str, Asked(max_length=FILTER_LONGEST)]
# Characters of the text before and behind a statement.
CONTEXT = 400


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure as it is shown to be judged: its evidence, itself as corrected, what else may be of its event, and why it waits."""

    evidence: Evidence
    corrected: FiledFigure
    mates: tuple[FiledFigure, ...]
    seen: str
    doubts: tuple[str, ...]
    # Its place in the queue, `None` where it is not in it.
    at: int | None = None

    @property
    def context(self) -> tuple[str, str, str, str, str]:
        """The text around the number: before the statement, its words before the number, the number, its words behind, and what follows."""
        text, statement, number = self.evidence.text, self.evidence.filed.statement, self.evidence.filed.figure.number
        begin, end = max(0, statement.start - CONTEXT), statement.end + CONTEXT
        # From the beginning of a line or word: half a word tells nothing.
        begin = (begin and max(text.find(" ", begin, statement.start), text.find("\n", begin, statement.start)) + 1) or begin
        stop = text.rfind(" ", statement.end, end) if end < len(text) else len(text)
        start, close = min(statement.start, number.start), max(statement.end, number.end)
        return text[begin:start], text[start : number.start], text[number.start : number.end], text[number.end : close], text[close:stop]


@router.get("/review")
def show_review(
    request: Request, desk: AtDesk, figure: str = "", filed: str = "", before: Annotated[int | None, Asked(ge=0)] = None, find: Words = ""
) -> HTMLResponse:
    """Show what waits, and one figure of it to be judged: the first, or the one that is asked for."""
    return _page(request, desk, figure, before, filed=filed, find=find.strip())


@router.post("/review")
async def file_ruling(request: Request, desk: AtDesk, before: Annotated[int | None, Asked(ge=0)] = None) -> Response:
    """File a ruling, and show the next figure; what cannot be filed is shown with its reason, and the form as it was."""
    return await run_sync(_file, request, desk, read_form(await request.form()), before)


def read_form(sent: Mapping[str, object]) -> dict[str, str]:
    """Return what a form holds; those who say so, each of whom has a field, as one value."""
    form = {name: value for name, value in sent.items() if isinstance(value, str)}
    names = [form.pop(name) for name in list(form) if name.startswith("to-speakers-")]
    return {**form, "to-speakers": join_speakers(names)} if names else form


def _file(request: Request, desk: Desk, form: Mapping[str, str], before: int | None) -> Response:
    id, kind = form.get("figure", ""), form.get("ruling", "")
    try:
        evidence = find_evidence(desk.ledger, id)
        seen = {on: frozenset(form.get("seen", "").split()) for on in (evidence.filed.id, evidence.filed.statement.id)}
        why = form.get("why", "").strip() or (ACCEPTED if kind == "accept" else "")
        rest = _rest(desk, evidence.filed, kind, form)
        made = file_rulings(
            desk.ledger, kind, evidence.filed.id, rest, who=who_rules(request), why=why, seen=seen, most=WAITED_FOR
        )
    except ConflictError as error:
        return _page(request, desk, id, before, form=form, told=str(error), status=409)
    except (LedgerError, RequestError) as error:
        # A value that cannot be is the form's; a ledger that cannot be written is its own.
        return _page(request, desk, id, before, form=form, told=str(error), status=422 if error.__cause__ is None else 503)
    return _go_on(form.get("next", ""), before, " ".join(judged.ruling.id for judged in made))


def _rest(desk: Desk, filed: FiledFigure, kind: str, form: Mapping[str, str]) -> list[str]:
    """Return what a ruling of a kind needs beside its figure: the other figure, or what was changed."""
    if kind in PAIR_KINDS:
        return [form.get("typed", "").strip() or form.get("other", "")]
    if kind != "correct":
        return []
    [corrected] = correct_figures([filed], weigh_rulings(desk.ledger.rulings()))
    changes = list(find_changes(corrected, {name.removeprefix("to-"): value for name, value in form.items() if name.startswith("to-")}))
    if not changes:
        raise RequestError("correction", "nothing was changed; change a value, or accept the figure as it is")
    return changes


def _go_on(next: str, before: int | None, filed: str) -> Response:
    """Return the way to the next figure, which says what was filed."""
    # Only ids go into an address.
    known = {"figure": next if next.isalnum() else "", "filed": filed, "before": "" if before is None else str(before)}
    given = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in known.items() if value)
    return RedirectResponse(f"/review?{given}", status_code=303)


@router.post("/review/undo")
async def undo(request: Request, desk: AtDesk) -> Response:
    """Take a ruling back, and show its figure again."""
    form = read_form(await request.form())

    def take_back() -> Response:
        why = form.get("why", "").strip() or UNDONE
        for id in reversed(form.get("rulings", "").split()):
            made = undo_ruling(desk.ledger, id, who=who_rules(request), why=why, most=WAITED_FOR)
        if not form.get("rulings", "").split():
            raise RequestError("ruling", "no ruling is named")
        if made.kind in SPEAKER_KINDS:
            return RedirectResponse(f"{speaker_address(made.subject)}#set", status_code=303)
        subject = desk.ledger.figure(made.subject)
        return RedirectResponse(f"/review?figure={subject.id}&filed={made.id}" if subject is not None else "/rulings", status_code=303)

    return await run_sync(take_back)


@router.post("/review/name")
async def keep_name(request: Request) -> Response:
    """Keep the name under which somebody rules who does not log in."""
    form = await request.form()
    name = read_name(str(form.get("name", "")))
    figure = str(form.get("figure", ""))
    told = RedirectResponse(f"/review?figure={figure}" if figure.isalnum() else "/review", status_code=303)
    told.set_cookie(NAME_COOKIE, name.encode().hex(), max_age=365 * 24 * 3600, httponly=True, samesite="strict", path="/")
    return told


def who_rules(request: Request) -> str:
    """Return under which name rulings are filed: of who is logged in, else the name that was given, else the user's on this machine."""
    person = person_of(request)
    if person is not None:
        return person.name
    try:
        # Written in hexadecimal digits: a cookie holds ASCII alone.
        return read_name(bytes.fromhex(request.cookies.get(NAME_COOKIE, "")).decode())
    except (ValueError, RequestError):
        return user_name()


def _page(
    request: Request, desk: Desk, figure: str, before: int | None, *, filed: str = "", form: Mapping[str, str] | None = None,
    told: str = "", status: int = 200, find: str = "",
) -> HTMLResponse:  # fmt: skip
    queue = desk.kept.get(desk.ledger, ("review", before), lambda: find_queue(desk.ledger, before=before))
    rulings = desk.ledger.rulings()
    opened = _open(desk, queue, figure, rulings)
    at = opened.at if opened is not None else None
    following = queue.items[at + 1 : at + 2] if at is not None else queue.items[:1]
    just = _named(rulings, filed)
    values = form_values(opened, form) if opened is not None else {}
    return render(
        request, "review.html", status=status, queue=queue, items=[_listed(item) for item in queue.items[:ITEMS_SHOWN]], opened=opened,
        next=following[0].filed.id if following else "", previous=queue.items[at - 1].filed.id if at else "", before=before,
        just=just, judged=desk.ledger.figure(just[0].subject) if just else None, form=form or {}, told=told,
        values=values, read=field_values(opened.evidence.filed) if opened else {},
        opened_values=field_values(opened.corrected) if opened else {},
        about=FIELDS_ABOUT, choices=CORRECTION_CHOICES, may_be_unknown=MAY_BE_UNKNOWN, who=who_rules(request),
        new=_unseen(opened, form) if status == 409 and opened else [], taken_back=list_taken_back(rulings), find=find,
        figures=_ruled_on(desk, [*just, *(opened.evidence.rulings if opened else ())]),
        beside=_beside(desk, opened, find) if opened else Beside(), speakers=split_speakers(values.get("speakers", "")),
        days_told=write_told, **FIELD_TERMS,
    )  # fmt: skip


def _beside(desk: Desk, opened: Opened, words: str) -> Beside:
    """Return the events that the figure's may be joined with."""
    id = opened.evidence.filed.id
    return desk.kept.get(desk.ledger, ("beside", id, words), lambda: find_beside(desk.ledger, opened.corrected, opened.mates, words))


def write_field(name: str, typed: str) -> str:
    """Return a field's value, as it is typed, in plain words."""
    return value_words(name, split_speakers(typed) if name == "speakers" else typed)


FIELD_TERMS: dict[str, Any] = {"field_words": FIELD_WORDS, "choice_words": choice_words, "written": write_field}


def form_values(opened: Opened, form: Mapping[str, str] | None) -> dict[str, str]:
    """Return what the correction's fields hold: what a form was sent with, else the figure as it is corrected now."""
    return {name: (form or {}).get(f"to-{name}", value) for name, value in field_values(opened.corrected).items()}


def _open(desk: Desk, queue: Queue, figure: str, rulings: Sequence[Ruling]) -> Opened | None:
    """Return the figure that is asked for, else the first that waits, with its evidence."""
    id = figure or (queue.items[0].filed.id if queue.items else "")
    if not id:
        return None
    try:
        evidence = find_evidence(desk.ledger, id)
    except LedgerError as error:
        # An id that is none is no fault of the ledger's.
        raise (error if error.__cause__ is not None or len(id) < ID_SHORTEST else RequestError("figure", str(error))) from error.__cause__
    [corrected] = correct_figures([evidence.filed], weigh_rulings(rulings))
    at = next((at for at, item in enumerate(queue.items) if item.filed.id == evidence.filed.id), None)
    doubts = queue.items[at].doubts if at is not None else tuple(own_doubts(corrected))
    seen = " ".join(sorted(ruling.id for ruling in evidence.rulings))
    told = tuple(doubt_words(doubt.kind, doubt.detail) for doubt in doubts)
    return Opened(evidence, corrected, find_mates(desk.ledger, corrected), seen, told, at)


def _listed(item: Item) -> dict[str, Any]:
    return {"filed": item.filed, "doubts": [doubt_words(doubt.kind, doubt.detail) for doubt in item.doubts]}


def _named(rulings: Sequence[Ruling], ids: str) -> list[Ruling]:
    """Return the rulings with some ids, as they were filed."""
    wanted = set(ids.split())
    return [ruling for ruling in rulings if ruling.id in wanted]


def _unseen(opened: Opened, form: Mapping[str, str] | None) -> list[Ruling]:
    """Return the rulings on a figure that a form has not seen."""
    seen = set((form or {}).get("seen", "").split())
    return [ruling for ruling in opened.evidence.rulings if ruling.id not in seen]


def list_taken_back(rulings: Sequence[Ruling]) -> frozenset[str]:
    """Return which of some rulings are taken back."""
    return find_taken_back(sorted(rulings, key=lambda ruling: (ruling.when, ruling.id)))


@router.get("/rulings")
def show_rulings(request: Request, desk: AtDesk, page: Annotated[int, Asked(ge=1, le=1_000_000)] = 1) -> HTMLResponse:
    """Show what people decided, the newest first."""
    rulings = desk.ledger.rulings()
    newest = list(reversed(rulings))[(page - 1) * RULINGS_TOGETHER : page * RULINGS_TOGETHER]
    clashes = weigh_rulings(rulings).clashes[:CLASHES_SHOWN]
    figures = _ruled_on(desk, [*newest, *(ruling for pair in clashes for ruling in pair)])
    found = [filed for filed in figures.values() if filed is not None]
    held = desk.kept.get(desk.ledger, ("rulings", page), lambda: events_holding(desk.ledger, found, EVENTS_NAMED))
    return render(
        request, "rulings.html", rulings=newest, many=len(rulings), page=page, more=page * RULINGS_TOGETHER < len(rulings),
        taken_back=list_taken_back(rulings), clashes=clashes, on_speaker=SPEAKER_KINDS, figures=figures,
        events={id: next((one for one in held if id in one.figures), None) for id in figures},
    )  # fmt: skip


def _ruled_on(desk: Desk, rulings: Iterable[Ruling]) -> dict[str, FiledFigure | None]:
    """Return what rulings are on, by id, as it is corrected; ``None`` for what is no figure of a newest reading."""
    ids = dict.fromkeys(id for ruling in rulings for id in (ruling.subject, ruling.other) if id is not None)
    found = desk.ledger.find(Query(figures=tuple(ids))) if ids else ()
    known = {filed.id: filed for filed in correct_figures(found, weigh_rulings(desk.ledger.rulings()))}
    return {id: known.get(id) for id in ids}


@router.get("/agreement")
def show_agreement(request: Request, desk: AtDesk) -> HTMLResponse:
    """Show how far people and the machine agree."""
    return render(request, "agreement.html", found=find_agreement(desk.ledger))

