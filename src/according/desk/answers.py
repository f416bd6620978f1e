"""An event's or a question's answer as pages show it: each figure with its words and what became of it, each measure with its chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from according.comparing.days import course_day
from according.desk.charts.course import NARROW, WIDE, Course, lay_out
from according.desk.charts.marks import find_marks, source_of
from according.exports.words.choices import best_sentences
from according.exports.words.events import best_is, change_words, measure_words
from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import left_out_by, range_cells, side_rows
from according.exports.words.rulings import opinion_cells
from according.exports.words.values import quantity_words
from according.quantity import Quantity
from according.reckoning.answer import Contradiction, Reckoning, Repair, Weighed
from according.reckoning.events.event import Count, Event, Telling
from according.reckoning.reckon import SET_ASIDE
from according.reckoning.trials import Trial
from according.records import FiledFigure

# Rows of a table of figures on an event's page; a question's own page has more.
# The latest ones: the course of an event is read from its end. Of its parts, and of what is beside it, there are fewer.
ROWS_MOST, BELOW_ROWS, BELOW_MOST = 60, 12, 12
# Of a statement, so many characters to either side of its number are shown: most sentences to the end, where it often is who says so.
AROUND_NUMBER = 300


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a row: who says how many, in which words, and what became of it. ``fate`` pairs words with the figure they lead to."""

    id: str
    report: str
    day: date | None
    # The statement's words before the number, the number's, and those after it.
    before: str
    words: str
    after: str
    measure: str
    said_by: str
    side: str
    source: str
    change: str
    fate: tuple[tuple[str, str], ...]
    used: bool
    set_aside: bool
    # The figure and those that repeat it: set aside together, for else one of these would stand in its place.
    together: tuple[str, ...]
    rulings: tuple[str, ...]
    # What people set of who says so: the speaker's name, the same again where it must be said of whom, and the words.
    opinions: tuple[tuple[str, str, str], ...] = ()
    # The number that is tried out in the place of the stated one, empty where none is.
    tried: str = ""

    def trials(self, quantity: Quantity) -> tuple[Trial, ...]:
        """Return a number tried out for the figure and for those that repeat it: they are one count, told again."""
        return tuple(Trial(id, quantity) for id in self.together)


@dataclass(frozen=True, slots=True)
class Ranged:
    """
    One answer's range as cells, whose number the best is and why that one, and what the range would be with all figures.

    ``otherwise`` is empty where nothing is set aside or tried out, or where that changes nothing.
    """

    label: str
    question: str
    figure: str
    low: str
    best: str
    high: str
    origins: int
    best_is: str
    why: str = ""
    # The same in sentences that can stand in print.
    reason: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """
    A question, or a measure of an event with all of its questions, as a page shows it.

    ``key`` names it in an address, ``undrawn`` counts the numbers that the chart has no mark for, ``more`` those that ``rows`` leaves out.
    ``below`` has its parts and what is counted beside it, with their figures.
    """

    key: str
    what: str
    whole: Ranged
    parts: tuple[Ranged, ...]
    others: tuple[Ranged, ...]
    sides: tuple[tuple[str, ...], ...]
    charts: tuple[Course, ...]
    undrawn: int
    rows: tuple[Told, ...]
    more: int
    reckoning: Reckoning
    below: tuple[Measured, ...] = ()


def show_measures(event: Event, whole: Event | None = None, until: date | None = None) -> list[Measured]:
    """Return an event's measures; ``whole`` is the event as the ledger has it, where something of this one is tried out."""
    before = {} if whole is None else {found.question.id: found for count in whole.counts for found in count.reckonings}
    return [_measured(count, before, until) for count in event.counts]


def _measured(count: Count, before: Mapping[str, Reckoning], until: date | None) -> Measured:
    rows = tell_figures(count.whole, {telling.filed.id: telling for telling in count.tellings})
    below = [(part, "of whom") for part in count.parts] + [(other, "beside it") for other in count.others]
    return replace(
        _shown(count.whole, rows[-ROWS_MOST:], measure_words(count.measure), before, until),
        parts=tuple(show_range(part, before) for part in count.parts),
        others=tuple(show_range(other, before) for other in count.others),
        more=max(0, len(rows) - ROWS_MOST),
        below=tuple(_shown(one, tell_figures(one)[-BELOW_ROWS:], what, before, until) for one, what in below[:BELOW_MOST]),
    )


def show_question(reckoning: Reckoning, whole: Reckoning | None, first: int, most: int) -> Measured:
    """Return one question as a page shows it, with ``most`` of its figures from the ``first`` on."""
    rows, before = tell_figures(reckoning), {} if whole is None else {whole.question.id: whole}
    shown = _shown(reckoning, rows[first : first + most], measure_words(reckoning.question.measure), before)
    return replace(shown, more=max(0, len(rows) - first - most))


def _shown(reckoning: Reckoning, rows: Sequence[Told], what: str, before: Mapping[str, Reckoning], until: date | None = None) -> Measured:
    question = reckoning.question
    charts, undrawn = draw(reckoning, until)
    return Measured(
        key=question.measure if question.unit == "people" else f"{question.measure}:{question.unit}",
        what=what,
        whole=show_range(reckoning, before),
        parts=(),
        others=(),
        sides=tuple(side_rows(reckoning)),
        charts=charts,
        undrawn=undrawn,
        rows=tuple(rows),
        more=max(0, len(reckoning.figures) - len(rows)),
        reckoning=reckoning,
    )


def draw(reckoning: Reckoning, until: date | None = None) -> tuple[tuple[Course, ...], int]:
    """Return the chart of a question for wide and for narrow screens, and how many numbers it has no mark for."""
    marks, undrawn = find_marks(reckoning)
    drawn = (lay_out(marks, reckoning.headline, reckoning.question.unit, size, until) for size in (WIDE, NARROW))
    return tuple(chart for chart in drawn if chart is not None), undrawn


def show_range(reckoning: Reckoning, before: Mapping[str, Reckoning]) -> Ranged:
    """Return a question's range as cells, and beside it what it is in ``before``, by question, where that differs."""
    question, stated = reckoning.question, reckoning.headline
    cells = range_cells(stated, question.unit)
    whole = before.get(question.id)
    other = range_cells(whole.headline, question.unit) if whole is not None else cells
    otherwise = f"the ledger's answer: {other[0]}, {other[1]}, {other[2]}" if other != cells else ""
    why = visible(stated.why_best.partition(": ")[0])
    of = (visible(question.label), question.id, question.figures[0].id)
    return Ranged(*of, *cells, stated.origins, best_is(reckoning), why, best_sentences(reckoning), otherwise)


def tell_figures(reckoning: Reckoning, tellings: Mapping[str, Telling] | None = None) -> list[Told]:
    """Return a question's figures as rows, in order of the day on which they were told."""
    by_id = {item.id: item for item in reckoning.figures}
    rows = [_told(item, by_id, reckoning, (tellings or {}).get(item.id)) for item in reckoning.figures]
    return sorted(rows, key=lambda row: row.day or date.min)


def _told(item: Weighed, by_id: Mapping[str, Weighed], reckoning: Reckoning, telling: Telling | None) -> Told:
    filed = item.filed
    # A number that is tried out stands nowhere: quoted are the report's own words.
    before, words, after = quote(filed if item.stated is None else replace(filed, figure=item.stated))
    return Told(
        id=item.id,
        report=filed.filing.id,
        day=course_day(item.filed, reckoning.question.kind),
        before=before,
        words=words,
        after=after,
        measure=filed.figure.measure,
        said_by=said_by(filed.statement),
        side=item.alignment,
        source=source_of(item),
        change="" if telling is None else change_words(telling, reckoning.question.unit),
        fate=tuple(_fate(item, by_id)),
        used=item.used,
        set_aside=item.dropped_by == SET_ASIDE,
        together=(item.id, *(other.id for other in by_id.values() if other.echo_of == item.id)),
        rulings=item.rulings,
        opinions=tuple(_set_of(item)),
        tried="" if item.stated is None else quantity_words(filed.figure.quantity, filed.figure.unit),
    )


def _set_of(item: Weighed) -> Iterator[tuple[str, str, str]]:
    """Yield what people set of a figure's speakers; where one cites another, it is said of whom it is."""
    several = len(item.filed.statement.speakers) > 1
    for one in item.opinions:
        yield one.name, visible(one.name) if several else "", "; ".join(f"{what} {words}" for what, words in opinion_cells(one))


def _fate(item: Weighed, by_id: Mapping[str, Weighed]) -> Iterator[tuple[str, str]]:
    """Yield what became of a figure, each as words and the figure that they lead to, or none."""
    if item.dropped_by is not None:
        yield left_out_by(item.dropped_by), ""
    if item.echo_of is not None:
        yield f"repeats {_named(item.echo_of, by_id)}", item.echo_of
    elif item.superseded_by is not None:
        yield f"later {_named(item.superseded_by, by_id)}", item.superseded_by


def _named(id: str, by_id: Mapping[str, Weighed]) -> str:
    return f"“{visible(by_id[id].filed.figure.number.text)}”" if id in by_id else "another"


def quote(filed: FiledFigure) -> tuple[str, str, str]:
    """Return a statement's words before a figure's number, the number, and the words after it; long ones are cut with an ellipsis."""
    statement, span = filed.statement, filed.figure.number
    start, end = span.start - statement.start, span.end - statement.start
    if not (0 <= start <= end <= len(statement.text) and statement.text[start:end] == span.text):
        return "", visible(span.text), ""
    before, after = statement.text[:start], statement.text[end:]
    return _ending(before), visible(span.text), _beginning(after)


def _ending(text: str) -> str:
    cut = "…" + text[-AROUND_NUMBER:].partition(" ")[2] if len(text) > AROUND_NUMBER else text
    return visible(cut) + (" " if text[-1:].isspace() else "")


def _beginning(text: str) -> str:
    cut = text[:AROUND_NUMBER].rpartition(" ")[0] + "…" if len(text) > AROUND_NUMBER else text
    return (" " if text[:1].isspace() else "") + visible(cut)


@dataclass(frozen=True, slots=True)
class Mending:
    """
    What would mend a contradiction, in words, and how it is tried out.

    ``trials`` are the numbers that it gives to figures, ``shared`` says that these are parts of a sum, each changed by the same share.
    ``without`` has the figures that may be of something else, in groups to be set aside, each as the figures' words and the ids. Where the
    page does not have what it takes, ``elsewhere`` is a figure whose event's page does.
    """

    words: str
    trials: tuple[Trial, ...] = ()
    shared: bool = False
    without: tuple[tuple[str, tuple[str, ...]], ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """What cannot all be true: the sentence, the figures in it, and what would mend it."""

    detail: str
    figures: tuple[Told, ...]
    repairs: tuple[Mending, ...]


def show_clashes(found: Sequence[Contradiction], rows: Iterable[Told]) -> list[Clash]:
    """Return contradictions with their figures, as far as these are among some rows."""
    # Most events have none, and many rows.
    held = {row.id: row for row in rows} if found else {}
    return [_clash(one, held) for one in found]


def _clash(found: Contradiction, rows: Mapping[str, Told]) -> Clash:
    repairs = [_mending(one, rows) for one in found.repairs if one.change is None or one.change > -1]
    detail = visible(found.detail[:1].upper() + found.detail[1:])
    return Clash(detail, tuple(rows[id] for id in found.figures if id in rows), tuple(repairs))


def _mending(repair: Repair, rows: Mapping[str, Told]) -> Mending:
    words, ids = visible(repair.detail), [id for id, _ in repair.numbers] or [id for group in repair.apart for id in group]
    if missing := next((id for id in ids if id not in rows), ""):
        return Mending(words, elsewhere=missing)
    trials = [trial for id, number in repair.numbers for trial in rows[id].trials(Quantity.exact(number))]
    return Mending(words, tuple(trials), repair.figure is None and (repair.low, repair.high) != (None, None), tuple(_without(repair, rows)))


def _without(repair: Repair, rows: Mapping[str, Told]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the groups that a way out takes apart, each as the words of its figures and the ids; who repeats one of them goes with it."""
    for group in repair.apart:
        told = [rows[id] for id in group]
        yield ", ".join(f"“{row.words}” {row.measure}" for row in told), tuple(id for row in told for id in row.together)
