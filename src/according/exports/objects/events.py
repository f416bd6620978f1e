"""Events as JSON Lines, one event a line (docs/json.md); what a question answers has the keys that it has in a reckoning."""

from __future__ import annotations

from according.exports.objects.readings import Object, dump_line, iso_day, plain_number
from according.exports.objects.reckonings import (
    contradiction_object,
    opinions_object,
    question_object,
    range_object,
    report_object,
    tried_object,
)
from according.reckoning.answer import Reckoning, Weighed
from according.reckoning.events.event import Count, Event, Telling, Tie


def event_line(event: Event, *, ungrouped: int = 0) -> str:
    """Return an event as one line of JSON; see :func:`event_object`."""
    return dump_line(event_object(event, ungrouped=ungrouped))


def event_object(event: Event, *, ungrouped: int = 0) -> Object:
    """
    Return an event as an object that docs/json.md explains, ready for :func:`json.dumps`.

    ``ungrouped`` says how many figures of the ledger waited for their groups when it was asked.
    """
    told_first, told_last = event.told
    return {
        "id": event.id,
        "kind": event.kind,
        "title": event.title,
        "place": {"name": event.place, "country": event.place_country, "latitude": event.latitude, "longitude": event.longitude},
        "time": {"from": iso_day(event.first), "to": iso_day(event.last)},
        "told": {"from": iso_day(told_first), "to": iso_day(told_last)},
        "perpetrators": list(event.perpetrators),
        "peoples": list(event.peoples),
        "origins": event.origins,
        "measures": [_count(count) for count in event.counts],
        "contradictions": [contradiction_object(found) for found in event.contradictions],
        "reports": [report_object(filing) for filing in event.reports],
        # Why these questions are one event: a person may rule otherwise.
        "ties": [_tie(tie) for tie in event.ties],
        "speakers": opinions_object(found for count in event.counts for found in count.reckonings),
        "ungrouped": ungrouped,
    }


def _count(count: Count) -> Object:
    """Return one measure: the whole, its parts, what stands beside it, and its course over the days."""
    tried = {item.id: item for item in count.whole.figures if item.stated is not None}
    return {
        "measure": count.measure,
        "unit": count.unit,
        "whole": _answered(count.whole),
        "parts": [_answered(found) for found in count.parts],
        "others": [_answered(found) for found in count.others],
        "tellings": [_telling(telling, tried.get(telling.filed.id)) for telling in count.tellings],
    }


def _answered(reckoning: Reckoning) -> Object:
    """Return a question of an event with its range and sides; its figures in full are the question's own answer."""
    return {
        **question_object(reckoning.question),
        **(range_object(reckoning.headline) or {}),
        "by_alignment": {side: range_object(found) for side, found in reckoning.by_alignment},
    }


def _telling(telling: Telling, tried: Weighed | None) -> Object:
    """Return one figure in the course of a count; ``tried`` is it where another number is tried out in the place of its own."""
    figure, filing = telling.filed.figure if tried is None else tried.as_stated, telling.filed.filing
    return {
        "figure": figure.id,
        "day": iso_day(telling.day),
        "published": iso_day(filing.published),
        "number": figure.number.text,
        "low": plain_number(figure.quantity.low),
        "high": plain_number(figure.quantity.high),
        "tried": tried_object(tried.tried if tried else None),
        "speakers": [speaker.text for speaker in telling.filed.statement.speakers],
        "change": telling.change,
        "before": plain_number(telling.before),
        "report": filing.id,
    }


def _tie(tie: Tie) -> Object:
    return {"questions": [tie.one, tie.other], "weight": tie.weight, "reasons": tie.reasons}
