"""What an alert tells, in sentences, and alerts in rows."""

from __future__ import annotations

from according.exports.words.readings import said_by, visible
from according.exports.words.reckonings import count, number, span
from according.exports.words.tables import Row
from according.reckoning.events.event import Count, Event
from according.records import Alert, FiledFigure, short

ALERT_HEADINGS = ("alert", "event", "when", "measures", "to", "sent", "waiting", "given up", "told")
ALERT_WORTH = ("alert", "event", "when", "to", "given up", "told", "sent", "waiting", "measures")


def best_sentence(event: Event, found: Count, was: float | None) -> str:
    """Say that the best number of a measure is another than it was."""
    stated = found.whole.headline
    now = number(stated.best, found.unit) or "unknown"
    before = f", was {number(was, found.unit)}" if was is not None else ""
    return f"{visible(event.title)}: best of {found.measure} is now {now}{before} ({span(stated, found.unit)})"


def above_sentence(event: Event, found: Count, bound: float) -> str:
    """Say that the best number of a measure is above a bound."""
    best = number(found.whole.headline.best, found.unit)
    return f"{visible(event.title)}: best of {found.measure} is now {best}, above {number(bound, found.unit)}"


def origin_sentence(event: Event, found: Count, filed: FiledFigure) -> str:
    """Say that one more independent origin speaks of a measure."""
    publisher = f" ({visible(filed.filing.publisher)})" if filed.filing.publisher else ""
    origins = count(found.whole.headline.origins, "independent origin")
    return f"{visible(event.title)}: {said_by(filed.statement)}{publisher} is a new origin of {found.measure}; {origins} now"


def contradiction_sentence(event: Event, detail: str) -> str:
    """Say what cannot all be true."""
    return f"{visible(event.title)}: {visible(detail)}"


def alert_row(alert: Alert, channel: str) -> Row:
    """Return an alert's cells, in the order of the headings; ``channel`` says where its notices go."""
    return (
        short(alert.id), visible(alert.event), alert.condition, ", ".join(alert.measures), visible(channel), f"{alert.sent:,}",
        f"{alert.waiting:,}" if alert.waiting else "", f"{alert.failed:,}" if alert.failed else "", visible(alert.told or ""),
    )  # fmt: skip
