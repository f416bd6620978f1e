"""
A reading as one JSON object on one line: what ``according read --json`` prints.

The keys and their order stay (docs/json.md): fields may be added, never renamed.
"""
from __future__ import annotations

import json
from datetime import date
from typing import Any

from according.exports.unseen import escape_unseen
from according.reckoning.answer import Check, Repair
from according.reckoning.checks.agreement import check_reading
from according.report import Report
from according.statement import Figure, Mention, Party, PassedOver, Place, Problem, Reading, Reference, Statement, Step, Time

Object = dict[str, Any]


def to_line(reading: Reading) -> str:
    """Return a reading as one line of JSON."""
    return dump_line(to_object(reading))


def refusal_line(path: str | None, what: str) -> str:
    """Return the line for an input that could not be read: it has all keys of a reading, its path, and ``what`` is wrong as its problem."""
    problem = {"where": {"start": 0, "end": 0}, "what": what}
    # All keys of a reading, so that who reads the lines need not ask first which kind a line is.
    return dump_line({"report": {"path": path}, "statements": [], "checks": [], "problems": [problem], "references": [], "passed_over": []})


def to_object(reading: Reading) -> Object:
    """Return a reading as an object that docs/json.md explains, ready for :func:`json.dumps`."""
    return {
        "report": received_object(reading.report),
        "statements": [statement_object(statement) for statement in reading.statements],
        "checks": [check_object(check) for check in check_reading(reading)],
        "problems": [problem_object(problem) for problem in reading.problems],
        "references": [_reference(reference) for reference in reading.references],
        "passed_over": [_passed_over(passed) for passed in reading.passed_over],
    }


def dump_line(value: Object) -> str:
    """
    Return an object as one line of JSON, with each character escaped that cannot be seen: among them are ends of lines to other tools.

    Raises :class:`ValueError` for a number that JSON does not have.
    """
    # NaN and infinity are not JSON: better no line than one that no other program takes.
    return escape_unseen(json.dumps(value, ensure_ascii=False, allow_nan=False))


def received_object(report: Report) -> Object:
    """Return a report without its text, of which the length in code points stands here."""
    return {
        "id": report.id,
        "path": report.path,
        "title": report.title,
        "published": iso_day(report.published),
        "publisher": report.publisher,
        "url": report.url,
        "language": report.language,
        "characters": len(report.text),
        "tags": list(report.tags),
        "author": report.author,
        "published_at": report.published_at and report.published_at.isoformat(),
        "dated_by": report.dated_by,
        "pages": list(report.pages),
    }


def statement_object(statement: Statement) -> Object:
    """Return a statement with its figures and its trace."""
    return {
        "id": statement.id,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "speakers": [party_object(speaker) for speaker in statement.speakers],
        "cue": _mention(statement.cue),
        "content": _mention(statement.content),
        "quoted": statement.quoted,
        "stance": statement.stance,
        "status": statement.status,
        "negated": statement.negated,
        "evidence": _mention(statement.evidence),
        "about": party_object(statement.about),
        "time": _time(statement.time),
        "figures": [figure_object(figure) for figure in statement.figures],
        "trace": [_step(step) for step in statement.trace],
    }


def figure_object(figure: Figure) -> Object:
    """Return a figure as an object that docs/json.md explains."""
    return {
        "id": figure.id,
        "number": _mention(figure.number),
        "low": plain_number(figure.quantity.low),
        "high": plain_number(figure.quantity.high),
        "bound": figure.quantity.bound,
        "unit": figure.unit,
        "measure": figure.measure,
        "implied": figure.implied,
        "population": party_object(figure.population),
        "perpetrator": party_object(figure.perpetrator),
        "place": _place(figure.place),
        "time": _time(figure.time),
        "status": figure.status,
        "counting": figure.counting,
        "subset_of": figure.subset_of,
        "restates": figure.restates,
    }


def check_object(check: Check) -> Object:
    """Return a check with what would mend it."""
    return {
        "rule": check.rule,
        "holds": check.holds,
        "figures": list(check.figures),
        "detail": check.detail,
        "repairs": [repair_object(repair) for repair in check.repairs],
    }


def repair_object(repair: Repair) -> Object:
    """Return one way to mend a check."""
    return {
        "figure": repair.figure,
        "low": plain_number(repair.low),
        "high": plain_number(repair.high),
        "change": repair.change,
        "detail": repair.detail,
        "together": [{"figure": id, "number": plain_number(number)} for id, number in repair.together],
        "apart": [list(ids) for ids in repair.apart],
    }


def _mention(mention: Mention | None) -> Object | None:
    """Return words with their half-open offsets."""
    return None if mention is None else {"start": mention.start, "end": mention.end, "text": mention.text}


def party_object(party: Party | None) -> Object | None:
    """Return a speaker, a population or a perpetrator."""
    # Speakers, populations and perpetrators have one shape, so that one piece of code reads all three.
    if party is None:
        return None
    return {"start": party.start, "end": party.end, "text": party.text, "name": party.name, "kind": party.kind, "country": party.country}


def _place(place: Place | None) -> Object | None:
    """Return a place; coordinates are in decimal degrees."""
    if place is None:
        return None
    return {
        "start": place.start,
        "end": place.end,
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": place.precision,
    }


def _time(time: Time | None) -> Object | None:
    """Return a time; the days ``from`` and ``to`` are both included."""
    if time is None:
        return None
    return {
        "start": time.start,
        "end": time.end,
        "text": time.text,
        "from": iso_day(time.first),
        "to": iso_day(time.last),
        "basis": time.basis,
        "grain": time.grain,
        "anchor": time.anchor,
    }


def _step(step: Step) -> Object:
    """Return a step of a trace: the rule, the span it fired on and what it concluded."""
    return {"rule": step.rule, "start": step.start, "end": step.end, "detail": step.detail}


def problem_object(problem: Problem) -> Object:
    """Return a problem with its half-open offsets."""
    return {"where": {"start": problem.start, "end": problem.end}, "what": problem.what}


def _reference(reference: Reference) -> Object:
    """Return a short name or pronoun, and the fuller naming that it stands for."""
    return {**(_mention(reference.mention) or {}), "stands_for": _mention(reference.stands_for)}


def _passed_over(passed: PassedOver) -> Object:
    return {"number": _mention(passed.number), "reason": passed.reason}


def iso_day(day: date | None) -> str | None:
    """Return a day as ``2025-01-27``."""
    return None if day is None else day.isoformat()


def plain_number(number: float | None) -> float | None:
    """Return a number, a whole one as an ``int``: JSON then has it without a decimal point."""
    # Counts are floats, because shares in percent may have a fraction: "3.5 percent".
    return int(number) if number is not None and number == int(number) else number
