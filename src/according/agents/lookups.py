"""Tools that ask the ledger: what words are found in, events, questions and their answers, and the evidence of a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from according.agents.arguments import EventListing, Listing, OneEvent, OneFigure, OneQuestion, Sought
from according.agents.keeper import Keeper
from according.agents.texts import figure_told
from according.agents.tool import Answer
from according.agents.trimming import finish
from according.exports.objects.events import event_object
from according.exports.objects.evidence import evidence_object
from according.exports.objects.finds import matches_object
from according.exports.objects.readings import Object
from according.exports.objects.reckonings import question_object, range_object, reckoning_object
from according.exports.words.events import change_words, event_lines, event_sentence
from according.exports.words.evidence import evidence_lines
from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import explain_lines, figure_rows, headline, side_rows
from according.exports.words.traces import rule_sentence
from according.reckoning.answer import Reckoning, Weighed
from according.reckoning.events.event import Event
from according.records import FiledFigure
from according.services.ask import answer, count_ungrouped, list_questions, question_of
from according.services.browsing.matches import Matches, find_matches
from according.services.browsing.recent import Listed, page_events, read_mark, write_mark
from according.services.events import FoundEvent, find_event
from according.services.evidence import Evidence, find_evidence, find_steps
from according.services.filters import Filters, Method
from according.services.requests import make_parameters, make_query
from according.statement import Step

# Rows of a list inside an answer whose caller does not say how many.
_ROWS_EACH = 200


def search(keeper: Keeper, given: Sought) -> Answer:
    """Return what all of some words are found in, up to the limit of each kind."""
    found = find_matches(keeper.ledger, given.words, limit=given.limit)
    events = [{"figure": one.figure, "title": one.event.title} for one in found.events]
    value = matches_object(found.words, events, found.reports, found.statements, found.speakers, found.places)
    return Answer(finish({**value, "more": sorted(found.more)}, _ROWS_EACH), tuple(_match_lines(found)))


def list_events(keeper: Keeper, given: EventListing) -> Answer:
    """Return a page of the events that have a figure fitting the filters, the newest first."""
    page = page_events(keeper.ledger, make_query(given.filters), limit=given.limit, before=read_mark(given.after))
    following = None if page.after is None else write_mark(page.after)
    value = {"items": [_brief_event(listed) for listed in page.events], "next": following, "ungrouped": page.ungrouped}
    lines = [f"event {one.event.id}: {visible(one.event.title)}. {event_sentence(one.event)}" for one in page.events]
    return Answer(finish(value, _ROWS_EACH), (*(lines or ["no event fits"]), *([f"more: after={following}"] if following else [])))


def show_event(keeper: Keeper, given: OneEvent) -> Answer:
    """Return one event whole, with the quotation of each figure that it names."""
    found = find_event(keeper.ledger, given.event, make_query(Filters(known_at=given.known_at or None)))
    value = {
        **event_object(found.event, ungrouped=found.ungrouped),
        "quotations": [_quotation(filed) for filed in _told_figures(found.event, given.limit)],
        "others": [{"id": id, "title": title} for id, title in found.others],
    }
    return Answer(finish(value, given.limit), tuple(_event_lines(found, given.limit)))


def list_questions_fitting(keeper: Keeper, given: Listing) -> Answer:
    """Return the first of the questions that have a figure fitting the filters, each with its range and best."""
    query = make_query(given.filters)
    # One more than is given shows whether there are more.
    found = list(islice(list_questions(keeper.ledger, query), given.limit + 1))
    shown = found[: given.limit]
    value = {
        "items": [_brief_question(reckoning) for reckoning in shown], "more": len(found) > len(shown),
        "ungrouped": count_ungrouped(keeper.ledger, query),
    }  # fmt: skip
    lines = [f"question {reckoning.question.id}: {visible(headline(reckoning))}" for reckoning in shown] or ["no question fits"]
    more = ["there are more: give a filter"] if len(found) > len(shown) else []
    return Answer(finish(value, _ROWS_EACH), (*lines, *more))


def reckon(keeper: Keeper, given: OneQuestion) -> Answer:
    """Return the answer to one question, with all that it rests on."""
    query, parameters = make_query(given.filters), make_parameters(Method(rules=given.rules or None))
    book = keeper.ledger
    found = answer(book, query, parameters) if given.question is None else question_of(book, given.question, query, parameters)
    reckoning = found.reckoning
    # Before they are cut: a range of which no figure is left to quote could not be stated.
    reckoning = replace(reckoning, figures=_ends_first(reckoning)) if len(reckoning.figures) > given.limit else reckoning
    value = {
        **reckoning_object(reckoning, ungrouped=found.ungrouped),
        "others": [{"id": other.id, "label": other.label} for other in found.others],
    }
    return Answer(finish(value, given.limit), tuple(_reckoning_lines(reckoning, given.limit)))


def show_figure(keeper: Keeper, given: OneFigure) -> Answer:
    """Return a figure's evidence: its exact words, who says them, in which reports, what people ruled, and why it was read so."""
    found = find_evidence(keeper.ledger, given.figure)
    steps = find_steps(keeper.ledger, found.filed)
    value = {
        **evidence_object(found.filed, found.text, found.rulings, found.later),
        "trace": None if steps is None else [_step(step, found.text) for step in steps],
    }
    return Answer(finish(value, _ROWS_EACH), tuple(_figure_lines(found, steps or ())))


def _brief_event(listed: Listed) -> Object:
    """Return an event of a list without what only its own answer needs."""
    event = listed.event
    whole = event_object(event)
    measures = [
        {"measure": count.measure, "question": count.whole.question.id, **(range_object(count.whole.headline) or {})}
        for count in event.counts
    ]
    kept = {name: whole[name] for name in ("id", "kind", "title", "place", "time", "told", "perpetrators", "peoples", "origins")}
    return {
        **kept, "figure": listed.figure, "measures": measures, "reports": len(event.reports), "contradictions": len(event.contradictions),
    }  # fmt: skip


def _brief_question(reckoning: Reckoning) -> Object:
    return {
        **question_object(reckoning.question), **(range_object(reckoning.headline) or {}), "contradictions": len(reckoning.contradictions),
    }  # fmt: skip


def _told_figures(event: Event, most: int) -> Iterator[FiledFigure]:
    """Yield each figure once that the lists of an event name, as they are cut: in the course of a measure, and behind each range."""
    known: set[str] = set()
    for count in event.counts:
        named = [telling.filed for telling in count.tellings[-most:]]
        for found in count.reckonings:
            ranges = (found.headline, *(side for _, side in found.by_alignment if side is not None))
            behind = {id for one in ranges for id in one.figures[:most]}
            named += [item.filed for item in found.figures if item.id in behind]
        for filed in named:
            if filed.id not in known:
                known.add(filed.id)
                yield filed


def _ends_first(reckoning: Reckoning) -> tuple[Weighed, ...]:
    """Return a reckoning's figures, those before the others that state its best, its low or its high, in this order."""
    stated = reckoning.headline

    def place(item: Weighed) -> int:
        quantity = item.filed.figure.quantity
        ends = [end for end in (stated.best, stated.low, stated.high) if item.used and end is not None]
        return next((at for at, end in enumerate(ends) if end in (quantity.low, quantity.high)), len(ends))

    return tuple(sorted(reckoning.figures, key=place))


def _quotation(filed: FiledFigure) -> Object:
    statement = filed.statement
    return {
        "figure": filed.id, "report": filed.filing.id, "id": statement.id, "start": statement.start, "end": statement.end,
        "text": statement.text,
    }  # fmt: skip


def _step(step: Step, text: str) -> Object:
    return {
        "rule": step.rule, "start": step.start, "end": step.end, "text": text[step.start : step.end], "detail": step.detail,
        "sentence": rule_sentence(step.rule),
    }  # fmt: skip


def _match_lines(found: Matches) -> Iterator[str]:
    yield from (f"event of figure {one.figure}: {visible(one.event.title)}" for one in found.events)
    for filing, passage in found.reports:
        yield f"report {filing.id}, {visible(filing.title or filing.path or 'without a title')}: {visible(passage)}"
    for filing, statement in found.statements:
        quoted = f"“{visible(statement.text)}”"
        yield f"statement {statement.id}, {said_by(statement)}; report {filing.id} [{statement.start}:{statement.end}]: {quoted}"
    yield from (f"speaker: {visible(name)}" for name in found.speakers)
    yield from (f"place: {visible(name)}{f' ({country})' if country else ''}" for name, country in found.places)
    if not found:
        yield "nothing holds all these words"
    if found.more:
        yield f"there are more {', '.join(sorted(found.more))}"


def _event_lines(found: FoundEvent, most: int) -> Iterator[str]:
    event = found.event
    yield f"event {event.id}: {visible(event.title)}. {event_sentence(event)}"
    yield from event_lines(event)
    for count in event.counts:
        yield headline(count.whole)
        yield from _side_lines(count.whole)
        for telling in count.tellings[-most:]:
            change = change_words(telling, count.unit)
            yield f"   {telling.day or 'no day'}{f', {change}' if change else ''}: {figure_told(telling.filed)}"
    yield from (f"cannot all be true: {visible(clash.detail)}" for clash in event.contradictions[:most])
    yield from (f"the words also fit event {id}: {visible(title)}" for id, title in found.others)


def _side_lines(reckoning: Reckoning) -> Iterator[str]:
    for side, low, best, high, origins, _, why in side_rows(reckoning):
        yield f"   side {side}: {low} to {high}, best {best} (independent origins: {origins}){f'; {why}' if why else ''}"


def _reckoning_lines(reckoning: Reckoning, most: int) -> Iterator[str]:
    yield f"question {reckoning.question.id}: {visible(headline(reckoning))}"
    if reckoning.headline.why_best:
        yield f"best is: {visible(reckoning.headline.why_best)}"
    yield from _side_lines(reckoning)
    # The last cell says what became of a figure: an echo, replaced, left out and by what.
    for item, (*_, became) in zip(reckoning.figures[:most], figure_rows(reckoning), strict=False):
        yield f"{figure_told(item.filed)}{f'; {became}' if became else ''}"
    yield from explain_lines(reckoning)


def _figure_lines(found: Evidence, steps: tuple[Step, ...]) -> Iterator[str]:
    yield figure_told(found.filed)
    yield from evidence_lines(found.filed, found.text, found.rulings, found.later)
    # What was asked of a sentence for each of its figures stands in its trace as often.
    for step in dict.fromkeys(steps):
        words = visible(found.text[step.start : step.end])
        yield f"why: {step.rule} [{step.start}:{step.end}] “{words}”: {rule_sentence(step.rule) or visible(step.detail)}"
