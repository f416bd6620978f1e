"""
A ledger's events page by page, the newest first, at the cost of a page and not of the ledger.

:func:`according.services.events.list_events` puts a whole ledger to questions before it can tell the newest. Here the latest figures are
looked up, and only what they are part of is put to questions. The price: in a ledger that is too large to be looked at whole, an event is
listed as far as the groups of these figures and of their reports reach, and one that falls apart so may be listed in two parts. Asked for
by one of its figures (:func:`according.services.events.find_event`) it is followed to its ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from according.comparing.profile import Profiles
from according.errors import RequestError
from according.ledger.base import Ledger
from according.ledger.finding.fitness import fits
from according.ledger.finding.latest import mark_of
from according.reckoning.answer import Question
from according.reckoning.corrections import correct_figures
from according.reckoning.events.event import Event, Occurrence
from according.reckoning.events.forming import form_events
from according.reckoning.questions.linking import link_questions
from according.reckoning.reckon import Parameters
from according.records import FiledFigure, Mark, Query
from according.services.ask import ANSWERED_MOST, WAITING_FEW, Asked
from according.services.events import reckon_event

EVENTS_A_PAGE = 20
# So many figures are looked up first for each event that is wanted, as many where these were too few, and then twice as many each time.
FIGURES_AN_EVENT = 3
# A ledger of so many figures is put to questions whole, in half a second.
WHOLE_MOST = 600
# Where nothing stands behind.
BEHIND_ALL: Mark = (date.min, "")
# A page of one long story ends after so many look-ups, with what was found.
LOOKED_UP = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """
    An event in a list: ``figure`` is one of its figures, by which it is found again whole, and ``mark`` where it stands in the list.
    """

    event: Event
    figure: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class EventPage:
    """
    Events in order, the newest first; ``after`` is where the next page goes on, ``None`` where this is the last.

    ``ungrouped`` says how many figures of the ledger wait for their groups: some may belong to these events.
    """

    events: tuple[Listed, ...] = ()
    after: Mark | None = None
    ungrouped: int = 0


def page_events(
    ledger: Ledger, query: Query, *, limit: int = EVENTS_A_PAGE, before: Mark | None = None, parameters: Parameters | None = None
) -> EventPage:  # fmt: skip
    """
    Return a page of the events that have a figure fitting the query, the one with the latest such figure first.

    ``before`` is the ``after`` of the page before. An event stands on the page of its latest fitting figure alone.
    """
    with ledger.viewing():
        asked = Asked(ledger, query)
        if is_small(ledger):
            return _fill(asked, whole_occurrences(asked, before), limit, parameters)
        return _fill(asked, _large(asked, _Moved(asked), limit * FIGURES_AN_EVENT, before), limit, parameters)


def every_event(ledger: Ledger, query: Query, parameters: Parameters | None = None) -> Iterator[Listed]:
    """
    Yield all events of :func:`page_events`, so that of a large ledger no more than a page is held.

    The rulings are those of when the first is asked for: one that is filed meanwhile would else move an event to a page that was told
    already, or tell one twice. No look at the ledger is held open from page to page.
    """
    with ledger.viewing():
        asked, state = Asked(ledger, query), _state(ledger)
        whole = tuple(whole_occurrences(asked, None)) if is_small(ledger) else None
    if whole is not None:
        yield from (_list(asked, latest, occurrence, of, parameters) for latest, occurrence, of in whole)
        return
    moved, before = _Moved(asked), None
    while True:
        with ledger.viewing():
            # What waits for its group must be known as it now is; of many that wait, each page takes up its own alone.
            if before is not None and (_state(ledger) != state or asked.waiting > WAITING_FEW):
                asked, state = Asked(ledger, query, standing=asked.standing), _state(ledger)
            page = _fill(asked, _large(asked, moved, EVENTS_A_PAGE * FIGURES_AN_EVENT, before), EVENTS_A_PAGE, parameters)
        yield from page.events
        before = page.after
        if before is None:
            return
        # The next page is of other figures.
        asked.groups.profiles = Profiles()


def _state(ledger: Ledger) -> tuple[str, int]:
    """Return what changes with all that is filed, ruled or grouped, as far as a list needs to know."""
    return ledger.revision(), ledger.count_ungrouped(WAITING_FEW + 1)


def _fill(asked: Asked, found: Iterable[Found | _Ended], limit: int, parameters: Parameters | None) -> EventPage:
    """Return a page of so many of the events found."""
    listed: list[Listed] = []
    for one in found:
        if isinstance(one, _Ended):
            return EventPage(tuple(listed), one.mark, asked.waiting)
        latest, occurrence, questions = one
        if len(listed) == limit:
            return EventPage(tuple(listed), listed[-1].mark, asked.waiting)
        listed.append(_list(asked, latest, occurrence, questions, parameters))
    return EventPage(tuple(listed), None, asked.waiting)


def _list(
    asked: Asked, latest: FiledFigure, occurrence: Occurrence, questions: Mapping[str, Question], parameters: Parameters | None
) -> Listed:  # fmt: skip
    return Listed(reckon_event(asked, occurrence, questions, parameters), latest.id, mark_of(latest))


def write_mark(mark: Mark) -> str:
    """
    Return a place in a list as text for an address.

        >>> write_mark((date(2025, 1, 27), "58a00bb722d84d98"))
        '2025-01-27.58a00bb722d84d98'
    """
    return f"{mark[0].isoformat()}.{mark[1]}"


def read_mark(text: str | None) -> Mark | None:
    """Return the place in a list that a text from an address tells; raises :class:`RequestError` for what is none."""
    if text is None:
        return None
    day, dot, id = text.partition(".")
    try:
        if not (dot and id.isalnum() and id.isascii()):
            raise ValueError
        return date.fromisoformat(day), id
    except ValueError:
        raise RequestError("after", f"{text[:60]!r} is no place in this list; take the address that the page before gives") from None


def form_around(asked: Asked, found: Sequence[FiledFigure]) -> tuple[tuple[Occurrence, ...], dict[str, Question]]:
    """Return the events that figures, corrected already, and what their reports hold beside them are part of, with all questions by id."""
    reports = tuple(sorted({filed.filing.id for filed in found}))
    # The sentence that counts the dead often counts the wounded as well.
    beside = asked.ledger.find(Query(reports=reports, known_at=asked.query.known_at), limit=ANSWERED_MOST) if reports else ()
    every = {filed.id: filed for filed in (*correct_figures(beside, asked.standing), *found)}
    profiles = asked.groups.profiles
    questions = link_questions(asked.questions(list(every.values())), profiles=profiles) if every else ()
    return form_events(questions, asked.standing.events, profiles), {question.id: question for question in questions}


# An event behind its latest fitting figure, and the questions that were found with it, by id.
Found = tuple[FiledFigure, Occurrence, Mapping[str, Question]]


@dataclass(frozen=True, slots=True)
class _Ended:
    """Where the last look-up of a page ended."""

    mark: Mark


def is_small(ledger: Ledger) -> bool:
    """Say whether a ledger can be put to questions whole, for one page."""
    groups = ledger.groups(WHOLE_MOST + 1)
    waiting = ledger.count_ungrouped(WHOLE_MOST + 1)
    return len(groups) + waiting <= WHOLE_MOST and ledger.count_members(groups) + waiting <= WHOLE_MOST


def whole_occurrences(asked: Asked, before: Mark | None) -> Iterator[Found]:
    """Yield the events of a small ledger behind a mark, in order, each as it is found by one of its figures."""
    # Without the filters, for an event is shown whole.
    wide = Query(known_at=asked.query.known_at)
    every = asked if asked.query == wide else Asked(asked.ledger, wide, standing=asked.standing)
    fitting = {filed.id for filed in asked.fitting()}
    for questions, _ in every.pages():
        held, by_id = [], {question.id: question for question in questions}
        for occurrence in form_events(questions, every.standing.events, every.groups.profiles):
            own = [filed for filed in occurrence.figures if filed.id in fitting]
            if own and (before is None or mark_of(max(own, key=mark_of)) < before):
                held.append((max(own, key=mark_of), occurrence))
        for latest, occurrence in sorted(held, key=lambda pair: mark_of(pair[0]), reverse=True):
            yield latest, occurrence, by_id


class _Moved:
    """Where the corrected figures that fit stand in the list, as they were corrected: looked up when first asked for, and then kept."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._marks: list[Mark] | None = None

    def between(self, last: Mark, before: Mark | None) -> list[Mark]:
        """Return the marks of the figures from a place in the list back to a mark, or to its beginning; the last in the list come first."""
        if self._marks is None:
            query = self._asked.query
            ids = tuple(sorted(self._asked.standing.corrected))
            found = self._asked.ledger.find(Query(figures=ids, text=query.text, known_at=query.known_at)) if ids else ()
            self._marks = sorted(mark_of(filed) for filed in correct_figures(found, self._asked.standing) if fits(filed, query))
        end = len(self._marks) if before is None else bisect_left(self._marks, before)
        return self._marks[bisect_left(self._marks, last) : end]


def _large(asked: Asked, moved: _Moved, wanted: int, before: Mark | None) -> Iterator[Found | _Ended]:
    """Yield the events of the latest figures behind a mark, in order, look-up by look-up, from the third on each twice as large."""
    for at in range(LOOKED_UP):
        found = asked.ledger.latest(asked.query, wanted, before=before)
        # Behind the last of them may stand others still, which fit only as they were corrected.
        last = mark_of(found[-1]) if len(found) == wanted else BEHIND_ALL
        marks = moved.between(last, before)
        if last == BEHIND_ALL and len(marks) > wanted:
            last = marks[-wanted]
        among = [filed for filed in found if mark_of(filed) >= last]
        yield from _occurrences(asked, among, [mark[1] for mark in marks if mark >= last], before)
        if last == BEHIND_ALL:
            return
        # Mostly the first were all but enough.
        before, wanted = last, wanted * (2 if at else 1)
    yield _Ended(last)


def _occurrences(asked: Asked, found: Sequence[FiledFigure], moved: Collection[str], before: Mark | None) -> Iterator[Found]:
    """Yield the events of some figures in order, each behind its latest fitting figure; without those that a page before has shown."""
    fitting = {filed.id: filed for filed in _corrected(asked, found, moved)}
    occurrences, questions = form_around(asked, list(fitting.values()))
    held = []
    for occurrence in occurrences:
        own = [filed for filed in occurrence.figures if filed.id in fitting]
        if own and not (before is not None and _stands_before(asked, occurrence.figures, before)):
            held.append((max(own, key=mark_of), occurrence))
    for latest, occurrence in sorted(held, key=lambda pair: mark_of(pair[0]), reverse=True):
        yield latest, occurrence, questions


def _corrected(asked: Asked, found: Sequence[FiledFigure], moved: Collection[str]) -> Iterator[FiledFigure]:
    """Yield those of some figures that fit as people corrected them, and others that were corrected so that they now stand among these."""
    others = tuple({*moved} - {filed.id for filed in found})
    held = asked.ledger.find(Query(figures=others, known_at=asked.query.known_at)) if others else ()
    yield from (filed for filed in correct_figures((*held, *found), asked.standing) if fits(filed, asked.query))


def _stands_before(asked: Asked, figures: Iterable[FiledFigure], mark: Mark) -> bool:
    """Say whether any figure that fits stands in the list before a mark, or at it."""
    newer = [filed for filed in figures if mark_of(filed) >= mark and fits(filed, asked.query)]
    return bool(asked.holding_text(newer))
