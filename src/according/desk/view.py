"""
How an answer is looked at, and the answer that this gives.

Without which figures, with which numbers tried out, as told or filed by which day, by which rules: all of it stands in the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from according.desk.desk import Desk
from according.errors import QuestionError
from according.exports.citations import Citation
from according.exports.words.events import event_sentence
from according.exports.words.readings import visible
from according.exports.words.reckonings import headline
from according.reckoning.events.event import Event
from according.reckoning.reckon import Parameters
from according.reckoning.trials import Trial, read_trials, write_trial
from according.records import FiledFigure
from according.records import Query as Asked
from according.services.ask import Answer, question_of
from according.services.events import FoundEvent, find_event
from according.services.filters import Method
from according.services.requests import make_parameters, read_day, read_moment

_FIGURE = re.compile(r"[0-9a-f]{6,16}")
# So many figures can be set aside at once: an address holds no more.
SET_ASIDE_MOST = 100


@dataclass(frozen=True, slots=True)
class View:
    """
    How an answer is looked at.

    ``without`` are figures that are set aside, ``tried`` numbers that are tried out in the place of figures' own, ``told_by`` and
    ``known_at`` days as typed, ``rules`` names of rule-sets, and ``revision`` the ledger's revision that a citation names, which changes
    nothing.
    """

    without: tuple[str, ...] = ()
    tried: tuple[Trial, ...] = ()
    told_by: str | None = None
    known_at: str | None = None
    rules: str | None = None
    revision: str | None = None

    @property
    def tries_out(self) -> bool:
        """Whether the answer is not the ledger's, but one that somebody tries out."""
        return bool(self.without or self.tried)

    @property
    def as_filed(self) -> View:
        """The view without what is tried out."""
        return replace(self, without=(), tried=())

    def trying(self, trials: Iterable[Trial]) -> tuple[Trial, ...]:
        """Return the numbers that are tried out together with others, of each figure the last."""
        return tuple({trial.figure: trial for trial in (*self.tried, *trials)}.values())

    def address(
        self, path: str, *, without: Sequence[str] | None = None, tried: Sequence[Trial] | None = None, **changed: str | None
    ) -> str:
        """Return an address with this view, some of it changed; the revision goes along only where it is given anew."""
        own = {"told_by": self.told_by, "known_at": self.known_at, "rules": self.rules} | changed
        asked = [(name, value) for name, value in own.items() if value]
        asked += [("without", id) for id in (self.without if without is None else without)]
        asked += [("try", write_trial(trial)) for trial in (self.tried if tried is None else tried)]
        # Colons stay as they are: people read these addresses, and send them to one another.
        return f"{path}?{urlencode(asked, safe=':')}" if asked else path

    def filters(self) -> dict[str, str]:
        """Return what the answer is asked with, by the names of an address, as a file says it."""
        aside = {"without": " ".join(self.without), "try": " ".join(map(write_trial, self.tried))}
        asked = {"told_by": self.told_by, "known_at": self.known_at, "rules": self.rules, **aside}
        return {name: value for name, value in asked.items() if value}

    def parameters(self) -> Parameters:
        """Return what is reckoned by."""
        return make_parameters(Method(rules=self.rules))

    def query(self) -> Asked:
        """Return which figures are asked for."""
        return Asked(known_at=read_moment(self.known_at, "known_at"))


def read_view(
    without: Annotated[list[str] | None, Query(description="Figures to set aside, by id; nothing is filed.")] = None,
    tried: Annotated[list[str] | None, Query(alias="try", description="Numbers to try out, by figure: 58a00bb722d84d98:1802.")] = None,
    told_by: Annotated[str | None, Query(description="A day: of reports published later nothing counts.", max_length=40)] = None,
    known_at: Annotated[str | None, Query(description="A day or moment (UTC): what was filed later does not count.", max_length=40)] = None,
    rules: Annotated[str | None, Query(description="Recorders' rule-sets, or all.", max_length=100)] = None,
    revision: Annotated[str | None, Query(description="The ledger's revision that a citation names.", max_length=60)] = None,
) -> View:
    """Return how an address asks to look at an answer; fields of a form that were left empty ask for nothing."""
    ids = [id for id in dict.fromkeys(without or ()) if _FIGURE.fullmatch(id)][:SET_ASIDE_MOST]
    trials = read_trials(tried or ())
    return View(tuple(ids), trials, *(value.strip() or None if value else None for value in (told_by, known_at, rules, revision)))


Viewed = Annotated[View, Depends(read_view)]
NOW = View()


def find_now(desk: Desk, id: str) -> FoundEvent:
    """Return the event that an id means; raises :class:`~according.errors.QuestionError` for what is none."""
    if not _FIGURE.fullmatch(id):
        raise QuestionError(f"{visible(id[:60])}: no event, question or figure has such an id")
    return _ask_event(desk, id, NOW)


def find_event_as(desk: Desk, now: FoundEvent, view: View) -> FoundEvent | None:
    """Return an event as a view has it; ``None`` where nothing of it was told or filed by then."""
    view, moment = replace(view, revision=None), view.query().known_at
    if view == NOW:
        return now
    # By what was filed first: a figure that came later could not be asked for then.
    first = min(figures_of(now.event), key=lambda filed: (filed.filing.filed, filed.id))
    if moment is not None and first.filing.filed > moment:
        return None
    try:
        return _ask_event(desk, first.id, view)
    except QuestionError:
        # There is such an event, and no report of it was published by then.
        return None


def find_question(desk: Desk, id: str, view: View) -> Answer:
    """Return the answer of the question that an id means; raises :class:`~according.errors.QuestionError` for what is none."""
    if not _FIGURE.fullmatch(id):
        raise QuestionError(f"{visible(id[:60])}: no question or figure has such an id")
    view = replace(view, told_by=None, revision=None)
    return desk.kept.get(
        desk.ledger, ("question", id, view),
        lambda: question_of(desk.ledger, id, view.query(), view.parameters(), without=view.without, tried=view.tried),
    )  # fmt: skip


def _ask_event(desk: Desk, id: str, view: View) -> FoundEvent:
    day = read_day(view.told_by, "told_by")
    return desk.kept.get(
        desk.ledger, ("event", id, view),
        lambda: find_event(desk.ledger, id, view.query(), view.parameters(), without=view.without, tried=view.tried, told_by=day),
    )  # fmt: skip


def figures_of(event: Event) -> list[FiledFigure]:
    """Return all figures of an event."""
    return [item.filed for count in event.counts for found in count.reckonings for item in found.figures]


def anchor_of(event: Event) -> str:
    """Return a figure of an event: an address with it is found at once, and means the event still when an earlier figure is filed."""
    return event.counts[0].whole.question.figures[0].id


def cite(request: Request, desk: Desk, event: Event, view: View) -> Citation:
    """Return how an event's answer is cited: as of now, so that the address gives it again whatever is filed after."""
    path = f"/events/{anchor_of(event)}"
    return _cite(request, desk, view, path, event.id, visible(event.title), event_sentence(event))


def cite_question(request: Request, desk: Desk, found: Answer, view: View) -> Citation:
    """Return how a question's answer is cited, as :func:`cite` does."""
    question = found.reckoning.question
    path = f"/questions/{question.figures[0].id}"
    return _cite(request, desk, view, path, question.id, visible(question.label), headline(found.reckoning) + ".")


def _cite(request: Request, desk: Desk, view: View, path: str, id: str, title: str, sentence: str) -> Citation:
    now = datetime.now(UTC).replace(microsecond=0)
    # A moment that lies ahead is no moment of the past yet: what is filed until then would change the answer.
    asked = view.query().known_at
    moment = view.known_at if view.known_at and asked is not None and asked < now else now.isoformat().replace("+00:00", "Z")
    revision = desk.ledger.revision()
    address = view.address(str(request.base_url).rstrip("/") + path, known_at=moment, revision=revision)
    if view.without:
        sentence += f" Without {len(view.without)} of its figures, which were set aside to see the answer without them."
    if view.tried:
        sentence += f" With other numbers in the place of {len(view.tried)} of its figures, which were tried out; nobody stated them."
    return Citation(id, title, sentence, address, revision, now)
