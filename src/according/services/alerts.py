"""
Alerts: what an event was when it was looked at last is held against what it is now, and what is asked for is told, once.

What there is to tell is noted together with what was seen, before anything is sent. So a stopped run tells it later. Only where one is
killed between sending and noting that is a notice sent again, with the same id.
"""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from according.comparing.counts import nominal
from according.errors import AccordingError, QuestionError, RequestError, SendError
from according.exports.words.notices import above_sentence, best_sentence, contradiction_sentence, origin_sentence
from according.exports.words.readings import said_by
from according.ledger.base import Ledger
from according.reckoning.answer import Weighed
from according.reckoning.events.event import Count, Event
from according.records import NOTICE_TRIES, Alert, FiledFigure, Notice, Query, short
from according.report import make_id
from according.services.events import find_event
from according.services.requests import read_measures

logger = logging.getLogger("according.watch")

# A notice that was not sent is tried after a minute, then after twice as long, up to a day.
TRY_FIRST, TRY_LONGEST = timedelta(minutes=1), timedelta(days=1)
# Who sends a notice and does not say so for so long is taken to be gone.
SENT_WITHIN = timedelta(minutes=5)
# Of an event's figures so many are kept, to know it again when its id has changed.
ANCHORS = 50
CONDITIONS = ("best changes", "contradiction", "new origin", "above N")
_ABOVE = re.compile(r"above\s+(\d[\d,]{0,14}(?:\.\d{1,3})?)")

# Sends a notice by an alert's channel; raises SendError.
Send = Callable[[Mapping[str, Any], Mapping[str, Any]], None]


def read_condition(text: str) -> str:
    """
    Return a condition as it is kept; raises :class:`~according.errors.RequestError` for what is none.

        >>> read_condition("Above 1,000")
        'above 1000'
    """
    plain = " ".join(text.lower().split())
    above = _ABOVE.fullmatch(plain)
    if above is not None:
        return f"above {above[1].replace(',', '')}"
    if plain not in CONDITIONS[:3]:
        raise RequestError("when", f"{text!r} is no condition; write one of: {', '.join(CONDITIONS)}")
    return plain


def add_alert(
    ledger: Ledger, event: str, when: str, channel: Mapping[str, Any], *, measures: str | None = None, seal: Callable[[Alert], str | None]
) -> tuple[Alert, Event | None, bool]:
    """
    Put an alert on the list; return it, its event where there is one already, and whether the alert is new.

    What the event is now is where it begins: nothing is told of it. Words that no event fits yet wait for one.
    """
    if not event.strip():
        raise RequestError("event", "an event has an id or words; give one of `according events`")
    alert = Alert(event.strip(), read_condition(when), channel, read_measures(measures))
    revision = ledger.revision()
    found = _find(ledger, alert)
    seen = None if found is None else _look(found, alert)
    alert = replace(alert, seen=seen, revision=revision, seal=seal(alert))
    return alert, found, ledger.alert_list.add(alert)


def remove_alert(ledger: Ledger, id: str) -> Alert:
    """Take an alert off the list, by its id or the first six digits or more of it."""
    alert = ledger.alert_list.remove(id)
    if alert is None:
        raise RequestError("id", f"{id}: no alert has this id (six digits or more); `according alert list` shows them")
    return alert


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a notice: sent, or why not, and whether it is tried again."""

    notice: Notice
    failed: str | None = None
    again: bool = False


@dataclass(slots=True)
class Alerter:
    """
    Looks at the events of alerts and tells what is to be told.

    ``send`` sends a notice by a channel. ``trusts`` says whether an alert was made by this user here: a ledger may come from elsewhere, and
    what it says is not run or sent unseen.
    """

    ledger: Ledger
    send: Send
    trusts: Callable[[Alert], bool]
    holder: str
    now: Callable[[], datetime] = _now
    chance: Callable[[], float] = random.random

    def run(self) -> Iterator[Sent]:
        """Look at all events that may have changed, then send what is due; say what became of each notice."""
        alerts = self.ledger.alert_list.listed()
        # Without an alert nothing is looked at: most ledgers have none.
        revision = self.ledger.revision() if alerts else ""
        for alert in alerts:
            if alert.revision != revision:
                self._check(alert, revision)
        trusted = {alert.id: alert for alert in alerts if self.trusts(alert)}
        for alert in alerts:
            if alert.id not in trusted and alert.waiting:
                logger.warning("alert %s was not made by this user on this machine: nothing is sent; add it here", short(alert.id))
        yield from self._send(trusted)

    # -- what there is to tell -------------------------------------------------------------------------------------

    def _check(self, alert: Alert, revision: str) -> None:
        """Look at an alert's event and note what is to be told of it."""
        try:
            event = _find(self.ledger, alert)
        except AccordingError as error:
            logger.warning("alert %s: %s", short(alert.id), error)
            return
        if event is None:
            self.ledger.alert_list.note(alert, alert.seen, revision, (), self.now())
            return
        at = self.now()
        found = [Notice(_notice_id(alert, record, revision), alert.id, record) for record in _changes(event, alert)]
        told = [replace(notice, record={"id": notice.id, "alert": alert.id, "made": at.isoformat(), **notice.record}) for notice in found]
        self.ledger.alert_list.note(alert, _look(event, alert), revision, told, at)

    # -- sending it ------------------------------------------------------------------------------------------------

    def _send(self, alerts: Mapping[str, Alert]) -> Iterator[Sent]:
        if not alerts:
            return
        at = self.now()
        while notices := self.ledger.alert_list.claim(list(alerts), self.holder, at, self.now() + SENT_WITHIN):
            for notice in notices:
                sent = self._send_one(alerts[notice.alert], notice)
                if sent.failed is not None:
                    logger.warning("alert %s: %s", short(notice.alert), sent.failed)
                yield sent

    def _send_one(self, alert: Alert, notice: Notice) -> Sent:
        try:
            self.send(alert.channel, notice.record)
        except SendError as error:
            later = min(TRY_FIRST * int(2**notice.tries), TRY_LONGEST) * (1 + self.chance() / 5)
            self.ledger.alert_list.done(notice, self.holder, self.now(), failed=str(error), due=self.now() + later)
            return Sent(notice, str(error), notice.tries + 1 < NOTICE_TRIES)
        self.ledger.alert_list.done(notice, self.holder, self.now())
        return Sent(notice)


def _find(ledger: Ledger, alert: Alert) -> Event | None:
    """Return an alert's event: that of the figures which it was known by last, else what its id or words mean; ``None`` where none is."""
    for figure in _anchors(ledger, alert):
        try:
            return find_event(ledger, figure, Query()).event
        except QuestionError:
            continue
    try:
        return find_event(ledger, alert.event, Query()).event
    except QuestionError:
        return None


def _anchors(ledger: Ledger, alert: Alert) -> Iterator[str]:
    """Yield the figures that an event was known by, and those of the later text where their page has one."""
    for id in (alert.seen or {}).get("figures", ()):
        if ledger.figure(id) is not None:
            yield id
        elif (replaced := ledger.replaced_figure(id)) is not None:
            measure = replaced[0].figure.measure
            yield from (filed.id for filed in ledger.find(Query(reports=(replaced[1],), measures=(measure,))))


def _counts(event: Event, alert: Alert) -> Sequence[Count]:
    return [found for found in event.counts if not alert.measures or found.measure in alert.measures]


def _look(event: Event, alert: Alert) -> dict[str, Any]:
    """Return what an event is, as far as alerts ask for it."""
    counts = _counts(event, alert)
    figures = [item.id for found in event.counts for reckoning in found.reckonings for item in reckoning.figures]
    return {
        "event": event.id,
        "best": {_key(found): found.whole.headline.best for found in counts},
        "origins": {_key(found): found.whole.headline.origins for found in counts},
        "contradictions": [make_id(found.rule, *sorted(found.figures)) for found in event.contradictions],
        "figures": list(dict.fromkeys(figures))[:ANCHORS],
        "told": sorted({item.origin or item.id for found in counts for item in found.whole.figures}),
    }


def _key(found: Count) -> str:
    return f"{found.measure} {found.unit}"


def _changes(event: Event, alert: Alert) -> Iterator[dict[str, Any]]:
    """Yield what an alert has to tell of its event, as plain JSON."""
    seen = alert.seen or {}
    before = {"event": event.id, "title": event.title, "condition": alert.condition}
    if alert.condition == "contradiction":
        known = set(seen.get("contradictions", ()))
        for clash in event.contradictions:
            if make_id(clash.rule, *sorted(clash.figures)) not in known:
                filed = _figure_of(event, clash.figures)
                yield {**before, "sentence": contradiction_sentence(event, clash.detail), "figures": list(clash.figures), **_words(filed)}
        return
    for found in _counts(event, alert):
        stated, was = found.whole.headline, seen.get("best", {}).get(_key(found))
        record = {**before, "measure": found.measure, "was": was, "best": stated.best, "low": stated.low, "high": stated.high}
        if alert.condition == "best changes" and stated.best is not None and stated.best != was:
            yield {**record, "sentence": best_sentence(event, found, was), **_words(_best(found))}
        if alert.condition.startswith("above ") and stated.best is not None:
            bound = float(alert.condition.partition(" ")[2])
            if stated.best > bound and not (was is not None and was > bound):
                yield {**record, "sentence": above_sentence(event, found, bound), **_words(_best(found))}
        if alert.condition == "new origin" and stated.origins > seen.get("origins", {}).get(_key(found), 0):
            # The last to come of those that nobody spoke for before.
            news = [item for item in found.whole.figures if item.used and (item.origin or item.id) not in set(seen.get("told", ()))]
            filed = max(news or _used(found), key=lambda item: item.filed.filing.filed).filed
            yield {**record, "origins": stated.origins, "sentence": origin_sentence(event, found, filed), **_words(filed)}


def _used(found: Count) -> list[Weighed]:
    return [item for item in found.whole.figures if item.used] or list(found.whole.figures)


def _best(found: Count) -> FiledFigure:
    """Return the figure that gives a measure its best number, the last to come of several."""
    best = found.whole.headline.best
    items = [item for item in _used(found) if best is not None and nominal(item.filed.figure.quantity) == best] or _used(found)
    return max(items, key=lambda item: item.filed.filing.filed).filed


def _figure_of(event: Event, figures: Sequence[str]) -> FiledFigure | None:
    """Return the last to come of some figures of an event."""
    held = {item.id: item.filed for found in event.counts for reckoning in found.reckonings for item in reckoning.figures}
    return max((held[id] for id in figures if id in held), key=lambda filed: filed.filing.filed, default=None)


def _words(filed: FiledFigure | None) -> dict[str, Any]:
    """Return a figure's words with who says them and where they stand."""
    if filed is None:
        return {"figure": None, "words": None, "said_by": None, "publisher": None, "report": None, "link": None}
    filing = filed.filing
    return {
        "figure": filed.id, "words": filed.statement.text, "said_by": said_by(filed.statement), "publisher": filing.publisher,
        "report": filing.id, "link": filing.url or filing.path,
    }  # fmt: skip


def _notice_id(alert: Alert, record: Mapping[str, Any], revision: str) -> str:
    # With the ledger's revision: what is so a second time, after it was otherwise, is told a second time.
    return make_id("notice", alert.id, alert.made.isoformat(), record.get("measure"), record["sentence"], revision)
