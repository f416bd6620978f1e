"""Questions and reckonings as JSON Lines, one question a line (docs/json.md); a figure has the keys that it has in a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from according.exports.objects.readings import (
    Object,
    check_object,
    dump_line,
    figure_object,
    iso_day,
    party_object,
    plain_number,
    repair_object,
)
from according.exports.objects.rulings import opinion_object
from according.quantity import Quantity
from according.reckoning.answer import Contradiction, Daily, Echo, Flag, Question, Range, Reckoning, Verdict, Weighed
from according.reckoning.rulings import Opinion
from according.records import Filing
from according.statement import Party


def reckoning_line(reckoning: Reckoning, *, ungrouped: int = 0) -> str:
    """Return a reckoning as one line of JSON; see :func:`reckoning_object`."""
    return dump_line(reckoning_object(reckoning, ungrouped=ungrouped))


def reckoning_object(reckoning: Reckoning, *, ungrouped: int = 0) -> Object:
    """
    Return a reckoning as an object that docs/json.md explains, ready for :func:`json.dumps`.

    ``ungrouped`` says how many figures of the ledger waited for their groups when it was asked.
    """
    question, headline = reckoning.question, reckoning.headline
    return {
        **question_object(question),
        # The range of all that was stated is the answer itself; ``current`` and the sides are ranges beside it.
        "low": plain_number(headline.low),
        "best": plain_number(headline.best),
        "high": plain_number(headline.high),
        "why_best": headline.why_best,
        "current": range_object(reckoning.current),
        # A side that said nothing stays, as null: all four sides are always there.
        "by_alignment": {side: range_object(found) for side, found in reckoning.by_alignment},
        "origins": headline.origins,
        "figures": [weighed_object(item) for item in reckoning.figures],
        "echoes": [_echo(echo) for echo in reckoning.echoes],
        "contradictions": [contradiction_object(found) for found in reckoning.contradictions],
        "checks": [check_object(check) for check in reckoning.checks],
        "series": [_flag(flag) for flag in reckoning.series],
        "daily": [_daily(daily) for daily in reckoning.daily],
        "rule_sets": {name: _verdict(verdict) for name, verdict in reckoning.rule_sets},
        "linked": [_linked(other) for other in reckoning.linked],
        "notes": list(reckoning.notes),
        "speakers": opinions_object([reckoning]),
        # Asking never writes, so figures may still wait for their groups: some of them may belong here.
        "ungrouped": ungrouped,
    }


def question_object(question: Question) -> Object:
    """Return what a question asks, without its figures."""
    return {
        "id": question.id,
        "label": question.label,
        "kind": question.kind,
        "measure": question.measure,
        "unit": question.unit,
        "population": {"text": question.population, "country": question.population_country, "kind": question.population_kind},
        "place": {"name": question.place, "country": question.place_country},
        "time": {"from": iso_day(question.first), "to": iso_day(question.last)},
    }


def weighed_object(item: Weighed) -> Object:
    """Return a figure with its report, its statement, and what the reckoning made of it."""
    filed = item.filed
    return {
        **figure_object(item.as_stated),
        "tried": tried_object(item.tried),
        "report": report_object(filed.filing),
        "copies": [report_object(copy) for copy in filed.copies],
        "statement": {"id": filed.statement.id, "start": filed.statement.start, "end": filed.statement.end, "text": filed.statement.text},
        # As texts, as in a table's cell; ``chain`` has the same speakers in full.
        "speakers": [speaker.text for speaker in filed.statement.speakers],
        "chain": [_speaker(speaker, item.opinions) for speaker in filed.statement.speakers],
        "alignment": item.alignment,
        "origin": item.origin,
        "publisher_family": item.family,
        "used": item.used,
        "dropped_by": item.dropped_by,
        "superseded_by": item.superseded_by,
        "echo_of": item.echo_of,
        "rulings": list(item.rulings),
    }


def tried_object(quantity: Quantity | None) -> Object | None:
    """Return the number that is tried out in the place of a figure's own, which nobody stated; ``None`` where none is."""
    return None if quantity is None else {"low": plain_number(quantity.low), "high": plain_number(quantity.high)}


def _speaker(speaker: Party, opinions: Sequence[Opinion]) -> Object:
    """Return a speaker with what people set of him, ``None`` where nobody has."""
    found = next((one for one in opinions if one.name == speaker.listed_as), Opinion(speaker.listed_as))
    held = {"reliability": found.reliability, "side": found.side}
    return {**(party_object(speaker) or {}), **{name: None if ruling is None else ruling.value for name, ruling in held.items()}}


def opinions_object(reckonings: Iterable[Reckoning]) -> list[Object]:
    """Return the speakers of whom people set something, each once, with who did so, when and why."""
    found = {one.name: one for reckoning in reckonings for item in reckoning.figures for one in item.opinions}
    return [opinion_object(found[name]) for name in sorted(found)]


def report_object(filing: Filing) -> Object:
    """Return where a figure was told."""
    return {
        "id": filing.id,
        "path": filing.path,
        "title": filing.title,
        "published": iso_day(filing.published),
        "publisher": filing.publisher,
        "url": filing.url,
    }


def range_object(found: Range | None) -> Object | None:
    """Return a range with the ids of the figures that it rests on; ``None`` for a side that said nothing."""
    if found is None:
        return None
    return {
        "low": plain_number(found.low),
        "best": plain_number(found.best),
        "high": plain_number(found.high),
        "origins": found.origins,
        "figures": list(found.figures),
        "why_best": found.why_best,
    }


def _echo(echo: Echo) -> Object:
    """Return figures that trace back to one origin, and the signals that say so."""
    return {"figures": list(echo.figures), "origin": echo.origin, "signals": list(echo.signals)}


def contradiction_object(found: Contradiction) -> Object:
    """Return figures that cannot all be true, and what would mend it."""
    return {
        "figures": list(found.figures),
        "detail": found.detail,
        "rule": found.rule,
        "repairs": [repair_object(repair) for repair in found.repairs],
    }


def _flag(flag: Flag) -> Object:
    """Return what a person should see in a series of totals."""
    return {"kind": flag.kind, "figures": list(flag.figures), "day": iso_day(flag.day), "detail": flag.detail}


def _daily(daily: Daily) -> Object:
    """Return what the counts of single days come to, beside the total."""
    return {
        "figures": list(daily.figures),
        "from": iso_day(daily.first),
        "to": iso_day(daily.last),
        "days": daily.days,
        "sum": plain_number(daily.total),
        "missing": [iso_day(day) for day in daily.missing],
        "detail": daily.detail,
    }


def _verdict(verdict: Verdict) -> Object:
    """Return what a rule-set makes of the figures."""
    return {
        "low": plain_number(verdict.low),
        "best": plain_number(verdict.best),
        "high": plain_number(verdict.high),
        "grade": verdict.grade,
        "used": list(verdict.used),
        "dropped": [{"figure": figure, "rule": rule} for figure, rule in verdict.dropped],
        "notes": list(verdict.notes),
    }


def _linked(question: Question) -> Object:
    """Return a linked question with its figures' ids alone: what they say is that question's own answer."""
    # Not its figures in full: they would be told again in the line of every question that they are linked to.
    return {"id": question.id, "label": question.label, "measure": question.measure, "figures": [filed.id for filed in question.figures]}
